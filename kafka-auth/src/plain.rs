//! PLAIN (RFC 4616): the password itself, so nothing but verified TLS should carry it.

use std::fmt;
use std::mem;

use zeroize::Zeroizing;

use crate::error::AuthError;
use crate::mechanism::{
    Evidence, Mechanism, Principal, ServerMechanism, ServerStep, Step, StoredCredential,
};
use crate::secret::Secret;

/// The mechanism's name on the wire.
pub const PLAIN: &str = "PLAIN";

/// A client that logs in with PLAIN: one message, and an answer that proves nothing.
pub struct PlainClient {
    user: String,
    password: Secret,
    state: PlainClientState,
}

/// What the client waits for.
enum PlainClientState {
    ExpectStart,
    ExpectOutcome,
    Finished,
}

impl PlainClient {
    /// A client for one login as `user`.
    ///
    /// # Errors
    /// [`AuthError::Config`] when user or password are empty or hold NUL, which RFC 4616 uses to
    /// separate them.
    pub fn new(user: &str, password: impl Into<Secret>) -> Result<Self, AuthError> {
        let password = password.into();
        if !is_token(user) || !is_token(password.expose()) {
            let why = "PLAIN needs a user name and a password, both without NUL";
            return Err(AuthError::Config(why.to_owned()));
        }
        Ok(Self { user: user.to_owned(), password, state: PlainClientState::ExpectStart })
    }

    /// `message = [authzid] UTF8NUL authcid UTF8NUL passwd`
    fn message(&self) -> Zeroizing<Vec<u8>> {
        let (user, password) = (self.user.as_bytes(), self.password.expose().as_bytes());
        let mut message = Zeroizing::new(Vec::with_capacity(user.len() + password.len() + 2));
        for part in [b"\0", user, b"\0", password] {
            message.extend_from_slice(part);
        }
        message
    }
}

impl Mechanism for PlainClient {
    fn name(&self) -> &'static str {
        PLAIN
    }

    fn start(&mut self) -> Result<Step, AuthError> {
        match mem::replace(&mut self.state, PlainClientState::Finished) {
            PlainClientState::ExpectStart => {
                self.state = PlainClientState::ExpectOutcome;
                Ok(Step::Send(self.message()))
            }
            _ => Err(AuthError::OutOfOrder { expected: "nothing more", got: "a start" }),
        }
    }

    fn is_last(&self) -> bool {
        matches!(self.state, PlainClientState::ExpectOutcome)
    }

    fn challenge(&mut self, message: &[u8]) -> Result<Step, AuthError> {
        match (mem::replace(&mut self.state, PlainClientState::Finished), message) {
            (PlainClientState::ExpectOutcome, []) => Ok(Step::Done(Evidence::default())),
            (PlainClientState::ExpectOutcome, _) => {
                Err(AuthError::malformed("PLAIN outcome", "bytes where none belong"))
            }
            (PlainClientState::ExpectStart, _) => {
                Err(AuthError::OutOfOrder { expected: "a start", got: "a server message" })
            }
            (PlainClientState::Finished, _) => {
                Err(AuthError::OutOfOrder { expected: "nothing more", got: "a server message" })
            }
        }
    }
}

/// A server for one PLAIN login, answering as Kafka's `PlainSaslServer` does.
pub struct PlainServer {
    state: PlainServerState,
}

/// What the server waits for.
enum PlainServerState {
    ExpectMessage,
    ExpectCredential { authzid: String, user: String, password: Secret },
    Finished,
}

impl PlainServer {
    /// A server that has heard nothing yet.
    pub fn new() -> Self {
        Self { state: PlainServerState::ExpectMessage }
    }
}

impl Default for PlainServer {
    fn default() -> Self {
        Self::new()
    }
}

impl ServerMechanism for PlainServer {
    fn name(&self) -> &'static str {
        PLAIN
    }

    fn respond(&mut self, message: &[u8]) -> ServerStep {
        match (mem::replace(&mut self.state, PlainServerState::Finished), parse(message)) {
            (PlainServerState::ExpectMessage, Some((authzid, user, password))) => {
                self.state = PlainServerState::ExpectCredential {
                    authzid: authzid.to_owned(),
                    user: user.to_owned(),
                    password: Secret::new(password),
                };
                ServerStep::Lookup(user.into())
            }
            _ => reject(
                "Authentication failed during authentication due to invalid credentials with SASL \
                 mechanism PLAIN",
            ),
        }
    }

    fn credential(&mut self, found: Option<StoredCredential<'_>>) -> ServerStep {
        match (mem::replace(&mut self.state, PlainServerState::Finished), found) {
            (
                PlainServerState::ExpectCredential { authzid, user, password },
                Some(StoredCredential::Plain(stored)),
            ) if stored.matches(password.expose().as_bytes()) => {
                if !authzid.is_empty() && authzid != user {
                    return reject(
                        "Authentication failed: Client requested an authorization id that is \
                         different from username",
                    );
                }
                ServerStep::Accept { principal: Principal::user(user), message: Vec::new() }
            }
            _ => reject("Authentication failed: Invalid username or password"),
        }
    }
}

/// Authorization id (may be empty), user and password.
fn parse(message: &[u8]) -> Option<(&str, &str, &str)> {
    let mut parts = std::str::from_utf8(message).ok()?.splitn(3, '\0');
    let (authzid, user, password) = (parts.next()?, parts.next()?, parts.next()?);
    (is_token(user) && is_token(password)).then_some((authzid, user, password))
}

fn is_token(text: &str) -> bool {
    !text.is_empty() && !text.contains('\0')
}

fn reject(text: &str) -> ServerStep {
    ServerStep::Reject(text.to_owned())
}

impl fmt::Debug for PlainClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlainClient").field("user", &self.user).finish_non_exhaustive()
    }
}

impl fmt::Debug for PlainServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PlainServer")
    }
}

//! The client's side of a SCRAM exchange.

use std::fmt;
use std::mem;
use std::ops::RangeInclusive;

use zeroize::Zeroizing;

use super::message::{self, ServerFirst};
use super::{MIN_ITERATIONS, Nonce, ScramHash, grammar, keys};
use crate::crypto::same_bytes;
use crate::error::{AuthError, Policy};
use crate::mechanism::{Derivation, Evidence, Mechanism, SaltedPassword, Step};
use crate::secret::Secret;

/// The PBKDF2 rounds a client accepts unless told otherwise. Fewer than Kafka's minimum would let
/// whoever plays the server test passwords at full speed; the maximum is six times what Kafka
/// stores, and costs under 0.1 s.
pub const DEFAULT_ITERATIONS: RangeInclusive<u32> = MIN_ITERATIONS..=100_000;

/// A client that logs in with SCRAM-SHA-512 or SCRAM-SHA-256.
///
/// Two messages each way; between them it asks for a [`Derivation`].
pub struct ScramClient {
    hash: ScramHash,
    user: String,
    password: Secret,
    nonce: Nonce,
    token_auth: bool,
    iterations: RangeInclusive<u32>,
    state: ScramClientState,
}

/// What the client waits for.
enum ScramClientState {
    ExpectStart,
    ExpectServerFirst,
    ExpectSaltedPassword { server_first: String, nonce: String },
    ExpectServerFinal { server_signature: Zeroizing<Vec<u8>> },
    Finished,
}

impl ScramClient {
    /// A client for one login as `user`.
    ///
    /// # Errors
    /// [`AuthError::Config`] when the user name is empty or holds anything but ASCII without NUL:
    /// no Kafka server can read such a name. The password may be any text.
    pub fn new(
        hash: ScramHash,
        user: &str,
        password: impl Into<Secret>,
        nonce: Nonce,
    ) -> Result<Self, AuthError> {
        if !grammar::is_user(user) {
            return Err(AuthError::Config(
                "a SCRAM user name is one or more ASCII characters, without NUL".to_owned(),
            ));
        }
        Ok(Self {
            hash,
            user: user.to_owned(),
            password: password.into(),
            nonce,
            token_auth: false,
            iterations: DEFAULT_ITERATIONS,
            state: ScramClientState::ExpectStart,
        })
    }

    /// Sets the PBKDF2 rounds to accept, instead of [`DEFAULT_ITERATIONS`].
    pub fn iterations(mut self, accepted: RangeInclusive<u32>) -> Self {
        self.iterations = accepted;
        self
    }

    /// Says that the user is a delegation token's id and the password its HMAC in base64 (KIP-48).
    pub fn token_auth(mut self, token_auth: bool) -> Self {
        self.token_auth = token_auth;
        self
    }

    fn client_first_bare(&self) -> String {
        message::client_first_bare(&self.user, self.nonce.as_str(), self.token_auth)
    }

    fn server_first(&mut self, message: &[u8]) -> Result<Step, AuthError> {
        let first = ServerFirst::parse(message)?;
        self.check_nonce(first.nonce)?;
        self.check_iterations(first.iterations)?;
        let server_first = first.text.to_owned();
        self.state =
            ScramClientState::ExpectSaltedPassword { server_first, nonce: first.nonce.to_owned() };
        let password = self.password.clone();
        Derivation::new(self.hash, &self.user, password, first.salt, first.iterations)
            .map(Step::Derive)
    }

    /// "The client MUST verify that the initial part of the nonce used in subsequent messages is
    /// the same as the nonce it initially specified": and that the server added a part of its own.
    fn check_nonce(&self, nonce: &str) -> Result<(), AuthError> {
        match nonce.strip_prefix(self.nonce.as_str()) {
            None => Err(AuthError::malformed("SCRAM server-first", "the nonce is not ours")),
            Some("") => {
                Err(AuthError::malformed("SCRAM server-first", "nothing added to the nonce"))
            }
            Some(_) => Ok(()),
        }
    }

    fn check_iterations(&self, asked: u32) -> Result<(), AuthError> {
        if self.iterations.contains(&asked) {
            return Ok(());
        }
        let accepted = self.iterations.clone();
        Err(AuthError::PolicyRefused(Policy::Iterations { asked, accepted }))
    }

    fn client_final(&mut self, salted: &SaltedPassword, server_first: &str, nonce: &str) -> Step {
        let without_proof = message::client_final_without_proof(nonce);
        let auth_message =
            message::auth_message(&self.client_first_bare(), server_first, &without_proof);
        let client_key = keys::client_key(self.hash, salted.expose());
        let stored_key = keys::stored_key(self.hash, &client_key);
        let proof = keys::xor(&client_key, &keys::signature(self.hash, &stored_key, &auth_message));
        let server_key = keys::server_key(self.hash, salted.expose());
        let server_signature = keys::signature(self.hash, &server_key, &auth_message);
        self.state = ScramClientState::ExpectServerFinal { server_signature };
        Step::Send(message::client_final(&without_proof, &proof))
    }
}

impl Mechanism for ScramClient {
    fn name(&self) -> &'static str {
        self.hash.mechanism()
    }

    fn start(&mut self) -> Result<Step, AuthError> {
        match mem::replace(&mut self.state, ScramClientState::Finished) {
            ScramClientState::ExpectStart => {
                self.state = ScramClientState::ExpectServerFirst;
                let first = message::client_first(&self.client_first_bare());
                Ok(Step::Send(Zeroizing::new(first.into_bytes())))
            }
            state => Err(state.out_of_order("a start")),
        }
    }

    fn is_last(&self) -> bool {
        matches!(self.state, ScramClientState::ExpectServerFinal { .. })
    }

    fn challenge(&mut self, message: &[u8]) -> Result<Step, AuthError> {
        match mem::replace(&mut self.state, ScramClientState::Finished) {
            ScramClientState::ExpectServerFirst => self.server_first(message),
            ScramClientState::ExpectServerFinal { server_signature } => {
                verify(&message::parse_server_final(message)?, &server_signature)
            }
            state => Err(state.out_of_order("a server message")),
        }
    }

    fn derived(&mut self, salted: SaltedPassword) -> Result<Step, AuthError> {
        match mem::replace(&mut self.state, ScramClientState::Finished) {
            ScramClientState::ExpectSaltedPassword { server_first, nonce }
                if salted.hash() == self.hash =>
            {
                Ok(self.client_final(&salted, &server_first, &nonce))
            }
            ScramClientState::ExpectSaltedPassword { .. } => {
                Err(AuthError::Config("the salted password is for another hash".to_owned()))
            }
            state => Err(state.out_of_order("a salted password")),
        }
    }
}

/// "The client then authenticates the server by computing the ServerSignature and comparing it to
/// the value sent by the server. If the two are different, the client MUST consider the
/// authentication exchange to be unsuccessful, and it might have to drop the connection."
fn verify(signature: &[u8], expected: &[u8]) -> Result<Step, AuthError> {
    match same_bytes(signature, expected) {
        true => Ok(Step::Done(Evidence::default())),
        false => Err(AuthError::ServerNotAuthentic { why: "its signature (v=) is wrong" }),
    }
}

impl ScramClientState {
    fn out_of_order(&self, got: &'static str) -> AuthError {
        let expected = match self {
            Self::ExpectStart => "a start",
            Self::ExpectServerFirst => "SCRAM server-first",
            Self::ExpectSaltedPassword { .. } => "a salted password",
            Self::ExpectServerFinal { .. } => "SCRAM server-final",
            Self::Finished => "nothing more",
        };
        AuthError::OutOfOrder { expected, got }
    }
}

impl fmt::Debug for ScramClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScramClient")
            .field("hash", &self.hash)
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

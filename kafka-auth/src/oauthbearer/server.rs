//! The server's side, answering as Kafka's `OAuthBearerSaslServer` does.

use std::fmt;
use std::mem;

use super::message::ClientFirst;
use super::{BearerRefusal, CONTROL_A, Extensions, OAUTHBEARER};
use crate::mechanism::{Principal, ServerMechanism, ServerStep, StoredCredential};

/// A server for one OAUTHBEARER login.
///
/// The [`Lookup`](ServerStep::Lookup) is the token: validate it and answer with
/// [`StoredCredential::Bearer`]. No answer refuses it as `invalid_token`, Kafka's own word.
#[derive(Default)]
pub struct OauthBearerServer {
    extensions: Extensions,
    state: BearerServerState,
}

/// What the server waits for.
#[derive(Default)]
enum BearerServerState {
    #[default]
    ExpectClientFirst,
    ExpectVerdict {
        authzid: String,
    },
    ExpectAcknowledgement {
        refusal: Vec<u8>,
    },
    Finished,
}

impl OauthBearerServer {
    /// A server that has heard nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// What the client told next to its token, once [`Lookup`](ServerStep::Lookup) asked for the
    /// latter: unchecked.
    pub fn extensions(&self) -> &Extensions {
        &self.extensions
    }

    fn client_first(&mut self, message: &[u8]) -> ServerStep {
        let Ok(first) = ClientFirst::parse(message) else { return invalid() };
        self.state = BearerServerState::ExpectVerdict { authzid: first.authzid.to_owned() };
        self.extensions = first.extensions;
        ServerStep::Lookup(first.token.into())
    }

    fn refuse(&mut self, refusal: &BearerRefusal) -> ServerStep {
        let refusal = refusal.write();
        self.state = BearerServerState::ExpectAcknowledgement { refusal: refusal.clone() };
        ServerStep::Send(refusal)
    }
}

impl ServerMechanism for OauthBearerServer {
    fn name(&self) -> &'static str {
        OAUTHBEARER
    }

    fn respond(&mut self, message: &[u8]) -> ServerStep {
        match mem::replace(&mut self.state, BearerServerState::Finished) {
            BearerServerState::ExpectClientFirst => self.client_first(message),
            // Kafka's server takes a second token here as well, the RFC's does not.
            BearerServerState::ExpectAcknowledgement { refusal } if message == [CONTROL_A] => {
                ServerStep::Reject(String::from_utf8_lossy(&refusal).into_owned())
            }
            _ => invalid(),
        }
    }

    fn credential(&mut self, found: Option<StoredCredential<'_>>) -> ServerStep {
        match (mem::replace(&mut self.state, BearerServerState::Finished), found) {
            (
                BearerServerState::ExpectVerdict { authzid },
                Some(StoredCredential::Bearer(Ok(principal))),
            ) => accept(&authzid, principal),
            (
                BearerServerState::ExpectVerdict { .. },
                Some(StoredCredential::Bearer(Err(refusal))),
            ) => self.refuse(refusal),
            (BearerServerState::ExpectVerdict { .. }, _) => {
                self.refuse(&BearerRefusal::new("invalid_token"))
            }
            _ => invalid(),
        }
    }
}

/// Kafka supports "the client specifying an authorization ID as per the SASL specification, but it must
/// match the principal name if it is specified".
pub(crate) fn accept(authzid: &str, principal: &Principal) -> ServerStep {
    if !authzid.is_empty() && authzid != principal.name {
        return ServerStep::Reject(format!(
            "Authentication failed: Client requested an authorization id ({authzid}) that is \
             different from the token's principal name ({})",
            principal.name
        ));
    }
    ServerStep::Accept { principal: principal.clone(), message: Vec::new() }
}

/// Kafka's one text for whatever is wrong (`SaslServerAuthenticator`).
fn invalid() -> ServerStep {
    ServerStep::Reject(
        "Authentication failed during authentication due to invalid credentials with SASL \
         mechanism OAUTHBEARER"
            .to_owned(),
    )
}

impl fmt::Debug for OauthBearerServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OauthBearerServer").field("extensions", &self.extensions).finish()
    }
}

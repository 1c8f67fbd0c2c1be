//! The server's side of a SCRAM exchange, answering as Kafka's `ScramSaslServer` does.

use std::fmt;
use std::mem;

use super::message::{self, ClientFinal, ClientFirst};
use super::{MIN_ITERATIONS, Nonce, ScramCredential, ScramHash, keys};
use crate::crypto::same_bytes;
use crate::lookup::LookupKey;
use crate::mechanism::{Principal, ServerMechanism, ServerStep, StoredCredential};

/// A server for one SCRAM login.
///
/// An unknown user, a wrong password and a malformed message get the same words; as with Kafka, an
/// unknown user gets them one message earlier than a wrong password. With `tokenauth=true` (KIP-48) the
/// user is the id of a delegation token, and the client becomes the token's owner.
///
/// The nonce of client-final must be the server's, as in Kafka since 4.0. librdkafka before 2.6.1 sends
/// its own part twice and is refused; Kafka 3.7.2 and 3.8.1 to 3.9 take any nonce that ends like theirs.
/// The channel binding (`c=`) is not compared, as in every Kafka.
pub struct ScramServer {
    hash: ScramHash,
    nonce: Nonce,
    extension: Option<&'static str>,
    state: ScramServerState,
}

/// What the server waits for.
enum ScramServerState {
    ExpectClientFirst,
    ExpectCredential {
        user: String,
        client_nonce: String,
        client_first_bare: String,
        token_auth: bool,
    },
    ExpectClientFinal(Box<Challenge>),
    Finished,
}

/// What was asked of the client.
struct Challenge {
    principal: Principal,
    /// Both parts.
    nonce: String,
    client_first_bare: String,
    server_first: String,
    credential: ScramCredential,
}

impl ScramServer {
    /// A server that adds `nonce` to the client's.
    pub fn new(hash: ScramHash, nonce: Nonce) -> Self {
        Self { hash, nonce, extension: None, state: ScramServerState::ExpectClientFirst }
    }

    /// Adds an extension behind the iterations, for example `x=1`, which both sides sign with the rest of the
    /// message. Kafka adds none; a client must ignore what it does not know.
    #[must_use]
    pub fn extension(self, extension: &'static str) -> Self {
        Self { extension: Some(extension), ..self }
    }

    /// Kafka's one text for whatever is wrong (`SaslServerAuthenticator`).
    fn reject(&self) -> ServerStep {
        ServerStep::Reject(format!(
            "Authentication failed during authentication due to invalid credentials with SASL \
             mechanism {}",
            self.hash.mechanism()
        ))
    }

    fn client_first(&mut self, message: &[u8]) -> ServerStep {
        let Ok(first) = ClientFirst::parse(message) else { return self.reject() };
        if !first.authzid.is_empty() && first.authzid != first.user {
            return ServerStep::Reject(
                "Authentication failed: Client requested an authorization id that is different \
                 from username"
                    .to_owned(),
            );
        }
        self.state = ScramServerState::ExpectCredential {
            user: first.user.clone(),
            client_nonce: first.nonce.to_owned(),
            client_first_bare: first.bare.to_owned(),
            token_auth: first.token_auth,
        };
        ServerStep::Lookup(match first.token_auth {
            true => LookupKey::delegation_token(first.user),
            false => first.user.into(),
        })
    }

    fn server_first(
        &mut self,
        credential: &ScramCredential,
        principal: Principal,
        client_nonce: &str,
        client_first_bare: String,
    ) -> ServerStep {
        if credential.hash != self.hash || credential.iterations < MIN_ITERATIONS {
            return self.reject();
        }
        let nonce = format!("{client_nonce}{}", self.nonce.as_str());
        let mut server_first =
            message::server_first(&nonce, &credential.salt, credential.iterations);
        if let Some(extension) = self.extension {
            server_first.push(',');
            server_first.push_str(extension);
        }
        let step = ServerStep::Send(server_first.clone().into_bytes());
        let credential = credential.clone();
        self.state = ScramServerState::ExpectClientFinal(Box::new(Challenge {
            principal,
            nonce,
            client_first_bare,
            server_first,
            credential,
        }));
        step
    }

    fn server_final(&self, challenge: Challenge, message: &[u8]) -> ServerStep {
        match challenge.verify(message) {
            Some(server_final) => ServerStep::Accept {
                principal: challenge.principal,
                message: server_final.into_bytes(),
            },
            None => self.reject(),
        }
    }
}

impl Challenge {
    /// The server-final message that a right proof deserves.
    fn verify(&self, message: &[u8]) -> Option<String> {
        let ScramCredential { hash, stored_key, server_key, .. } = &self.credential;
        let last = ClientFinal::parse(message).ok()?;
        // "The server MUST verify that the nonce sent by the client in the second message is the
        // same as the one sent by the server in its first message."
        if last.nonce != self.nonce || last.proof.len() != hash.output_len() {
            return None;
        }
        let auth_message =
            message::auth_message(&self.client_first_bare, &self.server_first, last.without_proof);
        let client_signature = keys::signature(*hash, stored_key, &auth_message);
        let client_key = keys::xor(&last.proof, &client_signature);
        same_bytes(&keys::stored_key(*hash, &client_key), stored_key)
            .then(|| message::server_final(&keys::signature(*hash, server_key, &auth_message)))
    }
}

impl ServerMechanism for ScramServer {
    fn name(&self) -> &'static str {
        self.hash.mechanism()
    }

    fn respond(&mut self, message: &[u8]) -> ServerStep {
        match mem::replace(&mut self.state, ScramServerState::Finished) {
            ScramServerState::ExpectClientFirst => self.client_first(message),
            ScramServerState::ExpectClientFinal(challenge) => {
                self.server_final(*challenge, message)
            }
            ScramServerState::ExpectCredential { .. } | ScramServerState::Finished => self.reject(),
        }
    }

    fn credential(&mut self, found: Option<StoredCredential<'_>>) -> ServerStep {
        match (mem::replace(&mut self.state, ScramServerState::Finished), found) {
            (
                ScramServerState::ExpectCredential {
                    user,
                    client_nonce,
                    client_first_bare,
                    token_auth,
                },
                Some(found),
            ) => {
                let (credential, principal) = match found {
                    StoredCredential::Scram(credential) if !token_auth => {
                        (credential, Principal::user(user))
                    }
                    StoredCredential::DelegationToken(credential, owner) if token_auth => {
                        (credential, owner.clone())
                    }
                    _ => return self.reject(),
                };
                self.server_first(credential, principal, &client_nonce, client_first_bare)
            }
            _ => self.reject(),
        }
    }
}

impl fmt::Debug for ScramServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScramServer").field("hash", &self.hash).finish_non_exhaustive()
    }
}

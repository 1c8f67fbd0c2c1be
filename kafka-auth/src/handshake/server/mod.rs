//! The broker's side, as strict as Kafka's `SaslServerAuthenticator`.

mod framing;
mod states;

use std::mem;
use std::time::Duration;

use self::states::{Enabled, ServerState, Session, Transition};
use super::ApiVersions;
use crate::{LookupKey, Principal, ServerMechanism, StoredCredential};

/// The largest frame Kafka takes before a client has authenticated, in bytes
/// (`sasl.server.max.receive.size`). The caller's frame decoder keeps to it.
pub const MAX_SASL_REQUEST: usize = 524_288;

/// What a broker's side of the handshake is told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
#[must_use]
pub struct ServerHandshakeConfig {
    /// What ApiVersions answers before the login. List SaslHandshake, SaslAuthenticate and
    /// ApiVersions too: what is not listed is refused. No more than [`kafka_proto`] knows.
    pub api_versions: ApiVersions,
    /// `connections.max.reauth.ms`: what the last SaslAuthenticate answer promises (v1 and
    /// later). Default none: the session does not end.
    pub session_lifetime: Option<Duration>,
}

impl ServerHandshakeConfig {
    /// For a broker that offers this, and whose sessions do not end.
    pub fn new(api_versions: ApiVersions) -> Self {
        Self { api_versions, session_lifetime: None }
    }

    /// Sets for how long a login is good.
    pub fn session_lifetime(mut self, lifetime: impl Into<Option<Duration>>) -> Self {
        self.session_lifetime = lifetime.into();
        self
    }
}

/// What to do after [`ServerHandshake::handle_frame`] or [`ServerHandshake::credential`]. Frames
/// include their length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Send this frame and wait for the next.
    Send(Vec<u8>),
    /// Look this up and call [`ServerHandshake::credential`], also when there is nobody of that
    /// name.
    Lookup {
        /// The mechanism, whose credentials are its own.
        mechanism: &'static str,
        /// The user name, for AWS_MSK_IAM the access key id, for OAUTHBEARER the token. As the
        /// client sent it: unchecked.
        name: LookupKey,
    },
    /// Send this frame: the client is authenticated. The machine has done its work.
    Accept {
        /// The last answer.
        frame: Vec<u8>,
        /// Who the client is.
        principal: Principal,
        /// The mechanism it logged in with, which a re-authentication must use again.
        mechanism: &'static str,
    },
    /// Send this frame, if there is one, and close. Kafka delays the answer to a failed login by
    /// `connection.failed.authentication.delay.ms` (100 ms).
    Close {
        /// The last answer; Kafka closes without one on most breaches of the protocol.
        frame: Option<Vec<u8>>,
        /// For the log, not for the peer. It may quote the peer: escape it.
        why: String,
    },
}

/// The broker's side of the handshake on one connection, without I/O.
///
/// Hand over every frame (without its length) from the first until [`Reply::Accept`] or
/// [`Reply::Close`], and do what each [`Reply`] says before the next. What is answered is what
/// Apache Kafka answers:
///
/// | frame | answer |
/// |---|---|
/// | ApiVersions, once, before SaslHandshake | the table |
/// | ApiVersions in an unknown version | code 35, layout of v0, its own range; may be asked again |
/// | ApiVersions with a software name outside of KIP-511's rule | code 42; may be asked again |
/// | ApiVersions after SaslHandshake; a second SaslHandshake | code 34, close |
/// | SaslHandshake for a mechanism that is not enabled | code 33 and the enabled list, close |
/// | SaslHandshake v0 | the enabled list; tokens then come and go without Kafka headers |
/// | SaslAuthenticate, login refused | code 58 and the mechanism's text, close |
/// | Metadata after SaslHandshake | an empty answer, close |
/// | anything else, ApiVersions twice, an unknown version | close without an answer |
///
/// After [`Reply::Accept`], requests are the caller's; on a later SaslHandshake start
/// [`ServerHandshake::reauthenticate`].
///
/// ```
/// use kafka_auth::handshake::{ApiVersions, Reply, ServerHandshake, ServerHandshakeConfig};
/// use kafka_proto::ApiKey;
///
/// let api_versions: ApiVersions = [(ApiKey::API_VERSIONS, 0..=4)].into_iter().collect();
/// let config = ServerHandshakeConfig::new(api_versions);
/// let mut handshake = ServerHandshake::new(config, Vec::new());
/// // ApiVersions v99, correlation id 7, no client id, no tags: code 35, v0, "18: 0-4".
/// let Reply::Send(answer) = handshake.handle_frame(&[0, 18, 0, 99, 0, 0, 0, 7, 255, 255, 0])
/// else { unreachable!() };
/// assert_eq!(answer, [0, 0, 0, 16, 0, 0, 0, 7, 0, 35, 0, 0, 0, 1, 0, 18, 0, 0, 0, 4]);
/// ```
pub struct ServerHandshake {
    config: ServerHandshakeConfig,
    state: ServerState,
}

impl ServerHandshake {
    /// For a new connection. `mechanisms` are the enabled ones, fresh for this connection, in the
    /// order in which SaslHandshake lists them.
    #[must_use]
    pub fn new(config: ServerHandshakeConfig, mechanisms: Vec<Box<dyn ServerMechanism>>) -> Self {
        let enabled = Enabled { mechanisms, session: None };
        Self { config, state: ServerState::ExpectApiVersionsOrSaslHandshake(enabled) }
    }

    /// For a SaslHandshake on an authenticated connection (KIP-368); hand that frame over first.
    /// `principal` and `mechanism` are what [`Reply::Accept`] said, and must not change.
    ///
    /// Only when `config` has a session lifetime: without one Kafka answers SaslHandshake with
    /// code 34 and goes on. It closes, without an answer, when the last login is less than a
    /// second old. Both need more than this machine knows and are the caller's.
    #[must_use]
    pub fn reauthenticate(
        config: ServerHandshakeConfig,
        mechanisms: Vec<Box<dyn ServerMechanism>>,
        principal: Principal,
        mechanism: &'static str,
    ) -> Self {
        let enabled = Enabled { mechanisms, session: Some(Session { principal, mechanism }) };
        Self { config, state: ServerState::ExpectSaslHandshake(enabled) }
    }

    /// Takes a received frame, without its length.
    pub fn handle_frame(&mut self, frame: &[u8]) -> Reply {
        let config = &self.config;
        let transition = match mem::replace(&mut self.state, ServerState::Closed) {
            ServerState::ExpectApiVersionsOrSaslHandshake(enabled) => {
                enabled.opening(frame, config)
            }
            ServerState::ExpectSaslHandshake(enabled) => enabled.sasl_handshake(frame, config),
            ServerState::ExpectSaslAuthenticate(login) => login.sasl_authenticate(frame, config),
            ServerState::ExpectToken(login) => login.token(frame, config),
            ServerState::ExpectCredential(..) => {
                Err(close("a frame while the last one is looked up"))
            }
            ServerState::Closed => Err(close("a frame after the end of the handshake")),
        };
        self.settle(transition)
    }

    /// The answer to [`Reply::Lookup`].
    pub fn credential(&mut self, found: Option<StoredCredential<'_>>) -> Reply {
        let transition = match mem::replace(&mut self.state, ServerState::Closed) {
            ServerState::ExpectCredential(login, framing) => {
                login.credential(found, framing, &self.config)
            }
            _ => Err(close("a credential that was not asked for")),
        };
        self.settle(transition)
    }

    /// Makes the session that begins with this login end after that time at the latest: that of a
    /// delegation token ends with the token (KIP-368).
    pub fn limit_session(&mut self, lifetime: Duration) {
        let limited = self.config.session_lifetime.map_or(lifetime, |it| it.min(lifetime));
        self.config.session_lifetime = Some(limited);
    }

    fn settle(&mut self, transition: Transition) -> Reply {
        match transition {
            Ok((state, reply)) => {
                self.state = state;
                reply
            }
            Err(reply) => reply,
        }
    }
}

fn close(why: impl ToString) -> Reply {
    Reply::Close { frame: None, why: why.to_string() }
}

fn close_with(frame: Vec<u8>, why: impl ToString) -> Reply {
    Reply::Close { frame: Some(frame), why: why.to_string() }
}

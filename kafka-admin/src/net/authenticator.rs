//! Logs in, with one set of settings: the first time, and again on the same connection.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use kafka_auth::AuthError;
use kafka_auth::cache::SaltedPasswordCache;
use kafka_auth::handshake::{ApiVersions, Authenticated, Flight, Handshake, HandshakeConfig};
use tokio::time::Instant;

use crate::clock::from_now;
use crate::metrics::Counters;
use crate::net::login::{Exchange, LoggedIn, LoginFailure, Wire};
use crate::net::mechanism::{self, Credentials, PreparedLogin};
use crate::sync::lock;
use crate::{Auth, Config, Error, HostPort, Result};

/// How long a broker that took no login but one frame at a time is asked like that. It costs a round
/// trip or two; afterwards the broker may be another.
const STRICT_FOR: Duration = Duration::from_secs(10 * 60);

/// What all logins of a client share, such as the cache of salted passwords.
pub(crate) struct Authenticator {
    config: Config,
    auth: Auth,
    salted: SaltedPasswordCache,
    counters: Arc<Counters>,
    /// Brokers that take the frames of a login one at a time only, and until when that is believed.
    strict: Mutex<HashMap<HostPort, Instant>>,
}

impl Authenticator {
    pub(crate) fn new(config: Config, auth: Auth) -> Self {
        let (salted, counters, strict) = Default::default();
        Self { config, auth, salted, counters, strict }
    }

    /// The same, with no salted password known yet.
    pub(crate) fn with_empty_key_cache(&self) -> Self {
        Self::new(self.config.clone(), self.auth.clone())
    }

    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    pub(crate) fn counters(&self) -> &Arc<Counters> {
        &self.counters
    }

    /// The SASL mechanism; `None` when connections do not log in.
    pub(crate) fn mechanism(&self) -> Option<&'static str> {
        self.auth.mechanism()
    }

    /// What to log in with.
    pub(crate) async fn credentials(&self, deadline: Instant) -> Result<Credentials> {
        mechanism::credentials(&self.config, &self.auth, deadline).await
    }

    /// The mechanism for one login.
    pub(crate) fn login(
        &self,
        address: &HostPort,
        credentials: Credentials,
    ) -> Result<PreparedLogin> {
        mechanism::login(&self.config, &self.auth, address, credentials)
    }

    /// How the frames of a login at this broker follow one another.
    pub(crate) fn flight(&self, address: &HostPort) -> Flight {
        let until = lock(&self.strict).get(address).copied();
        match until.is_some_and(|until| Instant::now() < until) {
            true => Flight::Sequential,
            false => self.config.flight,
        }
    }

    /// From now on logs in at this broker one frame at a time, for a while.
    pub(crate) fn be_sequential_at(&self, address: &HostPort) {
        let now = Instant::now();
        let mut strict = lock(&self.strict);
        strict.retain(|_, until| now < *until);
        strict.insert(address.clone(), now + STRICT_FOR);
    }

    /// How a client introduces itself.
    pub(crate) fn introduction(&self, flight: Flight) -> HandshakeConfig {
        HandshakeConfig::default()
            .client_id(self.config.client_id.clone())
            .software(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))
            .flight(flight)
    }

    /// Logs in. What the broker refuses is forgotten.
    pub(crate) async fn run(
        &self,
        handshake: Handshake,
        wire: impl Wire,
        address: &HostPort,
        deadline: Instant,
    ) -> Result<LoggedIn> {
        let exchange = Exchange { wire, salted: &self.salted, deadline };
        exchange.run(handshake).await.map_err(|failure| match failure {
            LoginFailure::Auth(error) => {
                mechanism::forget(&self.config, &self.auth, &error);
                of_auth(error, address)
            }
            LoginFailure::Other(error) => error,
        })
    }

    /// How to log in again on the connection of this login.
    pub(crate) fn renewal(self: &Arc<Self>, address: &HostPort, done: &Authenticated) -> Renewal {
        let (authenticator, address) = (self.clone(), address.clone());
        Renewal { authenticator, address, versions: done.api_versions.clone() }
    }

    fn deadline(&self) -> Instant {
        from_now(self.config.connect_timeout)
    }
}

/// What a mechanism says, told with the address it was about.
pub(crate) fn of_auth(error: AuthError, address: &HostPort) -> Error {
    Error::of_auth(error, address, mechanism::region_of(address.host()).as_deref())
}

/// How to log in again on a connection (KIP-368): with fresh credentials, since the old ones may be
/// what ends the session.
pub(crate) struct Renewal {
    pub(crate) authenticator: Arc<Authenticator>,
    pub(crate) address: HostPort,
    pub(crate) versions: ApiVersions,
}

impl Renewal {
    /// Gets credentials; the result is ready to be sent.
    pub(crate) fn prepare(&self) -> impl Future<Output = Result<Handshake>> + Send + use<> {
        let (authenticator, address) = (self.authenticator.clone(), self.address.clone());
        let versions = self.versions.clone();
        async move {
            let credentials = authenticator.credentials(authenticator.deadline()).await?;
            let Some(mechanism) = authenticator.login(&address, credentials)?.mechanism else {
                return Err(Error::config("a session without a login ends"));
            };
            let introduction = authenticator.introduction(authenticator.flight(&address));
            Handshake::reauthenticate(introduction, versions, mechanism)
                .map_err(|error| of_auth(error, &address))
        }
    }

    /// Logs in.
    pub(crate) async fn run(&self, handshake: Handshake, wire: impl Wire) -> Result<LoggedIn> {
        let deadline = self.authenticator.deadline();
        let login = self.authenticator.run(handshake, wire, &self.address, deadline).await?;
        self.authenticator.counters.renewed();
        Ok(login)
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use kafka_auth::handshake::{SASL_CORRELATION_IDS, Stage};
    use kafka_auth::scram::{Nonce, ScramClient, ScramHash};
    use kafka_auth::{Mechanism, Secret};
    use kafka_proto::messages::{
        ApiVersionsResponse, SaslAuthenticateResponse, SaslHandshakeResponse,
    };
    use kafka_proto::{ErrorCode, Message, Opaque, encode_response};

    use super::*;
    use crate::ErrorKind;

    /// Answers, whatever is asked.
    #[derive(Default)]
    struct Script(std::collections::VecDeque<Bytes>);

    impl Script {
        fn then<'r, R: Message<'r>>(mut self, version: i16, response: &R) -> Self {
            let id = SASL_CORRELATION_IDS.start() + i32::try_from(self.0.len()).unwrap();
            let mut frame = Vec::new();
            encode_response(&mut frame, version, id, response).unwrap();
            self.0.push_back(Bytes::from(frame).slice(4..));
            self
        }
    }

    impl Wire for Script {
        async fn send(&mut self, _: &[u8], _: Stage, _: Instant) -> Result<()> {
            Ok(())
        }

        async fn receive(&mut self, _: usize, _: Stage, _: Instant) -> Result<Bytes> {
            self.0.pop_front().ok_or_else(|| Error::closed(crate::Layer::Sasl))
        }
    }

    /// Logs in by SCRAM to a server that challenges, and then does as told.
    async fn log_in(authenticator: &Authenticator, end: impl FnOnce(Script) -> Script) -> Error {
        let nonce = Nonce::from_text("abc").unwrap();
        let scram = ScramClient::new(ScramHash::Sha256, "ops", Secret::new("x"), nonce).unwrap();
        let mechanism: Box<dyn Mechanism> = Box::new(scram);
        let introduction = authenticator.introduction(Flight::Trailing);
        let handshake = Handshake::new(introduction, Some(mechanism)).unwrap();
        let mechanisms = vec!["SCRAM-SHA-256"].into();
        let challenge = Opaque(b"r=abcdef,s=c2FsdA==,i=4096");
        let script = Script::default()
            .then(1, &SaslHandshakeResponse { mechanisms, ..Default::default() })
            .then(1, &SaslAuthenticateResponse { auth_bytes: challenge, ..Default::default() });
        let deadline = Instant::now() + Duration::from_secs(60);
        let address = "b:1".parse().unwrap();
        authenticator.run(handshake, end(script), &address, deadline).await.err().unwrap()
    }

    #[tokio::test]
    async fn h11_a_key_that_the_broker_refused_is_not_kept() {
        let authenticator = Authenticator::new(Config::new(["b:1"]), Auth::None);
        let lost = log_in(&authenticator, |script| script).await;
        assert_eq!((lost.kind(), authenticator.salted.len()), (ErrorKind::Disconnected, 1));
        let refusal = SaslAuthenticateResponse {
            error_code: ErrorCode::SASL_AUTHENTICATION_FAILED,
            ..Default::default()
        };
        let versions = ApiVersionsResponse::default();
        let refused =
            log_in(&authenticator, |script| script.then(1, &refusal).then(3, &versions)).await;
        assert_eq!(refused.kind(), ErrorKind::AuthenticationFailed);
        assert_eq!(authenticator.salted.len(), 0);
    }

    #[tokio::test(start_paused = true)]
    async fn a_strict_broker_is_asked_like_that_for_ten_minutes() {
        let authenticator = Authenticator::new(Config::new(["b:1"]), Auth::None);
        let (strict, other) = ("b:1".parse().unwrap(), "b:2".parse().unwrap());
        authenticator.be_sequential_at(&strict);
        let flights = || [&strict, &other].map(|address| authenticator.flight(address));
        assert_eq!(flights(), [Flight::Sequential, Flight::Trailing]);
        tokio::time::advance(STRICT_FOR - Duration::from_secs(1)).await;
        assert_eq!(flights()[0], Flight::Sequential);
        tokio::time::advance(Duration::from_secs(1)).await;
        assert_eq!(flights()[0], Flight::Trailing);
        authenticator.be_sequential_at(&other);
        assert_eq!(lock(&authenticator.strict).len(), 1, "old ones are not kept");
    }
}

//! Everything between an address and a connection that is logged in.

use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use kafka_auth::handshake::{Authenticated, Handshake, HandshakeConfig};
use kafka_auth::tls::client_config;
use tokio::time::Instant;
use tracing::{Instrument, debug_span};

use crate::config::Resolved;
use crate::connection::{Connection, Opened};
use crate::login::{Exchange, Failure, SaltedPasswords};
use crate::mechanism::{self, Login};
use crate::transport::{self, Stream, Target};
use crate::{Auth, Config, Error, HostPort, Layer, Result, Session, Tls};

/// A broker takes one login per second at most, so a session is never renewed sooner.
const SHORTEST_SESSION: Duration = Duration::from_secs(1);

/// Dials brokers with one set of settings: one TLS configuration, so that sessions are resumed, and
/// one cache of salted passwords.
pub(crate) struct Dialer {
    config: Config,
    auth: Auth,
    tls: Option<Arc<rustls::ClientConfig>>,
    salted: SaltedPasswords,
}

impl Dialer {
    pub(crate) fn new(config: Config, resolved: &Resolved) -> Result<Self> {
        let tls = tls_config(&config, &resolved.tls)?;
        Ok(Self { config, auth: resolved.auth.clone(), tls, salted: SaltedPasswords::default() })
    }

    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    /// Whether connections log in.
    pub(crate) fn has_login(&self) -> bool {
        self.auth.mechanism().is_some()
    }

    /// Connects and logs in.
    ///
    /// # Errors
    /// With the layer that failed; nothing but the login was sent.
    pub(crate) async fn dial(
        &self,
        address: &HostPort,
        deadline: Instant,
    ) -> Result<(Connection, Session)> {
        let broker: Arc<str> = address.to_string().into();
        let span = debug_span!("connect", %broker);
        let dialled = self.open(address, broker.clone(), deadline).instrument(span).await;
        dialled.map_err(|error| error.at_broker(&broker))
    }

    async fn open(
        &self,
        address: &HostPort,
        broker: Arc<str>,
        deadline: Instant,
    ) -> Result<(Connection, Session)> {
        let dialled = self.config.dial_instead.get(address).unwrap_or(address);
        let mut stream =
            transport::dial(Target { address, dialled }, self.tls.as_ref(), deadline).await?;
        let login = mechanism::prepare(&self.config, &self.auth, address, deadline).await?;
        let (identity, region) = (login.identity.clone(), login.region.clone());
        let mut received = BytesMut::new();
        let span = debug_span!("sasl", mechanism = self.auth.mechanism());
        let done = self
            .login(&mut stream, &mut received, login, address, deadline)
            .instrument(span)
            .await?;
        let session = self.session(address, identity, region, &done);
        let Authenticated { api_versions: versions, session_lifetime, .. } = done;
        let (client_id, expires) = (self.config.client_id.clone(), session_lifetime.map(renewal));
        let opened = Opened { stream, received, broker, client_id, versions, expires };
        Ok((Connection::start(opened), session))
    }

    async fn login(
        &self,
        stream: &mut Stream,
        received: &mut BytesMut,
        login: Login,
        address: &HostPort,
        deadline: Instant,
    ) -> Result<Authenticated> {
        let region = mechanism::region_of(address.host());
        let of_auth = |error| Error::of_auth(error, address, region.as_deref());
        let handshake = Handshake::new(self.introduction(), login.mechanism).map_err(of_auth)?;
        let (salted, tls) = (&self.salted, self.tls.is_some());
        let exchange = Exchange { stream, received, salted, tls, deadline };
        exchange.run(handshake).await.map_err(|failure| match failure {
            Failure::Auth(error) => of_auth(error),
            Failure::Other(error) => error,
        })
    }

    fn introduction(&self) -> HandshakeConfig {
        HandshakeConfig {
            client_id: Some(self.config.client_id.clone()),
            software_name: env!("CARGO_PKG_NAME").into(),
            software_version: env!("CARGO_PKG_VERSION").into(),
            ..HandshakeConfig::default()
        }
    }

    fn session(
        &self,
        address: &HostPort,
        identity: Option<String>,
        region: Option<String>,
        done: &Authenticated,
    ) -> Session {
        Session {
            address: address.clone(),
            tls: self.tls.is_some(),
            mechanism: self.auth.mechanism(),
            identity,
            region,
            request_id: done.request_id.as_ref().map(|id| id.as_str().to_owned()),
            lifetime: done.session_lifetime,
        }
    }
}

fn tls_config(config: &Config, tls: &Tls) -> Result<Option<Arc<rustls::ClientConfig>>> {
    match tls {
        Tls::Disabled => Ok(None),
        Tls::Config(config) => Ok(Some(config.clone())),
        Tls::Roots(roots) => {
            client_config(roots, config.identity.as_ref()).map(Some).map_err(Error::of_tls_settings)
        }
    }
}

/// KIP-368: a broker closes a session that outlives its lifetime. The connection is replaced at 85 to
/// 95 % of it, as Java re-authenticates.
fn renewal(lifetime: Duration) -> Instant {
    let percent = 85 + getrandom::u32().map_or(0, |random| random % 11);
    Instant::now() + (lifetime * percent / 100).max(SHORTEST_SESSION)
}

/// What a first request that ends in silence means on a connection without login.
pub(crate) fn explain_missing_login(error: Error) -> Error {
    Error::closed(Layer::Kafka)
        .about("at the first request without a login")
        .hinted("this listener wants one: set sasl.mechanism and security.protocol=SASL_SSL (Config::auth)")
        .caused_by(error)
}

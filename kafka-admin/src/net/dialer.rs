//! Everything between an address and a connection that is logged in.

use std::collections::HashSet;
use std::future::Future;
use std::sync::{Arc, Mutex};

use bytes::{Bytes, BytesMut};
use kafka_auth::AuthError;
use kafka_auth::cache::SaltedPasswordCache;
use kafka_auth::handshake::{ApiVersions, Authenticated, Flight, Handshake, HandshakeConfig};
use kafka_auth::tls::client_config;
use tokio::time::Instant;
use tracing::{Instrument, debug_span};

use crate::config::Resolved;
use crate::connection::{Connection, Opened};
use crate::lease::Lease;
use crate::login::{Exchange, Failure, LoggedIn, Wire};
use crate::net::link::lock;
use crate::net::mechanism;
use crate::net::transport::{self, Target};
use crate::opening::Opening;
use crate::{Auth, Config, Error, ErrorKind, HostPort, Layer, Result, Session, Tls};

/// Dials brokers with one set of settings: one TLS configuration, so that sessions are resumed, and
/// one cache of salted passwords.
pub(crate) struct Dialer {
    config: Config,
    auth: Auth,
    tls: Option<Arc<rustls::ClientConfig>>,
    salted: SaltedPasswordCache,
    /// Brokers that take the frames of a login one at a time only.
    sequential: Mutex<HashSet<HostPort>>,
}

/// A connection that is logged in.
pub(crate) struct Dialled {
    pub(crate) connection: Connection,
    pub(crate) session: Session,
    /// The answer to the early request, if it was sent.
    pub(crate) early: Option<Bytes>,
}

impl Dialer {
    pub(crate) fn new(config: Config, resolved: &Resolved) -> Result<Self> {
        let tls = tls_config(&config, &resolved.tls)?;
        let (auth, salted) = (resolved.auth.clone(), SaltedPasswordCache::new());
        Ok(Self { config, auth, tls, salted, sequential: Mutex::default() })
    }

    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    /// Whether connections log in.
    pub(crate) fn has_login(&self) -> bool {
        self.auth.mechanism().is_some()
    }

    /// Connects and logs in. The early request leaves with the login where the flight lets it, over
    /// TLS only: the broker has not proven yet who it is, but its certificate did.
    ///
    /// # Errors
    /// With the layer that failed; nothing but the login and the early request was sent.
    pub(crate) async fn dial(
        self: &Arc<Self>,
        address: &HostPort,
        early: Option<Vec<u8>>,
        deadline: Instant,
    ) -> Result<Dialled> {
        let broker: Arc<str> = address.to_string().into();
        let span = debug_span!("connect", %broker);
        let dialled = self.open_somehow(address, &broker, early, deadline).instrument(span).await;
        dialled.map_err(|error| error.at_broker(&broker))
    }

    /// A broker that answers oddly to frames that did not wait is asked again, one frame at a time,
    /// now and for good.
    async fn open_somehow(
        self: &Arc<Self>,
        address: &HostPort,
        broker: &Arc<str>,
        early: Option<Vec<u8>>,
        deadline: Instant,
    ) -> Result<Dialled> {
        let flight = self.flight(address);
        if flight == Flight::Sequential {
            return self.open(address, broker.clone(), None, 1, deadline).await;
        }
        match self.open(address, broker.clone(), early, 2, deadline).await {
            Err(error) if is_odd(&error) => {
                tracing::warn!(%broker, %error, "logging in one frame at a time from now on");
                lock(&self.sequential).insert(address.clone());
                self.open(address, broker.clone(), None, 1, deadline).await
            }
            result => result,
        }
    }

    fn flight(&self, address: &HostPort) -> Flight {
        match lock(&self.sequential).contains(address) {
            true => Flight::Sequential,
            false => self.config.flight,
        }
    }

    /// With `tries` left, a login takes no more than its share of the time.
    async fn open(
        self: &Arc<Self>,
        address: &HostPort,
        broker: Arc<str>,
        early: Option<Vec<u8>>,
        tries: usize,
        deadline: Instant,
    ) -> Result<Dialled> {
        let dialled = self.config.dial_instead.get(address).unwrap_or(address);
        let stream =
            transport::dial(Target { address, dialled }, self.tls.as_ref(), deadline).await?;
        let mut opening = Opening { stream, received: BytesMut::new(), tls: self.tls.is_some() };
        let login = mechanism::prepare(&self.config, &self.auth, address, deadline).await?;
        let (identity, region) = (login.identity.clone(), login.region.clone());
        let span = debug_span!("sasl", mechanism = self.auth.mechanism());
        let early_request = early.filter(|_| self.tls.is_some());
        let handshake = HandshakeConfig { early_request, ..self.introduction(address) };
        let handshake = Handshake::new(handshake, login.mechanism);
        let handshake = handshake.map_err(|error| of_auth(error, address))?;
        let deadline = transport::share(deadline, tries);
        let login = self.run(handshake, &mut opening, address, deadline).instrument(span).await?;
        let session = self.session(address, identity, region, &login.authenticated);
        let lease = self.lease(address, &login);
        let Authenticated { api_versions: versions, early_answer, owed_answer, .. } =
            login.authenticated;
        let client_id = self.config.client_id.clone();
        let Opening { stream, received, .. } = opening;
        let opened = Opened { stream, received, broker, client_id, versions, owed_answer, lease };
        let early = early_answer.map(Bytes::from);
        Ok(Dialled { connection: Connection::start(opened), session, early })
    }

    async fn run(
        &self,
        handshake: Handshake,
        wire: impl Wire,
        address: &HostPort,
        deadline: Instant,
    ) -> Result<LoggedIn> {
        let exchange = Exchange { wire, salted: &self.salted, deadline };
        exchange.run(handshake).await.map_err(|failure| match failure {
            Failure::Auth(error) => {
                mechanism::forget(&self.config, &self.auth, &error);
                of_auth(error, address)
            }
            Failure::Other(error) => error,
        })
    }

    fn lease(self: &Arc<Self>, address: &HostPort, login: &LoggedIn) -> Option<Lease> {
        let (dialer, address) = (self.clone(), address.clone());
        let versions = login.authenticated.api_versions.clone();
        Lease::new(Renewal { dialer, address, versions }, login)
    }

    fn login_deadline(&self) -> Instant {
        Instant::now() + self.config.connect_timeout
    }

    fn introduction(&self, address: &HostPort) -> HandshakeConfig {
        HandshakeConfig {
            client_id: Some(self.config.client_id.clone()),
            software_name: env!("CARGO_PKG_NAME").into(),
            software_version: env!("CARGO_PKG_VERSION").into(),
            flight: self.flight(address),
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

/// Neither a login nor a refusal.
fn is_odd(error: &Error) -> bool {
    let kind = error.kind();
    matches!(error.layer(), Layer::Kafka | Layer::Sasl)
        && matches!(
            kind,
            ErrorKind::Broker
                | ErrorKind::ConnectTimeout
                | ErrorKind::Disconnected
                | ErrorKind::PeerMisbehaved
        )
}

fn of_auth(error: AuthError, address: &HostPort) -> Error {
    Error::of_auth(error, address, mechanism::region_of(address.host()).as_deref())
}

/// How to log in again on a connection (KIP-368): with fresh credentials, since the old ones may be
/// what ends the session.
pub(crate) struct Renewal {
    dialer: Arc<Dialer>,
    address: HostPort,
    versions: ApiVersions,
}

impl Renewal {
    /// Gets credentials; the result is ready to be sent.
    pub(crate) fn prepare(&self) -> impl Future<Output = Result<Handshake>> + Send + use<> {
        let (dialer, address) = (self.dialer.clone(), self.address.clone());
        let versions = self.versions.clone();
        async move {
            let deadline = dialer.login_deadline();
            let login = mechanism::prepare(&dialer.config, &dialer.auth, &address, deadline);
            let Some(mechanism) = login.await?.mechanism else {
                return Err(Error::config("a session without a login ends"));
            };
            Handshake::reauthenticate(dialer.introduction(&address), versions, mechanism)
                .map_err(|error| of_auth(error, &address))
        }
    }

    /// Logs in.
    pub(crate) async fn run(&self, handshake: Handshake, wire: impl Wire) -> Result<LoggedIn> {
        let deadline = self.dialer.login_deadline();
        self.dialer.run(handshake, wire, &self.address, deadline).await
    }
}

/// What a first request that ends in silence means on a connection without login.
pub(crate) fn explain_missing_login(error: Error) -> Error {
    Error::closed(Layer::Kafka)
        .about("at the first request without a login")
        .hinted("this listener wants one: set sasl.mechanism and security.protocol=SASL_SSL (Config::auth)")
        .caused_by(error)
}

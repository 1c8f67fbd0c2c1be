//! Everything between an address and a connection that is logged in.

use std::net::SocketAddr;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use kafka_auth::handshake::{Authenticated, Flight, Handshake, HandshakeConfig};
use kafka_auth::tls::client_config;
use tokio::sync::OnceCell;
use tokio::time::Instant;
use tracing::{Instrument, debug_span};

use crate::config::Resolved;
use crate::net::authenticator::{Authenticator, of_auth};
use crate::net::connection::{Connection, Lease, Opened};
use crate::net::mechanism::Credentials;
use crate::net::opening::Opening;
use crate::net::race::{AT_ONCE, CONNECTION_ATTEMPT_DELAY, Pace, race};
use crate::net::transport::{self, Target};
use crate::net::turn::{InTurn, Turn, Turns};
use crate::{Config, Error, ErrorKind, HostPort, Layer, Result, Session, Tls};

/// Dials brokers with one set of settings, and one TLS configuration, so that sessions are resumed.
pub(crate) struct Dialer {
    authenticator: Arc<Authenticator>,
    tls: Option<Arc<rustls::ClientConfig>>,
}

/// A connection that is logged in.
pub(crate) struct Dialled {
    pub(crate) connection: Connection,
    pub(crate) session: Session,
    /// The answer to the early request, if it was sent.
    pub(crate) early: Option<Bytes>,
    /// Kept until the connection is known to be of use.
    pub(crate) turn: Turn,
}

/// What those share that race for the same connection.
#[derive(Clone)]
pub(crate) struct Contest {
    turns: Turns,
    /// Asked for once, by the first that is ready.
    credentials: Arc<OnceCell<Credentials>>,
    began: Instant,
    /// How many addresses of its own each may try at once.
    sockets: usize,
}

/// One dial: where to, and what goes with it.
struct Dial<'a> {
    address: &'a HostPort,
    broker: &'a Arc<str>,
    early: Option<&'a [u8]>,
    contest: &'a Contest,
    deadline: Instant,
}

impl Contest {
    /// Of so many.
    pub(crate) fn of(count: usize) -> Self {
        let (turns, credentials) = (Turns::default(), Arc::default());
        let sockets = (AT_ONCE / count.max(1)).max(2);
        Self { turns, credentials, began: Instant::now(), sockets }
    }

    /// When the addresses behind one name begin: all before every name's first one has to.
    fn pace(&self, addresses: usize) -> Pace {
        let time = CONNECTION_ATTEMPT_DELAY.saturating_sub(self.began.elapsed());
        Pace::within(time, addresses, self.sockets)
    }
}

impl Dialer {
    pub(crate) fn new(config: Config, resolved: &Resolved) -> Result<Self> {
        let tls = tls_config(&config, &resolved.tls)?;
        let authenticator = Arc::new(Authenticator::new(config, resolved.auth.clone()));
        Ok(Self { authenticator, tls })
    }

    pub(crate) fn config(&self) -> &Config {
        self.authenticator.config()
    }

    /// Whether connections log in.
    pub(crate) fn has_login(&self) -> bool {
        self.authenticator.mechanism().is_some()
    }

    /// Connects and logs in. The early request leaves with the login where the flight lets it, over
    /// TLS only: the broker has not proven yet who it is, but its certificate did.
    ///
    /// # Errors
    /// With the layer that failed; nothing but the login and the early request was sent.
    pub(crate) async fn dial(
        &self,
        address: &HostPort,
        early: Option<&[u8]>,
        contest: &Contest,
        deadline: Instant,
    ) -> Result<Dialled> {
        let broker: Arc<str> = address.to_string().into();
        let span = debug_span!("connect", %broker);
        let dial = Dial { address, broker: &broker, early, contest, deadline };
        let dialled = self.open_somehow(dial).instrument(span).await;
        dialled.map_err(|error| error.at_broker(&broker))
    }

    /// A broker that answers oddly to frames that did not wait is asked again, one frame at a time. If
    /// that is what it wants, it is asked like that for a while. Silence may have any cause: it is not
    /// remembered.
    async fn open_somehow(&self, dial: Dial<'_>) -> Result<Dialled> {
        let (address, broker) = (dial.address, dial.broker);
        let flight = self.authenticator.flight(address);
        if flight == Flight::Sequential {
            return self.open(&dial, flight, 1).await;
        }
        let error = match self.open(&dial, flight, 2).await {
            Err(error) if is_odd(&error) => error,
            result => return result,
        };
        let dialled = self.open(&dial, Flight::Sequential, 1).await?;
        if error.kind() != ErrorKind::ConnectTimeout {
            tracing::warn!(%broker, %error, "logging in one frame at a time for the next minutes");
            self.authenticator.be_sequential_at(address);
        }
        Ok(dialled)
    }

    /// The addresses behind the name race. With `tries` left, a login takes no more than its share of
    /// the time.
    async fn open(&self, dial: &Dial<'_>, flight: Flight, tries: usize) -> Result<Dialled> {
        let Dial { address, contest, deadline, .. } = *dial;
        let dialled = self.config().dial_instead.get(address).unwrap_or(address);
        let target = Target { address, dialled };
        let found = transport::resolve(dialled, deadline).instrument(debug_span!("dns")).await?;
        let (count, pace) = (found.len(), contest.pace(found.len()));
        let attempt = |n: usize| {
            let ip = found.get(n).copied();
            let deadline = pace.deadline(n, count, deadline);
            async move {
                let ip = ip.ok_or_else(|| transport::unknown_host(dialled))?;
                self.open_at(ip, target, Dial { deadline, ..*dial }, flight, tries).await
            }
        };
        let opened = race(count, pace, attempt, |_, error| is_final(error)).await;
        opened.map_err(|errors| transport::farthest(errors, dialled))
    }

    async fn open_at(
        &self,
        ip: SocketAddr,
        target: Target<'_>,
        dial: Dial<'_>,
        flight: Flight,
        tries: usize,
    ) -> Result<Dialled> {
        let Dial { address, broker, early, contest, deadline } = dial;
        let stream = transport::connect(ip, target, self.tls.as_ref(), deadline).await?;
        let mut opening = Opening { stream, received: BytesMut::new(), tls: self.tls.is_some() };
        let credentials = contest
            .credentials
            .get_or_try_init(|| self.authenticator.credentials(deadline))
            .await?;
        let login = self.authenticator.login(address, credentials.clone())?;
        let (identity, region) = (login.identity, login.region);
        let early = early.filter(|_| self.tls.is_some() && flight != Flight::Sequential);
        let introduction = HandshakeConfig {
            early_request: early.map(<[u8]>::to_vec),
            ..self.authenticator.introduction(flight)
        };
        let handshake = Handshake::new(introduction, login.mechanism)
            .map_err(|error| of_auth(error, address))?;
        let mut turn = contest.turns.turn();
        let wire = InTurn { wire: &mut opening, turn: &mut turn, flight };
        let span = debug_span!("sasl", mechanism = self.authenticator.mechanism());
        let deadline = transport::share(deadline, tries);
        let login = self.authenticator.run(handshake, wire, address, deadline);
        let login = login.instrument(span).await?;
        let session = self.session(address, identity, region, &login.authenticated);
        let renewal = self.authenticator.renewal(address, &login.authenticated);
        let lease = Lease::new(renewal, &login);
        let Authenticated { api_versions: versions, early_answer, .. } = login.authenticated;
        let (broker, client_id) = (broker.clone(), self.config().client_id.clone());
        let Opening { stream, received, .. } = opening;
        let request_timeout = self.config().request_timeout;
        let opened =
            Opened { stream, received, broker, client_id, request_timeout, versions, lease };
        let early = early_answer.map(Bytes::from);
        Ok(Dialled { connection: Connection::start(opened), session, early, turn })
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
            mechanism: self.authenticator.mechanism(),
            identity,
            region,
            request_id: done.request_id.as_ref().map(|id| id.as_str().to_owned()),
            lifetime: done.session_lifetime,
        }
    }
}

/// A login that was refused here is refused everywhere, and trying a password often locks it out.
pub(crate) fn is_final(error: &Error) -> bool {
    matches!(error.layer(), Layer::Sasl | Layer::Config) && !error.is_retriable()
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

/// What a first request that ends in silence means on a connection without login.
pub(crate) fn explain_missing_login(error: Error) -> Error {
    Error::closed(Layer::Kafka)
        .about("at the first request without a login")
        .hinted("this listener wants one: set sasl.mechanism and security.protocol=SASL_SSL")
        .caused_by(error)
}

//! Everything between an address and a connection that is logged in.

use std::net::SocketAddr;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use kafka_auth::handshake::{Authenticated, Flight, Handshake};
use kafka_auth::tls::client_config;
use rustls::client::Resumption;
use tokio::sync::OnceCell;
use tokio::time::Instant;
use tracing::{Instrument, debug_span};

use crate::config::Resolved;
use crate::metrics::Counters;
use crate::net::authenticator::{Authenticator, of_auth};
use crate::net::closing::Closing;
use crate::net::connection::{Connection, Lease, Opened};
use crate::net::login::LoggedIn;
use crate::net::mechanism::Credentials;
use crate::net::observer::{Observer, Phase};
use crate::net::opening::Opening;
use crate::net::race::{AT_ONCE, CONNECTION_ATTEMPT_DELAY, Pace, race};
use crate::net::stream::Stream;
use crate::net::transport::{self, Secured};
use crate::net::turn::{InTurn, Turn, Turns};
use crate::{Config, Diagnosis, Error, ErrorKind, HostPort, Layer, Result, Session, Tls};

/// Dials brokers with one set of settings, and one TLS configuration, so that sessions are resumed.
pub(crate) struct Dialer {
    authenticator: Arc<Authenticator>,
    tls: Option<Arc<rustls::ClientConfig>>,
    closing: Closing,
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

/// A connection that is logged in, for whoever speaks Kafka's protocol without this crate's requests.
pub(crate) struct Raw {
    pub(crate) stream: Stream,
    /// What came behind the login.
    pub(crate) received: BytesMut,
    pub(crate) session: Session,
    /// When the login was sent.
    asked: Instant,
}

impl Raw {
    /// When no more requests should be sent, if the broker limits the session.
    pub(crate) fn retires(&self) -> Option<Instant> {
        let lifetime = self.session.lifetime?;
        self.asked.checked_add(lifetime / 10 * 9)
    }
}

/// A login that succeeded, and what it was made on.
struct Entered {
    opening: Opening,
    login: LoggedIn,
    session: Session,
    turn: Turn,
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
#[derive(Clone, Copy)]
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
        Ok(Self { authenticator, tls, closing: Closing::default() })
    }

    /// The same, but no TLS session goes on with an earlier one.
    pub(crate) fn without_resumption(mut self) -> Self {
        if let Some(tls) = &mut self.tls {
            Arc::make_mut(tls).resumption = Resumption::disabled();
        }
        self
    }

    /// The same, with no salted password known yet.
    pub(crate) fn with_empty_key_cache(&self) -> Self {
        let authenticator = Arc::new(self.authenticator.with_empty_key_cache());
        Self { authenticator, tls: self.tls.clone(), closing: Closing::default() }
    }

    pub(crate) fn config(&self) -> &Config {
        self.authenticator.config()
    }

    pub(crate) fn authenticator(&self) -> &Authenticator {
        &self.authenticator
    }

    /// How connections are protected; `None` for those that are not.
    pub(crate) fn tls(&self) -> Option<&Arc<rustls::ClientConfig>> {
        self.tls.as_ref()
    }

    pub(crate) fn counters(&self) -> &Arc<Counters> {
        self.authenticator.counters()
    }

    /// From now on makes no new connection.
    pub(crate) fn close(&self) {
        self.closing.close();
    }

    /// Waits until all connections have ended.
    pub(crate) async fn ended(&self, deadline: Instant) {
        self.closing.ended(deadline).await;
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
        let dialled =
            self.dial_watched(address, early, contest, &**self.counters(), deadline).await;
        dialled.map(|(dialled, _)| dialled)
    }

    /// The same, watched: with what watched the attempt that succeeded.
    pub(crate) async fn dial_watched<O: Observer>(
        &self,
        address: &HostPort,
        early: Option<&[u8]>,
        contest: &Contest,
        observer: O,
        deadline: Instant,
    ) -> Result<(Dialled, O)> {
        self.closing.open()?;
        let broker: Arc<str> = address.to_string().into();
        let span = debug_span!("connect", %broker);
        let dial = Dial { address, broker: &broker, early, contest, deadline };
        let dialled = self.open(dial, observer).instrument(span).await;
        dialled.map_err(|error| error.at_broker(&broker))
    }

    /// Connects and logs in, one frame at a time.
    ///
    /// # Errors
    /// As [`dial`](Self::dial).
    pub(crate) async fn dial_raw(&self, address: &HostPort, deadline: Instant) -> Result<Raw> {
        self.closing.open()?;
        let (broker, contest): (Arc<str>, _) = (address.to_string().into(), Contest::of(1));
        let dial = Dial { address, broker: &broker, early: None, contest: &contest, deadline };
        let attempt = |ip, observer, deadline| async move {
            let connected = self.connect_to(ip, address, observer, deadline).await?;
            let (stream, _): (Secured, _) = connected;
            let dial = Dial { deadline, ..dial };
            let entered = self.enter(stream.into_stream(), dial, Flight::Sequential, 1).await?;
            let Entered { opening, login, session, .. } = entered;
            let Opening { stream, received, .. } = opening;
            Ok(Raw { stream, received, session, asked: login.asked })
        };
        let raw = self.race(address, &contest, &**self.counters(), deadline, attempt).await;
        raw.map_err(|error| error.at_broker(&broker))
    }

    /// Connects without logging in: with TLS, up to the end of its handshake.
    pub(crate) async fn connect<O: Observer>(
        &self,
        address: &HostPort,
        observer: O,
        deadline: Instant,
    ) -> Result<(Secured, O)> {
        let contest = &Contest::of(1);
        let attempt = |ip, observer, deadline| self.connect_to(ip, address, observer, deadline);
        let connected = self.race(address, contest, observer, deadline, attempt).await;
        connected.map_err(|error| error.at_broker(&address.to_string().into()))
    }

    /// A broker that answers oddly to frames that did not wait is asked again, one frame at a time. If
    /// that is what it wants, it is asked like that for a while. Silence may have any cause: it is not
    /// remembered.
    async fn open<O: Observer>(&self, dial: Dial<'_>, observer: O) -> Result<(Dialled, O)> {
        let (address, broker) = (dial.address, dial.broker);
        let flight = self.authenticator.flight(address);
        if flight == Flight::Sequential {
            return self.open_in(dial, flight, 1, observer).await;
        }
        let error = match self.open_in(dial, flight, 2, observer.clone()).await {
            Err(error) if is_odd(&error) => error,
            result => return result,
        };
        let dialled = self.open_in(dial, Flight::Sequential, 1, observer).await?;
        if error.kind() != ErrorKind::ConnectTimeout {
            tracing::warn!(%broker, %error, "logging in one frame at a time for the next minutes");
            self.authenticator.be_sequential_at(address);
        }
        Ok(dialled)
    }

    /// Connects and logs in by one flight. With `tries` left, a login takes no more than its share of
    /// the time.
    async fn open_in<O: Observer>(
        &self,
        dial: Dial<'_>,
        flight: Flight,
        tries: usize,
        observer: O,
    ) -> Result<(Dialled, O)> {
        let Dial { address, contest, deadline, .. } = dial;
        let attempt = |ip, observer, deadline| async move {
            let connected = self.connect_to(ip, address, observer, deadline).await?;
            let (stream, mut observer): (Secured, O) = connected;
            let began = Instant::now();
            let dial = Dial { deadline, ..dial };
            let dialled = self.log_in(stream.into_stream(), dial, flight, tries).await?;
            observer.ended(Phase::Login, began.elapsed());
            Ok((dialled, observer))
        };
        self.race(address, contest, observer, deadline, attempt).await
    }

    /// The addresses behind the name race. What the caller's connector makes of a name is one attempt.
    async fn race<O, T, F>(
        &self,
        address: &HostPort,
        contest: &Contest,
        mut observer: O,
        deadline: Instant,
        attempt: impl Fn(Option<SocketAddr>, O, Instant) -> F,
    ) -> Result<T>
    where
        O: Observer,
        F: Future<Output = Result<T>>,
    {
        if self.config().connector.is_some() {
            return attempt(None, observer, deadline).await;
        }
        let dialled = self.dialled(address);
        let began = Instant::now();
        let found = transport::resolve(dialled, deadline).instrument(debug_span!("dns")).await?;
        observer.ended(Phase::Dns, began.elapsed());
        let (count, pace) = (found.len(), contest.pace(found.len()));
        let begin = |n: usize| {
            attempt(found.get(n).copied(), observer.clone(), pace.deadline(n, count, deadline))
        };
        let opened = race(count, pace, begin, |_, error| is_final(error)).await;
        opened.map_err(|errors| transport::farthest(errors, dialled))
    }

    async fn connect_to<O: Observer>(
        &self,
        ip: Option<SocketAddr>,
        address: &HostPort,
        mut observer: O,
        deadline: Instant,
    ) -> Result<(Secured, O)> {
        let began = Instant::now();
        let socket = match (ip, &self.config().connector) {
            (Some(ip), _) => transport::connect(ip, address.port(), deadline).await?,
            (None, Some(connector)) => {
                transport::connect_by(connector, self.dialled(address), deadline).await?
            }
            (None, None) => return Err(transport::unknown_host(self.dialled(address))),
        };
        observer.ended(Phase::Tcp, began.elapsed());
        let began = Instant::now();
        let socket = observer.wrap(socket);
        let secured = transport::secure(socket, address, self.tls.as_ref(), deadline).await?;
        if self.tls.is_some() {
            observer.ended(Phase::Tls { resumed: secured.is_resumed() }, began.elapsed());
        }
        Ok((secured, observer))
    }

    /// Where a broker is dialled, the same unless the caller said otherwise.
    pub(crate) fn dialled<'a>(&'a self, address: &'a HostPort) -> &'a HostPort {
        self.config().dial_instead.get(address).unwrap_or(address)
    }

    async fn log_in(
        &self,
        stream: Stream,
        dial: Dial<'_>,
        flight: Flight,
        tries: usize,
    ) -> Result<Dialled> {
        let Entered { opening, login, session, turn } =
            self.enter(stream, dial, flight, tries).await?;
        let renewal = self.authenticator.renewal(dial.address, &login.authenticated);
        let lease = Lease::new(renewal, &login);
        let Authenticated { api_versions: versions, early_answer, .. } = login.authenticated;
        let opened = Opened {
            stream: opening.stream,
            received: opening.received,
            broker: dial.broker.clone(),
            client_id: self.config().client_id.clone(),
            request_timeout: self.config().request_timeout,
            versions,
            lease,
            counters: self.counters().clone(),
            open: self.closing.open()?,
        };
        let early = early_answer.map(Bytes::from);
        Ok(Dialled { connection: Connection::start(opened), session, early, turn })
    }

    async fn enter(
        &self,
        stream: Stream,
        dial: Dial<'_>,
        flight: Flight,
        tries: usize,
    ) -> Result<Entered> {
        let Dial { address, early, contest, deadline, .. } = dial;
        let mut opening = Opening { stream, received: BytesMut::new(), tls: self.tls.is_some() };
        let credentials = contest
            .credentials
            .get_or_try_init(|| self.authenticator.credentials(deadline))
            .await?;
        let login = self.authenticator.login(address, credentials.clone())?;
        let (identity, region) = (login.identity, login.region);
        let early = early.filter(|_| self.tls.is_some() && flight != Flight::Sequential);
        let introduction =
            self.authenticator.introduction(flight).early_request(early.map(<[u8]>::to_vec));
        let handshake = Handshake::new(introduction, login.mechanism)
            .map_err(|error| of_auth(error, address))?;
        let mut turn = contest.turns.turn();
        let wire = InTurn { wire: &mut opening, turn: &mut turn, flight };
        let span = debug_span!("sasl", mechanism = self.authenticator.mechanism());
        let deadline = transport::share(deadline, tries);
        let login = self.authenticator.run(handshake, wire, address, deadline);
        let login = login.instrument(span).await?;
        let session = self.session(address, identity, region, &login.authenticated);
        Ok(Entered { opening, login, session, turn })
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
        .diagnosed(Diagnosis::LOGIN_WANTED)
        .caused_by(error)
}

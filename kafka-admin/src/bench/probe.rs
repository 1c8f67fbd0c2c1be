//! One measured connection after the other.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use kafka_auth::cache::SaltedPasswordCache;
use kafka_auth::handshake::{Authenticated, Handshake, HandshakeConfig};
use kafka_auth::tls::{client_config, server_name};
use kafka_proto::decode_response;
use kafka_proto::messages::MetadataRequest;
use rustls::client::Resumption;
use rustls::{ClientConfig, HandshakeKind, ProtocolVersion};
use tokio::io::{AsyncRead, AsyncWriteExt, ReadBuf};
use tokio::time::{Instant, timeout, timeout_at};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::counted::{Count, Counted, Tally};
use super::{HandshakeBench, Until};
use crate::clock::from_now;
use crate::net::connection::{Connection, Opened};
use crate::net::early;
use crate::net::login::{Exchange, Failure};
use crate::net::mechanism;
use crate::net::opening::Opening;
use crate::net::transport::{self, Target};
use crate::{Auth, Config, Error, HostPort, Layer, Result, Tls};

/// How long tickets may take that TLS 1.3 servers send after the handshake. Some never send any.
const TICKETS: Duration = Duration::from_millis(200);

/// Everything that measured connections share.
pub(super) struct Probe {
    config: Config,
    auth: Auth,
    tls: Option<Arc<ClientConfig>>,
    salted: SaltedPasswordCache,
    address: HostPort,
    bench: HandshakeBench,
}

/// What one connection cost.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sample {
    pub(super) tcp: Leg,
    pub(super) tls: Option<Leg>,
    pub(super) sasl: Option<Leg>,
    pub(super) metadata: Option<Leg>,
    pub(super) resumed: bool,
}

/// What one phase of it cost.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Leg {
    pub(super) took: Duration,
    pub(super) count: Count,
}

impl Sample {
    /// All phases.
    pub(super) fn total(&self) -> Leg {
        sum([Some(self.tcp), self.tls, self.sasl, self.metadata])
    }

    /// From the end of TLS until the connection is of use.
    pub(super) fn login(&self) -> Option<Leg> {
        Some(sum([self.sasl, Some(self.metadata?), None, None]))
    }
}

fn sum(legs: [Option<Leg>; 4]) -> Leg {
    legs.into_iter().flatten().fold(Leg::default(), |sum, leg| Leg {
        took: sum.took + leg.took,
        count: Count {
            sent: sum.count.sent + leg.count.sent,
            received: sum.count.received + leg.count.received,
            round_trips: sum.count.round_trips + leg.count.round_trips,
        },
    })
}

impl Probe {
    pub(super) fn new(config: Config, address: HostPort, bench: HandshakeBench) -> Result<Self> {
        let (config, resolved) = config.resolve()?;
        let tls = tls_config(&config, &resolved.tls, bench.resumption)?;
        let salted = SaltedPasswordCache::default();
        Ok(Self { config, auth: resolved.auth, tls, salted, address, bench })
    }

    /// Makes a connection, goes as far as asked, and closes it.
    pub(super) async fn run(&self) -> Result<Sample> {
        let deadline = from_now(self.config.connect_timeout);
        let measured = self.measure(deadline).await;
        measured.map_err(|error| error.at_broker(&self.address.to_string().into()))
    }

    async fn measure(&self, deadline: Instant) -> Result<Sample> {
        let mut clock = Clock::start();
        let (mut sample, mut opening) = self.connect(&mut clock, deadline).await?;
        if self.bench.until == Until::Tls {
            // A goodbye that nobody hears is no error.
            let _ = opening.stream.shutdown().await;
            return Ok(sample);
        }
        clock.lap();
        let mut done = self.log_in(&mut opening, deadline).await?;
        sample.sasl = Some(clock.lap());
        match self.bench.until {
            Until::Metadata => {
                let early = done.early_answer.take();
                let connection = self.start(opening, done);
                self.learn(&connection, early, deadline).await?;
                sample.metadata = Some(clock.lap());
            }
            _ => drop(opening.stream.shutdown().await),
        }
        Ok(sample)
    }

    async fn connect(&self, clock: &mut Clock, deadline: Instant) -> Result<(Sample, Opening)> {
        let dialled = self.config.dial_instead.get(&self.address).unwrap_or(&self.address);
        let target = Target { address: &self.address, dialled };
        let stream = transport::dial(target, deadline).await?;
        let mut sample = Sample { tcp: clock.lap(), ..Sample::default() };
        sample.tcp.count.round_trips = 1;
        let counted = Counted { stream, tally: clock.tally.clone() };
        let Some(tls) = &self.tls else {
            let opening =
                Opening { stream: Box::new(counted), received: BytesMut::new(), tls: false };
            return Ok((sample, opening));
        };
        let mut stream = self.secure(counted, tls, deadline).await?;
        sample.tls = Some(clock.lap());
        sample.resumed = stream.get_ref().1.handshake_kind() == Some(HandshakeKind::Resumed);
        if self.bench.until == Until::Tls && self.bench.resumption {
            tickets(&mut stream).await;
        }
        let opening = Opening { stream: Box::new(stream), received: BytesMut::new(), tls: true };
        Ok((sample, opening))
    }

    async fn secure(
        &self,
        stream: Counted,
        tls: &Arc<ClientConfig>,
        deadline: Instant,
    ) -> Result<TlsStream<Counted>> {
        let name = server_name(self.address.host()).map_err(Error::of_tls_settings)?;
        let handshake = TlsConnector::from(tls.clone()).connect(name, stream);
        let error = match timeout_at(deadline, handshake).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => error,
            Err(_) => std::io::ErrorKind::TimedOut.into(),
        };
        Err(Error::of_io(error, Layer::Tls))
    }

    async fn log_in(&self, opening: &mut Opening, deadline: Instant) -> Result<Authenticated> {
        let of_auth = |error| {
            let region = mechanism::region_of(self.address.host());
            Error::of_auth(error, &self.address, region.as_deref())
        };
        let login = mechanism::prepare(&self.config, &self.auth, &self.address, deadline).await?;
        let introduction = HandshakeConfig {
            client_id: Some(self.config.client_id.clone()),
            flight: self.config.flight,
            early_request: self.early_request()?,
            ..HandshakeConfig::default()
        };
        let handshake = Handshake::new(introduction, login.mechanism).map_err(of_auth)?;
        let nothing = SaltedPasswordCache::default();
        let salted = if self.bench.key_cache { &self.salted } else { &nothing };
        let exchange = Exchange { wire: opening, salted, deadline };
        let login = exchange.run(handshake).await;
        login.map(|login| login.authenticated).map_err(|failure| match failure {
            Failure::Auth(error) => of_auth(error),
            Failure::Other(error) => error,
        })
    }

    fn early_request(&self) -> Result<Option<Vec<u8>>> {
        let wanted = self.bench.until == Until::Metadata && self.tls.is_some();
        wanted.then(|| early::request(&self.config.client_id)).transpose()
    }

    fn start(&self, opening: Opening, done: Authenticated) -> Connection {
        Connection::start(Opened {
            stream: opening.stream,
            received: opening.received,
            broker: self.address.to_string().into(),
            client_id: self.config.client_id.clone(),
            request_timeout: self.config.request_timeout,
            versions: done.api_versions,
            lease: None,
        })
    }

    /// Asks about the brokers unless that was done, and checks that the answer can be read.
    async fn learn(
        &self,
        connection: &Connection,
        early: Option<Vec<u8>>,
        deadline: Instant,
    ) -> Result<()> {
        let early = early.map(Bytes::from);
        let (version, frame) = early::answer(early, connection, deadline).await?;
        decode_response::<MetadataRequest<'_>>(&frame, version).map_err(Error::of_decode)?;
        Ok(())
    }
}

/// Time and count of the phase that goes on.
struct Clock {
    started: Instant,
    before: Count,
    tally: Arc<Tally>,
}

impl Clock {
    fn start() -> Self {
        Self { started: Instant::now(), before: Count::default(), tally: Arc::default() }
    }

    /// Ends a phase, and begins the next.
    fn lap(&mut self) -> Leg {
        let (now, count) = (Instant::now(), self.tally.count());
        let Self { started, before, .. } = *self;
        (self.started, self.before) = (now, count);
        Leg {
            took: now - started,
            count: Count {
                sent: count.sent - before.sent,
                received: count.received - before.received,
                round_trips: count.round_trips - before.round_trips,
            },
        }
    }
}

fn tls_config(config: &Config, tls: &Tls, resumption: bool) -> Result<Option<Arc<ClientConfig>>> {
    let tls = match tls {
        Tls::Disabled => return Ok(None),
        Tls::Config(tls) => tls.clone(),
        Tls::Roots(roots) => {
            client_config(roots, config.identity.as_ref()).map_err(Error::of_tls_settings)?
        }
    };
    if resumption {
        return Ok(Some(tls));
    }
    let mut tls = ClientConfig::clone(&tls);
    tls.resumption = Resumption::disabled();
    Ok(Some(Arc::new(tls)))
}

/// Reads what a TLS 1.3 server sends after the handshake (RFC 8446 §4.6.1), which a login would read
/// on its way.
async fn tickets(stream: &mut TlsStream<Counted>) {
    if stream.get_ref().1.protocol_version() != Some(ProtocolVersion::TLSv1_3) {
        return;
    }
    let mut byte = [0];
    let arrived = poll_fn(|cx| {
        let poll = Pin::new(&mut *stream).poll_read(cx, &mut ReadBuf::new(&mut byte));
        match stream.get_ref().1.tls13_tickets_received() {
            0 => poll.map(drop),
            _ => Poll::Ready(()),
        }
    });
    // Without a ticket the next handshake is a whole one, and the report says so.
    let _ = timeout(TICKETS, arrived).await;
}

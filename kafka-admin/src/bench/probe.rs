//! One measured connection after the other.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use kafka_proto::decode_response;
use kafka_proto::messages::MetadataRequest;
use rustls::ProtocolVersion;
use tokio::io::{AsyncRead, AsyncWriteExt, ReadBuf};
use tokio::time::{Instant, timeout};

use super::sample::{Laps, Sample};
use super::{HandshakeBench, Until};
use crate::clock::from_now;
use crate::net::dialer::{Contest, Dialer};
use crate::net::early;
use crate::net::transport::Secured;
use crate::{Config, Error, HostPort, Result};

/// How long tickets may take that TLS 1.3 servers send after the handshake. Some never send any.
const TICKETS: Duration = Duration::from_millis(200);

/// Everything that measured connections share.
pub(super) struct Probe {
    dialer: Dialer,
    address: HostPort,
    bench: HandshakeBench,
}

impl Probe {
    pub(super) fn new(config: Config, address: HostPort, bench: HandshakeBench) -> Result<Self> {
        let (config, resolved) = config.resolve()?;
        let dialer = Dialer::new(config, &resolved)?;
        let dialer = if bench.resumption { dialer } else { dialer.without_resumption() };
        Ok(Self { dialer, address, bench })
    }

    /// Makes a connection, goes as far as asked, and closes it.
    pub(super) async fn run(&self) -> Result<Sample> {
        let deadline = from_now(self.dialer.config().connect_timeout);
        if self.bench.until == Until::Tls {
            return self.run_until_tls(deadline).await;
        }
        match self.bench.key_cache {
            true => self.run_login(&self.dialer, deadline).await,
            false => self.run_login(&self.dialer.with_empty_key_cache(), deadline).await,
        }
    }

    async fn run_until_tls(&self, deadline: Instant) -> Result<Sample> {
        let connected = self.dialer.connect(&self.address, Laps::default(), deadline).await;
        let (mut secured, laps) = connected?;
        if let (Secured::Tls(_), true) = (&secured, self.bench.resumption) {
            tickets(&mut secured).await;
        }
        // A goodbye that nobody hears is no error.
        let _ = secured.into_stream().shutdown().await;
        Ok(laps.sample())
    }

    async fn run_login(&self, dialer: &Dialer, deadline: Instant) -> Result<Sample> {
        let is_asked = self.bench.until == Until::Metadata;
        let client_id = &dialer.config().client_id;
        let early = is_asked.then(|| early::request(client_id)).transpose()?;
        let (early, contest) = (early.as_deref(), Contest::of(1));
        let dialled =
            dialer.dial_watched(&self.address, early, &contest, Laps::default(), deadline).await;
        let (dialled, mut laps) = dialled?;
        if is_asked {
            let began = Instant::now();
            let answer = early::answer(dialled.early, &dialled.connection, deadline).await;
            let (version, frame) = answer?;
            decode_response::<MetadataRequest<'_>>(&frame, version).map_err(Error::of_decode)?;
            laps.answered(began.elapsed());
        }
        Ok(laps.sample())
    }
}

/// Reads what a TLS 1.3 server sends after the handshake (RFC 8446 §4.6.1), which a login would read
/// on its way.
async fn tickets(secured: &mut Secured) {
    let Secured::Tls(stream) = secured else { return };
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

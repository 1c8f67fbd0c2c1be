//! From a name to a stream: DNS, TCP, TLS, each with its own errors, under one deadline.

use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use kafka_auth::tls::{TlsFault, classify_io, server_name};
use rustls::HandshakeKind;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::{Instant, timeout_at};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tracing::{Instrument, debug_span};

use crate::config::{Connector, MskPort, is_msk_host};
use crate::net::stream::Stream;
use crate::{Error, ErrorKind, HostPort, Layer, Listener, Result};

/// A stream after TLS, where there is TLS.
pub(crate) enum Secured {
    Plain(Stream),
    Tls(Box<TlsStream<Watched>>),
}

impl Secured {
    pub(crate) fn into_stream(self) -> Stream {
        match self {
            Self::Plain(stream) => stream,
            Self::Tls(stream) => stream,
        }
    }

    /// Whether TLS went on with an earlier session.
    pub(crate) fn is_resumed(&self) -> bool {
        match self {
            Self::Plain(_) => false,
            Self::Tls(stream) => {
                stream.get_ref().1.handshake_kind() == Some(HandshakeKind::Resumed)
            }
        }
    }
}

/// Connects to one address, without TLS.
pub(crate) async fn connect(ip: SocketAddr, port: u16, deadline: Instant) -> Result<Stream> {
    let tcp = reach(ip, deadline).instrument(debug_span!("tcp")).await;
    match tcp {
        Ok(tcp) => Ok(Box::new(tcp)),
        Err(error) => {
            let hint = tcp_hint(error.kind(), port);
            Err(error.hinted(hint))
        }
    }
}

/// Connects as the caller's own function does.
pub(crate) async fn connect_by(
    connector: &Connector,
    address: &HostPort,
    deadline: Instant,
) -> Result<Stream> {
    let connecting = connector.connect(address.clone()).instrument(debug_span!("connector"));
    match timeout_at(deadline, connecting).await {
        Ok(Ok(stream)) => Ok(stream),
        Ok(Err(error)) => Err(unreachable_error(format_args!("the connector's {address}"), error)
            .hinted("check the tunnel or the proxy that the connector goes through")),
        Err(_) => {
            Err(too_late(Layer::Tcp, format!("the connector has not reached {address} in time"))
                .hinted("check the tunnel or the proxy that the connector goes through"))
        }
    }
}

/// Makes the stream to a broker safe if there is a TLS configuration.
pub(crate) async fn secure(
    stream: Stream,
    address: &HostPort,
    tls: Option<&Arc<rustls::ClientConfig>>,
    deadline: Instant,
) -> Result<Secured> {
    let Some(config) = tls else { return Ok(Secured::Plain(stream)) };
    let name = server_name(address.host()).map_err(Error::of_tls_settings)?;
    let handshake = handshake(stream, name, config).instrument(debug_span!("tls"));
    match timeout_at(deadline, handshake).await {
        Ok(result) => result.map_err(|error| tls_hint(error, address.port())),
        Err(_) => Err(too_late(Layer::Tls, "the port is open, and silent to a TLS hello").hinted(
            "check that a broker's TLS port is behind this address, and not a proxy without one",
        )),
    }
}

/// Of what several addresses of one name said, that of the one which got farthest.
pub(crate) fn farthest(errors: Vec<Error>, dialled: &HostPort) -> Error {
    let farthest = errors.into_iter().max_by_key(Error::layer);
    farthest.unwrap_or_else(|| unknown_host(dialled))
}

/// The addresses of a name, the best first, those of IPv6 and IPv4 by turns.
pub(crate) async fn resolve(dialled: &HostPort, deadline: Instant) -> Result<Vec<SocketAddr>> {
    let lookup = lookup_host((dialled.host(), dialled.port()));
    match timeout_at(deadline, lookup).await {
        Err(_) => Err(too_late(Layer::Dns, "the name server does not answer")
            .hinted("check this machine's name servers")),
        Ok(Err(error)) => Err(unknown_host(dialled).caused_by(error)),
        Ok(Ok(addresses)) => Ok(by_turns(addresses.collect())),
    }
}

/// RFC 8305, section 4: "whichever address family is first in the list should be followed by an
/// endpoint of the other address family".
fn by_turns(addresses: Vec<SocketAddr>) -> Vec<SocketAddr> {
    let first_family = addresses.first().is_some_and(SocketAddr::is_ipv6);
    let (first, second): (Vec<_>, Vec<_>) =
        addresses.into_iter().partition(|address| address.is_ipv6() == first_family);
    let (mut first, mut second) = (first.into_iter(), second.into_iter());
    let mut by_turns = Vec::new();
    loop {
        let (one, other) = (first.next(), second.next());
        if one.is_none() && other.is_none() {
            return by_turns;
        }
        by_turns.extend(one.into_iter().chain(other));
    }
}

pub(crate) fn unknown_host(dialled: &HostPort) -> Error {
    let hint = match is_msk_host(dialled.host()) {
        true => {
            "check the name; an MSK cluster's private names only exist within its VPC, and a deleted cluster's nowhere"
        }
        false => "check the name, and this machine's name servers",
    };
    Error::new(
        ErrorKind::UnknownHost,
        Layer::Dns,
        format!("the host name {} has no address", dialled.host()),
    )
    .hinted(hint)
}

/// A deadline for the next of `tries` tries, all of which must fit.
pub(crate) fn share(deadline: Instant, tries: usize) -> Instant {
    let now = Instant::now();
    let tries = u32::try_from(tries.max(1)).unwrap_or(u32::MAX);
    now + deadline.saturating_duration_since(now) / tries
}

async fn reach(address: SocketAddr, deadline: Instant) -> Result<TcpStream> {
    match timeout_at(deadline, TcpStream::connect(address)).await {
        Err(_) => Err(too_late(Layer::Tcp, format!("{address} does not answer"))),
        Ok(Err(error)) => Err(unreachable_error(address, error)),
        Ok(Ok(stream)) => {
            // Requests are small and answers are waited for: Nagle would only delay them.
            let _ = stream.set_nodelay(true);
            Ok(stream)
        }
    }
}

fn unreachable_error(address: impl std::fmt::Display, error: io::Error) -> Error {
    let (kind, message) = match error.kind() {
        io::ErrorKind::ConnectionRefused => {
            (ErrorKind::ConnectionRefused, format!("{address} refuses connections"))
        }
        io::ErrorKind::TimedOut => {
            (ErrorKind::ConnectTimeout, format!("{address} does not answer"))
        }
        _ => (ErrorKind::Unreachable, format!("{address} cannot be reached: {error}")),
    };
    Error::new(kind, Layer::Tcp, message).caused_by(error)
}

fn tcp_hint(kind: ErrorKind, port: u16) -> String {
    let table = "Amazon MSK: 9098 AWS_MSK_IAM, 9096 SCRAM, 9094 TLS; from outside 9198, 9196, 9194";
    match kind {
        ErrorKind::ConnectionRefused => {
            format!("nothing listens on port {port} there: check the port ({table})")
        }
        ErrorKind::ConnectTimeout => {
            format!(
                "something drops the packets: let the firewall or security group admit this machine to port {port}"
            )
        }
        _ => "check the address, this machine's routes, and the VPN".into(),
    }
}

async fn handshake(
    stream: Stream,
    name: ServerName<'static>,
    config: &Arc<rustls::ClientConfig>,
) -> Result<Secured> {
    let connector = TlsConnector::from(config.clone());
    match connector.connect(name, Watched::new(stream)).into_fallible().await {
        Ok(stream) => Ok(Secured::Tls(Box::new(stream))),
        Err((error, watched)) => Err(handshake_error(error, watched.first())),
    }
}

/// What the peer's first bytes say counts for more than what rustls makes of them.
fn handshake_error(error: io::Error, first: &[u8]) -> Error {
    let made = match classify_io(&error) {
        Some(TlsFault::PeerNotTls) if first.starts_with(b"HTTP") => {
            Error::of_frame(kafka_proto::frame::FrameError::Http)
        }
        // A peer that has spoken TLS and then hangs up is not one that cannot speak it.
        Some(TlsFault::Closed) if !first.is_empty() => {
            Error::new(ErrorKind::TlsFailed, Layer::Tls, TlsFault::Closed.to_string())
                .hinted("look into the broker's log for the same moment")
        }
        Some(fault) => Error::of_tls(&fault),
        None => Error::of_io(std::io::Error::from(error.kind()), Layer::Tls),
    };
    made.caused_by(error)
}

fn tls_hint(error: Error, port: u16) -> Error {
    let plaintext = MskPort::of(port).is_some_and(|port| port.listener == Listener::Plaintext);
    match error.kind() == ErrorKind::PeerNotTls && plaintext {
        true => error.hinted(format!(
            "port {port} is Kafka's port without TLS: set security.protocol=PLAINTEXT, with a login SASL_PLAINTEXT, or use a TLS port"
        )),
        false => error,
    }
}

fn too_late(layer: Layer, message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::ConnectTimeout, layer, message)
}

/// A stream that remembers its first bytes: they tell who the peer is when it does not speak TLS.
pub(crate) struct Watched {
    stream: Stream,
    first: [u8; 4],
    seen: usize,
}

impl Watched {
    fn new(stream: Stream) -> Self {
        Self { stream, first: [0; 4], seen: 0 }
    }

    fn first(&self) -> &[u8] {
        self.first.get(..self.seen).unwrap_or_default()
    }

    fn remember(&mut self, bytes: &[u8]) {
        for (slot, byte) in self.first.iter_mut().skip(self.seen).zip(bytes) {
            *slot = *byte;
            self.seen += 1;
        }
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let poll = Pin::new(&mut self.stream).poll_read(cx, buf);
        if self.seen < self.first.len() {
            self.remember(buf.filled().get(before..).unwrap_or_default());
        }
        poll
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    /// A flight of TLS is several records: one call of the system, and one segment, for all of them.
    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt;
    use tokio::net::TcpListener;

    use super::*;

    #[test]
    fn families_come_by_turns_and_the_first_one_stays_first() {
        let addresses = |texts: &[&str]| -> Vec<SocketAddr> {
            texts.iter().map(|text| text.parse().unwrap()).collect()
        };
        let found = addresses(&["[::1]:1", "[::2]:1", "[::3]:1", "1.1.1.1:1", "1.1.1.2:1"]);
        let expected = ["[::1]:1", "1.1.1.1:1", "[::2]:1", "1.1.1.2:1", "[::3]:1"];
        assert_eq!(by_turns(found), addresses(&expected));
        assert_eq!(by_turns(addresses(&["1.1.1.1:1", "[::1]:1"]))[0].to_string(), "1.1.1.1:1");
        assert_eq!(by_turns(Vec::new()), []);
    }

    #[tokio::test]
    async fn the_records_of_a_flight_leave_in_one_write() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let tcp = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let mut watched = Watched::new(Box::new(tcp));
        assert!(watched.is_write_vectored());
        let flight = [IoSlice::new(b"ChangeCipherSpec"), IoSlice::new(b"Finished")];
        assert_eq!(watched.write_vectored(&flight).await.unwrap(), 24);
    }
}

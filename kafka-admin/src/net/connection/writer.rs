//! The task that writes.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use kafka_auth::handshake::{Handshake, Stage};
use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout, timeout_at};

use super::joined::{Joined, Outgoing};
use super::pending::Pending;
use super::renewal::{Lease, Turn};
use crate::net::closing::Open;
use crate::net::login::Wire;
use crate::{Error, Layer, Result};

/// How long closing may take before the socket is dropped.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);

/// The writer: whole frames, each only if it is still wanted, until the queue is closed; those that wait
/// together leave together. It also renews the login, since nothing else may be sent between SaslHandshake
/// and the last SaslAuthenticate: the broker would close the connection.
pub(crate) struct Writer<W> {
    pub(crate) stream: W,
    pub(crate) queue: mpsc::Receiver<Outgoing>,
    pub(crate) joined: Joined,
    pub(crate) pending: Arc<Pending>,
    pub(crate) broker: Arc<str>,
    /// `None` when the login does not end.
    pub(crate) lease: Option<Lease>,
    /// Says that the connection has not ended yet.
    pub(crate) _open: Open,
}

/// What a writer goes on with.
#[allow(clippy::large_enum_variant, reason = "it is taken apart at once")]
enum Next {
    /// `None` when there will be no more.
    Request(Option<Outgoing>),
    Renewal(Result<Handshake>),
}

impl<W: AsyncWrite + Unpin + Send> Writer<W> {
    pub(crate) async fn run(mut self) {
        match self.write_requests().await {
            Ok(()) => drop(timeout(CLOSE_TIMEOUT, self.stream.shutdown()).await),
            Err(error) => self.pending.close(error.at_broker(&self.broker)),
        }
    }

    async fn write_requests(&mut self) -> Result<()> {
        while let Some(first) = self.next_request().await? {
            self.wait_for_turn().await?;
            self.joined.add(first, &self.pending);
            self.join_waiting();
            let written = self.write_joined().await;
            written.map_err(|error| Error::of_io(error, Layer::Kafka))?;
        }
        Ok(())
    }

    /// Each of them is asked about as if it were sent alone: what is on the way counts.
    fn join_waiting(&mut self) {
        while !self.joined.is_full() && !self.is_renewal_due() {
            let Ok(next) = self.queue.try_recv() else { break };
            self.joined.add(next, &self.pending);
        }
    }

    fn is_renewal_due(&self) -> bool {
        self.lease.as_ref().is_some_and(|lease| lease.is_due(&self.pending))
    }

    async fn write_joined(&mut self) -> io::Result<()> {
        let Self { stream, joined, pending, .. } = self;
        poll_fn(|context| joined.poll_write(Pin::new(&mut *stream), pending, context)).await?;
        stream.flush().await
    }

    /// The next request; meanwhile logs in again as soon as that is prepared.
    async fn next_request(&mut self) -> Result<Option<Outgoing>> {
        loop {
            match poll_fn(|context| self.poll_next(context)).await {
                Next::Request(outgoing) => return Ok(outgoing),
                Next::Renewal(prepared) => self.renew(prepared).await?,
            }
        }
    }

    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Next> {
        let prepared = self.lease.as_mut().map(|lease| lease.poll_prepared(context));
        if let Some(Poll::Ready(prepared)) = prepared {
            return Poll::Ready(Next::Renewal(prepared));
        }
        self.queue.poll_recv(context).map(Next::Request)
    }

    /// Until the next request may be sent. A renewal that is due goes ahead of it.
    async fn wait_for_turn(&mut self) -> Result<()> {
        while let Some(lease) = &mut self.lease {
            match lease.turn(&self.pending).await {
                Turn::Request => break,
                Turn::Renewal(prepared) => self.renew(prepared).await?,
            }
        }
        Ok(())
    }

    /// Without credentials the old session serves as long as it lasts.
    async fn renew(&mut self, prepared: Result<Handshake>) -> Result<()> {
        let Some(lease) = self.lease.take() else { return Ok(()) };
        match prepared {
            Ok(handshake) => self.log_in(lease, handshake).await,
            Err(error) if lease.is_over() => Err(not_renewed(error)),
            Err(error) => {
                tracing::warn!(broker = &*self.broker, %error, "no credentials to renew the session");
                self.lease = Some(lease);
                Ok(())
            }
        }
    }

    /// What is on the way is answered first, so that a slow request takes none of the login's time.
    async fn log_in(&mut self, lease: Lease, handshake: Handshake) -> Result<()> {
        self.pending.drained().await;
        let wire = Live { stream: &mut self.stream, answers: self.pending.begin_login() };
        let login = lease.renewal().run(handshake, wire).await.map_err(not_renewed)?;
        self.pending.end_login();
        let lifetime = login.authenticated.session_lifetime;
        tracing::debug!(broker = &*self.broker, ?lifetime, "session renewed");
        self.lease = lease.renewed(&login);
        Ok(())
    }
}

/// The connection is given up, and with it the requests that wait: none of them was sent, so they go
/// to a new connection, whose login tells what is wrong if it is refused too.
fn not_renewed(error: Error) -> Error {
    tracing::info!(%error, "session not renewed: closing the connection");
    Error::closed(Layer::Kafka).about("the session was not renewed").caused_by(error)
}

/// A connection in use, as a login sees it: the reader task hands over its answers.
struct Live<'w, W> {
    stream: &'w mut W,
    answers: mpsc::Receiver<Bytes>,
}

impl<W: AsyncWrite + Unpin + Send> Wire for Live<'_, W> {
    async fn send(&mut self, frame: &[u8], _: Stage, deadline: Instant) -> Result<()> {
        match timeout_at(deadline, write_frame(self.stream, frame)).await {
            Ok(written) => written.map_err(|error| Error::of_io(error, Layer::Sasl)),
            Err(_) => Err(Error::of_io(io::ErrorKind::TimedOut.into(), Layer::Sasl)),
        }
    }

    /// The reader has kept to its own limit.
    async fn receive(&mut self, _: usize, _: Stage, deadline: Instant) -> Result<Bytes> {
        match timeout_at(deadline, self.answers.recv()).await {
            Ok(Some(frame)) => Ok(frame),
            Ok(None) => Err(Error::closed(Layer::Sasl)),
            Err(_) => Err(Error::of_io(io::ErrorKind::TimedOut.into(), Layer::Sasl)),
        }
    }
}

async fn write_frame<W: AsyncWrite + Unpin>(stream: &mut W, frame: &[u8]) -> io::Result<()> {
    stream.write_all(frame).await?;
    stream.flush().await
}

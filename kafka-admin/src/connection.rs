//! One connection after its login: many requests at once, one writer, one reader.
//!
//! ```text
//! call ──frame──▶ queue ──▶ writer task ──▶ broker ──▶ reader task ──▶ pending[id] ──▶ call
//! ```
//! A call that is dropped never stops the writer in the middle of a frame: the frame is the
//! writer's. Either the writer has not begun it, and then it is never sent, or it is sent whole.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use kafka_auth::handshake::ApiVersions;
use kafka_proto::{ApiKey, Request, encode_request};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::task::AbortHandle;
use tokio::time::{Instant, sleep_until, timeout_at};

use crate::lease::Lease;
use crate::link::lock;
use crate::pending::{Pending, Place};
use crate::pump::{Closing, Outgoing, Writer, read};
use crate::transport::Stream;
use crate::{Error, ErrorKind, Layer, Outcome, Result};

/// How many requests may be on the way at once, in the writer's queue or waiting for an answer. More
/// wait for their turn.
const MAX_IN_FLIGHT: usize = 64;
/// A connection that nobody used for so long is not used again: brokers close such ones
/// (`connections.max.idle.ms`, 10 minutes), and a write might be under way at that moment. Java's
/// default for clients is the same.
const MAX_IDLE: Duration = Duration::from_secs(5 * 60);
/// The longest a broker may hold a client back. Kafka's own windows are seconds.
const MAX_THROTTLE: Duration = Duration::from_secs(5 * 60);

/// What a login leaves behind.
pub(crate) struct Opened {
    pub(crate) stream: Stream,
    /// Bytes that came behind the last frame of the login.
    pub(crate) received: BytesMut,
    pub(crate) broker: Arc<str>,
    pub(crate) client_id: String,
    pub(crate) versions: ApiVersions,
    /// [`Authenticated::owed_answer`](kafka_auth::handshake::Authenticated::owed_answer).
    pub(crate) owed_answer: Option<i32>,
    /// For a login that ends (KIP-368).
    pub(crate) lease: Option<Lease>,
}

/// A logged-in connection. Dropping it closes it.
pub(crate) struct Connection {
    broker: Arc<str>,
    client_id: String,
    versions: ApiVersions,
    queue: mpsc::Sender<Outgoing>,
    pending: Arc<Pending>,
    permits: Arc<Semaphore>,
    held_until: Mutex<Option<Instant>>,
    last_used: Mutex<Instant>,
    retired: AtomicBool,
    reader: AbortHandle,
}

impl Connection {
    /// Starts the two tasks.
    pub(crate) fn start(opened: Opened) -> Self {
        let Opened { stream, received, broker, client_id, versions, owed_answer, lease } = opened;
        let (read_half, stream) = tokio::io::split(stream);
        let (sender, queue) = mpsc::channel(MAX_IN_FLIGHT);
        let pending = Arc::new(Pending::owing(owed_answer));
        let writer =
            Writer { stream, queue, pending: pending.clone(), broker: broker.clone(), lease };
        let writer = tokio::spawn(writer.run()).abort_handle();
        let closing = Closing { pending: pending.clone(), broker: broker.clone(), writer };
        let reader = tokio::spawn(read(read_half, received, closing)).abort_handle();
        let permits = Arc::new(Semaphore::new(MAX_IN_FLIGHT));
        Self {
            broker,
            client_id,
            versions,
            queue: sender,
            pending,
            permits,
            held_until: Mutex::default(),
            last_used: Mutex::new(Instant::now()),
            retired: AtomicBool::new(false),
            reader,
        }
    }

    /// The broker's address, as it was called.
    pub(crate) fn broker(&self) -> &Arc<str> {
        &self.broker
    }

    /// Whether new requests may use it.
    pub(crate) fn is_usable(&self) -> bool {
        let idle = lock(&self.last_used).elapsed() > MAX_IDLE;
        !idle && !self.retired.load(Ordering::Relaxed) && !self.pending.is_closed()
    }

    /// Takes no new requests; those that wait may finish.
    pub(crate) fn retire(&self) {
        self.retired.store(true, Ordering::Relaxed);
    }

    /// The version of the API to use with this broker.
    pub(crate) fn version<'q, R: Request<'q>>(&self) -> Result<i16> {
        self.version_up_to::<R>(R::VERSIONS.1)
    }

    /// The version of the API to use with this broker, where the newest ones do not tell enough.
    pub(crate) fn version_up_to<'q, R: Request<'q>>(&self, newest: i16) -> Result<i16> {
        let (min, max) = (R::VERSIONS.0, R::VERSIONS.1.min(newest));
        self.versions.pick(R::API, min..=max).ok_or_else(|| self.unsupported(R::API, min, max))
    }

    /// Sends a request and waits for the frame of its answer.
    ///
    /// # Errors
    /// With the outcome: not sent, or unknown.
    pub(crate) async fn call<'q, R: Request<'q>>(
        &self,
        version: i16,
        request: &R,
        deadline: Instant,
    ) -> Result<Bytes> {
        let answer = self.exchange(version, request, deadline).await;
        answer.map_err(|error| error.at_broker(&self.broker).in_api(R::API))
    }

    /// KIP-219: the broker has answered at once and expects the client to wait by itself.
    pub(crate) fn hold(&self, throttle_time_ms: i32) {
        let millis = u64::try_from(throttle_time_ms).unwrap_or(0);
        if millis == 0 {
            return;
        }
        let until = Instant::now() + Duration::from_millis(millis).min(MAX_THROTTLE);
        tracing::debug!(broker = &*self.broker, millis, "throttled");
        let mut held = lock(&self.held_until);
        *held = (*held).max(Some(until));
    }

    /// Waits for as long as the broker asked for.
    ///
    /// # Errors
    /// That is longer than there is time.
    pub(crate) async fn wait_while_held(&self, deadline: Instant) -> Result<()> {
        let held = *lock(&self.held_until);
        let Some(until) = held.filter(|until| *until > Instant::now()) else { return Ok(()) };
        if until > deadline {
            let seconds = (until - Instant::now()).as_secs();
            let message = format!("the broker asks this client to wait {seconds} s more");
            return Err(Error::new(ErrorKind::Throttled, Layer::Api, message)
                .hinted("wait that long, or ask for a higher quota for this client")
                .at_broker(&self.broker));
        }
        sleep_until(until).await;
        Ok(())
    }

    async fn exchange<'q, R: Request<'q>>(
        &self,
        version: i16,
        request: &R,
        deadline: Instant,
    ) -> Result<Bytes> {
        let place: Place = Arc::new(self.permit(deadline).await?);
        *lock(&self.last_used) = Instant::now();
        let (id, answer) = self.pending.open(place.clone())?;
        let asked = Asked { pending: &self.pending, id };
        let mut frame = Vec::new();
        encode_request(&mut frame, version, id, Some(&self.client_id), request)
            .map_err(|error| Error::of_encode(error, R::API))?;
        // Each frame in the queue has a place of its own, so the queue is never full.
        let outgoing = Outgoing { id, frame, _place: place };
        self.queue.try_send(outgoing).map_err(|_| Error::closed(Layer::Kafka))?;
        match timeout_at(deadline, answer).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(Error::closed(Layer::Kafka).outcome_is(Outcome::Unknown)),
            Err(_) => Err(self.timed_out(asked.abandon())),
        }
    }

    async fn permit(&self, deadline: Instant) -> Result<OwnedSemaphorePermit> {
        match timeout_at(deadline, self.permits.clone().acquire_owned()).await {
            Ok(Ok(permit)) => Ok(permit),
            Ok(Err(_)) => Err(Error::closed(Layer::Kafka)),
            Err(_) => Err(self.timed_out(Outcome::NotSent)),
        }
    }

    /// A broker that does not answer in time may never answer: as in Java, the next request takes a
    /// new connection.
    fn timed_out(&self, outcome: Outcome) -> Error {
        self.retire();
        let message = match outcome {
            Outcome::NotSent => "the request could not be sent in time",
            _ => "no answer in time",
        };
        Error::new(ErrorKind::Timeout, Layer::Api, message).outcome_is(outcome)
    }

    fn unsupported(&self, api: ApiKey, min: i16, max: i16) -> Error {
        let error = match self.versions.range(api) {
            None => Error::new(ErrorKind::UnsupportedApi, Layer::Kafka, "this broker does not have this API")
                .hinted("use a newer Kafka; Amazon MSK Serverless has fewer APIs than a provisioned cluster"),
            Some(theirs) => Error::new(
                ErrorKind::UnsupportedVersion,
                Layer::Kafka,
                format!("this client has versions {min} to {max}, the broker {} to {}", theirs.start(), theirs.end()),
            )
            .hinted("use a client and a broker whose versions overlap"),
        };
        error.at_broker(&self.broker).in_api(api)
    }
}

impl Drop for Connection {
    /// The writer sees the closed queue, says goodbye and ends; the reader has nobody to read for.
    fn drop(&mut self) {
        self.reader.abort();
    }
}

/// A request whose caller may go away.
struct Asked<'p> {
    pending: &'p Pending,
    id: i32,
}

impl Asked<'_> {
    fn abandon(self) -> Outcome {
        self.pending.abandon(self.id)
    }
}

impl Drop for Asked<'_> {
    fn drop(&mut self) {
        self.pending.abandon(self.id);
    }
}

#[cfg(test)]
mod tests {
    use kafka_proto::messages::metadata::MetadataRequest;
    use tokio::io::AsyncWriteExt;

    use super::*;

    /// A connection, and its other end.
    fn pair() -> (Connection, tokio::io::DuplexStream) {
        let (stream, peer) = tokio::io::duplex(1024);
        let opened = Opened {
            stream: Box::new(stream),
            received: BytesMut::new(),
            broker: "b:1".into(),
            client_id: "test".into(),
            versions: [(ApiKey::METADATA, 0..=12)].into_iter().collect(),
            owed_answer: None,
            lease: None,
        };
        (Connection::start(opened), peer)
    }

    fn after(seconds: u64) -> Instant {
        Instant::now() + Duration::from_secs(seconds)
    }

    #[tokio::test(start_paused = true)]
    async fn one_that_was_idle_for_long_is_not_used_again() {
        let (connection, _peer) = pair();
        assert!(connection.is_usable());
        tokio::time::advance(MAX_IDLE + Duration::from_secs(1)).await;
        assert!(!connection.is_usable());
    }

    #[tokio::test(start_paused = true)]
    async fn kip_219_waits_as_long_as_the_broker_asked_for_and_no_longer_than_the_limit() {
        let (connection, _peer) = pair();
        let start = Instant::now();
        connection.hold(-5);
        connection.hold(2_000);
        connection.hold(1_000);
        connection.wait_while_held(after(60)).await.unwrap();
        assert_eq!(start.elapsed().as_secs(), 2);
        connection.hold(i32::MAX);
        assert!(connection.wait_while_held(after(60)).await.is_err());
        connection.wait_while_held(after(600)).await.unwrap();
        assert_eq!(start.elapsed().as_secs(), 2 + MAX_THROTTLE.as_secs());
    }

    #[tokio::test(start_paused = true)]
    async fn a_late_answer_costs_the_connection_but_not_those_that_still_wait() {
        let (connection, mut peer) = pair();
        let request = MetadataRequest::default();
        let answer_the_second = async {
            sleep_until(after(5)).await;
            peer.write_all(&[0, 0, 0, 4, 0, 0, 0, 1]).await.unwrap();
        };
        let (slow, patient, ()) = tokio::join!(
            connection.call(1, &request, after(1)),
            connection.call(1, &request, after(10)),
            answer_the_second,
        );
        assert_eq!(slow.unwrap_err().outcome(), Outcome::Unknown);
        assert_eq!(patient.unwrap(), [0, 0, 0, 1][..]);
        assert!(!connection.is_usable());
    }

    #[tokio::test(start_paused = true)]
    async fn beyond_the_limit_requests_wait_and_are_not_sent() {
        let (connection, _peer) = pair();
        let request = MetadataRequest::default();
        let held: Vec<_> = (0..MAX_IN_FLIGHT)
            .map(|_| connection.permits.clone().try_acquire_owned().unwrap())
            .collect();
        let error = connection.call(1, &request, after(1)).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Timeout, Outcome::NotSent));
        drop(held);
    }

    #[tokio::test(start_paused = true)]
    async fn callers_that_give_up_on_a_peer_that_does_not_read_leave_no_endless_queue() {
        let (mut connection, _peer) = pair();
        connection.client_id = "x".repeat(4096);
        let request = MetadataRequest::default();
        for caller in 0..10 * MAX_IN_FLIGHT {
            let call = connection.call(1, &request, after(3600));
            let given_up = timeout_at(after(1), call).await;
            assert!(given_up.is_err(), "{caller} was answered");
        }
        let queued = connection.queue.max_capacity() - connection.queue.capacity();
        assert_eq!((queued, connection.permits.available_permits()), (MAX_IN_FLIGHT - 1, 0));
    }
}

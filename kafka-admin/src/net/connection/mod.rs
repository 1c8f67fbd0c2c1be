//! One connection after its login: many requests at once, one writer, one reader.
//!
//! ```text
//! call ──frame──▶ queue ──▶ writer task ──▶ broker ──▶ reader task ──▶ pending[id] ──▶ call
//! ```
//! A call that is dropped never stops the writer in the middle of a frame: the frame is the
//! writer's. Either the writer has not begun it, and then it is never sent, or it is sent whole.

use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use kafka_auth::handshake::ApiVersions;
use kafka_proto::{ApiKey, Request, encode_request};
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use tokio::time::{Instant, sleep_until, timeout_at};

use crate::metrics::Counters;
use crate::net::closing::Open;
use crate::net::stream::Stream;
use crate::sync::lock;
use crate::{Error, ErrorKind, Layer, Outcome, Result};

mod joined;
mod pending;
mod place;
mod reader;
mod renewal;
mod writer;

pub(crate) use renewal::Lease;

use joined::{Joined, Outgoing};
use pending::{Answer, Pending};
use place::{MAX_IN_FLIGHT, Place, Places};
use reader::{Closing, read};
use writer::Writer;

/// A connection that nobody used for so long is not used again: brokers close such ones
/// (`connections.max.idle.ms`, 10 minutes), and a write might be under way at that moment. Java's
/// default for clients is the same.
const MAX_IDLE: Duration = Duration::from_secs(5 * 60);
/// The longest a broker may hold a client back. Kafka's own windows are seconds.
const MAX_THROTTLE: Duration = Duration::from_secs(5 * 60);

/// Where the correlation id stands in a frame: behind its length (4 bytes), the API's key and its
/// version (2 each), in every version of the header.
const CORRELATION_ID: std::ops::Range<usize> = 8..12;

/// The room that a frame begins with: most requests fit into it.
const SMALL_FRAME: usize = 128;

/// What a request does to the cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nothing.
    Read,
    /// It changes something.
    Write,
}

/// What a login leaves behind.
pub(crate) struct Opened {
    pub(crate) stream: Stream,
    /// Bytes that came behind the last frame of the login.
    pub(crate) received: BytesMut,
    pub(crate) broker: Arc<str>,
    pub(crate) client_id: String,
    /// How long each answer may take.
    pub(crate) request_timeout: Duration,
    pub(crate) versions: ApiVersions,
    /// For a login that ends (KIP-368).
    pub(crate) lease: Option<Lease>,
    pub(crate) counters: Arc<Counters>,
    pub(crate) open: Open,
}

/// A logged-in connection. Dropping it closes it.
pub(crate) struct Connection {
    broker: Arc<str>,
    client_id: String,
    versions: ApiVersions,
    queue: mpsc::Sender<Outgoing>,
    pending: Arc<Pending>,
    places: Places,
    held_until: Mutex<Option<Instant>>,
    last_used: Mutex<Instant>,
    counters: Arc<Counters>,
    reader: AbortHandle,
}

impl Connection {
    /// Starts the two tasks.
    pub(crate) fn start(opened: Opened) -> Self {
        let (read_half, stream) = tokio::io::split(opened.stream);
        let (sender, queue) = mpsc::channel(MAX_IN_FLIGHT);
        let pending = Arc::new(Pending::new(opened.request_timeout));
        let (broker, lease, _open) = (opened.broker.clone(), opened.lease, opened.open);
        let joined = Joined::default();
        let writer =
            Writer { stream, queue, joined, pending: pending.clone(), broker, lease, _open };
        let writer = tokio::spawn(writer.run()).abort_handle();
        let closing = Closing { pending: pending.clone(), broker: opened.broker.clone(), writer };
        let reader = tokio::spawn(read(read_half, opened.received, closing)).abort_handle();
        Self {
            broker: opened.broker,
            client_id: opened.client_id,
            versions: opened.versions,
            queue: sender,
            pending,
            places: Places::new(),
            held_until: Mutex::default(),
            last_used: Mutex::new(Instant::now()),
            counters: opened.counters,
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
        !idle && self.pending.is_open() && !self.pending.is_stuck()
    }

    /// Takes no new requests, and gives back those that are not sent: they were to go to another
    /// connection. Those that are sent may finish.
    pub(crate) fn retire(&self) {
        self.pending.retire(given_up());
        self.places.close();
    }

    /// How many requests are on the way, or wait for their turn.
    pub(crate) fn in_flight(&self) -> usize {
        self.places.waiting() + self.pending.len()
    }

    /// When the oldest request was sent that is still to be answered.
    pub(crate) fn oldest_unanswered(&self) -> Option<Instant> {
        self.pending.oldest_unanswered()
    }

    /// How much longer the broker asked this client to wait.
    pub(crate) fn held_for(&self) -> Duration {
        let held = *lock(&self.held_until);
        held.map_or(Duration::ZERO, |until| until.saturating_duration_since(Instant::now()))
    }

    /// The version of the API to use with this broker, of those from the oldest to the newest.
    pub(crate) fn pick(&self, api: ApiKey, (oldest, newest): (i16, i16)) -> Result<i16> {
        let picked = self.versions.pick(api, oldest..=newest);
        picked.ok_or_else(|| self.unsupported(api, oldest, newest))
    }

    /// The frame of a request, for [`send`](Self::send).
    ///
    /// # Errors
    /// The version cannot carry it.
    pub(crate) fn encode<'q, R: Request<'q>>(&self, version: i16, request: &R) -> Result<Vec<u8>> {
        let mut frame = Vec::with_capacity(SMALL_FRAME);
        encode_request(&mut frame, version, 0, Some(&self.client_id), request)
            .map_err(|error| Error::of_encode(error, R::API))?;
        Ok(frame)
    }

    /// Sends a request as soon as there is a place for it, and waits for the frame of its answer: as
    /// long as a request may take from when it is sent, and until the deadline.
    ///
    /// # Errors
    /// With the outcome: not sent, or unknown.
    pub(crate) async fn send(
        &self,
        api: ApiKey,
        frame: Vec<u8>,
        effect: Effect,
        deadline: Instant,
    ) -> Result<Bytes> {
        let answer = self.exchange(frame, effect, deadline).await;
        answer.map_err(|error| error.at_broker(&self.broker).in_api(api))
    }

    /// KIP-219: the broker has answered at once and expects the client to wait by itself.
    pub(crate) fn hold(&self, throttle_time_ms: i32) {
        let millis = u64::try_from(throttle_time_ms).unwrap_or(0);
        if millis == 0 {
            return;
        }
        let time = Duration::from_millis(millis).min(MAX_THROTTLE);
        self.counters.throttled(time);
        let until = Instant::now() + time;
        tracing::debug!(broker = &*self.broker, millis, "throttled");
        let mut held = lock(&self.held_until);
        *held = (*held).max(Some(until));
    }

    /// Waits for as long as the broker asked for.
    ///
    /// # Errors
    /// That is longer than there is time.
    pub(crate) async fn wait_while_held(&self, deadline: Instant) -> Result<()> {
        let held = self.held_for();
        if held.is_zero() {
            return Ok(());
        }
        let until = Instant::now() + held;
        if until > deadline {
            let message = format!("the broker asks this client to wait {} s more", held.as_secs());
            return Err(Error::new(ErrorKind::Throttled, Layer::Api, message)
                .hinted("wait that long, or ask for a higher quota for this client")
                .throttled_for(held)
                .at_broker(&self.broker));
        }
        sleep_until(until).await;
        Ok(())
    }

    async fn exchange(
        &self,
        mut frame: Vec<u8>,
        effect: Effect,
        deadline: Instant,
    ) -> Result<Bytes> {
        let place = Arc::new(self.place(effect, deadline).await?);
        *lock(&self.last_used) = Instant::now();
        let (id, answer) = self.pending.open(place.clone())?;
        let asked = Asked { pending: &self.pending, id };
        if let Some(place) = frame.get_mut(CORRELATION_ID) {
            place.copy_from_slice(&id.to_be_bytes());
        }
        // Each frame in the queue has a place of its own, so the queue is never full.
        let outgoing = Outgoing { id, frame, _place: place };
        self.queue.try_send(outgoing).map_err(|_| Error::closed(Layer::Kafka))?;
        self.wait_for(asked, answer, deadline).await
    }

    async fn place(&self, effect: Effect, deadline: Instant) -> Result<Place> {
        let mut place = pin!(self.places.take(effect));
        loop {
            let until = deadline.min(self.pending.next_look());
            match timeout_at(until, place.as_mut()).await {
                Ok(place) => return place.ok_or_else(given_up),
                Err(_) if until == deadline => return Err(timed_out(Outcome::NotSent)),
                Err(_) if self.retire_if_stuck() => return Err(given_up()),
                Err(_) => {}
            }
        }
    }

    async fn wait_for(
        &self,
        asked: Asked<'_>,
        mut answer: Answer,
        deadline: Instant,
    ) -> Result<Bytes> {
        loop {
            let due = self.pending.answer_due(asked.id);
            let until = deadline.min(due.unwrap_or_else(|| self.pending.next_look()));
            match timeout_at(until, &mut answer).await {
                Ok(Ok(result)) => return result,
                Ok(Err(_)) => return Err(Error::closed(Layer::Kafka).outcome_is(Outcome::Unknown)),
                Err(_) if until == deadline || due.is_some() => return Err(self.give_up(asked)),
                Err(_) => {
                    self.retire_if_stuck();
                }
            }
        }
    }

    /// A broker that does not answer in time may never answer: as in Java, the next request takes a
    /// new connection. That there was no time to send something says nothing about the broker.
    fn give_up(&self, asked: Asked<'_>) -> Error {
        let outcome = asked.abandon();
        if outcome != Outcome::NotSent {
            self.retire();
        }
        timed_out(outcome)
    }

    /// What waits to be sent goes elsewhere when what is in front of it may never be answered.
    fn retire_if_stuck(&self) -> bool {
        let is_stuck = self.pending.is_stuck();
        if is_stuck {
            self.retire();
        }
        is_stuck
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

fn given_up() -> Error {
    let message = "the connection was given up before the request was sent";
    Error::new(ErrorKind::Disconnected, Layer::Kafka, message)
}

fn timed_out(outcome: Outcome) -> Error {
    let message = match outcome {
        Outcome::NotSent => "the request could not be sent in time",
        _ => "no answer in time",
    };
    Error::new(ErrorKind::Timeout, Layer::Api, message).outcome_is(outcome)
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
mod tests;

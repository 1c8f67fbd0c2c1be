//! One question to one broker: the connection, the version, the request, the frame of the answer.

use std::marker::PhantomData;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use kafka_proto::{Message, Request, decode_response};
use tokio::time::Instant;
use tracing::{Instrument, debug_span};

use crate::net::cluster::Cluster;
use crate::net::connection::{Connection, Effect};
use crate::net::race::{Pace, race};
use crate::{Error, ErrorKind, Result};

/// A read that is not answered by then is asked again at another broker. Reads take milliseconds, also
/// those that are far away; a broker that has stopped answers none of them.
const HEDGE: Duration = Duration::from_millis(400);

/// Which broker is to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Target {
    /// Any.
    Any,
    /// The controller, or any broker that forwards to it.
    Controller,
    /// This one.
    Broker(i32),
}

/// How a question is to be asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask {
    pub(crate) target: Target,
    pub(crate) effect: Effect,
    pub(crate) deadline: Instant,
    /// The newest version of the API that may be used.
    pub(crate) newest: i16,
}

/// The answer to a request, still in its frame.
pub(crate) struct Answer<R> {
    frame: Bytes,
    version: i16,
    connection: Arc<Connection>,
    throttled: OnceLock<Duration>,
    request: PhantomData<fn() -> R>,
}

impl Ask {
    /// Something that changes nothing.
    pub(crate) fn read(target: Target, deadline: Instant) -> Self {
        Self { target, effect: Effect::Read, deadline, newest: i16::MAX }
    }

    /// Never a write: it would be done twice.
    fn may_hedge(&self) -> bool {
        self.effect == Effect::Read && self.target == Target::Any
    }
}

impl Cluster {
    /// Asks once: one broker, and for a read that any broker can answer a second one when the first
    /// is silent or fails. The first answer counts.
    ///
    /// `write` makes the frame for the version that broker and client share. What else it gives comes
    /// back with the answer, which is `None` where it made no frame.
    pub(crate) async fn ask<'q, R, N, W>(
        &self,
        ask: Ask,
        write: &W,
    ) -> Result<(Option<Answer<R>>, N)>
    where
        R: Request<'q>,
        W: Fn(&Connection, i16) -> Result<(Option<Vec<u8>>, N)>,
    {
        let first = &self.connection(ask.target, ask.deadline).await?;
        if !ask.may_hedge() {
            return ask_at(first.clone(), ask, write).await;
        }
        let attempt = |n: usize| async move {
            let connection = match n {
                0 => first.clone(),
                _ => self.connection_besides(first, ask.deadline).await?,
            };
            ask_at(connection, ask, write).await
        };
        let pace = Pace { delay: HEDGE, at_once: 2 };
        let is_final = |n: usize, error: &Error| n == 0 && !error.is_retriable();
        let answered = race(2, pace, attempt, is_final).await;
        // In the order asked: what the first broker said is the call's error.
        answered.map_err(|errors| errors.into_iter().next().unwrap_or_else(Error::missing_item))
    }
}

async fn ask_at<'q, R, N, W>(
    connection: Arc<Connection>,
    ask: Ask,
    write: &W,
) -> Result<(Option<Answer<R>>, N)>
where
    R: Request<'q>,
    W: Fn(&Connection, i16) -> Result<(Option<Vec<u8>>, N)>,
{
    connection.wait_while_held(ask.deadline).await?;
    let version = connection.version_up_to::<R>(ask.newest)?;
    let (frame, note) = write(&connection, version).map_err(|error| error.in_api(R::API))?;
    let Some(frame) = frame else { return Ok((None, note)) };
    let span = debug_span!("request", api = %R::API, version, broker = &**connection.broker());
    let frame = connection.send(R::API, frame, ask.effect, ask.deadline).instrument(span).await?;
    Ok((Some(Answer::new(frame, version, connection)), note))
}

impl<'q, R: Request<'q>> Answer<R> {
    pub(crate) fn new(frame: Bytes, version: i16, connection: Arc<Connection>) -> Self {
        Self { frame, version, connection, throttled: OnceLock::new(), request: PhantomData }
    }

    /// The response, pointing into the frame. The next request to this broker waits for as long as it
    /// asks for.
    ///
    /// # Errors
    /// The frame is not such a response: the connection is not used again.
    pub(crate) fn response(&self) -> Result<R::Response<'_>> {
        match decode_response::<R>(&self.frame, self.version) {
            Ok((_, response)) => {
                self.throttle(response.throttle_time_ms());
                Ok(response)
            }
            Err(error) => {
                self.connection.retire();
                Err(self.blame(Error::of_decode(error)))
            }
        }
    }

    /// Adds who answered what, and how long to wait after a quota was exceeded.
    pub(crate) fn blame(&self, error: Error) -> Error {
        let error = match (error.kind(), self.throttled.get()) {
            (ErrorKind::Throttled, Some(time)) => error.throttled_for(*time),
            _ => error,
        };
        error.at_broker(self.connection.broker()).in_api(R::API)
    }

    fn throttle(&self, throttle_time_ms: i32) {
        let millis = u64::try_from(throttle_time_ms).unwrap_or(0);
        let _ = self.throttled.set(Duration::from_millis(millis));
        self.connection.hold(throttle_time_ms);
    }
}

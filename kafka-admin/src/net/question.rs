//! One question to one broker: who is to answer, and the answer in its frame.

use std::marker::PhantomData;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use kafka_proto::{Message, Request, decode_response};
use tokio::time::Instant;

use crate::net::connection::{Connection, Effect};
use crate::{Error, ErrorKind, Result};

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
    pub(crate) fn may_hedge(&self) -> bool {
        self.effect == Effect::Read && self.target == Target::Any
    }
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

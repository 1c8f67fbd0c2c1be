//! One question to one broker: who is to answer, and the answer in its frame.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use kafka_proto::{ApiKey, Message, Request, decode_response};
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
    pub(crate) api: ApiKey,
    /// The oldest and the newest version of the API that may be used.
    pub(crate) versions: (i16, i16),
}

/// The answer to a request, still in its frame.
pub(crate) struct Answer {
    frame: Bytes,
    api: ApiKey,
    version: i16,
    connection: Arc<Connection>,
    throttled: OnceLock<Duration>,
}

impl Ask {
    /// Something that changes nothing.
    pub(crate) fn read<'q, R: Request<'q>>(target: Target, deadline: Instant) -> Self {
        let (api, versions) = (R::API, R::VERSIONS.into_inner());
        Self { target, effect: Effect::Read, deadline, api, versions }
    }

    /// Never a write: it would be done twice.
    pub(crate) fn may_hedge(&self) -> bool {
        self.effect == Effect::Read && self.target == Target::Any
    }
}

impl Answer {
    pub(crate) fn new(
        frame: Bytes,
        api: ApiKey,
        version: i16,
        connection: Arc<Connection>,
    ) -> Self {
        Self { frame, api, version, connection, throttled: OnceLock::new() }
    }

    /// The response, pointing into the frame. The next request to this broker waits for as long as it
    /// asks for.
    ///
    /// # Errors
    /// The frame is not such a response: the connection is not used again.
    pub(crate) fn response<'q, R: Request<'q>>(&self) -> Result<R::Response<'_>> {
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
        error.at_broker(self.connection.broker()).in_api(self.api)
    }

    fn throttle(&self, throttle_time_ms: i32) {
        let millis = u64::try_from(throttle_time_ms).unwrap_or(0);
        let _ = self.throttled.set(Duration::from_millis(millis));
        self.connection.hold(throttle_time_ms);
    }
}

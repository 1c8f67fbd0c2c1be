//! One call: the broker for it, the version, the request, the answer, and what may be repeated.

mod about;
pub(crate) mod items;

use std::marker::PhantomData;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use kafka_proto::{Request, decode_response};
use tokio::time::Instant;
use tracing::{Instrument, debug_span};

use crate::net::backoff::Backoff;
use crate::net::cluster::Cluster;
use crate::net::connection::{Connection, Effect};
use crate::net::race::{Pace, race};
use crate::{Error, ErrorKind, Outcome, Result};

/// A read that is not answered by then is asked again at another broker. Reads take milliseconds, also
/// those that are far away; a broker that has stopped answers none of them.
const HEDGE: Duration = Duration::from_millis(400);

/// Which broker is to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Route {
    /// Any.
    Any,
    /// This one.
    Broker(i32),
    /// The controller, or any broker that forwards to it.
    Controller,
}

/// How a call is to be made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ask {
    pub(crate) route: Route,
    /// Whether it may be sent again when nobody knows whether it took effect: reads only.
    pub(crate) repeatable: bool,
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
    pub(crate) fn read(route: Route, deadline: Instant) -> Self {
        Self { route, repeatable: true, deadline, newest: i16::MAX }
    }

    /// Something that changes the cluster.
    pub(crate) fn write(route: Route, deadline: Instant) -> Self {
        Self { route, repeatable: false, deadline, newest: i16::MAX }
    }

    /// The same in no version above this one.
    pub(crate) fn up_to(self, newest: i16) -> Self {
        Self { newest, ..self }
    }

    fn effect(&self) -> Effect {
        match self.repeatable {
            true => Effect::Read,
            false => Effect::Write,
        }
    }

    /// Whoever is throttled beyond the deadline has no time to ask again either.
    fn may_repeat(&self, error: &Error) -> bool {
        error.is_retriable()
            && error.kind() != ErrorKind::Throttled
            && (self.repeatable || error.outcome() == Outcome::NotSent)
    }

    /// Never a write: it would be done twice.
    fn may_hedge(&self) -> bool {
        self.repeatable && self.route == Route::Any
    }
}

impl Cluster {
    /// Asks, and asks again while that is safe and there is time. `build` makes the request for the
    /// version that the broker and this client share.
    pub(crate) async fn call<'q, R, B>(&self, ask: Ask, build: B) -> Result<Answer<R>>
    where
        R: Request<'q>,
        B: Fn(i16) -> Result<R>,
    {
        let (mut requests, mut logins) = (Backoff::requests(), Backoff::logins());
        let mut last = None;
        loop {
            let error = match self.call_once(ask, &build).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error.after(last),
            };
            let backoff = match error.kind() {
                ErrorKind::IamTooManyConnects => &mut logins,
                _ => &mut requests,
            };
            if !ask.may_repeat(&error) || !backoff.wait(ask.deadline).await {
                return Err(error);
            }
            tracing::debug!(%error, "asking again");
            self.counters().retried();
            if ask.route != Route::Any {
                // The broker may have moved, or another one may be the controller now. If nobody can
                // say, the old list is as good as any.
                let _ = self.refresh(ask.deadline).await;
            }
            last = Some(error);
        }
    }

    /// Asks once: one broker, and for a read that any broker can answer a second one when the first
    /// is silent or fails. The first answer counts.
    pub(crate) async fn call_once<'q, R, B>(&self, ask: Ask, build: &B) -> Result<Answer<R>>
    where
        R: Request<'q>,
        B: Fn(i16) -> Result<R>,
    {
        let first = &self.connection(ask.route, ask.deadline).await?;
        if !ask.may_hedge() {
            return self.ask(first.clone(), ask, build).await;
        }
        let attempt = |n: usize| async move {
            let connection = match n {
                0 => first.clone(),
                _ => self.connection_besides(first, ask.deadline).await?,
            };
            self.ask(connection, ask, build).await
        };
        let pace = Pace { delay: HEDGE, at_once: 2 };
        let is_final = |n: usize, error: &Error| n == 0 && !error.is_retriable();
        let answered = race(2, pace, attempt, is_final).await;
        // In the order asked: what the first broker said is the call's error.
        answered.map_err(|errors| errors.into_iter().next().unwrap_or_else(Error::missing_item))
    }

    async fn ask<'q, R, B>(
        &self,
        connection: Arc<Connection>,
        ask: Ask,
        build: &B,
    ) -> Result<Answer<R>>
    where
        R: Request<'q>,
        B: Fn(i16) -> Result<R>,
    {
        connection.wait_while_held(ask.deadline).await?;
        let version = connection.version_up_to::<R>(ask.newest)?;
        let request = build(version).map_err(|error| error.in_api(R::API))?;
        let span = debug_span!("request", api = %R::API, version, broker = &**connection.broker());
        let frame = connection.call(version, &request, ask.effect(), ask.deadline);
        let frame = frame.instrument(span).await?;
        Ok(Answer::new(frame, version, connection))
    }
}

impl<'q, R: Request<'q>> Answer<R> {
    pub(crate) fn new(frame: Bytes, version: i16, connection: Arc<Connection>) -> Self {
        Self { frame, version, connection, throttled: OnceLock::new(), request: PhantomData }
    }

    /// The response, pointing into the frame.
    ///
    /// # Errors
    /// The frame is not such a response: the connection is not used again.
    pub(crate) fn response(&self) -> Result<R::Response<'_>> {
        let decoded = decode_response::<R>(&self.frame, self.version);
        decoded.map(|(_, response)| response).map_err(|error| {
            self.connection.retire();
            self.blame(Error::of_decode(error))
        })
    }

    /// The version that was asked in.
    pub(crate) fn version(&self) -> i16 {
        self.version
    }

    /// Lets the next request to this broker wait as long as it asks for.
    pub(crate) fn throttle(&self, throttle_time_ms: i32) {
        let millis = u64::try_from(throttle_time_ms).unwrap_or(0);
        let _ = self.throttled.set(Duration::from_millis(millis));
        self.connection.hold(throttle_time_ms);
    }

    /// Adds who answered what, to the error of each item.
    pub(crate) fn blame_each<T>(&self, results: Vec<Result<T>>) -> Vec<Result<T>> {
        results.into_iter().map(|result| result.map_err(|error| self.blame(error))).collect()
    }

    /// Adds who answered what, and how long to wait after a quota was exceeded.
    pub(crate) fn blame(&self, error: Error) -> Error {
        let error = match (error.kind(), self.throttled.get()) {
            (ErrorKind::Throttled, Some(time)) => error.throttled_for(*time),
            _ => error,
        };
        error.at_broker(self.connection.broker()).in_api(R::API)
    }
}

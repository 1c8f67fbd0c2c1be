//! Requests with what became of them, for whoever watches the emulator.

use std::fmt;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use bytes::Bytes;

use crate::client::Client;
use crate::listener::Listener;

/// How much of an answer is kept, in bytes: what is larger is told by its length only.
const MAX_ANSWER: usize = 1 << 20;

/// A request and what became of it; see [`Builder::on_request`](crate::Builder::on_request).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Exchange {
    /// When the request was complete.
    pub at: SystemTime,
    /// How long it took from then until it was answered or not.
    pub took: Duration,
    /// The number of the connection, from 1.
    pub connection: u64,
    /// The id of the broker that was asked.
    pub broker: i32,
    /// By which listener.
    pub listener: Listener,
    /// Where the client is.
    pub peer: SocketAddr,
    /// Who the client is after the request, as `User:name` or `IAM:arn`.
    pub principal: String,
    /// Whether the client has yet to log in, after the request: then it may be any bytes.
    pub is_before_login: bool,
    /// The request's frame, without its length. It may hold secrets.
    pub request: Bytes,
    /// What became of it.
    pub outcome: Became,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Became {
    /// It was answered by this frame, without its length, and the connection may have been closed behind it.
    Answered(Bytes),
    /// It was answered by a frame of so many bytes, of more than 1 MiB.
    AnsweredAtLength(usize),
    /// It has no answer, as a Produce with `acks` 0.
    Unanswered,
    /// The connection was closed instead of an answer.
    Closed,
}

type Hook = Box<dyn Fn(Exchange) + Send + Sync>;

/// Tells about every request, if anybody wants to know.
#[derive(Default)]
pub(crate) struct Watch {
    hook: Option<Hook>,
    connections: AtomicU64,
}

impl Watch {
    pub(crate) fn new(hook: Hook) -> Self {
        Self { hook: Some(hook), ..Self::default() }
    }

    /// The number of a new connection.
    pub(crate) fn number(&self) -> u64 {
        self.connections.fetch_add(1, Ordering::Relaxed) + 1
    }

    pub(crate) fn is_on(&self) -> bool {
        self.hook.is_some()
    }

    pub(crate) fn tell(&self, exchange: Exchange) {
        if let Some(hook) = &self.hook {
            hook(exchange);
        }
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").field("has_hook", &self.hook.is_some()).finish_non_exhaustive()
    }
}

/// A request that is under way and watched.
pub(crate) struct Watched {
    at: SystemTime,
    request: Bytes,
}

impl Watched {
    pub(crate) fn new(request: &Bytes) -> Self {
        Self { at: SystemTime::now(), request: request.clone() }
    }

    /// With what was sent, its length included, and whether the connection goes on.
    pub(crate) fn end(
        self,
        connection: u64,
        client: &Client,
        is_before_login: bool,
        outcome: Became,
    ) -> Exchange {
        Exchange {
            at: self.at,
            took: self.at.elapsed().unwrap_or_default(),
            connection,
            broker: client.at.broker.id,
            listener: client.at.listener,
            peer: client.peer,
            principal: client.principal().to_owned(),
            is_before_login,
            request: self.request,
            outcome,
        }
    }
}

impl Became {
    /// Of a frame that was sent, its length included.
    pub(crate) fn answered(frame: &[u8]) -> Self {
        match frame.len() {
            0..=MAX_ANSWER => Self::Answered(Bytes::copy_from_slice(frame.get(4..).unwrap_or(&[]))),
            length => Self::AnsweredAtLength(length),
        }
    }
}

//! The log of requests: one line of JSON for each request of a client, with what became of it.
//!
//! `kadm emulator --log-requests`, `kadm tap` and `kadm decode --pcap --log-requests` write it, `kadm acl learn` reads
//! it. Whoever writes requests from
//! elsewhere uses the same names. [`entry::of`] makes a line.
//!
//! | field | type | what it is |
//! |---|---|---|
//! | `time` | string | when the request was complete, as `2026-05-01T12:30:00.250Z` |
//! | `micros` | number | microseconds until it was answered or not |
//! | `broker` | number or null | the id of the broker that was asked; null where the client came by a bootstrap address of the tap |
//! | `listener` | string or null | by which listener, as `CLIENT_SASL_SCRAM`; null in the tap |
//! | `connection` | number | of the connection, from 1 |
//! | `peer` | string | the client's address and port |
//! | `principal` | string or null | who the client is, as `User:rudder`; null where nobody knows |
//! | `client_id` | string or null | what the client calls itself; not there with `api` null |
//! | `api` | string or null | Kafka's name of the API; null where the request is not shown |
//! | `api_key` | number | its key; not there with `api` null |
//! | `version` | number | the version of the request; not there with `api` null |
//! | `request` | object or string | the request without its header, with Kafka's names of the fields, as `kadm decode` shows it; a string where it is not shown |
//! | `outcome` | string | `answered`, `unanswered` (a Produce with acks 0), `closed`, or `not_seen` where a capture does not show it |
//! | `errors` | array of strings | the names of all error codes in the answer, each once |
//! | `server` | string | the broker's address and port, in a capture |
//! | `packet` | number | the packet in which the request ends, in a capture |
//! | `topic_ids` | object | the names of topics by their ids, where the answer tells both; else not there. Later requests may have the ids only |
//!
//! Credentials are left out: `[left out: 12 bytes]` stands in their place. A request is not shown where it is
//! longer than 1 MiB, is no request, or comes before the login and may be a password: `[not shown: 12 bytes]`. Where
//! clients are faster than the lines, a line `{"lost": 12}` says how many requests have none. Readers pass over
//! fields that they do not know.

use std::net::SocketAddr;
use std::time::{Duration, SystemTime};

use bytes::Bytes;

pub(crate) mod entry;
mod writer;

pub(crate) use writer::{Last, Requests, Writer, sink};

/// A request of more bytes is told without its content.
const MAX_REQUEST: usize = 1 << 20;

/// A request and what became of it.
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    /// When the request was complete.
    pub(crate) at: SystemTime,
    /// How long it took from then until it was answered or not.
    pub(crate) took: Duration,
    /// The number of the connection, from 1.
    pub(crate) connection: u64,
    /// The id of the broker that was asked.
    pub(crate) broker: Option<i32>,
    /// By which listener.
    pub(crate) listener: Option<String>,
    /// Where the client is.
    pub(crate) peer: SocketAddr,
    /// Who the client is, if that is known.
    pub(crate) principal: Option<String>,
    /// Whether the client has yet to log in: then it may be any bytes.
    pub(crate) is_before_login: bool,
    /// The request's frame, without its length. It may hold secrets.
    pub(crate) request: Bytes,
    /// What became of it.
    pub(crate) outcome: Became,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Became {
    /// It was answered by this frame, without its length.
    Answered(Bytes),
    /// It was answered by a frame that is not kept.
    AnsweredAtLength(usize),
    /// It has no answer, as a Produce with `acks` 0.
    Unanswered,
    /// The connection was closed instead of an answer.
    Closed,
    /// Nobody saw: the capture that it is from ends before, or has a gap.
    NotSeen,
}

impl From<kafka_emulator::Exchange> for Exchange {
    fn from(exchange: kafka_emulator::Exchange) -> Self {
        use kafka_emulator::Became as Of;
        Self {
            at: exchange.at,
            took: exchange.took,
            connection: exchange.connection,
            broker: Some(exchange.broker),
            listener: Some(exchange.listener.to_string()),
            peer: exchange.peer,
            principal: Some(exchange.principal),
            is_before_login: exchange.is_before_login,
            request: exchange.request,
            outcome: match exchange.outcome {
                Of::Answered(answer) => Became::Answered(answer),
                Of::AnsweredAtLength(length) => Became::AnsweredAtLength(length),
                Of::Unanswered => Became::Unanswered,
                _ => Became::Closed,
            },
        }
    }
}

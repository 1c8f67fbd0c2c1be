//! Kafka's requests and answers out of captured packets.
//!
//! [`read`] takes a capture, pcap or pcapng, as a stream. It puts TCP connections together, finds out which side is
//! the broker, matches answers to requests, and hands out one [`Exchange`] after the other. What could not be
//! decoded is counted and named with its place in the [`Summary`], and never guessed.
//!
//! ```no_run
//! use kafka_capture::Options;
//!
//! let file = std::fs::File::open("kafka.pcap")?;
//! let summary = kafka_capture::read(std::io::BufReader::new(file), Options::default(), &mut |exchange| {
//!     println!("{} asked {} bytes", exchange.client, exchange.request_length);
//! })?;
//! println!("{} requests", summary.requests);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A capture is hostile input: no packet causes a panic, and what is kept is bounded, whatever the packets say.
//!
//! | what | at most |
//! |---|---|
//! | a packet that is looked at | 256 KiB |
//! | a frame that is looked at | 1 MiB; of a longer one the header |
//! | what waits for a segment that is missing, per direction | 1 MiB |
//! | requests without an answer, per connection | 1,000, and 4 MiB |
//! | connections at a time | 10,000 |
//! | all of that | 64 MiB: then those are given up that have been silent longest |
//!
//! | module | what it does |
//! |---|---|
//! | `file` | packets out of a file |
//! | `packet` | from a packet's first header to the TCP segment |
//! | `reassembly` | segments of one direction in order |
//! | `frames` | frames out of these bytes |
//! | `login` | what a SASL exchange says about who the client is |
//! | `connection` | requests and answers of one connection |

mod connection;
mod file;
mod frames;
mod login;
mod packet;
mod reassembly;
mod summary;
mod table;

use std::fmt;
use std::io::Read;
use std::net::SocketAddr;
use std::time::{Duration, SystemTime};

use crate::file::{File, Item};
pub use crate::summary::{Note, Summary, Why};
use crate::table::Table;

/// How a capture is read.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// The ports of brokers. When there are any, other connections are left out, and of the others the side with
    /// the port is the broker. Without, it is the side that a connection was made to, or that is asked.
    pub ports: Vec<u16>,
}

/// A request, and what became of it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Exchange {
    /// When the last byte of the request was captured; none where the file has no times.
    pub at: Option<SystemTime>,
    /// How long it took from then until the answer was complete; none without an answer.
    pub took: Option<Duration>,
    /// The number of the connection, from 1, in the order of their first requests.
    pub connection: u64,
    /// The number of the packet with the last byte of the request, from 1.
    pub packet: u64,
    /// The number of the packet with the last byte of the answer.
    pub answer_packet: Option<u64>,
    /// The side that asks.
    pub client: SocketAddr,
    /// The side that is asked.
    pub server: SocketAddr,
    /// Who the client is when the exchange ends, as `User:name`; none where the capture does not tell.
    pub principal: Option<String>,
    /// Whether the request is a message of SASL without a header of Kafka: it may be a password.
    pub is_raw_login: bool,
    /// The frame without its length, or its beginning. It may hold secrets.
    pub request: Vec<u8>,
    /// How long the frame is.
    pub request_length: usize,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a request.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It was answered by this frame, without its length.
    Answered(Vec<u8>),
    /// It was answered by a frame of so many bytes, which is too long to be kept, or has holes.
    AnsweredAtLength(usize),
    /// It has no answer, as a Produce with `acks` 0.
    Unanswered,
    /// The connection ended before there was an answer.
    Closed,
    /// The capture does not show it.
    NotSeen,
}

/// Without the bytes, which may be secrets.
impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field("connection", &self.connection)
            .field("packet", &self.packet)
            .field("client", &self.client)
            .field("server", &self.server)
            .field("request_length", &self.request_length)
            .field("outcome", &self.outcome)
            .finish_non_exhaustive()
    }
}

/// Without the bytes, which may be secrets.
impl fmt::Debug for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answered(frame) => write!(f, "Answered({} bytes)", frame.len()),
            Self::AnsweredAtLength(length) => write!(f, "AnsweredAtLength({length})"),
            Self::Unanswered => f.write_str("Unanswered"),
            Self::Closed => f.write_str("Closed"),
            Self::NotSeen => f.write_str("NotSeen"),
        }
    }
}

/// Why a file could not be read to its end.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// It is neither pcap nor pcapng.
    NotACapture,
    /// It breaks its own layout.
    Damaged {
        /// How many bytes had been read.
        offset: u64,
    },
    /// It cannot be read.
    Io(std::io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotACapture => f.write_str("it is neither a pcap nor a pcapng file"),
            Self::Damaged { offset } => write!(f, "the capture is damaged at byte {offset}"),
            Self::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        if let Self::Io(error) = self { Some(error) } else { None }
    }
}

/// Where something was captured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) packet: u64,
    pub(crate) at: Option<SystemTime>,
}

/// Reads a capture to its end, and hands out each request when its answer was seen, or is no longer waited for.
///
/// # Errors
/// When the input is no capture, is damaged, or cannot be read; what was found before has been handed out by then.
pub fn read(
    input: impl Read,
    options: Options,
    on_exchange: &mut dyn FnMut(Exchange),
) -> Result<Summary, Error> {
    let mut file = File::open(input)?;
    let mut table = Table::new(options);
    let ended = loop {
        match file.next() {
            Ok(Item::Packet(packet)) => table.take(&packet, on_exchange),
            Ok(Item::TooLong(packet)) => table.too_long(packet),
            Ok(Item::End) => break Ok(()),
            Ok(Item::CutShort) => {
                table.cut_short();
                break Ok(());
            }
            Err(error) => break Err(error),
        }
    };
    let summary = table.end(on_exchange);
    ended.map(|()| summary)
}

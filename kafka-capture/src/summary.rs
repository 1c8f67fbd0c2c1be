//! What a capture had, and what of it could not be decoded.

use std::fmt;

/// Notes that are kept.
const MAX_NOTES: usize = 20;

/// What a capture had.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// All packets.
    pub packets: u64,
    /// Packets that are no TCP.
    pub other_packets: u64,
    /// Connections of TCP, without those that [`Options::ports`](crate::Options::ports) leaves out.
    pub connections: u64,
    /// Connections on which requests of Kafka were found.
    pub kafka_connections: u64,
    /// Connections that speak TLS and could not be decrypted.
    pub tls_connections: u64,
    /// Requests that were found.
    pub requests: u64,
    /// Those of them that were answered.
    pub answered: u64,
    /// How often each thing could not be decoded.
    pub undecoded: Vec<(Why, u64)>,
    /// The first places where something could not be decoded.
    pub notes: Vec<Note>,
    /// How many more places there are.
    pub more_notes: u64,
    /// Whether the file ends in the middle of a packet.
    pub is_cut_short: bool,
}

/// A place where something could not be decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Note {
    /// The number of the packet, from 1.
    pub packet: u64,
    /// The number of the connection, if it speaks Kafka.
    pub connection: Option<u64>,
    /// What is the matter.
    pub why: Why,
}

/// Why something could not be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// A packet of a kind of link that is not known here.
    Link(u16),
    /// A piece of an IP packet.
    Fragment,
    /// A packet that is shorter than its headers say.
    Short,
    /// A packet that is longer than what is looked at.
    LongPacket,
    /// A packet whose end was not captured.
    Snapped,
    /// Bytes that were sent and are not in the capture.
    Hole,
    /// Bytes in which no beginning of a frame was found.
    PassedOver,
    /// A frame that is longer than what is looked at.
    LongFrame,
    /// A frame of which a part was not captured.
    BrokenFrame,
    /// A request of an API or a version that is not known here.
    UnknownRequest,
    /// A request that is not as its header says.
    Malformed,
    /// An answer to no request that was captured.
    NoRequest,
    /// More requests without an answer than are kept.
    TooManyOpen,
    /// A connection in which nothing of Kafka was found: it speaks something else, or the capture begins too late.
    NotKafka,
    /// A connection that was given up to make room for others.
    GivenUp,
    /// A connection by TLS for which there are no keys.
    Tls,
}

impl Why {
    /// One word for programs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Link(_) => "unknown_link",
            Self::Fragment => "fragment",
            Self::Short => "short_packet",
            Self::LongPacket => "long_packet",
            Self::Snapped => "snapped_packet",
            Self::Hole => "hole",
            Self::PassedOver => "passed_over",
            Self::LongFrame => "long_frame",
            Self::BrokenFrame => "broken_frame",
            Self::UnknownRequest => "unknown_request",
            Self::Malformed => "malformed_request",
            Self::NoRequest => "no_request",
            Self::TooManyOpen => "too_many_open",
            Self::NotKafka => "not_kafka",
            Self::GivenUp => "given_up",
            Self::Tls => "tls_without_keys",
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Link(link) => return write!(f, "a kind of link that is not known here ({link})"),
            Self::Fragment => "a piece of an IP packet: pieces are not put together",
            Self::Short => "a packet shorter than its headers",
            Self::LongPacket => "a packet of more than 256 KiB",
            Self::Snapped => "a packet of which the end was not captured",
            Self::Hole => "bytes that are not in the capture",
            Self::PassedOver => "bytes in which no frame was found to begin",
            Self::LongFrame => "a frame of more than 1 MiB: only its header was read",
            Self::BrokenFrame => "a frame of which a part is not in the capture",
            Self::UnknownRequest => "a request of an API or a version that is not known here",
            Self::Malformed => "a request that is not as its header says",
            Self::NoRequest => "an answer to no request in the capture",
            Self::TooManyOpen => "more requests without an answer than are kept",
            Self::NotKafka => "a connection in which nothing of Kafka was found",
            Self::GivenUp => "a connection that was given up to make room for others",
            Self::Tls => "a connection by TLS without its keys",
        })
    }
}

impl Summary {
    /// How often something could not be decoded, in all.
    #[must_use]
    pub fn undecoded_count(&self) -> u64 {
        self.undecoded.iter().map(|(_, count)| count).sum()
    }

    pub(crate) fn note(&mut self, packet: u64, connection: Option<u64>, why: Why) {
        match self.undecoded.iter_mut().find(|(known, _)| known.name() == why.name()) {
            Some((_, count)) => *count += 1,
            None => self.undecoded.push((why, 1)),
        }
        match self.notes.len() < MAX_NOTES {
            true => self.notes.push(Note { packet, connection, why }),
            false => self.more_notes += 1,
        }
    }
}

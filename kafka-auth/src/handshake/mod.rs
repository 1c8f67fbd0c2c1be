//! The exchange that opens a connection: ApiVersions, SaslHandshake, SaslAuthenticate.
//!
//! Both sides are machines without I/O: [`Handshake`] for a client, [`ServerHandshake`] for a
//! broker or proxy. They take and give whole Kafka frames; the socket, the clock and the limit on
//! a frame's size ([`kafka_proto::frame::MAX_FRAME_BEFORE_AUTH`]) stay with the caller.
//!
//! A client keeps one queue of expected answers. What was sent decides what may come, in order:
//!
//! | expected answer | what follows it |
//! |---|---|
//! | ApiVersions | SaslHandshake if a login is still to begin; after code 35, once, ApiVersions in a lower version |
//! | SaslHandshake | the mechanism's first message, in SaslAuthenticate |
//! | SaslAuthenticate | the mechanism's next message, perhaps after a derivation; behind the last message ApiVersions and the early request, unless they were asked before |
//! | the early request's | nothing |
//!
//! The handshake is done when the mechanism is, the versions are known, and the queue is empty. A
//! [`Flight`] says which request is the first one, ApiVersions or SaslHandshake, and which of them
//! leave before the answer in front of them has come.

mod api_versions;
mod client;
mod server;
mod software;

pub use api_versions::ApiVersions;
pub use client::{Authenticated, Flight, Handshake, HandshakeConfig, SASL_CORRELATION_IDS, Stage};
pub use server::{MAX_SASL_REQUEST, Reply, ServerHandshake, ServerHandshakeConfig};

use std::ops::RangeInclusive;

/// SaslHandshake v0 is followed by tokens without Kafka's framing and error texts (KIP-152
/// replaced it in Kafka 1.0): this client does not speak it.
const SASL_HANDSHAKE: RangeInclusive<i16> = 1..=1;

/// v1 brought the session lifetime (KIP-368), v2 the flexible encoding.
const SASL_AUTHENTICATE: RangeInclusive<i16> = 0..=2;

//! The exchange that opens a connection: ApiVersions, SaslHandshake, SaslAuthenticate.
//!
//! Both sides are machines without I/O: [`Handshake`] for a client, [`ServerHandshake`] for a
//! broker or proxy. They take and give whole Kafka frames; the socket, the clock and the limit on
//! a frame's size ([`kafka_proto::frame::MAX_FRAME_BEFORE_AUTH`]) stay with the caller.
//!
//! ```text
//!               new()                                              reauthenticate()
//!                 │                                                       │
//!                 ▼        without a mechanism                            │
//!        ExpectApiVersions ───────────────────────────────────▶ Done      │
//!         │  ▲    │                                               ▲       │
//!         └──┘    ▼                                               │       │
//!   35: once  ExpectSaslHandshake ◀───────────────────────────────┼───────┘
//!                 │                                               │
//!                 ▼                                               │
//!       ExpectSaslAuthenticate ◀──▶ ExpectSaltedPassword          │
//!                 └───────────────────────────────────────────────┘
//! ```
//!
//! With a [`Flight`] other than `Sequential` a client begins with SaslHandshake and comes to
//! ExpectApiVersions last, then to ExpectRest: the answers to what left behind ApiVersions.

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

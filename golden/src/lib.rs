//! Golden bytes: the vectors of `kafka-proto/tests/golden`, written by Kafka's own Java serializer,
//! and what tests and fuzzers do to a message, whichever it is.
//!
//! A program compiles the messages that it names. All of them are named here, behind one trait, and
//! so they are compiled once for every test and fuzz target.

#![allow(missing_docs, unreachable_pub, clippy::unwrap_used, reason = "a tool of this repository")]

mod any;
mod check;
pub mod input;
mod json;
pub mod line;
#[rustfmt::skip]
mod messages;
pub mod vectors;

pub use self::any::{AnyBody, AnyMessage, Framed};
pub use self::check::{Outcome, Reread, file, reread};
pub use self::line::Line;
pub use self::messages::{plain, request, response, response_frame};

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

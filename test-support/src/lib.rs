//! What the tests of several crates need. Not published.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

pub mod broker;
pub mod browser;
pub mod certificates;
mod recorder;

pub use recorder::Recorder;

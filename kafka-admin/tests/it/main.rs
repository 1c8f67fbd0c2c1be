//! The client against the emulator.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod client;
mod diagnose;
mod doctor;
mod durations;
mod readme;
mod relay;
mod sessions;
mod share;
mod story;

//! All tests of this crate in one program: a program compiles each message that it names, and half
//! of these name all of them.

#![allow(clippy::unwrap_used, reason = "a failure is a failed test")]

mod apis;
mod attacks;
mod codes;
mod examples;
mod fuzzed;
mod golden;
mod hostile;
mod refused;
mod tables;

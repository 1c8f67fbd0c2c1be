//! The tests of this crate in one program, which is linked once. Three have programs of their own: `traces`
//! has a subscriber for the whole process, `key_memory` starts itself again, `fuzzed` is the fuzzers'.

#![allow(clippy::unwrap_used, reason = "a test may fail that way")]

mod cache;
mod credentials;
mod credentials_at_once;
mod examples;
mod handshake;
mod mechanisms;
#[cfg(feature = "msk-iam")]
mod msk_iam;
#[cfg(feature = "msk-iam")]
mod msk_iam_attacks;
#[cfg(feature = "msk-iam")]
mod msk_token;
mod oauthbearer;
mod plain;
mod redaction;
mod scram;
mod scram_attacks;
#[path = "../support/mod.rs"]
mod support;
mod tls;
mod wiping;

//! SCRAM-SHA-512 and SCRAM-SHA-256: RFC 5802 and 7677 the way Kafka speaks them (KIP-84).
//!
//! What Kafka leaves out is left out: no channel binding (`n,,` only), no SASLprep (the password's
//! UTF-8 bytes are used as they are), ASCII user names only. Where a server's credentials were made
//! with SASLprep (RFC 4013), prepare the password before it becomes a [`Secret`](crate::Secret).

use std::fmt;

pub(crate) mod keys;

mod client;
mod credential;
mod grammar;
mod message;
mod nonce;
mod salt;
mod server;
mod token;

pub use client::{DEFAULT_ITERATIONS, ScramClient};
pub use credential::ScramCredential;
pub use grammar::{MAX_NONCE, MAX_SERVER_MESSAGE, is_user};
pub use message::MAX_SALT;
pub use nonce::Nonce;
pub use salt::{SALT_LEN, random_salt};
pub use server::ScramServer;
pub use token::TokenHmac;

/// The fewest PBKDF2 rounds, for both hashes, that Kafka stores or accepts (`ScramMechanism`).
/// RFC 7677: "the hash iteration-count SHOULD be at least 4096".
pub const MIN_ITERATIONS: u32 = 4096;

/// The most PBKDF2 rounds that Kafka stores (`ScramMechanism.maxIterations`, KIP-554).
pub const MAX_STORED_ITERATIONS: u32 = 16_384;

/// The hash functions Kafka offers SCRAM with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScramHash {
    /// SCRAM-SHA-256.
    Sha256,
    /// SCRAM-SHA-512, the only one MSK offers.
    Sha512,
}

impl ScramHash {
    /// The mechanism's name on the wire.
    pub const fn mechanism(self) -> &'static str {
        match self {
            Self::Sha256 => "SCRAM-SHA-256",
            Self::Sha512 => "SCRAM-SHA-512",
        }
    }

    /// The hash of a mechanism named on the wire; names are case-sensitive, as in Kafka.
    pub fn from_mechanism(name: &str) -> Option<Self> {
        [Self::Sha256, Self::Sha512].into_iter().find(|hash| hash.mechanism() == name)
    }

    /// How many bytes the hash, and so every key and proof, has: 32 or 64.
    pub const fn output_len(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha512 => 64,
        }
    }
}

impl fmt::Display for ScramHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.mechanism())
    }
}

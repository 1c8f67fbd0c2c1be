//! The random text that makes every exchange different.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::grammar;
use crate::crypto::fill_random;
use crate::error::AuthError;

/// How much randomness a fresh nonce has, in bytes.
const RANDOM_BYTES: usize = 24;

/// One side's part of a SCRAM nonce. Not `Clone`: each login takes a fresh one.
#[derive(Debug)]
pub struct Nonce(String);

impl Nonce {
    /// A fresh nonce: 192 bits from the operating system, as base64.
    ///
    /// # Errors
    /// When the operating system has no randomness to give.
    pub fn random() -> Result<Self, AuthError> {
        let mut bytes = [0; RANDOM_BYTES];
        fill_random(&mut bytes)?;
        Ok(Self(STANDARD.encode(bytes)))
    }

    /// A chosen nonce, for published test vectors.
    ///
    /// # Errors
    /// When it is empty, longer than 1 KiB, or holds a comma or anything unprintable.
    pub fn from_text(text: &str) -> Result<Self, AuthError> {
        grammar::nonce("SCRAM nonce", text).map(|text| Self(text.to_owned()))
    }

    /// The text as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

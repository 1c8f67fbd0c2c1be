//! A text that must not be seen: passwords, secret access keys, session tokens.

use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use crate::crypto::{fill_random, same_bytes};
use crate::error::AuthError;

/// How much randomness a random password has, in bytes.
const RANDOM_BYTES: usize = 24;

/// A secret text, kept once in memory and wiped when its last owner goes away.
///
/// `Debug` prints `Secret(redacted)`, there is no `Display` and no `==`. A clone shares the same
/// memory, so that a connection per broker does not mean a copy of the password per broker.
///
/// ```
/// let password = kafka_auth::Secret::new("correct horse");
/// assert_eq!(password.expose(), "correct horse");
/// assert_eq!(format!("{password:?}"), "Secret(redacted)");
/// ```
#[derive(Clone)]
pub struct Secret(Arc<Zeroizing<String>>);

impl Secret {
    /// Takes the text over. Nothing is normalised: SCRAM uses these bytes as they are, as Kafka does.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Arc::new(Zeroizing::new(text.into())))
    }

    /// A password that nobody can guess: 192 bits from the operating system, as 32 letters, digits, `-`
    /// and `_`.
    ///
    /// # Errors
    /// When the operating system has no randomness to give.
    pub fn random() -> Result<Self, AuthError> {
        let mut bytes = Zeroizing::new([0; RANDOM_BYTES]);
        fill_random(&mut *bytes)?;
        Ok(Self::new(URL_SAFE_NO_PAD.encode(*bytes)))
    }

    /// The text itself. Every call site is a place to review.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// True when there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Compares in a time that depends on the lengths only.
    pub fn matches(&self, candidate: &[u8]) -> bool {
        same_bytes(self.expose().as_bytes(), candidate)
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&String> for Secret {
    fn from(text: &String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<&Secret> for Secret {
    fn from(secret: &Secret) -> Self {
        secret.clone()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clone_shares_the_memory_of_the_original() {
        let original = Secret::new("pw");
        assert!(std::ptr::eq(original.expose(), original.clone().expose()));
    }

    #[test]
    fn a_text_that_is_taken_over_leaves_no_copy_behind() {
        let text = String::from("pw");
        let place = text.as_ptr();
        assert_eq!(Secret::new(text).expose().as_ptr(), place);
    }

    #[test]
    fn a_random_password_is_long_harmless_and_never_the_same() {
        let (one, other) = (Secret::random().unwrap(), Secret::random().unwrap());
        assert_ne!(one.expose(), other.expose());
        let is_harmless = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        assert!(one.expose().len() == 32 && one.expose().bytes().all(is_harmless));
    }

    #[test]
    fn comparison_refuses_prefixes_and_other_lengths() {
        let secret = Secret::new("abc");
        assert!(secret.matches(b"abc"));
        assert!(!secret.matches(b"ab") && !secret.matches(b"abcd") && !secret.matches(b"abd"));
    }
}

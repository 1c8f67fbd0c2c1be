//! The random bytes that make equal passwords different where they are stored.

use crate::crypto::fill_random;
use crate::error::AuthError;

/// How long a random salt is, in bytes.
pub const SALT_LEN: usize = 32;

/// A fresh salt for one credential, from the operating system.
///
/// # Errors
/// When the operating system has no randomness to give.
pub fn random_salt() -> Result<[u8; SALT_LEN], AuthError> {
    let mut salt = [0; SALT_LEN];
    fill_random(&mut salt)?;
    Ok(salt)
}

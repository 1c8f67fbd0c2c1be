//! The formulas of RFC 5802 section 3, with the RFC's names.

use std::sync::OnceLock;

use sha2::{Sha256, Sha512};
use zeroize::Zeroizing;

use super::ScramHash;
use crate::crypto::{self, Key};
use crate::error::AuthError;
use crate::secret::Secret;

/// `SaltedPassword := Hi(Normalize(password), salt, i)`
pub(crate) fn salted_password(hash: ScramHash, password: &[u8], salt: &[u8], rounds: u32) -> Key {
    let mut salted = Zeroizing::new(vec![0; hash.output_len()]);
    match hash {
        ScramHash::Sha256 => pbkdf2::pbkdf2_hmac::<Sha256>(password, salt, rounds, &mut salted),
        ScramHash::Sha512 => pbkdf2::pbkdf2_hmac::<Sha512>(password, salt, rounds, &mut salted),
    }
    salted
}

/// `ClientKey := HMAC(SaltedPassword, "Client Key")`
pub(super) fn client_key(hash: ScramHash, salted_password: &[u8]) -> Key {
    hmac(hash, salted_password, b"Client Key")
}

/// `ServerKey := HMAC(SaltedPassword, "Server Key")`
pub(super) fn server_key(hash: ScramHash, salted_password: &[u8]) -> Key {
    hmac(hash, salted_password, b"Server Key")
}

/// `StoredKey := H(ClientKey)`
pub(super) fn stored_key(hash: ScramHash, client_key: &[u8]) -> Key {
    match hash {
        ScramHash::Sha256 => crypto::digest::<Sha256>(client_key),
        ScramHash::Sha512 => crypto::digest::<Sha512>(client_key),
    }
}

/// `ClientSignature := HMAC(StoredKey, AuthMessage)`, and the same with `ServerKey` for the server.
pub(super) fn signature(hash: ScramHash, key: &[u8], auth_message: &str) -> Key {
    hmac(hash, key, auth_message.as_bytes())
}

/// `ClientProof := ClientKey XOR ClientSignature`, which also undoes itself.
pub(super) fn xor(left: &[u8], right: &[u8]) -> Key {
    Zeroizing::new(left.iter().zip(right).map(|(l, r)| l ^ r).collect())
}

/// What names a derivation in a cache: a digest of all its inputs under a key that only this
/// process has.
pub(crate) fn cache_tag(
    hash: ScramHash,
    user: &str,
    password: &Secret,
    salt: &[u8],
    rounds: u32,
) -> Result<Vec<u8>, AuthError> {
    let (mechanism, password) = (hash.mechanism().as_bytes(), password.expose().as_bytes());
    let parts = [mechanism, user.as_bytes(), password, salt, &rounds.to_be_bytes()];
    Ok(crypto::hmac_of_parts::<Sha256>(process_key()?, &parts).to_vec())
}

fn process_key() -> Result<&'static [u8; 32], AuthError> {
    static KEY: OnceLock<[u8; 32]> = OnceLock::new();
    if let Some(key) = KEY.get() {
        return Ok(key);
    }
    let mut fresh = [0; 32];
    crypto::fill_random(&mut fresh)?;
    Ok(KEY.get_or_init(|| fresh))
}

fn hmac(hash: ScramHash, key: &[u8], message: &[u8]) -> Key {
    match hash {
        ScramHash::Sha256 => crypto::hmac::<Sha256>(key, message),
        ScramHash::Sha512 => crypto::hmac::<Sha512>(key, message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A key that others know would let them test passwords against a [`CacheKey`](crate::CacheKey).
    #[test]
    fn the_key_of_this_process_is_random_and_stays() {
        let key = process_key().unwrap();
        assert!(key.iter().any(|byte| *byte != key[0]));
        assert_eq!(process_key().unwrap(), key);
    }
}

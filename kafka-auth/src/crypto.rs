//! The few primitives that more than one mechanism needs.

use hmac::digest::{Digest, FixedOutput};
use hmac::{EagerHash, Hmac, KeyInit, Mac};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, Zeroizing};

use crate::error::AuthError;

/// Bytes that are as good as a password, or close to it.
pub(crate) type Key = Zeroizing<Vec<u8>>;

/// Fills `bytes` from the operating system's generator, and from nothing else.
pub(crate) fn fill_random(bytes: &mut [u8]) -> Result<(), AuthError> {
    getrandom::fill(bytes).map_err(|error| {
        AuthError::Config(format!("the operating system gives no random bytes: {error}"))
    })
}

/// Equality in a time that depends on the lengths only: for proofs, signatures and tokens.
pub(crate) fn same_bytes(left: &[u8], right: &[u8]) -> bool {
    left.ct_eq(right).into()
}

/// HMAC of one message.
pub(crate) fn hmac<H: EagerHash>(key: &[u8], message: &[u8]) -> Key {
    wiped(keyed::<H>(key).chain_update(message).finalize_fixed())
}

/// HMAC of a list of parts, each preceded by its length, so that no two lists run together.
pub(crate) fn hmac_of_parts<H: EagerHash>(key: &[u8], parts: &[&[u8]]) -> Key {
    let mut mac = keyed::<H>(key);
    for part in parts {
        mac.update(&part.len().to_be_bytes());
        mac.update(part);
    }
    wiped(mac.finalize_fixed())
}

/// Hash of one message.
pub(crate) fn digest<H: Digest>(message: &[u8]) -> Key {
    wiped(H::digest(message))
}

fn keyed<H: EagerHash>(key: &[u8]) -> Hmac<H> {
    // RFC 2104 hashes a key that is longer than a block and pads a shorter one.
    Hmac::new_from_slice(key).expect("HMAC takes keys of any length")
}

/// Moves a result into memory that is wiped, and wipes where it was.
fn wiped(mut result: impl AsMut<[u8]>) -> Key {
    let result = result.as_mut();
    let key = Zeroizing::new(result.to_vec());
    result.zeroize();
    key
}

#[cfg(test)]
mod tests {
    use sha2::Sha256;

    use super::*;

    #[test]
    fn a_key_is_moved_out_of_where_it_was_made() {
        let mut made = [7; 32];
        assert_eq!(*wiped(&mut made), [7; 32]);
        assert_eq!(made, [0; 32], "a copy stays behind");
    }

    /// "ab", "c" and "a", "bc" would be the same bytes without their lengths.
    #[test]
    fn parts_do_not_run_together() {
        let of = |parts: &[&[u8]]| hmac_of_parts::<Sha256>(b"key", parts);
        assert_ne!(of(&[b"ab", b"c"]), of(&[b"a", b"bc"]));
        assert_ne!(of(&[b"ab"]), of(&[b"ab", b""]));
        assert_eq!(of(&[b"ab", b"c"]), of(&[b"ab", b"c"]));
    }
}

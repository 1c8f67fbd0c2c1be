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

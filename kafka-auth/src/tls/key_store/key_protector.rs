//! Java's own encryption of keys, older than its PKCS#12.

use sha1::{Digest, Sha1};
use zeroize::Zeroizing;

use super::fault::Fault;
use crate::crypto::same_bytes;

/// Of SHA-1.
pub(super) const DIGEST_BYTES: usize = 20;

/// The way back from Java's KeyProtector: each block of 20 bytes was hidden by SHA-1 of the password and
/// the block before, and SHA-1 of password and key stands behind them.
pub(super) fn unprotected(protected: &[u8], password: &str) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let password = utf16(password);
    let (mut before, rest) = protected.split_at_checked(DIGEST_BYTES).ok_or(Fault::MALFORMED)?;
    let hidden = rest.len().checked_sub(DIGEST_BYTES).ok_or(Fault::MALFORMED)?;
    let (hidden, digest) = rest.split_at(hidden);
    let mut key = Zeroizing::new(Vec::with_capacity(hidden.len()));
    let mut pad;
    for block in hidden.chunks(DIGEST_BYTES) {
        pad = Zeroizing::new(<[u8; DIGEST_BYTES]>::from(
            Sha1::new().chain_update(&*password).chain_update(before).finalize(),
        ));
        key.extend(block.iter().zip(&*pad).map(|(hidden, pad)| hidden ^ pad));
        before = &pad[..];
    }
    let made = Sha1::new().chain_update(&*password).chain_update(&*key).finalize();
    match same_bytes(&made, digest) {
        true => Ok(key),
        false => Err(Fault::Password),
    }
}

/// `java.lang.String`'s characters, as Java's digests take them.
pub(super) fn utf16(text: &str) -> Zeroizing<Vec<u8>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(2 * text.len() + 2));
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    bytes
}

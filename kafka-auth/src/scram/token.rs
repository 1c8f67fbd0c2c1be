//! What somebody who logs in by a delegation token proves to know (KIP-48).

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::error::AuthError;
use crate::secret::Secret;

/// The longest HMAC that is taken, in bytes: Kafka's have 64.
const MAX_HMAC: usize = 1024;

/// The HMAC of a delegation token: whoever has it can log in as the token's owner, renew the token and
/// end it. Its base64 is the password of a login by SCRAM, with the token's id as the user.
///
/// `Debug` shows nothing of it; the memory is wiped when its last owner goes away.
///
/// ```
/// use kafka_auth::scram::TokenHmac;
///
/// let hmac = TokenHmac::from_base64("lAYYSFmLs4bTjf+lTZ1LCA==")?;
/// assert_eq!(format!("{hmac:?}"), "TokenHmac(redacted)");
/// # Ok::<(), kafka_auth::AuthError>(())
/// ```
#[derive(Clone)]
pub struct TokenHmac(Secret);

impl TokenHmac {
    /// The bytes that a broker made.
    ///
    /// # Errors
    /// There are none, or more than 1,024.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, AuthError> {
        match bytes.len() {
            1..=MAX_HMAC => Ok(Self(Secret::new(STANDARD.encode(bytes)))),
            _ => Err(AuthError::Config("the HMAC of a token has 1 to 1,024 bytes".to_owned())),
        }
    }

    /// The form in which people hand it on.
    ///
    /// # Errors
    /// It is not canonical base64, or not of 1 to 1,024 bytes.
    pub fn from_base64(text: impl Into<Secret>) -> Result<Self, AuthError> {
        let text = text.into();
        let bytes = STANDARD.decode(text.expose()).map(Zeroizing::new);
        match bytes {
            Ok(bytes) => Self::from_bytes(&bytes),
            Err(_) => Err(AuthError::Config("the HMAC of a token is not base64".to_owned())),
        }
    }

    /// The bytes themselves, which renewing and ending a token need. Every call site is a place to
    /// review.
    pub fn expose(&self) -> Zeroizing<Vec<u8>> {
        // What was encoded here can be decoded.
        Zeroizing::new(STANDARD.decode(self.0.expose()).unwrap_or_default())
    }

    /// The password of a login by the token.
    pub fn password(&self) -> &Secret {
        &self.0
    }
}

impl fmt::Debug for TokenHmac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenHmac(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `DelegationToken.hmacAsBase64String` of Kafka is Java's basic encoder, with padding.
    #[test]
    fn bytes_and_base64_are_the_same_token() {
        let hmac = TokenHmac::from_bytes(&[0xff, 0xfe, 0]).unwrap();
        assert_eq!(hmac.password().expose(), "//4A");
        let again = TokenHmac::from_base64("//4A").unwrap();
        assert_eq!(*again.expose(), [0xff, 0xfe, 0]);
        for wrong in ["", "//4", "__4A", " //4A", "not base64!"] {
            assert!(TokenHmac::from_base64(wrong).is_err(), "{wrong:?}");
        }
        assert!(TokenHmac::from_bytes(&[0; MAX_HMAC + 1]).is_err());
    }
}

use std::fmt;
use std::str::FromStr;

use crate::ParseUuidError;

/// Kafka's 16-byte id of a topic, cluster member or directory. All zeros mean "none".
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uuid(pub [u8; 16]);

impl Uuid {
    /// The id that stands for "no id".
    pub const ZERO: Self = Self([0; 16]);

    /// Whether this is [`Uuid::ZERO`].
    #[must_use]
    pub fn is_zero(&self) -> bool {
        *self == Self::ZERO
    }
}

/// As `org.apache.kafka.common.Uuid#fromString`: URL-safe base64, 22 characters, with or without its
/// padding. What the last character holds beyond 128 bits is ignored there too.
impl FromStr for Uuid {
    type Err = ParseUuidError;

    fn from_str(text: &str) -> Result<Self, ParseUuidError> {
        let digits = if text.len() == 24 { text.strip_suffix("==") } else { Some(text) };
        let digits = digits.filter(|digits| digits.len() == 22).ok_or(ParseUuidError)?;
        let mut bits = 0u128;
        for (index, c) in digits.bytes().enumerate() {
            let digit =
                ALPHABET.iter().position(|&known| known == c).ok_or(ParseUuidError)? as u128;
            // 22 digits hold 132 bits: the last digit's low four are padding.
            bits = if index < 21 { bits << 6 | digit } else { bits << 2 | digit >> 4 };
        }
        Ok(Self(bits.to_be_bytes()))
    }
}

/// As `org.apache.kafka.common.Uuid#toString`: URL-safe base64 without padding.
impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bits = u128::from_be_bytes(self.0);
        let mut text = [0u8; 22];
        for (index, c) in text.iter_mut().enumerate() {
            let digit = if index < 21 { bits >> (122 - 6 * index) } else { bits << 4 };
            *c = ALPHABET[(digit & 0x3f) as usize];
        }
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

impl fmt::Debug for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_base64url_without_padding() {
        assert_eq!(Uuid::ZERO.to_string(), "AAAAAAAAAAAAAAAAAAAAAA");
        let bytes: Vec<u8> = (0..16).collect();
        let uuid = Uuid(bytes.try_into().unwrap());
        assert_eq!(uuid.to_string(), "AAECAwQFBgcICQoLDA0ODw");
        assert_eq!(Uuid([0xff; 16]).to_string(), "_____________________w");
    }

    #[test]
    fn text_comes_back() {
        let uuid = Uuid([7, 200, 3, 99, 0, 1, 2, 250, 251, 252, 17, 18, 19, 20, 21, 22]);
        assert_eq!(uuid.to_string().parse(), Ok(uuid));
        assert_eq!(format!("{uuid:?}"), uuid.to_string());
        assert!(Uuid::ZERO.is_zero() && !uuid.is_zero());
    }

    /// What `Uuid.fromString` of kafka-clients 4.4.0 says.
    #[test]
    fn text_is_read_as_java_reads_it() {
        let uuid = Uuid([0xff; 16]);
        for text in ["_____________________w", "_____________________w==", "______________________"]
        {
            assert_eq!(text.parse(), Ok(uuid), "{text}");
        }
        for text in [
            "",
            "short",
            "_____________________w=",
            "_____________________w===",
            "_____________________/",
            "+____________________w",
            "____________________w==",
            "_______________________w",
            "____________________\u{e9}",
        ] {
            assert_eq!(text.parse::<Uuid>(), Err(ParseUuidError), "{text}");
        }
    }
}

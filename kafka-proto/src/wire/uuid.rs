use std::fmt;

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

    /// Reads Kafka's text form: 22 characters of URL-safe base64 without padding.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 22 {
            return None;
        }
        let mut bits = 0u128;
        for (index, c) in text.bytes().enumerate() {
            let digit = ALPHABET.iter().position(|&known| known == c)? as u128;
            // 22 digits hold 132 bits: the last digit's low four are padding.
            bits = if index < 21 { bits << 6 | digit } else { bits << 2 | digit >> 4 };
        }
        Some(Self(bits.to_be_bytes()))
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
        assert_eq!(Uuid::parse(&uuid.to_string()), Some(uuid));
        assert_eq!((Uuid::parse("short"), format!("{uuid:?}")), (None, uuid.to_string()));
        assert!(Uuid::ZERO.is_zero() && !uuid.is_zero());
    }
}

use std::fmt;
use std::ops::Deref;

/// Bytes whose meaning Kafka's protocol does not say: SASL exchanges, records, token keys.
///
/// They may be secret, so `Debug` shows how many there are and nothing else.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Opaque<'a>(pub &'a [u8]);

impl fmt::Debug for Opaque<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{} bytes]", self.0.len())
    }
}

impl Deref for Opaque<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.0
    }
}

impl<'a> From<&'a [u8]> for Opaque<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_the_length_only() {
        assert_eq!(format!("{:?}", Opaque(b"hunter2")), "[7 bytes]");
    }
    #[test]
    fn it_is_the_bytes_it_was_made_of() {
        assert_eq!(*Opaque::from(&b"ab"[..]), *b"ab");
    }
}

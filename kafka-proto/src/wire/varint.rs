//! Unsigned varints: seven bits a byte, the lowest first, at most five bytes (KIP-482).

/// Why a varint could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VarintError {
    /// The frame ends inside it.
    End,
    /// It does not fit 32 bits.
    TooLong,
}

/// Reads one varint and says how many bytes it took.
///
/// A value written longer than needed (`80 00`) is accepted, as Kafka does.
#[inline]
pub(crate) fn read(bytes: &[u8]) -> Result<(u32, usize), VarintError> {
    match bytes.first() {
        Some(&byte) if byte < 0x80 => Ok((u32::from(byte), 1)),
        Some(_) => read_long(bytes),
        None => Err(VarintError::End),
    }
}

/// As [`read`], for what is not a varint of one byte.
#[inline(never)]
pub(crate) fn read_long(bytes: &[u8]) -> Result<(u32, usize), VarintError> {
    let mut value = 0u32;
    for (index, &byte) in bytes.iter().take(5).enumerate() {
        // Four bits are left for the fifth byte; anything above would be cut off silently.
        if index == 4 && byte > 0x0f {
            return Err(VarintError::TooLong);
        }
        value |= u32::from(byte & 0x7f) << (7 * index);
        if byte < 0x80 {
            return Ok((value, index + 1));
        }
    }
    Err(if bytes.len() < 5 { VarintError::End } else { VarintError::TooLong })
}

/// `value` as bytes, and how many of them.
#[inline]
pub(crate) fn encode(mut value: u32) -> ([u8; 5], usize) {
    let (mut bytes, mut last) = ([0; 5], 0);
    while value >= 0x80 {
        bytes[last] = value as u8 | 0x80;
        value >>= 7;
        last += 1;
    }
    bytes[last] = value as u8;
    (bytes, last + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_length_comes_back() {
        for value in [0, 1, 127, 128, 16_383, 16_384, 2_097_151, 268_435_455, u32::MAX] {
            let (bytes, len) = encode(value);
            assert_eq!(read(&bytes[..len]), Ok((value, len)));
        }
    }

    #[test]
    fn f17_a_sixth_byte_and_a_fat_fifth_byte_are_refused() {
        assert_eq!(read(&[0x80; 6]), Err(VarintError::TooLong));
        assert_eq!(read(&[0xff, 0xff, 0xff, 0xff, 0x10]), Err(VarintError::TooLong));
        assert_eq!(read(&[0xff, 0xff, 0xff, 0xff, 0x0f]), Ok((u32::MAX, 5)));
    }

    #[test]
    fn f17_a_longer_form_than_needed_is_accepted() {
        assert_eq!(read(&[0x80, 0x00]), Ok((0, 2)));
    }

    #[test]
    fn a_cut_varint_says_so() {
        assert_eq!(read(&[]), Err(VarintError::End));
        assert_eq!(read(&[0x80, 0x80]), Err(VarintError::End));
    }
}

//! The rules every Kafka message follows on the wire.
//!
//! | module | what it holds |
//! |---|---|
//! | [`reader`](Reader) | values out of a received frame, each length checked first |
//! | [`writer`](Writer) | values into an outgoing frame, errors kept until the end |
//! | `fault` | the first thing that was wrong with a received frame |
//! | [`array`](Array) | arrays that stay views over the frame |
//! | [`tags`](Tags) | tagged fields this release does not know (KIP-482) |
//! | `varint` | the unsigned varints of flexible versions |

mod array;
mod fault;
mod opaque;
mod reader;
mod tags;
mod uuid;
pub(crate) mod varint;
mod writer;

pub use self::array::{Array, Iter};
pub(crate) use self::fault::Fault;
pub use self::opaque::Opaque;
pub use self::reader::Reader;
pub use self::tags::Tags;
pub use self::uuid::Uuid;
pub use self::writer::Writer;

use crate::error::{DecodeErrorKind, ELEMENT};
use crate::{DecodeError, EncodeError};

/// A value with a place in Kafka messages: a primitive, a code, or a struct.
pub trait Wire<'a>: Sized {
    /// The fewest bytes the value takes in any version, at least 1.
    ///
    /// An array that claims more elements than fit into the rest of the frame is refused before
    /// anything is read or allocated.
    const MIN_SIZE: usize;

    /// Reads one value.
    ///
    /// What breaks a rule of the protocol is kept by the reader, and what is returned is then of
    /// no use.
    fn read(r: &mut Reader<'a, '_>) -> Self;

    /// Writes one value. Errors wait in the [`Writer`] until the end.
    fn write(&self, w: &mut Writer);

    /// Writes all of them in a row.
    #[inline(never)]
    fn write_all(elements: &[Self], w: &mut Writer) {
        elements.iter().for_each(|element| element.write(w));
    }

    /// Checks `count` values in a row, those of the array `field`, without keeping them.
    #[inline(never)]
    fn skip(r: &mut Reader<'a, '_>, field: &'static str, count: usize) {
        // A reader whose address nobody has stays in registers.
        let mut own = r.skimming();
        for index in 0..count {
            // What was read owns nothing; and what is not dropped need not even be built.
            std::mem::forget(Self::read(&mut own));
            if own.failed() {
                own.inside_element(field, index);
                break;
            }
        }
        *r = r.behind(own);
    }
}

/// Reads a value that has bytes behind it, such as a header, and says which.
///
/// # Errors
/// When the bytes break a rule of the protocol; the error names field and offset.
#[inline]
pub fn decode_front<'a, T: Wire<'a>>(
    bytes: &'a [u8],
    version: i16,
    flexible: bool,
) -> Result<(T, &'a [u8]), DecodeError> {
    let fault = Fault::default();
    let mut reader = Reader::new(bytes, version, flexible, &fault);
    let value = T::read(&mut reader);
    let rest = reader.rest();
    fault.or((value, rest))
}

/// Reads a value that ends with `bytes`: a message, or the data that Kafka keeps inside of
/// records and requests.
///
/// # Errors
/// As [`decode_front`], and when bytes are left.
#[inline]
pub fn decode_whole<'a, T: Wire<'a>>(
    bytes: &'a [u8],
    version: i16,
    flexible: bool,
) -> Result<T, DecodeError> {
    match decode_front(bytes, version, flexible)? {
        (value, []) => Ok(value),
        (_, rest) => Err(trailing(bytes.len(), rest.len())),
    }
}

#[cold]
fn trailing(all: usize, left: usize) -> DecodeError {
    DecodeError::new(DecodeErrorKind::TrailingBytes(left), all - left).in_field("message")
}

/// Appends a value that is not a message by itself: a header, or the data that Kafka keeps inside
/// of records and requests.
///
/// # Errors
/// When the version cannot carry a field that is set; what was appended is then of no use.
#[inline]
pub fn encode_value<'a>(
    out: &mut Vec<u8>,
    version: i16,
    flexible: bool,
    value: &impl Wire<'a>,
) -> Result<(), EncodeError> {
    let mut writer = Writer::new(std::mem::take(out), version, flexible);
    value.write(&mut writer);
    let (bytes, result) = writer.finish();
    *out = bytes;
    result
}

/// Bytes of a fixed size: `count` of them are checked with one comparison.
macro_rules! fixed {
    ($($type:ty, $size:literal, $method:ident, $bytes:expr;)*) => {$(
        impl<'a> Wire<'a> for $type {
            const MIN_SIZE: usize = $size;

            #[inline(always)]
            fn read(r: &mut Reader<'a, '_>) -> Self {
                r.$method(ELEMENT)
            }

            #[inline]
            fn write(&self, w: &mut Writer) {
                w.$method(*self);
            }

            #[inline(always)]
            fn write_all(elements: &[Self], w: &mut Writer) {
                w.fixed(elements, $bytes);
            }

            #[inline(always)]
            fn skip(r: &mut Reader<'a, '_>, field: &'static str, count: usize) {
                r.take(field, count.saturating_mul($size));
            }
        }
    )*};
}

fixed! {
    i8, 1, int8, i8::to_be_bytes;
    i16, 2, int16, i16::to_be_bytes;
    u16, 2, uint16, u16::to_be_bytes;
    i32, 4, int32, i32::to_be_bytes;
    i64, 8, int64, i64::to_be_bytes;
    f64, 8, float64, f64::to_be_bytes;
    Uuid, 16, uuid, |uuid: Uuid| uuid.0;
}

impl<'a> Wire<'a> for &'a str {
    const MIN_SIZE: usize = 1;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        r.string(ELEMENT)
    }

    #[inline]
    fn write(&self, w: &mut Writer) {
        w.string(ELEMENT, self);
    }
}

impl<'a> Wire<'a> for Opaque<'a> {
    const MIN_SIZE: usize = 1;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        r.bytes(ELEMENT)
    }

    #[inline]
    fn write(&self, w: &mut Writer) {
        w.bytes(ELEMENT, *self);
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use super::*;

    /// The bytes are those of Kafka's protocol guide, "Protocol Primitive Types".
    #[track_caller]
    fn assert_is<T>(value: T, flexible: bool, bytes: &'static [u8])
    where
        T: Wire<'static> + PartialEq + Debug,
    {
        let mut written = Vec::new();
        encode_value(&mut written, 0, flexible, &value).unwrap();
        assert_eq!(written, bytes);
        assert_eq!(decode_whole::<T>(bytes, 0, flexible).unwrap(), value);
    }

    #[test]
    fn primitive_types_are_those_of_the_protocol_guide() {
        assert_is(-2_i8, false, b"\xfe");
        assert_is(-2_i16, false, b"\xff\xfe");
        assert_is(0xfffe_u16, false, b"\xff\xfe");
        assert_is(-2_i32, false, b"\xff\xff\xff\xfe");
        assert_is(-2_i64, false, b"\xff\xff\xff\xff\xff\xff\xff\xfe");
        assert_is(1.5_f64, false, b"\x3f\xf8\0\0\0\0\0\0");
        assert_is(Uuid(*b"0123456789abcdef"), false, b"0123456789abcdef");
        assert_is("ab", false, b"\0\x02ab");
        assert_is("ab", true, b"\x03ab");
        assert_is(Opaque(b"ab"), false, b"\0\0\0\x02ab");
        assert_is(Opaque(b"ab"), true, b"\x03ab");
    }

    /// "Represents a boolean value in a byte. [...] When reading a boolean value, any non-zero value
    /// is considered true."
    #[test]
    fn every_byte_but_zero_is_true() {
        for byte in 0..=255 {
            assert_eq!(Reader::again(&[byte], 0, false).bool("b"), byte != 0, "{byte}");
        }
    }
}

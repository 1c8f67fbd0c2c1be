//! The rules every Kafka message follows on the wire.
//!
//! | module | what it holds |
//! |---|---|
//! | [`reader`](Reader) | values out of a received frame, each length checked first |
//! | [`writer`](Writer) | values into an outgoing frame, errors kept until the end |
//! | [`array`](Array) | arrays that stay views over the frame |
//! | [`tags`](Tags) | tagged fields this release does not know (KIP-482) |
//! | `varint` | the unsigned varints of flexible versions |

mod array;
mod opaque;
mod reader;
mod tags;
mod uuid;
pub(crate) mod varint;
mod writer;

pub use self::array::{Array, Iter};
pub use self::opaque::Opaque;
pub use self::reader::Reader;
pub use self::tags::Tags;
pub use self::uuid::Uuid;
pub use self::writer::Writer;

use crate::DecodeError;

/// A value with a place in Kafka messages: a primitive, a code, or a struct.
pub trait Wire<'a>: Sized {
    /// The fewest bytes the value takes in any version, at least 1.
    ///
    /// An array that claims more elements than fit into the rest of the frame is refused before
    /// anything is read or allocated.
    const MIN_SIZE: usize;

    /// Reads one value.
    ///
    /// # Errors
    /// When the bytes break a rule of the protocol; the error names field and offset.
    fn read(r: &mut Reader<'a>) -> Result<Self, DecodeError>;

    /// Writes one value. Errors wait in the [`Writer`] until [`Writer::finish`].
    fn write(&self, w: &mut Writer<'_>);

    /// Checks `count` values in a row without keeping them, and goes on behind them.
    ///
    /// # Errors
    /// As [`Wire::read`], with the index of the element at fault.
    #[inline]
    fn skip(mut r: Reader<'a>, count: usize) -> Result<Reader<'a>, DecodeError> {
        for index in 0..count {
            Self::read(&mut r).map_err(|error| error.at_index(index))?;
        }
        Ok(r)
    }
}

/// Bytes of a fixed size: `count` of them are checked with one comparison.
macro_rules! fixed {
    ($($type:ty, $size:literal, $method:ident;)*) => {$(
        impl<'a> Wire<'a> for $type {
            const MIN_SIZE: usize = $size;

            #[inline]
            fn read(r: &mut Reader<'a>) -> Result<Self, DecodeError> {
                r.$method("element")
            }

            #[inline]
            fn write(&self, w: &mut Writer<'_>) {
                w.$method(*self);
            }

            #[inline]
            fn skip(mut r: Reader<'a>, count: usize) -> Result<Reader<'a>, DecodeError> {
                r.take("element", count.saturating_mul($size))?;
                Ok(r)
            }
        }
    )*};
}

fixed! {
    i8, 1, int8;
    i16, 2, int16;
    u16, 2, uint16;
    i32, 4, int32;
    i64, 8, int64;
    f64, 8, float64;
    Uuid, 16, uuid;
}

impl<'a> Wire<'a> for &'a str {
    const MIN_SIZE: usize = 1;

    #[inline]
    fn read(r: &mut Reader<'a>) -> Result<Self, DecodeError> {
        r.string("element")
    }

    #[inline]
    fn write(&self, w: &mut Writer<'_>) {
        w.string("element", self);
    }
}

impl<'a> Wire<'a> for Opaque<'a> {
    const MIN_SIZE: usize = 1;

    #[inline]
    fn read(r: &mut Reader<'a>) -> Result<Self, DecodeError> {
        r.bytes("element")
    }

    #[inline]
    fn write(&self, w: &mut Writer<'_>) {
        w.bytes("element", *self);
    }
}

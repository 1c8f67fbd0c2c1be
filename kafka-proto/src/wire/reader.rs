use super::varint::{self, VarintError};
use super::{Array, Opaque, Tags, Uuid, Wire};
use crate::error::{DecodeError, DecodeErrorKind as Kind};

/// Takes values from the front of a received message.
///
/// Version and form (classic or flexible, KIP-482) are part of the reader, so a message says
/// `r.string("name")?` and no more. Each length is checked against what is there before it is
/// used; nothing is copied.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
    /// Where `rest` ends in the message, to say an offset.
    end: usize,
    version: i16,
    flexible: bool,
}

/// The longest string in either form (`MessageUtil` and the generated Java classes).
const MAX_STRING: u32 = i16::MAX as u32;

impl<'a> Reader<'a> {
    /// A reader over one whole message.
    #[inline]
    #[must_use]
    pub fn new(message: &'a [u8], version: i16, flexible: bool) -> Self {
        Self { rest: message, end: message.len(), version, flexible }
    }

    /// The message's version.
    #[inline]
    #[must_use]
    pub fn version(self) -> i16 {
        self.version
    }

    /// How many bytes were taken so far.
    #[inline]
    #[must_use]
    pub fn offset(self) -> usize {
        self.end - self.rest.len()
    }

    /// What is left.
    #[inline]
    #[must_use]
    pub fn rest(self) -> &'a [u8] {
        self.rest
    }

    /// Refuses bytes behind the last field.
    ///
    /// # Errors
    /// [`TrailingBytes`](Kind::TrailingBytes), when the message goes on.
    pub fn finish(self) -> Result<(), DecodeError> {
        match self.rest.len() {
            0 => Ok(()),
            left => Err(self.fail("message", Kind::TrailingBytes(left))),
        }
    }

    /// The next `len` bytes as they are.
    ///
    /// # Errors
    /// [`UnexpectedEnd`](Kind::UnexpectedEnd), when fewer are left.
    #[inline]
    pub fn take(&mut self, field: &'static str, len: usize) -> Result<&'a [u8], DecodeError> {
        match self.rest.split_at_checked(len) {
            Some((taken, rest)) => {
                self.rest = rest;
                Ok(taken)
            }
            None => Err(self.short(field, len)),
        }
    }

    #[inline]
    fn chunk<const N: usize>(&mut self, field: &'static str) -> Result<[u8; N], DecodeError> {
        match self.rest.split_first_chunk::<N>() {
            Some((chunk, rest)) => {
                self.rest = rest;
                Ok(*chunk)
            }
            None => Err(self.short(field, N)),
        }
    }

    /// One byte; every value but zero is true, as in Java.
    #[inline]
    pub(crate) fn bool(&mut self, field: &'static str) -> Result<bool, DecodeError> {
        Ok(self.int8(field)? != 0)
    }

    #[inline]
    pub(crate) fn int8(&mut self, field: &'static str) -> Result<i8, DecodeError> {
        self.chunk(field).map(i8::from_be_bytes)
    }

    #[inline]
    pub(crate) fn int16(&mut self, field: &'static str) -> Result<i16, DecodeError> {
        self.chunk(field).map(i16::from_be_bytes)
    }

    #[inline]
    pub(crate) fn uint16(&mut self, field: &'static str) -> Result<u16, DecodeError> {
        self.chunk(field).map(u16::from_be_bytes)
    }

    #[inline]
    pub(crate) fn int32(&mut self, field: &'static str) -> Result<i32, DecodeError> {
        self.chunk(field).map(i32::from_be_bytes)
    }

    #[inline]
    pub(crate) fn int64(&mut self, field: &'static str) -> Result<i64, DecodeError> {
        self.chunk(field).map(i64::from_be_bytes)
    }

    #[inline]
    pub(crate) fn float64(&mut self, field: &'static str) -> Result<f64, DecodeError> {
        self.chunk(field).map(f64::from_be_bytes)
    }

    #[inline]
    pub(crate) fn uuid(&mut self, field: &'static str) -> Result<Uuid, DecodeError> {
        self.chunk(field).map(Uuid)
    }

    #[inline(always)]
    fn varint(&mut self, field: &'static str) -> Result<u32, DecodeError> {
        match self.rest {
            // One byte, as most lengths are.
            [byte, rest @ ..] if *byte < 0x80 => {
                self.rest = rest;
                Ok(u32::from(*byte))
            }
            _ => {
                let (value, reader) = self.long_varint(field)?;
                *self = reader;
                Ok(value)
            }
        }
    }

    // By value, here and in the errors: a reader whose address is never taken stays in registers.
    #[inline(never)]
    fn long_varint(self, field: &'static str) -> Result<(u32, Self), DecodeError> {
        match varint::read(self.rest) {
            Ok((value, len)) => Ok((value, Self { rest: &self.rest[len..], ..self })),
            Err(VarintError::End) => Err(self.short(field, self.rest.len() + 1)),
            Err(VarintError::TooLong) => Err(self.fail(field, Kind::VarintTooLong)),
        }
    }

    /// A length in the flexible form is one more than the length, and 0 for null; in the classic
    /// form -1 is null. Here it is always the former.
    #[inline(always)]
    fn string_len(&mut self, field: &'static str) -> Result<u32, DecodeError> {
        if self.flexible { self.varint(field) } else { self.classic_string_len(field) }
    }

    #[inline]
    fn classic_string_len(&mut self, field: &'static str) -> Result<u32, DecodeError> {
        let len = self.int16(field)?;
        self.classic_len(field, len.into())
    }

    #[inline(always)]
    fn long_len(&mut self, field: &'static str) -> Result<u32, DecodeError> {
        if self.flexible { self.varint(field) } else { self.classic_long_len(field) }
    }

    #[inline]
    fn classic_long_len(&mut self, field: &'static str) -> Result<u32, DecodeError> {
        let len = self.int32(field)?;
        self.classic_len(field, len)
    }

    #[inline]
    fn classic_len(self, field: &'static str, len: i32) -> Result<u32, DecodeError> {
        match len {
            -1.. => Ok((len as u32).wrapping_add(1)),
            _ => Err(self.fail(field, Kind::NegativeLength(len))),
        }
    }

    #[inline]
    pub(crate) fn string(&mut self, field: &'static str) -> Result<&'a str, DecodeError> {
        self.nullable_string(field)?.ok_or_else(|| self.null(field))
    }

    #[inline]
    pub(crate) fn nullable_string(
        &mut self,
        field: &'static str,
    ) -> Result<Option<&'a str>, DecodeError> {
        let Some(len) = self.string_len(field)?.checked_sub(1) else { return Ok(None) };
        if len > MAX_STRING {
            return Err(self.fail(field, Kind::StringTooLong(len as usize)));
        }
        let bytes = self.take(field, len as usize)?;
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(error) => Err(self.not_utf8(field, bytes.len() - error.valid_up_to())),
        }
    }

    /// A nullable string in the classic form whatever the version: only a request header's
    /// client id.
    pub(crate) fn classic_nullable_string(
        &mut self,
        field: &'static str,
    ) -> Result<Option<&'a str>, DecodeError> {
        let flexible = std::mem::replace(&mut self.flexible, false);
        let text = self.nullable_string(field);
        self.flexible = flexible;
        text
    }

    #[inline]
    pub(crate) fn bytes(&mut self, field: &'static str) -> Result<Opaque<'a>, DecodeError> {
        self.nullable_bytes(field)?.ok_or_else(|| self.null(field))
    }

    #[inline]
    pub(crate) fn nullable_bytes(
        &mut self,
        field: &'static str,
    ) -> Result<Option<Opaque<'a>>, DecodeError> {
        match self.long_len(field)?.checked_sub(1) {
            Some(len) => self.take(field, len as usize).map(|bytes| Some(Opaque(bytes))),
            None => Ok(None),
        }
    }

    #[inline]
    pub(crate) fn array<T: Wire<'a>>(
        &mut self,
        field: &'static str,
    ) -> Result<Array<'a, T>, DecodeError> {
        self.nullable_array(field)?.ok_or_else(|| self.null(field))
    }

    #[inline]
    pub(crate) fn nullable_array<T: Wire<'a>>(
        &mut self,
        field: &'static str,
    ) -> Result<Option<Array<'a, T>>, DecodeError> {
        let Some(count) = self.long_len(field)?.checked_sub(1) else { return Ok(None) };
        let (count, most) = (count as usize, self.rest.len() / T::MIN_SIZE);
        if count > most {
            return Err(self.fail(field, Kind::CountTooLarge { count, most }));
        }
        let elements = self.rest;
        *self = T::skip(*self, count).map_err(|error| error.in_field(field))?;
        Ok(Some(Array::checked(elements, count, self.version, self.flexible)))
    }

    pub(crate) fn structure<T: Wire<'a>>(&mut self, field: &'static str) -> Result<T, DecodeError> {
        T::read(self).map_err(|error| error.in_field(field))
    }

    /// A nullable struct: one byte in front, negative for null.
    pub(crate) fn nullable_structure<T: Wire<'a>>(
        &mut self,
        field: &'static str,
    ) -> Result<Option<T>, DecodeError> {
        match self.int8(field)? {
            marker if marker < 0 => Ok(None),
            _ => self.structure(field).map(Some),
        }
    }

    /// The tag section of a struct that has no tagged field in any version.
    #[inline]
    pub(crate) fn tags(&mut self) -> Result<Tags<'a>, DecodeError> {
        if !self.flexible {
            return Ok(Tags::default());
        }
        if let [0, rest @ ..] = self.rest {
            self.rest = rest;
            return Ok(Tags::default());
        }
        let (tags, reader) = self.unknown_tags()?;
        *self = reader;
        Ok(tags)
    }

    #[inline(never)]
    fn unknown_tags(mut self) -> Result<(Tags<'a>, Self), DecodeError> {
        let tags = self.tagged_fields(|_, _| Ok(false))?;
        Ok((tags, self))
    }

    /// The tag section of a struct. `known` reads the tags it knows and says whether it did.
    pub(crate) fn tagged_fields(
        &mut self,
        mut known: impl FnMut(u32, &mut Self) -> Result<bool, DecodeError>,
    ) -> Result<Tags<'a>, DecodeError> {
        if !self.flexible {
            return Ok(Tags::default());
        }
        let count = self.varint("tagged fields")?;
        let section = self.rest;
        let (mut mask, mut unknown, mut last) = (0u32, 0, None);
        for _ in 0..count {
            let tag = self.next_tag(last)?;
            last = Some(tag);
            if self.tagged_field(tag, &mut known)? {
                mask |= 1 << tag;
            } else {
                unknown += 1;
            }
        }
        let len = section.len() - self.rest.len();
        Ok(Tags::new(&section[..len], mask, unknown))
    }

    /// KIP-482: "tags are serialized in ascending order", so a tag cannot come twice.
    fn next_tag(&mut self, last: Option<u32>) -> Result<u32, DecodeError> {
        let tag = self.varint("tagged fields")?;
        match last {
            Some(last) if tag == last => Err(self.fail("tagged fields", Kind::DuplicateTag(tag))),
            Some(last) if tag < last => Err(self.fail("tagged fields", Kind::TagOutOfOrder(tag))),
            _ => Ok(tag),
        }
    }

    /// One field in a reader of its own, which it must use up when the tag is known.
    fn tagged_field(
        &mut self,
        tag: u32,
        known: &mut impl FnMut(u32, &mut Self) -> Result<bool, DecodeError>,
    ) -> Result<bool, DecodeError> {
        let size = self.varint("tagged fields")? as usize;
        let start = self.offset();
        let data = self.take("tagged fields", size)?;
        let mut field = Self { rest: data, end: start + size, ..*self };
        let is_known = known(tag, &mut field)?;
        if is_known {
            field.finish()?;
        }
        Ok(is_known)
    }

    #[cold]
    fn short(self, field: &'static str, needed: usize) -> DecodeError {
        self.fail(field, Kind::UnexpectedEnd { needed, left: self.rest.len() })
    }

    /// The last `bad` bytes that were taken start with one that is wrong.
    #[cold]
    fn not_utf8(self, field: &'static str, bad: usize) -> DecodeError {
        DecodeError::new(Kind::InvalidUtf8, self.offset() - bad).in_field(field)
    }

    #[cold]
    fn null(self, field: &'static str) -> DecodeError {
        self.fail(field, Kind::NullNotAllowed)
    }

    #[cold]
    pub(crate) fn fail(self, field: &'static str, kind: Kind) -> DecodeError {
        DecodeError::new(kind, self.offset()).in_field(field)
    }
}

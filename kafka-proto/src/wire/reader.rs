use super::fault::Fault;
use super::varint::{self, VarintError};
use super::{Array, Opaque, Tags, Uuid, Wire};
use crate::error::DecodeErrorKind as Kind;

/// Takes values from the front of a received message.
///
/// Version and form (classic or flexible, KIP-482) are part of the reader, so a message says
/// `r.string("name")` and no more. Each length is checked against what is there before it is
/// used; nothing is copied.
///
/// The first thing that is wrong ends the message: it is kept for whoever made the reader, nothing
/// is left to read, and what is read from then on is empty. So there is no error to hand on field
/// by field, and a loop over elements asks once for each whether to go on.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a, 'f> {
    rest: &'a [u8],
    /// Where `rest` ends in the message, to say an offset.
    end: usize,
    /// Nobody asks when bytes are read again that were checked before.
    fault: Option<&'f Fault>,
    version: i16,
    flexible: bool,
    failed: bool,
    /// What is read was checked before, and nobody looks at it: texts are left out.
    skims: bool,
}

/// The longest string in either form (`MessageUtil` and the generated Java classes).
const MAX_STRING: u32 = i16::MAX as u32;

// A reader is passed by value, and its parts one by one, wherever a function is not inlined: only
// so does the compiler keep it in registers while it checks an array.
impl<'a, 'f> Reader<'a, 'f> {
    /// A reader over one whole message.
    #[inline]
    pub(crate) fn new(message: &'a [u8], version: i16, flexible: bool, fault: &'f Fault) -> Self {
        Self { fault: Some(fault), ..Self::again(message, version, flexible) }
    }

    /// A reader over bytes that another one accepted.
    #[inline]
    pub(super) fn again(bytes: &'a [u8], version: i16, flexible: bool) -> Self {
        let (end, fault) = (bytes.len(), None);
        Self { rest: bytes, end, fault, version, flexible, failed: false, skims: false }
    }

    /// A reader of the same bytes for one who wants to know only where they end.
    #[inline(always)]
    pub(super) fn skimming(self) -> Self {
        Self { skims: self.fault.is_none(), ..self }
    }

    /// Goes on behind what another one has passed.
    #[inline(always)]
    pub(super) fn behind(self, passed: Self) -> Self {
        Self { skims: self.skims, ..passed }
    }

    /// The message's version.
    #[inline]
    #[must_use]
    pub fn version(self) -> i16 {
        self.version
    }

    /// What is left: nothing, once something was wrong.
    #[inline]
    #[must_use]
    pub(crate) fn rest(self) -> &'a [u8] {
        self.rest
    }

    /// Whether something was wrong.
    #[inline]
    #[must_use]
    pub(super) fn failed(self) -> bool {
        self.failed
    }

    /// The next `len` bytes as they are.
    #[inline(always)]
    pub(super) fn take(&mut self, field: &'static str, len: usize) -> &'a [u8] {
        let Some((taken, rest)) = self.rest.split_at_checked(len) else {
            self.short(field, len);
            return &[];
        };
        self.rest = rest;
        taken
    }

    #[inline(always)]
    fn chunk<const N: usize>(&mut self, field: &'static str) -> [u8; N] {
        let Some((chunk, rest)) = self.rest.split_first_chunk::<N>() else {
            self.short(field, N);
            return [0; N];
        };
        self.rest = rest;
        *chunk
    }

    /// One byte; every value but zero is true, as in Java.
    #[inline(always)]
    pub(crate) fn bool(&mut self, field: &'static str) -> bool {
        self.int8(field) != 0
    }

    #[inline(always)]
    pub(crate) fn int8(&mut self, field: &'static str) -> i8 {
        i8::from_be_bytes(self.chunk(field))
    }

    #[inline(always)]
    pub(crate) fn int16(&mut self, field: &'static str) -> i16 {
        i16::from_be_bytes(self.chunk(field))
    }

    #[inline(always)]
    pub(crate) fn uint16(&mut self, field: &'static str) -> u16 {
        u16::from_be_bytes(self.chunk(field))
    }

    #[inline(always)]
    pub(crate) fn int32(&mut self, field: &'static str) -> i32 {
        i32::from_be_bytes(self.chunk(field))
    }

    #[inline(always)]
    pub(crate) fn int64(&mut self, field: &'static str) -> i64 {
        i64::from_be_bytes(self.chunk(field))
    }

    #[inline(always)]
    pub(crate) fn float64(&mut self, field: &'static str) -> f64 {
        f64::from_be_bytes(self.chunk(field))
    }

    #[inline(always)]
    pub(crate) fn uuid(&mut self, field: &'static str) -> Uuid {
        Uuid(self.chunk(field))
    }

    #[inline(always)]
    fn varint(&mut self, field: &'static str) -> u32 {
        // One byte, as most lengths are.
        if let [byte @ ..0x80, rest @ ..] = self.rest {
            self.rest = rest;
            return u32::from(*byte);
        }
        self.long_varint(field)
    }

    #[inline(always)]
    fn long_varint(&mut self, field: &'static str) -> u32 {
        match varint::read_long(self.rest) {
            Ok((value, len)) => {
                self.rest = &self.rest[len..];
                return value;
            }
            Err(VarintError::End) => self.short(field, self.rest.len() + 1),
            Err(VarintError::TooLong) => self.fail(field, Kind::VarintTooLong),
        }
        0
    }

    /// A length in the flexible form is one more than the length, and 0 for null; in the classic
    /// form -1 is null. Here it is always the former.
    #[inline(always)]
    fn string_len(&mut self, field: &'static str) -> u32 {
        if self.flexible {
            return self.varint(field);
        }
        let len = self.int16(field);
        self.classic_len(field, len.into())
    }

    #[inline(always)]
    fn long_len(&mut self, field: &'static str) -> u32 {
        if self.flexible {
            return self.varint(field);
        }
        let len = self.int32(field);
        self.classic_len(field, len)
    }

    #[inline(always)]
    fn classic_len(&mut self, field: &'static str, len: i32) -> u32 {
        if len < -1 {
            self.fail(field, Kind::NegativeLength(len));
            return 0;
        }
        (len as u32).wrapping_add(1)
    }

    #[inline(always)]
    pub(crate) fn string(&mut self, field: &'static str) -> &'a str {
        let text = self.nullable_string(field);
        self.required(field, text)
    }

    #[inline(always)]
    pub(crate) fn nullable_string(&mut self, field: &'static str) -> Option<&'a str> {
        let len = self.string_len(field).checked_sub(1)?;
        if len > MAX_STRING {
            self.fail(field, Kind::StringTooLong(len as usize));
        }
        let bytes = self.take(field, len as usize);
        if self.skims {
            return Some("");
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Some(text),
            Err(error) => {
                self.not_utf8(field, bytes.len() - error.valid_up_to());
                Some("")
            }
        }
    }

    /// A nullable string in the classic form whatever the version: only a request header's
    /// client id.
    pub(crate) fn classic_nullable_string(&mut self, field: &'static str) -> Option<&'a str> {
        let flexible = std::mem::replace(&mut self.flexible, false);
        let text = self.nullable_string(field);
        self.flexible = flexible;
        text
    }

    #[inline(always)]
    pub(crate) fn bytes(&mut self, field: &'static str) -> Opaque<'a> {
        let bytes = self.nullable_bytes(field);
        self.required(field, bytes)
    }

    #[inline(always)]
    pub(crate) fn nullable_bytes(&mut self, field: &'static str) -> Option<Opaque<'a>> {
        let len = self.long_len(field).checked_sub(1)?;
        Some(Opaque(self.take(field, len as usize)))
    }

    #[inline(always)]
    pub(crate) fn array<T: Wire<'a>>(&mut self, field: &'static str) -> Array<'a, T> {
        let array = self.nullable_array(field);
        self.required(field, array)
    }

    #[inline(always)]
    pub(crate) fn nullable_array<T: Wire<'a>>(
        &mut self,
        field: &'static str,
    ) -> Option<Array<'a, T>> {
        let count = self.long_len(field).checked_sub(1)? as usize;
        let most = self.rest.len() / T::MIN_SIZE;
        if count > most {
            self.fail(field, Kind::CountTooLarge { count, most });
            return None;
        }
        let elements = self.rest;
        T::skip(self, field, count);
        Some(Array::checked(elements, count, self.version, self.flexible))
    }

    pub(crate) fn structure<T: Wire<'a>>(&mut self, field: &'static str) -> T {
        let was_fine = !self.failed;
        let value = T::read(self);
        if was_fine && self.failed {
            self.inside(field);
        }
        value
    }

    /// A nullable struct: one byte in front, negative for null.
    pub(crate) fn nullable_structure<T: Wire<'a>>(&mut self, field: &'static str) -> Option<T> {
        (self.int8(field) >= 0).then(|| self.structure(field))
    }

    /// The tag section of a struct that has no tagged field in any version.
    #[inline(always)]
    pub(crate) fn tags(&mut self) -> Tags<'a> {
        if !self.flexible {
            return Tags::NONE;
        }
        if let [0, rest @ ..] = self.rest {
            self.rest = rest;
            return Tags::NONE;
        }
        let (tags, reader) = self.unknown_tags();
        *self = reader;
        tags
    }

    #[inline(never)]
    fn unknown_tags(mut self) -> (Tags<'a>, Self) {
        let tags = self.tagged_fields(|_, _| false);
        (tags, self)
    }

    /// The tag section of a struct. `known` reads the tags it knows and says whether it did.
    pub(crate) fn tagged_fields(
        &mut self,
        mut known: impl FnMut(u32, &mut Self) -> bool,
    ) -> Tags<'a> {
        if !self.flexible {
            return Tags::NONE;
        }
        let count = self.varint(TAGS);
        let section = self.rest;
        let (mut mask, mut unknown, mut last) = (0u32, 0, None);
        for _ in 0..count {
            let tag = self.next_tag(last);
            if self.failed {
                return Tags::NONE;
            }
            last = Some(tag);
            if self.tagged_field(tag, &mut known) {
                mask |= 1 << tag;
            } else {
                unknown += 1;
            }
        }
        let len = section.len() - self.rest.len();
        Tags::new(&section[..len], mask, unknown)
    }

    /// KIP-482: "tags are serialized in ascending order", so a tag cannot come twice.
    fn next_tag(&mut self, last: Option<u32>) -> u32 {
        let tag = self.varint(TAGS);
        match last {
            Some(last) if tag == last => self.fail(TAGS, Kind::DuplicateTag(tag)),
            Some(last) if tag < last => self.fail(TAGS, Kind::TagOutOfOrder(tag)),
            _ => {}
        }
        tag
    }

    /// One field in a reader of its own, which it must use up when the tag is known.
    fn tagged_field(&mut self, tag: u32, known: &mut impl FnMut(u32, &mut Self) -> bool) -> bool {
        let size = self.varint(TAGS) as usize;
        let data = self.take(TAGS, size);
        let mut field = Self { rest: data, end: self.offset(), ..*self };
        let is_known = known(tag, &mut field);
        if is_known && !field.rest.is_empty() {
            field.fail("message", Kind::TrailingBytes(field.rest.len()));
        }
        if field.failed {
            self.stop();
        }
        is_known
    }

    /// How many bytes were taken so far.
    #[inline]
    fn offset(self) -> usize {
        self.end - self.rest.len()
    }

    #[inline(always)]
    fn required<T: Default>(&mut self, field: &'static str, value: Option<T>) -> T {
        value.unwrap_or_else(|| {
            self.fail(field, Kind::NullNotAllowed);
            T::default()
        })
    }

    #[inline(always)]
    fn short(&mut self, field: &'static str, needed: usize) {
        super::fault::short(self.fault, self.end, self.rest.len(), field, needed);
        self.stop();
    }

    /// The last `bad` bytes that were taken start with one that is wrong.
    #[inline(always)]
    fn not_utf8(&mut self, field: &'static str, bad: usize) {
        super::fault::record(self.fault, self.offset() - bad, field, Kind::InvalidUtf8);
        self.stop();
    }

    #[inline(always)]
    fn fail(&mut self, field: &'static str, kind: Kind) {
        super::fault::record(self.fault, self.offset(), field, kind);
        self.stop();
    }

    #[inline(always)]
    fn stop(&mut self) {
        self.rest = &[];
        self.failed = true;
    }

    /// What went wrong did so inside of `field`.
    #[cold]
    fn inside(self, field: &'static str) {
        super::fault::inside(self.fault, field);
    }

    /// What went wrong did so inside of `field`'s element at `index`.
    #[cold]
    pub(super) fn inside_element(self, field: &'static str, index: usize) {
        super::fault::inside_element(self.fault, field, index);
    }
}

const TAGS: &str = "tagged fields";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_fault_is_kept_and_nothing_is_left_behind_it() {
        let fault = Fault::default();
        let mut reader = Reader::new(&[0, 7, 0, 0, 0, 9], 0, false, &fault);
        assert_eq!((reader.int64("first"), reader.rest()), (0, &[][..]));
        assert_eq!((reader.int16("second"), reader.string("third")), (0, ""));
        assert_eq!(reader.array::<i32>("fourth"), Array::default());
        let error = fault.or(()).unwrap_err();
        assert_eq!(error.kind(), Kind::UnexpectedEnd { needed: 8, left: 6 });
        assert_eq!((error.path().as_str(), error.offset()), ("first", 0));
    }

    #[test]
    fn a_fault_in_an_element_names_each_array_on_the_way() {
        let bytes = [0, 0, 0, 1, 0, 2, b'o', b'k', 0, 0, 0, 1, 0, 1];
        let fault = Fault::default();
        let _: Array<'_, crate::messages::create_acls::AclCreation<'_>> =
            Reader::new(&bytes, 0, false, &fault).array("creations");
        assert_eq!(fault.or(()).unwrap_err().path(), "creations[0].resource_name");
    }
    #[test]
    fn a_fault_in_a_struct_names_the_field_that_holds_it() {
        let fault = Fault::default();
        let _: crate::messages::create_acls::AclCreation<'_> =
            Reader::new(&[2, 0, 9], 0, false, &fault).structure("creation");
        assert_eq!(fault.or(()).unwrap_err().path(), "creation.resource_name");
    }

    /// -1 is null; behind any other byte, by right 1, the struct follows.
    #[test]
    fn a_nullable_struct_has_a_byte_in_front() {
        let read = |bytes: &[u8]| Reader::again(bytes, 0, false).nullable_structure::<i32>("s");
        assert_eq!(
            [read(&[0xff]), read(&[1, 0, 0, 0, 5]), read(&[0, 0, 0, 0, 5])],
            [None, Some(5), Some(5)]
        );
    }
}

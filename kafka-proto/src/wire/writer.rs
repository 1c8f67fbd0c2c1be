use std::slice::from_ref;

use super::{Array, Opaque, Tags, Uuid, Wire, varint};
use crate::error::{EncodeError, EncodeErrorKind as Kind};

/// Appends values to an outgoing message.
///
/// Writing has no way to fail on the spot: the first error waits for the end.
#[derive(Debug)]
pub struct Writer {
    buf: Vec<u8>,
    version: i16,
    /// Lengths below this one are written as one byte: none in the classic form.
    short: usize,
    error: Option<EncodeError>,
}

/// A tag of a struct's own: its number, whether it is set, and what writes its data.
pub(crate) type KnownTag<'t> = (u32, bool, &'t dyn Fn(&mut Writer));

impl Writer {
    /// A writer behind what `out` already holds.
    #[inline]
    pub(super) fn new(out: Vec<u8>, version: i16, flexible: bool) -> Self {
        let short = if flexible { 0x7f } else { 0 };
        Self { buf: out, version, short, error: None }
    }

    /// The message's version.
    #[inline]
    #[must_use]
    pub fn version(&self) -> i16 {
        self.version
    }

    #[inline(always)]
    fn flexible(&self) -> bool {
        self.short > 0
    }

    /// What was written, and the first thing that went wrong.
    #[inline]
    pub(super) fn finish(self) -> (Vec<u8>, Result<(), EncodeError>) {
        (self.buf, self.error.map_or(Ok(()), Err))
    }

    #[inline(always)]
    fn put(&mut self, bytes: &[u8]) {
        self.buf.extend_from_slice(bytes);
    }

    #[inline(always)]
    fn varint(&mut self, value: u32) {
        // One byte, as most are.
        if value < 0x80 {
            return self.buf.push(value as u8);
        }
        let (bytes, len) = varint::encode(value);
        self.put(&bytes[..len]);
    }

    #[inline(always)]
    pub(crate) fn bool(&mut self, value: bool) {
        self.buf.push(value.into());
    }

    #[inline(always)]
    pub(crate) fn int8(&mut self, value: i8) {
        self.buf.push(value as u8);
    }

    #[inline(always)]
    pub(crate) fn int16(&mut self, value: i16) {
        self.put(&value.to_be_bytes());
    }

    #[inline(always)]
    pub(crate) fn uint16(&mut self, value: u16) {
        self.put(&value.to_be_bytes());
    }

    #[inline(always)]
    pub(crate) fn int32(&mut self, value: i32) {
        self.put(&value.to_be_bytes());
    }

    #[inline(always)]
    pub(crate) fn int64(&mut self, value: i64) {
        self.put(&value.to_be_bytes());
    }

    #[inline(always)]
    pub(crate) fn float64(&mut self, value: f64) {
        self.put(&value.to_be_bytes());
    }

    #[inline(always)]
    pub(crate) fn uuid(&mut self, value: Uuid) {
        self.put(&value.0);
    }

    #[inline(always)]
    fn compact_len(&mut self, field: &'static str, len: usize) {
        match u32::try_from(len).ok().and_then(|len| len.checked_add(1)) {
            Some(len) => self.varint(len),
            None => self.fail(field, Kind::TooLong(len)),
        }
    }

    #[inline(always)]
    fn string_len(&mut self, field: &'static str, len: usize) {
        let Ok(short) = i16::try_from(len) else { return self.fail(field, Kind::TooLong(len)) };
        if self.flexible() { self.compact_len(field, len) } else { self.int16(short) }
    }

    #[inline(always)]
    fn long_len(&mut self, field: &'static str, len: usize) {
        if len < self.short {
            self.buf.push(len as u8 + 1);
        } else {
            self.any_long_len(field, len);
        }
    }

    #[inline(never)]
    fn any_long_len(&mut self, field: &'static str, len: usize) {
        let Ok(short) = i32::try_from(len) else { return self.fail(field, Kind::TooLong(len)) };
        if self.flexible() { self.compact_len(field, len) } else { self.int32(short) }
    }

    #[inline(always)]
    pub(crate) fn string(&mut self, field: &'static str, value: &str) {
        if value.len() < self.short {
            self.buf.push(value.len() as u8 + 1);
            self.put(value.as_bytes());
        } else {
            self.any_string(field, value);
        }
    }

    #[inline(never)]
    fn any_string(&mut self, field: &'static str, value: &str) {
        self.string_len(field, value.len());
        self.put(value.as_bytes());
    }

    #[inline(always)]
    pub(crate) fn nullable_string(&mut self, field: &'static str, value: Option<&str>) {
        match value {
            Some(value) => self.string(field, value),
            None if self.flexible() => self.buf.push(0),
            None => self.int16(-1),
        }
    }

    /// A string that may be null in later versions than this one.
    pub(crate) fn required_string(&mut self, field: &'static str, value: Option<&str>) {
        match value {
            Some(value) => self.string(field, value),
            None => self.fail(field, Kind::NullNotAllowed { version: self.version }),
        }
    }

    /// See [`Reader::classic_nullable_string`](super::Reader::classic_nullable_string).
    pub(crate) fn classic_nullable_string(&mut self, field: &'static str, value: Option<&str>) {
        let short = std::mem::take(&mut self.short);
        self.nullable_string(field, value);
        self.short = short;
    }

    #[inline]
    pub(crate) fn bytes(&mut self, field: &'static str, value: Opaque<'_>) {
        self.long_len(field, value.len());
        self.put(&value);
    }

    #[inline]
    pub(crate) fn nullable_bytes(&mut self, field: &'static str, value: Option<Opaque<'_>>) {
        match value {
            Some(value) => self.bytes(field, value),
            None => self.null_len(),
        }
    }

    /// See [`Writer::required_string`].
    pub(crate) fn required_bytes(&mut self, field: &'static str, value: Option<Opaque<'_>>) {
        match value {
            Some(value) => self.bytes(field, value),
            None => self.fail(field, Kind::NullNotAllowed { version: self.version }),
        }
    }

    #[inline]
    fn null_len(&mut self) {
        if self.flexible() { self.buf.push(0) } else { self.int32(-1) }
    }

    #[inline(always)]
    pub(crate) fn array<'a, T: Wire<'a> + Clone>(
        &mut self,
        field: &'static str,
        value: &Array<'a, T>,
    ) {
        match value.host() {
            Some(elements) => {
                self.long_len(field, elements.len());
                T::write_all(elements, self);
            }
            None => self.wire_array(field, value),
        }
    }

    #[inline(never)]
    fn wire_array<'a, T: Wire<'a> + Clone>(&mut self, field: &'static str, value: &Array<'a, T>) {
        self.long_len(field, value.len());
        value.iter().for_each(|element| T::write_all(from_ref(&element), self));
    }

    /// Elements of one size, three at a time: as many replicas as most partitions have.
    #[inline(always)]
    pub(super) fn fixed<T: Copy, const N: usize>(
        &mut self,
        mut elements: &[T],
        bytes: impl Fn(T) -> [u8; N],
    ) {
        while let Some((three, rest)) = elements.split_first_chunk::<3>() {
            self.put(three.map(&bytes).as_flattened());
            elements = rest;
        }
        elements.iter().for_each(|element| self.put(&bytes(*element)));
    }

    #[inline]
    pub(crate) fn nullable_array<'a, T: Wire<'a> + Clone>(
        &mut self,
        field: &'static str,
        value: Option<&Array<'a, T>>,
    ) {
        match value {
            Some(value) => self.array(field, value),
            None => self.null_len(),
        }
    }

    /// See [`Writer::required_string`].
    pub(crate) fn required_array<'a, T: Wire<'a> + Clone>(
        &mut self,
        field: &'static str,
        value: Option<&Array<'a, T>>,
    ) {
        match value {
            Some(value) => self.array(field, value),
            None => self.fail(field, Kind::NullNotAllowed { version: self.version }),
        }
    }

    pub(crate) fn nullable_structure<'a, T: Wire<'a>>(&mut self, value: Option<&T>) {
        self.int8(if value.is_some() { 1 } else { -1 });
        if let Some(value) = value {
            value.write(self);
        }
    }

    /// A field this version does not have: an error when it is set, so that nothing a caller
    /// asked for vanishes silently.
    #[inline]
    pub(crate) fn absent(&mut self, field: &'static str, is_set: bool) {
        if is_set {
            self.fail(field, Kind::NotInVersion { version: self.version });
        }
    }

    /// The tag section of a struct that has no tagged field of its own.
    #[inline(always)]
    pub(crate) fn tags(&mut self, unknown: &Tags<'_>) {
        match (self.flexible(), unknown.is_empty()) {
            (true, true) => self.buf.push(0),
            (false, true) => {}
            _ => self.tagged_fields(unknown, &[]),
        }
    }

    /// The tag section: of each of the struct's own tags, ascending, whether it is set, and what
    /// writes its data.
    pub(crate) fn tagged_fields(&mut self, unknown: &Tags<'_>, known: &[KnownTag<'_>]) {
        if !self.flexible() {
            return self.absent("unknown_tagged_fields", !unknown.is_empty());
        }
        let set = || known.iter().filter(|(_, is_set, _)| *is_set);
        self.varint((set().count() + unknown.len()) as u32);
        let mut unknown = unknown.iter().peekable();
        for (tag, _, write) in set() {
            while let Some((tag, data)) = unknown.next_if(|(other, _)| other < tag) {
                self.raw_tag(tag, data);
            }
            self.known_tag(*tag, write);
        }
        unknown.for_each(|(tag, data)| self.raw_tag(tag, data));
    }

    fn raw_tag(&mut self, tag: u32, data: &[u8]) {
        self.varint(tag);
        self.varint(data.len() as u32);
        self.put(data);
    }

    /// The size stands in front of the data and is known behind it.
    fn known_tag(&mut self, tag: u32, write: &dyn Fn(&mut Writer)) {
        self.varint(tag);
        let start = self.buf.len();
        write(self);
        let end = self.buf.len();
        let (size, len) = varint::encode((end - start) as u32);
        self.put(&size[..len]);
        self.buf.copy_within(start..end, start + len);
        self.buf[start..start + len].copy_from_slice(&size[..len]);
    }

    #[cold]
    fn fail(&mut self, field: &'static str, kind: Kind) {
        self.error.get_or_insert(EncodeError::new(field, kind));
    }
}

#[cfg(test)]
mod tests {
    use super::super::Reader;
    use super::*;

    const VERSION: i16 = 7;

    fn written(flexible: bool, write: impl FnOnce(&mut Writer)) -> Vec<u8> {
        let mut writer = Writer::new(Vec::new(), VERSION, flexible);
        write(&mut writer);
        let (bytes, result) = writer.finish();
        result.unwrap();
        bytes
    }

    fn refused(write: impl FnOnce(&mut Writer)) -> EncodeError {
        let mut writer = Writer::new(Vec::new(), VERSION, true);
        write(&mut writer);
        writer.finish().1.unwrap_err()
    }

    #[test]
    fn null_is_a_length_of_its_own() {
        let null: [fn(&mut Writer); 3] = [
            |w| w.nullable_string("f", None),
            |w| w.nullable_bytes("f", None),
            |w| w.nullable_array::<i32>("f", None),
        ];
        assert_eq!(null.map(|write| written(true, write)), [[0], [0], [0]]);
        assert_eq!(null.map(|write| written(false, write).len()), [2, 4, 4]);
        assert!(null.iter().all(|write| written(false, write).iter().all(|byte| *byte == 0xff)));
        assert_eq!(written(true, |w| w.nullable_string("f", Some("a"))), b"\x02a");
        assert_eq!(written(true, |w| w.nullable_bytes("f", Some(Opaque(b"a")))), b"\x02a");
        let array = Array::from(vec![5_i8]);
        assert_eq!(written(true, |w| w.nullable_array("f", Some(&array))), [2, 5]);
        assert_eq!(written(true, |w| w.nullable_structure::<i8>(None)), [0xff]);
        assert_eq!(written(true, |w| w.nullable_structure(Some(&5_i8))), [1, 5]);
        assert_eq!([true, false].map(|value| written(true, |w| w.bool(value))), [[1], [0]]);
    }

    #[test]
    fn what_a_version_cannot_carry_is_refused_with_the_field() {
        let error = |kind| EncodeError::new("f", kind);
        let not_allowed = error(Kind::NullNotAllowed { version: VERSION });
        assert_eq!(refused(|w| w.required_string("f", None)), not_allowed);
        assert_eq!(refused(|w| w.required_bytes("f", None)), not_allowed);
        assert_eq!(refused(|w| w.required_array::<i32>("f", None)), not_allowed);
        let absent = error(Kind::NotInVersion { version: VERSION });
        assert_eq!(refused(|w| w.absent("f", true)), absent);
        assert_eq!(written(true, |w| w.absent("f", false)), []);
        let twice = refused(|w| {
            w.absent("f", true);
            w.absent("g", true);
        });
        assert_eq!(twice, absent, "the first is kept");
        assert_eq!(written(true, |w| w.required_string("f", Some("a"))), b"\x02a");
        assert_eq!(written(true, |w| w.required_bytes("f", Some(Opaque(b"a")))), b"\x02a");
        let array = Array::from(vec![5_i8]);
        assert_eq!(written(true, |w| w.required_array("f", Some(&array))), [2, 5]);
        assert_eq!(Writer::new(Vec::new(), VERSION, true).version(), VERSION);
    }

    /// 127 is the first whose length, one more, takes two bytes.
    #[test]
    fn lengths_around_the_end_of_a_byte() {
        for (len, prefix) in [(126, &[0x7f][..]), (127, &[0x80, 1]), (128, &[0x81, 1])] {
            let text = "x".repeat(len);
            let expected = [prefix, text.as_bytes()].concat();
            assert_eq!(written(true, |w| w.string("f", &text)), expected);
            assert_eq!(written(true, |w| w.bytes("f", Opaque(text.as_bytes()))), expected);
        }
    }

    /// KIP-482: "tags are serialized in ascending order", those of the struct among the unknown ones.
    #[test]
    fn known_and_unknown_tags_are_written_in_ascending_order() {
        let bytes = [3, 1, 2, 8, 9, 2, 0, 40, 0];
        let unknown = Reader::again(&bytes, 0, true).tagged_fields(|_, _| false);
        let [set, long]: [&dyn Fn(&mut Writer); 2] = [&|w| w.int8(7), &|w| w.put(&[6; 200])];
        let known: [KnownTag<'_>; 3] = [(0, true, set), (2, false, set), (3, true, long)];
        let expected = [&[5, 0, 1, 7, 1, 2, 8, 9, 2, 0, 3, 200, 1][..], &[6; 200], &[40, 0]];
        assert_eq!(written(true, |w| w.tagged_fields(&unknown, &known)), expected.concat());
        assert_eq!(written(true, |w| w.tags(&unknown)), bytes);
        assert_eq!(written(true, |w| w.tags(&Tags::NONE)), [0]);
        assert_eq!(written(false, |w| w.tags(&Tags::NONE)), []);
        let mut old = Writer::new(Vec::new(), VERSION, false);
        old.tags(&unknown);
        let refusal = Kind::NotInVersion { version: VERSION };
        let error = EncodeError::new("unknown_tagged_fields", refusal);
        assert_eq!(old.finish(), (Vec::new(), Err(error)));
    }
}

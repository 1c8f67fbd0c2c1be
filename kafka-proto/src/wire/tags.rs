use std::fmt;

use super::varint;

/// Tagged fields that this release does not know, kept so that they survive a round trip
/// (KIP-482).
///
/// A view over the tag section of the frame. It was checked when it was read.
#[derive(Clone, Copy, Default)]
pub struct Tags<'a> {
    /// The section behind its count: tag, size, data, tag, size, data, …
    section: &'a [u8],
    /// Bit `n` is set when tag `n` is a field of the struct, and so not listed here.
    known: u32,
    unknown: u32,
}

impl<'a> Tags<'a> {
    /// No tagged field.
    pub const NONE: Self = Self { section: &[], known: 0, unknown: 0 };

    pub(super) fn new(section: &'a [u8], known: u32, unknown: u32) -> Self {
        if unknown == 0 { Self::NONE } else { Self { section, known, unknown } }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.unknown as usize
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.unknown == 0
    }

    /// Each tag with its data, in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &'a [u8])> + use<'a> {
        let known = self.known;
        Fields { rest: self.section }.filter(move |(tag, _)| !is_known(known, *tag))
    }
}

/// Whether `tag`'s bit is set.
pub(super) fn is_known(known: u32, tag: u32) -> bool {
    tag < 32 && known & (1 << tag) != 0
}

impl PartialEq for Tags<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.unknown == other.unknown && self.iter().eq(other.iter())
    }
}

impl fmt::Debug for Tags<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter().map(|(tag, data)| (tag, super::Opaque(data)))).finish()
    }
}

struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Fields<'a> {
    type Item = (u32, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (tag, n) = varint::read(self.rest).ok()?;
        let (size, m) = varint::read(self.rest.get(n..)?).ok()?;
        let (data, rest) = self.rest.get(n + m..)?.split_at_checked(size as usize)?;
        self.rest = rest;
        Some((tag, data))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Reader;
    use super::*;

    /// Count; tag, size, data; and so on. Tags 0 and 2 are fields.
    fn read(bytes: &[u8]) -> (Tags<'_>, Vec<(u32, i8)>) {
        let mut fields = Vec::new();
        let tags = Reader::again(bytes, 0, true).tagged_fields(|tag, field| {
            if matches!(tag, 0 | 2) {
                fields.push((tag, field.int8("field")));
            }
            matches!(tag, 0 | 2)
        });
        (tags, fields)
    }

    #[test]
    fn what_is_a_field_is_read_and_the_rest_is_kept() {
        let (tags, fields) = read(&[4, 0, 1, 7, 1, 2, 8, 9, 2, 1, 10, 40, 0]);
        assert_eq!(fields, [(0, 7), (2, 10)]);
        assert_eq!(tags.iter().collect::<Vec<_>>(), [(1, &[8, 9][..]), (40, &[])]);
        assert_eq!((tags.len(), tags.is_empty()), (2, false));
        assert_eq!(format!("{tags:?}"), "{1: [2 bytes], 40: [0 bytes]}");
        let (none, fields) = read(&[1, 0, 1, 7]);
        assert_eq!((none, none.is_empty(), fields), (Tags::NONE, true, vec![(0, 7)]));
    }

    #[test]
    fn tags_are_equal_if_the_unknown_ones_are() {
        let (tags, _) = read(&[2, 0, 1, 7, 1, 1, 8]);
        assert_eq!(tags, read(&[1, 1, 1, 8]).0);
        for other in [&[1, 1, 1, 9][..], &[1, 3, 1, 8], &[2, 1, 1, 8, 3, 0], &[0]] {
            assert_ne!(tags, read(other).0, "{other:?}");
        }
    }
}

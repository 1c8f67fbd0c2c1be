//! DER, one element after the other.

use der::asn1::{AnyRef, ObjectIdentifier};
use der::{Reader, SliceReader, Tag, TagNumber, Tagged};

use super::fault::Fault;

/// `[0]`, constructed.
pub(super) const FIRST: Tag = context(0, true);

/// A context-specific tag.
pub(super) const fn context(number: u32, constructed: bool) -> Tag {
    Tag::ContextSpecific { constructed, number: TagNumber(number) }
}

/// The elements inside one.
pub(super) struct Elements<'a>(SliceReader<'a>);

impl<'a> Elements<'a> {
    pub(super) fn new(content: &'a [u8]) -> Result<Self, Fault> {
        SliceReader::new(content).map(Self).map_err(|_| Fault::MALFORMED)
    }

    /// The elements of one SEQUENCE, with nothing behind it.
    pub(super) fn of_sequence(der: &'a [u8]) -> Result<Self, Fault> {
        let mut outer = Self::new(der)?;
        let inner = outer.sequence()?;
        match outer.is_at_end() {
            true => Ok(inner),
            false => Err(Fault::MALFORMED),
        }
    }

    pub(super) fn sequence(&mut self) -> Result<Self, Fault> {
        Self::new(self.content(Tag::Sequence)?)
    }

    pub(super) fn oid(&mut self) -> Result<ObjectIdentifier, Fault> {
        self.0.decode().map_err(|_| Fault::MALFORMED)
    }

    /// A number that is not negative.
    pub(super) fn number(&mut self) -> Result<u32, Fault> {
        self.0.decode().map_err(|_| Fault::MALFORMED)
    }

    pub(super) fn octets(&mut self) -> Result<&'a [u8], Fault> {
        self.content(Tag::OctetString)
    }

    /// The content of the next element, which has this tag.
    pub(super) fn content(&mut self, tag: Tag) -> Result<&'a [u8], Fault> {
        self.next()?.filter(|next| next.tag() == tag).map(AnyRef::value).ok_or(Fault::MALFORMED)
    }

    /// The next element, if there is one.
    pub(super) fn next(&mut self) -> Result<Option<AnyRef<'a>>, Fault> {
        match self.is_at_end() {
            true => Ok(None),
            false => self.0.decode().map(Some).map_err(|_| Fault::MALFORMED),
        }
    }

    fn is_at_end(&self) -> bool {
        self.0.is_finished()
    }
}

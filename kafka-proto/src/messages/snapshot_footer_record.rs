// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! SnapshotFooterRecord, versions 0 to 0, flexible from 0.

#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// SnapshotFooterRecord.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct SnapshotFooterRecord<'a> {
    /// Version.
    pub version: i16,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for SnapshotFooterRecord<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { version: r.int16("version"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.version);
        w.tags(&self.unknown_tagged_fields);
    }
}

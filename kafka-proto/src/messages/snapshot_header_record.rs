// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! SnapshotHeaderRecord, versions 0 to 0, flexible from 0.

#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// SnapshotHeaderRecord.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct SnapshotHeaderRecord<'a> {
    /// Version.
    pub version: i16,
    /// Last contained log timestamp.
    pub last_contained_log_timestamp: i64,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for SnapshotHeaderRecord<'a> {
    const MIN_SIZE: usize = 11;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            version: r.int16("version"),
            last_contained_log_timestamp: r.int64("last_contained_log_timestamp"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.version);
        w.int64(self.last_contained_log_timestamp);
        w.tags(&self.unknown_tagged_fields);
    }
}

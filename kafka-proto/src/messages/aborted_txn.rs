// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! AbortedTxn, versions 0 to 0, never flexible.

#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// AbortedTxn.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AbortedTxn<'a> {
    /// Producer id.
    pub producer_id: i64,
    /// First offset.
    pub first_offset: i64,
    /// Last offset.
    pub last_offset: i64,
    /// Last stable offset.
    pub last_stable_offset: i64,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for AbortedTxn<'a> {
    const MIN_SIZE: usize = 32;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            producer_id: r.int64("producer_id"),
            first_offset: r.int64("first_offset"),
            last_offset: r.int64("last_offset"),
            last_stable_offset: r.int64("last_stable_offset"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int64(self.producer_id);
        w.int64(self.first_offset);
        w.int64(self.last_offset);
        w.int64(self.last_stable_offset);
        w.tags(&self.unknown_tagged_fields);
    }
}

// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! EndTxnMarker, versions 0 to 0, never flexible.

#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// EndTxnMarker.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct EndTxnMarker<'a> {
    /// Coordinator epoch.
    pub coordinator_epoch: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for EndTxnMarker<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { coordinator_epoch: r.int32("coordinator_epoch"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.coordinator_epoch);
        w.tags(&self.unknown_tagged_fields);
    }
}

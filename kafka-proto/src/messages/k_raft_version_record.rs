// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! KRaftVersionRecord, versions 0 to 0, flexible from 0.

#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// KRaftVersionRecord.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct KRaftVersionRecord<'a> {
    /// Version.
    pub version: i16,
    /// K raft version.
    pub k_raft_version: i16,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for KRaftVersionRecord<'a> {
    const MIN_SIZE: usize = 5;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            version: r.int16("version"),
            k_raft_version: r.int16("k_raft_version"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.version);
        w.int16(self.k_raft_version);
        w.tags(&self.unknown_tagged_fields);
    }
}

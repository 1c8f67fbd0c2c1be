// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! LeaderChangeMessage, versions 0 to 1, flexible from 0.

#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// LeaderChangeMessage.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct LeaderChangeMessage<'a> {
    /// Version.
    pub version: i16,
    /// The broker that leads the partition, or -1.
    pub leader_id: i32,
    /// Voters.
    pub voters: Array<'a, Voter<'a>>,
    /// Granting voters.
    pub granting_voters: Array<'a, Voter<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for LeaderChangeMessage<'a> {
    const MIN_SIZE: usize = 9;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            version: r.int16("version"),
            leader_id: r.int32("leader_id"),
            voters: r.array("voters"),
            granting_voters: r.array("granting_voters"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.version);
        w.int32(self.leader_id);
        w.array("voters", &self.voters);
        w.array("granting_voters", &self.granting_voters);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`LeaderChangeMessage::voters`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Voter<'a> {
    /// Voter id.
    pub voter_id: i32,
    /// Voter directory id. Since version 1.
    pub voter_directory_id: Uuid,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for Voter<'a> {
    const MIN_SIZE: usize = 5;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            voter_id: r.int32("voter_id"),
            voter_directory_id: if r.version() >= 1 {
                r.uuid("voter_directory_id")
            } else {
                Uuid::ZERO
            },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.voter_id);
        if w.version() >= 1 {
            w.uuid(self.voter_directory_id);
        } else {
            w.absent("voter_directory_id", !self.voter_directory_id.is_zero());
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

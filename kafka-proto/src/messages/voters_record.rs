// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! VotersRecord, versions 0 to 0, flexible from 0.

#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// VotersRecord.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct VotersRecord<'a> {
    /// Version.
    pub version: i16,
    /// Voters.
    pub voters: Array<'a, Voter<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for VotersRecord<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            version: r.int16("version"),
            voters: r.array("voters"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.version);
        w.array("voters", &self.voters);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`VotersRecord::voters`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Voter<'a> {
    /// Voter id.
    pub voter_id: i32,
    /// Voter directory id.
    pub voter_directory_id: Uuid,
    /// Endpoints.
    pub endpoints: Array<'a, Endpoint<'a>>,
    /// K raft version feature.
    pub k_raft_version_feature: KRaftVersionFeature<'a>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for Voter<'a> {
    const MIN_SIZE: usize = 27;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            voter_id: r.int32("voter_id"),
            voter_directory_id: r.uuid("voter_directory_id"),
            endpoints: r.array("endpoints"),
            k_raft_version_feature: r.structure("k_raft_version_feature"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.voter_id);
        w.uuid(self.voter_directory_id);
        w.array("endpoints", &self.endpoints);
        self.k_raft_version_feature.write(w);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`Voter::endpoints`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Endpoint<'a> {
    /// Name.
    pub name: &'a str,
    /// The host name to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: u16,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for Endpoint<'a> {
    const MIN_SIZE: usize = 5;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: r.string("name"),
            host: r.string("host"),
            port: r.uint16("port"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("name", self.name);
        w.string("host", self.host);
        w.uint16(self.port);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// What [`Voter::k_raft_version_feature`] holds.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct KRaftVersionFeature<'a> {
    /// Min supported version.
    pub min_supported_version: i16,
    /// Max supported version.
    pub max_supported_version: i16,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for KRaftVersionFeature<'a> {
    const MIN_SIZE: usize = 5;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            min_supported_version: r.int16("min_supported_version"),
            max_supported_version: r.int16("max_supported_version"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.min_supported_version);
        w.int16(self.max_supported_version);
        w.tags(&self.unknown_tagged_fields);
    }
}

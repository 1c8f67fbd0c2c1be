// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! UpdateRaftVoter (key 82), versions 0 to 0, flexible from 0.
//!
//! Changes a voter of the KRaft quorum (KIP-853).

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for UpdateRaftVoter.
#[derive(Clone, Debug, PartialEq)]
pub struct UpdateRaftVoterRequest<'a> {
    /// The cluster's id.
    pub cluster_id: Option<&'a str>,
    /// Current leader epoch.
    pub current_leader_epoch: i32,
    /// Voter id.
    pub voter_id: i32,
    /// Voter directory id.
    pub voter_directory_id: Uuid,
    /// Listeners.
    pub listeners: Array<'a, Listener<'a>>,
    /// K raft version feature.
    pub k_raft_version_feature: KRaftVersionFeature<'a>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for UpdateRaftVoterRequest<'_> {
    fn default() -> Self {
        Self {
            cluster_id: Some(""),
            current_leader_epoch: 0,
            voter_id: 0,
            voter_directory_id: Uuid::ZERO,
            listeners: Array::default(),
            k_raft_version_feature: KRaftVersionFeature::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for UpdateRaftVoterRequest<'a> {
    const MIN_SIZE: usize = 32;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            cluster_id: r.nullable_string("cluster_id"),
            current_leader_epoch: r.int32("current_leader_epoch"),
            voter_id: r.int32("voter_id"),
            voter_directory_id: r.uuid("voter_directory_id"),
            listeners: r.array("listeners"),
            k_raft_version_feature: r.structure("k_raft_version_feature"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.nullable_string("cluster_id", self.cluster_id);
        w.int32(self.current_leader_epoch);
        w.int32(self.voter_id);
        w.uuid(self.voter_directory_id);
        w.array("listeners", &self.listeners);
        self.k_raft_version_feature.write(w);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers UpdateRaftVoter.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct UpdateRaftVoterResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Current leader.
    pub current_leader: CurrentLeader<'a>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for UpdateRaftVoterResponse<'a> {
    const MIN_SIZE: usize = 7;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        let mut it = Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: ErrorCode(r.int16("error_code")),
            ..Self::default()
        };
        it.unknown_tagged_fields = r.tagged_fields(|tag, r| {
            match tag {
                0 => it.current_leader = r.structure("current_leader"),
                _ => return false,
            }
            true
        });
        it
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.int16(self.error_code.0);
        w.tagged_fields(
            &self.unknown_tagged_fields,
            &[(0, self.current_leader != Default::default(), &|w| self.current_leader.write(w))],
        );
    }
}

api! {
    UpdateRaftVoterRequest => UpdateRaftVoterResponse: UPDATE_RAFT_VOTER, versions 0 to 0, flexible since 0, throttle_time_ms
}

/// One of [`UpdateRaftVoterRequest::listeners`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Listener<'a> {
    /// Name.
    pub name: &'a str,
    /// The host name to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: u16,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for Listener<'a> {
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

/// What [`UpdateRaftVoterRequest::k_raft_version_feature`] holds.
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

/// What [`UpdateRaftVoterResponse::current_leader`] holds.
#[derive(Clone, Debug, PartialEq)]
pub struct CurrentLeader<'a> {
    /// The broker that leads the partition, or -1. Default: `-1`.
    pub leader_id: i32,
    /// How often the leader changed. Default: `-1`.
    pub leader_epoch: i32,
    /// The host name to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for CurrentLeader<'_> {
    fn default() -> Self {
        Self {
            leader_id: -1,
            leader_epoch: -1,
            host: "",
            port: 0,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for CurrentLeader<'a> {
    const MIN_SIZE: usize = 14;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            leader_id: r.int32("leader_id"),
            leader_epoch: r.int32("leader_epoch"),
            host: r.string("host"),
            port: r.int32("port"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.leader_id);
        w.int32(self.leader_epoch);
        w.string("host", self.host);
        w.int32(self.port);
        w.tags(&self.unknown_tagged_fields);
    }
}

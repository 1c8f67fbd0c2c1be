// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! RemoveRaftVoter (key 81), versions 0 to 0, flexible from 0.
//!
//! Removes a voter from the KRaft quorum (KIP-853).

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for RemoveRaftVoter.
#[derive(Clone, Debug, PartialEq)]
pub struct RemoveRaftVoterRequest<'a> {
    /// The cluster's id.
    pub cluster_id: Option<&'a str>,
    /// Voter id.
    pub voter_id: i32,
    /// Voter directory id.
    pub voter_directory_id: Uuid,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for RemoveRaftVoterRequest<'_> {
    fn default() -> Self {
        Self {
            cluster_id: Some(""),
            voter_id: 0,
            voter_directory_id: Uuid::ZERO,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for RemoveRaftVoterRequest<'a> {
    const MIN_SIZE: usize = 22;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            cluster_id: r.nullable_string("cluster_id"),
            voter_id: r.int32("voter_id"),
            voter_directory_id: r.uuid("voter_directory_id"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.nullable_string("cluster_id", self.cluster_id);
        w.int32(self.voter_id);
        w.uuid(self.voter_directory_id);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers RemoveRaftVoter.
#[derive(Clone, Debug, PartialEq)]
pub struct RemoveRaftVoterResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for RemoveRaftVoterResponse<'_> {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: ErrorCode(0),
            error_message: Some(""),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for RemoveRaftVoterResponse<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    RemoveRaftVoterRequest => RemoveRaftVoterResponse: REMOVE_RAFT_VOTER, versions 0 to 0, flexible since 0, throttle_time_ms
}

// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! AddRaftVoter (key 80), versions 0 to 1, flexible from 0.
//!
//! Adds a voter to the KRaft quorum (KIP-853).

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for AddRaftVoter.
#[derive(Clone, Debug, PartialEq)]
pub struct AddRaftVoterRequest<'a> {
    /// The cluster's id.
    pub cluster_id: Option<&'a str>,
    /// How long the broker may take, in milliseconds.
    pub timeout_ms: i32,
    /// Voter id.
    pub voter_id: i32,
    /// Voter directory id.
    pub voter_directory_id: Uuid,
    /// Listeners.
    pub listeners: Array<'a, Listener<'a>>,
    /// Ack when committed. Since version 1. Default: `true`.
    pub ack_when_committed: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for AddRaftVoterRequest<'_> {
    fn default() -> Self {
        Self {
            cluster_id: Some(""),
            timeout_ms: 0,
            voter_id: 0,
            voter_directory_id: Uuid::ZERO,
            listeners: Array::default(),
            ack_when_committed: true,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for AddRaftVoterRequest<'a> {
    const MIN_SIZE: usize = 27;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            cluster_id: r.nullable_string("cluster_id"),
            timeout_ms: r.int32("timeout_ms"),
            voter_id: r.int32("voter_id"),
            voter_directory_id: r.uuid("voter_directory_id"),
            listeners: r.array("listeners"),
            ack_when_committed: if r.version() >= 1 { r.bool("ack_when_committed") } else { true },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.nullable_string("cluster_id", self.cluster_id);
        w.int32(self.timeout_ms);
        w.int32(self.voter_id);
        w.uuid(self.voter_directory_id);
        w.array("listeners", &self.listeners);
        if w.version() >= 1 {
            w.bool(self.ack_when_committed);
        } else {
            w.absent("ack_when_committed", !self.ack_when_committed);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers AddRaftVoter.
#[derive(Clone, Debug, PartialEq)]
pub struct AddRaftVoterResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for AddRaftVoterResponse<'_> {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: ErrorCode(0),
            error_message: Some(""),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for AddRaftVoterResponse<'a> {
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
    AddRaftVoterRequest => AddRaftVoterResponse: ADD_RAFT_VOTER, versions 0 to 1, flexible since 0, throttle_time_ms
}

/// One of [`AddRaftVoterRequest::listeners`].
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

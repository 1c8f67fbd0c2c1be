// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! SyncGroup (key 14), versions 0 to 5, flexible from 4.
//!
//! Hands out the assignment of a classic group.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for SyncGroup.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct SyncGroupRequest<'a> {
    /// Group id.
    pub group_id: &'a str,
    /// Generation id.
    pub generation_id: i32,
    /// Member id.
    pub member_id: &'a str,
    /// Group instance id. Since version 3.
    pub group_instance_id: Option<&'a str>,
    /// Protocol type. Since version 5.
    pub protocol_type: Option<&'a str>,
    /// Protocol name. Since version 5.
    pub protocol_name: Option<&'a str>,
    /// Assignments.
    pub assignments: Array<'a, SyncGroupRequestAssignment<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for SyncGroupRequest<'a> {
    const MIN_SIZE: usize = 9;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            group_id: r.string("group_id"),
            generation_id: r.int32("generation_id"),
            member_id: r.string("member_id"),
            group_instance_id: if r.version() >= 3 {
                r.nullable_string("group_instance_id")
            } else {
                None
            },
            protocol_type: if r.version() >= 5 { r.nullable_string("protocol_type") } else { None },
            protocol_name: if r.version() >= 5 { r.nullable_string("protocol_name") } else { None },
            assignments: r.array("assignments"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("group_id", self.group_id);
        w.int32(self.generation_id);
        w.string("member_id", self.member_id);
        if w.version() >= 3 {
            w.nullable_string("group_instance_id", self.group_instance_id);
        } else {
            w.absent("group_instance_id", self.group_instance_id.is_some());
        }
        if w.version() >= 5 {
            w.nullable_string("protocol_type", self.protocol_type);
            w.nullable_string("protocol_name", self.protocol_name);
        }
        w.array("assignments", &self.assignments);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers SyncGroup.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct SyncGroupResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219). Since version 1.
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Protocol type. Since version 5.
    pub protocol_type: Option<&'a str>,
    /// Protocol name. Since version 5.
    pub protocol_name: Option<&'a str>,
    /// Assignment.
    pub assignment: Opaque<'a>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for SyncGroupResponse<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: if r.version() >= 1 { r.int32("throttle_time_ms") } else { 0 },
            error_code: ErrorCode(r.int16("error_code")),
            protocol_type: if r.version() >= 5 { r.nullable_string("protocol_type") } else { None },
            protocol_name: if r.version() >= 5 { r.nullable_string("protocol_name") } else { None },
            assignment: r.bytes("assignment"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() >= 1 {
            w.int32(self.throttle_time_ms);
        }
        w.int16(self.error_code.0);
        if w.version() >= 5 {
            w.nullable_string("protocol_type", self.protocol_type);
            w.nullable_string("protocol_name", self.protocol_name);
        }
        w.bytes("assignment", self.assignment);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    SyncGroupRequest => SyncGroupResponse: SYNC_GROUP, versions 0 to 5, flexible since 4, throttle_time_ms
}

/// One of [`SyncGroupRequest::assignments`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct SyncGroupRequestAssignment<'a> {
    /// Member id.
    pub member_id: &'a str,
    /// Assignment.
    pub assignment: Opaque<'a>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for SyncGroupRequestAssignment<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            member_id: r.string("member_id"),
            assignment: r.bytes("assignment"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("member_id", self.member_id);
        w.bytes("assignment", self.assignment);
        w.tags(&self.unknown_tagged_fields);
    }
}

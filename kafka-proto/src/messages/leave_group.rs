// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! LeaveGroup (key 13), versions 0 to 5, flexible from 4.
//!
//! Takes members out of a classic group.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for LeaveGroup.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct LeaveGroupRequest<'a> {
    /// Group id.
    pub group_id: &'a str,
    /// Member id. Until version 2.
    pub member_id: &'a str,
    /// Members. Since version 3.
    pub members: Array<'a, MemberIdentity<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for LeaveGroupRequest<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            group_id: r.string("group_id"),
            member_id: if r.version() <= 2 { r.string("member_id") } else { "" },
            members: if r.version() >= 3 { r.array("members") } else { Array::default() },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("group_id", self.group_id);
        if w.version() <= 2 {
            w.string("member_id", self.member_id);
        } else {
            w.absent("member_id", !self.member_id.is_empty());
        }
        if w.version() >= 3 {
            w.array("members", &self.members);
        } else {
            w.absent("members", !self.members.is_empty());
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers LeaveGroup.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct LeaveGroupResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219). Since version 1.
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Members. Since version 3.
    pub members: Array<'a, MemberResponse<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for LeaveGroupResponse<'a> {
    const MIN_SIZE: usize = 2;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: if r.version() >= 1 { r.int32("throttle_time_ms") } else { 0 },
            error_code: ErrorCode(r.int16("error_code")),
            members: if r.version() >= 3 { r.array("members") } else { Array::default() },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() >= 1 {
            w.int32(self.throttle_time_ms);
        }
        w.int16(self.error_code.0);
        if w.version() >= 3 {
            w.array("members", &self.members);
        } else {
            w.absent("members", !self.members.is_empty());
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    LeaveGroupRequest => LeaveGroupResponse: LEAVE_GROUP, versions 0 to 5, flexible since 4, throttle_time_ms
}

/// One of [`LeaveGroupRequest::members`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct MemberIdentity<'a> {
    /// Member id.
    pub member_id: &'a str,
    /// Group instance id.
    pub group_instance_id: Option<&'a str>,
    /// Reason. Since version 5.
    pub reason: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for MemberIdentity<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            member_id: r.string("member_id"),
            group_instance_id: r.nullable_string("group_instance_id"),
            reason: if r.version() >= 5 { r.nullable_string("reason") } else { None },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("member_id", self.member_id);
        w.nullable_string("group_instance_id", self.group_instance_id);
        if w.version() >= 5 {
            w.nullable_string("reason", self.reason);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`LeaveGroupResponse::members`].
#[derive(Clone, Debug, PartialEq)]
pub struct MemberResponse<'a> {
    /// Member id.
    pub member_id: &'a str,
    /// Group instance id.
    pub group_instance_id: Option<&'a str>,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for MemberResponse<'_> {
    fn default() -> Self {
        Self {
            member_id: "",
            group_instance_id: Some(""),
            error_code: ErrorCode(0),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for MemberResponse<'a> {
    const MIN_SIZE: usize = 5;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            member_id: r.string("member_id"),
            group_instance_id: r.nullable_string("group_instance_id"),
            error_code: ErrorCode(r.int16("error_code")),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("member_id", self.member_id);
        w.nullable_string("group_instance_id", self.group_instance_id);
        w.int16(self.error_code.0);
        w.tags(&self.unknown_tagged_fields);
    }
}

// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! JoinGroup (key 11), versions 0 to 9, flexible from 6.
//!
//! Joins a classic group.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for JoinGroup.
#[derive(Clone, Debug, PartialEq)]
pub struct JoinGroupRequest<'a> {
    /// Group id.
    pub group_id: &'a str,
    /// Session timeout ms.
    pub session_timeout_ms: i32,
    /// Rebalance timeout ms. Since version 1. Default: `-1`.
    pub rebalance_timeout_ms: i32,
    /// Member id.
    pub member_id: &'a str,
    /// Group instance id. Since version 5.
    pub group_instance_id: Option<&'a str>,
    /// Protocol type.
    pub protocol_type: &'a str,
    /// Protocols.
    pub protocols: Array<'a, JoinGroupRequestProtocol<'a>>,
    /// Reason. Since version 8.
    pub reason: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for JoinGroupRequest<'_> {
    fn default() -> Self {
        Self {
            group_id: "",
            session_timeout_ms: 0,
            rebalance_timeout_ms: -1,
            member_id: "",
            group_instance_id: None,
            protocol_type: "",
            protocols: Array::default(),
            reason: None,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for JoinGroupRequest<'a> {
    const MIN_SIZE: usize = 14;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            group_id: r.string("group_id"),
            session_timeout_ms: r.int32("session_timeout_ms"),
            rebalance_timeout_ms: if r.version() >= 1 {
                r.int32("rebalance_timeout_ms")
            } else {
                -1
            },
            member_id: r.string("member_id"),
            group_instance_id: if r.version() >= 5 {
                r.nullable_string("group_instance_id")
            } else {
                None
            },
            protocol_type: r.string("protocol_type"),
            protocols: r.array("protocols"),
            reason: if r.version() >= 8 { r.nullable_string("reason") } else { None },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("group_id", self.group_id);
        w.int32(self.session_timeout_ms);
        if w.version() >= 1 {
            w.int32(self.rebalance_timeout_ms);
        }
        w.string("member_id", self.member_id);
        if w.version() >= 5 {
            w.nullable_string("group_instance_id", self.group_instance_id);
        } else {
            w.absent("group_instance_id", self.group_instance_id.is_some());
        }
        w.string("protocol_type", self.protocol_type);
        w.array("protocols", &self.protocols);
        if w.version() >= 8 {
            w.nullable_string("reason", self.reason);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers JoinGroup.
#[derive(Clone, Debug, PartialEq)]
pub struct JoinGroupResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219). Since version 2.
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Generation id. Default: `-1`.
    pub generation_id: i32,
    /// Protocol type. Since version 7.
    pub protocol_type: Option<&'a str>,
    /// Protocol name.
    pub protocol_name: Option<&'a str>,
    /// Leader.
    pub leader: &'a str,
    /// Skip assignment. Since version 9.
    pub skip_assignment: bool,
    /// Member id.
    pub member_id: &'a str,
    /// Members.
    pub members: Array<'a, JoinGroupResponseMember<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for JoinGroupResponse<'_> {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: ErrorCode(0),
            generation_id: -1,
            protocol_type: None,
            protocol_name: Some(""),
            leader: "",
            skip_assignment: false,
            member_id: "",
            members: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for JoinGroupResponse<'a> {
    const MIN_SIZE: usize = 15;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: if r.version() >= 2 { r.int32("throttle_time_ms") } else { 0 },
            error_code: ErrorCode(r.int16("error_code")),
            generation_id: r.int32("generation_id"),
            protocol_type: if r.version() >= 7 { r.nullable_string("protocol_type") } else { None },
            protocol_name: if r.version() >= 7 {
                r.nullable_string("protocol_name")
            } else {
                Some(r.string("protocol_name"))
            },
            leader: r.string("leader"),
            skip_assignment: if r.version() >= 9 { r.bool("skip_assignment") } else { false },
            member_id: r.string("member_id"),
            members: r.array("members"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() >= 2 {
            w.int32(self.throttle_time_ms);
        }
        w.int16(self.error_code.0);
        w.int32(self.generation_id);
        if w.version() >= 7 {
            w.nullable_string("protocol_type", self.protocol_type);
        }
        if w.version() >= 7 {
            w.nullable_string("protocol_name", self.protocol_name);
        } else {
            w.required_string("protocol_name", self.protocol_name);
        }
        w.string("leader", self.leader);
        if w.version() >= 9 {
            w.bool(self.skip_assignment);
        } else {
            w.absent("skip_assignment", self.skip_assignment);
        }
        w.string("member_id", self.member_id);
        w.array("members", &self.members);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    JoinGroupRequest => JoinGroupResponse: JOIN_GROUP, versions 0 to 9, flexible since 6, throttle_time_ms
}

/// One of [`JoinGroupRequest::protocols`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct JoinGroupRequestProtocol<'a> {
    /// Name.
    pub name: &'a str,
    /// Metadata.
    pub metadata: Opaque<'a>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for JoinGroupRequestProtocol<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: r.string("name"),
            metadata: r.bytes("metadata"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("name", self.name);
        w.bytes("metadata", self.metadata);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`JoinGroupResponse::members`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct JoinGroupResponseMember<'a> {
    /// Member id.
    pub member_id: &'a str,
    /// Group instance id. Since version 5.
    pub group_instance_id: Option<&'a str>,
    /// Metadata.
    pub metadata: Opaque<'a>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for JoinGroupResponseMember<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            member_id: r.string("member_id"),
            group_instance_id: if r.version() >= 5 {
                r.nullable_string("group_instance_id")
            } else {
                None
            },
            metadata: r.bytes("metadata"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("member_id", self.member_id);
        if w.version() >= 5 {
            w.nullable_string("group_instance_id", self.group_instance_id);
        }
        w.bytes("metadata", self.metadata);
        w.tags(&self.unknown_tagged_fields);
    }
}

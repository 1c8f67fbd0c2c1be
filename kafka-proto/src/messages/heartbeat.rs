// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! Heartbeat (key 12), versions 0 to 4, flexible from 4.
//!
//! Keeps a member of a classic group alive.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for Heartbeat.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct HeartbeatRequest<'a> {
    /// Group id.
    pub group_id: &'a str,
    /// Generation id.
    pub generation_id: i32,
    /// Member id.
    pub member_id: &'a str,
    /// Group instance id. Since version 3.
    pub group_instance_id: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for HeartbeatRequest<'a> {
    const MIN_SIZE: usize = 8;

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
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers Heartbeat.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct HeartbeatResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219). Since version 1.
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for HeartbeatResponse<'a> {
    const MIN_SIZE: usize = 2;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: if r.version() >= 1 { r.int32("throttle_time_ms") } else { 0 },
            error_code: ErrorCode(r.int16("error_code")),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() >= 1 {
            w.int32(self.throttle_time_ms);
        }
        w.int16(self.error_code.0);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    HeartbeatRequest => HeartbeatResponse: HEARTBEAT, versions 0 to 4, flexible since 4, throttle_time_ms
}

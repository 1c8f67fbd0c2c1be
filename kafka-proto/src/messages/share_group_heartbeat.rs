// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! ShareGroupHeartbeat (key 76), versions 0 to 1, flexible from 0.
//!
//! Joins, keeps alive and leaves a share group (KIP-932).

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for ShareGroupHeartbeat.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ShareGroupHeartbeatRequest<'a> {
    /// Group id.
    pub group_id: &'a str,
    /// Member id.
    pub member_id: &'a str,
    /// Member epoch.
    pub member_epoch: i32,
    /// Rack id.
    pub rack_id: Option<&'a str>,
    /// Subscribed topic names.
    pub subscribed_topic_names: Option<Array<'a, &'a str>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ShareGroupHeartbeatRequest<'a> {
    const MIN_SIZE: usize = 9;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            group_id: r.string("group_id"),
            member_id: r.string("member_id"),
            member_epoch: r.int32("member_epoch"),
            rack_id: r.nullable_string("rack_id"),
            subscribed_topic_names: r.nullable_array("subscribed_topic_names"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("group_id", self.group_id);
        w.string("member_id", self.member_id);
        w.int32(self.member_epoch);
        w.nullable_string("rack_id", self.rack_id);
        w.nullable_array("subscribed_topic_names", self.subscribed_topic_names.as_ref());
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers ShareGroupHeartbeat.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ShareGroupHeartbeatResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// Member id.
    pub member_id: Option<&'a str>,
    /// Member epoch.
    pub member_epoch: i32,
    /// Heartbeat interval ms.
    pub heartbeat_interval_ms: i32,
    /// Assignment.
    pub assignment: Option<Assignment<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ShareGroupHeartbeatResponse<'a> {
    const MIN_SIZE: usize = 18;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            member_id: r.nullable_string("member_id"),
            member_epoch: r.int32("member_epoch"),
            heartbeat_interval_ms: r.int32("heartbeat_interval_ms"),
            assignment: r.nullable_structure("assignment"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.nullable_string("member_id", self.member_id);
        w.int32(self.member_epoch);
        w.int32(self.heartbeat_interval_ms);
        w.nullable_structure(self.assignment.as_ref());
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    ShareGroupHeartbeatRequest => ShareGroupHeartbeatResponse: SHARE_GROUP_HEARTBEAT, versions 0 to 1, flexible since 0, throttle_time_ms
}

/// What [`ShareGroupHeartbeatResponse::assignment`] holds.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Assignment<'a> {
    /// Topic partitions.
    pub topic_partitions: Array<'a, TopicPartitions<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for Assignment<'a> {
    const MIN_SIZE: usize = 2;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { topic_partitions: r.array("topic_partitions"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("topic_partitions", &self.topic_partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`Assignment::topic_partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TopicPartitions<'a> {
    /// The topic's id, all zeros if it has none.
    pub topic_id: Uuid,
    /// Partitions.
    pub partitions: Array<'a, i32>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for TopicPartitions<'a> {
    const MIN_SIZE: usize = 18;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic_id: r.uuid("topic_id"),
            partitions: r.array("partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.uuid(self.topic_id);
        w.array("partitions", &self.partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}

// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! ConsumerGroupHeartbeat (key 68), versions 0 to 1, flexible from 0.
//!
//! Joins, keeps alive and leaves a consumer group (KIP-848).

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for ConsumerGroupHeartbeat.
#[derive(Clone, Debug, PartialEq)]
pub struct ConsumerGroupHeartbeatRequest<'a> {
    /// Group id.
    pub group_id: &'a str,
    /// Member id.
    pub member_id: &'a str,
    /// Member epoch.
    pub member_epoch: i32,
    /// Instance id.
    pub instance_id: Option<&'a str>,
    /// Rack id.
    pub rack_id: Option<&'a str>,
    /// Rebalance timeout ms. Default: `-1`.
    pub rebalance_timeout_ms: i32,
    /// Subscribed topic names.
    pub subscribed_topic_names: Option<Array<'a, &'a str>>,
    /// Subscribed topic regex. Since version 1.
    pub subscribed_topic_regex: Option<&'a str>,
    /// Server assignor.
    pub server_assignor: Option<&'a str>,
    /// Topic partitions.
    pub topic_partitions: Option<Array<'a, TopicPartitions<'a>>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for ConsumerGroupHeartbeatRequest<'_> {
    fn default() -> Self {
        Self {
            group_id: "",
            member_id: "",
            member_epoch: 0,
            instance_id: None,
            rack_id: None,
            rebalance_timeout_ms: -1,
            subscribed_topic_names: None,
            subscribed_topic_regex: None,
            server_assignor: None,
            topic_partitions: None,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for ConsumerGroupHeartbeatRequest<'a> {
    const MIN_SIZE: usize = 16;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            group_id: r.string("group_id"),
            member_id: r.string("member_id"),
            member_epoch: r.int32("member_epoch"),
            instance_id: r.nullable_string("instance_id"),
            rack_id: r.nullable_string("rack_id"),
            rebalance_timeout_ms: r.int32("rebalance_timeout_ms"),
            subscribed_topic_names: r.nullable_array("subscribed_topic_names"),
            subscribed_topic_regex: if r.version() >= 1 {
                r.nullable_string("subscribed_topic_regex")
            } else {
                None
            },
            server_assignor: r.nullable_string("server_assignor"),
            topic_partitions: r.nullable_array("topic_partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("group_id", self.group_id);
        w.string("member_id", self.member_id);
        w.int32(self.member_epoch);
        w.nullable_string("instance_id", self.instance_id);
        w.nullable_string("rack_id", self.rack_id);
        w.int32(self.rebalance_timeout_ms);
        w.nullable_array("subscribed_topic_names", self.subscribed_topic_names.as_ref());
        if w.version() >= 1 {
            w.nullable_string("subscribed_topic_regex", self.subscribed_topic_regex);
        } else {
            w.absent("subscribed_topic_regex", self.subscribed_topic_regex.is_some());
        }
        w.nullable_string("server_assignor", self.server_assignor);
        w.nullable_array("topic_partitions", self.topic_partitions.as_ref());
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers ConsumerGroupHeartbeat.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ConsumerGroupHeartbeatResponse<'a> {
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

impl<'a> Wire<'a> for ConsumerGroupHeartbeatResponse<'a> {
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
    ConsumerGroupHeartbeatRequest => ConsumerGroupHeartbeatResponse: CONSUMER_GROUP_HEARTBEAT, versions 0 to 1, flexible since 0, throttle_time_ms
}

/// One of [`ConsumerGroupHeartbeatRequest::topic_partitions`].
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

/// What [`ConsumerGroupHeartbeatResponse::assignment`] holds.
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

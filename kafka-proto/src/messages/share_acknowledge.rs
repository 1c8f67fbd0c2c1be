// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! ShareAcknowledge (key 79), versions 0 to 2, flexible from 0.
//!
//! Acknowledges records of a share group (KIP-932).

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for ShareAcknowledge.
#[derive(Clone, Debug, PartialEq)]
pub struct ShareAcknowledgeRequest<'a> {
    /// Group id.
    pub group_id: Option<&'a str>,
    /// Member id.
    pub member_id: Option<&'a str>,
    /// Share session epoch.
    pub share_session_epoch: i32,
    /// Is renew ack. Since version 2.
    pub is_renew_ack: bool,
    /// Topics.
    pub topics: Array<'a, AcknowledgeTopic<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for ShareAcknowledgeRequest<'_> {
    fn default() -> Self {
        Self {
            group_id: None,
            member_id: Some(""),
            share_session_epoch: 0,
            is_renew_ack: false,
            topics: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for ShareAcknowledgeRequest<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            group_id: r.nullable_string("group_id"),
            member_id: r.nullable_string("member_id"),
            share_session_epoch: r.int32("share_session_epoch"),
            is_renew_ack: if r.version() >= 2 { r.bool("is_renew_ack") } else { false },
            topics: r.array("topics"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.nullable_string("group_id", self.group_id);
        w.nullable_string("member_id", self.member_id);
        w.int32(self.share_session_epoch);
        if w.version() >= 2 {
            w.bool(self.is_renew_ack);
        } else {
            w.absent("is_renew_ack", self.is_renew_ack);
        }
        w.array("topics", &self.topics);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers ShareAcknowledge.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ShareAcknowledgeResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// Acquisition lock timeout ms. Since version 2.
    pub acquisition_lock_timeout_ms: i32,
    /// Responses.
    pub responses: Array<'a, ShareAcknowledgeTopicResponse<'a>>,
    /// Node endpoints.
    pub node_endpoints: Array<'a, NodeEndpoint<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ShareAcknowledgeResponse<'a> {
    const MIN_SIZE: usize = 10;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            acquisition_lock_timeout_ms: if r.version() >= 2 {
                r.int32("acquisition_lock_timeout_ms")
            } else {
                0
            },
            responses: r.array("responses"),
            node_endpoints: r.array("node_endpoints"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        if w.version() >= 2 {
            w.int32(self.acquisition_lock_timeout_ms);
        }
        w.array("responses", &self.responses);
        w.array("node_endpoints", &self.node_endpoints);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    ShareAcknowledgeRequest => ShareAcknowledgeResponse: SHARE_ACKNOWLEDGE, versions 0 to 2, flexible since 0, throttle_time_ms
}

/// One of [`ShareAcknowledgeRequest::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AcknowledgeTopic<'a> {
    /// The topic's id, all zeros if it has none.
    pub topic_id: Uuid,
    /// Partitions.
    pub partitions: Array<'a, AcknowledgePartition<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for AcknowledgeTopic<'a> {
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

/// One of [`AcknowledgeTopic::partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AcknowledgePartition<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// Acknowledgement batches.
    pub acknowledgement_batches: Array<'a, AcknowledgementBatch<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for AcknowledgePartition<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            acknowledgement_batches: r.array("acknowledgement_batches"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.array("acknowledgement_batches", &self.acknowledgement_batches);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`AcknowledgePartition::acknowledgement_batches`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AcknowledgementBatch<'a> {
    /// First offset.
    pub first_offset: i64,
    /// Last offset.
    pub last_offset: i64,
    /// Acknowledge types.
    pub acknowledge_types: Array<'a, i8>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for AcknowledgementBatch<'a> {
    const MIN_SIZE: usize = 18;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            first_offset: r.int64("first_offset"),
            last_offset: r.int64("last_offset"),
            acknowledge_types: r.array("acknowledge_types"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int64(self.first_offset);
        w.int64(self.last_offset);
        w.array("acknowledge_types", &self.acknowledge_types);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`ShareAcknowledgeResponse::responses`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ShareAcknowledgeTopicResponse<'a> {
    /// The topic's id, all zeros if it has none.
    pub topic_id: Uuid,
    /// Partitions.
    pub partitions: Array<'a, PartitionData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ShareAcknowledgeTopicResponse<'a> {
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

/// One of [`ShareAcknowledgeTopicResponse::partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct PartitionData<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// Current leader.
    pub current_leader: LeaderIdAndEpoch<'a>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for PartitionData<'a> {
    const MIN_SIZE: usize = 17;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            current_leader: r.structure("current_leader"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        self.current_leader.write(w);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// What [`PartitionData::current_leader`] holds.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct LeaderIdAndEpoch<'a> {
    /// The broker that leads the partition, or -1.
    pub leader_id: i32,
    /// How often the leader changed.
    pub leader_epoch: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for LeaderIdAndEpoch<'a> {
    const MIN_SIZE: usize = 9;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            leader_id: r.int32("leader_id"),
            leader_epoch: r.int32("leader_epoch"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.leader_id);
        w.int32(self.leader_epoch);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`ShareAcknowledgeResponse::node_endpoints`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct NodeEndpoint<'a> {
    /// The broker's id.
    pub node_id: i32,
    /// The host name to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: i32,
    /// Where the broker stands, if that is configured.
    pub rack: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for NodeEndpoint<'a> {
    const MIN_SIZE: usize = 11;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            node_id: r.int32("node_id"),
            host: r.string("host"),
            port: r.int32("port"),
            rack: r.nullable_string("rack"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.node_id);
        w.string("host", self.host);
        w.int32(self.port);
        w.nullable_string("rack", self.rack);
        w.tags(&self.unknown_tagged_fields);
    }
}

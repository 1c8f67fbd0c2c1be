// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! DescribeTopicPartitions (key 75), versions 0 to 0, flexible from 0.
//!
//! Describes topics page by page (KIP-966).

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for DescribeTopicPartitions.
#[derive(Clone, Debug, PartialEq)]
pub struct DescribeTopicPartitionsRequest<'a> {
    /// The topics to describe.
    pub topics: Array<'a, TopicRequest<'a>>,
    /// How many partitions to answer at most. Default: `2000`.
    pub response_partition_limit: i32,
    /// Where to go on, or null for the start.
    pub cursor: Option<Cursor<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for DescribeTopicPartitionsRequest<'_> {
    fn default() -> Self {
        Self {
            topics: Array::default(),
            response_partition_limit: 2000,
            cursor: None,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for DescribeTopicPartitionsRequest<'a> {
    const MIN_SIZE: usize = 7;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topics: r.array("topics"),
            response_partition_limit: r.int32("response_partition_limit"),
            cursor: r.nullable_structure("cursor"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("topics", &self.topics);
        w.int32(self.response_partition_limit);
        w.nullable_structure(self.cursor.as_ref());
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers DescribeTopicPartitions.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DescribeTopicPartitionsResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// The topics of this page.
    pub topics: Array<'a, DescribeTopicPartitionsResponseTopic<'a>>,
    /// Where to go on, or null at the end.
    pub next_cursor: Option<Cursor<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DescribeTopicPartitionsResponse<'a> {
    const MIN_SIZE: usize = 7;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            topics: r.array("topics"),
            next_cursor: r.nullable_structure("next_cursor"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.array("topics", &self.topics);
        w.nullable_structure(self.next_cursor.as_ref());
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    DescribeTopicPartitionsRequest => DescribeTopicPartitionsResponse: DESCRIBE_TOPIC_PARTITIONS, versions 0 to 0, flexible since 0, throttle_time_ms
}

/// One of [`DescribeTopicPartitionsRequest::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TopicRequest<'a> {
    /// The topic's name.
    pub name: &'a str,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for TopicRequest<'a> {
    const MIN_SIZE: usize = 2;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { name: r.string("name"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("name", self.name);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// What [`DescribeTopicPartitionsRequest::cursor`] holds.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Cursor<'a> {
    /// The topic.
    pub topic_name: &'a str,
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for Cursor<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic_name: r.string("topic_name"),
            partition_index: r.int32("partition_index"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("topic_name", self.topic_name);
        w.int32(self.partition_index);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`DescribeTopicPartitionsResponse::topics`].
#[derive(Clone, Debug, PartialEq)]
pub struct DescribeTopicPartitionsResponseTopic<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The topic's name.
    pub name: Option<&'a str>,
    /// The topic's id, all zeros if it has none.
    pub topic_id: Uuid,
    /// Whether Kafka keeps it for itself.
    pub is_internal: bool,
    /// The partitions of this page.
    pub partitions: Array<'a, DescribeTopicPartitionsResponsePartition<'a>>,
    /// A bit for each `AclOperation` the caller may use on the topic; `i32::MIN` if not asked for (KIP-430). Default: `i32::MIN`.
    pub topic_authorized_operations: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for DescribeTopicPartitionsResponseTopic<'_> {
    fn default() -> Self {
        Self {
            error_code: ErrorCode(0),
            name: Some(""),
            topic_id: Uuid::ZERO,
            is_internal: false,
            partitions: Array::default(),
            topic_authorized_operations: i32::MIN,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for DescribeTopicPartitionsResponseTopic<'a> {
    const MIN_SIZE: usize = 26;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            error_code: ErrorCode(r.int16("error_code")),
            name: r.nullable_string("name"),
            topic_id: r.uuid("topic_id"),
            is_internal: r.bool("is_internal"),
            partitions: r.array("partitions"),
            topic_authorized_operations: r.int32("topic_authorized_operations"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.error_code.0);
        w.nullable_string("name", self.name);
        w.uuid(self.topic_id);
        w.bool(self.is_internal);
        w.array("partitions", &self.partitions);
        w.int32(self.topic_authorized_operations);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`DescribeTopicPartitionsResponseTopic::partitions`].
#[derive(Clone, Debug, PartialEq)]
pub struct DescribeTopicPartitionsResponsePartition<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// The broker that leads the partition, or -1.
    pub leader_id: i32,
    /// How often the leader changed. Default: `-1`.
    pub leader_epoch: i32,
    /// The brokers that hold the partition.
    pub replica_nodes: Array<'a, i32>,
    /// Those of them that are in sync.
    pub isr_nodes: Array<'a, i32>,
    /// Replicas that may lead although they are not in sync (KIP-966).
    pub eligible_leader_replicas: Option<Array<'a, i32>>,
    /// The last known ones of these.
    pub last_known_elr: Option<Array<'a, i32>>,
    /// Those of them that are offline.
    pub offline_replicas: Array<'a, i32>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for DescribeTopicPartitionsResponsePartition<'_> {
    fn default() -> Self {
        Self {
            error_code: ErrorCode(0),
            partition_index: 0,
            leader_id: 0,
            leader_epoch: -1,
            replica_nodes: Array::default(),
            isr_nodes: Array::default(),
            eligible_leader_replicas: None,
            last_known_elr: None,
            offline_replicas: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for DescribeTopicPartitionsResponsePartition<'a> {
    const MIN_SIZE: usize = 20;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            error_code: ErrorCode(r.int16("error_code")),
            partition_index: r.int32("partition_index"),
            leader_id: r.int32("leader_id"),
            leader_epoch: r.int32("leader_epoch"),
            replica_nodes: r.array("replica_nodes"),
            isr_nodes: r.array("isr_nodes"),
            eligible_leader_replicas: r.nullable_array("eligible_leader_replicas"),
            last_known_elr: r.nullable_array("last_known_elr"),
            offline_replicas: r.array("offline_replicas"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.error_code.0);
        w.int32(self.partition_index);
        w.int32(self.leader_id);
        w.int32(self.leader_epoch);
        w.array("replica_nodes", &self.replica_nodes);
        w.array("isr_nodes", &self.isr_nodes);
        w.nullable_array("eligible_leader_replicas", self.eligible_leader_replicas.as_ref());
        w.nullable_array("last_known_elr", self.last_known_elr.as_ref());
        w.array("offline_replicas", &self.offline_replicas);
        w.tags(&self.unknown_tagged_fields);
    }
}

// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! DescribeQuorum (key 55), versions 0 to 2, flexible from 0.
//!
//! Shows the KRaft quorum.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for DescribeQuorum.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DescribeQuorumRequest<'a> {
    /// The topics to show: `__cluster_metadata`.
    pub topics: Array<'a, RequestTopicData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DescribeQuorumRequest<'a> {
    const MIN_SIZE: usize = 2;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { topics: r.array("topics"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("topics", &self.topics);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers DescribeQuorum.
#[derive(Clone, Debug, PartialEq)]
pub struct DescribeQuorumResponse<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any. Since version 2.
    pub error_message: Option<&'a str>,
    /// One for each topic of the request.
    pub topics: Array<'a, ResponseTopicData<'a>>,
    /// Where the voters are. Since version 2.
    pub nodes: Array<'a, Node<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for DescribeQuorumResponse<'_> {
    fn default() -> Self {
        Self {
            error_code: ErrorCode(0),
            error_message: Some(""),
            topics: Array::default(),
            nodes: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for DescribeQuorumResponse<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            error_code: ErrorCode(r.int16("error_code")),
            error_message: if r.version() >= 2 {
                r.nullable_string("error_message")
            } else {
                Some("")
            },
            topics: r.array("topics"),
            nodes: if r.version() >= 2 { r.array("nodes") } else { Array::default() },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.error_code.0);
        if w.version() >= 2 {
            w.nullable_string("error_message", self.error_message);
        }
        w.array("topics", &self.topics);
        if w.version() >= 2 {
            w.array("nodes", &self.nodes);
        } else {
            w.absent("nodes", !self.nodes.is_empty());
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    DescribeQuorumRequest => DescribeQuorumResponse: DESCRIBE_QUORUM, versions 0 to 2, flexible since 0
}

/// One of [`DescribeQuorumRequest::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct RequestTopicData<'a> {
    /// The topic.
    pub topic_name: &'a str,
    /// The partitions to show: 0.
    pub partitions: Array<'a, RequestPartitionData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for RequestTopicData<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic_name: r.string("topic_name"),
            partitions: r.array("partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("topic_name", self.topic_name);
        w.array("partitions", &self.partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`RequestTopicData::partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct RequestPartitionData<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for RequestPartitionData<'a> {
    const MIN_SIZE: usize = 5;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { partition_index: r.int32("partition_index"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`DescribeQuorumResponse::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ResponseTopicData<'a> {
    /// The topic.
    pub topic_name: &'a str,
    /// One for each partition of the request.
    pub partitions: Array<'a, ResponsePartitionData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ResponseTopicData<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic_name: r.string("topic_name"),
            partitions: r.array("partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("topic_name", self.topic_name);
        w.array("partitions", &self.partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`ResponseTopicData::partitions`].
#[derive(Clone, Debug, PartialEq)]
pub struct ResponsePartitionData<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any. Since version 2.
    pub error_message: Option<&'a str>,
    /// The broker that leads the partition, or -1.
    pub leader_id: i32,
    /// How often the leader changed.
    pub leader_epoch: i32,
    /// Up to which offset the quorum agrees.
    pub high_watermark: i64,
    /// The controllers that vote.
    pub current_voters: Array<'a, ReplicaState<'a>>,
    /// The nodes that follow without a vote.
    pub observers: Array<'a, ReplicaState<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for ResponsePartitionData<'_> {
    fn default() -> Self {
        Self {
            partition_index: 0,
            error_code: ErrorCode(0),
            error_message: Some(""),
            leader_id: 0,
            leader_epoch: 0,
            high_watermark: 0,
            current_voters: Array::default(),
            observers: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for ResponsePartitionData<'a> {
    const MIN_SIZE: usize = 25;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            error_code: ErrorCode(r.int16("error_code")),
            error_message: if r.version() >= 2 {
                r.nullable_string("error_message")
            } else {
                Some("")
            },
            leader_id: r.int32("leader_id"),
            leader_epoch: r.int32("leader_epoch"),
            high_watermark: r.int64("high_watermark"),
            current_voters: r.array("current_voters"),
            observers: r.array("observers"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.int16(self.error_code.0);
        if w.version() >= 2 {
            w.nullable_string("error_message", self.error_message);
        }
        w.int32(self.leader_id);
        w.int32(self.leader_epoch);
        w.int64(self.high_watermark);
        w.array("current_voters", &self.current_voters);
        w.array("observers", &self.observers);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`ResponsePartitionData::current_voters`].
#[derive(Clone, Debug, PartialEq)]
pub struct ReplicaState<'a> {
    /// The node's id.
    pub replica_id: i32,
    /// The id of its metadata directory (KIP-853). Since version 2.
    pub replica_directory_id: Uuid,
    /// How far its log goes; -1 if not known.
    pub log_end_offset: i64,
    /// When the leader last heard of it, in milliseconds since 1970; -1 if not known. Since version 1. Default: `-1`.
    pub last_fetch_timestamp: i64,
    /// When it was last level with the leader, in milliseconds since 1970; -1 if not known. Since version 1. Default: `-1`.
    pub last_caught_up_timestamp: i64,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for ReplicaState<'_> {
    fn default() -> Self {
        Self {
            replica_id: 0,
            replica_directory_id: Uuid::ZERO,
            log_end_offset: 0,
            last_fetch_timestamp: -1,
            last_caught_up_timestamp: -1,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for ReplicaState<'a> {
    const MIN_SIZE: usize = 13;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            replica_id: r.int32("replica_id"),
            replica_directory_id: if r.version() >= 2 {
                r.uuid("replica_directory_id")
            } else {
                Uuid::ZERO
            },
            log_end_offset: r.int64("log_end_offset"),
            last_fetch_timestamp: if r.version() >= 1 {
                r.int64("last_fetch_timestamp")
            } else {
                -1
            },
            last_caught_up_timestamp: if r.version() >= 1 {
                r.int64("last_caught_up_timestamp")
            } else {
                -1
            },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.replica_id);
        if w.version() >= 2 {
            w.uuid(self.replica_directory_id);
        } else {
            w.absent("replica_directory_id", !self.replica_directory_id.is_zero());
        }
        w.int64(self.log_end_offset);
        if w.version() >= 1 {
            w.int64(self.last_fetch_timestamp);
            w.int64(self.last_caught_up_timestamp);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`DescribeQuorumResponse::nodes`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Node<'a> {
    /// The broker's id.
    pub node_id: i32,
    /// The listeners of the controller.
    pub listeners: Array<'a, Listener<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for Node<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            node_id: r.int32("node_id"),
            listeners: r.array("listeners"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.node_id);
        w.array("listeners", &self.listeners);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`Node::listeners`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Listener<'a> {
    /// The listener's name.
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

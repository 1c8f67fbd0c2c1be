// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! Vote (key 52), versions 0 to 2, flexible from 0.
//!
//! Asks for a vote in the KRaft quorum.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for Vote.
#[derive(Clone, Debug, PartialEq)]
pub struct VoteRequest<'a> {
    /// The cluster's id.
    pub cluster_id: Option<&'a str>,
    /// Voter id. Since version 1. Default: `-1`.
    pub voter_id: i32,
    /// Topics.
    pub topics: Array<'a, RequestTopicData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for VoteRequest<'_> {
    fn default() -> Self {
        Self {
            cluster_id: None,
            voter_id: -1,
            topics: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for VoteRequest<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            cluster_id: r.nullable_string("cluster_id"),
            voter_id: if r.version() >= 1 { r.int32("voter_id") } else { -1 },
            topics: r.array("topics"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.nullable_string("cluster_id", self.cluster_id);
        if w.version() >= 1 {
            w.int32(self.voter_id);
        }
        w.array("topics", &self.topics);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers Vote.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct VoteResponse<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Topics.
    pub topics: Array<'a, ResponseTopicData<'a>>,
    /// Node endpoints. Since version 1.
    pub node_endpoints: Array<'a, NodeEndpoint<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for VoteResponse<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        let mut it = Self {
            error_code: ErrorCode(r.int16("error_code")),
            topics: r.array("topics"),
            ..Self::default()
        };
        it.unknown_tagged_fields = r.tagged_fields(|tag, r| {
            match tag {
                0 if r.version() >= 1 => it.node_endpoints = r.array("node_endpoints"),
                _ => return false,
            }
            true
        });
        it
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.error_code.0);
        w.array("topics", &self.topics);
        if w.version() < 1 {
            w.absent("node_endpoints", !self.node_endpoints.is_empty());
        }
        w.tagged_fields(
            &self.unknown_tagged_fields,
            &[(0, w.version() >= 1 && !self.node_endpoints.is_empty(), &|w| {
                w.array("node_endpoints", &self.node_endpoints)
            })],
        );
    }
}

api! {
    VoteRequest => VoteResponse: VOTE, versions 0 to 2, flexible since 0
}

/// One of [`VoteRequest::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct RequestTopicData<'a> {
    /// The topic.
    pub topic_name: &'a str,
    /// Partitions.
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
    /// Replica epoch.
    pub replica_epoch: i32,
    /// Replica id.
    pub replica_id: i32,
    /// Replica directory id. Since version 1.
    pub replica_directory_id: Uuid,
    /// Voter directory id. Since version 1.
    pub voter_directory_id: Uuid,
    /// Last offset epoch.
    pub last_offset_epoch: i32,
    /// Last offset.
    pub last_offset: i64,
    /// Pre vote. Since version 2.
    pub pre_vote: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for RequestPartitionData<'a> {
    const MIN_SIZE: usize = 25;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            replica_epoch: r.int32("replica_epoch"),
            replica_id: r.int32("replica_id"),
            replica_directory_id: if r.version() >= 1 {
                r.uuid("replica_directory_id")
            } else {
                Uuid::ZERO
            },
            voter_directory_id: if r.version() >= 1 {
                r.uuid("voter_directory_id")
            } else {
                Uuid::ZERO
            },
            last_offset_epoch: r.int32("last_offset_epoch"),
            last_offset: r.int64("last_offset"),
            pre_vote: if r.version() >= 2 { r.bool("pre_vote") } else { false },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.int32(self.replica_epoch);
        w.int32(self.replica_id);
        if w.version() >= 1 {
            w.uuid(self.replica_directory_id);
            w.uuid(self.voter_directory_id);
        }
        w.int32(self.last_offset_epoch);
        w.int64(self.last_offset);
        if w.version() >= 2 {
            w.bool(self.pre_vote);
        } else {
            w.absent("pre_vote", self.pre_vote);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`VoteResponse::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ResponseTopicData<'a> {
    /// The topic.
    pub topic_name: &'a str,
    /// Partitions.
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
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ResponsePartitionData<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker that leads the partition, or -1.
    pub leader_id: i32,
    /// How often the leader changed.
    pub leader_epoch: i32,
    /// Vote granted.
    pub vote_granted: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ResponsePartitionData<'a> {
    const MIN_SIZE: usize = 16;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            error_code: ErrorCode(r.int16("error_code")),
            leader_id: r.int32("leader_id"),
            leader_epoch: r.int32("leader_epoch"),
            vote_granted: r.bool("vote_granted"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.int16(self.error_code.0);
        w.int32(self.leader_id);
        w.int32(self.leader_epoch);
        w.bool(self.vote_granted);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`VoteResponse::node_endpoints`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct NodeEndpoint<'a> {
    /// The broker's id.
    pub node_id: i32,
    /// The host name to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: u16,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for NodeEndpoint<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            node_id: r.int32("node_id"),
            host: r.string("host"),
            port: r.uint16("port"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.node_id);
        w.string("host", self.host);
        w.uint16(self.port);
        w.tags(&self.unknown_tagged_fields);
    }
}

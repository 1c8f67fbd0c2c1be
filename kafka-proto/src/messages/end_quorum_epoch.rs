// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! EndQuorumEpoch (key 54), versions 0 to 1, flexible from 1.
//!
//! Announces that a KRaft leader resigns.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for EndQuorumEpoch.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct EndQuorumEpochRequest<'a> {
    /// The cluster's id.
    pub cluster_id: Option<&'a str>,
    /// Topics.
    pub topics: Array<'a, RequestTopicData<'a>>,
    /// Leader endpoints. Since version 1.
    pub leader_endpoints: Array<'a, LeaderEndpoint<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for EndQuorumEpochRequest<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            cluster_id: r.nullable_string("cluster_id"),
            topics: r.array("topics"),
            leader_endpoints: if r.version() >= 1 {
                r.array("leader_endpoints")
            } else {
                Array::default()
            },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.nullable_string("cluster_id", self.cluster_id);
        w.array("topics", &self.topics);
        if w.version() >= 1 {
            w.array("leader_endpoints", &self.leader_endpoints);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers EndQuorumEpoch.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct EndQuorumEpochResponse<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Topics.
    pub topics: Array<'a, ResponseTopicData<'a>>,
    /// Node endpoints. Since version 1.
    pub node_endpoints: Array<'a, NodeEndpoint<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for EndQuorumEpochResponse<'a> {
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
    EndQuorumEpochRequest => EndQuorumEpochResponse: END_QUORUM_EPOCH, versions 0 to 1, flexible since 1
}

/// One of [`EndQuorumEpochRequest::topics`].
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
    /// The broker that leads the partition, or -1.
    pub leader_id: i32,
    /// How often the leader changed.
    pub leader_epoch: i32,
    /// Preferred successors. Until version 0.
    pub preferred_successors: Array<'a, i32>,
    /// Preferred candidates. Since version 1.
    pub preferred_candidates: Array<'a, ReplicaInfo<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for RequestPartitionData<'a> {
    const MIN_SIZE: usize = 14;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            leader_id: r.int32("leader_id"),
            leader_epoch: r.int32("leader_epoch"),
            preferred_successors: if r.version() <= 0 {
                r.array("preferred_successors")
            } else {
                Array::default()
            },
            preferred_candidates: if r.version() >= 1 {
                r.array("preferred_candidates")
            } else {
                Array::default()
            },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.int32(self.leader_id);
        w.int32(self.leader_epoch);
        if w.version() <= 0 {
            w.array("preferred_successors", &self.preferred_successors);
        }
        if w.version() >= 1 {
            w.array("preferred_candidates", &self.preferred_candidates);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`RequestPartitionData::preferred_candidates`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ReplicaInfo<'a> {
    /// Candidate id.
    pub candidate_id: i32,
    /// Candidate directory id.
    pub candidate_directory_id: Uuid,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ReplicaInfo<'a> {
    const MIN_SIZE: usize = 21;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            candidate_id: r.int32("candidate_id"),
            candidate_directory_id: r.uuid("candidate_directory_id"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.candidate_id);
        w.uuid(self.candidate_directory_id);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`EndQuorumEpochRequest::leader_endpoints`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct LeaderEndpoint<'a> {
    /// Name.
    pub name: &'a str,
    /// The host name to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: u16,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for LeaderEndpoint<'a> {
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

/// One of [`EndQuorumEpochResponse::topics`].
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
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ResponsePartitionData<'a> {
    const MIN_SIZE: usize = 14;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            error_code: ErrorCode(r.int16("error_code")),
            leader_id: r.int32("leader_id"),
            leader_epoch: r.int32("leader_epoch"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.int16(self.error_code.0);
        w.int32(self.leader_id);
        w.int32(self.leader_epoch);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`EndQuorumEpochResponse::node_endpoints`].
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

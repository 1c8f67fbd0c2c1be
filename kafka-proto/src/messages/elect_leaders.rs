// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! ElectLeaders (key 43), versions 0 to 2, flexible from 2.
//!
//! Elects leaders of partitions.

use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};
use crate::{ElectionType, ErrorCode};

/// Asks for ElectLeaders.
#[derive(Clone, Debug, PartialEq)]
pub struct ElectLeadersRequest<'a> {
    /// Election type. Since version 1.
    pub election_type: ElectionType,
    /// Topic partitions.
    pub topic_partitions: Option<Array<'a, TopicPartitions<'a>>>,
    /// How long the broker may take, in milliseconds. Default: `60000`.
    pub timeout_ms: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for ElectLeadersRequest<'_> {
    fn default() -> Self {
        Self {
            election_type: ElectionType(0),
            topic_partitions: Some(Array::default()),
            timeout_ms: 60000,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for ElectLeadersRequest<'a> {
    const MIN_SIZE: usize = 7;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            election_type: if r.version() >= 1 {
                ElectionType(r.int8("election_type"))
            } else {
                ElectionType(0)
            },
            topic_partitions: r.nullable_array("topic_partitions"),
            timeout_ms: r.int32("timeout_ms"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() >= 1 {
            w.int8(self.election_type.0);
        } else {
            w.absent("election_type", self.election_type.0 != 0);
        }
        w.nullable_array("topic_partitions", self.topic_partitions.as_ref());
        w.int32(self.timeout_ms);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers ElectLeaders.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ElectLeadersResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success. Since version 1.
    pub error_code: ErrorCode,
    /// Replica election results.
    pub replica_election_results: Array<'a, ReplicaElectionResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ElectLeadersResponse<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: if r.version() >= 1 {
                ErrorCode(r.int16("error_code"))
            } else {
                ErrorCode(0)
            },
            replica_election_results: r.array("replica_election_results"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        if w.version() >= 1 {
            w.int16(self.error_code.0);
        } else {
            w.absent("error_code", self.error_code.0 != 0);
        }
        w.array("replica_election_results", &self.replica_election_results);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    ElectLeadersRequest => ElectLeadersResponse: ELECT_LEADERS, versions 0 to 2, flexible since 2, throttle_time_ms
}

/// One of [`ElectLeadersRequest::topic_partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TopicPartitions<'a> {
    /// Topic.
    pub topic: &'a str,
    /// Partitions.
    pub partitions: Array<'a, i32>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for TopicPartitions<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic: r.string("topic"),
            partitions: r.array("partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("topic", self.topic);
        w.array("partitions", &self.partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`ElectLeadersResponse::replica_election_results`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ReplicaElectionResult<'a> {
    /// Topic.
    pub topic: &'a str,
    /// Partition result.
    pub partition_result: Array<'a, PartitionResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ReplicaElectionResult<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic: r.string("topic"),
            partition_result: r.array("partition_result"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("topic", self.topic);
        w.array("partition_result", &self.partition_result);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`ReplicaElectionResult::partition_result`].
#[derive(Clone, Debug, PartialEq)]
pub struct PartitionResult<'a> {
    /// Partition id.
    pub partition_id: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for PartitionResult<'_> {
    fn default() -> Self {
        Self {
            partition_id: 0,
            error_code: ErrorCode(0),
            error_message: Some(""),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for PartitionResult<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_id: r.int32("partition_id"),
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_id);
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.tags(&self.unknown_tagged_fields);
    }
}

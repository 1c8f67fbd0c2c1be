// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! ListPartitionReassignments (key 46), versions 0 to 0, flexible from 0.
//!
//! Lists the moves under way.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for ListPartitionReassignments.
#[derive(Clone, Debug, PartialEq)]
pub struct ListPartitionReassignmentsRequest<'a> {
    /// How long the broker may take, in milliseconds. Default: `60000`.
    pub timeout_ms: i32,
    /// The topics to list; null for all.
    pub topics: Option<Array<'a, ListPartitionReassignmentsTopics<'a>>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for ListPartitionReassignmentsRequest<'_> {
    fn default() -> Self {
        Self { timeout_ms: 60000, topics: None, unknown_tagged_fields: Tags::default() }
    }
}

impl<'a> Wire<'a> for ListPartitionReassignmentsRequest<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            timeout_ms: r.int32("timeout_ms"),
            topics: r.nullable_array("topics"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.timeout_ms);
        w.nullable_array("topics", self.topics.as_ref());
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers ListPartitionReassignments.
#[derive(Clone, Debug, PartialEq)]
pub struct ListPartitionReassignmentsResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// The topics with moves under way.
    pub topics: Array<'a, OngoingTopicReassignment<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for ListPartitionReassignmentsResponse<'_> {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: ErrorCode(0),
            error_message: Some(""),
            topics: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for ListPartitionReassignmentsResponse<'a> {
    const MIN_SIZE: usize = 9;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            topics: r.array("topics"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.array("topics", &self.topics);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    ListPartitionReassignmentsRequest => ListPartitionReassignmentsResponse: LIST_PARTITION_REASSIGNMENTS, versions 0 to 0, flexible since 0, throttle_time_ms
}

/// One of [`ListPartitionReassignmentsRequest::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ListPartitionReassignmentsTopics<'a> {
    /// The topic's name.
    pub name: &'a str,
    /// The partitions to list.
    pub partition_indexes: Array<'a, i32>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ListPartitionReassignmentsTopics<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: r.string("name"),
            partition_indexes: r.array("partition_indexes"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("name", self.name);
        w.array("partition_indexes", &self.partition_indexes);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`ListPartitionReassignmentsResponse::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct OngoingTopicReassignment<'a> {
    /// The topic's name.
    pub name: &'a str,
    /// The partitions that move.
    pub partitions: Array<'a, OngoingPartitionReassignment<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for OngoingTopicReassignment<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: r.string("name"),
            partitions: r.array("partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("name", self.name);
        w.array("partitions", &self.partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`OngoingTopicReassignment::partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct OngoingPartitionReassignment<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// The brokers that hold it now, those that come and go included.
    pub replicas: Array<'a, i32>,
    /// Those of them that come.
    pub adding_replicas: Array<'a, i32>,
    /// Those of them that go.
    pub removing_replicas: Array<'a, i32>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for OngoingPartitionReassignment<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            replicas: r.array("replicas"),
            adding_replicas: r.array("adding_replicas"),
            removing_replicas: r.array("removing_replicas"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.array("replicas", &self.replicas);
        w.array("adding_replicas", &self.adding_replicas);
        w.array("removing_replicas", &self.removing_replicas);
        w.tags(&self.unknown_tagged_fields);
    }
}

// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! AlterPartitionReassignments (key 45), versions 0 to 1, flexible from 0.
//!
//! Moves partitions to other brokers.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for AlterPartitionReassignments.
#[derive(Clone, Debug, PartialEq)]
pub struct AlterPartitionReassignmentsRequest<'a> {
    /// How long the broker may take, in milliseconds. Default: `60000`.
    pub timeout_ms: i32,
    /// Whether the number of replicas may change (KIP-860). Since version 1. Default: `true`.
    pub allow_replication_factor_change: bool,
    /// The topics to move.
    pub topics: Array<'a, ReassignableTopic<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for AlterPartitionReassignmentsRequest<'_> {
    fn default() -> Self {
        Self {
            timeout_ms: 60000,
            allow_replication_factor_change: true,
            topics: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for AlterPartitionReassignmentsRequest<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            timeout_ms: r.int32("timeout_ms"),
            allow_replication_factor_change: if r.version() >= 1 {
                r.bool("allow_replication_factor_change")
            } else {
                true
            },
            topics: r.array("topics"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.timeout_ms);
        if w.version() >= 1 {
            w.bool(self.allow_replication_factor_change);
        } else {
            w.absent("allow_replication_factor_change", !self.allow_replication_factor_change);
        }
        w.array("topics", &self.topics);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers AlterPartitionReassignments.
#[derive(Clone, Debug, PartialEq)]
pub struct AlterPartitionReassignmentsResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// As in the request. Since version 1. Default: `true`.
    pub allow_replication_factor_change: bool,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// One for each topic of the request.
    pub responses: Array<'a, ReassignableTopicResponse<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for AlterPartitionReassignmentsResponse<'_> {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            allow_replication_factor_change: true,
            error_code: ErrorCode(0),
            error_message: Some(""),
            responses: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for AlterPartitionReassignmentsResponse<'a> {
    const MIN_SIZE: usize = 9;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            allow_replication_factor_change: if r.version() >= 1 {
                r.bool("allow_replication_factor_change")
            } else {
                true
            },
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            responses: r.array("responses"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        if w.version() >= 1 {
            w.bool(self.allow_replication_factor_change);
        }
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.array("responses", &self.responses);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    AlterPartitionReassignmentsRequest => AlterPartitionReassignmentsResponse: ALTER_PARTITION_REASSIGNMENTS, versions 0 to 1, flexible since 0, throttle_time_ms
}

/// One of [`AlterPartitionReassignmentsRequest::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ReassignableTopic<'a> {
    /// The topic's name.
    pub name: &'a str,
    /// The partitions to move.
    pub partitions: Array<'a, ReassignablePartition<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ReassignableTopic<'a> {
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

/// One of [`ReassignableTopic::partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ReassignablePartition<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// The brokers that shall hold it, the preferred leader first; null cancels a move under way.
    pub replicas: Option<Array<'a, i32>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ReassignablePartition<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            replicas: r.nullable_array("replicas"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.nullable_array("replicas", self.replicas.as_ref());
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`AlterPartitionReassignmentsResponse::responses`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ReassignableTopicResponse<'a> {
    /// The topic's name.
    pub name: &'a str,
    /// One for each partition of the request.
    pub partitions: Array<'a, ReassignablePartitionResponse<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ReassignableTopicResponse<'a> {
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

/// One of [`ReassignableTopicResponse::partitions`].
#[derive(Clone, Debug, PartialEq)]
pub struct ReassignablePartitionResponse<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for ReassignablePartitionResponse<'_> {
    fn default() -> Self {
        Self {
            partition_index: 0,
            error_code: ErrorCode(0),
            error_message: Some(""),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for ReassignablePartitionResponse<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.tags(&self.unknown_tagged_fields);
    }
}

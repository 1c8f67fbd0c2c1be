// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! DescribeProducers (key 61), versions 0 to 0, flexible from 0.
//!
//! Lists the active producers of partitions.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for DescribeProducers.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DescribeProducersRequest<'a> {
    /// The topics to show.
    pub topics: Array<'a, TopicRequest<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DescribeProducersRequest<'a> {
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

/// Answers DescribeProducers.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DescribeProducersResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// One for each topic of the request.
    pub topics: Array<'a, TopicResponse<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DescribeProducersResponse<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            topics: r.array("topics"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.array("topics", &self.topics);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    DescribeProducersRequest => DescribeProducersResponse: DESCRIBE_PRODUCERS, versions 0 to 0, flexible since 0, throttle_time_ms
}

/// One of [`DescribeProducersRequest::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TopicRequest<'a> {
    /// The topic's name.
    pub name: &'a str,
    /// The partitions to show.
    pub partition_indexes: Array<'a, i32>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for TopicRequest<'a> {
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

/// One of [`DescribeProducersResponse::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TopicResponse<'a> {
    /// The topic's name.
    pub name: &'a str,
    /// One for each partition of the request.
    pub partitions: Array<'a, PartitionResponse<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for TopicResponse<'a> {
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

/// One of [`TopicResponse::partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct PartitionResponse<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// The producers that the leader remembers.
    pub active_producers: Array<'a, ProducerState<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for PartitionResponse<'a> {
    const MIN_SIZE: usize = 9;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            active_producers: r.array("active_producers"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.array("active_producers", &self.active_producers);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`PartitionResponse::active_producers`].
#[derive(Clone, Debug, PartialEq)]
pub struct ProducerState<'a> {
    /// The producer's id.
    pub producer_id: i64,
    /// The producer's epoch.
    pub producer_epoch: i32,
    /// The sequence number of its last record; -1 if there is none. Default: `-1`.
    pub last_sequence: i32,
    /// The time of its last record, in milliseconds since 1970; -1 if there is none. Default: `-1`.
    pub last_timestamp: i64,
    /// The epoch of the coordinator that last ended a transaction of it.
    pub coordinator_epoch: i32,
    /// Where its open transaction starts; -1 if none is open. Default: `-1`.
    pub current_txn_start_offset: i64,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for ProducerState<'_> {
    fn default() -> Self {
        Self {
            producer_id: 0,
            producer_epoch: 0,
            last_sequence: -1,
            last_timestamp: -1,
            coordinator_epoch: 0,
            current_txn_start_offset: -1,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for ProducerState<'a> {
    const MIN_SIZE: usize = 37;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            producer_id: r.int64("producer_id"),
            producer_epoch: r.int32("producer_epoch"),
            last_sequence: r.int32("last_sequence"),
            last_timestamp: r.int64("last_timestamp"),
            coordinator_epoch: r.int32("coordinator_epoch"),
            current_txn_start_offset: r.int64("current_txn_start_offset"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int64(self.producer_id);
        w.int32(self.producer_epoch);
        w.int32(self.last_sequence);
        w.int64(self.last_timestamp);
        w.int32(self.coordinator_epoch);
        w.int64(self.current_txn_start_offset);
        w.tags(&self.unknown_tagged_fields);
    }
}

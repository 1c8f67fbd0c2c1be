// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! DeleteRecords (key 21), versions 0 to 2, flexible from 2.
//!
//! Deletes the oldest records of partitions.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for DeleteRecords.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DeleteRecordsRequest<'a> {
    /// Topics.
    pub topics: Array<'a, DeleteRecordsTopic<'a>>,
    /// How long the broker may take, in milliseconds.
    pub timeout_ms: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DeleteRecordsRequest<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topics: r.array("topics"),
            timeout_ms: r.int32("timeout_ms"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("topics", &self.topics);
        w.int32(self.timeout_ms);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers DeleteRecords.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DeleteRecordsResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// Topics.
    pub topics: Array<'a, DeleteRecordsTopicResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DeleteRecordsResponse<'a> {
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
    DeleteRecordsRequest => DeleteRecordsResponse: DELETE_RECORDS, versions 0 to 2, flexible since 2, throttle_time_ms
}

/// One of [`DeleteRecordsRequest::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DeleteRecordsTopic<'a> {
    /// Name.
    pub name: &'a str,
    /// Partitions.
    pub partitions: Array<'a, DeleteRecordsPartition<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DeleteRecordsTopic<'a> {
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

/// One of [`DeleteRecordsTopic::partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DeleteRecordsPartition<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// Offset.
    pub offset: i64,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DeleteRecordsPartition<'a> {
    const MIN_SIZE: usize = 12;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            offset: r.int64("offset"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.int64(self.offset);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`DeleteRecordsResponse::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DeleteRecordsTopicResult<'a> {
    /// Name.
    pub name: &'a str,
    /// Partitions.
    pub partitions: Array<'a, DeleteRecordsPartitionResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DeleteRecordsTopicResult<'a> {
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

/// One of [`DeleteRecordsTopicResult::partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DeleteRecordsPartitionResult<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// Low watermark.
    pub low_watermark: i64,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DeleteRecordsPartitionResult<'a> {
    const MIN_SIZE: usize = 14;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            low_watermark: r.int64("low_watermark"),
            error_code: ErrorCode(r.int16("error_code")),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.int64(self.low_watermark);
        w.int16(self.error_code.0);
        w.tags(&self.unknown_tagged_fields);
    }
}

// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! ListOffsets (key 2), versions 0 to 11, flexible from 6.
//!
//! Finds offsets of partitions by time.

use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};
use crate::{ErrorCode, IsolationLevel};

/// Asks for ListOffsets.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ListOffsetsRequest<'a> {
    /// Replica id.
    pub replica_id: i32,
    /// Isolation level. Since version 2.
    pub isolation_level: IsolationLevel,
    /// Topics.
    pub topics: Array<'a, ListOffsetsTopic<'a>>,
    /// How long the broker may take, in milliseconds. Since version 10.
    pub timeout_ms: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ListOffsetsRequest<'a> {
    const MIN_SIZE: usize = 7;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            replica_id: r.int32("replica_id"),
            isolation_level: if r.version() >= 2 {
                IsolationLevel(r.int8("isolation_level"))
            } else {
                IsolationLevel(0)
            },
            topics: r.array("topics"),
            timeout_ms: if r.version() >= 10 { r.int32("timeout_ms") } else { 0 },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.replica_id);
        if w.version() >= 2 {
            w.int8(self.isolation_level.0);
        } else {
            w.absent("isolation_level", self.isolation_level.0 != 0);
        }
        w.array("topics", &self.topics);
        if w.version() >= 10 {
            w.int32(self.timeout_ms);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers ListOffsets.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ListOffsetsResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219). Since version 2.
    pub throttle_time_ms: i32,
    /// Topics.
    pub topics: Array<'a, ListOffsetsTopicResponse<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ListOffsetsResponse<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: if r.version() >= 2 { r.int32("throttle_time_ms") } else { 0 },
            topics: r.array("topics"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() >= 2 {
            w.int32(self.throttle_time_ms);
        }
        w.array("topics", &self.topics);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    ListOffsetsRequest => ListOffsetsResponse: LIST_OFFSETS, versions 0 to 11, flexible since 6, throttle_time_ms
}

/// One of [`ListOffsetsRequest::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ListOffsetsTopic<'a> {
    /// Name.
    pub name: &'a str,
    /// Partitions.
    pub partitions: Array<'a, ListOffsetsPartition<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ListOffsetsTopic<'a> {
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

/// One of [`ListOffsetsTopic::partitions`].
#[derive(Clone, Debug, PartialEq)]
pub struct ListOffsetsPartition<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// Current leader epoch. Since version 4. Default: `-1`.
    pub current_leader_epoch: i32,
    /// Timestamp.
    pub timestamp: i64,
    /// Max num offsets. Until version 0. Default: `1`.
    pub max_num_offsets: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for ListOffsetsPartition<'_> {
    fn default() -> Self {
        Self {
            partition_index: 0,
            current_leader_epoch: -1,
            timestamp: 0,
            max_num_offsets: 1,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for ListOffsetsPartition<'a> {
    const MIN_SIZE: usize = 12;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            current_leader_epoch: if r.version() >= 4 {
                r.int32("current_leader_epoch")
            } else {
                -1
            },
            timestamp: r.int64("timestamp"),
            max_num_offsets: if r.version() <= 0 { r.int32("max_num_offsets") } else { 1 },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        if w.version() >= 4 {
            w.int32(self.current_leader_epoch);
        }
        w.int64(self.timestamp);
        if w.version() <= 0 {
            w.int32(self.max_num_offsets);
        } else {
            w.absent("max_num_offsets", self.max_num_offsets != 1);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`ListOffsetsResponse::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ListOffsetsTopicResponse<'a> {
    /// Name.
    pub name: &'a str,
    /// Partitions.
    pub partitions: Array<'a, ListOffsetsPartitionResponse<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ListOffsetsTopicResponse<'a> {
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

/// One of [`ListOffsetsTopicResponse::partitions`].
#[derive(Clone, Debug, PartialEq)]
pub struct ListOffsetsPartitionResponse<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Old style offsets. Until version 0.
    pub old_style_offsets: Array<'a, i64>,
    /// Timestamp. Since version 1. Default: `-1`.
    pub timestamp: i64,
    /// Offset. Since version 1. Default: `-1`.
    pub offset: i64,
    /// How often the leader changed. Since version 4. Default: `-1`.
    pub leader_epoch: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for ListOffsetsPartitionResponse<'_> {
    fn default() -> Self {
        Self {
            partition_index: 0,
            error_code: ErrorCode(0),
            old_style_offsets: Array::default(),
            timestamp: -1,
            offset: -1,
            leader_epoch: -1,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for ListOffsetsPartitionResponse<'a> {
    const MIN_SIZE: usize = 10;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            error_code: ErrorCode(r.int16("error_code")),
            old_style_offsets: if r.version() <= 0 {
                r.array("old_style_offsets")
            } else {
                Array::default()
            },
            timestamp: if r.version() >= 1 { r.int64("timestamp") } else { -1 },
            offset: if r.version() >= 1 { r.int64("offset") } else { -1 },
            leader_epoch: if r.version() >= 4 { r.int32("leader_epoch") } else { -1 },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.int16(self.error_code.0);
        if w.version() <= 0 {
            w.array("old_style_offsets", &self.old_style_offsets);
        } else {
            w.absent("old_style_offsets", !self.old_style_offsets.is_empty());
        }
        if w.version() >= 1 {
            w.int64(self.timestamp);
            w.int64(self.offset);
        } else {
            w.absent("timestamp", self.timestamp != -1);
            w.absent("offset", self.offset != -1);
        }
        if w.version() >= 4 {
            w.int32(self.leader_epoch);
        } else {
            w.absent("leader_epoch", self.leader_epoch != -1);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! OffsetForLeaderEpoch (key 23), versions 0 to 4, flexible from 4.
//!
//! Asks where a leader epoch ended.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for OffsetForLeaderEpoch.
#[derive(Clone, Debug, PartialEq)]
pub struct OffsetForLeaderEpochRequest<'a> {
    /// Replica id. Since version 3. Default: `-2`.
    pub replica_id: i32,
    /// Topics.
    pub topics: Array<'a, OffsetForLeaderTopic<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for OffsetForLeaderEpochRequest<'_> {
    fn default() -> Self {
        Self { replica_id: -2, topics: Array::default(), unknown_tagged_fields: Tags::default() }
    }
}

impl<'a> Wire<'a> for OffsetForLeaderEpochRequest<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            replica_id: if r.version() >= 3 { r.int32("replica_id") } else { -2 },
            topics: r.array("topics"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() >= 3 {
            w.int32(self.replica_id);
        }
        w.array("topics", &self.topics);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers OffsetForLeaderEpoch.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct OffsetForLeaderEpochResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219). Since version 2.
    pub throttle_time_ms: i32,
    /// Topics.
    pub topics: Array<'a, OffsetForLeaderTopicResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for OffsetForLeaderEpochResponse<'a> {
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
    OffsetForLeaderEpochRequest => OffsetForLeaderEpochResponse: OFFSET_FOR_LEADER_EPOCH, versions 0 to 4, flexible since 4, throttle_time_ms
}

/// One of [`OffsetForLeaderEpochRequest::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct OffsetForLeaderTopic<'a> {
    /// Topic.
    pub topic: &'a str,
    /// Partitions.
    pub partitions: Array<'a, OffsetForLeaderPartition<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for OffsetForLeaderTopic<'a> {
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

/// One of [`OffsetForLeaderTopic::partitions`].
#[derive(Clone, Debug, PartialEq)]
pub struct OffsetForLeaderPartition<'a> {
    /// Partition.
    pub partition: i32,
    /// Current leader epoch. Since version 2. Default: `-1`.
    pub current_leader_epoch: i32,
    /// How often the leader changed.
    pub leader_epoch: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for OffsetForLeaderPartition<'_> {
    fn default() -> Self {
        Self {
            partition: 0,
            current_leader_epoch: -1,
            leader_epoch: 0,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for OffsetForLeaderPartition<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition: r.int32("partition"),
            current_leader_epoch: if r.version() >= 2 {
                r.int32("current_leader_epoch")
            } else {
                -1
            },
            leader_epoch: r.int32("leader_epoch"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition);
        if w.version() >= 2 {
            w.int32(self.current_leader_epoch);
        }
        w.int32(self.leader_epoch);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`OffsetForLeaderEpochResponse::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct OffsetForLeaderTopicResult<'a> {
    /// Topic.
    pub topic: &'a str,
    /// Partitions.
    pub partitions: Array<'a, EpochEndOffset<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for OffsetForLeaderTopicResult<'a> {
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

/// One of [`OffsetForLeaderTopicResult::partitions`].
#[derive(Clone, Debug, PartialEq)]
pub struct EpochEndOffset<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Partition.
    pub partition: i32,
    /// How often the leader changed. Since version 1. Default: `-1`.
    pub leader_epoch: i32,
    /// End offset. Default: `-1`.
    pub end_offset: i64,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for EpochEndOffset<'_> {
    fn default() -> Self {
        Self {
            error_code: ErrorCode(0),
            partition: 0,
            leader_epoch: -1,
            end_offset: -1,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for EpochEndOffset<'a> {
    const MIN_SIZE: usize = 14;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            error_code: ErrorCode(r.int16("error_code")),
            partition: r.int32("partition"),
            leader_epoch: if r.version() >= 1 { r.int32("leader_epoch") } else { -1 },
            end_offset: r.int64("end_offset"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.error_code.0);
        w.int32(self.partition);
        if w.version() >= 1 {
            w.int32(self.leader_epoch);
        }
        w.int64(self.end_offset);
        w.tags(&self.unknown_tagged_fields);
    }
}

// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! ReadShareGroupStateSummary (key 87), versions 0 to 1, flexible from 0.
//!
//! Reads a summary of the state of share partitions.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for ReadShareGroupStateSummary.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ReadShareGroupStateSummaryRequest<'a> {
    /// Group id.
    pub group_id: &'a str,
    /// Topics.
    pub topics: Array<'a, ReadStateSummaryData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ReadShareGroupStateSummaryRequest<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            group_id: r.string("group_id"),
            topics: r.array("topics"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("group_id", self.group_id);
        w.array("topics", &self.topics);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers ReadShareGroupStateSummary.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ReadShareGroupStateSummaryResponse<'a> {
    /// Results.
    pub results: Array<'a, ReadStateSummaryResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ReadShareGroupStateSummaryResponse<'a> {
    const MIN_SIZE: usize = 2;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { results: r.array("results"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("results", &self.results);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    ReadShareGroupStateSummaryRequest => ReadShareGroupStateSummaryResponse: READ_SHARE_GROUP_STATE_SUMMARY, versions 0 to 1, flexible since 0
}

/// One of [`ReadShareGroupStateSummaryRequest::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ReadStateSummaryData<'a> {
    /// The topic's id, all zeros if it has none.
    pub topic_id: Uuid,
    /// Partitions.
    pub partitions: Array<'a, PartitionData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ReadStateSummaryData<'a> {
    const MIN_SIZE: usize = 18;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic_id: r.uuid("topic_id"),
            partitions: r.array("partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.uuid(self.topic_id);
        w.array("partitions", &self.partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`ReadStateSummaryData::partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct PartitionData<'a> {
    /// Partition.
    pub partition: i32,
    /// How often the leader changed.
    pub leader_epoch: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for PartitionData<'a> {
    const MIN_SIZE: usize = 9;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition: r.int32("partition"),
            leader_epoch: r.int32("leader_epoch"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition);
        w.int32(self.leader_epoch);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`ReadShareGroupStateSummaryResponse::results`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ReadStateSummaryResult<'a> {
    /// The topic's id, all zeros if it has none.
    pub topic_id: Uuid,
    /// Partitions.
    pub partitions: Array<'a, PartitionResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ReadStateSummaryResult<'a> {
    const MIN_SIZE: usize = 18;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic_id: r.uuid("topic_id"),
            partitions: r.array("partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.uuid(self.topic_id);
        w.array("partitions", &self.partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`ReadStateSummaryResult::partitions`].
#[derive(Clone, Debug, PartialEq)]
pub struct PartitionResult<'a> {
    /// Partition.
    pub partition: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// State epoch.
    pub state_epoch: i32,
    /// How often the leader changed.
    pub leader_epoch: i32,
    /// Start offset.
    pub start_offset: i64,
    /// Delivery complete count. Since version 1. Default: `-1`.
    pub delivery_complete_count: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for PartitionResult<'_> {
    fn default() -> Self {
        Self {
            partition: 0,
            error_code: ErrorCode(0),
            error_message: None,
            state_epoch: 0,
            leader_epoch: 0,
            start_offset: 0,
            delivery_complete_count: -1,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for PartitionResult<'a> {
    const MIN_SIZE: usize = 24;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition: r.int32("partition"),
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            state_epoch: r.int32("state_epoch"),
            leader_epoch: r.int32("leader_epoch"),
            start_offset: r.int64("start_offset"),
            delivery_complete_count: if r.version() >= 1 {
                r.int32("delivery_complete_count")
            } else {
                -1
            },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition);
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.int32(self.state_epoch);
        w.int32(self.leader_epoch);
        w.int64(self.start_offset);
        if w.version() >= 1 {
            w.int32(self.delivery_complete_count);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

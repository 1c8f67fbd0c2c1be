// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! WriteShareGroupState (key 85), versions 0 to 1, flexible from 0.
//!
//! Writes the state of share partitions.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for WriteShareGroupState.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct WriteShareGroupStateRequest<'a> {
    /// Group id.
    pub group_id: &'a str,
    /// Topics.
    pub topics: Array<'a, WriteStateData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for WriteShareGroupStateRequest<'a> {
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

/// Answers WriteShareGroupState.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct WriteShareGroupStateResponse<'a> {
    /// Results.
    pub results: Array<'a, WriteStateResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for WriteShareGroupStateResponse<'a> {
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
    WriteShareGroupStateRequest => WriteShareGroupStateResponse: WRITE_SHARE_GROUP_STATE, versions 0 to 1, flexible since 0
}

/// One of [`WriteShareGroupStateRequest::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct WriteStateData<'a> {
    /// The topic's id, all zeros if it has none.
    pub topic_id: Uuid,
    /// Partitions.
    pub partitions: Array<'a, PartitionData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for WriteStateData<'a> {
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

/// One of [`WriteStateData::partitions`].
#[derive(Clone, Debug, PartialEq)]
pub struct PartitionData<'a> {
    /// Partition.
    pub partition: i32,
    /// State epoch.
    pub state_epoch: i32,
    /// How often the leader changed.
    pub leader_epoch: i32,
    /// Start offset.
    pub start_offset: i64,
    /// Delivery complete count. Since version 1. Default: `-1`.
    pub delivery_complete_count: i32,
    /// State batches.
    pub state_batches: Array<'a, StateBatch<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for PartitionData<'_> {
    fn default() -> Self {
        Self {
            partition: 0,
            state_epoch: 0,
            leader_epoch: 0,
            start_offset: 0,
            delivery_complete_count: -1,
            state_batches: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for PartitionData<'a> {
    const MIN_SIZE: usize = 22;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition: r.int32("partition"),
            state_epoch: r.int32("state_epoch"),
            leader_epoch: r.int32("leader_epoch"),
            start_offset: r.int64("start_offset"),
            delivery_complete_count: if r.version() >= 1 {
                r.int32("delivery_complete_count")
            } else {
                -1
            },
            state_batches: r.array("state_batches"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition);
        w.int32(self.state_epoch);
        w.int32(self.leader_epoch);
        w.int64(self.start_offset);
        if w.version() >= 1 {
            w.int32(self.delivery_complete_count);
        }
        w.array("state_batches", &self.state_batches);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`PartitionData::state_batches`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct StateBatch<'a> {
    /// First offset.
    pub first_offset: i64,
    /// Last offset.
    pub last_offset: i64,
    /// Delivery state.
    pub delivery_state: i8,
    /// Delivery count.
    pub delivery_count: i16,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for StateBatch<'a> {
    const MIN_SIZE: usize = 20;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            first_offset: r.int64("first_offset"),
            last_offset: r.int64("last_offset"),
            delivery_state: r.int8("delivery_state"),
            delivery_count: r.int16("delivery_count"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int64(self.first_offset);
        w.int64(self.last_offset);
        w.int8(self.delivery_state);
        w.int16(self.delivery_count);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`WriteShareGroupStateResponse::results`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct WriteStateResult<'a> {
    /// The topic's id, all zeros if it has none.
    pub topic_id: Uuid,
    /// Partitions.
    pub partitions: Array<'a, PartitionResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for WriteStateResult<'a> {
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

/// One of [`WriteStateResult::partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct PartitionResult<'a> {
    /// Partition.
    pub partition: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for PartitionResult<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition: r.int32("partition"),
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition);
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.tags(&self.unknown_tagged_fields);
    }
}

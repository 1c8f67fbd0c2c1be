// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! ReadShareGroupState (key 84), versions 0 to 0, flexible from 0.
//!
//! Reads the state of share partitions.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for ReadShareGroupState.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ReadShareGroupStateRequest<'a> {
    /// Group id.
    pub group_id: &'a str,
    /// Topics.
    pub topics: Array<'a, ReadStateData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ReadShareGroupStateRequest<'a> {
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

/// Answers ReadShareGroupState.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ReadShareGroupStateResponse<'a> {
    /// Results.
    pub results: Array<'a, ReadStateResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ReadShareGroupStateResponse<'a> {
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
    ReadShareGroupStateRequest => ReadShareGroupStateResponse: READ_SHARE_GROUP_STATE, versions 0 to 0, flexible since 0
}

/// One of [`ReadShareGroupStateRequest::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ReadStateData<'a> {
    /// The topic's id, all zeros if it has none.
    pub topic_id: Uuid,
    /// Partitions.
    pub partitions: Array<'a, PartitionData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ReadStateData<'a> {
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

/// One of [`ReadStateData::partitions`].
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

/// One of [`ReadShareGroupStateResponse::results`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ReadStateResult<'a> {
    /// The topic's id, all zeros if it has none.
    pub topic_id: Uuid,
    /// Partitions.
    pub partitions: Array<'a, PartitionResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ReadStateResult<'a> {
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

/// One of [`ReadStateResult::partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct PartitionResult<'a> {
    /// Partition.
    pub partition: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// State epoch.
    pub state_epoch: i32,
    /// Start offset.
    pub start_offset: i64,
    /// State batches.
    pub state_batches: Array<'a, StateBatch<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for PartitionResult<'a> {
    const MIN_SIZE: usize = 21;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition: r.int32("partition"),
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            state_epoch: r.int32("state_epoch"),
            start_offset: r.int64("start_offset"),
            state_batches: r.array("state_batches"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition);
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.int32(self.state_epoch);
        w.int64(self.start_offset);
        w.array("state_batches", &self.state_batches);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`PartitionResult::state_batches`].
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

// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! InitializeShareGroupState (key 83), versions 0 to 0, flexible from 0.
//!
//! Creates the state of share partitions.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for InitializeShareGroupState.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct InitializeShareGroupStateRequest<'a> {
    /// Group id.
    pub group_id: &'a str,
    /// Topics.
    pub topics: Array<'a, InitializeStateData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for InitializeShareGroupStateRequest<'a> {
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

/// Answers InitializeShareGroupState.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct InitializeShareGroupStateResponse<'a> {
    /// Results.
    pub results: Array<'a, InitializeStateResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for InitializeShareGroupStateResponse<'a> {
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
    InitializeShareGroupStateRequest => InitializeShareGroupStateResponse: INITIALIZE_SHARE_GROUP_STATE, versions 0 to 0, flexible since 0
}

/// One of [`InitializeShareGroupStateRequest::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct InitializeStateData<'a> {
    /// The topic's id, all zeros if it has none.
    pub topic_id: Uuid,
    /// Partitions.
    pub partitions: Array<'a, PartitionData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for InitializeStateData<'a> {
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

/// One of [`InitializeStateData::partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct PartitionData<'a> {
    /// Partition.
    pub partition: i32,
    /// State epoch.
    pub state_epoch: i32,
    /// Start offset.
    pub start_offset: i64,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for PartitionData<'a> {
    const MIN_SIZE: usize = 17;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition: r.int32("partition"),
            state_epoch: r.int32("state_epoch"),
            start_offset: r.int64("start_offset"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition);
        w.int32(self.state_epoch);
        w.int64(self.start_offset);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`InitializeShareGroupStateResponse::results`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct InitializeStateResult<'a> {
    /// The topic's id, all zeros if it has none.
    pub topic_id: Uuid,
    /// Partitions.
    pub partitions: Array<'a, PartitionResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for InitializeStateResult<'a> {
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

/// One of [`InitializeStateResult::partitions`].
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

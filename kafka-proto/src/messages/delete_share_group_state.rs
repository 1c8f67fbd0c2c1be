// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! DeleteShareGroupState (key 86), versions 0 to 0, flexible from 0.
//!
//! Deletes the state of share partitions.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for DeleteShareGroupState.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DeleteShareGroupStateRequest<'a> {
    /// Group id.
    pub group_id: &'a str,
    /// Topics.
    pub topics: Array<'a, DeleteStateData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DeleteShareGroupStateRequest<'a> {
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

/// Answers DeleteShareGroupState.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DeleteShareGroupStateResponse<'a> {
    /// Results.
    pub results: Array<'a, DeleteStateResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DeleteShareGroupStateResponse<'a> {
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
    DeleteShareGroupStateRequest => DeleteShareGroupStateResponse: DELETE_SHARE_GROUP_STATE, versions 0 to 0, flexible since 0
}

/// One of [`DeleteShareGroupStateRequest::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DeleteStateData<'a> {
    /// The topic's id, all zeros if it has none.
    pub topic_id: Uuid,
    /// Partitions.
    pub partitions: Array<'a, PartitionData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DeleteStateData<'a> {
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

/// One of [`DeleteStateData::partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct PartitionData<'a> {
    /// Partition.
    pub partition: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for PartitionData<'a> {
    const MIN_SIZE: usize = 5;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { partition: r.int32("partition"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`DeleteShareGroupStateResponse::results`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DeleteStateResult<'a> {
    /// The topic's id, all zeros if it has none.
    pub topic_id: Uuid,
    /// Partitions.
    pub partitions: Array<'a, PartitionResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DeleteStateResult<'a> {
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

/// One of [`DeleteStateResult::partitions`].
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

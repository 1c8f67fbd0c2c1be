// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! AssignReplicasToDirs (key 73), versions 0 to 0, flexible from 0.
//!
//! Tells the controller on which disks replicas lie (KIP-858).

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for AssignReplicasToDirs.
#[derive(Clone, Debug, PartialEq)]
pub struct AssignReplicasToDirsRequest<'a> {
    /// Broker id.
    pub broker_id: i32,
    /// Broker epoch. Default: `-1`.
    pub broker_epoch: i64,
    /// Directories.
    pub directories: Array<'a, RequestDirectoryData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for AssignReplicasToDirsRequest<'_> {
    fn default() -> Self {
        Self {
            broker_id: 0,
            broker_epoch: -1,
            directories: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for AssignReplicasToDirsRequest<'a> {
    const MIN_SIZE: usize = 14;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            broker_id: r.int32("broker_id"),
            broker_epoch: r.int64("broker_epoch"),
            directories: r.array("directories"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.broker_id);
        w.int64(self.broker_epoch);
        w.array("directories", &self.directories);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers AssignReplicasToDirs.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AssignReplicasToDirsResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Directories.
    pub directories: Array<'a, ResponseDirectoryData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for AssignReplicasToDirsResponse<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: ErrorCode(r.int16("error_code")),
            directories: r.array("directories"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.int16(self.error_code.0);
        w.array("directories", &self.directories);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    AssignReplicasToDirsRequest => AssignReplicasToDirsResponse: ASSIGN_REPLICAS_TO_DIRS, versions 0 to 0, flexible since 0, throttle_time_ms
}

/// One of [`AssignReplicasToDirsRequest::directories`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct RequestDirectoryData<'a> {
    /// Id.
    pub id: Uuid,
    /// Topics.
    pub topics: Array<'a, RequestTopicData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for RequestDirectoryData<'a> {
    const MIN_SIZE: usize = 18;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { id: r.uuid("id"), topics: r.array("topics"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.uuid(self.id);
        w.array("topics", &self.topics);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`RequestDirectoryData::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct RequestTopicData<'a> {
    /// The topic's id, all zeros if it has none.
    pub topic_id: Uuid,
    /// Partitions.
    pub partitions: Array<'a, RequestPartitionData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for RequestTopicData<'a> {
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

/// One of [`RequestTopicData::partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct RequestPartitionData<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for RequestPartitionData<'a> {
    const MIN_SIZE: usize = 5;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { partition_index: r.int32("partition_index"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`AssignReplicasToDirsResponse::directories`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ResponseDirectoryData<'a> {
    /// Id.
    pub id: Uuid,
    /// Topics.
    pub topics: Array<'a, ResponseTopicData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ResponseDirectoryData<'a> {
    const MIN_SIZE: usize = 18;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { id: r.uuid("id"), topics: r.array("topics"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.uuid(self.id);
        w.array("topics", &self.topics);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`ResponseDirectoryData::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ResponseTopicData<'a> {
    /// The topic's id, all zeros if it has none.
    pub topic_id: Uuid,
    /// Partitions.
    pub partitions: Array<'a, ResponsePartitionData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ResponseTopicData<'a> {
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

/// One of [`ResponseTopicData::partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ResponsePartitionData<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ResponsePartitionData<'a> {
    const MIN_SIZE: usize = 7;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            error_code: ErrorCode(r.int16("error_code")),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.int16(self.error_code.0);
        w.tags(&self.unknown_tagged_fields);
    }
}

// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! StopReplica (key 5), versions 0 to 4, flexible from 2.
//!
//! Told a broker to drop replicas (ZooKeeper clusters only).

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for StopReplica.
#[derive(Clone, Debug, PartialEq)]
pub struct StopReplicaRequest<'a> {
    /// The broker to send changes to; in KRaft clusters any broker.
    pub controller_id: i32,
    /// Is k raft controller. Since version 4.
    pub is_k_raft_controller: bool,
    /// Controller epoch.
    pub controller_epoch: i32,
    /// Broker epoch. Since version 1. Default: `-1`.
    pub broker_epoch: i64,
    /// Delete partitions. Until version 2.
    pub delete_partitions: bool,
    /// Ungrouped partitions. Until version 0.
    pub ungrouped_partitions: Array<'a, StopReplicaPartitionV0<'a>>,
    /// Topics. Versions 1 to 2.
    pub topics: Array<'a, StopReplicaTopicV1<'a>>,
    /// Topic states. Since version 3.
    pub topic_states: Array<'a, StopReplicaTopicState<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for StopReplicaRequest<'_> {
    fn default() -> Self {
        Self {
            controller_id: 0,
            is_k_raft_controller: false,
            controller_epoch: 0,
            broker_epoch: -1,
            delete_partitions: false,
            ungrouped_partitions: Array::default(),
            topics: Array::default(),
            topic_states: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for StopReplicaRequest<'a> {
    const MIN_SIZE: usize = 13;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            controller_id: r.int32("controller_id"),
            is_k_raft_controller: if r.version() >= 4 {
                r.bool("is_k_raft_controller")
            } else {
                false
            },
            controller_epoch: r.int32("controller_epoch"),
            broker_epoch: if r.version() >= 1 { r.int64("broker_epoch") } else { -1 },
            delete_partitions: if r.version() <= 2 { r.bool("delete_partitions") } else { false },
            ungrouped_partitions: if r.version() <= 0 {
                r.array("ungrouped_partitions")
            } else {
                Array::default()
            },
            topics: if (1..=2).contains(&r.version()) {
                r.array("topics")
            } else {
                Array::default()
            },
            topic_states: if r.version() >= 3 { r.array("topic_states") } else { Array::default() },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.controller_id);
        if w.version() >= 4 {
            w.bool(self.is_k_raft_controller);
        } else {
            w.absent("is_k_raft_controller", self.is_k_raft_controller);
        }
        w.int32(self.controller_epoch);
        if w.version() >= 1 {
            w.int64(self.broker_epoch);
        }
        if w.version() <= 2 {
            w.bool(self.delete_partitions);
        } else {
            w.absent("delete_partitions", self.delete_partitions);
        }
        if w.version() <= 0 {
            w.array("ungrouped_partitions", &self.ungrouped_partitions);
        } else {
            w.absent("ungrouped_partitions", !self.ungrouped_partitions.is_empty());
        }
        if (1..=2).contains(&w.version()) {
            w.array("topics", &self.topics);
        } else {
            w.absent("topics", !self.topics.is_empty());
        }
        if w.version() >= 3 {
            w.array("topic_states", &self.topic_states);
        } else {
            w.absent("topic_states", !self.topic_states.is_empty());
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers StopReplica.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct StopReplicaResponse<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Partition errors.
    pub partition_errors: Array<'a, StopReplicaPartitionError<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for StopReplicaResponse<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            error_code: ErrorCode(r.int16("error_code")),
            partition_errors: r.array("partition_errors"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.error_code.0);
        w.array("partition_errors", &self.partition_errors);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    StopReplicaRequest => StopReplicaResponse: STOP_REPLICA, versions 0 to 4, flexible since 2
}

/// One of [`StopReplicaRequest::ungrouped_partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct StopReplicaPartitionV0<'a> {
    /// The topic.
    pub topic_name: &'a str,
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for StopReplicaPartitionV0<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic_name: r.string("topic_name"),
            partition_index: r.int32("partition_index"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("topic_name", self.topic_name);
        w.int32(self.partition_index);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`StopReplicaRequest::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct StopReplicaTopicV1<'a> {
    /// Name.
    pub name: &'a str,
    /// Partition indexes.
    pub partition_indexes: Array<'a, i32>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for StopReplicaTopicV1<'a> {
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

/// One of [`StopReplicaRequest::topic_states`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct StopReplicaTopicState<'a> {
    /// The topic.
    pub topic_name: &'a str,
    /// Partition states.
    pub partition_states: Array<'a, StopReplicaPartitionState<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for StopReplicaTopicState<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic_name: r.string("topic_name"),
            partition_states: r.array("partition_states"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("topic_name", self.topic_name);
        w.array("partition_states", &self.partition_states);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`StopReplicaTopicState::partition_states`].
#[derive(Clone, Debug, PartialEq)]
pub struct StopReplicaPartitionState<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// How often the leader changed. Default: `-1`.
    pub leader_epoch: i32,
    /// Delete partition.
    pub delete_partition: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for StopReplicaPartitionState<'_> {
    fn default() -> Self {
        Self {
            partition_index: 0,
            leader_epoch: -1,
            delete_partition: false,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for StopReplicaPartitionState<'a> {
    const MIN_SIZE: usize = 10;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            leader_epoch: r.int32("leader_epoch"),
            delete_partition: r.bool("delete_partition"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.int32(self.leader_epoch);
        w.bool(self.delete_partition);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`StopReplicaResponse::partition_errors`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct StopReplicaPartitionError<'a> {
    /// The topic.
    pub topic_name: &'a str,
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for StopReplicaPartitionError<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic_name: r.string("topic_name"),
            partition_index: r.int32("partition_index"),
            error_code: ErrorCode(r.int16("error_code")),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("topic_name", self.topic_name);
        w.int32(self.partition_index);
        w.int16(self.error_code.0);
        w.tags(&self.unknown_tagged_fields);
    }
}

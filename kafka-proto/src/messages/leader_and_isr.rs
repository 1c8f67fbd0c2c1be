// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! LeaderAndIsr (key 4), versions 0 to 7, flexible from 4.
//!
//! Told a broker which partitions it leads (ZooKeeper clusters only).

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for LeaderAndIsr.
#[derive(Clone, Debug, PartialEq)]
pub struct LeaderAndIsrRequest<'a> {
    /// The broker to send changes to; in KRaft clusters any broker.
    pub controller_id: i32,
    /// Is k raft controller. Since version 7.
    pub is_k_raft_controller: bool,
    /// Controller epoch.
    pub controller_epoch: i32,
    /// Broker epoch. Since version 2. Default: `-1`.
    pub broker_epoch: i64,
    /// Type. Since version 5.
    pub r#type: i8,
    /// Ungrouped partition states. Until version 1.
    pub ungrouped_partition_states: Array<'a, LeaderAndIsrPartitionState<'a>>,
    /// Topic states. Since version 2.
    pub topic_states: Array<'a, LeaderAndIsrTopicState<'a>>,
    /// Live leaders.
    pub live_leaders: Array<'a, LeaderAndIsrLiveLeader<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for LeaderAndIsrRequest<'_> {
    fn default() -> Self {
        Self {
            controller_id: 0,
            is_k_raft_controller: false,
            controller_epoch: 0,
            broker_epoch: -1,
            r#type: 0,
            ungrouped_partition_states: Array::default(),
            topic_states: Array::default(),
            live_leaders: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for LeaderAndIsrRequest<'a> {
    const MIN_SIZE: usize = 16;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            controller_id: r.int32("controller_id"),
            is_k_raft_controller: if r.version() >= 7 {
                r.bool("is_k_raft_controller")
            } else {
                false
            },
            controller_epoch: r.int32("controller_epoch"),
            broker_epoch: if r.version() >= 2 { r.int64("broker_epoch") } else { -1 },
            r#type: if r.version() >= 5 { r.int8("type") } else { 0 },
            ungrouped_partition_states: if r.version() <= 1 {
                r.array("ungrouped_partition_states")
            } else {
                Array::default()
            },
            topic_states: if r.version() >= 2 { r.array("topic_states") } else { Array::default() },
            live_leaders: r.array("live_leaders"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.controller_id);
        if w.version() >= 7 {
            w.bool(self.is_k_raft_controller);
        } else {
            w.absent("is_k_raft_controller", self.is_k_raft_controller);
        }
        w.int32(self.controller_epoch);
        if w.version() >= 2 {
            w.int64(self.broker_epoch);
        }
        if w.version() >= 5 {
            w.int8(self.r#type);
        } else {
            w.absent("type", self.r#type != 0);
        }
        if w.version() <= 1 {
            w.array("ungrouped_partition_states", &self.ungrouped_partition_states);
        } else {
            w.absent("ungrouped_partition_states", !self.ungrouped_partition_states.is_empty());
        }
        if w.version() >= 2 {
            w.array("topic_states", &self.topic_states);
        } else {
            w.absent("topic_states", !self.topic_states.is_empty());
        }
        w.array("live_leaders", &self.live_leaders);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers LeaderAndIsr.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct LeaderAndIsrResponse<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Partition errors. Until version 4.
    pub partition_errors: Array<'a, LeaderAndIsrPartitionError<'a>>,
    /// Topics. Since version 5.
    pub topics: Array<'a, LeaderAndIsrTopicError<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for LeaderAndIsrResponse<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            error_code: ErrorCode(r.int16("error_code")),
            partition_errors: if r.version() <= 4 {
                r.array("partition_errors")
            } else {
                Array::default()
            },
            topics: if r.version() >= 5 { r.array("topics") } else { Array::default() },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.error_code.0);
        if w.version() <= 4 {
            w.array("partition_errors", &self.partition_errors);
        } else {
            w.absent("partition_errors", !self.partition_errors.is_empty());
        }
        if w.version() >= 5 {
            w.array("topics", &self.topics);
        } else {
            w.absent("topics", !self.topics.is_empty());
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    LeaderAndIsrRequest => LeaderAndIsrResponse: LEADER_AND_ISR, versions 0 to 7, flexible since 4
}

/// One of [`LeaderAndIsrRequest::ungrouped_partition_states`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct LeaderAndIsrPartitionState<'a> {
    /// The topic. Until version 1.
    pub topic_name: &'a str,
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// Controller epoch.
    pub controller_epoch: i32,
    /// Leader.
    pub leader: i32,
    /// How often the leader changed.
    pub leader_epoch: i32,
    /// Isr.
    pub isr: Array<'a, i32>,
    /// Partition epoch.
    pub partition_epoch: i32,
    /// Replicas.
    pub replicas: Array<'a, i32>,
    /// Adding replicas. Since version 3.
    pub adding_replicas: Array<'a, i32>,
    /// Removing replicas. Since version 3.
    pub removing_replicas: Array<'a, i32>,
    /// Is new. Since version 1.
    pub is_new: bool,
    /// Leader recovery state. Since version 6.
    pub leader_recovery_state: i8,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for LeaderAndIsrPartitionState<'a> {
    const MIN_SIZE: usize = 26;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic_name: if r.version() <= 1 { r.string("topic_name") } else { "" },
            partition_index: r.int32("partition_index"),
            controller_epoch: r.int32("controller_epoch"),
            leader: r.int32("leader"),
            leader_epoch: r.int32("leader_epoch"),
            isr: r.array("isr"),
            partition_epoch: r.int32("partition_epoch"),
            replicas: r.array("replicas"),
            adding_replicas: if r.version() >= 3 {
                r.array("adding_replicas")
            } else {
                Array::default()
            },
            removing_replicas: if r.version() >= 3 {
                r.array("removing_replicas")
            } else {
                Array::default()
            },
            is_new: if r.version() >= 1 { r.bool("is_new") } else { false },
            leader_recovery_state: if r.version() >= 6 {
                r.int8("leader_recovery_state")
            } else {
                0
            },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() <= 1 {
            w.string("topic_name", self.topic_name);
        }
        w.int32(self.partition_index);
        w.int32(self.controller_epoch);
        w.int32(self.leader);
        w.int32(self.leader_epoch);
        w.array("isr", &self.isr);
        w.int32(self.partition_epoch);
        w.array("replicas", &self.replicas);
        if w.version() >= 3 {
            w.array("adding_replicas", &self.adding_replicas);
            w.array("removing_replicas", &self.removing_replicas);
        }
        if w.version() >= 1 {
            w.bool(self.is_new);
        }
        if w.version() >= 6 {
            w.int8(self.leader_recovery_state);
        } else {
            w.absent("leader_recovery_state", self.leader_recovery_state != 0);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`LeaderAndIsrRequest::topic_states`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct LeaderAndIsrTopicState<'a> {
    /// The topic.
    pub topic_name: &'a str,
    /// The topic's id, all zeros if it has none. Since version 5.
    pub topic_id: Uuid,
    /// Partition states.
    pub partition_states: Array<'a, LeaderAndIsrPartitionState<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for LeaderAndIsrTopicState<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic_name: r.string("topic_name"),
            topic_id: if r.version() >= 5 { r.uuid("topic_id") } else { Uuid::ZERO },
            partition_states: r.array("partition_states"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("topic_name", self.topic_name);
        if w.version() >= 5 {
            w.uuid(self.topic_id);
        }
        w.array("partition_states", &self.partition_states);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`LeaderAndIsrRequest::live_leaders`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct LeaderAndIsrLiveLeader<'a> {
    /// Broker id.
    pub broker_id: i32,
    /// Host name.
    pub host_name: &'a str,
    /// The port to connect to.
    pub port: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for LeaderAndIsrLiveLeader<'a> {
    const MIN_SIZE: usize = 10;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            broker_id: r.int32("broker_id"),
            host_name: r.string("host_name"),
            port: r.int32("port"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.broker_id);
        w.string("host_name", self.host_name);
        w.int32(self.port);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`LeaderAndIsrResponse::partition_errors`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct LeaderAndIsrPartitionError<'a> {
    /// The topic. Until version 4.
    pub topic_name: &'a str,
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for LeaderAndIsrPartitionError<'a> {
    const MIN_SIZE: usize = 7;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic_name: if r.version() <= 4 { r.string("topic_name") } else { "" },
            partition_index: r.int32("partition_index"),
            error_code: ErrorCode(r.int16("error_code")),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() <= 4 {
            w.string("topic_name", self.topic_name);
        }
        w.int32(self.partition_index);
        w.int16(self.error_code.0);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`LeaderAndIsrResponse::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct LeaderAndIsrTopicError<'a> {
    /// The topic's id, all zeros if it has none.
    pub topic_id: Uuid,
    /// Partition errors.
    pub partition_errors: Array<'a, LeaderAndIsrPartitionError<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for LeaderAndIsrTopicError<'a> {
    const MIN_SIZE: usize = 18;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic_id: r.uuid("topic_id"),
            partition_errors: r.array("partition_errors"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.uuid(self.topic_id);
        w.array("partition_errors", &self.partition_errors);
        w.tags(&self.unknown_tagged_fields);
    }
}

// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! AlterPartition (key 56), versions 0 to 3, flexible from 0.
//!
//! Changes the in-sync replicas of partitions.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for AlterPartition.
#[derive(Clone, Debug, PartialEq)]
pub struct AlterPartitionRequest<'a> {
    /// Broker id.
    pub broker_id: i32,
    /// Broker epoch. Default: `-1`.
    pub broker_epoch: i64,
    /// Topics.
    pub topics: Array<'a, RequestTopicData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for AlterPartitionRequest<'_> {
    fn default() -> Self {
        Self {
            broker_id: 0,
            broker_epoch: -1,
            topics: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for AlterPartitionRequest<'a> {
    const MIN_SIZE: usize = 14;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            broker_id: r.int32("broker_id"),
            broker_epoch: r.int64("broker_epoch"),
            topics: r.array("topics"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.broker_id);
        w.int64(self.broker_epoch);
        w.array("topics", &self.topics);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers AlterPartition.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AlterPartitionResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Topics.
    pub topics: Array<'a, ResponseTopicData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for AlterPartitionResponse<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: ErrorCode(r.int16("error_code")),
            topics: r.array("topics"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.int16(self.error_code.0);
        w.array("topics", &self.topics);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    AlterPartitionRequest => AlterPartitionResponse: ALTER_PARTITION, versions 0 to 3, flexible since 0, throttle_time_ms
}

/// One of [`AlterPartitionRequest::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct RequestTopicData<'a> {
    /// The topic. Until version 1.
    pub topic_name: &'a str,
    /// The topic's id, all zeros if it has none. Since version 2.
    pub topic_id: Uuid,
    /// Partitions.
    pub partitions: Array<'a, RequestPartitionData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for RequestTopicData<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic_name: if r.version() <= 1 { r.string("topic_name") } else { "" },
            topic_id: if r.version() >= 2 { r.uuid("topic_id") } else { Uuid::ZERO },
            partitions: r.array("partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() <= 1 {
            w.string("topic_name", self.topic_name);
        }
        if w.version() >= 2 {
            w.uuid(self.topic_id);
        }
        w.array("partitions", &self.partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`RequestTopicData::partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct RequestPartitionData<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// How often the leader changed.
    pub leader_epoch: i32,
    /// New isr. Until version 2.
    pub new_isr: Array<'a, i32>,
    /// New isr with epochs. Since version 3.
    pub new_isr_with_epochs: Array<'a, BrokerState<'a>>,
    /// Leader recovery state. Since version 1.
    pub leader_recovery_state: i8,
    /// Partition epoch.
    pub partition_epoch: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for RequestPartitionData<'a> {
    const MIN_SIZE: usize = 14;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            leader_epoch: r.int32("leader_epoch"),
            new_isr: if r.version() <= 2 { r.array("new_isr") } else { Array::default() },
            new_isr_with_epochs: if r.version() >= 3 {
                r.array("new_isr_with_epochs")
            } else {
                Array::default()
            },
            leader_recovery_state: if r.version() >= 1 {
                r.int8("leader_recovery_state")
            } else {
                0
            },
            partition_epoch: r.int32("partition_epoch"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.int32(self.leader_epoch);
        if w.version() <= 2 {
            w.array("new_isr", &self.new_isr);
        } else {
            w.absent("new_isr", !self.new_isr.is_empty());
        }
        if w.version() >= 3 {
            w.array("new_isr_with_epochs", &self.new_isr_with_epochs);
        } else {
            w.absent("new_isr_with_epochs", !self.new_isr_with_epochs.is_empty());
        }
        if w.version() >= 1 {
            w.int8(self.leader_recovery_state);
        } else {
            w.absent("leader_recovery_state", self.leader_recovery_state != 0);
        }
        w.int32(self.partition_epoch);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`RequestPartitionData::new_isr_with_epochs`].
#[derive(Clone, Debug, PartialEq)]
pub struct BrokerState<'a> {
    /// Broker id.
    pub broker_id: i32,
    /// Broker epoch. Default: `-1`.
    pub broker_epoch: i64,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for BrokerState<'_> {
    fn default() -> Self {
        Self { broker_id: 0, broker_epoch: -1, unknown_tagged_fields: Tags::default() }
    }
}

impl<'a> Wire<'a> for BrokerState<'a> {
    const MIN_SIZE: usize = 13;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            broker_id: r.int32("broker_id"),
            broker_epoch: r.int64("broker_epoch"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.broker_id);
        w.int64(self.broker_epoch);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`AlterPartitionResponse::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ResponseTopicData<'a> {
    /// The topic. Until version 1.
    pub topic_name: &'a str,
    /// The topic's id, all zeros if it has none. Since version 2.
    pub topic_id: Uuid,
    /// Partitions.
    pub partitions: Array<'a, ResponsePartitionData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ResponseTopicData<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic_name: if r.version() <= 1 { r.string("topic_name") } else { "" },
            topic_id: if r.version() >= 2 { r.uuid("topic_id") } else { Uuid::ZERO },
            partitions: r.array("partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() <= 1 {
            w.string("topic_name", self.topic_name);
        }
        if w.version() >= 2 {
            w.uuid(self.topic_id);
        }
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
    /// The broker that leads the partition, or -1.
    pub leader_id: i32,
    /// How often the leader changed.
    pub leader_epoch: i32,
    /// Isr.
    pub isr: Array<'a, i32>,
    /// Leader recovery state. Since version 1.
    pub leader_recovery_state: i8,
    /// Partition epoch.
    pub partition_epoch: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ResponsePartitionData<'a> {
    const MIN_SIZE: usize = 20;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            error_code: ErrorCode(r.int16("error_code")),
            leader_id: r.int32("leader_id"),
            leader_epoch: r.int32("leader_epoch"),
            isr: r.array("isr"),
            leader_recovery_state: if r.version() >= 1 {
                r.int8("leader_recovery_state")
            } else {
                0
            },
            partition_epoch: r.int32("partition_epoch"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.int16(self.error_code.0);
        w.int32(self.leader_id);
        w.int32(self.leader_epoch);
        w.array("isr", &self.isr);
        if w.version() >= 1 {
            w.int8(self.leader_recovery_state);
        }
        w.int32(self.partition_epoch);
        w.tags(&self.unknown_tagged_fields);
    }
}

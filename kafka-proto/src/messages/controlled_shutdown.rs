// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! ControlledShutdown (key 7), versions 0 to 3, flexible from 3.
//!
//! Announced that a broker stops (ZooKeeper clusters only).

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for ControlledShutdown.
#[derive(Clone, Debug, PartialEq)]
pub struct ControlledShutdownRequest<'a> {
    /// Broker id.
    pub broker_id: i32,
    /// Broker epoch. Since version 2. Default: `-1`.
    pub broker_epoch: i64,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for ControlledShutdownRequest<'_> {
    fn default() -> Self {
        Self { broker_id: 0, broker_epoch: -1, unknown_tagged_fields: Tags::default() }
    }
}

impl<'a> Wire<'a> for ControlledShutdownRequest<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            broker_id: r.int32("broker_id"),
            broker_epoch: if r.version() >= 2 { r.int64("broker_epoch") } else { -1 },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.broker_id);
        if w.version() >= 2 {
            w.int64(self.broker_epoch);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers ControlledShutdown.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ControlledShutdownResponse<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Remaining partitions.
    pub remaining_partitions: Array<'a, RemainingPartition<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ControlledShutdownResponse<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            error_code: ErrorCode(r.int16("error_code")),
            remaining_partitions: r.array("remaining_partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.error_code.0);
        w.array("remaining_partitions", &self.remaining_partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    ControlledShutdownRequest => ControlledShutdownResponse: CONTROLLED_SHUTDOWN, versions 0 to 3, flexible since 3
}

/// One of [`ControlledShutdownResponse::remaining_partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct RemainingPartition<'a> {
    /// The topic.
    pub topic_name: &'a str,
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for RemainingPartition<'a> {
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

// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! TxnOffsetCommit (key 28), versions 0 to 6, flexible from 3.
//!
//! Stores a group's offsets as part of a transaction.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for TxnOffsetCommit.
#[derive(Clone, Debug, PartialEq)]
pub struct TxnOffsetCommitRequest<'a> {
    /// Transactional id.
    pub transactional_id: &'a str,
    /// Group id.
    pub group_id: &'a str,
    /// Producer id.
    pub producer_id: i64,
    /// Producer epoch.
    pub producer_epoch: i16,
    /// Generation id or member epoch. Since version 3. Default: `-1`.
    pub generation_id_or_member_epoch: i32,
    /// Member id. Since version 3.
    pub member_id: &'a str,
    /// Group instance id. Since version 3.
    pub group_instance_id: Option<&'a str>,
    /// Topics.
    pub topics: Array<'a, TxnOffsetCommitRequestTopic<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for TxnOffsetCommitRequest<'_> {
    fn default() -> Self {
        Self {
            transactional_id: "",
            group_id: "",
            producer_id: 0,
            producer_epoch: 0,
            generation_id_or_member_epoch: -1,
            member_id: "",
            group_instance_id: None,
            topics: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for TxnOffsetCommitRequest<'a> {
    const MIN_SIZE: usize = 18;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            transactional_id: r.string("transactional_id"),
            group_id: r.string("group_id"),
            producer_id: r.int64("producer_id"),
            producer_epoch: r.int16("producer_epoch"),
            generation_id_or_member_epoch: if r.version() >= 3 {
                r.int32("generation_id_or_member_epoch")
            } else {
                -1
            },
            member_id: if r.version() >= 3 { r.string("member_id") } else { "" },
            group_instance_id: if r.version() >= 3 {
                r.nullable_string("group_instance_id")
            } else {
                None
            },
            topics: r.array("topics"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("transactional_id", self.transactional_id);
        w.string("group_id", self.group_id);
        w.int64(self.producer_id);
        w.int16(self.producer_epoch);
        if w.version() >= 3 {
            w.int32(self.generation_id_or_member_epoch);
            w.string("member_id", self.member_id);
            w.nullable_string("group_instance_id", self.group_instance_id);
        } else {
            w.absent("generation_id_or_member_epoch", self.generation_id_or_member_epoch != -1);
            w.absent("member_id", !self.member_id.is_empty());
            w.absent("group_instance_id", self.group_instance_id.is_some());
        }
        w.array("topics", &self.topics);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers TxnOffsetCommit.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TxnOffsetCommitResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// Topics.
    pub topics: Array<'a, TxnOffsetCommitResponseTopic<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for TxnOffsetCommitResponse<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            topics: r.array("topics"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.array("topics", &self.topics);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    TxnOffsetCommitRequest => TxnOffsetCommitResponse: TXN_OFFSET_COMMIT, versions 0 to 6, flexible since 3, throttle_time_ms
}

/// One of [`TxnOffsetCommitRequest::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TxnOffsetCommitRequestTopic<'a> {
    /// Name. Until version 5.
    pub name: &'a str,
    /// The topic's id, all zeros if it has none. Since version 6.
    pub topic_id: Uuid,
    /// Partitions.
    pub partitions: Array<'a, TxnOffsetCommitRequestPartition<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for TxnOffsetCommitRequestTopic<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: if r.version() <= 5 { r.string("name") } else { "" },
            topic_id: if r.version() >= 6 { r.uuid("topic_id") } else { Uuid::ZERO },
            partitions: r.array("partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() <= 5 {
            w.string("name", self.name);
        }
        if w.version() >= 6 {
            w.uuid(self.topic_id);
        }
        w.array("partitions", &self.partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`TxnOffsetCommitRequestTopic::partitions`].
#[derive(Clone, Debug, PartialEq)]
pub struct TxnOffsetCommitRequestPartition<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// Committed offset.
    pub committed_offset: i64,
    /// Committed leader epoch. Since version 2. Default: `-1`.
    pub committed_leader_epoch: i32,
    /// Committed metadata.
    pub committed_metadata: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for TxnOffsetCommitRequestPartition<'_> {
    fn default() -> Self {
        Self {
            partition_index: 0,
            committed_offset: 0,
            committed_leader_epoch: -1,
            committed_metadata: Some(""),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for TxnOffsetCommitRequestPartition<'a> {
    const MIN_SIZE: usize = 14;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            committed_offset: r.int64("committed_offset"),
            committed_leader_epoch: if r.version() >= 2 {
                r.int32("committed_leader_epoch")
            } else {
                -1
            },
            committed_metadata: r.nullable_string("committed_metadata"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.int64(self.committed_offset);
        if w.version() >= 2 {
            w.int32(self.committed_leader_epoch);
        }
        w.nullable_string("committed_metadata", self.committed_metadata);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`TxnOffsetCommitResponse::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TxnOffsetCommitResponseTopic<'a> {
    /// Name. Until version 5.
    pub name: &'a str,
    /// The topic's id, all zeros if it has none. Since version 6.
    pub topic_id: Uuid,
    /// Partitions.
    pub partitions: Array<'a, TxnOffsetCommitResponsePartition<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for TxnOffsetCommitResponseTopic<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: if r.version() <= 5 { r.string("name") } else { "" },
            topic_id: if r.version() >= 6 { r.uuid("topic_id") } else { Uuid::ZERO },
            partitions: r.array("partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() <= 5 {
            w.string("name", self.name);
        }
        if w.version() >= 6 {
            w.uuid(self.topic_id);
        }
        w.array("partitions", &self.partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`TxnOffsetCommitResponseTopic::partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TxnOffsetCommitResponsePartition<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for TxnOffsetCommitResponsePartition<'a> {
    const MIN_SIZE: usize = 6;

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

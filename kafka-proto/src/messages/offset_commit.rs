// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! OffsetCommit (key 8), versions 0 to 10, flexible from 8.
//!
//! Stores how far a group has read.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for OffsetCommit.
#[derive(Clone, Debug, PartialEq)]
pub struct OffsetCommitRequest<'a> {
    /// The group's id.
    pub group_id: &'a str,
    /// The generation of a classic group, the member's epoch of a consumer group; -1 from outside of the group. Since version 1. Default: `-1`.
    pub generation_id_or_member_epoch: i32,
    /// The member's id; empty from outside of the group. Since version 1.
    pub member_id: &'a str,
    /// The member's static id, if it has one (KIP-345). Since version 7.
    pub group_instance_id: Option<&'a str>,
    /// How long to keep the offsets, in milliseconds; -1 for the broker's `offsets.retention.minutes`. Versions 2 to 4. Default: `-1`.
    pub retention_time_ms: i64,
    /// The topics to store offsets of.
    pub topics: Array<'a, OffsetCommitRequestTopic<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for OffsetCommitRequest<'_> {
    fn default() -> Self {
        Self {
            group_id: "",
            generation_id_or_member_epoch: -1,
            member_id: "",
            group_instance_id: None,
            retention_time_ms: -1,
            topics: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for OffsetCommitRequest<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            group_id: r.string("group_id"),
            generation_id_or_member_epoch: if r.version() >= 1 {
                r.int32("generation_id_or_member_epoch")
            } else {
                -1
            },
            member_id: if r.version() >= 1 { r.string("member_id") } else { "" },
            group_instance_id: if r.version() >= 7 {
                r.nullable_string("group_instance_id")
            } else {
                None
            },
            retention_time_ms: if (2..=4).contains(&r.version()) {
                r.int64("retention_time_ms")
            } else {
                -1
            },
            topics: r.array("topics"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("group_id", self.group_id);
        if w.version() >= 1 {
            w.int32(self.generation_id_or_member_epoch);
            w.string("member_id", self.member_id);
        }
        if w.version() >= 7 {
            w.nullable_string("group_instance_id", self.group_instance_id);
        } else {
            w.absent("group_instance_id", self.group_instance_id.is_some());
        }
        if (2..=4).contains(&w.version()) {
            w.int64(self.retention_time_ms);
        }
        w.array("topics", &self.topics);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers OffsetCommit.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct OffsetCommitResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219). Since version 3.
    pub throttle_time_ms: i32,
    /// One for each topic of the request.
    pub topics: Array<'a, OffsetCommitResponseTopic<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for OffsetCommitResponse<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: if r.version() >= 3 { r.int32("throttle_time_ms") } else { 0 },
            topics: r.array("topics"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() >= 3 {
            w.int32(self.throttle_time_ms);
        }
        w.array("topics", &self.topics);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    OffsetCommitRequest => OffsetCommitResponse: OFFSET_COMMIT, versions 0 to 10, flexible since 8, throttle_time_ms
}

/// One of [`OffsetCommitRequest::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct OffsetCommitRequestTopic<'a> {
    /// The topic's name. Until version 9.
    pub name: &'a str,
    /// The topic's id, all zeros if it has none. Since version 10.
    pub topic_id: Uuid,
    /// The partitions to store offsets of.
    pub partitions: Array<'a, OffsetCommitRequestPartition<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for OffsetCommitRequestTopic<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: if r.version() <= 9 { r.string("name") } else { "" },
            topic_id: if r.version() >= 10 { r.uuid("topic_id") } else { Uuid::ZERO },
            partitions: r.array("partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() <= 9 {
            w.string("name", self.name);
        }
        if w.version() >= 10 {
            w.uuid(self.topic_id);
        }
        w.array("partitions", &self.partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`OffsetCommitRequestTopic::partitions`].
#[derive(Clone, Debug, PartialEq)]
pub struct OffsetCommitRequestPartition<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// The next record to read.
    pub committed_offset: i64,
    /// The leader epoch of the last record read; -1 if not known. Since version 6. Default: `-1`.
    pub committed_leader_epoch: i32,
    /// When it was committed, in milliseconds since 1970; -1 for now. Versions 1 to 1. Default: `-1`.
    pub commit_timestamp: i64,
    /// Any text to keep with it.
    pub committed_metadata: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for OffsetCommitRequestPartition<'_> {
    fn default() -> Self {
        Self {
            partition_index: 0,
            committed_offset: 0,
            committed_leader_epoch: -1,
            commit_timestamp: -1,
            committed_metadata: Some(""),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for OffsetCommitRequestPartition<'a> {
    const MIN_SIZE: usize = 14;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            committed_offset: r.int64("committed_offset"),
            committed_leader_epoch: if r.version() >= 6 {
                r.int32("committed_leader_epoch")
            } else {
                -1
            },
            commit_timestamp: if r.version() == 1 { r.int64("commit_timestamp") } else { -1 },
            committed_metadata: r.nullable_string("committed_metadata"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.int64(self.committed_offset);
        if w.version() >= 6 {
            w.int32(self.committed_leader_epoch);
        }
        if w.version() == 1 {
            w.int64(self.commit_timestamp);
        } else {
            w.absent("commit_timestamp", self.commit_timestamp != -1);
        }
        w.nullable_string("committed_metadata", self.committed_metadata);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`OffsetCommitResponse::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct OffsetCommitResponseTopic<'a> {
    /// The topic's name. Until version 9.
    pub name: &'a str,
    /// The topic's id, all zeros if it has none. Since version 10.
    pub topic_id: Uuid,
    /// One for each partition of the request.
    pub partitions: Array<'a, OffsetCommitResponsePartition<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for OffsetCommitResponseTopic<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: if r.version() <= 9 { r.string("name") } else { "" },
            topic_id: if r.version() >= 10 { r.uuid("topic_id") } else { Uuid::ZERO },
            partitions: r.array("partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() <= 9 {
            w.string("name", self.name);
        }
        if w.version() >= 10 {
            w.uuid(self.topic_id);
        }
        w.array("partitions", &self.partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`OffsetCommitResponseTopic::partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct OffsetCommitResponsePartition<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for OffsetCommitResponsePartition<'a> {
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

// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! OffsetFetch (key 9), versions 0 to 10, flexible from 6.
//!
//! Asks how far a group has read.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for OffsetFetch.
#[derive(Clone, Debug, PartialEq)]
pub struct OffsetFetchRequest<'a> {
    /// The group's id. Until version 7.
    pub group_id: &'a str,
    /// The topics to ask for; null for all (since version 2). Until version 7.
    pub topics: Option<Array<'a, OffsetFetchRequestTopic<'a>>>,
    /// The groups to ask for. Since version 8.
    pub groups: Array<'a, OffsetFetchRequestGroup<'a>>,
    /// Whether offsets of open transactions are an error (KIP-447). Since version 7.
    pub require_stable: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for OffsetFetchRequest<'_> {
    fn default() -> Self {
        Self {
            group_id: "",
            topics: Some(Array::default()),
            groups: Array::default(),
            require_stable: false,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for OffsetFetchRequest<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            group_id: if r.version() <= 7 { r.string("group_id") } else { "" },
            topics: if r.version() <= 7 {
                if r.version() >= 2 { r.nullable_array("topics") } else { Some(r.array("topics")) }
            } else {
                Some(Array::default())
            },
            groups: if r.version() >= 8 { r.array("groups") } else { Array::default() },
            require_stable: if r.version() >= 7 { r.bool("require_stable") } else { false },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() <= 7 {
            w.string("group_id", self.group_id);
            if w.version() >= 2 {
                w.nullable_array("topics", self.topics.as_ref());
            } else {
                w.required_array("topics", self.topics.as_ref());
            }
        } else {
            w.absent("group_id", !self.group_id.is_empty());
            w.absent("topics", self.topics.as_ref().is_none_or(|it| !it.is_empty()));
        }
        if w.version() >= 8 {
            w.array("groups", &self.groups);
        } else {
            w.absent("groups", !self.groups.is_empty());
        }
        if w.version() >= 7 {
            w.bool(self.require_stable);
        } else {
            w.absent("require_stable", self.require_stable);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers OffsetFetch.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct OffsetFetchResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219). Since version 3.
    pub throttle_time_ms: i32,
    /// The topics with offsets. Until version 7.
    pub topics: Array<'a, OffsetFetchResponseTopic<'a>>,
    /// What went wrong; zero is success. Versions 2 to 7.
    pub error_code: ErrorCode,
    /// One for each group of the request. Since version 8.
    pub groups: Array<'a, OffsetFetchResponseGroup<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for OffsetFetchResponse<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: if r.version() >= 3 { r.int32("throttle_time_ms") } else { 0 },
            topics: if r.version() <= 7 { r.array("topics") } else { Array::default() },
            error_code: if (2..=7).contains(&r.version()) {
                ErrorCode(r.int16("error_code"))
            } else {
                ErrorCode(0)
            },
            groups: if r.version() >= 8 { r.array("groups") } else { Array::default() },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() >= 3 {
            w.int32(self.throttle_time_ms);
        }
        if w.version() <= 7 {
            w.array("topics", &self.topics);
        } else {
            w.absent("topics", !self.topics.is_empty());
        }
        if (2..=7).contains(&w.version()) {
            w.int16(self.error_code.0);
        }
        if w.version() >= 8 {
            w.array("groups", &self.groups);
        } else {
            w.absent("groups", !self.groups.is_empty());
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    OffsetFetchRequest => OffsetFetchResponse: OFFSET_FETCH, versions 0 to 10, flexible since 6, throttle_time_ms
}

/// One of [`OffsetFetchRequest::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct OffsetFetchRequestTopic<'a> {
    /// The topic's name.
    pub name: &'a str,
    /// The partitions to ask for.
    pub partition_indexes: Array<'a, i32>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for OffsetFetchRequestTopic<'a> {
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

/// One of [`OffsetFetchRequest::groups`].
#[derive(Clone, Debug, PartialEq)]
pub struct OffsetFetchRequestGroup<'a> {
    /// The group's id.
    pub group_id: &'a str,
    /// The member's id; null from outside of the group. Since version 9.
    pub member_id: Option<&'a str>,
    /// The member's epoch; -1 from outside of the group. Since version 9. Default: `-1`.
    pub member_epoch: i32,
    /// The topics to ask for; null for all.
    pub topics: Option<Array<'a, OffsetFetchRequestTopics<'a>>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for OffsetFetchRequestGroup<'_> {
    fn default() -> Self {
        Self {
            group_id: "",
            member_id: None,
            member_epoch: -1,
            topics: Some(Array::default()),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for OffsetFetchRequestGroup<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            group_id: r.string("group_id"),
            member_id: if r.version() >= 9 { r.nullable_string("member_id") } else { None },
            member_epoch: if r.version() >= 9 { r.int32("member_epoch") } else { -1 },
            topics: r.nullable_array("topics"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("group_id", self.group_id);
        if w.version() >= 9 {
            w.nullable_string("member_id", self.member_id);
            w.int32(self.member_epoch);
        }
        w.nullable_array("topics", self.topics.as_ref());
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`OffsetFetchRequestGroup::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct OffsetFetchRequestTopics<'a> {
    /// The topic's name. Until version 9.
    pub name: &'a str,
    /// The topic's id, all zeros if it has none. Since version 10.
    pub topic_id: Uuid,
    /// The partitions to ask for.
    pub partition_indexes: Array<'a, i32>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for OffsetFetchRequestTopics<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: if r.version() <= 9 { r.string("name") } else { "" },
            topic_id: if r.version() >= 10 { r.uuid("topic_id") } else { Uuid::ZERO },
            partition_indexes: r.array("partition_indexes"),
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
        w.array("partition_indexes", &self.partition_indexes);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`OffsetFetchResponse::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct OffsetFetchResponseTopic<'a> {
    /// The topic's name.
    pub name: &'a str,
    /// One for each partition asked for.
    pub partitions: Array<'a, OffsetFetchResponsePartition<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for OffsetFetchResponseTopic<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: r.string("name"),
            partitions: r.array("partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("name", self.name);
        w.array("partitions", &self.partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`OffsetFetchResponseTopic::partitions`].
#[derive(Clone, Debug, PartialEq)]
pub struct OffsetFetchResponsePartition<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// The next record to read; -1 if none is stored.
    pub committed_offset: i64,
    /// The leader epoch of the last record read; -1 if not known. Since version 5. Default: `-1`.
    pub committed_leader_epoch: i32,
    /// The text that was stored with it.
    pub metadata: Option<&'a str>,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for OffsetFetchResponsePartition<'_> {
    fn default() -> Self {
        Self {
            partition_index: 0,
            committed_offset: 0,
            committed_leader_epoch: -1,
            metadata: Some(""),
            error_code: ErrorCode(0),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for OffsetFetchResponsePartition<'a> {
    const MIN_SIZE: usize = 16;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            committed_offset: r.int64("committed_offset"),
            committed_leader_epoch: if r.version() >= 5 {
                r.int32("committed_leader_epoch")
            } else {
                -1
            },
            metadata: r.nullable_string("metadata"),
            error_code: ErrorCode(r.int16("error_code")),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.int64(self.committed_offset);
        if w.version() >= 5 {
            w.int32(self.committed_leader_epoch);
        }
        w.nullable_string("metadata", self.metadata);
        w.int16(self.error_code.0);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`OffsetFetchResponse::groups`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct OffsetFetchResponseGroup<'a> {
    /// The group's id.
    pub group_id: &'a str,
    /// The topics with offsets.
    pub topics: Array<'a, OffsetFetchResponseTopics<'a>>,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for OffsetFetchResponseGroup<'a> {
    const MIN_SIZE: usize = 5;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            group_id: r.string("group_id"),
            topics: r.array("topics"),
            error_code: ErrorCode(r.int16("error_code")),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("group_id", self.group_id);
        w.array("topics", &self.topics);
        w.int16(self.error_code.0);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`OffsetFetchResponseGroup::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct OffsetFetchResponseTopics<'a> {
    /// The topic's name. Until version 9.
    pub name: &'a str,
    /// The topic's id, all zeros if it has none. Since version 10.
    pub topic_id: Uuid,
    /// One for each partition asked for.
    pub partitions: Array<'a, OffsetFetchResponsePartitions<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for OffsetFetchResponseTopics<'a> {
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

/// One of [`OffsetFetchResponseTopics::partitions`].
#[derive(Clone, Debug, PartialEq)]
pub struct OffsetFetchResponsePartitions<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// The next record to read; -1 if none is stored.
    pub committed_offset: i64,
    /// The leader epoch of the last record read; -1 if not known. Default: `-1`.
    pub committed_leader_epoch: i32,
    /// The text that was stored with it.
    pub metadata: Option<&'a str>,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for OffsetFetchResponsePartitions<'_> {
    fn default() -> Self {
        Self {
            partition_index: 0,
            committed_offset: 0,
            committed_leader_epoch: -1,
            metadata: Some(""),
            error_code: ErrorCode(0),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for OffsetFetchResponsePartitions<'a> {
    const MIN_SIZE: usize = 20;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            committed_offset: r.int64("committed_offset"),
            committed_leader_epoch: r.int32("committed_leader_epoch"),
            metadata: r.nullable_string("metadata"),
            error_code: ErrorCode(r.int16("error_code")),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.int64(self.committed_offset);
        w.int32(self.committed_leader_epoch);
        w.nullable_string("metadata", self.metadata);
        w.int16(self.error_code.0);
        w.tags(&self.unknown_tagged_fields);
    }
}

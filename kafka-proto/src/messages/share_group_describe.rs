// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! ShareGroupDescribe (key 77), versions 0 to 1, flexible from 0.
//!
//! Describes share groups (KIP-932).

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for ShareGroupDescribe.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ShareGroupDescribeRequest<'a> {
    /// Group ids.
    pub group_ids: Array<'a, &'a str>,
    /// Include authorized operations.
    pub include_authorized_operations: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ShareGroupDescribeRequest<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            group_ids: r.array("group_ids"),
            include_authorized_operations: r.bool("include_authorized_operations"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("group_ids", &self.group_ids);
        w.bool(self.include_authorized_operations);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers ShareGroupDescribe.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ShareGroupDescribeResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// Groups.
    pub groups: Array<'a, DescribedGroup<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ShareGroupDescribeResponse<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            groups: r.array("groups"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.array("groups", &self.groups);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    ShareGroupDescribeRequest => ShareGroupDescribeResponse: SHARE_GROUP_DESCRIBE, versions 0 to 1, flexible since 0, throttle_time_ms
}

/// One of [`ShareGroupDescribeResponse::groups`].
#[derive(Clone, Debug, PartialEq)]
pub struct DescribedGroup<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// Group id.
    pub group_id: &'a str,
    /// Group state.
    pub group_state: &'a str,
    /// Group epoch.
    pub group_epoch: i32,
    /// Assignment epoch.
    pub assignment_epoch: i32,
    /// Assignor name.
    pub assignor_name: &'a str,
    /// Members.
    pub members: Array<'a, Member<'a>>,
    /// Authorized operations. Default: `i32::MIN`.
    pub authorized_operations: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for DescribedGroup<'_> {
    fn default() -> Self {
        Self {
            error_code: ErrorCode(0),
            error_message: None,
            group_id: "",
            group_state: "",
            group_epoch: 0,
            assignment_epoch: 0,
            assignor_name: "",
            members: Array::default(),
            authorized_operations: i32::MIN,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for DescribedGroup<'a> {
    const MIN_SIZE: usize = 20;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            group_id: r.string("group_id"),
            group_state: r.string("group_state"),
            group_epoch: r.int32("group_epoch"),
            assignment_epoch: r.int32("assignment_epoch"),
            assignor_name: r.string("assignor_name"),
            members: r.array("members"),
            authorized_operations: r.int32("authorized_operations"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.string("group_id", self.group_id);
        w.string("group_state", self.group_state);
        w.int32(self.group_epoch);
        w.int32(self.assignment_epoch);
        w.string("assignor_name", self.assignor_name);
        w.array("members", &self.members);
        w.int32(self.authorized_operations);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`DescribedGroup::members`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Member<'a> {
    /// Member id.
    pub member_id: &'a str,
    /// Rack id.
    pub rack_id: Option<&'a str>,
    /// Member epoch.
    pub member_epoch: i32,
    /// What the client calls itself, for logs and quotas.
    pub client_id: &'a str,
    /// Client host.
    pub client_host: &'a str,
    /// Subscribed topic names.
    pub subscribed_topic_names: Array<'a, &'a str>,
    /// Assignment.
    pub assignment: Assignment<'a>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for Member<'a> {
    const MIN_SIZE: usize = 12;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            member_id: r.string("member_id"),
            rack_id: r.nullable_string("rack_id"),
            member_epoch: r.int32("member_epoch"),
            client_id: r.string("client_id"),
            client_host: r.string("client_host"),
            subscribed_topic_names: r.array("subscribed_topic_names"),
            assignment: r.structure("assignment"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("member_id", self.member_id);
        w.nullable_string("rack_id", self.rack_id);
        w.int32(self.member_epoch);
        w.string("client_id", self.client_id);
        w.string("client_host", self.client_host);
        w.array("subscribed_topic_names", &self.subscribed_topic_names);
        self.assignment.write(w);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// What [`Member::assignment`] holds.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Assignment<'a> {
    /// Topic partitions.
    pub topic_partitions: Array<'a, TopicPartitions<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for Assignment<'a> {
    const MIN_SIZE: usize = 2;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { topic_partitions: r.array("topic_partitions"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("topic_partitions", &self.topic_partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`Assignment::topic_partitions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TopicPartitions<'a> {
    /// The topic's id, all zeros if it has none.
    pub topic_id: Uuid,
    /// The topic.
    pub topic_name: &'a str,
    /// Partitions.
    pub partitions: Array<'a, i32>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for TopicPartitions<'a> {
    const MIN_SIZE: usize = 19;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic_id: r.uuid("topic_id"),
            topic_name: r.string("topic_name"),
            partitions: r.array("partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.uuid(self.topic_id);
        w.string("topic_name", self.topic_name);
        w.array("partitions", &self.partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}

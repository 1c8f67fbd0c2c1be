// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! ConsumerGroupDescribe (key 69), versions 0 to 1, flexible from 0.
//!
//! Describes consumer groups (KIP-848).

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for ConsumerGroupDescribe.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ConsumerGroupDescribeRequest<'a> {
    /// The groups to describe; each at its coordinator.
    pub group_ids: Array<'a, &'a str>,
    /// Whether to say what the caller may do with each group (KIP-430).
    pub include_authorized_operations: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ConsumerGroupDescribeRequest<'a> {
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

/// Answers ConsumerGroupDescribe.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ConsumerGroupDescribeResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// One for each group of the request.
    pub groups: Array<'a, DescribedGroup<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ConsumerGroupDescribeResponse<'a> {
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
    ConsumerGroupDescribeRequest => ConsumerGroupDescribeResponse: CONSUMER_GROUP_DESCRIBE, versions 0 to 1, flexible since 0, throttle_time_ms
}

/// One of [`ConsumerGroupDescribeResponse::groups`].
#[derive(Clone, Debug, PartialEq)]
pub struct DescribedGroup<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// The group's id.
    pub group_id: &'a str,
    /// `Empty`, `Assigning`, `Reconciling`, `Stable` or `Dead`.
    pub group_state: &'a str,
    /// Grows with every change of members or subscriptions.
    pub group_epoch: i32,
    /// The group epoch that the target assignment is of.
    pub assignment_epoch: i32,
    /// The assignor of the broker, for example `uniform`.
    pub assignor_name: &'a str,
    /// The members.
    pub members: Array<'a, Member<'a>>,
    /// A bit for each `AclOperation` the caller may use on the group; `i32::MIN` if not asked for (KIP-430). Default: `i32::MIN`.
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
#[derive(Clone, Debug, PartialEq)]
pub struct Member<'a> {
    /// The member's id.
    pub member_id: &'a str,
    /// The member's static id, if it has one (KIP-345).
    pub instance_id: Option<&'a str>,
    /// Where the member stands, if that is configured.
    pub rack_id: Option<&'a str>,
    /// The assignment epoch that the member has reached.
    pub member_epoch: i32,
    /// What the client calls itself, for logs and quotas.
    pub client_id: &'a str,
    /// The address the member connects from.
    pub client_host: &'a str,
    /// The topics it subscribed to.
    pub subscribed_topic_names: Array<'a, &'a str>,
    /// The regular expression it subscribed to, if it did.
    pub subscribed_topic_regex: Option<&'a str>,
    /// What it reads now.
    pub assignment: Assignment<'a>,
    /// What it shall read.
    pub target_assignment: Assignment<'a>,
    /// 0 for a classic member, 1 for a consumer member; -1 if not known. Since version 1. Default: `-1`.
    pub member_type: i8,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for Member<'_> {
    fn default() -> Self {
        Self {
            member_id: "",
            instance_id: None,
            rack_id: None,
            member_epoch: 0,
            client_id: "",
            client_host: "",
            subscribed_topic_names: Array::default(),
            subscribed_topic_regex: None,
            assignment: Assignment::default(),
            target_assignment: Assignment::default(),
            member_type: -1,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for Member<'a> {
    const MIN_SIZE: usize = 16;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            member_id: r.string("member_id"),
            instance_id: r.nullable_string("instance_id"),
            rack_id: r.nullable_string("rack_id"),
            member_epoch: r.int32("member_epoch"),
            client_id: r.string("client_id"),
            client_host: r.string("client_host"),
            subscribed_topic_names: r.array("subscribed_topic_names"),
            subscribed_topic_regex: r.nullable_string("subscribed_topic_regex"),
            assignment: r.structure("assignment"),
            target_assignment: r.structure("target_assignment"),
            member_type: if r.version() >= 1 { r.int8("member_type") } else { -1 },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("member_id", self.member_id);
        w.nullable_string("instance_id", self.instance_id);
        w.nullable_string("rack_id", self.rack_id);
        w.int32(self.member_epoch);
        w.string("client_id", self.client_id);
        w.string("client_host", self.client_host);
        w.array("subscribed_topic_names", &self.subscribed_topic_names);
        w.nullable_string("subscribed_topic_regex", self.subscribed_topic_regex);
        self.assignment.write(w);
        self.target_assignment.write(w);
        if w.version() >= 1 {
            w.int8(self.member_type);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// What [`Member::assignment`] holds.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Assignment<'a> {
    /// The partitions, by topic.
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
    /// The partitions' numbers.
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

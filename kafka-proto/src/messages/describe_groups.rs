// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! DescribeGroups (key 15), versions 0 to 6, flexible from 5.
//!
//! Describes classic groups.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for DescribeGroups.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DescribeGroupsRequest<'a> {
    /// The groups to describe; each at its coordinator.
    pub groups: Array<'a, &'a str>,
    /// Whether to say what the caller may do with each group (KIP-430). Since version 3.
    pub include_authorized_operations: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DescribeGroupsRequest<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            groups: r.array("groups"),
            include_authorized_operations: if r.version() >= 3 {
                r.bool("include_authorized_operations")
            } else {
                false
            },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("groups", &self.groups);
        if w.version() >= 3 {
            w.bool(self.include_authorized_operations);
        } else {
            w.absent("include_authorized_operations", self.include_authorized_operations);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers DescribeGroups.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DescribeGroupsResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219). Since version 1.
    pub throttle_time_ms: i32,
    /// One for each group of the request.
    pub groups: Array<'a, DescribedGroup<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DescribeGroupsResponse<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: if r.version() >= 1 { r.int32("throttle_time_ms") } else { 0 },
            groups: r.array("groups"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() >= 1 {
            w.int32(self.throttle_time_ms);
        }
        w.array("groups", &self.groups);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    DescribeGroupsRequest => DescribeGroupsResponse: DESCRIBE_GROUPS, versions 0 to 6, flexible since 5, throttle_time_ms
}

/// One of [`DescribeGroupsResponse::groups`].
#[derive(Clone, Debug, PartialEq)]
pub struct DescribedGroup<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any. Since version 6.
    pub error_message: Option<&'a str>,
    /// The group's id.
    pub group_id: &'a str,
    /// `Empty`, `PreparingRebalance`, `CompletingRebalance`, `Stable` or `Dead`. An unknown group is `Dead`.
    pub group_state: &'a str,
    /// `consumer` for consumers, `connect` for Kafka Connect; empty without members.
    pub protocol_type: &'a str,
    /// The assignor all members agreed on, for example `range`; empty unless the state is `Stable`.
    pub protocol_data: &'a str,
    /// The members.
    pub members: Array<'a, DescribedGroupMember<'a>>,
    /// A bit for each `AclOperation` the caller may use on the group; `i32::MIN` if not asked for (KIP-430). Since version 3. Default: `i32::MIN`.
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
            protocol_type: "",
            protocol_data: "",
            members: Array::default(),
            authorized_operations: i32::MIN,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for DescribedGroup<'a> {
    const MIN_SIZE: usize = 12;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            error_code: ErrorCode(r.int16("error_code")),
            error_message: if r.version() >= 6 { r.nullable_string("error_message") } else { None },
            group_id: r.string("group_id"),
            group_state: r.string("group_state"),
            protocol_type: r.string("protocol_type"),
            protocol_data: r.string("protocol_data"),
            members: r.array("members"),
            authorized_operations: if r.version() >= 3 {
                r.int32("authorized_operations")
            } else {
                i32::MIN
            },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.error_code.0);
        if w.version() >= 6 {
            w.nullable_string("error_message", self.error_message);
        } else {
            w.absent("error_message", self.error_message.is_some());
        }
        w.string("group_id", self.group_id);
        w.string("group_state", self.group_state);
        w.string("protocol_type", self.protocol_type);
        w.string("protocol_data", self.protocol_data);
        w.array("members", &self.members);
        if w.version() >= 3 {
            w.int32(self.authorized_operations);
        } else {
            w.absent("authorized_operations", self.authorized_operations != i32::MIN);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`DescribedGroup::members`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DescribedGroupMember<'a> {
    /// The id that the coordinator gave to the member.
    pub member_id: &'a str,
    /// The member's static id, if it has one (KIP-345). Since version 4.
    pub group_instance_id: Option<&'a str>,
    /// What the client calls itself, for logs and quotas.
    pub client_id: &'a str,
    /// The address the member connects from.
    pub client_host: &'a str,
    /// What it subscribed to; for consumers a version (int16) and a `ConsumerProtocolSubscription`.
    pub member_metadata: Opaque<'a>,
    /// What it was given; for consumers a version (int16) and a `ConsumerProtocolAssignment`.
    pub member_assignment: Opaque<'a>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DescribedGroupMember<'a> {
    const MIN_SIZE: usize = 7;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            member_id: r.string("member_id"),
            group_instance_id: if r.version() >= 4 {
                r.nullable_string("group_instance_id")
            } else {
                None
            },
            client_id: r.string("client_id"),
            client_host: r.string("client_host"),
            member_metadata: r.bytes("member_metadata"),
            member_assignment: r.bytes("member_assignment"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("member_id", self.member_id);
        if w.version() >= 4 {
            w.nullable_string("group_instance_id", self.group_instance_id);
        }
        w.string("client_id", self.client_id);
        w.string("client_host", self.client_host);
        w.bytes("member_metadata", self.member_metadata);
        w.bytes("member_assignment", self.member_assignment);
        w.tags(&self.unknown_tagged_fields);
    }
}

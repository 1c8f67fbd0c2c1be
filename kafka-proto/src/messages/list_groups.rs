// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! ListGroups (key 16), versions 0 to 5, flexible from 3.
//!
//! Lists the groups a broker coordinates.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for ListGroups.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ListGroupsRequest<'a> {
    /// The states to list; empty for all (KIP-518). Since version 4.
    pub states_filter: Array<'a, &'a str>,
    /// The types to list, such as `classic` and `consumer`; empty for all (KIP-848). Since version 5.
    pub types_filter: Array<'a, &'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ListGroupsRequest<'a> {
    const MIN_SIZE: usize = 1;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            states_filter: if r.version() >= 4 {
                r.array("states_filter")
            } else {
                Array::default()
            },
            types_filter: if r.version() >= 5 { r.array("types_filter") } else { Array::default() },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() >= 4 {
            w.array("states_filter", &self.states_filter);
        } else {
            w.absent("states_filter", !self.states_filter.is_empty());
        }
        if w.version() >= 5 {
            w.array("types_filter", &self.types_filter);
        } else {
            w.absent("types_filter", !self.types_filter.is_empty());
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers ListGroups.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ListGroupsResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219). Since version 1.
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The groups that this broker coordinates: ask every broker.
    pub groups: Array<'a, ListedGroup<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ListGroupsResponse<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: if r.version() >= 1 { r.int32("throttle_time_ms") } else { 0 },
            error_code: ErrorCode(r.int16("error_code")),
            groups: r.array("groups"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() >= 1 {
            w.int32(self.throttle_time_ms);
        }
        w.int16(self.error_code.0);
        w.array("groups", &self.groups);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    ListGroupsRequest => ListGroupsResponse: LIST_GROUPS, versions 0 to 5, flexible since 3, throttle_time_ms
}

/// One of [`ListGroupsResponse::groups`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ListedGroup<'a> {
    /// The group's id.
    pub group_id: &'a str,
    /// `consumer` for consumers, `connect` for Kafka Connect; may be empty.
    pub protocol_type: &'a str,
    /// Its state, for example `Stable` or `Empty`. Since version 4.
    pub group_state: &'a str,
    /// `classic`, `consumer`, `share` or `streams`. Since version 5.
    pub group_type: &'a str,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ListedGroup<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            group_id: r.string("group_id"),
            protocol_type: r.string("protocol_type"),
            group_state: if r.version() >= 4 { r.string("group_state") } else { "" },
            group_type: if r.version() >= 5 { r.string("group_type") } else { "" },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("group_id", self.group_id);
        w.string("protocol_type", self.protocol_type);
        if w.version() >= 4 {
            w.string("group_state", self.group_state);
        }
        if w.version() >= 5 {
            w.string("group_type", self.group_type);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

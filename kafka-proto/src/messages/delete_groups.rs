// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! DeleteGroups (key 42), versions 0 to 3, flexible from 2.
//!
//! Deletes groups without members.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for DeleteGroups.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DeleteGroupsRequest<'a> {
    /// The groups to delete; each at its coordinator.
    pub groups_names: Array<'a, &'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DeleteGroupsRequest<'a> {
    const MIN_SIZE: usize = 2;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { groups_names: r.array("groups_names"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("groups_names", &self.groups_names);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers DeleteGroups.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DeleteGroupsResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// One for each group of the request.
    pub results: Array<'a, DeletableGroupResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DeleteGroupsResponse<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            results: r.array("results"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.array("results", &self.results);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    DeleteGroupsRequest => DeleteGroupsResponse: DELETE_GROUPS, versions 0 to 3, flexible since 2, throttle_time_ms
}

/// One of [`DeleteGroupsResponse::results`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DeletableGroupResult<'a> {
    /// The group's id.
    pub group_id: &'a str,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any. Since version 3.
    pub error_message: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DeletableGroupResult<'a> {
    const MIN_SIZE: usize = 4;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            group_id: r.string("group_id"),
            error_code: ErrorCode(r.int16("error_code")),
            error_message: if r.version() >= 3 { r.nullable_string("error_message") } else { None },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("group_id", self.group_id);
        w.int16(self.error_code.0);
        if w.version() >= 3 {
            w.nullable_string("error_message", self.error_message);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

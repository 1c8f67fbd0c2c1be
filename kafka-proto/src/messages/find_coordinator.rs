// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! FindCoordinator (key 10), versions 0 to 6, flexible from 3.
//!
//! Finds the broker in charge of a group, a transactional id or a share partition.

use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};
use crate::{CoordinatorType, ErrorCode};

/// Asks for FindCoordinator.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct FindCoordinatorRequest<'a> {
    /// What to find the coordinator of. Until version 3.
    pub key: &'a str,
    /// What kind of thing the key is. Since version 1.
    pub key_type: CoordinatorType,
    /// What to find the coordinators of. Since version 4.
    pub coordinator_keys: Array<'a, &'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for FindCoordinatorRequest<'a> {
    const MIN_SIZE: usize = 2;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            key: if r.version() <= 3 { r.string("key") } else { "" },
            key_type: if r.version() >= 1 {
                CoordinatorType(r.int8("key_type"))
            } else {
                CoordinatorType(0)
            },
            coordinator_keys: if r.version() >= 4 {
                r.array("coordinator_keys")
            } else {
                Array::default()
            },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() <= 3 {
            w.string("key", self.key);
        } else {
            w.absent("key", !self.key.is_empty());
        }
        if w.version() >= 1 {
            w.int8(self.key_type.0);
        } else {
            w.absent("key_type", self.key_type.0 != 0);
        }
        if w.version() >= 4 {
            w.array("coordinator_keys", &self.coordinator_keys);
        } else {
            w.absent("coordinator_keys", !self.coordinator_keys.is_empty());
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers FindCoordinator.
#[derive(Clone, Debug, PartialEq)]
pub struct FindCoordinatorResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219). Since version 1.
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success. Until version 3.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any. Versions 1 to 3.
    pub error_message: Option<&'a str>,
    /// The broker's id. Until version 3.
    pub node_id: i32,
    /// The host name to connect to. Until version 3.
    pub host: &'a str,
    /// The port to connect to. Until version 3.
    pub port: i32,
    /// One for each key of the request. Since version 4.
    pub coordinators: Array<'a, Coordinator<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for FindCoordinatorResponse<'_> {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: ErrorCode(0),
            error_message: Some(""),
            node_id: 0,
            host: "",
            port: 0,
            coordinators: Array::default(),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for FindCoordinatorResponse<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: if r.version() >= 1 { r.int32("throttle_time_ms") } else { 0 },
            error_code: if r.version() <= 3 {
                ErrorCode(r.int16("error_code"))
            } else {
                ErrorCode(0)
            },
            error_message: if (1..=3).contains(&r.version()) {
                r.nullable_string("error_message")
            } else {
                Some("")
            },
            node_id: if r.version() <= 3 { r.int32("node_id") } else { 0 },
            host: if r.version() <= 3 { r.string("host") } else { "" },
            port: if r.version() <= 3 { r.int32("port") } else { 0 },
            coordinators: if r.version() >= 4 { r.array("coordinators") } else { Array::default() },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() >= 1 {
            w.int32(self.throttle_time_ms);
        }
        if w.version() <= 3 {
            w.int16(self.error_code.0);
        } else {
            w.absent("error_code", self.error_code.0 != 0);
        }
        if (1..=3).contains(&w.version()) {
            w.nullable_string("error_message", self.error_message);
        }
        if w.version() <= 3 {
            w.int32(self.node_id);
            w.string("host", self.host);
            w.int32(self.port);
        } else {
            w.absent("node_id", self.node_id != 0);
            w.absent("host", !self.host.is_empty());
            w.absent("port", self.port != 0);
        }
        if w.version() >= 4 {
            w.array("coordinators", &self.coordinators);
        } else {
            w.absent("coordinators", !self.coordinators.is_empty());
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    FindCoordinatorRequest => FindCoordinatorResponse: FIND_COORDINATOR, versions 0 to 6, flexible since 3, throttle_time_ms
}

/// One of [`FindCoordinatorResponse::coordinators`].
#[derive(Clone, Debug, PartialEq)]
pub struct Coordinator<'a> {
    /// What to find the coordinator of.
    pub key: &'a str,
    /// The broker's id.
    pub node_id: i32,
    /// The host name to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for Coordinator<'_> {
    fn default() -> Self {
        Self {
            key: "",
            node_id: 0,
            host: "",
            port: 0,
            error_code: ErrorCode(0),
            error_message: Some(""),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for Coordinator<'a> {
    const MIN_SIZE: usize = 14;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            key: r.string("key"),
            node_id: r.int32("node_id"),
            host: r.string("host"),
            port: r.int32("port"),
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("key", self.key);
        w.int32(self.node_id);
        w.string("host", self.host);
        w.int32(self.port);
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.tags(&self.unknown_tagged_fields);
    }
}

// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! ControllerRegistration (key 70), versions 0 to 0, flexible from 0.
//!
//! Registers a controller.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for ControllerRegistration.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ControllerRegistrationRequest<'a> {
    /// The broker to send changes to; in KRaft clusters any broker.
    pub controller_id: i32,
    /// Incarnation id.
    pub incarnation_id: Uuid,
    /// Zk migration ready.
    pub zk_migration_ready: bool,
    /// Listeners.
    pub listeners: Array<'a, Listener<'a>>,
    /// Features.
    pub features: Array<'a, Feature<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ControllerRegistrationRequest<'a> {
    const MIN_SIZE: usize = 24;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            controller_id: r.int32("controller_id"),
            incarnation_id: r.uuid("incarnation_id"),
            zk_migration_ready: r.bool("zk_migration_ready"),
            listeners: r.array("listeners"),
            features: r.array("features"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.controller_id);
        w.uuid(self.incarnation_id);
        w.bool(self.zk_migration_ready);
        w.array("listeners", &self.listeners);
        w.array("features", &self.features);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers ControllerRegistration.
#[derive(Clone, Debug, PartialEq)]
pub struct ControllerRegistrationResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The broker's words about it, if it has any.
    pub error_message: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for ControllerRegistrationResponse<'_> {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: ErrorCode(0),
            error_message: Some(""),
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for ControllerRegistrationResponse<'a> {
    const MIN_SIZE: usize = 8;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: ErrorCode(r.int16("error_code")),
            error_message: r.nullable_string("error_message"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.int16(self.error_code.0);
        w.nullable_string("error_message", self.error_message);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    ControllerRegistrationRequest => ControllerRegistrationResponse: CONTROLLER_REGISTRATION, versions 0 to 0, flexible since 0, throttle_time_ms
}

/// One of [`ControllerRegistrationRequest::listeners`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Listener<'a> {
    /// Name.
    pub name: &'a str,
    /// The host name to connect to.
    pub host: &'a str,
    /// The port to connect to.
    pub port: u16,
    /// Security protocol.
    pub security_protocol: i16,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for Listener<'a> {
    const MIN_SIZE: usize = 7;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: r.string("name"),
            host: r.string("host"),
            port: r.uint16("port"),
            security_protocol: r.int16("security_protocol"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("name", self.name);
        w.string("host", self.host);
        w.uint16(self.port);
        w.int16(self.security_protocol);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`ControllerRegistrationRequest::features`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Feature<'a> {
    /// Name.
    pub name: &'a str,
    /// Min supported version.
    pub min_supported_version: i16,
    /// Max supported version.
    pub max_supported_version: i16,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for Feature<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: r.string("name"),
            min_supported_version: r.int16("min_supported_version"),
            max_supported_version: r.int16("max_supported_version"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("name", self.name);
        w.int16(self.min_supported_version);
        w.int16(self.max_supported_version);
        w.tags(&self.unknown_tagged_fields);
    }
}

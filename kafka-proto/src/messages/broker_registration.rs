// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! BrokerRegistration (key 62), versions 0 to 4, flexible from 0.
//!
//! Registers a broker with the controller.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for BrokerRegistration.
#[derive(Clone, Debug, PartialEq)]
pub struct BrokerRegistrationRequest<'a> {
    /// Broker id.
    pub broker_id: i32,
    /// The cluster's id.
    pub cluster_id: &'a str,
    /// Incarnation id.
    pub incarnation_id: Uuid,
    /// Listeners.
    pub listeners: Array<'a, Listener<'a>>,
    /// Features.
    pub features: Array<'a, Feature<'a>>,
    /// Where the broker stands, if that is configured.
    pub rack: Option<&'a str>,
    /// Is migrating zk broker. Since version 1.
    pub is_migrating_zk_broker: bool,
    /// Log dirs. Since version 2.
    pub log_dirs: Array<'a, Uuid>,
    /// Previous broker epoch. Since version 3. Default: `-1`.
    pub previous_broker_epoch: i64,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for BrokerRegistrationRequest<'_> {
    fn default() -> Self {
        Self {
            broker_id: 0,
            cluster_id: "",
            incarnation_id: Uuid::ZERO,
            listeners: Array::default(),
            features: Array::default(),
            rack: Some(""),
            is_migrating_zk_broker: false,
            log_dirs: Array::default(),
            previous_broker_epoch: -1,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for BrokerRegistrationRequest<'a> {
    const MIN_SIZE: usize = 25;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            broker_id: r.int32("broker_id"),
            cluster_id: r.string("cluster_id"),
            incarnation_id: r.uuid("incarnation_id"),
            listeners: r.array("listeners"),
            features: r.array("features"),
            rack: r.nullable_string("rack"),
            is_migrating_zk_broker: if r.version() >= 1 {
                r.bool("is_migrating_zk_broker")
            } else {
                false
            },
            log_dirs: if r.version() >= 2 { r.array("log_dirs") } else { Array::default() },
            previous_broker_epoch: if r.version() >= 3 {
                r.int64("previous_broker_epoch")
            } else {
                -1
            },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.broker_id);
        w.string("cluster_id", self.cluster_id);
        w.uuid(self.incarnation_id);
        w.array("listeners", &self.listeners);
        w.array("features", &self.features);
        w.nullable_string("rack", self.rack);
        if w.version() >= 1 {
            w.bool(self.is_migrating_zk_broker);
        } else {
            w.absent("is_migrating_zk_broker", self.is_migrating_zk_broker);
        }
        if w.version() >= 2 {
            w.array("log_dirs", &self.log_dirs);
        }
        if w.version() >= 3 {
            w.int64(self.previous_broker_epoch);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers BrokerRegistration.
#[derive(Clone, Debug, PartialEq)]
pub struct BrokerRegistrationResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Broker epoch. Default: `-1`.
    pub broker_epoch: i64,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for BrokerRegistrationResponse<'_> {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: ErrorCode(0),
            broker_epoch: -1,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for BrokerRegistrationResponse<'a> {
    const MIN_SIZE: usize = 15;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: ErrorCode(r.int16("error_code")),
            broker_epoch: r.int64("broker_epoch"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.int16(self.error_code.0);
        w.int64(self.broker_epoch);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    BrokerRegistrationRequest => BrokerRegistrationResponse: BROKER_REGISTRATION, versions 0 to 4, flexible since 0, throttle_time_ms
}

/// One of [`BrokerRegistrationRequest::listeners`].
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

/// One of [`BrokerRegistrationRequest::features`].
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

// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! PushTelemetry (key 72), versions 0 to 0, flexible from 0.
//!
//! Sends client metrics (KIP-714).

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for PushTelemetry.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct PushTelemetryRequest<'a> {
    /// Client instance id.
    pub client_instance_id: Uuid,
    /// Subscription id.
    pub subscription_id: i32,
    /// Terminating.
    pub terminating: bool,
    /// Compression type.
    pub compression_type: i8,
    /// Metrics.
    pub metrics: Opaque<'a>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for PushTelemetryRequest<'a> {
    const MIN_SIZE: usize = 24;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            client_instance_id: r.uuid("client_instance_id"),
            subscription_id: r.int32("subscription_id"),
            terminating: r.bool("terminating"),
            compression_type: r.int8("compression_type"),
            metrics: r.bytes("metrics"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.uuid(self.client_instance_id);
        w.int32(self.subscription_id);
        w.bool(self.terminating);
        w.int8(self.compression_type);
        w.bytes("metrics", self.metrics);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers PushTelemetry.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct PushTelemetryResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for PushTelemetryResponse<'a> {
    const MIN_SIZE: usize = 7;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: ErrorCode(r.int16("error_code")),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.int16(self.error_code.0);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    PushTelemetryRequest => PushTelemetryResponse: PUSH_TELEMETRY, versions 0 to 0, flexible since 0, throttle_time_ms
}

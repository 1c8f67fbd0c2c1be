// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! GetTelemetrySubscriptions (key 71), versions 0 to 0, flexible from 0.
//!
//! Asks which client metrics are wanted (KIP-714).

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for GetTelemetrySubscriptions.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct GetTelemetrySubscriptionsRequest<'a> {
    /// Client instance id.
    pub client_instance_id: Uuid,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for GetTelemetrySubscriptionsRequest<'a> {
    const MIN_SIZE: usize = 17;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { client_instance_id: r.uuid("client_instance_id"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.uuid(self.client_instance_id);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers GetTelemetrySubscriptions.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct GetTelemetrySubscriptionsResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Client instance id.
    pub client_instance_id: Uuid,
    /// Subscription id.
    pub subscription_id: i32,
    /// Accepted compression types.
    pub accepted_compression_types: Array<'a, i8>,
    /// Push interval ms.
    pub push_interval_ms: i32,
    /// Telemetry max bytes.
    pub telemetry_max_bytes: i32,
    /// Delta temporality.
    pub delta_temporality: bool,
    /// Requested metrics.
    pub requested_metrics: Array<'a, &'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for GetTelemetrySubscriptionsResponse<'a> {
    const MIN_SIZE: usize = 38;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: ErrorCode(r.int16("error_code")),
            client_instance_id: r.uuid("client_instance_id"),
            subscription_id: r.int32("subscription_id"),
            accepted_compression_types: r.array("accepted_compression_types"),
            push_interval_ms: r.int32("push_interval_ms"),
            telemetry_max_bytes: r.int32("telemetry_max_bytes"),
            delta_temporality: r.bool("delta_temporality"),
            requested_metrics: r.array("requested_metrics"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.int16(self.error_code.0);
        w.uuid(self.client_instance_id);
        w.int32(self.subscription_id);
        w.array("accepted_compression_types", &self.accepted_compression_types);
        w.int32(self.push_interval_ms);
        w.int32(self.telemetry_max_bytes);
        w.bool(self.delta_temporality);
        w.array("requested_metrics", &self.requested_metrics);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    GetTelemetrySubscriptionsRequest => GetTelemetrySubscriptionsResponse: GET_TELEMETRY_SUBSCRIPTIONS, versions 0 to 0, flexible since 0, throttle_time_ms
}

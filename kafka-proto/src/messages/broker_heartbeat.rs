// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! BrokerHeartbeat (key 63), versions 0 to 2, flexible from 0.
//!
//! Keeps a broker registered.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for BrokerHeartbeat.
#[derive(Clone, Debug, PartialEq)]
pub struct BrokerHeartbeatRequest<'a> {
    /// Broker id.
    pub broker_id: i32,
    /// Broker epoch. Default: `-1`.
    pub broker_epoch: i64,
    /// Current metadata offset.
    pub current_metadata_offset: i64,
    /// Want fence.
    pub want_fence: bool,
    /// Want shut down.
    pub want_shut_down: bool,
    /// Offline log dirs. Since version 1.
    pub offline_log_dirs: Array<'a, Uuid>,
    /// Cordoned log dirs. Since version 2.
    pub cordoned_log_dirs: Option<Array<'a, Uuid>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for BrokerHeartbeatRequest<'_> {
    fn default() -> Self {
        Self {
            broker_id: 0,
            broker_epoch: -1,
            current_metadata_offset: 0,
            want_fence: false,
            want_shut_down: false,
            offline_log_dirs: Array::default(),
            cordoned_log_dirs: None,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for BrokerHeartbeatRequest<'a> {
    const MIN_SIZE: usize = 23;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        let mut it = Self {
            broker_id: r.int32("broker_id"),
            broker_epoch: r.int64("broker_epoch"),
            current_metadata_offset: r.int64("current_metadata_offset"),
            want_fence: r.bool("want_fence"),
            want_shut_down: r.bool("want_shut_down"),
            ..Self::default()
        };
        it.unknown_tagged_fields = r.tagged_fields(|tag, r| {
            match tag {
                0 if r.version() >= 1 => it.offline_log_dirs = r.array("offline_log_dirs"),
                1 if r.version() >= 2 => {
                    it.cordoned_log_dirs = r.nullable_array("cordoned_log_dirs")
                }
                _ => return false,
            }
            true
        });
        it
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.broker_id);
        w.int64(self.broker_epoch);
        w.int64(self.current_metadata_offset);
        w.bool(self.want_fence);
        w.bool(self.want_shut_down);
        if w.version() < 1 {
            w.absent("offline_log_dirs", !self.offline_log_dirs.is_empty());
        }
        if w.version() < 2 {
            w.absent("cordoned_log_dirs", self.cordoned_log_dirs.is_some());
        }
        w.tagged_fields(
            &self.unknown_tagged_fields,
            &[
                (0, w.version() >= 1 && !self.offline_log_dirs.is_empty(), &|w| {
                    w.array("offline_log_dirs", &self.offline_log_dirs)
                }),
                (1, w.version() >= 2 && self.cordoned_log_dirs.is_some(), &|w| {
                    w.nullable_array("cordoned_log_dirs", self.cordoned_log_dirs.as_ref())
                }),
            ],
        );
    }
}

/// Answers BrokerHeartbeat.
#[derive(Clone, Debug, PartialEq)]
pub struct BrokerHeartbeatResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Is caught up.
    pub is_caught_up: bool,
    /// Whether the broker is registered but not serving. Default: `true`.
    pub is_fenced: bool,
    /// Should shut down.
    pub should_shut_down: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for BrokerHeartbeatResponse<'_> {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: ErrorCode(0),
            is_caught_up: false,
            is_fenced: true,
            should_shut_down: false,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for BrokerHeartbeatResponse<'a> {
    const MIN_SIZE: usize = 10;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: ErrorCode(r.int16("error_code")),
            is_caught_up: r.bool("is_caught_up"),
            is_fenced: r.bool("is_fenced"),
            should_shut_down: r.bool("should_shut_down"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.int16(self.error_code.0);
        w.bool(self.is_caught_up);
        w.bool(self.is_fenced);
        w.bool(self.should_shut_down);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    BrokerHeartbeatRequest => BrokerHeartbeatResponse: BROKER_HEARTBEAT, versions 0 to 2, flexible since 0, throttle_time_ms
}

// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! RenewDelegationToken (key 39), versions 0 to 2, flexible from 2.
//!
//! Prolongs a delegation token.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for RenewDelegationToken.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct RenewDelegationTokenRequest<'a> {
    /// The token's HMAC: it says which token, and is a secret.
    pub hmac: Opaque<'a>,
    /// How long it shall live from now on, in milliseconds; -1 for the broker's `delegation.token.expiry.time.ms`.
    pub renew_period_ms: i64,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for RenewDelegationTokenRequest<'a> {
    const MIN_SIZE: usize = 10;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            hmac: r.bytes("hmac"),
            renew_period_ms: r.int64("renew_period_ms"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.bytes("hmac", self.hmac);
        w.int64(self.renew_period_ms);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers RenewDelegationToken.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct RenewDelegationTokenResponse<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// When it ends unless it is renewed again, in milliseconds since 1970.
    pub expiry_timestamp_ms: i64,
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for RenewDelegationTokenResponse<'a> {
    const MIN_SIZE: usize = 14;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            error_code: ErrorCode(r.int16("error_code")),
            expiry_timestamp_ms: r.int64("expiry_timestamp_ms"),
            throttle_time_ms: r.int32("throttle_time_ms"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.error_code.0);
        w.int64(self.expiry_timestamp_ms);
        w.int32(self.throttle_time_ms);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    RenewDelegationTokenRequest => RenewDelegationTokenResponse: RENEW_DELEGATION_TOKEN, versions 0 to 2, flexible since 2, throttle_time_ms
}

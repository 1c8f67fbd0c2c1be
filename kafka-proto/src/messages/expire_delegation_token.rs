// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! ExpireDelegationToken (key 40), versions 0 to 2, flexible from 2.
//!
//! Ends a delegation token.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for ExpireDelegationToken.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ExpireDelegationTokenRequest<'a> {
    /// The token's HMAC: it says which token, and is a secret.
    pub hmac: Opaque<'a>,
    /// After how many milliseconds it ends; a negative number ends it now.
    pub expiry_time_period_ms: i64,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ExpireDelegationTokenRequest<'a> {
    const MIN_SIZE: usize = 10;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            hmac: r.bytes("hmac"),
            expiry_time_period_ms: r.int64("expiry_time_period_ms"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.bytes("hmac", self.hmac);
        w.int64(self.expiry_time_period_ms);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers ExpireDelegationToken.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ExpireDelegationTokenResponse<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// When it ends, in milliseconds since 1970.
    pub expiry_timestamp_ms: i64,
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ExpireDelegationTokenResponse<'a> {
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
    ExpireDelegationTokenRequest => ExpireDelegationTokenResponse: EXPIRE_DELEGATION_TOKEN, versions 0 to 2, flexible since 2, throttle_time_ms
}

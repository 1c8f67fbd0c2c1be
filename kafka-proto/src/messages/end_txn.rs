// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! EndTxn (key 26), versions 0 to 5, flexible from 3.
//!
//! Commits or aborts a transaction.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for EndTxn.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct EndTxnRequest<'a> {
    /// Transactional id.
    pub transactional_id: &'a str,
    /// Producer id.
    pub producer_id: i64,
    /// Producer epoch.
    pub producer_epoch: i16,
    /// Committed.
    pub committed: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for EndTxnRequest<'a> {
    const MIN_SIZE: usize = 13;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            transactional_id: r.string("transactional_id"),
            producer_id: r.int64("producer_id"),
            producer_epoch: r.int16("producer_epoch"),
            committed: r.bool("committed"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("transactional_id", self.transactional_id);
        w.int64(self.producer_id);
        w.int16(self.producer_epoch);
        w.bool(self.committed);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers EndTxn.
#[derive(Clone, Debug, PartialEq)]
pub struct EndTxnResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Producer id. Since version 5. Default: `-1`.
    pub producer_id: i64,
    /// Producer epoch. Since version 5. Default: `-1`.
    pub producer_epoch: i16,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for EndTxnResponse<'_> {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: ErrorCode(0),
            producer_id: -1,
            producer_epoch: -1,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for EndTxnResponse<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: ErrorCode(r.int16("error_code")),
            producer_id: if r.version() >= 5 { r.int64("producer_id") } else { -1 },
            producer_epoch: if r.version() >= 5 { r.int16("producer_epoch") } else { -1 },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.int16(self.error_code.0);
        if w.version() >= 5 {
            w.int64(self.producer_id);
            w.int16(self.producer_epoch);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    EndTxnRequest => EndTxnResponse: END_TXN, versions 0 to 5, flexible since 3, throttle_time_ms
}

// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! AddOffsetsToTxn (key 25), versions 0 to 4, flexible from 3.
//!
//! Adds a group's offsets to a transaction.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for AddOffsetsToTxn.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AddOffsetsToTxnRequest<'a> {
    /// Transactional id.
    pub transactional_id: &'a str,
    /// Producer id.
    pub producer_id: i64,
    /// Producer epoch.
    pub producer_epoch: i16,
    /// Group id.
    pub group_id: &'a str,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for AddOffsetsToTxnRequest<'a> {
    const MIN_SIZE: usize = 13;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            transactional_id: r.string("transactional_id"),
            producer_id: r.int64("producer_id"),
            producer_epoch: r.int16("producer_epoch"),
            group_id: r.string("group_id"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("transactional_id", self.transactional_id);
        w.int64(self.producer_id);
        w.int16(self.producer_epoch);
        w.string("group_id", self.group_id);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers AddOffsetsToTxn.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AddOffsetsToTxnResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for AddOffsetsToTxnResponse<'a> {
    const MIN_SIZE: usize = 6;

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
    AddOffsetsToTxnRequest => AddOffsetsToTxnResponse: ADD_OFFSETS_TO_TXN, versions 0 to 4, flexible since 3, throttle_time_ms
}

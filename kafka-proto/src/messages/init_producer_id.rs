// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! InitProducerId (key 22), versions 0 to 6, flexible from 2. Version 6 is not final.
//!
//! Gets a producer id, and ends what an older producer left open.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for InitProducerId.
#[derive(Clone, Debug, PartialEq)]
pub struct InitProducerIdRequest<'a> {
    /// Transactional id.
    pub transactional_id: Option<&'a str>,
    /// Transaction timeout ms.
    pub transaction_timeout_ms: i32,
    /// Producer id. Since version 3. Default: `-1`.
    pub producer_id: i64,
    /// Producer epoch. Since version 3. Default: `-1`.
    pub producer_epoch: i16,
    /// Enable2 pc. Since version 6.
    pub enable2_pc: bool,
    /// Keep prepared txn. Since version 6.
    pub keep_prepared_txn: bool,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for InitProducerIdRequest<'_> {
    fn default() -> Self {
        Self {
            transactional_id: Some(""),
            transaction_timeout_ms: 0,
            producer_id: -1,
            producer_epoch: -1,
            enable2_pc: false,
            keep_prepared_txn: false,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for InitProducerIdRequest<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            transactional_id: r.nullable_string("transactional_id"),
            transaction_timeout_ms: r.int32("transaction_timeout_ms"),
            producer_id: if r.version() >= 3 { r.int64("producer_id") } else { -1 },
            producer_epoch: if r.version() >= 3 { r.int16("producer_epoch") } else { -1 },
            enable2_pc: if r.version() >= 6 { r.bool("enable2_pc") } else { false },
            keep_prepared_txn: if r.version() >= 6 { r.bool("keep_prepared_txn") } else { false },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.nullable_string("transactional_id", self.transactional_id);
        w.int32(self.transaction_timeout_ms);
        if w.version() >= 3 {
            w.int64(self.producer_id);
            w.int16(self.producer_epoch);
        } else {
            w.absent("producer_id", self.producer_id != -1);
            w.absent("producer_epoch", self.producer_epoch != -1);
        }
        if w.version() >= 6 {
            w.bool(self.enable2_pc);
            w.bool(self.keep_prepared_txn);
        } else {
            w.absent("enable2_pc", self.enable2_pc);
            w.absent("keep_prepared_txn", self.keep_prepared_txn);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers InitProducerId.
#[derive(Clone, Debug, PartialEq)]
pub struct InitProducerIdResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Producer id. Default: `-1`.
    pub producer_id: i64,
    /// Producer epoch.
    pub producer_epoch: i16,
    /// Ongoing txn producer id. Since version 6. Default: `-1`.
    pub ongoing_txn_producer_id: i64,
    /// Ongoing txn producer epoch. Since version 6. Default: `-1`.
    pub ongoing_txn_producer_epoch: i16,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for InitProducerIdResponse<'_> {
    fn default() -> Self {
        Self {
            throttle_time_ms: 0,
            error_code: ErrorCode(0),
            producer_id: -1,
            producer_epoch: 0,
            ongoing_txn_producer_id: -1,
            ongoing_txn_producer_epoch: -1,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for InitProducerIdResponse<'a> {
    const MIN_SIZE: usize = 16;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: ErrorCode(r.int16("error_code")),
            producer_id: r.int64("producer_id"),
            producer_epoch: r.int16("producer_epoch"),
            ongoing_txn_producer_id: if r.version() >= 6 {
                r.int64("ongoing_txn_producer_id")
            } else {
                -1
            },
            ongoing_txn_producer_epoch: if r.version() >= 6 {
                r.int16("ongoing_txn_producer_epoch")
            } else {
                -1
            },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.int16(self.error_code.0);
        w.int64(self.producer_id);
        w.int16(self.producer_epoch);
        if w.version() >= 6 {
            w.int64(self.ongoing_txn_producer_id);
            w.int16(self.ongoing_txn_producer_epoch);
        } else {
            w.absent("ongoing_txn_producer_id", self.ongoing_txn_producer_id != -1);
            w.absent("ongoing_txn_producer_epoch", self.ongoing_txn_producer_epoch != -1);
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    InitProducerIdRequest => InitProducerIdResponse: INIT_PRODUCER_ID, versions 0 to 6, flexible since 2, throttle_time_ms
}

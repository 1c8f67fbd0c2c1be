// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! AllocateProducerIds (key 67), versions 0 to 0, flexible from 0.
//!
//! Gives a broker a block of producer ids.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for AllocateProducerIds.
#[derive(Clone, Debug, PartialEq)]
pub struct AllocateProducerIdsRequest<'a> {
    /// Broker id.
    pub broker_id: i32,
    /// Broker epoch. Default: `-1`.
    pub broker_epoch: i64,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for AllocateProducerIdsRequest<'_> {
    fn default() -> Self {
        Self { broker_id: 0, broker_epoch: -1, unknown_tagged_fields: Tags::default() }
    }
}

impl<'a> Wire<'a> for AllocateProducerIdsRequest<'a> {
    const MIN_SIZE: usize = 13;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            broker_id: r.int32("broker_id"),
            broker_epoch: r.int64("broker_epoch"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.broker_id);
        w.int64(self.broker_epoch);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers AllocateProducerIds.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AllocateProducerIdsResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// Producer id start.
    pub producer_id_start: i64,
    /// Producer id len.
    pub producer_id_len: i32,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for AllocateProducerIdsResponse<'a> {
    const MIN_SIZE: usize = 19;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: ErrorCode(r.int16("error_code")),
            producer_id_start: r.int64("producer_id_start"),
            producer_id_len: r.int32("producer_id_len"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.int16(self.error_code.0);
        w.int64(self.producer_id_start);
        w.int32(self.producer_id_len);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    AllocateProducerIdsRequest => AllocateProducerIdsResponse: ALLOCATE_PRODUCER_IDS, versions 0 to 0, flexible since 0, throttle_time_ms
}

// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! ListTransactions (key 66), versions 0 to 2, flexible from 0.
//!
//! Lists the transactions a broker coordinates.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for ListTransactions.
#[derive(Clone, Debug, PartialEq)]
pub struct ListTransactionsRequest<'a> {
    /// The states to list; empty for all.
    pub state_filters: Array<'a, &'a str>,
    /// The producer ids to list; empty for all.
    pub producer_id_filters: Array<'a, i64>,
    /// List what is open longer than so many milliseconds; negative for all (KIP-994). Since version 1. Default: `-1`.
    pub duration_filter: i64,
    /// A regular expression for the ids to list; null for all (KIP-1152). Since version 2.
    pub transactional_id_pattern: Option<&'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl Default for ListTransactionsRequest<'_> {
    fn default() -> Self {
        Self {
            state_filters: Array::default(),
            producer_id_filters: Array::default(),
            duration_filter: -1,
            transactional_id_pattern: None,
            unknown_tagged_fields: Tags::default(),
        }
    }
}

impl<'a> Wire<'a> for ListTransactionsRequest<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            state_filters: r.array("state_filters"),
            producer_id_filters: r.array("producer_id_filters"),
            duration_filter: if r.version() >= 1 { r.int64("duration_filter") } else { -1 },
            transactional_id_pattern: if r.version() >= 2 {
                r.nullable_string("transactional_id_pattern")
            } else {
                None
            },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("state_filters", &self.state_filters);
        w.array("producer_id_filters", &self.producer_id_filters);
        if w.version() >= 1 {
            w.int64(self.duration_filter);
        } else {
            w.absent("duration_filter", self.duration_filter != -1);
        }
        if w.version() >= 2 {
            w.nullable_string("transactional_id_pattern", self.transactional_id_pattern);
        } else {
            w.absent("transactional_id_pattern", self.transactional_id_pattern.is_some());
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers ListTransactions.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ListTransactionsResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The states asked for that the broker does not know.
    pub unknown_state_filters: Array<'a, &'a str>,
    /// The transactions that this broker coordinates: ask every broker.
    pub transaction_states: Array<'a, TransactionState<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for ListTransactionsResponse<'a> {
    const MIN_SIZE: usize = 9;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: ErrorCode(r.int16("error_code")),
            unknown_state_filters: r.array("unknown_state_filters"),
            transaction_states: r.array("transaction_states"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.int16(self.error_code.0);
        w.array("unknown_state_filters", &self.unknown_state_filters);
        w.array("transaction_states", &self.transaction_states);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    ListTransactionsRequest => ListTransactionsResponse: LIST_TRANSACTIONS, versions 0 to 2, flexible since 0, throttle_time_ms
}

/// One of [`ListTransactionsResponse::transaction_states`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TransactionState<'a> {
    /// The transactional id.
    pub transactional_id: &'a str,
    /// The producer's id.
    pub producer_id: i64,
    /// `Empty`, `Ongoing`, `PrepareCommit`, `PrepareAbort`, `CompleteCommit`, `CompleteAbort`, `Dead` or `PrepareEpochFence`.
    pub transaction_state: &'a str,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for TransactionState<'a> {
    const MIN_SIZE: usize = 11;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            transactional_id: r.string("transactional_id"),
            producer_id: r.int64("producer_id"),
            transaction_state: r.string("transaction_state"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("transactional_id", self.transactional_id);
        w.int64(self.producer_id);
        w.string("transaction_state", self.transaction_state);
        w.tags(&self.unknown_tagged_fields);
    }
}

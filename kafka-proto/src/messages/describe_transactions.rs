// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! DescribeTransactions (key 65), versions 0 to 0, flexible from 0.
//!
//! Describes transactions.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for DescribeTransactions.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DescribeTransactionsRequest<'a> {
    /// The transactions to describe; each at its coordinator.
    pub transactional_ids: Array<'a, &'a str>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DescribeTransactionsRequest<'a> {
    const MIN_SIZE: usize = 2;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self { transactional_ids: r.array("transactional_ids"), unknown_tagged_fields: r.tags() }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.array("transactional_ids", &self.transactional_ids);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers DescribeTransactions.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DescribeTransactionsResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// One for each id of the request.
    pub transaction_states: Array<'a, TransactionState<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for DescribeTransactionsResponse<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            transaction_states: r.array("transaction_states"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        w.array("transaction_states", &self.transaction_states);
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    DescribeTransactionsRequest => DescribeTransactionsResponse: DESCRIBE_TRANSACTIONS, versions 0 to 0, flexible since 0, throttle_time_ms
}

/// One of [`DescribeTransactionsResponse::transaction_states`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TransactionState<'a> {
    /// What went wrong; zero is success.
    pub error_code: ErrorCode,
    /// The transactional id.
    pub transactional_id: &'a str,
    /// `Empty`, `Ongoing`, `PrepareCommit`, `PrepareAbort`, `CompleteCommit`, `CompleteAbort`, `Dead` or `PrepareEpochFence`.
    pub transaction_state: &'a str,
    /// After how many milliseconds it is aborted.
    pub transaction_timeout_ms: i32,
    /// When it began, in milliseconds since 1970; -1 if it did not.
    pub transaction_start_time_ms: i64,
    /// The producer's id.
    pub producer_id: i64,
    /// The producer's epoch.
    pub producer_epoch: i16,
    /// What takes part in it.
    pub topics: Array<'a, TopicData<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for TransactionState<'a> {
    const MIN_SIZE: usize = 28;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            error_code: ErrorCode(r.int16("error_code")),
            transactional_id: r.string("transactional_id"),
            transaction_state: r.string("transaction_state"),
            transaction_timeout_ms: r.int32("transaction_timeout_ms"),
            transaction_start_time_ms: r.int64("transaction_start_time_ms"),
            producer_id: r.int64("producer_id"),
            producer_epoch: r.int16("producer_epoch"),
            topics: r.array("topics"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int16(self.error_code.0);
        w.string("transactional_id", self.transactional_id);
        w.string("transaction_state", self.transaction_state);
        w.int32(self.transaction_timeout_ms);
        w.int64(self.transaction_start_time_ms);
        w.int64(self.producer_id);
        w.int16(self.producer_epoch);
        w.array("topics", &self.topics);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`TransactionState::topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TopicData<'a> {
    /// The topic's name.
    pub topic: &'a str,
    /// The partitions that take part.
    pub partitions: Array<'a, i32>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for TopicData<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            topic: r.string("topic"),
            partitions: r.array("partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("topic", self.topic);
        w.array("partitions", &self.partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}

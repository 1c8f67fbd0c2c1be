// Generated from schema/ by `cargo codegen generate`. Do not edit.

//! AddPartitionsToTxn (key 24), versions 0 to 5, flexible from 3.
//!
//! Adds partitions to a transaction.

use crate::ErrorCode;
use crate::message::api;
#[allow(unused_imports, reason = "one list for every module")]
use crate::{Array, Opaque, Reader, Tags, Uuid, Wire, Writer};

/// Asks for AddPartitionsToTxn.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AddPartitionsToTxnRequest<'a> {
    /// Transactions. Since version 4.
    pub transactions: Array<'a, AddPartitionsToTxnTransaction<'a>>,
    /// V3 and below transactional id. Until version 3.
    pub v3_and_below_transactional_id: &'a str,
    /// V3 and below producer id. Until version 3.
    pub v3_and_below_producer_id: i64,
    /// V3 and below producer epoch. Until version 3.
    pub v3_and_below_producer_epoch: i16,
    /// V3 and below topics. Until version 3.
    pub v3_and_below_topics: Array<'a, AddPartitionsToTxnTopic<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for AddPartitionsToTxnRequest<'a> {
    const MIN_SIZE: usize = 2;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            transactions: if r.version() >= 4 { r.array("transactions") } else { Array::default() },
            v3_and_below_transactional_id: if r.version() <= 3 {
                r.string("v3_and_below_transactional_id")
            } else {
                ""
            },
            v3_and_below_producer_id: if r.version() <= 3 {
                r.int64("v3_and_below_producer_id")
            } else {
                0
            },
            v3_and_below_producer_epoch: if r.version() <= 3 {
                r.int16("v3_and_below_producer_epoch")
            } else {
                0
            },
            v3_and_below_topics: if r.version() <= 3 {
                r.array("v3_and_below_topics")
            } else {
                Array::default()
            },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        if w.version() >= 4 {
            w.array("transactions", &self.transactions);
        } else {
            w.absent("transactions", !self.transactions.is_empty());
        }
        if w.version() <= 3 {
            w.string("v3_and_below_transactional_id", self.v3_and_below_transactional_id);
            w.int64(self.v3_and_below_producer_id);
            w.int16(self.v3_and_below_producer_epoch);
            w.array("v3_and_below_topics", &self.v3_and_below_topics);
        } else {
            w.absent(
                "v3_and_below_transactional_id",
                !self.v3_and_below_transactional_id.is_empty(),
            );
            w.absent("v3_and_below_producer_id", self.v3_and_below_producer_id != 0);
            w.absent("v3_and_below_producer_epoch", self.v3_and_below_producer_epoch != 0);
            w.absent("v3_and_below_topics", !self.v3_and_below_topics.is_empty());
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

/// Answers AddPartitionsToTxn.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AddPartitionsToTxnResponse<'a> {
    /// How long, in milliseconds, the broker asks the client to wait, from now on (KIP-219).
    pub throttle_time_ms: i32,
    /// What went wrong; zero is success. Since version 4.
    pub error_code: ErrorCode,
    /// Results by transaction. Since version 4.
    pub results_by_transaction: Array<'a, AddPartitionsToTxnResult<'a>>,
    /// Results by topic v3 and below. Until version 3.
    pub results_by_topic_v3_and_below: Array<'a, AddPartitionsToTxnTopicResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for AddPartitionsToTxnResponse<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            throttle_time_ms: r.int32("throttle_time_ms"),
            error_code: if r.version() >= 4 {
                ErrorCode(r.int16("error_code"))
            } else {
                ErrorCode(0)
            },
            results_by_transaction: if r.version() >= 4 {
                r.array("results_by_transaction")
            } else {
                Array::default()
            },
            results_by_topic_v3_and_below: if r.version() <= 3 {
                r.array("results_by_topic_v3_and_below")
            } else {
                Array::default()
            },
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.throttle_time_ms);
        if w.version() >= 4 {
            w.int16(self.error_code.0);
            w.array("results_by_transaction", &self.results_by_transaction);
        } else {
            w.absent("results_by_transaction", !self.results_by_transaction.is_empty());
        }
        if w.version() <= 3 {
            w.array("results_by_topic_v3_and_below", &self.results_by_topic_v3_and_below);
        } else {
            w.absent(
                "results_by_topic_v3_and_below",
                !self.results_by_topic_v3_and_below.is_empty(),
            );
        }
        w.tags(&self.unknown_tagged_fields);
    }
}

api! {
    AddPartitionsToTxnRequest => AddPartitionsToTxnResponse: ADD_PARTITIONS_TO_TXN, versions 0 to 5, flexible since 3, throttle_time_ms
}

/// One of [`AddPartitionsToTxnRequest::transactions`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AddPartitionsToTxnTransaction<'a> {
    /// Transactional id.
    pub transactional_id: &'a str,
    /// Producer id.
    pub producer_id: i64,
    /// Producer epoch.
    pub producer_epoch: i16,
    /// Verify only.
    pub verify_only: bool,
    /// Topics.
    pub topics: Array<'a, AddPartitionsToTxnTopic<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for AddPartitionsToTxnTransaction<'a> {
    const MIN_SIZE: usize = 14;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            transactional_id: r.string("transactional_id"),
            producer_id: r.int64("producer_id"),
            producer_epoch: r.int16("producer_epoch"),
            verify_only: r.bool("verify_only"),
            topics: r.array("topics"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("transactional_id", self.transactional_id);
        w.int64(self.producer_id);
        w.int16(self.producer_epoch);
        w.bool(self.verify_only);
        w.array("topics", &self.topics);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`AddPartitionsToTxnRequest::v3_and_below_topics`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AddPartitionsToTxnTopic<'a> {
    /// Name.
    pub name: &'a str,
    /// Partitions.
    pub partitions: Array<'a, i32>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for AddPartitionsToTxnTopic<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: r.string("name"),
            partitions: r.array("partitions"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("name", self.name);
        w.array("partitions", &self.partitions);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`AddPartitionsToTxnResponse::results_by_transaction`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AddPartitionsToTxnResult<'a> {
    /// Transactional id.
    pub transactional_id: &'a str,
    /// Topic results.
    pub topic_results: Array<'a, AddPartitionsToTxnTopicResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for AddPartitionsToTxnResult<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            transactional_id: r.string("transactional_id"),
            topic_results: r.array("topic_results"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("transactional_id", self.transactional_id);
        w.array("topic_results", &self.topic_results);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`AddPartitionsToTxnResponse::results_by_topic_v3_and_below`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AddPartitionsToTxnTopicResult<'a> {
    /// Name.
    pub name: &'a str,
    /// Results by partition.
    pub results_by_partition: Array<'a, AddPartitionsToTxnPartitionResult<'a>>,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for AddPartitionsToTxnTopicResult<'a> {
    const MIN_SIZE: usize = 3;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            name: r.string("name"),
            results_by_partition: r.array("results_by_partition"),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.string("name", self.name);
        w.array("results_by_partition", &self.results_by_partition);
        w.tags(&self.unknown_tagged_fields);
    }
}

/// One of [`AddPartitionsToTxnTopicResult::results_by_partition`].
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AddPartitionsToTxnPartitionResult<'a> {
    /// The partition's number, from zero.
    pub partition_index: i32,
    /// Partition error code.
    pub partition_error_code: ErrorCode,
    /// Tagged fields that this release does not know.
    pub unknown_tagged_fields: Tags<'a>,
}

impl<'a> Wire<'a> for AddPartitionsToTxnPartitionResult<'a> {
    const MIN_SIZE: usize = 6;

    #[inline(always)]
    fn read(r: &mut Reader<'a, '_>) -> Self {
        Self {
            partition_index: r.int32("partition_index"),
            partition_error_code: ErrorCode(r.int16("partition_error_code")),
            unknown_tagged_fields: r.tags(),
        }
    }

    #[inline(always)]
    fn write(&self, w: &mut Writer) {
        w.int32(self.partition_index);
        w.int16(self.partition_error_code.0);
        w.tags(&self.unknown_tagged_fields);
    }
}

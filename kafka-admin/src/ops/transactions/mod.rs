//! Transactions and their producers: list and describe them, and end what does not end by itself.

mod abort;
mod describe;
mod fence;
mod hanging;
mod list;
mod producers;
mod state;

use std::collections::BTreeMap;

use super::topics::{TopicPartition, validate_name};
use crate::{Error, Result};

pub use abort::{AbortTransaction, AbortTransactionSpec};
pub use describe::{DescribeTransactions, TransactionDescription, TransactionTopic};
pub use fence::{FenceProducers, FencedProducer};
pub use list::{TransactionFilter, TransactionListing};
pub use producers::{DescribeProducers, ProducerState};
pub use state::TransactionState;

/// Brokers answer INVALID_REQUEST to what is refused here.
fn validate_id(transactional_id: &str) -> Result<()> {
    match transactional_id {
        "" => Err(Error::invalid("a transactional id is not empty")),
        _ => Ok(()),
    }
}

fn validate_partition(partition: &TopicPartition) -> Result<()> {
    match partition.partition {
        0.. => validate_name(&partition.topic),
        _ => Err(Error::invalid("the number of a partition is not negative")),
    }
}

/// The partitions of each topic.
fn by_topic<'a>(partitions: &[&'a TopicPartition]) -> BTreeMap<&'a str, Vec<i32>> {
    let mut topics: BTreeMap<&str, Vec<i32>> = BTreeMap::new();
    for it in partitions {
        topics.entry(&it.topic).or_default().push(it.partition);
    }
    topics
}

/// Ids as a call holds them.
fn owned(ids: &[impl AsRef<str>]) -> Vec<String> {
    ids.iter().map(|id| id.as_ref().to_owned()).collect()
}

//! Describing transactions.

use std::borrow::Cow;
use std::time::Duration;

use kafka_proto::messages::describe_transactions::{
    DescribeTransactionsRequest, DescribeTransactionsResponse, TransactionState as Described,
};
use kafka_proto::{ApiKey, CoordinatorType};

use super::{TransactionState, owned, validate_id};
use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::net::connection::Effect;
use crate::topics::TopicPartition;
use crate::{Admin, Call, Result};

/// [`Admin::describe_transactions`]: one result for each transactional id.
#[derive(Debug, Clone, Copy)]
pub struct DescribeTransactions(());

/// A transactional id, and its last transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TransactionDescription {
    /// How far it is.
    pub state: TransactionState,
    /// The id of its producer.
    pub producer_id: i64,
    /// How often the producer was started or fenced, in the life of its id.
    pub producer_epoch: i16,
    /// After how long without an end the coordinator aborts it.
    pub timeout: Duration,
    /// When it began, in milliseconds since 1970. Of one that has ended, brokers may still say it or not.
    pub start_time: Option<i64>,
    /// What takes part in it, as far as this client may DESCRIBE it.
    pub topics: Vec<TransactionTopic>,
}

/// Partitions of a topic that take part in a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TransactionTopic {
    /// The topic.
    pub topic: String,
    /// The numbers of its partitions.
    pub partitions: Vec<i32>,
}

impl TransactionDescription {
    /// Whether the partition takes part in it.
    pub fn has(&self, partition: &TopicPartition) -> bool {
        let mut topics = self.topics.iter().filter(|it| it.topic == partition.topic);
        topics.any(|it| it.partitions.contains(&partition.partition))
    }

    /// Each partition that takes part in it.
    pub fn partitions(&self) -> impl Iterator<Item = TopicPartition> {
        self.topics.iter().flat_map(|it| {
            it.partitions.iter().map(|number| TopicPartition::new(&it.topic, *number))
        })
    }
}

impl Admin {
    /// Describes transactional ids, each as its coordinator knows it.
    ///
    /// # Errors
    /// There was one request, and it failed as a whole. An id that is unknown (TRANSACTIONAL_ID_NOT_FOUND), or
    /// that this client may not DESCRIBE, is in the [`Batch`](crate::Batch).
    pub fn describe_transactions(
        &self,
        transactional_ids: &[impl AsRef<str>],
    ) -> Call<'_, DescribeTransactions> {
        self.call(DescribeTransactions(()), Cow::Owned(owned(transactional_ids)))
    }
}

impl Operation for DescribeTransactions {
    type Item = String;
    type Key = String;
    type Value = TransactionDescription;
    type Request<'a> = DescribeTransactionsRequest<'a>;
    const EFFECT: Effect = Effect::Read;

    fn key(&self, id: &String) -> String {
        id.clone()
    }

    fn check(&self, id: &String) -> Result<()> {
        validate_id(id)
    }

    fn route<'a>(&self, id: &'a String) -> Route<'a> {
        Route::Coordinator(CoordinatorType::TRANSACTION, id)
    }

    fn request<'a>(
        &'a self,
        ids: &[&'a String],
        _: Terms,
    ) -> Result<DescribeTransactionsRequest<'a>> {
        Ok(DescribeTransactionsRequest {
            transactional_ids: ids.iter().map(|id| id.as_str()).collect(),
            ..DescribeTransactionsRequest::default()
        })
    }

    fn answers(
        &self,
        ids: &[&String],
        response: &DescribeTransactionsResponse<'_>,
    ) -> Result<Vec<Result<TransactionDescription>>> {
        let results = response.transaction_states.iter();
        let results = results.map(|it| (it.transactional_id, move || described(&it)));
        Ok(by_name(ids.iter().map(|id| id.as_str()), results))
    }
}

fn described(it: &Described<'_>) -> Result<TransactionDescription> {
    checked(ApiKey::DESCRIBE_TRANSACTIONS, it.error_code, None)?;
    let mut topics = Vec::with_capacity(it.topics.len());
    for it in it.topics.iter().filter(|it| !it.partitions.is_empty()) {
        let mut partitions = Vec::with_capacity(it.partitions.len());
        partitions.extend(it.partitions.iter());
        topics.push(TransactionTopic { topic: it.topic.to_owned(), partitions });
    }
    Ok(TransactionDescription {
        state: TransactionState::of(it.transaction_state),
        producer_id: it.producer_id,
        producer_epoch: it.producer_epoch,
        timeout: Duration::from_millis(u64::try_from(it.transaction_timeout_ms).unwrap_or(0)),
        start_time: Some(it.transaction_start_time_ms).filter(|time| *time >= 0),
        topics,
    })
}

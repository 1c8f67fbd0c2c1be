//! Describing the producers that partitions remember.

use std::borrow::Cow;

use kafka_proto::ApiKey;
use kafka_proto::messages::describe_producers::{
    DescribeProducersRequest, DescribeProducersResponse, PartitionResponse,
    ProducerState as Remembered, TopicRequest,
};

use super::{by_topic, validate_partition};
use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::net::connection::Effect;
use crate::topics::TopicPartition;
use crate::{Admin, Call, Result};

/// [`Admin::describe_producers`]: the producers of each [`TopicPartition`].
#[derive(Debug, Clone, Copy)]
pub struct DescribeProducers(());

/// What a broker remembers of a producer that is idempotent or has transactions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProducerState {
    /// Its id.
    pub producer_id: i64,
    /// Its epoch.
    pub producer_epoch: i32,
    /// The sequence number of its last record, if there is one.
    pub last_sequence: Option<i32>,
    /// The timestamp of its last record, in milliseconds since 1970, if there is one.
    pub last_timestamp: Option<i64>,
    /// The epoch of the coordinator that ended its last transaction, if one was ended here.
    pub coordinator_epoch: Option<i32>,
    /// The offset of the first record of its open transaction, if one is open.
    pub transaction_start_offset: Option<i64>,
}

impl Admin {
    /// The producers that the leader of each partition remembers: those that are idempotent or have
    /// transactions, and wrote something within the broker's `producer.id.expiration.ms` (default: a day).
    /// [`Call::on_broker`] asks a replica instead.
    ///
    /// # Errors
    /// There was one request, and it failed as a whole. A partition that is not there, or whose topic this client
    /// may not READ, is in the [`Batch`](crate::Batch).
    pub fn describe_producers<'a>(
        &'a self,
        partitions: &'a [TopicPartition],
    ) -> Call<'a, DescribeProducers> {
        self.call(DescribeProducers(()), Cow::Borrowed(partitions))
    }
}

impl Operation for DescribeProducers {
    type Item = TopicPartition;
    type Key = TopicPartition;
    type Value = Vec<ProducerState>;
    type Request<'a> = DescribeProducersRequest<'a>;
    const EFFECT: Effect = Effect::Read;

    fn key(&self, partition: &TopicPartition) -> TopicPartition {
        partition.clone()
    }

    fn check(&self, partition: &TopicPartition) -> Result<()> {
        validate_partition(partition)
    }

    fn route<'a>(&self, partition: &'a TopicPartition) -> Route<'a> {
        Route::Leader(&partition.topic, partition.partition)
    }

    fn request<'a>(
        &'a self,
        partitions: &[&'a TopicPartition],
        _: Terms,
    ) -> Result<DescribeProducersRequest<'a>> {
        let topics = by_topic(partitions).into_iter().map(|(name, partitions)| TopicRequest {
            name,
            partition_indexes: partitions.into(),
            ..TopicRequest::default()
        });
        Ok(DescribeProducersRequest { topics: topics.collect(), ..Default::default() })
    }

    fn answers(
        &self,
        partitions: &[&TopicPartition],
        response: &DescribeProducersResponse<'_>,
    ) -> Result<Vec<Result<Vec<ProducerState>>>> {
        let mut results = Vec::with_capacity(partitions.len());
        for topic in response.topics.iter() {
            for it in topic.partitions.iter() {
                results.push(((topic.name, it.partition_index), move || producers(&it)));
            }
        }
        let names = partitions.iter().map(|it| (it.topic.as_str(), it.partition));
        Ok(by_name(names, results))
    }
}

fn producers(partition: &PartitionResponse<'_>) -> Result<Vec<ProducerState>> {
    checked(ApiKey::DESCRIBE_PRODUCERS, partition.error_code, partition.error_message)?;
    let mut producers = Vec::with_capacity(partition.active_producers.len());
    producers.extend(partition.active_producers.iter().map(|it| state(&it)));
    Ok(producers)
}

fn state(it: &Remembered<'_>) -> ProducerState {
    ProducerState {
        producer_id: it.producer_id,
        producer_epoch: it.producer_epoch,
        last_sequence: Some(it.last_sequence).filter(|it| *it >= 0),
        last_timestamp: Some(it.last_timestamp).filter(|it| *it >= 0),
        coordinator_epoch: Some(it.coordinator_epoch).filter(|it| *it >= 0),
        transaction_start_offset: Some(it.current_txn_start_offset).filter(|it| *it >= 0),
    }
}

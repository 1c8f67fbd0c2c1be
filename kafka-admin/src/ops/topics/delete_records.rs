//! Deleting the oldest records of partitions.

use std::borrow::Cow;
use std::collections::BTreeMap;

use kafka_proto::ApiKey;
use kafka_proto::messages::delete_records::{
    DeleteRecordsPartition, DeleteRecordsPartitionResult, DeleteRecordsRequest,
    DeleteRecordsResponse, DeleteRecordsTopic,
};

use super::{TopicPartition, validate_partition};
use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::net::connection::Effect;
use crate::{Admin, Call, Error, Result};

/// [`Admin::delete_records`]: where each [`TopicPartition`] begins then.
#[derive(Debug, Clone, Copy)]
pub struct DeleteRecords(());

/// Which records of a partition are to go: always the oldest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RecordsToDelete {
    /// All with a lower offset than this one, which stays.
    Before(i64),
    /// All that every replica in sync has when the broker is asked: up to the high watermark.
    All,
}

/// What is left of a partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeletedRecords {
    /// The first offset that is left on every replica.
    pub low_watermark: i64,
}

impl RecordsToDelete {
    /// What stands in the field `offset`.
    fn offset(self) -> i64 {
        match self {
            Self::Before(offset) => offset,
            Self::All => -1,
        }
    }
}

impl Admin {
    /// Deletes the oldest records of partitions, for ever, by the broker that leads each one; Kafka 0.11 and
    /// later. Records before the first one that is left are no error. It needs DELETE on the topic.
    ///
    /// # Errors
    /// There was one request, and it failed as a whole. What is wrong with a partition is in the
    /// [`Batch`](crate::Batch): OFFSET_OUT_OF_RANGE beyond its end, POLICY_VIOLATION where
    /// `cleanup.policy` is only `compact`.
    pub fn delete_records<'a>(
        &'a self,
        wanted: &'a [(TopicPartition, RecordsToDelete)],
    ) -> Call<'a, DeleteRecords> {
        self.call(DeleteRecords(()), Cow::Borrowed(wanted))
    }
}

impl Operation for DeleteRecords {
    type Item = (TopicPartition, RecordsToDelete);
    type Key = TopicPartition;
    type Value = DeletedRecords;
    type Request<'a> = DeleteRecordsRequest<'a>;
    const EFFECT: Effect = Effect::Write;

    fn key(&self, (partition, _): &Self::Item) -> TopicPartition {
        partition.clone()
    }

    fn check(&self, (partition, records): &Self::Item) -> Result<()> {
        validate_partition(partition)?;
        match records {
            RecordsToDelete::Before(..0) => Err(Error::invalid("an offset is not negative")),
            _ => Ok(()),
        }
    }

    fn route<'a>(&self, (partition, _): &'a Self::Item) -> Route<'a> {
        Route::Leader(&partition.topic, partition.partition)
    }

    fn request<'a>(
        &'a self,
        wanted: &[&'a Self::Item],
        terms: Terms,
    ) -> Result<DeleteRecordsRequest<'a>> {
        let mut topics: BTreeMap<&str, Vec<DeleteRecordsPartition<'_>>> = BTreeMap::new();
        for (partition, records) in wanted {
            topics.entry(&partition.topic).or_default().push(DeleteRecordsPartition {
                partition_index: partition.partition,
                offset: records.offset(),
                ..DeleteRecordsPartition::default()
            });
        }
        let topics = topics.into_iter().map(|(name, partitions)| DeleteRecordsTopic {
            name,
            partitions: partitions.into(),
            ..DeleteRecordsTopic::default()
        });
        let (topics, timeout_ms) = (topics.collect(), terms.timeout_ms);
        Ok(DeleteRecordsRequest { topics, timeout_ms, ..DeleteRecordsRequest::default() })
    }

    fn answers(
        &self,
        wanted: &[&Self::Item],
        response: &DeleteRecordsResponse<'_>,
    ) -> Result<Vec<Result<DeletedRecords>>> {
        let mut results = Vec::with_capacity(wanted.len());
        for topic in response.topics.iter() {
            for it in topic.partitions.iter() {
                results.push(((topic.name, it.partition_index), move || deleted(&it)));
            }
        }
        let names = wanted.iter().map(|(it, _)| (it.topic.as_str(), it.partition));
        Ok(by_name(names, results))
    }
}

fn deleted(partition: &DeleteRecordsPartitionResult<'_>) -> Result<DeletedRecords> {
    checked(ApiKey::DELETE_RECORDS, partition.error_code, None)?;
    Ok(DeletedRecords { low_watermark: partition.low_watermark })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(
        topic: &str,
        partition: i32,
        records: RecordsToDelete,
    ) -> <DeleteRecords as Operation>::Item {
        (TopicPartition::new(topic, partition), records)
    }

    #[test]
    fn what_no_broker_would_do_is_refused_before() {
        let before = RecordsToDelete::Before;
        for wrong in
            [item("no/name", 0, before(1)), item("t", -1, before(1)), item("t", 0, before(-1))]
        {
            assert!(DeleteRecords(()).check(&wrong).is_err(), "{wrong:?}");
        }
        for right in [item("t", 0, before(0)), item("t", 0, RecordsToDelete::All)] {
            DeleteRecords(()).check(&right).unwrap();
        }
    }

    #[test]
    fn all_records_are_what_is_before_the_high_watermark() {
        let items = [item("a", 1, RecordsToDelete::All), item("a", 0, RecordsToDelete::Before(7))];
        let items: Vec<_> = items.iter().collect();
        let terms = Terms { version: 2, timeout_ms: 5, validate_only: false };
        let request = DeleteRecords(()).request(&items, terms).unwrap();
        let topic = request.topics.iter().next().unwrap();
        let offsets: Vec<_> =
            topic.partitions.iter().map(|it| (it.partition_index, it.offset)).collect();
        assert_eq!((topic.name, offsets, request.timeout_ms), ("a", vec![(1, -1), (0, 7)], 5));
    }
}

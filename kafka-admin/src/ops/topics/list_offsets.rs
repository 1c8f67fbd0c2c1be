//! Offsets of partitions.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use kafka_proto::ApiKey;
use kafka_proto::messages::list_offsets::{
    ListOffsetsPartition, ListOffsetsPartitionResponse, ListOffsetsRequest, ListOffsetsResponse,
    ListOffsetsTopic,
};

use super::validate_name;
use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::escape::Escaped;
use crate::net::connection::Effect;
use crate::{Admin, Call, Error, ErrorKind, Layer, Result};

/// [`Admin::list_offsets`]: an offset of each [`TopicPartition`].
#[derive(Debug, Clone, Copy)]
pub struct ListOffsets(());

/// A partition of a topic. `Display` is Kafka's: `orders-0`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicPartition {
    /// The topic.
    pub topic: String,
    /// The partition's number, from 0.
    pub partition: i32,
}

/// Which offset to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OffsetSpec {
    /// The first one that is there.
    Earliest,
    /// The one that the next record will get.
    Latest,
    /// That of the record with the highest timestamp (Kafka 3.0 and later).
    MaxTimestamp,
    /// That of the first record whose timestamp, in milliseconds since 1970, is this one or later.
    AtTimestamp(i64),
}

/// An offset that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ListedOffset {
    /// The offset.
    pub offset: i64,
    /// The timestamp of its record, when a timestamp was looked for.
    pub timestamp: Option<i64>,
    /// The epoch of the leader that wrote it, from brokers that tell (ListOffsets v4).
    pub leader_epoch: Option<i32>,
}

impl TopicPartition {
    /// A partition of a topic.
    pub fn new(topic: impl Into<String>, partition: i32) -> Self {
        Self { topic: topic.into(), partition }
    }
}

impl fmt::Display for TopicPartition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", Escaped(&self.topic), self.partition)
    }
}

impl OffsetSpec {
    /// What stands in the field `timestamp`.
    fn timestamp(self) -> i64 {
        match self {
            Self::Latest => -1,
            Self::Earliest => -2,
            Self::MaxTimestamp => -3,
            Self::AtTimestamp(timestamp) => timestamp,
        }
    }
}

impl Admin {
    /// An offset of each partition, from the broker that leads it. `None` is a partition without such a
    /// record: an empty one has no highest timestamp.
    ///
    /// # Errors
    /// There was one request, and it failed as a whole. A partition that is denied, or not there, is in
    /// the [`Batch`](crate::Batch).
    pub fn list_offsets<'a>(
        &'a self,
        wanted: &'a [(TopicPartition, OffsetSpec)],
    ) -> Call<'a, ListOffsets> {
        self.call(ListOffsets(()), Cow::Borrowed(wanted))
    }
}

impl Operation for ListOffsets {
    type Item = (TopicPartition, OffsetSpec);
    type Key = TopicPartition;
    type Value = Option<ListedOffset>;
    type Request<'a> = ListOffsetsRequest<'a>;
    const EFFECT: Effect = Effect::Read;

    fn key(&self, (partition, _): &Self::Item) -> TopicPartition {
        partition.clone()
    }

    fn check(&self, (partition, spec): &Self::Item) -> Result<()> {
        validate_partition(partition)?;
        match spec {
            OffsetSpec::AtTimestamp(..0) => Err(Error::invalid("a timestamp is not negative")),
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
    ) -> Result<ListOffsetsRequest<'a>> {
        let mut topics: BTreeMap<&str, Vec<ListOffsetsPartition<'_>>> = BTreeMap::new();
        for (partition, spec) in wanted {
            // KIP-734: the highest timestamp is asked for from v7 on.
            if *spec == OffsetSpec::MaxTimestamp && terms.version < 7 {
                return Err(no_max_timestamp());
            }
            topics.entry(&partition.topic).or_default().push(ListOffsetsPartition {
                partition_index: partition.partition,
                timestamp: spec.timestamp(),
                ..ListOffsetsPartition::default()
            });
        }
        let topics = topics.into_iter().map(|(name, partitions)| ListOffsetsTopic {
            name,
            partitions: partitions.into(),
            ..ListOffsetsTopic::default()
        });
        Ok(ListOffsetsRequest {
            // A client, not a replica.
            replica_id: -1,
            topics: topics.collect(),
            timeout_ms: terms.timeout_ms,
            ..ListOffsetsRequest::default()
        })
    }

    fn answers(
        &self,
        wanted: &[&Self::Item],
        response: &ListOffsetsResponse<'_>,
    ) -> Result<Vec<Result<Option<ListedOffset>>>> {
        let mut results = Vec::with_capacity(wanted.len());
        for topic in response.topics.iter() {
            for it in topic.partitions.iter() {
                results.push(((topic.name, it.partition_index), move || found(&it)));
            }
        }
        let names = wanted.iter().map(|(it, _)| (it.topic.as_str(), it.partition));
        Ok(by_name(names, results))
    }
}

/// Refuses what no cluster has.
pub(crate) fn validate_partition(partition: &TopicPartition) -> Result<()> {
    validate_name(&partition.topic)?;
    match partition.partition {
        ..0 => Err(Error::invalid("the number of a partition is not negative")),
        _ => Ok(()),
    }
}

fn found(partition: &ListOffsetsPartitionResponse<'_>) -> Result<Option<ListedOffset>> {
    checked(ApiKey::LIST_OFFSETS, partition.error_code, None)?;
    // v0 has a list of offsets instead.
    let offset = partition.old_style_offsets.iter().next().unwrap_or(partition.offset);
    Ok((offset >= 0).then_some(ListedOffset {
        offset,
        timestamp: Some(partition.timestamp).filter(|it| *it >= 0),
        leader_epoch: Some(partition.leader_epoch).filter(|it| *it >= 0),
    }))
}

fn no_max_timestamp() -> Error {
    let message = "this broker cannot look for the highest timestamp (ListOffsets before v7)";
    Error::new(ErrorKind::UnsupportedVersion, Layer::Kafka, message)
}

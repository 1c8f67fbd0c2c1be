//! Offsets of partitions.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use kafka_proto::messages::list_offsets::{
    ListOffsetsPartition, ListOffsetsPartitionResponse, ListOffsetsRequest, ListOffsetsResponse,
    ListOffsetsTopic,
};
use kafka_proto::{ApiKey, IsolationLevel};

use super::validate_name;
use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::escape::Escaped;
use crate::net::connection::Effect;
use crate::{Admin, Call, Error, ErrorKind, Layer, Result};

/// [`Admin::list_offsets`]: an offset of each [`TopicPartition`].
#[derive(Debug, Clone, Copy)]
pub struct ListOffsets {
    isolation: IsolationLevel,
}

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
    /// The one that the next record will get. [With committed records only](Call::read_committed): the one of
    /// the first record of the oldest transaction that is still open, where there is one.
    Latest,
    /// That of the record with the highest timestamp (Kafka 3.0 and later).
    MaxTimestamp,
    /// The first one on the leader's own disk; before it may be what went to tiered storage (Kafka 3.6 and
    /// later).
    EarliestLocal,
    /// The last one in tiered storage (Kafka 3.9 and later). `None` without tiered storage.
    LatestTiered,
    /// The first one that is still to go to tiered storage (Kafka 4.2 and later). `None` without tiered
    /// storage.
    EarliestPendingUpload,
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
            Self::EarliestLocal => -4,
            Self::LatestTiered => -5,
            Self::EarliestPendingUpload => -6,
            Self::AtTimestamp(timestamp) => timestamp,
        }
    }

    /// The first version of the API that knows it (KIP-734, KIP-405, KIP-1005, KIP-1023), and what it is.
    fn since(self) -> (i16, &'static str) {
        match self {
            Self::Latest | Self::Earliest => (0, "an end of the log"),
            // v0 has an older meaning: segments by the time they were last written to.
            Self::AtTimestamp(_) => (1, "a timestamp"),
            Self::MaxTimestamp => (7, "the highest timestamp"),
            Self::EarliestLocal => (8, "the first offset on its own disk"),
            Self::LatestTiered => (9, "the last offset in tiered storage"),
            Self::EarliestPendingUpload => (11, "the first offset not yet in tiered storage"),
        }
    }
}

impl<T> Call<'_, ListOffsets, T> {
    /// Whether what is not committed counts as not there (`read_committed`); it matters to
    /// [`OffsetSpec::Latest`] and to timestamps. Default: no. Kafka 0.11 and later; older brokers are an
    /// [`UnsupportedVersion`](ErrorKind::UnsupportedVersion) of each item.
    pub fn read_committed(mut self, only: bool) -> Self {
        let level =
            if only { IsolationLevel::READ_COMMITTED } else { IsolationLevel::READ_UNCOMMITTED };
        self.operation_mut().isolation = level;
        self
    }
}

impl Admin {
    /// An offset of each partition, from the broker that leads it. `None` is a partition without such a
    /// record: an empty one has no highest timestamp. It needs DESCRIBE on the topic.
    ///
    /// # Errors
    /// There was one request, and it failed as a whole. A partition that is denied, or not there, is in
    /// the [`Batch`](crate::Batch), and so is an offset that its broker is too old to look for.
    pub fn list_offsets<'a>(
        &'a self,
        wanted: &'a [(TopicPartition, OffsetSpec)],
    ) -> Call<'a, ListOffsets> {
        let isolation = IsolationLevel::READ_UNCOMMITTED;
        self.call(ListOffsets { isolation }, Cow::Borrowed(wanted))
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
            let (since, what) = spec.since();
            if terms.version < since {
                return Err(not_known(what, since));
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
            isolation_level: self.isolation,
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

fn not_known(what: &str, since: i16) -> Error {
    let message = format!("this broker cannot look for {what} (ListOffsets before v{since})");
    Error::new(ErrorKind::UnsupportedVersion, Layer::Kafka, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(spec: OffsetSpec, version: i16) -> Result<i64> {
        let item = (TopicPartition::new("t", 0), spec);
        let operation = ListOffsets { isolation: IsolationLevel::READ_COMMITTED };
        let terms = Terms { version, timeout_ms: 1, validate_only: false };
        let request = operation.request(&[&item], terms)?;
        assert_eq!(request.isolation_level, IsolationLevel::READ_COMMITTED);
        let topic = request.topics.iter().next().unwrap();
        Ok(topic.partitions.iter().next().unwrap().timestamp)
    }

    #[test]
    fn each_spec_is_asked_for_from_the_version_that_has_it_on() {
        let table = [
            (OffsetSpec::AtTimestamp(5), 5, 1),
            (OffsetSpec::MaxTimestamp, -3, 7),
            (OffsetSpec::EarliestLocal, -4, 8),
            (OffsetSpec::LatestTiered, -5, 9),
            (OffsetSpec::EarliestPendingUpload, -6, 11),
        ];
        for (spec, timestamp, since) in table {
            assert_eq!(request(spec, since).unwrap(), timestamp);
            let error = request(spec, since - 1).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::UnsupportedVersion, "{spec:?}");
        }
        assert_eq!(request(OffsetSpec::Latest, 0).unwrap(), -1);
        assert_eq!(request(OffsetSpec::Earliest, 0).unwrap(), -2);
    }
}

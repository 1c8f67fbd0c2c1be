//! Reading how far groups have read.

use std::borrow::Cow;
use std::collections::BTreeMap;

use kafka_proto::messages::offset_fetch::{
    OffsetFetchRequest, OffsetFetchRequestGroup, OffsetFetchRequestTopic, OffsetFetchRequestTopics,
    OffsetFetchResponse,
};
use kafka_proto::{ApiKey, CoordinatorType, ErrorCode};

use super::partitions::GroupPartitions;
use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::net::connection::Effect;
use crate::topics::{TopicPartition, named};
use crate::{Admin, Batch, Call, Error, Result};

/// [`Admin::list_group_offsets`]: the offsets that groups have committed.
#[derive(Debug, Clone, Copy, Default)]
pub struct ListGroupOffsets {
    require_stable: bool,
}

/// An offset that a group has committed: the next record that it reads.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CommittedOffset {
    /// The offset.
    pub offset: i64,
    /// The epoch of the leader that the last record came from, when it was committed too.
    pub leader_epoch: Option<i32>,
    /// A text that was committed with it; mostly empty.
    pub metadata: String,
}

/// The offset of each partition, `None` where the group has committed none.
pub type GroupOffsets = Batch<TopicPartition, Option<CommittedOffset>>;

/// From this version on a request is about several groups (KIP-709).
const SEVERAL_GROUPS: i16 = 8;

impl CommittedOffset {
    /// An offset alone.
    pub fn new(offset: i64) -> Self {
        Self { offset, leader_epoch: None, metadata: String::new() }
    }

    /// With the epoch of the leader that the last record came from.
    #[must_use]
    pub fn leader_epoch(mut self, epoch: i32) -> Self {
        self.leader_epoch = Some(epoch);
        self
    }

    /// With a text. Brokers take 4096 bytes unless they are configured otherwise.
    #[must_use]
    pub fn metadata(mut self, metadata: impl Into<String>) -> Self {
        self.metadata = metadata.into();
        self
    }
}

impl Admin {
    /// How far groups have read: the offsets that they have committed. A group that does not exist has
    /// none, and is no error. Needs DESCRIBE on the group and on the topics; when all partitions are
    /// asked for, brokers leave out without a word those of topics that may not be described.
    ///
    /// # Errors
    /// There was one request, and it failed as a whole. What is wrong with a group is in the [`Batch`],
    /// and what is wrong with a partition is in the group's.
    pub fn list_group_offsets<'a>(
        &'a self,
        groups: &'a [GroupPartitions],
    ) -> Call<'a, ListGroupOffsets> {
        self.call(ListGroupOffsets::default(), Cow::Borrowed(groups))
    }
}

impl<T> Call<'_, ListGroupOffsets, T> {
    /// Whether a partition with offsets of an open transaction is an error, UNSTABLE_OFFSET_COMMIT,
    /// instead of the offset before the transaction (KIP-447; brokers before Kafka 2.5 refuse it).
    /// Default: no.
    pub fn require_stable(mut self, require: bool) -> Self {
        self.operation_mut().require_stable = require;
        self
    }
}

impl Operation for ListGroupOffsets {
    type Item = GroupPartitions;
    type Key = String;
    type Value = GroupOffsets;
    type Request<'a> = OffsetFetchRequest<'a>;
    const EFFECT: Effect = Effect::Read;
    /// From v10 on topics have ids instead of names.
    const NEWEST: i16 = 9;

    fn key(&self, group: &GroupPartitions) -> String {
        group.group_id().to_owned()
    }

    fn check(&self, group: &GroupPartitions) -> Result<()> {
        group.check()
    }

    fn route<'a>(&self, group: &'a GroupPartitions) -> Route<'a> {
        Route::Coordinator(CoordinatorType::GROUP, group.group_id())
    }

    fn at_most(version: i16) -> usize {
        if version < SEVERAL_GROUPS { 1 } else { usize::MAX }
    }

    fn request<'a>(
        &'a self,
        groups: &[&'a GroupPartitions],
        terms: Terms,
    ) -> Result<OffsetFetchRequest<'a>> {
        let request = OffsetFetchRequest {
            require_stable: self.require_stable,
            ..OffsetFetchRequest::default()
        };
        if terms.version >= SEVERAL_GROUPS {
            return Ok(OffsetFetchRequest {
                groups: groups.iter().map(|group| one_of_several(group)).collect(),
                ..request
            });
        }
        let group = groups.first().ok_or_else(Error::missing_item)?;
        let topics = group.by_topic().map(|topics| {
            let topics = topics.into_iter().map(|(name, indexes)| OffsetFetchRequestTopic {
                name,
                partition_indexes: indexes.into(),
                ..OffsetFetchRequestTopic::default()
            });
            topics.collect()
        });
        Ok(OffsetFetchRequest { group_id: group.group_id(), topics, ..request })
    }

    fn answers(
        &self,
        groups: &[&GroupPartitions],
        response: &OffsetFetchResponse<'_>,
    ) -> Result<Vec<Result<GroupOffsets>>> {
        if let ([group], true) = (groups, response.groups.is_empty()) {
            return Ok(vec![old(group, response)]);
        }
        let names = groups.iter().map(|group| group.group_id());
        let mut places = BTreeMap::new();
        for group in groups {
            places.insert(group.group_id(), *group);
        }
        let results = response.groups.iter().map(|it| {
            let asked = places.get(it.group_id).copied();
            (it.group_id, move || {
                checked(ApiKey::OFFSET_FETCH, it.error_code, None)?;
                let mut told = Told::default();
                for topic in it.topics.iter() {
                    let name = named(topic.name)?;
                    for it in topic.partitions.iter() {
                        let epoch = it.committed_leader_epoch;
                        let offset = committed(it.committed_offset, epoch, it.metadata);
                        told.add(name, it.partition_index, it.error_code, offset);
                    }
                }
                told.about(asked)
            })
        });
        Ok(by_name(names, results))
    }
}

/// What a broker tells of the partitions of one group.
#[derive(Default)]
struct Told(Vec<PartitionOffset>);

type PartitionOffset = (TopicPartition, Result<Option<CommittedOffset>>);

impl Told {
    fn add(&mut self, topic: &str, index: i32, code: ErrorCode, offset: Option<CommittedOffset>) {
        let result = checked(ApiKey::OFFSET_FETCH, code, None).map(|()| offset);
        self.0.push((TopicPartition::new(topic, index), result));
    }

    /// What was asked for, in that order.
    ///
    /// # Errors
    /// The broker does not coordinate the group (any more): in old versions each partition says so.
    fn about(self, asked: Option<&GroupPartitions>) -> Result<GroupOffsets> {
        for (_, result) in &self.0 {
            match result {
                Err(error) if error.code().is_some_and(is_of_coordinator) => {
                    return Err(error.clone());
                }
                _ => {}
            }
        }
        Ok(asked.map_or_else(|| Batch::new(Vec::new()), |asked| asked.results(self.0)))
    }
}

fn old(group: &GroupPartitions, response: &OffsetFetchResponse<'_>) -> Result<GroupOffsets> {
    checked(ApiKey::OFFSET_FETCH, response.error_code, None)?;
    let mut told = Told::default();
    for topic in response.topics.iter() {
        let name = named(topic.name)?;
        for it in topic.partitions.iter() {
            let offset = committed(it.committed_offset, it.committed_leader_epoch, it.metadata);
            told.add(name, it.partition_index, it.error_code, offset);
        }
    }
    told.about(Some(group))
}

fn one_of_several(group: &GroupPartitions) -> OffsetFetchRequestGroup<'_> {
    let topics = group.by_topic().map(|topics| {
        let topics = topics.into_iter().map(|(name, indexes)| OffsetFetchRequestTopics {
            name,
            partition_indexes: indexes.into(),
            ..OffsetFetchRequestTopics::default()
        });
        topics.collect()
    });
    OffsetFetchRequestGroup { group_id: group.group_id(), topics, ..Default::default() }
}

fn committed(offset: i64, epoch: i32, metadata: Option<&str>) -> Option<CommittedOffset> {
    (offset != -1).then(|| CommittedOffset {
        offset,
        leader_epoch: Some(epoch).filter(|it| *it >= 0),
        metadata: metadata.unwrap_or_default().to_owned(),
    })
}

fn is_of_coordinator(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::COORDINATOR_LOAD_IN_PROGRESS
            | ErrorCode::COORDINATOR_NOT_AVAILABLE
            | ErrorCode::NOT_COORDINATOR
    )
}

//! Reading where share groups begin to read.

use std::borrow::Cow;
use std::collections::HashMap;

use kafka_proto::messages::describe_share_group_offsets::{
    DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsetsRequestGroup,
    DescribeShareGroupOffsetsRequestTopic, DescribeShareGroupOffsetsResponse,
    DescribeShareGroupOffsetsResponseGroup, DescribeShareGroupOffsetsResponsePartition,
};
use kafka_proto::{ApiKey, CoordinatorType};

use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::groups::GroupPartitions;
use crate::net::connection::Effect;
use crate::topics::{TopicPartition, named};
use crate::{Admin, Batch, Call, Result};

/// [`Admin::list_share_group_offsets`]: where share groups begin to read.
#[derive(Debug, Clone, Copy)]
pub struct ListShareGroupOffsets(());

/// Where a share group begins to read a partition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ShareGroupOffset {
    /// The first record that is not done with.
    pub start: i64,
    /// The epoch of the leader that it came from, when it is known.
    pub leader_epoch: Option<i32>,
    /// How many records are not done with, from brokers that tell (DescribeShareGroupOffsets v1).
    pub lag: Option<i64>,
}

/// The offset of each partition, `None` where the group has none.
pub type ShareGroupOffsets = Batch<TopicPartition, Option<ShareGroupOffset>>;

impl Admin {
    /// Where share groups begin to read, and what they have left. A group that does not exist has no
    /// offsets, and is no error. Needs DESCRIBE on the group and on the topics; when all partitions are
    /// asked for, brokers leave out without a word those of topics that may not be described.
    ///
    /// # Errors
    /// There was one request, and it failed as a whole: brokers before Kafka 4.1 do not have it. What is
    /// wrong with a group is in the [`Batch`], and what is wrong with a partition is in the group's.
    pub fn list_share_group_offsets<'a>(
        &'a self,
        groups: &'a [GroupPartitions],
    ) -> Call<'a, ListShareGroupOffsets> {
        self.call(ListShareGroupOffsets(()), Cow::Borrowed(groups))
    }
}

impl Operation for ListShareGroupOffsets {
    type Item = GroupPartitions;
    type Key = String;
    type Value = ShareGroupOffsets;
    type Request<'a> = DescribeShareGroupOffsetsRequest<'a>;
    const EFFECT: Effect = Effect::Read;

    fn key(&self, group: &GroupPartitions) -> String {
        group.group_id().to_owned()
    }

    fn check(&self, group: &GroupPartitions) -> Result<()> {
        group.check()
    }

    fn route<'a>(&self, group: &'a GroupPartitions) -> Route<'a> {
        Route::Coordinator(CoordinatorType::GROUP, group.group_id())
    }

    fn request<'a>(
        &'a self,
        groups: &[&'a GroupPartitions],
        _: Terms,
    ) -> Result<DescribeShareGroupOffsetsRequest<'a>> {
        let groups = groups.iter().map(|group| {
            let topics = group.by_topic().map(|topics| {
                let topics = topics.into_iter();
                let topics = topics.map(|(name, all)| DescribeShareGroupOffsetsRequestTopic {
                    topic_name: name,
                    partitions: all.into(),
                    ..Default::default()
                });
                topics.collect()
            });
            let group_id = group.group_id();
            DescribeShareGroupOffsetsRequestGroup { group_id, topics, ..Default::default() }
        });
        Ok(DescribeShareGroupOffsetsRequest { groups: groups.collect(), ..Default::default() })
    }

    fn answers(
        &self,
        groups: &[&GroupPartitions],
        response: &DescribeShareGroupOffsetsResponse<'_>,
    ) -> Result<Vec<Result<ShareGroupOffsets>>> {
        let asked: HashMap<&str, &GroupPartitions> =
            groups.iter().map(|group| (group.group_id(), *group)).collect();
        let results = response.groups.iter().map(|it| {
            let asked = asked.get(it.group_id).copied();
            (it.group_id, move || offsets(&it, asked))
        });
        Ok(by_name(groups.iter().map(|group| group.group_id()), results))
    }
}

fn offsets(
    group: &DescribeShareGroupOffsetsResponseGroup<'_>,
    asked: Option<&GroupPartitions>,
) -> Result<ShareGroupOffsets> {
    let api = ApiKey::DESCRIBE_SHARE_GROUP_OFFSETS;
    checked(api, group.error_code, group.error_message)?;
    let mut told = Vec::new();
    for topic in group.topics.iter() {
        let name = named(topic.topic_name)?;
        for it in topic.partitions.iter() {
            let result = checked(api, it.error_code, it.error_message).map(|()| offset(&it));
            told.push((TopicPartition::new(name, it.partition_index), result));
        }
    }
    Ok(asked.map_or_else(|| Batch::new(Vec::new()), |asked| asked.results(told)))
}

fn offset(partition: &DescribeShareGroupOffsetsResponsePartition<'_>) -> Option<ShareGroupOffset> {
    (partition.start_offset >= 0).then_some(ShareGroupOffset {
        start: partition.start_offset,
        leader_epoch: Some(partition.leader_epoch).filter(|it| *it >= 0),
        lag: Some(partition.lag).filter(|it| *it >= 0),
    })
}

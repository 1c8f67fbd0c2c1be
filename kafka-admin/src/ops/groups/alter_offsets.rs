//! Setting how far a group has read.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use kafka_proto::messages::offset_commit::{
    OffsetCommitRequest, OffsetCommitRequestPartition, OffsetCommitRequestTopic,
    OffsetCommitResponse,
};
use kafka_proto::{ApiKey, CoordinatorType};

use super::list_offsets::CommittedOffset;
use super::name::validate_group_id;
use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::net::connection::Effect;
use crate::topics::{TopicPartition, validate_partition};
use crate::{Admin, Call, Error, Result};

/// [`Admin::alter_group_offsets`]: sets offsets of one group.
#[derive(Debug, Clone, Copy)]
pub struct AlterGroupOffsets(());

/// A partition of the group, and its new offset.
#[derive(Debug, Clone)]
pub struct NewGroupOffset {
    group: Arc<str>,
    partition: TopicPartition,
    offset: CommittedOffset,
}

impl Admin {
    /// Sets offsets of a group without members: the next records that it reads. A group that does not
    /// exist is created, with offsets alone. Each offset replaces the one that was there, with its text
    /// and its leader epoch. Needs READ on the group and on the topics.
    ///
    /// Offsets are not compared with what the partitions have: see
    /// [`plan_offset_reset`](Self::plan_offset_reset).
    ///
    /// # Errors
    /// There was one request, and it failed as a whole. What is wrong with a partition is in the
    /// [`Batch`](crate::Batch); UNKNOWN_MEMBER_ID (25) of each when the group has members.
    pub fn alter_group_offsets(
        &self,
        group_id: &str,
        offsets: &[(TopicPartition, CommittedOffset)],
    ) -> Call<'_, AlterGroupOffsets> {
        let group: Arc<str> = group_id.into();
        let items = offsets.iter().map(|(partition, offset)| NewGroupOffset {
            group: group.clone(),
            partition: partition.clone(),
            offset: offset.clone(),
        });
        self.call(AlterGroupOffsets(()), Cow::Owned(items.collect()))
    }
}

impl Operation for AlterGroupOffsets {
    type Item = NewGroupOffset;
    type Key = TopicPartition;
    type Value = ();
    type Request<'a> = OffsetCommitRequest<'a>;
    const EFFECT: Effect = Effect::Write;
    /// From v10 on topics have ids instead of names.
    const NEWEST: i16 = 9;

    fn key(&self, item: &NewGroupOffset) -> TopicPartition {
        item.partition.clone()
    }

    fn check(&self, item: &NewGroupOffset) -> Result<()> {
        validate_group_id(&item.group)?;
        validate_partition(&item.partition)?;
        // Brokers store it, and consumers fail on it.
        match item.offset.offset {
            ..0 => Err(Error::invalid("an offset is not negative")),
            _ => Ok(()),
        }
    }

    fn route<'a>(&self, item: &'a NewGroupOffset) -> Route<'a> {
        Route::Coordinator(CoordinatorType::GROUP, &item.group)
    }

    fn request<'a>(
        &'a self,
        items: &[&'a NewGroupOffset],
        _: Terms,
    ) -> Result<OffsetCommitRequest<'a>> {
        let mut topics: BTreeMap<&str, Vec<OffsetCommitRequestPartition<'_>>> = BTreeMap::new();
        for NewGroupOffset { partition, offset, .. } in items {
            topics.entry(&partition.topic).or_default().push(OffsetCommitRequestPartition {
                partition_index: partition.partition,
                committed_offset: offset.offset,
                committed_leader_epoch: offset.leader_epoch.unwrap_or(-1),
                committed_metadata: Some(&offset.metadata),
                ..OffsetCommitRequestPartition::default()
            });
        }
        let topics = topics.into_iter().map(|(name, partitions)| OffsetCommitRequestTopic {
            name,
            partitions: partitions.into(),
            ..OffsetCommitRequestTopic::default()
        });
        Ok(OffsetCommitRequest {
            // Items of one call are of one group. Generation -1 is nobody of its members.
            group_id: items.first().map_or("", |item| &item.group),
            topics: topics.collect(),
            ..OffsetCommitRequest::default()
        })
    }

    fn answers(
        &self,
        items: &[&NewGroupOffset],
        response: &OffsetCommitResponse<'_>,
    ) -> Result<Vec<Result<()>>> {
        let mut results = Vec::with_capacity(items.len());
        for topic in response.topics.iter() {
            for it in topic.partitions.iter() {
                let read = move || checked(ApiKey::OFFSET_COMMIT, it.error_code, None);
                results.push(((topic.name, it.partition_index), read));
            }
        }
        let names = items.iter().map(|it| (it.partition.topic.as_str(), it.partition.partition));
        Ok(by_name(names, results))
    }
}

//! Forgetting how far a group has read.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use kafka_proto::messages::offset_delete::{
    OffsetDeleteRequest, OffsetDeleteRequestPartition, OffsetDeleteRequestTopic,
    OffsetDeleteResponse,
};
use kafka_proto::{ApiKey, CoordinatorType};

use super::name::validate_group_id;
use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::net::connection::Effect;
use crate::topics::{TopicPartition, validate_partition};
use crate::{Admin, Call, Error, Result};

/// [`Admin::delete_group_offsets`]: deletes offsets of one group.
#[derive(Debug, Clone, Copy)]
pub struct DeleteGroupOffsets(());

/// A partition of the group.
#[derive(Debug, Clone)]
pub struct GroupPartition {
    group: Arc<str>,
    partition: TopicPartition,
}

impl Admin {
    /// Deletes offsets of a group: its consumers begin where their `auto.offset.reset` says. The group
    /// may have members, as long as none subscribes to the topic. A partition without an offset is no
    /// error. Needs DELETE on the group and READ on the topics.
    ///
    /// # Errors
    /// The group does not exist, may not be deleted from, or there was one request and it failed as a
    /// whole. What is wrong with a partition is in the [`Batch`](crate::Batch), such as
    /// GROUP_SUBSCRIBED_TO_TOPIC (86).
    pub fn delete_group_offsets(
        &self,
        group_id: &str,
        partitions: &[TopicPartition],
    ) -> Call<'_, DeleteGroupOffsets> {
        let group: Arc<str> = group_id.into();
        let items = partitions
            .iter()
            .map(|partition| GroupPartition { group: group.clone(), partition: partition.clone() });
        self.call(DeleteGroupOffsets(()), Cow::Owned(items.collect()))
    }
}

impl Operation for DeleteGroupOffsets {
    type Item = GroupPartition;
    type Key = TopicPartition;
    type Value = ();
    type Request<'a> = OffsetDeleteRequest<'a>;
    const EFFECT: Effect = Effect::Write;

    fn key(&self, item: &GroupPartition) -> TopicPartition {
        item.partition.clone()
    }

    fn check(&self, item: &GroupPartition) -> Result<()> {
        validate_group_id(&item.group)?;
        if item.group.is_empty() {
            let message = "brokers do not delete offsets of the group with the empty id";
            return Err(Error::invalid(message).hinted("delete the group"));
        }
        validate_partition(&item.partition)
    }

    fn route<'a>(&self, item: &'a GroupPartition) -> Route<'a> {
        Route::Coordinator(CoordinatorType::GROUP, &item.group)
    }

    fn request<'a>(
        &'a self,
        items: &[&'a GroupPartition],
        _: Terms,
    ) -> Result<OffsetDeleteRequest<'a>> {
        let mut topics: BTreeMap<&str, Vec<OffsetDeleteRequestPartition<'_>>> = BTreeMap::new();
        for GroupPartition { partition, .. } in items {
            topics.entry(&partition.topic).or_default().push(OffsetDeleteRequestPartition {
                partition_index: partition.partition,
                ..OffsetDeleteRequestPartition::default()
            });
        }
        let topics = topics.into_iter().map(|(name, partitions)| OffsetDeleteRequestTopic {
            name,
            partitions: partitions.into(),
            ..OffsetDeleteRequestTopic::default()
        });
        Ok(OffsetDeleteRequest {
            // Items of one call are of one group.
            group_id: items.first().map_or("", |item| &item.group),
            topics: topics.collect(),
            ..OffsetDeleteRequest::default()
        })
    }

    fn answers(
        &self,
        items: &[&GroupPartition],
        response: &OffsetDeleteResponse<'_>,
    ) -> Result<Vec<Result<()>>> {
        checked(ApiKey::OFFSET_DELETE, response.error_code, None)?;
        let mut results = Vec::with_capacity(items.len());
        for topic in response.topics.iter() {
            for it in topic.partitions.iter() {
                let read = move || checked(ApiKey::OFFSET_DELETE, it.error_code, None);
                results.push(((topic.name, it.partition_index), read));
            }
        }
        let names = items.iter().map(|it| (it.partition.topic.as_str(), it.partition.partition));
        Ok(by_name(names, results))
    }
}

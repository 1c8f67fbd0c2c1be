//! Setting where a share group begins to read.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use kafka_proto::messages::alter_share_group_offsets::{
    AlterShareGroupOffsetsRequest, AlterShareGroupOffsetsRequestPartition,
    AlterShareGroupOffsetsRequestTopic, AlterShareGroupOffsetsResponse,
};
use kafka_proto::{ApiKey, CoordinatorType};

use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::groups::name::validate_group_id;
use crate::net::connection::Effect;
use crate::topics::{TopicPartition, validate_partition};
use crate::{Admin, Call, Error, Result};

/// [`Admin::alter_share_group_offsets`]: sets where one share group begins to read.
#[derive(Debug, Clone, Copy)]
pub struct AlterShareGroupOffsets(());

/// A partition of the group, and the first record to read.
#[derive(Debug, Clone)]
pub struct NewShareGroupOffset {
    group: Arc<str>,
    partition: TopicPartition,
    start: i64,
}

impl Admin {
    /// Sets where a share group without members begins to read: what was done with is forgotten. Needs
    /// READ on the group and on the topics.
    ///
    /// # Errors
    /// The group has members, or is of another type, or there was one request and it failed as a whole:
    /// brokers before Kafka 4.1 do not have it. What is wrong with a partition is in the
    /// [`Batch`](crate::Batch).
    pub fn alter_share_group_offsets(
        &self,
        group_id: &str,
        starts: &[(TopicPartition, i64)],
    ) -> Call<'_, AlterShareGroupOffsets> {
        let group: Arc<str> = group_id.into();
        let items = starts.iter().map(|(partition, start)| NewShareGroupOffset {
            group: group.clone(),
            partition: partition.clone(),
            start: *start,
        });
        self.call(AlterShareGroupOffsets(()), Cow::Owned(items.collect()))
    }
}

impl Operation for AlterShareGroupOffsets {
    type Item = NewShareGroupOffset;
    type Key = TopicPartition;
    type Value = ();
    type Request<'a> = AlterShareGroupOffsetsRequest<'a>;
    const EFFECT: Effect = Effect::Write;

    fn key(&self, item: &NewShareGroupOffset) -> TopicPartition {
        item.partition.clone()
    }

    fn check(&self, item: &NewShareGroupOffset) -> Result<()> {
        validate_group_id(&item.group)?;
        validate_partition(&item.partition)?;
        match item.start {
            ..0 => Err(Error::invalid("an offset is not negative")),
            _ => Ok(()),
        }
    }

    fn route<'a>(&self, item: &'a NewShareGroupOffset) -> Route<'a> {
        Route::Coordinator(CoordinatorType::GROUP, &item.group)
    }

    fn request<'a>(
        &'a self,
        items: &[&'a NewShareGroupOffset],
        _: Terms,
    ) -> Result<AlterShareGroupOffsetsRequest<'a>> {
        let mut topics: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for NewShareGroupOffset { partition, start, .. } in items {
            let partitions = topics.entry(&partition.topic).or_default();
            partitions.push(AlterShareGroupOffsetsRequestPartition {
                partition_index: partition.partition,
                start_offset: *start,
                ..Default::default()
            });
        }
        let topics = topics.into_iter().map(|(name, all)| AlterShareGroupOffsetsRequestTopic {
            topic_name: name,
            partitions: all.into(),
            ..Default::default()
        });
        Ok(AlterShareGroupOffsetsRequest {
            // Items of one call are of one group.
            group_id: items.first().map_or("", |item| &item.group),
            topics: topics.collect(),
            ..Default::default()
        })
    }

    fn answers(
        &self,
        items: &[&NewShareGroupOffset],
        response: &AlterShareGroupOffsetsResponse<'_>,
    ) -> Result<Vec<Result<()>>> {
        let api = ApiKey::ALTER_SHARE_GROUP_OFFSETS;
        checked(api, response.error_code, response.error_message)?;
        let mut results = Vec::with_capacity(items.len());
        for topic in response.responses.iter() {
            for it in topic.partitions.iter() {
                let read = move || checked(api, it.error_code, it.error_message);
                results.push(((topic.topic_name, it.partition_index), read));
            }
        }
        let names = items.iter().map(|it| (it.partition.topic.as_str(), it.partition.partition));
        Ok(by_name(names, results))
    }
}

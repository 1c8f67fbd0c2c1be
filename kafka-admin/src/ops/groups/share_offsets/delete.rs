//! Forgetting where a share group was in a topic.

use std::borrow::Cow;
use std::sync::Arc;

use kafka_proto::messages::delete_share_group_offsets::{
    DeleteShareGroupOffsetsRequest, DeleteShareGroupOffsetsRequestTopic,
    DeleteShareGroupOffsetsResponse,
};
use kafka_proto::{ApiKey, CoordinatorType};

use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::groups::name::validate_group_id;
use crate::net::connection::Effect;
use crate::topics::validate_name;
use crate::{Admin, Call, Result};

/// [`Admin::delete_share_group_offsets`]: deletes offsets of one share group.
#[derive(Debug, Clone, Copy)]
pub struct DeleteShareGroupOffsets(());

/// A topic of the group.
#[derive(Debug, Clone)]
pub struct ShareGroupTopic {
    group: Arc<str>,
    topic: String,
}

impl Admin {
    /// Deletes the offsets that a share group without members has of topics. Needs DELETE on the group and
    /// READ on the topics.
    ///
    /// # Errors
    /// The group has members, does not exist, or is of another type; or there was one request and it
    /// failed as a whole: brokers before Kafka 4.1 do not have it. What is wrong with a topic is in the
    /// [`Batch`](crate::Batch).
    pub fn delete_share_group_offsets(
        &self,
        group_id: &str,
        topics: &[impl AsRef<str>],
    ) -> Call<'_, DeleteShareGroupOffsets> {
        let group: Arc<str> = group_id.into();
        let items = topics.iter().map(|topic| ShareGroupTopic {
            group: group.clone(),
            topic: topic.as_ref().to_owned(),
        });
        self.call(DeleteShareGroupOffsets(()), Cow::Owned(items.collect()))
    }
}

impl Operation for DeleteShareGroupOffsets {
    type Item = ShareGroupTopic;
    type Key = String;
    type Value = ();
    type Request<'a> = DeleteShareGroupOffsetsRequest<'a>;
    const EFFECT: Effect = Effect::Write;

    fn key(&self, item: &ShareGroupTopic) -> String {
        item.topic.clone()
    }

    fn check(&self, item: &ShareGroupTopic) -> Result<()> {
        validate_group_id(&item.group)?;
        validate_name(&item.topic)
    }

    fn route<'a>(&self, item: &'a ShareGroupTopic) -> Route<'a> {
        Route::Coordinator(CoordinatorType::GROUP, &item.group)
    }

    fn request<'a>(
        &'a self,
        items: &[&'a ShareGroupTopic],
        _: Terms,
    ) -> Result<DeleteShareGroupOffsetsRequest<'a>> {
        let topics = items.iter().map(|item| DeleteShareGroupOffsetsRequestTopic {
            topic_name: &item.topic,
            ..Default::default()
        });
        Ok(DeleteShareGroupOffsetsRequest {
            // Items of one call are of one group.
            group_id: items.first().map_or("", |item| &item.group),
            topics: topics.collect(),
            ..Default::default()
        })
    }

    fn answers(
        &self,
        items: &[&ShareGroupTopic],
        response: &DeleteShareGroupOffsetsResponse<'_>,
    ) -> Result<Vec<Result<()>>> {
        let api = ApiKey::DELETE_SHARE_GROUP_OFFSETS;
        checked(api, response.error_code, response.error_message)?;
        let results = response.responses.iter();
        let results = results
            .map(|it| (it.topic_name, move || checked(api, it.error_code, it.error_message)));
        Ok(by_name(items.iter().map(|item| item.topic.as_str()), results))
    }
}

//! Describing topics by id.

use std::borrow::Cow;

use kafka_proto::messages::metadata::{MetadataRequest, MetadataRequestTopic, MetadataResponse};
use kafka_proto::{ApiKey, Uuid};

use super::describe::{TopicDescription, description};
use super::{check_id, no_ids};
use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::net::connection::Effect;
use crate::{Admin, Call, Result};

/// [`Admin::describe_topics_by_id`]: what there is to know about each topic, by id.
#[derive(Debug, Clone, Copy)]
pub struct DescribeTopicsById(());

impl Admin {
    /// Describes topics by id, with what this client may do with each (Kafka 2.8 and later). A topic that
    /// was deleted and made again under its name has another id.
    ///
    /// # Errors
    /// The request as a whole failed;
    /// [`ErrorKind::UnsupportedVersion`](crate::ErrorKind::UnsupportedVersion) when the broker knows no
    /// ids. A topic that is denied, or not there, is in the [`Batch`](crate::Batch).
    pub fn describe_topics_by_id<'a>(&'a self, ids: &'a [Uuid]) -> Call<'a, DescribeTopicsById> {
        self.call(DescribeTopicsById(()), Cow::Borrowed(ids))
    }
}

impl Operation for DescribeTopicsById {
    type Item = Uuid;
    type Key = Uuid;
    type Value = TopicDescription;
    type Request<'a> = MetadataRequest<'a>;
    const EFFECT: Effect = Effect::Read;

    fn key(&self, id: &Uuid) -> Uuid {
        *id
    }

    fn check(&self, id: &Uuid) -> Result<()> {
        check_id(*id)
    }

    fn route<'a>(&self, _: &'a Uuid) -> Route<'a> {
        Route::Any
    }

    fn request<'a>(&'a self, ids: &[&'a Uuid], terms: Terms) -> Result<MetadataRequest<'a>> {
        // KIP-516: v10 and v11 have the field, but brokers do not look at it.
        if terms.version < 12 {
            return Err(no_ids("Metadata before v12"));
        }
        let topics = ids.iter().map(|id| MetadataRequestTopic {
            topic_id: **id,
            name: None,
            ..MetadataRequestTopic::default()
        });
        Ok(MetadataRequest {
            topics: Some(topics.collect()),
            allow_auto_topic_creation: false,
            include_topic_authorized_operations: true,
            ..MetadataRequest::default()
        })
    }

    fn answers(
        &self,
        ids: &[&Uuid],
        response: &MetadataResponse<'_>,
    ) -> Result<Vec<Result<TopicDescription>>> {
        checked(ApiKey::METADATA, response.error_code, None)?;
        let topics = response.topics.iter();
        let results = topics.map(|topic| (topic.topic_id, move || description(&topic)));
        Ok(by_name(ids.iter().map(|id| **id), results))
    }
}

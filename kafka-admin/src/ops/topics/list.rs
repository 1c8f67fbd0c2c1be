//! Listing topics.

use kafka_proto::messages::metadata::{MetadataRequest, MetadataResponse, MetadataResponseTopic};
use kafka_proto::{ApiKey, Uuid};

use super::known;
use crate::call::{Operation, Route, Terms, checked, one};
use crate::escape::Escaped;
use crate::net::connection::Effect;
use crate::{Admin, Call, Error, Result};

/// [`Admin::list_topics`]: the topics that this client may DESCRIBE.
#[derive(Debug, Clone, Copy)]
pub struct ListTopics(());

/// A topic in a listing.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TopicListing {
    /// The name.
    pub name: String,
    /// Its id, from brokers that tell (Metadata v12).
    pub id: Option<Uuid>,
    /// Whether Kafka keeps its own state in it.
    pub internal: bool,
    /// How many partitions it has.
    pub partitions: usize,
    /// What the broker says against the topic, such as LEADER_NOT_AVAILABLE.
    pub error: Option<Error>,
}

impl Admin {
    /// Lists the topics that this client may DESCRIBE, by name. The broker leaves all others out
    /// without a word: no topic here may mean no permission.
    ///
    /// # Errors
    /// The request failed.
    pub fn list_topics(&self) -> Call<'_, ListTopics, Vec<TopicListing>> {
        self.call_about(ListTopics(()), ())
    }
}

impl Operation for ListTopics {
    type Item = ();
    type Key = &'static str;
    type Value = Vec<TopicListing>;
    type Request<'a> = MetadataRequest<'a>;
    const EFFECT: Effect = Effect::Read;

    fn key(&self, (): &()) -> &'static str {
        "the list of topics"
    }

    fn route<'a>(&self, (): &'a ()) -> Route<'a> {
        Route::Any
    }

    fn request<'a>(&'a self, _: &[&'a ()], _: Terms) -> Result<MetadataRequest<'a>> {
        // None asks about every topic.
        Ok(MetadataRequest {
            topics: None,
            allow_auto_topic_creation: false,
            ..MetadataRequest::default()
        })
    }

    fn answers(
        &self,
        _: &[&()],
        response: &MetadataResponse<'_>,
    ) -> Result<Vec<Result<Vec<TopicListing>>>> {
        checked(ApiKey::METADATA, response.error_code, None)?;
        let mut topics = Vec::with_capacity(response.topics.len());
        topics.extend(response.topics.iter().filter_map(|topic| listing(&topic)));
        topics.sort_unstable_by(|a: &TopicListing, b| a.name.cmp(&b.name));
        one(topics)
    }
}

fn listing(topic: &MetadataResponseTopic<'_>) -> Option<TopicListing> {
    let name = topic.name?;
    let error = checked(ApiKey::METADATA, topic.error_code, None).err();
    Some(TopicListing {
        name: name.to_owned(),
        id: known(topic.topic_id),
        internal: topic.is_internal,
        partitions: topic.partitions.len(),
        error: error.map(|error| error.about(Escaped(name))),
    })
}

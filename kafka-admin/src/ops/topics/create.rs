//! Creating topics.

use std::borrow::Cow;

use kafka_proto::messages::create_topics::{
    CreatableReplicaAssignment, CreatableTopic, CreatableTopicConfig, CreatableTopicResult,
    CreateTopicsRequest, CreateTopicsResponse,
};
use kafka_proto::{ApiKey, Array, Uuid};

use super::{NewTopic, known};
use crate::call::{Operation, Route, Terms, Validates, by_name, checked};
use crate::net::connection::Effect;
use crate::{Admin, Call, Result};

/// [`Admin::create_topics`]: what was created for each [`NewTopic`], by name.
#[derive(Debug, Clone, Copy)]
pub struct CreateTopics(());

/// A topic that was created, or would be.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CreatedTopic {
    /// The name.
    pub name: String,
    /// Its id, from brokers that tell (CreateTopics v7).
    pub id: Option<Uuid>,
    /// Its partitions, from brokers that tell (v5), unless describing its configuration is forbidden.
    pub partitions: Option<i32>,
    /// Its replicas, under the same conditions.
    pub replication_factor: Option<i16>,
}

impl Admin {
    /// Creates topics; with [`validate_only`](Call::validate_only) only asks whether it would work (CreateTopics v1 and
    /// later).
    ///
    /// # Errors
    /// The request as a whole failed: no item was created, or ([`Outcome::Unknown`](crate::Outcome))
    /// nobody knows. What is wrong with a single topic is in the [`Batch`](crate::Batch): a name or
    /// count that was refused here, or the broker's code. A topic that exists is
    /// [`ErrorKind::AlreadyExists`](crate::ErrorKind::AlreadyExists) with
    /// [`Outcome::AlreadySo`](crate::Outcome::AlreadySo): this very request may have created it.
    pub fn create_topics<'a>(&'a self, topics: &'a [NewTopic]) -> Call<'a, CreateTopics> {
        self.call(CreateTopics(()), Cow::Borrowed(topics))
    }
}

impl Validates for CreateTopics {}

impl Operation for CreateTopics {
    type Item = NewTopic;
    type Key = String;
    type Value = CreatedTopic;
    type Request<'a> = CreateTopicsRequest<'a>;
    const EFFECT: Effect = Effect::Write;

    fn key(&self, topic: &NewTopic) -> String {
        topic.name().to_owned()
    }

    fn check(&self, topic: &NewTopic) -> Result<()> {
        topic.validate()
    }

    fn route<'a>(&self, _: &'a NewTopic) -> Route<'a> {
        Route::Controller
    }

    fn request<'a>(
        &'a self,
        topics: &[&'a NewTopic],
        terms: Terms,
    ) -> Result<CreateTopicsRequest<'a>> {
        topics.iter().try_for_each(|topic| topic.validate_for(terms.version))?;
        Ok(CreateTopicsRequest {
            topics: topics.iter().map(|topic| creatable(topic)).collect(),
            timeout_ms: terms.timeout_ms,
            validate_only: terms.validate_only,
            ..CreateTopicsRequest::default()
        })
    }

    fn answers(
        &self,
        topics: &[&NewTopic],
        response: &CreateTopicsResponse<'_>,
    ) -> Result<Vec<Result<CreatedTopic>>> {
        let results = response.topics.iter().map(|topic| (topic.name, move || created(&topic)));
        Ok(by_name(topics.iter().map(|topic| topic.name()), results))
    }
}

fn creatable(topic: &NewTopic) -> CreatableTopic<'_> {
    CreatableTopic {
        name: topic.name(),
        num_partitions: topic.partitions.unwrap_or(-1),
        replication_factor: topic.replication_factor.unwrap_or(-1),
        assignments: topic
            .assignments
            .iter()
            .map(|(index, brokers)| assignment(*index, brokers))
            .collect(),
        configs: topic.configs.iter().map(|(name, value)| config(name, value)).collect(),
        ..CreatableTopic::default()
    }
}

fn assignment(partition_index: i32, brokers: &[i32]) -> CreatableReplicaAssignment<'_> {
    let broker_ids = Array::from(brokers);
    CreatableReplicaAssignment {
        partition_index,
        broker_ids,
        ..CreatableReplicaAssignment::default()
    }
}

fn config<'a>(name: &'a str, value: &'a str) -> CreatableTopicConfig<'a> {
    CreatableTopicConfig { name, value: Some(value), ..CreatableTopicConfig::default() }
}

fn created(topic: &CreatableTopicResult<'_>) -> Result<CreatedTopic> {
    checked(ApiKey::CREATE_TOPICS, topic.error_code, topic.error_message)?;
    Ok(CreatedTopic {
        name: topic.name.to_owned(),
        id: known(topic.topic_id),
        partitions: Some(topic.num_partitions).filter(|n| *n > 0),
        replication_factor: Some(topic.replication_factor).filter(|n| *n > 0),
    })
}

//! Adding partitions to topics.

use std::borrow::Cow;

use kafka_proto::messages::create_partitions::{
    CreatePartitionsAssignment, CreatePartitionsRequest, CreatePartitionsResponse,
    CreatePartitionsTopic,
};
use kafka_proto::{ApiKey, Array};

use super::validate_name;
use crate::call::{Operation, Route, Terms, Validates, by_name, checked};
use crate::net::connection::Effect;
use crate::{Admin, Call, Error, Result};

/// [`Admin::create_partitions`]: one result for each topic, by name.
#[derive(Debug, Clone, Copy)]
pub struct CreatePartitions(());

/// How many partitions a topic is to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPartitions {
    topic: String,
    count: i32,
    assignments: Vec<Vec<i32>>,
}

impl NewPartitions {
    /// The topic, and how many partitions it is to have in all. Kafka never takes a partition away.
    pub fn increase_to(topic: impl Into<String>, count: i32) -> Self {
        Self { topic: topic.into(), count, assignments: Vec::new() }
    }

    /// Places one new partition after the other on these brokers, the preferred leader first, instead of
    /// leaving placement to the cluster. Then every new partition must be placed.
    #[must_use]
    pub fn assign(mut self, brokers: impl Into<Vec<i32>>) -> Self {
        self.assignments.push(brokers.into());
        self
    }

    fn validate(&self) -> Result<()> {
        validate_name(&self.topic)?;
        match self.count {
            ..1 => Err(Error::invalid("a topic has at least 1 partition")),
            _ => Ok(()),
        }
    }
}

impl Admin {
    /// Adds partitions to topics. Records with keys go to other partitions from then on.
    ///
    /// # Errors
    /// As [`create_topics`](Self::create_topics); a count that is not above today's is
    /// INVALID_PARTITIONS in the [`Batch`](crate::Batch), also when this very request was applied
    /// before: describe the topic then.
    pub fn create_partitions<'a>(
        &'a self,
        topics: &'a [NewPartitions],
    ) -> Call<'a, CreatePartitions> {
        self.call(CreatePartitions(()), Cow::Borrowed(topics))
    }
}

impl Validates for CreatePartitions {}

impl Operation for CreatePartitions {
    type Item = NewPartitions;
    type Key = String;
    type Value = ();
    type Request<'a> = CreatePartitionsRequest<'a>;
    const EFFECT: Effect = Effect::Write;

    fn key(&self, topic: &NewPartitions) -> String {
        topic.topic.clone()
    }

    fn check(&self, topic: &NewPartitions) -> Result<()> {
        topic.validate()
    }

    fn route<'a>(&self, _: &'a NewPartitions) -> Route<'a> {
        Route::Controller
    }

    fn request<'a>(
        &'a self,
        topics: &[&'a NewPartitions],
        terms: Terms,
    ) -> Result<CreatePartitionsRequest<'a>> {
        Ok(CreatePartitionsRequest {
            topics: topics.iter().map(|topic| asked(topic)).collect(),
            timeout_ms: terms.timeout_ms,
            validate_only: terms.validate_only,
            ..CreatePartitionsRequest::default()
        })
    }

    fn answers(
        &self,
        topics: &[&NewPartitions],
        response: &CreatePartitionsResponse<'_>,
    ) -> Result<Vec<Result<()>>> {
        let results = response.results.iter().map(|it| {
            let created =
                move || checked(ApiKey::CREATE_PARTITIONS, it.error_code, it.error_message);
            (it.name, created)
        });
        Ok(by_name(topics.iter().map(|topic| topic.topic.as_str()), results))
    }
}

fn asked(topic: &NewPartitions) -> CreatePartitionsTopic<'_> {
    let assignments = topic.assignments.iter().map(|brokers| CreatePartitionsAssignment {
        broker_ids: Array::from(brokers.as_slice()),
        ..CreatePartitionsAssignment::default()
    });
    CreatePartitionsTopic {
        name: &topic.topic,
        count: topic.count,
        // None leaves the placement to the cluster.
        assignments: (!topic.assignments.is_empty()).then(|| assignments.collect()),
        ..CreatePartitionsTopic::default()
    }
}

//! The moves of partitions that are under way.

use kafka_proto::ApiKey;
use kafka_proto::messages::list_partition_reassignments::{
    ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse,
    OngoingPartitionReassignment, OngoingTopicReassignment,
};

use crate::call::{Operation, Route, Terms, checked, one};
use crate::net::connection::Effect;
use crate::{Admin, Result};

/// Asks for all of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct ListPartitionReassignments;

/// A topic with partitions that move.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TopicReassignments {
    /// Its name.
    pub topic: String,
    /// Those of its partitions that move.
    pub partitions: Vec<PartitionReassignment>,
}

/// A partition that moves. It is there when none is added or removed any more.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PartitionReassignment {
    /// Its number, from 0.
    pub partition: i32,
    /// The brokers that have it now, those that come and go included.
    pub replicas: Vec<i32>,
    /// Those of them that are still to copy it.
    pub adding_replicas: Vec<i32>,
    /// Those of them that give it up when the others have it.
    pub removing_replicas: Vec<i32>,
}

impl Admin {
    /// The moves of partitions that are under way, topic after topic (Kafka 2.4 and later). It needs
    /// DESCRIBE on the cluster.
    ///
    /// # Errors
    /// The request failed.
    pub async fn list_partition_reassignments(&self) -> Result<Vec<TopicReassignments>> {
        self.call_about(ListPartitionReassignments, ()).await
    }
}

impl Operation for ListPartitionReassignments {
    type Item = ();
    type Key = &'static str;
    type Value = Vec<TopicReassignments>;
    type Request<'a> = ListPartitionReassignmentsRequest<'a>;
    const EFFECT: Effect = Effect::Read;

    fn key(&self, (): &()) -> &'static str {
        "the moves of partitions"
    }

    fn route<'a>(&self, (): &'a ()) -> Route<'a> {
        Route::Controller
    }

    fn request<'a>(
        &'a self,
        _: &[&'a ()],
        terms: Terms,
    ) -> Result<ListPartitionReassignmentsRequest<'a>> {
        let timeout_ms = terms.timeout_ms;
        Ok(ListPartitionReassignmentsRequest {
            timeout_ms,
            topics: None,
            ..ListPartitionReassignmentsRequest::default()
        })
    }

    fn answers(
        &self,
        _: &[&()],
        response: &ListPartitionReassignmentsResponse<'_>,
    ) -> Result<Vec<Result<Vec<TopicReassignments>>>> {
        let api = ApiKey::LIST_PARTITION_REASSIGNMENTS;
        checked(api, response.error_code, response.error_message)?;
        let topics = response.topics.iter().filter(|it| !it.partitions.is_empty());
        one(topics.map(|it| topic(&it)).collect())
    }
}

fn topic(topic: &OngoingTopicReassignment<'_>) -> TopicReassignments {
    let partitions = topic.partitions.iter().map(|it| partition(&it)).collect();
    TopicReassignments { topic: topic.name.to_owned(), partitions }
}

fn partition(partition: &OngoingPartitionReassignment<'_>) -> PartitionReassignment {
    PartitionReassignment {
        partition: partition.partition_index,
        replicas: partition.replicas.iter().collect(),
        adding_replicas: partition.adding_replicas.iter().collect(),
        removing_replicas: partition.removing_replicas.iter().collect(),
    }
}

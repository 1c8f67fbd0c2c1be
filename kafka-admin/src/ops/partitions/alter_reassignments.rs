//! Moving partitions to other brokers.

use std::borrow::Cow;
use std::collections::BTreeMap;

use kafka_proto::ApiKey;
use kafka_proto::messages::alter_partition_reassignments::{
    AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse, ReassignablePartition,
    ReassignableTopic,
};

use super::NewPartitionReassignment;
use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::net::connection::Effect;
use crate::topics::TopicPartition;
use crate::{Admin, Call, Error, ErrorKind, Layer, Result};

/// [`Admin::alter_partition_reassignments`]: one result for each [`TopicPartition`].
#[derive(Debug, Clone, Copy)]
pub struct AlterPartitionReassignments {
    allow_replication_factor_change: bool,
}

impl Admin {
    /// Moves partitions to other brokers, or ends moves under way (Kafka 2.4 and later). It needs ALTER
    /// on the cluster.
    ///
    /// The answer says that the moves begin. They go on by themselves, and copy every record:
    /// [`list_partition_reassignments`](Self::list_partition_reassignments) says which are not done.
    ///
    /// # Errors
    /// There was one request, and it failed as a whole. What is wrong with a single partition is in the
    /// [`Batch`](crate::Batch), such as INVALID_REPLICA_ASSIGNMENT with a broker that the cluster does
    /// not have. Kafka accepts a broker that is away, and the move then waits for it. To cancel where
    /// nothing moves is NO_REASSIGNMENT_IN_PROGRESS.
    pub fn alter_partition_reassignments<'a>(
        &'a self,
        reassignments: &'a [NewPartitionReassignment],
    ) -> Call<'a, AlterPartitionReassignments> {
        let operation = AlterPartitionReassignments { allow_replication_factor_change: true };
        self.call(operation, Cow::Borrowed(reassignments))
    }
}

impl<T> Call<'_, AlterPartitionReassignments, T> {
    /// Whether a partition may get more or fewer replicas than it has. Default: yes. Without it such a
    /// partition is INVALID_REPLICATION_FACTOR (KIP-860, Kafka 4.1 and later; older brokers cannot
    /// promise it, and the call fails before it is sent).
    pub fn allow_replication_factor_change(self, allow: bool) -> Self {
        self.shaped(|operation| operation.allow_replication_factor_change = allow)
    }
}

impl Operation for AlterPartitionReassignments {
    type Item = NewPartitionReassignment;
    type Key = TopicPartition;
    type Value = ();
    type Request<'a> = AlterPartitionReassignmentsRequest<'a>;
    const EFFECT: Effect = Effect::Write;

    fn key(&self, reassignment: &NewPartitionReassignment) -> TopicPartition {
        reassignment.partition().clone()
    }

    fn check(&self, reassignment: &NewPartitionReassignment) -> Result<()> {
        reassignment.validate()
    }

    fn route<'a>(&self, _: &'a NewPartitionReassignment) -> Route<'a> {
        Route::Controller
    }

    fn request<'a>(
        &'a self,
        reassignments: &[&'a NewPartitionReassignment],
        terms: Terms,
    ) -> Result<AlterPartitionReassignmentsRequest<'a>> {
        if !self.allow_replication_factor_change && terms.version < 1 {
            return Err(cannot_promise());
        }
        let mut topics: BTreeMap<&str, Vec<ReassignablePartition<'_>>> = BTreeMap::new();
        for it in reassignments {
            let TopicPartition { topic, partition } = it.partition();
            topics.entry(topic).or_default().push(ReassignablePartition {
                partition_index: *partition,
                replicas: it.replicas().map(Into::into),
                ..ReassignablePartition::default()
            });
        }
        let topics = topics.into_iter().map(|(name, partitions)| ReassignableTopic {
            name,
            partitions: partitions.into(),
            ..ReassignableTopic::default()
        });
        Ok(AlterPartitionReassignmentsRequest {
            timeout_ms: terms.timeout_ms,
            allow_replication_factor_change: self.allow_replication_factor_change,
            topics: topics.collect(),
            ..AlterPartitionReassignmentsRequest::default()
        })
    }

    fn answers(
        &self,
        reassignments: &[&NewPartitionReassignment],
        response: &AlterPartitionReassignmentsResponse<'_>,
    ) -> Result<Vec<Result<()>>> {
        const API: ApiKey = ApiKey::ALTER_PARTITION_REASSIGNMENTS;
        checked(API, response.error_code, response.error_message)?;
        let mut results = Vec::with_capacity(reassignments.len());
        for topic in response.responses.iter() {
            for it in topic.partitions.iter() {
                let accepted = move || checked(API, it.error_code, it.error_message);
                results.push(((topic.name, it.partition_index), accepted));
            }
        }
        let partitions = reassignments.iter().map(|it| it.partition());
        Ok(by_name(partitions.map(|it| (it.topic.as_str(), it.partition)), results))
    }
}

fn cannot_promise() -> Error {
    let message = "this broker cannot promise to keep the number of replicas \
                   (AlterPartitionReassignments before v1)";
    Error::new(ErrorKind::UnsupportedVersion, Layer::Kafka, message)
}

//! Electing the leaders of partitions.

use std::borrow::Cow;
use std::collections::BTreeMap;

use kafka_proto::messages::elect_leaders::{
    ElectLeadersRequest, ElectLeadersResponse, PartitionResult, TopicPartitions,
};
use kafka_proto::{self as proto, ApiKey, ErrorCode};

use super::validate;
use crate::call::{Operation, Route, Terms, by_name, checked, one};
use crate::net::connection::Effect;
use crate::topics::TopicPartition;
use crate::{Admin, Call, Error, ErrorKind, Layer, Result};

/// [`Admin::elect_leaders`]: one result for each [`TopicPartition`].
#[derive(Debug, Clone, Copy)]
pub struct ElectLeaders(ElectionType);

/// Elects wherever it is needed.
#[derive(Debug, Clone, Copy)]
pub(super) struct ElectLeadersEverywhere(ElectionType);

/// Which replica is to lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ElectionType {
    /// The preferred one, which is the first of the partition's replicas; it must be in sync. Nothing is
    /// lost.
    Preferred,
    /// Any one that is up, also out of sync, where the partition has no leader: records that only
    /// the others have are lost (Kafka 2.4 and later).
    Unclean,
}

/// What became of an election.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Election {
    /// The partition has a new leader.
    Elected,
    /// There was nothing to do: the preferred replica leads already, or, of an unclean election, the
    /// partition has a leader.
    NotNeeded,
}

/// The elections in one topic.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct TopicElections {
    /// The topic's name.
    pub topic: String,
    /// The number of each partition that needed one, and what became of it.
    pub partitions: Vec<(i32, Result<Election>)>,
}

impl Admin {
    /// Elects the leaders of these partitions. It needs ALTER on the cluster.
    ///
    /// # Errors
    /// There was one request, and it failed as a whole. What is wrong with a single partition is in the
    /// [`Batch`](crate::Batch): PREFERRED_LEADER_NOT_AVAILABLE when the preferred replica is away or out of
    /// sync, ELIGIBLE_LEADERS_NOT_AVAILABLE when no replica is up.
    pub fn elect_leaders<'a>(
        &'a self,
        election: ElectionType,
        partitions: &'a [TopicPartition],
    ) -> Call<'a, ElectLeaders> {
        self.call(ElectLeaders(election), Cow::Borrowed(partitions))
    }

    /// As [`elect_leaders`](Self::elect_leaders), of all partitions of the cluster that need it. Topics in
    /// which none does are left out.
    ///
    /// # Errors
    /// The request failed. What is wrong with a single partition is in [`TopicElections::partitions`].
    pub async fn elect_all_leaders(&self, election: ElectionType) -> Result<Vec<TopicElections>> {
        self.call_about(ElectLeadersEverywhere(election), ()).await
    }
}

impl Operation for ElectLeaders {
    type Item = TopicPartition;
    type Key = TopicPartition;
    type Value = Election;
    type Request<'a> = ElectLeadersRequest<'a>;
    const EFFECT: Effect = Effect::Write;

    fn key(&self, partition: &TopicPartition) -> TopicPartition {
        partition.clone()
    }

    fn check(&self, partition: &TopicPartition) -> Result<()> {
        validate(partition)
    }

    fn route<'a>(&self, _: &'a TopicPartition) -> Route<'a> {
        Route::Controller
    }

    fn request<'a>(
        &'a self,
        partitions: &[&'a TopicPartition],
        terms: Terms,
    ) -> Result<ElectLeadersRequest<'a>> {
        let mut topics: BTreeMap<&str, Vec<i32>> = BTreeMap::new();
        for it in partitions {
            topics.entry(&it.topic).or_default().push(it.partition);
        }
        let topics = topics.into_iter().map(|(topic, partitions)| TopicPartitions {
            topic,
            partitions: partitions.into(),
            ..TopicPartitions::default()
        });
        let request = asked(self.0, terms)?;
        Ok(ElectLeadersRequest { topic_partitions: Some(topics.collect()), ..request })
    }

    fn answers(
        &self,
        partitions: &[&TopicPartition],
        response: &ElectLeadersResponse<'_>,
    ) -> Result<Vec<Result<Election>>> {
        checked(ApiKey::ELECT_LEADERS, response.error_code, None)?;
        let mut results = Vec::with_capacity(partitions.len());
        for topic in response.replica_election_results.iter() {
            for it in topic.partition_result.iter() {
                results.push(((topic.topic, it.partition_id), move || elected(&it)));
            }
        }
        let names = partitions.iter().map(|it| (it.topic.as_str(), it.partition));
        Ok(by_name(names, results))
    }
}

impl Operation for ElectLeadersEverywhere {
    type Item = ();
    type Key = &'static str;
    type Value = Vec<TopicElections>;
    type Request<'a> = ElectLeadersRequest<'a>;
    const EFFECT: Effect = Effect::Write;

    fn key(&self, (): &()) -> &'static str {
        "the leaders of all partitions"
    }

    fn route<'a>(&self, (): &'a ()) -> Route<'a> {
        Route::Controller
    }

    fn request<'a>(&'a self, _: &[&'a ()], terms: Terms) -> Result<ElectLeadersRequest<'a>> {
        asked(self.0, terms)
    }

    fn answers(
        &self,
        _: &[&()],
        response: &ElectLeadersResponse<'_>,
    ) -> Result<Vec<Result<Vec<TopicElections>>>> {
        checked(ApiKey::ELECT_LEADERS, response.error_code, None)?;
        let mut topics = Vec::new();
        for topic in response.replica_election_results.iter() {
            let results = topic.partition_result.iter();
            let partitions: Vec<_> = results.map(|it| (it.partition_id, elected(&it))).collect();
            // Kafka names every topic, also those in which nothing is to be done.
            if !partitions.is_empty() {
                topics.push(TopicElections { topic: topic.topic.to_owned(), partitions });
            }
        }
        one(topics)
    }
}

/// A request about all partitions.
fn asked(election: ElectionType, terms: Terms) -> Result<ElectLeadersRequest<'static>> {
    let election_type = match election {
        ElectionType::Preferred => proto::ElectionType::PREFERRED,
        // KIP-460: v0 knows of preferred leaders only.
        ElectionType::Unclean if terms.version < 1 => return Err(no_unclean()),
        ElectionType::Unclean => proto::ElectionType::UNCLEAN,
    };
    Ok(ElectLeadersRequest {
        election_type,
        topic_partitions: None,
        timeout_ms: terms.timeout_ms,
        ..ElectLeadersRequest::default()
    })
}

fn elected(result: &PartitionResult<'_>) -> Result<Election> {
    match result.error_code {
        ErrorCode::ELECTION_NOT_NEEDED => Ok(Election::NotNeeded),
        code => {
            checked(ApiKey::ELECT_LEADERS, code, result.error_message).map(|()| Election::Elected)
        }
    }
}

fn no_unclean() -> Error {
    let message = "this broker elects preferred leaders only (ElectLeaders before v1)";
    Error::new(ErrorKind::UnsupportedVersion, Layer::Kafka, message)
}

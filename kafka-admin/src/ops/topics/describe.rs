//! Describing topics.

use std::borrow::Cow;

use kafka_proto::messages::metadata::{
    MetadataRequest, MetadataRequestTopic, MetadataResponse, MetadataResponsePartition,
    MetadataResponseTopic,
};
use kafka_proto::{ApiKey, Uuid};

use super::{BrokerIds, known, owned, validate_name};
use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::net::connection::Effect;
use crate::{Admin, AuthorizedOperations, Call, Result};

/// [`Admin::describe_topics`]: what there is to know about each topic, by name.
#[derive(Debug, Clone, Copy)]
pub struct DescribeTopics(pub(crate) ());

/// What there is to know about a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TopicDescription {
    /// The name.
    pub name: String,
    /// Its id, from brokers that tell (Metadata v12).
    pub id: Option<Uuid>,
    /// Whether Kafka keeps its own state in it.
    pub internal: bool,
    /// Its partitions, by index.
    pub partitions: Vec<Partition>,
    /// What this client may do with it, from brokers that tell (Metadata v8).
    pub authorized_operations: Option<AuthorizedOperations>,
}

/// One partition of a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Partition {
    /// Its number, from 0.
    pub index: i32,
    /// The broker that leads it; `None` while there is none.
    pub leader: Option<i32>,
    /// The brokers with a copy.
    pub replicas: BrokerIds,
    /// Those of them that are in sync.
    pub isr: BrokerIds,
    /// Those of them whose brokers or disks are down (Metadata v5).
    pub offline: BrokerIds,
    /// Those that may lead without loss of data though they are not in sync (KIP-966); only
    /// [`describe_topic_partitions`](Admin::describe_topic_partitions) tells.
    pub elr: Option<BrokerIds>,
    /// The last ones that could, when none can any more; only
    /// [`describe_topic_partitions`](Admin::describe_topic_partitions) tells.
    pub last_known_elr: Option<BrokerIds>,
}

impl Admin {
    /// Describes topics by name, with what this client may do with each. Never creates one.
    ///
    /// # Errors
    /// The request as a whole failed. A topic that is denied, or not there, is in the
    /// [`Batch`](crate::Batch).
    pub fn describe_topics(&self, names: &[impl AsRef<str>]) -> Call<'_, DescribeTopics> {
        self.call(DescribeTopics(()), Cow::Owned(owned(names)))
    }
}

impl TopicDescription {
    /// Replicas of each partition; `None` when the partitions differ or there is none.
    pub fn replication_factor(&self) -> Option<usize> {
        let first = self.partitions.first()?.replicas.len();
        self.partitions.iter().all(|partition| partition.replicas.len() == first).then_some(first)
    }
}

impl Operation for DescribeTopics {
    type Item = String;
    type Key = String;
    type Value = TopicDescription;
    type Request<'a> = MetadataRequest<'a>;
    const EFFECT: Effect = Effect::Read;

    fn key(&self, name: &String) -> String {
        name.clone()
    }

    fn check(&self, name: &String) -> Result<()> {
        validate_name(name)
    }

    fn route<'a>(&self, _: &'a String) -> Route<'a> {
        Route::Any
    }

    fn request<'a>(&'a self, names: &[&'a String], terms: Terms) -> Result<MetadataRequest<'a>> {
        Ok(MetadataRequest {
            topics: Some(names.iter().map(|name| to_describe(name)).collect()),
            allow_auto_topic_creation: false,
            include_topic_authorized_operations: terms.version >= 8,
            ..MetadataRequest::default()
        })
    }

    fn answers(
        &self,
        names: &[&String],
        response: &MetadataResponse<'_>,
    ) -> Result<Vec<Result<TopicDescription>>> {
        checked(ApiKey::METADATA, response.error_code, None)?;
        let topics = response.topics.iter();
        let results =
            topics.map(|topic| (topic.name.unwrap_or_default(), move || description(&topic)));
        Ok(by_name(names.iter().map(|name| name.as_str()), results))
    }
}

fn to_describe(name: &str) -> MetadataRequestTopic<'_> {
    MetadataRequestTopic { name: Some(name), ..MetadataRequestTopic::default() }
}

pub(super) fn description(topic: &MetadataResponseTopic<'_>) -> Result<TopicDescription> {
    checked(ApiKey::METADATA, topic.error_code, None)?;
    let mut partitions: Vec<_> =
        topic.partitions.iter().map(|partition| described(&partition)).collect();
    partitions.sort_unstable_by_key(|partition| partition.index);
    Ok(TopicDescription {
        name: topic.name.unwrap_or_default().to_owned(),
        id: known(topic.topic_id),
        internal: topic.is_internal,
        partitions,
        authorized_operations: AuthorizedOperations::from_bits(topic.topic_authorized_operations),
    })
}

fn described(partition: &MetadataResponsePartition<'_>) -> Partition {
    Partition {
        index: partition.partition_index,
        leader: Some(partition.leader_id).filter(|id| *id >= 0),
        replicas: partition.replica_nodes.iter().collect(),
        isr: partition.isr_nodes.iter().collect(),
        offline: partition.offline_replicas.iter().collect(),
        elr: None,
        last_known_elr: None,
    }
}

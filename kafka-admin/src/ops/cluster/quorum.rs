//! The KRaft quorum: its leader, voters and observers.

use kafka_proto::messages::describe_quorum::{
    DescribeQuorumRequest, DescribeQuorumResponse, ReplicaState, RequestPartitionData,
    RequestTopicData, ResponsePartitionData,
};
use kafka_proto::{ApiKey, Uuid};

use crate::call::{Operation, Route, Terms, checked, one};
use crate::net::connection::Effect;
use crate::{Admin, Error, Result};

/// The log in which a KRaft cluster keeps its metadata.
const METADATA_TOPIC: &str = "__cluster_metadata";

/// Asks for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct DescribeQuorum;

/// The quorum of a KRaft cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct QuorumInfo {
    /// The id of the controller that leads, `None` while there is none.
    pub leader: Option<i32>,
    /// How often the leader changed.
    pub leader_epoch: i32,
    /// Up to which offset of the metadata log most voters agree.
    pub high_watermark: i64,
    /// The controllers that vote.
    pub voters: Vec<QuorumReplica>,
    /// Those that follow without a vote: brokers, and controllers that are to become voters.
    pub observers: Vec<QuorumReplica>,
    /// Where the voters are, from brokers that tell (DescribeQuorum v2).
    pub nodes: Vec<QuorumNode>,
}

/// A node that follows the metadata log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct QuorumReplica {
    /// Its id.
    pub id: i32,
    /// The id of its metadata directory (KIP-853), where it is known.
    pub directory_id: Option<Uuid>,
    /// How far its log goes, where it is known.
    pub log_end_offset: Option<i64>,
    /// When the leader last heard of it, in milliseconds since 1970 by the leader's clock.
    pub last_fetch_ms: Option<i64>,
    /// When it was last level with the leader, in milliseconds since 1970 by the leader's clock.
    pub last_caught_up_ms: Option<i64>,
}

/// A voter, with its ways in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct QuorumNode {
    /// Its id.
    pub id: i32,
    /// Its listeners.
    pub endpoints: Vec<RaftEndpoint>,
}

/// A listener of a controller.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RaftEndpoint {
    /// The listener's name, such as `CONTROLLER`.
    pub name: String,
    /// The host, as it was sent: any text at all.
    pub host: String,
    /// The port.
    pub port: u16,
}

impl RaftEndpoint {
    /// A listener of that name, at that host and port.
    pub fn new(name: impl Into<String>, host: impl Into<String>, port: u16) -> Self {
        Self { name: name.into(), host: host.into(), port }
    }
}

impl Admin {
    /// The KRaft quorum (Kafka 3.3 and later). It needs DESCRIBE on the cluster.
    ///
    /// # Errors
    /// The request failed.
    pub async fn describe_quorum(&self) -> Result<QuorumInfo> {
        self.call_about(DescribeQuorum, ()).await
    }
}

impl Operation for DescribeQuorum {
    type Item = ();
    type Key = &'static str;
    type Value = QuorumInfo;
    type Request<'a> = DescribeQuorumRequest<'a>;
    const EFFECT: Effect = Effect::Read;

    fn key(&self, (): &()) -> &'static str {
        "the quorum"
    }

    fn route<'a>(&self, (): &'a ()) -> Route<'a> {
        Route::Any
    }

    fn request<'a>(&'a self, _: &[&'a ()], _: Terms) -> Result<DescribeQuorumRequest<'a>> {
        let topic = RequestTopicData {
            topic_name: METADATA_TOPIC,
            partitions: vec![RequestPartitionData::default()].into(),
            ..RequestTopicData::default()
        };
        let topics = vec![topic].into();
        Ok(DescribeQuorumRequest { topics, ..DescribeQuorumRequest::default() })
    }

    fn answers(
        &self,
        _: &[&()],
        response: &DescribeQuorumResponse<'_>,
    ) -> Result<Vec<Result<QuorumInfo>>> {
        let api = ApiKey::DESCRIBE_QUORUM;
        checked(api, response.error_code, response.error_message)?;
        let topic = response.topics.iter().find(|it| it.topic_name == METADATA_TOPIC);
        let partition =
            topic.and_then(|it| it.partitions.iter().find(|it| it.partition_index == 0));
        let partition = partition.ok_or_else(Error::missing_item)?;
        checked(api, partition.error_code, partition.error_message)?;
        one(quorum(response, &partition))
    }
}

fn quorum(
    response: &DescribeQuorumResponse<'_>,
    partition: &ResponsePartitionData<'_>,
) -> QuorumInfo {
    let nodes = response.nodes.iter().map(|node| QuorumNode {
        id: node.node_id,
        endpoints: node
            .listeners
            .iter()
            .map(|it| RaftEndpoint::new(it.name, it.host, it.port))
            .collect(),
    });
    QuorumInfo {
        leader: known(partition.leader_id),
        leader_epoch: partition.leader_epoch,
        high_watermark: partition.high_watermark,
        voters: partition.current_voters.iter().map(|it| replica(&it)).collect(),
        observers: partition.observers.iter().map(|it| replica(&it)).collect(),
        nodes: nodes.collect(),
    }
}

fn replica(replica: &ReplicaState<'_>) -> QuorumReplica {
    let directory_id = replica.replica_directory_id;
    QuorumReplica {
        id: replica.replica_id,
        directory_id: (!directory_id.is_zero()).then_some(directory_id),
        log_end_offset: known(replica.log_end_offset),
        last_fetch_ms: known(replica.last_fetch_timestamp),
        last_caught_up_ms: known(replica.last_caught_up_timestamp),
    }
}

/// -1 is not known.
fn known<N: Into<i64> + Copy>(number: N) -> Option<N> {
    (number.into() >= 0).then_some(number)
}

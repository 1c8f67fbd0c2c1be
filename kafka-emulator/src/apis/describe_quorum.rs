//! DescribeQuorum: the controllers and how far their logs go (KIP-595, KIP-836, KIP-853).

use kafka_proto::messages::describe_quorum::{
    DescribeQuorumRequest, DescribeQuorumResponse, Listener, Node, ReplicaState, RequestTopicData,
    ResponsePartitionData, ResponseTopicData,
};
use kafka_proto::{AclOperation, Array, ErrorCode, Uuid};

use super::{Call, Outcome};
use crate::cluster::Cluster;
use crate::profile::KRAFT_VERSION;
use crate::refusal::Refusal;
use crate::state::quorum::{CONTROLLER_LISTENER, CONTROLLER_PORT, Controller, Quorum};

/// The topic whose leader is the active controller.
const METADATA_TOPIC: &str = "__cluster_metadata";

/// How often a controller that has nothing to write writes nothing
/// (`metadata.max.idle.interval.ms`).
const IDLE_INTERVAL_MS: i64 = 500;

pub(super) fn answer(call: &Call<'_>, request: &DescribeQuorumRequest<'_>) -> Outcome {
    if !call.authorizer().allows_on_cluster(AclOperation::DESCRIBE) {
        return refuse(call, request, &Refusal::of(ErrorCode::CLUSTER_AUTHORIZATION_FAILED));
    }
    if !is_metadata(request) {
        let topics = request.topics.iter().map(|topic| unknown(&topic));
        return call
            .reply(&DescribeQuorumResponse { topics: topics.collect(), ..Default::default() });
    }
    let (cluster, quorum) = (call.cluster, call.cluster.state.quorum.now());
    let partitions = vec![described(call, &quorum)].into();
    let topic = ResponseTopicData { topic_name: METADATA_TOPIC, partitions, ..Default::default() };
    call.reply(&DescribeQuorumResponse {
        topics: vec![topic].into(),
        nodes: if call.version() >= 2 { nodes(cluster, &quorum).into() } else { Array::default() },
        ..Default::default()
    })
}

pub(super) fn refuse(
    call: &Call<'_>,
    _request: &DescribeQuorumRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    call.reply(&DescribeQuorumResponse {
        error_code: refusal.code,
        error_message: refusal.message(),
        ..Default::default()
    })
}

/// Whether it asks about the one partition that there is, and nothing else.
fn is_metadata(request: &DescribeQuorumRequest<'_>) -> bool {
    let mut topics = request.topics.iter();
    let (Some(topic), None) = (topics.next(), topics.next()) else { return false };
    let mut partitions = topic.partitions.iter();
    let is_first = partitions.next().is_some_and(|it| it.partition_index == 0);
    topic.topic_name == METADATA_TOPIC && is_first && partitions.next().is_none()
}

fn unknown<'a>(topic: &RequestTopicData<'a>) -> ResponseTopicData<'a> {
    const TEXT: &str = "This server does not host this topic-partition.";
    let partitions = topic.partitions.iter().map(|asked| ResponsePartitionData {
        partition_index: asked.partition_index,
        error_code: ErrorCode::UNKNOWN_TOPIC_OR_PARTITION,
        error_message: Some(TEXT),
        ..Default::default()
    });
    ResponseTopicData {
        topic_name: topic.topic_name,
        partitions: partitions.collect(),
        ..Default::default()
    }
}

fn described(call: &Call<'_>, quorum: &Quorum) -> ResponsePartitionData<'static> {
    let cluster = call.cluster;
    let now = cluster.clock.milliseconds();
    let high_watermark = cluster.clock.running() / IDLE_INTERVAL_MS + 1;
    // With static voters their directories do not count, and before v2 there are none.
    let kraft = cluster.state.features.now().level_of(cluster.profile, KRAFT_VERSION);
    let has_directories = kraft > 0 && call.version() >= 2;
    let state = |(replica_id, directory): Controller| ReplicaState {
        replica_id,
        replica_directory_id: if has_directories { directory } else { Uuid::ZERO },
        log_end_offset: high_watermark,
        last_fetch_timestamp: now,
        last_caught_up_timestamp: now,
        ..Default::default()
    };
    ResponsePartitionData {
        leader_id: quorum.leader(),
        leader_epoch: quorum.epoch(),
        high_watermark,
        current_voters: quorum.voters().map(state).collect(),
        observers: quorum.observers().map(state).collect(),
        ..Default::default()
    }
}

/// Where the voters are: clients cannot connect there.
fn nodes<'a>(cluster: &'a Cluster, quorum: &Quorum) -> Vec<Node<'a>> {
    let nodes = quorum.voters().filter_map(|(node_id, _)| {
        let broker = cluster.brokers.iter().find(|broker| broker.id == node_id)?;
        let (name, port) = (CONTROLLER_LISTENER, CONTROLLER_PORT);
        let listener = Listener { name, host: &broker.host, port, ..Default::default() };
        Some(Node { node_id, listeners: vec![listener].into(), ..Default::default() })
    });
    nodes.collect()
}

//! The cluster: its brokers, and where partitions are.

use kafka_proto::messages as m;
use kafka_proto::messages::alter_partition_reassignments::{
    ReassignablePartition, ReassignableTopic,
};
use kafka_proto::messages::elect_leaders::TopicPartitions;

use super::*;

pub(super) const NEEDS: &[Need] = &[
    Need {
        api: ApiKey::ELECT_LEADERS,
        ask: elect_leaders,
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, &[Op::ALL, Op::ALTER])],
    },
    Need {
        api: ApiKey::ALTER_PARTITION_REASSIGNMENTS,
        ask: alter_partition_reassignments,
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, &[Op::ALL, Op::ALTER])],
    },
    Need {
        api: ApiKey::LIST_PARTITION_REASSIGNMENTS,
        ask: list_partition_reassignments,
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, DESCRIBE)],
    },
];

fn elect_leaders(cluster: &Cluster) -> ErrorCode {
    let partitions = vec![0].into();
    let asked = vec![TopicPartitions { topic: NAME, partitions, ..Default::default() }].into();
    let request = m::ElectLeadersRequest { topic_partitions: Some(asked), ..Default::default() };
    let frame = ask(cluster, &user(), 2, &request).unwrap();
    read::<m::ElectLeadersRequest<'_>>(&frame, 2).error_code
}

fn alter_partition_reassignments(cluster: &Cluster) -> ErrorCode {
    let partitions = vec![ReassignablePartition { replicas: None, ..Default::default() }].into();
    let topics = vec![ReassignableTopic { name: NAME, partitions, ..Default::default() }].into();
    let request = m::AlterPartitionReassignmentsRequest { topics, ..Default::default() };
    let frame = ask(cluster, &user(), 0, &request).unwrap();
    read::<m::AlterPartitionReassignmentsRequest<'_>>(&frame, 0).error_code
}

fn list_partition_reassignments(cluster: &Cluster) -> ErrorCode {
    let request = m::ListPartitionReassignmentsRequest::default();
    let frame = ask(cluster, &user(), 0, &request).unwrap();
    read::<m::ListPartitionReassignmentsRequest<'_>>(&frame, 0).error_code
}

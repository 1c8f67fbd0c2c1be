//! The cluster: its brokers, and where partitions are.

use kafka_proto::messages as m;
use kafka_proto::messages::alter_partition_reassignments::{
    ReassignablePartition, ReassignableTopic,
};
use kafka_proto::messages::alter_replica_log_dirs::{AlterReplicaLogDir, AlterReplicaLogDirTopic};
use kafka_proto::messages::elect_leaders::TopicPartitions;

use super::*;

pub(super) const NEEDS: &[Need] = &[
    Need {
        api: ApiKey::ALTER_REPLICA_LOG_DIRS,
        ask: alter_replica_log_dirs,
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, &[Op::ALL, Op::ALTER])],
    },
    Need {
        api: ApiKey::DESCRIBE_LOG_DIRS,
        ask: describe_log_dirs,
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, DESCRIBE)],
    },
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
    Need {
        api: ApiKey::DESCRIBE_QUORUM,
        ask: describe_quorum,
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, DESCRIBE)],
    },
    Need {
        api: ApiKey::UPDATE_FEATURES,
        ask: update_features,
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, &[Op::ALL, Op::ALTER])],
    },
    Need {
        api: ApiKey::UNREGISTER_BROKER,
        ask: unregister_broker,
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, &[Op::ALL, Op::ALTER])],
    },
    Need {
        api: ApiKey::UNREGISTER_CONTROLLER,
        ask: unregister_controller,
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, &[Op::ALL, Op::ALTER])],
    },
    Need {
        api: ApiKey::ADD_RAFT_VOTER,
        ask: add_raft_voter,
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, &[Op::ALL, Op::ALTER])],
    },
    Need {
        api: ApiKey::REMOVE_RAFT_VOTER,
        ask: remove_raft_voter,
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, &[Op::ALL, Op::ALTER])],
    },
];

fn alter_replica_log_dirs(cluster: &Cluster) -> ErrorCode {
    let topic =
        AlterReplicaLogDirTopic { name: NAME, partitions: vec![0].into(), ..Default::default() };
    let dir = AlterReplicaLogDir { path: "/x", topics: vec![topic].into(), ..Default::default() };
    let request = m::AlterReplicaLogDirsRequest { dirs: vec![dir].into(), ..Default::default() };
    let frame = ask(cluster, &user(), 2, &request).unwrap();
    let response = read::<m::AlterReplicaLogDirsRequest<'_>>(&frame, 2);
    let topic = response.results.iter().next().unwrap();
    topic.partitions.iter().next().unwrap().error_code
}

fn describe_log_dirs(cluster: &Cluster) -> ErrorCode {
    let request = m::DescribeLogDirsRequest::default();
    let frame = ask(cluster, &user(), 4, &request).unwrap();
    read::<m::DescribeLogDirsRequest<'_>>(&frame, 4).error_code
}

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

fn describe_quorum(cluster: &Cluster) -> ErrorCode {
    let frame = ask(cluster, &user(), 2, &m::DescribeQuorumRequest::default()).unwrap();
    read::<m::DescribeQuorumRequest<'_>>(&frame, 2).error_code
}

fn update_features(cluster: &Cluster) -> ErrorCode {
    let frame = ask(cluster, &user(), 2, &m::UpdateFeaturesRequest::default()).unwrap();
    read::<m::UpdateFeaturesRequest<'_>>(&frame, 2).error_code
}

fn unregister_broker(cluster: &Cluster) -> ErrorCode {
    let request = m::UnregisterBrokerRequest { broker_id: 1, ..Default::default() };
    let frame = ask(cluster, &user(), 0, &request).unwrap();
    read::<m::UnregisterBrokerRequest<'_>>(&frame, 0).error_code
}

fn unregister_controller(cluster: &Cluster) -> ErrorCode {
    let request = m::UnregisterControllerRequest { controller_id: 1, ..Default::default() };
    let frame = ask(cluster, &user(), 0, &request).unwrap();
    read::<m::UnregisterControllerRequest<'_>>(&frame, 0).error_code
}

fn add_raft_voter(cluster: &Cluster) -> ErrorCode {
    let frame = ask(cluster, &user(), 1, &m::AddRaftVoterRequest::default()).unwrap();
    read::<m::AddRaftVoterRequest<'_>>(&frame, 1).error_code
}

fn remove_raft_voter(cluster: &Cluster) -> ErrorCode {
    let frame = ask(cluster, &user(), 0, &m::RemoveRaftVoterRequest::default()).unwrap();
    read::<m::RemoveRaftVoterRequest<'_>>(&frame, 0).error_code
}

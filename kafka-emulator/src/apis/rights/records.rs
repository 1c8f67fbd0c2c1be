//! Records and their producers.

use kafka_proto::Opaque;
use kafka_proto::messages as m;
use kafka_proto::messages::add_partitions_to_txn::AddPartitionsToTxnTopic;
use kafka_proto::messages::delete_records::{DeleteRecordsPartition, DeleteRecordsTopic};
use kafka_proto::messages::describe_producers::TopicRequest;
use kafka_proto::messages::fetch::{FetchPartition, FetchTopic};
use kafka_proto::messages::offset_for_leader_epoch::{
    OffsetForLeaderPartition, OffsetForLeaderTopic,
};
use kafka_proto::messages::produce::{PartitionProduceData, TopicProduceData};
use kafka_proto::messages::write_txn_markers::{WritableTxnMarker, WritableTxnMarkerTopic};

use super::*;
use crate::state::log::batch::tests::Parts;

/// What may be done to write without a transaction, at all.
const WRITE: &[Op] = &[Op::ALL, Op::WRITE];

pub(super) const NEEDS: &[Need] = &[
    Need {
        api: ApiKey::PRODUCE,
        ask: produce,
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, WRITE)],
    },
    Need {
        api: ApiKey::PRODUCE,
        ask: produce_in_a_transaction,
        refusal: ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
        enough: &[(On::TRANSACTIONAL_ID, WRITE)],
    },
    Need {
        api: ApiKey::FETCH,
        ask: |cluster| fetch(cluster, -1),
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, &[Op::ALL, Op::READ])],
    },
    Need {
        api: ApiKey::FETCH,
        ask: |cluster| fetch(cluster, 1),
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, &[Op::ALL, Op::CLUSTER_ACTION])],
    },
    Need {
        api: ApiKey::DELETE_RECORDS,
        ask: delete_records,
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, &[Op::ALL, Op::DELETE])],
    },
    Need {
        api: ApiKey::OFFSET_FOR_LEADER_EPOCH,
        ask: offset_for_leader_epoch,
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, DESCRIBE), (On::CLUSTER, &[Op::ALL, Op::CLUSTER_ACTION])],
    },
    Need {
        api: ApiKey::ADD_PARTITIONS_TO_TXN,
        ask: add_partitions_to_txn,
        refusal: ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
        enough: &[(On::TRANSACTIONAL_ID, WRITE)],
    },
    Need {
        api: ApiKey::ADD_PARTITIONS_TO_TXN,
        ask: add_partitions_for_brokers,
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, &[Op::ALL, Op::CLUSTER_ACTION])],
    },
    Need {
        api: ApiKey::END_TXN,
        ask: end_txn,
        refusal: ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
        enough: &[(On::TRANSACTIONAL_ID, WRITE)],
    },
    Need {
        api: ApiKey::WRITE_TXN_MARKERS,
        ask: write_txn_markers,
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, WRITE_MARKERS)],
    },
    Need {
        api: ApiKey::DESCRIBE_PRODUCERS,
        ask: describe_producers,
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, &[Op::ALL, Op::READ])],
    },
    Need {
        api: ApiKey::DESCRIBE_TRANSACTIONS,
        ask: describe_transactions,
        refusal: ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
        enough: &[(On::TRANSACTIONAL_ID, DESCRIBE)],
    },
    Need {
        api: ApiKey::INIT_PRODUCER_ID,
        ask: |cluster| init_producer_id(cluster, None),
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, &[Op::ALL, Op::IDEMPOTENT_WRITE]), (On::TOPIC, WRITE)],
    },
    Need {
        api: ApiKey::INIT_PRODUCER_ID,
        ask: |cluster| init_producer_id(cluster, Some(NAME)),
        refusal: ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
        enough: &[(On::TRANSACTIONAL_ID, WRITE)],
    },
];

/// What a coordinator and an administrator may do to transactions.
pub(super) const WRITE_MARKERS: &[Op] = &[Op::ALL, Op::ALTER, Op::CLUSTER_ACTION];

fn add_partitions_to_txn(cluster: &Cluster) -> ErrorCode {
    let partitions = vec![0].into();
    let topic = AddPartitionsToTxnTopic { name: NAME, partitions, ..Default::default() };
    let request = m::AddPartitionsToTxnRequest {
        v3_and_below_transactional_id: NAME,
        v3_and_below_topics: vec![topic].into(),
        ..Default::default()
    };
    let frame = ask(cluster, &user(), 3, &request).unwrap();
    let response = read::<m::AddPartitionsToTxnRequest<'_>>(&frame, 3);
    let topic = response.results_by_topic_v3_and_below.iter().next().unwrap();
    topic.results_by_partition.iter().next().unwrap().partition_error_code
}

fn add_partitions_for_brokers(cluster: &Cluster) -> ErrorCode {
    let request = m::AddPartitionsToTxnRequest::default();
    let frame = ask(cluster, &user(), 5, &request).unwrap();
    read::<m::AddPartitionsToTxnRequest<'_>>(&frame, 5).error_code
}

fn end_txn(cluster: &Cluster) -> ErrorCode {
    let request = m::EndTxnRequest { transactional_id: NAME, ..Default::default() };
    let frame = ask(cluster, &user(), 5, &request).unwrap();
    read::<m::EndTxnRequest<'_>>(&frame, 5).error_code
}

fn write_txn_markers(cluster: &Cluster) -> ErrorCode {
    let partition_indexes = vec![0].into();
    let topic = WritableTxnMarkerTopic { name: NAME, partition_indexes, ..Default::default() };
    let marker = WritableTxnMarker { topics: vec![topic].into(), ..Default::default() };
    let request = m::WriteTxnMarkersRequest { markers: vec![marker].into(), ..Default::default() };
    let frame = ask(cluster, &user(), 1, &request).unwrap();
    let response = read::<m::WriteTxnMarkersRequest<'_>>(&frame, 1);
    let topic = response.markers.iter().next().unwrap().topics.iter().next().unwrap();
    topic.partitions.iter().next().unwrap().error_code
}

fn describe_producers(cluster: &Cluster) -> ErrorCode {
    let partition_indexes = vec![0].into();
    let topic = TopicRequest { name: NAME, partition_indexes, ..Default::default() };
    let request = m::DescribeProducersRequest { topics: vec![topic].into(), ..Default::default() };
    let frame = ask(cluster, &user(), 0, &request).unwrap();
    let response = read::<m::DescribeProducersRequest<'_>>(&frame, 0);
    let topic = response.topics.iter().next().unwrap();
    topic.partitions.iter().next().unwrap().error_code
}

fn describe_transactions(cluster: &Cluster) -> ErrorCode {
    let ids = [NAME];
    let request =
        m::DescribeTransactionsRequest { transactional_ids: (&ids).into(), ..Default::default() };
    let frame = ask(cluster, &user(), 0, &request).unwrap();
    let response = read::<m::DescribeTransactionsRequest<'_>>(&frame, 0);
    response.transaction_states.iter().next().unwrap().error_code
}

fn produce(cluster: &Cluster) -> ErrorCode {
    ask_to_produce(cluster, None, &Parts::of(0, &["v"]))
}

fn produce_in_a_transaction(cluster: &Cluster) -> ErrorCode {
    let mut parts = Parts::of(0, &["v"]).by(7, 0, 0);
    parts.header.attributes = 1 << 4;
    ask_to_produce(cluster, Some(NAME), &parts)
}

fn ask_to_produce(cluster: &Cluster, transactional_id: Option<&str>, parts: &Parts) -> ErrorCode {
    let bytes = parts.bytes();
    let data = PartitionProduceData { records: Some(Opaque(&bytes)), ..Default::default() };
    let partition_data = vec![data].into();
    let topic = TopicProduceData { name: NAME, partition_data, ..Default::default() };
    let topic_data = vec![topic].into();
    let request =
        m::ProduceRequest { transactional_id, acks: -1, topic_data, ..Default::default() };
    let frame = ask(cluster, &user(), 12, &request).unwrap();
    let response = read::<m::ProduceRequest<'_>>(&frame, 12);
    let topic = response.responses.iter().next().unwrap();
    topic.partition_responses.iter().next().unwrap().error_code
}

fn init_producer_id(cluster: &Cluster, transactional_id: Option<&str>) -> ErrorCode {
    let request = m::InitProducerIdRequest {
        transactional_id,
        transaction_timeout_ms: 1000,
        ..Default::default()
    };
    let frame = ask(cluster, &user(), 5, &request).unwrap();
    read::<m::InitProducerIdRequest<'_>>(&frame, 5).error_code
}

/// As a consumer (-1), or as a replica.
fn fetch(cluster: &Cluster, replica_id: i32) -> ErrorCode {
    let partitions = vec![FetchPartition::default()].into();
    let topics = vec![FetchTopic { topic: NAME, partitions, ..Default::default() }].into();
    let request = m::FetchRequest { replica_id, topics, ..Default::default() };
    let frame = ask(cluster, &user(), 12, &request).unwrap();
    let response = read::<m::FetchRequest<'_>>(&frame, 12);
    let topic = response.responses.iter().next().unwrap();
    topic.partitions.iter().next().unwrap().error_code
}

fn delete_records(cluster: &Cluster) -> ErrorCode {
    let partitions = vec![DeleteRecordsPartition::default()].into();
    let topics = vec![DeleteRecordsTopic { name: NAME, partitions, ..Default::default() }].into();
    let request = m::DeleteRecordsRequest { topics, ..Default::default() };
    let frame = ask(cluster, &user(), 2, &request).unwrap();
    let response = read::<m::DeleteRecordsRequest<'_>>(&frame, 2);
    let topic = response.topics.iter().next().unwrap();
    topic.partitions.iter().next().unwrap().error_code
}

fn offset_for_leader_epoch(cluster: &Cluster) -> ErrorCode {
    let partitions = vec![OffsetForLeaderPartition::default()].into();
    let topics = vec![OffsetForLeaderTopic { topic: NAME, partitions, ..Default::default() }];
    let request = m::OffsetForLeaderEpochRequest { topics: topics.into(), ..Default::default() };
    let frame = ask(cluster, &user(), 4, &request).unwrap();
    let response = read::<m::OffsetForLeaderEpochRequest<'_>>(&frame, 4);
    let topic = response.topics.iter().next().unwrap();
    topic.partitions.iter().next().unwrap().error_code
}

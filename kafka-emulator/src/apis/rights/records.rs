//! Records and their producers.

use kafka_proto::Opaque;
use kafka_proto::messages as m;
use kafka_proto::messages::delete_records::{DeleteRecordsPartition, DeleteRecordsTopic};
use kafka_proto::messages::fetch::{FetchPartition, FetchTopic};
use kafka_proto::messages::offset_for_leader_epoch::{
    OffsetForLeaderPartition, OffsetForLeaderTopic,
};
use kafka_proto::messages::produce::{PartitionProduceData, TopicProduceData};

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

//! Transactional ids.

use kafka_proto::messages as m;
use kafka_proto::messages::add_partitions_to_txn::{
    AddPartitionsToTxnTopic, AddPartitionsToTxnTransaction,
};

use super::*;

const WRITE: &[Op] = &[Op::ALL, Op::WRITE];

pub(super) const NEEDS: &[Need] = &[
    Need {
        api: ApiKey::ADD_OFFSETS_TO_TXN,
        ask: |cluster| add_offsets(cluster, NAME, "other"),
        refusal: ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
        enough: &[(On::TRANSACTIONAL_ID, WRITE)],
    },
    Need {
        api: ApiKey::ADD_OFFSETS_TO_TXN,
        ask: |cluster| {
            grant(cluster, Op::ALL, On::TRANSACTIONAL_ID, "id");
            add_offsets(cluster, "id", NAME)
        },
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, &[Op::ALL, Op::READ])],
    },
    Need {
        api: ApiKey::TXN_OFFSET_COMMIT,
        ask: |cluster| commit_offsets(cluster, NAME, "other"),
        refusal: ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
        enough: &[(On::TRANSACTIONAL_ID, WRITE)],
    },
    Need {
        api: ApiKey::TXN_OFFSET_COMMIT,
        ask: |cluster| {
            grant(cluster, Op::ALL, On::TRANSACTIONAL_ID, "id");
            commit_offsets(cluster, "id", NAME)
        },
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, &[Op::ALL, Op::READ])],
    },
    Need {
        api: ApiKey::TXN_OFFSET_COMMIT,
        ask: |cluster| {
            grant(cluster, Op::ALL, On::TRANSACTIONAL_ID, "id");
            grant(cluster, Op::READ, On::GROUP, "group");
            commit_offsets(cluster, "id", "group")
        },
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, &[Op::ALL, Op::READ])],
    },
    Need {
        api: ApiKey::ADD_PARTITIONS_TO_TXN,
        ask: |cluster| add_partitions(cluster, NAME, 3),
        refusal: ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
        enough: &[(On::TRANSACTIONAL_ID, WRITE)],
    },
    Need {
        api: ApiKey::ADD_PARTITIONS_TO_TXN,
        ask: add_partitions_with_the_id,
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, WRITE)],
    },
    Need {
        api: ApiKey::ADD_PARTITIONS_TO_TXN,
        ask: |cluster| add_partitions(cluster, NAME, 5),
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, &[Op::ALL, Op::CLUSTER_ACTION])],
    },
    Need {
        api: ApiKey::END_TXN,
        ask: end,
        refusal: ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
        enough: &[(On::TRANSACTIONAL_ID, WRITE)],
    },
    Need {
        api: ApiKey::DESCRIBE_TRANSACTIONS,
        ask: describe,
        refusal: ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
        enough: &[(On::TRANSACTIONAL_ID, DESCRIBE)],
    },
];

fn add_partitions(cluster: &Cluster, id: &str, version: i16) -> ErrorCode {
    let partitions = [0];
    let topic = AddPartitionsToTxnTopic {
        name: NAME,
        partitions: (&partitions).into(),
        ..Default::default()
    };
    let topics = || vec![topic.clone()].into();
    let transaction = AddPartitionsToTxnTransaction {
        transactional_id: id,
        topics: topics(),
        ..Default::default()
    };
    let request = match version {
        4.. => m::AddPartitionsToTxnRequest {
            transactions: vec![transaction].into(),
            ..Default::default()
        },
        _ => m::AddPartitionsToTxnRequest {
            v3_and_below_transactional_id: id,
            v3_and_below_topics: topics(),
            ..Default::default()
        },
    };
    let frame = ask(cluster, &user(), version, &request).unwrap();
    let response = read::<m::AddPartitionsToTxnRequest<'_>>(&frame, version);
    let mut topics = response.results_by_topic_v3_and_below.iter();
    match topics.next() {
        None => response.error_code,
        Some(topic) => topic.results_by_partition.iter().next().unwrap().partition_error_code,
    }
}

/// Of the rights on the id, which is another one than the topic's name, all are there.
fn add_partitions_with_the_id(cluster: &Cluster) -> ErrorCode {
    grant(cluster, Op::ALL, On::TRANSACTIONAL_ID, "id");
    add_partitions(cluster, "id", 3)
}

fn end(cluster: &Cluster) -> ErrorCode {
    let request = m::EndTxnRequest { transactional_id: NAME, ..Default::default() };
    let frame = ask(cluster, &user(), 5, &request).unwrap();
    read::<m::EndTxnRequest<'_>>(&frame, 5).error_code
}

fn describe(cluster: &Cluster) -> ErrorCode {
    let ids = [NAME];
    let request =
        m::DescribeTransactionsRequest { transactional_ids: (&ids).into(), ..Default::default() };
    let frame = ask(cluster, &user(), 0, &request).unwrap();
    let response = read::<m::DescribeTransactionsRequest<'_>>(&frame, 0);
    response.transaction_states.iter().next().unwrap().error_code
}

fn add_offsets(cluster: &Cluster, transactional_id: &str, group_id: &str) -> ErrorCode {
    let request = m::AddOffsetsToTxnRequest { transactional_id, group_id, ..Default::default() };
    let frame = ask(cluster, &user(), 4, &request).unwrap();
    read::<m::AddOffsetsToTxnRequest<'_>>(&frame, 4).error_code
}

fn commit_offsets(cluster: &Cluster, transactional_id: &str, group_id: &str) -> ErrorCode {
    let partition = m::txn_offset_commit::TxnOffsetCommitRequestPartition::default();
    let topic = m::txn_offset_commit::TxnOffsetCommitRequestTopic {
        name: NAME,
        partitions: vec![partition].into(),
        ..Default::default()
    };
    let topics = vec![topic].into();
    let request =
        m::TxnOffsetCommitRequest { transactional_id, group_id, topics, ..Default::default() };
    let frame = ask(cluster, &user(), 5, &request).unwrap();
    let topic = read::<m::TxnOffsetCommitRequest<'_>>(&frame, 5).topics.iter().next().unwrap();
    topic.partitions.iter().next().unwrap().error_code
}

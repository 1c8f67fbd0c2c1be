//! DescribeTransactions (KIP-664).

use std::collections::BTreeMap;

use kafka_proto::messages::describe_transactions::{
    DescribeTransactionsRequest, DescribeTransactionsResponse, TopicData, TransactionState,
};
use kafka_proto::{AclOperation, ErrorCode, ResourceType};

use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::transactions::Transaction;

pub(super) fn answer(call: &Call<'_>, request: &DescribeTransactionsRequest<'_>) -> Outcome {
    let authorizer = call.authorizer();
    let mut found = Vec::with_capacity(request.transactional_ids.len());
    for id in request.transactional_ids.iter() {
        let may = authorizer.allows(AclOperation::DESCRIBE, ResourceType::TRANSACTIONAL_ID, id);
        found.push(match may {
            false => Err((id, ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED)),
            true if id.is_empty() => Err((id, ErrorCode::INVALID_REQUEST)),
            true => match call.cluster.state.transactions.find(id) {
                Some(transaction) => Ok((id, transaction)),
                None => Err((id, ErrorCode::TRANSACTIONAL_ID_NOT_FOUND)),
            },
        });
    }
    let states = found.iter().map(|it| match it {
        Ok((id, transaction)) => described(call, id, transaction),
        Err((id, code)) => failed(id, *code),
    });
    call.reply(&DescribeTransactionsResponse {
        transaction_states: states.collect(),
        ..Default::default()
    })
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &DescribeTransactionsRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let states = request.transactional_ids.iter().map(|id| failed(id, refusal.code));
    call.reply(&DescribeTransactionsResponse {
        transaction_states: states.collect(),
        ..Default::default()
    })
}

fn failed(transactional_id: &str, error_code: ErrorCode) -> TransactionState<'_> {
    TransactionState { error_code, transactional_id, ..Default::default() }
}

/// Only topics that the client may describe are told.
fn described<'a>(
    call: &Call<'_>,
    transactional_id: &'a str,
    transaction: &'a Transaction,
) -> TransactionState<'a> {
    let mut topics: BTreeMap<&str, Vec<i32>> = BTreeMap::new();
    for member in &transaction.partitions {
        topics.entry(&member.topic).or_default().push(member.partition);
    }
    let authorizer = call.authorizer();
    topics.retain(|name, _| authorizer.allows(AclOperation::DESCRIBE, ResourceType::TOPIC, name));
    let topics = topics.into_iter().map(|(topic, partitions)| TopicData {
        topic,
        partitions: partitions.into(),
        ..Default::default()
    });
    TransactionState {
        transactional_id,
        transaction_state: transaction.stage.name(),
        transaction_timeout_ms: transaction.timeout_ms,
        transaction_start_time_ms: transaction.started_ms,
        producer_id: transaction.producer.id,
        producer_epoch: transaction.producer.epoch,
        topics: topics.collect(),
        ..Default::default()
    }
}

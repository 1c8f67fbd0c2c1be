//! DescribeTransactions (KIP-664).

use std::collections::BTreeMap;

use kafka_proto::messages::describe_transactions::{
    DescribeTransactionsRequest, DescribeTransactionsResponse, TopicData, TransactionState,
};
use kafka_proto::{AclOperation, ErrorCode, ResourceType};

use super::transaction::{check_here, may, settled};
use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::transactions::{Transaction, Transactions};

pub(super) fn answer(call: &Call<'_>, request: &DescribeTransactionsRequest<'_>) -> Outcome {
    let transactions = settled(call);
    let states = request.transactional_ids.iter().map(|id| {
        let found = find(call, &transactions, id);
        found.map_or_else(|code| failed(id, code), |it| described(call, id, it))
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

fn find<'t>(
    call: &Call<'_>,
    transactions: &'t Transactions,
    id: &str,
) -> Result<&'t Transaction, ErrorCode> {
    if !may(call, AclOperation::DESCRIBE, id) {
        return Err(ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
    }
    check_here(call, id)?;
    transactions.get(id).ok_or(ErrorCode::TRANSACTIONAL_ID_NOT_FOUND)
}

/// Topics that the client may not DESCRIBE are left out.
fn described<'a>(call: &Call<'_>, id: &'a str, it: &'a Transaction) -> TransactionState<'a> {
    let mut topics: BTreeMap<&str, Vec<i32>> = BTreeMap::new();
    for (topic, partition) in it.parts.iter() {
        topics.entry(topic).or_default().push(*partition);
    }
    topics.retain(|topic, _| {
        call.authorizer().allows(AclOperation::DESCRIBE, ResourceType::TOPIC, topic)
    });
    let topics = topics.into_iter().map(|(topic, partitions)| TopicData {
        topic,
        partitions: partitions.into(),
        ..Default::default()
    });
    TransactionState {
        transactional_id: id,
        transaction_state: it.phase.name(),
        transaction_timeout_ms: it.timeout_ms,
        transaction_start_time_ms: it.started,
        producer_id: it.producer.id,
        producer_epoch: it.producer.epoch,
        topics: topics.collect(),
        ..Default::default()
    }
}

fn failed(id: &str, error_code: ErrorCode) -> TransactionState<'_> {
    TransactionState { transactional_id: id, error_code, ..Default::default() }
}

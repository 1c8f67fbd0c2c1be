//! AddPartitionsToTxn: by producers up to v3, by other brokers from v4 on (KIP-890).

use std::collections::BTreeMap;
use std::sync::Arc;

use kafka_proto::messages::add_partitions_to_txn::{
    AddPartitionsToTxnPartitionResult, AddPartitionsToTxnRequest, AddPartitionsToTxnResponse,
    AddPartitionsToTxnResult, AddPartitionsToTxnTopic, AddPartitionsToTxnTopicResult,
};
use kafka_proto::{AclOperation, Array, ErrorCode, ResourceType};

use super::partition::{member, now_ms};
use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::topic::is_internal;
use crate::state::topics::Topics;
use crate::state::transactions::{Member, Producer};

type Asked<'q> = Array<'q, AddPartitionsToTxnTopic<'q>>;

pub(super) fn answer(call: &Call<'_>, request: &AddPartitionsToTxnRequest<'_>) -> Outcome {
    match call.version() {
        ..=3 => add(call, request),
        _ if !call.authorizer().allows_on_cluster(AclOperation::CLUSTER_ACTION) => {
            refuse(call, request, &Refusal::of(ErrorCode::CLUSTER_AUTHORIZATION_FAILED))
        }
        _ => add_for_brokers(call, request),
    }
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &AddPartitionsToTxnRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    match call.version() {
        ..=3 => reply(call, all(&request.v3_and_below_topics, |_, _| refusal.code)),
        _ => call
            .reply(&AddPartitionsToTxnResponse { error_code: refusal.code, ..Default::default() }),
    }
}

fn reply(call: &Call<'_>, results: Vec<AddPartitionsToTxnTopicResult<'_>>) -> Outcome {
    call.reply(&AddPartitionsToTxnResponse {
        results_by_topic_v3_and_below: results.into(),
        ..Default::default()
    })
}

/// The same kind of result for each partition. A topic that is there more than once is answered once.
fn all<'q>(
    topics: &Asked<'q>,
    code: impl Fn(&'q str, i32) -> ErrorCode,
) -> Vec<AddPartitionsToTxnTopicResult<'q>> {
    let mut results: BTreeMap<&str, Vec<AddPartitionsToTxnPartitionResult<'_>>> = BTreeMap::new();
    for topic in topics.iter() {
        let partitions = topic.partitions.iter().map(|index| AddPartitionsToTxnPartitionResult {
            partition_index: index,
            partition_error_code: code(topic.name, index),
            ..Default::default()
        });
        results.entry(topic.name).or_default().extend(partitions);
    }
    let results = results.into_iter().map(|(name, partitions)| AddPartitionsToTxnTopicResult {
        name,
        results_by_partition: partitions.into(),
        ..Default::default()
    });
    results.collect()
}

/// Adds all partitions, or none if one of them is not to be had.
fn add(call: &Call<'_>, request: &AddPartitionsToTxnRequest<'_>) -> Outcome {
    let (id, asked) = (request.v3_and_below_transactional_id, &request.v3_and_below_topics);
    let authorizer = call.authorizer();
    if !authorizer.allows(AclOperation::WRITE, ResourceType::TRANSACTIONAL_ID, id) {
        let code = ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
        return refuse(call, request, &Refusal::wordless(code));
    }
    let topics = call.cluster.state.topics.now();
    let wrong = |name: &str, index| wrong(call, &topics, name, index);
    let is_wrong = asked
        .iter()
        .any(|topic| topic.partitions.iter().any(|index| wrong(topic.name, index).is_some()));
    if is_wrong {
        let code =
            |name: &str, index| wrong(name, index).unwrap_or(ErrorCode::OPERATION_NOT_ATTEMPTED);
        return reply(call, all(asked, code));
    }
    let producer = Producer {
        id: request.v3_and_below_producer_id,
        epoch: request.v3_and_below_producer_epoch,
    };
    let added = match id {
        "" => Err(ErrorCode::INVALID_REQUEST),
        _ => {
            let members = members(&topics, asked);
            call.cluster.state.add_to_transaction(id, producer, members, now_ms())
        }
    };
    let code = match added {
        // Producers of before KIP-588 know only this code.
        Err(ErrorCode::PRODUCER_FENCED) if call.version() < 2 => ErrorCode::INVALID_PRODUCER_EPOCH,
        added => added.err().unwrap_or(ErrorCode::NONE),
    };
    reply(call, all(asked, |_, _| code))
}

/// Why a partition cannot be added.
fn wrong(call: &Call<'_>, topics: &Topics, name: &str, index: i32) -> Option<ErrorCode> {
    let may = call.authorizer().allows(AclOperation::WRITE, ResourceType::TOPIC, name);
    match may && !is_internal(name) {
        false => Some(ErrorCode::TOPIC_AUTHORIZATION_FAILED),
        true if member(topics.get(name), index).is_none() => {
            Some(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION)
        }
        true => None,
    }
}

fn members(topics: &Topics, asked: &Asked<'_>) -> Vec<Member> {
    let mut members = Vec::new();
    for topic in asked.iter() {
        let indexes = topic.partitions.iter();
        members.extend(indexes.filter_map(|index| member(topics.get(topic.name), index)));
    }
    members
}

fn add_for_brokers(call: &Call<'_>, request: &AddPartitionsToTxnRequest<'_>) -> Outcome {
    let topics = call.cluster.state.topics.now();
    let state = &call.cluster.state;
    let mut results = Vec::with_capacity(request.transactions.len());
    for it in request.transactions.iter() {
        let (id, producer) =
            (it.transactional_id, Producer { id: it.producer_id, epoch: it.producer_epoch });
        let topic_results = if it.verify_only {
            all(&it.topics, |name, index| {
                let absent = || Member { topic: Arc::from(name), id: [0; 16], partition: index };
                let member = member(topics.get(name), index).unwrap_or_else(absent);
                match state.is_in_transaction(id, producer, &member) {
                    Ok(true) => ErrorCode::NONE,
                    Ok(false) => ErrorCode::TRANSACTION_ABORTABLE,
                    Err(code) => code,
                }
            })
        } else {
            let members = members(&topics, &it.topics);
            let added = state.add_to_transaction(id, producer, members, now_ms());
            all(&it.topics, |_, _| added.err().unwrap_or(ErrorCode::NONE))
        };
        results.push(AddPartitionsToTxnResult {
            transactional_id: id,
            topic_results: topic_results.into(),
            ..Default::default()
        });
    }
    call.reply(&AddPartitionsToTxnResponse {
        results_by_transaction: results.into(),
        ..Default::default()
    })
}

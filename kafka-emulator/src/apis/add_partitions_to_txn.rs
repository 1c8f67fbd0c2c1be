//! AddPartitionsToTxn: what takes part in a transaction (KIP-98), and whether it does (KIP-890).

use std::sync::Arc;

use kafka_proto::messages::add_partitions_to_txn::{
    AddPartitionsToTxnPartitionResult, AddPartitionsToTxnRequest, AddPartitionsToTxnResponse,
    AddPartitionsToTxnResult, AddPartitionsToTxnTopic, AddPartitionsToTxnTopicResult,
    AddPartitionsToTxnTransaction,
};
use kafka_proto::{AclOperation, Array, ErrorCode, ResourceType};

use super::partition::now_ms;
use super::transaction::{change, check_here, may, settled, told};
use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::topic::is_internal;
use crate::state::transactions::{Part, Producer};

/// The first version that brokers ask each other in, about several transactions.
const OF_BROKERS: i16 = 4;

/// A code for each partition.
type Codes = Vec<(Part, ErrorCode)>;

pub(super) fn answer(call: &Call<'_>, request: &AddPartitionsToTxnRequest<'_>) -> Outcome {
    if call.version() < OF_BROKERS {
        let codes = added(call, &of_client(request));
        return of_one(call, &codes);
    }
    if !call.authorizer().allows_on_cluster(AclOperation::CLUSTER_ACTION) {
        let refusal = Refusal::wordless(ErrorCode::CLUSTER_AUTHORIZATION_FAILED);
        return refuse(call, request, &refusal);
    }
    let mut answered = Vec::new();
    for transaction in request.transactions.iter() {
        let codes = match transaction.verify_only {
            true => verified(call, &transaction),
            false => added(call, &transaction),
        };
        answered.push((transaction.transactional_id, codes));
    }
    let results = answered.iter().map(|(transactional_id, codes)| AddPartitionsToTxnResult {
        transactional_id,
        topic_results: topics(codes).into(),
        ..Default::default()
    });
    call.reply(&AddPartitionsToTxnResponse {
        results_by_transaction: results.collect(),
        ..Default::default()
    })
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &AddPartitionsToTxnRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    if call.version() < OF_BROKERS {
        return of_one(call, &each(&parts(&of_client(request).topics), refusal.code));
    }
    call.reply(&AddPartitionsToTxnResponse { error_code: refusal.code, ..Default::default() })
}

/// The request of a client, about one transaction.
fn of_client<'a>(request: &AddPartitionsToTxnRequest<'a>) -> AddPartitionsToTxnTransaction<'a> {
    AddPartitionsToTxnTransaction {
        transactional_id: request.v3_and_below_transactional_id,
        producer_id: request.v3_and_below_producer_id,
        producer_epoch: request.v3_and_below_producer_epoch,
        topics: request.v3_and_below_topics.clone(),
        ..Default::default()
    }
}

fn of_one(call: &Call<'_>, codes: &Codes) -> Outcome {
    call.reply(&AddPartitionsToTxnResponse {
        results_by_topic_v3_and_below: topics(codes).into(),
        ..Default::default()
    })
}

/// One partition that cannot be added keeps the others out, too.
fn added(call: &Call<'_>, asked: &AddPartitionsToTxnTransaction<'_>) -> Codes {
    let (id, all) = (asked.transactional_id, parts(&asked.topics));
    if call.version() < OF_BROKERS && !may(call, AclOperation::WRITE, id) {
        return each(&all, ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
    }
    let codes: Codes = all.iter().map(|part| (part.clone(), check(call, part))).collect();
    if codes.iter().any(|(_, code)| *code != ErrorCode::NONE) {
        let left =
            |code| if code == ErrorCode::NONE { ErrorCode::OPERATION_NOT_ATTEMPTED } else { code };
        return codes.into_iter().map(|(part, code)| (part, left(code))).collect();
    }
    let done = check_here(call, id).and_then(|()| {
        let parts = all.iter().cloned();
        change(call, |transactions| transactions.add(id, producer(asked), parts, now_ms()))
    });
    match done {
        Ok(()) => codes,
        Err(code) => each(&all, told(code, call.version() < 2)),
    }
}

fn verified(call: &Call<'_>, asked: &AddPartitionsToTxnTransaction<'_>) -> Codes {
    let (id, all) = (asked.transactional_id, parts(&asked.topics));
    if let Err(code) = check_here(call, id) {
        return each(&all, code);
    }
    let transactions = settled(call);
    let code = |part: &Part| match transactions.has(id, producer(asked), part) {
        Ok(true) => ErrorCode::NONE,
        Ok(false) => ErrorCode::TRANSACTION_ABORTABLE,
        Err(code) => code,
    };
    all.iter().map(|part| (part.clone(), code(part))).collect()
}

fn check(call: &Call<'_>, (topic, partition): &Part) -> ErrorCode {
    let may = call.authorizer().allows(AclOperation::WRITE, ResourceType::TOPIC, topic);
    if (call.version() < OF_BROKERS && !may) || is_internal(topic) {
        return ErrorCode::TOPIC_AUTHORIZATION_FAILED;
    }
    let topics = call.cluster.state.topics.now();
    let place = usize::try_from(*partition).ok();
    let found = topics.get(topic).and_then(|topic| topic.partitions.get(place?));
    found.map_or(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION, |_| ErrorCode::NONE)
}

fn producer(asked: &AddPartitionsToTxnTransaction<'_>) -> Producer {
    Producer { id: asked.producer_id, epoch: asked.producer_epoch }
}

fn parts(topics: &Array<'_, AddPartitionsToTxnTopic<'_>>) -> Vec<Part> {
    let mut parts = Vec::new();
    for topic in topics.iter() {
        let name: Arc<str> = Arc::from(topic.name);
        parts.extend(topic.partitions.iter().map(|partition| (Arc::clone(&name), partition)));
    }
    parts
}

fn each(parts: &[Part], code: ErrorCode) -> Codes {
    parts.iter().map(|part| (part.clone(), code)).collect()
}

/// By topic, in the order of the request.
fn topics(codes: &Codes) -> Vec<AddPartitionsToTxnTopicResult<'_>> {
    let mut topics: Vec<(&str, Vec<AddPartitionsToTxnPartitionResult<'_>>)> = Vec::new();
    for ((topic, partition_index), code) in codes {
        let result = AddPartitionsToTxnPartitionResult {
            partition_index: *partition_index,
            partition_error_code: *code,
            ..Default::default()
        };
        match topics.iter_mut().find(|(name, _)| *name == topic.as_ref()) {
            Some((_, results)) => results.push(result),
            None => topics.push((topic, vec![result])),
        }
    }
    let result = |(name, results): (_, Vec<_>)| AddPartitionsToTxnTopicResult {
        name,
        results_by_partition: results.into(),
        ..Default::default()
    };
    topics.into_iter().map(result).collect()
}

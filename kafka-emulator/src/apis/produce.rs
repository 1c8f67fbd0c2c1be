//! Produce: what `KafkaApis.handleProduceRequest` and `ReplicaManager` check, in their order.

use std::collections::BTreeMap;

use kafka_proto::messages::produce::{
    BatchIndexAndErrorMessage, LeaderIdAndEpoch, NodeEndpoint, PartitionProduceData,
    PartitionProduceResponse, ProduceRequest, ProduceResponse, TopicProduceData,
    TopicProduceResponse,
};
use kafka_proto::{AclOperation, ErrorCode, ResourceType, Uuid};

use super::partition::{Elsewhere, Leader, Named, Partition, endpoints_of, led, member, now_ms};
use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::log::Appended;
use crate::state::log::batch::Framed;
use crate::state::log::policy::Policy;
use crate::state::log::validate::{self, Refused};
use crate::state::topic::is_internal;
use crate::state::topics::Topics;
use crate::state::transactions::Producer;

/// Nobody waits for an answer.
const NO_ACKS: i16 = 0;
/// The answer is to come when all replicas in sync have the records.
const ALL: i16 = -1;
/// The first version that adds partitions to transactions.
const ADDS: i16 = 12;
/// The first version with topic ids.
const TOPIC_IDS: i16 = 13;

pub(super) fn answer(call: &Call<'_>, request: &ProduceRequest<'_>) -> Outcome {
    if !is_served(call) || has_null_records(request) {
        return Outcome::HangUp;
    }
    if let Err(refusal) = check_transaction(call, request) {
        return refuse(call, request, &refusal);
    }
    let topics = call.cluster.state.topics.now();
    let (mut last, mut answers) = (BTreeMap::new(), Vec::new());
    for topic in request.topic_data.iter() {
        for partition in topic.partition_data.iter() {
            // Of a partition that is there more than once the last counts.
            last.insert((Named::new(topic.name, topic.topic_id), partition.index), partition);
        }
    }
    for ((named, _), partition) in last {
        let appended = append(call, request, &topics, &named, &partition);
        answers.push((named, partition.index, appended));
    }
    reply(call, request.acks, &answers)
}

pub(super) fn refuse(call: &Call<'_>, request: &ProduceRequest<'_>, refusal: &Refusal) -> Outcome {
    if !is_served(call) || request.acks == NO_ACKS {
        return Outcome::HangUp;
    }
    let failed = |partition: PartitionProduceData<'_>| PartitionProduceResponse {
        index: partition.index,
        error_message: refusal.message().filter(|_| call.version() >= 8),
        ..without_offset(refusal.code)
    };
    let topic = |topic: TopicProduceData<'_>| {
        let partitions = topic.partition_data.iter().map(failed).collect();
        (Named::new(topic.name, topic.topic_id), partitions)
    };
    let topics: Vec<_> = request.topic_data.iter().map(topic).collect();
    send(call, &topics, Vec::new())
}

/// Kafka 4 lists the versions below 3 for a client that would not come otherwise, and serves none.
fn is_served(call: &Call<'_>) -> bool {
    call.version() >= 3 || call.cluster.profile.is_before_4()
}

/// Kafka never answers such a request, nor any after it.
fn has_null_records(request: &ProduceRequest<'_>) -> bool {
    let mut topics = request.topic_data.iter();
    topics.any(|topic| topic.partition_data.iter().any(|partition| partition.records.is_none()))
}

/// Refuses what is of a transaction in which the client may not write. Kafka looks for it from the first
/// partition on, and what it cannot read on that way spoils the whole request.
fn check_transaction(call: &Call<'_>, request: &ProduceRequest<'_>) -> Result<(), Refusal> {
    for topic in request.topic_data.iter() {
        for partition in topic.partition_data.iter() {
            let records = partition.records.as_deref().unwrap_or_default();
            let first = Framed::first(records)
                .map_err(|corrupt| Refusal::new(ErrorCode::CORRUPT_MESSAGE, corrupt.text()))?;
            if first.is_some_and(|(batch, _)| batch.is_transactional()) {
                return check_id(call, request.transactional_id);
            }
        }
    }
    Ok(())
}

fn check_id(call: &Call<'_>, id: Option<&str>) -> Result<(), Refusal> {
    let authorizer = call.authorizer();
    let may = |id| authorizer.allows(AclOperation::WRITE, ResourceType::TRANSACTIONAL_ID, id);
    match id.is_some_and(may) {
        true => Ok(()),
        false => Err(Refusal::wordless(ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED)),
    }
}

/// What became of one partition.
type Answered = Result<Appended, (Refused, Option<Leader>, i64)>;

fn append(
    call: &Call<'_>,
    request: &ProduceRequest<'_>,
    topics: &Topics,
    named: &Named,
    partition: &PartitionProduceData<'_>,
) -> Answered {
    let no = |refused| (refused, None, -1);
    let topic = match call.version() {
        TOPIC_IDS.. => {
            let topic = topics.get_by_id(Uuid(named.id));
            Some(topic.ok_or(no(Refused::early(ErrorCode::UNKNOWN_TOPIC_ID)))?)
        }
        _ => topics.get(&named.name),
    };
    let name = topic.map_or(&*named.name, |topic| topic.name.as_str());
    if !call.authorizer().allows(AclOperation::WRITE, ResourceType::TOPIC, name) {
        return Err(no(Refused::early(ErrorCode::TOPIC_AUTHORIZATION_FAILED)));
    }
    let leader = led(call, topics, topic, partition.index);
    let elsewhere = leader.as_ref().err().copied();
    if elsewhere == Some(Elsewhere::Unknown) {
        return Err(no(Refused::early(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION)));
    }
    let records = partition.records.as_deref().unwrap_or_default();
    let batch = validate::framed(records, call.version()).map_err(no)?;
    if let (Ok(partition), true) = (&leader, batch.is_transactional()) {
        let id = request.transactional_id.unwrap_or_default();
        check_membership(call, id, partition, &batch).map_err(no)?;
    }
    if !(-1..=1).contains(&request.acks) {
        return Err(no(Refused::early(ErrorCode::INVALID_REQUIRED_ACKS)));
    }
    if is_internal(name) {
        return Err(no(Refused::early(ErrorCode::INVALID_TOPIC_EXCEPTION)));
    }
    match leader {
        Ok(partition) if request.acks == ALL && !has_enough_in_sync(call, &partition) => {
            let start = call.cluster.state.logs.span(partition.id).start;
            Err((Refused::early(ErrorCode::NOT_ENOUGH_REPLICAS), None, start))
        }
        Ok(partition) => append_here(call, partition, batch),
        Err(Elsewhere::Led(leader)) => {
            let code = ErrorCode::NOT_LEADER_OR_FOLLOWER;
            Err((Refused::early(code), Some(leader), -1))
        }
        Err(Elsewhere::Unknown) => Err(no(Refused::early(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION))),
    }
}

/// Whether the partition is in the transaction of the producer. From v12 on it is added by this very request,
/// before that by AddPartitionsToTxn (KIP-890).
fn check_membership(
    call: &Call<'_>,
    id: &str,
    partition: &Partition<'_>,
    batch: &Framed<'_>,
) -> Result<(), Refused> {
    let (state, (producer_id, epoch)) = (&call.cluster.state, batch.producer());
    // Once it is open here, the id is not looked at.
    if state.logs.get(partition.id).is_some_and(|log| log.is_open(producer_id, epoch)) {
        return Ok(());
    }
    if call.version() < ADDS && !verifies(call) {
        return Ok(());
    }
    let producer = Producer { id: producer_id, epoch };
    let member = member(Some(partition.topic), partition.id.partition);
    let member = member.ok_or(Refused::early(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION))?;
    let is_member = match call.version() {
        ADDS.. => state.add_to_transaction(id, producer, [member], now_ms()).map(|()| true),
        _ => state.is_in_transaction(id, producer, &member),
    };
    match is_member {
        Ok(true) => Ok(()),
        Ok(false) if call.version() > 10 => Err(Refused::early(ErrorCode::TRANSACTION_ABORTABLE)),
        Ok(false) => Err(Refused::early(ErrorCode::INVALID_TXN_STATE)
            .worded("Partition was not added to the transaction")),
        Err(ErrorCode::PRODUCER_FENCED) => Err(Refused::early(ErrorCode::INVALID_PRODUCER_EPOCH)),
        Err(code) => Err(Refused::early(code)),
    }
}

/// KIP-890: whether this broker asks the coordinator before it takes the first batch of a transaction.
fn verifies(call: &Call<'_>) -> bool {
    let configs = call.cluster.state.configs.now();
    let set = configs.dynamic(call.broker().id).first("transaction.partition.verification.enable");
    set.is_none_or(|(value, _)| value != "false")
}

/// `min.insync.replicas`, as far as there are so many.
fn has_enough_in_sync(call: &Call<'_>, partition: &Partition<'_>) -> bool {
    let policy = Policy::of(partition.topic, call.cluster.profile);
    partition.in_sync >= policy.min_insync_replicas.min(partition.replicas)
}

fn append_here(call: &Call<'_>, partition: Partition<'_>, batch: Framed<'_>) -> Answered {
    let log = partition.log(call);
    let log = log.map_err(|code| (Refused::early(code), None, -1))?;
    let policy = Policy::of(partition.topic, call.cluster.profile);
    let name = format!("{}-{}", partition.topic.name, partition.id.partition);
    let checked = validate::check(batch, &policy, now_ms(), &name);
    let appended = checked.and_then(|mut it| {
        it.begins = batch.is_transactional() && call.version() >= ADDS;
        call.cluster.state.logs.append(&log, it, &policy)
    });
    appended.map_err(|refused| {
        let start = if refused.tells_start { log.span().start } else { -1 };
        (refused, None, start)
    })
}

fn reply(call: &Call<'_>, acks: i16, answers: &[(Named, i32, Answered)]) -> Outcome {
    call.count_produced();
    if acks == NO_ACKS {
        // A client that does not wait for answers learns of a failure by it.
        let is_done = answers.iter().all(|(_, _, answered)| answered.is_ok());
        return if is_done { call.silence() } else { Outcome::HangUp };
    }
    let mut grouped: Vec<(Named, Vec<PartitionProduceResponse<'_>>)> = Vec::new();
    let mut leaders = Vec::new();
    for (named, index, answered) in answers {
        let response = match answered {
            Ok(appended) => appended_at(*index, appended),
            Err((refused, leader, start)) => {
                leaders.extend(*leader);
                not_appended(call, *index, refused, *leader, *start)
            }
        };
        match grouped.last_mut() {
            Some((last, partitions)) if last == named => partitions.push(response),
            _ => grouped.push((named.clone(), vec![response])),
        }
    }
    send(call, &grouped, leaders)
}

fn appended_at(index: i32, appended: &Appended) -> PartitionProduceResponse<'static> {
    PartitionProduceResponse {
        index,
        base_offset: appended.base_offset,
        log_append_time_ms: appended.log_append_time,
        log_start_offset: appended.start,
        ..Default::default()
    }
}

fn not_appended<'a>(
    call: &Call<'_>,
    index: i32,
    refused: &'a Refused,
    leader: Option<Leader>,
    log_start_offset: i64,
) -> PartitionProduceResponse<'a> {
    let response =
        PartitionProduceResponse { index, log_start_offset, ..without_offset(refused.code) };
    if call.version() < 8 {
        return response;
    }
    let records = refused.records.iter().map(|(place, text)| BatchIndexAndErrorMessage {
        batch_index: *place,
        batch_index_error_message: Some(text),
        ..Default::default()
    });
    let leader = leader.filter(|_| call.version() >= 10).map(|Leader { id, epoch }| {
        LeaderIdAndEpoch { leader_id: id, leader_epoch: epoch, ..Default::default() }
    });
    PartitionProduceResponse {
        record_errors: records.collect(),
        error_message: refused.message.as_deref(),
        current_leader: leader.unwrap_or_default(),
        ..response
    }
}

fn without_offset(code: ErrorCode) -> PartitionProduceResponse<'static> {
    PartitionProduceResponse { error_code: code, base_offset: -1, ..Default::default() }
}

fn send(
    call: &Call<'_>,
    topics: &[(Named, Vec<PartitionProduceResponse<'_>>)],
    leaders: Vec<Leader>,
) -> Outcome {
    let has_ids = call.version() >= TOPIC_IDS;
    let responses = topics.iter().map(|(named, partitions)| TopicProduceResponse {
        name: if has_ids { "" } else { &named.name },
        topic_id: if has_ids { Uuid(named.id) } else { Uuid::ZERO },
        partition_responses: partitions.as_slice().into(),
        ..Default::default()
    });
    let endpoints = endpoints_of(call, &leaders).map(|(broker, port)| NodeEndpoint {
        node_id: broker.id,
        host: &broker.host,
        port: port.into(),
        ..Default::default()
    });
    let has_endpoints = call.version() >= 10;
    call.reply(&ProduceResponse {
        throttle_time_ms: call.throttle_time_ms(),
        responses: responses.collect(),
        node_endpoints: endpoints.filter(|_| has_endpoints).collect(),
        ..Default::default()
    })
}

#[cfg(test)]
mod tests;

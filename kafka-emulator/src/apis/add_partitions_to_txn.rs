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
        let codes = answered(call, &of_client(request));
        return of_one(call, &codes);
    }
    if !call.authorizer().allows_on_cluster(AclOperation::CLUSTER_ACTION) {
        let refusal = Refusal::wordless(ErrorCode::CLUSTER_AUTHORIZATION_FAILED);
        return refuse(call, request, &refusal);
    }
    let mut all = Vec::new();
    for transaction in request.transactions.iter() {
        all.push((transaction.transactional_id, answered(call, &transaction)));
    }
    let results = all.iter().map(|(transactional_id, codes)| AddPartitionsToTxnResult {
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

/// One partition that cannot take part keeps the others out, too.
fn answered(call: &Call<'_>, asked: &AddPartitionsToTxnTransaction<'_>) -> Codes {
    let (id, all) = (asked.transactional_id, parts(&asked.topics));
    if call.version() < OF_BROKERS && !may(call, AclOperation::WRITE, id) {
        return each(&all, ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
    }
    let codes: Codes = all.iter().map(|part| (part.clone(), check(call, part))).collect();
    if codes.iter().any(|(_, code)| *code != ErrorCode::NONE) {
        return codes.into_iter().map(|(part, code)| (part, attempted(code))).collect();
    }
    let done = check_here(call, id).and_then(|()| match asked.verify_only {
        true => verified(call, asked, &all),
        false => added(call, asked, all.clone()),
    });
    done.unwrap_or_else(|code| each(&all, told(code, call.version() < 2)))
}

/// What is told of a partition beside one that cannot take part.
fn attempted(code: ErrorCode) -> ErrorCode {
    if code == ErrorCode::NONE { ErrorCode::OPERATION_NOT_ATTEMPTED } else { code }
}

fn added(
    call: &Call<'_>,
    asked: &AddPartitionsToTxnTransaction<'_>,
    all: Vec<Part>,
) -> Result<Codes, ErrorCode> {
    let codes = each(&all, ErrorCode::NONE);
    let (id, producer) = (asked.transactional_id, producer(asked));
    change(call, |transactions| transactions.add(id, producer, all, now_ms()))?;
    Ok(codes)
}

fn verified(
    call: &Call<'_>,
    asked: &AddPartitionsToTxnTransaction<'_>,
    all: &[Part],
) -> Result<Codes, ErrorCode> {
    let transactions = settled(call);
    let mut codes = Codes::with_capacity(all.len());
    for part in all {
        let code = match transactions.has(asked.transactional_id, producer(asked), part)? {
            true => ErrorCode::NONE,
            false => ErrorCode::TRANSACTION_ABORTABLE,
        };
        codes.push((part.clone(), code));
    }
    Ok(codes)
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

#[cfg(test)]
mod tests {
    use kafka_proto::messages::init_producer_id::InitProducerIdRequest;

    use super::super::coordinator::tests::cluster;
    use super::super::tests::{ask, grant, iam, read, user};
    use super::*;
    use crate::client::Client;
    use crate::cluster::Cluster;

    const ID: &str = "x";

    /// Starts the producer of the id.
    fn init(cluster: &Cluster) -> Producer {
        let request = InitProducerIdRequest {
            transactional_id: Some(ID),
            transaction_timeout_ms: 1000,
            producer_id: -1,
            producer_epoch: -1,
            ..Default::default()
        };
        let frame = ask(cluster, &iam(), 5, &request).unwrap();
        let response = read::<InitProducerIdRequest<'_>>(&frame, 5);
        Producer { id: response.producer_id, epoch: response.producer_epoch }
    }

    fn codes(
        cluster: &Cluster,
        client: &Client,
        by: Producer,
        partitions: &[i32],
        names: &[&str],
    ) -> Vec<i16> {
        let topics = names.iter().map(|name| AddPartitionsToTxnTopic {
            name,
            partitions: partitions.into(),
            ..Default::default()
        });
        let request = AddPartitionsToTxnRequest {
            v3_and_below_transactional_id: ID,
            v3_and_below_producer_id: by.id,
            v3_and_below_producer_epoch: by.epoch,
            v3_and_below_topics: topics.collect(),
            ..Default::default()
        };
        let frame = ask(cluster, client, 3, &request).unwrap();
        let response = read::<AddPartitionsToTxnRequest<'_>>(&frame, 3);
        let topics = response.results_by_topic_v3_and_below.iter();
        topics
            .flat_map(|topic| {
                topic
                    .results_by_partition
                    .iter()
                    .map(|it| it.partition_error_code.0)
                    .collect::<Vec<_>>()
            })
            .collect()
    }

    #[test]
    fn one_that_cannot_take_part_keeps_the_others_out() {
        let cluster = cluster();
        let producer = init(&cluster);
        assert_eq!(codes(&cluster, &iam(), producer, &[0, 2], &["t", "none"]), [55, 3, 3, 3]);
        let taking_part = |cluster: &Cluster| {
            let transactions = cluster.state.transactions.now();
            transactions.get(ID).map(|it| it.parts.len())
        };
        assert_eq!(taking_part(&cluster), Some(0));
        assert_eq!(codes(&cluster, &iam(), producer, &[0, 1], &["t"]), [0, 0]);
        assert_eq!(codes(&cluster, &iam(), producer, &[0], &["t"]), [0], "again");
        assert_eq!(taking_part(&cluster), Some(2));
        let fenced = Producer { epoch: producer.epoch + 1, ..producer };
        assert_eq!(codes(&cluster, &iam(), fenced, &[0], &["t"]), [90]);
    }

    #[test]
    fn internal_topics_and_those_without_a_right_are_refused() {
        let cluster = cluster();
        let producer = init(&cluster);
        grant(&cluster, AclOperation::WRITE, ResourceType::TRANSACTIONAL_ID, ID);
        assert_eq!(codes(&cluster, &user(), producer, &[0], &["t"]), [29]);
        assert_eq!(codes(&cluster, &iam(), producer, &[0], &["__consumer_offsets"]), [29]);
        grant(&cluster, AclOperation::WRITE, ResourceType::TOPIC, "t");
        assert_eq!(codes(&cluster, &user(), producer, &[0], &["t"]), [0]);
    }
}

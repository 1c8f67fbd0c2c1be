//! What quotas do to those whom they limit. As long as a cluster has no quota, Kafka counts nothing.

use interop::RecordBatch;
use kafka_proto::messages::alter_client_quotas::{
    AlterClientQuotasRequest, EntityData, OpData, RequestEntryData,
};
use kafka_proto::messages::api_versions::ApiVersionsRequest;
use kafka_proto::messages::create_partitions::{CreatePartitionsRequest, CreatePartitionsTopic};
use kafka_proto::messages::create_topics::CreateTopicsRequest;
use kafka_proto::messages::delete_topics::{DeleteTopicState, DeleteTopicsRequest};
use kafka_proto::messages::fetch::{FetchPartition, FetchRequest, FetchTopic};

use crate::records::to;
use crate::topics::{request, topic};
use crate::{Pair, Who, framed};

const HERE: &str = "throttled";

pub(crate) fn compare(pair: &mut Pair) {
    let mut here = topic(HERE);
    here.num_partitions = 1;
    pair.write("a new topic", Who::Admin, 7, &request(vec![here]));
    let text = "x".repeat(2000);
    let bytes = RecordBatch::of(1_700_000_000_000, &[&text]).bytes();
    pair.write("a large record", Who::Admin, 12, &to(HERE, 0, &bytes));
    produced(pair);
    fetched(pair);
    changed(pair);
    connected(pair);
}

/// KIP-612: with one connection a second, ten may come at once, and one more is closed.
fn connected(pair: &mut Pair) {
    let key = "connection_creation_rate";
    let here =
        || EntityData { entity_type: "ip", entity_name: Some("127.0.0.1"), ..Default::default() };
    limit_of(pair, here(), key, Some(1.0));
    let ask = framed(0, &ApiVersionsRequest::default());
    let answered = [&pair.kafka, &pair.emulator].map(|peers| {
        let peer = &peers[Who::Admin as usize];
        let mut answers = (0..15).map(|_| peer.another().ask(&ask));
        answers.by_ref().take_while(Option::is_some).count()
    });
    assert_eq!(answered[1], 10, "the emulator knows of a limit at once");
    // The first ones may come before Kafka's broker knows of it.
    pair.same("connections of an address", answered.map(|count| (10..15).contains(&count)));
    limit_of(pair, here(), key, None);
}

/// Sets or removes a limit of the client id that all requests have.
fn limit(pair: &mut Pair, key: &str, value: Option<f64>) {
    let entity = EntityData {
        entity_type: "client-id",
        entity_name: Some("differential"),
        ..Default::default()
    };
    limit_of(pair, entity, key, value);
}

fn limit_of(pair: &mut Pair, entity: EntityData<'_>, key: &str, value: Option<f64>) {
    let op = OpData {
        key,
        value: value.unwrap_or_default(),
        remove: value.is_none(),
        ..Default::default()
    };
    let entry = RequestEntryData {
        entity: vec![entity].into(),
        ops: vec![op].into(),
        ..Default::default()
    };
    let request = AlterClientQuotasRequest { entries: vec![entry].into(), ..Default::default() };
    pair.write("a limit", Who::Admin, 1, &request);
}

/// Bytes of requests count, whatever becomes of them.
fn produced(pair: &mut Pair) {
    let text = "x".repeat(10_000);
    let bytes = RecordBatch::of(1_700_000_000_000, &[&text]).bytes();
    limit(pair, "producer_byte_rate", Some(990.0));
    pair.throttled("bytes of a request", 12, &to("absent", 0, &bytes), true);
    limit(pair, "producer_byte_rate", None);
}

fn fetched(pair: &mut Pair) {
    let partition = FetchPartition { partition_max_bytes: 1_048_576, ..Default::default() };
    let partitions = vec![partition].into();
    let topic = FetchTopic { topic: HERE, partitions, ..Default::default() };
    let request =
        FetchRequest { max_bytes: 1_048_576, topics: vec![topic].into(), ..Default::default() };
    limit(pair, "consumer_byte_rate", Some(200.0));
    pair.throttled("bytes of an answer", 12, &request, true);
    limit(pair, "consumer_byte_rate", None);
}

/// KIP-599: with ten partitions a second, 110 may be changed at once, and one request may take more than there
/// are left. Whoever is told to wait is muted until there are some again.
fn changed(pair: &mut Pair) {
    limit(pair, "controller_mutation_rate", Some(10.0));
    let new = |name: &'static str, partitions, validate_only| {
        let mut it = topic(name);
        it.num_partitions = partitions;
        CreateTopicsRequest { validate_only, ..request(vec![it]) }
    };
    // An older client does not know the refusal.
    pair.throttled("an old client", 5, &new("throttled-old", 115, true), false);
    pair.write("all there are", Who::Admin, 7, &new("throttled-many", 30, true));
    let refused = pair.answers(Who::Admin, 7, &new("throttled-one", 1, false), |it| {
        let topic = it.topics.iter().next().unwrap();
        let text = topic.error_message.map(str::to_owned);
        (it.throttle_time_ms > 0, topic.error_code, text)
    });
    pair.same("none are left", refused);
    let topic = CreatePartitionsTopic { name: HERE, count: 31, ..Default::default() };
    let more = CreatePartitionsRequest {
        topics: vec![topic].into(),
        timeout_ms: 30_000,
        ..Default::default()
    };
    pair.write("partitions", Who::Admin, 3, &more);
    let state = DeleteTopicState { name: Some(HERE), ..Default::default() };
    let deletion = DeleteTopicsRequest {
        topics: vec![state].into(),
        timeout_ms: 30_000,
        ..Default::default()
    };
    let refused = pair.answers(Who::Admin, 6, &deletion, |it| {
        let topic = it.responses.iter().next().unwrap();
        let text = topic.error_message.map(str::to_owned);
        (it.throttle_time_ms > 0, topic.error_code, text)
    });
    pair.same("a deletion", refused);
    limit(pair, "controller_mutation_rate", None);
}

use kafka_proto::Opaque;

use super::super::tests::{HangUp, ask, cluster, grant, iam, read, user};
use super::*;
use crate::cluster::Cluster;
use crate::state::log::batch::tests::Parts;
use crate::state::log::{LogId, Span};
use crate::state::topic::Topic;

const ID: Uuid = Uuid([1; 16]);

/// On two brokers, with the topic `t`: broker 1 leads partition 0, broker 2 partition 1.
fn shop(configs: &[(&str, &str)]) -> Cluster {
    let cluster = cluster(2);
    let configs = configs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    let partitions = vec![vec![1], vec![2]];
    let topic = Topic { name: "t".to_owned(), id: ID, partitions, configs };
    cluster.state.topics.change(|topics| topics.insert(topic));
    cluster
}

fn span(cluster: &Cluster) -> (i64, i64) {
    let Span { start, end, .. } = cluster.state.logs.span(LogId { topic: ID, partition: 0 });
    (start, end)
}

fn good() -> Vec<u8> {
    Parts::of(now_ms(), &["a", "b"]).bytes()
}

/// A request for one partition.
fn request<'a>(name: &'a str, index: i32, records: &'a [u8], acks: i16) -> ProduceRequest<'a> {
    let data = PartitionProduceData { index, records: Some(Opaque(records)), ..Default::default() };
    let partition_data = vec![data].into();
    let topic = TopicProduceData { name, partition_data, ..Default::default() };
    ProduceRequest { acks, topic_data: vec![topic].into(), ..Default::default() }
}

/// Code, base offset and log start.
fn produce(cluster: &Cluster, version: i16, request: &ProduceRequest<'_>) -> (i16, i64, i64) {
    let frame = ask(cluster, &iam(), version, request).unwrap();
    let response = read::<ProduceRequest<'_>>(&frame, version);
    let topic = response.responses.iter().next().unwrap();
    let it = topic.partition_responses.iter().next().unwrap();
    (it.error_code.0, it.base_offset, it.log_start_offset)
}

#[test]
fn records_get_the_next_offsets_in_every_version() {
    let cluster = shop(&[]);
    let bytes = good();
    for (n, version) in (3..=12).enumerate() {
        let start = if version >= 5 { 0 } else { -1 };
        let answer = produce(&cluster, version, &request("t", 0, &bytes, -1));
        assert_eq!(answer, (0, 2 * n as i64, start), "v{version}");
    }
    let mut by_id = request("", 0, &bytes, 1);
    let mut topic = by_id.topic_data.iter().next().unwrap();
    topic.topic_id = ID;
    by_id.topic_data = vec![topic].into();
    assert_eq!(produce(&cluster, 13, &by_id), (0, 20, 0));
    assert_eq!(span(&cluster), (0, 22));
}

#[test]
fn refusals_have_kafkas_codes() {
    let cluster = shop(&[]);
    let (bytes, twice) = (good(), good().repeat(2));
    let mut wrong = good();
    wrong[65] ^= 1;
    let mut placed = Parts::of(now_ms(), &["a"]);
    placed.header.base_offset = 5;
    let placed = placed.bytes();
    // (topic, partition, records, acks, answer)
    type Case<'a> = (&'a str, i32, &'a [u8], i16, (i16, i64, i64));
    let table: [Case<'_>; 10] = [
        ("none", 0, &bytes, -1, (3, -1, -1)),
        ("t", 7, &bytes, -1, (3, -1, -1)),
        ("t", -1, &bytes, -1, (3, -1, -1)),
        ("t", 0, &[], -1, (87, -1, -1)),
        ("t", 0, &twice, -1, (87, -1, -1)),
        ("t", 0, &bytes, 2, (21, -1, -1)),
        ("t", 1, &bytes, -1, (6, -1, -1)),
        ("t", 0, &wrong, -1, (2, -1, -1)),
        ("t", 0, &placed, -1, (87, -1, 0)),
        ("none", 0, &[], 9, (3, -1, -1)),
    ];
    for (name, index, records, acks, answer) in table {
        let request = request(name, index, records, acks);
        assert_eq!(produce(&cluster, 12, &request), answer, "{name} {index} {acks}");
    }
    assert_eq!(produce(&cluster, 13, &request("", 0, &bytes, -1)), (100, -1, -1));
    assert_eq!(span(&cluster), (0, 0));
}

#[test]
fn the_leader_is_told_to_whom_asks_another_broker() {
    let cluster = shop(&[]);
    let bytes = good();
    for (version, told) in [(9, false), (10, true)] {
        let frame = ask(&cluster, &iam(), version, &request("t", 1, &bytes, -1)).unwrap();
        let response = read::<ProduceRequest<'_>>(&frame, version);
        let endpoints: Vec<i32> = response.node_endpoints.iter().map(|it| it.node_id).collect();
        let topic = response.responses.iter().next().unwrap();
        let partition = topic.partition_responses.iter().next().unwrap();
        let leader = partition.current_leader.leader_id;
        assert_eq!((endpoints, leader), if told { (vec![2], 2) } else { (vec![], -1) });
    }
}

#[test]
fn whoever_wants_no_answer_gets_none_or_a_close() {
    let cluster = shop(&[]);
    let bytes = good();
    let outcome = |request: &ProduceRequest<'_>| {
        let mut frame = Vec::new();
        kafka_proto::encode_request(&mut frame, 12, 7, None, request).unwrap();
        super::super::answer(&cluster, &iam(), &frame[4..])
    };
    assert!(matches!(outcome(&request("t", 0, &bytes, 0)), Outcome::Silence));
    assert!(matches!(outcome(&request("none", 0, &bytes, 0)), Outcome::HangUp));
    assert_eq!(span(&cluster), (0, 2));
}

#[test]
fn what_kafka_never_answers_ends_the_connection() {
    let cluster = shop(&[]);
    let data = PartitionProduceData { records: None, ..Default::default() };
    let partition_data = vec![data].into();
    let topic = TopicProduceData { name: "t", partition_data, ..Default::default() };
    let request = ProduceRequest { acks: 1, topic_data: vec![topic].into(), ..Default::default() };
    assert_eq!(ask(&cluster, &iam(), 12, &request), Err(HangUp));
    for version in 0..3 {
        let request = ProduceRequest { acks: 1, ..Default::default() };
        assert_eq!(ask(&cluster, &iam(), version, &request), Err(HangUp));
    }
}

#[test]
fn a_partition_that_is_there_twice_is_written_once_and_denied_ones_not() {
    let cluster = shop(&[]);
    let bytes = good();
    let data = || PartitionProduceData { records: Some(Opaque(&bytes)), ..Default::default() };
    let topic = |name| TopicProduceData {
        name,
        partition_data: vec![data(), data()].into(),
        ..Default::default()
    };
    let topic_data = vec![topic("t"), topic("other")].into();
    let request = ProduceRequest { acks: 1, topic_data, ..Default::default() };
    grant(&cluster, AclOperation::WRITE, ResourceType::TOPIC, "t");
    let frame = ask(&cluster, &user(), 12, &request).unwrap();
    let response = read::<ProduceRequest<'_>>(&frame, 12);
    let codes: Vec<(&str, Vec<i16>)> = response
        .responses
        .iter()
        .map(|it| (it.name, it.partition_responses.iter().map(|it| it.error_code.0).collect()))
        .collect();
    assert_eq!(codes, [("other", vec![29]), ("t", vec![0])]);
    assert_eq!(span(&cluster), (0, 2));
}

#[test]
fn records_of_a_transaction_that_nobody_began_are_refused() {
    let cluster = shop(&[]);
    let mut parts = Parts::of(now_ms(), &["a"]).by(7, 0, 0);
    parts.header.attributes = 1 << 4;
    let bytes = parts.bytes();
    for version in [10, 11, 12] {
        let mut request = request("t", 0, &bytes, -1);
        assert_eq!(produce(&cluster, version, &request).0, 53, "without an id");
        request.transactional_id = Some("x");
        assert_eq!(produce(&cluster, version, &request).0, 49, "nobody has the id");
    }
}

#[test]
fn internal_topics_are_not_written_to() {
    let cluster = shop(&[]);
    let name = "__consumer_offsets".to_owned();
    let topic =
        Topic { name, id: Uuid([2; 16]), partitions: vec![vec![1]], configs: BTreeMap::new() };
    cluster.state.topics.change(|topics| topics.insert(topic));
    let bytes = good();
    assert_eq!(produce(&cluster, 12, &request("__consumer_offsets", 0, &bytes, 1)).0, 17);
}

#[test]
fn refused_records_are_told_from_v8_on() {
    let cluster = shop(&[("cleanup.policy", "compact")]);
    let mut parts = Parts::of(now_ms(), &["a"]);
    // A record with neither key nor value.
    parts.records = vec![0x0c, 0, 0, 0, 1, 1, 0];
    let bytes = parts.bytes();
    for version in [7, 8] {
        let frame = ask(&cluster, &iam(), version, &request("t", 0, &bytes, 1)).unwrap();
        let response = read::<ProduceRequest<'_>>(&frame, version);
        let topic = response.responses.iter().next().unwrap();
        let it = topic.partition_responses.iter().next().unwrap();
        let places: Vec<i32> = it.record_errors.iter().map(|it| it.batch_index).collect();
        assert_eq!((it.error_code.0, it.log_start_offset), (87, 0));
        assert_eq!(places, if version < 8 { vec![] } else { vec![0] });
        assert_eq!(it.error_message.is_some(), version >= 8);
    }
}

/// Kafka answers every partition with the flaw of one.
#[test]
fn a_batch_without_a_length_or_a_magic_spoils_the_whole_request() {
    let cluster = shop(&[]);
    let (good, mut wrong) = (good(), good());
    wrong[16] = 3;
    let data =
        |records| PartitionProduceData { records: Some(Opaque(records)), ..Default::default() };
    let partition_data = vec![data(&good), PartitionProduceData { index: 1, ..data(&wrong) }];
    let topic =
        TopicProduceData { name: "t", partition_data: partition_data.into(), ..Default::default() };
    let request = ProduceRequest { acks: 1, topic_data: vec![topic].into(), ..Default::default() };
    let frame = ask(&cluster, &iam(), 12, &request).unwrap();
    let response = read::<ProduceRequest<'_>>(&frame, 12);
    let topic = response.responses.iter().next().unwrap();
    for partition in topic.partition_responses.iter() {
        let text = "Invalid magic found in record: 3";
        assert_eq!((partition.error_code.0, partition.error_message), (2, Some(text)));
    }
    assert_eq!(span(&cluster), (0, 0));
}

/// KIP-890: up to v11 the partition must have been added, from v12 on the request adds it.
#[test]
fn a_partition_is_added_to_its_transaction_before_or_by_the_request() {
    let cluster = shop(&[]);
    let state = &cluster.state;
    let Producer { id, epoch } = state.begin_producer("x", 60_000, None, 0).unwrap();
    let bytes = |epoch, sequence| {
        let mut parts = Parts::of(now_ms(), &["a"]).by(id, epoch, sequence);
        parts.header.attributes = 1 << 4;
        parts.bytes()
    };
    let write = |version, epoch, sequence| {
        let bytes = bytes(epoch, sequence);
        let mut request = request("t", 0, &bytes, -1);
        request.transactional_id = Some("x");
        produce(&cluster, version, &request).0
    };
    assert_eq!((write(10, epoch, 0), write(11, epoch, 0)), (48, 120), "it was not added");
    assert_eq!(write(12, epoch + 1, 0), 47);
    assert_eq!(write(12, epoch, 3), 45, "a new producer begins with 0");
    assert_eq!(write(12, epoch, 0), 0);
    assert_eq!(write(10, epoch, 1), 0, "it is open");
    let member = member(state.topics.now().get("t"), 0).unwrap();
    let producer = Producer { id, epoch };
    assert_eq!(state.is_in_transaction("x", producer, &member), Ok(true));
    let stable = || state.logs.span(LogId { topic: ID, partition: 0 }).stable;
    assert_eq!(stable(), 0);
    let next = state.end_transaction("x", producer, true, true, now_ms()).unwrap();
    assert_eq!((stable(), span(&cluster)), (3, (0, 3)), "two records and the marker");
    assert_eq!(write(12, epoch, 2), 47, "the epoch is over");
    assert_eq!(write(12, next.epoch, 0), 0);
}

#[test]
fn who_asks_for_all_replicas_is_refused_when_too_few_are_in_sync() {
    // (min.insync.replicas, acks, code) with one of two replicas in sync
    let table = [("1", -1, 0), ("2", -1, 19), ("2", 1, 0), ("3", -1, 19)];
    for (min, acks, code) in table {
        let cluster = cluster(2);
        let configs = [("min.insync.replicas".to_owned(), min.to_owned())].into();
        let partitions = vec![vec![1, 2]];
        let topic = Topic { name: "t".to_owned(), id: ID, partitions, configs };
        cluster.state.topics.change(|topics| topics.insert(topic));
        let bytes = good();
        assert_eq!(produce(&cluster, 12, &request("t", 0, &bytes, acks)).0, 0, "{min} {acks}");
        cluster.fence(2);
        let (answered, offset, start) = produce(&cluster, 12, &request("t", 0, &bytes, acks));
        // As Kafka 4.4.0 answers: with where the log begins.
        let expected = if code == 0 { 2 } else { -1 };
        assert_eq!((answered, offset, start), (code, expected, 0), "{min} {acks}");
        cluster.register(2);
        assert_eq!(produce(&cluster, 12, &request("t", 0, &bytes, acks)).0, 0, "{min} {acks}");
    }
}

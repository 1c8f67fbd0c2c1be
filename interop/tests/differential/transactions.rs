//! Transactions: InitProducerId with an id, AddPartitionsToTxn, Produce, EndTxn and what readers see, and
//! the three APIs that show them (KIP-664).

mod offsets;

use std::sync::LazyLock;
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use interop::RecordBatch;
use kafka_proto::messages::add_partitions_to_txn::{
    AddPartitionsToTxnRequest, AddPartitionsToTxnTopic,
};
use kafka_proto::messages::create_topics::{CreatableTopic, CreateTopicsRequest};
use kafka_proto::messages::describe_producers::{DescribeProducersRequest, TopicRequest};
use kafka_proto::messages::describe_transactions::DescribeTransactionsRequest;
use kafka_proto::messages::end_txn::EndTxnRequest;
use kafka_proto::messages::fetch::{FetchPartition, FetchRequest, FetchTopic};
use kafka_proto::messages::find_coordinator::FindCoordinatorRequest;
use kafka_proto::messages::init_producer_id::InitProducerIdRequest;
use kafka_proto::messages::list_offsets::{
    ListOffsetsPartition, ListOffsetsRequest, ListOffsetsTopic,
};
use kafka_proto::messages::list_transactions::ListTransactionsRequest;
use kafka_proto::messages::produce::{PartitionProduceData, ProduceRequest, TopicProduceData};
use kafka_proto::messages::write_txn_markers::{
    WritableTxnMarker, WritableTxnMarkerTopic, WriteTxnMarkersRequest,
};
use kafka_proto::{CoordinatorType, ErrorCode, IsolationLevel, Opaque, decode_response};

use crate::{BOTH, Pair, Who};

const TOPIC: &str = "txn";

/// The producer ids of the same producer: Kafka's, then the emulator's.
#[derive(Clone, Copy)]
struct Ids([i64; 2]);

pub(crate) fn compare(pair: &mut Pair) {
    create(pair);
    let ids = begun(pair, "a");
    wrong_beginnings(pair);
    before_kip_890(pair, ids);
    let ids = begun(pair, "b");
    kip_890(pair, ids);
    offsets::compare(pair);
    markers(pair);
    shown(pair, "b");
    denied(pair);
}

fn create(pair: &mut Pair) {
    let topic = CreatableTopic {
        name: TOPIC,
        num_partitions: 2,
        replication_factor: 1,
        ..Default::default()
    };
    let topics = vec![topic].into();
    let request = CreateTopicsRequest { topics, timeout_ms: 10_000, ..Default::default() };
    pair.write("a topic for transactions", Who::Admin, 6, &request);
    let partition = ListOffsetsPartition { timestamp: -1, ..Default::default() };
    let partitions = vec![partition].into();
    let topics = vec![ListOffsetsTopic { name: TOPIC, partitions, ..Default::default() }].into();
    let request = ListOffsetsRequest { replica_id: -1, topics, ..Default::default() };
    pair.read("an empty topic", Who::Admin, 9, &request);
}

fn init(id: &str, timeout_ms: i32, producer: (i64, i16)) -> InitProducerIdRequest<'_> {
    InitProducerIdRequest {
        transactional_id: Some(id),
        transaction_timeout_ms: timeout_ms,
        producer_id: producer.0,
        producer_epoch: producer.1,
        ..Default::default()
    }
}

/// A new transactional id. Kafka makes the topic for it when somebody asks who coordinates.
fn begun(pair: &mut Pair, id: &str) -> Ids {
    let start = Instant::now();
    let keys = [id];
    let find = FindCoordinatorRequest {
        key_type: CoordinatorType::TRANSACTION,
        coordinator_keys: (&keys).into(),
        ..Default::default()
    };
    loop {
        pair.kafka_only(4, &find);
        let answers = pair.frames(5, &init(id, 60_000, (-1, -1)));
        let read = |frame: &Vec<u8>| {
            let (_, it) = decode_response::<InitProducerIdRequest<'_>>(frame, 5).unwrap();
            (it.error_code, it.producer_id, it.producer_epoch)
        };
        let [kafka, emulator] = [read(&answers[0]), read(&answers[1])];
        if kafka.0 == ErrorCode::NONE {
            assert_eq!(emulator.0, ErrorCode::NONE);
            // The emulator was asked as often: both are brought to the same epoch.
            return level(pair, id, [kafka, emulator].map(|it| (it.1, it.2)));
        }
        assert!(start.elapsed() < Duration::from_secs(30), "{kafka:?}");
        sleep(Duration::from_millis(100));
    }
}

/// Asks the one that is behind until both have the epoch.
fn level(pair: &mut Pair, id: &str, mut at: [(i64, i16); 2]) -> Ids {
    while at[0].1 < at[1].1 {
        let answer = pair.kafka_only(5, &init(id, 60_000, (-1, -1)));
        let (_, it) = decode_response::<InitProducerIdRequest<'_>>(&answer, 5).unwrap();
        assert_eq!(it.error_code, ErrorCode::NONE);
        at[0] = (it.producer_id, it.producer_epoch);
    }
    assert_eq!(at[0].1, at[1].1);
    EPOCH.set(at[0].1);
    Ids(at.map(|it| it.0))
}

thread_local! {
    /// The epoch that both have after [`begun`].
    static EPOCH: std::cell::Cell<i16> = const { std::cell::Cell::new(0) };
}

fn each<'a, R>(pair: &mut Pair, case: &str, version: i16, ids: Ids, of: impl Fn(i64) -> R)
where
    R: kafka_proto::Request<'a>,
    for<'r> R::Response<'r>: std::fmt::Debug,
{
    let [kafka, emulator] = ids.0.map(of);
    pair.write_each(case, Who::Admin, version, [kafka, emulator]);
}

fn wrong_beginnings(pair: &mut Pair) {
    for who in BOTH {
        for (id, timeout, producer) in [
            ("", 60_000, (-1, -1)),
            ("w", 0, (-1, -1)),
            ("w", -1, (-1, -1)),
            ("w", 900_001, (-1, -1)),
            ("w", 60_000, (5, -1)),
            ("w", 60_000, (-1, 5)),
        ] {
            pair.write("a wrong beginning", who, 5, &init(id, timeout, producer));
        }
    }
    for version in [3, 4] {
        pair.write("a stranger", Who::Admin, version, &init("a", 60_000, (999_999, 0)));
    }
}

fn add(
    id: &'static str,
    producer: i64,
    epoch: i16,
    wanted: &[(&'static str, i32)],
) -> AddPartitionsToTxnRequest<'static> {
    let topics = wanted.iter().map(|(name, index)| AddPartitionsToTxnTopic {
        name,
        partitions: vec![*index].into(),
        ..Default::default()
    });
    AddPartitionsToTxnRequest {
        v3_and_below_transactional_id: id,
        v3_and_below_producer_id: producer,
        v3_and_below_producer_epoch: epoch,
        v3_and_below_topics: topics.collect(),
        ..Default::default()
    }
}

fn end(id: &'static str, producer: i64, epoch: i16, committed: bool) -> EndTxnRequest<'static> {
    EndTxnRequest {
        transactional_id: id,
        producer_id: producer,
        producer_epoch: epoch,
        committed,
        ..Default::default()
    }
}

/// One for all: with times far from now Kafka begins another segment for each marker.
fn time() -> i64 {
    static TIME: LazyLock<i64> =
        LazyLock::new(|| SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as i64);
    *TIME
}

fn batch(producer: i64, epoch: i16, sequence: i32) -> Vec<u8> {
    let batch = RecordBatch::of(time(), &["v"]).by(producer, epoch, sequence);
    RecordBatch { attributes: 1 << 4, ..batch }.bytes()
}

fn produce<'a>(id: &'a str, partition: i32, records: &'a [u8]) -> ProduceRequest<'a> {
    let data = PartitionProduceData {
        index: partition,
        records: Some(Opaque(records)),
        ..Default::default()
    };
    let partition_data = vec![data].into();
    let topic = TopicProduceData { name: TOPIC, partition_data, ..Default::default() };
    ProduceRequest {
        transactional_id: Some(id),
        acks: -1,
        timeout_ms: 10_000,
        topic_data: vec![topic].into(),
        ..Default::default()
    }
}

fn write(pair: &mut Pair, case: &str, version: i16, id: &str, ids: Ids, at: (i32, i16, i32)) {
    let (partition, epoch, sequence) = at;
    let batches = ids.0.map(|producer| batch(producer, epoch, sequence));
    let [kafka, emulator] = [0, 1].map(|n: usize| produce(id, partition, &batches[n]));
    pair.write_each(case, Who::Admin, version, [kafka, emulator]);
}

/// What readers of both kinds see.
fn seen(pair: &mut Pair, case: &str) {
    for level in [0, 1] {
        let isolation_level = IsolationLevel(level);
        for offset in [0, 1, 3] {
            let partition = FetchPartition {
                fetch_offset: offset,
                partition_max_bytes: 1_000_000,
                ..Default::default()
            };
            let partitions = vec![partition].into();
            let topic = FetchTopic { topic: TOPIC, partitions, ..Default::default() };
            let request = FetchRequest {
                isolation_level,
                max_wait_ms: 10,
                min_bytes: 1,
                topics: vec![topic].into(),
                ..Default::default()
            };
            pair.read(case, Who::Admin, 12, &request);
        }
        for timestamp in [-1, -2, 0] {
            let partition =
                ListOffsetsPartition { timestamp, current_leader_epoch: -1, ..Default::default() };
            let partitions = vec![partition].into();
            let topics = vec![ListOffsetsTopic { name: TOPIC, partitions, ..Default::default() }];
            let request = ListOffsetsRequest {
                replica_id: -1,
                isolation_level,
                topics: topics.into(),
                ..Default::default()
            };
            pair.read(case, Who::Admin, 9, &request);
        }
    }
    let partition_indexes = vec![0, 1, 7].into();
    let topic = TopicRequest { name: TOPIC, partition_indexes, ..Default::default() };
    let request = DescribeProducersRequest { topics: vec![topic].into(), ..Default::default() };
    pair.read(case, Who::Admin, 0, &request);
    let all = ["a", "b", "absent", ""];
    let request =
        DescribeTransactionsRequest { transactional_ids: (&all).into(), ..Default::default() };
    pair.read(case, Who::Admin, 0, &request);
    pair.read(
        case,
        Who::Admin,
        2,
        &ListTransactionsRequest { duration_filter: -1, ..Default::default() },
    );
}

/// Waits until Kafka has written its markers.
fn settled(pair: &mut Pair, id: &str) {
    let start = Instant::now();
    loop {
        let ids = [id];
        let request =
            DescribeTransactionsRequest { transactional_ids: (&ids).into(), ..Default::default() };
        let [kafka, _] = pair.frames(0, &request);
        let (_, response) = decode_response::<DescribeTransactionsRequest<'_>>(&kafka, 0).unwrap();
        let state = response.transaction_states.iter().next().unwrap().transaction_state.to_owned();
        if !state.starts_with("Prepare") {
            return;
        }
        assert!(start.elapsed() < Duration::from_secs(30), "{state}");
    }
}

fn before_kip_890(pair: &mut Pair, ids: Ids) {
    let epoch = EPOCH.get();
    let good = &[(TOPIC, 0)];
    for version in 0..=3 {
        for (case, id, by, wanted) in [
            ("one is not there", "a", 0, &[(TOPIC, 0), ("absent", 0), (TOPIC, 9)][..]),
            ("an epoch to come", "a", 1, &good[..]),
            ("no id", "", 0, &good[..]),
            ("an unknown id", "nobody", 0, &good[..]),
        ] {
            each(pair, case, version, ids, |it| add(id, it, epoch + by, wanted));
        }
        each(pair, "a stranger", version, ids, |_| add("a", 999_999, 0, good));
        for committed in [true, false] {
            each(pair, "nothing to end", version, ids, |it| end("a", it, epoch, committed));
        }
        each(pair, "an unknown id", version, ids, |it| end("nobody", it, epoch, true));
        each(pair, "an epoch to come", version, ids, |it| end("a", it, epoch + 1, true));
    }
    for version in [9, 10, 11] {
        write(pair, "not added", version, "a", ids, (0, epoch, 0));
        write(pair, "of nobody", version, "nobody", ids, (0, epoch, 0));
        write(pair, "an epoch to come", version, "a", ids, (0, epoch + 1, 0));
    }
    for committed in [true, false] {
        each(pair, "a partition", 3, ids, |it| add("a", it, epoch, good));
        each(pair, "a partition again", 3, ids, |it| add("a", it, epoch, good));
        let sequence = if committed { 0 } else { 1 };
        write(pair, "a record", 11, "a", ids, (0, epoch, sequence));
        write(pair, "it again", 11, "a", ids, (0, epoch, sequence));
        write(pair, "another partition", 11, "a", ids, (1, epoch, 0));
        seen(pair, "an open transaction");
        each(pair, "the end", 3, ids, |it| end("a", it, epoch, committed));
        settled(pair, "a");
        each(pair, "the end again", 3, ids, |it| end("a", it, epoch, committed));
        each(pair, "another end", 3, ids, |it| end("a", it, epoch, !committed));
        seen(pair, "an ended transaction");
    }
}

fn kip_890(pair: &mut Pair, ids: Ids) {
    let mut epoch = EPOCH.get();
    each(pair, "nothing to commit", 5, ids, |it| end("b", it, epoch, true));
    each(pair, "nothing to abort", 5, ids, |it| end("b", it, epoch, false));
    settled(pair, "b");
    each(pair, "nothing to abort, again", 5, ids, |it| end("b", it, epoch, false));
    epoch += 1;
    write(pair, "in the middle", 12, "b", ids, (1, epoch, 4));
    write(pair, "of nobody", 12, "nobody", Ids([999_998; 2]), (1, 0, 0));
    write(pair, "an old epoch", 12, "b", ids, (1, epoch - 1, 0));
    for committed in [false, true] {
        write(pair, "a record", 12, "b", ids, (0, epoch, 0));
        write(pair, "another", 12, "b", ids, (0, epoch, 1));
        seen(pair, "an open transaction");
        each(pair, "the end", 5, ids, |it| end("b", it, epoch, committed));
        settled(pair, "b");
        each(pair, "the end again", 5, ids, |it| end("b", it, epoch, committed));
        each(pair, "another end", 5, ids, |it| end("b", it, epoch, !committed));
        write(pair, "an old epoch", 12, "b", ids, (0, epoch, 2));
        epoch += 1;
        seen(pair, "an ended transaction");
    }
    write(pair, "a record", 12, "b", ids, (0, epoch, 0));
    each(pair, "a new producer", 5, ids, |_| init("b", 60_000, (-1, -1)));
    settled(pair, "b");
    each(pair, "a new producer", 5, ids, |_| init("b", 60_000, (-1, -1)));
    for version in [3, 4] {
        each(pair, "an old one", version, ids, |it| init("b", 60_000, (it, epoch)));
    }
    seen(pair, "a fenced transaction");
}

fn markers(pair: &mut Pair) {
    let marker = |producer_id, producer_epoch, wanted: &[(&'static str, i32)]| {
        let topics = wanted.iter().map(|(name, index)| WritableTxnMarkerTopic {
            name,
            partition_indexes: vec![*index].into(),
            ..Default::default()
        });
        let marker = WritableTxnMarker {
            producer_id,
            producer_epoch,
            topics: topics.collect(),
            ..Default::default()
        };
        WriteTxnMarkersRequest { markers: vec![marker].into(), ..Default::default() }
    };
    for version in [1, 2] {
        let wanted = [(TOPIC, 1), (TOPIC, 9), ("absent", 0)];
        pair.write("markers", Who::Admin, version, &marker(77_777, 3, &wanted));
        pair.write("a marker of before", Who::Admin, version, &marker(77_777, 2, &wanted[..1]));
        pair.write("denied markers", Who::User, version, &marker(77_777, 3, &wanted));
        for nobody in [(-1, -1), (-1, 0), (77_777, -1)] {
            pair.write(
                "a marker of nobody",
                Who::Admin,
                version,
                &marker(nobody.0, nobody.1, &wanted),
            );
        }
    }
    seen(pair, "markers of nothing");
}

fn shown(pair: &mut Pair, id: &'static str) {
    for version in 0..=2 {
        for (states, ids, duration_filter) in [
            (vec![], vec![], -1),
            (vec!["Empty"], vec![], -1),
            (vec!["Ongoing", "none"], vec![], -1),
            (vec!["empty"], vec![], -1),
            (vec![], vec![999_999], -1),
        ] {
            let request = ListTransactionsRequest {
                state_filters: states.into(),
                producer_id_filters: ids.into(),
                duration_filter: if version > 0 { duration_filter } else { -1 },
                ..Default::default()
            };
            pair.read("a filter", Who::Admin, version, &request);
        }
    }
    for pattern in ["", id, ".*", "x.*", "a[", "^.*$", "(?i).*", "\\w+", "a**", "(?=a)", ")", "{"] {
        let request = ListTransactionsRequest {
            duration_filter: -1,
            transactional_id_pattern: Some(pattern),
            ..Default::default()
        };
        pair.read("a pattern", Who::Admin, 2, &request);
    }
}

fn denied(pair: &mut Pair) {
    pair.write("denied", Who::User, 3, &add("a", 1, 0, &[(TOPIC, 0)]));
    pair.write("denied", Who::User, 5, &AddPartitionsToTxnRequest::default());
    pair.write("denied", Who::User, 5, &end("a", 1, 0, true));
    let ids = ["a", "absent"];
    let request =
        DescribeTransactionsRequest { transactional_ids: (&ids).into(), ..Default::default() };
    pair.read("denied", Who::User, 0, &request);
    let all = ListTransactionsRequest { duration_filter: -1, ..Default::default() };
    pair.read("denied", Who::User, 1, &all);
    let partition_indexes = vec![0, 7].into();
    let topics = [TOPIC, "absent"].map(|name| {
        let partition_indexes = Clone::clone(&partition_indexes);
        TopicRequest { name, partition_indexes, ..Default::default() }
    });
    let request = DescribeProducersRequest { topics: topics.to_vec().into(), ..Default::default() };
    pair.read("denied", Who::User, 0, &request);
    let bytes = batch(1, 0, 0);
    pair.write("denied", Who::User, 12, &produce("a", 0, &bytes));
}

//! Produce, Fetch, ListOffsets, DeleteRecords, InitProducerId and OffsetForLeaderEpoch of topics that
//! have records.

use std::time::{SystemTime, UNIX_EPOCH};

use interop::RecordBatch;
use kafka_proto::messages::create_topics::{
    CreatableTopic, CreatableTopicConfig, CreateTopicsRequest,
};
use kafka_proto::messages::delete_records::{
    DeleteRecordsPartition, DeleteRecordsRequest, DeleteRecordsTopic,
};
use kafka_proto::messages::fetch::{FetchPartition, FetchRequest, FetchTopic};
use kafka_proto::messages::init_producer_id::InitProducerIdRequest;
use kafka_proto::messages::list_offsets::{
    ListOffsetsPartition, ListOffsetsRequest, ListOffsetsTopic,
};
use kafka_proto::messages::offset_for_leader_epoch::{
    OffsetForLeaderEpochRequest, OffsetForLeaderPartition, OffsetForLeaderTopic,
};
use kafka_proto::messages::produce::{PartitionProduceData, ProduceRequest, TopicProduceData};
use kafka_proto::{IsolationLevel, Opaque, Uuid};

use crate::{BOTH, Pair, Who};

const TOPICS: [(&str, &[(&str, &str)]); 5] = [
    ("rec", &[]),
    ("rec-compacted", &[("cleanup.policy", "compact")]),
    ("rec-both", &[("cleanup.policy", "compact,delete")]),
    ("rec-appended", &[("message.timestamp.type", "LogAppendTime")]),
    ("rec-small", &[("max.message.bytes", "100")]),
];

pub(crate) fn compare(pair: &mut Pair) {
    create(pair);
    good(pair);
    fetched(pair);
    refused(pair);
    refused_records(pair);
    sequences(pair);
    listed(pair);
    epochs(pair);
    deleted(pair);
    producers(pair);
}

fn create(pair: &mut Pair) {
    let topics = TOPICS.map(|(name, configs)| CreatableTopic {
        name,
        num_partitions: 2,
        replication_factor: 1,
        configs: configs
            .iter()
            .map(|(name, value)| CreatableTopicConfig {
                name,
                value: Some(value),
                ..Default::default()
            })
            .collect(),
        ..Default::default()
    });
    let topics = topics.to_vec().into();
    let request = CreateTopicsRequest { topics, timeout_ms: 10_000, ..Default::default() };
    pair.write("topics for records", Who::Admin, 6, &request);
    for (name, _) in TOPICS {
        list(pair, "an empty topic", Who::Admin, 9, name, vec![at(0, -1), at(1, -1)]);
    }
}

fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as i64
}

pub(crate) fn two() -> RecordBatch {
    RecordBatch::of(now(), &["a", "b"])
}

/// To one partition of one topic.
pub(crate) fn to<'a>(name: &'a str, index: i32, records: &'a [u8]) -> ProduceRequest<'a> {
    let data = PartitionProduceData { index, records: Some(Opaque(records)), ..Default::default() };
    let partition_data = vec![data].into();
    let topic = TopicProduceData { name, partition_data, ..Default::default() };
    let topic_data = vec![topic].into();
    ProduceRequest { acks: -1, timeout_ms: 10_000, topic_data, ..Default::default() }
}

fn produce(pair: &mut Pair, case: &str, name: &str, batch: &RecordBatch) {
    pair.write(case, Who::Admin, 12, &to(name, 0, &batch.bytes()));
}

fn good(pair: &mut Pair) {
    let bytes = two().bytes();
    for version in 3..=12 {
        pair.write("records", Who::Admin, version, &to("rec", 0, &bytes));
    }
    for acks in [-1, 1] {
        let request = ProduceRequest { acks, ..to("rec-appended", 0, &bytes) };
        pair.write("records with the broker's time", Who::Admin, 12, &request);
    }
    let trailing = [&bytes[..], &bytes[..20]].concat();
    pair.write("half a batch behind", Who::Admin, 12, &to("rec", 0, &trailing));
    let far = RecordBatch { max_timestamp: 5, ..RecordBatch::of(now() - 1_000_000_000, &["x"]) };
    produce(pair, "an old record", "rec", &far);
    produce(pair, "no timestamp", "rec", &RecordBatch::of(-1, &["x"]));
    produce(pair, "bits that nobody knows", "rec", &RecordBatch { attributes: 1 << 9, ..two() });
    produce(pair, "a time of the broker", "rec", &RecordBatch { attributes: 1 << 3, ..two() });
    let again = PartitionProduceData { records: Some(Opaque(&bytes)), ..Default::default() };
    let partition_data = vec![again.clone(), again].into();
    let topic = TopicProduceData { name: "rec-both", partition_data, ..Default::default() };
    let twice = ProduceRequest { topic_data: vec![topic].into(), ..to("", 0, &[]) };
    pair.write("a partition twice", Who::Admin, 12, &twice);
    pair.write("nothing", Who::Admin, 12, &ProduceRequest { acks: 1, ..Default::default() });
}

pub(crate) fn from(partition: i32, fetch_offset: i64) -> FetchPartition<'static> {
    let partition_max_bytes = 1_048_576;
    FetchPartition { partition, fetch_offset, partition_max_bytes, ..Default::default() }
}

pub(crate) fn of<'a>(topic: &'a str, partitions: Vec<FetchPartition<'a>>) -> FetchRequest<'a> {
    let topic = FetchTopic { topic, partitions: partitions.into(), ..Default::default() };
    FetchRequest {
        max_wait_ms: 50,
        min_bytes: 1,
        max_bytes: 52_428_800,
        topics: vec![topic].into(),
        ..Default::default()
    }
}

fn fetched(pair: &mut Pair) {
    for version in 4..=12 {
        pair.read("all of it", Who::Admin, version, &of("rec", vec![from(0, 0)]));
    }
    pair.bytes("the bytes", Who::Admin, 12, &of("rec", vec![from(0, 0)]));
    for offset in [-1, 0, 1, 2, 3, 26, 27, 28, 29, 1000] {
        pair.read("from an offset", Who::Admin, 12, &of("rec", vec![from(0, offset)]));
    }
    for max_bytes in [0, 1, 70, 100, 200, 300, 1000] {
        let two = || vec![from(0, 0), from(1, 0)];
        let request = FetchRequest { max_bytes, ..of("rec", two()) };
        pair.read("a limit of bytes", Who::Admin, 12, &request);
        let limited = FetchPartition { partition_max_bytes: max_bytes, ..from(0, 2) };
        let both = vec![limited, from(1, 0)];
        pair.bytes("a limit of a partition", Who::Admin, 12, &of("rec", both));
    }
    for level in [0, 1, 9] {
        let isolation_level = IsolationLevel(level);
        for version in [11, 12] {
            let request = FetchRequest { isolation_level, ..of("rec", vec![from(0, 0)]) };
            pair.read("a level of isolation", Who::Admin, version, &request);
            let outside = FetchRequest { isolation_level, ..of("rec", vec![from(0, 99)]) };
            pair.read("a level of isolation", Who::Admin, version, &outside);
        }
    }
    for who in BOTH {
        for (name, partition) in [("rec", 0), ("rec", 7), ("rec", -1), ("rec-none", 0)] {
            pair.read("a partition", who, 12, &of(name, vec![from(partition, 0), from(1, 0)]));
        }
        pair.read(
            "a partition twice",
            who,
            12,
            &of("rec", vec![from(0, 9), from(1, 0), from(0, 4)]),
        );
        let mut unknown = of("", vec![from(0, 0)]);
        let topic = FetchTopic {
            topic_id: Uuid([7; 16]),
            partitions: vec![from(0, 0)].into(),
            ..Default::default()
        };
        unknown.topics = vec![topic].into();
        pair.read("an id of nothing", who, 13, &unknown);
        pair.read("no topics", who, 12, &FetchRequest { max_wait_ms: 50, ..Default::default() });
        let replica = FetchRequest { replica_id: 5, ..of("rec", vec![from(0, 0)]) };
        pair.read("a replica of something else", who, 12, &replica);
    }
}

fn refused(pair: &mut Pair) {
    let bytes = two().bytes();
    let transactional = RecordBatch { attributes: 1 << 4, ..two().by(77, 0, 0) }.bytes();
    for who in BOTH {
        for (name, index) in [("rec", 7), ("rec", -1), ("rec-none", 0), ("rec", 1), ("no/name", 0)]
        {
            pair.write("a partition", who, 12, &to(name, index, &bytes));
        }
        pair.write("an id of nothing", who, 13, &to("", 0, &bytes));
        for version in 9..=11 {
            let request = to("rec", 0, &transactional);
            pair.write("a transaction without an id", who, version, &request);
        }
    }
    for acks in [-2, 2, 9] {
        let request = ProduceRequest { acks, ..to("rec", 0, &bytes) };
        pair.write("acks", Who::Admin, 12, &request);
    }
    for name in ["rec-none", "no/name"] {
        let request = ProduceRequest { acks: 0, ..to(name, 0, &bytes) };
        pair.write("no acks and a failure", Who::Admin, 12, &request);
    }
    for version in 0..3 {
        let request = ProduceRequest { acks: 1, ..Default::default() };
        pair.write("a version that is only listed", Who::Admin, version, &request);
    }
    let large = RecordBatch::of(now(), &["a long value, longer than it may be in that topic"]);
    produce(pair, "a large batch", "rec-small", &large);
    produce(pair, "a large broken one", "rec-small", &RecordBatch { wrong_crc: 1, ..large });
    let mut frames: Vec<(&str, Vec<u8>)> = vec![
        ("no bytes", Vec::new()),
        ("half a batch", bytes[..40].to_vec()),
        ("two batches", bytes.repeat(2)),
        ("something else behind", [&bytes[..], &[0; 30]].concat()),
    ];
    for magic in [0, 1, 3, 200] {
        frames.push(("a magic", RecordBatch { magic, ..two() }.bytes()));
    }
    for length in [-1, 0, 13, 14, 30, 48, 49] {
        let mut wrong = bytes.clone();
        wrong[8..12].copy_from_slice(&i32::to_be_bytes(length));
        frames.push(("a length", wrong));
    }
    for (case, frame) in &frames {
        for version in [6, 12] {
            pair.write(case, Who::Admin, version, &to("rec", 0, frame));
        }
    }
    let spoiled = RecordBatch { magic: 3, ..two() }.bytes();
    let data = |index, records| PartitionProduceData {
        index,
        records: Some(Opaque(records)),
        ..Default::default()
    };
    for first in [&bytes, &transactional] {
        let partition_data = vec![data(0, first), data(1, &spoiled)].into();
        let topic = TopicProduceData { name: "rec", partition_data, ..Default::default() };
        let request = ProduceRequest { topic_data: vec![topic].into(), ..to("", 0, &[]) };
        pair.write("one of two is spoiled", Who::Admin, 12, &request);
    }
    let zstd = RecordBatch { attributes: 4, ..two() }.bytes();
    pair.write("zstd", Who::Admin, 6, &to("rec", 0, &zstd));
}

fn refused_records(pair: &mut Pair) {
    let wrong = [
        ("a base offset", RecordBatch { base_offset: 5, ..two() }),
        ("a checksum", RecordBatch { wrong_crc: 1, ..two() }),
        ("a control batch", RecordBatch { attributes: 1 << 5, ..two() }),
        ("a codec", RecordBatch { attributes: 5, ..two() }),
        ("one more", RecordBatch { count: 3, last_offset_delta: 2, ..two() }),
        ("one less", RecordBatch { count: 1, last_offset_delta: 0, ..two() }),
        ("another count", RecordBatch { count: 3, ..two() }),
        ("a count below 0", RecordBatch { count: -1, ..two() }),
        ("an offset below 0", RecordBatch { last_offset_delta: -1, ..two() }),
        ("a sequence below 0", two().by(7, 0, -1)),
        ("no records", RecordBatch { records: Vec::new(), ..two() }),
        ("a tail", RecordBatch { records: [&two().records[..], &[0]].concat(), ..two() }),
        ("a time to come", RecordBatch::of(now() + 7_200_000, &["x", "y"])),
        (
            "no time, of the broker",
            RecordBatch { attributes: 1 << 3, ..RecordBatch::of(-1, &["x"]) },
        ),
    ];
    for (case, batch) in &wrong {
        for version in [7, 12] {
            pair.write(case, Who::Admin, version, &to("rec", 1, &batch.bytes()));
        }
    }
    let raw: [&[u8]; 7] = [
        &[0x0e, 0, 0, 0, 1, 1, 0],
        &[0x01, 0, 0, 0, 1, 1, 0],
        &[0x0e, 0, 0, 0, 1, 1, 0, 0],
        &[0x0c, 0, 0, 0, 1, 1, 1],
        &[0x0c, 0, 0, 0, 1, 1, 8],
        &[0x10, 0, 0, 0, 1, 1, 2, 1, 1],
        &[0x0c, 0, 0, 0, 1, 1, 0],
    ];
    for records in raw {
        let batch = RecordBatch { records: records.to_vec(), ..RecordBatch::of(now(), &["x"]) };
        produce(pair, "a record", "rec", &batch);
    }
    let keys =
        [(Some("k"), "v"), (None, "v"), (Some(""), "v"), (None, "v"), (None, ""), (None, "")];
    for name in ["rec-compacted", "rec-both"] {
        produce(pair, "no key", name, &RecordBatch::with_keys(now(), &keys));
        produce(pair, "one without a key", name, &RecordBatch::with_keys(now(), &keys[..2]));
        produce(pair, "a key", name, &RecordBatch::with_keys(now(), &keys[..1]));
    }
}

fn sequences(pair: &mut Pair) {
    let one = |epoch, sequence| RecordBatch::of(1_000, &["v"]).by(4242, epoch, sequence);
    let cases = [
        ("the first", one(0, 0)),
        ("the second", one(0, 1)),
        ("again", one(0, 1)),
        ("the first again", one(0, 0)),
        ("a gap", one(0, 3)),
        ("another end", RecordBatch::of(1_000, &["v", "w"]).by(4242, 0, 1)),
        ("the third", one(0, 2)),
        ("the fourth", one(0, 3)),
        ("the fifth", one(0, 4)),
        ("the sixth", one(0, 5)),
        ("the fifth last", one(0, 1)),
        ("the sixth last", one(0, 0)),
        ("a new epoch in the middle", one(1, 4)),
        ("a new epoch", one(1, 0)),
        ("an old epoch", one(0, 6)),
        ("another producer in the middle", RecordBatch::of(1_000, &["v"]).by(5555, 3, 99)),
        ("the highest", RecordBatch::of(1_000, &["v"]).by(6666, 0, i32::MAX)),
        ("behind the highest", RecordBatch::of(1_000, &["v"]).by(6666, 0, 0)),
    ];
    for (case, batch) in &cases {
        produce(pair, case, "rec", batch);
    }
    list(pair, "the end", Who::Admin, 9, "rec", vec![at(0, -1)]);
}

fn at(partition_index: i32, timestamp: i64) -> ListOffsetsPartition<'static> {
    let current_leader_epoch = -1;
    ListOffsetsPartition { partition_index, timestamp, current_leader_epoch, ..Default::default() }
}

fn list(
    pair: &mut Pair,
    case: &str,
    who: Who,
    version: i16,
    name: &str,
    partitions: Vec<ListOffsetsPartition<'_>>,
) {
    let topics =
        vec![ListOffsetsTopic { name, partitions: partitions.into(), ..Default::default() }];
    let request =
        ListOffsetsRequest { replica_id: -1, topics: topics.into(), ..Default::default() };
    pair.read(case, who, version, &request);
}

fn listed(pair: &mut Pair) {
    let records = [(50, 3), (90, 1), (20, 2), (90, 2)];
    for (timestamp, count) in records {
        let batch = RecordBatch::of(timestamp, &vec!["v"; count]);
        pair.write("records of times", Who::Admin, 12, &to("rec-both", 1, &batch.bytes()));
    }
    for version in 1..=11 {
        for timestamp in [-6, -5, -4, -3, -2, -1, 0, 21, 50, 51, 53, 90, 91, 92, i64::MAX] {
            let asked = vec![at(1, timestamp)];
            list(pair, "times of records", Who::Admin, version, "rec-both", asked);
        }
    }
    let asked = vec![at(0, -1)];
    list(pair, "denied", Who::User, 9, "rec-both", asked);
}

fn epochs(pair: &mut Pair) {
    for known in [-3, -2, -1, 0, 1, 5] {
        for last in [-2, -1, 0, 5] {
            for offset in [0, 999] {
                let partition = FetchPartition {
                    current_leader_epoch: known,
                    last_fetched_epoch: last,
                    ..from(0, offset)
                };
                pair.read("epochs", Who::Admin, 12, &of("rec", vec![partition]));
            }
            for version in 2..=4 {
                let of = OffsetForLeaderPartition {
                    current_leader_epoch: known,
                    leader_epoch: last,
                    ..Default::default()
                };
                end_of(pair, "epochs", Who::Admin, version, "rec", vec![of]);
            }
        }
    }
    for who in BOTH {
        for name in ["rec", "rec-none"] {
            let of = |partition| OffsetForLeaderPartition { partition, ..Default::default() };
            end_of(pair, "an epoch", who, 4, name, vec![of(0), of(7), of(-1), of(0)]);
        }
    }
}

fn end_of(
    pair: &mut Pair,
    case: &str,
    who: Who,
    version: i16,
    topic: &str,
    partitions: Vec<OffsetForLeaderPartition<'_>>,
) {
    let topic = OffsetForLeaderTopic { topic, partitions: partitions.into(), ..Default::default() };
    let topics = vec![topic].into();
    let request = OffsetForLeaderEpochRequest { replica_id: -1, topics, ..Default::default() };
    pair.read(case, who, version, &request);
}

fn delete(pair: &mut Pair, who: Who, version: i16, name: &str, wanted: &[(i32, i64)]) {
    let partitions = wanted.iter().map(|(partition_index, offset)| DeleteRecordsPartition {
        partition_index: *partition_index,
        offset: *offset,
        ..Default::default()
    });
    let topic = DeleteRecordsTopic { name, partitions: partitions.collect(), ..Default::default() };
    let topics = vec![topic].into();
    let request = DeleteRecordsRequest { topics, timeout_ms: 10_000, ..Default::default() };
    pair.write("records to delete", who, version, &request);
}

fn deleted(pair: &mut Pair) {
    delete(pair, Who::User, 2, "rec", &[(0, -1), (7, 0)]);
    delete(pair, Who::User, 2, "rec-none", &[(0, -1)]);
    for version in 0..=2 {
        for offset in [1, 0, 3, -2, 1000, i64::MAX, i64::MIN] {
            delete(pair, Who::Admin, version, "rec", &[(0, offset)]);
        }
    }
    delete(pair, Who::Admin, 2, "rec", &[(0, 4), (7, 0), (-1, 0), (1, 0), (0, 5)]);
    for name in ["rec-none", "rec-compacted", "rec-both"] {
        delete(pair, Who::Admin, 2, name, &[(0, 1)]);
    }
    for offset in [0, 4, 5, 6] {
        pair.read("what is left", Who::Admin, 12, &of("rec", vec![from(0, offset)]));
    }
    list(pair, "what is left", Who::Admin, 9, "rec", vec![at(0, -2), at(1, -2)]);
    list(pair, "the first that is left", Who::Admin, 9, "rec", vec![at(0, 0)]);
    let of_epoch = OffsetForLeaderPartition::default();
    delete(pair, Who::Admin, 2, "rec", &[(0, -1)]);
    end_of(pair, "nothing is left", Who::Admin, 4, "rec", vec![of_epoch]);
    list(pair, "nothing is left", Who::Admin, 9, "rec", vec![at(0, -2), at(0, 0)]);
    pair.read("nothing is left", Who::Admin, 12, &of("rec", vec![from(0, 0)]));
    produce(pair, "more records", "rec", &two());
    produce(pair, "a producer goes on", "rec", &RecordBatch::of(1, &["v"]).by(6666, 0, 1));
    delete(pair, Who::Admin, 2, "", &[]);
}

fn producers(pair: &mut Pair) {
    for who in BOTH {
        for version in 0..=5 {
            // Those of later versions: the id and the epoch that a producer had.
            let had = [(-1, -1), (5, 3), (5, -1), (-1, 3)];
            for (producer_id, producer_epoch) in
                had.into_iter().take(if version < 3 { 1 } else { 4 })
            {
                let request = InitProducerIdRequest {
                    transactional_id: None,
                    transaction_timeout_ms: 60_000,
                    producer_id,
                    producer_epoch,
                    ..Default::default()
                };
                pair.read("a producer", who, version, &request);
            }
        }
    }
    let denied = InitProducerIdRequest {
        transactional_id: Some("x"),
        transaction_timeout_ms: 60_000,
        ..Default::default()
    };
    pair.read("a denied transaction", Who::User, 5, &denied);
}

//! CreateTopics, DeleteTopics, Metadata, DescribeTopicPartitions.

use kafka_proto::messages::create_topics::{
    CreatableReplicaAssignment, CreatableTopic, CreateTopicsRequest,
};
use kafka_proto::messages::delete_topics::{DeleteTopicState, DeleteTopicsRequest};
use kafka_proto::messages::describe_topic_partitions::{
    Cursor, DescribeTopicPartitionsRequest, TopicRequest,
};
use kafka_proto::messages::metadata::{MetadataRequest, MetadataRequestTopic};
use kafka_proto::{Array, Uuid};

use crate::{BOTH, Pair, Who};

/// Longer than a topic's name can be.
const LONG: &str = concat!(
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
);

pub(crate) fn compare(pair: &mut Pair) {
    create(pair);
    describe(pair);
    pages(pair);
    delete(pair);
}

pub(crate) fn topic(name: &str) -> CreatableTopic<'_> {
    CreatableTopic { name, num_partitions: 1, replication_factor: 1, ..Default::default() }
}

pub(crate) fn request<'a>(topics: Vec<CreatableTopic<'a>>) -> CreateTopicsRequest<'a> {
    CreateTopicsRequest { topics: topics.into(), ..Default::default() }
}

fn create(pair: &mut Pair) {
    for (name, partitions) in [("orders", 3), ("payments", 1), ("a.b", 2)] {
        let wanted = CreatableTopic { num_partitions: partitions, ..topic(name) };
        pair.write("a new topic", Who::Admin, 7, &request(vec![wanted]));
    }
    for version in 2..=7 {
        for who in BOTH {
            for (case, topics) in creations() {
                let request = CreateTopicsRequest { validate_only: true, ..request(topics) };
                pair.write(case, who, version, &request);
            }
        }
    }
    for (case, timeout_ms, validate_only) in
        [("no time", 0, false), ("no time", -1, false), ("no time", 0, true)]
    {
        for who in BOTH {
            let topics = vec![topic("late"), topic("a b"), topic("u"), topic("u"), topic("orders")];
            let request = CreateTopicsRequest { timeout_ms, validate_only, ..request(topics) };
            pair.write(case, who, 7, &request);
            let request = CreateTopicsRequest { timeout_ms, validate_only, ..request_of_none() };
            pair.write(case, who, 7, &request);
        }
    }
}

fn request_of_none() -> CreateTopicsRequest<'static> {
    request(Vec::new())
}

fn creations() -> Vec<(&'static str, Vec<CreatableTopic<'static>>)> {
    let counted = |num_partitions, replication_factor| {
        vec![CreatableTopic { num_partitions, replication_factor, ..topic("new") }]
    };
    vec![
        ("one topic", vec![topic("new")]),
        ("no topic", Vec::new()),
        ("an existing topic", vec![topic("orders")]),
        ("duplicates", vec![topic("u"), topic("u"), topic("w")]),
        ("invalid names", ["", ".", "..", "a b", "ä", LONG].map(topic).to_vec()),
        ("colliding names", vec![topic("a_b"), topic("x.y"), topic("x_y")]),
        ("internal names", ["__cluster_metadata", "__consumer_offsets"].map(topic).to_vec()),
        ("default counts", counted(-1, -1)),
        ("no partitions", counted(0, 1)),
        ("fewer than no partitions", counted(-2, 1)),
        ("no replicas", counted(1, 0)),
        ("fewer than no replicas", counted(1, -2)),
        ("more replicas than brokers", counted(1, 2)),
        ("too many partitions", counted(10_001, 1)),
        ("an assignment", assigned(&[(0, &[1]), (1, &[1])])),
        ("an assignment with a gap", assigned(&[(0, &[1]), (2, &[1])])),
        ("an assignment twice", assigned(&[(0, &[1]), (0, &[1])])),
        ("an assignment to nobody", assigned(&[(0, &[])])),
        ("an assignment to a stranger", assigned(&[(0, &[9])])),
        ("an assignment to one twice", assigned(&[(0, &[1, 1])])),
        (
            "an assignment and counts",
            assigned(&[(0, &[1])])
                .into_iter()
                .map(|it| CreatableTopic { num_partitions: 1, ..it })
                .collect(),
        ),
    ]
}

fn assigned(partitions: &'static [(i32, &'static [i32])]) -> Vec<CreatableTopic<'static>> {
    let assignments: Array<'static, _> = partitions
        .iter()
        .map(|(partition_index, ids)| CreatableReplicaAssignment {
            partition_index: *partition_index,
            broker_ids: Array::from(*ids),
            ..Default::default()
        })
        .collect();
    vec![CreatableTopic { num_partitions: -1, replication_factor: -1, assignments, ..topic("new") }]
}

fn describe(pair: &mut Pair) {
    let named = |name| MetadataRequestTopic { name: Some(name), ..Default::default() };
    for version in 0..=13 {
        for who in BOTH {
            let request = |topics: Option<Vec<MetadataRequestTopic<'static>>>| MetadataRequest {
                topics: topics.map(Array::from),
                include_topic_authorized_operations: version >= 8,
                include_cluster_authorized_operations: (8..=10).contains(&version),
                allow_auto_topic_creation: version < 4,
                ..Default::default()
            };
            if version > 0 {
                pair.read("all topics", who, version, &request(None));
            }
            pair.read("no topics", who, version, &request(Some(Vec::new())));
            let names = ["orders", "none", "a b", "orders", "", LONG].map(named).to_vec();
            pair.read("named topics", who, version, &request(Some(names)));
            if version >= 10 {
                let nobody = MetadataRequestTopic { topic_id: Uuid([9; 16]), ..Default::default() };
                let nothing = MetadataRequestTopic { name: None, ..Default::default() };
                pair.read("an unknown id", who, version, &request(Some(vec![nobody.clone()])));
                pair.read(
                    "an id and a name",
                    who,
                    version,
                    &request(Some(vec![nobody, named("orders")])),
                );
                pair.read("neither id nor name", who, version, &request(Some(vec![nothing])));
            }
        }
    }
}

fn pages(pair: &mut Pair) {
    type Page = (&'static str, &'static [&'static str], i32, Option<(&'static str, i32)>);
    let pages: [Page; 18] = [
        ("all", &[], 2000, None),
        ("a short page", &[], 2, None),
        ("the next page", &[], 2, Some(("orders", 0))),
        ("in the middle of a topic", &[], 2, Some(("orders", 1))),
        ("from a topic that is gone", &[], 1, Some(("b", 1))),
        ("beyond the last topic", &[], 2, Some(("z", 0))),
        ("some names", &["payments", "none", "orders", "a b"], 2000, None),
        ("some names, no room", &["payments", "none", "orders"], 0, None),
        ("negative room", &["payments", "orders"], -5, None),
        ("a name twice", &["orders", "orders"], 2000, None),
        ("an empty name", &[""], 2000, None),
        ("an empty name and another", &["orders", ""], 2000, None),
        ("a cursor elsewhere", &["orders"], 10, Some(("payments", 0))),
        ("a cursor with a negative partition", &["orders"], 10, Some(("orders", -2))),
        ("a cursor at partition -1", &["orders"], 10, Some(("orders", -1))),
        ("a cursor beyond the partitions", &["orders"], 10, Some(("orders", 7))),
        ("an empty cursor", &[], 10, Some(("", 0))),
        ("a long name", &[LONG], 10, None),
    ];
    for (case, names, limit, cursor) in pages {
        for who in BOTH {
            let cursor = cursor.map(|(topic_name, partition_index)| Cursor {
                topic_name,
                partition_index,
                ..Default::default()
            });
            let topics = names.iter().map(|name| TopicRequest { name, ..Default::default() });
            let request = DescribeTopicPartitionsRequest {
                topics: topics.collect(),
                response_partition_limit: limit,
                cursor,
                ..Default::default()
            };
            pair.read(case, who, 0, &request);
        }
    }
}

fn delete(pair: &mut Pair) {
    for who in [Who::User, Who::Admin] {
        for version in 1..=5 {
            let request = |names: &'static [&'static str], timeout_ms| DeleteTopicsRequest {
                topic_names: names.into(),
                timeout_ms,
                ..Default::default()
            };
            let odd = request(&["none", "a b", "u", "u", ""], 10_000);
            pair.write("names that are not there", who, version, &odd);
            pair.write("no time", who, version, &request(&["orders", "none"], 0));
            pair.write("no names", who, version, &request(&[], 10_000));
        }
        let named = |name| DeleteTopicState { name: Some(name), ..Default::default() };
        let nobody = DeleteTopicState { name: None, topic_id: Uuid([9; 16]), ..Default::default() };
        let cases = [
            ("an unknown id", vec![nobody.clone()]),
            ("an id twice", vec![nobody.clone(), nobody.clone()]),
            ("id and name", vec![DeleteTopicState { name: Some("x"), ..nobody.clone() }]),
            ("neither id nor name", vec![DeleteTopicState { name: None, ..Default::default() }]),
            ("names", vec![named("none"), named("u"), named("u")]),
        ];
        for (case, topics) in cases {
            let topics = Array::from(topics);
            let request = DeleteTopicsRequest { topics, timeout_ms: 10_000, ..Default::default() };
            pair.write(case, who, 6, &request);
            pair.write("no time", who, 6, &DeleteTopicsRequest { timeout_ms: -1, ..request });
        }
    }
    let topics = vec![DeleteTopicState { name: Some("a.b"), ..Default::default() }].into();
    let request = DeleteTopicsRequest { topics, timeout_ms: 10_000, ..Default::default() };
    pair.write("a topic", Who::Admin, 6, &request);
}

//! AlterPartitionReassignments, ListPartitionReassignments, ElectLeaders, on one broker.

use kafka_proto::messages::alter_partition_reassignments::{
    AlterPartitionReassignmentsRequest, ReassignablePartition, ReassignableTopic,
};
use kafka_proto::messages::elect_leaders::{ElectLeadersRequest, TopicPartitions};
use kafka_proto::messages::list_partition_reassignments::{
    ListPartitionReassignmentsRequest, ListPartitionReassignmentsTopics,
};
use kafka_proto::{Array, ElectionType};

use crate::topics::{request, topic};
use crate::{BOTH, Pair, Who};

/// A topic with two partitions.
const HERE: &str = "partitions";

pub(crate) fn compare(pair: &mut Pair) {
    let mut here = topic(HERE);
    here.num_partitions = 2;
    pair.write("a new topic", Who::Admin, 7, &request(vec![here]));
    alter(pair);
    list(pair);
    elect(pair);
}

/// A partition and its target.
type Move = (&'static str, i32, Option<&'static [i32]>);

fn moves(moves: &[Move]) -> AlterPartitionReassignmentsRequest<'static> {
    let topics = moves.iter().map(|(name, partition_index, replicas)| {
        let partition = ReassignablePartition {
            partition_index: *partition_index,
            replicas: replicas.map(Array::from),
            ..Default::default()
        };
        ReassignableTopic { name, partitions: vec![partition].into(), ..Default::default() }
    });
    AlterPartitionReassignmentsRequest { topics: topics.collect(), ..Default::default() }
}

fn alter(pair: &mut Pair) {
    let cases: [(&str, &[Move]); 13] = [
        ("no moves", &[]),
        ("where it is", &[(HERE, 0, Some(&[1]))]),
        ("no replicas", &[(HERE, 0, Some(&[]))]),
        ("a broker twice", &[(HERE, 0, Some(&[1, 1]))]),
        ("an unknown broker", &[(HERE, 0, Some(&[1, 9]))]),
        ("unknown brokers", &[(HERE, 0, Some(&[9, 8, 9]))]),
        ("a negative broker", &[(HERE, 0, Some(&[-1]))]),
        ("an unknown topic", &[("none", 0, Some(&[1])), ("a b", 0, Some(&[1])), ("", 0, None)]),
        ("an unknown partition", &[(HERE, 2, Some(&[1])), (HERE, -1, Some(&[1]))]),
        ("unknown, and no replicas", &[("none", 0, Some(&[])), (HERE, 9, Some(&[]))]),
        ("nothing to cancel", &[(HERE, 0, None), (HERE, 7, None)]),
        ("a topic twice", &[(HERE, 0, Some(&[1])), (HERE, 0, Some(&[9]))]),
        ("good and bad ones", &[(HERE, 0, Some(&[9])), (HERE, 1, Some(&[1])), ("none", 0, None)]),
    ];
    for version in 0..=1 {
        for who in BOTH {
            for (case, asked) in cases {
                let request = moves(asked);
                pair.write(case, who, version, &request);
                pair.write("no time", who, version, &with_time(request.clone(), 0));
                if version > 0 {
                    let allow_replication_factor_change = false;
                    let request = AlterPartitionReassignmentsRequest {
                        allow_replication_factor_change,
                        ..request
                    };
                    pair.write("the number of replicas stays", who, version, &request);
                }
            }
        }
    }
    let partition = |partition_index| ReassignablePartition {
        partition_index,
        replicas: Some(Array::from(&[1][..])),
        ..Default::default()
    };
    let partitions = vec![partition(1), partition(0), partition(0)].into();
    let topics = vec![ReassignableTopic { name: HERE, partitions, ..Default::default() }].into();
    let request = AlterPartitionReassignmentsRequest { topics, ..Default::default() };
    pair.write("a partition twice", Who::Admin, 1, &request);
}

fn with_time(
    request: AlterPartitionReassignmentsRequest<'static>,
    timeout_ms: i32,
) -> AlterPartitionReassignmentsRequest<'static> {
    AlterPartitionReassignmentsRequest { timeout_ms, ..request }
}

fn list(pair: &mut Pair) {
    let asked = |names: &[&'static str]| {
        let topics = names.iter().map(|name| ListPartitionReassignmentsTopics {
            name,
            partition_indexes: vec![0, 1, 7, -1].into(),
            ..Default::default()
        });
        Some(topics.collect())
    };
    for topics in [None, asked(&[]), asked(&[HERE, "none", "", HERE])] {
        for timeout_ms in [60_000, 0] {
            for who in BOTH {
                let topics = topics.clone();
                let request =
                    ListPartitionReassignmentsRequest { timeout_ms, topics, ..Default::default() };
                pair.read("moves under way", who, 0, &request);
            }
        }
    }
}

fn elect(pair: &mut Pair) {
    let topics = |names: &[(&'static str, &'static [i32])]| {
        let topics = names.iter().map(|(topic, partitions)| TopicPartitions {
            topic,
            partitions: (*partitions).into(),
            ..Default::default()
        });
        Some(topics.collect())
    };
    let cases = [
        ("no partitions", topics(&[])),
        ("a topic without partitions", topics(&[(HERE, &[]), ("none", &[])])),
        ("leaders that lead", topics(&[(HERE, &[0, 1])])),
        ("partitions out of order", topics(&[(HERE, &[1, 0])])),
        ("unknown partitions", topics(&[(HERE, &[2, -1]), ("none", &[0]), ("", &[0])])),
        ("a partition twice", topics(&[(HERE, &[0, 0])])),
        ("a topic twice", topics(&[(HERE, &[0]), (HERE, &[1])])),
        ("all topics", None),
    ];
    for version in 0..=2 {
        for who in BOTH {
            for (case, topic_partitions) in &cases {
                for election_type in [0, 1, 7].map(ElectionType) {
                    if version == 0 && election_type.0 != 0 {
                        continue;
                    }
                    for timeout_ms in [60_000, 0] {
                        let topic_partitions = topic_partitions.clone();
                        let request = ElectLeadersRequest {
                            election_type,
                            topic_partitions,
                            timeout_ms,
                            ..Default::default()
                        };
                        let of_type = format!("{case}, type {election_type}, {timeout_ms} ms");
                        pair.write(&of_type, who, version, &request);
                    }
                }
            }
        }
    }
}

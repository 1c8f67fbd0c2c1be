//! ListOffsets of empty logs, and ListGroups without groups.

use kafka_proto::messages::list_groups::ListGroupsRequest;
use kafka_proto::messages::list_offsets::{
    ListOffsetsPartition, ListOffsetsRequest, ListOffsetsTopic,
};

use crate::{BOTH, Pair, Who};

pub(crate) fn compare(pair: &mut Pair) {
    for version in 1..=11 {
        for timestamp in [-8, -7, -6, -5, -4, -3, -2, -1, 0, 1, i64::MAX] {
            let asked = [of("other", vec![at(0, timestamp)])];
            list(pair, "a timestamp", Who::Admin, version, &asked);
        }
    }
    for who in BOTH {
        let wrong = [
            of("other", vec![at(0, -1), at(0, -1)]),
            of("other", vec![at(9, -1)]),
            of("other", vec![at(-1, -1)]),
            of("absent", vec![at(0, -1)]),
        ];
        for wrong in wrong {
            list(pair, "wrong partitions", who, 11, &[wrong]);
        }
        list(pair, "nothing", who, 11, &[]);
        list(pair, "no partitions", who, 11, &[of("other", vec![])]);
        for version in 0..=5 {
            pair.read("groups", who, version, &ListGroupsRequest::default());
        }
        let filtered = ListGroupsRequest {
            states_filter: vec!["stable", "none"].into(),
            types_filter: vec!["CLASSIC"].into(),
            ..Default::default()
        };
        pair.read("filtered groups", who, 5, &filtered);
    }
    for current_leader_epoch in [-2, 0, 5] {
        let partition = ListOffsetsPartition { current_leader_epoch, ..at(0, -1) };
        list(pair, "an epoch", Who::Admin, 11, &[of("other", vec![partition])]);
    }
}

fn at(partition_index: i32, timestamp: i64) -> ListOffsetsPartition<'static> {
    let current_leader_epoch = -1;
    ListOffsetsPartition { partition_index, timestamp, current_leader_epoch, ..Default::default() }
}

fn of<'a>(name: &'a str, partitions: Vec<ListOffsetsPartition<'a>>) -> ListOffsetsTopic<'a> {
    ListOffsetsTopic { name, partitions: partitions.into(), ..Default::default() }
}

fn list(pair: &mut Pair, case: &str, who: Who, version: i16, topics: &[ListOffsetsTopic<'_>]) {
    let topics = topics.to_vec().into();
    let request = ListOffsetsRequest { replica_id: -1, topics, ..Default::default() };
    pair.read(case, who, version, &request);
}

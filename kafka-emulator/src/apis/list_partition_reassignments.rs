//! ListPartitionReassignments: the partitions that move (KIP-455).

use std::collections::{BTreeMap, BTreeSet};

use kafka_proto::messages::list_partition_reassignments::{
    ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse,
    OngoingPartitionReassignment, OngoingTopicReassignment,
};
use kafka_proto::{AclOperation, Array};

use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::topic::Topic;
use crate::state::topics::Topics;

pub(super) fn answer(call: &Call<'_>, request: &ListPartitionReassignmentsRequest<'_>) -> Outcome {
    if let Err(refusal) = call.require_on_cluster(AclOperation::DESCRIBE) {
        return refuse(call, request, &refusal);
    }
    let topics = call.cluster.state.topics.now();
    let mut ongoing = Vec::new();
    match &request.topics {
        None => ongoing.extend(topics.iter().filter_map(|topic| moving(&topics, topic, None))),
        Some(asked) => {
            let mut wanted: BTreeMap<&str, BTreeSet<i32>> = BTreeMap::new();
            for topic in asked.iter() {
                wanted.entry(topic.name).or_default().extend(topic.partition_indexes.iter());
            }
            for (name, wanted) in &wanted {
                let topic = topics.get(name);
                ongoing.extend(topic.and_then(|topic| moving(&topics, topic, Some(wanted))));
            }
        }
    }
    let topics = ongoing.into();
    call.reply(&ListPartitionReassignmentsResponse {
        error_message: None,
        topics,
        ..Default::default()
    })
}

/// Kafka lists what was asked for, with no brokers.
pub(super) fn refuse(
    call: &Call<'_>,
    request: &ListPartitionReassignmentsRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let topics = request.topics.iter().flatten().map(|asked| OngoingTopicReassignment {
        name: asked.name,
        partitions: asked.partition_indexes.iter().map(empty).collect(),
        ..Default::default()
    });
    call.reply(&ListPartitionReassignmentsResponse {
        error_code: refusal.code,
        error_message: refusal.message(),
        topics: topics.collect(),
        ..Default::default()
    })
}

fn empty(partition_index: i32) -> OngoingPartitionReassignment<'static> {
    OngoingPartitionReassignment { partition_index, ..Default::default() }
}

/// The partitions of a topic that move, if some of those that are wanted do.
fn moving<'a>(
    topics: &'a Topics,
    topic: &'a Topic,
    wanted: Option<&BTreeSet<i32>>,
) -> Option<OngoingTopicReassignment<'a>> {
    let mut partitions = Vec::new();
    for (index, led) in topics.all_led(topic).enumerate() {
        let partition_index = i32::try_from(index).unwrap_or(i32::MAX);
        let is_wanted = wanted.is_none_or(|wanted| wanted.contains(&partition_index));
        if led.is_moving() && is_wanted {
            partitions.push(OngoingPartitionReassignment {
                partition_index,
                replicas: Array::from(led.replicas),
                adding_replicas: Array::from(led.adding),
                removing_replicas: Array::from(led.removing),
                ..Default::default()
            });
        }
    }
    let name = topic.name.as_str();
    let is_moving = !partitions.is_empty();
    let partitions = partitions.into();
    is_moving.then(|| OngoingTopicReassignment { name, partitions, ..Default::default() })
}

//! ElectLeaders: what `ReplicationControlManager` makes of an election (KIP-460). Every broker is up.

use kafka_proto::messages::elect_leaders::{
    ElectLeadersRequest, ElectLeadersResponse, PartitionResult, ReplicaElectionResult,
};
use kafka_proto::{AclOperation, ElectionType, ErrorCode};

use super::{Call, Outcome, is_too_late, timed_out};
use crate::refusal::Refusal;
use crate::state::Shared;
use crate::state::leadership::{Leadership, Led};
use crate::state::topics::Topics;

const NOT_NEEDED: &str = "Leader election not needed for topic partition.";
const NOT_AVAILABLE: &str = "The preferred leader was not available.";

/// A topic, and of each of its partitions what became of it.
type Elections<'a> = Vec<(&'a str, Vec<(i32, Result<(), Refusal>)>)>;

pub(super) fn answer(call: &Call<'_>, request: &ElectLeadersRequest<'_>) -> Outcome {
    if let Err(refusal) = call.require_on_cluster(AclOperation::ALTER) {
        return refuse(call, request, &refusal);
    }
    if request.topic_partitions.as_ref().is_some_and(|asked| asked.is_empty()) {
        return call.reply(&ElectLeadersResponse::default());
    }
    if is_too_late(request.timeout_ms) {
        return refuse(call, request, &timed_out());
    }
    if ![ElectionType::PREFERRED, ElectionType::UNCLEAN].contains(&request.election_type) {
        let text = format!("Unknown election type {}", request.election_type.0);
        return refuse(call, request, &Refusal::new(ErrorCode::INVALID_REQUEST, text));
    }
    let (topics, election) = (&call.cluster.state.topics, request.election_type);
    let before = topics.now();
    let mut elections = Elections::new();
    match &request.topic_partitions {
        Some(asked) => {
            for asked in asked.iter() {
                let partitions: Vec<i32> = asked.partitions.iter().collect();
                elections.push((asked.topic, elect(topics, asked.topic, partitions, election)));
            }
        }
        None => {
            for topic in before.iter() {
                let partitions = 0..i32::try_from(topic.partitions.len()).unwrap_or(i32::MAX);
                let wanted = partitions
                    .filter(|it| !is_not_needed(&due(&before, &topic.name, *it, election)));
                elections
                    .push((&topic.name, elect(topics, &topic.name, wanted.collect(), election)));
            }
        }
    }
    let results = elections.iter().map(|(topic, partitions)| ReplicaElectionResult {
        topic,
        partition_result: partitions
            .iter()
            .map(|(partition, result)| answered(*partition, result.as_ref().err()))
            .collect(),
        ..Default::default()
    });
    let replica_election_results = results.collect();
    call.reply(&ElectLeadersResponse { replica_election_results, ..Default::default() })
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &ElectLeadersRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let results = request.topic_partitions.iter().flatten().map(|asked| ReplicaElectionResult {
        topic: asked.topic,
        partition_result: asked.partitions.iter().map(|it| answered(it, Some(refusal))).collect(),
        ..Default::default()
    });
    call.reply(&ElectLeadersResponse {
        // v0 has none.
        error_code: if call.version() >= 1 { refusal.code } else { ErrorCode::NONE },
        replica_election_results: results.collect(),
        ..Default::default()
    })
}

fn answered(partition_id: i32, refusal: Option<&Refusal>) -> PartitionResult<'_> {
    PartitionResult {
        partition_id,
        error_code: refusal.map_or(ErrorCode::NONE, |refusal| refusal.code),
        error_message: refusal.and_then(Refusal::message),
        ..Default::default()
    }
}

fn is_not_needed<T>(result: &Result<T, Refusal>) -> bool {
    result.as_ref().is_err_and(|refusal| refusal.code == ErrorCode::ELECTION_NOT_NEEDED)
}

/// What becomes of each of these partitions. A topic is changed at once, and left alone when there is
/// nothing to do.
fn elect(
    topics: &Shared<Topics>,
    name: &str,
    partitions: Vec<i32>,
    election: ElectionType,
) -> Vec<(i32, Result<(), Refusal>)> {
    let now = topics.now();
    if !partitions.iter().any(|it| due(&now, name, *it, election).is_ok()) {
        let refused = partitions.iter().map(|it| due(&now, name, *it, election).map(drop));
        return partitions.iter().copied().zip(refused).collect();
    }
    topics.change(|topics| {
        let elected = topics.get(name).map(|topic| topic.id).and_then(|id| {
            topics.lead(id, |leadership, topic, _| {
                let mut elected = Vec::with_capacity(partitions.len());
                for partition in &partitions {
                    let found = usize::try_from(*partition).ok();
                    let led = found.and_then(|it| Leadership::of(Some(leadership), topic, it));
                    let due = due_leader(led, name, *partition, election);
                    if let (Some(index), Ok(leader)) = (found, &due) {
                        leadership.elect(topic, index, *leader);
                    }
                    elected.push((*partition, due.map(drop)));
                }
                elected
            })
        });
        elected.unwrap_or_else(|| partitions.iter().map(|it| (*it, Err(no_topic(name)))).collect())
    })
}

/// Who is to lead the partition.
fn due(
    topics: &Topics,
    name: &str,
    partition: i32,
    election: ElectionType,
) -> Result<i32, Refusal> {
    let topic = topics.get(name).ok_or_else(|| no_topic(name))?;
    let led = usize::try_from(partition).ok().and_then(|index| topics.led(topic, index));
    due_leader(led, name, partition, election)
}

fn due_leader(
    led: Option<Led<'_>>,
    name: &str,
    partition: i32,
    election: ElectionType,
) -> Result<i32, Refusal> {
    let Some(led) = led else {
        let text = format!("No such partition as {name}-{partition}");
        return Err(Refusal::new(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION, text));
    };
    let preferred = led.replicas.first().copied().unwrap_or(-1);
    if election == ElectionType::UNCLEAN || led.leader == preferred {
        return Err(Refusal::new(ErrorCode::ELECTION_NOT_NEEDED, NOT_NEEDED));
    }
    if led.adding.contains(&preferred) {
        return Err(Refusal::new(ErrorCode::PREFERRED_LEADER_NOT_AVAILABLE, NOT_AVAILABLE));
    }
    Ok(preferred)
}

fn no_topic(name: &str) -> Refusal {
    Refusal::new(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION, format!("No such topic as {name}"))
}

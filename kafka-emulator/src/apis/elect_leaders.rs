//! ElectLeaders: what `ReplicationControlManager` makes of an election (KIP-460). Every broker is up.

use std::collections::BTreeSet;
use std::sync::Arc;

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
const NO_ELIGIBLE: &str = "Eligible topic partition leaders are not available.";
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
        let down = Arc::clone(topics.down());
        let elected = topics.get(name).map(|topic| topic.id).and_then(|id| {
            topics.lead(id, |leadership, topic, _| {
                let mut elected = Vec::with_capacity(partitions.len());
                for partition in &partitions {
                    let found = usize::try_from(*partition).ok();
                    let led = found.and_then(|it| Leadership::of(Some(leadership), topic, it));
                    let due = due_leader(led, name, *partition, election, &down);
                    if let (Some(index), Ok(leader)) = (found, &due) {
                        leadership.elect(topic, index, *leader, &down);
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
    due_leader(led, name, partition, election, topics.down())
}

fn due_leader(
    led: Option<Led<'_>>,
    name: &str,
    partition: i32,
    election: ElectionType,
    down: &BTreeSet<i32>,
) -> Result<i32, Refusal> {
    let Some(led) = led else {
        let text = format!("No such partition as {name}-{partition}");
        return Err(Refusal::new(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION, text));
    };
    let preferred = led.replicas.first().copied().unwrap_or(-1);
    let is_unclean = election == ElectionType::UNCLEAN;
    if led.leader == preferred || (is_unclean && led.leader != -1) {
        return Err(Refusal::new(ErrorCode::ELECTION_NOT_NEEDED, NOT_NEEDED));
    }
    if is_unclean {
        let mut up = led.replicas.iter().copied().filter(|id| !down.contains(id));
        let none = || Refusal::new(ErrorCode::ELIGIBLE_LEADERS_NOT_AVAILABLE, NO_ELIGIBLE);
        return up.next().ok_or_else(none);
    }
    if !led.isr().any(|id| id == preferred) || down.contains(&preferred) {
        return Err(Refusal::new(ErrorCode::PREFERRED_LEADER_NOT_AVAILABLE, NOT_AVAILABLE));
    }
    Ok(preferred)
}

fn no_topic(name: &str) -> Refusal {
    Refusal::new(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION, format!("No such topic as {name}"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use kafka_proto::Uuid;
    use kafka_proto::messages::elect_leaders::TopicPartitions;

    use super::super::tests::{ask, cluster, iam, read};
    use super::*;
    use crate::cluster::Cluster;
    use crate::state::topic::Topic;

    /// Two brokers, with a topic whose first partition is not led by its preferred leader.
    fn shop() -> Cluster {
        let cluster = cluster(2);
        let (name, id) = ("t".to_owned(), Uuid([1; 16]));
        let partitions = vec![vec![1, 2], vec![2, 1]];
        let topic = Topic { name, id, partitions, configs: BTreeMap::new() };
        cluster.state.topics.change(|topics| {
            topics.insert(topic);
            topics.lead(id, |leadership, topic, waits| {
                leadership.reassign(topic, 0, vec![2, 1], waits);
            })
        });
        cluster
    }

    /// Number and code of each partition in the answer.
    fn elected(
        cluster: &Cluster,
        election_type: ElectionType,
        partitions: Option<Vec<i32>>,
    ) -> Vec<(i32, i16)> {
        let topics = partitions.map(|partitions| {
            let partitions = partitions.into();
            vec![TopicPartitions { topic: "t", partitions, ..Default::default() }].into()
        });
        let request =
            ElectLeadersRequest { election_type, topic_partitions: topics, ..Default::default() };
        let frame = ask(cluster, &iam(), 2, &request).unwrap();
        let response = read::<ElectLeadersRequest<'_>>(&frame, 2);
        let topic = response.replica_election_results.iter().next().unwrap();
        topic.partition_result.iter().map(|it| (it.partition_id, it.error_code.0)).collect()
    }

    fn leaders(cluster: &Cluster) -> Vec<(i32, i32)> {
        let topics = cluster.state.topics.now();
        let topic = topics.get("t").unwrap();
        topics.all_led(topic).map(|led| (led.leader, led.epoch)).collect()
    }

    #[test]
    fn the_preferred_replica_leads_where_it_did_not() {
        let cluster = shop();
        assert_eq!(leaders(&cluster), [(1, 0), (2, 0)]);
        let unclean = elected(&cluster, ElectionType::UNCLEAN, Some(vec![0, 1]));
        assert_eq!(unclean, [(0, 84), (1, 84)]);
        let asked = Some(vec![1, 0, 0, 7]);
        let preferred = elected(&cluster, ElectionType::PREFERRED, asked);
        assert_eq!(preferred, [(1, 84), (0, 0), (0, 84), (7, 3)]);
        assert_eq!(leaders(&cluster), [(2, 1), (2, 0)]);
    }

    #[test]
    fn everywhere_is_where_it_is_needed() {
        let cluster = shop();
        assert_eq!(elected(&cluster, ElectionType::PREFERRED, None), [(0, 0)]);
        assert_eq!(elected(&cluster, ElectionType::PREFERRED, None), []);
        assert_eq!(leaders(&cluster), [(2, 1), (2, 0)]);
    }

    #[test]
    fn a_replica_that_is_out_of_sync_does_not_lead() {
        let cluster = shop();
        cluster.state.topics.change(|topics| {
            topics.hold_moves(true);
            topics.lead(Uuid([1; 16]), |leadership, topic, waits| {
                topic.partitions[1] = vec![2];
                leadership.reassign(topic, 1, vec![1, 2], waits);
            })
        });
        let preferred = elected(&cluster, ElectionType::PREFERRED, Some(vec![1]));
        assert_eq!(preferred, [(1, 80)]);
    }
}

//! AlterPartitionReassignments: what `ReplicationControlManager` checks (KIP-455, KIP-860).

use kafka_proto::messages::alter_partition_reassignments::{
    AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse, ReassignablePartition,
    ReassignablePartitionResponse, ReassignableTopic, ReassignableTopicResponse,
};
use kafka_proto::{AclOperation, ErrorCode};

use super::{Call, Outcome, is_too_late, timed_out};
use crate::cluster::Cluster;
use crate::refusal::Refusal;
use crate::state::leadership::{Leadership, Led};
use crate::state::topic::Topic;

pub(super) fn answer(call: &Call<'_>, request: &AlterPartitionReassignmentsRequest<'_>) -> Outcome {
    if let Err(refusal) = call.require_on_cluster(AclOperation::ALTER) {
        return refuse(call, request, &refusal);
    }
    if request.topics.is_empty() {
        return call.reply(&AlterPartitionReassignmentsResponse::default());
    }
    if is_too_late(request.timeout_ms) {
        return refuse(call, request, &timed_out());
    }
    let may_resize = request.allow_replication_factor_change;
    let mut results = Vec::with_capacity(request.topics.len());
    for topic in request.topics.iter() {
        results.push(alter(call.cluster, &topic, may_resize));
    }
    let responses = request.topics.iter().zip(&results);
    let responses = responses.map(|(topic, results)| {
        answered(&topic, results.iter().map(|result| result.as_ref().err()))
    });
    call.reply(&AlterPartitionReassignmentsResponse {
        allow_replication_factor_change: may_resize,
        error_message: None,
        responses: responses.collect(),
        ..Default::default()
    })
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &AlterPartitionReassignmentsRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let responses =
        request.topics.iter().map(|topic| answered(&topic, std::iter::repeat(Some(refusal))));
    call.reply(&AlterPartitionReassignmentsResponse {
        error_code: refusal.code,
        error_message: refusal.message(),
        responses: responses.collect(),
        ..Default::default()
    })
}

fn answered<'a>(
    topic: &ReassignableTopic<'a>,
    refusals: impl Iterator<Item = Option<&'a Refusal>>,
) -> ReassignableTopicResponse<'a> {
    let partitions = topic.partitions.iter().zip(refusals);
    let partitions = partitions.map(|(asked, refusal)| ReassignablePartitionResponse {
        partition_index: asked.partition_index,
        error_code: refusal.map_or(ErrorCode::NONE, |refusal| refusal.code),
        error_message: refusal.and_then(Refusal::message),
        ..Default::default()
    });
    ReassignableTopicResponse {
        name: topic.name,
        partitions: partitions.collect(),
        ..Default::default()
    }
}

/// All of a topic at once: others see it before or after.
fn alter(
    cluster: &Cluster,
    asked: &ReassignableTopic<'_>,
    may_resize: bool,
) -> Vec<Result<(), Refusal>> {
    cluster.state.topics.change(|topics| {
        let id = topics.get(asked.name).map(|topic| topic.id);
        let altered = id.and_then(|id| {
            topics.lead(id, |leadership, topic, waits| {
                let mut change = Change { cluster, leadership, topic, waits, may_resize };
                asked.partitions.iter().map(|it| change.make(&it)).collect()
            })
        });
        altered.unwrap_or_else(|| {
            let text = format!("Unable to find a topic named {}.", asked.name);
            let missing = Refusal::new(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION, text);
            asked.partitions.iter().map(|_| Err(missing.clone())).collect()
        })
    })
}

/// A change of a topic's partitions.
struct Change<'a> {
    cluster: &'a Cluster,
    leadership: &'a mut Leadership,
    topic: &'a mut Topic,
    waits: bool,
    may_resize: bool,
}

impl Change<'_> {
    fn make(&mut self, asked: &ReassignablePartition<'_>) -> Result<(), Refusal> {
        let index = usize::try_from(asked.partition_index).ok();
        let led = index.and_then(|index| {
            Some((index, Leadership::of(Some(self.leadership), self.topic, index)?))
        });
        let Some((index, led)) = led else {
            let text =
                format!("Unable to find partition {}:{}.", self.topic.name, asked.partition_index);
            return Err(Refusal::new(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION, text));
        };
        match &asked.replicas {
            None if !led.is_moving() => {
                return Err(Refusal::of(ErrorCode::NO_REASSIGNMENT_IN_PROGRESS));
            }
            None => self.leadership.cancel(self.topic, index),
            Some(target) => {
                let target: Vec<i32> = target.iter().collect();
                check(self.cluster, &target)?;
                self.check_size(led, &target)?;
                let waits = self.waits || target.iter().any(|id| !self.cluster.is_up(*id));
                self.leadership.reassign(self.topic, index, target, waits);
            }
        }
        Ok(())
    }

    fn check_size(&self, led: Led<'_>, target: &[i32]) -> Result<(), Refusal> {
        let (now, new) = (led.replicas.len() - led.adding.len(), target.len());
        if self.may_resize || now == new {
            return Ok(());
        }
        let text = format!("The replication factor is changed from {now} to {new}");
        Err(Refusal::new(ErrorCode::INVALID_REPLICATION_FACTOR, text))
    }
}

/// Known brokers, each once.
fn check(cluster: &Cluster, target: &[i32]) -> Result<(), Refusal> {
    let mut sorted = target.to_vec();
    sorted.sort_unstable();
    let unknown = sorted.iter().find(|id| !cluster.has_broker(**id));
    let twice = sorted.windows(2).find(|pair| pair[0] == pair[1]);
    let flaw = match (unknown, twice) {
        _ if target.is_empty() => "an empty replica list.".to_owned(),
        (Some(id), _) => format!("broker {id}, but no such broker is registered."),
        (_, Some(pair)) => format!("the broker {} more than once.", pair[0]),
        _ => return Ok(()),
    };
    let text = format!("The manual partition assignment includes {flaw}");
    Err(Refusal::new(ErrorCode::INVALID_REPLICA_ASSIGNMENT, text))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use kafka_proto::Uuid;

    use super::super::tests::{ask, cluster, iam, read};
    use super::*;

    /// Three brokers, with a topic of one partition on the first two.
    fn shop() -> Cluster {
        let cluster = cluster(3);
        let (name, id) = ("t".to_owned(), Uuid([1; 16]));
        let topic = Topic { name, id, partitions: vec![vec![1, 2]], configs: BTreeMap::new() };
        cluster.state.topics.change(|topics| topics.insert(topic));
        cluster
    }

    /// Code and message for a partition of the topic.
    fn moved(
        cluster: &Cluster,
        partition_index: i32,
        target: Option<&[i32]>,
        allow_replication_factor_change: bool,
    ) -> (i16, String) {
        let replicas = target.map(Into::into);
        let partition = ReassignablePartition { partition_index, replicas, ..Default::default() };
        let partitions = vec![partition].into();
        let topic = ReassignableTopic { name: "t", partitions, ..Default::default() };
        let request = AlterPartitionReassignmentsRequest {
            topics: vec![topic].into(),
            allow_replication_factor_change,
            ..Default::default()
        };
        let frame = ask(cluster, &iam(), 1, &request).unwrap();
        let response = read::<AlterPartitionReassignmentsRequest<'_>>(&frame, 1);
        let topic = response.responses.iter().next().unwrap();
        let partition = topic.partitions.iter().next().unwrap();
        (partition.error_code.0, partition.error_message.unwrap_or_default().to_owned())
    }

    fn replicas(cluster: &Cluster) -> Vec<i32> {
        cluster.state.topics.now().get("t").unwrap().partitions[0].clone()
    }

    #[test]
    fn refusals_are_in_the_words_of_kafka_4_4() {
        let manual = "The manual partition assignment includes";
        let unknown = format!("{manual} broker 9, but no such broker is registered.");
        let table: [(i32, Option<&[i32]>, i16, String); 6] = [
            (0, None, 85, String::new()),
            (1, None, 3, "Unable to find partition t:1.".to_owned()),
            (-1, Some(&[1]), 3, "Unable to find partition t:-1.".to_owned()),
            (0, Some(&[]), 39, format!("{manual} an empty replica list.")),
            (0, Some(&[1, 9]), 39, unknown),
            (0, Some(&[3, 3]), 39, format!("{manual} the broker 3 more than once.")),
        ];
        let cluster = shop();
        for (partition, target, code, text) in table {
            assert_eq!(moved(&cluster, partition, target, true), (code, text));
        }
        assert_eq!(moved(&cluster, 0, Some(&[3]), false).0, 38);
        assert_eq!(replicas(&cluster), [1, 2]);
    }

    #[test]
    fn a_move_is_done_at_once_unless_it_is_held() {
        let cluster = shop();
        assert_eq!(moved(&cluster, 0, Some(&[3, 1]), false).0, 0);
        assert_eq!(replicas(&cluster), [3, 1]);
        cluster.state.topics.change(|topics| topics.hold_moves(true));
        assert_eq!(moved(&cluster, 0, Some(&[2]), true).0, 0);
        assert_eq!(replicas(&cluster), [2, 3, 1]);
        assert_eq!(moved(&cluster, 0, None, true).0, 0);
        assert_eq!(replicas(&cluster), [3, 1]);
        assert_eq!(moved(&cluster, 0, None, true).0, 85);
    }
}

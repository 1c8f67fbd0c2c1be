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
                self.leadership.reassign(self.topic, index, target, self.waits);
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

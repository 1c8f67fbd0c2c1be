//! Which broker coordinates a group: the one that leads the group's partition of the internal topic.

use std::sync::Arc;

use kafka_proto::{AclOperation, ErrorCode, ResourceType};

use super::Call;
use crate::broker::Broker;
use crate::cluster::Cluster;
use crate::state::MAX_TEXT;
use crate::state::groups::java_hash;

/// Of each internal topic that coordinators keep their state in (`offsets.topic.num.partitions`).
const PARTITIONS: u32 = 50;

/// The place among the brokers of the one that coordinates a group or transactional id.
fn place_of(cluster: &Cluster, key: &str) -> usize {
    let partition = java_hash(key).unsigned_abs() % PARTITIONS;
    partition as usize % cluster.brokers.len()
}

/// The broker that coordinates a group or transactional id: if that one is not up, the next one that is.
pub(super) fn coordinator_of<'c>(cluster: &'c Cluster, key: &str) -> Option<&'c Broker> {
    let brokers = cluster.brokers.iter().map(Arc::as_ref);
    let from_there = brokers.cycle().skip(place_of(cluster, key)).take(cluster.brokers.len());
    from_there.into_iter().find(|broker| cluster.is_up(broker.id))
}

/// Refuses a group that another broker coordinates.
pub(super) fn check_here(call: &Call<'_>, group: &str) -> Result<(), ErrorCode> {
    match coordinator_of(call.cluster, group) {
        Some(broker) if broker.id == call.broker().id => Ok(()),
        _ => Err(ErrorCode::NOT_COORDINATOR),
    }
}

/// How much one answer may tell about groups. Without it a request that names a group a thousand times
/// would be answered with a thousand times its size.
pub(super) struct Budget {
    left: usize,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self { left: 2 * MAX_TEXT }
    }

    /// Refuses what is too much, so many bytes.
    pub(super) fn spend(&mut self, bytes: usize) -> Result<(), ErrorCode> {
        self.left = self.left.checked_sub(bytes).ok_or(ErrorCode::POLICY_VIOLATION)?;
        Ok(())
    }
}

/// Whether the client may do that with the group.
pub(super) fn may(call: &Call<'_>, operation: AclOperation, group: &str) -> bool {
    call.authorizer().allows(operation, ResourceType::GROUP, group)
}

/// As [`may`], for a topic.
pub(super) fn may_on_topic(call: &Call<'_>, operation: AclOperation, topic: &str) -> bool {
    call.authorizer().allows(operation, ResourceType::TOPIC, topic)
}

#[cfg(test)]
pub(super) mod tests {
    use kafka_proto::Uuid;

    use super::super::tests::cluster as brokers;
    use super::*;
    use crate::state::groups::{Members, Offset, Share, ShareBeat};
    use crate::state::topic::Topic;

    /// One broker, and the topic `t` with two partitions.
    pub(crate) fn cluster() -> Cluster {
        let cluster = brokers(1);
        let topic = Topic {
            name: "t".to_owned(),
            id: Uuid([1; 16]),
            partitions: vec![vec![1], vec![1]],
            configs: Default::default(),
        };
        cluster.state.topics.change(|topics| topics.insert(topic));
        cluster
    }

    /// Makes a group that has read so far in the first partition.
    pub(crate) fn read_to(cluster: &Cluster, group: &str, committed: i64) {
        let offset =
            Offset { topic_id: Uuid([1; 16]), committed, leader_epoch: 2, metadata: "m".into() };
        cluster.state.groups.change(|groups| {
            groups
                .make(group, tokio::time::Instant::now(), |group| group.offsets.set("t", 0, offset))
                .unwrap();
        });
    }

    /// Makes a share group of one member, which has both partitions.
    pub(crate) fn join_share(cluster: &Cluster, group: &str) {
        let topics = cluster.state.topics.now();
        let names = ["t".to_owned()].into();
        let now = tokio::time::Instant::now();
        let beat = |epoch| ShareBeat {
            member_id: "m",
            epoch,
            rack_id: None,
            client_id: "test",
            client_host: "/127.0.0.1",
            topics: Some(&names),
        };
        cluster.state.groups.change(|groups| {
            let join = |group: &mut crate::state::groups::Group| {
                let mut share = Share::default();
                share.beat("g", &beat(0), &topics, now).unwrap();
                for (topic, partition) in share.without_state(&topics) {
                    share.start(topic, partition, None);
                }
                share.beat("g", &beat(2), &topics, now + SHARE_INTERVAL).unwrap();
                group.members = Members::Share(share);
            };
            groups.make(group, now, join).unwrap();
        });
    }

    /// Partitions of a share group with where they begin.
    pub(crate) fn starts(cluster: &Cluster, group: &str) -> Vec<(i32, Option<i64>)> {
        let starts = cluster.state.groups.change(|groups| {
            groups.change(group, tokio::time::Instant::now(), |group| {
                let share = group.share().unwrap();
                share.starts().map(|(_, partition, start)| (partition, start)).collect()
            })
        });
        starts.unwrap_or_default()
    }

    /// How often share groups divide their partitions at most.
    const SHARE_INTERVAL: std::time::Duration = std::time::Duration::from_secs(1);

    /// What the group has stored for a partition of `t`.
    pub(crate) fn offset(cluster: &Cluster, group: &str, partition: i32) -> Option<(i64, String)> {
        let groups = cluster.state.groups.now();
        let (_, group) = groups.iter().find(|(id, _)| *id == group)?;
        group.offsets.get("t", partition).map(|it| (it.committed, it.metadata.to_string()))
    }

    #[test]
    fn an_answer_has_an_end() {
        let mut budget = Budget::new();
        assert_eq!(budget.spend(2 * MAX_TEXT - 1), Ok(()));
        assert_eq!(budget.spend(2), Err(ErrorCode::POLICY_VIOLATION));
        assert_eq!(budget.spend(1), Ok(()));
    }

    #[test]
    fn keys_are_spread_over_partitions_and_those_over_brokers() {
        // 97, 98 and 99 modulo 50 are the partitions 47, 48 and 49.
        assert_eq!(["a", "b", "c"].map(|key| place_of(&brokers(3), key)), [2, 0, 1]);
    }
}

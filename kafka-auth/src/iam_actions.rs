//! The actions of Amazon MSK's IAM, and the permissions of Kafka that they stand for.

use kafka_proto::{AclOperation as Op, ResourceType as On};

/// What stands in front of every action of a cluster.
pub const IAM_PREFIX: &str = "kafka-cluster:";

/// Amazon's table "Semantics of IAM authorization policy actions": the action that stands for each
/// permission first, then those that it does not work without, besides Connect. Permissions that are
/// not here have no documented action.
const ACTIONS: &[(Op, On, &[&str])] = &[
    (Op::DESCRIBE, On::CLUSTER, &["DescribeCluster"]),
    (Op::ALTER, On::CLUSTER, &["AlterCluster", "DescribeCluster"]),
    (Op::DESCRIBE_CONFIGS, On::CLUSTER, &["DescribeClusterDynamicConfiguration"]),
    (
        Op::ALTER_CONFIGS,
        On::CLUSTER,
        &["AlterClusterDynamicConfiguration", "DescribeClusterDynamicConfiguration"],
    ),
    (Op::IDEMPOTENT_WRITE, On::CLUSTER, &["WriteDataIdempotently", "WriteData"]),
    (Op::CREATE, On::TOPIC, &["CreateTopic"]),
    (Op::DESCRIBE, On::TOPIC, &["DescribeTopic"]),
    (Op::ALTER, On::TOPIC, &["AlterTopic", "DescribeTopic"]),
    (Op::DELETE, On::TOPIC, &["DeleteTopic", "DescribeTopic"]),
    (Op::DESCRIBE_CONFIGS, On::TOPIC, &["DescribeTopicDynamicConfiguration"]),
    (
        Op::ALTER_CONFIGS,
        On::TOPIC,
        &["AlterTopicDynamicConfiguration", "DescribeTopicDynamicConfiguration"],
    ),
    (Op::READ, On::TOPIC, &["ReadData", "DescribeTopic", "AlterGroup"]),
    (Op::WRITE, On::TOPIC, &["WriteData", "DescribeTopic"]),
    (Op::DESCRIBE, On::GROUP, &["DescribeGroup"]),
    (Op::READ, On::GROUP, &["AlterGroup", "DescribeGroup"]),
    (Op::DELETE, On::GROUP, &["DeleteGroup", "DescribeGroup"]),
    (Op::DESCRIBE, On::TRANSACTIONAL_ID, &["DescribeTransactionalId"]),
    (
        Op::WRITE,
        On::TRANSACTIONAL_ID,
        &["AlterTransactionalId", "DescribeTransactionalId", "WriteData"],
    ),
];

/// The action that stands for an operation on a kind of resource, without its prefix, then those that it does not
/// work without. Empty where Amazon documents none.
#[must_use]
pub fn iam_actions(operation: Op, on: On) -> &'static [&'static str] {
    let found = ACTIONS.iter().find(|(known, kind, _)| (*known, *kind) == (operation, on));
    found.map_or(&[], |(_, _, actions)| *actions)
}

/// The kind of resource that an action is on; `None` for Connect, and for what is no action.
#[must_use]
pub fn iam_resource(action: &str) -> Option<On> {
    ACTIONS.iter().find(|(_, _, actions)| actions.first() == Some(&action)).map(|(_, on, _)| *on)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_that_another_one_needs_is_on_a_resource() {
        for (operation, on, actions) in ACTIONS {
            assert_eq!(iam_actions(*operation, *on), *actions);
            assert_eq!(iam_resource(actions[0]), Some(*on));
            assert!(actions.iter().all(|action| iam_resource(action).is_some()), "{actions:?}");
        }
        assert_eq!(iam_actions(Op::CLUSTER_ACTION, On::CLUSTER), [""; 0]);
        assert_eq!(iam_resource("Connect"), None);
    }

    #[test]
    fn an_action_stands_for_one_permission() {
        for (n, (operation, on, actions)) in ACTIONS.iter().enumerate() {
            assert!(!actions.is_empty(), "{operation} on {on}");
            let earlier = ACTIONS.iter().take(n);
            assert!(
                earlier.clone().all(|(_, _, others)| others.first() != actions.first())
                    && earlier.clone().all(|(o, r, _)| (o, r) != (operation, on)),
                "{operation} on {on}"
            );
        }
    }
}

//! What the configs of a topic say about its logs.

use crate::configs::topic::find;
use crate::profile::Profile;
use crate::state::topic::Topic;

/// The configs that a log obeys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Policy {
    pub(crate) max_message_bytes: i64,
    pub(crate) segment_bytes: i64,
    /// Negative is no limit.
    pub(crate) retention_bytes: i64,
    /// In milliseconds; negative is no limit.
    pub(crate) retention_ms: i64,
    /// `message.timestamp.type=LogAppendTime`.
    pub(crate) log_append_time: bool,
    /// How far the timestamp of a record may be from now, in milliseconds.
    pub(crate) before_max_ms: i64,
    pub(crate) after_max_ms: i64,
    /// How many replicas must be in sync for a write that asks for all.
    pub(crate) min_insync_replicas: usize,
    pub(crate) is_compacted: bool,
    /// Whether records are deleted before they are compacted away.
    pub(crate) allows_deletion: bool,
}

impl Policy {
    pub(crate) fn of(topic: &Topic, profile: Profile) -> Self {
        let number = |name| value(topic, name).parse().unwrap_or(i64::MAX);
        let cleanup = value(topic, "cleanup.policy");
        let has = |policy| cleanup.split(',').any(|it| it.trim() == policy);
        let after = "message.timestamp.after.max.ms";
        // KIP-1030 gave it an end in Kafka 4.0.
        let is_endless = profile.is_before_4() && !topic.configs.contains_key(after);
        Self {
            max_message_bytes: number("max.message.bytes"),
            segment_bytes: number("segment.bytes"),
            retention_bytes: number("retention.bytes"),
            retention_ms: number("retention.ms"),
            log_append_time: value(topic, "message.timestamp.type") == "LogAppendTime",
            before_max_ms: number("message.timestamp.before.max.ms"),
            after_max_ms: if is_endless { i64::MAX } else { number(after) },
            min_insync_replicas: number("min.insync.replicas").try_into().unwrap_or(1),
            is_compacted: has("compact"),
            allows_deletion: has("delete"),
        }
    }
}

fn value<'a>(topic: &'a Topic, name: &str) -> &'a str {
    let set = topic.configs.get(name).map(|value| value.trim());
    set.or_else(|| find(name).map(|config| config.default)).unwrap_or_default()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn policy(configs: &[(&str, &str)]) -> Policy {
        Policy::of(&topic(configs), Profile::Kafka44)
    }

    fn topic(configs: &[(&str, &str)]) -> Topic {
        let configs = configs.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        let (name, id) = ("t".to_owned(), kafka_proto::Uuid([1; 16]));
        Topic { name, id, partitions: vec![vec![1]], configs: configs.collect() }
    }

    #[test]
    fn what_is_not_set_has_kafkas_default() {
        let policy = policy(&[]);
        assert_eq!((policy.max_message_bytes, policy.retention_bytes), (1_048_588, -1));
        assert_eq!((policy.before_max_ms, policy.after_max_ms), (i64::MAX, 3_600_000));
        assert!(!policy.log_append_time && !policy.is_compacted && policy.allows_deletion);
        assert_eq!(Policy::of(&topic(&[]), Profile::Kafka39).after_max_ms, i64::MAX);
    }

    #[test]
    fn what_is_set_counts() {
        let set = policy(&[("cleanup.policy", "compact"), ("retention.bytes", " 7 ")]);
        assert!(set.is_compacted && !set.allows_deletion);
        assert_eq!(set.retention_bytes, 7);
        let both = policy(&[("cleanup.policy", "compact, delete")]);
        assert!(both.is_compacted && both.allows_deletion);
        let after = ("message.timestamp.after.max.ms", "5");
        assert_eq!(Policy::of(&topic(&[after]), Profile::Kafka39).after_max_ms, 5);
    }
}

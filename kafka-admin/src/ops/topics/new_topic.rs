//! A topic to create.

use std::collections::BTreeMap;

use crate::{Error, ErrorKind, Layer, Result};

/// Kafka's `Topic.MAX_NAME_LENGTH`: the name becomes the name of a directory.
const MAX_NAME: usize = 249;

/// A topic to create.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTopic {
    pub(crate) name: String,
    pub(crate) partitions: Option<i32>,
    pub(crate) replication_factor: Option<i16>,
    pub(crate) assignments: BTreeMap<i32, Vec<i32>>,
    pub(crate) configs: Vec<(String, String)>,
}

impl NewTopic {
    /// A topic with the broker's default partitions and replicas (KIP-464: from CreateTopics v4 on;
    /// for older brokers set both).
    pub fn new(name: impl Into<String>) -> Self {
        let (partitions, replication_factor) = (None, None);
        let (assignments, configs) = (BTreeMap::new(), Vec::new());
        Self { name: name.into(), partitions, replication_factor, assignments, configs }
    }

    /// How many partitions, at least 1. Default: the broker's `num.partitions`.
    pub fn partitions(mut self, partitions: i32) -> Self {
        self.partitions = Some(partitions);
        self
    }

    /// How many replicas of each partition, at least 1. Default: the broker's
    /// `default.replication.factor`.
    pub fn replication_factor(mut self, replication_factor: i16) -> Self {
        self.replication_factor = Some(replication_factor);
        self
    }

    /// Places one partition on these brokers, the preferred leader first, instead of leaving
    /// placement to the cluster. Then every partition must be placed, and the two counts stay unset.
    pub fn assign(mut self, partition: i32, brokers: impl Into<Vec<i32>>) -> Self {
        self.assignments.insert(partition, brokers.into());
        self
    }

    /// Sets a topic configuration, such as `retention.ms`.
    pub fn config(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.configs.push((key.into(), value.into()));
        self
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Refuses what no broker would accept.
    pub(crate) fn validate(&self) -> Result<()> {
        validate_name(&self.name)?;
        let counted = self.partitions.is_some() || self.replication_factor.is_some();
        let too_few = self.partitions.is_some_and(|n| n < 1)
            || self.replication_factor.is_some_and(|n| n < 1);
        match (too_few, counted && !self.assignments.is_empty()) {
            (true, _) => Err(Error::invalid("partitions and replicas are at least 1")),
            (_, true) => Err(Error::invalid(
                "either place the partitions, or count partitions and replicas, not both",
            )),
            _ => Ok(()),
        }
    }

    /// KIP-464: brokers fill in their defaults from CreateTopics v4 on.
    pub(crate) fn validate_for(&self, version: i16) -> Result<()> {
        let defaults = self.partitions.is_none() || self.replication_factor.is_none();
        match version < 4 && defaults && self.assignments.is_empty() {
            true => Err(Error::invalid(
                "this broker has no defaults for partitions and replicas (CreateTopics before v4)",
            )
            .hinted("set both partitions and replication_factor")),
            false => Ok(()),
        }
    }
}

/// Kafka's `Topic.validate`.
pub(crate) fn validate_name(name: &str) -> Result<()> {
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    let reason = match name {
        "" => "a topic name is not empty",
        "." | ".." => "a topic name is not . or ..",
        _ if name.len() > MAX_NAME => "a topic name has at most 249 characters",
        _ if !name.bytes().all(legal) => {
            "a topic name has letters, digits, dots, underscores and hyphens only"
        }
        _ => return Ok(()),
    };
    Err(Error::invalid(reason))
}

/// A topic's name in an answer. Results repeat it for each partition, so a long one would be worth more than all
/// that the broker sent.
pub(crate) fn named(name: &str) -> Result<&str> {
    match name.len() <= MAX_NAME {
        true => Ok(name),
        false => Err(Error::new(
            ErrorKind::PeerMisbehaved,
            Layer::Kafka,
            format!(
                "a topic in the answer has a name of {} bytes, and Kafka has {MAX_NAME} at most",
                name.len()
            ),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m06_names_follow_kafkas_rules() {
        for name in ["a", "a.b_c-9", &"x".repeat(249)] {
            validate_name(name).unwrap();
        }
        for name in ["", ".", "..", "a b", "a/b", "ä", "a\0", &"x".repeat(250)] {
            assert!(validate_name(name).is_err(), "{name:?}");
        }
    }

    #[test]
    fn counts_and_placement_exclude_each_other() {
        NewTopic::new("t").assign(0, [1, 2]).validate().unwrap();
        assert!(NewTopic::new("t").assign(0, [1]).partitions(1).validate().is_err());
        assert!(NewTopic::new("t").partitions(0).validate().is_err());
        assert!(NewTopic::new("t").replication_factor(-1).validate().is_err());
    }

    #[test]
    fn kip_464_defaults_need_version_4() {
        NewTopic::new("t").validate_for(4).unwrap();
        assert!(NewTopic::new("t").partitions(1).validate_for(3).is_err());
        NewTopic::new("t").partitions(1).replication_factor(1).validate_for(2).unwrap();
        NewTopic::new("t").assign(0, [1]).validate_for(2).unwrap();
    }
}

//! Where a partition is to be.

use std::collections::HashSet;

use super::validate;
use crate::topics::TopicPartition;
use crate::{Error, Result};

/// The brokers that a partition is to have, or the end of a move under way.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NewPartitionReassignment {
    partition: TopicPartition,
    replicas: Option<Vec<i32>>,
}

impl NewPartitionReassignment {
    /// Moves the partition to these brokers: at least one, each once, the preferred leader first. A move
    /// under way gets this target instead.
    pub fn to(partition: TopicPartition, replicas: impl Into<Vec<i32>>) -> Self {
        Self { partition, replicas: Some(replicas.into()) }
    }

    /// Ends a move under way: the partition stays where it was before it.
    pub fn cancel(partition: TopicPartition) -> Self {
        Self { partition, replicas: None }
    }

    /// The partition.
    pub fn partition(&self) -> &TopicPartition {
        &self.partition
    }

    /// The brokers that it is to have, `None` to cancel.
    pub fn replicas(&self) -> Option<&[i32]> {
        self.replicas.as_deref()
    }

    /// Kafka answers INVALID_REPLICA_ASSIGNMENT to each of these.
    pub(super) fn validate(&self) -> Result<()> {
        validate(&self.partition)?;
        let Some(replicas) = &self.replicas else { return Ok(()) };
        if replicas.is_empty() {
            return Err(Error::invalid("a partition has at least 1 replica")
                .hinted("to stop a move under way, cancel it"));
        }
        let mut seen = HashSet::new();
        for id in replicas {
            if *id < 0 {
                return Err(Error::invalid(format!("{id} is no broker's id: it is negative")));
            }
            if !seen.insert(id) {
                return Err(Error::invalid(format!("broker {id} is there twice")));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(partition: i32, replicas: &[i32]) -> Result<()> {
        NewPartitionReassignment::to(TopicPartition::new("t", partition), replicas).validate()
    }

    #[test]
    fn what_no_broker_would_accept_is_refused() {
        for (partition, replicas) in [(0, &[][..]), (0, &[1, 1]), (0, &[1, -1]), (-1, &[1])] {
            assert!(checked(partition, replicas).is_err(), "{partition} {replicas:?}");
        }
        checked(0, &[0, 7]).unwrap();
        NewPartitionReassignment::cancel(TopicPartition::new("t", 0)).validate().unwrap();
        let nameless = NewPartitionReassignment::cancel(TopicPartition::new("", 0));
        assert!(nameless.validate().is_err());
    }
}

//! Partitions: move them to other brokers, and elect their leaders.

mod alter_reassignments;
mod elect_leaders;
mod list_reassignments;
mod new_reassignment;

pub use alter_reassignments::AlterPartitionReassignments;
pub use elect_leaders::{ElectLeaders, Election, ElectionType, TopicElections};
pub use list_reassignments::{PartitionReassignment, TopicReassignments};
pub use new_reassignment::NewPartitionReassignment;

use crate::topics::{TopicPartition, validate_name};
use crate::{Error, Result};

pub(crate) fn validate(partition: &TopicPartition) -> Result<()> {
    validate_name(&partition.topic)?;
    match partition.partition {
        ..0 => Err(Error::invalid("the number of a partition is not negative")),
        _ => Ok(()),
    }
}

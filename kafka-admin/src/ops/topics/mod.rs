//! Topics: create, delete, describe, list, and wait until one may be used.

mod allowed;
mod create;
mod create_partitions;
mod delete;
mod delete_records;
mod describe;
mod list;
mod list_offsets;
mod new_topic;

pub use create::{CreateTopics, CreatedTopic};
pub use create_partitions::{CreatePartitions, NewPartitions};
pub use delete::DeleteTopics;
pub use delete_records::{DeleteRecords, DeletedRecords, RecordsToDelete};
pub use describe::{DescribeTopics, Partition, TopicDescription};
pub use list::{ListTopics, TopicListing};
pub use list_offsets::{ListOffsets, ListedOffset, OffsetSpec, TopicPartition};
pub use new_topic::NewTopic;

pub(crate) use list_offsets::validate_partition;
pub(crate) use new_topic::validate_name;

use kafka_proto::Uuid;

/// Zeroes stand for no id.
fn known(id: Uuid) -> Option<Uuid> {
    (!id.is_zero()).then_some(id)
}

/// Names as a call holds them.
pub(super) fn owned(names: &[impl AsRef<str>]) -> Vec<String> {
    names.iter().map(|name| name.as_ref().to_owned()).collect()
}

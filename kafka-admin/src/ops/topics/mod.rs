//! Topics: create, delete, describe, list, and wait until one may be used.

mod allowed;
mod broker_ids;
mod create;
mod create_partitions;
mod delete;
mod delete_by_id;
mod delete_records;
mod describe;
mod describe_by_id;
mod describe_paged;
mod list;
mod list_offsets;
mod new_topic;

pub use broker_ids::BrokerIds;
pub use create::{CreateTopics, CreatedTopic};
pub use create_partitions::{CreatePartitions, NewPartitions};
pub use delete::DeleteTopics;
pub use delete_by_id::DeleteTopicsById;
pub use delete_records::{DeleteRecords, DeletedRecords, RecordsToDelete};
pub use describe::{DescribeTopics, Partition, TopicDescription};
pub use describe_by_id::DescribeTopicsById;
pub use list::{ListTopics, TopicListing};
pub use list_offsets::{ListOffsets, ListedOffset, OffsetSpec, TopicPartition};
pub use new_topic::NewTopic;

pub(crate) use list_offsets::validate_partition;
pub(crate) use new_topic::{named, validate_name};

use kafka_proto::Uuid;

use crate::{Error, ErrorKind, Layer, Result};

/// Zeroes stand for no id.
fn known(id: Uuid) -> Option<Uuid> {
    (!id.is_zero()).then_some(id)
}

fn check_id(id: Uuid) -> Result<()> {
    match id.is_zero() {
        true => Err(Error::invalid("the id of a topic is not all zeroes")),
        false => Ok(()),
    }
}

fn no_ids(api: &'static str) -> Error {
    let message = format!("this broker does not know topics by their ids ({api})");
    Error::new(ErrorKind::UnsupportedVersion, Layer::Kafka, message)
        .hinted("name the topics instead")
}

/// Names as a call holds them.
pub(super) fn owned(names: &[impl AsRef<str>]) -> Vec<String> {
    names.iter().map(|name| name.as_ref().to_owned()).collect()
}

//! Single brokers: what is on their disks, what APIs they have, and that they are gone for good.

mod alter_replica_log_dirs;
mod api_versions;
mod describe_log_dirs;
mod unregister;

pub use alter_replica_log_dirs::{AlterReplicaLogDirs, NewReplicaLogDir, TopicPartitionReplica};
pub use api_versions::{BrokerApi, DescribeApiVersions};
pub use describe_log_dirs::{DescribeLogDirs, LogDir, LogDirReplica, LogDirTopic};

use crate::{Error, Result};

fn validate_id(id: i32) -> Result<()> {
    match id {
        ..0 => Err(Error::invalid("the id of a broker is not negative")),
        _ => Ok(()),
    }
}

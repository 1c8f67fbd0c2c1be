//! Moving replicas between the disks of a broker.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use kafka_proto::ApiKey;
use kafka_proto::messages::alter_replica_log_dirs::{
    AlterReplicaLogDir, AlterReplicaLogDirTopic, AlterReplicaLogDirsRequest,
    AlterReplicaLogDirsResponse,
};

use super::validate_id;
use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::net::connection::Effect;
use crate::partitions::validate;
use crate::topics::TopicPartition;
use crate::{Admin, Call, Error, Result};

/// [`Admin::alter_replica_log_dirs`]: one result for each [`TopicPartitionReplica`].
#[derive(Debug, Clone, Copy)]
pub struct AlterReplicaLogDirs(());

/// The replica of a partition on a broker. `Display` is Kafka's: `orders-0-2`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicPartitionReplica {
    /// The partition.
    pub partition: TopicPartition,
    /// The id of the broker that has it.
    pub broker: i32,
}

/// The directory that a replica is to be in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReplicaLogDir {
    replica: TopicPartitionReplica,
    path: String,
}

impl TopicPartitionReplica {
    /// The replica of that partition on that broker.
    pub fn new(partition: TopicPartition, broker: i32) -> Self {
        Self { partition, broker }
    }
}

impl fmt::Display for TopicPartitionReplica {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.partition, self.broker)
    }
}

impl NewReplicaLogDir {
    /// Moves the replica to the directory with this absolute path, one of the broker's own.
    pub fn new(replica: TopicPartitionReplica, path: impl Into<String>) -> Self {
        Self { replica, path: path.into() }
    }
}

impl Admin {
    /// Moves replicas to other directories of their brokers. It needs ALTER on the cluster.
    ///
    /// The answer says that the copies begin:
    /// [`LogDirReplica::is_future`](super::LogDirReplica::is_future) shows those that are not done.
    ///
    /// # Errors
    /// There was one request, and it failed as a whole. What is wrong with a single replica is in the
    /// [`Batch`](crate::Batch): LOG_DIR_NOT_FOUND for a directory that the broker does not have, and
    /// REPLICA_NOT_AVAILABLE for a replica that will be made there once the broker gets one.
    pub fn alter_replica_log_dirs<'a>(
        &'a self,
        replicas: &'a [NewReplicaLogDir],
    ) -> Call<'a, AlterReplicaLogDirs> {
        self.call(AlterReplicaLogDirs(()), Cow::Borrowed(replicas))
    }
}

impl Operation for AlterReplicaLogDirs {
    type Item = NewReplicaLogDir;
    type Key = TopicPartitionReplica;
    type Value = ();
    type Request<'a> = AlterReplicaLogDirsRequest<'a>;
    const EFFECT: Effect = Effect::Write;

    fn key(&self, it: &NewReplicaLogDir) -> TopicPartitionReplica {
        it.replica.clone()
    }

    fn check(&self, it: &NewReplicaLogDir) -> Result<()> {
        validate(&it.replica.partition)?;
        validate_id(it.replica.broker)?;
        match it.path.as_str() {
            "" => Err(Error::invalid("the path of a directory is not empty")),
            _ => Ok(()),
        }
    }

    fn route<'a>(&self, it: &'a NewReplicaLogDir) -> Route<'a> {
        Route::Broker(it.replica.broker)
    }

    fn request<'a>(
        &'a self,
        replicas: &[&'a NewReplicaLogDir],
        _: Terms,
    ) -> Result<AlterReplicaLogDirsRequest<'a>> {
        let mut dirs: BTreeMap<&str, BTreeMap<&str, Vec<i32>>> = BTreeMap::new();
        for it in replicas {
            let TopicPartition { topic, partition } = &it.replica.partition;
            dirs.entry(&it.path).or_default().entry(topic).or_default().push(*partition);
        }
        let dirs = dirs.into_iter().map(|(path, topics)| {
            let topics = topics.into_iter().map(|(name, partitions)| AlterReplicaLogDirTopic {
                name,
                partitions: partitions.into(),
                ..AlterReplicaLogDirTopic::default()
            });
            let topics = topics.collect();
            AlterReplicaLogDir { path, topics, ..AlterReplicaLogDir::default() }
        });
        let dirs = dirs.collect();
        Ok(AlterReplicaLogDirsRequest { dirs, ..AlterReplicaLogDirsRequest::default() })
    }

    fn answers(
        &self,
        replicas: &[&NewReplicaLogDir],
        response: &AlterReplicaLogDirsResponse<'_>,
    ) -> Result<Vec<Result<()>>> {
        let mut results = Vec::with_capacity(replicas.len());
        for topic in response.results.iter() {
            for it in topic.partitions.iter() {
                let moved = move || checked(ApiKey::ALTER_REPLICA_LOG_DIRS, it.error_code, None);
                results.push(((topic.topic_name, it.partition_index), moved));
            }
        }
        let partitions = replicas.iter().map(|it| &it.replica.partition);
        Ok(by_name(partitions.map(|it| (it.topic.as_str(), it.partition)), results))
    }
}

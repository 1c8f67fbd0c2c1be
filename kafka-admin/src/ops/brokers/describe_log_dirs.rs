//! What is on the disks of brokers.

use std::borrow::Cow;

use kafka_proto::messages::describe_log_dirs::{
    DescribeLogDirsPartition, DescribeLogDirsRequest, DescribeLogDirsResponse,
    DescribeLogDirsResult, DescribeLogDirsTopic,
};
use kafka_proto::{ApiKey, ErrorCode};

use super::validate_id;
use crate::call::{Operation, Route, Terms, checked, one};
use crate::net::connection::Effect;
use crate::{Admin, Call, Error, Result};

/// [`Admin::describe_log_dirs`]: one result for each broker, by its id.
#[derive(Debug, Clone, Copy)]
pub struct DescribeLogDirs(());

/// A directory in which a broker keeps replicas.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct LogDir {
    /// Its absolute path on the broker.
    pub path: String,
    /// Why the broker cannot use it: KAFKA_STORAGE_ERROR when it is offline. Then the rest is empty.
    pub error: Option<Error>,
    /// The size of its volume in bytes, from brokers that tell (DescribeLogDirs v4).
    pub total_bytes: Option<u64>,
    /// How many bytes of the volume are free, from brokers that tell (DescribeLogDirs v4).
    pub usable_bytes: Option<u64>,
    /// Whether it takes no new replicas (Kafka 4.4, KIP-1066).
    pub is_cordoned: bool,
    /// The topics that have replicas in it.
    pub topics: Vec<LogDirTopic>,
}

/// The replicas of a topic in a directory.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogDirTopic {
    /// The topic's name.
    pub topic: String,
    /// Its replicas.
    pub replicas: Vec<LogDirReplica>,
}

/// A replica of a partition in a directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogDirReplica {
    /// The number of the partition, from 0.
    pub partition: i32,
    /// How many bytes its log has.
    pub size: i64,
    /// How many records it is behind: the replica behind the high watermark, or the copy of
    /// [`is_future`](Self::is_future) behind the replica.
    pub offset_lag: i64,
    /// Whether it is a copy that is being made by AlterReplicaLogDirs, and will take the replica's place.
    pub is_future: bool,
}

impl Admin {
    /// What is on the disks of these brokers: each is asked about itself. It needs DESCRIBE on the cluster.
    ///
    /// # Errors
    /// There was one request, and it failed as a whole. What is wrong with one of several brokers is in
    /// the [`Batch`](crate::Batch); what is wrong with a directory is in [`LogDir::error`].
    pub fn describe_log_dirs<'a>(&'a self, brokers: &'a [i32]) -> Call<'a, DescribeLogDirs> {
        self.call(DescribeLogDirs(()), Cow::Borrowed(brokers))
    }
}

impl Operation for DescribeLogDirs {
    type Item = i32;
    type Key = i32;
    type Value = Vec<LogDir>;
    type Request<'a> = DescribeLogDirsRequest<'a>;
    const EFFECT: Effect = Effect::Read;

    fn key(&self, broker: &i32) -> i32 {
        *broker
    }

    fn check(&self, broker: &i32) -> Result<()> {
        validate_id(*broker)
    }

    fn route<'a>(&self, broker: &'a i32) -> Route<'a> {
        Route::Broker(*broker)
    }

    fn request<'a>(&'a self, _: &[&'a i32], _: Terms) -> Result<DescribeLogDirsRequest<'a>> {
        Ok(DescribeLogDirsRequest { topics: None, ..DescribeLogDirsRequest::default() })
    }

    fn answers(
        &self,
        _: &[&i32],
        response: &DescribeLogDirsResponse<'_>,
    ) -> Result<Vec<Result<Vec<LogDir>>>> {
        checked(ApiKey::DESCRIBE_LOG_DIRS, response.error_code, None)?;
        // Before v3 this is how a broker refuses: it has a directory at least.
        if response.results.is_empty() {
            let refusal = ErrorCode::CLUSTER_AUTHORIZATION_FAILED;
            return Err(Error::of_code(ApiKey::DESCRIBE_LOG_DIRS, refusal, None));
        }
        let mut dirs: Vec<LogDir> = Vec::new();
        for it in response.results.iter() {
            let dir = log_dir(&it, dirs.last().and_then(|dir| dir.error.as_ref()));
            dirs.push(dir);
        }
        one(dirs)
    }
}

/// Directories that follow each other with the same error share it.
fn log_dir(dir: &DescribeLogDirsResult<'_>, before: Option<&Error>) -> LogDir {
    let shared = before.filter(|error| error.code() == Some(dir.error_code)).cloned();
    LogDir {
        path: dir.log_dir.to_owned(),
        error: shared.or_else(|| checked(ApiKey::DESCRIBE_LOG_DIRS, dir.error_code, None).err()),
        // -1 is not known.
        total_bytes: u64::try_from(dir.total_bytes).ok(),
        usable_bytes: u64::try_from(dir.usable_bytes).ok(),
        is_cordoned: dir.is_cordoned,
        topics: dir.topics.iter().map(|it| topic(&it)).collect(),
    }
}

fn topic(topic: &DescribeLogDirsTopic<'_>) -> LogDirTopic {
    let replicas = topic.partitions.iter().map(|it| replica(&it)).collect();
    LogDirTopic { topic: topic.name.to_owned(), replicas }
}

fn replica(replica: &DescribeLogDirsPartition<'_>) -> LogDirReplica {
    LogDirReplica {
        partition: replica.partition_index,
        size: replica.partition_size,
        offset_lag: replica.offset_lag,
        is_future: replica.is_future_key,
    }
}

//! DescribeLogDirs: every broker keeps all it has in one directory.

use std::collections::{BTreeMap, BTreeSet};

use kafka_proto::messages::describe_log_dirs::{
    DescribeLogDirsPartition, DescribeLogDirsRequest, DescribeLogDirsResponse,
    DescribeLogDirsResult, DescribeLogDirsTopic,
};
use kafka_proto::{AclOperation, ErrorCode};

use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::topic::Topic;

/// The directory of every broker (`log.dirs`), on a disk of its own.
pub(super) const LOG_DIR: &str = "/var/lib/kafka/data";

/// The size of that disk in bytes, and what is free on it: logs are in memory.
const DISK: i64 = 100 << 30;

pub(super) fn answer(call: &Call<'_>, request: &DescribeLogDirsRequest<'_>) -> Outcome {
    if !call.authorizer().allows_on_cluster(AclOperation::DESCRIBE) {
        return refuse(call, request, &Refusal::of(ErrorCode::CLUSTER_AUTHORIZATION_FAILED));
    }
    let topics = call.cluster.state.topics.now();
    let broker = call.broker().id;
    let found = match &request.topics {
        None => topics.iter().filter_map(|topic| replicas(topic, broker, None)).collect(),
        Some(asked) => {
            let mut wanted: BTreeMap<&str, BTreeSet<i32>> = BTreeMap::new();
            for asked in asked.iter() {
                wanted.entry(asked.topic).or_default().extend(asked.partitions.iter());
            }
            let found = wanted.iter().filter_map(|(name, partitions)| {
                replicas(topics.get(name)?, broker, Some(partitions))
            });
            found.collect()
        }
    };
    let dir = DescribeLogDirsResult {
        log_dir: LOG_DIR,
        topics: found,
        total_bytes: DISK,
        usable_bytes: DISK,
        ..Default::default()
    };
    call.reply(&DescribeLogDirsResponse { results: vec![dir].into(), ..Default::default() })
}

pub(super) fn refuse(
    call: &Call<'_>,
    _request: &DescribeLogDirsRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    call.reply(&DescribeLogDirsResponse { error_code: refusal.code, ..Default::default() })
}

/// The replicas of a topic that the broker has, of those that are wanted; `None` when there are none.
fn replicas<'a>(
    topic: &'a Topic,
    broker: i32,
    wanted: Option<&BTreeSet<i32>>,
) -> Option<DescribeLogDirsTopic<'a>> {
    let mut partitions = Vec::new();
    for (index, replicas) in topic.partitions.iter().enumerate() {
        let partition_index = i32::try_from(index).unwrap_or(i32::MAX);
        if replicas.contains(&broker) && wanted.is_none_or(|it| it.contains(&partition_index)) {
            partitions.push(DescribeLogDirsPartition { partition_index, ..Default::default() });
        }
    }
    let (name, has_some) = (topic.name.as_str(), !partitions.is_empty());
    let partitions = partitions.into();
    has_some.then(|| DescribeLogDirsTopic { name, partitions, ..Default::default() })
}

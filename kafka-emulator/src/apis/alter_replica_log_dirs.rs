//! AlterReplicaLogDirs: a broker has one directory, so nothing moves anywhere.

use std::collections::BTreeMap;

use kafka_proto::messages::alter_replica_log_dirs::{
    AlterReplicaLogDirPartitionResult, AlterReplicaLogDirTopicResult, AlterReplicaLogDirsRequest,
    AlterReplicaLogDirsResponse,
};
use kafka_proto::{AclOperation, ErrorCode};

use super::describe_log_dirs::LOG_DIR;
use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::topic::Topic;

/// One answer for each partition, however often it is there: the last directory counts.
pub(super) fn answer(call: &Call<'_>, request: &AlterReplicaLogDirsRequest<'_>) -> Outcome {
    if !call.authorizer().allows_on_cluster(AclOperation::ALTER) {
        return refuse(call, request, &Refusal::of(ErrorCode::CLUSTER_AUTHORIZATION_FAILED));
    }
    let topics = call.cluster.state.topics.now();
    let mut answered: BTreeMap<&str, BTreeMap<i32, ErrorCode>> = BTreeMap::new();
    for dir in request.dirs.iter() {
        for asked in dir.topics.iter() {
            let topic = topics.get(asked.name);
            for partition in asked.partitions.iter() {
                let code = code(call, dir.path, topic, partition);
                answered.entry(asked.name).or_default().insert(partition, code);
            }
        }
    }
    let results = answered.iter().map(|(name, partitions)| {
        result(name, partitions.iter().map(|(partition, code)| (*partition, *code)))
    });
    let results = results.collect();
    call.reply(&AlterReplicaLogDirsResponse { results, ..Default::default() })
}

/// One answer for everything that the request names.
pub(super) fn refuse(
    call: &Call<'_>,
    request: &AlterReplicaLogDirsRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let mut results = Vec::new();
    for dir in request.dirs.iter() {
        for asked in dir.topics.iter() {
            results.push(result(asked.name, asked.partitions.iter().map(|it| (it, refusal.code))));
        }
    }
    let results = results.into();
    call.reply(&AlterReplicaLogDirsResponse { results, ..Default::default() })
}

fn code(call: &Call<'_>, path: &str, topic: Option<&Topic>, partition: i32) -> ErrorCode {
    let index = usize::try_from(partition).ok();
    match topic.zip(index).and_then(|(topic, index)| topic.partitions.get(index)) {
        _ if path != LOG_DIR => ErrorCode::LOG_DIR_NOT_FOUND,
        None => ErrorCode::UNKNOWN_TOPIC_OR_PARTITION,
        Some(replicas) if !replicas.contains(&call.broker().id) => ErrorCode::REPLICA_NOT_AVAILABLE,
        Some(_) => ErrorCode::NONE,
    }
}

fn result<'a>(
    topic_name: &'a str,
    partitions: impl Iterator<Item = (i32, ErrorCode)>,
) -> AlterReplicaLogDirTopicResult<'a> {
    let partitions = partitions.map(|(partition_index, error_code)| {
        AlterReplicaLogDirPartitionResult { partition_index, error_code, ..Default::default() }
    });
    let partitions = partitions.collect();
    AlterReplicaLogDirTopicResult { topic_name, partitions, ..Default::default() }
}

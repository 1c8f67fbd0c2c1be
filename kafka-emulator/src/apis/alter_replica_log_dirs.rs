//! AlterReplicaLogDirs: a replica moves to another directory of its broker (KIP-113).

use std::collections::BTreeMap;

use kafka_proto::messages::alter_replica_log_dirs::{
    AlterReplicaLogDirPartitionResult, AlterReplicaLogDirTopicResult, AlterReplicaLogDirsRequest,
    AlterReplicaLogDirsResponse,
};
use kafka_proto::{AclOperation, ErrorCode};

use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::log_dirs::Replica;
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
                let altered = alter(call, dir.path, topic, partition);
                let code = altered.err().unwrap_or(ErrorCode::NONE);
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

/// Like Kafka it remembers where a replica is to be that the broker does not have yet.
fn alter(
    call: &Call<'_>,
    path: &str,
    topic: Option<&Topic>,
    partition: i32,
) -> Result<(), ErrorCode> {
    let (log_dirs, broker) = (&call.cluster.state.log_dirs, call.broker().id);
    let dir = log_dirs.now().find(path).ok_or(ErrorCode::LOG_DIR_NOT_FOUND)?;
    let unknown = ErrorCode::UNKNOWN_TOPIC_OR_PARTITION;
    let topic = topic.ok_or(unknown)?;
    let index = usize::try_from(partition).map_err(|_| unknown)?;
    let has_replica = topic.partitions.get(index).ok_or(unknown)?.contains(&broker);
    let replica = Replica { topic: topic.id.0, partition, broker };
    let topics = call.cluster.state.topics.now();
    let exists = |id| topics.get_by_id(id).is_some();
    let has_room = log_dirs.change(|dirs| dirs.move_to(replica, dir, has_replica, exists));
    match (has_room, has_replica) {
        (false, _) => Err(ErrorCode::KAFKA_STORAGE_ERROR),
        (_, false) => Err(ErrorCode::REPLICA_NOT_AVAILABLE),
        _ => Ok(()),
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

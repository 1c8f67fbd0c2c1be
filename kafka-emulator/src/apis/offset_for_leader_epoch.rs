//! OffsetForLeaderEpoch (KIP-320): where a leader's epoch ended.

use kafka_proto::messages::offset_for_leader_epoch::{
    EpochEndOffset, OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse,
    OffsetForLeaderPartition, OffsetForLeaderTopicResult,
};
use kafka_proto::{AclOperation, ErrorCode, ResourceType};

use super::partition::{Elsewhere, check_epoch, led};
use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::topic::Topic;
use crate::state::topics::Topics;

pub(super) fn answer(call: &Call<'_>, request: &OffsetForLeaderEpochRequest<'_>) -> Outcome {
    let topics = call.cluster.state.topics.now();
    let authorizer = call.authorizer();
    let may_all = authorizer.allows_on_cluster(AclOperation::CLUSTER_ACTION);
    let results = request.topics.iter().map(|asked| {
        let may =
            may_all || authorizer.allows(AclOperation::DESCRIBE, ResourceType::TOPIC, asked.topic);
        let topic = topics.get(asked.topic);
        let partitions = asked.partitions.iter().map(|it| match may {
            true => found(&it, end_of(call, &topics, topic, &it)),
            false => found(&it, Err(ErrorCode::TOPIC_AUTHORIZATION_FAILED)),
        });
        let partitions = partitions.collect();
        OffsetForLeaderTopicResult { topic: asked.topic, partitions, ..Default::default() }
    });
    call.reply(&OffsetForLeaderEpochResponse { topics: results.collect(), ..Default::default() })
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &OffsetForLeaderEpochRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let results = request.topics.iter().map(|asked| {
        let partitions = asked.partitions.iter().map(|it| found(&it, Err(refusal.code)));
        let partitions = partitions.collect();
        OffsetForLeaderTopicResult { topic: asked.topic, partitions, ..Default::default() }
    });
    call.reply(&OffsetForLeaderEpochResponse { topics: results.collect(), ..Default::default() })
}

/// An epoch with its end; `None` if the one that is asked for has not been yet.
fn end_of(
    call: &Call<'_>,
    topics: &Topics,
    topic: Option<&Topic>,
    asked: &OffsetForLeaderPartition<'_>,
) -> Result<Option<(i32, i64)>, ErrorCode> {
    let partition = led(call, topics, topic, asked.partition).map_err(Elsewhere::code)?;
    check_epoch(asked.current_leader_epoch, partition.epoch)?;
    let logs = &call.cluster.state.logs;
    Ok(logs.end_of(partition.id, asked.leader_epoch, partition.epoch))
}

fn found<'a>(
    asked: &OffsetForLeaderPartition<'_>,
    end: Result<Option<(i32, i64)>, ErrorCode>,
) -> EpochEndOffset<'a> {
    let (leader_epoch, end_offset) = end.unwrap_or_default().unwrap_or((-1, -1));
    EpochEndOffset {
        error_code: end.err().unwrap_or(ErrorCode::NONE),
        partition: asked.partition,
        leader_epoch,
        end_offset,
        ..Default::default()
    }
}

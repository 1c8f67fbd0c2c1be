//! ListOffsets. Nobody can produce here yet, so every log is empty.

use std::collections::BTreeSet;

use kafka_proto::messages::list_offsets::{
    ListOffsetsPartition, ListOffsetsPartitionResponse, ListOffsetsRequest, ListOffsetsResponse,
    ListOffsetsTopic, ListOffsetsTopicResponse,
};
use kafka_proto::{AclOperation, ErrorCode, ResourceType};

use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::topic::Topic;
use crate::state::topics::Topics;

/// Values of the field `timestamp` that ask for something else, each with the first version that has it.
const LATEST: i64 = -1;
const EARLIEST: i64 = -2;
const MAX_TIMESTAMP: (i64, i16) = (-3, 7);
const EARLIEST_LOCAL: (i64, i16) = (-4, 8);
const LATEST_TIERED: (i64, i16) = (-5, 9);
const EARLIEST_PENDING_UPLOAD: (i64, i16) = (-6, 11);

/// The epoch of every leader in which there is a record: none.
const LEADER_EPOCH: i32 = 0;
/// The client does not say which epoch it knows.
const NO_EPOCH: i32 = -1;

pub(super) fn answer(call: &Call<'_>, request: &ListOffsetsRequest<'_>) -> Outcome {
    let topics = call.cluster.state.topics.now();
    let duplicates = duplicates(request);
    let mut answered = Vec::new();
    for asked in request.topics.iter() {
        let topic = topics.get(asked.name);
        let may = call.authorizer().allows(AclOperation::DESCRIBE, ResourceType::TOPIC, asked.name);
        if may && asked.partitions.is_empty() {
            continue;
        }
        let (mut partitions, mut told) = (Vec::new(), BTreeSet::new());
        for partition in asked.partitions.iter() {
            let index = partition.partition_index;
            let found = match (may, duplicates.contains(&(asked.name, index))) {
                (false, _) => Err(ErrorCode::TOPIC_AUTHORIZATION_FAILED),
                // Once, however often it is there.
                (true, true) if !told.insert(index) => continue,
                (true, true) => Err(ErrorCode::INVALID_REQUEST),
                (true, false) => check(call, &topics, topic, &partition),
            };
            partitions.push(answered_by(call, &partition, found));
        }
        answered.push(topic_of(&asked, partitions));
    }
    call.reply(&ListOffsetsResponse { topics: answered.into(), ..Default::default() })
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &ListOffsetsRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let topics = request.topics.iter().map(|asked| {
        let partitions = asked.partitions.iter();
        let partitions = partitions.map(|it| answered_by(call, &it, Err(refusal.code)));
        topic_of(&asked, partitions.collect())
    });
    call.reply(&ListOffsetsResponse { topics: topics.collect(), ..Default::default() })
}

/// The partitions that are there more than once.
fn duplicates<'q>(request: &ListOffsetsRequest<'q>) -> BTreeSet<(&'q str, i32)> {
    let (mut seen, mut duplicates) = (BTreeSet::new(), BTreeSet::new());
    for topic in request.topics.iter() {
        for partition in topic.partitions.iter() {
            let name = (topic.name, partition.partition_index);
            if !seen.insert(name) {
                duplicates.insert(name);
            }
        }
    }
    duplicates
}

/// The offset, `None` where there is no such record.
fn check(
    call: &Call<'_>,
    topics: &Topics,
    topic: Option<&Topic>,
    asked: &ListOffsetsPartition<'_>,
) -> Result<Option<i64>, ErrorCode> {
    let index = usize::try_from(asked.partition_index).ok();
    let led = topic.zip(index).and_then(|(topic, index)| topics.led(topic, index));
    let led = led.ok_or(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION)?;
    if led.leader != call.broker().id {
        return Err(ErrorCode::NOT_LEADER_OR_FOLLOWER);
    }
    match asked.current_leader_epoch {
        NO_EPOCH => {}
        epoch if epoch < led.epoch => return Err(ErrorCode::FENCED_LEADER_EPOCH),
        epoch if epoch > led.epoch => return Err(ErrorCode::UNKNOWN_LEADER_EPOCH),
        _ => {}
    }
    let has = |(value, since)| asked.timestamp == value && call.version() >= since;
    match asked.timestamp {
        LATEST | EARLIEST => Ok(Some(0)),
        _ if has(EARLIEST_LOCAL) => Ok(Some(0)),
        _ if [MAX_TIMESTAMP, LATEST_TIERED, EARLIEST_PENDING_UPLOAD].into_iter().any(has) => {
            Ok(None)
        }
        0.. => Ok(None),
        _ => Err(ErrorCode::UNSUPPORTED_VERSION),
    }
}

fn answered_by<'a>(
    call: &Call<'_>,
    asked: &ListOffsetsPartition<'_>,
    found: Result<Option<i64>, ErrorCode>,
) -> ListOffsetsPartitionResponse<'a> {
    let offset = found.unwrap_or_default();
    let knows_epochs = call.version() >= 4 && offset.is_some();
    ListOffsetsPartitionResponse {
        partition_index: asked.partition_index,
        error_code: found.err().unwrap_or(ErrorCode::NONE),
        old_style_offsets: offset.filter(|_| call.version() == 0).into_iter().collect(),
        offset: offset.unwrap_or(-1),
        leader_epoch: if knows_epochs { LEADER_EPOCH } else { -1 },
        ..Default::default()
    }
}

fn topic_of<'a>(
    asked: &ListOffsetsTopic<'a>,
    partitions: Vec<ListOffsetsPartitionResponse<'a>>,
) -> ListOffsetsTopicResponse<'a> {
    let partitions = partitions.into();
    ListOffsetsTopicResponse { name: asked.name, partitions, ..Default::default() }
}

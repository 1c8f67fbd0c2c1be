//! ListOffsets: where logs begin and end, and which record has a time.

use std::collections::BTreeSet;

use kafka_proto::messages::list_offsets::{
    ListOffsetsPartition, ListOffsetsPartitionResponse, ListOffsetsRequest, ListOffsetsResponse,
    ListOffsetsTopic, ListOffsetsTopicResponse,
};
use kafka_proto::{AclOperation, ErrorCode, IsolationLevel, ResourceType};

use super::partition::{Elsewhere, check_epoch, led};
use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::log::Found;
use crate::state::topic::Topic;
use crate::state::topics::Topics;

/// Values of the field `timestamp` that ask for something else, each with the first version that has it.
const LATEST: i64 = -1;
const EARLIEST: i64 = -2;
const MAX_TIMESTAMP: (i64, i16) = (-3, 7);
const EARLIEST_LOCAL: (i64, i16) = (-4, 8);
const LATEST_TIERED: (i64, i16) = (-5, 9);
const EARLIEST_PENDING_UPLOAD: (i64, i16) = (-6, 11);

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
                (true, false) => check(call, &topics, topic, &partition, request.isolation_level),
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

/// The offset with its time and its leader's epoch, `None` where there is no such record.
fn check(
    call: &Call<'_>,
    topics: &Topics,
    topic: Option<&Topic>,
    asked: &ListOffsetsPartition<'_>,
    level: IsolationLevel,
) -> Result<Option<(Found, i32)>, ErrorCode> {
    let partition = led(call, topics, topic, asked.partition_index).map_err(Elsewhere::code)?;
    check_epoch(asked.current_leader_epoch, partition.epoch)?;
    let logs = &call.cluster.state.logs;
    let span = logs.span(partition.id);
    let end = if level == IsolationLevel::READ_COMMITTED { span.stable } else { span.end };
    let log = logs.get(partition.id);
    log.iter().for_each(|log| log.led_in(partition.epoch));
    let epoch_at = |offset| log.as_ref().map_or(partition.epoch, |log| log.epoch_at(offset));
    let untimed = |offset, epoch| Ok(Some((Found { offset, timestamp: -1 }, epoch)));
    let timed = |it: Found| (it, epoch_at(it.offset));
    let has = |(value, since)| asked.timestamp == value && call.version() >= since;
    match asked.timestamp {
        LATEST => untimed(end, partition.epoch),
        EARLIEST => untimed(span.start, epoch_at(span.start)),
        _ if has(EARLIEST_LOCAL) => untimed(span.start, epoch_at(span.start)),
        _ if has(LATEST_TIERED) || has(EARLIEST_PENDING_UPLOAD) => Ok(None),
        _ if has(MAX_TIMESTAMP) => {
            let found = log.as_ref().and_then(|log| log.max_timestamp());
            Ok(found.filter(|it| it.offset < end).map(timed))
        }
        at @ 0.. => {
            let found = log.as_ref().and_then(|log| log.first_at(at));
            Ok(found.filter(|it| it.offset < end).map(timed))
        }
        _ => Err(ErrorCode::UNSUPPORTED_VERSION),
    }
}

fn answered_by<'a>(
    call: &Call<'_>,
    asked: &ListOffsetsPartition<'_>,
    found: Result<Option<(Found, i32)>, ErrorCode>,
) -> ListOffsetsPartitionResponse<'a> {
    let listed = found.unwrap_or_default();
    let offset = listed.map(|(it, _)| it.offset);
    let epoch = listed.map(|(_, epoch)| epoch).filter(|_| call.version() >= 4);
    ListOffsetsPartitionResponse {
        partition_index: asked.partition_index,
        error_code: found.err().unwrap_or(ErrorCode::NONE),
        old_style_offsets: offset.filter(|_| call.version() == 0).into_iter().collect(),
        timestamp: listed.map_or(-1, |(it, _)| it.timestamp),
        offset: offset.unwrap_or(-1),
        leader_epoch: epoch.unwrap_or(-1),
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

//! Fetch: what `KafkaApis.handleFetchRequest` and `ReplicaManager.fetchMessages` do.
//!
//! A request without enough to answer waits for its partitions. There are no fetch sessions (KIP-227): as
//! a broker whose cache of them has no room, this one makes none, and knows none that a client names.

mod partitions;

use std::collections::HashMap;
use std::time::Duration;

use kafka_proto::messages::fetch::{
    AbortedTransaction, EpochEndOffset, FetchRequest, FetchResponse, FetchTopic,
    FetchableTopicResponse, LeaderIdAndEpoch, NodeEndpoint, PartitionData,
};
use kafka_proto::{Array, ErrorCode, IsolationLevel, Opaque, Uuid};
use tokio::time::Instant;

use super::partition::{Leader, Named, endpoints_of};
use super::{Call, Outcome};
use crate::deadline::after;
use crate::refusal::Refusal;
use crate::state::Changed;
use crate::wait::Wait;
use partitions::{Asked, Failed, Read, find, read};

/// `fetch.max.bytes`: what one answer has, at most, but for a single batch that is larger.
const MAX_BYTES: usize = 55 * 1024 * 1024;
/// The first version with topic ids.
const TOPIC_IDS: i16 = 13;
/// The epoch of a request that wants no session, and the one of a request for a new one.
const NO_SESSION: [i32; 2] = [-1, 0];
/// The first version whose header has tags.
const FLEXIBLE: i16 = 12;
/// The first version whose answers may have more than was asked for, if it is one batch.
const MIN_ONE: i16 = 3;

pub(super) fn answer(call: &Call<'_>, request: &FetchRequest<'_>) -> Outcome {
    if !NO_SESSION.contains(&request.session_epoch) {
        let error_code = ErrorCode::FETCH_SESSION_ID_NOT_FOUND;
        return call.reply(&FetchResponse { error_code, ..Default::default() });
    }
    if !(0..=1).contains(&request.isolation_level.0) {
        return refuse(call, request, &Refusal::wordless(ErrorCode::UNKNOWN_SERVER_ERROR));
    }
    let wait = Duration::from_millis(request.max_wait_ms.try_into().unwrap_or(0));
    let max_bytes = usize::try_from(request.max_bytes).unwrap_or(0).min(MAX_BYTES);
    let max_bytes = max_bytes.min(call.fetch_limit());
    Fetch {
        partitions: asked(call, request),
        min_bytes: usize::try_from(request.min_bytes).unwrap_or(0).min(max_bytes),
        max_bytes,
        isolation: request.isolation_level,
        until: after(Instant::now(), wait),
    }
    .answer(call)
}

pub(super) fn refuse(call: &Call<'_>, request: &FetchRequest<'_>, refusal: &Refusal) -> Outcome {
    // From v13 on a client understands an error of the whole.
    let topics = request.topics.iter().filter(|_| call.version() < TOPIC_IDS);
    let topics = topics.map(|topic| {
        let failed = topic.partitions.iter().map(|it| failure(it.partition, refusal.code));
        let partitions = failed.collect();
        FetchableTopicResponse { topic: topic.topic, partitions, ..Default::default() }
    });
    call.reply(&FetchResponse {
        error_code: refusal.code,
        session_id: if call.version() >= 7 { request.session_id } else { 0 },
        responses: topics.collect(),
        ..Default::default()
    })
}

/// What is asked for, each partition once: of one that is there more often the last counts.
fn asked(call: &Call<'_>, request: &FetchRequest<'_>) -> Vec<Asked> {
    let topics = call.cluster.state.topics.now();
    let (mut asked, mut places): (Vec<Asked>, HashMap<_, usize>) = Default::default();
    let replica = match call.version() {
        15.. => request.replica_state.replica_id,
        _ => request.replica_id,
    };
    for FetchTopic { topic, topic_id, partitions, .. } in request.topics.iter() {
        let named = Named::new(topic, topic_id);
        for partition in partitions.iter() {
            let it = find(call, &topics, &named, &partition, replica);
            let place = *places.entry((named.clone(), partition.partition)).or_insert(asked.len());
            match asked.get_mut(place) {
                Some(before) => *before = it,
                None => asked.push(it),
            }
        }
    }
    // What is refused comes behind what is read.
    asked.sort_by_key(|it| it.found.is_err());
    asked
}

/// A request while it waits.
struct Fetch {
    partitions: Vec<Asked>,
    min_bytes: usize,
    max_bytes: usize,
    isolation: IsolationLevel,
    until: Instant,
}

impl Fetch {
    fn answer(self, call: &Call<'_>) -> Outcome {
        // First asked for, then looked at: so no change is missed.
        let on: Vec<Changed> = match self.until > Instant::now() {
            true => self.partitions.iter().filter_map(|it| it.changed(call)).collect(),
            false => Vec::new(),
        };
        let read = self.read(call);
        if on.is_empty() || self.is_enough(&read) {
            return self.reply(call, &read);
        }
        let until = self.until;
        let then = Box::new(move |call: &Call<'_>| self.answer(call));
        Outcome::Wait(Wait { until, on, then })
    }

    /// Whether there is no reason to wait: enough bytes, or something that a client should know at once.
    fn is_enough(&self, read: &[Result<Read, Failed>]) -> bool {
        let is_news = |it: &Result<Read, Failed>| match it {
            Ok(read) => read.diverges.is_some(),
            Err(failed) => !failed.is_refused,
        };
        let bytes: usize = read.iter().flatten().map(|it| it.records.len()).sum();
        bytes >= self.min_bytes || read.iter().any(is_news)
    }

    /// "Once we read from a non-empty partition, we stop ignoring request and partition level size limits."
    fn read(&self, call: &Call<'_>) -> Vec<Result<Read, Failed>> {
        let (mut left, mut min_one) = (self.max_bytes, call.version() >= MIN_ONE);
        let mut all = Vec::with_capacity(self.partitions.len());
        for asked in &self.partitions {
            let it = read(call, asked, left, min_one, self.is_committed());
            let size = it.as_ref().map_or(0, |read| read.records.len());
            min_one &= size == 0;
            left = left.saturating_sub(size);
            all.push(it);
        }
        all
    }

    fn reply(&self, call: &Call<'_>, read: &[Result<Read, Failed>]) -> Outcome {
        let mut topics: Vec<(&Named, Vec<PartitionData<'_>>)> = Vec::new();
        let mut leaders = Vec::new();
        for (asked, read) in self.partitions.iter().zip(read) {
            let data = match read {
                Ok(read) => self.found(asked, read),
                Err(failed) => {
                    leaders.extend(failed.leader);
                    failed_at(call, asked.index, failed)
                }
            };
            match topics.last_mut() {
                Some((last, partitions)) if *last == &asked.named => partitions.push(data),
                _ => topics.push((&asked.named, vec![data])),
            }
        }
        let answer = send(call, topics, &leaders);
        let Outcome::Reply(frame) = &answer else { return answer };
        // Kafka counts the body, and four bytes more.
        let header = if call.version() >= FLEXIBLE { 5 } else { 4 };
        let bytes = frame.len().saturating_sub(header);
        call.count_fetched(answer, bytes, || send(call, Vec::new(), &[]))
    }

    fn is_committed(&self) -> bool {
        self.isolation == IsolationLevel::READ_COMMITTED
    }

    fn found<'a>(&self, asked: &Asked, read: &'a Read) -> PartitionData<'a> {
        let aborted = read.aborted.iter().map(|it| AbortedTransaction {
            producer_id: it.producer_id,
            first_offset: it.first,
            ..Default::default()
        });
        let tells_aborted = self.is_committed() && read.diverges.is_none();
        let diverging = read.diverges.map(|(epoch, end_offset)| EpochEndOffset {
            epoch,
            end_offset,
            ..Default::default()
        });
        PartitionData {
            partition_index: asked.index,
            high_watermark: read.span.end,
            last_stable_offset: read.span.stable,
            log_start_offset: read.span.start,
            diverging_epoch: diverging.unwrap_or_default(),
            aborted_transactions: tells_aborted.then(|| aborted.collect()),
            records: Some(Opaque(&read.records)),
            ..Default::default()
        }
    }
}

fn failed_at(call: &Call<'_>, index: i32, failed: &Failed) -> PartitionData<'static> {
    let data = failure(index, failed.code);
    let tells_leader = call.version() >= 16;
    let leader = failed.leader.filter(|_| tells_leader).map(|Leader { id, epoch }| {
        LeaderIdAndEpoch { leader_id: id, leader_epoch: epoch, ..Default::default() }
    });
    PartitionData {
        current_leader: leader.unwrap_or_default(),
        aborted_transactions: failed.is_refused.then(Array::default),
        ..data
    }
}

fn failure(partition_index: i32, error_code: ErrorCode) -> PartitionData<'static> {
    PartitionData { partition_index, error_code, high_watermark: -1, ..Default::default() }
}

fn send(
    call: &Call<'_>,
    topics: Vec<(&Named, Vec<PartitionData<'_>>)>,
    leaders: &[Leader],
) -> Outcome {
    let has_ids = call.version() >= TOPIC_IDS;
    let responses = topics.into_iter().map(|(named, partitions)| FetchableTopicResponse {
        topic: if has_ids { "" } else { &named.name },
        topic_id: if has_ids { Uuid(named.id) } else { Uuid::ZERO },
        partitions: partitions.into(),
        ..Default::default()
    });
    let endpoints = endpoints_of(call, leaders).map(|(broker, port)| NodeEndpoint {
        node_id: broker.id,
        host: &broker.host,
        port: port.into(),
        ..Default::default()
    });
    let has_endpoints = call.version() >= 16;
    call.reply(&FetchResponse {
        throttle_time_ms: call.throttle_time_ms(),
        responses: responses.collect(),
        node_endpoints: endpoints.filter(|_| has_endpoints).collect(),
        ..Default::default()
    })
}

#[cfg(test)]
mod tests;

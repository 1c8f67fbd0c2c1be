//! Fetch: what `KafkaApis.handleFetchRequest` and `ReplicaManager.fetchMessages` do.
//!
//! A request without enough to answer waits for its partitions. One in a session (KIP-227) waits for all
//! partitions of the session, and is answered with those of which there is something to tell.

mod partitions;
mod wanted;

use std::time::Duration;

use kafka_proto::messages::fetch::{
    AbortedTransaction, EpochEndOffset, FetchRequest, FetchResponse, FetchableTopicResponse,
    LeaderIdAndEpoch, NodeEndpoint, PartitionData,
};
use kafka_proto::{Array, ErrorCode, IsolationLevel, Opaque, Uuid};
use tokio::time::Instant;

use super::partition::{Leader, Named, endpoints_of};
use super::{Call, Outcome};
use crate::deadline::after;
use crate::refusal::Refusal;
use crate::state::Changed;
use crate::state::fetch_sessions::{Begun, Incremental, NO_SESSION, News, Told, Wanted};
use crate::wait::Wait;
use partitions::{Asked, Failed, Read, find, read};

/// `fetch.max.bytes`: what one answer has, at most, but for a single batch that is larger.
const MAX_BYTES: usize = 55 * 1024 * 1024;
/// The first version with topic ids.
const TOPIC_IDS: i16 = 13;
/// The first version with sessions.
const SESSIONS: i16 = 7;
/// The first version whose header has tags.
const FLEXIBLE: i16 = 12;
/// The first version whose answers may have more than was asked for, if it is one batch.
const MIN_ONE: i16 = 3;

pub(super) fn answer(call: &Call<'_>, request: &FetchRequest<'_>) -> Outcome {
    let (session, wanted) = match begin(call, request) {
        Ok(begun) => begun,
        Err(ErrorCode::UNKNOWN_SERVER_ERROR) => {
            return refuse(call, request, &Refusal::wordless(ErrorCode::UNKNOWN_SERVER_ERROR));
        }
        Err(code) => return refuse_session(call, code, NO_SESSION),
    };
    let replica = replica(call, request);
    let partitions = asked(call, wanted, replica);
    let is_any_read = partitions.iter().any(|it| !it.is_refused());
    if is_any_read && !(0..=1).contains(&request.isolation_level.0) {
        return refuse(call, request, &Refusal::wordless(ErrorCode::UNKNOWN_SERVER_ERROR));
    }
    let wait = Duration::from_millis(request.max_wait_ms.try_into().unwrap_or(0));
    let max_bytes = usize::try_from(request.max_bytes).unwrap_or(0).min(MAX_BYTES);
    let max_bytes = max_bytes.min(call.fetch_limit());
    Fetch {
        session,
        is_replica: replica >= 0,
        partitions,
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
        session_id: if call.version() >= SESSIONS { request.session_id } else { NO_SESSION },
        responses: topics.collect(),
        ..Default::default()
    })
}

/// What a request has to do with a session.
#[derive(Debug)]
enum Session {
    None,
    /// It wants a new one.
    New,
    In(Incremental),
}

fn begin(call: &Call<'_>, request: &FetchRequest<'_>) -> Result<(Session, Vec<Wanted>), ErrorCode> {
    let topics = call.cluster.state.topics.now();
    let asked = wanted::asked(call, &topics, request);
    let (sessions, broker) = (&call.cluster.state.fetch_sessions, call.broker().id);
    let name_of = |named: &Named| wanted::name_of(&topics, named);
    Ok(match sessions.begin(broker, asked, call.cluster.clock.running(), name_of)? {
        Begun::Sessionless(wanted) => (Session::None, wanted),
        Begun::Full(wanted) => (Session::New, wanted),
        Begun::Incremental(incremental, wanted) => (Session::In(incremental), wanted),
    })
}

fn replica(call: &Call<'_>, request: &FetchRequest<'_>) -> i32 {
    match call.version() {
        15.. => request.replica_state.replica_id,
        _ => request.replica_id,
    }
}

fn asked(call: &Call<'_>, wanted: Vec<Wanted>, replica: i32) -> Vec<Asked> {
    let topics = call.cluster.state.topics.now();
    let mut asked: Vec<Asked> =
        wanted.into_iter().map(|wanted| find(call, &topics, wanted, replica)).collect();
    // What is refused comes behind what is read.
    asked.sort_by_key(Asked::is_refused);
    asked
}

fn refuse_session(call: &Call<'_>, error_code: ErrorCode, session_id: i32) -> Outcome {
    call.reply(&FetchResponse { error_code, session_id, ..Default::default() })
}

/// A request while it waits.
struct Fetch {
    session: Session,
    is_replica: bool,
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
            true => self.changes(call),
            false => Vec::new(),
        };
        if let Session::In(incremental) = &self.session
            && incremental.is_superseded()
        {
            return refuse_session(call, ErrorCode::INVALID_FETCH_SESSION_EPOCH, incremental.id);
        }
        let read = self.read(call);
        if on.is_empty() || self.is_enough(&read) {
            return self.reply(call, &read);
        }
        let until = self.until;
        let then = Box::new(move |call: &Call<'_>| self.answer(call));
        Outcome::Wait(Wait { until, on, then })
    }

    /// A later request of the same session ends this one, so that a session waits once.
    fn changes(&self, call: &Call<'_>) -> Vec<Changed> {
        let mut on: Vec<Changed> =
            self.partitions.iter().filter_map(|it| it.changed(call)).collect();
        if let Session::In(incremental) = &self.session
            && !on.is_empty()
        {
            on.push(incremental.superseded());
        }
        on
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
        match &self.session {
            Session::None => self.count(call, NO_SESSION, self.send(call, read, NO_SESSION, None)),
            Session::New => {
                let (sessions, broker) = (&call.cluster.state.fetch_sessions, call.broker().id);
                let id = self.create(call, read);
                let answer = self.send(call, read, id, None);
                let answer = self.count(call, NO_SESSION, answer);
                if call.throttle_time_ms() > 0 {
                    sessions.remove(broker, id);
                }
                answer
            }
            Session::In(incremental) => {
                let news: Vec<(&Wanted, News)> = self.news(read).collect();
                let told = incremental.to_tell(&news);
                let answer = self.send(call, read, incremental.id, Some(&told));
                let answer = self.count(call, incremental.id, answer);
                if call.throttle_time_ms() == 0 {
                    incremental.told(&news);
                }
                answer
            }
        }
    }

    fn create(&self, call: &Call<'_>, read: &[Result<Read, Failed>]) -> i32 {
        let told = self.news(read).map(|(wanted, news)| (wanted.clone(), news.told()));
        call.cluster.state.fetch_sessions.create(
            call.broker().id,
            self.is_replica,
            call.version() >= TOPIC_IDS,
            told.collect(),
            call.cluster.clock.running(),
        )
    }

    fn news<'a>(
        &'a self,
        read: &'a [Result<Read, Failed>],
    ) -> impl Iterator<Item = (&'a Wanted, News)> {
        self.partitions.iter().zip(read).map(|(asked, read)| (&asked.wanted, news(read)))
    }

    /// The partitions, or those that are `told`.
    fn send(
        &self,
        call: &Call<'_>,
        read: &[Result<Read, Failed>],
        session: i32,
        told: Option<&[bool]>,
    ) -> Outcome {
        let mut topics: Vec<(&Named, Vec<PartitionData<'_>>)> = Vec::new();
        let mut leaders = Vec::new();
        for (place, (asked, read)) in self.partitions.iter().zip(read).enumerate() {
            let is_told = told.is_none_or(|told| told.get(place) == Some(&true));
            let wanted = &asked.wanted;
            let data = match read {
                Ok(read) => self.found(wanted, read),
                Err(failed) => {
                    leaders.extend(failed.leader);
                    failed_at(call, wanted.partition, failed)
                }
            };
            match topics.last_mut() {
                _ if !is_told => {}
                Some((last, partitions)) if *last == &wanted.named => partitions.push(data),
                _ => topics.push((&wanted.named, vec![data])),
            }
        }
        send(call, session, topics, &leaders)
    }

    /// Counts the answer, for which one without partitions goes in that session if it is too much.
    fn count(&self, call: &Call<'_>, session: i32, answer: Outcome) -> Outcome {
        let Outcome::Reply(frame) = &answer else { return answer };
        // Kafka counts the body, and four bytes more.
        let header = if call.version() >= FLEXIBLE { 5 } else { 4 };
        let bytes = frame.len().saturating_sub(header);
        call.count_fetched(answer, bytes, || send(call, session, Vec::new(), &[]))
    }

    fn is_committed(&self) -> bool {
        self.isolation == IsolationLevel::READ_COMMITTED
    }

    fn found<'a>(&self, wanted: &Wanted, read: &'a Read) -> PartitionData<'a> {
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
            partition_index: wanted.partition,
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

fn news(read: &Result<Read, Failed>) -> News {
    let none = Told { high_watermark: -1, log_start: -1 };
    let told = |read: &Read| Told { high_watermark: read.span.end, log_start: read.span.start };
    News {
        told: read.as_ref().map_or(none, told),
        has_records: read.as_ref().is_ok_and(|read| !read.records.is_empty()),
        has_failed: read.is_err(),
        diverges: read.as_ref().is_ok_and(|read| read.diverges.is_some()),
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
    session_id: i32,
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
        // Older versions cannot say it.
        session_id: if call.version() >= SESSIONS { session_id } else { NO_SESSION },
        responses: responses.collect(),
        node_endpoints: endpoints.filter(|_| has_endpoints).collect(),
        ..Default::default()
    })
}

#[cfg(test)]
mod tests;

//! The partitions that requests about records name.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use kafka_proto::ErrorCode;

use super::Call;
use crate::broker::Broker;
use crate::state::log::{Log, LogId};
pub(super) use crate::state::topic::Named;
use crate::state::topic::Topic;
use crate::state::topics::Topics;
use crate::state::transactions::Member;

/// A partition that this broker leads.
#[derive(Clone, Copy)]
pub(super) struct Partition<'t> {
    pub(super) topic: &'t Topic,
    pub(super) id: LogId,
    /// How often its leader changed.
    pub(super) epoch: i32,
    /// How many replicas it has, and how many of them are in sync.
    pub(super) replicas: usize,
    pub(super) in_sync: usize,
}

/// The leader of a partition, of which another broker was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Leader {
    pub(super) id: i32,
    pub(super) epoch: i32,
}

/// Why a partition is not to be had here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Elsewhere {
    Unknown,
    Led(Leader),
}

impl Elsewhere {
    pub(super) fn code(self) -> ErrorCode {
        match self {
            Self::Unknown => ErrorCode::UNKNOWN_TOPIC_OR_PARTITION,
            Self::Led(_) => ErrorCode::NOT_LEADER_OR_FOLLOWER,
        }
    }
}

/// Finds the partition of one of the topics, if this broker leads it.
pub(super) fn led<'t>(
    call: &Call<'_>,
    topics: &'t Topics,
    topic: Option<&'t Topic>,
    index: i32,
) -> Result<Partition<'t>, Elsewhere> {
    let place = usize::try_from(index).map_err(|_| Elsewhere::Unknown)?;
    let topic = topic.ok_or(Elsewhere::Unknown)?;
    let found = topics.led(topic, place).ok_or(Elsewhere::Unknown)?;
    match found.leader == call.broker().id {
        false => Err(Elsewhere::Led(Leader { id: found.leader, epoch: found.epoch })),
        true => {
            let id = LogId { topic: topic.id, partition: index };
            let (replicas, in_sync) = (found.replicas.len(), found.isr().count());
            Ok(Partition { topic, id, epoch: found.epoch, replicas, in_sync })
        }
    }
}

/// The partition of a topic, as transactions know it.
pub(super) fn member(topic: Option<&Topic>, index: i32) -> Option<Member> {
    let topic = topic?;
    topic.partitions.get(usize::try_from(index).ok()?)?;
    Some(Member { topic: Arc::from(topic.name.as_str()), id: topic.id.0, partition: index })
}

/// Where this client finds these leaders.
pub(super) fn endpoints_of<'a>(
    call: &Call<'a>,
    leaders: &[Leader],
) -> impl Iterator<Item = (&'a Broker, u16)> {
    let endpoints = call.cluster.endpoints(call.client.at.listener);
    endpoints.filter(|(broker, _)| leaders.iter().any(|leader| leader.id == broker.id))
}

impl Partition<'_> {
    /// Its log, unless the topic has been deleted.
    pub(super) fn log(&self, call: &Call<'_>) -> Result<Arc<Log>, ErrorCode> {
        let state = &call.cluster.state;
        let log = state.logs.open(&state.topics, self.id);
        let log = log.ok_or(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION)?;
        log.led_in(self.epoch);
        Ok(log)
    }
}

/// Compares the epoch that a client knows, if it says one, with the leader's.
pub(super) fn check_epoch(known: i32, epoch: i32) -> Result<(), ErrorCode> {
    match known {
        -1 => Ok(()),
        _ if known < epoch => Err(ErrorCode::FENCED_LEADER_EPOCH),
        _ if known > epoch => Err(ErrorCode::UNKNOWN_LEADER_EPOCH),
        _ => Ok(()),
    }
}

/// Milliseconds since 1970.
pub(crate) fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

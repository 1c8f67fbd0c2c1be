//! One partition of a Fetch: whether it may be read, and what there is.

use bytes::Bytes;
use kafka_proto::messages::fetch::FetchPartition;
use kafka_proto::{AclOperation, ErrorCode, ResourceType, Uuid};

use super::super::Call;
use super::super::partition::{Elsewhere, Leader, Named, Partition, check_epoch, led};
use super::TOPIC_IDS;
use crate::state::Changed;
use crate::state::log::{Aborted, Log, LogId, Span, Wish};
use crate::state::topics::Topics;

/// A partition that is asked for.
pub(super) struct Asked {
    pub(super) named: Named,
    pub(super) index: i32,
    pub(super) found: Result<Here, Failed>,
    known_epoch: i32,
    offset: i64,
    last_fetched_epoch: i32,
    max_bytes: usize,
}

/// The log of a partition that this broker leads, in that epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Here {
    id: LogId,
    epoch: i32,
}

/// Why there is nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Failed {
    pub(super) code: ErrorCode,
    pub(super) leader: Option<Leader>,
    /// Before it came to reading.
    pub(super) is_refused: bool,
}

/// What there is.
pub(super) struct Read {
    pub(super) span: Span,
    pub(super) records: Vec<u8>,
    pub(super) aborted: Vec<Aborted>,
    /// The client has read what this leader never had: the epoch up to which both have the same, and
    /// where it ended.
    pub(super) diverges: Option<(i32, i64)>,
}

impl Failed {
    fn refused(code: ErrorCode) -> Self {
        Self { code, leader: None, is_refused: true }
    }

    fn reading(code: ErrorCode) -> Self {
        Self { code, leader: None, is_refused: false }
    }
}

/// Finds a partition that the client may read. A negative `replica` is a consumer.
pub(super) fn find(
    call: &Call<'_>,
    topics: &Topics,
    named: &Named,
    asked: &FetchPartition<'_>,
    replica: i32,
) -> Asked {
    Asked {
        named: named.clone(),
        index: asked.partition,
        found: found(call, topics, named, asked.partition, replica),
        known_epoch: asked.current_leader_epoch,
        offset: asked.fetch_offset,
        last_fetched_epoch: asked.last_fetched_epoch,
        max_bytes: usize::try_from(asked.partition_max_bytes).unwrap_or(0),
    }
}

fn found(
    call: &Call<'_>,
    topics: &Topics,
    named: &Named,
    index: i32,
    replica: i32,
) -> Result<Here, Failed> {
    let topic = match call.version() {
        TOPIC_IDS.. => topics.get_by_id(Uuid(named.id)),
        _ => topics.get(&named.name),
    };
    let authorizer = call.authorizer();
    let may = match replica {
        0.. => authorizer.allows_on_cluster(AclOperation::CLUSTER_ACTION),
        // Who knows an id of nothing learns nothing.
        _ if topic.is_none() && call.version() >= TOPIC_IDS => true,
        _ => {
            let name = topic.map_or(named.name.as_str(), |topic| topic.name.as_str());
            authorizer.allows(AclOperation::READ, ResourceType::TOPIC, name)
        }
    };
    if !may {
        return Err(Failed::refused(ErrorCode::TOPIC_AUTHORIZATION_FAILED));
    }
    if topic.is_none() && call.version() >= TOPIC_IDS {
        return Err(Failed::refused(ErrorCode::UNKNOWN_TOPIC_ID));
    }
    match led(call, topics, topic, index) {
        Ok(partition) if is_stranger(&partition, replica) => {
            let leader = Some(Leader { id: call.broker().id, epoch: partition.epoch });
            Err(Failed { leader, ..Failed::reading(ErrorCode::NOT_LEADER_OR_FOLLOWER) })
        }
        Ok(partition) => Ok(Here { id: partition.id, epoch: partition.epoch }),
        Err(Elsewhere::Unknown) => Err(Failed::refused(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION)),
        Err(Elsewhere::Led(leader)) => {
            let leader = Some(leader);
            Err(Failed { leader, ..Failed::reading(ErrorCode::NOT_LEADER_OR_FOLLOWER) })
        }
    }
}

/// Whether a replica asks that the partition does not have.
fn is_stranger(partition: &Partition<'_>, replica: i32) -> bool {
    let place = usize::try_from(partition.id.partition).ok();
    let replicas = place.and_then(|place| partition.topic.partitions.get(place));
    replica >= 0 && replicas.is_none_or(|replicas| !replicas.contains(&replica))
}

impl Asked {
    /// Ends at the first change of the log; `None` when there is none to wait for.
    pub(super) fn changed(&self, call: &Call<'_>) -> Option<Changed> {
        let state = &call.cluster.state;
        let log = state.logs.open(&state.topics, self.found.ok()?.id)?;
        Some(log.changed())
    }
}

/// What there is of the partition, within these limits.
pub(super) fn read(
    call: &Call<'_>,
    asked: &Asked,
    left: usize,
    min_one: bool,
    committed: bool,
) -> Result<Read, Failed> {
    let Here { id, epoch } = asked.found?;
    // Negative is not known.
    check_epoch(asked.known_epoch.max(-1), epoch).map_err(Failed::reading)?;
    let state = &call.cluster.state;
    let log = state.logs.open(&state.topics, id);
    let log = log.ok_or(Failed::reading(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION))?;
    log.led_in(epoch);
    let span = log.span();
    let diverges = diverges(asked, span, &log, epoch)?;
    if diverges.is_some() {
        return Ok(Read { span, records: Vec::new(), aborted: Vec::new(), diverges });
    }
    let max_bytes = asked.max_bytes.min(left);
    let wish = Wish { offset: asked.offset, max_bytes, min_one, committed };
    let read = log.read(wish).map_err(Failed::reading)?;
    let records = cut(&read.batches, max_bytes, call.version(), min_one);
    Ok(Read { span: read.span, records, aborted: read.aborted, diverges: None })
}

/// KIP-595: whether the last record that the client has read is not the leader's. "Could not determine the
/// end offset of the last fetched epoch" where the leader never had it.
fn diverges(
    asked: &Asked,
    span: Span,
    log: &Log,
    leader: i32,
) -> Result<Option<(i32, i64)>, Failed> {
    let (known, offset) = (asked.last_fetched_epoch, asked.offset);
    if known < 0 {
        return Ok(None);
    }
    let out_of_range = Failed::reading(ErrorCode::OFFSET_OUT_OF_RANGE);
    let (epoch, end) = log.end_of(known, leader).ok_or(out_of_range)?;
    if offset < span.start {
        return Err(out_of_range);
    }
    Ok(Some((epoch, end)).filter(|_| epoch < known || end < offset))
}

/// The bytes of the batches, cut off where the limit is: clients know that the last batch may be incomplete.
/// The first one never is, from v3 on.
fn cut(batches: &[Bytes], max_bytes: usize, version: i16, min_one: bool) -> Vec<u8> {
    let first = batches.first().map_or(0, Bytes::len);
    if version >= super::MIN_ONE && !min_one && max_bytes < first {
        return Vec::new();
    }
    let limit = if min_one { max_bytes.max(first) } else { max_bytes };
    let size = batches.iter().map(Bytes::len).sum::<usize>().min(limit);
    let mut bytes = Vec::with_capacity(size);
    for batch in batches {
        let room = size - bytes.len();
        bytes.extend_from_slice(batch.get(..room).unwrap_or(batch));
    }
    bytes
}

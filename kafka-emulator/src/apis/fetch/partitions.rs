//! One partition of a Fetch: whether it may be read, and what there is.

use bytes::Bytes;
use kafka_proto::{AclOperation, ErrorCode, ResourceType};

use super::super::Call;
use super::super::partition::{Elsewhere, Leader, Partition, check_epoch, led};
use super::TOPIC_IDS;
use crate::state::Changed;
use crate::state::fetch_sessions::Wanted;
use crate::state::log::{Aborted, Log, LogId, Span, Wish};
use crate::state::topics::Topics;

/// A partition that is asked for.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) wanted: Wanted,
    pub(super) found: Result<Here, Failed>,
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
pub(super) fn find(call: &Call<'_>, topics: &Topics, wanted: Wanted, replica: i32) -> Asked {
    Asked { found: found(call, topics, &wanted, replica), wanted }
}

fn found(call: &Call<'_>, topics: &Topics, wanted: &Wanted, replica: i32) -> Result<Here, Failed> {
    let Wanted { named, partition, known_as, .. } = wanted;
    let has_ids = call.version() >= TOPIC_IDS;
    let name = if has_ids { known_as.as_deref() } else { Some(&*named.name) };
    let authorizer = call.authorizer();
    let may = match (replica, name) {
        (0.., _) => authorizer.allows_on_cluster(AclOperation::CLUSTER_ACTION),
        (_, Some(name)) => authorizer.allows(AclOperation::READ, ResourceType::TOPIC, name),
        // Who knows an id of nothing learns nothing.
        (_, None) => true,
    };
    if !may {
        return Err(Failed::refused(ErrorCode::TOPIC_AUTHORIZATION_FAILED));
    }
    let name = name.ok_or(Failed::refused(ErrorCode::UNKNOWN_TOPIC_ID))?;
    let topic = topics.get(name);
    if has_ids && topic.is_some_and(|topic| topic.id.0 != named.id) {
        return Err(Failed::reading(ErrorCode::INCONSISTENT_TOPIC_ID));
    }
    let index = *partition;
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
    pub(super) fn is_refused(&self) -> bool {
        self.found.is_err_and(|failed| failed.is_refused)
    }

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
    let wanted = &asked.wanted;
    check_epoch(wanted.known_epoch.max(-1), epoch).map_err(Failed::reading)?;
    let state = &call.cluster.state;
    let log = state.logs.open(&state.topics, id);
    let log = log.ok_or(Failed::reading(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION))?;
    log.led_in(epoch);
    let span = log.span();
    let diverges = diverges(wanted, span, &log, epoch)?;
    if diverges.is_some() {
        return Ok(Read { span, records: Vec::new(), aborted: Vec::new(), diverges });
    }
    let max_bytes = usize::try_from(wanted.max_bytes).unwrap_or(0).min(left);
    let wish = Wish { offset: wanted.offset, max_bytes, min_one, committed };
    let read = log.read(wish).map_err(Failed::reading)?;
    let records = cut(&read.batches, max_bytes, call.version(), min_one);
    Ok(Read { span: read.span, records, aborted: read.aborted, diverges: None })
}

/// KIP-595: whether the last record that the client has read is not the leader's. "Could not determine the
/// end offset of the last fetched epoch" where the leader never had it.
fn diverges(
    wanted: &Wanted,
    span: Span,
    log: &Log,
    leader: i32,
) -> Result<Option<(i32, i64)>, Failed> {
    let (known, offset) = (wanted.last_fetched_epoch, wanted.offset);
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

//! The records of partitions. Each partition has a log with a lock of its own, so that whoever writes to
//! one holds up nobody who writes to another.

pub(crate) mod batch;
mod crc32c;
mod epochs;
pub(crate) mod policy;
pub(crate) mod producers;
pub(crate) mod records;
mod room;
pub(crate) mod validate;

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use bytes::Bytes;
use kafka_proto::{ErrorCode, Uuid};
use tokio::sync::watch;

use super::topics::Topics;
use super::{Changed, Shared};
use batch::Marker;
use batch::{HEADER, Header, NONE};
use epochs::Epochs;
use policy::Policy;
use producers::{ProducerState, Producers, Verdict};
use records::Records;
use room::{Excess, Room};
use validate::{Checked, Refused};

/// How many bytes all logs keep together, by default.
pub(crate) const DEFAULT_LIMIT: usize = 256 * 1024 * 1024;

/// A partition, also when another topic has its name later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct LogId {
    pub(crate) topic: Uuid,
    pub(crate) partition: i32,
}

/// The logs that somebody has written to or waits for; all others are empty.
#[derive(Debug)]
pub(crate) struct Logs {
    room: Room,
    open: RwLock<HashMap<LogId, Arc<Log>>>,
    next_producer_id: AtomicI64,
}

/// The log of one partition.
#[derive(Debug)]
pub(crate) struct Log {
    id: LogId,
    kept: Mutex<Kept>,
    changed: watch::Sender<()>,
}

#[derive(Debug, Default)]
struct Kept {
    /// The first offset there is, and the one of the next record.
    start: i64,
    end: i64,
    batches: VecDeque<Stored>,
    bytes: i64,
    producers: Producers,
    epochs: Epochs,
    /// In the order in which they ended.
    aborted: Vec<Aborted>,
    /// Its topic was deleted.
    is_gone: bool,
}

/// A batch as it is in the log.
#[derive(Debug)]
struct Stored {
    bytes: Bytes,
    header: Header,
    age: u64,
}

/// Where a log begins and ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: i64,
    /// The offset of the next record. Every replica is in sync, so this is the high watermark too.
    pub(crate) end: i64,
    /// The first offset of the oldest open transaction; without one it is the end. What is before it is
    /// decided.
    pub(crate) stable: i64,
}

/// How much of a log there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) bytes: i64,
    /// The offset of the next record.
    pub(crate) end: i64,
}

/// A transaction that was aborted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Aborted {
    pub(crate) producer_id: i64,
    pub(crate) first: i64,
    /// Its marker.
    last: i64,
}

/// What of a log is to be read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish {
    pub(crate) offset: i64,
    pub(crate) max_bytes: usize,
    /// The first batch in any case.
    pub(crate) min_one: bool,
    /// Only what is before the first open transaction.
    pub(crate) committed: bool,
}

/// What was read.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) span: Span,
    pub(crate) batches: Vec<Bytes>,
    /// Those whose records may be among them, if only committed ones are wanted.
    pub(crate) aborted: Vec<Aborted>,
}

/// Where a batch is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Appended {
    pub(crate) base_offset: i64,
    /// -1 where records have the times that their producer gave them.
    pub(crate) log_append_time: i64,
    pub(crate) start: i64,
}

/// A record that was looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) offset: i64,
    pub(crate) timestamp: i64,
}

impl Default for Logs {
    fn default() -> Self {
        Self::new(DEFAULT_LIMIT)
    }
}

impl Logs {
    /// Logs that keep no more than so many bytes together.
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            room: Room::new(limit),
            open: RwLock::default(),
            next_producer_id: AtomicI64::default(),
        }
    }

    /// The log, if there was ever a reason to have one.
    pub(crate) fn get(&self, id: LogId) -> Option<Arc<Log>> {
        self.open.read().unwrap_or_else(PoisonError::into_inner).get(&id).map(Arc::clone)
    }

    /// Where the log begins and ends.
    pub(crate) fn span(&self, id: LogId) -> Span {
        self.get(id).map_or_else(Span::default, |log| log.span())
    }

    /// How much of the log there is.
    pub(crate) fn size(&self, id: LogId) -> Size {
        let Some(log) = self.get(id) else { return Size::default() };
        let kept = log.kept();
        Size { bytes: kept.bytes, end: kept.end }
    }

    /// The log; `None` when the topic has been deleted.
    pub(crate) fn open(&self, topics: &Shared<Topics>, id: LogId) -> Option<Arc<Log>> {
        if let Some(log) = self.get(id) {
            return Some(log);
        }
        let mut open = self.open.write().unwrap_or_else(PoisonError::into_inner);
        // A deletion takes the topic away first and its logs second: the log is taken away, or the topic
        // is seen to be gone.
        topics.now().get_by_id(id.topic)?;
        Some(Arc::clone(open.entry(id).or_insert_with(|| Arc::new(Log::new(id)))))
    }

    /// Removes the logs of a topic that is not there any more and had so many partitions.
    pub(crate) fn remove(&self, topic: Uuid, partitions: usize) {
        for partition in (0..).take(partitions) {
            let mut open = self.open.write().unwrap_or_else(PoisonError::into_inner);
            let log = open.remove(&LogId { topic, partition });
            drop(open);
            if let Some(log) = log {
                log.close(&self.room);
            }
        }
    }

    /// Appends a batch; what is too much then goes, oldest first.
    pub(crate) fn append(
        &self,
        log: &Log,
        batch: Checked,
        policy: &Policy,
    ) -> Result<Appended, Refused> {
        let appended = log.append(batch, policy, &self.room);
        while let Some(excess) = self.room.excess() {
            let (Excess::Batches(id, _) | Excess::Producer(id, _)) = excess;
            // The log takes its batches along when it goes, so it is there or they are gone.
            let Some(log) = self.get(id) else { break };
            log.give_up(excess, &self.room);
        }
        appended
    }

    /// Ends the transaction of a producer, if it has one here, with a marker in any case. `is_new` demands
    /// an epoch that the producer has not had (KIP-890).
    pub(crate) fn end(&self, log: &Log, marker: &Marker, is_new: bool) -> Result<(), ErrorCode> {
        log.end(marker, is_new, &self.room)
    }

    /// Deletes the records before the offset; -1 is the high watermark.
    pub(crate) fn delete_before(&self, log: &Log, offset: i64) -> Result<i64, ErrorCode> {
        log.delete_before(offset, &self.room)
    }

    /// Deletes a log whose youngest record is older: it is one segment.
    pub(crate) fn expire(&self, id: LogId, before: i64) {
        if let Some(log) = self.get(id) {
            log.expire(before, &self.room);
        }
    }

    /// Where a leader's epoch ended, as [`Log::end_of`] says it, while the leader has another.
    pub(crate) fn end_of(&self, id: LogId, epoch: i32, leader: i32) -> Option<(i32, i64)> {
        match self.get(id) {
            Some(log) => log.end_of(epoch, leader),
            None => Log::new(id).end_of(epoch, leader),
        }
    }

    /// An id that no producer has had.
    pub(crate) fn next_producer_id(&self) -> i64 {
        self.next_producer_id.fetch_add(1, Ordering::Relaxed)
    }
}

impl Log {
    fn new(id: LogId) -> Self {
        Self { id, kept: Mutex::default(), changed: watch::Sender::default() }
    }

    pub(crate) fn span(&self) -> Span {
        self.kept().span()
    }

    /// The leader has that epoch from now on, if it is a new one.
    pub(crate) fn led_in(&self, epoch: i32) {
        let mut kept = self.kept();
        let end = kept.end;
        kept.epochs.begin(epoch, end);
    }

    /// The last epoch that is not after that one, and where it ended, while the leader's is `leader`;
    /// `None` if that one has not been yet.
    pub(crate) fn end_of(&self, epoch: i32, leader: i32) -> Option<(i32, i64)> {
        self.led_in(leader);
        let kept = self.kept();
        kept.epochs.end_of(epoch, kept.end)
    }

    /// The epoch of the leader that has written the record.
    pub(crate) fn epoch_at(&self, offset: i64) -> i32 {
        self.kept().epochs.at(offset)
    }

    /// Whether the producer has a transaction open here.
    pub(crate) fn is_open(&self, producer_id: i64, epoch: i16) -> bool {
        self.kept().producers.is_open(producer_id, epoch)
    }

    /// The producers that are known here.
    pub(crate) fn producers(&self) -> Vec<ProducerState> {
        self.kept().producers.states()
    }

    /// Ends at the first change after this call.
    pub(crate) fn changed(&self) -> Changed {
        let mut changed = self.changed.subscribe();
        Box::pin(async move {
            let _ = changed.changed().await;
        })
    }

    /// Whole batches from the one with the offset on: as many as begin within the limit.
    ///
    /// # Errors
    /// The offset is outside of the log.
    pub(crate) fn read(&self, wish: Wish) -> Result<Read, ErrorCode> {
        let kept = self.kept();
        let Wish { offset, max_bytes, min_one, committed } = wish;
        let span = kept.span();
        if !(span.start..=span.end).contains(&offset) {
            return Err(ErrorCode::OFFSET_OUT_OF_RANGE);
        }
        let until = if committed { span.stable } else { span.end };
        let first = kept.batches.partition_point(|batch| batch.last_offset() < offset);
        let (mut batches, mut size) = (Vec::new(), 0);
        for batch in kept.batches.range(first..) {
            let is_first = min_one && batches.is_empty();
            if size >= max_bytes && !is_first || batch.header.base_offset >= until {
                break;
            }
            size += batch.bytes.len();
            batches.push(batch.bytes.clone());
        }
        let is_asked = |it: &&Aborted| committed && offset < until && it.last >= offset;
        let aborted = kept.aborted.iter().filter(is_asked).copied().collect();
        Ok(Read { span, batches, aborted })
    }

    /// The first record of that time or later. In a compressed batch, which is not looked into, the first
    /// one stands for all.
    pub(crate) fn first_at(&self, timestamp: i64) -> Option<Found> {
        let kept = self.kept();
        let fits = |it: &Found| it.timestamp >= timestamp && it.offset >= kept.start;
        let batches = kept.batches.iter().filter(|it| it.header.max_timestamp >= timestamp);
        batches.into_iter().find_map(|batch| batch.times().into_iter().find(fits))
    }

    /// The first record with the highest timestamp. In a compressed batch the last one stands for all.
    pub(crate) fn max_timestamp(&self) -> Option<Found> {
        let kept = self.kept();
        let highest = kept.batches.iter().map(|it| it.header.max_timestamp).max()?;
        let mut batches = kept.batches.iter();
        let batch = batches.find(|it| it.header.max_timestamp == highest && highest > NONE)?;
        if batch.header.codec() != 0 {
            return Some(Found { offset: batch.last_offset(), timestamp: highest });
        }
        batch.times().into_iter().find(|it| it.timestamp == highest)
    }

    fn append(&self, batch: Checked, policy: &Policy, room: &Room) -> Result<Appended, Refused> {
        let mut kept = self.kept();
        if kept.is_gone {
            return Err(Refused::early(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION));
        }
        let Checked { mut bytes, mut header, begins } = batch;
        let (start, log_append_time) =
            (kept.start, if policy.log_append_time { header.max_timestamp } else { NONE });
        match kept.producers.check(&header, begins).map_err(Refused::by_log)? {
            Verdict::Append => {}
            Verdict::Duplicate { base_offset, timestamp } => {
                return Ok(Appended { base_offset, log_append_time: timestamp, start });
            }
        }
        let base_offset = kept.end;
        header.base_offset = base_offset;
        batch::place(&mut bytes, base_offset, kept.epochs.latest());
        let age = room.batch(self.id, bytes.len());
        if header.has_producer() {
            let before = kept.producers.appended(&header, base_offset, age);
            room.producer(self.id, age, before);
        }
        kept.end += i64::from(header.count);
        kept.bytes += bytes.len() as i64;
        kept.batches.push_back(Stored { bytes: bytes.into(), header, age });
        kept.retain(policy.retention_bytes, room);
        drop(kept);
        self.changed.send_replace(());
        Ok(Appended { base_offset, log_append_time, start })
    }

    fn end(&self, marker: &Marker, is_new: bool, room: &Room) -> Result<(), ErrorCode> {
        let mut kept = self.kept();
        if kept.is_gone {
            return Err(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION);
        }
        kept.producers.check_marker(marker.producer_id, marker.epoch, is_new)?;
        let (mut bytes, mut header) = batch::marker(marker);
        header.base_offset = kept.end;
        batch::place(&mut bytes, header.base_offset, kept.epochs.latest());
        let age = room.batch(self.id, bytes.len());
        let (before, first) = kept.producers.ended(marker, age);
        room.producer(self.id, age, before);
        if let Some(first) = first.filter(|_| !marker.committed) {
            let last = header.base_offset;
            kept.aborted.push(Aborted { producer_id: marker.producer_id, first, last });
        }
        kept.end += 1;
        kept.bytes += bytes.len() as i64;
        kept.batches.push_back(Stored { bytes: bytes.into(), header, age });
        drop(kept);
        self.changed.send_replace(());
        Ok(())
    }

    fn delete_before(&self, offset: i64, room: &Room) -> Result<i64, ErrorCode> {
        let mut kept = self.kept();
        let offset = if offset == -1 { kept.end } else { offset };
        if offset < 0 || offset > kept.end {
            return Err(ErrorCode::OFFSET_OUT_OF_RANGE);
        }
        let start = kept.start.max(offset);
        kept.start = start;
        kept.epochs.retain(start);
        while kept.batches.front().is_some_and(|first| first.last_offset() < kept.start) {
            kept.drop_first(room);
        }
        let start = kept.start;
        drop(kept);
        self.changed.send_replace(());
        Ok(start)
    }

    /// Records without a time never go.
    fn expire(&self, before: i64, room: &Room) {
        let mut kept = self.kept();
        let youngest = kept.batches.iter().map(|it| it.header.max_timestamp).max();
        if !youngest.is_some_and(|youngest| youngest != NONE && youngest < before) {
            return;
        }
        while !kept.batches.is_empty() {
            kept.drop_first(room);
        }
        drop(kept);
        self.changed.send_replace(());
    }

    fn give_up(&self, excess: Excess, room: &Room) {
        let mut kept = self.kept();
        match excess {
            Excess::Producer(_, age) => kept.producers.forget(age),
            Excess::Batches(_, age) => {
                while kept.batches.front().is_some_and(|first| first.age <= age) {
                    kept.drop_first(room);
                }
            }
        }
        drop(kept);
        self.changed.send_replace(());
    }

    fn close(&self, room: &Room) {
        let mut kept = self.kept();
        kept.is_gone = true;
        while !kept.batches.is_empty() {
            kept.drop_first(room);
        }
        kept.producers.ages().for_each(|age| room.forget_producer(age));
        kept.producers = Producers::default();
        drop(kept);
        self.changed.send_replace(());
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn span(&self) -> Span {
        let open = self.producers.first_open();
        let stable = open.map_or(self.end, |first| first.max(self.start));
        Span { start: self.start, end: self.end, stable }
    }

    /// `retention.bytes`: without its first batch the log is still as large as it may be.
    fn retain(&mut self, limit: i64, room: &Room) {
        while limit >= 0
            && self.batches.len() > 1
            && self.batches.front().is_some_and(|it| self.bytes - it.bytes.len() as i64 >= limit)
        {
            self.drop_first(room);
        }
    }

    fn drop_first(&mut self, room: &Room) {
        let Some(first) = self.batches.pop_front() else { return };
        self.bytes -= first.bytes.len() as i64;
        self.start = self.start.max(first.last_offset() + 1);
        self.epochs.retain(self.start);
        let gone = self.aborted.partition_point(|it| it.last < self.start);
        self.aborted.drain(..gone);
        room.gone(first.age, first.bytes.len());
    }
}

impl Stored {
    fn last_offset(&self) -> i64 {
        self.header.base_offset + i64::from(self.header.last_offset_delta)
    }

    /// The offsets and times of its records; of a compressed batch those of the first, as far as its
    /// header tells.
    fn times(&self) -> Vec<Found> {
        let Header { base_offset, base_timestamp, max_timestamp, .. } = self.header;
        if self.header.codec() != 0 {
            return vec![
                Found { offset: base_offset, timestamp: base_timestamp },
                Found { offset: base_offset, timestamp: max_timestamp },
            ];
        }
        let records = Records::new(&self.header, &self.bytes[HEADER..]).flatten();
        records
            .map(|it| Found {
                offset: base_offset + i64::from(it.offset_delta),
                timestamp: it.timestamp,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests;

//! How much all logs may keep together. What is oldest goes first, whoever wrote it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::LogId;

/// What a batch costs besides its bytes.
const BATCH: usize = 256;

/// How many producers all partitions know together.
const MAX_PRODUCERS: usize = 100_000;

/// What is kept, by its age. It is locked for moments, and no log is waited for meanwhile.
#[derive(Debug)]
pub(crate) struct Room {
    limit: usize,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    bytes: usize,
    last_age: u64,
    batches: BTreeMap<u64, LogId>,
    producers: BTreeMap<u64, LogId>,
}

/// What has to go, and where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Excess {
    /// All batches of that age and older.
    Batches(LogId, u64),
    Producer(LogId, u64),
}

impl Room {
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, kept: Mutex::default() }
    }

    /// The age of a batch of so many bytes that is appended now.
    pub(crate) fn batch(&self, log: LogId, bytes: usize) -> u64 {
        let mut kept = self.kept();
        kept.bytes += bytes + BATCH;
        let age = kept.next_age();
        kept.batches.insert(age, log);
        age
    }

    /// A batch is gone.
    pub(crate) fn gone(&self, age: u64, bytes: usize) {
        let mut kept = self.kept();
        kept.bytes -= bytes + BATCH;
        kept.batches.remove(&age);
    }

    /// The producer is the youngest now; it had that age `before`.
    pub(crate) fn producer(&self, log: LogId, age: u64, before: Option<u64>) {
        let mut kept = self.kept();
        if let Some(before) = before {
            kept.producers.remove(&before);
        }
        kept.producers.insert(age, log);
    }

    pub(crate) fn forget_producer(&self, age: u64) {
        self.kept().producers.remove(&age);
    }

    /// What is too much, which is not counted any more where it is a producer. A batch is, until it is
    /// [`gone`](Self::gone).
    pub(crate) fn excess(&self) -> Option<Excess> {
        let mut kept = self.kept();
        if kept.bytes > self.limit {
            let oldest = kept.batches.first_key_value();
            return oldest.map(|(age, log)| Excess::Batches(*log, *age));
        }
        if kept.producers.len() > MAX_PRODUCERS {
            let oldest = kept.producers.pop_first();
            return oldest.map(|(age, log)| Excess::Producer(log, age));
        }
        None
    }

    /// How many bytes are kept.
    #[cfg(test)]
    pub(crate) fn bytes(&self) -> usize {
        self.kept().bytes
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn next_age(&mut self) -> u64 {
        self.last_age += 1;
        self.last_age
    }
}

#[cfg(test)]
mod tests {
    use kafka_proto::Uuid;

    use super::*;

    const LOG: LogId = LogId { topic: Uuid([1; 16]), partition: 0 };

    #[test]
    fn the_oldest_batch_goes_first_and_counts_until_it_is_gone() {
        let room = Room::new(1_000 + 2 * BATCH);
        let first = room.batch(LOG, 500);
        room.batch(LOG, 500);
        assert_eq!(room.excess(), None);
        let third = room.batch(LogId { partition: 1, ..LOG }, 1);
        assert_eq!(room.excess(), Some(Excess::Batches(LOG, first)));
        room.gone(third, 1);
        assert_eq!((room.excess(), room.bytes()), (None, 1_000 + 2 * BATCH));
    }

    #[test]
    fn the_producer_that_wrote_longest_ago_goes_first() {
        let room = Room::new(usize::MAX);
        for age in 0..=MAX_PRODUCERS as u64 {
            room.producer(LOG, age, None);
        }
        room.producer(LOG, u64::MAX, Some(0));
        assert_eq!(room.excess(), Some(Excess::Producer(LOG, 1)));
        assert_eq!(room.excess(), None);
    }
}

//! What a partition knows of the idempotent producers that wrote to it (KIP-98).

use std::collections::{BTreeSet, HashMap, VecDeque};

use kafka_proto::ErrorCode;

use super::batch::{Header, Marker};

/// How many of a producer's last batches are known when they come again.
const KNOWN_BATCHES: usize = 5;

/// The producers of one partition.
#[derive(Debug, Default)]
pub(crate) struct Producers {
    by_id: HashMap<i64, Producer>,
    /// The first offsets of all transactions that are open.
    open: BTreeSet<i64>,
}

/// What is known of one.
#[derive(Debug)]
struct Producer {
    epoch: i16,
    /// The last ones, the newest at the end.
    batches: VecDeque<Sequences>,
    /// The first offset of its transaction, while that is open.
    open: Option<i64>,
    /// Of its last marker.
    coordinator_epoch: i32,
    last_timestamp: i64,
    /// Its place among all producers of the cluster.
    age: u64,
}

/// A batch that was appended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sequences {
    first: i32,
    last: i32,
    base_offset: i64,
    timestamp: i64,
}

/// What DescribeProducers tells of a producer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ProducerState {
    pub(crate) id: i64,
    pub(crate) epoch: i16,
    pub(crate) last_sequence: i32,
    pub(crate) last_timestamp: i64,
    pub(crate) coordinator_epoch: i32,
    pub(crate) open: Option<i64>,
}

/// What is to be done with a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Append,
    /// It is there already.
    Duplicate {
        base_offset: i64,
        timestamp: i64,
    },
}

impl Producers {
    /// `ProducerAppendInfo`: epochs never go back, a new one begins with sequence 0, and within one no
    /// sequence is left out. Of a producer that nobody knows everything is taken.
    ///
    /// With `begins` a producer that nobody knows begins with 0 (KIP-890).
    ///
    /// # Errors
    /// The code of the refusal.
    pub(crate) fn check(&self, header: &Header, begins: bool) -> Result<Verdict, ErrorCode> {
        let Some(producer) = self.by_id.get(&header.producer_id).filter(|_| header.has_producer())
        else {
            let is_late = begins && header.has_producer() && header.base_sequence != 0;
            return match is_late {
                true => Err(ErrorCode::OUT_OF_ORDER_SEQUENCE_NUMBER),
                false => Ok(Verdict::Append),
            };
        };
        let is_same_epoch = header.producer_epoch == producer.epoch;
        let known = producer.batches.iter().find(|known| is_same_epoch && known.is(header));
        if let Some(Sequences { base_offset, timestamp, .. }) = known.copied() {
            return Ok(Verdict::Duplicate { base_offset, timestamp });
        }
        let last = producer.batches.back().map(|batch| batch.last);
        let is_next = match header.producer_epoch {
            older if older < producer.epoch => return Err(ErrorCode::INVALID_PRODUCER_EPOCH),
            newer if newer > producer.epoch => header.base_sequence == 0,
            _ => last.is_none_or(|last| header.base_sequence == following(last)),
        };
        match is_next {
            false => Err(ErrorCode::OUT_OF_ORDER_SEQUENCE_NUMBER),
            // "Received a non-transactional message while a transaction is active".
            true if producer.open.is_some() && !header.is_transactional() => {
                Err(ErrorCode::INVALID_TXN_STATE)
            }
            true => Ok(Verdict::Append),
        }
    }

    /// Whether the producer has a transaction open here.
    pub(crate) fn is_open(&self, producer_id: i64, epoch: i16) -> bool {
        let producer = self.by_id.get(&producer_id);
        producer.is_some_and(|it| it.open.is_some() && it.epoch == epoch)
    }

    /// The first offset of the oldest transaction that is open.
    pub(crate) fn first_open(&self) -> Option<i64> {
        self.open.first().copied()
    }

    /// Whether a marker may be written: `ProducerAppendInfo.checkProducerEpoch`. From transactions of
    /// version 2 on its epoch is a new one.
    pub(crate) fn check_marker(&self, id: i64, epoch: i16, is_new: bool) -> Result<(), ErrorCode> {
        let known = self.by_id.get(&id).map_or(-1, |producer| producer.epoch);
        match epoch < known || is_new && epoch == known {
            true => Err(ErrorCode::INVALID_PRODUCER_EPOCH),
            false => Ok(()),
        }
    }

    /// Takes note of a marker. Gives the age that the producer had before, if it was known, and the first
    /// offset of the transaction that ends.
    pub(crate) fn ended(&mut self, marker: &Marker, age: u64) -> (Option<u64>, Option<i64>) {
        let before = self.by_id.get(&marker.producer_id).map(|producer| producer.age);
        let producer = self.by_id.entry(marker.producer_id).or_insert_with(|| Producer {
            epoch: marker.epoch,
            batches: VecDeque::new(),
            open: None,
            coordinator_epoch: -1,
            last_timestamp: -1,
            age,
        });
        if producer.epoch != marker.epoch {
            producer.epoch = marker.epoch;
            producer.batches.clear();
        }
        producer.age = age;
        producer.coordinator_epoch = marker.coordinator_epoch;
        producer.last_timestamp = marker.timestamp;
        let first = producer.open.take();
        if let Some(first) = first {
            self.open.remove(&first);
        }
        (before, first)
    }

    /// All of them, by id.
    pub(crate) fn states(&self) -> Vec<ProducerState> {
        let state = |(id, producer): (&i64, &Producer)| ProducerState {
            id: *id,
            epoch: producer.epoch,
            last_sequence: producer.batches.back().map_or(-1, |batch| batch.last),
            last_timestamp: producer.last_timestamp,
            coordinator_epoch: producer.coordinator_epoch,
            open: producer.open,
        };
        let mut states: Vec<ProducerState> = self.by_id.iter().map(state).collect();
        states.sort_by_key(|state| state.id);
        states
    }

    /// Takes note of a batch that was appended. Gives the age that the producer had before.
    pub(crate) fn appended(&mut self, header: &Header, base_offset: i64, age: u64) -> Option<u64> {
        let fresh = || Producer {
            epoch: header.producer_epoch,
            batches: VecDeque::new(),
            open: None,
            coordinator_epoch: -1,
            last_timestamp: -1,
            age,
        };
        let known = self.by_id.contains_key(&header.producer_id);
        let producer = self.by_id.entry(header.producer_id).or_insert_with(fresh);
        let before = std::mem::replace(&mut producer.age, age);
        if producer.epoch != header.producer_epoch {
            producer.epoch = header.producer_epoch;
            producer.batches.clear();
        }
        producer.last_timestamp = header.max_timestamp;
        if header.is_transactional() {
            let first = *producer.open.get_or_insert(base_offset);
            self.open.insert(first);
        }
        if producer.batches.len() == KNOWN_BATCHES {
            producer.batches.pop_front();
        }
        producer.batches.push_back(Sequences {
            first: header.base_sequence,
            last: header.last_sequence(),
            base_offset,
            timestamp: header.max_timestamp,
        });
        known.then_some(before)
    }

    /// Forgets the producer of that age, unless it is in a transaction.
    pub(crate) fn forget(&mut self, age: u64) {
        self.by_id.retain(|_, producer| producer.age != age || producer.open.is_some());
    }

    /// The ages of all.
    pub(crate) fn ages(&self) -> impl Iterator<Item = u64> {
        self.by_id.values().map(|producer| producer.age)
    }
}

impl Sequences {
    fn is(&self, header: &Header) -> bool {
        self.first == header.base_sequence && self.last == header.last_sequence()
    }
}

/// "Sequence wraps": behind the highest comes 0.
fn following(sequence: i32) -> i32 {
    sequence.checked_add(1).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::batch::tests::Parts;
    use super::*;

    /// Of that many records.
    fn header(epoch: i16, sequence: i32, count: usize) -> Header {
        Parts::of(0, &vec!["v"; count]).by(7, epoch, sequence).header
    }

    /// The verdict, and the batch is appended if it says so.
    fn write(producers: &mut Producers, header: Header, offset: i64) -> Result<Verdict, i16> {
        let verdict = producers.check(&header, false).map_err(|code| code.0)?;
        if verdict == Verdict::Append {
            producers.appended(&header, offset, 0);
        }
        Ok(verdict)
    }

    const APPEND: Result<Verdict, i16> = Ok(Verdict::Append);

    fn duplicate(base_offset: i64) -> Result<Verdict, i16> {
        Ok(Verdict::Duplicate { base_offset, timestamp: 0 })
    }

    #[test]
    fn sequences_follow_each_other_and_the_last_five_batches_are_known() {
        let mut producers = Producers::default();
        for n in 0..6 {
            assert_eq!(write(&mut producers, header(0, n, 1), n.into()), APPEND);
        }
        assert_eq!(write(&mut producers, header(0, 1, 1), 9), duplicate(1));
        assert_eq!(write(&mut producers, header(0, 5, 1), 9), duplicate(5));
        // (what, sequence, records): the sixth last, a part of one, a gap.
        for (what, sequence, count) in [("old", 0, 1), ("partial", 4, 2), ("gap", 7, 1)] {
            assert_eq!(write(&mut producers, header(0, sequence, count), 9), Err(45), "{what}");
        }
        assert_eq!(write(&mut producers, header(0, 6, 3), 6), APPEND);
        assert_eq!(write(&mut producers, header(0, 9, 1), 9), APPEND);
    }

    #[test]
    fn epochs_only_grow_and_begin_with_sequence_0() {
        let mut producers = Producers::default();
        assert_eq!(write(&mut producers, header(1, 7, 1), 0), APPEND, "nobody knows it");
        assert_eq!(write(&mut producers, header(0, 0, 1), 1), Err(47));
        assert_eq!(write(&mut producers, header(2, 8, 1), 1), Err(45));
        assert_eq!(write(&mut producers, header(2, 0, 1), 1), APPEND);
        assert_eq!(write(&mut producers, header(1, 7, 1), 2), Err(47), "no duplicate any more");
    }

    #[test]
    fn behind_the_highest_sequence_comes_0() {
        let mut producers = Producers::default();
        assert_eq!(write(&mut producers, header(0, i32::MAX - 1, 2), 0), APPEND);
        assert_eq!(write(&mut producers, header(0, 1, 1), 2), Err(45));
        assert_eq!(write(&mut producers, header(0, 0, 1), 2), APPEND);
    }

    #[test]
    fn who_is_forgotten_may_begin_anywhere() {
        let mut producers = Producers::default();
        assert_eq!(producers.appended(&header(0, 0, 1), 0, 3), None);
        assert_eq!(producers.appended(&header(0, 1, 1), 1, 4), Some(3));
        producers.forget(3);
        assert_eq!(producers.ages().collect::<Vec<_>>(), [4]);
        producers.forget(4);
        assert_eq!(write(&mut producers, header(0, 90, 1), 2), APPEND);
    }

    #[test]
    fn without_an_id_there_is_nothing_to_know() {
        let producers = Producers::default();
        assert_eq!(producers.check(&Parts::of(0, &["a"]).header, true), Ok(Verdict::Append));
    }
}

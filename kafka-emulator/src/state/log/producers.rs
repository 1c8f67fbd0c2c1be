//! What a partition knows of the idempotent producers that wrote to it (KIP-98).

use std::collections::{HashMap, VecDeque};

use kafka_proto::ErrorCode;

use super::batch::Header;

/// How many of a producer's last batches are known when they come again.
const KNOWN_BATCHES: usize = 5;

/// The producers of one partition, by id.
#[derive(Debug, Default)]
pub(crate) struct Producers(HashMap<i64, Producer>);

/// What is known of one.
#[derive(Debug)]
struct Producer {
    epoch: i16,
    /// The last ones, the newest at the end.
    batches: VecDeque<Sequences>,
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
    /// # Errors
    /// The code of the refusal.
    pub(crate) fn check(&self, header: &Header) -> Result<Verdict, ErrorCode> {
        let Some(producer) = self.0.get(&header.producer_id).filter(|_| header.has_producer())
        else {
            return Ok(Verdict::Append);
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
        if is_next { Ok(Verdict::Append) } else { Err(ErrorCode::OUT_OF_ORDER_SEQUENCE_NUMBER) }
    }

    /// Takes note of a batch that was appended. Gives the age that the producer had before.
    pub(crate) fn appended(&mut self, header: &Header, base_offset: i64, age: u64) -> Option<u64> {
        let fresh = || Producer { epoch: header.producer_epoch, batches: VecDeque::new(), age };
        let known = self.0.contains_key(&header.producer_id);
        let producer = self.0.entry(header.producer_id).or_insert_with(fresh);
        let before = std::mem::replace(&mut producer.age, age);
        if producer.epoch != header.producer_epoch {
            producer.epoch = header.producer_epoch;
            producer.batches.clear();
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

    /// Forgets the producer of that age.
    pub(crate) fn forget(&mut self, age: u64) {
        self.0.retain(|_, producer| producer.age != age);
    }

    /// The ages of all.
    pub(crate) fn ages(&self) -> impl Iterator<Item = u64> {
        self.0.values().map(|producer| producer.age)
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
        let verdict = producers.check(&header).map_err(|code| code.0)?;
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
        assert_eq!(producers.check(&Parts::of(0, &["a"]).header), Ok(Verdict::Append));
    }
}

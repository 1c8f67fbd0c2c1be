//! Transactional ids, with the last transaction of each (KIP-98, KIP-890).
//!
//! Markers are written at once here, so a transaction is never between its end and its completion.

use std::collections::BTreeSet;
use std::sync::Arc;

use kafka_proto::ErrorCode;
use rpds::RedBlackTreeMapSync;

use super::MAX_TEXT;

/// How many transactional ids the cluster takes, and how many partitions all transactions may have.
const MAX_IDS: usize = 10_000;
const MAX_PARTITIONS: usize = 200_000;

/// From this epoch on a producer gets a new id instead of the next epoch.
const LAST_EPOCH: i16 = i16::MAX - 1;
/// No epoch, no time.
const NONE: i16 = -1;

/// A partition of a topic.
pub(crate) type Part = (Arc<str>, i32);

/// How far a transaction is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Empty,
    Ongoing,
    CompleteCommit,
    CompleteAbort,
}

/// A transactional id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Transaction {
    pub(crate) producer: Producer,
    /// The epoch before this one, where the producer itself asked for this one.
    last_epoch: i16,
    pub(crate) timeout_ms: i32,
    pub(crate) phase: Phase,
    /// When it began, in milliseconds since 1970; -1 if it did not.
    pub(crate) started: i64,
    pub(crate) parts: Arc<BTreeSet<Part>>,
}

/// Who writes, and for how many times already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Producer {
    pub(crate) id: i64,
    pub(crate) epoch: i16,
}

/// A clone shares what it has with the original, so that it costs next to nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Transactions {
    by_id: RedBlackTreeMapSync<Arc<str>, Transaction>,
    text: usize,
    parts: usize,
}

impl Phase {
    /// Kafka's word for it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Empty => "Empty",
            Self::Ongoing => "Ongoing",
            Self::CompleteCommit => "CompleteCommit",
            Self::CompleteAbort => "CompleteAbort",
        }
    }

    fn of(commit: bool) -> Self {
        if commit { Self::CompleteCommit } else { Self::CompleteAbort }
    }
}

impl Producer {
    fn next(self) -> Self {
        Self { epoch: self.epoch.saturating_add(1), ..self }
    }
}

impl Transactions {
    /// All of them, by id.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Transaction)> {
        self.by_id.iter().map(|(id, transaction)| (id.as_ref(), transaction))
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Transaction> {
        self.by_id.get(id)
    }

    /// Aborts what is open for longer than it may be.
    pub(crate) fn settle(&mut self, now_ms: i64) {
        let is_late = |it: &Transaction| {
            it.phase == Phase::Ongoing && now_ms.saturating_sub(it.started) > it.timeout_ms.into()
        };
        let late: Vec<Arc<str>> =
            self.by_id.iter().filter(|(_, it)| is_late(it)).map(|(id, _)| Arc::clone(id)).collect();
        for id in late {
            self.fence(&id);
        }
    }

    /// `TransactionCoordinator.handleInitProducerId`. `expected` is the producer that the client takes itself
    /// for; `fresh` gives an id that no producer has had.
    ///
    /// # Errors
    /// CONCURRENT_TRANSACTIONS when a transaction had to be aborted first: it is now, and the client asks again.
    pub(crate) fn init(
        &mut self,
        id: &str,
        timeout_ms: i32,
        expected: Option<Producer>,
        fresh: impl FnOnce() -> i64,
    ) -> Result<Producer, ErrorCode> {
        let Some(known) = self.by_id.get(id) else {
            self.check_room(id, 0)?;
            let producer = Producer { id: fresh(), epoch: 0 };
            self.text += id.len();
            self.by_id.insert_mut(Arc::from(id), Transaction::new(producer, timeout_ms));
            return Ok(producer);
        };
        let (producer, last_epoch) = known.next_producer(expected)?;
        if known.phase == Phase::Ongoing {
            self.fence(id);
            return Err(ErrorCode::CONCURRENT_TRANSACTIONS);
        }
        let (producer, last_epoch) = match known.producer.epoch >= LAST_EPOCH {
            true => (Producer { id: fresh(), epoch: 0 }, NONE),
            false => (producer, last_epoch),
        };
        let begun = Transaction { last_epoch, ..Transaction::new(producer, timeout_ms) };
        self.put(id, begun);
        Ok(producer)
    }

    /// Makes partitions take part in the transaction, which begins with the first.
    pub(crate) fn add(
        &mut self,
        id: &str,
        producer: Producer,
        parts: impl IntoIterator<Item = Part>,
        now_ms: i64,
    ) -> Result<(), ErrorCode> {
        let mut transaction = self.of(id, producer)?.clone();
        let mut all = match transaction.phase {
            Phase::Ongoing => transaction.parts.as_ref().clone(),
            _ => BTreeSet::new(),
        };
        all.extend(parts);
        self.check_room("", all.len().saturating_sub(transaction.parts.len()))?;
        if transaction.phase != Phase::Ongoing {
            (transaction.phase, transaction.started) = (Phase::Ongoing, now_ms);
        }
        transaction.parts = Arc::new(all);
        self.put(id, transaction);
        Ok(())
    }

    /// Whether the partition takes part in the producer's open transaction.
    pub(crate) fn has(&self, id: &str, producer: Producer, part: &Part) -> Result<bool, ErrorCode> {
        let transaction = self.of(id, producer)?;
        Ok(transaction.phase == Phase::Ongoing && transaction.parts.contains(part))
    }

    /// EndTxn. With `bumps` (KIP-890, from v5 on) the producer goes on with the next epoch.
    ///
    /// # Errors
    /// INVALID_TXN_STATE when there is nothing to end like that.
    pub(crate) fn end(
        &mut self,
        id: &str,
        producer: Producer,
        commit: bool,
        bumps: bool,
        fresh: impl FnOnce() -> i64,
    ) -> Result<Producer, ErrorCode> {
        let known = self.by_id.get(id).filter(|known| known.producer.id == producer.id);
        let known = known.ok_or(ErrorCode::INVALID_PRODUCER_ID_MAPPING)?;
        let is_retry = bumps && producer.epoch == known.last_epoch && known.is_complete();
        if is_retry || (!bumps && known.is_complete() && producer == known.producer) {
            return match known.phase == Phase::of(commit) {
                true => Ok(known.producer),
                false => Err(ErrorCode::INVALID_TXN_STATE),
            };
        }
        let known = self.of(id, producer)?;
        if known.phase != Phase::Ongoing && (commit || !bumps) {
            return Err(ErrorCode::INVALID_TXN_STATE);
        }
        let next = match (bumps, producer.epoch >= LAST_EPOCH) {
            (false, _) => producer,
            (true, false) => producer.next(),
            (true, true) => Producer { id: fresh(), epoch: 0 },
        };
        let last_epoch = if bumps { producer.epoch } else { NONE };
        let ended = Transaction {
            producer: next,
            last_epoch,
            phase: Phase::of(commit),
            parts: Arc::default(),
            ..known.clone()
        };
        self.put(id, ended);
        Ok(next)
    }

    /// The id, for its producer of now.
    fn of(&self, id: &str, producer: Producer) -> Result<&Transaction, ErrorCode> {
        let known = self.by_id.get(id).filter(|known| known.producer.id == producer.id);
        let known = known.ok_or(ErrorCode::INVALID_PRODUCER_ID_MAPPING)?;
        match known.producer.epoch == producer.epoch {
            true => Ok(known),
            false => Err(ErrorCode::PRODUCER_FENCED),
        }
    }

    /// Aborts the open transaction, and shuts out its producer.
    fn fence(&mut self, id: &str) {
        let Some(known) = self.by_id.get(id) else { return };
        let fenced = Transaction {
            producer: known.producer.next(),
            last_epoch: NONE,
            phase: Phase::CompleteAbort,
            parts: Arc::default(),
            ..known.clone()
        };
        self.put(id, fenced);
    }

    fn put(&mut self, id: &str, transaction: Transaction) {
        let Some(known) = self.by_id.get_mut(id) else { return };
        self.parts = self.parts + transaction.parts.len() - known.parts.len();
        *known = transaction;
    }

    fn check_room(&self, id: &str, parts: usize) -> Result<(), ErrorCode> {
        let has_room = self.by_id.size() < MAX_IDS || id.is_empty();
        match has_room && self.text + id.len() <= MAX_TEXT && self.parts + parts <= MAX_PARTITIONS {
            true => Ok(()),
            false => Err(ErrorCode::POLICY_VIOLATION),
        }
    }
}

impl Transaction {
    fn new(producer: Producer, timeout_ms: i32) -> Self {
        Self {
            producer,
            last_epoch: NONE,
            timeout_ms,
            phase: Phase::Empty,
            started: NONE.into(),
            parts: Arc::default(),
        }
    }

    fn is_complete(&self) -> bool {
        matches!(self.phase, Phase::CompleteAbort | Phase::CompleteCommit)
    }

    /// Who the producer is from now on, and its epoch before that if it asked itself (KIP-360): who says the
    /// epoch before the present one asks again after an answer that it did not see.
    fn next_producer(&self, expected: Option<Producer>) -> Result<(Producer, i16), ErrorCode> {
        let Producer { id, epoch } = self.producer;
        match expected {
            None => Ok((self.producer.next(), NONE)),
            Some(expected) if expected.id != id => Err(ErrorCode::PRODUCER_FENCED),
            Some(expected) if expected.epoch == epoch => Ok((self.producer.next(), epoch)),
            Some(expected) if expected.epoch == self.last_epoch => {
                Ok((self.producer, self.last_epoch))
            }
            Some(_) => Err(ErrorCode::PRODUCER_FENCED),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "t";

    fn part(index: i32) -> Part {
        (Arc::from("topic"), index)
    }

    fn init(
        transactions: &mut Transactions,
        expected: Option<Producer>,
    ) -> Result<Producer, ErrorCode> {
        transactions.init(ID, 1000, expected, || 7)
    }

    /// With a producer whose transaction has one partition.
    fn open() -> (Transactions, Producer) {
        let mut transactions = Transactions::default();
        let producer = init(&mut transactions, None).unwrap();
        transactions.add(ID, producer, [part(0)], 10).unwrap();
        (transactions, producer)
    }

    #[test]
    fn a_new_producer_shuts_out_the_one_before() {
        let (mut transactions, first) = open();
        assert_eq!(init(&mut transactions, None), Err(ErrorCode::CONCURRENT_TRANSACTIONS));
        assert_eq!(transactions.get(ID).unwrap().phase, Phase::CompleteAbort);
        assert_eq!(init(&mut transactions, None), Ok(Producer { id: 7, epoch: 2 }));
        assert_eq!(transactions.add(ID, first, [part(0)], 10), Err(ErrorCode::PRODUCER_FENCED));
        assert_eq!(transactions.get(ID).unwrap().phase, Phase::Empty);
    }

    #[test]
    fn kip_360_a_producer_goes_on_and_may_ask_twice() {
        let mut transactions = Transactions::default();
        let first = init(&mut transactions, None).unwrap();
        let second = init(&mut transactions, Some(first)).unwrap();
        assert_eq!(second.epoch, 1);
        assert_eq!(init(&mut transactions, Some(first)), Ok(second), "the same answer");
        let stranger = Producer { id: 8, ..second };
        let fenced = Err(ErrorCode::PRODUCER_FENCED);
        assert_eq!(init(&mut transactions, Some(stranger)), fenced);
        init(&mut transactions, Some(second)).unwrap();
        assert_eq!(init(&mut transactions, Some(first)), fenced);
    }

    #[test]
    fn kip_890_an_end_gives_the_next_epoch_and_may_come_twice() {
        let (mut transactions, producer) = open();
        let mut end = |producer, commit| transactions.end(ID, producer, commit, true, || 9);
        let invalid = Err(ErrorCode::INVALID_TXN_STATE);
        let next = Producer { epoch: 1, ..producer };
        assert_eq!(end(producer, true), Ok(next));
        assert_eq!(end(producer, true), Ok(next), "it did not see the answer");
        assert_eq!(end(producer, false), invalid);
        assert_eq!(end(next, true), invalid, "there is nothing to commit");
        assert_eq!(end(next, false), Ok(Producer { epoch: 2, ..producer }));
        assert_eq!(end(producer, false), Err(ErrorCode::PRODUCER_FENCED));
        assert_eq!(
            end(Producer { id: 8, epoch: 2 }, false),
            Err(ErrorCode::INVALID_PRODUCER_ID_MAPPING)
        );
    }

    #[test]
    fn an_end_as_before_keeps_the_epoch() {
        let (mut transactions, producer) = open();
        let mut end = |commit| transactions.end(ID, producer, commit, false, || 9);
        assert_eq!(end(false), Ok(producer));
        assert_eq!(end(false), Ok(producer));
        assert_eq!(end(true), Err(ErrorCode::INVALID_TXN_STATE));
        transactions.add(ID, producer, [part(1)], 20).unwrap();
        assert_eq!(transactions.has(ID, producer, &part(0)), Ok(false), "that was the last one");
        assert_eq!(transactions.has(ID, producer, &part(1)), Ok(true));
    }

    #[test]
    fn what_is_open_for_too_long_is_aborted() {
        let (mut transactions, producer) = open();
        transactions.settle(1010);
        assert_eq!(transactions.get(ID).unwrap().phase, Phase::Ongoing);
        transactions.settle(1011);
        let known = transactions.get(ID).unwrap();
        assert_eq!((known.phase, known.producer.epoch), (Phase::CompleteAbort, 1));
        assert_eq!(transactions.has(ID, producer, &part(0)), Err(ErrorCode::PRODUCER_FENCED));
    }

    #[test]
    fn behind_the_last_epoch_comes_another_id() {
        let mut transactions = Transactions::default();
        init(&mut transactions, None).unwrap();
        let last = Producer { id: 7, epoch: LAST_EPOCH };
        transactions.put(ID, Transaction::new(last, 1000));
        let fresh = transactions.init(ID, 1000, None, || 8);
        assert_eq!(fresh, Ok(Producer { id: 8, epoch: 0 }));
        transactions.put(ID, Transaction::new(last, 1000));
        assert_eq!(transactions.end(ID, last, false, true, || 9), Ok(Producer { id: 9, epoch: 0 }));
    }

    #[test]
    fn memory_is_bounded() {
        let (mut transactions, producer) = open();
        let many = (0..=MAX_PARTITIONS as i32).map(part);
        let full = Err(ErrorCode::POLICY_VIOLATION);
        assert_eq!(transactions.add(ID, producer, many, 10), full);
        for n in 1..MAX_IDS {
            transactions.init(&n.to_string(), 1000, None, || 1).unwrap();
        }
        assert_eq!(transactions.init("more", 1000, None, || 1).map(drop), full);
        init(&mut transactions, None).unwrap_err();
        init(&mut transactions, None).unwrap();
    }
}

//! Transactional ids, and the transactions of their producers (KIP-98, KIP-890).
//!
//! Markers are written at once, so the states in which Kafka is about to end a transaction are never seen.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kafka_proto::ErrorCode;
use tokio::time::Instant;

use super::State;
use super::log::LogId;
use super::log::batch::Marker;

/// How many transactional ids are known; the one that was used longest ago makes room for another.
const MAX_IDS: usize = 10_000;

/// The last epoch but one: a producer that would get the last one gets another id instead.
const LAST_EPOCH: i16 = i16::MAX - 1;

/// The epoch of the coordinator, which has never changed.
const COORDINATOR_EPOCH: i32 = 0;

/// The topic in which groups keep their offsets.
const OFFSETS: &str = "__consumer_offsets";

/// All transactional ids.
#[derive(Debug, Default)]
pub(crate) struct Transactions(Mutex<BTreeMap<Arc<str>, Arc<Mutex<Transaction>>>>);

/// What is known of a transactional id.
#[derive(Clone, Debug)]
pub(crate) struct Transaction {
    pub(crate) producer: Producer,
    /// The one before, which may ask again.
    before: Option<Producer>,
    pub(crate) timeout_ms: i32,
    pub(crate) stage: Stage,
    pub(crate) partitions: BTreeSet<Member>,
    /// When the transaction began; -1 if there was none.
    pub(crate) started_ms: i64,
    used_ms: i64,
}

/// A producer id with its epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Producer {
    pub(crate) id: i64,
    pub(crate) epoch: i16,
}

/// A partition that a transaction wrote to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Member {
    pub(crate) topic: Arc<str>,
    pub(crate) id: [u8; 16],
    pub(crate) partition: i32,
}

impl Member {
    /// Where the coordinator of a group keeps its offsets.
    pub(crate) fn of_offsets(partition: i32) -> Self {
        Self { topic: Arc::from(OFFSETS), id: [0; 16], partition }
    }

    fn is_of_offsets(&self) -> bool {
        &*self.topic == OFFSETS
    }
}

/// `TransactionState`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Empty,
    Ongoing,
    CompleteCommit,
    CompleteAbort,
}

impl Stage {
    /// Kafka's name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Empty => "Empty",
            Self::Ongoing => "Ongoing",
            Self::CompleteCommit => "CompleteCommit",
            Self::CompleteAbort => "CompleteAbort",
        }
    }

    fn of(committed: bool) -> Self {
        if committed { Self::CompleteCommit } else { Self::CompleteAbort }
    }
}

impl Transactions {
    /// The transactional id, if it is known. Who holds it holds up nobody with another.
    fn get(&self, id: &str) -> Option<Arc<Mutex<Transaction>>> {
        self.all().get(id).map(Arc::clone)
    }

    /// All of them as they are now, by id.
    pub(crate) fn now(&self) -> Vec<(Arc<str>, Transaction)> {
        let all = self.all().clone();
        all.into_iter().map(|(id, it)| (id, lock(&it).clone())).collect()
    }

    /// The one of that id as it is now.
    pub(crate) fn find(&self, id: &str) -> Option<Transaction> {
        self.get(id).map(|it| lock(&it).clone())
    }

    fn add(&self, id: &str, transaction: Transaction) {
        let mut all = self.all();
        if all.len() >= MAX_IDS {
            let idle = all.iter().filter(|(_, it)| lock(it).stage != Stage::Ongoing);
            let oldest = idle.min_by_key(|(_, it)| lock(it).used_ms).map(|(id, _)| Arc::clone(id));
            if let Some(oldest) = oldest {
                all.remove(&oldest);
            }
        }
        all.insert(Arc::from(id), Arc::new(Mutex::new(transaction)));
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<Arc<str>, Arc<Mutex<Transaction>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn lock(transaction: &Mutex<Transaction>) -> MutexGuard<'_, Transaction> {
    transaction.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    /// InitProducerId: a new epoch, so that whoever had the id before writes no more. `expected` is who asks
    /// for a new epoch of its own.
    ///
    /// # Errors
    /// CONCURRENT_TRANSACTIONS when a transaction had to be aborted first: to be asked again.
    pub(crate) fn begin_producer(
        &self,
        id: &str,
        timeout_ms: i32,
        expected: Option<Producer>,
        now_ms: i64,
    ) -> Result<Producer, ErrorCode> {
        let Some(found) = self.transactions.get(id) else {
            let producer = self.new_producer();
            let transaction = Transaction {
                producer,
                before: None,
                timeout_ms,
                stage: Stage::Empty,
                partitions: BTreeSet::new(),
                started_ms: -1,
                used_ms: now_ms,
            };
            self.transactions.add(id, transaction);
            return Ok(producer);
        };
        let mut it = lock(&found);
        let is_again = expected.is_some() && expected == it.before;
        if expected.is_some_and(|expected| expected != it.producer) && !is_again {
            return Err(ErrorCode::PRODUCER_FENCED);
        }
        if it.stage == Stage::Ongoing {
            let fenced = Producer { epoch: it.producer.epoch.saturating_add(1), ..it.producer };
            self.finish(&mut it, fenced, false, true, now_ms);
            return Err(ErrorCode::CONCURRENT_TRANSACTIONS);
        }
        if !is_again {
            let next = self.next(it.producer);
            it.before = expected;
            it.producer = next;
        }
        (it.stage, it.timeout_ms, it.started_ms, it.used_ms) =
            (Stage::Empty, timeout_ms, -1, now_ms);
        it.partitions.clear();
        Ok(it.producer)
    }

    /// Adds partitions to the transaction of a producer, which begins with the first.
    ///
    /// # Errors
    /// The producer is not the one that has the id: INVALID_PRODUCER_ID_MAPPING, or PRODUCER_FENCED by its
    /// epoch.
    pub(crate) fn add_to_transaction(
        &self,
        id: &str,
        producer: Producer,
        members: impl IntoIterator<Item = Member>,
        now_ms: i64,
    ) -> Result<(), ErrorCode> {
        let found = self.transactions.get(id).ok_or(ErrorCode::INVALID_PRODUCER_ID_MAPPING)?;
        let mut it = lock(&found);
        it.check(producer)?;
        it.add(members, now_ms);
        Ok(())
    }

    /// Whether the partition is in the transaction of the producer.
    ///
    /// # Errors
    /// As [`add_to_transaction`](Self::add_to_transaction).
    pub(crate) fn is_in_transaction(
        &self,
        id: &str,
        producer: Producer,
        member: &Member,
    ) -> Result<bool, ErrorCode> {
        let found = self.transactions.get(id).ok_or(ErrorCode::INVALID_PRODUCER_ID_MAPPING)?;
        let it = lock(&found);
        it.check(producer)?;
        Ok(it.stage == Stage::Ongoing && it.partitions.contains(member))
    }

    /// Commits offsets of a group in the transaction of a producer, which cannot end meanwhile: `store` does
    /// it. `offsets` is where the group's coordinator keeps them. With `adds` that need not be in the
    /// transaction yet (KIP-890).
    ///
    /// # Errors
    /// INVALID_TXN_STATE if it is not in the transaction, and those of
    /// [`add_to_transaction`](Self::add_to_transaction).
    pub(crate) fn commit_in_transaction<R>(
        &self,
        id: &str,
        producer: Producer,
        offsets: Member,
        adds: bool,
        now_ms: i64,
        store: impl FnOnce() -> R,
    ) -> Result<R, ErrorCode> {
        let found = self.transactions.get(id).ok_or(ErrorCode::INVALID_PRODUCER_ID_MAPPING)?;
        let mut it = lock(&found);
        it.check(producer)?;
        match it.stage == Stage::Ongoing && it.partitions.contains(&offsets) {
            true => {}
            false if adds => it.add([offsets], now_ms),
            false => return Err(ErrorCode::INVALID_TXN_STATE),
        }
        Ok(store())
    }

    /// EndTxn. With `bumps` the producer goes on with another epoch (KIP-890), which this gives.
    ///
    /// # Errors
    /// INVALID_TXN_STATE where there is nothing to end, and those of
    /// [`add_to_transaction`](Self::add_to_transaction).
    pub(crate) fn end_transaction(
        &self,
        id: &str,
        producer: Producer,
        committed: bool,
        bumps: bool,
        now_ms: i64,
    ) -> Result<Producer, ErrorCode> {
        let found = self.transactions.get(id).ok_or(ErrorCode::INVALID_PRODUCER_ID_MAPPING)?;
        let mut it = lock(&found);
        // Whoever did not get the answer asks again with the epoch that it had.
        if bumps && it.before == Some(producer) && it.stage != Stage::Ongoing {
            let is_same = it.stage == Stage::of(committed);
            return if is_same { Ok(it.producer) } else { Err(ErrorCode::INVALID_TXN_STATE) };
        }
        it.check(producer)?;
        let next = if bumps { self.next(producer) } else { producer };
        match it.stage {
            Stage::Ongoing => self.finish(&mut it, next, committed, bumps, now_ms),
            Stage::Empty | Stage::CompleteCommit | Stage::CompleteAbort if bumps && !committed => {
                (it.before, it.producer) = (Some(producer), next);
                (it.stage, it.used_ms) = (Stage::CompleteAbort, now_ms);
            }
            stage if !bumps && stage == Stage::of(committed) => {}
            _ => return Err(ErrorCode::INVALID_TXN_STATE),
        }
        Ok(it.producer)
    }

    /// Aborts the transactions that have taken longer than they may.
    pub(crate) fn abort_expired(&self, now_ms: i64) {
        let all = self.transactions.all().clone();
        for found in all.values() {
            let mut it = lock(found);
            let end = it.started_ms.saturating_add(it.timeout_ms.into());
            if it.stage == Stage::Ongoing && end < now_ms {
                let fenced = Producer { epoch: it.producer.epoch.saturating_add(1), ..it.producer };
                self.finish(&mut it, fenced, false, true, now_ms);
            }
        }
    }

    /// Writes the markers: with the new epoch where the producer gets one.
    fn finish(
        &self,
        it: &mut Transaction,
        next: Producer,
        committed: bool,
        bumps: bool,
        now_ms: i64,
    ) {
        let old = it.producer;
        // A producer that gets another id is fenced by the last epoch of the one it had.
        let epoch = if next.id == old.id { next.epoch } else { i16::MAX };
        let marker = Marker {
            producer_id: old.id,
            epoch,
            committed,
            coordinator_epoch: COORDINATOR_EPOCH,
            timestamp: now_ms,
        };
        let members = std::mem::take(&mut it.partitions);
        if members.iter().any(Member::is_of_offsets) {
            let now = Instant::now();
            self.groups.change(|groups| groups.end_transaction(old.id, committed, now));
        }
        for Member { id, partition, .. } in members {
            let id = LogId { topic: kafka_proto::Uuid(id), partition };
            if let Some(log) = self.logs.get(id) {
                log.led_in(self.leader_epoch(id));
                // A topic that has been deleted meanwhile needs no marker.
                let _ = self.logs.end(&log, &marker, false);
            }
        }
        it.before = bumps.then_some(old);
        (it.producer, it.stage, it.used_ms) = (next, Stage::of(committed), now_ms);
    }

    /// How often the leader of a partition has changed.
    fn leader_epoch(&self, id: LogId) -> i32 {
        let topics = self.topics.now();
        let place = usize::try_from(id.partition).unwrap_or(usize::MAX);
        let led = topics.get_by_id(id.topic).and_then(|topic| topics.led(topic, place));
        led.map_or(0, |led| led.epoch)
    }

    /// The producer with its next epoch.
    fn next(&self, producer: Producer) -> Producer {
        match producer.epoch {
            LAST_EPOCH.. => self.new_producer(),
            epoch => Producer { epoch: epoch + 1, ..producer },
        }
    }

    fn new_producer(&self) -> Producer {
        Producer { id: self.logs.next_producer_id(), epoch: 0 }
    }
}

impl Transaction {
    /// Adds partitions; the first one begins it.
    fn add(&mut self, members: impl IntoIterator<Item = Member>, now_ms: i64) {
        if self.stage != Stage::Ongoing {
            (self.stage, self.started_ms) = (Stage::Ongoing, now_ms);
            self.partitions.clear();
        }
        self.used_ms = now_ms;
        self.partitions.extend(members);
    }

    fn check(&self, producer: Producer) -> Result<(), ErrorCode> {
        match producer {
            Producer { id, .. } if id != self.producer.id => {
                Err(ErrorCode::INVALID_PRODUCER_ID_MAPPING)
            }
            Producer { epoch, .. } if epoch != self.producer.epoch => {
                Err(ErrorCode::PRODUCER_FENCED)
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begun(state: &State) -> Producer {
        state.begin_producer("x", 1000, None, 0).unwrap()
    }

    fn add(state: &State, producer: Producer) -> Result<(), i16> {
        let member = Member { topic: "t".into(), id: [1; 16], partition: 0 };
        state.add_to_transaction("x", producer, [member], 0).map_err(|code| code.0)
    }

    fn end(
        state: &State,
        producer: Producer,
        committed: bool,
        bumps: bool,
    ) -> Result<Producer, i16> {
        state.end_transaction("x", producer, committed, bumps, 0).map_err(|code| code.0)
    }

    fn later(producer: Producer, by: i16) -> Producer {
        Producer { epoch: producer.epoch + by, ..producer }
    }

    #[test]
    fn who_begins_again_fences_who_was_there_before() {
        let state = State::default();
        let first = begun(&state);
        assert_eq!(first.epoch, 0);
        let second = begun(&state);
        assert_eq!(second, later(first, 1));
        assert_eq!(add(&state, first), Err(90));
        assert_eq!(add(&state, Producer { id: 99, epoch: 1 }), Err(49));
        assert_eq!(state.add_to_transaction("y", second, [], 0).map_err(|it| it.0), Err(49));
        assert_eq!(add(&state, second), Ok(()));
        let again = |expected| state.begin_producer("x", 1, expected, 0).map_err(|it| it.0);
        assert_eq!(again(None), Err(51), "its transaction is aborted");
        assert_eq!(state.transactions.find("x").unwrap().stage, Stage::CompleteAbort);
        assert_eq!(again(None), Ok(later(first, 3)));
        assert_eq!(again(Some(second)), Err(90));
        let fourth = later(first, 4);
        assert_eq!(again(Some(later(first, 3))), Ok(fourth));
        assert_eq!(again(Some(later(first, 3))), Ok(fourth), "it did not get the answer");
    }

    #[test]
    fn before_kip_890_the_epoch_stays() {
        let state = State::default();
        let producer = begun(&state);
        for committed in [true, false] {
            assert_eq!(end(&state, producer, committed, false), Err(48), "empty");
        }
        add(&state, producer).unwrap();
        assert_eq!(end(&state, producer, true, false), Ok(producer));
        assert_eq!(end(&state, producer, true, false), Ok(producer), "again");
        assert_eq!(end(&state, producer, false, false), Err(48));
    }

    #[test]
    fn kip_890_every_transaction_has_its_epoch() {
        let state = State::default();
        let producer = begun(&state);
        assert_eq!(end(&state, producer, true, true), Err(48));
        let next = later(producer, 1);
        assert_eq!(end(&state, producer, false, true), Ok(next), "nothing to abort");
        add(&state, next).unwrap();
        let last = later(producer, 2);
        assert_eq!(end(&state, next, true, true), Ok(last));
        assert_eq!(end(&state, next, true, true), Ok(last), "again");
        assert_eq!(end(&state, next, false, true), Err(48));
        assert_eq!(end(&state, producer, true, true), Err(90));
    }

    #[test]
    fn an_id_whose_epochs_are_used_up_is_replaced() {
        let state = State::default();
        let producer = begun(&state);
        let found = state.transactions.get("x").unwrap();
        lock(&found).producer.epoch = LAST_EPOCH;
        assert_eq!(begun(&state), Producer { id: producer.id + 1, epoch: 0 });
    }

    #[test]
    fn what_takes_too_long_is_aborted() {
        let state = State::default();
        let producer = begun(&state);
        add(&state, producer).unwrap();
        state.abort_expired(1000);
        assert_eq!(state.transactions.find("x").unwrap().stage, Stage::Ongoing);
        state.abort_expired(1001);
        let it = state.transactions.find("x").unwrap();
        assert_eq!((it.stage, it.producer), (Stage::CompleteAbort, later(producer, 1)));
    }

    #[test]
    fn there_is_an_end_to_ids() {
        let state = State::default();
        for n in 0..MAX_IDS as i64 + 5 {
            state.begin_producer(&n.to_string(), 1000, None, n).unwrap();
        }
        assert_eq!(state.transactions.now().len(), MAX_IDS);
        assert!(state.transactions.find("4").is_none() && state.transactions.find("5").is_some());
    }
}

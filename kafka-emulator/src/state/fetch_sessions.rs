//! Fetch sessions (KIP-227): what `FetchManager` and `FetchSessionCacheShard` do.
//!
//! A broker knows a session by its id only. Whoever names it goes on with it or closes it, and is told of its
//! partitions what his own rights allow.

mod session;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kafka_proto::ErrorCode;

use super::topic::Named;
use super::{Changed, MAX_TEXT};
use session::Session;
pub(crate) use session::{News, Told, Wanted};

/// The session of a request that has none.
pub(crate) const NO_SESSION: i32 = 0;
/// The epoch of a request for a new session, and of one that wants none. Both close the session that they name.
const NEW: i32 = 0;
const NONE: i32 = -1;

/// `max.incremental.fetch.session.cache.slots`: how many sessions a broker has.
const SLOTS: usize = 1000;
/// For how long nobody takes the place of a session that is used.
const EVICTION_MS: i64 = 120_000;
/// Kafka keeps sessions in eight parts, by their ids, and does not expect an id beyond the last of them.
const PARTS: i32 = 8;
const PART: i32 = i32::MAX / PARTS;

/// The sessions of all brokers.
#[derive(Debug, Default)]
pub(crate) struct FetchSessions {
    brokers: Mutex<HashMap<i32, HashMap<i32, Slot>>>,
    /// What the partitions of all sessions take up in memory.
    bytes: Arc<AtomicUsize>,
}

/// The place of a session in the cache of a broker, as it was when it was used last.
#[derive(Debug)]
struct Slot {
    session: Arc<Mutex<Session>>,
    worth: Worth,
    created: i64,
    used: i64,
}

/// What has less of it goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Worth {
    /// It is a replica's.
    privileged: bool,
    partitions: usize,
    id: i32,
}

/// How a request is to be answered.
#[derive(Debug)]
pub(crate) enum Begun {
    /// In full, and without a session.
    Sessionless(Vec<Wanted>),
    /// In full, and with a new session if there is room for one.
    Full(Vec<Wanted>),
    /// With what has changed of the partitions of the session.
    Incremental(Incremental, Vec<Wanted>),
}

/// A request in a session.
#[derive(Debug)]
pub(crate) struct Incremental {
    pub(crate) id: i32,
    /// The epoch that follows the request's.
    epoch: i32,
    session: Arc<Mutex<Session>>,
}

/// What a request says about its session.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) id: i32,
    pub(crate) epoch: i32,
    pub(crate) with_ids: bool,
    pub(crate) wanted: Vec<Wanted>,
    pub(crate) forgotten: Vec<(Named, i32)>,
}

impl FetchSessions {
    /// Begins a request; `name_of` finds the topic of an id.
    ///
    /// # Errors
    /// There is no such session, or it is not where the client takes it to be. `UNKNOWN_SERVER_ERROR` is for an id
    /// that Kafka cannot look for.
    pub(crate) fn begin(
        &self,
        broker: i32,
        asked: Asked,
        now: i64,
        name_of: impl Fn(&Named) -> Option<Arc<str>>,
    ) -> Result<Begun, ErrorCode> {
        let is_full = [NEW, NONE].contains(&asked.epoch);
        let is_named = !is_full || asked.id != NO_SESSION;
        if is_named && !(0..PARTS).contains(&(asked.id / PART)) {
            return Err(ErrorCode::UNKNOWN_SERVER_ERROR);
        }
        if !is_full {
            return self.go_on(broker, asked, now, name_of);
        }
        self.remove(broker, asked.id);
        Ok(match asked.epoch {
            NONE => Begun::Sessionless(asked.wanted),
            _ => Begun::Full(asked.wanted),
        })
    }

    fn go_on(
        &self,
        broker: i32,
        asked: Asked,
        now: i64,
        name_of: impl Fn(&Named) -> Option<Arc<str>>,
    ) -> Result<Begun, ErrorCode> {
        let slots = self.brokers();
        let slot = slots.get(&broker).and_then(|slots| slots.get(&asked.id));
        let session = slot.map(|slot| Arc::clone(&slot.session));
        drop(slots);
        let session = session.ok_or(ErrorCode::FETCH_SESSION_ID_NOT_FOUND)?;
        let mut at = lock(&session);
        at.check(asked.epoch, asked.with_ids)?;
        if !at.update(&asked.wanted, &asked.forgotten) {
            self.remove(broker, asked.id);
            return Err(ErrorCode::FETCH_SESSION_ID_NOT_FOUND);
        }
        if at.is_empty() {
            self.remove(broker, asked.id);
            return Ok(Begun::Sessionless(asked.wanted));
        }
        self.touch(broker, asked.id, at.len(), now);
        let epoch = at.advance();
        let wanted = at.wanted(name_of);
        drop(at);
        Ok(Begun::Incremental(Incremental { id: asked.id, epoch, session }, wanted))
    }

    /// Makes a session of what was wanted and told; gives its id, or `NO_SESSION` where there is no room.
    pub(crate) fn create(
        &self,
        broker: i32,
        privileged: bool,
        with_ids: bool,
        partitions: Vec<(Wanted, Told)>,
        now: i64,
    ) -> i32 {
        let worth = Worth { privileged, partitions: partitions.len(), id: 0 };
        let session = Session::new(with_ids, partitions, &self.bytes, MAX_TEXT);
        // A large one is dropped when others can go on.
        let evicted;
        let mut brokers = self.brokers();
        let slots = brokers.entry(broker).or_default();
        let (Some(session), Some(id)) = (session, new_id(slots)) else { return NO_SESSION };
        if slots.len() >= SLOTS {
            evicted = evict(slots, worth, now);
            if evicted.is_none() {
                return NO_SESSION;
            }
        }
        let (session, worth) = (Arc::new(Mutex::new(session)), Worth { id, ..worth });
        slots.insert(id, Slot { session, worth, created: now, used: now });
        id
    }

    pub(crate) fn remove(&self, broker: i32, id: i32) {
        let removed = self.brokers().get_mut(&broker).and_then(|slots| slots.remove(&id));
        drop(removed);
    }

    /// The broker has ended, and its sessions with it.
    pub(crate) fn forget(&self, broker: i32) {
        let removed = self.brokers().remove(&broker);
        drop(removed);
    }

    fn touch(&self, broker: i32, id: i32, partitions: usize, now: i64) {
        let mut brokers = self.brokers();
        if let Some(slot) = brokers.get_mut(&broker).and_then(|slots| slots.get_mut(&id)) {
            slot.used = now;
            slot.worth.partitions = partitions;
        }
    }

    fn brokers(&self) -> MutexGuard<'_, HashMap<i32, HashMap<i32, Slot>>> {
        lock(&self.brokers)
    }
}

impl Slot {
    /// Whether it was in use for long when it was used last, or is worth less than any replica's.
    fn is_evictable(&self, by_privileged: bool) -> bool {
        self.used - self.created > EVICTION_MS || by_privileged && !self.worth.privileged
    }
}

impl Incremental {
    pub(crate) fn is_superseded(&self) -> bool {
        lock(&self.session).check_epoch(self.epoch).is_err()
    }

    /// Ends when a later request goes on with the session.
    pub(crate) fn superseded(&self) -> Changed {
        lock(&self.session).changed()
    }

    /// Which of these partitions are to be told: those with records, failures, or another start or end.
    pub(crate) fn to_tell(&self, read: &[(&Wanted, News)]) -> Vec<bool> {
        let session = lock(&self.session);
        read.iter().map(|(wanted, news)| session.is_news(wanted, news)).collect()
    }

    /// These partitions have been told.
    pub(crate) fn told(&self, read: &[(&Wanted, News)]) {
        let mut session = lock(&self.session);
        if session.check_epoch(self.epoch).is_ok() {
            read.iter().for_each(|(wanted, news)| session.told(wanted, news));
        }
    }
}

/// Makes room for one of that worth: what nobody has used for long goes, else what is not worth more.
fn evict(slots: &mut HashMap<i32, Slot>, worth: Worth, now: i64) -> Option<Slot> {
    let stalest = slots.iter().min_by_key(|(id, slot)| (slot.used, **id));
    let stale = stalest.filter(|(_, slot)| now - slot.used > EVICTION_MS).map(|(id, _)| *id);
    let evictable = slots.values().filter(|slot| slot.is_evictable(worth.privileged));
    let least = evictable.map(|slot| slot.worth).min().filter(|least| worth >= *least);
    let id = stale.or(least.map(|least| least.id))?;
    slots.remove(&id)
}

/// An id that nobody guesses and no session has.
fn new_id(slots: &HashMap<i32, Slot>) -> Option<i32> {
    loop {
        let mut bytes = [0; 4];
        getrandom::fill(&mut bytes).ok()?;
        let id = i32::from_be_bytes(bytes).rem_euclid(PARTS * PART);
        if id != NO_SESSION && !slots.contains_key(&id) {
            return Some(id);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

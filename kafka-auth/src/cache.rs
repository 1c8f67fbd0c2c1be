//! Salted passwords, so that only the first login of a user pays for PBKDF2.
//!
//! RFC 5802 section 5.1: a client "can cache ClientKey&ServerKey (or just SaltedPassword)".

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use crate::mechanism::{CacheKey, Derivation, SaltedPassword};
use crate::work::{Waiter, Work, Worker};

/// How many salted passwords a cache keeps unless told otherwise: one for each mechanism, user, salt
/// and iteration count.
pub const DEFAULT_CAPACITY: usize = 128;

/// The salted passwords of a client, shared by its connections: a clone is the same cache.
///
/// An entry is found only by a [`Derivation`] with the same hash, user, password, salt and
/// iteration count ([`Derivation::key`]). While one login derives, others with the same inputs wait
/// for its result. A full cache drops what never led to a login first, then what was not asked for
/// the longest; whatever is dropped is wiped.
///
/// When a login succeeded, [`confirm`](Self::confirm) its key; when the broker refused it or could
/// not prove itself, [`forget`](Self::forget) it. A connection that broke says neither.
///
/// ```
/// use kafka_auth::cache::{Begin, SaltedPasswordCache};
/// use kafka_auth::{Derivation, SaltedPassword};
///
/// /// With tokio, `ticket.run()` belongs into `spawn_blocking`.
/// async fn salted(cache: &SaltedPasswordCache, derivation: &Derivation) -> SaltedPassword {
///     loop {
///         match cache.begin(derivation) {
///             Begin::Known(salted) => return salted,
///             Begin::Derive(ticket) => return ticket.run(),
///             Begin::Wait(wait) => {
///                 if let Some(salted) = wait.await {
///                     return salted;
///                 }
///             }
///         }
///     }
/// }
/// ```
#[derive(Clone)]
pub struct SaltedPasswordCache {
    entries: Arc<Mutex<Entries>>,
}

/// What [`SaltedPasswordCache::begin`] found.
pub enum Begin {
    /// The result.
    Known(SaltedPassword),
    /// Nothing, and nobody is at work: do the work.
    Derive(Ticket),
    /// Somebody is at work: wait, and begin again if that came to nothing.
    Wait(Wait),
}

/// The right, and the duty, to derive. Dropped without [`run`](Self::run), it lets one of those who
/// wait try.
pub struct Ticket {
    derivation: Derivation,
    cache: SaltedPasswordCache,
    worker: Worker<SaltedPassword>,
}

/// The result of somebody else's work: `None` when it was given up. Runs on any executor.
pub struct Wait(Waiter<SaltedPassword>);

struct Entries {
    capacity: usize,
    known: HashMap<CacheKey, Entry>,
    underway: HashMap<CacheKey, Work<SaltedPassword>>,
    /// Counts what is asked for: the clock of [`Entry::used`].
    asked: u64,
}

struct Entry {
    salted: SaltedPassword,
    /// It led to a login.
    is_confirmed: bool,
    used: u64,
}

impl SaltedPasswordCache {
    /// An empty cache for [`DEFAULT_CAPACITY`] salted passwords.
    pub fn new() -> Self {
        Self::with_capacity(DEFAULT_CAPACITY)
    }

    /// An empty cache for `capacity` salted passwords; with 0, those who wait for a result still
    /// get it, but nothing is kept.
    pub fn with_capacity(capacity: usize) -> Self {
        let (known, underway) = Default::default();
        Self { entries: Arc::new(Mutex::new(Entries { capacity, known, underway, asked: 0 })) }
    }

    /// Looks for the result of `derivation`.
    pub fn begin(&self, derivation: &Derivation) -> Begin {
        let (key, mut entries) = (derivation.key(), self.entries());
        if let Some(salted) = entries.find(&key) {
            return Begin::Known(salted);
        }
        entries.underway.retain(|_, work| work.is_underway());
        if let Some(work) = entries.underway.get(&key) {
            return Begin::Wait(Wait(work.join()));
        }
        let (worker, work) = Work::start();
        entries.underway.insert(key, work);
        Begin::Derive(Ticket { derivation: derivation.clone(), cache: self.clone(), worker })
    }

    /// Says that a login with this result succeeded.
    pub fn confirm(&self, key: &CacheKey) {
        if let Some(entry) = self.entries().known.get_mut(key) {
            entry.is_confirmed = true;
        }
    }

    /// Says that a login with this result was refused: the next one derives again.
    pub fn forget(&self, key: &CacheKey) {
        self.entries().known.remove(key);
    }

    /// How many results are kept.
    pub fn len(&self) -> usize {
        self.entries().known.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ticket {
    /// Does the work, hands the result to those who wait, and keeps it: milliseconds of CPU, so
    /// not on a thread that serves connections. `Send + 'static`, for a thread of its own.
    pub fn run(self) -> SaltedPassword {
        let Self { derivation, cache, worker } = self;
        let key = derivation.key();
        let salted = derivation.run();
        cache.entries().keep(key, salted.clone());
        worker.finish(salted.clone());
        salted
    }
}

impl Entries {
    fn find(&mut self, key: &CacheKey) -> Option<SaltedPassword> {
        self.asked += 1;
        let entry = self.known.get_mut(key)?;
        entry.used = self.asked;
        Some(entry.salted.clone())
    }

    fn keep(&mut self, key: CacheKey, salted: SaltedPassword) {
        self.underway.remove(&key);
        while self.known.len() >= self.capacity.max(1) {
            self.evict();
        }
        if self.capacity > 0 {
            let used = self.asked;
            self.known.insert(key, Entry { salted, is_confirmed: false, used });
        }
    }

    /// A server that invents salts pushes out its own entries, not those of others.
    fn evict(&mut self) {
        let least = self.known.iter().min_by_key(|(_, entry)| (entry.is_confirmed, entry.used));
        if let Some(key) = least.map(|(key, _)| key.clone()) {
            self.known.remove(&key);
        }
    }
}

impl Default for SaltedPasswordCache {
    fn default() -> Self {
        Self::new()
    }
}

impl Future for Wait {
    type Output = Option<SaltedPassword>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context)
    }
}

impl fmt::Debug for SaltedPasswordCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SaltedPasswordCache").field("len", &self.len()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Begin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Known(_) => "Known(redacted)",
            Self::Derive(_) => "Derive",
            Self::Wait(_) => "Wait",
        })
    }
}

impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Ticket").field(&self.derivation).finish()
    }
}

impl fmt::Debug for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wait")
    }
}

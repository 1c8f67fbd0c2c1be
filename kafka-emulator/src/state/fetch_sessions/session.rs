//! One session: its partitions, in an order in which each gets its turn, and what was told of them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use kafka_proto::ErrorCode;
use tokio::sync::watch;

use super::{Changed, Named};

/// What a partition takes up in memory, besides its name, and somewhat more.
const COST: usize = 512;

/// The epoch that a new session waits for.
const FIRST: i32 = 1;

/// What a client wants of a partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) named: Named,
    pub(crate) partition: i32,
    /// The name of the topic, if its id is known, or was when the client asked for it.
    pub(crate) known_as: Option<Arc<str>>,
    pub(crate) known_epoch: i32,
    pub(crate) offset: i64,
    pub(crate) last_fetched_epoch: i32,
    pub(crate) max_bytes: i32,
}

impl Wanted {
    fn key(&self) -> (Named, i32) {
        (self.named.clone(), self.partition)
    }
}

/// What a client has been told of a partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) high_watermark: i64,
    pub(crate) log_start: i64,
}

/// What there is to tell of a partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct News {
    pub(crate) told: Told,
    pub(crate) has_records: bool,
    pub(crate) has_failed: bool,
    pub(crate) diverges: bool,
}

impl News {
    /// After a failure the partition is told again when it has passed.
    pub(crate) fn told(&self) -> Told {
        let failed = Told { high_watermark: -1, ..self.told };
        if self.has_failed { failed } else { self.told }
    }
}

#[derive(Debug)]
pub(super) struct Session {
    epoch: watch::Sender<i32>,
    with_ids: bool,
    places: HashMap<(Named, i32), u64>,
    /// By their turns.
    partitions: BTreeMap<u64, (Wanted, Told)>,
    next_turn: u64,
    /// What this session takes up in memory, and all of them.
    bytes: usize,
    all: Arc<AtomicUsize>,
    limit: usize,
}

impl Drop for Session {
    fn drop(&mut self) {
        self.all.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

impl Session {
    /// `None` where there is no room for it.
    pub(super) fn new(
        with_ids: bool,
        partitions: Vec<(Wanted, Told)>,
        all: &Arc<AtomicUsize>,
        limit: usize,
    ) -> Option<Self> {
        let mut session = Self {
            epoch: watch::Sender::new(FIRST),
            with_ids,
            places: HashMap::new(),
            partitions: BTreeMap::new(),
            next_turn: 0,
            bytes: 0,
            all: Arc::clone(all),
            limit,
        };
        let fit = partitions.into_iter().all(|(wanted, told)| session.insert(wanted, told));
        fit.then_some(session)
    }

    pub(super) fn len(&self) -> usize {
        self.partitions.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.partitions.is_empty()
    }

    pub(super) fn check(&self, epoch: i32, with_ids: bool) -> Result<(), ErrorCode> {
        self.check_epoch(epoch)?;
        match self.with_ids == with_ids {
            true => Ok(()),
            false => Err(ErrorCode::FETCH_SESSION_TOPIC_ID_ERROR),
        }
    }

    pub(super) fn check_epoch(&self, epoch: i32) -> Result<(), ErrorCode> {
        match *self.epoch.borrow() == epoch {
            true => Ok(()),
            false => Err(ErrorCode::INVALID_FETCH_SESSION_EPOCH),
        }
    }

    /// Goes to the next epoch, and gives it.
    pub(super) fn advance(&self) -> i32 {
        self.epoch.send_modify(|epoch| *epoch = next_epoch(*epoch));
        *self.epoch.borrow()
    }

    /// Ends at the next epoch.
    pub(super) fn changed(&self) -> Changed {
        let mut changed = self.epoch.subscribe();
        Box::pin(async move {
            let _ = changed.changed().await;
        })
    }

    /// Takes up what a request wants and what it forgets; whether there is room for it.
    pub(super) fn update(&mut self, wanted: &[Wanted], forgotten: &[(Named, i32)]) -> bool {
        for wanted in wanted {
            let place = self.places.get(&wanted.key());
            if let Some((known, _)) = place.and_then(|place| self.partitions.get_mut(place)) {
                let known_as = known.known_as.take();
                *known = Wanted { known_as, ..wanted.clone() };
            } else if !self.insert(wanted.clone(), Told { high_watermark: -1, log_start: -1 }) {
                return false;
            }
        }
        for key in forgotten {
            if let Some(place) = self.places.remove(key)
                && let Some((wanted, _)) = self.partitions.remove(&place)
            {
                self.bytes -= cost(&wanted);
                self.all.fetch_sub(cost(&wanted), Ordering::Relaxed);
            }
        }
        true
    }

    /// All that is wanted, with the names that have become known.
    pub(super) fn wanted(&mut self, name_of: impl Fn(&Named) -> Option<Arc<str>>) -> Vec<Wanted> {
        for (wanted, _) in self.partitions.values_mut().filter(|_| self.with_ids) {
            wanted.known_as = wanted.known_as.take().or_else(|| name_of(&wanted.named));
        }
        self.partitions.values().map(|(wanted, _)| wanted.clone()).collect()
    }

    pub(super) fn is_news(&self, wanted: &Wanted, news: &News) -> bool {
        let place = self.places.get(&wanted.key());
        let known = place.and_then(|place| self.partitions.get(place));
        let is_new = |told: &Told| {
            news.has_records || news.has_failed || news.diverges || *told != news.told
        };
        known.is_some_and(|(_, told)| is_new(told))
    }

    /// What has records goes behind the others, so that each gets its turn.
    pub(super) fn told(&mut self, wanted: &Wanted, news: &News) {
        let Some(place) = self.places.get_mut(&wanted.key()) else { return };
        let Some((_, told)) = self.partitions.get_mut(place) else { return };
        *told = news.told();
        if news.has_records
            && let Some(kept) = self.partitions.remove(place)
        {
            *place = self.next_turn;
            self.next_turn += 1;
            self.partitions.insert(*place, kept);
        }
    }

    fn insert(&mut self, wanted: Wanted, told: Told) -> bool {
        let cost = cost(&wanted);
        self.bytes += cost;
        if self.all.fetch_add(cost, Ordering::Relaxed) + cost > self.limit {
            return false;
        }
        let place = self.next_turn;
        self.next_turn += 1;
        self.places.insert(wanted.key(), place);
        self.partitions.insert(place, (wanted, told));
        true
    }
}

/// `FetchMetadata.nextEpoch`.
pub(super) fn next_epoch(epoch: i32) -> i32 {
    match epoch {
        i32::MAX => FIRST,
        _ => epoch + 1,
    }
}

fn cost(wanted: &Wanted) -> usize {
    let known_as = wanted.known_as.as_ref().map_or(0, |name| name.len());
    COST + wanted.named.name.len() + known_as
}

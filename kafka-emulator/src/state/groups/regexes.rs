//! What the regular expressions of a consumer group stand for. They are looked up when a member brings a new
//! one, and again for new topics, at most every ten seconds: `maybeUpdateRegularExpressions` of Kafka's
//! `GroupMetadataManager`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use rpds::RedBlackTreeMapSync;
use tokio::time::Instant;

/// `REGEX_BATCH_REFRESH_MIN_INTERVAL_MS`.
const LEAST: Duration = Duration::from_secs(10);

/// `group.consumer.regex.refresh.interval.ms`: so that changed rights count.
const MOST: Duration = Duration::from_secs(600);

/// What a name takes up in memory, besides its text.
const NAME: usize = 32;

/// Expressions with the topics that they stand for.
pub(crate) type Found = BTreeMap<Arc<str>, BTreeSet<String>>;

/// How many members subscribe to each expression.
pub(crate) type Subscribed = BTreeMap<Arc<str>, usize>;

/// A clone shares what it has with the original, so that it costs next to nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Regexes {
    found: RedBlackTreeMapSync<Arc<str>, Arc<Topics>>,
    /// When they were looked up last, and how many topics had been made until then.
    looked: Option<Instant>,
    made: u64,
}

#[derive(Debug)]
struct Topics {
    names: Arc<BTreeSet<String>>,
    size: usize,
}

impl Regexes {
    /// The topics of an expression; `None` until they have been looked up.
    pub(super) fn get(&self, regex: &str) -> Option<&Arc<BTreeSet<String>>> {
        self.found.get(regex).map(|topics| &topics.names)
    }

    /// What each member that subscribes to the expression takes up in memory.
    pub(super) fn size(&self, regex: &str) -> usize {
        self.found.get(regex).map_or(0, |topics| topics.size)
    }

    /// Nobody subscribes to the expression any more.
    pub(super) fn forget(&mut self, regex: &str) {
        self.found.remove_mut(regex);
        if self.found.is_empty() {
            self.looked = None;
        }
    }

    /// Whether it is time to look them up.
    pub(super) fn is_due(&mut self, subscribed: &Subscribed, made: u64, now: Instant) -> bool {
        let since = self.looked.map(|at| now.saturating_duration_since(at));
        if subscribed.is_empty() || since.is_some_and(|since| since <= LEAST) {
            return false;
        }
        let is_due = subscribed.len() != self.found.size()
            || self.made < made
            || since.is_none_or(|since| since > MOST);
        if is_due {
            self.looked = Some(now);
        }
        is_due
    }

    /// These have been looked up, when so many topics had been made. Whether one stands for others than before.
    pub(super) fn take(&mut self, found: Found, made: u64) -> bool {
        self.made = made;
        let mut has_changed = false;
        for (regex, names) in found {
            let known = self.get(&regex);
            has_changed |= known.map_or(!names.is_empty(), |known| **known != names);
            let size = size(&names);
            self.found.insert_mut(regex, Arc::new(Topics { names: Arc::new(names), size }));
        }
        has_changed
    }
}

/// What these names take up in memory.
pub(crate) fn size(names: &BTreeSet<String>) -> usize {
    names.iter().map(|name| name.len() + NAME).sum()
}

//! Many calls, what the library said about each item, and whether that is what the cluster has.
//!
//! A topic's partitions tell which of several calls created it. A name is deleted at most once, by
//! who created it; ACLs are known by their principal, which each has for itself.

mod caller;
mod judge;

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use interop::unique;
use kafka_admin::{Admin, Error, Outcome};
use tokio::sync::watch;
use tokio::task::JoinSet;

use self::caller::{Caller, acl, standing, standing_principal};
use crate::truth::Truth;

/// What an entry is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Item {
    Topic(String),
    /// By its principal.
    Acl(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    /// With so many partitions; an ACL has one.
    Create(usize),
    Delete,
    /// Of what was there before and stays; so many partitions or ACLs were told.
    Read(usize),
}

/// What the library said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Said {
    Done,
    /// It is as asked, and nobody knows by whom.
    AlreadySo,
    NotApplied,
    NotSent,
    Unknown,
}

#[derive(Clone, Debug)]
struct Entry {
    call: usize,
    item: Item,
    deed: Deed,
    said: Said,
    /// In whole, for who has to find out.
    story: String,
}

/// How much is asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub(crate) calls: usize,
    /// Who ask at once.
    pub(crate) callers: usize,
    /// Reads and ACLs too, or topics only.
    pub(crate) is_mixed: bool,
}

/// Everything that was said.
#[derive(Default)]
pub(crate) struct Ledger(Mutex<Vec<Entry>>);

impl Ledger {
    /// Makes all calls; `answered` counts them.
    pub(crate) async fn of(admin: &Admin, plan: Plan, answered: watch::Sender<usize>) -> Arc<Self> {
        let (ledger, prefix) = (Arc::<Self>::default(), unique("ledger"));
        crate::create(admin, &standing(&prefix), 2).await.unwrap();
        admin.create_acls(&[acl(&standing_principal(&prefix))]).await.unwrap().all().unwrap();
        let first = Caller {
            admin: admin.clone(),
            plan,
            number: 0,
            prefix,
            begun: Instant::now(),
            called: Arc::default(),
            answered,
            ledger: ledger.clone(),
        };
        let mut callers = JoinSet::new();
        for number in 0..plan.callers {
            callers.spawn(Caller { number, ..first.clone() }.run());
        }
        callers.join_all().await;
        ledger
    }

    /// The entries whose word is not what the cluster has, each with the whole story of its item.
    pub(crate) fn untruths(&self, truth: &Truth) -> Vec<String> {
        let mut items: BTreeMap<Item, Vec<Entry>> = BTreeMap::new();
        for entry in self.0.lock().unwrap().iter() {
            items.entry(entry.item.clone()).or_default().push(entry.clone());
        }
        items.iter().filter_map(|(item, entries)| untruth(item, entries, truth)).collect()
    }

    /// The calls with an item of unknown outcome.
    pub(crate) fn unknown(&self) -> usize {
        let entries = self.0.lock().unwrap();
        let unknown =
            entries.iter().filter(|entry| entry.is_write() && entry.said == Said::Unknown);
        unknown.map(|entry| entry.call).collect::<HashSet<_>>().len()
    }

    /// How often each thing was said, of writes and of reads.
    pub(crate) fn summary(&self) -> String {
        let mut counts: BTreeMap<(bool, Said), usize> = BTreeMap::new();
        for entry in self.0.lock().unwrap().iter() {
            *counts.entry((entry.is_write(), entry.said)).or_default() += 1;
        }
        let lines = counts.iter().map(|((is_write, said), count)| {
            format!("{} {said:?} {count}", if *is_write { "write" } else { "read" })
        });
        lines.collect::<Vec<_>>().join(", ")
    }
}

fn untruth(item: &Item, entries: &[Entry], truth: &Truth) -> Option<String> {
    let found = truth.get(item).copied();
    let why = judge::untruth(entries, found)?;
    let story: String = entries.iter().map(|entry| format!("\n  {entry}")).collect();
    Some(format!("{item:?}, found {found:?}: {why}{story}"))
}

impl Entry {
    fn is_write(&self) -> bool {
        !matches!(self.deed, Deed::Read(_))
    }

    /// What was read has been there from the start and stays; that a read may fail is no untruth.
    fn is_wrong_read(&self, found: Option<usize>) -> bool {
        match (self.deed, self.said) {
            (Deed::Read(told), Said::Done) => Some(told) != found,
            (Deed::Read(_), Said::NotApplied | Said::AlreadySo) => true,
            _ => false,
        }
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "call {}: {:?} {:?}, {}", self.call, self.deed, self.said, self.story)
    }
}

impl Said {
    fn of<T>(result: &std::result::Result<T, &Error>) -> Self {
        match result.as_ref().map_err(|error| error.outcome()) {
            Ok(_) => Self::Done,
            Err(Outcome::NotApplied) => Self::NotApplied,
            Err(Outcome::NotSent) => Self::NotSent,
            Err(Outcome::AlreadySo) => Self::AlreadySo,
            // Whatever else there may be one day says nothing that could be untrue.
            Err(_) => Self::Unknown,
        }
    }
}

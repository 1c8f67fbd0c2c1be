//! Many calls, what the library said about each item, and whether that is what the cluster has.
//!
//! A topic's partitions tell which of several calls created it. A name is deleted at most once, by
//! who created it; ACLs are known by their principal, which each has for itself.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use interop::unique;
use kafka_admin::{
    AclBinding, AclBindingFilter, AclOperation, Admin, Batch, CreateTopics, DeletedAcl, Error,
    NewTopic, Outcome, ResourcePattern, Result,
};
use tokio::sync::watch;
use tokio::task::JoinSet;

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

/// Several callers create a topic of one name: the first so many of them.
const RIVALS: usize = 4;
/// Of the topics that were created, one in so many is left.
const LEFT: usize = 4;

/// Everything that was said.
#[derive(Default)]
pub(crate) struct Ledger(Mutex<Vec<Entry>>);

struct Caller {
    admin: Admin,
    plan: Plan,
    number: usize,
    prefix: String,
    begun: Instant,
    called: Arc<AtomicUsize>,
    answered: watch::Sender<usize>,
    ledger: Arc<Ledger>,
}

impl Ledger {
    /// Makes all calls; `answered` counts them.
    pub(crate) async fn of(admin: &Admin, plan: Plan, answered: watch::Sender<usize>) -> Arc<Self> {
        let (ledger, called) = (Arc::<Self>::default(), Arc::default());
        let (prefix, begun) = (unique("ledger"), Instant::now());
        crate::create(admin, &standing(&prefix), 2).await.unwrap();
        admin.create_acls(&[acl(&standing_principal(&prefix))]).await.unwrap().all().unwrap();
        let mut callers = JoinSet::new();
        for number in 0..plan.callers {
            let caller = Caller {
                admin: admin.clone(),
                plan,
                number,
                prefix: prefix.clone(),
                begun,
                called: Arc::clone(&called),
                answered: answered.clone(),
                ledger: ledger.clone(),
            };
            callers.spawn(caller.run());
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
        let judged = items.iter().filter_map(|(item, entries)| {
            let found = truth.get(item).copied();
            let why = untruth(entries, found)?;
            let story: String = entries.iter().map(|entry| format!("\n  {entry}")).collect();
            Some(format!("{item:?}, found {found:?}: {why}{story}"))
        });
        judged.collect()
    }

    /// The calls with an item of unknown outcome.
    pub(crate) fn unknown(&self) -> usize {
        let entries = self.0.lock().unwrap();
        let unknown =
            entries.iter().filter(|entry| entry.is_write() && entry.said == Said::Unknown);
        unknown.map(|entry| entry.call).collect::<std::collections::HashSet<_>>().len()
    }

    /// How often each thing was said, of writes and of reads.
    pub(crate) fn summary(&self) -> String {
        let mut counts: BTreeMap<(bool, Said), usize> = BTreeMap::new();
        for entry in self.0.lock().unwrap().iter() {
            *counts.entry((entry.is_write(), entry.said)).or_default() += 1;
        }
        let count = |((is_write, said), count): (&(bool, Said), &usize)| {
            format!("{} {said:?} {count}", if *is_write { "write" } else { "read" })
        };
        counts.iter().map(count).collect::<Vec<_>>().join(", ")
    }
}

/// Why one of these entries cannot be, given what there is.
fn untruth(entries: &[Entry], found: Option<usize>) -> Option<&'static str> {
    let created = |says: &[Said]| {
        entries.iter().any(|it| matches!(it.deed, Deed::Create(_)) && says.contains(&it.said))
    };
    let deleted =
        |says: &[Said]| entries.iter().any(|it| it.deed == Deed::Delete && says.contains(&it.said));
    let done =
        entries.iter().filter(|it| matches!(it.deed, Deed::Create(_)) && it.said == Said::Done);
    if entries.iter().any(|it| it.is_wrong_read(found)) {
        return Some("a read told something else");
    }
    if done.count() > 1 && !matches!(entries[0].item, Item::Acl(_)) {
        return Some("created twice");
    }
    if deleted(&[Said::Done]) && !created(&[Said::Done, Said::AlreadySo, Said::Unknown]) {
        return Some("deleted, although it was not created");
    }
    match found {
        None if created(&[Said::Done, Said::AlreadySo])
            && !deleted(&[Said::Done, Said::AlreadySo, Said::Unknown]) =>
        {
            Some("created, and not there")
        }
        Some(_) if deleted(&[Said::Done, Said::AlreadySo]) && !created(&[Said::Unknown]) => {
            Some("deleted, and still there")
        }
        Some(partitions) => untruth_of_creation(entries, partitions),
        None => None,
    }
}

/// Of something that is there, and by its partitions of one call.
fn untruth_of_creation(entries: &[Entry], partitions: usize) -> Option<&'static str> {
    let creations = entries.iter().filter(|it| matches!(it.deed, Deed::Create(_)));
    let mut by = creations.clone().filter(|it| it.deed == Deed::Create(partitions)).peekable();
    let others = creations.filter(|it| it.deed != Deed::Create(partitions));
    if by.peek().is_none() && !entries.iter().any(|it| matches!(it.deed, Deed::Read(_))) {
        return Some("there, and created by nobody");
    }
    if by.any(|it| matches!(it.said, Said::NotApplied | Said::NotSent)) {
        return Some("not created, and there");
    }
    others.into_iter().any(|it| it.said == Said::Done).then_some("created by another call")
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
            Err(Outcome::Unknown) => Self::Unknown,
            Err(_) => Self::AlreadySo,
        }
    }
}

impl Caller {
    async fn run(self) {
        for round in 0.. {
            let names: Vec<String> = (0..=round % 3)
                .map(|n| format!("{}-{}-{round}-{n}", self.prefix, self.number))
                .collect();
            let principal = format!("User:{}-{}-{round}", self.prefix, self.number);
            if self.round(round, &names, &principal).await.is_none() {
                return;
            }
        }
    }

    /// `None` when all calls are made.
    async fn round(&self, round: usize, names: &[String], principal: &str) -> Option<()> {
        self.create_topics(names, 1).await?;
        if self.number < RIVALS {
            self.create_topics(&[format!("{}-all-{round}", self.prefix)], self.number + 1).await?;
        }
        if self.plan.is_mixed {
            self.describe_topic().await?;
            self.create_acl(principal).await?;
            self.describe_acl().await?;
            self.delete_acl(principal, round).await?;
        }
        let left = if round % LEFT == 0 { 1 } else { 0 };
        self.delete_topics(names.get(left..).unwrap_or_default()).await
    }

    async fn create_topics(&self, names: &[String], partitions: usize) -> Option<()> {
        let call = self.begin()?;
        let topic =
            |name: &String| NewTopic::new(name).partitions(partitions as i32).replication_factor(1);
        let topics: Vec<_> = names.iter().map(topic).collect();
        let result = self.admin.create_topics(&topics, CreateTopics::default()).await;
        self.note_topics(call, Deed::Create(partitions), names, &result);
        self.end()
    }

    async fn delete_topics(&self, names: &[String]) -> Option<()> {
        if names.is_empty() {
            return Some(());
        }
        let call = self.begin()?;
        let result = self.admin.delete_topics(names).await;
        self.note_topics(call, Deed::Delete, names, &result);
        self.end()
    }

    async fn describe_topic(&self) -> Option<()> {
        let (call, name) = (self.begin()?, standing(&self.prefix));
        let result = self.admin.describe_topics(&[&name]).await.and_then(Batch::one);
        let told = result.as_ref().map_or(0, |topic| topic.partitions.len());
        self.note(call, Item::Topic(name), Deed::Read(told), &result);
        self.end()
    }

    async fn create_acl(&self, principal: &str) -> Option<()> {
        let call = self.begin()?;
        let result = self.admin.create_acls(&[acl(principal)]).await.and_then(Batch::one);
        self.note(call, Item::Acl(principal.to_owned()), Deed::Create(1), &result);
        self.end()
    }

    async fn describe_acl(&self) -> Option<()> {
        let (call, principal) = (self.begin()?, standing_principal(&self.prefix));
        let result = self.admin.describe_acls(&AclBindingFilter::principal(&principal)).await;
        let told = result.as_ref().map_or(0, Vec::len);
        self.note(call, Item::Acl(principal), Deed::Read(told), &result);
        self.end()
    }

    /// As with topics, some are left.
    async fn delete_acl(&self, principal: &str, round: usize) -> Option<()> {
        if round % LEFT == 0 {
            return Some(());
        }
        let call = self.begin()?;
        let filter = AclBindingFilter::exactly(&acl(principal));
        let result = self.admin.delete_acls(&[filter]).await.and_then(Batch::one).and_then(each);
        self.note(call, Item::Acl(principal.to_owned()), Deed::Delete, &result);
        self.end()
    }

    /// The number of the next call.
    fn begin(&self) -> Option<usize> {
        let call = self.called.fetch_add(1, Ordering::Relaxed);
        (call < self.plan.calls).then_some(call)
    }

    fn end(&self) -> Option<()> {
        self.answered.send_modify(|answered| *answered += 1);
        Some(())
    }

    /// What is said about the call as a whole is said about each of its items.
    fn note_topics<T>(&self, call: usize, deed: Deed, names: &[String], result: &Result<Batch<T>>) {
        for name in names {
            let said = match result {
                Ok(batch) => batch.get(name).unwrap().as_ref().map(drop),
                Err(error) => Err(error),
            };
            self.note_said(call, Item::Topic(name.clone()), deed, said);
        }
    }

    fn note<T>(&self, call: usize, item: Item, deed: Deed, result: &Result<T>) {
        self.note_said(call, item, deed, result.as_ref().map(drop));
    }

    fn note_said(
        &self,
        call: usize,
        item: Item,
        deed: Deed,
        said: std::result::Result<(), &Error>,
    ) {
        let text = said.map_or_else(|error| format!("{error:?}"), |()| "Ok".to_owned());
        let story = format!("caller {} until {:?}: {text}", self.number, self.begun.elapsed());
        let entry = Entry { call, item, deed, said: Said::of(&said), story };
        self.ledger.0.lock().unwrap().push(entry);
    }
}

/// A topic that is there before the first call and stays.
fn standing(prefix: &str) -> String {
    format!("{prefix}-stays")
}

fn standing_principal(prefix: &str) -> String {
    format!("User:{prefix}-stays")
}

fn acl(principal: &str) -> AclBinding {
    AclBinding::allow(principal, AclOperation::READ, ResourcePattern::topic("anything"))
}

/// The first error of what a filter selected.
fn each(deleted: Vec<DeletedAcl>) -> Result<()> {
    deleted.into_iter().try_for_each(|acl| acl.result)
}

/// The judge itself: who never finds an untruth proves nothing.
#[cfg(test)]
mod tests {
    use super::*;

    fn entry(deed: Deed, said: Said) -> Entry {
        Entry { call: 0, item: Item::Topic("t".into()), deed, said, story: String::new() }
    }

    fn judge(said: &[(Deed, Said)], found: Option<usize>) -> Option<&'static str> {
        let entries: Vec<_> = said.iter().map(|(deed, said)| entry(*deed, *said)).collect();
        untruth(&entries, found)
    }

    const CREATE: Deed = Deed::Create(1);

    #[test]
    fn what_is_done_is_there_and_what_is_not_done_is_not() {
        use Said::*;
        for (said, there, absent) in [
            (Done, true, false),
            (AlreadySo, true, false),
            (NotApplied, false, true),
            (NotSent, false, true),
            (Unknown, true, true),
        ] {
            assert_eq!(judge(&[(CREATE, said)], Some(1)).is_none(), there, "{said:?}, there");
            assert_eq!(judge(&[(CREATE, said)], None).is_none(), absent, "{said:?}, absent");
        }
    }

    #[test]
    fn what_is_deleted_is_gone_and_what_is_not_deleted_is_not() {
        use Said::*;
        for (said, there, absent) in [
            (Done, false, true),
            (AlreadySo, false, true),
            (NotApplied, true, false),
            (NotSent, true, false),
            (Unknown, true, true),
        ] {
            let entries = [(CREATE, Done), (Deed::Delete, said)];
            assert_eq!(judge(&entries, Some(1)).is_none(), there, "{said:?}, there");
            assert_eq!(judge(&entries, None).is_none(), absent, "{said:?}, absent");
        }
        assert!(judge(&[(CREATE, NotApplied), (Deed::Delete, Done)], None).is_some());
        assert!(judge(&[(CREATE, Unknown), (Deed::Delete, NotApplied)], None).is_none());
        assert!(judge(&[(CREATE, Unknown), (Deed::Delete, Done)], Some(1)).is_none());
    }

    #[test]
    fn of_several_that_create_one_topic_its_partitions_tell_who_did() {
        use Said::*;
        let rivals = |first, second| [(Deed::Create(1), first), (Deed::Create(2), second)];
        assert!(judge(&rivals(Done, NotApplied), Some(1)).is_none());
        assert!(judge(&rivals(Done, AlreadySo), Some(1)).is_none());
        assert!(judge(&rivals(AlreadySo, Unknown), Some(1)).is_none());
        assert!(judge(&rivals(Done, NotApplied), Some(2)).is_some());
        assert!(judge(&rivals(NotApplied, AlreadySo), Some(1)).is_some());
        assert!(judge(&rivals(Done, Done), Some(1)).is_some());
        assert!(judge(&rivals(Unknown, Unknown), Some(3)).is_some());
    }

    #[test]
    fn a_read_of_what_stays_tells_what_is_there_or_fails() {
        use Said::*;
        assert!(judge(&[(Deed::Read(2), Done)], Some(2)).is_none());
        assert!(judge(&[(Deed::Read(1), Done)], Some(2)).is_some());
        assert!(judge(&[(Deed::Read(0), NotApplied)], Some(2)).is_some());
        assert!(judge(&[(Deed::Read(0), NotSent)], Some(2)).is_none());
    }
}

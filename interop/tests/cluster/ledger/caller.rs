//! One of those who ask.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use kafka_admin::acls::{AclBinding, AclBindingFilter, DeletedAcl, ResourcePattern};
use kafka_admin::topics::NewTopic;
use kafka_admin::{AclOperation, Admin, Batch, Error, Result};
use tokio::sync::watch;

use super::{Deed, Entry, Item, Ledger, Plan, Said};

/// Several callers create a topic of one name: the first so many of them.
const RIVALS: usize = 4;
/// Of the topics that were created, one in so many is left.
const LEFT: usize = 4;

#[derive(Clone)]
pub(super) struct Caller {
    pub(super) admin: Admin,
    pub(super) plan: Plan,
    pub(super) number: usize,
    pub(super) prefix: String,
    pub(super) begun: Instant,
    pub(super) called: Arc<AtomicUsize>,
    pub(super) answered: watch::Sender<usize>,
    pub(super) ledger: Arc<Ledger>,
}

impl Caller {
    pub(super) async fn run(self) {
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
        let left = usize::from(round.is_multiple_of(LEFT));
        self.delete_topics(names.get(left..).unwrap_or_default()).await
    }

    async fn create_topics(&self, names: &[String], partitions: usize) -> Option<()> {
        let call = self.begin()?;
        let topics: Vec<_> = names.iter().map(|name| topic(name, partitions)).collect();
        let result = self.admin.create_topics(&topics).await;
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
        if round.is_multiple_of(LEFT) {
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
    fn note_topics<T>(
        &self,
        call: usize,
        deed: Deed,
        names: &[String],
        result: &Result<Batch<String, T>>,
    ) {
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

fn topic(name: &str, partitions: usize) -> NewTopic {
    NewTopic::new(name).partitions(partitions as i32).replication_factor(1)
}

/// A topic that is there before the first call and stays.
pub(super) fn standing(prefix: &str) -> String {
    format!("{prefix}-stays")
}

pub(super) fn standing_principal(prefix: &str) -> String {
    format!("User:{prefix}-stays")
}

pub(super) fn acl(principal: &str) -> AclBinding {
    AclBinding::allow(principal, AclOperation::READ, ResourcePattern::topic("anything"))
}

/// The first error of what a filter selected.
fn each(deleted: Vec<DeletedAcl>) -> Result<()> {
    deleted.into_iter().try_for_each(|acl| acl.result)
}

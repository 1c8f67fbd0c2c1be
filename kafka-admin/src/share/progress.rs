//! What a share tells while it runs.

use std::fmt;
use std::future::Future;

use super::report::{AclState, Proof, TopicState};
use super::step::Step;
use crate::acls::AclBinding;
use crate::cluster::{BrokerNode, ClusterDescription};
use crate::{Error, Result, Session};

/// News of one step. `Display` is a line for a log.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Progress<'a> {
    /// It begins.
    Started(Step),
    /// It is done, with what was found or changed.
    Done(Step, Found<'a>),
    /// It was done in part; the next step follows.
    Incomplete(Step, Found<'a>),
    /// It is left out.
    Skipped(Step, Skipped),
    /// It failed, and no other step follows.
    Failed(Step, &'a Error),
}

/// What a step found or changed.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Found<'a> {
    /// [`Step::Connect`] and [`Step::Login`]: the login.
    Session(&'a Session),
    /// [`Step::Check`].
    Cluster {
        /// The cluster, as the administrator sees it.
        cluster: &'a ClusterDescription,
        /// The ACLs that apply to the topic or the group, whoever they are for.
        applying: &'a [AclBinding],
    },
    /// [`Step::Topic`].
    Topic(&'a TopicState),
    /// [`Step::Acls`]: what became of each, in the order of [`Share::bindings`](super::Share::bindings).
    Acls(&'a [(AclBinding, AclState)]),
    /// [`Step::Wait`]: every broker that the cluster names, by id, and whether the ACLs are visible
    /// there.
    Brokers(&'a [(BrokerNode, Result<()>)]),
    /// [`Step::Proof`].
    Proof(&'a Proof),
}

/// Why a step is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Skipped {
    /// Nothing was to be changed ([`Share::dry_run`](super::Share::dry_run)).
    DryRun,
    /// The user's login was not given ([`Share::prove_as`](super::Share::prove_as)).
    NoLogin,
}

impl Found<'_> {
    fn is_complete(self) -> bool {
        match self {
            Self::Brokers(brokers) => brokers.iter().all(|(_, visible)| visible.is_ok()),
            _ => true,
        }
    }
}

/// `topic: done`, `acls: failed: CreateAcls at …`.
impl fmt::Display for Progress<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Started(step) => write!(f, "{step} ..."),
            Self::Done(step, _) => write!(f, "{step}: done"),
            Self::Incomplete(step, _) => write!(f, "{step}: incomplete"),
            Self::Skipped(step, _) => write!(f, "{step}: skipped"),
            Self::Failed(step, error) => write!(f, "{step}: failed: {error}"),
        }
    }
}

/// Runs steps, tells of each, and knows the last one.
pub(super) struct Observed<F> {
    observe: F,
    pub(super) last: Option<Step>,
}

impl<F: FnMut(Progress<'_>)> Observed<F> {
    pub(super) fn new(observe: F) -> Self {
        Self { observe, last: None }
    }

    pub(super) async fn step<T>(
        &mut self,
        step: Step,
        work: impl Future<Output = Result<T>>,
        found: impl Fn(&T) -> Found<'_>,
    ) -> Result<T> {
        self.last = Some(step);
        (self.observe)(Progress::Started(step));
        let result = work.await;
        (self.observe)(match &result {
            Ok(value) if found(value).is_complete() => Progress::Done(step, found(value)),
            Ok(value) => Progress::Incomplete(step, found(value)),
            Err(error) => Progress::Failed(step, error),
        });
        result
    }

    pub(super) fn skip(&mut self, step: Step, why: Skipped) {
        (self.observe)(Progress::Skipped(step, why));
    }
}

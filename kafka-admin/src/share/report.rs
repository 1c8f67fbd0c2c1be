//! What a share tells while it runs, and when it is done.

use std::fmt;
use std::future::Future;

use kafka_proto::AclOperation;

use crate::{
    AclBinding, AuthorizedOperations, ClusterDescription, CreatedTopic, Error, Result, Session,
};

/// The steps of a share, in their order. `Display` is the name, one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Step {
    /// Log in as the administrator.
    Connect,
    /// Read what is there, which also shows whether the administrator may.
    Check,
    /// Create the topic if it is not there.
    Topic,
    /// Create the ACLs that are missing.
    Acls,
    /// Wait until every broker knows them.
    Wait,
    /// Log in as the user and ask what it may do.
    Proof,
}

/// News of one step. `Display` is a line for a log.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Progress<'a> {
    /// It begins.
    Started(Step),
    /// It is done; the text says what was found or changed.
    Done(Step, &'a str),
    /// It is left out; the text says why.
    Skipped(Step, &'a str),
    /// It failed, and no other step follows.
    Failed(Step, &'a Error),
}

/// What a share found and did.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Shared {
    /// The administrator's login.
    pub session: Session,
    /// The cluster, as the administrator sees it.
    pub cluster: ClusterDescription,
    /// What became of the topic.
    pub topic: TopicState,
    /// What became of each ACL, in the order of [`Share::bindings`](super::Share::bindings).
    pub acls: Vec<(AclBinding, AclState)>,
    /// The proof; `None` after a dry run and without the user's login.
    pub proof: Option<Proof>,
    /// What may surprise somebody, one sentence each.
    pub warnings: Vec<String>,
}

/// What became of the topic.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TopicState {
    /// It was created.
    Created(CreatedTopic),
    /// It was there, and was left as it is.
    Existing {
        /// What was asked for and is not so, such as `1 partitions, not 3`.
        differences: Vec<String>,
    },
    /// Dry run: the broker would create it.
    WouldBeCreated(CreatedTopic),
}

/// What became of an ACL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AclState {
    /// It was created.
    Created,
    /// It was there.
    Existing,
    /// Dry run: it is missing.
    WouldBeCreated,
}

/// The broker's own word, given to the user.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Proof {
    /// The user's login.
    pub session: Session,
    /// What the broker lets the user do with the topic.
    pub operations: AuthorizedOperations,
}

impl TopicState {
    pub(super) fn line(&self, name: &str) -> String {
        match self {
            Self::Created(topic) => format!("created {name}{}", counts(topic)),
            Self::WouldBeCreated(topic) => format!("would create {name}{}", counts(topic)),
            Self::Existing { differences } if differences.is_empty() => format!("{name} was there"),
            Self::Existing { differences } => {
                format!("{name} was there and is left as it is: {}", differences.join(", "))
            }
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Step {
    /// The name, one word in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Check => "check",
            Self::Topic => "topic",
            Self::Acls => "acls",
            Self::Wait => "wait",
            Self::Proof => "proof",
        }
    }
}

/// `topic: created orders, 3 partitions`.
impl fmt::Display for Progress<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Started(step) => write!(f, "{step} ..."),
            Self::Done(step, line) => write!(f, "{step}: {line}"),
            Self::Skipped(step, why) => write!(f, "{step}: skipped: {why}"),
            Self::Failed(step, error) => write!(f, "{step}: failed: {error}"),
        }
    }
}

/// Runs steps and tells of them.
pub(super) struct Observed<F>(pub(super) F);

impl<F: FnMut(Progress<'_>)> Observed<F> {
    pub(super) async fn step<T>(
        &mut self,
        step: Step,
        work: impl Future<Output = Result<(T, String)>>,
    ) -> Result<T> {
        (self.0)(Progress::Started(step));
        match work.await {
            Ok((value, line)) => {
                (self.0)(Progress::Done(step, &line));
                Ok(value)
            }
            Err(error) => {
                (self.0)(Progress::Failed(step, &error));
                Err(error)
            }
        }
    }

    pub(super) fn skip(&mut self, step: Step, why: &str) {
        (self.0)(Progress::Skipped(step, why));
    }
}

/// `AWS_MSK_IAM as ****MPLE (from the environment) at b-1:9198, TLS, region us-east-1 (from ...)`.
pub(super) fn session_line(session: &Session) -> String {
    let login = session.mechanism.unwrap_or("no login");
    let identity = session.identity.as_ref().map(|identity| format!(" as {identity}"));
    let tls = if session.tls { "TLS" } else { "no TLS" };
    let region = session.region.as_ref().map(|region| format!(", region {region}"));
    let address = &session.address;
    format!(
        "{login}{} at {address}, {tls}{}",
        identity.unwrap_or_default(),
        region.unwrap_or_default()
    )
}

pub(super) fn cluster_line(cluster: &ClusterDescription, applying: usize) -> String {
    let id = cluster.cluster_id.as_deref().unwrap_or("without an id");
    let may_alter =
        cluster.authorized_operations.map(|operations| operations.contains(AclOperation::ALTER));
    let right = match may_alter {
        Some(true) => ", ACLs may be changed",
        // Only the broker's answer to CreateAcls decides.
        Some(false) => ", no sign of the right to change ACLs",
        None => "",
    };
    let brokers = plural(cluster.brokers.len(), "broker");
    format!("cluster {id}, {brokers}{right}, {} so far", plural(applying, "ACL"))
}

/// `created 2 of 3: WRITE, DESCRIBE on TOPIC LITERAL:orders`.
pub(super) fn acls_line(wanted: &[AclBinding], missing: &[AclBinding], dry_run: bool) -> String {
    if missing.is_empty() {
        return format!("all {} were there", wanted.len());
    }
    let verb = if dry_run { "would create" } else { "created" };
    let per_resource: Vec<_> =
        missing.chunk_by(|a, b| a.pattern == b.pattern).map(operations_on).collect();
    format!("{verb} {} of {}: {}", missing.len(), wanted.len(), per_resource.join("; "))
}

fn operations_on(same_resource: &[AclBinding]) -> String {
    let operations: Vec<_> =
        same_resource.iter().map(|acl| acl.entry.operation.to_string()).collect();
    let on = same_resource.first().map(|acl| format!(" on {}", acl.pattern));
    operations.join(", ") + &on.unwrap_or_default()
}

/// `SCRAM-SHA-512 as rudder at b-1:9196, TLS: the broker allows WRITE, DESCRIBE on topic orders`.
pub(super) fn proof_line(proof: &Proof, topic: &str) -> String {
    let Proof { session, operations } = proof;
    format!("{}: the broker allows {operations} on topic {topic}", session_line(session))
}

/// `, 3 partitions, 2 replicas`, as far as the broker tells.
fn counts(topic: &CreatedTopic) -> String {
    let partitions = topic.partitions.map(|count| format!(", {}", plural(count, "partition")));
    let replicas = topic.replication_factor.map(|count| format!(", {}", plural(count, "replica")));
    partitions.unwrap_or_default() + &replicas.unwrap_or_default()
}

pub(super) fn plural(count: impl fmt::Display + TryInto<u64> + Copy, noun: &str) -> String {
    match count.try_into().unwrap_or_default() {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}

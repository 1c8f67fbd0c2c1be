//! What a share gives when it is over.

use std::fmt;

use super::step::Step;
use crate::acls::AclBinding;
use crate::cluster::{BrokerNode, ClusterDescription};
use crate::topics::NewTopic;
use crate::topics::{CreatedTopic, TopicDescription};
use crate::{AuthorizedOperations, Error, Outcome, Result, Session};

/// What a share found and did, when every step was run.
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
    /// Every broker that the cluster names, by id, and whether the ACLs are visible there. Empty
    /// after a dry run.
    pub brokers: Vec<(BrokerNode, Result<()>)>,
    /// The proof; `None` after a dry run and without the user's login. [`Shared::is_proved`] tells
    /// whether it holds everywhere.
    pub proof: Option<Proof>,
    /// What may surprise somebody.
    pub warnings: Vec<Warning>,
}

/// What became of the topic.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TopicState {
    /// It was created.
    Created(CreatedTopic),
    /// It was there, and was left as it is.
    Existing {
        /// What was asked for and is not so.
        differences: Vec<Difference>,
    },
    /// Dry run: the broker would create it.
    WouldBeCreated(CreatedTopic),
}

/// What was asked for of a topic that was there, and is not so. Configurations are not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Difference {
    /// It has another number of partitions.
    Partitions {
        /// What was asked for.
        asked: i32,
        /// What it has.
        actual: usize,
    },
    /// Its partitions have another number of replicas.
    ReplicationFactor {
        /// What was asked for.
        asked: i16,
        /// What they have; `None` when they differ from each other.
        actual: Option<usize>,
    },
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

/// The cluster's own word, given to the user, who came from this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Proof {
    /// The user's login.
    pub session: Session,
    /// What the user may do with the topic.
    pub operations: AuthorizedOperations,
    /// What the user may do with the consumer group, when one is shared.
    pub group_operations: Option<AuthorizedOperations>,
}

/// What may surprise somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Warning {
    /// The user is denied something else than what is shared.
    DeniedOperation(AclBinding),
    /// The user is denied what is shared, from a certain host: a proof from here says nothing of it.
    DeniedFromHost(AclBinding),
    /// Every group is shared, and the user is denied this one, or those that begin with this.
    DeniedGroup(AclBinding),
    /// These are the first ACLs on a topic that was there. Where `allow.everyone.if.no.acl.found` is
    /// true, everybody else needs ACLs from now on.
    FirstAcls,
}

/// A share that failed, and what it leaves behind. Running it again goes on from there.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Failed {
    /// The step that failed; `None` when what was asked for cannot work at all.
    pub step: Option<Step>,
    /// Why.
    pub error: Error,
    /// What was changed before, in that order.
    pub changes: Vec<Change>,
}

/// Something that a share has created, or may have.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// What.
    pub what: Created,
    /// Whether that is certain. If not, no answer came, or somebody else did it at the same time.
    pub certain: bool,
}

/// What a share creates.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Created {
    /// The topic of this name.
    Topic(String),
    /// An ACL.
    Acl(AclBinding),
}

impl Shared {
    /// The brokers on which the ACLs are not shown to be visible, and why.
    pub fn unseen(&self) -> impl Iterator<Item = (&BrokerNode, &Error)> {
        self.brokers.iter().filter_map(|(broker, seen)| Some((broker, seen.as_ref().err()?)))
    }

    /// The ACLs that deny the user what is shared, from certain hosts or in certain groups: there the
    /// proof does not hold.
    pub fn exceptions(&self) -> impl Iterator<Item = &AclBinding> {
        self.warnings.iter().filter_map(|warning| match warning {
            Warning::DeniedFromHost(acl) | Warning::DeniedGroup(acl) => Some(acl),
            _ => None,
        })
    }

    /// Whether there is a proof without any exception: no ACL denies it elsewhere, and every broker
    /// knows the ACLs.
    pub fn is_proved(&self) -> bool {
        self.proof.is_some() && self.exceptions().next().is_none() && self.unseen().next().is_none()
    }
}

impl Difference {
    /// What was asked for of the topic and is not so.
    pub(super) fn between(asked: &NewTopic, found: &TopicDescription) -> Vec<Self> {
        let mut differences = Vec::new();
        let actual = found.partitions.len();
        if let Some(asked) = asked.partitions
            && usize::try_from(asked) != Ok(actual)
        {
            differences.push(Self::Partitions { asked, actual });
        }
        let actual = found.replication_factor();
        if let Some(asked) = asked.replication_factor
            && usize::try_from(asked).ok() != actual
        {
            differences.push(Self::ReplicationFactor { asked, actual });
        }
        differences
    }
}

impl Change {
    pub(super) fn topic(name: &str, certain: bool) -> Self {
        Self { what: Created::Topic(name.to_owned()), certain }
    }

    pub(super) fn acl(binding: &AclBinding, certain: bool) -> Self {
        Self { what: Created::Acl(binding.clone()), certain }
    }
}

impl Failed {
    /// The failure, with a count of what is left behind in its message. If there is something, the
    /// outcome is never "not sent" or "not applied", which is only true of the last request.
    fn into_error(self) -> Error {
        let Self { error, changes, .. } = self;
        match (changes.len(), error.outcome()) {
            (0, _) => error,
            (count, Outcome::Unknown) => error.about(left_behind(count)),
            (count, _) => error.about(left_behind(count)).outcome_is(Outcome::Unknown),
        }
    }
}

/// For whoever does not look at what is left behind.
impl From<Failed> for Error {
    fn from(failed: Failed) -> Self {
        failed.into_error()
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.clone().into_error().fmt(f)
    }
}

impl std::error::Error for Failed {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

fn left_behind(count: usize) -> String {
    match count {
        1 => "after 1 change that stays".into(),
        _ => format!("after {count} changes that stay"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topics::{BrokerIds, Partition};

    fn orders() -> NewTopic {
        NewTopic::new("orders").partitions(3).replication_factor(2)
    }

    fn topic(partitions: usize, replicas: usize) -> TopicDescription {
        let partition = |index| Partition {
            offline: BrokerIds::default(),
            elr: None,
            last_known_elr: None,
            index: index as i32,
            leader: Some(0),
            replicas: vec![0; replicas].into(),
            isr: vec![0; replicas].into(),
        };
        TopicDescription {
            name: "orders".into(),
            id: None,
            internal: false,
            partitions: (0..partitions).map(partition).collect(),
            authorized_operations: None,
        }
    }

    #[test]
    fn says_how_an_existing_topic_differs() {
        assert!(Difference::between(&orders(), &topic(3, 2)).is_empty());
        assert_eq!(
            Difference::between(&orders(), &topic(1, 3)),
            [
                Difference::Partitions { asked: 3, actual: 1 },
                Difference::ReplicationFactor { asked: 2, actual: Some(3) },
            ]
        );
        assert!(Difference::between(&NewTopic::new("orders"), &topic(7, 1)).is_empty());
    }

    #[test]
    fn an_error_does_not_say_not_sent_when_something_stays() {
        let failed =
            |changes| Failed { step: Some(Step::Acls), error: Error::invalid("no"), changes };
        assert_eq!(Error::from(failed(Vec::new())).outcome(), Outcome::NotSent);
        let error = Error::from(failed(vec![Change::topic("orders", true)]));
        assert_eq!(error.outcome(), Outcome::Unknown);
        assert!(error.to_string().contains("after 1 change that stays"), "{error}");
    }
}

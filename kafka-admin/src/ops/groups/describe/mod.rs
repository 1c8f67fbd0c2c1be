//! Describing groups, of whatever type they are.

mod classic;
mod consumer;
mod share;
mod streams;

use std::borrow::Cow;

use kafka_proto::{ApiKey, Array, CoordinatorType, ErrorCode};
use tokio::time::Instant;

use super::name::validate_group_id;
use super::state::{GroupState, GroupType};
use crate::call::{FindCoordinator, Operation, Route};
use crate::{Admin, AuthorizedOperations, Batch, Error, ErrorKind, Result};

use classic::DescribeClassicGroups;
use consumer::DescribeConsumerGroups;
use share::DescribeShareGroups;
use streams::DescribeStreamsGroups;

/// A group and its members.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct GroupDescription {
    /// Its id.
    pub group_id: String,
    /// By which protocol its members share the work.
    pub group_type: GroupType,
    /// What it is doing.
    pub state: GroupState,
    /// What its members do: `consumer`, `connect` or another; empty when it has offsets only.
    pub protocol_type: String,
    /// What assigns the partitions, such as `range` or `uniform`, when there is something to assign.
    pub assignor: Option<String>,
    /// Counts the changes of members and subscriptions. Classic groups do not tell theirs.
    pub epoch: Option<i32>,
    /// The epoch that the target assignment is for. Classic groups have none.
    pub assignment_epoch: Option<i32>,
    /// The broker that coordinates it, when that could be found out.
    pub coordinator: Option<i32>,
    /// Its members.
    pub members: Vec<GroupMember>,
    /// What this client may do with it, from brokers that tell (DescribeGroups v3, Kafka 2.3).
    pub authorized_operations: Option<AuthorizedOperations>,
}

/// A member of a group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct GroupMember {
    /// The id that it has for as long as it runs.
    pub member_id: String,
    /// The `group.instance.id` that it keeps when it restarts (KIP-345).
    pub instance_id: Option<String>,
    /// Its `client.id`.
    pub client_id: String,
    /// Where it connects from, such as `/10.0.0.7`.
    pub host: String,
    /// Its `client.rack`, when the group knows it.
    pub rack: Option<String>,
    /// The epoch that it has reached. Members of classic groups have none.
    pub epoch: Option<i32>,
    /// Whether it is a classic member of a group of another type, from brokers that tell.
    pub is_classic: Option<bool>,
    /// The topics that it subscribes to by name, when they are told in a form that this client reads.
    pub subscription: Option<Vec<String>>,
    /// The regular expression that it subscribes to, if it does (KIP-848).
    pub subscribed_regex: Option<String>,
    /// The partitions that it has; `None` when they are not told in a form that this client reads, as
    /// those of Kafka Connect. Of streams groups, [`tasks`](Self::tasks) tells.
    pub assignment: Option<Vec<AssignedTopic>>,
    /// The partitions that it is to have; `None` when its group has no such thing.
    pub target_assignment: Option<Vec<AssignedTopic>>,
    /// The active tasks of a member of a streams group.
    pub tasks: Vec<AssignedTasks>,
}

/// Partitions of a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AssignedTopic {
    /// The topic.
    pub topic: String,
    /// The partitions.
    pub partitions: Vec<i32>,
}

/// Tasks of a streams group: one part of its topology, for some partitions.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AssignedTasks {
    /// The part of the topology.
    pub subtopology_id: String,
    /// The partitions.
    pub partitions: Vec<i32>,
}

impl Admin {
    /// Describes groups of any type: state, coordinator, members, what each of them has, and what this
    /// client may do. Needs DESCRIBE on the groups, and on the topics that members of KIP-848's groups
    /// have.
    ///
    /// The protocol has an API for each type of group. Each group is looked for by one after the other,
    /// first among consumer groups, then among classic, share and streams groups.
    ///
    /// # Errors
    /// There was one request, and it failed as a whole. What is wrong with a group is in the [`Batch`],
    /// such as GROUP_ID_NOT_FOUND (69) when there is none.
    pub async fn describe_groups(
        &self,
        ids: &[impl AsRef<str>],
    ) -> Result<Batch<String, GroupDescription>> {
        self.describe_groups_until(ids, self.deadline()).await
    }

    pub(super) async fn describe_groups_until(
        &self,
        ids: &[impl AsRef<str>],
        deadline: Instant,
    ) -> Result<Batch<String, GroupDescription>> {
        let mut search = Search::new(self, ids, deadline);
        search.among(DescribeConsumerGroups).await?;
        search.among(DescribeClassicGroups).await?;
        search.among(DescribeShareGroups).await?;
        search.among(DescribeStreamsGroups).await?;
        search.find_coordinators().await;
        Ok(search.into_batch())
    }
}

impl GroupDescription {
    /// Whether it has members, or may have some in a moment.
    pub fn is_active(&self) -> bool {
        !self.members.is_empty() || !matches!(self.state, GroupState::Empty | GroupState::Dead)
    }
}

/// Groups that are looked for.
struct Search<'a> {
    admin: &'a Admin,
    deadline: Instant,
    groups: Vec<(String, Option<Result<GroupDescription>>)>,
}

impl<'a> Search<'a> {
    fn new(admin: &'a Admin, ids: &[impl AsRef<str>], deadline: Instant) -> Self {
        let groups = ids.iter().map(|id| (id.as_ref().to_owned(), None)).collect();
        Self { admin, deadline, groups }
    }

    /// Looks for those that were not found so far.
    ///
    /// # Errors
    /// The first request was about all of them, and failed as a whole.
    async fn among<O>(&mut self, operation: O) -> Result<()>
    where
        O: Operation<Item = String, Key = String, Value = GroupDescription>,
    {
        let (mut ids, mut open) = (Vec::new(), Vec::new());
        for (id, found) in &mut self.groups {
            if found.as_ref().is_none_or(|it| it.as_ref().is_err_and(may_be_elsewhere)) {
                ids.push(id.clone());
                open.push(found);
            }
        }
        if open.is_empty() {
            return Ok(());
        }
        let call = self.admin.call(operation, Cow::Owned(ids)).until(self.deadline);
        match call.await {
            Ok(batch) => {
                for (found, (_, result)) in open.into_iter().zip(batch) {
                    take(found, result);
                }
            }
            Err(error) if !may_be_elsewhere(&error) && open.iter().all(|it| it.is_none()) => {
                return Err(error);
            }
            Err(error) => open.into_iter().for_each(|found| take(found, Err(error.clone()))),
        }
        Ok(())
    }

    async fn find_coordinators(&mut self) {
        let (mut ids, mut described) = (Vec::new(), Vec::new());
        for (id, found) in &mut self.groups {
            if let Some(Ok(group)) = found {
                ids.push(id.clone());
                described.push(group);
            }
        }
        if ids.is_empty() {
            return;
        }
        let find = FindCoordinator { of: CoordinatorType::GROUP };
        // The description is worth something without it.
        let Ok(batch) = self.admin.call(find, Cow::Owned(ids)).until(self.deadline).await else {
            return;
        };
        for (group, (_, coordinator)) in described.into_iter().zip(batch) {
            group.coordinator = coordinator.ok();
        }
    }

    fn into_batch(self) -> Batch<String, GroupDescription> {
        let mut groups = Vec::with_capacity(self.groups.len());
        for (id, found) in self.groups {
            groups.push((id, found.unwrap_or_else(|| Err(Error::missing_item()))));
        }
        Batch::new(groups)
    }
}

/// What was found first counts; of those who found nothing, the first that knows all about its type.
fn take(found: &mut Option<Result<GroupDescription>>, result: Result<GroupDescription>) {
    let knew = matches!(&*found, Some(Err(error)) if error.code() == Some(NOT_FOUND));
    match &result {
        Err(error) if knew && may_be_elsewhere(error) && !is_of_classic(error) => {}
        _ => *found = Some(result),
    }
}

const NOT_FOUND: ErrorCode = ErrorCode::GROUP_ID_NOT_FOUND;

/// Whether a group with this error may be one of another type. Kafka 3.9 answers UNSUPPORTED_VERSION where
/// KIP-848 is not enabled. Only a classic group may have the empty id.
fn may_be_elsewhere(error: &Error) -> bool {
    let of_type = [NOT_FOUND, ErrorCode::UNSUPPORTED_VERSION, ErrorCode::INVALID_GROUP_ID];
    error.code().is_some_and(|code| of_type.contains(&code))
        || matches!(error.kind(), ErrorKind::UnsupportedApi | ErrorKind::UnsupportedVersion)
}

/// `Group g not found.`, while the others say that it is not of their type.
fn is_of_classic(error: &Error) -> bool {
    error.api() == Some(ApiKey::DESCRIBE_GROUPS) && error.code() == Some(NOT_FOUND)
}

/// Where each operation here goes.
fn coordinator_of(id: &str) -> Route<'_> {
    Route::Coordinator(CoordinatorType::GROUP, id)
}

/// What each operation here refuses.
fn check(id: &str) -> Result<()> {
    validate_group_id(id)
}

fn owned(names: &Array<'_, &str>) -> Vec<String> {
    let mut all = Vec::with_capacity(names.len());
    all.extend(names.iter().map(str::to_owned));
    all
}

fn numbers(numbers: &Array<'_, i32>) -> Vec<i32> {
    let mut all = Vec::with_capacity(numbers.len());
    all.extend(numbers.iter());
    all
}

fn assigned(topic: &str, partitions: &Array<'_, i32>) -> AssignedTopic {
    AssignedTopic { topic: topic.to_owned(), partitions: numbers(partitions) }
}

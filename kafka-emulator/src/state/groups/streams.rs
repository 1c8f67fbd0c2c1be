//! Groups of a streams application (KIP-1071): Kafka's `StreamsGroup`.
//!
//! The first member says what the application does with which topics: its topology. When all topics are
//! there, each part of it has as many tasks as the largest topic that it reads has partitions, and the
//! coordinator divides them among the members, as it does with the partitions of a consumer group.

mod member;
mod sticky;
mod topology;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use kafka_proto::{ErrorCode, Uuid};
use rpds::RedBlackTreeMapSync;
use tokio::time::Instant;

use super::Usage;
use super::offsets::Committer;
use super::reconcile::{LEAVES_FOR_A_WHILE, Step};
use super::seen::Seen;
use crate::refusal::Refusal;
use crate::state::topics::Topics;
pub(crate) use member::StreamsMember;
use sticky::{Worker, assign};
pub(crate) use topology::{
    Configured, InternalTopic, MISSING_INTERNAL_TOPICS, Subtopology, Topology,
};

/// How often the assignment is made anew at most (`group.streams.assignment.interval.ms`).
const ASSIGNMENT_INTERVAL: Duration = Duration::from_secs(1);

/// The epoch of a member that joins.
const JOINS: i32 = 0;

/// The epoch of a group without any assignment.
const FIRST_EPOCH: i32 = 1;

/// The codes of `Status` in a heartbeat's answer.
const STALE_TOPOLOGY: i8 = 0;
const SHUTDOWN_APPLICATION: i8 = 4;
const ASSIGNMENT_DELAYED: i8 = 5;

/// How many bytes a task takes: that of a member, and that of its target.
const TASK: usize = 64;

/// How many partitions of endpoints one answer may tell.
const MAX_TOLD: usize = 1_000_000;

/// Tasks by the part of the topology that they are of.
pub(crate) type Tasks = BTreeMap<Arc<str>, BTreeSet<i32>>;

/// Part of the topology, partition and offset.
pub(crate) type TaskOffsets = Vec<(Arc<str>, i32, i64)>;

/// A host and a port.
pub(crate) type Endpoint = (Arc<str>, u16);

/// What can be asked about at an endpoint: partitions of topics.
type Reached = (Endpoint, Vec<(String, Vec<i32>)>);

/// What a member says in its heartbeat.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StreamsBeat<'a> {
    pub(crate) member_id: &'a str,
    pub(crate) epoch: i32,
    pub(crate) endpoint_epoch: i32,
    pub(crate) instance_id: Option<&'a str>,
    pub(crate) rack_id: Option<&'a str>,
    pub(crate) client_id: &'a str,
    pub(crate) client_host: &'a str,
    /// None if it has not changed, as the fields below.
    pub(crate) rebalance: Option<Duration>,
    pub(crate) topology: Option<&'a Topology>,
    pub(crate) process_id: Option<&'a str>,
    pub(crate) endpoint: Option<&'a Endpoint>,
    pub(crate) tags: Option<&'a BTreeMap<String, String>>,
    /// Active tasks, standby tasks and warm-up tasks that it has.
    pub(crate) owned: Option<&'a [Tasks; 3]>,
    /// How far its tasks are, and how far they could be.
    pub(crate) offsets: Option<&'a TaskOffsets>,
    pub(crate) end_offsets: Option<&'a TaskOffsets>,
    pub(crate) shuts_down: bool,
}

/// The answer to a heartbeat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct StreamsBeaten {
    pub(crate) epoch: i32,
    /// Only if they are to be told.
    pub(crate) tasks: Option<Tasks>,
    /// Codes with their texts.
    pub(crate) status: Vec<(i8, String)>,
    pub(crate) endpoint_epoch: i32,
    /// The partitions of topics that each endpoint has, only if they are to be told.
    pub(crate) endpoints: Option<Vec<Reached>>,
    /// Internal topics that are to be made.
    pub(crate) missing: Vec<InternalTopic>,
}

/// A clone shares what it has with the original, so that it costs next to nothing.
#[derive(Clone, Debug)]
pub(crate) struct Streams {
    pub(crate) epoch: i32,
    pub(crate) assignment_epoch: i32,
    pub(crate) topology: Arc<Topology>,
    pub(crate) configured: Arc<Configured>,
    assigned: Option<Instant>,
    members: RedBlackTreeMapSync<Arc<str>, StreamsMember>,
    targets: RedBlackTreeMapSync<Arc<str>, Arc<Tasks>>,
    seen: Seen,
    /// The epoch of the topology for which all topics were right.
    validated: i32,
    endpoint_epoch: i32,
    /// Who wants that all end.
    shut_down_by: Option<Arc<str>>,
}

impl Streams {
    /// A group of nobody yet.
    pub(crate) fn new(topology: Topology) -> Self {
        Self {
            epoch: FIRST_EPOCH,
            assignment_epoch: FIRST_EPOCH,
            topology: Arc::new(topology),
            configured: Arc::default(),
            assigned: None,
            members: Default::default(),
            targets: Default::default(),
            seen: Seen::default(),
            validated: 0,
            endpoint_epoch: 0,
            shut_down_by: None,
        }
    }

    /// As Kafka names it.
    pub(crate) fn state(&self) -> &'static str {
        let is_done = |it: &StreamsMember| it.current.is_reconciled_to(self.assignment_epoch);
        if self.is_empty() {
            "Empty"
        } else if self.topology.epoch != self.validated {
            "NotReady"
        } else if self.epoch > self.assignment_epoch {
            "Assigning"
        } else if self.members.values().all(is_done) {
            "Stable"
        } else {
            "Reconciling"
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Members with their ids.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&Arc<str>, &StreamsMember)> {
        self.members.iter()
    }

    pub(crate) fn has(&self, member_id: &str) -> bool {
        self.members.contains_key(member_id)
    }

    /// What the member shall have.
    pub(crate) fn target(&self, id: &str) -> Option<&Tasks> {
        self.targets.get(id).map(Arc::as_ref)
    }

    /// Whether all topics are right.
    pub(crate) fn is_ready(&self) -> bool {
        self.configured.flaw.is_none()
    }

    pub(crate) fn is_subscribed_to(&self, topic: &str) -> bool {
        let mut parts = self.topology.subtopologies.values();
        !self.is_empty() && parts.any(|part| part.inputs().any(|name| name == topic))
    }

    /// About as many bytes as it takes to describe it.
    pub(crate) fn size(&self) -> usize {
        self.usage().text
    }

    pub(crate) fn usage(&self) -> Usage {
        let text = |(id, member): (&Arc<str>, &StreamsMember)| id.len() + member.text();
        let text = self.members.iter().map(text).sum::<usize>() + self.topology.size();
        let tasks = self.targets.values().flat_map(|it| it.values()).map(BTreeSet::len);
        let text = text + TASK * tasks.sum::<usize>();
        Usage { offsets: 0, members: self.members.size(), text }
    }

    /// Does what time alone has brought about, in the order in which it came.
    pub(crate) fn settle(&mut self, now: Instant) {
        while let Some(at) = self.next_deadline().filter(|at| *at <= now) {
            let is_due = |member: &StreamsMember| member.deadline() <= at;
            let due = self.members.iter().find(|(_, member)| is_due(member));
            let Some(id) = due.map(|(id, _)| Arc::clone(id)) else { return };
            self.fence(&id);
        }
    }

    pub(crate) fn next_deadline(&self) -> Option<Instant> {
        self.members.values().map(StreamsMember::deadline).min()
    }

    /// A heartbeat of somebody who is here to stay. After a refusal the group is not to be used.
    pub(crate) fn beat(
        &mut self,
        group: &str,
        beat: &StreamsBeat<'_>,
        topics: &Topics,
        now: Instant,
    ) -> Result<StreamsBeaten, Refusal> {
        let id: Arc<str> = Arc::from(beat.member_id);
        let before = self.enter(group, beat, now)?;
        let mut member = before.clone().told(beat, now);
        let mut has_changed = !self.members.contains_key(&id) || !member.is_same_as(&before);
        self.members.insert_mut(Arc::clone(&id), member.clone());
        let mut beaten = StreamsBeaten::default();
        self.check_topology(beat, &member, &mut beaten.status)?;
        has_changed |= self.configure(topics, beat)?;
        self.epoch += i32::from(has_changed);
        self.maybe_assign(now, &mut beaten.status);
        let target = self.targets.get(&id).map(Arc::clone).unwrap_or_default();
        if !member.current.is_reconciled_to(self.assignment_epoch) {
            let next = member.current.next(&Step {
                target_epoch: self.assignment_epoch,
                target: &target,
                subscribed: &target.keys().map(|id| (Arc::clone(id), 0)).collect(),
                has_changed: false,
                owned: beat.owned.map(|[active, _, _]| active),
                is_free: &|part, partition| self.is_free(&id, part, partition),
            })?;
            member.reconcile(next, now);
        }
        let is_told =
            beat.epoch == JOINS || member.current.partitions() != before.current.partitions();
        self.members.insert_mut(Arc::clone(&id), member.clone());
        if beat.shuts_down {
            self.shut_down_by.get_or_insert(id);
        }
        beaten.epoch = member.current.epoch;
        beaten.tasks = is_told.then(|| member.current.partitions());
        self.endpoint_epoch += i32::from(is_told && member.endpoint.is_some());
        beaten.endpoint_epoch = self.endpoint_epoch;
        if self.endpoint_epoch != beat.endpoint_epoch {
            beaten.endpoints = Some(self.endpoints(topics)?);
        }
        beaten.missing = self.configured.missing.clone();
        beaten.status.extend(self.configured.flaw.clone());
        beaten.status.extend(self.shut_down_by.as_deref().map(shut_down));
        Ok(beaten)
    }

    /// Nobody hears of endpoints in the answer that made the group.
    pub(crate) fn forget_endpoint_epoch(&mut self) {
        self.endpoint_epoch = 0;
    }

    /// A heartbeat of somebody who goes, for good or for a while.
    pub(crate) fn leave(
        &mut self,
        group: &str,
        beat: &StreamsBeat<'_>,
    ) -> Result<StreamsBeaten, Refusal> {
        let (member_id, epoch) = (beat.member_id, beat.epoch);
        if beat.shuts_down {
            self.shut_down_by.get_or_insert(Arc::from(member_id));
        }
        match beat.instance_id {
            None if self.members.contains_key(member_id) => {}
            None => return Err(unknown_member(group, member_id)),
            Some(instance) => {
                let known =
                    self.static_member(instance).ok_or_else(|| unknown_instance(instance))?;
                check_instance(&known, member_id, instance)?;
            }
        }
        match self.members.get_mut(member_id) {
            Some(member) if epoch == LEAVES_FOR_A_WHILE => member.current.rest(),
            _ => self.fence(member_id),
        }
        Ok(StreamsBeaten { epoch, ..StreamsBeaten::default() })
    }

    /// Whether it takes offsets of these partitions from that client.
    pub(crate) fn check_commit(
        &self,
        by: &Committer<'_>,
        version: i16,
        partitions: &[(Uuid, i32)],
        topics: &Topics,
    ) -> Result<(), ErrorCode> {
        if by.generation < 0 && self.is_empty() {
            return Ok(());
        }
        let member = self.members.get(by.member_id).ok_or(ErrorCode::UNKNOWN_MEMBER_ID)?;
        if version < 9 {
            return Err(ErrorCode::UNSUPPORTED_VERSION);
        }
        let is_older = by.generation < member.current.epoch;
        let may = |(topic, partition): &(Uuid, i32)| {
            let name = topics.get_by_id(*topic).map(|it| it.name.as_str());
            let mut parts = self.topology.subtopologies.iter();
            let part = parts.find(|(_, part)| part.inputs().any(|it| Some(it) == name));
            let given = part.and_then(|(id, _)| member.current.epoch_of(id, *partition));
            given.is_some_and(|given| by.generation >= given)
        };
        match by.generation == member.current.epoch || is_older && partitions.iter().all(may) {
            true => Ok(()),
            false => Err(ErrorCode::STALE_MEMBER_EPOCH),
        }
    }

    /// Whether it shows its offsets to that member.
    pub(crate) fn check_fetch(&self, member_id: Option<&str>, epoch: i32) -> Result<(), ErrorCode> {
        if member_id.is_none() && epoch < 0 {
            return Ok(());
        }
        let member = member_id.and_then(|id| self.members.get(id));
        match member.map(|member| member.current.epoch) {
            None => Err(ErrorCode::UNKNOWN_MEMBER_ID),
            Some(known) if known != epoch => Err(ErrorCode::STALE_MEMBER_EPOCH),
            Some(_) => Ok(()),
        }
    }

    /// The member as it was before this heartbeat.
    fn enter(
        &mut self,
        group: &str,
        beat: &StreamsBeat<'_>,
        now: Instant,
    ) -> Result<StreamsMember, Refusal> {
        if let Some(instance) = beat.instance_id {
            match (beat.epoch, self.static_member(instance)) {
                (JOINS, Some(holder)) if *holder != *beat.member_id => {
                    return self.replace(&holder, beat.member_id, instance);
                }
                (JOINS, _) => {}
                (_, None) => return Err(unknown_instance(instance)),
                (_, Some(holder)) => check_instance(&holder, beat.member_id, instance)?,
            }
        }
        match self.members.get(beat.member_id) {
            Some(member) => {
                member.current.check_epoch("streams", beat.epoch, beat.only_active())?;
                Ok(member.clone())
            }
            None if beat.epoch == JOINS => Ok(StreamsMember::new(now)),
            None => Err(unknown_member(group, beat.member_id)),
        }
    }

    /// A static member takes over from its former self, if that one has left.
    fn replace(
        &mut self,
        holder: &Arc<str>,
        member_id: &str,
        instance: &str,
    ) -> Result<StreamsMember, Refusal> {
        let Some(member) = self.members.get(holder).cloned() else {
            return Err(unknown_instance(instance));
        };
        if member.current.epoch != LEAVES_FOR_A_WHILE {
            let text = format!(
                "Static member {member_id} with instance id {instance} cannot join the group because the \
                 instance id is owned by {holder} member."
            );
            return Err(Refusal::new(ErrorCode::UNRELEASED_INSTANCE_ID, text));
        }
        self.members.remove_mut(holder);
        if let Some(target) = self.targets.get(holder).map(Arc::clone) {
            self.targets.remove_mut(holder);
            self.targets.insert_mut(Arc::from(member_id), target);
        }
        Ok(member.anew())
    }

    fn static_member(&self, instance_id: &str) -> Option<Arc<str>> {
        let is_it = |member: &StreamsMember| member.instance_id.as_deref() == Some(instance_id);
        self.members.iter().find(|(_, member)| is_it(member)).map(|(id, _)| Arc::clone(id))
    }

    /// Takes a member out, and with it what it had.
    fn fence(&mut self, id: &str) {
        self.members.remove_mut(id);
        self.targets.remove_mut(id);
        self.epoch += 1;
        if self.is_empty() {
            // Nobody is what it is for, so it is made.
            self.assignment_epoch = self.epoch;
            self.assigned = None;
            self.shut_down_by = None;
        }
    }

    /// `maybeUpdateTopology`: it stays what the first member said.
    fn check_topology(
        &self,
        beat: &StreamsBeat<'_>,
        member: &StreamsMember,
        status: &mut Vec<(i8, String)>,
    ) -> Result<(), Refusal> {
        let is_older = |it: &Topology| it.epoch < self.topology.epoch;
        if beat.topology.is_some_and(|it| !is_older(it) && *it != *self.topology) {
            let text = "Topology updates are not supported yet.";
            return Err(Refusal::new(ErrorCode::INVALID_REQUEST, text));
        }
        let (own, of_group) = (member.topology_epoch, self.topology.epoch);
        if own < of_group {
            let text = format!(
                "The member's topology epoch {own} is behind the group's topology epoch {of_group}."
            );
            status.push((STALE_TOPOLOGY, text));
        }
        Ok(())
    }

    /// Looks at the topics, and whether the group is another one by them.
    fn configure(&mut self, topics: &Topics, beat: &StreamsBeat<'_>) -> Result<bool, Refusal> {
        let is_new = self.members.size() == 1 && self.epoch == FIRST_EPOCH;
        let has_news = self.seen.look_at(&self.topology.required(), topics);
        if is_new || has_news {
            self.configured = Arc::new(self.topology.configure(topics)?);
        }
        let validated = if self.is_ready() { self.topology.epoch } else { -1 };
        let has_changed = has_news || validated != self.validated;
        self.validated = validated;
        if let (true, Some(counts)) = (self.is_ready(), &self.configured.tasks) {
            beat.owned.into_iter().flatten().try_for_each(|owned| check_tasks(owned, counts))?;
        }
        Ok(has_changed)
    }

    /// Makes the assignment for the group's epoch, unless the last one is too young.
    fn maybe_assign(&mut self, now: Instant, status: &mut Vec<(i8, String)>) {
        if self.assignment_epoch >= self.epoch {
            return;
        }
        if self.assigned.is_some_and(|at| now < at + ASSIGNMENT_INTERVAL) {
            let text = "Assignment delayed due to the configured assignment interval.";
            return status.push((ASSIGNMENT_DELAYED, text.to_owned()));
        }
        let workers = self.members.iter().map(|(id, member)| Worker {
            process: &member.process_id,
            target: self.targets.get(id).map(Arc::clone).unwrap_or_default(),
        });
        let workers: Vec<Worker<'_>> = workers.collect();
        let nothing = BTreeMap::new();
        let counts = self.configured.tasks.as_ref().filter(|_| self.is_ready());
        let made = assign(&workers, counts.unwrap_or(&nothing));
        self.targets = self.members.keys().cloned().zip(made.into_iter().map(Arc::new)).collect();
        self.assignment_epoch = self.epoch;
        self.assigned = Some(now);
    }

    /// Whether no other member has the task.
    fn is_free(&self, id: &Arc<str>, part: &Arc<str>, partition: i32) -> bool {
        let has = |member: &StreamsMember| member.current.epoch_of(part, partition).is_some();
        !self.members.iter().any(|(other, member)| other != id && has(member))
    }

    /// The partitions that each endpoint has.
    fn endpoints(&self, topics: &Topics) -> Result<Vec<Reached>, Refusal> {
        let (mut told, mut left) = (Vec::new(), MAX_TOLD);
        for member in self.members.values() {
            let Some(endpoint) = member.endpoint.clone() else { continue };
            // Kafka fails where topics are missing.
            if self.configured.tasks.is_none() {
                return Err(Refusal::wordless(ErrorCode::UNKNOWN_SERVER_ERROR));
            }
            let mut has = Vec::new();
            for (id, tasks) in member.current.partitions() {
                let Some(part) = self.topology.subtopologies.get(&id) else { continue };
                for name in part.inputs().collect::<BTreeSet<&str>>() {
                    let count = topics.get(name).map_or(0, |topic| topic.partitions.len());
                    let partitions: Vec<i32> = tasks.iter().take(count).copied().collect();
                    left = left.checked_sub(partitions.len() + 1).ok_or_else(|| {
                        let text = "The endpoints of the group do not fit into an answer.";
                        Refusal::new(ErrorCode::POLICY_VIOLATION, text)
                    })?;
                    has.push((name.to_owned(), partitions));
                }
            }
            told.push((endpoint, has));
        }
        Ok(told)
    }
}

impl StreamsBeat<'_> {
    /// The active tasks, if it says which it has and has no others.
    fn only_active(&self) -> Option<&Tasks> {
        let [active, standby, warmup] = self.owned?;
        (standby.is_empty() && warmup.is_empty()).then_some(active)
    }
}

/// `throwIfRequestContainsInvalidTasks`.
fn check_tasks(owned: &Tasks, counts: &BTreeMap<Arc<str>, usize>) -> Result<(), Refusal> {
    for (id, partitions) in owned {
        let Some(count) = counts.get(id) else {
            let text = format!("Subtopology {id} does not exist in the topology.");
            return Err(Refusal::new(ErrorCode::INVALID_REQUEST, text));
        };
        let is_there = |it: &i32| usize::try_from(*it).is_ok_and(|it| it < *count);
        if let Some(wrong) = partitions.iter().find(|it| !is_there(it)) {
            let text = format!(
                "Task {wrong} for subtopology {id} is invalid. Number of tasks for this subtopology: {count}"
            );
            return Err(Refusal::new(ErrorCode::INVALID_REQUEST, text));
        }
    }
    Ok(())
}

fn shut_down(by: &str) -> (i8, String) {
    let text = format!(
        "Streams group member {by} encountered a fatal error and requested a shutdown for the entire \
         application."
    );
    (SHUTDOWN_APPLICATION, text)
}

fn unknown_member(group: &str, id: &str) -> Refusal {
    let text = format!("Member {id} is not a member of group {group}.");
    Refusal::new(ErrorCode::UNKNOWN_MEMBER_ID, text)
}

fn unknown_instance(instance: &str) -> Refusal {
    Refusal::new(ErrorCode::UNKNOWN_MEMBER_ID, format!("Instance id {instance} is unknown."))
}

fn check_instance(holder: &str, member_id: &str, instance: &str) -> Result<(), Refusal> {
    if holder == member_id {
        return Ok(());
    }
    let text = format!(
        "Static member {member_id} with instance id {instance} was fenced by member {holder}."
    );
    Err(Refusal::new(ErrorCode::FENCED_INSTANCE_ID, text))
}

#[cfg(test)]
mod tests;

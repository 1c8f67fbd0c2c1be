//! Groups whose coordinator hands out the partitions (KIP-848): Kafka's `ConsumerGroup`.
//!
//! The group's epoch grows with its members and what they subscribe to, and the assignment follows it.
//! Each member gives up what it shall not have any more, says so, and only then has the epoch of the
//! assignment; others get a partition when nobody has it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use kafka_proto::{ErrorCode, Uuid};
use rpds::RedBlackTreeMapSync;
use tokio::time::Instant;

use super::Usage;
use super::assignors::{Assignment, Assignor, Subscriber};
use super::offsets::Committer;
use super::reconcile::{Current, LEAVES_FOR_A_WHILE, MemberState};
use super::regexes::{Found, Regexes, Subscribed};
use super::seen::Seen;
use crate::refusal::Refusal;
use crate::state::topics::Topics;

/// How long a member may be silent (`group.consumer.session.timeout.ms`).
const SESSION: Duration = Duration::from_secs(45);

/// How often the assignment is made anew at most (`group.consumer.assignment.interval.ms`).
const ASSIGNMENT_INTERVAL: Duration = Duration::from_secs(1);

/// The epoch of a member that joins.
const JOINS: i32 = 0;

/// The epoch of a group without any assignment. Until Kafka 4.2 it was 0.
const FIRST_EPOCH: i32 = 1;

/// What a member says in its heartbeat.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Beat<'a> {
    pub(crate) member_id: &'a str,
    pub(crate) epoch: i32,
    pub(crate) instance_id: Option<&'a str>,
    pub(crate) rack_id: Option<&'a str>,
    pub(crate) client_id: &'a str,
    pub(crate) client_host: &'a str,
    /// None if it has not changed, as the fields below.
    pub(crate) rebalance: Option<Duration>,
    pub(crate) topics: Option<&'a BTreeSet<String>>,
    /// An empty one is none.
    pub(crate) regex: Option<&'a str>,
    /// Why it is no expression.
    pub(crate) malformed: Option<&'a Refusal>,
    pub(crate) assignor: Option<Assignor>,
    pub(crate) owned: Option<&'a Assignment>,
}

/// The answer to a heartbeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Beaten {
    pub(crate) epoch: i32,
    /// Only if it is to be told.
    pub(crate) assignment: Option<Assignment>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ConsumerMember {
    pub(crate) instance_id: Option<Arc<str>>,
    pub(crate) rack_id: Option<Arc<str>>,
    pub(crate) client_id: Arc<str>,
    pub(crate) client_host: Arc<str>,
    pub(crate) topics: Arc<BTreeSet<String>>,
    /// Empty if it has none.
    pub(crate) regex: Arc<str>,
    pub(crate) current: Current,
    rebalance: Duration,
    assignor: Option<Assignor>,
    expires: Instant,
    /// When it is out unless it has given up what it shall not have any more.
    gives_up: Option<Instant>,
}

/// A clone shares what it has with the original, so that it costs next to nothing.
#[derive(Clone, Debug)]
pub(crate) struct Consumer {
    pub(crate) epoch: i32,
    pub(crate) assignment_epoch: i32,
    assigned: Option<Instant>,
    members: RedBlackTreeMapSync<Arc<str>, ConsumerMember>,
    targets: RedBlackTreeMapSync<Arc<str>, Arc<Assignment>>,
    seen: Seen,
    regexes: Regexes,
}

/// What a heartbeat has done to the expression of a member.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Regex {
    Same,
    Other,
    /// And it is known what the new one stands for.
    OtherAndFound,
}

impl Default for Consumer {
    fn default() -> Self {
        Self {
            epoch: FIRST_EPOCH,
            assignment_epoch: FIRST_EPOCH,
            assigned: None,
            members: Default::default(),
            targets: Default::default(),
            seen: Seen::default(),
            regexes: Regexes::default(),
        }
    }
}

impl Consumer {
    /// As Kafka names it.
    pub(crate) fn state(&self) -> &'static str {
        let is_done = |it: &ConsumerMember| it.current.is_reconciled_to(self.assignment_epoch);
        if self.is_empty() {
            "Empty"
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
    pub(crate) fn members(&self) -> impl Iterator<Item = (&Arc<str>, &ConsumerMember)> {
        self.members.iter()
    }

    /// What the member shall have.
    pub(crate) fn target(&self, id: &str) -> Option<&Assignment> {
        self.targets.get(id).map(Arc::as_ref)
    }

    pub(crate) fn is_subscribed_to(&self, topic: &str) -> bool {
        self.members.values().any(|member| self.is_wanted_by(member, topic))
    }

    /// What somebody who subscribes to the expression takes up in memory for it.
    pub(crate) fn size_of(&self, regex: &str) -> usize {
        self.regexes.size(regex)
    }

    /// The assignor that most members ask for, or the first.
    pub(crate) fn assignor(&self) -> Assignor {
        let count =
            |wanted| self.members.values().filter(|member| member.assignor == Some(wanted)).count();
        match count(Assignor::Range) > count(Assignor::Uniform) {
            true => Assignor::Range,
            false => Assignor::Uniform,
        }
    }

    /// About as many bytes as it takes to describe it.
    pub(crate) fn size(&self) -> usize {
        let partitions = |id: &Arc<str>| self.target(id).map_or(0, partitions_of);
        let held =
            self.members.iter().map(|(id, it)| partitions(id) + partitions_of(&it.current.held()));
        self.usage().text + 8 * held.sum::<usize>()
    }

    pub(crate) fn usage(&self) -> Usage {
        let text = |(id, member): (&Arc<str>, &ConsumerMember)| {
            id.len() + member.text() + self.regexes.size(&member.regex)
        };
        let text = self.members.iter().map(text).sum::<usize>();
        Usage { offsets: 0, members: self.members.size(), text }
    }

    /// Does what time alone has brought about, in the order in which it came.
    pub(crate) fn settle(&mut self, now: Instant) {
        while let Some(at) = self.next_deadline().filter(|at| *at <= now) {
            let is_due = |member: &ConsumerMember| member.deadline() <= at;
            let due = self.members.iter().find(|(_, member)| is_due(member));
            let Some(id) = due.map(|(id, _)| Arc::clone(id)) else { return };
            self.fence(&id);
        }
    }

    pub(crate) fn next_deadline(&self) -> Option<Instant> {
        self.members.values().map(ConsumerMember::deadline).min()
    }

    /// A heartbeat of somebody who is here to stay.
    pub(crate) fn beat(
        &mut self,
        group: &str,
        beat: &Beat<'_>,
        topics: &Topics,
        now: Instant,
    ) -> Result<Beaten, Refusal> {
        let id: Arc<str> = Arc::from(beat.member_id);
        let before = self.enter(group, beat, now)?;
        let mut member = before.clone().told(beat, now);
        let regex = self.change_regex(&before, &member, beat)?;
        let has_others = member.topics != before.topics;
        let has_changed = has_others || regex != Regex::Same;
        self.members.insert_mut(Arc::clone(&id), member.clone());
        let wanted = self.wanted_by(&member);
        if self.seen.look_at(&wanted, topics) || has_others || regex == Regex::OtherAndFound {
            self.epoch += 1;
        }
        self.maybe_assign(topics, now);
        let target = self.targets.get(&id).map(Arc::clone).unwrap_or_default();
        if has_changed || !member.current.is_reconciled_to(self.assignment_epoch) {
            let subscribed = ids_of(&wanted, topics);
            let next = member.current.next(&super::reconcile::Step {
                target_epoch: self.assignment_epoch,
                target: &target,
                subscribed: &subscribed,
                has_changed,
                owned: beat.owned,
                is_free: &|topic, partition| self.is_free(&id, *topic, partition),
            })?;
            member.reconcile(next, now);
        }
        let is_told = beat.epoch == JOINS
            || beat.is_full()
            || member.current.partitions() != before.current.partitions();
        let epoch = member.current.epoch;
        let assignment = is_told.then(|| member.current.partitions());
        self.members.insert_mut(id, member);
        Ok(Beaten { epoch, assignment })
    }

    /// The expressions that are to be looked up now.
    pub(crate) fn due_regexes(&mut self, made: u64, now: Instant) -> Option<Subscribed> {
        let mut subscribed = Subscribed::new();
        for member in self.members.values().filter(|member| !member.regex.is_empty()) {
            *subscribed.entry(Arc::clone(&member.regex)).or_default() += 1;
        }
        self.regexes.is_due(&subscribed, made, now).then_some(subscribed)
    }

    /// These expressions have been looked up, when so many topics had been made.
    pub(crate) fn found_regexes(&mut self, mut found: Found, made: u64, topics: &Topics) {
        found.retain(|regex, _| self.subscribers(regex) > 0);
        let names: BTreeSet<String> = found.values().flatten().cloned().collect();
        if self.regexes.take(found, made) | self.seen.look_at(&names, topics) {
            self.epoch += 1;
        }
    }

    /// A heartbeat of somebody who goes, for good or for a while.
    pub(crate) fn leave(
        &mut self,
        group: &str,
        member_id: &str,
        instance_id: Option<&str>,
        epoch: i32,
    ) -> Result<Beaten, Refusal> {
        match instance_id {
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
        Ok(Beaten { epoch, assignment: None })
    }

    /// Takes members out, by id or by instance id, and says what came of each. However many they are,
    /// it is one change of the group.
    pub(crate) fn take_out(&mut self, leaving: &[(&str, Option<&str>)]) -> Vec<ErrorCode> {
        let meant = leaving.iter().map(|(id, instance)| self.meant(id, *instance));
        let meant: Vec<Result<Arc<str>, ErrorCode>> = meant.collect();
        let ids: BTreeSet<&Arc<str>> = meant.iter().flatten().collect();
        let epoch = self.epoch + 1;
        for id in ids {
            self.epoch = epoch - 1;
            self.fence(id);
        }
        meant.iter().map(|it| it.as_ref().err().copied().unwrap_or(ErrorCode::NONE)).collect()
    }

    /// Whether it takes offsets of these partitions from that client.
    pub(crate) fn check_commit(
        &self,
        by: &Committer<'_>,
        version: i16,
        partitions: &[(Uuid, i32)],
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
            let given = member.current.epoch_of(topic, *partition);
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
        beat: &Beat<'_>,
        now: Instant,
    ) -> Result<ConsumerMember, Refusal> {
        let known = self.members.get(beat.member_id).cloned();
        if let Some(instance) = beat.instance_id {
            let holder = self.static_member(instance);
            match (beat.epoch, holder) {
                (JOINS, Some(holder)) => return self.replace(&holder, beat),
                (JOINS, None) => {}
                (_, None) => return Err(unknown_instance(instance)),
                (_, Some(holder)) => check_instance(&holder, beat.member_id, instance)?,
            }
        }
        match known {
            Some(member) => {
                member.current.check_epoch("consumer", beat.epoch, beat.owned)?;
                Ok(member)
            }
            None if beat.epoch == JOINS => Ok(ConsumerMember::new(now)),
            None => Err(unknown_member(group, beat.member_id)),
        }
    }

    /// A static member takes over from its former self, if that one has left.
    fn replace(&mut self, holder: &Arc<str>, beat: &Beat<'_>) -> Result<ConsumerMember, Refusal> {
        let Some(member) = self.members.get(holder).cloned() else {
            return Err(unknown_instance(beat.instance_id.unwrap_or_default()));
        };
        if member.current.epoch != LEAVES_FOR_A_WHILE {
            let text = format!(
                "Static member {} with instance id {} cannot join the group because the instance id is \
                 owned by {holder} member.",
                beat.member_id,
                beat.instance_id.unwrap_or_default()
            );
            return Err(Refusal::new(ErrorCode::UNRELEASED_INSTANCE_ID, text));
        }
        self.members.remove_mut(holder);
        if let Some(target) = self.targets.get(holder).map(Arc::clone) {
            self.targets.remove_mut(holder);
            self.targets.insert_mut(Arc::from(beat.member_id), target);
        }
        let current = member.current.clone().anew();
        Ok(ConsumerMember { current, ..member })
    }

    fn static_member(&self, instance_id: &str) -> Option<Arc<str>> {
        let is_it = |member: &ConsumerMember| member.instance_id.as_deref() == Some(instance_id);
        self.members.iter().find(|(_, member)| is_it(member)).map(|(id, _)| Arc::clone(id))
    }

    /// Takes up that a member subscribes to another expression.
    fn change_regex(
        &mut self,
        before: &ConsumerMember,
        member: &ConsumerMember,
        beat: &Beat<'_>,
    ) -> Result<Regex, Refusal> {
        let (old, new) = (&before.regex, &member.regex);
        if old == new {
            return Ok(Regex::Same);
        }
        let is_known = self.subscribers(new) > 0;
        if let Some(malformed) = beat.malformed.filter(|_| !is_known) {
            return Err(malformed.clone());
        }
        if self.subscribers(old) == 1 {
            self.regexes.forget(old);
        }
        let is_found = new.is_empty() || is_known && self.regexes.get(new).is_some();
        Ok(if is_found { Regex::OtherAndFound } else { Regex::Other })
    }

    /// How many members subscribe to the expression.
    fn subscribers(&self, regex: &str) -> usize {
        self.members.values().filter(|member| *member.regex == *regex).count()
    }

    /// The topics that a member names, and those that its expression stands for.
    fn wanted_by(&self, member: &ConsumerMember) -> Arc<BTreeSet<String>> {
        match self.regexes.get(&member.regex) {
            None => Arc::clone(&member.topics),
            Some(found) if member.topics.is_empty() => Arc::clone(found),
            Some(found) => Arc::new(found.union(&member.topics).cloned().collect()),
        }
    }

    fn is_wanted_by(&self, member: &ConsumerMember, topic: &str) -> bool {
        let found = self.regexes.get(&member.regex);
        member.topics.contains(topic) || found.is_some_and(|found| found.contains(topic))
    }

    /// Takes a member out, and with it what it had.
    fn fence(&mut self, id: &str) {
        let regex = self.members.get(id).map(|member| Arc::clone(&member.regex));
        if let Some(regex) = regex.filter(|regex| self.subscribers(regex) == 1) {
            self.regexes.forget(&regex);
        }
        self.members.remove_mut(id);
        self.targets.remove_mut(id);
        self.epoch += 1;
        if self.is_empty() {
            // Nobody is what it is for, so it is made.
            self.assignment_epoch = self.epoch;
            self.assigned = None;
        }
    }

    /// The member that an administrator means.
    fn meant(&self, id: &str, instance_id: Option<&str>) -> Result<Arc<str>, ErrorCode> {
        let Some(instance) = instance_id else {
            let known = self.members.contains_key(id);
            return known.then(|| Arc::from(id)).ok_or(ErrorCode::UNKNOWN_MEMBER_ID);
        };
        let holder = self.static_member(instance).ok_or(ErrorCode::UNKNOWN_MEMBER_ID)?;
        match id.is_empty() || *holder == *id {
            true => Ok(holder),
            false => Err(ErrorCode::FENCED_INSTANCE_ID),
        }
    }

    /// Makes the assignment for the group's epoch, unless the last one is too young.
    fn maybe_assign(&mut self, topics: &Topics, now: Instant) {
        let is_young = self.assigned.is_some_and(|at| now < at + ASSIGNMENT_INTERVAL);
        if self.assignment_epoch >= self.epoch || is_young {
            return;
        }
        let subscribers = self.members.iter().map(|(id, member)| Subscriber {
            id: id.as_ref(),
            instance_id: member.instance_id.as_deref(),
            topics: ids_of(&self.wanted_by(member), topics),
            target: self.target(id).cloned().unwrap_or_default(),
        });
        let subscribers: Vec<Subscriber<'_>> = subscribers.collect();
        let made = self.assignor().assign(&subscribers);
        let ids: Vec<Arc<str>> = self.members.keys().cloned().collect();
        self.targets = ids.into_iter().zip(made.into_iter().map(Arc::new)).collect();
        self.assignment_epoch = self.epoch;
        self.assigned = Some(now);
        let mut seen = std::mem::take(&mut self.seen);
        seen.keep(|name| self.is_subscribed_to(name));
        self.seen = seen;
    }

    /// Whether no other member has the partition.
    fn is_free(&self, id: &Arc<str>, topic: Uuid, partition: i32) -> bool {
        let has = |member: &ConsumerMember| member.current.epoch_of(&topic, partition).is_some();
        !self.members.iter().any(|(other, member)| other != id && has(member))
    }
}

impl Beat<'_> {
    /// Whether it says everything, and so wants to hear everything.
    fn is_full(&self) -> bool {
        let names_topics = self.topics.is_some() || self.regex.is_some();
        self.rebalance.is_some() && names_topics && self.owned.is_some()
    }
}

impl ConsumerMember {
    fn new(now: Instant) -> Self {
        Self {
            instance_id: None,
            rack_id: None,
            client_id: Arc::from(""),
            client_host: Arc::from(""),
            topics: Arc::default(),
            regex: Arc::from(""),
            current: Current::default(),
            rebalance: Duration::ZERO,
            assignor: None,
            expires: now + SESSION,
            gives_up: None,
        }
    }

    /// With what it says in this heartbeat.
    fn told(mut self, beat: &Beat<'_>, now: Instant) -> Self {
        self.instance_id = beat.instance_id.map(Arc::from).or(self.instance_id);
        self.rack_id = beat.rack_id.map(Arc::from).or(self.rack_id);
        self.rebalance = beat.rebalance.unwrap_or(self.rebalance);
        self.assignor = beat.assignor.or(self.assignor);
        if let Some(topics) = beat.topics.filter(|topics| **topics != *self.topics) {
            self.topics = Arc::new(topics.clone());
        }
        if let Some(regex) = beat.regex.filter(|regex| **regex != *self.regex) {
            self.regex = Arc::from(regex);
        }
        self.client_id = Arc::from(beat.client_id);
        self.client_host = Arc::from(beat.client_host);
        self.expires = now + SESSION;
        self
    }

    /// Goes a step on, and has a deadline for giving up partitions.
    fn reconcile(&mut self, next: Current, now: Instant) {
        if next != self.current {
            let waits = next.state == MemberState::UnrevokedPartitions;
            self.gives_up = waits.then(|| now + self.rebalance);
        }
        self.current = next;
    }

    fn deadline(&self) -> Instant {
        self.gives_up.map_or(self.expires, |at| at.min(self.expires))
    }

    fn text(&self) -> usize {
        let names = self.topics.iter().map(String::len).sum::<usize>();
        let ids = [&self.instance_id, &self.rack_id];
        let ids = ids.iter().filter_map(|id| id.as_ref()).map(|id| id.len()).sum::<usize>();
        names + ids + self.regex.len() + self.client_id.len() + self.client_host.len()
    }
}

fn partitions_of(assignment: &Assignment) -> usize {
    assignment.values().map(BTreeSet::len).sum()
}

fn ids_of(names: &BTreeSet<String>, topics: &Topics) -> BTreeMap<Uuid, usize> {
    let found = names.iter().filter_map(|name| topics.get(name));
    found.map(|topic| (topic.id, topic.partitions.len())).collect()
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

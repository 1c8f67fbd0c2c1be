//! Groups whose members share partitions (KIP-932): Kafka's `ShareGroup`.
//!
//! A partition is given to members when the state of its delivery is there, which is so a heartbeat after
//! somebody subscribed to it. Nobody has to give up anything first: a partition can have many members.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use kafka_proto::{ErrorCode, Uuid};
use rpds::RedBlackTreeMapSync;
use tokio::time::Instant;

use super::Usage;
use super::assignors::Assignment;
use super::seen::Seen;
use super::simple::{Sharer, assign};
use crate::refusal::Refusal;
use crate::state::topics::Topics;

/// How long a member may be silent (`group.share.session.timeout.ms`).
const SESSION: Duration = Duration::from_secs(45);

/// How often the assignment is made anew at most (`group.share.assignment.interval.ms`).
const ASSIGNMENT_INTERVAL: Duration = Duration::from_secs(1);

/// The epoch of a member that joins.
const JOINS: i32 = 0;

/// The epoch of a group without any assignment.
const FIRST_EPOCH: i32 = 1;

/// What a member says in its heartbeat.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ShareBeat<'a> {
    pub(crate) member_id: &'a str,
    pub(crate) epoch: i32,
    pub(crate) rack_id: Option<&'a str>,
    pub(crate) client_id: &'a str,
    pub(crate) client_host: &'a str,
    /// None if they have not changed.
    pub(crate) topics: Option<&'a BTreeSet<String>>,
}

/// The answer to a heartbeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ShareBeaten {
    pub(crate) epoch: i32,
    /// Only if it is to be told.
    pub(crate) assignment: Option<Arc<Assignment>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ShareMember {
    pub(crate) rack_id: Option<Arc<str>>,
    pub(crate) client_id: Arc<str>,
    pub(crate) client_host: Arc<str>,
    pub(crate) topics: Arc<BTreeSet<String>>,
    pub(crate) epoch: i32,
    pub(crate) assigned: Arc<Assignment>,
    previous_epoch: i32,
    expires: Instant,
}

/// Where the delivery of a partition begins; None until somebody fetches from it, or an administrator
/// says so.
pub(crate) type Start = Option<i64>;

/// A clone shares what it has with the original, so that it costs next to nothing.
#[derive(Clone, Debug)]
pub(crate) struct Share {
    pub(crate) epoch: i32,
    pub(crate) assignment_epoch: i32,
    assigned: Option<Instant>,
    members: RedBlackTreeMapSync<Arc<str>, ShareMember>,
    targets: RedBlackTreeMapSync<Arc<str>, Arc<Assignment>>,
    seen: Seen,
    /// Partitions whose state is there.
    starts: RedBlackTreeMapSync<(Uuid, i32), Start>,
    /// Whether there is a partition with state that was not there at the last assignment.
    has_news: bool,
    /// Whether there may be partitions without state that are subscribed to.
    may_lack_state: bool,
}

impl Default for Share {
    fn default() -> Self {
        Self {
            epoch: FIRST_EPOCH,
            assignment_epoch: FIRST_EPOCH,
            assigned: None,
            members: Default::default(),
            targets: Default::default(),
            seen: Seen::default(),
            starts: Default::default(),
            has_news: false,
            may_lack_state: false,
        }
    }
}

impl Share {
    /// As Kafka names it.
    pub(crate) fn state(&self) -> &'static str {
        if self.is_empty() { "Empty" } else { "Stable" }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Members with their ids.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&Arc<str>, &ShareMember)> {
        self.members.iter()
    }

    /// About as many bytes as it takes to describe it.
    pub(crate) fn size(&self) -> usize {
        let held = self.members.values().flat_map(|it| it.assigned.values()).map(BTreeSet::len);
        self.usage().text + 8 * held.sum::<usize>()
    }

    pub(crate) fn usage(&self) -> Usage {
        let text = |(id, member): (&Arc<str>, &ShareMember)| id.len() + member.text();
        let text = self.members.iter().map(text).sum();
        Usage { offsets: self.starts.size(), members: self.members.size(), text }
    }

    /// Does what time alone has brought about.
    pub(crate) fn settle(&mut self, now: Instant) {
        let is_due = |member: &ShareMember| member.expires <= now;
        let due = self.members.iter().filter(|(_, member)| is_due(member));
        let due: Vec<Arc<str>> = due.map(|(id, _)| Arc::clone(id)).collect();
        due.iter().for_each(|id| self.fence(id));
    }

    pub(crate) fn next_deadline(&self) -> Option<Instant> {
        self.members.values().map(|member| member.expires).min()
    }

    /// A heartbeat of somebody who is here to stay.
    pub(crate) fn beat(
        &mut self,
        group: &str,
        beat: &ShareBeat<'_>,
        topics: &Topics,
        now: Instant,
    ) -> Result<ShareBeaten, Refusal> {
        let id: Arc<str> = Arc::from(beat.member_id);
        let before = self.enter(group, beat, now)?;
        let mut member = before.clone().told(beat, now);
        let mut has_changed = member.topics != before.topics;
        self.members.insert_mut(Arc::clone(&id), member.clone());
        self.may_lack_state |= has_changed;
        has_changed |= self.assignment_epoch >= self.epoch && self.has_news;
        if self.seen.look_at(&member.topics, topics) {
            (has_changed, self.may_lack_state) = (true, true);
        }
        if has_changed {
            self.epoch += 1;
        }
        self.maybe_assign(topics, now);
        if has_changed || member.epoch != self.assignment_epoch {
            let target = self.targets.get(&id).map(Arc::clone).unwrap_or_default();
            member.reconcile(self.assignment_epoch, target, topics);
        }
        let is_told =
            beat.epoch == JOINS || beat.topics.is_some() || member.assigned != before.assigned;
        let assignment = is_told.then(|| Arc::clone(&member.assigned));
        let epoch = member.epoch;
        self.members.insert_mut(id, member);
        Ok(ShareBeaten { epoch, assignment })
    }

    /// A member goes.
    pub(crate) fn leave(&mut self, group: &str, member_id: &str) -> Result<(), Refusal> {
        if !self.members.contains_key(member_id) {
            return Err(unknown_member(group, member_id));
        }
        self.fence(member_id);
        Ok(())
    }

    /// Partitions that are subscribed to and have no state yet.
    pub(crate) fn without_state(&mut self, topics: &Topics) -> Vec<(Uuid, i32)> {
        if !self.may_lack_state {
            return Vec::new();
        }
        let names: BTreeSet<&String> =
            self.members.values().flat_map(|member| member.topics.iter()).collect();
        let found = names.into_iter().filter_map(|name| topics.get(name));
        let partitions = found.flat_map(|topic| {
            let count = i32::try_from(topic.partitions.len()).unwrap_or(i32::MAX);
            (0..count).map(|index| (topic.id, index))
        });
        let lacking: Vec<(Uuid, i32)> =
            partitions.filter(|it| !self.starts.contains_key(it)).collect();
        self.may_lack_state = !lacking.is_empty();
        lacking
    }

    /// Gives state to a partition, or says anew where its delivery begins.
    pub(crate) fn start(&mut self, topic: Uuid, partition: i32, start: Start) {
        self.has_news |= self.start_of(topic, partition).is_none();
        self.starts.insert_mut((topic, partition), start);
    }

    /// Where the delivery of a partition begins; None if it has no state.
    pub(crate) fn start_of(&self, topic: Uuid, partition: i32) -> Option<Start> {
        self.starts.get(&(topic, partition)).copied()
    }

    /// Topic, partition and start of all partitions with state.
    pub(crate) fn starts(&self) -> impl Iterator<Item = (Uuid, i32, Start)> {
        self.starts.iter().map(|((topic, partition), start)| (*topic, *partition, *start))
    }

    /// Takes the state away from all partitions of a topic: whether there was any.
    pub(crate) fn forget_topic(&mut self, topic: Uuid) -> bool {
        let before = self.starts.size();
        self.retain_starts(|it| it != topic);
        self.starts.size() < before
    }

    /// Takes the state away from partitions of other topics.
    pub(crate) fn retain_starts(&mut self, keep: impl Fn(Uuid) -> bool) {
        let gone: Vec<(Uuid, i32)> =
            self.starts.keys().filter(|(topic, _)| !keep(*topic)).copied().collect();
        gone.iter().for_each(|it| _ = self.starts.remove_mut(it));
    }

    /// The member as it was before this heartbeat.
    fn enter(
        &self,
        group: &str,
        beat: &ShareBeat<'_>,
        now: Instant,
    ) -> Result<ShareMember, Refusal> {
        match self.members.get(beat.member_id) {
            Some(member) => member.check_epoch(beat.epoch).map(|()| member.clone()),
            None if beat.epoch == JOINS => Ok(ShareMember::new(now)),
            None => Err(unknown_member(group, beat.member_id)),
        }
    }

    fn fence(&mut self, id: &str) {
        self.members.remove_mut(id);
        self.targets.remove_mut(id);
        self.epoch += 1;
        if self.is_empty() {
            // Nobody is what it is for, so it is made.
            self.assignment_epoch = self.epoch;
            self.assigned = None;
        }
    }

    /// Makes the assignment for the group's epoch, unless the last one is too young.
    fn maybe_assign(&mut self, topics: &Topics, now: Instant) {
        let is_young = self.assigned.is_some_and(|at| now < at + ASSIGNMENT_INTERVAL);
        if self.assignment_epoch >= self.epoch || is_young {
            return;
        }
        let mut ready: BTreeMap<Uuid, BTreeSet<i32>> = BTreeMap::new();
        for (topic, partition) in self.starts.keys() {
            ready.entry(*topic).or_default().insert(*partition);
        }
        let sharers = self.members.iter().map(|(id, member)| Sharer {
            topics: ids_of(&member.topics, topics),
            target: self.targets.get(id).map(Arc::clone).unwrap_or_default(),
        });
        let sharers: Vec<Sharer> = sharers.collect();
        let made = assign(&sharers, &ready);
        self.targets = self.members.keys().cloned().zip(made.into_iter().map(Arc::new)).collect();
        self.assignment_epoch = self.epoch;
        self.assigned = Some(now);
        self.has_news = false;
        let members = &self.members;
        self.seen.keep(|name| members.values().any(|member| member.topics.contains(name)));
    }
}

impl ShareMember {
    fn new(now: Instant) -> Self {
        Self {
            rack_id: None,
            client_id: Arc::from(""),
            client_host: Arc::from(""),
            topics: Arc::default(),
            epoch: 0,
            assigned: Arc::default(),
            previous_epoch: 0,
            expires: now + SESSION,
        }
    }

    /// With what it says in this heartbeat.
    fn told(mut self, beat: &ShareBeat<'_>, now: Instant) -> Self {
        self.rack_id = beat.rack_id.map(Arc::from).or(self.rack_id);
        if let Some(topics) = beat.topics.filter(|topics| **topics != *self.topics) {
            self.topics = Arc::new(topics.clone());
        }
        self.client_id = Arc::from(beat.client_id);
        self.client_host = Arc::from(beat.client_host);
        self.expires = now + SESSION;
        self
    }

    /// `ShareGroupAssignmentBuilder`.
    fn reconcile(&mut self, epoch: i32, target: Arc<Assignment>, topics: &Topics) {
        if epoch != self.epoch {
            self.previous_epoch = self.epoch;
            self.epoch = epoch;
        }
        let subscribed = ids_of(&self.topics, topics);
        self.assigned = match target.keys().all(|id| subscribed.contains(id)) {
            true => target,
            false => {
                let kept = target.iter().filter(|(id, _)| subscribed.contains(id));
                Arc::new(kept.map(|(id, partitions)| (*id, partitions.clone())).collect())
            }
        };
    }

    /// `throwIfShareGroupMemberEpochIsInvalid`: the answer with the last epoch may have been lost.
    fn check_epoch(&self, epoch: i32) -> Result<(), Refusal> {
        let more = match epoch {
            JOINS => return Ok(()),
            _ if epoch == self.epoch || epoch == self.previous_epoch && epoch < self.epoch => {
                return Ok(());
            }
            _ if epoch > self.epoch => String::new(),
            _ => format!(
                ", and it does not match the previous member epoch ({})",
                self.previous_epoch
            ),
        };
        let word = if epoch > self.epoch { "greater" } else { "smaller" };
        let text = format!(
            "The share group member has a {word} member epoch ({epoch}) than the one known by the group \
             coordinator ({}){more}. The member must abandon all its partitions and rejoin.",
            self.epoch
        );
        Err(Refusal::new(ErrorCode::FENCED_MEMBER_EPOCH, text))
    }

    fn text(&self) -> usize {
        let names = self.topics.iter().map(String::len).sum::<usize>();
        let rack = self.rack_id.as_ref().map_or(0, |id| id.len());
        names + rack + self.client_id.len() + self.client_host.len()
    }
}

fn ids_of(names: &BTreeSet<String>, topics: &Topics) -> BTreeSet<Uuid> {
    names.iter().filter_map(|name| topics.get(name)).map(|topic| topic.id).collect()
}

fn unknown_member(group: &str, id: &str) -> Refusal {
    let text = format!("Member {id} is not a member of group {group}.");
    Refusal::new(ErrorCode::UNKNOWN_MEMBER_ID, text)
}

#[cfg(test)]
mod tests;

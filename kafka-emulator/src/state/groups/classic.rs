//! Groups whose members join, are told of each other by their leader, and sync: Kafka's `ClassicGroup`.
//!
//! ```text
//! Empty ── join ──▶ PreparingRebalance ── all joined, or time is up ──▶ CompletingRebalance
//!   ▲                  ▲        │                                          │        │
//!   │                  │        └── nobody is left ──▶ Empty               │   leader syncs
//!   │                  └── join, leave, session over, sync too late ◀──────┘        ▼
//!   └───────────────── (through PreparingRebalance) ◀────────────────────────── Stable
//! ```
//!
//! There is no clock in here. Whoever looks at a group says what time it is, and [`Classic::settle`]
//! first does what should have been done until then.

mod rebalance;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use kafka_proto::ErrorCode;
use rpds::RedBlackTreeMapSync;
use tokio::time::Instant;

use super::Usage;
use super::member::{CONSUMER, Joined, Joining, Member, Peer, Synced, Syncing};
use super::offsets::Committer;
use super::ticket::{Reply, Ticket};

/// `ClassicGroupState`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum State {
    #[default]
    Empty,
    PreparingRebalance,
    CompletingRebalance,
    Stable,
}

/// When a rebalance ends, though not all have joined.
#[derive(Clone, Copy, Debug)]
enum JoinTimer {
    /// The first one waits `delay` for more members, and again if one came, for `remaining` at most.
    Initial {
        at: Instant,
        delay: Duration,
        remaining: Duration,
    },
    Later {
        at: Instant,
    },
}

/// A clone shares what it has with the original, so that it costs next to nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Classic {
    state: State,
    generation: i32,
    protocol_type: Option<Arc<str>>,
    protocol: Option<Arc<str>>,
    leader: Option<Arc<str>>,
    members: RedBlackTreeMapSync<Arc<str>, Member>,
    /// Ids that were given and with which nobody has joined yet, and until when they are good.
    pending: RedBlackTreeMapSync<Arc<str>, Instant>,
    /// None if there is none, or what members said of their topics is not to be understood.
    topics: Option<Arc<BTreeSet<String>>>,
    /// Whether somebody came while the first rebalance waits.
    has_new_member: bool,
    /// Whether the rebalance that is prepared is the first one.
    is_initial: bool,
    join_timer: Option<JoinTimer>,
    sync_timer: Option<Instant>,
    /// The deadline that waiting requests know of.
    announced: Option<Instant>,
}

impl Classic {
    /// As Kafka names it.
    pub(crate) fn state(&self) -> &'static str {
        match self.state {
            State::Empty => "Empty",
            State::PreparingRebalance => "PreparingRebalance",
            State::CompletingRebalance => "CompletingRebalance",
            State::Stable => "Stable",
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.state == State::Empty
    }

    pub(crate) fn protocol_type(&self) -> &str {
        self.protocol_type.as_deref().unwrap_or_default()
    }

    /// The assignor all agreed on; only a stable group shows it.
    pub(crate) fn shown_protocol(&self) -> Option<&str> {
        self.protocol.as_deref().filter(|_| self.state == State::Stable)
    }

    pub(crate) fn members(&self) -> impl Iterator<Item = &Member> {
        self.members.values()
    }

    pub(crate) fn usage(&self) -> Usage {
        let members = self.members.values().map(Member::text).sum::<usize>();
        let pending = self.pending.keys().map(|id| id.len()).sum::<usize>();
        let count = self.members.size() + self.pending.size();
        Usage { offsets: 0, members: count, text: members + pending }
    }

    /// Does what time alone has brought about, in the order in which it came.
    pub(crate) fn settle(&mut self, now: Instant) {
        while let Some(at) = self.next_deadline().filter(|at| *at <= now) {
            self.expire(at);
        }
    }

    /// When time changes the group next.
    pub(crate) fn next_deadline(&self) -> Option<Instant> {
        let join = self.join_timer.map(|timer| match timer {
            JoinTimer::Initial { at, .. } | JoinTimer::Later { at } => at,
        });
        let sessions = self.members.values().filter_map(|member| member.expires);
        let pending = self.pending.values().copied();
        sessions.chain(pending).chain(join).chain(self.sync_timer).min()
    }

    /// Tells requests that wait if the next deadline is nearer than they know.
    pub(crate) fn announce(&mut self) {
        let next = self.next_deadline();
        let is_nearer = match (next, self.announced) {
            (Some(next), Some(announced)) => next < announced,
            (Some(_), None) => true,
            (None, _) => false,
        };
        if is_nearer {
            self.members.values().for_each(Member::wake);
        }
        self.announced = next;
    }

    pub(crate) fn join(&mut self, joining: &Joining<'_>, now: Instant) -> Reply<Joined> {
        let id = joining.member_id;
        if !self.supports(joining.protocol_type, joining.protocols) {
            return refuse(ErrorCode::INCONSISTENT_GROUP_PROTOCOL, id);
        }
        if id.is_empty() {
            return self.join_anew(joining, now);
        }
        if self.pending.contains_key(id) {
            return self.add(joining, Arc::from(id), now);
        }
        if let Err(code) = self.check_member(id, joining.instance_id) {
            return refuse(code, id);
        }
        let is_same = self.members.get(id).is_some_and(|it| *it.protocols == *joining.protocols);
        let is_leader = self.leader.as_deref() == Some(id);
        match self.state {
            State::Empty => refuse(ErrorCode::UNKNOWN_MEMBER_ID, id),
            State::CompletingRebalance if is_same => Reply::Now(self.joined(id, is_leader, false)),
            State::Stable if is_same && !is_leader => Reply::Now(self.joined(id, false, false)),
            _ => {
                let promise = self.update(id, joining);
                self.rebalance_or_complete(joining.initial_delay, now);
                promise
            }
        }
    }

    pub(crate) fn sync(&mut self, syncing: &Syncing<'_>, now: Instant) -> Reply<Synced> {
        if let Err(code) = self.check_sync(syncing) {
            return Reply::Now(Synced::refused(code));
        }
        let (ticket, promise) = Ticket::new();
        let state = self.state;
        let Some(member) = self.members.get_mut(syncing.member_id) else {
            return Reply::Now(Synced::refused(ErrorCode::UNKNOWN_MEMBER_ID));
        };
        member.has_synced = true;
        let assignment = Arc::clone(&member.assignment);
        if state == State::CompletingRebalance {
            member.syncing = Some(ticket);
        }
        if self.members.values().all(|member| member.has_synced) {
            self.sync_timer = None;
        }
        if state == State::Stable {
            return Reply::Now(self.synced(assignment));
        }
        if self.leader.as_deref() == Some(syncing.member_id) {
            self.assign(syncing.assignments, now);
        }
        Reply::Later(promise)
    }

    pub(crate) fn heartbeat(
        &mut self,
        member_id: &str,
        instance_id: Option<&str>,
        generation: i32,
        now: Instant,
    ) -> Result<(), ErrorCode> {
        self.check_member(member_id, instance_id)?;
        if generation != self.generation {
            return Err(ErrorCode::ILLEGAL_GENERATION);
        }
        self.renew(member_id, now);
        match self.state {
            State::Empty => Err(ErrorCode::UNKNOWN_MEMBER_ID),
            State::PreparingRebalance => Err(ErrorCode::REBALANCE_IN_PROGRESS),
            State::CompletingRebalance | State::Stable => Ok(()),
        }
    }

    /// Takes members out, by id or by instance id, and says what came of each.
    pub(crate) fn leave(
        &mut self,
        leaving: &[(&str, Option<&str>)],
        now: Instant,
    ) -> Vec<ErrorCode> {
        let results: Vec<Result<(), ErrorCode>> =
            leaving.iter().map(|(id, instance)| self.take_out(id, *instance)).collect();
        if results.iter().any(Result::is_ok) {
            match self.state {
                State::Stable | State::CompletingRebalance => {
                    self.rebalance_or_complete(Duration::ZERO, now);
                }
                State::PreparingRebalance => self.maybe_complete_join(now),
                State::Empty => {}
            }
        }
        results.into_iter().map(|it| it.err().unwrap_or(ErrorCode::NONE)).collect()
    }

    /// Whether it takes offsets from a producer, which may commit during a rebalance.
    pub(crate) fn check_transactional_commit(&self, by: &Committer<'_>) -> Result<(), ErrorCode> {
        if by.generation < 0 && by.member_id.is_empty() && by.instance_id.is_none() {
            return Ok(());
        }
        self.check_member(by.member_id, by.instance_id)?;
        match by.generation == self.generation {
            true => Ok(()),
            false => Err(ErrorCode::ILLEGAL_GENERATION),
        }
    }

    /// Whether it takes offsets from that client, whose session is renewed.
    pub(crate) fn check_commit(
        &mut self,
        by: &Committer<'_>,
        now: Instant,
    ) -> Result<(), ErrorCode> {
        if by.generation < 0 && self.is_empty() {
            return Ok(());
        }
        if by.generation < 0 && by.member_id.is_empty() && by.instance_id.is_none() {
            return Err(ErrorCode::UNKNOWN_MEMBER_ID);
        }
        self.check_member(by.member_id, by.instance_id)?;
        if by.generation != self.generation {
            return Err(ErrorCode::ILLEGAL_GENERATION);
        }
        if self.state == State::CompletingRebalance {
            return Err(ErrorCode::REBALANCE_IN_PROGRESS);
        }
        self.renew(by.member_id, now);
        Ok(())
    }

    pub(crate) fn check_delete(&self) -> Result<(), ErrorCode> {
        if self.is_empty() { Ok(()) } else { Err(ErrorCode::NON_EMPTY_GROUP) }
    }

    /// Offsets of consumers can go while the group is at work: of topics that it does not read.
    pub(crate) fn check_offset_delete(&self) -> Result<(), ErrorCode> {
        match self.protocol_type() {
            CONSUMER => Ok(()),
            _ => self.check_delete(),
        }
    }

    pub(crate) fn is_subscribed_to(&self, topic: &str) -> bool {
        match &self.topics {
            Some(topics) => topics.contains(topic),
            None => self.protocol_type() == CONSUMER,
        }
    }

    /// `validateMember`.
    fn check_member(&self, id: &str, instance_id: Option<&str>) -> Result<(), ErrorCode> {
        if let Some(instance_id) = instance_id {
            match self.static_member(instance_id) {
                None => return Err(ErrorCode::UNKNOWN_MEMBER_ID),
                Some(known) if known.as_ref() != id => return Err(ErrorCode::FENCED_INSTANCE_ID),
                Some(_) => {}
            }
        }
        if self.members.contains_key(id) { Ok(()) } else { Err(ErrorCode::UNKNOWN_MEMBER_ID) }
    }

    fn check_sync(&self, syncing: &Syncing<'_>) -> Result<(), ErrorCode> {
        if self.is_empty() {
            return Err(ErrorCode::UNKNOWN_MEMBER_ID);
        }
        self.check_member(syncing.member_id, syncing.instance_id)?;
        let differs = |said: Option<&str>, known: &Option<Arc<str>>| {
            said.is_some_and(|said| known.as_deref() != Some(said))
        };
        if syncing.generation != self.generation {
            Err(ErrorCode::ILLEGAL_GENERATION)
        } else if differs(syncing.protocol_type, &self.protocol_type)
            || differs(syncing.protocol, &self.protocol)
        {
            Err(ErrorCode::INCONSISTENT_GROUP_PROTOCOL)
        } else if self.state == State::PreparingRebalance {
            Err(ErrorCode::REBALANCE_IN_PROGRESS)
        } else {
            Ok(())
        }
    }

    fn static_member(&self, instance_id: &str) -> Option<&Arc<str>> {
        let found = self.members.values().find(|it| it.instance_id.as_deref() == Some(instance_id));
        found.map(|member| &member.id)
    }

    fn join_anew(&mut self, joining: &Joining<'_>, now: Instant) -> Reply<Joined> {
        let name = joining.instance_id.unwrap_or(joining.client_id);
        let id: Arc<str> = format!("{name}-{}", joining.unique).into();
        let known = joining.instance_id.and_then(|instance| self.static_member(instance)).cloned();
        if let Some(old) = known {
            return self.replace(&old, id, joining, now);
        }
        if joining.instance_id.is_none() && joining.returns {
            self.pending.insert_mut(Arc::clone(&id), now + joining.session);
            return refuse(ErrorCode::MEMBER_ID_REQUIRED, &id);
        }
        self.add(joining, id, now)
    }

    fn add(&mut self, joining: &Joining<'_>, id: Arc<str>, now: Instant) -> Reply<Joined> {
        let (ticket, promise) = Ticket::new();
        let mut member = Member::new(joining, Arc::clone(&id), now);
        member.joining = Some(ticket);
        if self.members.is_empty() {
            self.protocol_type = Some(Arc::from(joining.protocol_type));
        }
        self.has_new_member |= self.state == State::PreparingRebalance && self.is_initial;
        self.leader.get_or_insert_with(|| Arc::clone(&id));
        self.pending.remove_mut(&id);
        self.members.insert_mut(id, member);
        self.rebalance_or_complete(joining.initial_delay, now);
        Reply::Later(promise)
    }

    /// A static member that comes back takes the place of its former self (KIP-345).
    fn replace(
        &mut self,
        old: &Arc<str>,
        id: Arc<str>,
        joining: &Joining<'_>,
        now: Instant,
    ) -> Reply<Joined> {
        let former = self.leader.clone().unwrap_or_default();
        let Some(mut member) = self.members.get(old).cloned() else {
            return refuse(ErrorCode::UNKNOWN_MEMBER_ID, "");
        };
        self.members.remove_mut(old);
        member.answer_join(Joined::refused(ErrorCode::FENCED_INSTANCE_ID, old));
        member.answer_sync(Synced::refused(ErrorCode::FENCED_INSTANCE_ID));
        let is_leader = self.leader.as_ref() == Some(old);
        if is_leader {
            self.leader = Some(Arc::clone(&id));
        }
        // Whoever has left its generation without a sync is waited for under its new id no more.
        let member = Member { id: Arc::clone(&id), is_new: false, has_synced: true, ..member };
        self.members.insert_mut(Arc::clone(&id), member);
        self.renew(&id, now);
        let promise = self.update(&id, joining);
        match self.state {
            State::Stable if self.protocol.as_deref() == self.select().as_deref() => {
                let skips = joining.skips;
                let mut joined = self.joined(&id, is_leader && skips, is_leader && skips);
                if !skips {
                    joined.leader = former;
                }
                if let Some(member) = self.members.get_mut(&id) {
                    member.answer_join(joined);
                }
            }
            State::Stable => self.rebalance_or_complete(joining.initial_delay, now),
            State::CompletingRebalance => self.prepare_rebalance(joining.initial_delay, now),
            State::PreparingRebalance | State::Empty => self.maybe_complete_join(now),
        }
        promise
    }

    /// Takes over what a known member says, and lets it wait.
    fn update(&mut self, id: &str, joining: &Joining<'_>) -> Reply<Joined> {
        let (ticket, promise) = Ticket::new();
        if let Some(member) = self.members.get_mut(id) {
            member.protocols = Arc::from(joining.protocols);
            member.rebalance = joining.rebalance;
            member.session = joining.session;
            member.joining = Some(ticket);
        }
        Reply::Later(promise)
    }

    fn renew(&mut self, id: &str, now: Instant) {
        if let Some(member) = self.members.get_mut(id) {
            member.renew(now);
        }
    }

    fn take_out(&mut self, id: &str, instance_id: Option<&str>) -> Result<(), ErrorCode> {
        let unknown = ErrorCode::UNKNOWN_MEMBER_ID;
        if id.is_empty() {
            let known = instance_id.and_then(|instance| self.static_member(instance)).cloned();
            self.remove(&known.ok_or(unknown)?);
        } else if self.pending.contains_key(id) {
            self.pending.remove_mut(id);
        } else {
            self.check_member(id, instance_id)?;
            self.remove(id);
        }
        Ok(())
    }

    /// If it was the leader, another one is.
    fn remove(&mut self, id: &str) {
        if let Some(member) = self.members.get_mut(id) {
            member.answer_join(Joined::refused(ErrorCode::UNKNOWN_MEMBER_ID, ""));
        }
        self.members.remove_mut(id);
        if self.leader.as_deref() == Some(id) {
            self.leader = self.members.keys().next().cloned();
        }
    }

    /// The answer to a member of this generation.
    fn joined(&self, id: &str, tells_members: bool, skip_assignment: bool) -> Joined {
        let protocol = self.protocol.as_deref().unwrap_or_default();
        let peers = self.members.values().filter(|_| tells_members).map(|member| Peer {
            member_id: Arc::clone(&member.id),
            instance_id: member.instance_id.clone(),
            metadata: member.metadata(protocol),
        });
        Joined {
            code: ErrorCode::NONE,
            generation: self.generation,
            protocol_type: self.protocol_type.clone(),
            protocol: self.protocol.clone(),
            leader: self.leader.clone().unwrap_or_default(),
            skip_assignment,
            member_id: Arc::from(id),
            members: peers.collect(),
        }
    }

    fn synced(&self, assignment: Arc<[u8]>) -> Synced {
        Synced {
            code: ErrorCode::NONE,
            protocol_type: self.protocol_type.clone(),
            protocol: self.protocol.clone(),
            assignment,
        }
    }
}

fn refuse(code: ErrorCode, member_id: &str) -> Reply<Joined> {
    Reply::Now(Joined::refused(code, member_id))
}

#[cfg(test)]
mod tests;

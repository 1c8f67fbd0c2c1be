//! How a classic group comes from one generation to the next.

use std::sync::Arc;
use std::time::Duration;

use kafka_proto::ErrorCode;
use tokio::time::Instant;

use super::{Classic, JoinTimer, State};
use crate::state::groups::member::{Member, Synced};

impl Classic {
    /// Does what is due at that time.
    pub(super) fn expire(&mut self, at: Instant) {
        match self.join_timer {
            Some(JoinTimer::Initial { at: due, delay, remaining }) if due <= at => {
                if self.has_new_member && !remaining.is_zero() {
                    self.has_new_member = false;
                    let (delay, remaining) =
                        (delay.min(remaining), remaining.saturating_sub(delay));
                    let at = at + delay;
                    self.join_timer = Some(JoinTimer::Initial { at, delay, remaining });
                } else {
                    self.complete_join(at);
                }
                return;
            }
            Some(JoinTimer::Later { at: due }) if due <= at => return self.complete_join(at),
            _ => {}
        }
        if self.sync_timer.is_some_and(|due| due <= at) {
            return self.expire_sync(at);
        }
        self.expire_sessions(at);
    }

    fn expire_sessions(&mut self, at: Instant) {
        let pending = self.pending.iter().find(|(_, due)| **due <= at).map(|(id, _)| id.clone());
        if let Some(id) = pending {
            self.pending.remove_mut(&id);
            if self.state == State::PreparingRebalance && self.have_all_joined() {
                self.complete_join(at);
            }
            return;
        }
        let due = |member: &&Member| member.expires.is_some_and(|due| due <= at);
        let Some(member) = self.members.values().find(due).cloned() else { return };
        if member.is_waiting() {
            if let Some(member) = self.members.get_mut(&member.id) {
                member.expires = None;
            }
            return;
        }
        self.remove(&member.id);
        match self.state {
            State::Stable | State::CompletingRebalance => {
                self.rebalance_or_complete(Duration::ZERO, at);
            }
            State::PreparingRebalance if self.have_all_joined() => self.complete_join(at),
            State::PreparingRebalance | State::Empty => {}
        }
    }

    /// Who has not asked for its assignment in time is out.
    fn expire_sync(&mut self, at: Instant) {
        self.sync_timer = None;
        let late = self.members.values().filter(|member| !member.has_synced);
        let late: Vec<Arc<str>> = late.map(|member| Arc::clone(&member.id)).collect();
        if late.is_empty() || !matches!(self.state, State::CompletingRebalance | State::Stable) {
            return;
        }
        late.iter().for_each(|id| self.remove(id));
        self.prepare_rebalance(Duration::ZERO, at);
    }

    pub(super) fn rebalance_or_complete(&mut self, initial_delay: Duration, now: Instant) {
        match self.state {
            State::PreparingRebalance => self.maybe_complete_join(now),
            _ => self.prepare_rebalance(initial_delay, now),
        }
    }

    pub(super) fn maybe_complete_join(&mut self, now: Instant) {
        if self.state == State::PreparingRebalance && !self.is_initial && self.have_all_joined() {
            self.complete_join(now);
        }
    }

    pub(super) fn have_all_joined(&self) -> bool {
        self.pending.is_empty() && self.members.values().all(|it| it.joining.is_some())
    }

    pub(super) fn prepare_rebalance(&mut self, initial_delay: Duration, now: Instant) {
        if self.state == State::CompletingRebalance {
            self.answer_syncs(&Synced::refused(ErrorCode::REBALANCE_IN_PROGRESS), now, |_| {
                Arc::default()
            });
        }
        self.sync_timer = None;
        self.is_initial = self.state == State::Empty;
        self.state = State::PreparingRebalance;
        if self.is_initial {
            let remaining = self.rebalance_timeout().saturating_sub(initial_delay);
            let at = now + initial_delay;
            self.join_timer = Some(JoinTimer::Initial { at, delay: initial_delay, remaining });
        } else if self.have_all_joined() {
            self.complete_join(now);
        } else {
            self.join_timer = Some(JoinTimer::Later { at: now + self.rebalance_timeout() });
        }
    }

    /// Goes on to the next generation with those that have joined, and with static members.
    fn complete_join(&mut self, now: Instant) {
        self.join_timer = None;
        let gone =
            self.members.values().filter(|it| it.joining.is_none() && it.instance_id.is_none());
        let gone: Vec<Arc<str>> = gone.map(|member| Arc::clone(&member.id)).collect();
        gone.iter().for_each(|id| self.remove(id));
        if !self.elect() && !self.members.is_empty() {
            self.join_timer = Some(JoinTimer::Later { at: now + self.rebalance_timeout() });
            return;
        }
        self.generation = self.generation.wrapping_add(1);
        self.protocol = self.select();
        self.topics = self.subscribed().map(Arc::new);
        if self.members.is_empty() {
            self.state = State::Empty;
            return;
        }
        self.state = State::CompletingRebalance;
        let ids: Vec<Arc<str>> = self.members.keys().cloned().collect();
        for id in ids {
            let joined = self.joined(&id, self.leader.as_ref() == Some(&id), false);
            if let Some(member) = self.members.get_mut(&id) {
                member.answer_join(joined);
                member.renew(now);
                member.is_new = false;
                member.has_synced = false;
            }
        }
        self.sync_timer = Some(now + self.rebalance_timeout());
    }

    /// Whether there is a leader that has joined.
    fn elect(&mut self) -> bool {
        let Some(leader) = &self.leader else { return false };
        let has_joined =
            |id: &Arc<str>| self.members.get(id).is_some_and(|it| it.joining.is_some());
        if has_joined(leader) {
            return true;
        }
        match self.members.keys().find(|id| has_joined(id)).cloned() {
            Some(id) => {
                self.leader = Some(id);
                true
            }
            None => false,
        }
    }

    /// Hands out the leader's assignment: nothing to whom it forgets.
    pub(super) fn assign(&mut self, assignments: &[(&str, &[u8])], now: Instant) {
        let synced = self.synced(Arc::default());
        self.answer_syncs(&synced, now, |member| {
            let found = assignments.iter().rfind(|(id, _)| *id == member.id.as_ref());
            found.map(|(_, bytes)| Arc::from(*bytes)).unwrap_or_default()
        });
        self.state = State::Stable;
    }

    /// Sets the assignment of each member and answers those that have asked for it.
    fn answer_syncs(
        &mut self,
        synced: &Synced,
        now: Instant,
        assignment: impl Fn(&Member) -> Arc<[u8]>,
    ) {
        let ids: Vec<Arc<str>> = self.members.keys().cloned().collect();
        for id in ids {
            let Some(member) = self.members.get_mut(&id) else { continue };
            member.assignment = assignment(member);
            let assignment = Arc::clone(&member.assignment);
            if member.answer_sync(Synced { assignment, ..synced.clone() }) {
                member.renew(now);
            }
        }
    }

    pub(super) fn rebalance_timeout(&self) -> Duration {
        self.members.values().map(|member| member.rebalance).max().unwrap_or_default()
    }
}

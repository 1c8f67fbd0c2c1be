//! A member of a streams group.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::super::reconcile::{Current, MemberState};
use super::{Endpoint, StreamsBeat, TASK, TaskOffsets};

/// How long a member may be silent (`group.streams.session.timeout.ms`).
pub(super) const SESSION: Duration = Duration::from_secs(45);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StreamsMember {
    pub(crate) instance_id: Option<Arc<str>>,
    pub(crate) rack_id: Option<Arc<str>>,
    pub(crate) client_id: Arc<str>,
    pub(crate) client_host: Arc<str>,
    pub(crate) topology_epoch: i32,
    pub(crate) process_id: Arc<str>,
    pub(crate) endpoint: Option<Endpoint>,
    pub(crate) tags: Arc<BTreeMap<String, String>>,
    pub(crate) current: Current<Arc<str>>,
    pub(crate) offsets: Arc<TaskOffsets>,
    pub(crate) end_offsets: Arc<TaskOffsets>,
    rebalance: Option<Duration>,
    expires: Instant,
    /// When it is out unless it has given up what it shall not have any more.
    gives_up: Option<Instant>,
}

impl StreamsMember {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            instance_id: None,
            rack_id: None,
            client_id: Arc::from(""),
            client_host: Arc::from(""),
            topology_epoch: -1,
            process_id: Arc::from(""),
            endpoint: None,
            tags: Arc::default(),
            current: Current::default(),
            offsets: Arc::default(),
            end_offsets: Arc::default(),
            rebalance: None,
            expires: now + SESSION,
            gives_up: None,
        }
    }

    /// With what it says in this heartbeat.
    pub(super) fn told(mut self, beat: &StreamsBeat<'_>, now: Instant) -> Self {
        self.instance_id = beat.instance_id.map(Arc::from).or(self.instance_id);
        self.rack_id = beat.rack_id.map(Arc::from).or(self.rack_id);
        self.rebalance = beat.rebalance.or(self.rebalance);
        self.topology_epoch = beat.topology.map_or(self.topology_epoch, |it| it.epoch);
        self.process_id = beat.process_id.map(Arc::from).unwrap_or(self.process_id);
        self.endpoint = beat.endpoint.cloned().or(self.endpoint);
        if let Some(tags) = beat.tags.filter(|tags| **tags != *self.tags) {
            self.tags = Arc::new(tags.clone());
        }
        self.offsets = beat.offsets.cloned().map(Arc::new).unwrap_or(self.offsets);
        self.end_offsets = beat.end_offsets.cloned().map(Arc::new).unwrap_or(self.end_offsets);
        self.client_id = Arc::from(beat.client_id);
        self.client_host = Arc::from(beat.client_host);
        self.expires = now + SESSION;
        self
    }

    /// It is back, and begins with what it had.
    pub(super) fn anew(self) -> Self {
        Self { current: self.current.anew(), ..self }
    }

    /// Whether it has said nothing that changes the assignment.
    pub(super) fn is_same_as(&self, before: &Self) -> bool {
        let (offsets, end_offsets) = (Arc::clone(&self.offsets), Arc::clone(&self.end_offsets));
        *self == Self { expires: self.expires, offsets, end_offsets, ..before.clone() }
    }

    /// Goes a step on, and has a deadline for giving up tasks.
    pub(super) fn reconcile(&mut self, next: Current<Arc<str>>, now: Instant) {
        if next != self.current {
            let waits = next.state == MemberState::UnrevokedPartitions;
            self.gives_up = waits.then(|| now + self.rebalance.unwrap_or_default());
        }
        self.current = next;
    }

    pub(super) fn deadline(&self) -> Instant {
        self.gives_up.map_or(self.expires, |at| at.min(self.expires))
    }

    pub(super) fn text(&self) -> usize {
        let ids = [&self.instance_id, &self.rack_id];
        let ids = ids.iter().filter_map(|id| id.as_ref()).map(|id| id.len()).sum::<usize>();
        let tags = self.tags.iter().map(|(key, value)| TASK + key.len() + value.len());
        let endpoint = self.endpoint.as_ref().map_or(0, |(host, _)| host.len());
        let client = self.client_id.len() + self.client_host.len() + self.process_id.len();
        let offsets = self.offsets.iter().chain(self.end_offsets.iter());
        let offsets = offsets.map(|(id, ..)| TASK + id.len()).sum::<usize>();
        ids + tags.sum::<usize>() + endpoint + client + offsets
    }
}

//! The controllers: who votes, who leads (KIP-595, KIP-853).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use kafka_proto::Uuid;

/// The listener of the controllers (`controller.listener.names`), and its port. Clients cannot connect
/// there.
pub(crate) const CONTROLLER_LISTENER: &str = "CONTROLLER";
pub(crate) const CONTROLLER_PORT: u16 = 9093;

/// A controller with the id of its metadata directory.
pub(crate) type Controller = (i32, Uuid);

/// The controllers of the cluster: every broker is one. A clone shares what it has with the original.
#[derive(Clone, Debug)]
pub(crate) struct Quorum {
    /// By id; those that have no vote are observers.
    controllers: Arc<BTreeMap<i32, Uuid>>,
    voters: Arc<BTreeMap<i32, Uuid>>,
    registered: Arc<BTreeSet<i32>>,
    leader: i32,
    epoch: i32,
}

impl Default for Quorum {
    fn default() -> Self {
        Self::new([])
    }
}

impl Quorum {
    /// Of these controllers all vote, and the first one leads.
    pub(crate) fn new(controllers: impl IntoIterator<Item = Controller>) -> Self {
        let controllers: Arc<BTreeMap<_, _>> = Arc::new(controllers.into_iter().collect());
        let registered = Arc::new(controllers.keys().copied().collect());
        let leader = controllers.keys().next().copied().unwrap_or(-1);
        Self { voters: Arc::clone(&controllers), controllers, registered, leader, epoch: 1 }
    }

    /// The active controller, or -1.
    pub(crate) fn leader(&self) -> i32 {
        self.leader
    }

    /// How often the leader changed, from 1.
    pub(crate) fn epoch(&self) -> i32 {
        self.epoch
    }

    /// By id.
    pub(crate) fn voters(&self) -> impl Iterator<Item = Controller> {
        self.voters.iter().map(|(id, directory)| (*id, *directory))
    }

    /// The controllers that have no vote, by id.
    pub(crate) fn observers(&self) -> impl Iterator<Item = Controller> {
        let observers = self.controllers.iter().filter(|it| self.voters.get(it.0) != Some(it.1));
        observers.map(|(id, directory)| (*id, *directory))
    }

    pub(crate) fn is_observer(&self, controller: Controller) -> bool {
        self.observers().any(|observer| observer == controller)
    }

    pub(crate) fn has_voter(&self, id: i32) -> bool {
        self.voters.contains_key(&id)
    }

    /// Gives a controller a vote.
    pub(crate) fn add(&mut self, (id, directory): Controller) {
        Arc::make_mut(&mut self.voters).insert(id, directory);
    }

    /// Takes a voter's vote, unless it is the last one. Whether it had one.
    pub(crate) fn remove(&mut self, (id, directory): Controller) -> bool {
        let is_removed = self.voters.get(&id) == Some(&directory) && self.voters.len() > 1;
        if is_removed {
            Arc::make_mut(&mut self.voters).remove(&id);
        }
        is_removed
    }

    /// Takes a controller out of those that are registered. Whether it was.
    pub(crate) fn unregister(&mut self, id: i32) -> bool {
        Arc::make_mut(&mut self.registered).remove(&id)
    }

    /// The leader stays if it is a voter that can lead. Otherwise the first one of those leads.
    pub(crate) fn elect(&mut self, can_lead: impl Fn(i32) -> bool) {
        let is_able = |id: i32| self.has_voter(id) && can_lead(id);
        if is_able(self.leader) {
            return;
        }
        let leader = self.voters.keys().copied().find(|id| is_able(*id)).unwrap_or(-1);
        self.epoch += 1;
        self.leader = leader;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directory(id: u8) -> Controller {
        (id.into(), Uuid([id; 16]))
    }

    fn three() -> Quorum {
        Quorum::new([1, 2, 3].map(directory))
    }

    #[test]
    fn a_leader_without_a_vote_resigns() {
        let mut quorum = three();
        quorum.elect(|_| true);
        assert_eq!((quorum.leader(), quorum.epoch()), (1, 1));
        assert!(quorum.remove(directory(1)));
        quorum.elect(|_| true);
        assert_eq!((quorum.leader(), quorum.epoch()), (2, 2));
        assert_eq!(quorum.observers().collect::<Vec<_>>(), [directory(1)]);
        quorum.add(directory(1));
        assert_eq!(quorum.observers().count(), 0);
    }

    #[test]
    fn the_last_voter_stays_and_another_directory_is_another_voter() {
        let mut quorum = three();
        assert!(!quorum.remove((2, Uuid([9; 16]))));
        assert!(quorum.remove(directory(2)) && quorum.remove(directory(3)));
        assert!(!quorum.remove(directory(1)));
    }
}

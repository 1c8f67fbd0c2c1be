//! In which of its directories a broker has a replica (KIP-113).

use std::sync::Arc;

use kafka_proto::Uuid;
use rpds::RedBlackTreeMapSync;

use super::MAX_PARTITIONS;

/// The first directory of every broker (`log.dirs`); others have a number behind it.
const LOG_DIR: &str = "/var/lib/kafka/data";

/// The size of the disk of each directory, in bytes.
pub(crate) const DISK: i64 = 100 << 30;

/// How many replicas have been moved at most.
const MAX_MOVED: usize = 2 * MAX_PARTITIONS;

/// A replica of a partition, by the bytes of its topic's id, which have an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Replica {
    pub(crate) topic: [u8; 16],
    pub(crate) partition: i32,
    pub(crate) broker: i32,
}

/// The directories of a replica, by their number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) now: usize,
    /// Where it moves to.
    pub(crate) future: Option<usize>,
}

/// A clone shares what it has with the original, so that it costs next to nothing.
#[derive(Clone, Debug)]
pub(crate) struct LogDirs {
    paths: Arc<[String]>,
    /// Those that are not where they were put at first.
    moved: RedBlackTreeMapSync<Replica, Place>,
    /// Whether replicas that move stay on the way.
    holds_moves: bool,
}

impl Default for LogDirs {
    fn default() -> Self {
        Self::new(1)
    }
}

impl LogDirs {
    /// So many for each broker, at least one.
    pub(crate) fn new(count: usize) -> Self {
        let path = |number: usize| match number {
            0 => LOG_DIR.to_owned(),
            _ => format!("{LOG_DIR}-{}", number + 1),
        };
        let paths = (0..count.max(1)).map(path).collect();
        Self { paths, moved: RedBlackTreeMapSync::default(), holds_moves: false }
    }

    /// The directories of a broker, by their number.
    pub(crate) fn paths(&self) -> &[String] {
        &self.paths
    }

    /// The number of a directory.
    pub(crate) fn find(&self, path: &str) -> Option<usize> {
        self.paths.iter().position(|it| it == path)
    }

    /// Partitions take turns, until they are moved.
    pub(crate) fn place(&self, replica: Replica) -> Place {
        let first = usize::try_from(replica.partition).unwrap_or(0) % self.paths.len();
        self.moved.get(&replica).copied().unwrap_or(Place { now: first, future: None })
    }

    /// Moves a replica, or brings it back from its way. One that the broker does not have yet will be put
    /// there. `exists` says of topics whether they are still there. Whether there was room.
    pub(crate) fn move_to(
        &mut self,
        replica: Replica,
        dir: usize,
        has_replica: bool,
        exists: impl Fn(Uuid) -> bool,
    ) -> bool {
        if self.moved.size() >= MAX_MOVED && !self.moved.contains_key(&replica) {
            self.forget(exists);
            if self.moved.size() >= MAX_MOVED {
                return false;
            }
        }
        let mut place = self.place(replica);
        if has_replica && self.holds_moves {
            place.future = Some(dir).filter(|dir| *dir != place.now);
        } else {
            place = Place { now: dir, future: None };
        }
        self.moved.insert_mut(replica, place);
        true
    }

    /// Whether replicas that move stay on the way from now on. If not, all of them arrive.
    pub(crate) fn hold_moves(&mut self, hold: bool) {
        self.holds_moves = hold;
        if hold {
            return;
        }
        let under_way: Vec<(Replica, usize)> = self
            .moved
            .iter()
            .filter_map(|(replica, place)| Some((*replica, place.future?)))
            .collect();
        for (replica, now) in under_way {
            self.moved.insert_mut(replica, Place { now, future: None });
        }
    }

    fn forget(&mut self, exists: impl Fn(Uuid) -> bool) {
        let gone: Vec<Replica> =
            self.moved.keys().copied().filter(|it| !exists(Uuid(it.topic))).collect();
        for replica in gone {
            self.moved.remove_mut(&replica);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replica(partition: i32) -> Replica {
        Replica { topic: [1; 16], partition, broker: 1 }
    }

    #[test]
    fn a_replica_is_on_its_way_until_it_arrives_or_is_called_back() {
        let mut dirs = LogDirs::new(2);
        assert_eq!(dirs.place(replica(3)), Place { now: 1, future: None });
        dirs.hold_moves(true);
        assert!(dirs.move_to(replica(3), 0, true, |_| true));
        assert_eq!(dirs.place(replica(3)), Place { now: 1, future: Some(0) });
        assert!(dirs.move_to(replica(3), 1, true, |_| true));
        assert_eq!(dirs.place(replica(3)), Place { now: 1, future: None });
        assert!(dirs.move_to(replica(3), 0, true, |_| true));
        dirs.hold_moves(false);
        assert_eq!(dirs.place(replica(3)), Place { now: 0, future: None });
        assert!(dirs.move_to(replica(3), 1, true, |_| true));
        assert_eq!(dirs.place(replica(3)), Place { now: 1, future: None });
    }

    #[test]
    fn what_is_not_there_yet_will_be_put_there() {
        let mut dirs = LogDirs::new(2);
        dirs.hold_moves(true);
        assert!(dirs.move_to(replica(0), 1, false, |_| true));
        assert_eq!(dirs.place(replica(0)), Place { now: 1, future: None });
    }

    #[test]
    fn moves_of_topics_that_are_gone_are_forgotten_when_there_are_too_many() {
        let mut dirs = LogDirs::new(2);
        for partition in (0..).take(MAX_MOVED) {
            assert!(dirs.move_to(replica(partition), 1, true, |_| true));
        }
        let another = Replica { topic: [2; 16], ..replica(0) };
        assert!(!dirs.move_to(another, 1, true, |_| true));
        assert!(dirs.move_to(another, 1, true, |topic| topic == Uuid([2; 16])));
        assert_eq!(dirs.place(replica(0)).now, 0);
    }
}

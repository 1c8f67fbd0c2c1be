//! How far a group has read.

use std::ops::Bound;
use std::sync::Arc;

use kafka_proto::Uuid;
use rpds::RedBlackTreeMapSync;

use super::Usage;

/// Who commits offsets.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Committer<'a> {
    /// Empty from outside of the group.
    pub(crate) member_id: &'a str,
    pub(crate) instance_id: Option<&'a str>,
    /// Or the member's epoch; -1 from outside of the group.
    pub(crate) generation: i32,
}

impl Committer<'_> {
    /// Whether it does not say who it is.
    pub(crate) fn is_nobody(&self) -> bool {
        self.generation == -1 && self.member_id.is_empty() && self.instance_id.is_none()
    }
}

/// What a group has committed for one partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Offset {
    /// Of the topic that had the name then. A topic of the same name that was created later is another.
    pub(crate) topic_id: Uuid,
    pub(crate) committed: i64,
    /// -1 if the client did not say it.
    pub(crate) leader_epoch: i32,
    pub(crate) metadata: Arc<str>,
}

/// Topic, partition and producer id.
type Pending = (Arc<str>, i32, i64);

/// All offsets of a group. A clone shares what it has with the original.
#[derive(Clone, Debug, Default)]
pub(crate) struct Offsets {
    by_partition: RedBlackTreeMapSync<(Arc<str>, i32), Offset>,
    /// What open transactions have committed, by partition and producer id; None where somebody else has
    /// committed since, so that it will not count.
    pending: RedBlackTreeMapSync<Pending, Option<Offset>>,
    text: usize,
}

impl Offsets {
    pub(crate) fn get(&self, topic: &str, partition: i32) -> Option<&Offset> {
        self.by_partition.get(&(Arc::from(topic), partition))
    }

    /// All of them, by topic and partition.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, i32, &Offset)> {
        self.by_partition.iter().map(|((topic, partition), it)| (topic.as_ref(), *partition, it))
    }

    pub(crate) fn set(&mut self, topic: &str, partition: i32, offset: Offset) {
        for producer in self.producers(topic, partition) {
            self.put_pending((Arc::from(topic), partition, producer), None);
        }
        self.put(topic, partition, offset);
    }

    /// Commits in the transaction of a producer.
    pub(crate) fn set_pending(&mut self, producer: i64, topic: &str, partition: i32, it: Offset) {
        self.put_pending((self.shared(topic), partition, producer), Some(it));
    }

    /// Whether an open transaction has committed for the partition.
    pub(crate) fn is_unstable(&self, topic: &str, partition: i32) -> bool {
        !self.producers(topic, partition).is_empty()
    }

    /// Whether open transactions have committed for any partition.
    pub(crate) fn has_pending(&self) -> bool {
        !self.pending.is_empty()
    }

    /// The transaction of a producer has ended: what it has committed counts, or never was.
    pub(crate) fn end(&mut self, producer: i64, committed: bool) {
        let ended = self.pending.iter().filter(|((_, _, by), _)| *by == producer);
        let ended: Vec<(Pending, Option<Offset>)> =
            ended.map(|(key, offset)| (key.clone(), offset.clone())).collect();
        for (key, offset) in ended {
            self.remove_pending(&key);
            if let Some(offset) = offset.filter(|_| committed) {
                self.put(&key.0, key.1, offset);
            }
        }
    }

    /// Forgets what was committed for a partition, by open transactions too.
    pub(crate) fn remove(&mut self, topic: &str, partition: i32) {
        for producer in self.producers(topic, partition) {
            self.remove_pending(&(Arc::from(topic), partition, producer));
        }
        self.take(topic, partition);
    }

    pub(crate) fn retain(&mut self, keep: impl Fn(&str, &Offset) -> bool) {
        let is_gone =
            |topic: &str, it: &Option<Offset>| it.as_ref().is_some_and(|it| !keep(topic, it));
        let gone = self.pending.iter().filter(|((topic, _, _), it)| is_gone(topic, it));
        let gone: Vec<Pending> = gone.map(|(key, _)| key.clone()).collect();
        gone.iter().for_each(|key| self.remove_pending(key));
        let gone: Vec<(Arc<str>, i32)> = self
            .by_partition
            .iter()
            .filter(|((topic, _), offset)| !keep(topic, offset))
            .map(|(key, _)| key.clone())
            .collect();
        gone.iter().for_each(|(topic, partition)| self.remove(topic, *partition));
    }

    pub(crate) fn usage(&self) -> Usage {
        let offsets = self.by_partition.size() + self.pending.size();
        Usage { offsets, text: self.text, members: 0 }
    }

    fn put(&mut self, topic: &str, partition: i32, offset: Offset) {
        self.take(topic, partition);
        self.text += text(topic, &offset);
        let topic = self.shared(topic);
        self.by_partition.insert_mut((topic, partition), offset);
    }

    fn take(&mut self, topic: &str, partition: i32) {
        let key = (Arc::from(topic), partition);
        if let Some(offset) = self.by_partition.get(&key) {
            self.text -= text(topic, offset);
            self.by_partition.remove_mut(&key);
        }
    }

    fn put_pending(&mut self, key: Pending, offset: Option<Offset>) {
        self.remove_pending(&key);
        self.text += pending_text(&key.0, &offset);
        self.pending.insert_mut(key, offset);
    }

    fn remove_pending(&mut self, key: &Pending) {
        if let Some(offset) = self.pending.get(key) {
            self.text -= pending_text(&key.0, offset);
            self.pending.remove_mut(key);
        }
    }

    /// Whose open transactions have committed for the partition.
    fn producers(&self, topic: &str, partition: i32) -> Vec<i64> {
        if self.pending.is_empty() {
            return Vec::new();
        }
        let topic: Arc<str> = Arc::from(topic);
        let range = (topic.clone(), partition, i64::MIN)..=(topic, partition, i64::MAX);
        self.pending.range(range).map(|((_, _, producer), _)| *producer).collect()
    }

    /// The name as other offsets of the topic have it, so that it is in memory once.
    fn shared(&self, topic: &str) -> Arc<str> {
        let first = (Arc::from(topic), i32::MIN);
        let mut range = self.by_partition.range((Bound::Included(first.clone()), Bound::Unbounded));
        match range.next() {
            Some(((name, _), _)) if name.as_ref() == topic => Arc::clone(name),
            _ => first.0,
        }
    }
}

fn pending_text(topic: &str, offset: &Option<Offset>) -> usize {
    topic.len() + offset.as_ref().map_or(0, |offset| offset.metadata.len())
}

fn text(topic: &str, offset: &Offset) -> usize {
    topic.len() + offset.metadata.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offset(committed: i64) -> Offset {
        Offset { topic_id: Uuid([1; 16]), committed, leader_epoch: -1, metadata: "m".into() }
    }

    fn committed(offsets: &Offsets) -> Option<i64> {
        offsets.get("t", 0).map(|it| it.committed)
    }

    #[test]
    fn what_a_transaction_commits_counts_from_its_end_on() {
        let mut offsets = Offsets::default();
        offsets.set_pending(7, "t", 0, offset(5));
        assert_eq!((committed(&offsets), offsets.is_unstable("t", 0)), (None, true));
        assert!(!offsets.is_unstable("t", 1) && offsets.has_pending());
        offsets.end(8, true);
        assert!(offsets.has_pending(), "it is another's");
        offsets.end(7, true);
        assert_eq!((committed(&offsets), offsets.has_pending()), (Some(5), false));
        offsets.set_pending(7, "t", 0, offset(6));
        offsets.end(7, false);
        assert_eq!(committed(&offsets), Some(5));
    }

    #[test]
    fn what_was_committed_last_counts() {
        let mut offsets = Offsets::default();
        offsets.set_pending(7, "t", 0, offset(5));
        offsets.set("t", 0, offset(3));
        assert!(offsets.is_unstable("t", 0));
        offsets.end(7, true);
        assert_eq!(committed(&offsets), Some(3));
    }

    #[test]
    fn what_is_removed_is_removed_from_transactions() {
        let mut offsets = Offsets::default();
        offsets.set_pending(7, "t", 0, offset(5));
        assert_eq!(offsets.usage(), Usage { offsets: 1, text: 2, members: 0 });
        offsets.remove("t", 0);
        offsets.end(7, true);
        assert_eq!((committed(&offsets), offsets.usage()), (None, Usage::default()));
        offsets.set_pending(7, "t", 0, offset(5));
        offsets.retain(|_, _| false);
        assert_eq!(offsets.usage(), Usage::default());
    }
}

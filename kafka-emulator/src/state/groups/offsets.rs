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

/// All offsets of a group. A clone shares what it has with the original.
#[derive(Clone, Debug, Default)]
pub(crate) struct Offsets {
    by_partition: RedBlackTreeMapSync<(Arc<str>, i32), Offset>,
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
        self.remove(topic, partition);
        self.text += text(topic, &offset);
        let topic = self.shared(topic);
        self.by_partition.insert_mut((topic, partition), offset);
    }

    pub(crate) fn remove(&mut self, topic: &str, partition: i32) {
        let key = (Arc::from(topic), partition);
        if let Some(offset) = self.by_partition.get(&key) {
            self.text -= text(topic, offset);
            self.by_partition.remove_mut(&key);
        }
    }

    pub(crate) fn retain(&mut self, keep: impl Fn(&str, &Offset) -> bool) {
        let gone: Vec<(Arc<str>, i32)> = self
            .by_partition
            .iter()
            .filter(|((topic, _), offset)| !keep(topic, offset))
            .map(|(key, _)| key.clone())
            .collect();
        gone.iter().for_each(|(topic, partition)| self.remove(topic, *partition));
    }

    pub(crate) fn usage(&self) -> Usage {
        Usage { offsets: self.by_partition.size(), text: self.text, members: 0 }
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

fn text(topic: &str, offset: &Offset) -> usize {
    topic.len() + offset.metadata.len()
}

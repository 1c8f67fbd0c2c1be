//! Groups, with their members and how far each has read.

mod assignors;
mod classic;
mod consumer;
mod group;
mod member;
mod offsets;
mod protocols;
mod reconcile;
mod regexes;
mod seen;
mod share;
mod simple;
mod streams;
mod ticket;

use std::sync::Arc;

use kafka_proto::ErrorCode;
use rpds::RedBlackTreeMapSync;
use tokio::time::Instant;

use crate::refusal::Refusal;
use crate::state::MAX_TEXT;
use crate::state::topics::Topics;
pub(crate) use assignors::{Assignment, Assignor};
pub(crate) use classic::Classic;
pub(crate) use consumer::{Beat, Beaten, Consumer, ConsumerMember};
pub(crate) use group::{Group, Members};
pub(crate) use member::{Joined, Joining, Member, Protocol, Synced, Syncing};
pub(crate) use offsets::{Committer, Offset};
pub(crate) use regexes::{Found, Subscribed, size as size_of_names};
pub(crate) use share::{Share, ShareBeat, ShareBeaten, ShareMember};
pub(crate) use streams::{
    InternalTopic, MISSING_INTERNAL_TOPICS, Streams, StreamsBeat, StreamsBeaten, StreamsMember,
    Subtopology, TaskOffsets, Tasks, Topology,
};
pub(crate) use ticket::{Promise, Reply};

/// How many groups the cluster takes.
const MAX_GROUPS: usize = 10_000;

/// How many offsets all groups may store together.
const MAX_OFFSETS: usize = 200_000;

/// How many members all groups may have together, those included that were only given an id.
const MAX_MEMBERS: usize = 10_000;

/// How much of the cluster's memory groups use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    pub(crate) offsets: usize,
    pub(crate) members: usize,
    /// Of ids and of what members and commits carry, in bytes.
    pub(crate) text: usize,
}

/// A clone shares what it has with the original, so that it costs next to nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Groups {
    by_id: RedBlackTreeMapSync<Arc<str>, Group>,
    usage: Usage,
}

impl Groups {
    /// All of them, by id.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Group)> {
        self.by_id.iter().map(|(id, group)| (id.as_ref(), group))
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Group> {
        self.by_id.get(id)
    }

    /// When time changes the group next.
    pub(crate) fn next_deadline(&self, id: &str) -> Option<Instant> {
        self.by_id.get(id)?.next_deadline()
    }

    /// Changes a group that is there, after what time alone has brought about, and before what is due
    /// at once.
    pub(crate) fn change<R>(
        &mut self,
        id: &str,
        now: Instant,
        change: impl FnOnce(&mut Group) -> R,
    ) -> Option<R> {
        let group = self.by_id.get_mut(id)?;
        let before = group.usage();
        group.settle(now);
        let result = change(group);
        group.settle(now);
        group.announce();
        let after = group.usage();
        self.count(before, after);
        Some(result)
    }

    /// Changes a group, which is made if it is not there.
    pub(crate) fn make<R>(
        &mut self,
        id: &str,
        now: Instant,
        change: impl FnOnce(&mut Group) -> R,
    ) -> Result<R, Refusal> {
        if !self.by_id.contains_key(id) {
            self.check_room(Usage { text: id.len(), ..Usage::default() }, 1)?;
            self.by_id.insert_mut(Arc::from(id), Group::default());
            self.usage.text += id.len();
        }
        self.change(id, now, change).ok_or_else(|| Refusal::of(ErrorCode::UNKNOWN_SERVER_ERROR))
    }

    /// Does what time alone has brought about.
    pub(crate) fn settle(&mut self, now: Instant) {
        self.change_all(now, |_| ());
    }

    /// Whether it was there.
    pub(crate) fn remove(&mut self, id: &str) -> bool {
        let Some(group) = self.by_id.get(id) else { return false };
        let usage = group.usage();
        self.count(usage, Usage::default());
        self.usage.text -= id.len();
        self.by_id.remove_mut(id)
    }

    /// Forgets offsets of topics that are gone.
    pub(crate) fn retain_offsets(&mut self, now: Instant, topics: &Topics) {
        let is_there = |topic: &str, it: &Offset| {
            topics.get(topic).is_some_and(|topic| topic.id == it.topic_id)
        };
        self.change_all(now, |group| {
            group.offsets.retain(is_there);
            if let Some(share) = group.share() {
                share.retain_starts(|topic| topics.get_by_id(topic).is_some());
            }
        });
    }

    /// The transaction of a producer has ended: what it has committed counts, or never was.
    pub(crate) fn end_transaction(&mut self, producer: i64, committed: bool, now: Instant) {
        let pending = self.by_id.iter().filter(|(_, group)| group.offsets.has_pending());
        let ids: Vec<Arc<str>> = pending.map(|(id, _)| Arc::clone(id)).collect();
        for id in ids {
            self.change(&id, now, |group| group.offsets.end(producer, committed));
        }
    }

    /// Refuses what there is no room for.
    pub(crate) fn check_room(&self, more: Usage, groups: usize) -> Result<(), Refusal> {
        let has_room = self.by_id.size() + groups <= MAX_GROUPS
            && self.usage.offsets + more.offsets <= MAX_OFFSETS
            && self.usage.members + more.members <= MAX_MEMBERS
            && self.usage.text + more.text <= MAX_TEXT;
        if has_room {
            return Ok(());
        }
        let text = format!(
            "The emulator holds no more than {MAX_GROUPS} groups, {MAX_MEMBERS} members, {MAX_OFFSETS} \
             offsets and {MAX_TEXT} bytes of what they carry."
        );
        Err(Refusal::new(ErrorCode::POLICY_VIOLATION, text))
    }

    fn change_all(&mut self, now: Instant, change: impl Fn(&mut Group)) {
        let ids: Vec<Arc<str>> = self.by_id.keys().map(Arc::clone).collect();
        for id in ids {
            self.change(&id, now, &change);
        }
    }

    fn count(&mut self, before: Usage, after: Usage) {
        self.usage.offsets = self.usage.offsets - before.offsets + after.offsets;
        self.usage.members = self.usage.members - before.members + after.members;
        self.usage.text = self.usage.text - before.text + after.text;
    }
}

/// `String.hashCode`.
pub(crate) fn java_hash(text: &str) -> i32 {
    text.encode_utf16().fold(0, |hash, unit| hash.wrapping_mul(31).wrapping_add(unit.into()))
}

#[cfg(test)]
mod tests {
    use kafka_proto::Uuid;

    use super::*;
    use crate::state::topic::Topic;

    fn now() -> Instant {
        Instant::now()
    }

    fn offset(committed: i64, metadata: &str) -> Offset {
        Offset { topic_id: Uuid([1; 16]), committed, leader_epoch: -1, metadata: metadata.into() }
    }

    #[test]
    fn what_is_used_is_counted_and_given_back() {
        let mut groups = Groups::default();
        let before = groups.clone();
        groups.make("g", now(), |group| group.offsets.set("t", 0, offset(1, "abc"))).unwrap();
        groups.make("g", now(), |group| group.offsets.set("t", 0, offset(2, "ab"))).unwrap();
        groups.make("g", now(), |group| group.offsets.set("t", 1, offset(2, ""))).unwrap();
        assert_eq!(groups.usage, Usage { offsets: 2, text: 1 + 3 + 1, members: 0 });
        assert!(groups.remove("g") && !groups.remove("g"));
        assert_eq!((groups.usage, before.usage), Default::default());
    }

    #[test]
    fn offsets_of_topics_that_are_gone_are_forgotten() {
        let mut groups = Groups::default();
        groups.make("g", now(), |group| group.offsets.set("gone", 0, offset(1, "abc"))).unwrap();
        groups.make("g", now(), |group| group.offsets.set("t", 0, offset(1, ""))).unwrap();
        let mut topics = Topics::default();
        topics.insert(Topic {
            name: "t".to_owned(),
            id: Uuid([1; 16]),
            partitions: vec![vec![1]],
            configs: Default::default(),
        });
        groups.retain_offsets(now(), &topics);
        assert_eq!(groups.usage, Usage { offsets: 1, text: 2, members: 0 });
    }

    #[test]
    fn texts_are_hashed_as_java_does() {
        assert_eq!(java_hash("my-group"), -1_906_497_762);
    }

    #[test]
    fn there_is_room_for_so_many() {
        let mut groups = Groups::default();
        for id in 0..MAX_GROUPS {
            groups.make(&id.to_string(), now(), |_| ()).unwrap();
        }
        assert_eq!(groups.make("new", now(), |_| ()).map_err(|it| it.code.0), Err(44));
        assert!(groups.make("0", now(), |_| ()).is_ok());
        let text = MAX_TEXT - groups.usage.text;
        let full = Usage { offsets: MAX_OFFSETS, members: MAX_MEMBERS, text };
        assert!(groups.check_room(full, 0).is_ok());
        assert!(groups.check_room(Usage { text: full.text + 1, ..full }, 0).is_err());
        assert!(groups.check_room(Usage { members: full.members + 1, ..full }, 0).is_err());
        assert!(groups.check_room(Usage { offsets: full.offsets + 1, ..full }, 0).is_err());
    }
}

//! What the members of a group subscribe to, as it was last seen.

use std::collections::BTreeSet;

use kafka_proto::Uuid;
use rpds::RedBlackTreeMapSync;

use crate::state::topics::Topics;

/// Id and number of partitions of each topic that is subscribed to.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen(RedBlackTreeMapSync<String, (Uuid, usize)>);

impl Seen {
    /// Looks at these topics. Whether one of them is not any more what it was.
    pub(super) fn look_at(&mut self, subscribed: &BTreeSet<String>, topics: &Topics) -> bool {
        let mut has_changed = false;
        for name in subscribed {
            let is = topics.get(name).map(|topic| (topic.id, topic.partitions.len()));
            if self.0.get(name).copied() == is {
                continue;
            }
            has_changed = true;
            match is {
                Some(is) => self.0.insert_mut(name.clone(), is),
                None => _ = self.0.remove_mut(name),
            }
        }
        has_changed
    }

    /// Forgets topics that nobody subscribes to.
    pub(super) fn keep(&mut self, is_subscribed: impl Fn(&str) -> bool) {
        let gone: Vec<String> =
            self.0.keys().filter(|name| !is_subscribed(name)).cloned().collect();
        for name in gone {
            self.0.remove_mut(&name);
        }
    }
}

//! All topics of the cluster, found by name, by id, and by what their names are in metrics.

use std::ops::Bound;
use std::sync::Arc;

use kafka_proto::{ErrorCode, Uuid};
use rpds::{HashTrieMapSync, RedBlackTreeMapSync, RedBlackTreeSetSync};

use crate::refusal::Refusal;
use crate::state::topic::{Topic, metric_name};
use crate::state::{MAX_PARTITIONS, MAX_TEXT};

/// A clone shares what it has with the original, so that it costs next to nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Topics {
    by_name: RedBlackTreeMapSync<Arc<str>, Arc<Topic>>,
    by_id: HashTrieMapSync<Uuid, Arc<Topic>>,
    /// The name in metrics, then the name.
    metrics: RedBlackTreeSetSync<(Arc<str>, Arc<str>)>,
    partitions: usize,
    text: usize,
}

impl Topics {
    pub(crate) fn get(&self, name: &str) -> Option<&Topic> {
        self.by_name.get(name).map(Arc::as_ref)
    }

    pub(crate) fn get_by_id(&self, id: Uuid) -> Option<&Topic> {
        self.by_id.get(&id).map(Arc::as_ref)
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.by_name.size()
    }

    /// How many partitions all of them have.
    pub(crate) fn partitions(&self) -> usize {
        self.partitions
    }

    /// All of them, by name.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Topic> {
        self.by_name.values().map(Arc::as_ref)
    }

    /// Those with that name and later ones, by name.
    pub(crate) fn starting_at<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Topic> {
        let range = (Bound::Included(name), Bound::Unbounded);
        self.by_name.range::<str, _>(range).map(|(_, topic)| topic.as_ref())
    }

    /// The names that are the same in metrics.
    pub(crate) fn collisions(&self, name: &str) -> impl Iterator<Item = &str> {
        let key: Option<Arc<str>> = metric_name(name).map(Arc::from);
        let first = key.clone().map(|key| (key, Arc::from("")));
        let found = first.map(|first| self.metrics.range(first..));
        let found =
            found.into_iter().flatten().take_while(move |pair| Some(&pair.0) == key.as_ref());
        found.map(|(_, name)| name.as_ref())
    }

    /// Adds a topic whose name and id nobody has.
    pub(crate) fn insert(&mut self, topic: Topic) {
        let name: Arc<str> = Arc::from(topic.name.as_str());
        if let Some(key) = metric_name(&name) {
            self.metrics.insert_mut((Arc::from(key), Arc::clone(&name)));
        }
        self.partitions += topic.partitions.len();
        self.text += topic.text();
        let topic = Arc::new(topic);
        self.by_id.insert_mut(topic.id, Arc::clone(&topic));
        self.by_name.insert_mut(name, topic);
    }

    /// Refuses a topic, or what an `old` one becomes, for which there is no room.
    pub(crate) fn check_room(&self, old: Option<&Topic>, topic: &Topic) -> Result<(), Refusal> {
        let (gone, gone_text) = old.map_or((0, 0), |old| (old.partitions.len(), old.text()));
        let partitions = self.partitions - gone + topic.partitions.len();
        if partitions <= MAX_PARTITIONS && self.text - gone_text + topic.text() <= MAX_TEXT {
            return Ok(());
        }
        let text = format!(
            "The emulator holds no more than {MAX_PARTITIONS} partitions and {MAX_TEXT} bytes of \
             configs."
        );
        Err(Refusal::new(ErrorCode::POLICY_VIOLATION, text))
    }

    /// Puts the topic in the place of the one with its id.
    pub(crate) fn replace(&mut self, topic: Topic) {
        self.remove(topic.id);
        self.insert(topic);
    }

    /// Whether it was there.
    pub(crate) fn remove(&mut self, id: Uuid) -> bool {
        let Some(topic) = self.by_id.get(&id).map(Arc::clone) else { return false };
        self.by_id.remove_mut(&id);
        self.by_name.remove_mut(topic.name.as_str());
        if let Some(key) = metric_name(&topic.name) {
            self.metrics.remove_mut(&(Arc::from(key), Arc::from(topic.name.as_str())));
        }
        self.partitions -= topic.partitions.len();
        self.text -= topic.text();
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic(name: &str, id: u8, partitions: usize) -> Topic {
        Topic {
            name: name.to_owned(),
            id: Uuid([id; 16]),
            partitions: vec![vec![1]; partitions],
            configs: Default::default(),
        }
    }

    fn three() -> Topics {
        let mut topics = Topics::default();
        for (id, name) in [(1, "b_c"), (2, "a"), (3, "b.c")] {
            topics.insert(topic(name, id, id.into()));
        }
        topics
    }

    fn names<'a>(topics: impl Iterator<Item = &'a Topic>) -> Vec<&'a str> {
        topics.map(|topic| topic.name.as_str()).collect()
    }

    #[test]
    fn topics_are_found_by_name_and_by_id() {
        let topics = three();
        assert_eq!(topics.get("a").map(|topic| topic.id), Some(Uuid([2; 16])));
        assert_eq!(topics.get_by_id(Uuid([2; 16])).map(|topic| topic.name.as_str()), Some("a"));
        assert_eq!(names(topics.iter()), ["a", "b.c", "b_c"]);
        assert_eq!(names(topics.starting_at("b")), ["b.c", "b_c"]);
        assert_eq!((topics.len(), topics.partitions()), (3, 6));
    }

    #[test]
    fn names_that_are_the_same_in_metrics_collide() {
        let topics = three();
        assert_eq!(topics.collisions("b_c").collect::<Vec<_>>(), ["b.c", "b_c"]);
        assert_eq!(topics.collisions("a").count(), 0);
        assert_eq!(topics.collisions("b.d").count(), 0);
    }

    #[test]
    fn what_is_removed_is_found_nowhere_and_a_clone_keeps_it() {
        let mut topics = three();
        let before = topics.clone();
        assert!(topics.remove(Uuid([3; 16])));
        assert!(!topics.remove(Uuid([3; 16])));
        assert!(!topics.contains("b.c") && topics.get_by_id(Uuid([3; 16])).is_none());
        assert_eq!(topics.collisions("b_c").collect::<Vec<_>>(), ["b_c"]);
        assert_eq!((topics.len(), topics.partitions()), (2, 3));
        assert!(before.contains("b.c"));
    }
}

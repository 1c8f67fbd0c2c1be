//! All topics of the cluster, found by name, by id, and by what their names are in metrics.

use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::Arc;

use kafka_proto::{ErrorCode, Uuid};
use rpds::{HashTrieMapSync, RedBlackTreeMapSync, RedBlackTreeSetSync};

use crate::refusal::Refusal;
use crate::state::leadership::{Leadership, Led, Rules};
use crate::state::topic::{Topic, metric_name};
use crate::state::{MAX_PARTITIONS, MAX_TEXT};

/// A clone shares what it has with the original, so that it costs next to nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Topics {
    by_name: RedBlackTreeMapSync<Arc<str>, Arc<Topic>>,
    by_id: HashTrieMapSync<Uuid, Arc<Topic>>,
    /// The name in metrics, then the name.
    metrics: RedBlackTreeSetSync<(Arc<str>, Arc<str>)>,
    /// Of those topics to which something has happened.
    leaderships: HashTrieMapSync<Uuid, Arc<Leadership>>,
    /// Whether partitions that move stay on the way.
    holds_moves: bool,
    /// The brokers that are not up.
    down: Arc<BTreeSet<i32>>,
    partitions: usize,
    text: usize,
    made: u64,
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

    /// How often a topic was put in: whoever knows the number sees that there are new ones.
    pub(crate) fn made(&self) -> u64 {
        self.made
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

    /// A partition with its leader.
    pub(crate) fn led<'a>(&'a self, topic: &'a Topic, index: usize) -> Option<Led<'a>> {
        Leadership::of(self.leaderships.get(&topic.id).map(Arc::as_ref), topic, index)
    }

    /// The partitions of a topic with their leaders, in the order of their numbers.
    pub(crate) fn all_led<'a>(&'a self, topic: &'a Topic) -> impl Iterator<Item = Led<'a>> {
        let leadership = self.leaderships.get(&topic.id).map(Arc::as_ref);
        (0..topic.partitions.len())
            .filter_map(move |index| Leadership::of(leadership, topic, index))
    }

    /// Whether partitions that move stay on the way from now on. If not, all of them arrive.
    pub(crate) fn hold_moves(&mut self, hold: bool) {
        self.holds_moves = hold;
        self.finish_moves();
    }

    fn finish_moves(&mut self) {
        if self.holds_moves {
            return;
        }
        let moved: Vec<Uuid> = self.leaderships.keys().copied().collect();
        let down = Arc::clone(&self.down);
        for id in moved {
            self.lead(id, |leadership, topic, _| leadership.finish(topic, &down));
        }
    }

    /// The brokers that are not up.
    pub(crate) fn down(&self) -> &Arc<BTreeSet<i32>> {
        &self.down
    }

    /// A broker went, as `rules` say of each topic.
    pub(crate) fn lose(&mut self, broker: i32, rules: impl Fn(&Topic) -> (bool, usize)) {
        Arc::make_mut(&mut self.down).insert(broker);
        self.lead_on(broker, rules, |leadership, topic, rules| {
            leadership.lose(topic, broker, rules);
        });
    }

    /// A broker is back.
    pub(crate) fn regain(&mut self, broker: i32, rules: impl Fn(&Topic) -> (bool, usize)) {
        Arc::make_mut(&mut self.down).remove(&broker);
        self.lead_on(broker, rules, |leadership, topic, rules| {
            leadership.regain(topic, broker, rules);
        });
        self.finish_moves();
    }

    /// Changes the partitions of a topic, which is told whether those that move stay on the way. `None`
    /// when there is no such topic.
    pub(crate) fn lead<R>(
        &mut self,
        id: Uuid,
        change: impl FnOnce(&mut Leadership, &mut Topic, bool) -> R,
    ) -> Option<R> {
        let mut topic = self.get_by_id(id)?.clone();
        let mut leadership =
            self.leaderships.get(&id).map(Arc::as_ref).cloned().unwrap_or_default();
        let result = change(&mut leadership, &mut topic, self.holds_moves);
        self.replace(topic);
        self.leaderships.insert_mut(id, Arc::new(leadership));
        Some(result)
    }

    /// Changes how partitions are led that have a replica on that broker.
    fn lead_on(
        &mut self,
        broker: i32,
        rules: impl Fn(&Topic) -> (bool, usize),
        change: impl Fn(&mut Leadership, &Topic, &Rules<'_>),
    ) {
        let has_replica = |topic: &&Topic| topic.partitions.iter().any(|it| it.contains(&broker));
        let ids: Vec<Uuid> = self.iter().filter(has_replica).map(|topic| topic.id).collect();
        for id in ids {
            let Some(topic) = self.by_id.get(&id) else { continue };
            let (has_eligible, min_isr) = rules(topic);
            let rules = Rules { down: &self.down, has_eligible, min_isr };
            let mut leadership =
                self.leaderships.get(&id).map(Arc::as_ref).cloned().unwrap_or_default();
            change(&mut leadership, topic, &rules);
            self.leaderships.insert_mut(id, Arc::new(leadership));
        }
    }

    /// Adds a topic whose name and id nobody has.
    pub(crate) fn insert(&mut self, topic: Topic) {
        let name: Arc<str> = Arc::from(topic.name.as_str());
        if let Some(key) = metric_name(&name) {
            self.metrics.insert_mut((Arc::from(key), Arc::clone(&name)));
        }
        self.partitions += topic.partitions.len();
        self.text += topic.text();
        self.made += 1;
        if !self.down.is_empty() {
            let known = self.leaderships.get(&topic.id).map(Arc::as_ref);
            let mut leadership = known.cloned().unwrap_or_default();
            leadership.begin(&topic, &self.down);
            self.leaderships.insert_mut(topic.id, Arc::new(leadership));
        }
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
        let leadership = self.leaderships.get(&topic.id).map(Arc::clone);
        self.remove(topic.id);
        if let Some(leadership) = leadership {
            self.leaderships.insert_mut(topic.id, leadership);
        }
        self.insert(topic);
    }

    /// Whether it was there.
    pub(crate) fn remove(&mut self, id: Uuid) -> bool {
        let Some(topic) = self.by_id.get(&id).map(Arc::clone) else { return false };
        self.by_id.remove_mut(&id);
        self.leaderships.remove_mut(&id);
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
    fn a_move_outlives_a_change_of_its_topic_and_no_removal() {
        let mut topics = three();
        topics.hold_moves(true);
        topics.lead(Uuid([2; 16]), |it, topic, waits| it.reassign(topic, 0, vec![2], waits));
        let mut changed = topics.get("a").unwrap().clone();
        changed.partitions.push(vec![1]);
        topics.replace(changed);
        let is_moving =
            |topics: &Topics| topics.led(topics.get("a").unwrap(), 0).unwrap().is_moving();
        assert!(is_moving(&topics));
        topics.hold_moves(false);
        assert!(!is_moving(&topics));
        assert_eq!(topics.get("a").unwrap().partitions[0], [2]);
        topics.remove(Uuid([2; 16]));
        assert_eq!(topics.leaderships.size(), 0);
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

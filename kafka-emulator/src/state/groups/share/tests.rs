use super::*;
use crate::state::topic::Topic;

const TOPIC: Uuid = Uuid([1; 16]);

fn topics() -> Topics {
    let mut topics = Topics::default();
    topics.insert(Topic {
        name: "t".to_owned(),
        id: TOPIC,
        partitions: vec![vec![1], vec![1], vec![1]],
        configs: Default::default(),
    });
    topics
}

struct World {
    share: Share,
    topics: Topics,
    now: Instant,
}

impl World {
    fn new() -> Self {
        Self { share: Share::default(), topics: topics(), now: Instant::now() }
    }

    /// Epoch and number of partitions, if they are told.
    fn beat(
        &mut self,
        id: &str,
        epoch: i32,
        topics: Option<&[&str]>,
    ) -> Result<(i32, Option<usize>), i16> {
        let names: Option<BTreeSet<String>> =
            topics.map(|names| names.iter().map(|it| (*it).to_owned()).collect());
        let beat = ShareBeat {
            member_id: id,
            epoch,
            rack_id: None,
            client_id: "test",
            client_host: "/127.0.0.1",
            topics: names.as_ref(),
        };
        self.share.settle(self.now);
        let beaten = self.share.beat("g", &beat, &self.topics, self.now);
        for (topic, partition) in self.share.without_state(&self.topics) {
            self.share.start(topic, partition, None);
        }
        let count = |it: &Arc<Assignment>| it.values().map(BTreeSet::len).sum();
        let told = beaten.map(|it| (it.epoch, it.assignment.as_ref().map(count)));
        told.map_err(|refusal| refusal.code.0)
    }

    fn later(&mut self, seconds: u64) {
        self.now += Duration::from_secs(seconds);
    }
}

#[test]
fn partitions_are_given_when_their_state_is_there_and_a_second_is_over() {
    let mut world = World::new();
    assert_eq!(world.beat("a", 0, Some(&["t"])), Ok((2, Some(0))));
    assert_eq!(world.beat("a", 2, None), Ok((2, None)), "the assignment is too young");
    world.later(1);
    assert_eq!(world.beat("a", 2, None), Ok((3, Some(3))));
    assert_eq!(world.beat("a", 3, None), Ok((3, None)));
    assert_eq!(world.beat("a", 2, Some(&["t"])), Ok((3, Some(3))), "the answer was lost");
}

#[test]
fn a_second_member_takes_its_part_at_once() {
    let mut world = World::new();
    world.beat("a", 0, Some(&["t"])).unwrap();
    world.later(1);
    world.beat("a", 2, None).unwrap();
    world.later(1);
    assert_eq!(world.beat("b", 0, Some(&["t"])), Ok((4, Some(1))));
    assert_eq!(world.beat("a", 3, None), Ok((4, Some(2))));
}

#[test]
fn epochs_that_nobody_has_are_fenced() {
    let mut world = World::new();
    world.beat("a", 0, Some(&["t"])).unwrap();
    world.later(1);
    world.beat("a", 2, None).unwrap();
    assert_eq!(world.beat("a", 4, None), Err(110));
    assert_eq!(world.beat("a", 1, None), Err(110));
    assert_eq!(world.beat("ghost", 1, None), Err(25));
}

#[test]
fn whoever_is_silent_is_out() {
    let mut world = World::new();
    world.beat("a", 0, Some(&["t"])).unwrap();
    assert_eq!(world.share.state(), "Stable");
    world.later(45);
    world.share.settle(world.now);
    assert_eq!((world.share.state(), world.share.epoch), ("Empty", 3));
    assert_eq!(world.share.starts().count(), 3, "what is to be delivered is kept");
}

#[test]
fn what_is_not_subscribed_to_any_more_is_taken_away() {
    let mut world = World::new();
    world.beat("a", 0, Some(&["t"])).unwrap();
    world.later(1);
    world.beat("a", 2, None).unwrap();
    assert_eq!(world.beat("a", 3, Some(&["other"])), Ok((3, Some(0))));
}

#[test]
fn starts_are_set_and_forgotten() {
    let mut world = World::new();
    world.share.start(TOPIC, 1, Some(5));
    assert_eq!(world.share.start_of(TOPIC, 1), Some(Some(5)));
    assert_eq!(world.share.start_of(TOPIC, 0), None);
    assert_eq!(world.share.usage().offsets, 1);
    assert!(world.share.forget_topic(TOPIC) && !world.share.forget_topic(TOPIC));
}

#[test]
fn topics_are_looked_through_only_when_something_has_changed() {
    let mut world = World::new();
    world.beat("a", 0, Some(&["t", "later"])).unwrap();
    world.beat("a", 2, None).unwrap();
    assert!(!world.share.may_lack_state);
    world.topics.insert(Topic {
        name: "later".to_owned(),
        id: Uuid([2; 16]),
        partitions: vec![vec![1]],
        configs: Default::default(),
    });
    world.beat("a", 2, None).unwrap();
    assert_eq!(world.share.starts().count(), 4);
}

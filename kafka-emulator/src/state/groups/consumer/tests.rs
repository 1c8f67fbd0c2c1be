//! The life of a consumer group, at times that the tests name. The epochs are those that Kafka 4.4 gave.

use super::*;
use crate::state::topic::Topic;

const T: Uuid = Uuid([1; 16]);
const SECOND: Duration = Duration::from_secs(1);

/// The topic `t` with so many partitions.
fn topics(partitions: usize) -> Topics {
    let mut topics = Topics::default();
    topics.insert(Topic {
        name: "t".to_owned(),
        id: T,
        partitions: vec![vec![1]; partitions],
        configs: Default::default(),
    });
    topics
}

fn some(partitions: &[i32]) -> Assignment {
    let partitions: BTreeSet<i32> = partitions.iter().copied().collect();
    match partitions.is_empty() {
        true => Assignment::new(),
        false => Assignment::from([(T, partitions)]),
    }
}

/// A heartbeat that says nothing new.
fn again(member_id: &str, epoch: i32) -> Beat<'_> {
    Beat {
        member_id,
        epoch,
        instance_id: None,
        rack_id: None,
        client_id: "client",
        client_host: "/127.0.0.1",
        rebalance: None,
        topics: None,
        regex: None,
        malformed: None,
        assignor: None,
        owned: None,
    }
}

/// The group with what it is asked about.
struct World {
    group: Consumer,
    topics: Topics,
    now: Instant,
}

impl World {
    fn new() -> Self {
        Self { group: Consumer::default(), topics: topics(3), now: Instant::now() }
    }

    /// Epoch and partitions, or the code.
    fn beat(&mut self, beat: &Beat<'_>) -> Result<(i32, Option<Assignment>), i16> {
        self.group.settle(self.now);
        let beaten = self.group.beat("g", beat, &self.topics, self.now);
        beaten.map(|it| (it.epoch, it.assignment)).map_err(|refusal| refusal.code.0)
    }

    fn join(&mut self, member_id: &str) -> Result<(i32, Option<Assignment>), i16> {
        self.join_as(member_id, None)
    }

    fn join_as(
        &mut self,
        member_id: &str,
        instance_id: Option<&str>,
    ) -> Result<(i32, Option<Assignment>), i16> {
        let (names, owned) = (BTreeSet::from(["t".to_owned()]), Assignment::new());
        let rebalance = Some(60 * SECOND);
        self.beat(&Beat {
            instance_id,
            rebalance,
            topics: Some(&names),
            owned: Some(&owned),
            ..again(member_id, 0)
        })
    }

    fn owns(
        &mut self,
        id: &str,
        epoch: i32,
        owned: &[i32],
    ) -> Result<(i32, Option<Assignment>), i16> {
        let owned = some(owned);
        self.beat(&Beat { owned: Some(&owned), ..again(id, epoch) })
    }
}

/// Two members, of which the first gives one of three partitions to the second.
fn two() -> World {
    let mut world = World::new();
    assert_eq!(world.join("a"), Ok((2, Some(some(&[0, 1, 2])))));
    world.now += 2 * SECOND;
    assert_eq!(world.join("b"), Ok((3, Some(some(&[])))));
    world
}

#[test]
fn a_partition_is_given_up_before_it_is_given_on() {
    let mut world = two();
    assert_eq!(world.group.state(), "Reconciling");
    assert_eq!(world.beat(&again("a", 2)), Ok((2, Some(some(&[0, 1])))));
    assert_eq!(world.beat(&again("b", 3)), Ok((3, None)));
    assert_eq!(world.owns("a", 2, &[0, 1]), Ok((3, None)));
    assert_eq!(world.beat(&again("b", 3)), Ok((3, Some(some(&[2])))));
    assert_eq!(world.group.state(), "Stable");
}

#[test]
fn the_assignment_is_made_once_a_second_at_most() {
    let mut world = World::new();
    assert_eq!(world.join("a"), Ok((2, Some(some(&[0, 1, 2])))));
    assert_eq!(world.join("b"), Ok((2, Some(some(&[])))));
    assert_eq!(world.group.state(), "Assigning");
    world.now += SECOND;
    assert_eq!(world.beat(&again("a", 2)), Ok((2, Some(some(&[0, 1])))));
}

#[test]
fn epochs_that_are_not_the_members_are_fenced() {
    let mut world = two();
    assert_eq!(world.beat(&again("a", 9)), Err(110));
    assert_eq!(world.beat(&again("ghost", 2)), Err(25));
    assert_eq!(world.beat(&again("a", 2)), Ok((2, Some(some(&[0, 1])))));
    assert_eq!(world.owns("a", 2, &[0, 1]), Ok((3, None)));
    // It has not heard the last answer, and has nothing that it must not have.
    assert_eq!(world.owns("a", 2, &[0]), Ok((3, None)));
    assert_eq!(world.owns("a", 2, &[2]), Err(110));
    assert_eq!(world.beat(&again("a", 2)), Err(110));
    assert_eq!(world.beat(&again("a", 1)), Err(110));
}

#[test]
fn whoever_is_silent_or_slow_is_out() {
    let mut world = two();
    for _ in 0..3 {
        world.now += 40 * SECOND;
        world.group.settle(world.now);
    }
    assert_eq!(world.group.state(), "Empty");
    let mut world = two();
    assert_eq!(world.beat(&again("a", 2)), Ok((2, Some(some(&[0, 1])))));
    for _ in 0..59 {
        world.now += SECOND;
        assert_eq!(world.owns("a", 2, &[0, 1, 2]), Ok((2, None)));
        assert_eq!(world.beat(&again("b", 3)), Ok((3, None)));
    }
    world.now += SECOND;
    assert_eq!(world.owns("a", 2, &[0, 1, 2]), Err(25));
}

#[test]
fn whoever_leaves_makes_room() {
    let mut world = two();
    let left = world.group.leave("g", "a", None, -1).unwrap();
    assert_eq!((left.epoch, left.assignment), (-1, None));
    assert_eq!(world.group.leave("g", "a", None, -1).map_err(|it| it.code.0), Err(25));
    world.now += SECOND;
    assert_eq!(world.beat(&again("b", 3)), Ok((4, Some(some(&[0, 1, 2])))));
}

#[test]
fn a_static_member_comes_back_to_what_it_had() {
    let mut world = World::new();
    assert_eq!(world.join_as("a", Some("i")), Ok((2, Some(some(&[0, 1, 2])))));
    assert_eq!(world.join_as("b", Some("i")), Err(111));
    let by_another = world.group.leave("g", "b", Some("i"), -2).map_err(|it| it.code.0);
    assert_eq!(by_another, Err(82));
    assert_eq!(world.group.leave("g", "a", Some("i"), -2).unwrap().epoch, -2);
    assert_eq!(world.join_as("b", Some("i")), Ok((2, Some(some(&[0, 1, 2])))));
    let old = Beat { instance_id: Some("i"), ..again("a", 2) };
    assert_eq!(world.beat(&old), Err(82));
    assert_eq!(world.group.members().count(), 1);
}

#[test]
fn offsets_are_taken_from_members_of_the_epoch_or_of_what_they_have() {
    let mut world = two();
    assert_eq!(world.beat(&again("a", 2)), Ok((2, Some(some(&[0, 1])))));
    assert_eq!(world.owns("a", 2, &[0, 1]), Ok((3, None)));
    let commit = |member_id, generation, version, partition| {
        let by = Committer { member_id, instance_id: None, generation };
        let checked = world.group.check_commit(&by, version, &[(T, partition)]);
        checked.err().map_or(0, |code| code.0)
    };
    assert_eq!(commit("a", 3, 9, 2), 0);
    assert_eq!(commit("a", 3, 8, 0), 35);
    assert_eq!(commit("a", 4, 9, 0), 113);
    assert_eq!(commit("a", 2, 9, 0), 0);
    assert_eq!(commit("a", 1, 9, 0), 113);
    assert_eq!(commit("a", 2, 9, 2), 113);
    assert_eq!(commit("", -1, 9, 0), 25);
    assert_eq!(world.group.check_fetch(None, -1), Ok(()));
    assert_eq!(world.group.check_fetch(Some("a"), 2).map_err(|it| it.0), Err(113));
    assert_eq!(world.group.check_fetch(Some("ghost"), 3).map_err(|it| it.0), Err(25));
    assert_eq!(world.group.check_fetch(Some("a"), 3), Ok(()));
}

#[test]
fn a_topic_that_grows_is_assigned_anew() {
    let mut world = World::new();
    assert_eq!(world.join("a"), Ok((2, Some(some(&[0, 1, 2])))));
    world.topics = topics(4);
    world.now += SECOND;
    assert_eq!(world.beat(&again("a", 2)), Ok((3, Some(some(&[0, 1, 2, 3])))));
    assert_eq!(world.beat(&again("a", 3)), Ok((3, None)));
}

#[test]
fn an_administrator_takes_members_out_in_one_step() {
    let mut world = two();
    assert_eq!(world.join_as("c", Some("i")).map(|it| it.0), Ok(3));
    assert_eq!(world.group.epoch, 4);
    let leaving =
        [("b", None), ("ghost", None), ("", Some("nobody")), ("x", Some("i")), ("", Some("i"))];
    let codes = world.group.take_out(&leaving);
    assert_eq!(codes.iter().map(|code| code.0).collect::<Vec<_>>(), [0, 25, 25, 82, 0]);
    assert_eq!((world.group.epoch, world.group.members().count()), (5, 1));
}

/// A member that joins with an expression.
fn matching<'a>(id: &'a str, regex: &'a str, none: &'a Assignment) -> Beat<'a> {
    Beat { rebalance: Some(60 * SECOND), regex: Some(regex), owned: Some(none), ..again(id, 0) }
}

/// What is due is looked up; gives whether something was.
fn look_up(world: &mut World) -> bool {
    let due = world.group.due_regexes(world.topics.made(), world.now);
    let Some(due) = due else { return false };
    let names: BTreeSet<String> = world.topics.iter().map(|topic| topic.name.clone()).collect();
    let found = due.into_keys().map(|regex| (regex, names.clone())).collect();
    world.group.found_regexes(found, world.topics.made(), &world.topics);
    true
}

#[test]
fn an_expression_stands_for_topics_once_it_is_looked_up() {
    let (mut world, none) = (World::new(), Assignment::new());
    assert_eq!(world.beat(&matching("a", "t.*", &none)), Ok((1, Some(some(&[])))));
    assert!(!world.group.is_subscribed_to("t"));
    assert!(look_up(&mut world));
    assert!(world.group.is_subscribed_to("t") && world.group.epoch == 2);
    assert_eq!(world.beat(&again("a", 1)), Ok((2, Some(some(&[0, 1, 2])))));
    // One that is known counts at once.
    world.now += SECOND;
    assert_eq!(world.beat(&matching("b", "t.*", &none)).unwrap().0, 3);
    // Nobody looks again before ten seconds have passed, and then only for new topics.
    let again_in = |world: &mut World, seconds: u32| {
        world.now += seconds * SECOND;
        look_up(world)
    };
    assert!(!again_in(&mut world, 20));
    world.topics.insert(Topic {
        name: "u".to_owned(),
        id: Uuid([2; 16]),
        ..topics(1).iter().next().unwrap().clone()
    });
    assert!(again_in(&mut world, 1) && world.group.is_subscribed_to("u"));
    world.topics.insert(Topic {
        name: "v".to_owned(),
        id: Uuid([3; 16]),
        ..topics(1).iter().next().unwrap().clone()
    });
    assert!(!again_in(&mut world, 10) && again_in(&mut world, 1));
    assert!(again_in(&mut world, 601));
}

#[test]
fn an_expression_that_nobody_has_any_more_stands_for_nothing() {
    let (mut world, none) = (World::new(), Assignment::new());
    world.beat(&matching("a", "t.*", &none)).unwrap();
    look_up(&mut world);
    let size = world.group.usage().text;
    let names = BTreeSet::from(["t".to_owned()]);
    let named = Beat { regex: Some(""), topics: Some(&names), ..again("a", 1) };
    let (epoch, _) = world.beat(&named).unwrap();
    assert_eq!(world.group.usage().text, size - "t.*".len() - "t".len() - 32 + "t".len());
    // With a new one it is looked up anew, at once.
    world.beat(&Beat { regex: Some("t"), ..again("a", epoch) }).unwrap();
    assert!(look_up(&mut world));
}

#[test]
fn an_expression_is_checked_by_whoever_brings_it() {
    let (mut world, none) = (World::new(), Assignment::new());
    let malformed = Refusal::of(ErrorCode::INVALID_REGULAR_EXPRESSION);
    let wrong = Beat { malformed: Some(&malformed), ..matching("a", "t(", &none) };
    assert_eq!(world.beat(&wrong), Err(128));
    assert!(world.group.is_empty());
    let both = BTreeSet::from(["x".to_owned()]);
    let right = Beat { topics: Some(&both), ..matching("a", "t", &none) };
    assert!(world.beat(&right).is_ok() && look_up(&mut world));
    assert!(world.group.is_subscribed_to("x") && world.group.is_subscribed_to("t"));
}

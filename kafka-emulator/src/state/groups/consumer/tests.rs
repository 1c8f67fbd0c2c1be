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

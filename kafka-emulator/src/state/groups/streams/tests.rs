//! The life of a streams group, at times that the tests name. The epochs are those that Kafka 4.4 gave.

use super::member::SESSION;
use super::*;
use crate::state::topic::Topic;

const SECOND: Duration = Duration::from_secs(1);

fn topic(name: &str, id: u8, partitions: usize) -> Topic {
    Topic {
        name: name.to_owned(),
        id: Uuid([id; 16]),
        partitions: vec![vec![1]; partitions],
        configs: Default::default(),
    }
}

fn topology(sources: &[&str]) -> Topology {
    let sources = sources.iter().map(|it| (*it).to_owned()).collect();
    let part = Subtopology { sources, ..Subtopology::default() };
    Topology { epoch: 1, subtopologies: BTreeMap::from([(Arc::from("0"), part)]) }
}

fn some(partitions: &[i32]) -> Tasks {
    let partitions: BTreeSet<i32> = partitions.iter().copied().collect();
    match partitions.is_empty() {
        true => Tasks::new(),
        false => Tasks::from([(Arc::from("0"), partitions)]),
    }
}

/// A heartbeat that says nothing new.
fn again(member_id: &str, epoch: i32) -> StreamsBeat<'_> {
    StreamsBeat {
        member_id,
        epoch,
        endpoint_epoch: 0,
        instance_id: None,
        rack_id: None,
        client_id: "client",
        client_host: "/127.0.0.1",
        rebalance: None,
        topology: None,
        process_id: None,
        endpoint: None,
        tags: None,
        owned: None,
        offsets: None,
        end_offsets: None,
        shuts_down: false,
    }
}

/// The group with what it is asked about.
struct World {
    group: Streams,
    topology: Topology,
    topics: Topics,
    now: Instant,
}

impl World {
    fn new(sources: &[&str]) -> Self {
        let mut topics = Topics::default();
        topics.insert(topic("t", 1, 3));
        let topology = topology(sources);
        Self { group: Streams::new(topology.clone()), topology, topics, now: Instant::now() }
    }

    /// Epoch, tasks and codes of status, or the code.
    fn beat(&mut self, beat: &StreamsBeat<'_>) -> Result<(i32, Option<Tasks>, Vec<i8>), i16> {
        self.group.settle(self.now);
        let mut next = self.group.clone();
        let beaten = next.beat("g", beat, &self.topics, self.now).map_err(|it| it.code.0)?;
        self.group = next;
        Ok((beaten.epoch, beaten.tasks, beaten.status.iter().map(|(code, _)| *code).collect()))
    }

    fn join(&mut self, member_id: &str) -> Result<(i32, Option<Tasks>, Vec<i8>), i16> {
        let topology = self.topology.clone();
        self.beat(&StreamsBeat {
            topology: Some(&topology),
            process_id: Some(member_id),
            rebalance: Some(SECOND * 10),
            ..again(member_id, 0)
        })
    }
}

#[test]
fn a_second_member_gets_what_the_first_has_given_up() {
    let mut world = World::new(&["t"]);
    assert_eq!(world.join("a"), Ok((2, Some(some(&[0, 1, 2])), vec![])));
    assert_eq!(world.join("b"), Ok((2, Some(some(&[])), vec![ASSIGNMENT_DELAYED])));
    assert_eq!(world.group.state(), "Assigning");
    world.now += SECOND;
    assert_eq!(world.beat(&again("b", 2)), Ok((3, None, vec![])));
    assert_eq!(world.beat(&again("a", 2)), Ok((2, Some(some(&[0, 1])), vec![])));
    assert_eq!(world.group.state(), "Reconciling");
    let owned = [some(&[0, 1]), some(&[]), some(&[])];
    let beat = StreamsBeat { owned: Some(&owned), ..again("a", 2) };
    assert_eq!(world.beat(&beat), Ok((3, None, vec![])));
    assert_eq!(world.beat(&again("b", 3)), Ok((3, Some(some(&[2])), vec![])));
    assert_eq!(world.group.state(), "Stable");
}

#[test]
fn a_group_is_not_ready_until_its_topics_are_there() {
    let mut world = World::new(&["t", "later"]);
    assert_eq!(world.join("a"), Ok((2, Some(some(&[])), vec![1])));
    assert_eq!(world.group.state(), "NotReady");
    world.topics.insert(topic("later", 2, 4));
    world.now += SECOND;
    assert_eq!(world.beat(&again("a", 2)), Ok((3, Some(some(&[0, 1, 2, 3])), vec![])));
    assert_eq!(world.group.state(), "Stable");
}

#[test]
fn who_is_silent_is_out() {
    let mut world = World::new(&["t"]);
    world.join("a").unwrap();
    world.now += SESSION;
    assert_eq!(world.beat(&again("a", 2)), Err(25));
    assert_eq!((world.group.state(), world.group.epoch), ("Empty", 3));
    assert_eq!(world.group.usage().members, 0);
}

#[test]
fn who_does_not_give_up_a_task_in_time_is_out() {
    let mut world = World::new(&["t"]);
    world.join("a").unwrap();
    world.now += SECOND;
    world.join("b").unwrap();
    world.beat(&again("a", 2)).unwrap();
    world.now += SECOND * 10;
    assert_eq!(world.beat(&again("a", 2)), Err(25));
}

#[test]
fn epochs_are_checked() {
    let mut world = World::new(&["t"]);
    world.join("a").unwrap();
    assert_eq!(world.beat(&again("a", 3)), Err(110));
    assert_eq!(world.beat(&again("a", 1)), Err(110));
    let wrong = [some(&[7]), some(&[]), some(&[])];
    assert_eq!(world.beat(&StreamsBeat { owned: Some(&wrong), ..again("a", 2) }), Err(42));
}

#[test]
fn a_topology_stays_what_it_was() {
    let mut world = World::new(&["t"]);
    world.join("a").unwrap();
    world.now += SECOND;
    world.topology = Topology { epoch: 0, ..topology(&["u"]) };
    assert_eq!(world.join("b"), Ok((3, Some(some(&[])), vec![STALE_TOPOLOGY])));
    world.topology = Topology { epoch: 2, ..topology(&["t"]) };
    assert_eq!(world.join("c"), Err(42));
}

#[test]
fn a_static_member_comes_back_to_its_tasks() {
    let mut world = World::new(&["t"]);
    let topology = topology(&["t"]);
    let join = |id| StreamsBeat {
        instance_id: Some("i"),
        topology: Some(&topology),
        process_id: Some("p"),
        ..again(id, 0)
    };
    assert_eq!(world.beat(&join("a")), Ok((2, Some(some(&[0, 1, 2])), vec![])));
    assert_eq!(world.beat(&join("b")), Err(111));
    let leave = StreamsBeat { instance_id: Some("i"), ..again("a", -2) };
    assert_eq!(world.group.leave("g", &leave).map(|it| it.epoch), Ok(-2));
    world.now += SECOND;
    let (_, tasks, _) = world.beat(&join("b")).unwrap();
    assert_eq!(tasks, Some(some(&[0, 1, 2])));
    assert_eq!(world.group.members().count(), 1);
}

#[test]
fn repartition_topics_are_as_large_as_what_they_are_made_from() {
    let repartition = InternalTopic { name: "r".into(), ..InternalTopic::default() };
    let first = Subtopology {
        sources: vec!["t".into()],
        sinks: vec!["r".into()],
        ..Subtopology::default()
    };
    let second = Subtopology { repartitions: vec![repartition], ..Subtopology::default() };
    let parts = [("0".into(), first), ("1".into(), second)];
    let topology = Topology { epoch: 1, subtopologies: BTreeMap::from(parts) };
    let world = World::new(&["t"]);
    let configured = topology.configure(&world.topics).unwrap();
    assert_eq!(configured.tasks, Some(BTreeMap::from([("0".into(), 3), ("1".into(), 3)])));
    assert_eq!(configured.missing[0].partitions, 3);
    assert_eq!(configured.flaw, Some((3, "Internal topics are missing: r".to_owned())));
}

#[test]
fn what_a_group_takes_up_is_counted() {
    let mut world = World::new(&["t"]);
    let before = world.group.usage();
    world.join("a").unwrap();
    let usage = world.group.usage();
    assert_eq!(usage.members, 1);
    assert!(usage.text >= before.text + 3 * TASK, "{usage:?}");
}

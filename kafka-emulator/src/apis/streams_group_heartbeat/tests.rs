//! What members of streams groups are told.

use kafka_proto::messages::streams_group_heartbeat::{
    CopartitionGroup, Subtopology, TopicInfo, Topology,
};

use super::super::tests::{ask, grant, iam, read, user};
use super::*;
use crate::apis::coordinator::tests::{cluster, read_to};
use crate::client::Client;
use crate::cluster::Cluster;

fn source<'a>(names: &[&'a str]) -> Subtopology<'a> {
    Subtopology {
        subtopology_id: "0",
        source_topics: names.iter().copied().collect(),
        ..Default::default()
    }
}

fn joining<'a>(part: Subtopology<'a>) -> Request<'a> {
    Request {
        group_id: "g",
        member_id: "m",
        rebalance_timeout_ms: 1000,
        topology: Some(Topology { subtopologies: vec![part].into(), ..Default::default() }),
        active_tasks: Some(vec![].into()),
        standby_tasks: Some(vec![].into()),
        warmup_tasks: Some(vec![].into()),
        process_id: Some("p"),
        ..Default::default()
    }
}

fn again(member_epoch: i32) -> Request<'static> {
    Request { group_id: "g", member_id: "m", member_epoch, ..Default::default() }
}

/// Code, epoch, number of tasks, and codes of status.
type Beaten = (i16, i32, Option<usize>, Vec<i8>);

fn beat(cluster: &Cluster, client: &Client, request: &Request<'_>) -> Beaten {
    let frame = ask(cluster, client, 1, request).unwrap();
    let response = read::<Request<'_>>(&frame, 1);
    let count =
        |it: &Array<'_, TaskIds<'_>>| it.iter().map(|it| it.partitions.iter().count()).sum();
    let tasks = response.active_tasks.as_ref().map(count);
    let status = response.status.unwrap().iter().map(|it| it.status_code).collect();
    (response.error_code.0, response.member_epoch, tasks, status)
}

/// Makes a streams group of one member, which has a task for each partition of `t`.
pub(crate) fn join(cluster: &Cluster, group_id: &str) {
    let request = Request { group_id, ..joining(source(&["t"])) };
    assert_eq!(beat(cluster, &iam(), &request), (0, 2, Some(2), vec![]));
}

#[test]
fn a_member_joins_and_leaves() {
    let cluster = cluster();
    join(&cluster, "g");
    assert_eq!(beat(&cluster, &iam(), &again(2)), (0, 2, None, vec![]));
    assert_eq!(beat(&cluster, &iam(), &Request { member_id: "ghost", ..again(2) }).0, 25);
    assert_eq!(beat(&cluster, &iam(), &again(-1)), (0, -1, None, vec![]));
    assert_eq!(beat(&cluster, &iam(), &again(-1)).0, 25);
    assert_eq!(beat(&cluster, &iam(), &Request { group_id: "unknown", ..again(-1) }).0, 69);
}

#[test]
fn internal_topics_are_made_by_who_may() {
    let cluster = cluster();
    let log = TopicInfo { name: "log", ..Default::default() };
    let part = Subtopology { state_changelog_topics: vec![log].into(), ..source(&["t"]) };
    let request = joining(part);
    for (operation, on, name) in [
        (AclOperation::READ, ResourceType::GROUP, "g"),
        (AclOperation::DESCRIBE, ResourceType::TOPIC, "t"),
        (AclOperation::DESCRIBE, ResourceType::TOPIC, "log"),
    ] {
        grant(&cluster, operation, on, name);
    }
    assert_eq!(beat(&cluster, &user(), &request), (0, 2, Some(0), vec![3]));
    assert!(!cluster.state.topics.now().contains("log"));
    grant(&cluster, AclOperation::CREATE, ResourceType::TOPIC, "log");
    assert_eq!(beat(&cluster, &user(), &again(2)), (0, 2, None, vec![3]));
    assert_eq!(cluster.state.topics.now().get("log").unwrap().partitions.len(), 2);
}

#[test]
fn what_is_refused_leaves_no_group_behind() {
    let cluster = cluster();
    let places = vec![CopartitionGroup { source_topics: vec![7].into(), ..Default::default() }];
    let loops = Subtopology { repartition_sink_topics: vec!["r"].into(), ..source(&[]) };
    for (part, code) in [
        (source(&[]), 130),
        (loops, 130),
        (Subtopology { copartition_groups: places.into(), ..source(&["t"]) }, -1),
        (Subtopology { source_topic_regex: vec!["t"].into(), ..source(&[]) }, 42),
        (source(&["__consumer_offsets"]), 130),
        (source(&["a b"]), 130),
        (source(&vec!["t"; 10_001]), 130),
    ] {
        assert_eq!(beat(&cluster, &iam(), &joining(part)).0, code);
    }
    assert_eq!(cluster.state.groups.now().iter().count(), 0);
}

#[test]
fn a_group_of_another_type_is_none() {
    let cluster = cluster();
    let request = m::StreamsGroupHeartbeatRequest { group_id: "other", ..joining(source(&["t"])) };
    let of_another = |cluster: &Cluster| {
        crate::apis::coordinator::tests::join_share(cluster, "other");
    };
    of_another(&cluster);
    assert_eq!(beat(&cluster, &iam(), &request).0, 69);
    read_to(&cluster, "g", 5);
    join(&cluster, "g");
    assert_eq!(crate::apis::coordinator::tests::offset(&cluster, "g", 0), Some((5, "m".into())));
}

#[test]
fn topics_that_may_not_be_described_cannot_be_read() {
    let cluster = cluster();
    grant(&cluster, AclOperation::READ, ResourceType::GROUP, "g");
    assert_eq!(beat(&cluster, &user(), &joining(source(&["t"]))).0, 29);
    grant(&cluster, AclOperation::DESCRIBE, ResourceType::TOPIC, "t");
    assert_eq!(beat(&cluster, &user(), &joining(source(&["t"]))).0, 0);
}

#[test]
fn a_group_has_so_many_members() {
    let cluster = cluster();
    for number in 0..MAX_MEMBERS {
        let id = number.to_string();
        let request = Request { member_id: &id, ..joining(source(&["t"])) };
        assert_eq!(beat(&cluster, &iam(), &request).0, 0);
    }
    assert_eq!(beat(&cluster, &iam(), &joining(source(&["t"]))).0, 81);
}

//! Groups: their offsets, lists and descriptions, and what deletes them.

mod consumers;
mod members;
mod regexes;
mod shares;
mod streams;

use kafka_proto::messages::create_topics::CreatableTopic;
use kafka_proto::messages::delete_acls::DeleteAclsRequest;
use kafka_proto::messages::delete_groups::DeleteGroupsRequest;
use kafka_proto::messages::delete_topics::DeleteTopicsRequest;
use kafka_proto::messages::describe_groups::DescribeGroupsRequest;
use kafka_proto::messages::find_coordinator::FindCoordinatorRequest;
use kafka_proto::messages::list_groups::ListGroupsRequest;
use kafka_proto::messages::metadata::{MetadataRequest, MetadataRequestTopic};
use kafka_proto::messages::offset_commit::{
    OffsetCommitRequest, OffsetCommitRequestPartition, OffsetCommitRequestTopic,
};
use kafka_proto::messages::offset_delete::{
    OffsetDeleteRequest, OffsetDeleteRequestPartition, OffsetDeleteRequestTopic,
};
use kafka_proto::messages::offset_fetch::{
    OffsetFetchRequest, OffsetFetchRequestGroup, OffsetFetchRequestTopic, OffsetFetchRequestTopics,
};
use kafka_proto::{AclOperation as Op, ResourceType, Uuid, decode_response};

use crate::{BOTH, Pair, Who, acls, framed, topics};

pub(crate) fn compare(pair: &mut Pair) {
    let topic = |name| CreatableTopic { num_partitions: 3, ..topics::topic(name) };
    pair.write("for groups", Who::Admin, 7, &topics::request(vec![topic("read"), topic("other")]));
    let keys = ["simple"];
    let found = FindCoordinatorRequest { coordinator_keys: (&keys).into(), ..Default::default() };
    pair.read("for groups", Who::Admin, 4, &found);
    commit_cases(pair);
    ids(pair);
    rights(pair);
    look(pair, "at simple groups");
    members::compare(pair);
    consumers::compare(pair);
    regexes::compare(pair);
    shares::compare(pair);
    streams::compare(pair);
    deletion(pair);
}

fn at(
    partition_index: i32,
    committed_offset: i64,
    committed_metadata: Option<&str>,
) -> OffsetCommitRequestPartition<'_> {
    OffsetCommitRequestPartition {
        partition_index,
        committed_offset,
        committed_metadata,
        ..Default::default()
    }
}

fn of<'a>(
    name: &'a str,
    partitions: Vec<OffsetCommitRequestPartition<'a>>,
) -> OffsetCommitRequestTopic<'a> {
    OffsetCommitRequestTopic { name, partitions: partitions.into(), ..Default::default() }
}

/// From outside of the group.
fn commit<'a>(
    group_id: &'a str,
    topics: Vec<OffsetCommitRequestTopic<'a>>,
) -> OffsetCommitRequest<'a> {
    OffsetCommitRequest { group_id, topics: topics.into(), ..Default::default() }
}

fn commit_cases(pair: &mut Pair) {
    let (long, longer) = ("a".repeat(4096), "a".repeat(4097));
    let (wide, wider) = ("𝄞".repeat(2048), "𝄞".repeat(2049));
    let cases: Vec<(&str, Vec<OffsetCommitRequestTopic<'_>>)> = vec![
        ("offsets", vec![of("read", vec![at(0, 10, Some("m")), at(1, 20, None)])]),
        ("an odd offset", vec![of("read", vec![at(2, -5, Some(""))])]),
        (
            "absent partitions",
            vec![of("read", vec![at(0, 1, None), at(9, 1, None), at(-1, 1, None)])],
        ),
        ("absent topics", vec![of("none", vec![at(0, 1, None)]), of("read", vec![at(0, 1, None)])]),
        ("an empty name", vec![of("", vec![at(0, 1, None)])]),
        ("no partitions", vec![of("read", vec![]), of("none", vec![])]),
        ("nothing", vec![]),
        ("a topic twice", vec![of("read", vec![at(0, 1, None)]), of("read", vec![at(1, 2, None)])]),
        (
            "a topic twice, once wrong",
            vec![
                of("read", vec![at(0, 1, None)]),
                of("read", vec![at(9, 2, None), at(1, 3, None)]),
            ],
        ),
        ("a partition twice", vec![of("read", vec![at(0, 1, None), at(0, 2, Some("last"))])]),
        ("long metadata", vec![of("other", vec![at(0, 1, Some(&long)), at(1, 1, Some(&longer))])]),
        ("wide metadata", vec![of("other", vec![at(0, 1, Some(&wide)), at(1, 1, Some(&wider))])]),
    ];
    for (case, topics) in cases {
        for version in 2..=9 {
            for group in ["simple", ""] {
                pair.read(case, Who::Admin, version, &commit(group, topics.clone()));
            }
        }
        fetch(pair, case, Who::Admin, "simple");
    }
    fetch(pair, "of the group without a name", Who::Admin, "");
    let known = || vec![of("read", vec![at(0, 7, Some("x"))])];
    for version in 2..=9 {
        for (group, member_id, instance, generation) in [
            ("unknown", "", None, 0),
            ("unknown", "ghost", None, 5),
            ("unknown", "ghost", Some("instance"), 5),
            ("simple", "", None, 0),
            ("simple", "ghost", None, 1),
            ("simple", "ghost", Some("instance"), 1),
            ("simple", "ghost", None, -1),
            ("simple", "ghost", Some("instance"), -1),
            ("simple", "", None, -7),
            ("made", "ghost", Some("instance"), -1),
        ] {
            let request = OffsetCommitRequest {
                generation_id_or_member_epoch: generation,
                member_id,
                group_instance_id: instance.filter(|_| version >= 7),
                ..commit(group, known())
            };
            pair.read("by members", Who::Admin, version, &request);
        }
    }
    fetch(pair, "by members", Who::Admin, "made");
    let with_epoch = OffsetCommitRequestPartition { committed_leader_epoch: 3, ..at(0, 9, None) };
    let odd_epoch = OffsetCommitRequestPartition { committed_leader_epoch: -3, ..at(1, 9, None) };
    let topics = vec![of("read", vec![with_epoch, odd_epoch])];
    pair.read("with an epoch", Who::Admin, 9, &commit("simple", topics));
    fetch(pair, "with an epoch", Who::Admin, "simple");
}

/// In every version, some partitions and all.
fn fetch(pair: &mut Pair, case: &str, who: Who, group_id: &str) {
    for version in 1..=7 {
        let named = |name, partitions: Vec<i32>| OffsetFetchRequestTopic {
            name,
            partition_indexes: partitions.into(),
            ..Default::default()
        };
        let wanted =
            vec![named("read", vec![0, 1, 9, 0]), named("none", vec![0]), named("other", vec![])];
        for topics in [Some(wanted.into()), None].into_iter().take(if version < 2 { 1 } else { 2 })
        {
            let request = OffsetFetchRequest { group_id, topics, ..Default::default() };
            pair.read(case, who, version, &request);
        }
    }
    for version in 8..=9 {
        let named = |name, partitions: Vec<i32>| OffsetFetchRequestTopics {
            name,
            partition_indexes: partitions.into(),
            ..Default::default()
        };
        let wanted =
            vec![named("read", vec![0, 1, 9, 0]), named("none", vec![0]), named("other", vec![])];
        let group = |group_id, topics: Option<Vec<OffsetFetchRequestTopics<'static>>>| {
            let topics = topics.map(Into::into);
            OffsetFetchRequestGroup { group_id, topics, ..Default::default() }
        };
        let groups = vec![
            group(group_id, Some(wanted.clone())),
            group("unknown", Some(wanted)),
            group(group_id, None),
        ];
        let request = OffsetFetchRequest {
            groups: groups.into(),
            require_stable: version == 9,
            ..Default::default()
        };
        pair.read(case, who, version, &request);
    }
}

/// The id of a topic at Kafka and at the emulator.
pub(crate) fn topic_ids(pair: &mut Pair, name: &str) -> [Uuid; 2] {
    let topic = MetadataRequestTopic { name: Some(name), ..Default::default() };
    let request = MetadataRequest { topics: Some(vec![topic].into()), ..Default::default() };
    let frame = framed(12, &request);
    let peers = [&mut pair.kafka, &mut pair.emulator];
    peers.map(|peers| {
        let answer = peers[Who::Admin as usize].ask(&frame).unwrap();
        let (_, metadata) = decode_response::<MetadataRequest<'_>>(&answer, 12).unwrap();
        metadata.topics.iter().next().unwrap().topic_id
    })
}

/// By topic ids (v10).
fn ids(pair: &mut Pair) {
    let ids = topic_ids(pair, "read");
    let of = |topic_id, partitions: Vec<OffsetCommitRequestPartition<'static>>| {
        OffsetCommitRequestTopic { topic_id, partitions: partitions.into(), ..Default::default() }
    };
    let unknown = Uuid([9; 16]);
    for who in BOTH {
        pair.each("by id", who, 10, |side| {
            let good = of(ids[side], vec![at(0, 30, Some("id")), at(8, 1, None)]);
            let bad = [Uuid::default(), unknown].map(|id| of(id, vec![at(0, 1, None)]));
            commit("simple", [vec![good], bad.to_vec()].concat())
        });
        let group = |group_id, topics: Option<Vec<OffsetFetchRequestTopics<'static>>>| {
            let topics = topics.map(Into::into);
            OffsetFetchRequestGroup { group_id, topics, ..Default::default() }
        };
        pair.each("by id", who, 10, |side| {
            let wanted = |topic_id| OffsetFetchRequestTopics {
                topic_id,
                partition_indexes: vec![0, 1, 8].into(),
                ..Default::default()
            };
            let topics = [ids[side], Uuid::default(), unknown].map(wanted).to_vec();
            let groups = vec![group("simple", Some(topics)), group("simple", None)];
            OffsetFetchRequest { groups: groups.into(), ..Default::default() }
        });
    }
}

/// What ACLs allow: operations on resources.
type Rights<'a> = &'a [(ResourceType, &'a str, Op)];

fn rights(pair: &mut Pair) {
    let (group, topic) = (ResourceType::GROUP, ResourceType::TOPIC);
    let sets: [(&str, Rights<'_>); 9] = [
        ("no right", &[]),
        ("READ on the group", &[(group, "simple", Op::READ)]),
        ("READ on the topic", &[(topic, "read", Op::READ)]),
        ("READ on both", &[(group, "simple", Op::READ), (topic, "read", Op::READ)]),
        ("DESCRIBE on both", &[(group, "simple", Op::DESCRIBE), (topic, "read", Op::DESCRIBE)]),
        ("DESCRIBE on the group", &[(group, "simple", Op::DESCRIBE)]),
        ("DELETE on the group", &[(group, "simple", Op::DELETE)]),
        ("DELETE and READ", &[(group, "simple", Op::DELETE), (topic, "read", Op::READ)]),
        ("DESCRIBE on the cluster", &[(ResourceType::CLUSTER, "kafka-cluster", Op::DESCRIBE)]),
    ];
    for (case, set) in sets {
        let creations = set.iter().map(|(resource_type, name, operation)| {
            let (resource_type, operation) = (*resource_type, *operation);
            kafka_proto::messages::create_acls::AclCreation {
                resource_type,
                operation,
                ..acls::acl(name)
            }
        });
        pair.write(case, Who::Admin, 3, &acls::request(creations.collect()));
        for version in [2, 9] {
            let wanted = ["read", "other", "none"].map(|name| of(name, vec![at(0, 41, None)]));
            pair.read(case, Who::User, version, &commit("simple", wanted.to_vec()));
            pair.read(case, Who::User, version, &commit("simple", vec![]));
        }
        fetch(pair, case, Who::User, "simple");
        look_as(pair, case, Who::User);
        pair.read(case, Who::User, 0, &forget("simple", &["none", "other", "read"]));
        pair.read(case, Who::User, 0, &forget("simple", &[]));
        pair.read(case, Who::User, 2, &delete(&["unknown", "unknown", ""]));
        let request = DeleteAclsRequest { filters: vec![acls::any()].into(), ..Default::default() };
        pair.write(case, Who::Admin, 3, &request);
    }
}

pub(crate) fn look(pair: &mut Pair, case: &str) {
    for who in BOTH {
        look_as(pair, case, who);
    }
}

/// Lists and descriptions in every version.
pub(crate) fn look_as(pair: &mut Pair, case: &str, who: Who) {
    for version in 0..=5 {
        pair.read(case, who, version, &ListGroupsRequest::default());
    }
    let filters: [(&[&str], &[&str]); 8] = [
        (&["Empty"], &[]),
        (&["eMpTy ", "stable"], &[]),
        (&["nonsense"], &[]),
        (&[], &["classic"]),
        (&[], &[" CLASSIC", "Consumer"]),
        (&[], &["consumer"]),
        (&[], &["nonsense"]),
        (&["Empty"], &["Classic"]),
    ];
    for (states, types) in filters {
        let request = ListGroupsRequest {
            states_filter: states.into(),
            types_filter: types.into(),
            ..Default::default()
        };
        pair.read(case, who, 5, &request);
    }
    for version in 0..=6 {
        let groups = ["simple", "", "unknown", "classic", "static"];
        for include_authorized_operations in
            [false, true].into_iter().take(1 + usize::from(version >= 3))
        {
            let request = DescribeGroupsRequest {
                groups: (&groups).into(),
                include_authorized_operations,
                ..Default::default()
            };
            pair.read(case, who, version, &request);
        }
    }
}

fn forget<'a>(group_id: &'a str, topics: &[&'a str]) -> OffsetDeleteRequest<'a> {
    let partitions = [0, 2, 9, -1].map(|partition_index| OffsetDeleteRequestPartition {
        partition_index,
        ..Default::default()
    });
    let topic = |name: &&'a str| OffsetDeleteRequestTopic {
        name,
        partitions: partitions.to_vec().into(),
        ..Default::default()
    };
    let topics = topics.iter().map(topic).collect();
    OffsetDeleteRequest { group_id, topics, ..Default::default() }
}

pub(crate) fn delete<'a>(groups_names: &'a [&'a str]) -> DeleteGroupsRequest<'a> {
    DeleteGroupsRequest { groups_names: groups_names.into(), ..Default::default() }
}

fn deletion(pair: &mut Pair) {
    for group in ["simple", "unknown", ""] {
        for topics in [&["read", "none"][..], &["other"], &[]] {
            pair.write("offsets that go", Who::Admin, 0, &forget(group, topics));
            fetch(pair, "offsets that are gone", Who::Admin, group);
        }
    }
    pair.read(
        "a topic that goes",
        Who::Admin,
        9,
        &commit(
            "simple",
            vec![of("read", vec![at(0, 1, None)]), of("other", vec![at(0, 1, None)])],
        ),
    );
    let names = ["other"];
    let request = DeleteTopicsRequest {
        topic_names: (&names).into(),
        timeout_ms: 10_000,
        ..Default::default()
    };
    pair.write("a topic that goes", Who::Admin, 5, &request);
    fetch(pair, "a topic that is gone", Who::Admin, "simple");
    for version in 0..=3 {
        pair.write("without the right", Who::User, version, &delete(&["simple", "unknown"]));
        pair.write(
            "groups",
            Who::Admin,
            version,
            &delete(&["simple", "unknown", "simple", "", "made"]),
        );
        pair.write("no groups", Who::Admin, version, &delete(&[]));
        look(pair, "after deletion");
        fetch(pair, "after deletion", Who::Admin, "simple");
        let again = vec![of("read", vec![at(0, 1, None)])];
        pair.read("made again", Who::Admin, 9, &commit("simple", again));
    }
    pair.write("groups", Who::Admin, 3, &delete(&["simple"]));
}

//! Share groups (KIP-932). Kafka gives state to partitions after it has answered, and makes an assignment
//! once a second at most, so a member asks until it is told something new, and only that is compared. What
//! is moved between members comes in an order of its own, so that only what one member has is compared.

use std::time::Instant;

use kafka_proto::messages::alter_share_group_offsets::{
    AlterShareGroupOffsetsRequest, AlterShareGroupOffsetsRequestPartition,
    AlterShareGroupOffsetsRequestTopic,
};
use kafka_proto::messages::consumer_group_describe::ConsumerGroupDescribeRequest;
use kafka_proto::messages::consumer_group_heartbeat::ConsumerGroupHeartbeatRequest;
use kafka_proto::messages::create_acls::AclCreation;
use kafka_proto::messages::create_topics::CreatableTopic;
use kafka_proto::messages::delete_acls::DeleteAclsRequest;
use kafka_proto::messages::delete_share_group_offsets::{
    DeleteShareGroupOffsetsRequest, DeleteShareGroupOffsetsRequestTopic,
};
use kafka_proto::messages::describe_groups::DescribeGroupsRequest;
use kafka_proto::messages::describe_share_group_offsets::{
    DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsetsRequestGroup,
    DescribeShareGroupOffsetsRequestTopic,
};
use kafka_proto::messages::find_coordinator::FindCoordinatorRequest;
use kafka_proto::messages::heartbeat::HeartbeatRequest;
use kafka_proto::messages::join_group::{JoinGroupRequest, JoinGroupRequestProtocol};
use kafka_proto::messages::leave_group::{LeaveGroupRequest, MemberIdentity};
use kafka_proto::messages::list_groups::ListGroupsRequest;
use kafka_proto::messages::offset_commit::OffsetCommitRequest;
use kafka_proto::messages::share_group_describe::ShareGroupDescribeRequest;
use kafka_proto::messages::share_group_heartbeat::{
    ShareGroupHeartbeatRequest, ShareGroupHeartbeatResponse,
};
use kafka_proto::{AclOperation as Op, CoordinatorType, ResourceType, decode_response};

use super::{Rights, at, commit, delete, fetch, forget, of};
use crate::compare::normal;
use crate::{BOTH, LAG, Pair, Who, acls, framed, topics};

const GROUP: &str = "share";

type Beat<'a> = ShareGroupHeartbeatRequest<'a>;

pub(crate) fn compare(pair: &mut Pair) {
    let topic = |name| CreatableTopic { num_partitions: 1, ..topics::topic(name) };
    pair.write("for share groups", Who::Admin, 7, &topics::request(vec![topic("one")]));
    ready(pair);
    wrong(pair);
    look(pair, "without a group");
    members(pair);
    starts(pair);
    rights(pair);
    for version in 0..=3 {
        let request = delete(&[GROUP, "made", "unknown"]);
        pair.write("share groups", Who::Admin, version, &request);
    }
    look(pair, "deleted");
}

/// Kafka makes the topic of share groups when it is first asked for.
fn ready(pair: &mut Pair) {
    let keys = [format!("{GROUP}:nas3fCkEQJKoEK4uLXJTbw:0")];
    let keys = keys.each_ref().map(String::as_str);
    let request = FindCoordinatorRequest {
        key_type: CoordinatorType::SHARE,
        coordinator_keys: (&keys).into(),
        ..Default::default()
    };
    pair.read("the topic of share groups", Who::Admin, 6, &request);
}

/// Of somebody who is a member and says nothing new.
fn again(member_id: &str, member_epoch: i32) -> Beat<'_> {
    Beat { group_id: GROUP, member_id, member_epoch, ..Default::default() }
}

fn joining<'a>(member_id: &'a str, names: &'a [&'a str]) -> Beat<'a> {
    Beat { subscribed_topic_names: Some(names.into()), ..again(member_id, 0) }
}

/// What is refused at once.
fn wrong(pair: &mut Pair) {
    let (names, long) = (["read"], "m".repeat(37));
    let join = || joining("member", &names);
    let cases: Vec<(&str, Beat<'_>)> = vec![
        ("no group", Beat { group_id: "", ..join() }),
        ("a blank group", Beat { group_id: " ", ..join() }),
        ("no member", Beat { member_id: "", ..join() }),
        ("a blank member", Beat { member_id: " ", ..join() }),
        ("a long member", Beat { member_id: &long, ..join() }),
        ("an empty rack", Beat { rack_id: Some(""), ..join() }),
        ("no topics", Beat { subscribed_topic_names: None, ..join() }),
        ("not one topic", joining("member", &[])),
        ("an odd epoch", Beat { member_epoch: -2, ..join() }),
        ("an unknown group", again("member", 3)),
        ("out of an unknown group", again("member", -1)),
        ("a classic group", Beat { group_id: "simple", ..join() }),
        ("a member of a classic group", Beat { group_id: "simple", ..again("member", 3) }),
        ("out of a classic group", Beat { group_id: "simple", ..again("member", -1) }),
    ];
    for (case, request) in cases {
        for who in BOTH {
            pair.read(case, who, 1, &request);
        }
    }
}

/// Lists, descriptions and starts.
fn look(pair: &mut Pair, case: &str) {
    for who in BOTH {
        for include_authorized_operations in [false, true] {
            let group_ids = [GROUP, "unknown", "", "simple", "made"];
            let request = ShareGroupDescribeRequest {
                group_ids: (&group_ids).into(),
                include_authorized_operations,
                ..Default::default()
            };
            pair.read(case, who, 1, &request);
        }
        for types_filter in [vec!["share"], vec!["Share", "consumer"], vec!["classic"]] {
            let types_filter = types_filter.into();
            pair.read(case, who, 5, &ListGroupsRequest { types_filter, ..Default::default() });
        }
        begins(pair, case, who);
    }
    let groups = [GROUP];
    for version in [5, 6] {
        let request = DescribeGroupsRequest { groups: (&groups).into(), ..Default::default() };
        pair.read(case, Who::Admin, version, &request);
    }
    let group_ids = [GROUP];
    let request =
        ConsumerGroupDescribeRequest { group_ids: (&group_ids).into(), ..Default::default() };
    pair.read(case, Who::Admin, 1, &request);
}

fn begins(pair: &mut Pair, case: &str, who: Who) {
    let named = |topic_name, partitions: Vec<i32>| DescribeShareGroupOffsetsRequestTopic {
        topic_name,
        partitions: partitions.into(),
        ..Default::default()
    };
    let group = |group_id, topics: Option<Vec<DescribeShareGroupOffsetsRequestTopic<'static>>>| {
        let topics = topics.map(Into::into);
        DescribeShareGroupOffsetsRequestGroup { group_id, topics, ..Default::default() }
    };
    // Of a partition that is not there Kafka answers the same, half a minute later.
    let wanted = || vec![named("read", vec![0, 1]), named("none", vec![0, -1])];
    for version in 0..=1 {
        for groups in [
            vec![group(GROUP, None), group("unknown", None), group("simple", None)],
            vec![group(GROUP, Some(wanted())), group("unknown", Some(wanted()))],
            vec![group("simple", Some(wanted())), group("made", None)],
            vec![group(GROUP, Some(vec![])), group(GROUP, Some(vec![named("read", vec![])]))],
            vec![group(GROUP, Some(vec![named("read", vec![]), named("one", vec![0])]))],
            vec![group(GROUP, Some(vec![named("read", vec![0, 0]), named("read", vec![0])]))],
            vec![group(GROUP, Some(vec![named("read", vec![-1]), named("none", vec![0])]))],
            vec![group("", None), group("", Some(wanted())), group("", Some(vec![]))],
            vec![group("", Some(vec![named("none", vec![0])]))],
            vec![],
        ] {
            let groups = groups.into();
            let request = DescribeShareGroupOffsetsRequest { groups, ..Default::default() };
            pair.read(case, who, version, &request);
        }
    }
}

/// Asks both until they have something new to say, and compares that.
fn until(
    pair: &mut Pair,
    case: &str,
    of: &Beat<'_>,
    is_news: impl Fn(&ShareGroupHeartbeatResponse<'_>) -> bool,
) {
    let frame = framed(1, of);
    let texts = [0, 1].map(|side| {
        let begun = Instant::now();
        loop {
            let peers = if side == 0 { &mut pair.kafka } else { &mut pair.emulator };
            let answer = peers[Who::Admin as usize].ask(&frame).unwrap();
            let (_, response) = decode_response::<Beat<'_>>(&answer, 1).unwrap();
            if is_news(&response) || response.error_code.0 != 0 || begun.elapsed() > LAG * 6 {
                return normal(&format!("{response:#?}"), &[]);
            }
        }
    });
    pair.note::<Beat<'_>>(case, Who::Admin, 1, &texts[0], &texts[1]);
}

/// Members come and go.
fn members(pair: &mut Pair) {
    let (both, one, none) = (["read", "one"], ["one"], ["none"]);
    pair.write("the first joins", Who::Admin, 1, &joining("a", &both));
    until(pair, "the first has all", &again("a", 2), |it| it.assignment.is_some());
    look(pair, "one member");
    for (case, beat) in [
        ("nothing new", again("a", 3)),
        ("the last answer was lost", again("a", 2)),
        ("too late an epoch", again("a", 4)),
        ("too early an epoch", again("a", 1)),
        ("a ghost", again("ghost", 2)),
        ("a ghost leaves", again("ghost", -1)),
        ("everything", Beat { member_epoch: 3, ..joining("a", &both) }),
        ("once more", joining("a", &both)),
    ] {
        pair.read(case, Who::Admin, 1, &beat);
    }
    others(pair, "with a member");
    let alter = alter(GROUP, vec![starting("read", &[(0, 1)])]);
    pair.read("with a member", Who::Admin, 0, &alter);
    pair.read("with a member", Who::Admin, 0, &ending(GROUP, &["read"]));
    pair.read("with a member", Who::Admin, 2, &delete(&[GROUP]));
    let other = Beat { rack_id: Some("r"), member_epoch: 3, ..joining("a", &one) };
    until(pair, "one topic only", &other, |it| it.member_epoch == 4);
    until(pair, "the second joins", &joining("b", &one), |it| it.member_epoch == 5);
    look(pair, "two members");
    pair.write("the second leaves", Who::Admin, 1, &again("b", -1));
    pair.read("it has left", Who::Admin, 1, &again("b", -1));
    pair.read("it has left", Who::Admin, 1, &again("b", 6));
    look(pair, "one is left");
    pair.write("the first leaves", Who::Admin, 1, &again("a", -1));
    look(pair, "nobody is left");
    others(pair, "without a member");
    pair.write("of no topic", Who::Admin, 1, &joining("c", &none));
    pair.read("of no topic", Who::Admin, 1, &joining("c", &none));
    pair.write("of no topic", Who::Admin, 1, &again("c", -1));
}

/// What only groups of other types know.
fn others(pair: &mut Pair, case: &str) {
    for (member_id, generation_id_or_member_epoch) in [("", -1), ("a", 2), ("a", -1)] {
        for version in [2, 8, 9] {
            let topics = vec![of("read", vec![at(0, 5, None)])];
            let by = OffsetCommitRequest { member_id, ..commit(GROUP, topics) };
            let request = OffsetCommitRequest { generation_id_or_member_epoch, ..by };
            pair.read(case, Who::Admin, version, &request);
        }
    }
    fetch(pair, case, Who::Admin, GROUP);
    pair.read(case, Who::Admin, 0, &forget(GROUP, &["read"]));
    let beat = HeartbeatRequest { group_id: GROUP, member_id: "a", ..Default::default() };
    pair.read(case, Who::Admin, 4, &beat);
    let names = ["read"];
    let beat = ConsumerGroupHeartbeatRequest {
        group_id: GROUP,
        member_id: "a",
        rebalance_timeout_ms: 1000,
        subscribed_topic_names: Some((&names).into()),
        topic_partitions: Some(vec![].into()),
        ..Default::default()
    };
    pair.read(case, Who::Admin, 1, &beat);
    let leaves = ConsumerGroupHeartbeatRequest { member_epoch: -1, ..beat };
    pair.read(case, Who::Admin, 1, &leaves);
    let protocol = JoinGroupRequestProtocol { name: "range", ..Default::default() };
    let join = JoinGroupRequest {
        group_id: GROUP,
        session_timeout_ms: 10_000,
        rebalance_timeout_ms: 10_000,
        protocol_type: "consumer",
        protocols: vec![protocol].into(),
        ..Default::default()
    };
    pair.read(case, Who::Admin, 2, &join);
    let member = MemberIdentity { member_id: "a", ..Default::default() };
    let members = vec![member].into();
    let request = LeaveGroupRequest { group_id: GROUP, members, ..Default::default() };
    pair.read(case, Who::Admin, 5, &request);
}

fn starting<'a>(name: &'a str, starts: &[(i32, i64)]) -> AlterShareGroupOffsetsRequestTopic<'a> {
    let partitions = starts.iter().map(|(partition_index, start_offset)| {
        AlterShareGroupOffsetsRequestPartition {
            partition_index: *partition_index,
            start_offset: *start_offset,
            ..Default::default()
        }
    });
    AlterShareGroupOffsetsRequestTopic {
        topic_name: name,
        partitions: partitions.collect(),
        ..Default::default()
    }
}

fn alter<'a>(
    group_id: &'a str,
    topics: Vec<AlterShareGroupOffsetsRequestTopic<'a>>,
) -> AlterShareGroupOffsetsRequest<'a> {
    AlterShareGroupOffsetsRequest { group_id, topics: topics.into(), ..Default::default() }
}

fn ending<'a>(group_id: &'a str, names: &[&'a str]) -> DeleteShareGroupOffsetsRequest<'a> {
    let topics = names
        .iter()
        .map(|topic_name| DeleteShareGroupOffsetsRequestTopic { topic_name, ..Default::default() });
    DeleteShareGroupOffsetsRequest { group_id, topics: topics.collect(), ..Default::default() }
}

/// Where groups without members begin.
fn starts(pair: &mut Pair) {
    let cases: Vec<(&str, &str, Vec<AlterShareGroupOffsetsRequestTopic<'_>>)> = vec![
        ("starts", GROUP, vec![starting("read", &[(0, 0), (1, 5)])]),
        ("another start", GROUP, vec![starting("read", &[(0, 3)]), starting("one", &[(0, 1)])]),
        ("absent partitions", GROUP, vec![starting("read", &[(0, 4), (9, 1)])]),
        ("absent topics", GROUP, vec![starting("none", &[(0, 1)]), starting("read", &[(1, 2)])]),
        ("no partitions", GROUP, vec![starting("read", &[]), starting("none", &[])]),
        ("an odd start", GROUP, vec![starting("read", &[(0, -1), (1, -5), (2, 1000)])]),
        ("a partition twice", GROUP, vec![starting("read", &[(0, 1), (0, 2)])]),
        ("a topic twice", GROUP, vec![starting("read", &[(0, 4)]), starting("read", &[(1, 5)])]),
        ("nothing", GROUP, vec![]),
        ("a group that is made", "made", vec![starting("read", &[(2, 7)])]),
        ("a group of another type", "simple", vec![starting("read", &[(2, 7)])]),
        ("no group", "", vec![starting("read", &[(2, 7)])]),
    ];
    for (case, group, topics) in cases {
        for who in BOTH {
            pair.write(case, who, 0, &alter(group, topics.clone()));
        }
        begins(pair, case, Who::Admin);
    }
    look(pair, "with starts");
    for (case, group, names) in [
        ("an end", GROUP, vec!["one"]),
        ("an end again", GROUP, vec!["one", "none", ""]),
        ("nothing to end", GROUP, vec![]),
        ("an unknown group", "unknown", vec!["read"]),
        ("a group of another type", "simple", vec!["read"]),
        ("no group", "", vec!["read"]),
    ] {
        for who in BOTH {
            pair.write(case, who, 0, &ending(group, &names));
        }
        begins(pair, case, Who::Admin);
    }
}

fn rights(pair: &mut Pair) {
    let (group, topic) = (ResourceType::GROUP, ResourceType::TOPIC);
    let sets: [(&str, Rights<'_>); 6] = [
        ("no right", &[]),
        ("READ on the group", &[(group, GROUP, Op::READ)]),
        ("READ on both", &[(group, GROUP, Op::READ), (topic, "read", Op::READ)]),
        ("DESCRIBE on both", &[(group, GROUP, Op::DESCRIBE), (topic, "read", Op::DESCRIBE)]),
        ("DELETE on the group", &[(group, GROUP, Op::DELETE)]),
        ("DELETE and READ", &[(group, GROUP, Op::DELETE), (topic, "read", Op::READ)]),
    ];
    let names = ["read"];
    for (case, set) in sets {
        let creations = set.iter().map(|(resource_type, name, operation)| {
            let (resource_type, operation) = (*resource_type, *operation);
            AclCreation { resource_type, operation, ..acls::acl(name) }
        });
        pair.write(case, Who::Admin, 3, &acls::request(creations.collect()));
        pair.read(case, Who::User, 1, &again("ghost", 3));
        pair.read(case, Who::User, 1, &Beat { member_epoch: 3, ..joining("ghost", &names) });
        let topics = ["read", "one", "none"].map(|name| starting(name, &[(0, 2)])).to_vec();
        pair.read(case, Who::User, 0, &alter(GROUP, topics));
        look(pair, case);
        pair.write(case, Who::User, 0, &ending(GROUP, &["read", "one", "none"]));
        let request = DeleteAclsRequest { filters: vec![acls::any()].into(), ..Default::default() };
        pair.write(case, Who::Admin, 3, &request);
    }
}

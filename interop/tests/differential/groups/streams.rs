//! Streams groups (KIP-1071). Kafka makes internal topics after it has answered, and an assignment once a
//! second at most, so a member asks until it is told something new, and only that is compared.

use std::time::Instant;

use kafka_proto::messages::consumer_group_describe::ConsumerGroupDescribeRequest;
use kafka_proto::messages::consumer_group_heartbeat::ConsumerGroupHeartbeatRequest;
use kafka_proto::messages::create_acls::AclCreation;
use kafka_proto::messages::create_topics::CreatableTopic;
use kafka_proto::messages::delete_acls::DeleteAclsRequest;
use kafka_proto::messages::describe_configs::{DescribeConfigsRequest, DescribeConfigsResource};
use kafka_proto::messages::describe_groups::DescribeGroupsRequest;
use kafka_proto::messages::heartbeat::HeartbeatRequest;
use kafka_proto::messages::incremental_alter_configs::{
    AlterConfigsResource, AlterableConfig, IncrementalAlterConfigsRequest,
};
use kafka_proto::messages::leave_group::{LeaveGroupRequest, MemberIdentity};
use kafka_proto::messages::list_groups::ListGroupsRequest;
use kafka_proto::messages::metadata::{MetadataRequest, MetadataRequestTopic};
use kafka_proto::messages::offset_commit::OffsetCommitRequest;
use kafka_proto::messages::share_group_describe::ShareGroupDescribeRequest;
use kafka_proto::messages::share_group_heartbeat::ShareGroupHeartbeatRequest;
use kafka_proto::messages::streams_group_describe::StreamsGroupDescribeRequest;
use kafka_proto::messages::streams_group_heartbeat::{
    CopartitionGroup, Endpoint, KeyValue, StreamsGroupHeartbeatRequest,
    StreamsGroupHeartbeatResponse, Subtopology, TaskIds, TaskOffset, TopicInfo, Topology,
};
use kafka_proto::{
    AclOperation as Op, AlterConfigOperation, ConfigResourceType, ResourceType, decode_response,
};

use super::{Rights, at, commit, delete, fetch, forget, of};
use crate::compare::normal;
use crate::{BOTH, LAG, Pair, Who, acls, framed, topics};

const GROUP: &str = "streams";

/// All that are made here.
const GROUPS: [&str; 11] = [
    GROUP, "static", "ends", "no-ends", "logs", "parts", "no-part", "missing", "counts", "fixed",
    "sizes",
];

/// Whose first assignment waits for nobody.
const DELAY: &str = "streams.initial.rebalance.delay.ms";

type Beat<'a> = StreamsGroupHeartbeatRequest<'a>;

pub(crate) fn compare(pair: &mut Pair) {
    let topic = |name, num_partitions| CreatableTopic { num_partitions, ..topics::topic(name) };
    let made = vec![topic("two", 2), topic("four", 4)];
    pair.write("for streams groups", Who::Admin, 7, &topics::request(made));
    delay(pair, AlterConfigOperation::SET);
    wrong(pair);
    topologies(pair);
    look(pair, "without a group");
    members(pair);
    statics(pair);
    endpoints(pair);
    internal_topics(pair);
    rights(pair);
    for version in 0..=3 {
        let request = delete(&[GROUP, "static", "unknown", "missing"]);
        pair.write("streams groups", Who::Admin, version, &request);
    }
    look(pair, "deleted");
    delay(pair, AlterConfigOperation::DELETE);
}

/// Lets the first assignment of each group wait for nobody, or as long as by default.
fn delay(pair: &mut Pair, config_operation: AlterConfigOperation) {
    let config = || AlterableConfig {
        name: DELAY,
        config_operation,
        value: Some("0"),
        ..Default::default()
    };
    let resources = GROUPS.map(|resource_name| AlterConfigsResource {
        resource_type: ConfigResourceType::GROUP,
        resource_name,
        configs: vec![config()].into(),
        ..Default::default()
    });
    let request =
        IncrementalAlterConfigsRequest { resources: (&resources).into(), ..Default::default() };
    pair.write("the first assignment", Who::Admin, 1, &request);
    // Kafka's broker knows it when it shows it.
    let resources = GROUPS.map(|resource_name| DescribeConfigsResource {
        resource_type: ConfigResourceType::GROUP,
        resource_name,
        configuration_keys: Some(vec![DELAY].into()),
        ..Default::default()
    });
    let request = DescribeConfigsRequest { resources: (&resources).into(), ..Default::default() };
    pair.read("the first assignment", Who::Admin, 4, &request);
}

fn part<'a>(subtopology_id: &'a str, sources: &[&'a str]) -> Subtopology<'a> {
    let source_topics = sources.iter().copied().collect();
    Subtopology { subtopology_id, source_topics, ..Default::default() }
}

fn topology(epoch: i32, parts: Vec<Subtopology<'_>>) -> Option<Topology<'_>> {
    Some(Topology { epoch, subtopologies: parts.into(), ..Default::default() })
}

/// Of somebody who is a member and says nothing new.
fn again(member_id: &str, member_epoch: i32) -> Beat<'_> {
    Beat { group_id: GROUP, member_id, member_epoch, ..Default::default() }
}

fn joining<'a>(member_id: &'a str, parts: Vec<Subtopology<'a>>) -> Beat<'a> {
    Beat {
        rebalance_timeout_ms: 45_000,
        topology: topology(1, parts),
        process_id: Some(member_id),
        client_tags: Some(vec![].into()),
        ..owning(again(member_id, 0), &[])
    }
}

/// With these active tasks of the first part.
fn owning<'a>(beat: Beat<'a>, active: &'a [i32]) -> Beat<'a> {
    let tasks = |subtopology_id| TaskIds {
        subtopology_id,
        partitions: active.into(),
        ..Default::default()
    };
    let active = if active.is_empty() { vec![] } else { vec![tasks("0")] };
    Beat {
        active_tasks: Some(active.into()),
        standby_tasks: Some(vec![].into()),
        warmup_tasks: Some(vec![].into()),
        ..beat
    }
}

fn some<'a>(
    subtopology_id: &'a str,
    partition: i32,
) -> Option<kafka_proto::Array<'a, TaskIds<'a>>> {
    let partitions = vec![partition].into();
    Some(vec![TaskIds { subtopology_id, partitions, ..Default::default() }].into())
}

fn internal(name: &str, partitions: i32) -> TopicInfo<'_> {
    TopicInfo { name, partitions, ..Default::default() }
}

/// What is refused at once.
fn wrong(pair: &mut Pair) {
    let join = || joining("member", vec![part("0", &["two"])]);
    let regex = Subtopology { source_topic_regex: vec!["a.*"].into(), ..part("0", &[]) };
    let log = Subtopology {
        state_changelog_topics: vec![internal("log", 1)].into(),
        ..part("0", &["two"])
    };
    let cases: Vec<(&str, Beat<'_>)> = vec![
        ("no group", Beat { group_id: "", ..join() }),
        ("a blank group", Beat { group_id: " ", ..join() }),
        ("no member", Beat { member_id: "", ..join() }),
        ("a blank member", Beat { member_id: " ", ..join() }),
        ("an empty instance", Beat { instance_id: Some(""), ..join() }),
        ("an empty rack", Beat { rack_id: Some(""), ..join() }),
        ("no timeout", Beat { rebalance_timeout_ms: -1, ..join() }),
        ("no topology", Beat { topology: None, ..join() }),
        ("tasks", Beat { active_tasks: some("0", 0), ..join() }),
        ("standby tasks", Beat { standby_tasks: some("0", 0), ..join() }),
        ("warm-up tasks", Beat { warmup_tasks: some("0", 0), ..join() }),
        ("no active tasks", Beat { active_tasks: None, ..join() }),
        ("no standby tasks", Beat { standby_tasks: None, ..join() }),
        ("no warm-up tasks", Beat { warmup_tasks: None, ..join() }),
        ("an odd epoch", Beat { member_epoch: -3, ..join() }),
        ("out for a while", again("member", -2)),
        ("a regular expression", joining("member", vec![regex])),
        ("a changelog with partitions", joining("member", vec![log])),
        ("a topology later", Beat { member_epoch: 3, ..join() }),
        ("some tasks only", Beat { active_tasks: Some(vec![].into()), ..again("member", 3) }),
        ("an internal topic", joining("member", vec![part("0", &["__consumer_offsets", "two"])])),
        ("odd names", joining("member", vec![part("0", &["a b", "two", "", "a b"])])),
        ("an unknown group", again("member", 3)),
        ("out of an unknown group", again("member", -1)),
        ("a member of a classic group", Beat { group_id: "simple", ..again("member", 3) }),
        ("out of a classic group", Beat { group_id: "simple", ..again("member", -1) }),
        ("a share group", Beat { group_id: "none-left", ..again("member", -1) }),
    ];
    for (case, request) in cases {
        for who in BOTH {
            for version in 0..=1 {
                pair.read(case, who, version, &request);
            }
        }
    }
}

/// Topologies that make no sense, and those that lack topics.
fn topologies(pair: &mut Pair) {
    let places = |sources: Vec<i16>, internal: Vec<i16>| {
        let group = CopartitionGroup {
            source_topics: sources.into(),
            repartition_source_topics: internal.into(),
            ..Default::default()
        };
        vec![group].into()
    };
    let reading = |name, partitions, part: Subtopology<'static>| Subtopology {
        repartition_source_topics: vec![internal(name, partitions)].into(),
        ..part
    };
    let sinking = |name, part: Subtopology<'static>| Subtopology {
        repartition_sink_topics: vec![name].into(),
        ..part
    };
    let cases: Vec<(&str, Vec<Subtopology<'_>>)> = vec![
        ("no source", vec![part("0", &[])]),
        ("a part twice", vec![part("0", &["two"]), part("0", &["four"])]),
        ("nobody writes it", vec![reading("r", 0, part("0", &["two"]))]),
        ("a loop", vec![reading("r", 0, sinking("r", part("0", &[])))]),
        (
            "a place that is not there",
            vec![Subtopology {
                copartition_groups: places(vec![0, 7], vec![]),
                ..part("0", &["two", "four"])
            }],
        ),
        (
            "a negative place",
            vec![Subtopology {
                copartition_groups: places(vec![-1], vec![]),
                ..part("0", &["two", "four"])
            }],
        ),
    ];
    for (case, parts) in cases {
        pair.read(case, Who::Admin, 1, &joining("member", parts));
    }
    let negative = Beat {
        topology: topology(-1, vec![part("0", &["two"])]),
        ..joining("member", vec![part("0", &["two"])])
    };
    pair.read("a negative epoch", Who::Admin, 1, &negative);
    let cases: Vec<(&str, &str, Vec<Subtopology<'_>>)> = vec![
        ("no part", "no-part", vec![]),
        ("missing sources", "missing", vec![part("0", &["y", "two", "x"]), part("1", &["z", "w"])]),
        (
            "other counts",
            "counts",
            vec![Subtopology {
                copartition_groups: places(vec![0, 1], vec![]),
                ..part("0", &["two", "four"])
            }],
        ),
        (
            "a fixed count",
            "fixed",
            vec![Subtopology {
                copartition_groups: places(vec![0], vec![0]),
                ..reading("r-fixed", 3, part("0", &["two"]))
            }],
        ),
        (
            "an internal topic of another size",
            "sizes",
            vec![reading("four", 2, part("0", &["two"]))],
        ),
    ];
    for (case, group_id, parts) in cases {
        pair.write(case, Who::Admin, 1, &Beat { group_id, ..joining("m", parts) });
        pair.read(case, Who::Admin, 1, &Beat { group_id, ..again("m", 2) });
        describe(pair, case, Who::Admin, &[group_id]);
        pair.write(case, Who::Admin, 1, &Beat { group_id, ..again("m", -1) });
        if group_id != "missing" {
            pair.write(case, Who::Admin, 2, &delete(&[group_id]));
        }
    }
}

fn describe(pair: &mut Pair, case: &str, who: Who, group_ids: &[&str]) {
    for include_authorized_operations in [false, true] {
        for version in 0..=1 {
            let request = StreamsGroupDescribeRequest {
                group_ids: group_ids.into(),
                include_authorized_operations,
                include_topology_description: version > 0 && include_authorized_operations,
                ..Default::default()
            };
            pair.read(case, who, version, &request);
        }
    }
}

/// Lists and descriptions.
fn look(pair: &mut Pair, case: &str) {
    for who in BOTH {
        describe(pair, case, who, &[GROUP, "unknown", "", "simple"]);
        for types_filter in [vec!["streams"], vec!["Streams", "consumer"], vec!["classic"]] {
            let types_filter = types_filter.into();
            pair.read(case, who, 5, &ListGroupsRequest { types_filter, ..Default::default() });
        }
        for state in ["NotReady", "not_ready", "Reconciling", "empty", "assigning"] {
            let (states_filter, types_filter) = (vec![state].into(), vec!["streams"].into());
            let request = ListGroupsRequest { states_filter, types_filter, ..Default::default() };
            pair.read(case, who, 5, &request);
        }
    }
    let groups = [GROUP];
    for version in [5, 6] {
        let request = DescribeGroupsRequest { groups: (&groups).into(), ..Default::default() };
        pair.read(case, Who::Admin, version, &request);
    }
    let group_ids = || (&groups).into();
    let request = ConsumerGroupDescribeRequest { group_ids: group_ids(), ..Default::default() };
    pair.read(case, Who::Admin, 1, &request);
    let request = ShareGroupDescribeRequest { group_ids: group_ids(), ..Default::default() };
    pair.read(case, Who::Admin, 1, &request);
}

/// Asks both until they have something new to say, and compares that.
fn until(
    pair: &mut Pair,
    case: &str,
    of: &Beat<'_>,
    is_news: impl Fn(&StreamsGroupHeartbeatResponse<'_>) -> bool,
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
    let parts = || vec![part("0", &["two"])];
    pair.write("the first joins", Who::Admin, 1, &joining("a", parts()));
    look(pair, "one member");
    for (case, beat) in [
        ("nothing new", again("a", 2)),
        ("too late an epoch", again("a", 4)),
        ("too early an epoch", again("a", 1)),
        ("a ghost", again("ghost", 2)),
        ("a ghost leaves", again("ghost", -1)),
        ("an absent part", Beat { active_tasks: some("9", 0), ..owning(again("a", 2), &[]) }),
        ("an absent task", owning(again("a", 2), &[7])),
        ("a negative task", owning(again("a", 2), &[-1])),
        (
            "an absent standby task",
            Beat { standby_tasks: some("0", 7), ..owning(again("a", 2), &[]) },
        ),
        ("its tasks", owning(again("a", 2), &[0, 1])),
        ("too large a topology", Beat { topology: topology(2, parts()), ..joining("b", parts()) }),
        ("another topology", joining("b", vec![part("0", &["four"])])),
        (
            "how far tasks are",
            Beat {
                task_offsets: Some(
                    vec![TaskOffset { subtopology_id: "0", ..Default::default() }].into(),
                ),
                task_end_offsets: Some(vec![].into()),
                ..again("a", 2)
            },
        ),
        ("once more", joining("a", parts())),
    ] {
        pair.read(case, Who::Admin, 1, &beat);
    }
    others(pair, "with a member");
    pair.read("with a member", Who::Admin, 2, &delete(&[GROUP]));
    let older = Beat { topology: topology(0, vec![]), ..joining("b", parts()) };
    until(pair, "the second joins", &older, |it| it.member_epoch == 3);
    pair.read("the second waits", Who::Admin, 1, &again("b", 3));
    pair.write("the first gives up", Who::Admin, 1, &again("a", 2));
    look(pair, "two members");
    pair.write("the first has given up", Who::Admin, 1, &owning(again("a", 2), &[0]));
    pair.write("the second has it", Who::Admin, 1, &again("b", 3));
    look(pair, "two members with tasks");
    pair.read("the end", Who::Admin, 1, &Beat { shutdown_application: true, ..again("b", 3) });
    pair.read("the end for all", Who::Admin, 1, &again("a", 3));
    pair.write("the second leaves", Who::Admin, 1, &again("b", -1));
    pair.read("it has left", Who::Admin, 1, &again("b", -1));
    pair.read("it has left", Who::Admin, 1, &again("b", 3));
    until(pair, "one has all", &again("a", 3), |it| it.active_tasks.is_some());
    pair.write("the first leaves", Who::Admin, 1, &again("a", -1));
    look(pair, "nobody is left");
    others(pair, "without a member");
}

/// What only groups of other types know, and offsets.
fn others(pair: &mut Pair, case: &str) {
    for (member_id, generation_id_or_member_epoch) in [("", -1), ("a", 2), ("a", 1), ("a", -1)] {
        for version in [2, 8, 9] {
            let topics = vec![of("two", vec![at(0, 5, None)])];
            let by = OffsetCommitRequest { member_id, ..commit(GROUP, topics) };
            let request = OffsetCommitRequest { generation_id_or_member_epoch, ..by };
            pair.read(case, Who::Admin, version, &request);
        }
    }
    fetch(pair, case, Who::Admin, GROUP);
    pair.read(case, Who::Admin, 0, &forget(GROUP, &["two", "four"]));
    let beat = HeartbeatRequest { group_id: GROUP, member_id: "a", ..Default::default() };
    pair.read(case, Who::Admin, 4, &beat);
    let names = ["two"];
    let beat = ConsumerGroupHeartbeatRequest {
        group_id: GROUP,
        member_id: "a",
        rebalance_timeout_ms: 1000,
        subscribed_topic_names: Some((&names).into()),
        topic_partitions: Some(vec![].into()),
        ..Default::default()
    };
    pair.read(case, Who::Admin, 1, &beat);
    let share = ShareGroupHeartbeatRequest {
        group_id: GROUP,
        member_id: "a",
        subscribed_topic_names: Some((&names).into()),
        ..Default::default()
    };
    pair.read(case, Who::Admin, 1, &share);
    let member = MemberIdentity { member_id: "a", ..Default::default() };
    let members = vec![member].into();
    let request = LeaveGroupRequest { group_id: GROUP, members, ..Default::default() };
    pair.read(case, Who::Admin, 5, &request);
}

/// Members that go for a while.
fn statics(pair: &mut Pair) {
    let join = |id| Beat {
        group_id: "static",
        instance_id: Some("i"),
        ..joining(id, vec![part("0", &["two"])])
    };
    let of = |id, epoch| Beat { group_id: "static", instance_id: Some("i"), ..again(id, epoch) };
    pair.write("a static member", Who::Admin, 1, &join("a"));
    pair.read("a second one", Who::Admin, 1, &join("b"));
    pair.read("of another id", Who::Admin, 1, &of("b", 2));
    pair.read(
        "of an unknown instance",
        Who::Admin,
        1,
        &Beat { instance_id: Some("j"), ..of("a", 2) },
    );
    pair.write("it goes for a while", Who::Admin, 1, &of("a", -2));
    describe(pair, "it goes for a while", Who::Admin, &["static"]);
    pair.write("it is back", Who::Admin, 1, &join("b"));
    describe(pair, "it is back", Who::Admin, &["static"]);
    pair.write("it goes", Who::Admin, 1, &of("b", -1));
    describe(pair, "it has gone", Who::Admin, &["static"]);
}

/// Where members can be asked.
fn endpoints(pair: &mut Pair) {
    let endpoint = || Some(Endpoint { host: "h", port: 7, ..Default::default() });
    let tags = vec![KeyValue { key: "zone", value: "z", ..Default::default() }];
    let of = |epoch| Beat { group_id: "ends", ..again("a", epoch) };
    let join = Beat {
        group_id: "ends",
        user_endpoint: endpoint(),
        client_tags: Some(tags.into()),
        rack_id: Some("r"),
        ..joining("a", vec![part("0", &["two", "four"])])
    };
    pair.write("an endpoint", Who::Admin, 1, &join);
    describe(pair, "an endpoint", Who::Admin, &["ends"]);
    pair.read("its epoch", Who::Admin, 1, &of(2));
    pair.read("another epoch", Who::Admin, 1, &Beat { endpoint_information_epoch: 1, ..of(2) });
    let join = Beat {
        group_id: "no-ends",
        user_endpoint: endpoint(),
        ..joining("a", vec![part("0", &["nothing"])])
    };
    pair.read("an endpoint without topics", Who::Admin, 1, &join);
    pair.write("an endpoint goes", Who::Admin, 1, &of(-1));
    pair.write("an endpoint goes", Who::Admin, 2, &delete(&["ends", "no-ends"]));
}

/// Topics that groups make.
fn internal_topics(pair: &mut Pair) {
    let config = KeyValue { key: "cleanup.policy", value: "compact", ..Default::default() };
    let log = TopicInfo { topic_configs: vec![config].into(), ..internal("streams-log", 0) };
    let logging =
        Subtopology { state_changelog_topics: vec![log].into(), ..part("0", &["two", "four"]) };
    let writing = Subtopology {
        repartition_sink_topics: vec!["streams-between"].into(),
        ..part("0", &["two"])
    };
    let reading = Subtopology {
        repartition_source_topics: vec![internal("streams-between", 0)].into(),
        ..part("1", &[])
    };
    for (group_id, name, parts) in [
        ("logs", "streams-log", vec![logging]),
        ("parts", "streams-between", vec![writing, reading]),
    ] {
        let of = |epoch| Beat { group_id, ..again("a", epoch) };
        let case = "internal topics";
        pair.write(case, Who::Admin, 1, &Beat { group_id, ..joining("a", parts) });
        until(pair, case, &of(2), |it| it.active_tasks.is_some());
        describe(pair, case, Who::Admin, &[group_id]);
        let topic = MetadataRequestTopic { name: Some(name), ..Default::default() };
        let request = MetadataRequest { topics: Some(vec![topic].into()), ..Default::default() };
        pair.read(case, Who::Admin, 9, &request);
        pair.write(case, Who::Admin, 1, &of(-1));
        pair.write(case, Who::Admin, 2, &delete(&[group_id]));
    }
}

fn rights(pair: &mut Pair) {
    let (group, topic) = (ResourceType::GROUP, ResourceType::TOPIC);
    let sets: [(&str, Rights<'_>); 6] = [
        ("no right", &[]),
        ("READ on the group", &[(group, GROUP, Op::READ)]),
        ("READ on both", &[(group, GROUP, Op::READ), (topic, "two", Op::READ)]),
        (
            "and on the log",
            &[
                (group, GROUP, Op::READ),
                (topic, "two", Op::READ),
                (topic, "denied-log", Op::DESCRIBE),
            ],
        ),
        ("DESCRIBE on both", &[(group, GROUP, Op::DESCRIBE), (topic, "two", Op::DESCRIBE)]),
        ("DELETE on the group", &[(group, GROUP, Op::DELETE)]),
    ];
    for (case, set) in sets {
        let creations = set.iter().map(|(resource_type, name, operation)| {
            let (resource_type, operation) = (*resource_type, *operation);
            AclCreation { resource_type, operation, ..acls::acl(name) }
        });
        pair.write(case, Who::Admin, 3, &acls::request(creations.collect()));
        pair.read(case, Who::User, 1, &again("ghost", 3));
        let log = Subtopology {
            state_changelog_topics: vec![internal("denied-log", 0)].into(),
            ..part("0", &["two"])
        };
        let join = Beat { member_epoch: 3, ..joining("ghost", vec![log]) };
        pair.read(case, Who::User, 1, &join);
        look(pair, case);
        let request = DeleteAclsRequest { filters: vec![acls::any()].into(), ..Default::default() };
        pair.write(case, Who::Admin, 3, &request);
    }
}

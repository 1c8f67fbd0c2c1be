//! IncrementalAlterConfigs and CreatePartitions.

use kafka_proto::messages::create_acls::AclCreation;
use kafka_proto::messages::create_partitions::{
    CreatePartitionsAssignment, CreatePartitionsRequest, CreatePartitionsTopic,
};
use kafka_proto::messages::create_topics::CreateTopicsRequest;
use kafka_proto::messages::delete_acls::DeleteAclsRequest;
use kafka_proto::messages::describe_configs::{DescribeConfigsRequest, DescribeConfigsResource};
use kafka_proto::messages::incremental_alter_configs::{
    AlterConfigsResource, AlterableConfig, IncrementalAlterConfigsRequest,
};
use kafka_proto::messages::metadata::{MetadataRequest, MetadataRequestTopic};
use kafka_proto::{AclOperation, AlterConfigOperation as Operation, Array, ConfigResourceType};

use crate::acls::{acl, any, request};
use crate::topics::topic;
use crate::{BOTH, Pair, Who};

pub(crate) fn compare(pair: &mut Pair) {
    for name in ["changed", "grown", "other"] {
        let create = CreateTopicsRequest { topics: vec![topic(name)].into(), ..Default::default() };
        pair.write("a topic to change", Who::Admin, 7, &create);
    }
    without_rights(pair);
    allowed(pair);
    configs_of_a_topic(pair);
    other_resources(pair);
    partitions(pair);
    // Kafka's controller stumbles over it, so it comes last.
    let unknown = [set("retention.ms", "1"), change("segment.ms", Operation(99), Some("1"))];
    let resources = vec![of_topic("changed", &unknown), of_topic("other", &[]), of_topic("", &[])];
    alter(pair, "an unknown operation", Who::Admin, resources);
}

fn change<'a>(name: &'a str, operation: Operation, value: Option<&'a str>) -> AlterableConfig<'a> {
    AlterableConfig { name, config_operation: operation, value, ..Default::default() }
}

fn set<'a>(name: &'a str, value: &'a str) -> AlterableConfig<'a> {
    change(name, Operation::SET, Some(value))
}

fn of<'a>(
    resource_type: ConfigResourceType,
    resource_name: &'a str,
    configs: &[AlterableConfig<'a>],
) -> AlterConfigsResource<'a> {
    let configs = configs.to_vec().into();
    AlterConfigsResource { resource_type, resource_name, configs, ..Default::default() }
}

fn of_topic<'a>(name: &'a str, configs: &[AlterableConfig<'a>]) -> AlterConfigsResource<'a> {
    of(ConfigResourceType::TOPIC, name, configs)
}

/// Validated in both versions, then done.
fn alter(pair: &mut Pair, case: &str, who: Who, resources: Vec<AlterConfigsResource<'_>>) {
    for (version, validate_only) in [(0, true), (1, true), (1, false)] {
        let resources = resources.clone().into();
        let request =
            IncrementalAlterConfigsRequest { resources, validate_only, ..Default::default() };
        pair.write(case, who, version, &request);
    }
}

fn configs_of_a_topic(pair: &mut Pair) {
    let delete = |name| change(name, Operation::DELETE, None);
    let append = |name, value| change(name, Operation::APPEND, Some(value));
    let subtract = |name, value| change(name, Operation::SUBTRACT, Some(value));
    let throttled = "leader.replication.throttled.replicas";
    let changes = [
        vec![],
        vec![set("retention.ms", "1000")],
        vec![set("retention.ms", " +05"), set("segment.ms", "7")],
        vec![set("retention.ms", "x")],
        vec![set("retention.ms", "x"), set("segment.ms", "8")],
        vec![change("retention.ms", Operation::SET, None)],
        vec![
            change("segment.ms", Operation::SET, None),
            change("retention.ms", Operation::APPEND, None),
        ],
        vec![set("retention.ms", "1"), set("retention.ms", "1")],
        vec![delete("retention.ms")],
        vec![delete("retention.ms")],
        vec![change("segment.ms", Operation::DELETE, Some("ignored"))],
        vec![delete("nope")],
        vec![set("nope", "1")],
        vec![append("nope", "1")],
        vec![subtract("retention.ms", "1")],
        vec![append("cleanup.policy", "compact")],
        vec![append("cleanup.policy", "compact,delete")],
        vec![append("cleanup.policy", "foo")],
        vec![append("cleanup.policy", ",delete")],
        vec![append("cleanup.policy", "")],
        vec![subtract("cleanup.policy", "delete,")],
        vec![subtract("cleanup.policy", "compact")],
        vec![append("cleanup.policy", "delete")],
        vec![delete("cleanup.policy")],
        vec![append(throttled, "0:1"), append("follower.replication.throttled.replicas", "*")],
        vec![append(throttled, "0:1,1:1")],
        vec![append(throttled, "x")],
        vec![subtract(throttled, "0:1")],
        vec![subtract(throttled, "1:1")],
        vec![set("max.compaction.lag.ms", "5")],
        vec![set("min.compaction.lag.ms", "10")],
        vec![set("min.compaction.lag.ms", "10"), delete("max.compaction.lag.ms")],
        vec![set("remote.storage.enable", "true")],
        vec![set("", "1")],
    ];
    for changes in changes {
        let case = format!("{changes:?}");
        alter(pair, &case, Who::Admin, vec![of_topic("changed", &changes)]);
        look(pair, &case);
    }
    for name in ["none", "", "a b", ".."] {
        let changes = [vec![], vec![set("retention.ms", "1")], vec![append("retention.ms", "1")]];
        for changes in changes {
            alter(pair, "no topic", Who::Admin, vec![of_topic(name, &changes)]);
        }
    }
    let one = [set("retention.ms", "3")];
    let twice = vec![of_topic("changed", &one), of_topic("other", &one), of_topic("changed", &[])];
    alter(pair, "a resource twice", Who::Admin, twice);
    let mixed = vec![of_topic("none", &one), of_topic("other", &one), of_topic("a b", &one)];
    alter(pair, "several topics", Who::Admin, mixed);
    alter(pair, "nothing", Who::Admin, Vec::new());
    look(pair, "several topics");
}

/// What the topics set now.
fn look(pair: &mut Pair, case: &str) {
    for resource_name in ["changed", "other"] {
        let resource = DescribeConfigsResource {
            resource_type: ConfigResourceType::TOPIC,
            resource_name,
            configuration_keys: None,
            ..Default::default()
        };
        let resources = vec![resource].into();
        let request =
            DescribeConfigsRequest { resources, include_synonyms: true, ..Default::default() };
        pair.read(case, Who::Admin, 4, &request);
    }
}

/// What is refused before anybody is asked to change something.
fn other_resources(pair: &mut Pair) {
    use ConfigResourceType as Type;
    let one = [set("x", "1")];
    let unknown = [change("x", Operation(9), Some("1"))];
    let twice = [set("x", "1"), set("x", "1")];
    let resources = [
        of(Type::UNKNOWN, "x", &[]),
        of(Type(99), "x", &one),
        of(Type(99), "x", &twice),
        of(Type::BROKER, "2", &one),
        of(Type::BROKER, "x", &one),
        of(Type::BROKER, " 1", &one),
        of(Type::BROKER, "1", &unknown),
        of(Type::BROKER, "1", &twice),
        of(Type::BROKER_LOGGER, "1", &[]),
        of(Type::BROKER_LOGGER, "1", &[set("nope", "INFO")]),
        of(Type::BROKER_LOGGER, "1", &[change("nope", Operation::DELETE, None)]),
        of(Type::BROKER_LOGGER, "1", &[change("nope", Operation::APPEND, Some("INFO"))]),
        of(Type::BROKER_LOGGER, "2", &one),
        of(Type::BROKER_LOGGER, "", &one),
        of(Type::CLIENT_METRICS, "m", &twice),
        of(Type::GROUP, "g", &twice),
    ];
    for resource in resources {
        for who in BOTH {
            let case = format!("{} {}", resource.resource_type.0, resource.resource_name);
            let with_a_topic = vec![resource.clone(), of_topic("other", &[])];
            alter(pair, &case, who, with_a_topic);
        }
    }
    for kind in [Type::BROKER, Type::GROUP, Type::CLIENT_METRICS] {
        alter(pair, "without rights", Who::User, vec![of(kind, "1", &one)]);
    }
}

fn to(name: &str, count: i32) -> CreatePartitionsTopic<'_> {
    CreatePartitionsTopic { name, count, assignments: None, ..Default::default() }
}

fn assigned<'a>(count: i32, partitions: &'a [&'a [i32]]) -> Vec<CreatePartitionsTopic<'a>> {
    let assignments: Array<'a, _> = partitions
        .iter()
        .map(|ids| CreatePartitionsAssignment { broker_ids: (*ids).into(), ..Default::default() })
        .collect();
    vec![CreatePartitionsTopic { assignments: Some(assignments), ..to("grown", count) }]
}

fn partitions(pair: &mut Pair) {
    let cases = [
        ("no topic", vec![]),
        ("as many as before", vec![to("grown", 1)]),
        ("fewer", vec![to("grown", 0)]),
        ("less than none", vec![to("grown", i32::MIN)]),
        ("one more", vec![to("grown", 2)]),
        ("some more", vec![to("grown", 5)]),
        ("too many", vec![to("grown", 10_006)]),
        ("far too many", vec![to("grown", i32::MAX)]),
        ("too many together", vec![to("grown", 5006), to("other", 5002)]),
        ("topics that are not there", vec![to("none", 20_000), to("", 2), to("a b", 2)]),
        ("an internal topic", vec![to("__cluster_metadata", 5)]),
        ("a topic twice", vec![to("grown", 6), to("none", 3), to("grown", 7)]),
        ("an assignment", assigned(6, &[&[1]])),
        ("two assignments", assigned(8, &[&[1], &[1]])),
        ("too few assignments", assigned(10, &[&[1]])),
        ("too many assignments", assigned(9, &[&[1], &[1]])),
        ("no assignments", assigned(9, &[])),
        ("an assignment to nobody", assigned(9, &[&[]])),
        ("an assignment to a stranger", assigned(9, &[&[9]])),
        ("an assignment to one twice", assigned(9, &[&[1, 1]])),
    ];
    for (case, topics) in cases {
        for (version, timeout_ms, validate_only) in
            [(0, 10_000, true), (1, 10_000, true), (2, 0, false), (3, -1, true), (3, 10_000, false)]
        {
            let topics = topics.clone().into();
            let request =
                CreatePartitionsRequest { topics, timeout_ms, validate_only, ..Default::default() };
            pair.write(case, Who::User, version, &request);
            pair.write(case, Who::Admin, version, &request);
        }
        grown(pair, case);
    }
}

fn grown(pair: &mut Pair, case: &str) {
    let named = MetadataRequestTopic { name: Some("grown"), ..Default::default() };
    let request = MetadataRequest { topics: Some(vec![named].into()), ..Default::default() };
    pair.read(case, Who::Admin, 12, &request);
}

fn without_rights(pair: &mut Pair) {
    let one = [set("retention.ms", "1")];
    let topics = vec![of_topic("changed", &one), of_topic("none", &one), of_topic("", &[])];
    alter(pair, "without rights", Who::User, topics);
}

/// A user with just the right.
fn allowed(pair: &mut Pair) {
    let grants = [
        (AclOperation::ALTER_CONFIGS, "changed"),
        (AclOperation::DESCRIBE_CONFIGS, "other"),
        (AclOperation::ALTER, "grown"),
    ];
    let acls = grants.map(|(operation, name)| AclCreation { operation, ..acl(name) });
    pair.write("rights", Who::Admin, 3, &request(acls.to_vec()));
    // So that Kafka's broker has caught up.
    let named = |name| MetadataRequestTopic { name: Some(name), ..Default::default() };
    let topics = Some(["changed", "grown", "other"].map(named).to_vec().into());
    let request =
        MetadataRequest { topics, include_topic_authorized_operations: true, ..Default::default() };
    pair.read("rights", Who::User, 12, &request);
    let one = [set("retention.ms", "99")];
    alter(pair, "a right", Who::User, vec![of_topic("changed", &one), of_topic("other", &one)]);
    let topics = vec![to("grown", 1), to("changed", 2)].into();
    let request = CreatePartitionsRequest { topics, timeout_ms: 10_000, ..Default::default() };
    pair.write("a right", Who::User, 3, &request);
    let request = DeleteAclsRequest { filters: vec![any()].into(), ..Default::default() };
    pair.write("rights", Who::Admin, 3, &request);
}

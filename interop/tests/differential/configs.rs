//! Configs of topics, given and shown, and of everything else that can be described.

use kafka_proto::ConfigResourceType;
use kafka_proto::messages::create_topics::{
    CreatableTopic, CreatableTopicConfig, CreateTopicsRequest,
};
use kafka_proto::messages::describe_configs::{DescribeConfigsRequest, DescribeConfigsResource};

use crate::topics::{request, topic};
use crate::{BOTH, Pair, Who};

pub(crate) fn compare(pair: &mut Pair) {
    for (index, (name, value)) in VALUES.iter().enumerate() {
        value_of(pair, &format!("configs-{index}"), &[(name, Some(value))]);
    }
    let pairs: [&[(&str, Option<&str>)]; 6] = [
        &[("retention.ms", None), ("nope", None)],
        &[("nope", Some("1")), ("retention.ms", Some("x"))],
        &[("retention.ms", Some("10")), ("retention.ms", Some("5"))],
        &[("min.compaction.lag.ms", Some("10")), ("max.compaction.lag.ms", Some("5"))],
        &[("retention.ms", Some("1")), ("local.retention.ms", Some("2"))],
        &[("max.message.bytes", Some("100")), ("max.decompressed.message.bytes", Some("50"))],
    ];
    for (index, configs) in pairs.iter().enumerate() {
        value_of(pair, &format!("configs-together-{index}"), configs);
    }
    resources(pair);
}

/// Creates a topic with it, and looks at it.
fn value_of(pair: &mut Pair, name: &str, configs: &[(&str, Option<&str>)]) {
    let given = configs.iter().map(|(name, value)| CreatableTopicConfig {
        name,
        value: *value,
        ..Default::default()
    });
    let wanted = CreatableTopic { configs: given.collect(), ..topic(name) };
    let request = CreateTopicsRequest { timeout_ms: 10_000, ..request(vec![wanted]) };
    let case = format!("{configs:?}");
    pair.write(&case, Who::Admin, 7, &request);
    let keys: Vec<&str> = configs.iter().map(|(name, _)| *name).collect();
    let resource = DescribeConfigsResource {
        resource_type: ConfigResourceType::TOPIC,
        resource_name: name,
        configuration_keys: Some(keys.as_slice().into()),
        ..Default::default()
    };
    let resources = vec![resource].into();
    let request =
        DescribeConfigsRequest { resources, include_synonyms: true, ..Default::default() };
    pair.read(&case, Who::Admin, 4, &request);
}

fn resources(pair: &mut Pair) {
    use ConfigResourceType as Type;
    type Resource = (&'static str, Type, &'static str, Option<&'static [&'static str]>);
    let shown: &[&str] = &[
        "auto.create.topics.enable",
        "broker.id",
        "delete.topic.enable",
        "log.retention.hours",
        "log.segment.bytes",
        "message.max.bytes",
        "min.insync.replicas",
        "node.id",
        "num.partitions",
        "offsets.topic.replication.factor",
        "unclean.leader.election.enable",
        "allow.everyone.if.no.acl.found",
        "none",
    ];
    let resources: [Resource; 27] = [
        ("a topic", Type::TOPIC, "orders", None),
        ("a topic, no keys", Type::TOPIC, "orders", Some(&[])),
        ("a topic, one key", Type::TOPIC, "orders", Some(&["retention.ms", "none"])),
        ("an unknown topic", Type::TOPIC, "none", None),
        ("an invalid topic", Type::TOPIC, "a b", None),
        ("an empty topic", Type::TOPIC, "", None),
        ("a dotted topic", Type::TOPIC, "..", None),
        ("a broker", Type::BROKER, "1", Some(shown)),
        ("a broker with a sign", Type::BROKER, "+1", Some(shown)),
        ("another broker", Type::BROKER, "2", None),
        ("no broker", Type::BROKER, "x", None),
        ("a broker with a space", Type::BROKER, " 1", None),
        ("all brokers", Type::BROKER, "", None),
        ("a logger", Type::BROKER_LOGGER, "1", Some(&["none"])),
        ("what a logger has", Type::BROKER_LOGGER, "1", None),
        ("another logger", Type::BROKER_LOGGER, "2", None),
        ("logger abc", Type::BROKER_LOGGER, "abc", None),
        ("no logger", Type::BROKER_LOGGER, "", None),
        ("a large logger", Type::BROKER_LOGGER, "99999999999", None),
        ("no client metrics", Type::CLIENT_METRICS, "", None),
        ("client metrics", Type::CLIENT_METRICS, "m", Some(&["none"])),
        ("what client metrics have", Type::CLIENT_METRICS, "m", None),
        ("no group", Type::GROUP, "", None),
        ("a group", Type::GROUP, "g", Some(&["none"])),
        ("what a group has", Type::GROUP, "g", None),
        ("type 0", Type::UNKNOWN, "x", None),
        ("type 99", Type(99), "x", None),
    ];
    for version in 1..=4 {
        for who in BOTH {
            for (case, resource_type, resource_name, keys) in resources {
                let resource = DescribeConfigsResource {
                    resource_type,
                    resource_name,
                    configuration_keys: keys.map(Into::into),
                    ..Default::default()
                };
                let mixed = DescribeConfigsResource {
                    resource_type: Type::TOPIC,
                    resource_name: "payments",
                    configuration_keys: Some((&["retention.ms"]).into()),
                    ..Default::default()
                };
                let request = DescribeConfigsRequest {
                    resources: vec![resource, mixed].into(),
                    include_synonyms: version % 2 == 0,
                    ..Default::default()
                };
                pair.read(case, who, version, &request);
            }
        }
    }
}

const VALUES: &[(&str, &str)] = &[
    ("nope", "1"),
    ("retention.ms", " 5"),
    ("retention.ms", "+5"),
    ("retention.ms", "05"),
    ("retention.ms", "\t5\n"),
    ("retention.ms", "\u{a0}5"),
    ("retention.ms", "-1"),
    ("retention.ms", "-2"),
    ("retention.ms", "-0"),
    ("retention.ms", ""),
    ("retention.ms", "1e3"),
    ("preallocate", "TRUE"),
    ("preallocate", " true "),
    ("preallocate", "yes"),
    ("preallocate", ""),
    ("cleanup.policy", "compact, delete"),
    ("cleanup.policy", "compact,compact"),
    ("cleanup.policy", ""),
    ("cleanup.policy", ","),
    ("cleanup.policy", ",delete"),
    ("cleanup.policy", "delete,"),
    ("cleanup.policy", "foo,"),
    ("cleanup.policy", "COMPACT"),
    ("min.cleanable.dirty.ratio", "1"),
    ("min.cleanable.dirty.ratio", "NaN"),
    ("min.cleanable.dirty.ratio", "-NaN"),
    ("min.cleanable.dirty.ratio", " 0.5 "),
    ("min.cleanable.dirty.ratio", "0.5f"),
    ("min.cleanable.dirty.ratio", ".5D"),
    ("min.cleanable.dirty.ratio", "1e-1"),
    ("min.cleanable.dirty.ratio", "1e-10"),
    ("min.cleanable.dirty.ratio", "0.0001234"),
    ("min.cleanable.dirty.ratio", "Infinity"),
    ("min.cleanable.dirty.ratio", "inf"),
    ("min.cleanable.dirty.ratio", "-0"),
    ("min.cleanable.dirty.ratio", "1e400"),
    ("min.cleanable.dirty.ratio", "-1e-10"),
    ("min.cleanable.dirty.ratio", "12345678.9"),
    ("min.cleanable.dirty.ratio", "5."),
    ("segment.bytes", "+1048576"),
    ("segment.bytes", "1_048_576"),
    ("segment.bytes", "01"),
    ("compression.type", " gzip"),
    ("compression.type", ""),
    ("compression.gzip.level", " 05"),
    ("compression.gzip.level", "00"),
    ("compression.gzip.level", "22"),
    ("compression.zstd.level", "-131073"),
    ("leader.replication.throttled.replicas", "0:1, 1:2"),
    ("leader.replication.throttled.replicas", " * "),
    ("leader.replication.throttled.replicas", "*,0:1"),
    ("leader.replication.throttled.replicas", ""),
    ("leader.replication.throttled.replicas", "0:1,,1:1"),
    ("leader.replication.throttled.replicas", "-1:1"),
    ("leader.replication.throttled.replicas", "99999999999:1"),
    ("leader.replication.throttled.replicas", "0:1:2"),
    ("follower.replication.throttled.replicas", ":"),
    ("message.timestamp.type", "createtime"),
    ("min.insync.replicas", "2"),
    ("flush.ms", "9223372036854775808"),
    ("remote.storage.enable", "TRUE"),
    ("remote.storage.enable", "false"),
    ("remote.copy.lag.ms", "-2"),
    ("remote.copy.lag.bytes", "7"),
    ("max.decompressed.message.bytes", "0"),
    ("max.decompressed.message.bytes", "2147483647"),
    ("errors.deadletterqueue.group.enable", "true"),
];

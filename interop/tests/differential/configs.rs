//! Configs of topics, given and shown, and of everything else that has some: changed, replaced, listed.

use kafka_proto::messages::alter_configs::{self, AlterConfigsRequest};
use kafka_proto::messages::create_topics::{
    CreatableTopic, CreatableTopicConfig, CreateTopicsRequest,
};
use kafka_proto::messages::describe_configs::{DescribeConfigsRequest, DescribeConfigsResource};
use kafka_proto::messages::incremental_alter_configs::{
    AlterConfigsResource, AlterableConfig, IncrementalAlterConfigsRequest,
};
use kafka_proto::messages::list_config_resources::ListConfigResourcesRequest;
use kafka_proto::{AlterConfigOperation as Operation, ConfigResourceType};

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
    altered(pair);
    replaced(pair);
    listed(pair);
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

/// A change of one config: its name, what is done, and the value.
type Op<'a> = (&'a str, Operation, Option<&'a str>);

const fn set<'a>(name: &'a str, value: &'a str) -> Op<'a> {
    (name, Operation::SET, Some(value))
}

const fn delete(name: &str) -> Op<'_> {
    (name, Operation::DELETE, None)
}

/// Brokers, loggers, groups and client metrics: validated, changed where that harms nobody, and looked at.
fn altered(pair: &mut Pair) {
    use ConfigResourceType as Type;
    use Operation as O;
    let brokers = [
        set("log.cleaner.backoff.ms", "x"),
        set("log.cleaner.backoff.ms", "-1"),
        set("log.cleaner.backoff.ms", "16000"),
        set("num.io.threads", "1"),
        set("num.io.threads", "100"),
        set("num.network.threads", "100"),
        set("num.io.threads", "16"),
        set("num.io.threads", "4"),
        set("node.id", "2"),
        delete("node.id"),
        set("ssl.keystore.location", "/x"),
        set("listener.name.plaintext.ssl.keystore.type", "PEM"),
        set("listener.name.plaintext.max.connections", "x"),
        set("nope", "1"),
        set("cordoned.log.dirs", ""),
        set("log.cleanup.policy", "foo"),
        set("log.retention.hours", "1"),
        set("min.insync.replicas", "0"),
        set("min.insync.replicas", "2"),
        delete("min.insync.replicas"),
        set("leader.replication.throttled.rate", "-1"),
        set("leader.replication.throttled.rate", "1000"),
        set("unclean.leader.election.enable", "maybe"),
        set("principal.builder.class", "nope"),
        ("log.cleanup.policy", O::APPEND, Some("compact")),
        ("log.cleanup.policy", O::SUBTRACT, Some("delete")),
        ("log.retention.ms", O::APPEND, Some("1")),
        ("node.id", O::APPEND, Some("1")),
        ("nope", O::SUBTRACT, Some("1")),
    ];
    for name in ["", "1"] {
        for op in brokers {
            alter(pair, Type::BROKER, name, &[op], true);
        }
    }
    let loggers = [
        set("root", "DEBUG"),
        set("root", "debug"),
        set("root", " INFO "),
        set("root", ""),
        set("kafka", "INFO"),
        delete("root"),
        delete("kafka"),
        ("root", O::APPEND, Some("INFO")),
        ("root", O::SUBTRACT, Some("INFO")),
    ];
    for op in loggers {
        alter(pair, Type::BROKER_LOGGER, "1", &[op], true);
    }
    for (name, op) in GROUPS.iter().flat_map(|op| [("g", *op), ("", *op)]) {
        alter(pair, Type::GROUP, name, &[op], true);
    }
    for (name, op) in METRICS.iter().flat_map(|op| [("m", *op), ("", *op)]) {
        alter(pair, Type::CLIENT_METRICS, name, &[op], true);
    }
    changed(pair);
}

/// What is set, described and taken back.
fn changed(pair: &mut Pair) {
    use ConfigResourceType as Type;
    type Changed<'a> = (&'a str, Type, &'a str, &'a [Op<'a>], &'a [Op<'a>]);
    let all: [Changed<'_>; 5] = [
        (
            "all brokers",
            Type::BROKER,
            "",
            &[set("message.max.bytes", "2000000"), set("nope", "1"), set("log.roll.ms", "5000")],
            &[delete("message.max.bytes"), delete("nope"), delete("log.roll.ms")],
        ),
        (
            "a broker",
            Type::BROKER,
            "1",
            &[set("message.max.bytes", "3000000"), set("log.cleanup.policy", "compact")],
            &[delete("message.max.bytes"), delete("log.cleanup.policy")],
        ),
        (
            "a group",
            Type::GROUP,
            "g",
            &[
                set("consumer.session.timeout.ms", "+50000"),
                set("share.isolation.level", "read_committed"),
            ],
            &[delete("consumer.session.timeout.ms"), delete("share.isolation.level")],
        ),
        (
            "client metrics",
            Type::CLIENT_METRICS,
            "m",
            &[set("interval.ms", "1000"), set("metrics", "a, b"), set("match", "client_id=x")],
            &[delete("interval.ms"), delete("metrics"), delete("match")],
        ),
        ("a logger", Type::BROKER_LOGGER, "1", &[set("root", "WARN")], &[set("root", "ERROR")]),
    ];
    for (case, kind, name, there, _) in all {
        alter(pair, kind, name, there, false);
        look(pair, case, kind, name);
    }
    let shown = ["max.message.bytes", "cleanup.policy", "segment.ms"];
    described(pair, "a topic below", Type::TOPIC, "orders", Some(&shown));
    let shown = ["message.max.bytes", "log.cleanup.policy", "nope", "log.roll.ms"];
    described(pair, "a broker", Type::BROKER, "1", Some(&shown));
    list(pair, "some", &[]);
    for (case, kind, name, _, back) in all.into_iter().rev() {
        alter(pair, kind, name, back, false);
        look(pair, case, kind, name);
    }
}

fn look(pair: &mut Pair, case: &str, kind: ConfigResourceType, name: &str) {
    // Of a broker by its id not everything is the same.
    if kind != ConfigResourceType::BROKER || name.is_empty() {
        described(pair, case, kind, name, None);
    }
}

fn described(
    pair: &mut Pair,
    case: &str,
    resource_type: ConfigResourceType,
    resource_name: &str,
    keys: Option<&[&str]>,
) {
    let resource = DescribeConfigsResource {
        resource_type,
        resource_name,
        configuration_keys: keys.map(Into::into),
        ..Default::default()
    };
    let resources = vec![resource].into();
    let request =
        DescribeConfigsRequest { resources, include_synonyms: true, ..Default::default() };
    pair.read(case, Who::Admin, 4, &request);
}

fn alter(
    pair: &mut Pair,
    resource_type: ConfigResourceType,
    resource_name: &str,
    ops: &[Op<'_>],
    validate_only: bool,
) {
    let configs = ops.iter().map(|(name, config_operation, value)| AlterableConfig {
        name,
        config_operation: *config_operation,
        value: *value,
        ..Default::default()
    });
    let configs = configs.collect();
    let resource =
        AlterConfigsResource { resource_type, resource_name, configs, ..Default::default() };
    let resources = vec![resource].into();
    let request = IncrementalAlterConfigsRequest { resources, validate_only, ..Default::default() };
    let case = format!("{ops:?} of {resource_type} {resource_name}");
    pair.write(&case, Who::Admin, 1, &request);
}

/// AlterConfigs. Kafka never answers one in which a resource stands twice.
fn replaced(pair: &mut Pair) {
    use ConfigResourceType as Type;
    type Wanted = (Type, &'static str, &'static [(&'static str, Option<&'static str>)]);
    let wanted: &[Wanted] = &[
        (Type::TOPIC, "orders", &[]),
        (Type::TOPIC, "orders", &[("retention.ms", Some("77"))]),
        (Type::TOPIC, "orders", &[("retention.ms", Some("x"))]),
        (Type::TOPIC, "orders", &[("retention.ms", None), ("segment.ms", None)]),
        (Type::TOPIC, "orders", &[("nope", Some("1"))]),
        (Type::TOPIC, "orders", &[("retention.ms", Some("1")), ("retention.ms", Some("2"))]),
        (Type::TOPIC, "none", &[("retention.ms", Some("1"))]),
        (Type::TOPIC, "a b", &[]),
        (Type::TOPIC, "", &[]),
        (Type::BROKER, "1", &[("node.id", Some("7"))]),
        (Type::BROKER, "1", &[("num.io.threads", Some("x"))]),
        (Type::BROKER, "1", &[("num.io.threads", Some("9"))]),
        (Type::BROKER, "", &[("num.io.threads", Some("9"))]),
        (Type::BROKER, "", &[("min.insync.replicas", Some("1"))]),
        (Type::BROKER, "2", &[]),
        (Type::BROKER, "x", &[]),
        (Type::BROKER_LOGGER, "1", &[("root", Some("INFO"))]),
        (Type::GROUP, "g", &[("nope", Some("1"))]),
        (Type::GROUP, "g", &[("consumer.session.timeout.ms", Some("50000"))]),
        (Type::GROUP, "", &[]),
        (Type::CLIENT_METRICS, "m", &[("interval.ms", Some("1"))]),
        (Type::CLIENT_METRICS, "m", &[("interval.ms", Some("1000"))]),
        (Type::UNKNOWN, "x", &[]),
        (Type(99), "x", &[]),
    ];
    for (kind, name, configs) in wanted {
        for who in BOTH {
            for version in 0..=2 {
                replace(pair, who, version, vec![whole(*kind, name, configs)], true);
            }
        }
    }
    let one: &[_] = &[("retention.ms", Some("77"))];
    let mixed = vec![whole(Type::TOPIC, "none", one), whole(Type::TOPIC, "orders", one)];
    replace(pair, Who::Admin, 2, mixed, false);
    described(pair, "a whole", Type::TOPIC, "orders", None);
    let other: &[_] = &[("segment.ms", Some("7000"))];
    replace(pair, Who::Admin, 2, vec![whole(Type::TOPIC, "orders", other)], false);
    described(pair, "another whole", Type::TOPIC, "orders", None);
    replace(pair, Who::Admin, 2, vec![whole(Type::TOPIC, "orders", &[])], false);
    described(pair, "no whole", Type::TOPIC, "orders", None);
}

fn whole<'a>(
    resource_type: ConfigResourceType,
    resource_name: &'a str,
    configs: &[(&'a str, Option<&'a str>)],
) -> alter_configs::AlterConfigsResource<'a> {
    let configs = configs.iter().map(|(name, value)| alter_configs::AlterableConfig {
        name,
        value: *value,
        ..Default::default()
    });
    let configs = configs.collect();
    alter_configs::AlterConfigsResource {
        resource_type,
        resource_name,
        configs,
        ..Default::default()
    }
}

fn replace(
    pair: &mut Pair,
    who: Who,
    version: i16,
    resources: Vec<alter_configs::AlterConfigsResource<'_>>,
    validate_only: bool,
) {
    let case = format!("{resources:?}");
    let resources = resources.into();
    let request = AlterConfigsRequest { resources, validate_only, ..Default::default() };
    pair.write(&case, who, version, &request);
}

fn listed(pair: &mut Pair) {
    let types: [&[i8]; 9] = [&[], &[0], &[99], &[4], &[8], &[16], &[32], &[4, 4, 32], &[4, 99]];
    for types in types {
        list(pair, "types", types);
    }
}

/// Topics are many, and not the same after other tests.
fn list(pair: &mut Pair, case: &str, types: &[i8]) {
    let but_topics: &[i8] = &[4, 8, 16, 32];
    let types = if types.is_empty() { but_topics } else { types };
    for who in BOTH {
        let request =
            ListConfigResourcesRequest { resource_types: types.into(), ..Default::default() };
        pair.read(case, who, 1, &request);
        pair.read(case, who, 0, &ListConfigResourcesRequest::default());
    }
}

const GROUPS: &[Op<'_>] = &[
    set("consumer.session.timeout.ms", "1"),
    set("consumer.session.timeout.ms", "50000"),
    set("consumer.session.timeout.ms", "99999999"),
    set("consumer.heartbeat.interval.ms", "1"),
    set("consumer.heartbeat.interval.ms", "x"),
    set("consumer.assignment.interval.ms", "20000"),
    set("share.auto.offset.reset", "earliest"),
    set("share.auto.offset.reset", "by_duration:PT1H"),
    set("share.auto.offset.reset", "x"),
    set("share.isolation.level", "x"),
    set("share.record.lock.duration.ms", "1000"),
    set("share.record.lock.duration.ms", "20000"),
    set("share.delivery.count.limit", "11"),
    set("share.delivery.count.limit", "1"),
    set("share.partition.max.record.locks", "99999"),
    set("streams.session.timeout.ms", "1"),
    set("streams.heartbeat.interval.ms", "1"),
    set("streams.num.standby.replicas", "5"),
    set("errors.deadletterqueue.topic.name", "__x"),
    set("errors.deadletterqueue.topic.name", "dlq.x"),
    set("nope", "1"),
    delete("nope"),
    ("consumer.session.timeout.ms", Operation::APPEND, Some("1")),
    ("streams.rack.aware.assignment.tags", Operation::APPEND, Some("a")),
    ("cleanup.policy", Operation::SUBTRACT, Some("a")),
];

const METRICS: &[Op<'_>] = &[
    set("interval.ms", "99"),
    set("interval.ms", "100"),
    set("interval.ms", "3600001"),
    set("interval.ms", "x"),
    set("metrics", ""),
    set("metrics", "*"),
    set("metrics", "a,,b"),
    set("match", "client_id=.*"),
    set("match", "nope=.*"),
    set("match", "client_id=[a"),
    set("match", "client_id"),
    set("match", "client_id=a=b"),
    set("match", ""),
    set("nope", "1"),
    delete("nope"),
    ("metrics", Operation::APPEND, Some("a")),
];

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

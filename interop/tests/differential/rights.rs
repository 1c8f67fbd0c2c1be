//! What a user may do under one set of ACLs after the other: the authorizer's rules and quirks.

use kafka_proto::messages::create_acls::AclCreation;
use kafka_proto::messages::create_topics::CreateTopicsRequest;
use kafka_proto::messages::delete_acls::DeleteAclsRequest;
use kafka_proto::messages::delete_topics::DeleteTopicsRequest;
use kafka_proto::messages::describe_acls::DescribeAclsRequest;
use kafka_proto::messages::describe_cluster::DescribeClusterRequest;
use kafka_proto::messages::metadata::{MetadataRequest, MetadataRequestTopic};
use kafka_proto::{AclOperation as Op, AclPermissionType, PatternType, ResourceType};

use crate::acls::{acl, any, request};
use crate::topics::topic;
use crate::{Pair, Who};

pub(crate) fn compare(pair: &mut Pair) {
    for (case, acls) in sets() {
        pair.write(case, Who::Admin, 3, &request(acls));
        look(pair, case);
        let request = DeleteAclsRequest { filters: vec![any()].into(), ..Default::default() };
        pair.write(case, Who::Admin, 3, &request);
    }
}

/// The user's bits, and what they mean for requests that change nothing.
fn look(pair: &mut Pair, case: &str) {
    // So that Kafka's broker has caught up.
    let everything = DescribeAclsRequest {
        resource_type_filter: ResourceType::ANY,
        resource_name_filter: None,
        pattern_type_filter: PatternType::ANY,
        principal_filter: None,
        host_filter: None,
        operation: Op::ANY,
        permission_type: AclPermissionType::ANY,
        ..Default::default()
    };
    pair.read(case, Who::Admin, 3, &everything);
    pair.read(case, Who::User, 3, &everything);
    let named = |name| MetadataRequestTopic { name: Some(name), ..Default::default() };
    let names = ["orders", "ord", "payments", "none", "*", "*x"].map(named).to_vec();
    for topics in [Some(names.into()), None] {
        let request = MetadataRequest {
            topics,
            include_topic_authorized_operations: true,
            include_cluster_authorized_operations: true,
            allow_auto_topic_creation: false,
            ..Default::default()
        };
        pair.read(case, Who::User, 10, &request);
    }
    let cluster = DescribeClusterRequest {
        include_cluster_authorized_operations: true,
        ..Default::default()
    };
    pair.read(case, Who::User, 1, &cluster);
    let topics = ["orders", "ord", "new"].map(topic).to_vec().into();
    let create = CreateTopicsRequest { topics, validate_only: true, ..Default::default() };
    pair.write(case, Who::User, 7, &create);
    let names = ["none", "nowhere"];
    let delete = DeleteTopicsRequest {
        topic_names: (&names).into(),
        timeout_ms: 10_000,
        ..Default::default()
    };
    pair.write(case, Who::User, 5, &delete);
    let filter = DeleteAclsRequest {
        filters: vec![kafka_proto::messages::delete_acls::DeleteAclsFilter {
            resource_name_filter: Some("nothing has this name"),
            ..any()
        }]
        .into(),
        ..Default::default()
    };
    pair.write(case, Who::User, 3, &filter);
    pair.write(case, Who::User, 3, &request(vec![AclCreation { principal: "none", ..acl("x") }]));
}

fn allow(operation: Op, name: &'static str) -> AclCreation<'static> {
    AclCreation { operation, ..acl(name) }
}

fn deny(operation: Op, name: &'static str) -> AclCreation<'static> {
    AclCreation { permission_type: AclPermissionType::DENY, ..allow(operation, name) }
}

fn prefixed(acl: AclCreation<'static>) -> AclCreation<'static> {
    AclCreation { resource_pattern_type: PatternType::PREFIXED, ..acl }
}

fn cluster(operation: Op) -> AclCreation<'static> {
    AclCreation { resource_type: ResourceType::CLUSTER, ..allow(operation, "kafka-cluster") }
}

fn from(host: &'static str, acl: AclCreation<'static>) -> AclCreation<'static> {
    AclCreation { host, ..acl }
}

fn of(principal: &'static str, acl: AclCreation<'static>) -> AclCreation<'static> {
    AclCreation { principal, ..acl }
}

fn sets() -> Vec<(&'static str, Vec<AclCreation<'static>>)> {
    let all = || allow(Op::ALL, "*");
    vec![
        ("no ACL", vec![]),
        ("READ", vec![allow(Op::READ, "orders")]),
        ("WRITE", vec![allow(Op::WRITE, "orders")]),
        ("CREATE", vec![allow(Op::CREATE, "orders"), allow(Op::CREATE, "new")]),
        ("DELETE", vec![allow(Op::DELETE, "none")]),
        ("ALTER", vec![allow(Op::ALTER, "orders")]),
        ("ALTER_CONFIGS", vec![allow(Op::ALTER_CONFIGS, "orders")]),
        ("DESCRIBE", vec![allow(Op::DESCRIBE, "none"), allow(Op::DESCRIBE, "orders")]),
        (
            "CREATE and DESCRIBE_CONFIGS",
            vec![allow(Op::CREATE, "new"), allow(Op::DESCRIBE_CONFIGS, "new")],
        ),
        ("ALL", vec![allow(Op::ALL, "orders")]),
        ("ALL but READ", vec![allow(Op::ALL, "orders"), deny(Op::READ, "orders")]),
        ("READ but not DESCRIBE", vec![allow(Op::READ, "orders"), deny(Op::DESCRIBE, "orders")]),
        ("READ, ALL denied", vec![allow(Op::READ, "orders"), deny(Op::ALL, "orders")]),
        ("prefix", vec![prefixed(allow(Op::WRITE, "ord"))]),
        (
            "nested prefixes",
            vec![
                prefixed(allow(Op::READ, "o")),
                prefixed(deny(Op::READ, "order")),
                prefixed(allow(Op::WRITE, "or")),
            ],
        ),
        ("prefix denied", vec![allow(Op::ALL, "orders"), prefixed(deny(Op::WRITE, "ord"))]),
        ("everything", vec![all()]),
        ("everything but one", vec![all(), of("User:*", deny(Op::WRITE, "orders"))]),
        ("prefix *", vec![prefixed(allow(Op::READ, "*"))]),
        ("* denied, *x allowed", vec![deny(Op::READ, "*"), allow(Op::ALL, "*x")]),
        (
            "near misses",
            vec![
                of("User:user*", allow(Op::READ, "orders")),
                of("user:user", allow(Op::READ, "orders")),
                of("Group:*", allow(Op::READ, "orders")),
            ],
        ),
        ("everybody", vec![of("User:*", allow(Op::READ, "orders"))]),
        ("own host", vec![from("127.0.0.1", allow(Op::READ, "orders"))]),
        ("another host", vec![from("127.0.0.2", allow(Op::READ, "orders"))]),
        ("a name as host", vec![from("localhost", allow(Op::READ, "orders"))]),
        ("own network", vec![from("127.0.0.0/8", allow(Op::READ, "orders"))]),
        ("another network", vec![from("10.0.0.0/8", allow(Op::READ, "orders"))]),
        ("own network denied", vec![all(), from("127.0.0.1/32", deny(Op::WRITE, "orders"))]),
        ("cluster DESCRIBE", vec![cluster(Op::DESCRIBE)]),
        ("cluster ALTER", vec![cluster(Op::ALTER)]),
        ("cluster CREATE", vec![cluster(Op::CREATE), deny(Op::CREATE, "new")]),
        ("cluster DELETE", vec![cluster(Op::DELETE)]),
        ("cluster ALL", vec![cluster(Op::ALL)]),
        ("cluster by prefix", vec![prefixed(cluster(Op::DESCRIBE))]),
    ]
}

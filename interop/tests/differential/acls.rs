//! CreateAcls, DescribeAcls, DeleteAcls.

use kafka_proto::messages::create_acls::{AclCreation, CreateAclsRequest};
use kafka_proto::messages::delete_acls::{DeleteAclsFilter, DeleteAclsRequest};
use kafka_proto::messages::describe_acls::DescribeAclsRequest;
use kafka_proto::{AclOperation, AclPermissionType, PatternType, ResourceType};

use crate::{BOTH, Pair, Who};

pub(crate) fn compare(pair: &mut Pair) {
    flaws(pair);
    let creations: Vec<AclCreation<'_>> = kept().collect();
    pair.write("some ACLs", Who::Admin, 3, &request(creations.clone()));
    pair.write("the same again", Who::Admin, 3, &request(creations));
    for filter in filters() {
        describe(pair, &filter);
    }
    for filter in filters().into_iter().rev().filter(|it| it.resource_name_filter.is_some()) {
        delete(pair, filter);
    }
    let several = filters();
    let request = DeleteAclsRequest { filters: several.into(), ..Default::default() };
    pair.write("without the right", Who::User, 3, &request);
    let named = |name| DeleteAclsFilter { resource_name_filter: Some(name), ..any() };
    let nameless = DeleteAclsFilter { operation: AclOperation(99), ..any() };
    let filters = vec![named("none"), nameless, named("kafka-cluster"), named("kafka-cluster")];
    let request = DeleteAclsRequest { filters: filters.into(), ..Default::default() };
    pair.write("several filters", Who::Admin, 3, &request);
    let request = DeleteAclsRequest { filters: vec![any()].into(), ..Default::default() };
    pair.write("the rest", Who::Admin, 3, &request);
}

pub(crate) fn acl(resource_name: &str) -> AclCreation<'_> {
    AclCreation {
        resource_type: ResourceType::TOPIC,
        resource_name,
        resource_pattern_type: PatternType::LITERAL,
        principal: "User:user",
        host: "*",
        operation: AclOperation::READ,
        permission_type: AclPermissionType::ALLOW,
        ..Default::default()
    }
}

pub(crate) fn request(creations: Vec<AclCreation<'_>>) -> CreateAclsRequest<'_> {
    CreateAclsRequest { creations: creations.into(), ..Default::default() }
}

/// The filter for everything.
pub(crate) fn any() -> DeleteAclsFilter<'static> {
    DeleteAclsFilter {
        resource_type_filter: ResourceType::ANY,
        resource_name_filter: None,
        pattern_type_filter: PatternType::ANY,
        principal_filter: None,
        host_filter: None,
        operation: AclOperation::ANY,
        permission_type: AclPermissionType::ANY,
        ..Default::default()
    }
}

fn kept() -> impl Iterator<Item = AclCreation<'static>> {
    let prefixed = |name| AclCreation { resource_pattern_type: PatternType::PREFIXED, ..acl(name) };
    let cluster = AclCreation { resource_type: ResourceType::CLUSTER, ..acl("kafka-cluster") };
    [
        acl("orders"),
        AclCreation { operation: AclOperation::WRITE, ..acl("orders") },
        AclCreation { permission_type: AclPermissionType::DENY, ..acl("orders") },
        prefixed("ord"),
        acl("*"),
        prefixed("*"),
        AclCreation { host: "10.0.0.0/8", ..acl("hosts") },
        AclCreation { host: "localhost", ..acl("hosts") },
        AclCreation { principal: "User:other", ..acl("orders") },
        AclCreation { principal: ":x", ..acl("odd") },
        AclCreation {
            resource_type: ResourceType::GROUP,
            operation: AclOperation::WRITE,
            ..acl("g")
        },
        AclCreation { operation: AclOperation::IDEMPOTENT_WRITE, ..acl("odd") },
        AclCreation { operation: AclOperation::ALTER, principal: "User:other", ..cluster },
    ]
    .into_iter()
}

fn flaws(pair: &mut Pair) {
    let cases = [
        (
            "a cluster of another name",
            AclCreation { resource_type: ResourceType::CLUSTER, ..acl("c") },
        ),
        ("no name", acl("")),
        ("type 99", AclCreation { resource_type: ResourceType(99), ..acl("a") }),
        ("type 0", AclCreation { resource_type: ResourceType::UNKNOWN, ..acl("a") }),
        ("any type", AclCreation { resource_type: ResourceType::ANY, ..acl("a") }),
        ("pattern 5", AclCreation { resource_pattern_type: PatternType(5), ..acl("a") }),
        ("pattern 0", AclCreation { resource_pattern_type: PatternType::UNKNOWN, ..acl("a") }),
        ("any pattern", AclCreation { resource_pattern_type: PatternType::ANY, ..acl("a") }),
        ("match", AclCreation { resource_pattern_type: PatternType::MATCH, ..acl("a") }),
        ("operation 99", AclCreation { operation: AclOperation(99), ..acl("a") }),
        ("operation 0", AclCreation { operation: AclOperation::UNKNOWN, ..acl("a") }),
        ("any operation", AclCreation { operation: AclOperation::ANY, ..acl("a") }),
        ("permission 9", AclCreation { permission_type: AclPermissionType(9), ..acl("a") }),
        ("any permission", AclCreation { permission_type: AclPermissionType::ANY, ..acl("a") }),
        ("no colon", AclCreation { principal: "user", ..acl("a") }),
        ("no principal", AclCreation { principal: "", ..acl("a") }),
        ("no host", AclCreation { host: "", ..acl("a") }),
        ("a network too small", AclCreation { host: "10.0.0.0/33", ..acl("a") }),
        ("a network of a name", AclCreation { host: "localhost/8", ..acl("a") }),
        ("a network of octets", AclCreation { host: "256.0.0.0/8", ..acl("a") }),
        ("a network of IPv6", AclCreation { host: "::1/129", ..acl("a") }),
        ("a mapped network", AclCreation { host: "::ffff:10.0.0.0/104", ..acl("a") }),
    ];
    for (case, creation) in cases {
        for who in BOTH {
            for version in 1..=3 {
                pair.write(case, who, version, &request(vec![creation.clone()]));
            }
        }
    }
    let mixed = vec![acl(""), AclCreation { principal: "user", ..acl("a") }];
    pair.write("two flaws", Who::Admin, 3, &request(mixed));
    pair.write("no ACL", Who::Admin, 3, &request(Vec::new()));
    pair.write("no ACL", Who::User, 3, &request(Vec::new()));
}

fn filters() -> Vec<DeleteAclsFilter<'static>> {
    let topic = DeleteAclsFilter { resource_type_filter: ResourceType::TOPIC, ..any() };
    let named = |pattern, name| DeleteAclsFilter {
        pattern_type_filter: pattern,
        resource_name_filter: Some(name),
        ..topic.clone()
    };
    vec![
        any(),
        topic.clone(),
        named(PatternType::MATCH, "orders"),
        named(PatternType::MATCH, "*"),
        named(PatternType::MATCH, "*x"),
        named(PatternType::ANY, "ord"),
        named(PatternType::LITERAL, "ord"),
        named(PatternType::PREFIXED, "ord"),
        named(PatternType::LITERAL, "*"),
        named(PatternType::LITERAL, ""),
        DeleteAclsFilter { principal_filter: Some("User:other"), ..any() },
        DeleteAclsFilter { principal_filter: Some("user"), ..any() },
        DeleteAclsFilter { host_filter: Some("10.0.0.0/8"), ..any() },
        DeleteAclsFilter { host_filter: Some("*"), ..topic.clone() },
        DeleteAclsFilter { operation: AclOperation::WRITE, ..any() },
        DeleteAclsFilter { operation: AclOperation::ALL, ..any() },
        DeleteAclsFilter { permission_type: AclPermissionType::DENY, ..any() },
        DeleteAclsFilter { pattern_type_filter: PatternType::MATCH, ..any() },
        DeleteAclsFilter { resource_type_filter: ResourceType(99), ..any() },
        DeleteAclsFilter { operation: AclOperation(99), ..any() },
        DeleteAclsFilter { operation: AclOperation::UNKNOWN, ..any() },
        DeleteAclsFilter { resource_type_filter: ResourceType::UNKNOWN, ..any() },
        DeleteAclsFilter { pattern_type_filter: PatternType::UNKNOWN, ..any() },
    ]
}

fn describe(pair: &mut Pair, filter: &DeleteAclsFilter<'_>) {
    let request = DescribeAclsRequest {
        resource_type_filter: filter.resource_type_filter,
        resource_name_filter: filter.resource_name_filter,
        pattern_type_filter: filter.pattern_type_filter,
        principal_filter: filter.principal_filter,
        host_filter: filter.host_filter,
        operation: filter.operation,
        permission_type: filter.permission_type,
        ..Default::default()
    };
    for who in BOTH {
        for version in 1..=3 {
            pair.read(&format!("{filter:?}"), who, version, &request);
        }
    }
}

fn delete(pair: &mut Pair, filter: DeleteAclsFilter<'_>) {
    let case = format!("{filter:?}");
    let request = DeleteAclsRequest { filters: vec![filter].into(), ..Default::default() };
    pair.write(&case, Who::User, 1, &request);
    pair.write(&case, Who::Admin, 2, &request);
}

//! Every API held against the right that it needs: one ACL at a time, of every operation on every
//! type of resource, and who is not refused.

use kafka_proto::messages as m;
use kafka_proto::messages::alter_client_quotas::RequestEntryData;
use kafka_proto::messages::alter_user_scram_credentials::ScramCredentialDeletion;
use kafka_proto::messages::create_acls::AclCreation;
use kafka_proto::messages::create_partitions::CreatePartitionsTopic;
use kafka_proto::messages::create_topics::CreatableTopic;
use kafka_proto::messages::delete_acls::DeleteAclsFilter;
use kafka_proto::messages::describe_configs::DescribeConfigsResource;
use kafka_proto::messages::describe_topic_partitions::TopicRequest;
use kafka_proto::messages::incremental_alter_configs::AlterConfigsResource;
use kafka_proto::messages::list_offsets::{ListOffsetsPartition, ListOffsetsTopic};
use kafka_proto::messages::metadata::MetadataRequestTopic;
use kafka_proto::{
    AclOperation as Op, AclPermissionType, ApiKey, ConfigResourceType, CoordinatorType, ErrorCode,
    PatternType, ResourceType as On, Uuid,
};

use super::APIS;
use super::tests::{ask, cluster, grant, read, user};
use crate::cluster::Cluster;
use crate::state::acl::{Acl, CLUSTER_NAME};
use crate::state::topic::Topic;

/// The name of every resource but the cluster.
const NAME: &str = "t";

const TYPES: [On; 6] =
    [On::TOPIC, On::GROUP, On::CLUSTER, On::TRANSACTIONAL_ID, On::DELEGATION_TOKEN, On::USER];

const OPERATIONS: [Op; 14] = [
    Op::ALL,
    Op::READ,
    Op::WRITE,
    Op::CREATE,
    Op::DELETE,
    Op::ALTER,
    Op::DESCRIBE,
    Op::CLUSTER_ACTION,
    Op::DESCRIBE_CONFIGS,
    Op::ALTER_CONFIGS,
    Op::IDEMPOTENT_WRITE,
    Op::CREATE_TOKENS,
    Op::DESCRIBE_TOKENS,
    Op::TWO_PHASE_COMMIT,
];

/// DESCRIBE, and what implies it.
const DESCRIBE: &[Op] = &[Op::ALL, Op::READ, Op::WRITE, Op::DELETE, Op::ALTER, Op::DESCRIBE];

/// DESCRIBE_CONFIGS, and what implies it.
const DESCRIBE_CONFIGS: &[Op] = &[Op::ALL, Op::DESCRIBE_CONFIGS, Op::ALTER_CONFIGS];

/// ALTER_CONFIGS, which nothing implies.
const ALTER_CONFIGS: &[Op] = &[Op::ALL, Op::ALTER_CONFIGS];

/// Asks for something as the user, and says with which code it was answered.
type Ask = fn(&Cluster) -> ErrorCode;

/// A request, the code for those without the right, and each right that is enough.
struct Need {
    api: ApiKey,
    ask: Ask,
    refusal: ErrorCode,
    enough: &'static [(On, &'static [Op])],
}

const NEEDS: &[Need] = &[
    Need {
        api: ApiKey::METADATA,
        ask: metadata,
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, DESCRIBE)],
    },
    Need {
        api: ApiKey::DESCRIBE_TOPIC_PARTITIONS,
        ask: describe_topic_partitions,
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, DESCRIBE)],
    },
    Need {
        api: ApiKey::LIST_OFFSETS,
        ask: list_offsets,
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, DESCRIBE)],
    },
    Need {
        api: ApiKey::CREATE_TOPICS,
        ask: create_topics,
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, &[Op::ALL, Op::CREATE]), (On::CLUSTER, &[Op::ALL, Op::CREATE])],
    },
    Need {
        api: ApiKey::DELETE_TOPICS,
        ask: delete_topics,
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, &[Op::ALL, Op::DELETE]), (On::CLUSTER, &[Op::ALL, Op::DELETE])],
    },
    Need {
        api: ApiKey::CREATE_ACLS,
        ask: create_acls,
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, &[Op::ALL, Op::ALTER])],
    },
    Need {
        api: ApiKey::DELETE_ACLS,
        ask: delete_acls,
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, &[Op::ALL, Op::ALTER])],
    },
    Need {
        api: ApiKey::DESCRIBE_ACLS,
        ask: describe_acls,
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, DESCRIBE)],
    },
    Need {
        api: ApiKey::DESCRIBE_GROUPS,
        ask: describe_groups,
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, DESCRIBE)],
    },
    Need {
        api: ApiKey::DESCRIBE_CONFIGS,
        ask: |cluster| describe_configs(cluster, ConfigResourceType::TOPIC, NAME),
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, DESCRIBE_CONFIGS)],
    },
    Need {
        api: ApiKey::DESCRIBE_CONFIGS,
        ask: |cluster| describe_configs(cluster, ConfigResourceType::GROUP, NAME),
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, DESCRIBE_CONFIGS)],
    },
    Need {
        api: ApiKey::DESCRIBE_CONFIGS,
        ask: |cluster| describe_configs(cluster, ConfigResourceType::BROKER, "1"),
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, DESCRIBE_CONFIGS)],
    },
    Need {
        api: ApiKey::DESCRIBE_CONFIGS,
        ask: |cluster| describe_configs(cluster, ConfigResourceType::BROKER_LOGGER, "1"),
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, DESCRIBE_CONFIGS)],
    },
    Need {
        api: ApiKey::DESCRIBE_CONFIGS,
        ask: |cluster| describe_configs(cluster, ConfigResourceType::CLIENT_METRICS, NAME),
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, DESCRIBE_CONFIGS)],
    },
    Need {
        api: ApiKey::INCREMENTAL_ALTER_CONFIGS,
        ask: |cluster| alter_configs(cluster, ConfigResourceType::TOPIC, NAME),
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, ALTER_CONFIGS)],
    },
    Need {
        api: ApiKey::INCREMENTAL_ALTER_CONFIGS,
        ask: |cluster| alter_configs(cluster, ConfigResourceType::GROUP, NAME),
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, ALTER_CONFIGS)],
    },
    Need {
        api: ApiKey::INCREMENTAL_ALTER_CONFIGS,
        ask: |cluster| alter_configs(cluster, ConfigResourceType::BROKER, "1"),
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, ALTER_CONFIGS)],
    },
    Need {
        api: ApiKey::INCREMENTAL_ALTER_CONFIGS,
        ask: |cluster| alter_configs(cluster, ConfigResourceType::BROKER_LOGGER, "1"),
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, ALTER_CONFIGS)],
    },
    Need {
        api: ApiKey::INCREMENTAL_ALTER_CONFIGS,
        ask: |cluster| alter_configs(cluster, ConfigResourceType::CLIENT_METRICS, NAME),
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, ALTER_CONFIGS)],
    },
    Need {
        api: ApiKey::DESCRIBE_CLIENT_QUOTAS,
        ask: describe_quotas,
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, DESCRIBE_CONFIGS)],
    },
    Need {
        api: ApiKey::ALTER_CLIENT_QUOTAS,
        ask: alter_quotas,
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, ALTER_CONFIGS)],
    },
    Need {
        api: ApiKey::DESCRIBE_USER_SCRAM_CREDENTIALS,
        ask: describe_users,
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, DESCRIBE)],
    },
    Need {
        api: ApiKey::ALTER_USER_SCRAM_CREDENTIALS,
        ask: alter_users,
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, &[Op::ALL, Op::ALTER])],
    },
    Need {
        api: ApiKey::CREATE_PARTITIONS,
        ask: create_partitions,
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, &[Op::ALL, Op::ALTER])],
    },
    Need {
        api: ApiKey::FIND_COORDINATOR,
        ask: |cluster| find_coordinator(cluster, CoordinatorType::GROUP, NAME),
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, DESCRIBE)],
    },
    Need {
        api: ApiKey::FIND_COORDINATOR,
        ask: |cluster| find_coordinator(cluster, CoordinatorType::TRANSACTION, NAME),
        refusal: ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
        enough: &[(On::TRANSACTIONAL_ID, DESCRIBE)],
    },
    Need {
        api: ApiKey::FIND_COORDINATOR,
        ask: |cluster| {
            find_coordinator(cluster, CoordinatorType::SHARE, "g:nas3fCkEQJKoEK4uLXJTbw:0")
        },
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, &[Op::ALL, Op::CLUSTER_ACTION])],
    },
];

/// What everybody may ask for. DescribeCluster shows operations to those who may describe the cluster,
/// and no refusal to the others; ListGroups leaves out what may not be described.
const NEED_NOTHING: [ApiKey; 5] = [
    ApiKey::SASL_HANDSHAKE,
    ApiKey::API_VERSIONS,
    ApiKey::SASL_AUTHENTICATE,
    ApiKey::DESCRIBE_CLUSTER,
    ApiKey::LIST_GROUPS,
];

/// With the topic `t`, and an ACL of somebody else, for nobody to be allowed by default.
fn shop() -> Cluster {
    let cluster = cluster(1);
    let topic = Topic {
        name: NAME.to_owned(),
        id: Uuid([1; 16]),
        partitions: vec![vec![1]],
        configs: Default::default(),
    };
    cluster.state.topics.change(|topics| topics.insert(topic));
    let other = Acl::allow("User:other", Op::ALL, On::TOPIC, "*");
    cluster.state.acls.change(|acls| acls.insert(other));
    cluster
}

fn name_of(on: On) -> &'static str {
    if on == On::CLUSTER { CLUSTER_NAME } else { NAME }
}

#[test]
fn each_request_needs_its_right_and_no_other_is_enough() {
    for need in NEEDS {
        assert_eq!((need.ask)(&shop()), need.refusal, "{} without any right", need.api);
        for on in TYPES {
            for operation in OPERATIONS {
                let cluster = shop();
                grant(&cluster, operation, on, name_of(on));
                let is_enough =
                    need.enough.iter().any(|(it, ops)| *it == on && ops.contains(&operation));
                let code = (need.ask)(&cluster);
                let is_refused = code == need.refusal;
                assert_eq!(!is_refused, is_enough, "{} with {operation} on {on}: {code}", need.api);
            }
        }
    }
}

/// A DENY of the very operation takes it away from whoever has ALL, and so does a DENY of ALL.
#[test]
fn each_right_can_be_denied() {
    for need in NEEDS {
        for (on, operations) in need.enough {
            let Some(operation) = operations.iter().rfind(|it| is_the_need(need, **it)) else {
                panic!("{}", need.api)
            };
            for denied in [*operation, Op::ALL] {
                let cluster = shop();
                grant(&cluster, Op::ALL, *on, name_of(*on));
                let acl = Acl::deny("User:*", denied, *on, name_of(*on));
                cluster.state.acls.change(|acls| acls.insert(acl));
                let code = (need.ask)(&cluster);
                assert_eq!(code, need.refusal, "{} with {denied} on {on} denied", need.api);
            }
        }
    }
}

/// Whether it is the operation itself, and not one that implies it.
fn is_the_need(need: &Need, operation: Op) -> bool {
    match need.enough {
        [(_, DESCRIBE)] => operation == Op::DESCRIBE,
        [(_, DESCRIBE_CONFIGS)] => operation == Op::DESCRIBE_CONFIGS,
        _ => operation != Op::ALL,
    }
}

/// A planted defect that survived: DESCRIBE on the cluster shows ACLs, and must not delete them.
#[test]
fn whoever_may_describe_the_cluster_may_not_delete_acls() {
    let cluster = shop();
    grant(&cluster, Op::DESCRIBE, On::CLUSTER, CLUSTER_NAME);
    let before = cluster.state.acls.now().len();
    assert_eq!(describe_acls(&cluster), ErrorCode::NONE);
    assert_eq!(delete_acls(&cluster), ErrorCode::CLUSTER_AUTHORIZATION_FAILED);
    assert_eq!(cluster.state.acls.now().len(), before);
}

#[test]
fn no_api_is_forgotten() {
    let is_listed =
        |api: ApiKey| NEED_NOTHING.contains(&api) || NEEDS.iter().any(|need| need.api == api);
    let forgotten: Vec<ApiKey> =
        APIS.iter().map(|api| api.key).filter(|api| !is_listed(*api)).collect();
    assert_eq!(forgotten, []);
}

fn metadata(cluster: &Cluster) -> ErrorCode {
    let topic = MetadataRequestTopic { name: Some(NAME), ..Default::default() };
    let request = m::MetadataRequest { topics: Some(vec![topic].into()), ..Default::default() };
    let frame = ask(cluster, &user(), 12, &request).unwrap();
    read::<m::MetadataRequest<'_>>(&frame, 12).topics.iter().next().unwrap().error_code
}

fn list_offsets(cluster: &Cluster) -> ErrorCode {
    let partitions = vec![ListOffsetsPartition { timestamp: -1, ..Default::default() }].into();
    let topics = vec![ListOffsetsTopic { name: NAME, partitions, ..Default::default() }].into();
    let request = m::ListOffsetsRequest { topics, ..Default::default() };
    let frame = ask(cluster, &user(), 9, &request).unwrap();
    let response = read::<m::ListOffsetsRequest<'_>>(&frame, 9);
    let topic = response.topics.iter().next().unwrap();
    topic.partitions.iter().next().unwrap().error_code
}

fn describe_topic_partitions(cluster: &Cluster) -> ErrorCode {
    let topics = vec![TopicRequest { name: NAME, ..Default::default() }].into();
    let request = m::DescribeTopicPartitionsRequest { topics, ..Default::default() };
    let frame = ask(cluster, &user(), 0, &request).unwrap();
    let response = read::<m::DescribeTopicPartitionsRequest<'_>>(&frame, 0);
    response.topics.iter().next().unwrap().error_code
}

fn create_topics(cluster: &Cluster) -> ErrorCode {
    let topic = CreatableTopic {
        name: NAME,
        num_partitions: 1,
        replication_factor: 1,
        ..Default::default()
    };
    let request = m::CreateTopicsRequest { topics: vec![topic].into(), ..Default::default() };
    let frame = ask(cluster, &user(), 7, &request).unwrap();
    read::<m::CreateTopicsRequest<'_>>(&frame, 7).topics.iter().next().unwrap().error_code
}

fn delete_topics(cluster: &Cluster) -> ErrorCode {
    let names = [NAME];
    let topic_names = (&names).into();
    let request = m::DeleteTopicsRequest { topic_names, timeout_ms: 1000, ..Default::default() };
    let frame = ask(cluster, &user(), 5, &request).unwrap();
    read::<m::DeleteTopicsRequest<'_>>(&frame, 5).responses.iter().next().unwrap().error_code
}

fn create_acls(cluster: &Cluster) -> ErrorCode {
    let acl = AclCreation {
        resource_type: On::TOPIC,
        resource_name: "new",
        resource_pattern_type: PatternType::LITERAL,
        principal: "User:new",
        host: "*",
        operation: Op::READ,
        permission_type: AclPermissionType::ALLOW,
        ..Default::default()
    };
    let request = m::CreateAclsRequest { creations: vec![acl].into(), ..Default::default() };
    let frame = ask(cluster, &user(), 3, &request).unwrap();
    read::<m::CreateAclsRequest<'_>>(&frame, 3).results.iter().next().unwrap().error_code
}

fn delete_acls(cluster: &Cluster) -> ErrorCode {
    let filter = DeleteAclsFilter {
        resource_type_filter: On::ANY,
        pattern_type_filter: PatternType::ANY,
        operation: Op::ANY,
        permission_type: AclPermissionType::ANY,
        resource_name_filter: None,
        principal_filter: None,
        host_filter: None,
        ..Default::default()
    };
    let request = m::DeleteAclsRequest { filters: vec![filter].into(), ..Default::default() };
    let frame = ask(cluster, &user(), 3, &request).unwrap();
    read::<m::DeleteAclsRequest<'_>>(&frame, 3).filter_results.iter().next().unwrap().error_code
}

fn describe_acls(cluster: &Cluster) -> ErrorCode {
    let request = m::DescribeAclsRequest {
        resource_type_filter: On::ANY,
        pattern_type_filter: PatternType::ANY,
        operation: Op::ANY,
        permission_type: AclPermissionType::ANY,
        ..Default::default()
    };
    let frame = ask(cluster, &user(), 3, &request).unwrap();
    read::<m::DescribeAclsRequest<'_>>(&frame, 3).error_code
}

fn describe_groups(cluster: &Cluster) -> ErrorCode {
    let names = [NAME];
    let request = m::DescribeGroupsRequest { groups: (&names).into(), ..Default::default() };
    let frame = ask(cluster, &user(), 5, &request).unwrap();
    read::<m::DescribeGroupsRequest<'_>>(&frame, 5).groups.iter().next().unwrap().error_code
}

fn describe_configs(
    cluster: &Cluster,
    resource_type: ConfigResourceType,
    resource_name: &str,
) -> ErrorCode {
    let resource = DescribeConfigsResource { resource_type, resource_name, ..Default::default() };
    let resources = vec![resource].into();
    let request = m::DescribeConfigsRequest { resources, ..Default::default() };
    let frame = ask(cluster, &user(), 4, &request).unwrap();
    read::<m::DescribeConfigsRequest<'_>>(&frame, 4).results.iter().next().unwrap().error_code
}

fn alter_configs(
    cluster: &Cluster,
    resource_type: ConfigResourceType,
    resource_name: &str,
) -> ErrorCode {
    let resource = AlterConfigsResource { resource_type, resource_name, ..Default::default() };
    let resources = vec![resource].into();
    let request = m::IncrementalAlterConfigsRequest { resources, ..Default::default() };
    let frame = ask(cluster, &user(), 1, &request).unwrap();
    let response = read::<m::IncrementalAlterConfigsRequest<'_>>(&frame, 1);
    response.responses.iter().next().unwrap().error_code
}

fn create_partitions(cluster: &Cluster) -> ErrorCode {
    let topic = CreatePartitionsTopic { name: NAME, count: 2, ..Default::default() };
    let topics = vec![topic].into();
    let request = m::CreatePartitionsRequest { topics, timeout_ms: 1000, ..Default::default() };
    let frame = ask(cluster, &user(), 3, &request).unwrap();
    read::<m::CreatePartitionsRequest<'_>>(&frame, 3).results.iter().next().unwrap().error_code
}

fn describe_quotas(cluster: &Cluster) -> ErrorCode {
    let request = m::DescribeClientQuotasRequest::default();
    let frame = ask(cluster, &user(), 1, &request).unwrap();
    read::<m::DescribeClientQuotasRequest<'_>>(&frame, 1).error_code
}

fn alter_quotas(cluster: &Cluster) -> ErrorCode {
    let entries = vec![RequestEntryData::default()].into();
    let request = m::AlterClientQuotasRequest { entries, ..Default::default() };
    let frame = ask(cluster, &user(), 1, &request).unwrap();
    let response = read::<m::AlterClientQuotasRequest<'_>>(&frame, 1);
    response.entries.iter().next().unwrap().error_code
}

fn describe_users(cluster: &Cluster) -> ErrorCode {
    let request = m::DescribeUserScramCredentialsRequest::default();
    let frame = ask(cluster, &user(), 0, &request).unwrap();
    read::<m::DescribeUserScramCredentialsRequest<'_>>(&frame, 0).error_code
}

fn alter_users(cluster: &Cluster) -> ErrorCode {
    let deletions = vec![ScramCredentialDeletion { name: "nobody", ..Default::default() }].into();
    let request = m::AlterUserScramCredentialsRequest { deletions, ..Default::default() };
    let frame = ask(cluster, &user(), 0, &request).unwrap();
    let response = read::<m::AlterUserScramCredentialsRequest<'_>>(&frame, 0);
    response.results.iter().next().unwrap().error_code
}

fn find_coordinator(cluster: &Cluster, key_type: CoordinatorType, key: &str) -> ErrorCode {
    let keys = [key];
    let coordinator_keys = (&keys).into();
    let request = m::FindCoordinatorRequest { key_type, coordinator_keys, ..Default::default() };
    let frame = ask(cluster, &user(), 6, &request).unwrap();
    read::<m::FindCoordinatorRequest<'_>>(&frame, 6).coordinators.iter().next().unwrap().error_code
}

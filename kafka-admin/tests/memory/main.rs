//! What an answer costs once it is a result: memory in proportion to the frame, whatever is in it.
//!
//! Each case is the worst that a broker can put into one frame for one call: as many items as fit, as
//! small as they can be, in each version of the API; or one big thing that every item refers to.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod allocations;
mod case;
mod groups;
mod others;

use case::{Case, MANY, different, versions};
use kafka_admin::acls::{AclBinding, AclBindingFilter, ResourcePattern};
use kafka_admin::configs::ConfigResource;
use kafka_admin::topics::NewTopic;
use kafka_admin::{AclOperation, Admin, ErrorCode};
use kafka_proto::messages::create_acls::{AclCreationResult, CreateAclsResponse};
use kafka_proto::messages::create_topics::{CreatableTopicResult, CreateTopicsResponse};
use kafka_proto::messages::delete_acls::{
    DeleteAclsFilterResult, DeleteAclsMatchingAcl, DeleteAclsResponse,
};
use kafka_proto::messages::delete_topics::{DeletableTopicResult, DeleteTopicsResponse};
use kafka_proto::messages::describe_acls::{
    AclDescription, DescribeAclsResource, DescribeAclsResponse,
};
use kafka_proto::messages::describe_cluster::{DescribeClusterBroker, DescribeClusterResponse};
use kafka_proto::messages::describe_configs::{
    DescribeConfigsResourceResult, DescribeConfigsResponse, DescribeConfigsResult,
};
use kafka_proto::messages::metadata::{
    MetadataResponse, MetadataResponseBroker, MetadataResponsePartition, MetadataResponseTopic,
};
use kafka_proto::{ApiKey, ConfigResourceType};

/// A filter that every version can carry.
fn filter() -> AclBindingFilter {
    AclBindingFilter::resource(&ResourcePattern::topic("t"))
}

#[test]
fn describe_acls_shares_what_repeats() {
    let acls = |count| vec![AclDescription::default(); count];
    let resource = |resource_name, acls: Vec<_>| DescribeAclsResource {
        resource_name,
        acls: acls.into(),
        ..Default::default()
    };
    let response = |resources: Vec<_>| DescribeAclsResponse {
        resources: resources.into(),
        ..Default::default()
    };
    let long = "n".repeat(30_000);
    let texts = different();
    let named: Vec<_> = texts
        .iter()
        .map(|text| AclDescription { principal: text, host: text, ..Default::default() })
        .collect();
    let lone: Vec<_> = texts.iter().map(|name| resource(name, acls(1))).collect();
    for version in versions(ApiKey::DESCRIBE_ACLS) {
        let cases = [
            ("ACLs without a word", vec![resource("", acls(MANY))]),
            ("ACLs on one resource with a long name", vec![resource(&long, acls(MANY))]),
            ("ACLs of as many principals", vec![resource("t", named.clone())]),
            ("resources with one ACL each", vec![resource("", acls(1)); MANY]),
            ("named resources with one ACL each", lone.clone()),
            ("resources without ACLs", vec![resource("", acls(0)); MANY]),
        ];
        for (name, resources) in cases {
            let case = Case::new(name, version, &response(resources));
            case.costs(async |admin| admin.describe_acls(&filter()).await.unwrap());
        }
    }
}

#[test]
fn delete_acls_tells_what_was_deleted() {
    let acl = DeleteAclsMatchingAcl::default;
    let texts = different();
    let named = texts.iter().map(|name| DeleteAclsMatchingAcl { resource_name: name, ..acl() });
    let failed = |n: usize| DeleteAclsMatchingAcl { error_code: ErrorCode(n as i16), ..acl() };
    let explained =
        texts.iter().map(|text| DeleteAclsMatchingAcl { error_message: Some(text), ..failed(31) });
    let lists = [
        ("deleted ACLs", vec![acl(); MANY]),
        ("deleted ACLs on as many resources", named.collect()),
        ("ACLs that failed alike", vec![failed(31); MANY]),
        ("ACLs that failed differently", (0..MANY).map(failed).collect()),
        ("ACLs that failed with different words", explained.collect()),
    ];
    for version in versions(ApiKey::DELETE_ACLS) {
        for (name, matching_acls) in lists.clone() {
            let filter = DeleteAclsFilterResult {
                matching_acls: matching_acls.into(),
                ..Default::default()
            };
            let response =
                DeleteAclsResponse { filter_results: vec![filter].into(), ..Default::default() };
            Case::new(name, version, &response).costs(delete_one_filter);
        }
        let failed = DeleteAclsFilterResult {
            error_code: ErrorCode::UNKNOWN_SERVER_ERROR,
            ..Default::default()
        };
        let response =
            DeleteAclsResponse { filter_results: vec![failed; MANY].into(), ..Default::default() };
        Case::new("filters that nobody gave", version, &response).costs(delete_one_filter);
    }
}

async fn delete_one_filter(
    admin: &Admin,
) -> kafka_admin::Batch<AclBindingFilter, Vec<kafka_admin::acls::DeletedAcl>> {
    admin.delete_acls(&[filter()]).await.unwrap()
}

#[test]
fn create_acls_reads_no_more_than_was_asked() {
    let acl = AclBinding::allow("User:x", AclOperation::READ, ResourcePattern::topic("t"));
    let failed = AclCreationResult {
        error_code: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        ..Default::default()
    };
    for version in versions(ApiKey::CREATE_ACLS) {
        let response =
            CreateAclsResponse { results: vec![failed.clone(); MANY].into(), ..Default::default() };
        let case = Case::new("results of ACLs that nobody gave", version, &response);
        case.costs(async |admin| admin.create_acls(std::slice::from_ref(&acl)).await.unwrap());
    }
}

#[test]
fn create_and_delete_topics_read_no_more_than_was_asked() {
    for name in ["", "mine"] {
        let topic = CreatableTopicResult {
            name,
            error_code: ErrorCode::INVALID_REQUEST,
            ..Default::default()
        };
        for version in versions(ApiKey::CREATE_TOPICS) {
            let response = CreateTopicsResponse {
                topics: vec![topic.clone(); MANY].into(),
                ..Default::default()
            };
            let case = Case::new("created topics that nobody asked for", version, &response);
            let mine = [NewTopic::new("mine").partitions(1).replication_factor(1)];
            case.costs(async |admin| admin.create_topics(&mine).await.unwrap());
        }
        let topic = DeletableTopicResult {
            name: Some(name),
            error_code: ErrorCode::INVALID_REQUEST,
            ..Default::default()
        };
        for version in versions(ApiKey::DELETE_TOPICS) {
            let response = DeleteTopicsResponse {
                responses: vec![topic.clone(); MANY].into(),
                ..Default::default()
            };
            let case = Case::new("deleted topics that nobody asked for", version, &response);
            case.costs(async |admin| admin.delete_topics(&["mine"]).await.unwrap());
        }
    }
}

#[test]
fn describe_topics_costs_what_its_partitions_cost() {
    let partition = MetadataResponsePartition::default;
    let replicated = MetadataResponsePartition {
        replica_nodes: vec![1; MANY].into(),
        isr_nodes: vec![1; MANY].into(),
        ..partition()
    };
    let mine = |partitions: Vec<_>| MetadataResponseTopic {
        name: Some("mine"),
        partitions: partitions.into(),
        ..Default::default()
    };
    let foreign = MetadataResponseTopic { name: Some(""), ..Default::default() };
    let denied = MetadataResponseTopic {
        name: Some("mine"),
        error_code: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        ..Default::default()
    };
    let cases = [
        ("partitions without replicas", vec![mine(vec![partition(); MANY])]),
        ("replicas", vec![mine(vec![replicated])]),
        ("described topics that nobody asked for", vec![foreign; MANY]),
        ("the same topic again and again", vec![denied; MANY]),
    ];
    for version in versions(ApiKey::METADATA) {
        for (name, topics) in cases.clone() {
            let response = MetadataResponse { topics: topics.into(), ..Default::default() };
            let case = Case::new(name, version, &response);
            case.costs(async |admin| admin.describe_topics(&["mine"]).await.unwrap());
        }
    }
}

#[test]
fn an_item_that_failed_costs_no_more_than_its_share() {
    let names: Vec<String> = (0..5_000).map(|n| format!("t{n}")).collect();
    let denied = |name| MetadataResponseTopic {
        name: Some(name),
        error_code: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        ..Default::default()
    };
    for version in versions(ApiKey::METADATA) {
        let topics: Vec<_> = names.iter().map(|name| denied(name)).collect();
        let response = MetadataResponse { topics: topics.into(), ..Default::default() };
        let case = Case::new("topics that were asked for, and are denied", version, &response);
        let case = case.asked(names.len(), text_of(&names));
        case.costs(async |admin| admin.describe_topics(&names).await.unwrap());
    }
    let denied = |name| DeletableTopicResult {
        name: Some(name),
        error_code: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        ..Default::default()
    };
    for version in versions(ApiKey::DELETE_TOPICS) {
        let responses: Vec<_> = names.iter().map(|name| denied(name.as_str())).collect();
        let response = DeleteTopicsResponse { responses: responses.into(), ..Default::default() };
        let case = Case::new("topics that may not be deleted", version, &response);
        let case = case.asked(names.len(), text_of(&names));
        case.costs(async |admin| admin.delete_topics(&names).await.unwrap());
    }
}

fn text_of(names: &[String]) -> usize {
    names.iter().map(String::len).sum()
}

/// Four bytes of an answer are an item of the caller's own, and why it failed.
#[test]
fn a_refused_acl_costs_no_more_than_its_share() {
    let refused = AclCreationResult {
        error_code: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        ..Default::default()
    };
    for (count, length) in [(5_000, 1), (1_000, 10_000)] {
        let acl = |n: usize| {
            let principal = format!("User:{n}{}", "x".repeat(length));
            AclBinding::allow(principal, AclOperation::READ, ResourcePattern::topic("t"))
        };
        let acls: Vec<_> = (0..count).map(acl).collect();
        let text = acls.iter().map(|acl| acl.to_string().len()).sum();
        for version in versions(ApiKey::CREATE_ACLS) {
            let results = vec![refused.clone(); count].into();
            let response = CreateAclsResponse { results, ..Default::default() };
            let case = Case::new("ACLs that are refused", version, &response).asked(count, text);
            case.costs(async |admin| admin.create_acls(&acls).await.unwrap());
        }
    }
}

#[test]
fn list_topics_costs_what_its_names_cost() {
    let texts = different();
    let topic = |name| MetadataResponseTopic { name: Some(name), ..Default::default() };
    for version in versions(ApiKey::METADATA) {
        for topics in [vec![topic(""); MANY], texts.iter().map(|text| topic(text)).collect()] {
            let response = MetadataResponse { topics: topics.into(), ..Default::default() };
            let case = Case::new("topics in a list", version, &response);
            case.costs(async |admin| admin.list_topics().await.unwrap());
        }
    }
}

#[test]
fn describe_configs_costs_what_its_entries_cost() {
    for name in ["mine", "foreign"] {
        for version in versions(ApiKey::DESCRIBE_CONFIGS) {
            let entries = vec![DescribeConfigsResourceResult::default(); MANY];
            let result = DescribeConfigsResult {
                resource_type: ConfigResourceType::TOPIC,
                resource_name: name,
                configs: entries.into(),
                ..Default::default()
            };
            let response =
                DescribeConfigsResponse { results: vec![result].into(), ..Default::default() };
            let case = Case::new("settings", version, &response);
            let mine = [ConfigResource::topic("mine")];
            case.costs(async |admin| admin.describe_configs(&mine).await.unwrap());
        }
    }
}

#[test]
fn describe_cluster_costs_what_its_brokers_cost() {
    for host in ["a", "not a host"] {
        let broker = DescribeClusterBroker { host, port: 1, ..Default::default() };
        for version in versions(ApiKey::DESCRIBE_CLUSTER) {
            let response = DescribeClusterResponse {
                brokers: vec![broker.clone(); MANY].into(),
                ..Default::default()
            };
            let case = Case::new("brokers", version, &response);
            case.costs(async |admin| admin.describe_cluster().await.unwrap());
        }
        let broker = MetadataResponseBroker { host, port: 1, ..Default::default() };
        for version in versions(ApiKey::METADATA) {
            let response = MetadataResponse {
                brokers: vec![broker.clone(); MANY].into(),
                ..Default::default()
            };
            let case = Case::new("brokers by Metadata", version, &response);
            case.costs(async |admin| admin.describe_cluster().await.unwrap());
        }
    }
}

//! The messages as kafka-proto has them, and what is in them.

use kafka_proto::messages::api_versions::ApiVersionsResponse;
use kafka_proto::messages::create_acls::{AclCreation, CreateAclsRequest};
use kafka_proto::messages::create_topics::{
    CreatableTopic, CreatableTopicConfig, CreateTopicsRequest,
};
use kafka_proto::messages::describe_acls::DescribeAclsResponse;
use kafka_proto::messages::metadata::MetadataResponse;
use kafka_proto::{AclOperation, AclPermissionType, Array, PatternType, ResourceType};

use crate::input::{ALLOW, Acl, LITERAL, Seen, TOPIC, Topic, WRITE};

pub(crate) fn topics(topics: &[Topic]) -> CreateTopicsRequest<'_> {
    CreateTopicsRequest {
        topics: topics.iter().map(creatable_topic).collect(),
        ..Default::default()
    }
}

fn creatable_topic(topic: &Topic) -> CreatableTopic<'_> {
    CreatableTopic {
        name: &topic.name,
        num_partitions: topic.partitions,
        replication_factor: topic.replication_factor,
        configs: topic.configs.iter().map(config).collect(),
        ..Default::default()
    }
}

fn config((name, value): &(String, String)) -> CreatableTopicConfig<'_> {
    CreatableTopicConfig { name, value: Some(value), ..Default::default() }
}

pub(crate) fn acls(acls: &[Acl]) -> CreateAclsRequest<'_> {
    CreateAclsRequest { creations: acls.iter().map(acl_creation).collect(), ..Default::default() }
}

fn acl_creation(acl: &Acl) -> AclCreation<'_> {
    AclCreation {
        resource_type: ResourceType(TOPIC),
        resource_name: &acl.topic,
        resource_pattern_type: PatternType(LITERAL),
        principal: &acl.principal,
        host: &acl.host,
        operation: AclOperation(WRITE),
        permission_type: AclPermissionType(ALLOW),
        ..Default::default()
    }
}

pub(crate) fn metadata_seen(response: &MetadataResponse<'_>) -> Seen {
    let mut seen = Seen { outer: response.topics.len(), inner: 0, sum: 0 };
    for topic in &response.topics {
        seen.inner += topic.partitions.len();
        seen.sum += topic.name.map_or(0, str::len) as i64;
        for partition in &topic.partitions {
            seen.sum += i64::from(partition.partition_index) + i64::from(partition.leader_id);
            seen.sum += i64::from(partition.leader_epoch) + i64::from(partition.error_code.0);
            seen.sum += total(&partition.replica_nodes) + total(&partition.isr_nodes);
            seen.sum += total(&partition.offline_replicas);
        }
    }
    seen
}

fn total(brokers: &Array<'_, i32>) -> i64 {
    brokers.iter().map(i64::from).sum()
}

pub(crate) fn api_versions_seen(response: &ApiVersionsResponse<'_>) -> Seen {
    let mut seen = Seen { outer: response.api_keys.len(), inner: 0, sum: 0 };
    for api in &response.api_keys {
        seen.sum += i64::from(api.min_version) + i64::from(api.max_version);
    }
    seen
}

pub(crate) fn describe_acls_seen(response: &DescribeAclsResponse<'_>) -> Seen {
    let mut seen = Seen { outer: response.resources.len(), inner: 0, sum: 0 };
    for resource in &response.resources {
        seen.inner += resource.acls.len();
        seen.sum += resource.resource_name.len() as i64 + i64::from(resource.resource_type.0);
        for acl in &resource.acls {
            seen.sum += (acl.principal.len() + acl.host.len()) as i64;
            seen.sum += i64::from(acl.operation.0) + i64::from(acl.permission_type.0);
        }
    }
    seen
}

//! What the benchmarks measure: messages of a size that large clusters see.

use kafka_proto::messages::api_versions::{ApiVersion, ApiVersionsResponse};
use kafka_proto::messages::create_acls::{AclCreation, CreateAclsRequest};
use kafka_proto::messages::create_topics::{
    CreatableTopic, CreatableTopicConfig, CreateTopicsRequest,
};
use kafka_proto::messages::describe_acls::{
    AclDescription, DescribeAclsResource, DescribeAclsResponse,
};
use kafka_proto::messages::metadata::{
    MetadataResponse, MetadataResponseBroker, MetadataResponsePartition, MetadataResponseTopic,
};
use kafka_proto::{
    AclOperation, AclPermissionType, ApiKey, Array, Message, PatternType, ResourceType, Uuid,
};

/// The body of `message` in `version`.
///
/// # Panics
/// When it cannot be encoded: a mistake in this file.
pub fn body<'a, M: Message<'a>>(message: &M, version: i16) -> Vec<u8> {
    let mut out = Vec::new();
    message.encode(&mut out, version).expect("a message of this file");
    out
}

/// `count` names that differ.
#[must_use]
pub fn names(prefix: &str, count: usize) -> Vec<String> {
    (0..count).map(|index| format!("{prefix}-{index:06}")).collect()
}

/// A Metadata answer: six brokers, every partition on three of them.
#[must_use]
pub fn metadata(topics: &[String], partitions: i32) -> MetadataResponse<'_> {
    MetadataResponse {
        brokers: (1..=6)
            .map(|node_id| MetadataResponseBroker {
                node_id,
                host: "b-1.demo.abc123.c2.kafka.us-east-1.amazonaws.com",
                port: 9098,
                rack: Some("use1-az1"),
                ..Default::default()
            })
            .collect(),
        cluster_id: Some("AAECAwQFBgcICQoLDA0ODw"),
        controller_id: 1,
        topics: topics.iter().map(|name| metadata_topic(name, partitions)).collect(),
        ..Default::default()
    }
}

fn metadata_topic(name: &str, partitions: i32) -> MetadataResponseTopic<'_> {
    MetadataResponseTopic {
        name: Some(name),
        topic_id: Uuid([7; 16]),
        partitions: (0..partitions).map(metadata_partition).collect(),
        ..Default::default()
    }
}

fn metadata_partition<'a>(index: i32) -> MetadataResponsePartition<'a> {
    let replicas: Vec<i32> = (0..3).map(|n| (index + n) % 6 + 1).collect();
    MetadataResponsePartition {
        partition_index: index,
        leader_id: replicas[0],
        leader_epoch: 4,
        replica_nodes: replicas.clone().into(),
        isr_nodes: replicas.into(),
        ..Default::default()
    }
}

/// What a broker answers to ApiVersions: every API of this release.
#[must_use]
pub fn api_versions<'a>() -> ApiVersionsResponse<'a> {
    ApiVersionsResponse {
        api_keys: ApiKey::all()
            .map(|info| ApiVersion {
                api_key: info.key.0,
                min_version: info.min_version,
                max_version: info.max_version,
                ..Default::default()
            })
            .collect(),
        ..Default::default()
    }
}

/// A CreateTopics request with two configuration values for each topic.
#[must_use]
pub fn create_topics(names: &[String]) -> CreateTopicsRequest<'_> {
    CreateTopicsRequest {
        topics: names.iter().map(|name| creatable_topic(name)).collect(),
        ..Default::default()
    }
}

fn creatable_topic(name: &str) -> CreatableTopic<'_> {
    CreatableTopic {
        name,
        num_partitions: 12,
        replication_factor: 3,
        configs: Array::from(&[
            CreatableTopicConfig {
                name: "cleanup.policy",
                value: Some("compact"),
                unknown_tagged_fields: kafka_proto::Tags::NONE,
            },
            CreatableTopicConfig {
                name: "retention.ms",
                value: Some("604800000"),
                unknown_tagged_fields: kafka_proto::Tags::NONE,
            },
        ]),
        ..Default::default()
    }
}

/// A CreateAcls request: one user may write to each topic.
#[must_use]
pub fn create_acls(names: &[String]) -> CreateAclsRequest<'_> {
    CreateAclsRequest {
        creations: names
            .iter()
            .map(|name| AclCreation {
                resource_type: ResourceType::TOPIC,
                resource_name: name,
                resource_pattern_type: PatternType::LITERAL,
                principal: "User:rudder",
                host: "*",
                operation: AclOperation::WRITE,
                permission_type: AclPermissionType::ALLOW,
                ..Default::default()
            })
            .collect(),
        ..Default::default()
    }
}

/// A DescribeAcls answer: four ACLs for each topic.
#[must_use]
pub fn describe_acls(names: &[String]) -> DescribeAclsResponse<'_> {
    DescribeAclsResponse {
        error_message: None,
        resources: names
            .iter()
            .map(|name| DescribeAclsResource {
                resource_type: ResourceType::TOPIC,
                resource_name: name,
                pattern_type: PatternType::LITERAL,
                acls: (3..7).map(acl).collect(),
                ..Default::default()
            })
            .collect(),
        ..Default::default()
    }
}

fn acl<'a>(operation: i8) -> AclDescription<'a> {
    AclDescription {
        principal: "User:rudder",
        host: "*",
        operation: AclOperation(operation),
        permission_type: AclPermissionType::ALLOW,
        ..Default::default()
    }
}

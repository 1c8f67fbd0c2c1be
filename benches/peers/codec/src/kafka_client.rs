//! kafka_client_protocol: everything is owned, strings are `String`s.

use bytes::{Bytes, BytesMut};
use kafka_client_protocol::Message as Codec;
use kafka_client_protocol::api::api_versions_response::ApiVersionsResponse;
use kafka_client_protocol::api::create_acls_request::{AclCreation, CreateAclsRequest};
use kafka_client_protocol::api::create_topics_request::{
    CreatableTopic, CreatableTopicConfig, CreateTopicsRequest,
};
use kafka_client_protocol::api::describe_acls_response::DescribeAclsResponse;
use kafka_client_protocol::api::metadata_response::MetadataResponse;

use crate::case::{ALLOW, Acl, Case, LITERAL, TOPIC, Topic, WRITE};

const BY: &str = "kafka_client_protocol";

operations!(MetadataResponse, ApiVersionsResponse, DescribeAclsResponse);

fn read<M: Codec>(case: &Case, body: &Bytes) -> M {
    M::flexible_decode(&mut body.clone(), case.version()).expect("a message")
}

fn write<M: Codec>(case: &Case, message: &M, out: &mut BytesMut) {
    message.flexible_encode(out, case.version()).expect("a message of that version");
}

fn topics(topics: &[Topic]) -> CreateTopicsRequest {
    CreateTopicsRequest {
        topics: topics.iter().map(creatable_topic).collect(),
        timeout_ms: 60_000,
        validate_only: false,
    }
}

fn creatable_topic(topic: &Topic) -> CreatableTopic {
    let config = |(name, value): &(String, String)| CreatableTopicConfig {
        name: name.clone(),
        value: Some(value.clone()),
    };
    CreatableTopic {
        name: topic.name.clone(),
        num_partitions: topic.partitions,
        replication_factor: topic.replication_factor,
        assignments: Vec::new(),
        configs: topic.configs.iter().map(config).collect(),
    }
}

fn acls(acls: &[Acl]) -> CreateAclsRequest {
    CreateAclsRequest { creations: acls.iter().map(acl_creation).collect() }
}

fn acl_creation(acl: &Acl) -> AclCreation {
    AclCreation {
        resource_type: TOPIC,
        resource_name: acl.topic.clone(),
        resource_pattern_type: LITERAL,
        principal: acl.principal.clone(),
        host: acl.host.clone(),
        operation: WRITE,
        permission_type: ALLOW,
    }
}

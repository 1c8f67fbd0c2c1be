//! kafka-protocol: strings are pieces of the frame, everything else is owned.

use bytes::Bytes;
use kafka_protocol::messages::create_acls_request::{AclCreation, CreateAclsRequest};
use kafka_protocol::messages::create_topics_request::{
    CreatableTopic, CreatableTopicConfig, CreateTopicsRequest,
};
use kafka_protocol::messages::{
    ApiVersionsResponse, DescribeAclsResponse, MetadataResponse, TopicName,
};
use kafka_protocol::protocol::{Decodable, Encodable, StrBytes};

use crate::case::{ALLOW, Acl, Case, LITERAL, TOPIC, Topic, WRITE};

const BY: &str = "kafka-protocol";

operations!(MetadataResponse, ApiVersionsResponse, DescribeAclsResponse);

trait Codec: Decodable + Encodable {}

impl<M: Decodable + Encodable> Codec for M {}

fn read<M: Decodable>(case: &Case, body: &Bytes) -> M {
    M::decode(&mut body.clone(), case.version()).expect("a message")
}

fn write<M: Encodable>(case: &Case, message: &M, out: &mut Vec<u8>) {
    message.encode(out, case.version()).expect("a message of that version");
}

fn string(text: &str) -> StrBytes {
    StrBytes::from_string(text.to_owned())
}

fn topics(topics: &[Topic]) -> CreateTopicsRequest {
    CreateTopicsRequest::default().with_topics(topics.iter().map(creatable_topic).collect())
}

fn creatable_topic(topic: &Topic) -> CreatableTopic {
    let config = |(name, value): &(String, String)| {
        CreatableTopicConfig::default().with_name(string(name)).with_value(Some(string(value)))
    };
    CreatableTopic::default()
        .with_name(TopicName(string(&topic.name)))
        .with_num_partitions(topic.partitions)
        .with_replication_factor(topic.replication_factor)
        .with_configs(topic.configs.iter().map(config).collect())
}

fn acls(acls: &[Acl]) -> CreateAclsRequest {
    CreateAclsRequest::default().with_creations(acls.iter().map(acl_creation).collect())
}

fn acl_creation(acl: &Acl) -> AclCreation {
    AclCreation::default()
        .with_resource_type(TOPIC)
        .with_resource_name(string(&acl.topic))
        .with_resource_pattern_type(LITERAL)
        .with_principal(string(&acl.principal))
        .with_host(string(&acl.host))
        .with_operation(WRITE)
        .with_permission_type(ALLOW)
}

//! kafka_client_protocol: everything is owned, strings are `String`s.

use bytes::{Bytes, BytesMut};
use kafka_client_protocol::Message;
use kafka_client_protocol::api::api_versions_response::ApiVersionsResponse;
use kafka_client_protocol::api::create_acls_request::{AclCreation, CreateAclsRequest};
use kafka_client_protocol::api::create_topics_request::{
    CreatableTopic, CreatableTopicConfig, CreateTopicsRequest,
};
use kafka_client_protocol::api::describe_acls_response::DescribeAclsResponse;
use kafka_client_protocol::api::metadata_response::MetadataResponse;

use crate::Operation;
use crate::case::{
    ACLS, ALLOW, API_VERSIONS, Acl, CREATE_ACLS, CREATE_TOPICS, Case, DESCRIBE_ACLS,
    LARGE_METADATA, LITERAL, METADATA, Seen, TOPIC, TOPICS, Topic, WRITE,
};

const BY: &str = "kafka_client_protocol";

pub(crate) fn operations() -> Vec<Operation> {
    let mut all = vec![
        decode::<ApiVersionsResponse>(&API_VERSIONS, |it| api_versions_seen!(it)),
        decode::<DescribeAclsResponse>(&DESCRIBE_ACLS, |it| describe_acls_seen!(it)),
        encode(&DESCRIBE_ACLS, || read::<DescribeAclsResponse>(&DESCRIBE_ACLS)),
        encode(&CREATE_TOPICS, || topics(&TOPICS)),
        Operation::build(
            (&CREATE_TOPICS, BY),
            &*TOPICS,
            |it| topics(it),
            |it, out| write(&CREATE_TOPICS, it, out),
        ),
        encode(&CREATE_ACLS, || acls(&ACLS)),
        Operation::build(
            (&CREATE_ACLS, BY),
            &*ACLS,
            |it| acls(it),
            |it, out| write(&CREATE_ACLS, it, out),
        ),
    ];
    for case in [&METADATA, &LARGE_METADATA] {
        all.push(decode::<MetadataResponse>(case, |it| metadata_seen!(it)));
        all.push(encode(case, || read::<MetadataResponse>(case)));
    }
    all
}

fn decode<M: Message + 'static>(case: &'static Case, seen: fn(&M) -> Seen) -> Operation {
    let decode = |body: &'static Bytes| {
        M::flexible_decode(&mut body.clone(), case.version).expect("a message")
    };
    Operation::decode((case, "decode", BY), decode, seen)
}

fn encode<M: Message + 'static>(case: &'static Case, make: impl Fn() -> M + 'static) -> Operation {
    Operation::encode((case, BY), make, |it, out| write(case, it, out))
}

fn read<M: Message>(case: &Case) -> M {
    M::flexible_decode(&mut case.content.0.clone(), case.version).expect("a message")
}

fn write<M: Message>(case: &Case, message: &M, out: &mut BytesMut) {
    message.flexible_encode(out, case.version).expect("a message of that version");
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

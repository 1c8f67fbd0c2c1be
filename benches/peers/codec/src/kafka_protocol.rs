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

use crate::Operation;
use crate::case::{
    ACLS, ALLOW, API_VERSIONS, Acl, CREATE_ACLS, CREATE_TOPICS, Case, DESCRIBE_ACLS,
    LARGE_METADATA, LITERAL, METADATA, Seen, TOPIC, TOPICS, Topic, WRITE,
};

const BY: &str = "kafka-protocol";

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

fn decode<M: Decodable + 'static>(case: &'static Case, seen: fn(&M) -> Seen) -> Operation {
    let decode =
        |body: &'static Bytes| M::decode(&mut body.clone(), case.version).expect("a message");
    Operation::decode((case, "decode", BY), decode, seen)
}

fn encode<M: Encodable + 'static>(
    case: &'static Case,
    make: impl Fn() -> M + 'static,
) -> Operation {
    Operation::encode((case, BY), make, |it, out| write(case, it, out))
}

fn read<M: Decodable>(case: &Case) -> M {
    M::decode(&mut case.content.0.clone(), case.version).expect("a message")
}

fn write<M: Encodable>(case: &Case, message: &M, out: &mut Vec<u8>) {
    message.encode(out, case.version).expect("a message of that version");
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

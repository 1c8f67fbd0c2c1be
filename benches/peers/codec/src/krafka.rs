//! krafka: hand-written, owned; its codec is no public API, and has only what a client needs.

use bytes::{Bytes, BytesMut};
use krafka::__private::protocol::{
    AclBinding, AclOperation, AclPatternType, AclPermissionType, AclResourceType,
    ApiVersionsResponse, CreatableTopic, CreatableTopicConfig, CreateAclsRequest,
    CreateTopicsRequest, DescribeAclsResponse, MetadataResponse, VersionedDecode, VersionedEncode,
};

use crate::Operation;
use crate::case::{
    ACLS, API_VERSIONS, Acl, CREATE_ACLS, CREATE_TOPICS, Case, DESCRIBE_ACLS, LARGE_METADATA,
    METADATA, Seen, TOPICS, Topic,
};

const BY: &str = "krafka";

pub(crate) fn operations() -> Vec<Operation> {
    vec![
        decode::<MetadataResponse>(&METADATA, |it| metadata_seen!(it)),
        decode::<MetadataResponse>(&LARGE_METADATA, |it| metadata_seen!(it)),
        Operation::decode(
            (&API_VERSIONS, "decode", BY),
            |body| ApiVersionsResponse::decode_v3(&mut body.clone()).expect("a message"),
            |it| api_versions_seen!(it),
        ),
        decode::<DescribeAclsResponse>(&DESCRIBE_ACLS, |it| describe_acls_seen!(it)),
        Operation::encode(
            (&CREATE_TOPICS, BY),
            || topics(&TOPICS),
            |it, out| encode(&CREATE_TOPICS, it, out),
        ),
        Operation::build(
            (&CREATE_TOPICS, BY),
            &*TOPICS,
            |it| topics(it),
            |it, out| encode(&CREATE_TOPICS, it, out),
        ),
        Operation::write(
            (&CREATE_ACLS, "encode", BY),
            || acls(&ACLS),
            |it, out| encode(&CREATE_ACLS, it, out),
            only_patterns_differ,
        ),
        Operation::write(
            (&CREATE_ACLS, "build + encode", BY),
            || &*ACLS,
            |it, out| encode(&CREATE_ACLS, &acls(it), out),
            only_patterns_differ,
        ),
    ]
}

/// It writes 2 (MATCH) where Kafka's code of LITERAL is 3: one byte of each ACL, no other.
fn only_patterns_differ(found: &[u8], expected: &[u8]) -> bool {
    let different = || found.iter().zip(expected).filter(|(found, expected)| found != expected);
    found.len() == expected.len()
        && different().count() == ACLS.len()
        && different().all(|bytes| bytes == (&2, &3))
}

fn decode<M: VersionedDecode + 'static>(case: &'static Case, seen: fn(&M) -> Seen) -> Operation {
    let decode = |body: &'static Bytes| {
        M::decode_versioned(case.version(), &mut body.clone()).expect("a message")
    };
    Operation::decode((case, "decode", BY), decode, seen)
}

fn encode<M: VersionedEncode>(case: &Case, message: &M, out: &mut BytesMut) {
    message.encode_versioned(case.version(), out).expect("a message of that version");
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
    CreateAclsRequest { creations: acls.iter().map(binding).collect() }
}

fn binding(acl: &Acl) -> AclBinding {
    AclBinding {
        resource_type: AclResourceType::Topic,
        resource_name: acl.topic.clone(),
        pattern_type: AclPatternType::Literal,
        principal: acl.principal.clone(),
        host: acl.host.clone(),
        operation: AclOperation::Write,
        permission_type: AclPermissionType::Allow,
    }
}

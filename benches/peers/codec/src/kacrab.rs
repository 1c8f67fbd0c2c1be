//! kacrab-protocol: strings are pieces of the frame, everything else is owned.

use bytes::{Bytes, BytesMut};
use kacrab_protocol::generated::api_versions_response::ApiVersionsResponseData;
use kacrab_protocol::generated::create_acls_request::{AclCreation, CreateAclsRequestData};
use kacrab_protocol::generated::create_topics_request::{
    CreatableTopic, CreatableTopicConfig, CreateTopicsRequestData,
};
use kacrab_protocol::generated::describe_acls_response::DescribeAclsResponseData;
use kacrab_protocol::generated::metadata_response::MetadataResponseData;
use kacrab_protocol::{KafkaString, Result};

use crate::Operation;
use crate::case::{
    ACLS, ALLOW, API_VERSIONS, Acl, CREATE_ACLS, CREATE_TOPICS, Case, DESCRIBE_ACLS,
    LARGE_METADATA, LITERAL, METADATA, Seen, TOPIC, TOPICS, Topic, WRITE,
};

const BY: &str = "kacrab-protocol";

pub(crate) fn operations() -> Vec<Operation> {
    let read_acls = DescribeAclsResponseData::read;
    let mut all = vec![
        decode(&API_VERSIONS, ApiVersionsResponseData::read, |it| api_versions_seen!(it)),
        decode(&DESCRIBE_ACLS, read_acls, |it| describe_acls_seen!(it)),
        encode(
            &DESCRIBE_ACLS,
            move || read(&DESCRIBE_ACLS, read_acls),
            DescribeAclsResponseData::write,
        ),
        encode(&CREATE_TOPICS, || topics(&TOPICS), CreateTopicsRequestData::write),
        Operation::build(
            (&CREATE_TOPICS, BY),
            &*TOPICS,
            |it| topics(it),
            |it, out| it.write(out, CREATE_TOPICS.version).expect("a message of that version"),
        ),
        encode(&CREATE_ACLS, || acls(&ACLS), CreateAclsRequestData::write),
        Operation::build(
            (&CREATE_ACLS, BY),
            &*ACLS,
            |it| acls(it),
            |it, out| it.write(out, CREATE_ACLS.version).expect("a message of that version"),
        ),
    ];
    for case in [&METADATA, &LARGE_METADATA] {
        all.push(decode(case, MetadataResponseData::read, |it| metadata_seen!(it)));
        let make = || read(case, MetadataResponseData::read);
        all.push(encode(case, make, MetadataResponseData::write));
    }
    all
}

fn decode<M: 'static>(
    case: &'static Case,
    decode: impl Fn(&mut Bytes, i16) -> Result<M> + Copy + 'static,
    seen: fn(&M) -> Seen,
) -> Operation {
    let decode = move |_: &'static Bytes| read(case, decode);
    Operation::decode((case, "decode", BY), decode, seen)
}

fn encode<M: 'static>(
    case: &'static Case,
    make: impl Fn() -> M + 'static,
    write: impl Fn(&M, &mut BytesMut, i16) -> Result<()> + Copy + 'static,
) -> Operation {
    Operation::encode((case, BY), make, move |it, out| {
        write(it, out, case.version).expect("a message of that version")
    })
}

fn read<M>(case: &Case, decode: impl Fn(&mut Bytes, i16) -> Result<M>) -> M {
    decode(&mut case.content.0.clone(), case.version).expect("a message")
}

fn string(text: &str) -> KafkaString {
    KafkaString::from(text.to_owned())
}

fn topics(topics: &[Topic]) -> CreateTopicsRequestData {
    CreateTopicsRequestData {
        topics: topics.iter().map(creatable_topic).collect(),
        ..Default::default()
    }
}

fn creatable_topic(topic: &Topic) -> CreatableTopic {
    let config = |(name, value): &(String, String)| CreatableTopicConfig {
        name: string(name),
        value: Some(string(value)),
        ..Default::default()
    };
    CreatableTopic {
        name: string(&topic.name),
        num_partitions: topic.partitions,
        replication_factor: topic.replication_factor,
        configs: topic.configs.iter().map(config).collect(),
        ..Default::default()
    }
}

fn acls(acls: &[Acl]) -> CreateAclsRequestData {
    CreateAclsRequestData {
        creations: acls.iter().map(acl_creation).collect(),
        ..Default::default()
    }
}

fn acl_creation(acl: &Acl) -> AclCreation {
    AclCreation {
        resource_type: TOPIC,
        resource_name: string(&acl.topic),
        resource_pattern_type: LITERAL,
        principal: string(&acl.principal),
        host: string(&acl.host),
        operation: WRITE,
        permission_type: ALLOW,
        ..Default::default()
    }
}

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

use crate::case::{ALLOW, Acl, Case, LITERAL, TOPIC, Topic, WRITE};

const BY: &str = "kacrab-protocol";

operations!(MetadataResponseData, ApiVersionsResponseData, DescribeAclsResponseData);

/// Its messages have these methods, but no trait.
trait Codec: Sized {
    fn read(body: &mut Bytes, version: i16) -> Result<Self>;
    fn write(&self, out: &mut BytesMut, version: i16) -> Result<()>;
}

macro_rules! codec {
    ($($message:ty),*) => {$(
        impl Codec for $message {
            fn read(body: &mut Bytes, version: i16) -> Result<Self> {
                Self::read(body, version)
            }

            fn write(&self, out: &mut BytesMut, version: i16) -> Result<()> {
                self.write(out, version)
            }
        }
    )*};
}

codec!(
    ApiVersionsResponseData,
    CreateAclsRequestData,
    CreateTopicsRequestData,
    DescribeAclsResponseData,
    MetadataResponseData
);

fn read<M: Codec>(case: &Case, body: &Bytes) -> M {
    M::read(&mut body.clone(), case.version()).expect("a message")
}

fn write<M: Codec>(case: &Case, message: &M, out: &mut BytesMut) {
    message.write(out, case.version()).expect("a message of that version");
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

//! kafka-proto: what it decodes stays in the frame, so it is measured in three ways.

mod owned;

use bytes::Bytes;
use kafka_proto::messages::api_versions::ApiVersionsResponse;
use kafka_proto::messages::create_acls::{AclCreation, CreateAclsRequest};
use kafka_proto::messages::create_topics::{
    CreatableTopic, CreatableTopicConfig, CreateTopicsRequest,
};
use kafka_proto::messages::describe_acls::DescribeAclsResponse;
use kafka_proto::messages::metadata::MetadataResponse;
use kafka_proto::{AclOperation, AclPermissionType, Array, Message, PatternType, ResourceType};

use crate::Operation;
use crate::case::{
    ACLS, ALLOW, API_VERSIONS, Acl, CREATE_ACLS, CREATE_TOPICS, Case, DESCRIBE_ACLS,
    LARGE_METADATA, LITERAL, METADATA, NAMES, Seen, TOPIC, TOPICS, Topic, WRITE,
};

const BY: &str = "kafka-proto";

pub(crate) fn operations() -> Vec<Operation> {
    let mut all = Vec::new();
    for (case, topics, partitions) in [(&METADATA, 1_000, 50), (&LARGE_METADATA, 10_000, 100)] {
        all.extend(decode(case, metadata_seen, owned::Metadata::from, owned::Metadata::seen));
        let message = move || benches::metadata(&NAMES[..topics], partitions);
        all.push(Operation::encode((case, BY), message, |it, out| encode(case, it, out)));
    }
    all.extend(decode(
        &API_VERSIONS,
        api_versions_seen,
        owned::ApiVersions::from,
        owned::ApiVersions::seen,
    ));
    all.extend(decode(&DESCRIBE_ACLS, describe_acls_seen, owned::Acls::from, owned::Acls::seen));
    all.push(Operation::encode(
        (&DESCRIBE_ACLS, BY),
        || benches::describe_acls(&NAMES),
        |it, out| encode(&DESCRIBE_ACLS, it, out),
    ));
    all.extend(requests());
    all
}

/// The check of a frame alone; the check and a visit to every field; the check and a copy of
/// every field into vectors that outlive the frame.
fn decode<M: Message<'static> + 'static, O: 'static>(
    case: &'static Case,
    visit: fn(&M) -> Seen,
    keep: fn(M) -> O,
    seen: fn(&O) -> Seen,
) -> [Operation; 3] {
    let decode = |body: &'static Bytes| M::decode(body, case.version()).expect("a message");
    [
        Operation::decode((case, "decode", BY), decode, visit),
        Operation::decode((case, "decode, visit", BY), move |it| visit(&decode(it)), |it| *it),
        Operation::decode((case, "decode, keep", BY), move |it| keep(decode(it)), seen),
    ]
}

fn requests() -> [Operation; 4] {
    let create_topics = |it: &_, out: &mut _| encode(&CREATE_TOPICS, it, out);
    let create_acls = |it: &_, out: &mut _| encode(&CREATE_ACLS, it, out);
    [
        Operation::encode((&CREATE_TOPICS, BY), || topics(&TOPICS), create_topics),
        Operation::build((&CREATE_TOPICS, BY), &*TOPICS, |it| topics(it), create_topics),
        Operation::encode((&CREATE_ACLS, BY), || acls(&ACLS), create_acls),
        Operation::build((&CREATE_ACLS, BY), &*ACLS, |it| acls(it), create_acls),
    ]
}

fn encode<M: Message<'static>>(case: &Case, message: &M, out: &mut Vec<u8>) {
    message.encode(out, case.version()).expect("a message of that version");
}

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

//! What a cluster really has, asked without the client that is tested.

use std::collections::HashMap;
use std::io;
use std::thread;
use std::time::{Duration, Instant};

use interop::{Broker, Kafka, unique};
use kafka_emulator::Emulator;
use kafka_proto::messages::create_topics::{CreatableTopic, CreateTopicsRequest};
use kafka_proto::messages::describe_acls::DescribeAclsRequest;
use kafka_proto::messages::metadata::MetadataRequest;
use kafka_proto::{AclOperation, AclPermissionType, ErrorCode, PatternType, ResourceType};

use crate::ledger::Item;

/// Partitions by topic; 1 for each principal that has an ACL.
pub(crate) type Truth = HashMap<Item, usize>;

/// How long brokers may take to learn of what was done.
const DEADLINE: Duration = Duration::from_secs(60);

pub(crate) fn of_emulator(emulator: &Emulator) -> Truth {
    let topics = emulator.topics().into_iter();
    let topics = topics.map(|topic| (Item::Topic(topic.name.clone()), topic.partitions.len()));
    let acls = emulator.acls().into_iter().map(|acl| (Item::Acl(acl.principal.clone()), 1));
    topics.chain(acls).collect()
}

pub(crate) fn of_kafka(kafka: &Kafka) -> io::Result<Truth> {
    settle(kafka)?;
    let mut truth = topics(&kafka.brokers()[0])?;
    truth.extend(acls(&kafka.brokers()[0])?);
    Ok(truth)
}

/// Waits until every broker knows a topic that was made just now: then it knows all that was done
/// before, since all of it is in one log.
pub(crate) fn settle(kafka: &Kafka) -> io::Result<()> {
    let name = unique("settled");
    let topic = CreatableTopic {
        name: &name,
        num_partitions: 1,
        replication_factor: 1,
        ..CreatableTopic::default()
    };
    let request = CreateTopicsRequest {
        topics: vec![topic].into(),
        timeout_ms: 30_000,
        ..CreateTopicsRequest::default()
    };
    let answer = kafka.brokers()[0].ask(&request)?;
    let code = answer.response()?.topics.iter().next().map(|topic| topic.error_code);
    assert_eq!(code, Some(ErrorCode::NONE), "{name}");
    let deadline = Instant::now() + DEADLINE;
    for broker in kafka.brokers() {
        while !topics(broker)?.contains_key(&Item::Topic(name.clone())) {
            assert!(Instant::now() < deadline, "broker {} does not learn of {name}", broker.id());
            thread::sleep(Duration::from_millis(20));
        }
    }
    Ok(())
}

fn topics(broker: &Broker) -> io::Result<Truth> {
    let all = MetadataRequest { topics: None, ..MetadataRequest::default() };
    let answer = broker.ask(&all)?;
    let topics = answer.response()?.topics;
    let named = topics.iter().filter_map(|it| Some((it.name?.to_owned(), it.partitions.len())));
    Ok(named.map(|(name, partitions)| (Item::Topic(name), partitions)).collect())
}

fn acls(broker: &Broker) -> io::Result<Truth> {
    let all = DescribeAclsRequest {
        resource_type_filter: ResourceType::ANY,
        resource_name_filter: None,
        principal_filter: None,
        host_filter: None,
        pattern_type_filter: PatternType::ANY,
        operation: AclOperation::ANY,
        permission_type: AclPermissionType::ANY,
        ..DescribeAclsRequest::default()
    };
    let answer = broker.ask(&all)?;
    let resources = answer.response()?.resources;
    let principals = resources.iter().flat_map(|resource| {
        resource.acls.iter().map(|acl| acl.principal.to_owned()).collect::<Vec<_>>()
    });
    Ok(principals.map(|principal| (Item::Acl(principal), 1)).collect())
}

//! The whole story: a user is refused, an administrator helps by IAM, the user can work.
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

mod support;

use kafka_emulator::{Acl, Emulator};
use kafka_proto::messages::create_acls::{AclCreation, CreateAclsRequest};
use kafka_proto::messages::create_topics::{CreatableTopic, CreateTopicsRequest};
use kafka_proto::messages::metadata::{MetadataRequest, MetadataRequestTopic};
use kafka_proto::{AclOperation, AclPermissionType, Array, ErrorCode, PatternType, ResourceType};
use support::{Client, emulator};

const TOPIC: &str = "rudder-events";

fn topic() -> CreateTopicsRequest<'static> {
    let topic = CreatableTopic {
        name: TOPIC,
        num_partitions: 3,
        replication_factor: 1,
        ..Default::default()
    };
    CreateTopicsRequest { topics: vec![topic].into(), ..Default::default() }
}

fn write_acl() -> CreateAclsRequest<'static> {
    let creation = AclCreation {
        resource_type: ResourceType::TOPIC,
        resource_name: TOPIC,
        resource_pattern_type: PatternType::LITERAL,
        principal: "User:rudder",
        host: "*",
        operation: AclOperation::WRITE,
        permission_type: AclPermissionType::ALLOW,
        ..Default::default()
    };
    CreateAclsRequest { creations: vec![creation].into(), ..Default::default() }
}

async fn create_topic(client: &mut Client) -> ErrorCode {
    let answer = client.ask(7, &topic()).await;
    let response = answer.read::<CreateTopicsRequest<'_>>();
    response.topics.iter().next().unwrap().error_code
}

async fn create_acl(client: &mut Client) -> ErrorCode {
    let answer = client.ask(3, &write_acl()).await;
    let response = answer.read::<CreateAclsRequest<'_>>();
    response.results.iter().next().unwrap().error_code
}

/// Code, authorized operations, and the port that brokers are advertised with.
async fn look(client: &mut Client) -> (ErrorCode, i32, i32) {
    let named = MetadataRequestTopic { name: Some(TOPIC), ..Default::default() };
    let request = MetadataRequest {
        topics: Some(Array::from(vec![named])),
        include_topic_authorized_operations: true,
        ..Default::default()
    };
    let answer = client.ask(12, &request).await;
    let response = answer.read::<MetadataRequest<'_>>();
    let topic = response.topics.iter().next().unwrap();
    let port = response.brokers.iter().next().unwrap().port;
    (topic.error_code, topic.topic_authorized_operations, port)
}

fn port(address: &str) -> i32 {
    address.rsplit(':').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn a_user_is_refused_until_an_administrator_has_granted() {
    let emulator: Emulator = emulator().start().await.unwrap();
    let mut user = Client::scram(&emulator).await;
    let scram_port = port(&emulator.scram_address());
    let denied = (ErrorCode::TOPIC_AUTHORIZATION_FAILED, i32::MIN, scram_port);
    assert_eq!(look(&mut user).await, denied);
    assert_eq!(create_topic(&mut user).await, ErrorCode::TOPIC_AUTHORIZATION_FAILED);
    assert_eq!(create_acl(&mut user).await, ErrorCode::CLUSTER_AUTHORIZATION_FAILED);
    assert!(emulator.topics().is_empty() && emulator.acls().is_empty());

    let mut administrator = Client::iam(&emulator).await;
    assert_eq!(create_topic(&mut administrator).await, ErrorCode::NONE);
    assert_eq!(create_topic(&mut administrator).await, ErrorCode::TOPIC_ALREADY_EXISTS);
    assert_eq!(look(&mut user).await, denied);
    assert_eq!(create_acl(&mut administrator).await, ErrorCode::NONE);

    // WRITE, which implies DESCRIBE.
    assert_eq!(look(&mut user).await, (ErrorCode::NONE, 0x110, scram_port));
    let iam_port = port(&emulator.iam_address());
    assert_eq!(look(&mut administrator).await, (ErrorCode::NONE, 0xdf8, iam_port));
    let topic = emulator.topic(TOPIC).unwrap();
    assert_eq!((topic.partitions.len(), topic.replication_factor()), (3, 1));
    let acl = Acl::allow("User:rudder", AclOperation::WRITE, ResourceType::TOPIC, TOPIC);
    assert_eq!(emulator.acls(), [acl]);
}

#[tokio::test]
async fn every_broker_serves_the_same_cluster() {
    let emulator = emulator().brokers(3).topic(TOPIC, 3).start().await.unwrap();
    let addresses = emulator.addresses(kafka_emulator::Listener::Iam);
    assert_eq!(addresses.len(), 3);
    for address in addresses {
        let mut client = Client::tls(&emulator, &address).await;
        client.log_in(support::iam()).await.unwrap();
        assert_eq!(look(&mut client).await.0, ErrorCode::NONE);
    }
    let topic = emulator.topic(TOPIC).unwrap();
    assert_eq!(topic.partitions, [[1, 2, 3], [2, 3, 1], [3, 1, 2]]);
}

#[tokio::test]
async fn the_same_story_without_sasl() {
    let emulator = emulator().tls_listener(true).plaintext_listener(true).start().await.unwrap();
    let mut tls = Client::tls(&emulator, &emulator.tls_address().unwrap()).await;
    let mut plain = Client::plaintext(&emulator.plaintext_address().unwrap()).await;
    for client in [&mut tls, &mut plain] {
        assert_eq!(look(client).await.0, ErrorCode::TOPIC_AUTHORIZATION_FAILED);
    }
    create_topic(&mut Client::iam(&emulator).await).await;
    let emulator = support::emulator()
        .plaintext_listener(true)
        .topic(TOPIC, 1)
        .acl(Acl::allow("User:ANONYMOUS", AclOperation::READ, ResourceType::TOPIC, TOPIC))
        .start()
        .await
        .unwrap();
    let mut plain = Client::plaintext(&emulator.plaintext_address().unwrap()).await;
    assert_eq!(look(&mut plain).await.1, 0x108);
}

#[tokio::test]
async fn shutdown_and_drop_close_every_connection() {
    let first = emulator().start().await.unwrap();
    let mut client = Client::tls(&first, &first.scram_address()).await;
    first.shutdown().await;
    assert!(client.frame().await.is_none());

    let second = emulator().start().await.unwrap();
    let mut client = Client::tls(&second, &second.scram_address()).await;
    drop(second);
    assert!(client.frame().await.is_none());
}

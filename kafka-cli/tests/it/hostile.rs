//! Names that other people choose, in every command: a broker that puts everything a terminal obeys
//! into all it says, and an operator who pastes such a name.

use std::net::SocketAddr;

use kafka_admin::escape::is_hidden;
use kafka_cli::Captured;
use kafka_proto::messages::create_acls::{
    AclCreationResult, CreateAclsRequest, CreateAclsResponse,
};
use kafka_proto::messages::create_partitions::{
    CreatePartitionsRequest, CreatePartitionsResponse, CreatePartitionsTopicResult,
};
use kafka_proto::messages::create_topics::{
    CreatableTopic, CreatableTopicResult, CreateTopicsRequest, CreateTopicsResponse,
};
use kafka_proto::messages::delete_acls::{
    DeleteAclsFilterResult, DeleteAclsMatchingAcl, DeleteAclsResponse,
};
use kafka_proto::messages::delete_topics::{
    DeletableTopicResult, DeleteTopicsRequest, DeleteTopicsResponse,
};
use kafka_proto::messages::describe_acls::{
    AclDescription, DescribeAclsResource, DescribeAclsResponse,
};
use kafka_proto::messages::describe_cluster::{DescribeClusterBroker, DescribeClusterResponse};
use kafka_proto::messages::describe_configs::{
    DescribeConfigsRequest, DescribeConfigsResourceResult, DescribeConfigsResponse,
    DescribeConfigsResult, DescribeConfigsSynonym,
};
use kafka_proto::messages::describe_producers::{
    self, DescribeProducersRequest, DescribeProducersResponse,
};
use kafka_proto::messages::describe_topic_partitions::{
    DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse,
    DescribeTopicPartitionsResponseTopic,
};
use kafka_proto::messages::describe_transactions::{
    self, DescribeTransactionsRequest, DescribeTransactionsResponse,
};
use kafka_proto::messages::find_coordinator::{
    Coordinator, FindCoordinatorRequest, FindCoordinatorResponse,
};
use kafka_proto::messages::incremental_alter_configs::{
    AlterConfigsResourceResponse, IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse,
};
use kafka_proto::messages::init_producer_id::InitProducerIdResponse;
use kafka_proto::messages::list_config_resources::{ConfigResource, ListConfigResourcesResponse};
use kafka_proto::messages::list_transactions::{self, ListTransactionsResponse};
use kafka_proto::messages::metadata::{
    MetadataRequest, MetadataResponse, MetadataResponseBroker, MetadataResponsePartition,
    MetadataResponseTopic,
};
use kafka_proto::messages::write_txn_markers::WriteTxnMarkersResponse;
use kafka_proto::{AclOperation, AclPermissionType, ApiKey, ErrorCode, PatternType, ResourceType};
use serde_json::Value;
use test_support::broker::{self, Asked, Do};

/// What a forged line would begin with.
const FORGED: &str = "FORGED";

/// Every character of the first plane that acts on a terminal, a tag, and a line that lies.
fn evil() -> &'static str {
    let hidden: String = ('\0'..='\u{ffff}').filter(|c| is_hidden(*c)).collect();
    format!("User:a{hidden}\u{e0041}\r\n{FORGED}  ok\u{1b}[2J").leak()
}

fn answer(asked: &Asked) -> Do {
    match asked.api {
        ApiKey::METADATA => metadata(asked),
        ApiKey::DESCRIBE_CLUSTER => asked.answer(&cluster(asked)),
        ApiKey::CREATE_TOPICS => create_topics(asked),
        ApiKey::DELETE_TOPICS => delete_topics(asked),
        ApiKey::DESCRIBE_CONFIGS => describe_configs(asked),
        ApiKey::DESCRIBE_TOPIC_PARTITIONS => describe_topic_partitions(asked),
        ApiKey::INCREMENTAL_ALTER_CONFIGS => alter_configs(asked),
        ApiKey::CREATE_PARTITIONS => create_partitions(asked),
        ApiKey::LIST_CONFIG_RESOURCES => list_config_resources(asked),
        ApiKey::DESCRIBE_ACLS => describe_acls(asked),
        ApiKey::CREATE_ACLS => create_acls(asked),
        ApiKey::DELETE_ACLS => delete_acls(asked),
        ApiKey::FIND_COORDINATOR => find_coordinator(asked),
        ApiKey::LIST_TRANSACTIONS => list_transactions(asked),
        ApiKey::DESCRIBE_TRANSACTIONS => describe_transactions(asked),
        ApiKey::DESCRIBE_PRODUCERS => describe_producers(asked),
        ApiKey::INIT_PRODUCER_ID => asked.answer(&InitProducerIdResponse::default()),
        ApiKey::WRITE_TXN_MARKERS => asked.answer(&WriteTxnMarkersResponse::default()),
        _ => asked.ordinary(),
    }
}

fn metadata(asked: &Asked) -> Do {
    let request: MetadataRequest<'_> = asked.read();
    let names: Vec<&str> = match &request.topics {
        None => vec!["x", evil()],
        Some(topics) => topics.iter().filter_map(|topic| topic.name).collect(),
    };
    let topics = names.iter().map(|name| topic(name)).collect();
    let this = MetadataResponseBroker {
        node_id: 1,
        host: "127.0.0.1",
        port: asked.address.port().into(),
        rack: Some(evil()),
        ..Default::default()
    };
    let other = MetadataResponseBroker { node_id: 2, host: evil(), port: 1, ..this.clone() };
    let (brokers, cluster_id) = (vec![this, other].into(), Some(evil()));
    let response =
        MetadataResponse { brokers, cluster_id, controller_id: 1, topics, ..Default::default() };
    asked.answer(&response)
}

fn topic<'a>(name: &'a str) -> MetadataResponseTopic<'a> {
    let partition = MetadataResponsePartition { leader_id: 1, ..Default::default() };
    let error_code =
        if name == "gone" { ErrorCode::UNKNOWN_TOPIC_OR_PARTITION } else { ErrorCode::NONE };
    let (name, partitions) = (Some(name), vec![partition].into());
    MetadataResponseTopic { error_code, name, partitions, ..Default::default() }
}

fn cluster(asked: &Asked) -> DescribeClusterResponse<'static> {
    let this = DescribeClusterBroker {
        broker_id: 1,
        host: "127.0.0.1",
        port: asked.address.port().into(),
        rack: Some(evil()),
        ..Default::default()
    };
    let other = DescribeClusterBroker { broker_id: 2, host: evil(), port: 1, ..this.clone() };
    let brokers = vec![this, other].into();
    DescribeClusterResponse { cluster_id: evil(), controller_id: 1, brokers, ..Default::default() }
}

fn code_of(name: &str) -> ErrorCode {
    match name {
        "there" => ErrorCode::TOPIC_ALREADY_EXISTS,
        "refused" => ErrorCode::POLICY_VIOLATION,
        _ => ErrorCode::NONE,
    }
}

fn create_topics(asked: &Asked) -> Do {
    let request: CreateTopicsRequest<'_> = asked.read();
    let result = |topic: CreatableTopic<'_>| CreatableTopicResult {
        name: topic.name.to_owned().leak(),
        error_code: code_of(topic.name),
        error_message: Some(evil()),
        ..Default::default()
    };
    let topics = request.topics.iter().map(result).collect();
    asked.answer(&CreateTopicsResponse { topics, ..Default::default() })
}

fn delete_topics(asked: &Asked) -> Do {
    let request: DeleteTopicsRequest<'_> = asked.read();
    let by_state = request.topics.iter().filter_map(|topic| topic.name);
    let names: Vec<&str> = by_state.chain(request.topic_names.iter()).collect();
    let result = |name: &&str| DeletableTopicResult {
        name: Some((*name).to_owned().leak()),
        error_code: code_of(name),
        error_message: Some(evil()),
        ..Default::default()
    };
    let responses = names.iter().map(result).collect();
    asked.answer(&DeleteTopicsResponse { responses, ..Default::default() })
}

fn describe_configs(asked: &Asked) -> Do {
    let request: DescribeConfigsRequest<'_> = asked.read();
    let synonym =
        DescribeConfigsSynonym { name: evil(), value: Some(evil()), ..Default::default() };
    let config = DescribeConfigsResourceResult {
        name: "retention.ms",
        value: Some(evil()),
        documentation: Some(evil()),
        synonyms: vec![synonym].into(),
        ..Default::default()
    };
    let of_evil = DescribeConfigsResourceResult { name: evil(), ..config.clone() };
    let results = request.resources.iter().map(|resource| DescribeConfigsResult {
        resource_type: resource.resource_type,
        resource_name: resource.resource_name.to_owned().leak(),
        configs: vec![config.clone(), of_evil.clone()].into(),
        ..Default::default()
    });
    asked.answer(&DescribeConfigsResponse { results: results.collect(), ..Default::default() })
}

fn describe_topic_partitions(asked: &Asked) -> Do {
    let request: DescribeTopicPartitionsRequest<'_> = asked.read();
    let topic = |name: &str| DescribeTopicPartitionsResponseTopic {
        error_code: if name == "gone" { code_of("refused") } else { ErrorCode::NONE },
        name: Some(name.to_owned().leak()),
        partitions: vec![Default::default()].into(),
        ..Default::default()
    };
    let names = request.topics.iter().map(|topic| topic.name).chain([evil()]);
    let topics = names.map(topic).collect();
    asked.answer(&DescribeTopicPartitionsResponse { topics, ..Default::default() })
}

fn alter_configs(asked: &Asked) -> Do {
    let request: IncrementalAlterConfigsRequest<'_> = asked.read();
    let responses = request.resources.iter().map(|resource| AlterConfigsResourceResponse {
        error_code: code_of("refused"),
        error_message: Some(evil()),
        resource_type: resource.resource_type,
        resource_name: resource.resource_name.to_owned().leak(),
        ..Default::default()
    });
    let responses = responses.collect();
    asked.answer(&IncrementalAlterConfigsResponse { responses, ..Default::default() })
}

fn create_partitions(asked: &Asked) -> Do {
    let request: CreatePartitionsRequest<'_> = asked.read();
    let results = request.topics.iter().map(|topic| CreatePartitionsTopicResult {
        name: topic.name.to_owned().leak(),
        error_code: code_of("refused"),
        error_message: Some(evil()),
        ..Default::default()
    });
    asked.answer(&CreatePartitionsResponse { results: results.collect(), ..Default::default() })
}

fn list_config_resources(asked: &Asked) -> Do {
    let resource = ConfigResource { resource_name: evil(), ..Default::default() };
    let config_resources = vec![resource].into();
    asked.answer(&ListConfigResourcesResponse { config_resources, ..Default::default() })
}

fn describe_acls(asked: &Asked) -> Do {
    let acl = AclDescription {
        principal: evil(),
        host: evil(),
        operation: AclOperation::READ,
        permission_type: AclPermissionType::DENY,
        ..Default::default()
    };
    let resource = DescribeAclsResource {
        resource_type: ResourceType::TOPIC,
        resource_name: evil(),
        pattern_type: PatternType::LITERAL,
        acls: vec![acl].into(),
        ..Default::default()
    };
    asked.answer(&DescribeAclsResponse { resources: vec![resource].into(), ..Default::default() })
}

fn create_acls(asked: &Asked) -> Do {
    let request: CreateAclsRequest<'_> = asked.read();
    let results = request.creations.iter().map(|_| AclCreationResult {
        error_code: ErrorCode::INVALID_REQUEST,
        error_message: Some(evil()),
        ..Default::default()
    });
    asked.answer(&CreateAclsResponse { results: results.collect(), ..Default::default() })
}

fn delete_acls(asked: &Asked) -> Do {
    let acl = DeleteAclsMatchingAcl {
        resource_type: ResourceType::TOPIC,
        resource_name: evil(),
        pattern_type: PatternType::LITERAL,
        principal: evil(),
        host: evil(),
        operation: AclOperation::READ,
        permission_type: AclPermissionType::ALLOW,
        error_message: Some(evil()),
        ..Default::default()
    };
    let failed = DeleteAclsMatchingAcl { error_code: ErrorCode::INVALID_REQUEST, ..acl.clone() };
    let result =
        DeleteAclsFilterResult { matching_acls: vec![acl, failed].into(), ..Default::default() };
    asked.answer(&DeleteAclsResponse { filter_results: vec![result].into(), ..Default::default() })
}

fn find_coordinator(asked: &Asked) -> Do {
    let request: FindCoordinatorRequest<'_> = asked.read();
    let this = |key: &str| Coordinator {
        key: key.to_owned().leak(),
        node_id: 1,
        host: evil(),
        error_message: Some(evil()),
        ..Default::default()
    };
    let coordinators = request.coordinator_keys.iter().map(this).collect();
    asked.answer(&FindCoordinatorResponse { coordinators, ..Default::default() })
}

fn list_transactions(asked: &Asked) -> Do {
    let listed = list_transactions::TransactionState {
        transactional_id: evil(),
        transaction_state: evil(),
        ..Default::default()
    };
    let transaction_states = vec![listed].into();
    asked.answer(&ListTransactionsResponse { transaction_states, ..Default::default() })
}

fn describe_transactions(asked: &Asked) -> Do {
    let request: DescribeTransactionsRequest<'_> = asked.read();
    let described = |id: &str| describe_transactions::TransactionState {
        transactional_id: id.to_owned().leak(),
        error_code: match id {
            "unknown" => ErrorCode::TRANSACTIONAL_ID_NOT_FOUND,
            _ => ErrorCode::NONE,
        },
        transaction_state: evil(),
        topics: vec![describe_transactions::TopicData {
            topic: evil(),
            partitions: vec![0].into(),
            ..Default::default()
        }]
        .into(),
        ..Default::default()
    };
    let transaction_states = request.transactional_ids.iter().map(described).collect();
    asked.answer(&DescribeTransactionsResponse { transaction_states, ..Default::default() })
}

fn describe_producers(asked: &Asked) -> Do {
    let request: DescribeProducersRequest<'_> = asked.read();
    let topic = |topic: describe_producers::TopicRequest<'_>| describe_producers::TopicResponse {
        name: topic.name.to_owned().leak(),
        partitions: vec![describe_producers::PartitionResponse {
            error_code: ErrorCode::UNKNOWN_SERVER_ERROR,
            error_message: Some(evil()),
            ..Default::default()
        }]
        .into(),
        ..Default::default()
    };
    let topics = request.topics.iter().map(topic).collect();
    asked.answer(&DescribeProducersResponse { topics, ..Default::default() })
}

async fn run(words: &[&str], broker: SocketAddr) -> (String, String) {
    let mut captured = Captured::default()
        .var("KAFKA_BOOTSTRAP_SERVERS", &broker.to_string())
        .var("KAFKA_SECURITY_PROTOCOL", "PLAINTEXT");
    let words = std::iter::once(&"kadm").chain(words).map(|word| (*word).to_owned());
    kafka_cli::run_with(words.collect::<Vec<_>>(), captured.outside()).await;
    (captured.stdout(), captured.stderr())
}

/// Whatever is asked for, and in both formats.
async fn is_harmless(words: &[&str], broker: SocketAddr) {
    let (stdout, stderr) = run(words, broker).await;
    for written in [&stdout, &stderr] {
        let raw = written.chars().find(|c| *c != '\n' && is_hidden(*c));
        assert_eq!(raw, None, "{words:?} {written}");
        let forged = written.lines().any(|line| line.trim_start().starts_with(FORGED));
        assert!(!forged, "{words:?} {written}");
    }
    assert!(!format!("{stdout}{stderr}").is_empty(), "{words:?}");
    let words = [words, &["--format", "json"]].concat();
    let (stdout, stderr) = run(&words, broker).await;
    let raw = format!("{}{stderr}", stdout.trim_end()).chars().find(|c| is_hidden(*c));
    assert_eq!(raw, None, "{words:?} {stdout}");
    assert!(serde_json::from_str::<Value>(&stdout).is_ok_and(|it| it["command"].is_string()));
}

#[tokio::test]
async fn nothing_that_a_terminal_obeys_comes_through_any_command() {
    let broker = broker::broker(|asked| answer(&asked)).await;
    let address = broker.to_string();
    for line in [
        "topic list",
        "topic list --under-replicated --under-min-isr --unavailable",
        "topic describe x gone",
        "topic alter x gone --partitions 9",
        "config list client-metrics",
        "config describe topic x --all --synonyms --docs",
        "config alter topic x --set retention.ms=1",
        "config alter topic x --set retention.sm=1 --yes",
        "config alter topic x --set retention.ms=1 --yes",
        "config alter broker default 1 --set nope=1 --yes",
        "topic create refused there fresh --if-not-exists --partitions 5 --config retention.ms=1",
        "topic delete x gone",
        "topic delete x refused --yes",
        "acl list",
        "acl create --topic t --allow-principal u --operation all",
        "acl grant u --topic t --produce",
        "acl delete --principal u",
        "acl delete --principal u --yes",
        "metadata -L",
        "doctor x --group g --as u",
        "metadata -L -t x -t gone",
        "share x --with u --user-bootstrap ADDRESS",
        "share x --with u --user-bootstrap ADDRESS --dry-run",
        "bench handshake --connections 1",
        "transaction list",
        "transaction describe x unknown",
        "transaction terminate x",
        "transaction terminate x --yes",
        "transaction find-hanging --topic x",
        "transaction abort --topic x --partition 0 --start-offset 0",
        "transaction abort --topic x --partition 0 --producer-id 1 --producer-epoch 0 --yes",
        "producer list x",
        "producer fence x unknown",
        "producer fence x --yes",
    ] {
        let line = line.replace("ADDRESS", &address);
        is_harmless(&line.split_whitespace().collect::<Vec<_>>(), broker).await;
    }
}

#[tokio::test]
async fn what_is_no_broker_says_nothing_raw_either() {
    let peer = broker::says(b"\x1b[2J\x9b\r\nFORGED  ok\r\n\xe2\x80\xae", false).await;
    is_harmless(&["topic", "list"], peer).await;
    is_harmless(&["trust", "-b", &peer.to_string()], peer).await;
}

#[tokio::test]
async fn nothing_that_was_pasted_comes_back_raw() {
    let broker = broker::broker(|asked| answer(&asked)).await;
    let evil = evil();
    let setting = format!("{evil}=1");
    for words in [
        &["topic", "describe", evil][..],
        &["topic", "create", evil],
        &["topic", "delete", evil],
        &["topic", "delete", evil, "--yes"],
        &["topic", "create", "t", "--config", evil],
        &["topic", "list", "-X", &setting],
        &["topic", "list", "-b", evil],
        &["topic", evil],
        &["metadata", "-L", "-t", evil],
        &["acl", "list", "--topic", evil, "--principal", evil],
        &[
            "acl",
            "create",
            "--topic",
            evil,
            "--allow-principal",
            evil,
            "--allow-host",
            evil,
            "--operation",
            "all",
            "--dry-run",
        ],
        &["acl", "create", "--topic", evil, "--allow-principal", evil, "--operation", "all"],
        &["acl", "create", "--topic", "t", "--allow-principal", "u", "--operation", evil],
        &["acl", "delete", "--topic", evil, "--yes"],
        &["transaction", "list", "--state", evil],
        &["transaction", "list", "--transactional-id-pattern", evil],
        &["transaction", "describe", evil],
        &["transaction", "terminate", evil, "--yes"],
        &["transaction", "find-hanging", "--topic", evil, "--longer-than", evil],
        &["transaction", "abort", "--topic", evil, "--partition", "0", "--start-offset", "0"],
        &["producer", "list", evil],
        &["producer", "fence", evil],
        &["producer", "fence", evil, "--yes"],
        &["share", evil, "--with", evil, "--user-bootstrap", "h:1", "--dry-run"],
        &["decode", "--api", evil, "--version", "0", "00"],
    ] {
        is_harmless(words, broker).await;
    }
}

/// Escaping is for the eye: a program that reads the JSON gets the name as it is.
#[tokio::test]
async fn json_says_the_same_name_in_harmless_characters() {
    let broker = broker::broker(|asked| answer(&asked)).await;
    let (stdout, _) = run(&["acl", "list", "--format", "json"], broker).await;
    let listed: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(listed["acls"][0]["principal"], evil());
    let (stdout, _) = run(&["topic", "list", "--format", "json"], broker).await;
    let listed: Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(listed["topics"][0]["name"], evil());
}

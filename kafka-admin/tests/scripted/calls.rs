//! The admin calls: a result per item, in order, whatever the broker answers.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use kafka_admin::acls::{AclBinding, AclBindingFilter, ResourcePattern};
use kafka_admin::topics::NewTopic;
use kafka_admin::{
    AclOperation, Admin, Config, Error, ErrorCode, ErrorKind, Outcome, ResourceType, Result, Tls,
};
use kafka_proto::messages::create_acls::{
    AclCreationResult, CreateAclsRequest, CreateAclsResponse,
};
use kafka_proto::messages::create_topics::{
    CreatableTopicResult, CreateTopicsRequest, CreateTopicsResponse,
};
use kafka_proto::messages::delete_acls::{DeleteAclsFilterResult, DeleteAclsResponse};
use kafka_proto::messages::delete_topics::{
    DeletableTopicResult, DeleteTopicsRequest, DeleteTopicsResponse,
};
use kafka_proto::messages::describe_acls::{
    AclDescription, DescribeAclsResource, DescribeAclsResponse,
};
use kafka_proto::messages::metadata::{MetadataRequest, MetadataResponse, MetadataResponseTopic};
use kafka_proto::{AclPermissionType, ApiKey, PatternType};

use crate::support::{Asked, Do, all_apis, broker, connected, offer};

/// A broker that answers one API by `act`, and Metadata about itself.
async fn with(api: ApiKey, mut act: impl FnMut(&Asked) -> Do + Send + 'static) -> Admin {
    let address = broker(move |asked| match asked.api {
        one if one == api && !is_about_brokers(&asked) => act(&asked),
        _ => asked.ordinary(),
    })
    .await;
    connected(address).await.unwrap()
}

fn is_about_brokers(asked: &Asked) -> bool {
    asked.api == ApiKey::METADATA
        && asked.read::<MetadataRequest<'_>>().topics.is_some_and(|topics| topics.is_empty())
}

/// A broker with other versions of one API, or without it.
async fn with_versions(api: ApiKey, versions: Option<(i16, i16)>) -> Admin {
    let mut apis = all_apis();
    apis.retain(|(key, ..)| *key != api);
    apis.extend(versions.map(|(min, max)| (api, min, max)));
    let address = broker(move |asked| match asked.api {
        ApiKey::API_VERSIONS => asked.answer(&offer(&apis)),
        _ => asked.ordinary(),
    })
    .await;
    connected(address).await.unwrap()
}

fn topic(name: &str) -> NewTopic {
    NewTopic::new(name).partitions(1).replication_factor(1)
}

fn results<K, V>(batch: &kafka_admin::Batch<K, V>) -> Vec<std::result::Result<(), ErrorKind>> {
    let kind = |(_, result): (&K, &Result<V>)| result.as_ref().map(|_| ()).map_err(Error::kind);
    batch.iter().map(kind).collect()
}

/// Beyond that the client has gone, and what the broker still does nobody hears of.
#[tokio::test]
async fn a_broker_may_work_as_long_as_this_client_waits_for_an_answer() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let heard = told.clone();
    let admin = with(ApiKey::CREATE_TOPICS, move |asked| {
        heard.lock().unwrap().push(asked.read::<CreateTopicsRequest<'_>>().timeout_ms);
        asked.answer(&CreateTopicsResponse::default())
    })
    .await;
    let topics = [topic("a")];
    let _ = admin.create_topics(&topics).await.unwrap();
    let _ = admin.create_topics(&topics).timeout(Duration::from_secs(7)).await.unwrap();
    let told = told.lock().unwrap();
    // The default of a request is shorter than that of a call.
    assert_eq!(told[0], 30_000);
    assert!((6_000..=7_000).contains(&told[1]), "{told:?}");
}

#[tokio::test]
async fn c05_a_batch_keeps_order_and_tells_each_items_error() {
    let admin = with(ApiKey::CREATE_TOPICS, |asked| {
        let request: CreateTopicsRequest<'_> = asked.read();
        let mut results: Vec<_> = request
            .topics
            .iter()
            .map(|topic| CreatableTopicResult {
                name: topic.name,
                error_code: if topic.name == "taken" {
                    ErrorCode::TOPIC_ALREADY_EXISTS
                } else {
                    ErrorCode::NONE
                },
                num_partitions: 1,
                replication_factor: 1,
                ..Default::default()
            })
            .collect();
        results.reverse();
        asked.answer(&CreateTopicsResponse { topics: results.into(), ..Default::default() })
    })
    .await;
    let topics = [topic("b"), topic("bad name"), topic("taken"), topic("a"), topic("b")];
    let batch = admin.create_topics(&topics).await.unwrap();
    assert_eq!(
        results(&batch),
        [
            Ok(()),
            Err(ErrorKind::InvalidRequest),
            Err(ErrorKind::AlreadyExists),
            Ok(()),
            Err(ErrorKind::InvalidRequest),
        ]
    );
    let outcomes: Vec<_> = batch.failures().map(|(_, error)| error.outcome()).collect();
    assert_eq!(outcomes, [Outcome::NotSent, Outcome::AlreadySo, Outcome::NotSent]);
    let error = batch.all().unwrap_err();
    assert!(error.to_string().contains("3 of 5 items"), "{error}");
}

#[tokio::test]
async fn f31_items_that_are_missing_foreign_or_doubled() {
    let admin = with(ApiKey::DELETE_TOPICS, |asked| {
        let result = |name| DeletableTopicResult { name: Some(name), ..Default::default() };
        let responses = vec![result("x"), result("b"), result("c"), result("c")].into();
        asked.answer(&DeleteTopicsResponse { responses, ..Default::default() })
    })
    .await;
    let batch = admin.delete_topics(&["a", "b", "c"]).await.unwrap();
    let mismatch = Err(ErrorKind::ResponseMismatch);
    assert_eq!(results(&batch), [mismatch, Ok(()), mismatch]);
}

#[tokio::test]
async fn f30_acl_answers_of_another_number() {
    let admin = with(ApiKey::CREATE_ACLS, |asked| {
        let results = vec![AclCreationResult::default()].into();
        asked.answer(&CreateAclsResponse { results, ..Default::default() })
    })
    .await;
    let acl = |name| AclBinding::allow("User:x", AclOperation::READ, ResourcePattern::topic(name));
    let batch = admin.create_acls(&[acl("a"), acl("b")]).await.unwrap();
    assert_eq!(results(&batch), [Err(ErrorKind::ResponseMismatch); 2]);
    assert!(batch.failures().all(|(_, error)| error.outcome() == Outcome::Unknown));
}

#[tokio::test]
async fn acls_that_are_refused_here_are_not_sent_and_keep_their_place() {
    let admin = with(ApiKey::CREATE_ACLS, |asked| {
        let request: CreateAclsRequest<'_> = asked.read();
        let denied = AclCreationResult {
            error_code: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
            error_message: Some("Request(processor=1)"),
            ..Default::default()
        };
        let results = request.creations.iter().map(|_| denied.clone()).collect();
        asked.answer(&CreateAclsResponse { results, ..Default::default() })
    })
    .await;
    let good = AclBinding::allow("User:x", AclOperation::READ, ResourcePattern::topic("t"));
    let bad = AclBinding::allow("x", AclOperation::READ, ResourcePattern::topic("t"));
    let batch = admin.create_acls(&[bad, good]).await.unwrap();
    let expected = [Err(ErrorKind::InvalidRequest), Err(ErrorKind::AuthorizationFailed)];
    assert_eq!(results(&batch), expected);
    let (_, denied) = batch.failures().last().unwrap();
    assert_eq!(denied.code(), Some(ErrorCode::CLUSTER_AUTHORIZATION_FAILED));
}

#[tokio::test]
async fn acls_are_read_with_kafkas_codes() {
    let admin = with(ApiKey::DESCRIBE_ACLS, |asked| {
        let acl = AclDescription {
            principal: "User:rudder",
            host: "*",
            operation: AclOperation(4),
            permission_type: AclPermissionType(3),
            ..Default::default()
        };
        let resource = DescribeAclsResource {
            resource_type: ResourceType(2),
            resource_name: "orders",
            pattern_type: PatternType(4),
            acls: vec![acl].into(),
            ..Default::default()
        };
        asked.answer(&DescribeAclsResponse {
            resources: vec![resource].into(),
            ..Default::default()
        })
    })
    .await;
    let acls = admin.describe_acls(&AclBindingFilter::any()).await.unwrap();
    assert_eq!(acls[0].to_string(), "ALLOW WRITE on TOPIC PREFIXED:orders to User:rudder from *");
}

#[tokio::test]
async fn m08_a_delete_never_widens_on_its_own() {
    let admin = with(ApiKey::DELETE_ACLS, |asked| {
        let filter_results = vec![DeleteAclsFilterResult::default()].into();
        asked.answer(&DeleteAclsResponse { filter_results, ..Default::default() })
    })
    .await;
    let accident = AclBindingFilter::resource_type(ResourceType::ANY);
    let batch =
        admin.delete_acls(&[accident, AclBindingFilter::principal("User:x")]).await.unwrap();
    assert_eq!(results(&batch), [Err(ErrorKind::InvalidRequest), Ok(())]);
}

#[tokio::test]
async fn f29_an_api_that_the_broker_does_not_have_is_a_kind_of_its_own() {
    let admin = with_versions(ApiKey::DESCRIBE_ACLS, None).await;
    let error = admin.describe_acls(&AclBindingFilter::any()).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::UnsupportedApi, Outcome::NotSent));
    let admin = with_versions(ApiKey::DESCRIBE_ACLS, Some((90, 91))).await;
    let error = admin.describe_acls(&AclBindingFilter::any()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnsupportedVersion);
}

#[tokio::test]
async fn m07_what_a_version_cannot_carry_is_refused_and_not_dropped() {
    let mut apis = all_apis();
    apis.retain(|(key, ..)| *key != ApiKey::CREATE_ACLS);
    apis.push((ApiKey::CREATE_ACLS, 0, 0));
    let sent: Arc<Mutex<Vec<String>>> = Arc::default();
    let names = sent.clone();
    let address = broker(move |asked| match asked.api {
        ApiKey::API_VERSIONS => asked.answer(&offer(&apis)),
        ApiKey::CREATE_ACLS => {
            let request: CreateAclsRequest<'_> = asked.read();
            let created = request.creations.iter().map(|it| it.resource_name.to_owned());
            names.lock().unwrap().extend(created);
            let results = request.creations.iter().map(|_| AclCreationResult::default()).collect();
            asked.answer(&CreateAclsResponse { results, ..Default::default() })
        }
        _ => asked.ordinary(),
    })
    .await;
    let admin = connected(address).await.unwrap();
    let acl = |pattern| AclBinding::allow("User:x", AclOperation::READ, pattern);
    let prefixed = acl(ResourcePattern::prefixed(ResourceType::TOPIC, "a"));
    let literal = acl(ResourcePattern::topic("b"));
    let batch = admin.create_acls(&[prefixed.clone(), literal]).await.unwrap();
    assert_eq!(results(&batch), [Err(ErrorKind::UnsupportedVersion), Ok(())]);
    assert_eq!(*sent.lock().unwrap(), ["b"]);
    let error = admin.create_acls(&[prefixed]).await.unwrap().one().unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::UnsupportedVersion, Outcome::NotSent));
    assert!(error.to_string().contains("resource_pattern_type"), "{error}");
    assert_eq!(*sent.lock().unwrap(), ["b"]);
}

#[tokio::test]
async fn kip_464_defaults_are_refused_for_a_broker_without_them() {
    let admin = with_versions(ApiKey::CREATE_TOPICS, Some((2, 3))).await;
    let batch = admin.create_topics(&[NewTopic::new("t")]).await.unwrap();
    assert_eq!(results(&batch), [Err(ErrorKind::InvalidRequest)]);
}

/// A broker that is lost after the first connection, closes the next two, and is back then.
#[tokio::test]
async fn c10_every_call_is_repeated_until_a_broker_can_be_reached() {
    for call in ["create topics", "delete topics", "create ACLs", "describe ACLs"] {
        let mut connections = 0;
        let address = broker(move |asked| match asked.api {
            ApiKey::API_VERSIONS => {
                connections += 1;
                if (2..4).contains(&connections) { Do::Close } else { asked.ordinary() }
            }
            // An answer to nobody: the client hangs up.
            ApiKey::DESCRIBE_CLUSTER => Do::Send(asked.frame(
                asked.id + 7,
                &kafka_proto::messages::describe_cluster::DescribeClusterResponse::default(),
            )),
            ApiKey::CREATE_TOPICS => {
                let result = CreatableTopicResult { name: "t", ..Default::default() };
                let topics = vec![result].into();
                asked.answer(&CreateTopicsResponse { topics, ..Default::default() })
            }
            ApiKey::DELETE_TOPICS => {
                let result = DeletableTopicResult { name: Some("t"), ..Default::default() };
                let responses = vec![result].into();
                asked.answer(&DeleteTopicsResponse { responses, ..Default::default() })
            }
            ApiKey::CREATE_ACLS => {
                let results = vec![AclCreationResult::default()].into();
                asked.answer(&CreateAclsResponse { results, ..Default::default() })
            }
            ApiKey::DESCRIBE_ACLS => asked.answer(&DescribeAclsResponse::default()),
            _ => asked.ordinary(),
        })
        .await;
        let admin = connected(address).await.unwrap();
        let error = admin.describe_cluster().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::PeerMisbehaved);
        let pattern = ResourcePattern::topic("t");
        let acl = AclBinding::allow("User:x", AclOperation::READ, pattern);
        let done = match call {
            "create topics" => {
                admin.create_topics(&[topic("t")]).await.and_then(|batch| batch.all().map(drop))
            }
            "delete topics" => {
                admin.delete_topics(&["t"]).await.and_then(|batch| batch.all().map(drop))
            }
            "create ACLs" => {
                admin.create_acls(&[acl]).await.and_then(|batch| batch.all().map(drop))
            }
            _ => admin.describe_acls(&AclBindingFilter::any()).await.map(drop),
        };
        assert!(done.is_ok(), "{call}: {done:?}");
        assert!(admin.metrics().retries > 0, "{call}");
    }
}

#[tokio::test]
async fn metadata_never_creates_a_topic_and_asks_for_operations() {
    let admin = with(ApiKey::METADATA, |asked| {
        let request: MetadataRequest<'_> = asked.read();
        assert!(!request.allow_auto_topic_creation && request.include_topic_authorized_operations);
        let topic = |name, error_code, operations| MetadataResponseTopic {
            name: Some(name),
            error_code,
            topic_authorized_operations: operations,
            ..Default::default()
        };
        let denied = topic("denied", ErrorCode::TOPIC_AUTHORIZATION_FAILED, i32::MIN);
        let topics = vec![denied, topic("open", ErrorCode::NONE, 0x110)].into();
        asked.answer(&MetadataResponse { topics, ..asked.brokers() })
    })
    .await;
    let batch = admin.describe_topics(&["open", "denied"]).await.unwrap();
    assert_eq!(results(&batch), [Ok(()), Err(ErrorKind::AuthorizationFailed)]);
    let (_, denied) = batch.failures().last().unwrap();
    assert_eq!(denied.code(), Some(ErrorCode::TOPIC_AUTHORIZATION_FAILED));
    let open = batch.get("open").unwrap().as_ref().unwrap();
    assert_eq!(open.authorized_operations.unwrap().to_string(), "WRITE, DESCRIBE");
}

#[tokio::test]
async fn an_empty_batch_asks_nobody() {
    let admin = with(ApiKey::CREATE_TOPICS, |_| unreachable!()).await;
    assert!(admin.create_topics(&[]).await.unwrap().is_empty());
    assert!(admin.describe_topics(&[] as &[&str]).await.unwrap().is_empty());
    assert!(admin.create_acls(&[]).await.unwrap().is_empty());
}

/// Two brokers; the first is not the controller, and says so, for one of two topics.
#[tokio::test]
async fn c04_not_controller_finds_the_controller_and_repeats_only_what_was_not_done() {
    let asked_of_second: Arc<Mutex<Vec<String>>> = Arc::default();
    let names = asked_of_second.clone();
    let second = broker(move |asked| {
        if asked.api != ApiKey::DELETE_TOPICS {
            return asked.ordinary();
        }
        let request: DeleteTopicsRequest<'_> = asked.read();
        let asked_names = request.topics.iter().filter_map(|topic| topic.name).map(str::to_owned);
        names.lock().unwrap().extend(asked_names);
        let result = |name| DeletableTopicResult { name, ..Default::default() };
        let responses = request.topics.iter().map(|topic| result(topic.name)).collect();
        asked.answer(&DeleteTopicsResponse { responses, ..Default::default() })
    })
    .await;
    let first = broker(move |asked| match asked.api {
        ApiKey::METADATA => {
            let mut response = asked.brokers();
            let mut brokers: Vec<_> = response.brokers.iter().collect();
            brokers.push(kafka_proto::messages::metadata::MetadataResponseBroker {
                node_id: 2,
                port: second.port().into(),
                ..brokers[0].clone()
            });
            response.brokers = brokers.into();
            response.controller_id = 2;
            asked.answer(&response)
        }
        ApiKey::DELETE_TOPICS => {
            let result = |name, error_code| DeletableTopicResult {
                name: Some(name),
                error_code,
                ..Default::default()
            };
            let responses =
                vec![result("a", ErrorCode::NONE), result("b", ErrorCode::NOT_CONTROLLER)].into();
            asked.answer(&DeleteTopicsResponse { responses, ..Default::default() })
        }
        _ => asked.ordinary(),
    })
    .await;
    let admin = connected(first).await.unwrap();
    admin.delete_topics(&["a", "b"]).await.unwrap().all().unwrap();
    assert_eq!(*asked_of_second.lock().unwrap(), ["b"]);
}

/// Between two controllers there is none: Metadata says -1.
#[tokio::test]
async fn c04_no_controller_for_a_while_is_waited_for() {
    let mut metadata = 0;
    let mut deletes = 0;
    let address = broker(move |asked| match asked.api {
        ApiKey::METADATA => {
            metadata += 1;
            let controller_id = if (2..4).contains(&metadata) { -1 } else { 1 };
            asked.answer(&MetadataResponse { controller_id, ..asked.brokers() })
        }
        ApiKey::DELETE_TOPICS => {
            deletes += 1;
            let error_code = if deletes == 1 { ErrorCode::NOT_CONTROLLER } else { ErrorCode::NONE };
            let result = DeletableTopicResult { name: Some("a"), error_code, ..Default::default() };
            let responses = vec![result].into();
            asked.answer(&DeleteTopicsResponse { responses, ..Default::default() })
        }
        _ => asked.ordinary(),
    })
    .await;
    let admin = connected(address).await.unwrap();
    admin.delete_topics(&["a"]).await.unwrap().all().unwrap();
}

#[tokio::test]
async fn c04_never_a_controller_ends_with_the_deadline_and_the_last_answer() {
    let address = broker(|asked| match asked.api {
        ApiKey::DELETE_TOPICS => {
            let error_code = ErrorCode::NOT_CONTROLLER;
            let result = DeletableTopicResult { name: Some("a"), error_code, ..Default::default() };
            asked.answer(&DeleteTopicsResponse {
                responses: vec![result].into(),
                ..Default::default()
            })
        }
        _ => asked.ordinary(),
    })
    .await;
    let config = crate::support::plaintext(address).call_timeout(std::time::Duration::from_secs(2));
    let admin = Admin::connect(config).await.unwrap();
    let error = admin.delete_topics(&["a"]).await.unwrap().one().unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::WrongBroker, Outcome::NotApplied));
}

#[tokio::test]
async fn a_list_of_no_brokers_is_not_a_cluster() {
    let address = broker(|asked| match asked.api {
        ApiKey::METADATA => asked.answer(&MetadataResponse::default()),
        _ => asked.ordinary(),
    })
    .await;
    assert_eq!(connected(address).await.unwrap_err().kind(), ErrorKind::ResponseMismatch);
}

#[tokio::test]
async fn kip_899_when_no_known_broker_answers_the_bootstrap_servers_do() {
    // The first broker names itself and dies; the second is only in the bootstrap list.
    let second = broker(|asked| asked.ordinary()).await;
    let first = broker(|asked| match asked.api {
        ApiKey::DESCRIBE_CLUSTER => Do::Close,
        _ => asked.ordinary(),
    })
    .await;
    let config = Config::new([first.to_string(), second.to_string()]).tls(Tls::Disabled);
    let admin =
        Admin::connect(config.call_timeout(std::time::Duration::from_secs(2))).await.unwrap();
    let error = admin.describe_cluster().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Disconnected);
}

//! A cluster that answers as no emulator does: it names brokers which nobody can dial, and refuses a
//! part of what it is asked.

use std::net::SocketAddr;

use crate::common::{Run, run};
use kafka_admin::{ApiKey, ErrorCode};
use kafka_cli::Captured;
use kafka_proto::messages::api_versions::{ApiVersion, ApiVersionsResponse};
use kafka_proto::messages::create_acls::{
    AclCreation, AclCreationResult, CreateAclsRequest, CreateAclsResponse,
};
use kafka_proto::messages::create_topics::{
    CreatableTopicResult, CreateTopicsRequest, CreateTopicsResponse,
};
use kafka_proto::messages::describe_acls::{
    AclDescription, DescribeAclsRequest, DescribeAclsResource, DescribeAclsResponse,
};
use kafka_proto::messages::describe_cluster::{DescribeClusterBroker, DescribeClusterResponse};
use kafka_proto::messages::list_groups::{ListGroupsResponse, ListedGroup};
use kafka_proto::messages::metadata::{
    MetadataRequest, MetadataResponse, MetadataResponseBroker, MetadataResponseTopic,
};
use kafka_proto::{
    AclOperation, AclPermissionType, Message, PatternType, ResourceType, decode_request_header,
    encode_response,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What the second broker advertises: no host name, and something that a terminal would obey.
const HOST: &str = "b 2\u{1b}[2J";

/// A broker in plaintext that names itself and one that nobody can dial.
async fn cluster() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, address));
        }
    });
    address
}

async fn serve(mut stream: TcpStream, address: SocketAddr) -> Option<()> {
    loop {
        let mut frame = vec![0; stream.read_u32().await.ok()? as usize];
        stream.read_exact(&mut frame).await.ok()?;
        let (header, body) = decode_request_header(&frame).unwrap();
        let asked = (ApiKey(header.request_api_key), header.request_api_version);
        let frame = answer(asked, header.correlation_id, body, address);
        stream.write_all(&frame).await.ok()?;
    }
}

fn answer((api, version): (ApiKey, i16), id: i32, body: &[u8], address: SocketAddr) -> Vec<u8> {
    match api {
        ApiKey::API_VERSIONS => frame(version, id, &offer()),
        ApiKey::DESCRIBE_CLUSTER => {
            let broker = |(broker_id, host, port)| DescribeClusterBroker {
                broker_id,
                host,
                port,
                ..Default::default()
            };
            let brokers = brokers(address).map(broker).to_vec().into();
            frame(version, id, &DescribeClusterResponse { brokers, ..Default::default() })
        }
        ApiKey::METADATA => metadata(version, id, body, address),
        ApiKey::CREATE_TOPICS => {
            let request = CreateTopicsRequest::decode(body, version).unwrap();
            let created = |topic: &str| topic == "orders";
            assert!(request.topics.iter().all(|topic| created(topic.name)));
            let topics = vec![CreatableTopicResult { name: "orders", ..Default::default() }].into();
            frame(version, id, &CreateTopicsResponse { topics, ..Default::default() })
        }
        ApiKey::CREATE_ACLS => {
            let request = CreateAclsRequest::decode(body, version).unwrap();
            let result = |acl: AclCreation<'_>| {
                let is_refused =
                    acl.principal == "User:half" && acl.operation == AclOperation::DESCRIBE;
                let refused = ErrorCode::CLUSTER_AUTHORIZATION_FAILED;
                let error_code = if is_refused { refused } else { ErrorCode::NONE };
                AclCreationResult { error_code, ..Default::default() }
            };
            let results = request.creations.iter().map(result).collect();
            frame(version, id, &CreateAclsResponse { results, ..Default::default() })
        }
        ApiKey::DESCRIBE_ACLS => {
            let request = DescribeAclsRequest::decode(body, version).unwrap();
            // Asked by principal, they are there; before, by topic, they are not.
            let resources = request.principal_filter.map(|_| granted()).into_iter().collect();
            frame(version, id, &DescribeAclsResponse { resources, ..Default::default() })
        }
        ApiKey::LIST_GROUPS => {
            let group = ListedGroup { group_id: "g", group_state: "Stable", ..Default::default() };
            let groups = vec![group].into();
            frame(version, id, &ListGroupsResponse { groups, ..Default::default() })
        }
        other => panic!("unexpected {other}"),
    }
}

fn frame<'a, M: Message<'a>>(version: i16, id: i32, response: &M) -> Vec<u8> {
    let mut frame = Vec::new();
    encode_response(&mut frame, version, id, response).unwrap();
    frame
}

fn offer() -> ApiVersionsResponse<'static> {
    let apis = ApiKey::all().filter(|info| info.on_broker && !info.is_unstable);
    let entry = |info: &kafka_proto::ApiInfo| ApiVersion {
        api_key: info.key.0,
        min_version: info.min_version,
        max_version: info.max_version,
        ..Default::default()
    };
    ApiVersionsResponse { api_keys: apis.map(entry).collect(), ..Default::default() }
}

fn brokers(address: SocketAddr) -> [(i32, &'static str, i32); 2] {
    [(1, "127.0.0.1", address.port().into()), (2, HOST, 70_000)]
}

fn metadata(version: i16, id: i32, body: &[u8], address: SocketAddr) -> Vec<u8> {
    let request = MetadataRequest::decode(body, version).unwrap();
    let broker = |(node_id, host, port)| MetadataResponseBroker {
        node_id,
        host,
        port,
        ..Default::default()
    };
    let topic = |name, error_code| MetadataResponseTopic {
        name: Some(name),
        error_code,
        ..Default::default()
    };
    let all = [topic("sick", ErrorCode::LEADER_NOT_AVAILABLE), topic("well", ErrorCode::NONE)];
    let topics = match &request.topics {
        None => all.to_vec(),
        Some(asked) => {
            let orders = topic("orders", ErrorCode::UNKNOWN_TOPIC_OR_PARTITION);
            let known = all.into_iter().chain([orders]);
            let is_asked = |name: Option<&str>| asked.iter().any(|topic| topic.name == name);
            known.filter(|topic| is_asked(topic.name)).collect()
        }
    };
    let brokers = brokers(address).map(broker).to_vec().into();
    let response = MetadataResponse { brokers, topics: topics.into(), ..Default::default() };
    frame(version, id, &response)
}

fn granted() -> DescribeAclsResource<'static> {
    let acl = |operation| AclDescription {
        principal: "User:rudder",
        host: "*",
        operation,
        permission_type: AclPermissionType::ALLOW,
        ..Default::default()
    };
    DescribeAclsResource {
        resource_type: ResourceType::TOPIC,
        resource_name: "orders",
        pattern_type: PatternType::LITERAL,
        acls: vec![acl(AclOperation::WRITE), acl(AclOperation::DESCRIBE)].into(),
        ..Default::default()
    }
}

async fn kadm(line: &str) -> Run {
    let address = cluster().await;
    run(&format!("{line} -b {address} -X security.protocol=PLAINTEXT"), Captured::default()).await
}

#[tokio::test]
async fn metadata_shows_every_broker_and_every_topic_with_its_error() {
    let text = kadm("metadata -L").await.fails(1);
    assert!(text.stdout.contains(" 2 brokers:\n  broker 1 at 127.0.0.1:"), "{text:?}");
    let second = "  broker 2 at b 2\\u{1b}[2J:70000: nobody can dial it: the port is not a number";
    assert!(text.stdout.contains(second), "{text:?}");
    assert!(text.stdout.contains(" 2 topics:\n"), "{text:?}");
    assert!(text.stdout.contains("LEADER_NOT_AVAILABLE (5)"), "{text:?}");
    assert!(text.stdout.contains("topic \"well\" with 0 partitions"), "{text:?}");
    assert!(text.stderr.contains("advertised.listeners"), "{text:?}");

    let json = kadm("metadata -L --format json").await.fails(1).json();
    assert_eq!(json["brokers"].as_array().unwrap().len(), 2);
    assert_eq!((&json["brokers"][1]["id"], &json["brokers"][1]["ok"]), (&2.into(), &false.into()));
    assert_eq!(json["topics"][0]["error"]["code"], 5);
}

#[tokio::test]
async fn a_share_says_which_brokers_could_not_be_asked_for_the_acls() {
    let line = "share orders --with rudder --user-bootstrap localhost:1";
    let json = kadm(&format!("{line} --format json")).await.fails(1).json();
    assert_eq!((&json["ok"], &json["proved"]), (&false.into(), &false.into()));
    assert_eq!(json["brokers"][0]["acls_visible"], true);
    assert_eq!(json["brokers"][1]["acls_visible"], false);
    assert_eq!(json["error"]["kind"], "Unreachable");
    assert_eq!(json["error"]["outcome"], "applied");
    let wait = json["steps"].as_array().unwrap().iter().find(|step| step["name"] == "wait");
    assert_eq!(wait.unwrap()["ok"], false);

    let text = kadm(line).await.fails(1);
    let wait = "PARTLY   wait       the ACLs are visible on 1 of 2 brokers; broker 2 at b 2";
    assert!(text.stdout.contains(wait), "{text:?}");
    assert!(text.stdout.contains("2 brokers"), "{text:?}");
    assert!(!text.stdout.contains('\u{1b}') && !text.stderr.contains('\u{1b}'), "{text:?}");
}

/// One ACL is created, and the other one refused.
#[tokio::test]
async fn of_acls_that_are_refused_in_part_the_others_are_listed() {
    let line = "share orders --with half --user-bootstrap localhost:1 --format json";
    let json = kadm(line).await.fails(1).json();
    let acls = json["steps"].as_array().unwrap().last().unwrap();
    assert_eq!((&acls["name"], &acls["outcome"]), (&"acls".into(), &"applied in part".into()));
    let changes = json["changes"].as_array().unwrap();
    assert_eq!((changes.len(), &changes[1]["operation"]), (2, &"WRITE".into()), "{json}");
    let undo = json["undo"][0].as_str().unwrap();
    assert!(undo.ends_with("--allow-principal User:half --allow-host '*' --operation WRITE"));
}

#[tokio::test]
async fn groups_are_listed_and_the_broker_that_could_not_be_asked_is_named() {
    let text = kadm("group list").await.fails(1);
    assert!(text.stdout.contains("\ng      -     Stable  -         1\n"), "{text:?}");
    assert!(text.stderr.contains("the groups of broker 2 are missing"), "{text:?}");
    assert!(!text.stderr.contains('\u{1b}'), "{text:?}");
    let json = kadm("group list --format json").await.fails(1).json();
    assert_eq!((&json["groups"][0]["group"], &json["ok"]), (&"g".into(), &false.into()));
    assert_eq!((&json["brokers"][0]["id"], &json["brokers"][0]["ok"]), (&2.into(), &false.into()));
}

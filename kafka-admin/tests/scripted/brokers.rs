//! Brokers that the cluster names and nobody can dial.

use std::net::SocketAddr;
use std::time::Duration;

use kafka_admin::acls::{AclBinding, ResourcePattern};
use kafka_admin::{
    AclOperation, AclPermissionType, AddressError, Admin, ErrorKind, PatternType, ResourceType,
};
use kafka_proto::ApiKey;
use kafka_proto::messages::describe_acls::{
    AclDescription, DescribeAclsResource, DescribeAclsResponse,
};
use kafka_proto::messages::describe_cluster::{DescribeClusterBroker, DescribeClusterResponse};
use kafka_proto::messages::metadata::{MetadataResponse, MetadataResponseBroker};
use tokio::net::TcpListener;

use crate::support::{all_apis, broker, connected, offer};

/// Id, host and port of each broker, the first one being the one that is asked.
type Brokers = Vec<(i32, &'static str, i32)>;

/// A broker that names itself and others, and knows one ACL. With or without DescribeCluster, which
/// brokers before 2.8 lack.
async fn naming(others: Brokers, has_describe_cluster: bool) -> Admin {
    let address = broker(move |asked| match asked.api {
        ApiKey::API_VERSIONS => {
            let mut apis = all_apis();
            apis.retain(|(key, ..)| *key != ApiKey::DESCRIBE_CLUSTER || has_describe_cluster);
            asked.answer(&offer(&apis))
        }
        ApiKey::METADATA => {
            let broker = |(node_id, host, port)| MetadataResponseBroker {
                node_id,
                host,
                port,
                ..Default::default()
            };
            let brokers = named(asked.address, &others).map(broker).collect();
            asked.answer(&MetadataResponse { brokers, ..Default::default() })
        }
        ApiKey::DESCRIBE_CLUSTER => {
            let broker = |(broker_id, host, port)| DescribeClusterBroker {
                broker_id,
                host,
                port,
                ..Default::default()
            };
            let brokers = named(asked.address, &others).map(broker).collect();
            asked.answer(&DescribeClusterResponse { brokers, ..Default::default() })
        }
        ApiKey::DESCRIBE_ACLS => asked.answer(&DescribeAclsResponse {
            resources: vec![known_acl()].into(),
            ..Default::default()
        }),
        other => panic!("unexpected {other}"),
    })
    .await;
    connected(address).await.unwrap()
}

/// A broker whose cluster has none.
async fn nobody() -> Admin {
    let address = broker(|asked| match asked.api {
        ApiKey::DESCRIBE_CLUSTER => asked.answer(&DescribeClusterResponse::default()),
        _ => asked.ordinary(),
    })
    .await;
    connected(address).await.unwrap()
}

fn named(address: SocketAddr, others: &Brokers) -> impl Iterator<Item = (i32, &'static str, i32)> {
    [(1, "127.0.0.1", address.port().into())].into_iter().chain(others.clone())
}

fn known_acl() -> DescribeAclsResource<'static> {
    let acl = AclDescription {
        principal: "User:x",
        host: "*",
        operation: AclOperation::READ,
        permission_type: AclPermissionType::ALLOW,
        ..Default::default()
    };
    DescribeAclsResource {
        resource_type: ResourceType::TOPIC,
        resource_name: "t",
        pattern_type: PatternType::LITERAL,
        acls: vec![acl].into(),
        ..Default::default()
    }
}

fn acls() -> [AclBinding; 1] {
    [AclBinding::allow("User:x", AclOperation::READ, ResourcePattern::topic("t"))]
}

#[tokio::test]
async fn every_broker_is_described_also_with_an_address_that_nobody_can_dial() {
    for has_describe_cluster in [true, false] {
        let others = vec![(3, "b\u{202e}3", 9092), (2, "b-2", -1), (4, "", 1)];
        let admin = naming(others, has_describe_cluster).await;
        let brokers = admin.describe_cluster().await.unwrap().brokers;
        let ids: Vec<_> = brokers.iter().map(|broker| broker.id).collect();
        assert_eq!(ids, [1, 2, 3, 4]);
        assert_eq!(brokers[1].address().unwrap_err(), AddressError::Port);
        assert_eq!(brokers[1].to_string(), "broker 2 at b-2:-1");
        assert_eq!(brokers[2].address().unwrap_err(), AddressError::Host);
        assert_eq!(brokers[2].to_string(), "broker 3 at b\\u{202e}3:9092");
    }
}

#[tokio::test]
async fn f24_f25_acls_are_not_everywhere_while_a_broker_cannot_be_asked() {
    let patience = Duration::from_millis(300);
    let alone = naming(Vec::new(), true).await;
    alone.wait_for_acls(&acls(), patience).await.unwrap();

    let error = nobody().await.wait_for_acls(&acls(), patience).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ResponseMismatch, "of no broker every one knows them");

    let error = naming(vec![(2, "b 2", 9092)], true).await.wait_for_acls(&acls(), patience).await;
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unreachable);
    assert!(error.to_string().contains("broker 2 at b 2:9092"), "{error}");
    assert!(error.hint().unwrap().contains("advertised.listeners"), "{error:?}");

    // Nothing listens there any more.
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let closed = vec![(2, "127.0.0.1", closed.port().into())];
    let error = naming(closed, true).await.wait_for_acls(&acls(), patience).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionRefused, "{error}");
    assert!(error.to_string().contains("broker 2 at 127.0.0.1:"), "{error}");
}

//! CreateTopics, Metadata, DeleteTopics, DescribeCluster.

use std::time::Duration;

use kafka_admin::topics::NewTopic;
use kafka_admin::{Admin, Batch, ErrorCode, Outcome};

use crate::peer::Peer;

async fn is_listed(admin: &Admin, topic: &str) -> bool {
    admin.list_topics().await.unwrap().iter().any(|it| it.name == topic)
}

async fn becomes_listed(admin: &Admin, topic: &str, listed: bool) {
    let is_so = async { while is_listed(admin, topic).await != listed {} };
    tokio::time::timeout(Duration::from_secs(30), is_so).await.unwrap();
}

pub(crate) async fn topics_are_created_listed_described_and_deleted(peer: &Peer) {
    let admin = peer.admin().await;
    let name = interop::unique("creation");
    let topic = [NewTopic::new(&name).partitions(3).replication_factor(1)];
    admin.create_topics(&topic).validate_only(true).await.unwrap().one().unwrap();
    assert!(!is_listed(&admin, &name).await, "it was only asked");

    let created = admin.create_topics(&topic).await.unwrap().one().unwrap();
    becomes_listed(&admin, &name, true).await;
    let described = admin.describe_topics(&[&name]).await.and_then(Batch::one).unwrap();
    assert_eq!((described.partitions.len(), described.replication_factor()), (3, Some(1)));
    assert_eq!(described.id, created.id);
    assert!(described.id.is_some());

    let again = admin.create_topics(&topic).await.unwrap().one().unwrap_err();
    let exists = (Some(ErrorCode::TOPIC_ALREADY_EXISTS), Outcome::AlreadySo);
    assert_eq!((again.code(), again.outcome()), exists);

    admin.delete_topics(&[&name]).await.unwrap().one().unwrap();
    becomes_listed(&admin, &name, false).await;
    let gone = admin.delete_topics(&[&name]).await.unwrap().one().unwrap_err();
    let unknown = (Some(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION), Outcome::AlreadySo);
    assert_eq!((gone.code(), gone.outcome()), unknown);
}

pub(crate) async fn the_cluster_names_itself_and_its_brokers(peer: &Peer) {
    let admin = peer.admin().await;
    let cluster = admin.describe_cluster().await.unwrap();
    assert!(cluster.cluster_id.is_some_and(|id| !id.is_empty()));
    assert!(cluster.brokers.iter().any(|broker| Some(broker.id) == cluster.controller));
}

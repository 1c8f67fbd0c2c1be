//! Which of two brokers is asked, and what happens when that changes.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use kafka_admin::topics::{OffsetSpec, TopicPartition};
use kafka_admin::{Admin, Config, ErrorKind, Outcome, Tls};
use kafka_proto::messages::describe_cluster::{DescribeClusterBroker, DescribeClusterResponse};
use kafka_proto::messages::list_groups::{ListGroupsResponse, ListedGroup};
use kafka_proto::messages::list_offsets::{
    ListOffsetsPartitionResponse, ListOffsetsRequest, ListOffsetsResponse, ListOffsetsTopicResponse,
};
use kafka_proto::messages::metadata::{
    MetadataResponse, MetadataResponseBroker, MetadataResponsePartition, MetadataResponseTopic,
};
use kafka_proto::{ApiKey, ErrorCode};

use crate::support::{Asked, Do, broker};

/// Two brokers that know each other. Partition 0 of the topic `t` moves from 1 to 2 when broker 1 is asked
/// about it; 2 leads partition 1.
#[derive(Clone, Default)]
struct Pair {
    addresses: Arc<OnceLock<[SocketAddr; 2]>>,
    /// Who was asked about which partitions.
    asked: Arc<Mutex<Vec<Question>>>,
}

/// The broker's id, and the partitions.
type Question = (i32, Vec<i32>);

impl Pair {
    async fn start(act: impl Fn(&Self, i32, &Asked) -> Do + Clone + Send + 'static) -> Self {
        let pair = Self::default();
        let start = |id| {
            let (pair, act) = (pair.clone(), act.clone());
            broker(move |asked| match asked.api {
                ApiKey::METADATA => pair.metadata(&asked),
                ApiKey::DESCRIBE_CLUSTER => pair.cluster(&asked),
                ApiKey::LIST_GROUPS | ApiKey::LIST_OFFSETS => act(&pair, id, &asked),
                _ => asked.ordinary(),
            })
        };
        pair.addresses.set([start(1).await, start(2).await]).unwrap();
        pair
    }

    async fn admin(&self, timeout: Duration) -> Admin {
        let address = self.addresses.get().unwrap()[0].to_string();
        let config = Config::new([address]).tls(Tls::Disabled).call_timeout(timeout);
        Admin::connect(config).await.unwrap()
    }

    fn brokers(&self) -> impl Iterator<Item = (i32, String, i32)> {
        let addresses = self.addresses.get().unwrap().iter();
        (1..).zip(addresses).map(|(id, it)| (id, it.ip().to_string(), it.port().into()))
    }

    fn metadata(&self, asked: &Asked) -> Do {
        let brokers: Vec<_> = self.brokers().collect();
        let brokers = brokers.iter().map(|(node_id, host, port)| MetadataResponseBroker {
            node_id: *node_id,
            host,
            port: *port,
            ..Default::default()
        });
        let has_moved = !self.asked.lock().unwrap().is_empty();
        let leaders = [(0, if has_moved { 2 } else { 1 }), (1, 2)];
        let partitions = leaders.map(|(partition_index, leader_id)| MetadataResponsePartition {
            partition_index,
            leader_id,
            ..Default::default()
        });
        let partitions = partitions.to_vec().into();
        let topic = MetadataResponseTopic { name: Some("t"), partitions, ..Default::default() };
        let (brokers, topics) = (brokers.collect(), vec![topic].into());
        asked.answer(&MetadataResponse { brokers, topics, ..Default::default() })
    }

    fn cluster(&self, asked: &Asked) -> Do {
        let brokers: Vec<_> = self.brokers().collect();
        let brokers = brokers.iter().map(|(broker_id, host, port)| DescribeClusterBroker {
            broker_id: *broker_id,
            host,
            port: *port,
            ..Default::default()
        });
        let brokers = brokers.collect();
        asked.answer(&DescribeClusterResponse { brokers, cluster_id: "c", ..Default::default() })
    }
}

/// Broker 1 leads nothing any more.
fn offsets(pair: &Pair, id: i32, asked: &Asked) -> Do {
    let request: ListOffsetsRequest<'_> = asked.read();
    let topic = request.topics.iter().next().unwrap();
    let indexes: Vec<i32> = topic.partitions.iter().map(|it| it.partition_index).collect();
    let partitions = indexes.iter().map(|index| ListOffsetsPartitionResponse {
        partition_index: *index,
        error_code: if id == 1 { ErrorCode::NOT_LEADER_OR_FOLLOWER } else { ErrorCode::NONE },
        offset: i64::from(*index) + 70,
        ..Default::default()
    });
    let partitions = partitions.collect();
    pair.asked.lock().unwrap().push((id, indexes));
    let topics = vec![ListOffsetsTopicResponse { name: "t", partitions, ..Default::default() }];
    asked.answer(&ListOffsetsResponse { topics: topics.into(), ..Default::default() })
}

#[tokio::test]
async fn each_leader_is_asked_and_the_new_one_when_it_has_moved() {
    let pair = Pair::start(offsets).await;
    let admin = pair.admin(Duration::from_secs(20)).await;
    let wanted = [1, 0, 7].map(|n| (TopicPartition::new("t", n), OffsetSpec::Latest));
    let batch = admin.list_offsets(&wanted).await.unwrap();
    let mut found = Vec::new();
    for (partition, result) in batch.iter() {
        found.push((partition.partition, result.as_ref().map(|it| it.unwrap().offset)));
    }
    let [(1, Ok(71)), (0, Ok(70)), (7, Err(unknown))] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!(unknown.code(), Some(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION), "{unknown}");
    let mut asked = pair.asked.lock().unwrap().clone();
    asked.sort();
    assert_eq!(asked, [(1, vec![0]), (2, vec![0]), (2, vec![1])]);
}

#[tokio::test]
async fn what_every_broker_is_asked_is_answered_by_those_that_can() {
    let pair = Pair::start(|_, id, asked| match id {
        1 => {
            let group =
                ListedGroup { group_id: "g", protocol_type: "consumer", ..Default::default() };
            asked.answer(&ListGroupsResponse { groups: vec![group].into(), ..Default::default() })
        }
        _ => Do::Nothing,
    })
    .await;
    let batch = pair.admin(Duration::from_millis(500)).await.list_groups().await.unwrap();
    let groups = batch.get(&1).unwrap().as_ref().unwrap();
    assert_eq!(groups[0].group_id, "g");
    let silent = batch.get(&2).unwrap().as_ref().unwrap_err();
    assert_eq!((silent.kind(), silent.outcome()), (ErrorKind::Timeout, Outcome::Unknown));
    assert!(
        silent.broker().unwrap().ends_with(&pair.addresses.get().unwrap()[1].port().to_string())
    );
}

#[tokio::test]
async fn when_every_broker_fails_each_has_an_error_of_its_own() {
    let pair = Pair::start(|_, _, _| Do::Nothing).await;
    let batch = pair.admin(Duration::from_millis(300)).await.list_groups().await.unwrap();
    let failed: Vec<_> = batch.failures().map(|(id, error)| (*id, error.kind())).collect();
    assert_eq!(failed, [(1, ErrorKind::Timeout), (2, ErrorKind::Timeout)]);
}

//! Leader epochs (KIP-101, KIP-320, KIP-595): in batches, Fetch, ListOffsets and OffsetForLeaderEpoch.

use std::time::Duration;

use interop::RecordBatch;
use kafka_admin::partitions::NewPartitionReassignment;
use kafka_admin::topics::TopicPartition;
use kafka_proto::messages::fetch::{FetchPartition, FetchRequest, FetchTopic};
use kafka_proto::messages::list_offsets::{
    ListOffsetsPartition, ListOffsetsRequest, ListOffsetsTopic,
};
use kafka_proto::messages::metadata::{MetadataRequest, MetadataRequestTopic};
use kafka_proto::messages::offset_for_leader_epoch::{
    OffsetForLeaderEpochRequest, OffsetForLeaderPartition, OffsetForLeaderTopic,
};
use kafka_proto::messages::produce::{PartitionProduceData, ProduceRequest, TopicProduceData};
use kafka_proto::{ErrorCode, Opaque};

use crate::peer::Peer;

/// The partition 0 of a topic, at a broker that leads it.
struct Led<'a> {
    peer: &'a Peer,
    topic: &'a str,
    broker: i32,
}

/// What a Fetch was answered: code, where it diverges, and the epochs of the batches.
type Fetched = (ErrorCode, (i32, i64), Vec<i32>);

impl Led<'_> {
    async fn epoch(&self) -> i32 {
        let topic = MetadataRequestTopic { name: Some(self.topic), ..Default::default() };
        let topics = Some(vec![topic].into());
        let request = MetadataRequest { topics, ..Default::default() };
        let answer = self.peer.ask(self.broker, 9, &request).await;
        let topic = answer.response().topics.iter().next().unwrap();
        topic.partitions.iter().next().unwrap().leader_epoch
    }

    async fn produce(&self, values: &[&str]) {
        let batch = RecordBatch::of(1, values).bytes();
        let partition =
            PartitionProduceData { records: Some(Opaque(&batch)), ..Default::default() };
        let topic = TopicProduceData {
            name: self.topic,
            partition_data: vec![partition].into(),
            ..Default::default()
        };
        let topic_data = vec![topic].into();
        let request =
            ProduceRequest { acks: -1, timeout_ms: 10_000, topic_data, ..Default::default() };
        // The broker learns that it leads a moment later than others do.
        let produced = async {
            loop {
                let answer = self.peer.ask(self.broker, 9, &request).await;
                let topic = answer.response().responses.iter().next().unwrap();
                match topic.partition_responses.iter().next().unwrap().error_code {
                    ErrorCode::NOT_LEADER_OR_FOLLOWER => {}
                    code => return assert_eq!(code, ErrorCode::NONE),
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(60), produced).await.unwrap();
    }

    async fn end_of(&self, leader_epoch: i32) -> (i32, i64) {
        let partition = OffsetForLeaderPartition { leader_epoch, ..Default::default() };
        let topic = OffsetForLeaderTopic {
            topic: self.topic,
            partitions: vec![partition].into(),
            ..Default::default()
        };
        let topics = vec![topic].into();
        let request = OffsetForLeaderEpochRequest { replica_id: -1, topics, ..Default::default() };
        let answer = self.peer.ask(self.broker, 4, &request).await;
        let topic = answer.response().topics.iter().next().unwrap();
        let end = topic.partitions.iter().next().unwrap();
        assert_eq!(end.error_code, ErrorCode::NONE);
        (end.leader_epoch, end.end_offset)
    }

    async fn fetch(&self, current: i32, last_fetched: i32, offset: i64) -> Fetched {
        let partition = FetchPartition {
            current_leader_epoch: current,
            last_fetched_epoch: last_fetched,
            fetch_offset: offset,
            partition_max_bytes: 1_000_000,
            ..Default::default()
        };
        let topic = FetchTopic {
            topic: self.topic,
            partitions: vec![partition].into(),
            ..Default::default()
        };
        let topics = vec![topic].into();
        let request = FetchRequest {
            replica_id: -1,
            max_bytes: 1_000_000,
            session_epoch: -1,
            topics,
            ..Default::default()
        };
        let answer = self.peer.ask(self.broker, 12, &request).await;
        let topic = answer.response().responses.iter().next().unwrap();
        let it = topic.partitions.iter().next().unwrap();
        let diverging = (it.diverging_epoch.epoch, it.diverging_epoch.end_offset);
        (it.error_code, diverging, epochs(it.records.as_deref().unwrap_or_default()))
    }

    async fn listed(&self, timestamp: i64) -> (i64, i32) {
        let partition =
            ListOffsetsPartition { current_leader_epoch: -1, timestamp, ..Default::default() };
        let topic = ListOffsetsTopic {
            name: self.topic,
            partitions: vec![partition].into(),
            ..Default::default()
        };
        let topics = vec![topic].into();
        let request = ListOffsetsRequest { replica_id: -1, topics, ..Default::default() };
        let answer = self.peer.ask(self.broker, 7, &request).await;
        let topic = answer.response().topics.iter().next().unwrap();
        let it = topic.partitions.iter().next().unwrap();
        (it.offset, it.leader_epoch)
    }
}

/// Of each batch: its length stands at byte 8, and the epoch behind it.
fn epochs(mut records: &[u8]) -> Vec<i32> {
    let mut epochs = Vec::new();
    while let Some(head) = records.get(..16) {
        let number = |at: usize| i32::from_be_bytes(head[at..at + 4].try_into().unwrap());
        epochs.push(number(12));
        records = &records[12 + usize::try_from(number(8)).unwrap()..];
    }
    epochs
}

pub(crate) async fn records_tell_under_which_leader_they_were_written(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "epochs", &[&[1]]).await;
    let first = Led { peer, topic: &topic, broker: 1 };
    let before = first.epoch().await;
    first.produce(&["a", "b"]).await;
    let to = [NewPartitionReassignment::to(TopicPartition::new(&topic, 0), [2])];
    admin.alter_partition_reassignments(&to).await.unwrap().one().unwrap();
    peer.becomes(&admin, &topic, 0, |it| it.replicas == [2] && it.leader == Some(2)).await;

    let second = Led { peer, topic: &topic, broker: 2 };
    second.produce(&["c"]).await;
    let now = second.epoch().await;
    assert!(now > before);
    let none = (-1, -1);
    assert_eq!(second.end_of(before).await, (before, 2));
    assert_eq!(second.end_of(now).await, (now, 3));
    assert_eq!(second.end_of(now + 1).await, none);
    assert_eq!(second.end_of(-1).await, none);

    let all = (ErrorCode::NONE, none, vec![before, now]);
    assert_eq!(second.fetch(now, -1, 0).await, all);
    assert_eq!(second.fetch(-1, -1, 0).await, all);
    assert_eq!(second.fetch(now, before, 0).await, all);
    assert_eq!(second.fetch(before, -1, 0).await.0, ErrorCode::FENCED_LEADER_EPOCH);
    assert_eq!(second.fetch(now + 1, -1, 0).await.0, ErrorCode::UNKNOWN_LEADER_EPOCH);
    let diverges = (ErrorCode::NONE, (before, 2), vec![]);
    assert_eq!(second.fetch(now, before, 3).await, diverges);
    assert_eq!(second.fetch(now, now + 1, 3).await.0, ErrorCode::OFFSET_OUT_OF_RANGE);
    assert_eq!(second.listed(-2).await, (0, before));
    assert_eq!(second.listed(-1).await, (3, now));
}

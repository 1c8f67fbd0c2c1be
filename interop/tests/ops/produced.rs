//! Records that are there already.

use interop::RecordBatch;
use kafka_admin::configs::{ConfigChanges, ConfigResource};
use kafka_admin::topics::{OffsetSpec, TopicPartition};
use kafka_proto::messages::produce::{PartitionProduceData, ProduceRequest, TopicProduceData};
use kafka_proto::{ErrorCode, Opaque};

use crate::peer::Peer;

/// A version that names topics, and that every release has.
const BY_NAME: i16 = 11;

/// Appends a record for each of the timestamps.
pub(crate) async fn produce(peer: &Peer, topic: &str, partition: i32, timestamps: &[i64]) {
    let admin = peer.admin().await;
    // The timestamps of tests are old.
    let keep = [ConfigChanges::of(ConfigResource::topic(topic)).set("retention.ms", "-1")];
    admin.alter_configs(&keep).await.unwrap().all().unwrap();
    // Brokers learn that they lead it a moment after it was made.
    let wanted = [(TopicPartition::new(topic, partition), OffsetSpec::Latest)];
    admin.list_offsets(&wanted).await.unwrap().all().unwrap();
    for timestamp in timestamps {
        append(peer, topic, partition, &RecordBatch::of(*timestamp, &["v"])).await;
    }
}

async fn append(peer: &Peer, topic: &str, partition: i32, batch: &RecordBatch) {
    let batch = batch.bytes();
    let partition = PartitionProduceData {
        index: partition,
        records: Some(Opaque(&batch)),
        ..PartitionProduceData::default()
    };
    let topic = TopicProduceData {
        name: topic,
        partition_data: vec![partition].into(),
        ..TopicProduceData::default()
    };
    let request = ProduceRequest {
        acks: -1,
        timeout_ms: 10_000,
        topic_data: vec![topic].into(),
        ..ProduceRequest::default()
    };
    let answer = peer.ask(BY_NAME, &request).await;
    let response = answer.response();
    for topic in response.responses.iter() {
        for partition in topic.partition_responses.iter() {
            assert_eq!(partition.error_code, ErrorCode::NONE);
        }
    }
}

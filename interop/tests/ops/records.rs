//! Records and their batches, as Kafka stores them.

use kafka_admin::configs::{ConfigChanges, ConfigResource};
use kafka_admin::topics::{OffsetSpec, TopicPartition};
use kafka_proto::ErrorCode;
use kafka_proto::messages::produce::{PartitionProduceData, ProduceRequest, TopicProduceData};

use crate::peer::Peer;

/// Appends a record for each of the timestamps.
pub(crate) async fn produce(peer: &Peer, topic: &str, partition: i32, timestamps: &[i64]) {
    let admin = peer.admin().await;
    // The timestamps of tests are old.
    let keep = [ConfigChanges::of(ConfigResource::topic(topic)).set("retention.ms", "-1")];
    admin.alter_configs(&keep).await.unwrap().all().unwrap();
    // Brokers learn that they lead it a moment after it was made.
    let wanted = [(TopicPartition::new(topic, partition), OffsetSpec::Latest)];
    admin.list_offsets(&wanted).await.unwrap().all().unwrap();
    let batch = batch(timestamps);
    let partition = PartitionProduceData {
        index: partition,
        records: Some(batch.as_slice().into()),
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
    let answer = peer.ask(9, &request).await;
    let response = answer.response();
    for topic in response.responses.iter() {
        for partition in topic.partition_responses.iter() {
            assert_eq!(partition.error_code, ErrorCode::NONE);
        }
    }
}

/// A batch of format 2, with records that have a value only.
fn batch(timestamps: &[i64]) -> Vec<u8> {
    let (first, last) = (timestamps[0], timestamps.iter().max().unwrap());
    let count = i32::try_from(timestamps.len()).unwrap();
    // What the checksum covers: attributes, last offset delta, timestamps, producer, sequence, records.
    let mut covered = vec![0, 0];
    covered.extend((count - 1).to_be_bytes());
    covered.extend(first.to_be_bytes());
    covered.extend(last.to_be_bytes());
    covered.extend((-1_i64).to_be_bytes());
    covered.extend((-1_i16).to_be_bytes());
    covered.extend((-1_i32).to_be_bytes());
    covered.extend(count.to_be_bytes());
    for (offset, timestamp) in (0..).zip(timestamps) {
        let mut record = vec![0];
        varint(timestamp - first, &mut record);
        varint(offset, &mut record);
        varint(-1, &mut record);
        varint(1, &mut record);
        record.push(b'v');
        varint(0, &mut record);
        varint(i64::try_from(record.len()).unwrap(), &mut covered);
        covered.append(&mut record);
    }
    let mut batch = vec![0; 8];
    // The epoch of the leader, the format and the checksum are counted, too.
    batch.extend(i32::try_from(covered.len() + 9).unwrap().to_be_bytes());
    batch.extend((-1_i32).to_be_bytes());
    batch.push(2);
    batch.extend(crc32c(&covered).to_be_bytes());
    batch.append(&mut covered);
    batch
}

/// Zigzag, seven bits in each byte.
fn varint(number: i64, out: &mut Vec<u8>) {
    let mut left = ((number << 1) ^ (number >> 63)).cast_unsigned();
    while left >= 0x80 {
        out.push((left & 0x7f) as u8 | 0x80);
        left >>= 7;
    }
    out.push(left as u8);
}

fn crc32c(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0x82f6_3b78 } else { crc >> 1 };
        }
    }
    !crc
}

//! Topics and their partitions.

use kafka_proto::messages as m;
use kafka_proto::messages::create_partitions::CreatePartitionsTopic;
use kafka_proto::messages::create_topics::CreatableTopic;
use kafka_proto::messages::describe_topic_partitions::TopicRequest;
use kafka_proto::messages::list_offsets::{ListOffsetsPartition, ListOffsetsTopic};
use kafka_proto::messages::metadata::MetadataRequestTopic;

use super::*;

pub(super) const NEEDS: &[Need] = &[
    Need {
        api: ApiKey::METADATA,
        ask: metadata,
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, DESCRIBE)],
    },
    Need {
        api: ApiKey::DESCRIBE_TOPIC_PARTITIONS,
        ask: describe_topic_partitions,
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, DESCRIBE)],
    },
    Need {
        api: ApiKey::LIST_OFFSETS,
        ask: list_offsets,
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, DESCRIBE)],
    },
    Need {
        api: ApiKey::CREATE_TOPICS,
        ask: create_topics,
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, &[Op::ALL, Op::CREATE]), (On::CLUSTER, &[Op::ALL, Op::CREATE])],
    },
    Need {
        api: ApiKey::DELETE_TOPICS,
        ask: delete_topics,
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, &[Op::ALL, Op::DELETE]), (On::CLUSTER, &[Op::ALL, Op::DELETE])],
    },
    Need {
        api: ApiKey::CREATE_PARTITIONS,
        ask: create_partitions,
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, &[Op::ALL, Op::ALTER])],
    },
];

fn metadata(cluster: &Cluster) -> ErrorCode {
    let topic = MetadataRequestTopic { name: Some(NAME), ..Default::default() };
    let request = m::MetadataRequest { topics: Some(vec![topic].into()), ..Default::default() };
    let frame = ask(cluster, &user(), 12, &request).unwrap();
    read::<m::MetadataRequest<'_>>(&frame, 12).topics.iter().next().unwrap().error_code
}

fn list_offsets(cluster: &Cluster) -> ErrorCode {
    let partitions = vec![ListOffsetsPartition { timestamp: -1, ..Default::default() }].into();
    let topics = vec![ListOffsetsTopic { name: NAME, partitions, ..Default::default() }].into();
    let request = m::ListOffsetsRequest { topics, ..Default::default() };
    let frame = ask(cluster, &user(), 9, &request).unwrap();
    let response = read::<m::ListOffsetsRequest<'_>>(&frame, 9);
    let topic = response.topics.iter().next().unwrap();
    topic.partitions.iter().next().unwrap().error_code
}

fn describe_topic_partitions(cluster: &Cluster) -> ErrorCode {
    let topics = vec![TopicRequest { name: NAME, ..Default::default() }].into();
    let request = m::DescribeTopicPartitionsRequest { topics, ..Default::default() };
    let frame = ask(cluster, &user(), 0, &request).unwrap();
    let response = read::<m::DescribeTopicPartitionsRequest<'_>>(&frame, 0);
    response.topics.iter().next().unwrap().error_code
}

fn create_topics(cluster: &Cluster) -> ErrorCode {
    let topic = CreatableTopic {
        name: NAME,
        num_partitions: 1,
        replication_factor: 1,
        ..Default::default()
    };
    let request = m::CreateTopicsRequest { topics: vec![topic].into(), ..Default::default() };
    let frame = ask(cluster, &user(), 7, &request).unwrap();
    read::<m::CreateTopicsRequest<'_>>(&frame, 7).topics.iter().next().unwrap().error_code
}

fn delete_topics(cluster: &Cluster) -> ErrorCode {
    let names = [NAME];
    let topic_names = (&names).into();
    let request = m::DeleteTopicsRequest { topic_names, timeout_ms: 1000, ..Default::default() };
    let frame = ask(cluster, &user(), 5, &request).unwrap();
    read::<m::DeleteTopicsRequest<'_>>(&frame, 5).responses.iter().next().unwrap().error_code
}

fn create_partitions(cluster: &Cluster) -> ErrorCode {
    let topic = CreatePartitionsTopic { name: NAME, count: 2, ..Default::default() };
    let topics = vec![topic].into();
    let request = m::CreatePartitionsRequest { topics, timeout_ms: 1000, ..Default::default() };
    let frame = ask(cluster, &user(), 3, &request).unwrap();
    read::<m::CreatePartitionsRequest<'_>>(&frame, 3).results.iter().next().unwrap().error_code
}

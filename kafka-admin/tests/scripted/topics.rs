//! Listing and describing topics: errors of their own, pages, and brokers that lack the newer APIs.

use kafka_admin::{Admin, ErrorKind, Outcome, Uuid};
use kafka_proto::messages::describe_topic_partitions::{
    Cursor, DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse,
    DescribeTopicPartitionsResponsePartition, DescribeTopicPartitionsResponseTopic,
};
use kafka_proto::messages::metadata::{
    MetadataRequest, MetadataResponse, MetadataResponsePartition, MetadataResponseTopic,
};
use kafka_proto::{ApiKey, ErrorCode};

use crate::support::{Asked, Do, all_apis, broker, connected, offer};

/// A broker with these versions of one API, or without it.
async fn with(
    api: ApiKey,
    versions: Option<(i16, i16)>,
    answer: fn(&Asked) -> Do,
) -> kafka_admin::Result<Admin> {
    let mut apis = all_apis();
    apis.retain(|(key, ..)| *key != api);
    apis.extend(versions.map(|(min, max)| (api, min, max)));
    let address = broker(move |asked| match asked.api {
        ApiKey::API_VERSIONS => asked.answer(&offer(&apis)),
        _ => answer(&asked),
    });
    connected(address.await).await
}

/// The topics `a`, with two partitions, and `b`, which has no leader.
fn metadata(asked: &Asked) -> Do {
    let request: MetadataRequest<'_> = asked.read();
    let partition =
        |partition_index| MetadataResponsePartition { partition_index, ..Default::default() };
    let a = MetadataResponseTopic {
        name: Some("a"),
        partitions: vec![partition(1), partition(0)].into(),
        ..Default::default()
    };
    let error_code = ErrorCode::LEADER_NOT_AVAILABLE;
    let b = MetadataResponseTopic { name: Some("b"), error_code, ..Default::default() };
    let topics = match request.topics {
        Some(topics) if topics.is_empty() => Vec::new(),
        Some(_) => vec![a],
        None => vec![b, a],
    };
    asked.answer(&MetadataResponse { topics: topics.into(), ..asked.brokers() })
}

/// A defect once: the error was not looked at.
#[tokio::test]
async fn a_topic_with_an_error_is_listed_with_it() {
    let admin = with(ApiKey::METADATA, Some((0, 12)), metadata).await.unwrap();
    let topics = admin.list_topics().await.unwrap();
    let listed: Vec<_> = topics
        .iter()
        .map(|it| (it.name.as_str(), it.partitions, it.error.as_ref().and_then(|e| e.code())))
        .collect();
    let without_leader = Some(ErrorCode::LEADER_NOT_AVAILABLE);
    assert_eq!(listed, [("a", 2, None), ("b", 0, without_leader)]);
    assert!(topics[1].error.as_ref().unwrap().to_string().contains("b: LEADER_NOT_AVAILABLE"));
}

fn page(asked: &Asked, next: Option<Cursor<'static>>, partitions: &[i32]) -> Do {
    let partitions = partitions.iter().map(|index| DescribeTopicPartitionsResponsePartition {
        partition_index: *index,
        eligible_leader_replicas: Some(vec![7].into()),
        ..Default::default()
    });
    let topic = DescribeTopicPartitionsResponseTopic {
        name: Some("a"),
        partitions: partitions.collect(),
        ..Default::default()
    };
    asked.answer(&DescribeTopicPartitionsResponse {
        topics: vec![topic].into(),
        next_cursor: next,
        ..Default::default()
    })
}

fn at(partition_index: i32) -> Option<Cursor<'static>> {
    Some(Cursor { topic_name: "a", partition_index, ..Default::default() })
}

#[tokio::test]
async fn pages_are_read_to_the_last() {
    let key = ApiKey::DESCRIBE_TOPIC_PARTITIONS;
    let admin = with(key, Some((0, 0)), |asked| match asked.api {
        ApiKey::DESCRIBE_TOPIC_PARTITIONS => {
            let request: DescribeTopicPartitionsRequest<'_> = asked.read();
            match request.cursor.map(|cursor| cursor.partition_index) {
                None => page(asked, at(2), &[0, 1]),
                Some(from) => page(asked, None, &[from]),
            }
        }
        _ => metadata(asked),
    });
    let admin = admin.await.unwrap();
    let topic = admin.describe_topic_partitions(&["a"]).await.unwrap().one().unwrap();
    let indexes: Vec<i32> = topic.partitions.iter().map(|it| it.index).collect();
    assert_eq!((indexes, &topic.partitions[0].elr), (vec![0, 1, 2], &Some([7].into())));
}

#[tokio::test]
async fn pages_without_an_end_are_an_error() {
    let key = ApiKey::DESCRIBE_TOPIC_PARTITIONS;
    let admin = with(key, Some((0, 0)), |asked| match asked.api {
        ApiKey::DESCRIBE_TOPIC_PARTITIONS => page(asked, at(1), &[0]),
        _ => metadata(asked),
    });
    let error = admin.await.unwrap().describe_topic_partitions(&["a"]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ResponseMismatch, "{error}");
}

#[tokio::test]
async fn an_older_broker_describes_topics_by_metadata() {
    let admin = with(ApiKey::DESCRIBE_TOPIC_PARTITIONS, None, metadata).await.unwrap();
    let topic = admin.describe_topic_partitions(&["a"]).await.unwrap().one().unwrap();
    assert_eq!((topic.partitions.len(), &topic.partitions[0].elr), (2, &None));
}

/// KIP-516: before these versions brokers would take an id for no topic at all.
#[tokio::test]
async fn an_older_broker_is_not_asked_for_ids() {
    let ids = [Uuid([1; 16])];
    let admin = with(ApiKey::METADATA, Some((0, 11)), metadata).await.unwrap();
    let described = admin.describe_topics_by_id(&ids).await.unwrap().one().unwrap_err();
    let admin = with(ApiKey::DELETE_TOPICS, Some((0, 5)), metadata).await.unwrap();
    let deleted = admin.delete_topics_by_id(&ids).await.unwrap().one().unwrap_err();
    for error in [described, deleted] {
        let told = (error.kind(), error.outcome());
        assert_eq!(told, (ErrorKind::UnsupportedVersion, Outcome::NotSent), "{error}");
        assert!(error.hint().unwrap().contains("name"), "{error}");
    }
}

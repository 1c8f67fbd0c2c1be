//! Lag, where not all of it can be found out.

use kafka_admin::ErrorKind;
use kafka_proto::messages::describe_groups::{
    DescribeGroupsResponse, DescribedGroup, DescribedGroupMember,
};
use kafka_proto::messages::find_coordinator::{Coordinator, FindCoordinatorResponse};
use kafka_proto::messages::list_offsets::{
    ListOffsetsPartitionResponse, ListOffsetsRequest, ListOffsetsResponse, ListOffsetsTopicResponse,
};
use kafka_proto::messages::metadata::{
    MetadataRequest, MetadataResponse, MetadataResponsePartition, MetadataResponseTopic,
};
use kafka_proto::messages::offset_fetch::{
    OffsetFetchResponse, OffsetFetchResponseGroup, OffsetFetchResponsePartitions,
    OffsetFetchResponseTopics,
};
use kafka_proto::{ApiKey, ErrorCode};

use crate::support::{Asked, Do, all_apis, broker, connected, offer};

const NONE: ErrorCode = ErrorCode::NONE;
const DENIED: ErrorCode = ErrorCode::TOPIC_AUTHORIZATION_FAILED;
/// Version 0 of what consumers tell each other: the topics `t`, `hidden` and `gone`, and no user data.
const SUBSCRIPTION: &[u8] = b"\0\0\0\0\0\x03\0\x01t\0\x06hidden\0\x04gone\xff\xff\xff\xff";
/// Partition 3 of `t`.
const ASSIGNMENT: &[u8] = b"\0\0\0\0\0\x01\0\x01t\0\0\0\x01\0\0\0\x03\xff\xff\xff\xff";

/// Of `t`, the offset of partition 1 and the end of partition 2 cannot be told, and the group has committed
/// nothing of partition 3. The topic `hidden` may not be described, and `gone` does not exist.
fn act(asked: &Asked) -> Do {
    match asked.api {
        ApiKey::API_VERSIONS => {
            let mut apis = all_apis();
            apis.retain(|(key, ..)| *key != ApiKey::CONSUMER_GROUP_DESCRIBE);
            asked.answer(&offer(&apis))
        }
        ApiKey::FIND_COORDINATOR => {
            let found = Coordinator { key: "g", node_id: 1, ..Default::default() };
            let coordinators = vec![found].into();
            asked.answer(&FindCoordinatorResponse { coordinators, ..Default::default() })
        }
        ApiKey::METADATA => metadata(asked),
        ApiKey::DESCRIBE_GROUPS => {
            let member = DescribedGroupMember {
                member_id: "m",
                member_metadata: SUBSCRIPTION.into(),
                member_assignment: ASSIGNMENT.into(),
                ..Default::default()
            };
            let group = DescribedGroup {
                group_id: "g",
                group_state: "Stable",
                protocol_type: "consumer",
                members: vec![member].into(),
                ..Default::default()
            };
            let groups = vec![group].into();
            asked.answer(&DescribeGroupsResponse { groups, ..Default::default() })
        }
        ApiKey::OFFSET_FETCH => committed(asked),
        ApiKey::LIST_OFFSETS => bounds(asked),
        other => panic!("unexpected {other}"),
    }
}

fn metadata(asked: &Asked) -> Do {
    let request: MetadataRequest<'_> = asked.read();
    let topics = request.topics.iter().flat_map(|topics| topics.iter()).map(|topic| {
        let name = topic.name.unwrap_or_default();
        let partitions = (0..4).map(|partition_index| MetadataResponsePartition {
            partition_index,
            leader_id: 1,
            ..Default::default()
        });
        MetadataResponseTopic {
            name: Some(name),
            error_code: match name {
                "t" => NONE,
                "hidden" => DENIED,
                _ => ErrorCode::UNKNOWN_TOPIC_OR_PARTITION,
            },
            partitions: partitions.filter(|_| name == "t").collect(),
            ..Default::default()
        }
    });
    let topics = topics.collect();
    asked.answer(&MetadataResponse { topics, ..asked.brokers() })
}

fn committed(asked: &Asked) -> Do {
    let stored = [(0, 4, NONE), (1, -1, DENIED), (2, 4, NONE)];
    let partitions = stored.iter().map(|(index, offset, code)| OffsetFetchResponsePartitions {
        partition_index: *index,
        committed_offset: *offset,
        error_code: *code,
        ..Default::default()
    });
    let topic = OffsetFetchResponseTopics {
        name: "t",
        partitions: partitions.collect(),
        ..Default::default()
    };
    let group = OffsetFetchResponseGroup {
        group_id: "g",
        topics: vec![topic].into(),
        ..Default::default()
    };
    asked.answer(&OffsetFetchResponse { groups: vec![group].into(), ..Default::default() })
}

/// Every partition has the offsets 2 to 9.
fn bounds(asked: &Asked) -> Do {
    let request: ListOffsetsRequest<'_> = asked.read();
    let topics = request.topics.iter().map(|topic| {
        let partitions = topic.partitions.iter().map(|it| ListOffsetsPartitionResponse {
            partition_index: it.partition_index,
            offset: if it.timestamp == -2 { 2 } else { 10 },
            error_code: match (it.partition_index, it.timestamp) {
                (2, -1) => ErrorCode::OFFSET_NOT_AVAILABLE,
                _ => NONE,
            },
            ..Default::default()
        });
        let partitions = partitions.collect();
        ListOffsetsTopicResponse { name: topic.name, partitions, ..Default::default() }
    });
    asked.answer(&ListOffsetsResponse { topics: topics.collect(), ..Default::default() })
}

#[tokio::test]
async fn what_is_not_known_is_never_a_lag_of_nothing() {
    let address = broker(|asked| act(&asked)).await;
    let admin = connected(address).await.unwrap();
    let lag = admin.group_lag(&["g"]).await.unwrap().one().unwrap();
    let told: Vec<_> = lag
        .partitions
        .iter()
        .map(|it| (it.partition.to_string(), it.lag.as_ref().map_err(|it| it.code()).copied()))
        .collect();
    let expected = [
        ("t-0", Ok(6)),
        ("t-1", Err(Some(DENIED))),
        ("t-2", Err(Some(ErrorCode::OFFSET_NOT_AVAILABLE))),
        ("t-3", Ok(8)),
    ];
    assert_eq!(told, expected.map(|(partition, lag)| (partition.to_owned(), lag)));
    assert_eq!((lag.total(), lag.known()), (None, 14), "at least so much");
    let members: Vec<_> = lag.partitions.iter().map(|it| lag.member(it).is_some()).collect();
    assert_eq!(members, [false, false, false, true]);
    let hidden: Vec<_> =
        lag.failed_topics.iter().map(|(topic, error)| (topic.as_str(), error.kind())).collect();
    assert_eq!(hidden, [("hidden", ErrorKind::AuthorizationFailed)]);
}

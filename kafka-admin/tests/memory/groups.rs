//! What answers about groups cost.

use kafka_admin::groups::GroupPartitions;
use kafka_admin::{Batch, ErrorKind};
use kafka_proto::ApiKey;
use kafka_proto::messages::consumer_group_describe::{
    Assignment, ConsumerGroupDescribeResponse, DescribedGroup as ConsumerGroup,
    Member as ConsumerMember, TopicPartitions,
};
use kafka_proto::messages::describe_groups::{
    DescribeGroupsResponse, DescribedGroup, DescribedGroupMember,
};
use kafka_proto::messages::describe_share_group_offsets::{
    DescribeShareGroupOffsetsResponse, DescribeShareGroupOffsetsResponseGroup,
    DescribeShareGroupOffsetsResponsePartition, DescribeShareGroupOffsetsResponseTopic,
};
use kafka_proto::messages::list_groups::{ListGroupsResponse, ListedGroup};
use kafka_proto::messages::list_offsets::{
    ListOffsetsPartitionResponse, ListOffsetsResponse, ListOffsetsTopicResponse,
};
use kafka_proto::messages::offset_fetch::{
    OffsetFetchResponse, OffsetFetchResponseGroup, OffsetFetchResponsePartition,
    OffsetFetchResponsePartitions, OffsetFetchResponseTopic, OffsetFetchResponseTopics,
};
use kafka_proto::messages::share_group_describe::{
    DescribedGroup as ShareGroup, Member as ShareMember, ShareGroupDescribeResponse,
};
use kafka_proto::messages::streams_group_describe::{
    DescribedGroup as StreamsGroup, Member as StreamsMember, StreamsGroupDescribeResponse,
};

use crate::case::{CROWD, Case, SMALL, different, versions};

/// The longest name of a topic that Kafka takes.
const LONGEST: usize = 249;

#[test]
fn list_groups_costs_what_its_groups_cost() {
    let texts = different();
    let named = |name| ListedGroup { group_id: name, ..Default::default() };
    for version in versions(ApiKey::LIST_GROUPS) {
        for groups in [vec![named(""); CROWD], texts.iter().map(|text| named(text)).collect()] {
            let response = ListGroupsResponse { groups: groups.into(), ..Default::default() };
            let case = Case::new("groups in a list", version, &response);
            case.times(SMALL).costs(async |admin| admin.list_groups().await.unwrap());
        }
    }
}

#[test]
fn describe_groups_costs_what_its_members_cost() {
    let group = |members: Vec<DescribedGroupMember<'static>>| DescribedGroup {
        group_id: "mine",
        protocol_type: "consumer",
        members: members.into(),
        ..Default::default()
    };
    let member = DescribedGroupMember::default();
    for version in versions(ApiKey::DESCRIBE_GROUPS) {
        let groups = vec![group(vec![member.clone(); CROWD])].into();
        let response = DescribeGroupsResponse { groups, ..Default::default() };
        let case = Case::new("members of a classic group", version, &response);
        case.times(SMALL).costs(async |admin| admin.describe_groups(&["mine"]).await.unwrap());
    }
}

#[test]
fn describe_consumer_groups_costs_what_its_members_cost() {
    let group = |members: Vec<ConsumerMember<'static>>| ConsumerGroup {
        group_id: "mine",
        members: members.into(),
        ..Default::default()
    };
    let with = |topics: Vec<TopicPartitions<'static>>| ConsumerMember {
        assignment: Assignment { topic_partitions: topics.into(), ..Default::default() },
        ..Default::default()
    };
    let topic = TopicPartitions { partitions: vec![1; CROWD].into(), ..Default::default() };
    let subscribed =
        ConsumerMember { subscribed_topic_names: vec![""; CROWD].into(), ..Default::default() };
    for version in versions(ApiKey::CONSUMER_GROUP_DESCRIBE) {
        for (name, members) in [
            ("members of a consumer group", vec![ConsumerMember::default(); CROWD]),
            ("topics of a member", vec![with(vec![TopicPartitions::default(); CROWD])]),
            ("partitions of a member", vec![with(vec![topic.clone()])]),
            ("subscriptions of a member", vec![subscribed.clone()]),
        ] {
            let groups = vec![group(members)].into();
            let response = ConsumerGroupDescribeResponse { groups, ..Default::default() };
            let case = Case::new(name, version, &response);
            case.times(SMALL).costs(async |admin| admin.describe_groups(&["mine"]).await.unwrap());
        }
    }
}

#[test]
fn describe_share_and_streams_groups_costs_what_their_members_cost() {
    for version in versions(ApiKey::SHARE_GROUP_DESCRIBE) {
        let members = vec![ShareMember::default(); CROWD].into();
        let group = ShareGroup { group_id: "mine", members, ..Default::default() };
        let groups = vec![group].into();
        let response = ShareGroupDescribeResponse { groups, ..Default::default() };
        let case = Case::new("members of a share group", version, &response);
        case.times(SMALL).costs(async |admin| admin.describe_groups(&["mine"]).await.unwrap());
    }
    for version in versions(ApiKey::STREAMS_GROUP_DESCRIBE) {
        let members = vec![StreamsMember::default(); CROWD].into();
        let group = StreamsGroup { group_id: "mine", members, ..Default::default() };
        let groups = vec![group].into();
        let response = StreamsGroupDescribeResponse { groups, ..Default::default() };
        let case = Case::new("members of a streams group", version, &response);
        case.times(SMALL).costs(async |admin| admin.describe_groups(&["mine"]).await.unwrap());
    }
}

/// From v10 on topics have ids, and this client asks with v9 at most.
#[test]
fn list_group_offsets_costs_what_its_partitions_cost() {
    let long = "x".repeat(LONGEST);
    for version in 2..=9 {
        for (name, topic, count) in [
            ("offsets of a topic", "t", CROWD),
            ("offsets of a topic with a long name", long.as_str(), CROWD),
        ] {
            let case = Case::new(name, version, &offsets(version, topic, count));
            let all = [GroupPartitions::all("mine")];
            case.times(SMALL).costs(async |admin| admin.list_group_offsets(&all).await.unwrap());
        }
    }
}

/// It asks several APIs, and its bound is about what all of them answer.
#[test]
fn group_lag_costs_what_its_partitions_cost() {
    let long: &'static str = "x".repeat(LONGEST).leak();
    for (case, topic) in [("lag in a topic", "t"), ("lag in a topic with a long name", long)] {
        let group = DescribedGroup {
            group_id: "mine",
            group_state: "Empty",
            protocol_type: "consumer",
            ..Default::default()
        };
        let described = DescribeGroupsResponse { groups: vec![group].into(), ..Default::default() };
        let partition = |partition_index| ListOffsetsPartitionResponse {
            partition_index,
            offset: 0,
            ..Default::default()
        };
        let partitions = (0..CROWD as i32).map(partition).collect();
        let of = ListOffsetsTopicResponse { name: topic, partitions, ..Default::default() };
        let listed = ListOffsetsResponse { topics: vec![of].into(), ..Default::default() };
        let case = Case::new(case, 6, &offsets(6, topic, CROWD));
        let case = case.and(5, &described).and(7, &listed).led(topic, CROWD);
        case.times(SMALL).costs(async |admin| {
            let lag = admin.group_lag(&["mine"]).await.unwrap().one().unwrap();
            assert!(lag.failed_topics.is_empty(), "{:?}", lag.failed_topics);
            assert_eq!((lag.partitions.len(), lag.known()), (CROWD, 0));
            assert!(lag.partitions.iter().all(|it| it.end.is_some()), "{:?}", lag.partitions[0]);
            lag
        });
    }
}

/// Topics that nobody has are asked about, because a member subscribes to them.
#[test]
fn group_lag_costs_what_its_members_cost() {
    let texts = different();
    let subscribed = ConsumerMember {
        subscribed_topic_names: texts.iter().map(String::as_str).collect(),
        ..Default::default()
    };
    let none = || ListOffsetsResponse::default();
    for (case, members) in [
        ("lag of members", vec![ConsumerMember::default(); CROWD]),
        ("lag of a member that subscribes to much", vec![subscribed]),
    ] {
        let group =
            ConsumerGroup { group_id: "mine", members: members.into(), ..Default::default() };
        let groups = vec![group].into();
        let described = ConsumerGroupDescribeResponse { groups, ..Default::default() };
        let case = Case::new(case, 1, &described).and(6, &offsets(6, "t", 1)).and(7, &none());
        let text = texts.iter().map(String::len).sum();
        let case = case.asked(texts.len(), text);
        case.times(SMALL).costs(async |admin| admin.group_lag(&["mine"]).await.unwrap());
    }
}

fn offsets(version: i16, name: &str, count: usize) -> OffsetFetchResponse<'_> {
    if version < 8 {
        let partition = |partition_index| OffsetFetchResponsePartition {
            partition_index,
            ..Default::default()
        };
        let partitions = (0..count as i32).map(partition).collect();
        let topic = OffsetFetchResponseTopic { name, partitions, ..Default::default() };
        return OffsetFetchResponse { topics: vec![topic].into(), ..Default::default() };
    }
    let partition =
        |partition_index| OffsetFetchResponsePartitions { partition_index, ..Default::default() };
    let partitions = (0..count as i32).map(partition).collect();
    let topic = OffsetFetchResponseTopics { name, partitions, ..Default::default() };
    let topics = vec![topic].into();
    let group = OffsetFetchResponseGroup { group_id: "mine", topics, ..Default::default() };
    OffsetFetchResponse { groups: vec![group].into(), ..Default::default() }
}

#[test]
fn list_share_group_offsets_costs_what_its_partitions_cost() {
    let long = "x".repeat(LONGEST);
    for version in versions(ApiKey::DESCRIBE_SHARE_GROUP_OFFSETS) {
        for topic_name in ["t", long.as_str()] {
            let response = share_offsets(topic_name);
            let case = Case::new("offsets of a share group", version, &response);
            let all = [GroupPartitions::all("mine")];
            case.times(SMALL)
                .costs(async |admin| admin.list_share_group_offsets(&all).await.unwrap());
        }
    }
}

/// A name that Kafka has no topic of, which each of many partitions would repeat: 446,020 bytes were held as
/// 782 MB.
#[test]
fn a_topic_with_an_endless_name_is_refused() {
    let long = "x".repeat(30_000);
    for version in [2, 7, 8, 9] {
        let case = Case::new("offsets, an endless name", version, &offsets(version, &long, CROWD));
        let all = [GroupPartitions::all("mine")];
        case.costs(async |admin| {
            let error = admin.list_group_offsets(&all).await.and_then(Batch::one).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::PeerMisbehaved, "{error}");
        });
    }
    for version in versions(ApiKey::DESCRIBE_SHARE_GROUP_OFFSETS) {
        let response = share_offsets(&long);
        let case = Case::new("share offsets, an endless name", version, &response);
        let all = [GroupPartitions::all("mine")];
        case.costs(async |admin| {
            let offsets = admin.list_share_group_offsets(&all).await;
            let error = offsets.and_then(Batch::one).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::PeerMisbehaved, "{error}");
        });
    }
}

fn share_offsets(topic_name: &str) -> DescribeShareGroupOffsetsResponse<'_> {
    let partition = |partition_index| DescribeShareGroupOffsetsResponsePartition {
        partition_index,
        ..Default::default()
    };
    let partitions = (0..CROWD as i32).map(partition).collect();
    let topic =
        DescribeShareGroupOffsetsResponseTopic { topic_name, partitions, ..Default::default() };
    let group = DescribeShareGroupOffsetsResponseGroup {
        group_id: "mine",
        topics: vec![topic].into(),
        ..Default::default()
    };
    DescribeShareGroupOffsetsResponse { groups: vec![group].into(), ..Default::default() }
}

//! Groups and coordinators.

use kafka_proto::CoordinatorType;
use kafka_proto::messages as m;

use super::*;

pub(super) const NEEDS: &[Need] = &[
    Need {
        api: ApiKey::DESCRIBE_GROUPS,
        ask: describe_groups,
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, DESCRIBE)],
    },
    Need {
        api: ApiKey::CONSUMER_GROUP_HEARTBEAT,
        ask: |cluster| consumer_group_heartbeat(cluster, None),
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, &[Op::ALL, Op::READ])],
    },
    Need {
        api: ApiKey::CONSUMER_GROUP_HEARTBEAT,
        ask: |cluster| consumer_group_heartbeat(cluster, Some((On::GROUP, Op::READ))),
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, DESCRIBE)],
    },
    Need {
        api: ApiKey::CONSUMER_GROUP_DESCRIBE,
        ask: consumer_group_describe,
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, DESCRIBE)],
    },
    Need {
        api: ApiKey::JOIN_GROUP,
        ask: |cluster| {
            let request = m::JoinGroupRequest { group_id: NAME, ..Default::default() };
            let frame = ask(cluster, &user(), 9, &request).unwrap();
            read::<m::JoinGroupRequest<'_>>(&frame, 9).error_code
        },
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, &[Op::ALL, Op::READ])],
    },
    Need {
        api: ApiKey::HEARTBEAT,
        ask: |cluster| {
            let request = m::HeartbeatRequest { group_id: NAME, ..Default::default() };
            let frame = ask(cluster, &user(), 4, &request).unwrap();
            read::<m::HeartbeatRequest<'_>>(&frame, 4).error_code
        },
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, &[Op::ALL, Op::READ])],
    },
    Need {
        api: ApiKey::LEAVE_GROUP,
        ask: |cluster| {
            let request = m::LeaveGroupRequest { group_id: NAME, ..Default::default() };
            let frame = ask(cluster, &user(), 5, &request).unwrap();
            read::<m::LeaveGroupRequest<'_>>(&frame, 5).error_code
        },
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, &[Op::ALL, Op::READ])],
    },
    Need {
        api: ApiKey::SYNC_GROUP,
        ask: |cluster| {
            let request = m::SyncGroupRequest { group_id: NAME, ..Default::default() };
            let frame = ask(cluster, &user(), 4, &request).unwrap();
            read::<m::SyncGroupRequest<'_>>(&frame, 4).error_code
        },
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, &[Op::ALL, Op::READ])],
    },
    Need {
        api: ApiKey::OFFSET_COMMIT,
        ask: |cluster| offset_commit(cluster, Some((On::TOPIC, Op::READ))),
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, &[Op::ALL, Op::READ])],
    },
    Need {
        api: ApiKey::OFFSET_COMMIT,
        ask: |cluster| offset_commit(cluster, Some((On::GROUP, Op::READ))),
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, &[Op::ALL, Op::READ])],
    },
    Need {
        api: ApiKey::OFFSET_FETCH,
        ask: |cluster| offset_fetch(cluster, None),
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, DESCRIBE)],
    },
    Need {
        api: ApiKey::OFFSET_FETCH,
        ask: |cluster| offset_fetch(cluster, Some((On::GROUP, Op::DESCRIBE))),
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, DESCRIBE)],
    },
    Need {
        api: ApiKey::DELETE_GROUPS,
        ask: delete_groups,
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, &[Op::ALL, Op::DELETE])],
    },
    Need {
        api: ApiKey::OFFSET_DELETE,
        ask: |cluster| offset_delete(cluster, None),
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, &[Op::ALL, Op::DELETE])],
    },
    Need {
        api: ApiKey::OFFSET_DELETE,
        ask: |cluster| offset_delete(cluster, Some((On::GROUP, Op::DELETE))),
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, &[Op::ALL, Op::READ])],
    },
    Need {
        api: ApiKey::SHARE_GROUP_HEARTBEAT,
        ask: |cluster| share_group_heartbeat(cluster, None),
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, &[Op::ALL, Op::READ])],
    },
    Need {
        api: ApiKey::SHARE_GROUP_HEARTBEAT,
        ask: |cluster| share_group_heartbeat(cluster, Some((On::GROUP, Op::READ))),
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, DESCRIBE)],
    },
    Need {
        api: ApiKey::SHARE_GROUP_DESCRIBE,
        ask: share_group_describe,
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, DESCRIBE)],
    },
    Need {
        api: ApiKey::STREAMS_GROUP_HEARTBEAT,
        ask: |cluster| streams_group_heartbeat(cluster, None),
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, &[Op::ALL, Op::READ])],
    },
    Need {
        api: ApiKey::STREAMS_GROUP_HEARTBEAT,
        ask: |cluster| streams_group_heartbeat(cluster, Some((On::GROUP, Op::READ))),
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, DESCRIBE)],
    },
    Need {
        api: ApiKey::STREAMS_GROUP_DESCRIBE,
        ask: streams_group_describe,
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, DESCRIBE)],
    },
    Need {
        api: ApiKey::DESCRIBE_SHARE_GROUP_OFFSETS,
        ask: |cluster| describe_share_group_offsets(cluster, None),
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, DESCRIBE)],
    },
    Need {
        api: ApiKey::DESCRIBE_SHARE_GROUP_OFFSETS,
        ask: |cluster| describe_share_group_offsets(cluster, Some((On::GROUP, Op::DESCRIBE))),
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, DESCRIBE)],
    },
    Need {
        api: ApiKey::ALTER_SHARE_GROUP_OFFSETS,
        ask: |cluster| alter_share_group_offsets(cluster, None),
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, &[Op::ALL, Op::READ])],
    },
    Need {
        api: ApiKey::ALTER_SHARE_GROUP_OFFSETS,
        ask: |cluster| alter_share_group_offsets(cluster, Some((On::GROUP, Op::READ))),
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, &[Op::ALL, Op::READ])],
    },
    Need {
        api: ApiKey::DELETE_SHARE_GROUP_OFFSETS,
        ask: |cluster| delete_share_group_offsets(cluster, None),
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, &[Op::ALL, Op::DELETE])],
    },
    Need {
        api: ApiKey::DELETE_SHARE_GROUP_OFFSETS,
        ask: |cluster| delete_share_group_offsets(cluster, Some((On::GROUP, Op::DELETE))),
        refusal: ErrorCode::TOPIC_AUTHORIZATION_FAILED,
        enough: &[(On::TOPIC, &[Op::ALL, Op::READ])],
    },
    Need {
        api: ApiKey::FIND_COORDINATOR,
        ask: |cluster| find_coordinator(cluster, CoordinatorType::GROUP, NAME),
        refusal: ErrorCode::GROUP_AUTHORIZATION_FAILED,
        enough: &[(On::GROUP, DESCRIBE)],
    },
    Need {
        api: ApiKey::FIND_COORDINATOR,
        ask: |cluster| find_coordinator(cluster, CoordinatorType::TRANSACTION, NAME),
        refusal: ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
        enough: &[(On::TRANSACTIONAL_ID, DESCRIBE)],
    },
    Need {
        api: ApiKey::FIND_COORDINATOR,
        ask: |cluster| {
            find_coordinator(cluster, CoordinatorType::SHARE, "g:nas3fCkEQJKoEK4uLXJTbw:0")
        },
        refusal: ErrorCode::CLUSTER_AUTHORIZATION_FAILED,
        enough: &[(On::CLUSTER, &[Op::ALL, Op::CLUSTER_ACTION])],
    },
];

fn describe_groups(cluster: &Cluster) -> ErrorCode {
    let names = [NAME];
    let request = m::DescribeGroupsRequest { groups: (&names).into(), ..Default::default() };
    let frame = ask(cluster, &user(), 5, &request).unwrap();
    read::<m::DescribeGroupsRequest<'_>>(&frame, 5).groups.iter().next().unwrap().error_code
}

fn find_coordinator(cluster: &Cluster, key_type: CoordinatorType, key: &str) -> ErrorCode {
    let keys = [key];
    let coordinator_keys = (&keys).into();
    let request = m::FindCoordinatorRequest { key_type, coordinator_keys, ..Default::default() };
    let frame = ask(cluster, &user(), 6, &request).unwrap();
    read::<m::FindCoordinatorRequest<'_>>(&frame, 6).coordinators.iter().next().unwrap().error_code
}

/// As the user would without being asked for another right.
fn with(cluster: &Cluster, right: Option<(On, Op)>) -> &Cluster {
    if let Some((on, operation)) = right {
        grant(cluster, operation, on, NAME);
    }
    cluster
}

fn offset_commit(cluster: &Cluster, right: Option<(On, Op)>) -> ErrorCode {
    let partition = m::offset_commit::OffsetCommitRequestPartition::default();
    let topic = m::offset_commit::OffsetCommitRequestTopic {
        name: NAME,
        partitions: vec![partition].into(),
        ..Default::default()
    };
    let topics = vec![topic].into();
    let request = m::OffsetCommitRequest { group_id: NAME, topics, ..Default::default() };
    let frame = ask(with(cluster, right), &user(), 9, &request).unwrap();
    let topic = read::<m::OffsetCommitRequest<'_>>(&frame, 9).topics.iter().next().unwrap();
    topic.partitions.iter().next().unwrap().error_code
}

fn offset_fetch(cluster: &Cluster, right: Option<(On, Op)>) -> ErrorCode {
    let topic = m::offset_fetch::OffsetFetchRequestTopics {
        name: NAME,
        partition_indexes: vec![0].into(),
        ..Default::default()
    };
    let topics = Some(vec![topic].into());
    let group =
        m::offset_fetch::OffsetFetchRequestGroup { group_id: NAME, topics, ..Default::default() };
    let request = m::OffsetFetchRequest { groups: vec![group].into(), ..Default::default() };
    let frame = ask(with(cluster, right), &user(), 9, &request).unwrap();
    let group = read::<m::OffsetFetchRequest<'_>>(&frame, 9).groups.iter().next().unwrap();
    let topic = group.topics.iter().next();
    let partition = topic.and_then(|topic| topic.partitions.iter().next());
    partition.map_or(group.error_code, |partition| partition.error_code)
}

fn offset_delete(cluster: &Cluster, right: Option<(On, Op)>) -> ErrorCode {
    cluster
        .state
        .groups
        .change(|groups| groups.make(NAME, tokio::time::Instant::now(), |_| ()).unwrap());
    let partition = m::offset_delete::OffsetDeleteRequestPartition::default();
    let topic = m::offset_delete::OffsetDeleteRequestTopic {
        name: NAME,
        partitions: vec![partition].into(),
        ..Default::default()
    };
    let topics = vec![topic].into();
    let request = m::OffsetDeleteRequest { group_id: NAME, topics, ..Default::default() };
    let frame = ask(with(cluster, right), &user(), 0, &request).unwrap();
    let response = read::<m::OffsetDeleteRequest<'_>>(&frame, 0);
    let topic = response.topics.iter().next();
    let partition = topic.and_then(|topic| topic.partitions.iter().next());
    partition.map_or(response.error_code, |partition| partition.error_code)
}

fn delete_groups(cluster: &Cluster) -> ErrorCode {
    let groups_names = [NAME];
    let groups_names = (&groups_names).into();
    let request = m::DeleteGroupsRequest { groups_names, ..Default::default() };
    let frame = ask(cluster, &user(), 2, &request).unwrap();
    read::<m::DeleteGroupsRequest<'_>>(&frame, 2).results.iter().next().unwrap().error_code
}

fn consumer_group_heartbeat(cluster: &Cluster, right: Option<(On, Op)>) -> ErrorCode {
    let names = [NAME];
    let request = m::ConsumerGroupHeartbeatRequest {
        group_id: NAME,
        member_id: "member",
        rebalance_timeout_ms: 1000,
        subscribed_topic_names: Some((&names).into()),
        topic_partitions: Some(vec![].into()),
        ..Default::default()
    };
    let frame = ask(with(cluster, right), &user(), 1, &request).unwrap();
    read::<m::ConsumerGroupHeartbeatRequest<'_>>(&frame, 1).error_code
}

fn consumer_group_describe(cluster: &Cluster) -> ErrorCode {
    let group_ids = [NAME];
    let group_ids = (&group_ids).into();
    let request = m::ConsumerGroupDescribeRequest { group_ids, ..Default::default() };
    let frame = ask(cluster, &user(), 1, &request).unwrap();
    read::<m::ConsumerGroupDescribeRequest<'_>>(&frame, 1).groups.iter().next().unwrap().error_code
}

fn share_group_heartbeat(cluster: &Cluster, right: Option<(On, Op)>) -> ErrorCode {
    let names = [NAME];
    let request = m::ShareGroupHeartbeatRequest {
        group_id: NAME,
        member_id: "member",
        subscribed_topic_names: Some((&names).into()),
        ..Default::default()
    };
    let frame = ask(with(cluster, right), &user(), 1, &request).unwrap();
    read::<m::ShareGroupHeartbeatRequest<'_>>(&frame, 1).error_code
}

fn share_group_describe(cluster: &Cluster) -> ErrorCode {
    let group_ids = [NAME];
    let group_ids = (&group_ids).into();
    let request = m::ShareGroupDescribeRequest { group_ids, ..Default::default() };
    let frame = ask(cluster, &user(), 1, &request).unwrap();
    read::<m::ShareGroupDescribeRequest<'_>>(&frame, 1).groups.iter().next().unwrap().error_code
}

fn streams_group_heartbeat(cluster: &Cluster, right: Option<(On, Op)>) -> ErrorCode {
    use m::streams_group_heartbeat as of;
    let part = of::Subtopology {
        subtopology_id: "0",
        source_topics: vec![NAME].into(),
        ..Default::default()
    };
    let topology = of::Topology { subtopologies: vec![part].into(), ..Default::default() };
    let request = m::StreamsGroupHeartbeatRequest {
        group_id: NAME,
        member_id: "member",
        rebalance_timeout_ms: 1000,
        topology: Some(topology),
        active_tasks: Some(vec![].into()),
        standby_tasks: Some(vec![].into()),
        warmup_tasks: Some(vec![].into()),
        ..Default::default()
    };
    let frame = ask(with(cluster, right), &user(), 1, &request).unwrap();
    read::<m::StreamsGroupHeartbeatRequest<'_>>(&frame, 1).error_code
}

fn streams_group_describe(cluster: &Cluster) -> ErrorCode {
    let group_ids = [NAME];
    let group_ids = (&group_ids).into();
    let request = m::StreamsGroupDescribeRequest { group_ids, ..Default::default() };
    let frame = ask(cluster, &user(), 1, &request).unwrap();
    read::<m::StreamsGroupDescribeRequest<'_>>(&frame, 1).groups.iter().next().unwrap().error_code
}

fn describe_share_group_offsets(cluster: &Cluster, right: Option<(On, Op)>) -> ErrorCode {
    use m::describe_share_group_offsets as of;
    let topic = of::DescribeShareGroupOffsetsRequestTopic {
        topic_name: NAME,
        partitions: vec![0].into(),
        ..Default::default()
    };
    let group = of::DescribeShareGroupOffsetsRequestGroup {
        group_id: NAME,
        topics: Some(vec![topic].into()),
        ..Default::default()
    };
    let groups = vec![group].into();
    let request = m::DescribeShareGroupOffsetsRequest { groups, ..Default::default() };
    let frame = ask(with(cluster, right), &user(), 1, &request).unwrap();
    let response = read::<m::DescribeShareGroupOffsetsRequest<'_>>(&frame, 1);
    let group = response.groups.iter().next().unwrap();
    let topic = group.topics.iter().next();
    let partition = topic.and_then(|topic| topic.partitions.iter().next());
    partition.map_or(group.error_code, |partition| partition.error_code)
}

fn alter_share_group_offsets(cluster: &Cluster, right: Option<(On, Op)>) -> ErrorCode {
    use m::alter_share_group_offsets as of;
    let topic = of::AlterShareGroupOffsetsRequestTopic {
        topic_name: NAME,
        partitions: vec![of::AlterShareGroupOffsetsRequestPartition::default()].into(),
        ..Default::default()
    };
    let topics = vec![topic].into();
    let request = m::AlterShareGroupOffsetsRequest { group_id: NAME, topics, ..Default::default() };
    let frame = ask(with(cluster, right), &user(), 0, &request).unwrap();
    let response = read::<m::AlterShareGroupOffsetsRequest<'_>>(&frame, 0);
    let topic = response.responses.iter().next();
    let partition = topic.and_then(|topic| topic.partitions.iter().next());
    partition.map_or(response.error_code, |partition| partition.error_code)
}

fn delete_share_group_offsets(cluster: &Cluster, right: Option<(On, Op)>) -> ErrorCode {
    use crate::state::groups::{Members, Share};
    cluster.state.groups.change(|groups| {
        let become_one = |group: &mut crate::state::groups::Group| {
            group.members = Members::Share(Share::default());
        };
        groups.make(NAME, tokio::time::Instant::now(), become_one).unwrap();
    });
    let topic = m::delete_share_group_offsets::DeleteShareGroupOffsetsRequestTopic {
        topic_name: NAME,
        ..Default::default()
    };
    let topics = vec![topic].into();
    let request =
        m::DeleteShareGroupOffsetsRequest { group_id: NAME, topics, ..Default::default() };
    let frame = ask(with(cluster, right), &user(), 0, &request).unwrap();
    let response = read::<m::DeleteShareGroupOffsetsRequest<'_>>(&frame, 0);
    response.responses.iter().next().map_or(response.error_code, |topic| topic.error_code)
}

//! Groups at brokers of many releases, and at brokers that answer oddly.

use std::sync::{Arc, Mutex};

use kafka_admin::groups::{
    CommittedOffset, GroupFilter, GroupMemberId, GroupPartitions, GroupState, GroupType,
};
use kafka_admin::topics::TopicPartition;
use kafka_admin::{Admin, Batch, ErrorKind, Outcome};
use kafka_proto::messages::consumer_group_describe::{
    self as consumer, ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse,
};
use kafka_proto::messages::describe_groups::{
    DescribeGroupsRequest, DescribeGroupsResponse, DescribedGroup,
};
use kafka_proto::messages::find_coordinator::{
    Coordinator, FindCoordinatorRequest, FindCoordinatorResponse,
};
use kafka_proto::messages::offset_commit::{
    OffsetCommitResponse, OffsetCommitResponsePartition, OffsetCommitResponseTopic,
};
use kafka_proto::messages::offset_fetch::{
    OffsetFetchRequest, OffsetFetchResponse, OffsetFetchResponseGroup,
    OffsetFetchResponsePartition, OffsetFetchResponsePartitions, OffsetFetchResponseTopic,
    OffsetFetchResponseTopics,
};
use kafka_proto::{ApiKey, ErrorCode};

use crate::support::{Asked, Do, all_apis, broker, connected, offer};

const NONE: ErrorCode = ErrorCode::NONE;

/// A broker that has these APIs up to that version, -1 for not at all, and coordinates every group.
async fn with_newest(
    newest: &'static [(ApiKey, i16)],
    mut act: impl FnMut(&Asked) -> Do + Send + 'static,
) -> Admin {
    let mut apis = all_apis();
    apis.retain(|(key, ..)| !newest.contains(&(*key, -1)));
    for (key, _, max) in &mut apis {
        *max = newest.iter().find(|(api, _)| api == key).map_or(*max, |(_, newest)| *newest);
    }
    let address = broker(move |asked| match asked.api {
        ApiKey::API_VERSIONS => asked.answer(&offer(&apis)),
        ApiKey::FIND_COORDINATOR => {
            let request: FindCoordinatorRequest<'_> = asked.read();
            let found = |key| Coordinator { key, node_id: 1, ..Coordinator::default() };
            let coordinators = request.coordinator_keys.iter().map(found).collect();
            asked.answer(&FindCoordinatorResponse { coordinators, ..Default::default() })
        }
        ApiKey::METADATA => asked.ordinary(),
        _ => act(&asked),
    })
    .await;
    connected(address).await.unwrap()
}

fn of(partition: i32) -> TopicPartition {
    TopicPartition::new("t", partition)
}

/// Partition, offset, code.
type Stored = (i32, i64, ErrorCode);

/// An answer to OffsetFetch about every group that it asks about.
fn stored(asked: &Asked, stored: &[Stored]) -> Do {
    let request: OffsetFetchRequest<'_> = asked.read();
    if asked.version < 8 {
        let partitions = stored.iter().map(|(index, offset, code)| OffsetFetchResponsePartition {
            partition_index: *index,
            committed_offset: *offset,
            error_code: *code,
            metadata: Some(""),
            ..Default::default()
        });
        let topic = OffsetFetchResponseTopic {
            name: "t",
            partitions: partitions.collect(),
            ..Default::default()
        };
        let response = OffsetFetchResponse { topics: vec![topic].into(), ..Default::default() };
        return asked.answer(&response);
    }
    let groups = request.groups.iter().map(|group| {
        let partitions = stored.iter().map(|(index, offset, code)| OffsetFetchResponsePartitions {
            partition_index: *index,
            committed_offset: *offset,
            error_code: *code,
            metadata: Some(""),
            ..Default::default()
        });
        let topic = OffsetFetchResponseTopics {
            name: "t",
            partitions: partitions.collect(),
            ..Default::default()
        };
        OffsetFetchResponseGroup {
            group_id: group.group_id,
            topics: vec![topic].into(),
            ..Default::default()
        }
    });
    asked.answer(&OffsetFetchResponse { groups: groups.collect(), ..Default::default() })
}

/// KIP-709: several groups in one request from v8 on, and one request for each before.
#[tokio::test]
async fn kip_709_groups_are_asked_about_together_where_that_is_possible() {
    const NEWEST: [&[(ApiKey, i16)]; 3] =
        [&[(ApiKey::OFFSET_FETCH, 2)], &[(ApiKey::OFFSET_FETCH, 7)], &[(ApiKey::OFFSET_FETCH, 10)]];
    for (newest, version, expected) in [(NEWEST[0], 2, 2), (NEWEST[1], 7, 2), (NEWEST[2], 9, 1)] {
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = requests.clone();
        let admin = with_newest(newest, move |asked| {
            seen.lock().unwrap().push(asked.version);
            stored(asked, &[(0, 7, NONE)])
        })
        .await;
        let groups = ["a", "b"].map(GroupPartitions::all);
        for (_, result) in admin.list_group_offsets(&groups).await.unwrap() {
            let offsets = result.unwrap();
            let offset = offsets.get(&of(0)).unwrap().as_ref().unwrap();
            assert_eq!(offset.as_ref().unwrap().offset, 7, "v{version}");
        }
        assert_eq!(*requests.lock().unwrap(), vec![version; expected]);
    }
}

/// Java's client drops such partitions.
#[tokio::test]
async fn a_partition_with_an_error_is_kept() {
    for newest in [&[(ApiKey::OFFSET_FETCH, 7)], &[(ApiKey::OFFSET_FETCH, 9)]] {
        let denied = ErrorCode::TOPIC_AUTHORIZATION_FAILED;
        let admin = with_newest(newest, move |asked| {
            stored(asked, &[(0, 7, NONE), (1, -1, denied), (2, -1, NONE)])
        })
        .await;
        let group = [GroupPartitions::all("g")];
        let offsets = admin.list_group_offsets(&group).await.and_then(Batch::one).unwrap();
        let codes: Vec<_> =
            offsets.iter().map(|(_, it)| it.as_ref().map_err(|it| it.code())).collect();
        let seven = Some(CommittedOffset::new(7).leader_epoch(0));
        let old = Some(CommittedOffset::new(7));
        assert!(codes[0] == Ok(&seven) || codes[0] == Ok(&old), "{codes:?}");
        assert_eq!(codes[1..], [Err(Some(denied)), Ok(&None)]);
    }
}

/// Before v2 there is no other place for it.
#[tokio::test]
async fn a_coordinator_that_moved_may_say_so_in_each_partition() {
    let mut calls = 0;
    let admin = with_newest(&[(ApiKey::OFFSET_FETCH, 1)], move |asked| {
        calls += 1;
        let code = if calls == 1 { ErrorCode::NOT_COORDINATOR } else { NONE };
        stored(asked, &[(0, 7, code)])
    })
    .await;
    let group = [GroupPartitions::of("g", [of(0)])];
    let offsets = admin.list_group_offsets(&group).await.and_then(Batch::one).unwrap();
    assert_eq!(offsets.all().unwrap()[0].as_ref().unwrap().offset, 7);

    let all = [GroupPartitions::all("g")];
    let error = admin.list_group_offsets(&all).await.unwrap().one().unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::UnsupportedVersion, Outcome::NotSent));
}

#[tokio::test]
async fn f31_partitions_that_are_missing_or_told_twice() {
    let admin = with_newest(&[], |asked| {
        stored(asked, &[(0, 7, NONE), (1, 8, NONE), (1, 9, NONE), (5, 1, NONE)])
    })
    .await;
    let group = [GroupPartitions::of("g", [of(0), of(1), of(2)])];
    let offsets = admin.list_group_offsets(&group).await.and_then(Batch::one).unwrap();
    let kinds: Vec<_> =
        offsets.iter().map(|(_, it)| it.as_ref().err().map(|it| it.kind())).collect();
    let mismatch = Some(ErrorKind::ResponseMismatch);
    assert_eq!(kinds, [None, mismatch, mismatch]);
}

/// A group in the answer to DescribeGroups.
fn classic<'a>(
    group_id: &'a str,
    group_state: &'a str,
    error_code: ErrorCode,
) -> DescribedGroup<'a> {
    DescribedGroup { group_id, group_state, error_code, ..Default::default() }
}

#[tokio::test]
async fn only_groups_that_were_not_found_are_looked_for_among_other_types() {
    let requests = Arc::new(Mutex::new(Vec::new()));
    let seen = requests.clone();
    let admin = with_newest(&[], move |asked| {
        let not_found = ErrorCode::GROUP_ID_NOT_FOUND;
        match asked.api {
            ApiKey::CONSUMER_GROUP_DESCRIBE => {
                let request: ConsumerGroupDescribeRequest<'_> = asked.read();
                let groups = request.group_ids.iter().map(|group_id| consumer::DescribedGroup {
                    group_id,
                    group_state: "Stable",
                    error_code: if group_id == "new" { NONE } else { not_found },
                    ..Default::default()
                });
                seen.lock().unwrap().push((asked.api, request.group_ids.len()));
                let groups = groups.collect();
                asked.answer(&ConsumerGroupDescribeResponse { groups, ..Default::default() })
            }
            ApiKey::DESCRIBE_GROUPS => {
                let request: DescribeGroupsRequest<'_> = asked.read();
                let groups = request.groups.iter().map(|id| classic(id, "Empty", NONE));
                seen.lock().unwrap().push((asked.api, request.groups.len()));
                let groups = groups.collect();
                asked.answer(&DescribeGroupsResponse { groups, ..Default::default() })
            }
            other => panic!("unexpected {other}"),
        }
    })
    .await;
    let groups = admin.describe_groups(&["old", "new"]).await.unwrap().all().unwrap();
    let told: Vec<_> =
        groups.iter().map(|it| (&it.group_type, &it.state, it.coordinator)).collect();
    let (old, new) =
        ((&GroupType::Classic, &GroupState::Empty), (&GroupType::Consumer, &GroupState::Stable));
    assert_eq!(told, [(old.0, old.1, Some(1)), (new.0, new.1, Some(1))]);
    let expected = [(ApiKey::CONSUMER_GROUP_DESCRIBE, 2), (ApiKey::DESCRIBE_GROUPS, 1)];
    assert_eq!(*requests.lock().unwrap(), expected);
}

/// KIP-1043: before v6 a group that is not there is Dead, and has no error.
#[tokio::test]
async fn kip_1043_a_dead_group_is_not_found() {
    const OLD: &[(ApiKey, i16)] = &[
        (ApiKey::CONSUMER_GROUP_DESCRIBE, -1),
        (ApiKey::SHARE_GROUP_DESCRIBE, -1),
        (ApiKey::STREAMS_GROUP_DESCRIBE, -1),
        (ApiKey::DESCRIBE_GROUPS, 2),
    ];
    let admin = with_newest(OLD, |asked| {
        let request: DescribeGroupsRequest<'_> = asked.read();
        let state = |id| if id == "absent" { "Dead" } else { "Stable" };
        let groups = request.groups.iter().map(|id| classic(id, state(id), NONE)).collect();
        asked.answer(&DescribeGroupsResponse { groups, ..Default::default() })
    })
    .await;
    let batch = admin.describe_groups(&["absent", "g"]).await.unwrap();
    let error = batch.get("absent").unwrap().as_ref().unwrap_err();
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::NotFound, Some(ErrorCode::GROUP_ID_NOT_FOUND))
    );
    let group = batch.get("g").unwrap().as_ref().unwrap();
    assert_eq!((&group.state, group.authorized_operations), (&GroupState::Stable, None));
}

#[tokio::test]
async fn what_an_old_broker_cannot_do_is_not_sent() {
    const OLD: &[(ApiKey, i16)] = &[(ApiKey::LEAVE_GROUP, 2), (ApiKey::LIST_GROUPS, 3)];
    let admin = with_newest(OLD, |asked| match asked.api {
        ApiKey::DESCRIBE_CLUSTER => {
            let node = kafka_proto::messages::describe_cluster::DescribeClusterBroker {
                broker_id: 1,
                host: "127.0.0.1",
                port: asked.address.port().into(),
                ..Default::default()
            };
            asked.answer(&kafka_proto::messages::DescribeClusterResponse {
                brokers: vec![node].into(),
                ..Default::default()
            })
        }
        other => panic!("unexpected {other}"),
    })
    .await;
    let members = [GroupMemberId::Member("m".into()), GroupMemberId::Instance("i".into())];
    let batch = admin.remove_group_members("g", &members).await.unwrap();
    let filter = GroupFilter::default().states([GroupState::Empty]);
    let listed = admin.list_matching_groups(&filter).await.unwrap();
    let errors = batch.failures().map(|(_, it)| it).chain(listed.failures().map(|(_, it)| it));
    let told: Vec<_> = errors.map(|it| (it.kind(), it.outcome())).collect();
    assert_eq!(told, [(ErrorKind::UnsupportedVersion, Outcome::NotSent); 3]);
}

/// What was refused because the coordinator moves is sent again; what was stored is not.
#[tokio::test]
async fn only_offsets_that_were_not_stored_are_sent_again() {
    let requests = Arc::new(Mutex::new(Vec::new()));
    let seen = requests.clone();
    let admin = with_newest(&[], move |asked| {
        let request: kafka_proto::messages::OffsetCommitRequest<'_> = asked.read();
        let topic = request.topics.iter().next().unwrap();
        let indexes: Vec<i32> = topic.partitions.iter().map(|it| it.partition_index).collect();
        let is_first = seen.lock().unwrap().is_empty();
        let code = |index| match index {
            0 => NONE,
            1 if is_first => ErrorCode::COORDINATOR_LOAD_IN_PROGRESS,
            1 => NONE,
            _ => ErrorCode::UNKNOWN_MEMBER_ID,
        };
        let partitions = indexes.iter().map(|index| OffsetCommitResponsePartition {
            partition_index: *index,
            error_code: code(*index),
            ..Default::default()
        });
        let topic = OffsetCommitResponseTopic {
            name: "t",
            partitions: partitions.collect(),
            ..Default::default()
        };
        seen.lock().unwrap().push(indexes);
        asked.answer(&OffsetCommitResponse { topics: vec![topic].into(), ..Default::default() })
    })
    .await;
    let news = [0, 1, 2].map(|index| (of(index), CommittedOffset::new(5)));
    let batch = admin.alter_group_offsets("g", &news).await.unwrap();
    let codes: Vec<_> = batch.iter().map(|(_, it)| it.as_ref().map_err(|it| it.code())).collect();
    assert_eq!(codes, [Ok(&()), Ok(&()), Err(Some(ErrorCode::UNKNOWN_MEMBER_ID))]);
    assert_eq!(*requests.lock().unwrap(), [vec![0, 1, 2], vec![1]]);
}

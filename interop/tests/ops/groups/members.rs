//! Members of groups, made by raw requests.

use std::time::Duration;

use kafka_admin::groups::GroupPartitions;
use kafka_proto::messages::consumer_group_heartbeat::ConsumerGroupHeartbeatRequest;
use kafka_proto::messages::join_group::{JoinGroupRequest, JoinGroupRequestProtocol};
use kafka_proto::messages::share_group_heartbeat::ShareGroupHeartbeatRequest;
use kafka_proto::messages::streams_group_heartbeat::{
    StreamsGroupHeartbeatRequest, Subtopology, Topology,
};
use kafka_proto::messages::sync_group::{SyncGroupRequest, SyncGroupRequestAssignment};
use kafka_proto::{ApiKey, ErrorCode};

use crate::peer::Peer;

/// How long members are kept that are not heard of.
const SESSION_MS: i32 = 45_000;

/// A classic consumer that has both partitions of the topic: its id.
pub(crate) async fn classic(
    peer: &Peer,
    group: &str,
    topic: &str,
    instance: Option<&str>,
) -> String {
    be_coordinated(peer, group).await;
    let subscription = subscription(topic);
    let join = |member_id: String| {
        let subscription = subscription.clone();
        async move {
            let protocol = JoinGroupRequestProtocol {
                name: "range",
                metadata: subscription.as_slice().into(),
                ..JoinGroupRequestProtocol::default()
            };
            let request = JoinGroupRequest {
                group_id: group,
                session_timeout_ms: SESSION_MS,
                rebalance_timeout_ms: SESSION_MS,
                member_id: &member_id,
                group_instance_id: instance,
                protocol_type: "consumer",
                protocols: vec![protocol].into(),
                ..JoinGroupRequest::default()
            };
            let answer = peer.ask(5, &request).await;
            let joined = answer.response();
            (joined.error_code, joined.member_id.to_owned(), joined.generation_id)
        }
    };
    let mut joined = join(String::new()).await;
    if joined.0 == ErrorCode::MEMBER_ID_REQUIRED {
        joined = join(joined.1).await;
    }
    let (code, member_id, generation_id) = joined;
    assert_eq!(code, ErrorCode::NONE);
    let assignment = assignment(topic);
    let assignment = SyncGroupRequestAssignment {
        member_id: &member_id,
        assignment: assignment.as_slice().into(),
        ..SyncGroupRequestAssignment::default()
    };
    let request = SyncGroupRequest {
        group_id: group,
        generation_id,
        member_id: &member_id,
        group_instance_id: instance,
        assignments: vec![assignment].into(),
        ..SyncGroupRequest::default()
    };
    assert_eq!(peer.ask(3, &request).await.response().error_code, ErrorCode::NONE);
    member_id
}

/// A consumer of KIP-848 that has what the broker gives to it: its id, or `None` where brokers do not take
/// part in KIP-848.
pub(crate) async fn consumer(peer: &Peer, group: &str, topic: &str) -> Option<String> {
    let topics = vec![topic].into();
    let by_name = ConsumerGroupHeartbeatRequest {
        subscribed_topic_names: Some(topics),
        ..ConsumerGroupHeartbeatRequest::default()
    };
    consuming(peer, group, 0, "", by_name).await
}

/// The same by a regular expression, which brokers know since version 1.
pub(crate) async fn matching(peer: &Peer, group: &str, regex: &str) -> Option<String> {
    let newest = peer.newest(ApiKey::CONSUMER_GROUP_HEARTBEAT).await;
    newest.filter(|newest| *newest >= 1)?;
    let by_regex = ConsumerGroupHeartbeatRequest {
        subscribed_topic_regex: Some(regex),
        ..ConsumerGroupHeartbeatRequest::default()
    };
    consuming(peer, group, 1, "a-member", by_regex).await
}

async fn consuming(
    peer: &Peer,
    group: &str,
    version: i16,
    id: &str,
    subscription: ConsumerGroupHeartbeatRequest<'_>,
) -> Option<String> {
    peer.newest(ApiKey::CONSUMER_GROUP_HEARTBEAT).await?;
    be_coordinated(peer, group).await;
    let subscription = &subscription;
    let beat = |member_id: String, member_epoch, is_first: bool| async move {
        let request = ConsumerGroupHeartbeatRequest {
            group_id: group,
            member_id: &member_id,
            member_epoch,
            rebalance_timeout_ms: if is_first { SESSION_MS } else { -1 },
            topic_partitions: is_first.then(|| Vec::new().into()),
            ..if is_first { subscription.clone() } else { Default::default() }
        };
        let answer = peer.ask(version, &request).await;
        let told = answer.response();
        let has = told.assignment.is_some_and(|it| !it.topic_partitions.is_empty());
        (told.error_code, told.member_id.unwrap_or_default().to_owned(), told.member_epoch, has)
    };
    let (code, member, mut epoch, mut has) = beat(id.to_owned(), 0, true).await;
    if code == ErrorCode::UNSUPPORTED_VERSION {
        return None;
    }
    assert_eq!(code, ErrorCode::NONE);
    // Kafka 4.3 and later assign within a second.
    let assigned = async {
        while !has {
            let told = beat(member.clone(), epoch, false).await;
            assert_eq!(told.0, ErrorCode::NONE);
            (epoch, has) = (told.2, told.3);
        }
    };
    tokio::time::timeout(Duration::from_secs(30), assigned).await.unwrap();
    Some(member)
}

/// A member of a share group.
pub(crate) async fn share(peer: &Peer, group: &str, topic: &str) {
    be_coordinated(peer, group).await;
    beat_share(peer, group, 0, Some(topic)).await;
}

/// That member goes.
pub(crate) async fn leave_share(peer: &Peer, group: &str) {
    beat_share(peer, group, -1, None).await;
}

async fn beat_share(peer: &Peer, group: &str, member_epoch: i32, topic: Option<&str>) {
    let request = ShareGroupHeartbeatRequest {
        group_id: group,
        member_id: "AAAAAAAAAAAAAAAAAAAAAA",
        member_epoch,
        subscribed_topic_names: topic.map(|topic| vec![topic].into()),
        ..ShareGroupHeartbeatRequest::default()
    };
    assert_eq!(peer.ask(1, &request).await.response().error_code, ErrorCode::NONE);
}

/// A member of a streams group whose topology reads the topic.
pub(crate) async fn streams(peer: &Peer, group: &str, topic: &str) {
    be_coordinated(peer, group).await;
    let part = Subtopology {
        subtopology_id: "0",
        source_topics: vec![topic].into(),
        ..Subtopology::default()
    };
    let topology = Topology { epoch: 1, subtopologies: vec![part].into(), ..Topology::default() };
    let request = StreamsGroupHeartbeatRequest {
        group_id: group,
        member_id: "AAAAAAAAAAAAAAAAAAAAAA",
        rebalance_timeout_ms: SESSION_MS,
        topology: Some(topology),
        active_tasks: Some(Vec::new().into()),
        standby_tasks: Some(Vec::new().into()),
        warmup_tasks: Some(Vec::new().into()),
        process_id: Some("AAAAAAAAAAAAAAAAAAAAAA"),
        client_tags: Some(Vec::new().into()),
        ..StreamsGroupHeartbeatRequest::default()
    };
    let answer = peer.ask(0, &request).await;
    let told = answer.response();
    assert_eq!((told.error_code, told.error_message), (ErrorCode::NONE, None));
}

/// That member goes.
pub(crate) async fn leave_streams(peer: &Peer, group: &str) {
    let request = StreamsGroupHeartbeatRequest {
        group_id: group,
        member_id: "AAAAAAAAAAAAAAAAAAAAAA",
        member_epoch: -1,
        ..StreamsGroupHeartbeatRequest::default()
    };
    assert_eq!(peer.ask(0, &request).await.response().error_code, ErrorCode::NONE);
}

/// The first group of a cluster lets it make `__consumer_offsets`, which takes seconds.
async fn be_coordinated(peer: &Peer, group: &str) {
    let groups = [GroupPartitions::all(group)];
    peer.admin().await.list_group_offsets(&groups).await.unwrap().all().unwrap();
}

/// Version 0 of what consumers tell each other: the topic, and no user data.
fn subscription(topic: &str) -> Vec<u8> {
    let mut bytes = vec![0, 0, 0, 0, 0, 1];
    name(topic, &mut bytes);
    bytes.extend((-1_i32).to_be_bytes());
    bytes
}

/// Version 0: both partitions of the topic, and no user data.
fn assignment(topic: &str) -> Vec<u8> {
    let mut bytes = vec![0, 0, 0, 0, 0, 1];
    name(topic, &mut bytes);
    for number in [2_i32, 0, 1, -1] {
        bytes.extend(number.to_be_bytes());
    }
    bytes
}

fn name(name: &str, bytes: &mut Vec<u8>) {
    bytes.extend(u16::try_from(name.len()).unwrap().to_be_bytes());
    bytes.extend(name.as_bytes());
}

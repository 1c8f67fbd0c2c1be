//! ConsumerGroupDescribe, DescribeGroups, ShareGroupDescribe, StreamsGroupDescribe.

use kafka_admin::groups::{
    CommittedOffset, GroupDescription, GroupPartitions, GroupState, GroupType,
};
use kafka_admin::topics::TopicPartition;
use kafka_admin::{AclOperation, Admin, ApiKey, Batch, ErrorCode, ErrorKind, Outcome};

use super::{committed, failure, members};
use crate::peer::Peer;

async fn described(admin: &Admin, group: &str) -> GroupDescription {
    admin.describe_groups(&[group]).await.unwrap().one().unwrap()
}

async fn coordinator(admin: &Admin) -> Option<i32> {
    Some(admin.describe_cluster().await.unwrap().brokers[0].id)
}

pub(crate) async fn a_classic_group_and_its_members(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "classic").await;
    let group = interop::unique("classic");
    let member_id = members::classic(peer, &group, &topic, Some("instance-1")).await;

    let found = described(&admin, &group).await;
    assert_eq!((&found.group_id, &found.group_type), (&group, &GroupType::Classic));
    assert_eq!((&found.state, found.protocol_type.as_str()), (&GroupState::Stable, "consumer"));
    assert_eq!(found.assignor.as_deref(), Some("range"));
    assert_eq!(found.coordinator, coordinator(&admin).await);
    assert!(found.authorized_operations.unwrap().contains(AclOperation::DELETE));
    assert!(found.is_active());
    let member = &found.members[0];
    assert_eq!((found.members.len(), &member.member_id), (1, &member_id));
    assert_eq!(
        (member.instance_id.as_deref(), member.client_id.as_str()),
        (Some("instance-1"), "raw")
    );
    assert!(!member.host.is_empty());
    assert_eq!(member.subscription.as_deref(), Some([topic.clone()].as_slice()));
    let has: Vec<_> =
        member.assignment.iter().flatten().map(|it| (&it.topic, &it.partitions)).collect();
    assert_eq!(has, [(&topic, &vec![0, 1])]);
}

pub(crate) async fn a_group_of_kip_848_and_its_members(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "kip-848").await;
    let group = interop::unique("kip-848");
    let Some(member_id) = members::consumer(peer, &group, &topic).await else {
        let error = admin.describe_groups(&[&group]).await.unwrap().one().unwrap_err();
        assert_eq!(error.code(), Some(ErrorCode::GROUP_ID_NOT_FOUND), "{error}");
        return;
    };
    let found = described(&admin, &group).await;
    assert_eq!(
        (&found.group_type, found.protocol_type.as_str()),
        (&GroupType::Consumer, "consumer")
    );
    assert_eq!(found.assignor.as_deref(), Some("uniform"));
    assert_eq!(found.coordinator, coordinator(&admin).await);
    assert!(found.epoch.unwrap() >= 1 && found.is_active(), "{found:?}");
    assert!(found.authorized_operations.unwrap().contains(AclOperation::READ));
    let member = &found.members[0];
    assert_eq!((found.members.len(), &member.member_id), (1, &member_id));
    assert_eq!(member.subscription.as_deref(), Some([topic.clone()].as_slice()));
    for assignment in [&member.assignment, &member.target_assignment] {
        let has: Vec<_> =
            assignment.iter().flatten().map(|it| (&it.topic, &it.partitions)).collect();
        assert_eq!(has, [(&topic, &vec![0, 1])]);
    }
}

pub(crate) async fn a_member_has_the_topics_that_its_expression_stands_for(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "expressed").await;
    let group = interop::unique("expressed");
    let regex = format!("(?i){}|nothing-of-that-name.*", topic.to_uppercase());
    let Some(member_id) = members::matching(peer, &group, &regex).await else {
        let newest = peer.newest(ApiKey::CONSUMER_GROUP_HEARTBEAT).await;
        assert!(newest.is_none_or(|newest| newest < 1), "{newest:?}");
        return;
    };
    let found = described(&admin, &group).await;
    let member = &found.members[0];
    assert_eq!((found.members.len(), &member.member_id), (1, &member_id));
    let has: Vec<_> =
        member.assignment.iter().flatten().map(|it| (&it.topic, &it.partitions)).collect();
    assert_eq!(has, [(&topic, &vec![0, 1])]);
}

pub(crate) async fn share_groups(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "shared").await;
    let share = interop::unique("share");
    if peer.newest(ApiKey::SHARE_GROUP_DESCRIBE).await.is_none() {
        return is_absent(&admin, &share).await;
    }
    members::share(peer, &share, &topic).await;
    let group = described(&admin, &share).await;
    assert_eq!((&group.group_type, group.members.len()), (&GroupType::Share, 1));
    let error = admin.group_lag(&[&share]).await.unwrap().one().unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::InvalidRequest, Outcome::NotSent));
    let error = admin.plan_offset_reset(&share, &[]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
}

pub(crate) async fn streams_groups(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "streamed").await;
    let streams = interop::unique("streams");
    if peer.newest(ApiKey::STREAMS_GROUP_DESCRIBE).await.is_none() {
        return is_absent(&admin, &streams).await;
    }
    members::streams(peer, &streams, &topic).await;
    let group = described(&admin, &streams).await;
    assert_eq!((&group.group_type, group.members.len()), (&GroupType::Streams, 1));
    let listed = admin.list_groups().await.unwrap().all().unwrap().concat();
    let listed = listed.into_iter().find(|it| it.group_id == streams).unwrap();
    assert_eq!(listed.group_type, Some(GroupType::Streams));

    let in_use = admin.delete_groups(&[&streams]).await.unwrap().one().unwrap_err();
    assert_eq!(failure(&in_use), (Some(ErrorCode::NON_EMPTY_GROUP), Outcome::NotApplied));
    members::leave_streams(peer, &streams).await;
    assert_eq!(described(&admin, &streams).await.state, GroupState::Empty);
    let of = [TopicPartition::new(&topic, 0)];
    let at = [(of[0].clone(), CommittedOffset::new(7))];
    admin.alter_group_offsets(&streams, &at).await.unwrap().all().unwrap();
    let all = [GroupPartitions::all(&streams)];
    let offsets = admin.list_group_offsets(&all).await.and_then(Batch::one).unwrap();
    assert_eq!(offsets.get(&of[0]).unwrap().as_ref().unwrap().as_ref().unwrap().offset, 7);
    admin.delete_group_offsets(&streams, &of).await.unwrap().all().unwrap();
    admin.delete_groups(&[&streams]).await.unwrap().one().unwrap();
    is_absent(&admin, &streams).await;
}

/// What a group is where no group can be of its type.
async fn is_absent(admin: &Admin, group: &str) {
    let error = admin.describe_groups(&[group]).await.unwrap().one().unwrap_err();
    assert_eq!(failure(&error), (Some(ErrorCode::GROUP_ID_NOT_FOUND), Outcome::NotApplied));
}

pub(crate) async fn one_absent_group_hides_no_other(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "absent").await;
    let empty = committed(&admin, "empty", &[(&topic, 0, 1)]).await;
    let absent = interop::unique("absent");
    let long = "x".repeat(40_000);
    let batch = admin.describe_groups(&[&absent, &empty, &long, &empty]).await.unwrap();
    let told: Vec<_> = batch
        .iter()
        .map(|(_, it)| it.as_ref().map(|it| (&it.state, it.is_active())).map_err(failure))
        .collect();
    let refused = Err((None, Outcome::NotSent));
    let missing = Err((Some(ErrorCode::GROUP_ID_NOT_FOUND), Outcome::NotApplied));
    assert_eq!(told, [missing, Ok((&GroupState::Empty, false)), refused, refused]);

    let (code, answer) = peer.kadm(&["group", "describe", &empty, &absent]).await;
    assert_eq!(code, 1, "{answer}");
    let groups = &answer["groups"];
    assert_eq!((&groups[0]["state"], &groups[0]["ok"]), (&"Empty".into(), &true.into()));
    let not_found = i64::from(ErrorCode::GROUP_ID_NOT_FOUND.0);
    assert_eq!(groups[1]["error"]["code"], not_found);
}

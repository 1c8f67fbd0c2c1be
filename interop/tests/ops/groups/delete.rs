//! DeleteGroups, LeaveGroup.

use kafka_admin::groups::GroupMemberId;
use kafka_admin::{Admin, ErrorCode, Outcome};

use super::{committed, failure, members};
use crate::peer::Peer;

async fn exists(admin: &Admin, group: &str) -> bool {
    let found = admin.describe_groups(&[group]).await.unwrap().one();
    found.is_ok_and(|it| it.group_id == group)
}

pub(crate) async fn groups_without_members_are_deleted(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "deleted").await;
    let empty = committed(&admin, "empty", &[(&topic, 0, 1)]).await;
    let active = interop::unique("active");
    members::classic(peer, &active, &topic, None).await;
    let absent = interop::unique("absent");
    let groups = [&absent, &active, &empty, &empty];
    let batch = admin.delete_groups(&groups).await.unwrap();
    let told: Vec<_> = batch.iter().map(|(_, it)| it.as_ref().map_err(failure)).collect();
    let so = Err((Some(ErrorCode::GROUP_ID_NOT_FOUND), Outcome::AlreadySo));
    let in_use = Err((Some(ErrorCode::NON_EMPTY_GROUP), Outcome::NotApplied));
    assert_eq!(told, [so, in_use, Ok(&()), Err((None, Outcome::NotSent))]);
    assert!(!exists(&admin, &empty).await && exists(&admin, &active).await);
}

pub(crate) async fn kadm_deletes_groups_when_it_is_confirmed(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "kadm-deleted").await;
    let group = committed(&admin, "kadm-deleted", &[(&topic, 0, 1)]).await;
    let (code, answer) = peer.kadm(&["group", "delete", &group]).await;
    assert_eq!((code, &answer["error"]["kind"]), (2, &"ConfirmationRequired".into()));
    assert_eq!(answer["groups"][0]["state"], "Empty");
    assert!(exists(&admin, &group).await);
    let (code, answer) = peer.kadm(&["group", "delete", &group, "absent", "--yes"]).await;
    let told = (code, &answer["groups"][0]["ok"], &answer["groups"][1]["error"]["code"]);
    assert_eq!(told, (1, &true.into(), &69.into()), "{answer}");
    assert!(!exists(&admin, &group).await);
}

pub(crate) async fn members_are_removed(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "removed").await;
    let group = interop::unique("removed");
    let member = members::classic(peer, &group, &topic, None).await;
    let of = |id: &str| GroupMemberId::Member(id.to_owned());
    let wrong =
        [of("nobody"), of(""), of(&member), of(&member), GroupMemberId::Instance("i".into())];
    let batch = admin.remove_group_members(&group, &wrong).reason("a test").await.unwrap();
    let told: Vec<_> = batch.iter().map(|(_, it)| it.as_ref().map_err(failure)).collect();
    let unknown = Err((Some(ErrorCode::UNKNOWN_MEMBER_ID), Outcome::NotApplied));
    let refused = Err((None, Outcome::NotSent));
    assert_eq!(told, [unknown, refused, Ok(&()), refused, unknown]);

    members::classic(peer, &group, &topic, Some("static")).await;
    let removed = admin.remove_all_group_members(&group).await.unwrap();
    let who: Vec<_> = removed.iter().map(|(it, result)| (it.clone(), result.is_ok())).collect();
    assert_eq!(who, [(GroupMemberId::Instance("static".into()), true)]);
    let left = admin.describe_groups(&[&group]).await.unwrap().one().unwrap();
    assert!(left.members.is_empty() && !left.is_active(), "{left:?}");
    assert!(admin.remove_all_group_members(&group).await.unwrap().is_empty());
    let nobody = interop::unique("nobody");
    let batch = admin.remove_group_members(&nobody, &[of("a")]).await.unwrap();
    assert_eq!(batch.one().unwrap_err().code(), Some(ErrorCode::UNKNOWN_MEMBER_ID));
}

pub(crate) async fn members_of_kip_848_are_removed_too(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "removed-848").await;
    let group = interop::unique("removed-848");
    let member = members::consumer(peer, &group, &topic).await;
    let removed = admin.remove_all_group_members(&group).await;
    let Some(member) = member else {
        let error = removed.unwrap_err();
        assert_eq!(error.code(), Some(ErrorCode::GROUP_ID_NOT_FOUND), "{error}");
        return;
    };
    let who: Vec<_> =
        removed.iter().flat_map(|it| it.iter()).map(|(it, ok)| (it.clone(), ok.is_ok())).collect();
    assert_eq!(who, [(GroupMemberId::Member(member), true)], "{removed:?}");
    let left = admin.describe_groups(&[&group]).await.unwrap().one().unwrap();
    assert!(left.members.is_empty(), "{left:?}");

    members::consumer(peer, &group, &topic).await.unwrap();
    let wrong = [GroupMemberId::Member("nobody".into()), GroupMemberId::Instance("i".into())];
    let batch = admin.remove_group_members(&group, &wrong).await.unwrap();
    let unknown = (Some(ErrorCode::UNKNOWN_MEMBER_ID), Outcome::NotApplied);
    assert_eq!(batch.failures().map(|(_, it)| failure(it)).collect::<Vec<_>>(), [unknown; 2]);
}

pub(crate) async fn kadm_removes_members_when_it_is_confirmed(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "kadm-removed").await;
    let group = interop::unique("kadm-removed");
    members::classic(peer, &group, &topic, Some("static")).await;
    let (code, answer) = peer.kadm(&["group", "remove-members", &group, "--all"]).await;
    assert_eq!((code, &answer["members"][0]["instance_id"]), (2, &"static".into()), "{answer}");
    let line = ["group", "remove-members", &group, "--instance", "static", "--yes"];
    let (code, answer) = peer.kadm(&line).await;
    assert_eq!((code, &answer["members"][0]["ok"]), (0, &true.into()), "{answer}");
    let (code, answer) = peer.kadm(&line).await;
    assert_eq!((code, &answer["members"][0]["error"]["code"]), (1, &25.into()), "{answer}");
    let (code, answer) = peer.kadm(&["group", "remove-members", &group]).await;
    assert_eq!((code, &answer["error"]["kind"]), (2, &"Usage".into()), "{answer}");
}

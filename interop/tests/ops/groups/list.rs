//! ListGroups.

use kafka_admin::Admin;
use kafka_admin::groups::{GroupFilter, GroupListing, GroupState, GroupType};

use super::committed;
use crate::peer::Peer;

async fn listed(admin: &Admin, filter: &GroupFilter, group: &str) -> Option<GroupListing> {
    let groups = admin.list_matching_groups(filter).await.unwrap().all().unwrap().concat();
    groups.into_iter().find(|it| it.group_id == group)
}

pub(crate) async fn groups_are_listed_by_every_broker_and_filtered(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "listed").await;
    let group = committed(&admin, "listed", &[(&topic, 0, 0)]).await;

    let brokers = admin.describe_cluster().await.unwrap().brokers;
    let batch = admin.list_groups().await.unwrap();
    let asked: Vec<i32> = batch.iter().map(|(id, _)| *id).collect();
    assert_eq!(asked, brokers.iter().map(|broker| broker.id).collect::<Vec<_>>());

    let all = GroupFilter::default;
    let found = listed(&admin, &all(), &group).await.unwrap();
    let told = (found.state, found.group_type, found.protocol_type.as_str());
    assert_eq!(told, (Some(GroupState::Empty), Some(GroupType::Classic), ""));
    for (filter, expected) in [
        (all().states([GroupState::Empty, GroupState::Dead]), true),
        (all().states([GroupState::Stable]), false),
        (all().types([GroupType::Classic]), true),
        (all().types([GroupType::Consumer]), false),
        (all().states([GroupState::Empty]).types([GroupType::Consumer]), false),
        (all().protocol_types([""]), true),
        (all().protocol_types(["consumer", "connect"]), false),
    ] {
        assert_eq!(listed(&admin, &filter, &group).await.is_some(), expected, "{filter:?}");
    }
}

pub(crate) async fn kadm_lists_groups(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "kadm-listed").await;
    let group = committed(&admin, "kadm-listed", &[(&topic, 0, 0)]).await;
    let wanted = ["group", "list", "--state", "empty", "--type", "CLASSIC"];
    let (code, answer) = peer.kadm(&wanted).await;
    let groups = answer["groups"].as_array().unwrap();
    let found = groups.iter().find(|it| it["group"] == group.as_str()).unwrap();
    let told = (code, &found["state"], &found["type"], &found["coordinator"]);
    let coordinator = admin.describe_cluster().await.unwrap().brokers[0].id;
    assert_eq!(told, (0, &"Empty".into(), &"Classic".into(), &coordinator.into()));

    let (code, answer) = peer.kadm(&["group", "list", "--state", "stable,dead"]).await;
    let groups = answer["groups"].as_array().unwrap();
    assert!(code == 0 && groups.iter().all(|it| it["group"] != group.as_str()), "{answer}");
    let (code, answer) = peer.kadm(&["group", "list", "--state", "resting"]).await;
    assert_eq!((code, &answer["error"]["kind"]), (2, &"Usage".into()), "{answer}");
}

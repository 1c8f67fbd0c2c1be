//! ListGroups.

use crate::peer::Peer;

pub(crate) async fn nobody_has_a_group_in_a_new_cluster(peer: &Peer) {
    let admin = peer.admin().await;
    let brokers = admin.describe_cluster().await.unwrap().brokers;
    let batch = admin.list_groups().await.unwrap();
    let asked: Vec<i32> = batch.iter().map(|(id, _)| *id).collect();
    assert_eq!(asked, brokers.iter().map(|broker| broker.id).collect::<Vec<_>>());
    assert!(batch.all().unwrap().concat().is_empty());
}

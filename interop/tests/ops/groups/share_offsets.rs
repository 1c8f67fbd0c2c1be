//! DescribeShareGroupOffsets, AlterShareGroupOffsets, DeleteShareGroupOffsets.

use kafka_admin::groups::GroupPartitions;
use kafka_admin::topics::TopicPartition;
use kafka_admin::{Admin, ApiKey, Batch, ErrorCode, ErrorKind, Outcome};

use super::{failure, members};
use crate::peer::Peer;
use crate::produced::produce;

/// Partition, start and lag.
async fn starts(admin: &Admin, group: &str) -> Vec<(i32, Option<i64>, Option<i64>)> {
    let groups = [GroupPartitions::all(group)];
    let offsets = admin.list_share_group_offsets(&groups).await.and_then(Batch::one).unwrap();
    let mut starts = Vec::new();
    for (partition, offset) in offsets {
        let offset = offset.unwrap();
        starts.push((partition.partition, offset.map(|it| it.start), offset.and_then(|it| it.lag)));
    }
    starts.sort_unstable();
    starts
}

pub(crate) async fn where_share_groups_begin_is_set_listed_and_deleted(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "share-offsets").await;
    let group = interop::unique("share-offsets");
    let at = |n, start| (TopicPartition::new(&topic, n), start);
    if peer.newest(ApiKey::ALTER_SHARE_GROUP_OFFSETS).await.is_none() {
        let error = admin.alter_share_group_offsets(&group, &[at(0, 0)]).await.unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::UnsupportedApi, Outcome::NotSent));
        return;
    }
    produce(peer, &topic, 0, &[1, 2, 3]).await;
    assert_eq!(starts(&admin, &group).await, [], "there is no such group");

    members::share(peer, &group, &topic).await;
    let error = admin.alter_share_group_offsets(&group, &[at(0, 1)]).await.unwrap_err();
    assert_eq!(failure(&error), (Some(ErrorCode::NON_EMPTY_GROUP), Outcome::NotApplied), "{error}");
    members::leave_share(peer, &group).await;
    let mixed = [at(0, 1), at(1, 0), at(7, 0), at(1, -1), at(0, 2)];
    let batch = admin.alter_share_group_offsets(&group, &mixed).await.unwrap();
    let told: Vec<_> = batch.iter().map(|(_, it)| it.as_ref().map_err(failure)).collect();
    let unknown = Err((Some(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION), Outcome::NotApplied));
    let refused = Err((None, Outcome::NotSent));
    assert_eq!(told, [Ok(&()), Ok(&()), unknown, refused, refused]);
    assert_eq!(starts(&admin, &group).await, [(0, Some(1), Some(2)), (1, Some(0), Some(0))]);

    let (code, answer) = peer.kadm(&["group", "share-offsets", "list", &group]).await;
    assert_eq!((code, &answer["groups"][0]["offsets"][0]["start"]), (0, &1.into()), "{answer}");
    let of = format!("{topic}:0=2");
    let alter = ["group", "share-offsets", "alter", &group, &of];
    let (code, answer) = peer.kadm(&alter).await;
    assert_eq!((code, &answer["offsets"][0]["before"]), (2, &1.into()), "{answer}");
    assert_eq!(peer.kadm(&[&alter[..], &["--yes"]].concat()).await.0, 0);
    assert_eq!(starts(&admin, &group).await[0], (0, Some(2), Some(1)));

    let delete = ["group", "share-offsets", "delete", &group, "--topic", &topic];
    assert_eq!(peer.kadm(&delete).await.0, 2, "it is to be confirmed");
    assert_eq!(peer.kadm(&[&delete[..], &["--yes"]].concat()).await.0, 0);
    assert_eq!(starts(&admin, &group).await, []);
    let batch = admin.delete_share_group_offsets(&group, &["absent", "no/name"]).await.unwrap();
    let codes: Vec<_> = batch.failures().map(|(_, error)| error.code()).collect();
    assert_eq!(codes, [Some(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION), None]);
}

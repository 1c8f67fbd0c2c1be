//! OffsetFetch, OffsetCommit, OffsetDelete.

use kafka_admin::groups::{CommittedOffset, GroupOffsets, GroupPartitions};
use kafka_admin::topics::TopicPartition;
use kafka_admin::{Admin, Batch, ErrorCode, Outcome};

use super::{committed, failure};
use crate::peer::Peer;

async fn offsets(admin: &Admin, group: GroupPartitions) -> GroupOffsets {
    admin.list_group_offsets(&[group]).await.and_then(Batch::one).unwrap()
}

/// The partitions and offsets, in the order of the answer.
fn plain(offsets: GroupOffsets) -> Vec<(i32, Option<i64>)> {
    let mut plain = Vec::new();
    for (partition, result) in offsets {
        plain.push((partition.partition, result.unwrap().map(|it| it.offset)));
    }
    plain
}

pub(crate) async fn offsets_are_set_listed_and_deleted(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "offsets").await;
    let of = |n| TopicPartition::new(&topic, n);
    let group = committed(&admin, "offsets", &[(&topic, 0, 7), (&topic, 1, 9)]).await;

    let all = offsets(&admin, GroupPartitions::all(&group)).await;
    let expected = CommittedOffset::new(7).metadata("by a test");
    assert_eq!(all.get(&of(0)).unwrap().as_ref().unwrap(), &Some(expected));
    assert_eq!(all.len(), 2);
    let named = GroupPartitions::of(&group, [of(1), of(5), of(0)]);
    let named = offsets(&admin, named).await;
    assert_eq!(plain(named), [(1, Some(9)), (5, None), (0, Some(7))]);

    let with_epoch = [(of(0), CommittedOffset::new(3).leader_epoch(0))];
    admin.alter_group_offsets(&group, &with_epoch).await.unwrap().all().unwrap();
    let all = offsets(&admin, GroupPartitions::all(&group)).await;
    let changed = all.get(&of(0)).unwrap().clone().unwrap();
    assert_eq!(changed, Some(CommittedOffset::new(3).leader_epoch(0)), "the text is gone");

    let deleted = admin.delete_group_offsets(&group, &[of(0), of(0)]).await.unwrap();
    let results: Vec<_> = deleted.iter().map(|(_, it)| it.as_ref().map_err(failure)).collect();
    assert_eq!(results, [Ok(&()), Err((None, Outcome::NotSent))], "named twice");
    let again = admin.delete_group_offsets(&group, &[of(0)]).await.unwrap();
    again.all().expect("there is nothing to delete");
    assert_eq!(plain(offsets(&admin, GroupPartitions::all(&group)).await), [(1, Some(9))]);
}

pub(crate) async fn groups_are_asked_about_together(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "together").await;
    let one = committed(&admin, "together", &[(&topic, 0, 1)]).await;
    let two = committed(&admin, "together", &[(&topic, 1, 2)]).await;
    let absent = interop::unique("absent");
    let long = "x".repeat(40_000);
    let groups = [&one, &absent, &two, &long, &one].map(GroupPartitions::all);
    let batch = admin.list_group_offsets(&groups).require_stable(true).await.unwrap();
    let mut told = Vec::new();
    for (_, result) in batch {
        told.push(result.map(plain).map_err(|error| failure(&error)));
    }
    let refused = || Err((None, Outcome::NotSent));
    let some = |n, offset| Ok(vec![(n, Some(offset))]);
    assert_eq!(told, [some(0, 1), Ok(vec![]), some(1, 2), refused(), refused()]);

    let of = |n| TopicPartition::new(&topic, n);
    let twice = offsets(&admin, GroupPartitions::of(&one, [of(0), of(0), of(1)])).await;
    let told: Vec<_> = twice.iter().map(|(_, it)| it.as_ref().map_err(failure)).collect();
    let offset = Some(CommittedOffset::new(1).metadata("by a test"));
    assert_eq!(told, [Ok(&offset), Err((None, Outcome::NotSent)), Ok(&None)]);
}

pub(crate) async fn one_bad_offset_hides_no_other(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "mixed").await;
    let group = interop::unique("mixed");
    let at = |topic: &str, n, offset| (TopicPartition::new(topic, n), CommittedOffset::new(offset));
    let long = CommittedOffset::new(1).metadata("x".repeat(5_000));
    let mixed = [
        at(&topic, 0, 5),
        at("absent", 0, 5),
        at(&topic, 9, 5),
        at(&topic, 1, -1),
        at("no/name", 0, 5),
        at(&topic, -1, 5),
        at(&topic, 0, 6),
        (TopicPartition::new(&topic, 1), long),
    ];
    let batch = admin.alter_group_offsets(&group, &mixed).await.unwrap();
    let told: Vec<_> = batch.iter().map(|(_, it)| it.as_ref().map_err(failure)).collect();
    let unknown = Err((Some(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION), Outcome::NotApplied));
    let refused = Err((None, Outcome::NotSent));
    // The partition with the long text is named twice, too.
    assert_eq!(told, [Ok(&()), unknown, unknown, refused, refused, refused, refused, refused]);
    assert_eq!(plain(offsets(&admin, GroupPartitions::all(&group)).await), [(0, Some(5))]);

    let long =
        [(TopicPartition::new(&topic, 1), CommittedOffset::new(1).metadata("x".repeat(5_000)))];
    let error = admin.alter_group_offsets(&group, &long).await.unwrap().one().unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::OFFSET_METADATA_TOO_LARGE), "{error}");

    let unknown = [TopicPartition::new("absent", 0), TopicPartition::new(&topic, 0)];
    let batch = admin.delete_group_offsets(&group, &unknown).await.unwrap();
    let told: Vec<_> = batch.iter().map(|(_, it)| it.as_ref().map_err(failure)).collect();
    let absent = Err((Some(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION), Outcome::AlreadySo));
    assert_eq!(told, [absent, Ok(&())]);
    let error = admin.delete_group_offsets("absent", &unknown).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::GROUP_ID_NOT_FOUND), "{error}");
}

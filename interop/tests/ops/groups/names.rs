//! Ids of groups that nobody expects.

use kafka_admin::groups::{CommittedOffset, GroupPartitions, GroupState};
use kafka_admin::topics::TopicPartition;
use kafka_admin::{Admin, Batch, Outcome};

use super::failure;
use crate::peer::Peer;

/// How many offsets the group has.
async fn count(admin: &Admin, group: &str) -> usize {
    let groups = [GroupPartitions::all(group)];
    admin.list_group_offsets(&groups).await.and_then(Batch::one).unwrap().len()
}

pub(crate) async fn any_text_is_the_id_of_a_group(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "odd").await;
    let of = [TopicPartition::new(&topic, 0)];
    let at = [(of[0].clone(), CommittedOffset::new(1))];
    let long = interop::unique(&"x".repeat(300));
    for id in ["", " ", "a\0b", "ä\u{202e}", &long] {
        admin.alter_group_offsets(id, &at).await.unwrap().all().unwrap();
        let found = admin.describe_groups(&[id]).await.unwrap().one().unwrap();
        assert_eq!((found.group_id.as_str(), &found.state), (id, &GroupState::Empty));
        let lag = admin.group_lag(&[id]).await.unwrap().one().unwrap();
        assert_eq!((lag.total(), lag.partitions.len()), (Some(0), 2), "{id:?}");
        let listed = admin.list_groups().await.unwrap().all().unwrap().concat();
        assert!(listed.iter().any(|it| it.group_id == id), "{id:?}");

        let deleted = admin.delete_group_offsets(id, &of).await.unwrap().one();
        let left = usize::from(id.is_empty());
        assert_eq!(deleted.is_ok(), left == 0, "{id:?} {deleted:?}");
        assert_eq!(count(&admin, id).await, left, "{id:?}");
        // With its last offset a group is gone in Kafka 3.9, and stays in later ones.
        let gone = admin.delete_groups(&[id]).await.unwrap().one();
        assert!(gone.is_ok() || failure(&gone.unwrap_err()).1 == Outcome::AlreadySo, "{id:?}");
        assert_eq!(count(&admin, id).await, 0, "{id:?}");
    }
}

pub(crate) async fn kadm_shows_no_odd_id_raw(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "escaped").await;
    let at = [(TopicPartition::new(&topic, 0), CommittedOffset::new(1))];
    let id = interop::unique("a\u{1b}[2J\nb");
    admin.alter_group_offsets(&id, &at).await.unwrap().all().unwrap();
    for words in [
        &["group", "list"][..],
        &["group", "describe", &id],
        &["group", "lag", &id],
        &["group", "offsets", "list", &id],
        &["group", "reset", &id, "--all-topics", "--to-latest"],
        &["group", "delete", &id],
        &["group", "delete", &id, "--yes"],
    ] {
        let written = peer.kadm_text(words).await;
        assert!(!written.contains(['\u{1b}', '\0']), "{written:?}");
        assert!(!written.contains("[2J\n"), "{written:?}");
    }
}

//! CreatePartitions, ListOffsets.

use std::time::Duration;

use kafka_admin::topics::{NewPartitions, OffsetSpec, TopicPartition};
use kafka_admin::{Admin, Batch, ErrorCode, Outcome};

use crate::peer::Peer;

async fn partitions(admin: &Admin, topic: &str) -> usize {
    let described = admin.describe_topics(&[topic]).await.and_then(Batch::one);
    described.unwrap().partitions.len()
}

pub(crate) async fn partitions_are_added_and_never_taken_away(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "partitions").await;
    let to = |count| [NewPartitions::increase_to(&topic, count)];

    admin.create_partitions(&to(5)).validate_only(true).await.unwrap().one().unwrap();
    assert_eq!(partitions(&admin, &topic).await, 2, "it was only asked");
    admin.create_partitions(&to(5)).await.unwrap().one().unwrap();
    // Brokers learn of a change a moment later.
    let is_so = async { while partitions(&admin, &topic).await != 5 {} };
    tokio::time::timeout(Duration::from_secs(30), is_so).await.unwrap();

    for fewer in [5, 1] {
        let error = admin.create_partitions(&to(fewer)).await.unwrap().one().unwrap_err();
        let refused = (Some(ErrorCode::INVALID_PARTITIONS), Outcome::NotApplied);
        assert_eq!((error.code(), error.outcome()), refused, "{error}");
    }
    let mixed = [
        NewPartitions::increase_to("absent", 3),
        NewPartitions::increase_to(&topic, 0),
        NewPartitions::increase_to(&topic, 6),
    ];
    let batch = admin.create_partitions(&mixed).await.unwrap();
    let codes: Vec<_> = batch.failures().map(|(_, error)| error.code()).collect();
    assert_eq!(codes, [Some(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION), None, None]);
    let placed = [NewPartitions::increase_to(&topic, 6).assign([9])];
    let error = admin.create_partitions(&placed).await.unwrap().one().unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::INVALID_REPLICA_ASSIGNMENT), "{error}");
}

pub(crate) async fn offsets_of_empty_partitions(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "offsets").await;
    for (spec, expected) in [
        (OffsetSpec::Earliest, Some((0, None, Some(0)))),
        (OffsetSpec::Latest, Some((0, None, Some(0)))),
        (OffsetSpec::MaxTimestamp, None),
        (OffsetSpec::AtTimestamp(0), None),
    ] {
        let wanted = [0, 1].map(|n| (TopicPartition::new(&topic, n), spec));
        for found in admin.list_offsets(&wanted).await.unwrap().all().unwrap() {
            let found = found.map(|it| (it.offset, it.timestamp, it.leader_epoch));
            assert_eq!(found, expected, "{spec:?}");
        }
    }
    let wrong = [(topic.as_str(), 0), (&topic, 2), ("absent", 0), ("no/name", 0), (&topic, -1)];
    let wanted = wrong.map(|(it, n)| (TopicPartition::new(it, n), OffsetSpec::Latest));
    let batch = admin.list_offsets(&wanted).await.unwrap();
    let unknown = Some(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION);
    let errors: Vec<_> = batch.failures().map(|(it, error)| (it.partition, error.code())).collect();
    assert_eq!(errors, [(2, unknown), (0, unknown), (0, None), (-1, None)]);
}

//! CreatePartitions, DeleteTopics and Metadata by id, DescribeTopicPartitions, ListOffsets.

use std::time::Duration;

use kafka_admin::topics::{NewPartitions, NewTopic, OffsetSpec, TopicPartition};
use kafka_admin::{Admin, Batch, Error, ErrorCode, Outcome, Uuid};
use serde_json::{Value, json};

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

pub(crate) async fn topics_are_described_and_deleted_by_id(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "by-id").await;
    let named = admin.describe_topics(&[&topic]).await.unwrap().one().unwrap();
    let (id, unknown) = (named.id.unwrap(), Uuid([7; 16]));
    let batch = admin.describe_topics_by_id(&[id, unknown, Uuid::ZERO]).await.unwrap();
    let codes: Vec<_> = batch.failures().map(|(id, error)| (*id, error.code())).collect();
    let refused = Some(ErrorCode::UNKNOWN_TOPIC_ID);
    assert_eq!(codes, [(unknown, refused), (Uuid::ZERO, None)]);
    assert_eq!(batch.get(&id).unwrap().as_ref().unwrap(), &named);

    let batch = admin.delete_topics_by_id(&[unknown, Uuid::ZERO, id, id]).await.unwrap();
    let codes: Vec<_> = batch.iter().map(|(_, it)| it.as_ref().map_err(Error::code)).collect();
    assert_eq!(codes, [Err(refused), Err(None), Ok(&()), Err(None)]);
    let error = admin.delete_topics_by_id(&[id]).await.unwrap().one().unwrap_err();
    assert_eq!((error.code(), error.outcome()), (refused, Outcome::AlreadySo), "{error}");

    let topic = peer.topic(&admin, "by-id").await;
    let id = admin.describe_topics(&[&topic]).await.unwrap().one().unwrap().id.unwrap().to_string();
    let (code, shown) = peer.kadm(&["topic", "describe", "--id", &id]).await;
    assert_eq!((code, &shown["topics"][0]["name"]), (0, &topic.as_str().into()), "{shown}");
    let (code, shown) = peer.kadm(&["topic", "delete", "--id", &id]).await;
    assert_eq!((code, &shown["error"]["kind"]), (2, &"ConfirmationRequired".into()), "{shown}");
    let (code, deleted) = peer.kadm(&["topic", "delete", "--id", &id, "--yes"]).await;
    assert_eq!((code, &deleted["topics"][0]["name"]), (0, &topic.as_str().into()), "{deleted}");
}

pub(crate) async fn pages_tell_the_same_as_metadata_and_more(peer: &Peer) {
    let admin = peer.admin().await;
    let (first, second) = (peer.topic(&admin, "paged").await, peer.topic(&admin, "paged").await);
    let names = [second.as_str(), "absent", "no/name", &first, &second];
    let paged = admin.describe_topic_partitions(&names).await.unwrap();
    let asked: Vec<&str> = paged.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(asked, names, "in the order asked");
    let codes: Vec<_> = paged.failures().map(|(_, error)| error.code()).collect();
    assert_eq!(codes, [Some(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION), None, None]);
    let mut paged = paged.get(&first).unwrap().clone().unwrap();
    for partition in &mut paged.partitions {
        // Whoever tells of them has none of a healthy partition.
        assert_eq!(partition.elr.take().unwrap_or_default(), [0; 0]);
        assert_eq!(partition.last_known_elr.take().unwrap_or_default(), [0; 0]);
    }
    assert_eq!(paged, admin.describe_topics(&[&first]).await.unwrap().one().unwrap());
    assert!(admin.describe_topic_partitions(&[""; 0]).await.unwrap().is_empty());
    let (code, shown) = peer.kadm(&["topic", "describe", &first, "absent"]).await;
    let topic = &shown["topics"][0];
    assert_eq!((code, &topic["partition_count"]), (1, &2.into()), "{shown}");
    assert_eq!((&topic["replication_factor"], &topic["configs"]), (&1.into(), &json!({})));
}

pub(crate) async fn kadm_gives_a_topic_more_partitions(peer: &Peer) {
    let admin = peer.admin().await;
    let topic = peer.topic(&admin, "grown").await;
    let alter = ["topic", "alter", &topic, "--partitions", "3"];
    let (code, tried) = peer.kadm(&[&alter[..], &["--dry-run"]].concat()).await;
    let item = &tried["topics"][0];
    assert_eq!((code, &item["before"], &item["partitions"]), (0, &2.into(), &3.into()), "{tried}");
    assert_eq!(partitions(&admin, &topic).await, 2, "it was only asked");
    let (code, asked) = peer.kadm(&alter).await;
    assert_eq!((code, &asked["error"]["kind"]), (2, &"ConfirmationRequired".into()), "{asked}");
    assert_eq!((&asked["topics"][0]["before"], partitions(&admin, &topic).await), (&2.into(), 2));
    let (code, done) = peer.kadm(&[&alter[..], &["--yes"]].concat()).await;
    assert!(code == 0 && done["warnings"].to_string().contains("key"), "{done}");
    let is_so = async { while partitions(&admin, &topic).await != 3 {} };
    tokio::time::timeout(Duration::from_secs(30), is_so).await.unwrap();

    let (code, again) =
        peer.kadm(&["topic", "alter", &topic, "absent", "--partitions", "3", "--yes"]).await;
    let errors = again["topics"].to_string();
    assert!(code == 1 && errors.contains("it has 3 partitions already"), "{again}");
    assert!(errors.contains("UNKNOWN_TOPIC_OR_PARTITION"), "{again}");
}

pub(crate) async fn kadm_lists_what_is_in_trouble(peer: &Peer) {
    let admin = peer.admin().await;
    let healthy = peer.topic(&admin, "healthy").await;
    let name = interop::unique("wanting");
    let wanting = NewTopic::new(&name).partitions(2).replication_factor(1);
    let wanting = wanting.config("min.insync.replicas", "2");
    admin.create_topics(&[wanting]).await.unwrap().all().unwrap();
    let listed = async |flags: &[&'static str]| {
        let (code, answer) = peer.kadm(&[&["topic", "list"], flags].concat()).await;
        assert_eq!(code, 0, "{answer}");
        answer["topics"].as_array().unwrap().clone()
    };
    let named = |topics: &[Value], name: &str| topics.iter().find(|it| it["name"] == name).cloned();
    let find = async |flags: &[&'static str]| named(&listed(flags).await, &name);
    let is_there = async { while find(&["--under-min-isr"]).await.is_none() {} };
    tokio::time::timeout(Duration::from_secs(30), is_there).await.unwrap();
    let topic = find(&["--under-min-isr"]).await.unwrap();
    assert_eq!(topic["selected_partitions"], json!([0, 1]));
    assert_eq!(named(&listed(&["--under-min-isr"]).await, &healthy), None);
    for flag in ["--under-replicated", "--unavailable"] {
        assert_eq!(find(&[flag]).await, None, "{flag}");
    }
    let all = listed(&["--exclude-internal"]).await;
    assert_eq!(named(&all, &healthy).unwrap()["partitions"], 2);
    assert!(all.iter().all(|topic| topic["internal"] == false), "{all:?}");
}

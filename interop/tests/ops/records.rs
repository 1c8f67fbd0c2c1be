//! Records: produced and fetched by single requests, then listed and deleted as an administrator does.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use interop::RecordBatch;
use kafka_admin::configs::{ConfigChanges, ConfigResource};
use kafka_admin::topics::{NewTopic, OffsetSpec, RecordsToDelete, TopicPartition};
use kafka_admin::{AclOperation, Admin, Batch, ErrorCode, ErrorKind, Outcome};
use kafka_proto::messages::fetch::{FetchPartition, FetchRequest, FetchTopic};
use kafka_proto::messages::init_producer_id::InitProducerIdRequest;
use kafka_proto::messages::produce::{PartitionProduceData, ProduceRequest, TopicProduceData};
use kafka_proto::{Opaque, Uuid};
use serde_json::json;

use crate::peer::Peer;

/// A topic of two partitions, by both its names.
struct Place {
    name: String,
    id: Uuid,
}

async fn place(peer: &Peer, admin: &Admin) -> Place {
    let name = peer.topic(admin, "records").await;
    let described = admin.describe_topics(&[&name]).await.and_then(Batch::one).unwrap();
    // A broker leads a partition a moment after it knows of it, and lists offsets from then on.
    let wanted = [0, 1].map(|n| (TopicPartition::new(&name, n), OffsetSpec::Latest));
    admin.list_offsets(&wanted).await.unwrap().all().unwrap();
    Place { id: described.id.unwrap(), name }
}

fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as i64
}

impl Place {
    /// Writes to a partition; gives the code and the base offset.
    async fn produce(&self, peer: &Peer, partition: i32, batch: &RecordBatch) -> (i16, i64) {
        let bytes = batch.bytes();
        let data = PartitionProduceData {
            index: partition,
            records: Some(Opaque(&bytes)),
            ..Default::default()
        };
        // Ids are known from v13 on, and then the only names.
        let topic = |id, name| TopicProduceData {
            name,
            topic_id: id,
            partition_data: vec![data.clone()].into(),
            ..Default::default()
        };
        let topic = topic(self.id, &self.name);
        let request = ProduceRequest {
            acks: -1,
            timeout_ms: 10_000,
            topic_data: vec![topic].into(),
            ..Default::default()
        };
        let answer = peer.ask_newest(&request).await;
        let response = answer.response();
        let topic = response.responses.iter().next().unwrap();
        let it = topic.partition_responses.iter().next().unwrap();
        (it.error_code.0, it.base_offset)
    }

    /// Reads a partition; gives the code, the end of the log and the bytes.
    async fn fetch(&self, peer: &Peer, partition: i32, offset: i64) -> (i16, i64, Vec<u8>) {
        let partition = FetchPartition {
            partition,
            fetch_offset: offset,
            partition_max_bytes: 1_000_000,
            ..Default::default()
        };
        let partitions = vec![partition].into();
        let topic =
            FetchTopic { topic: &self.name, topic_id: self.id, partitions, ..Default::default() };
        let request = FetchRequest {
            max_wait_ms: 4_000,
            min_bytes: 1,
            topics: vec![topic].into(),
            ..Default::default()
        };
        let answer = peer.ask_newest(&request).await;
        let response = answer.response();
        let topic = response.responses.iter().next().unwrap();
        let it = topic.partitions.iter().next().unwrap();
        let records = it.records.map(|records| records.to_vec()).unwrap_or_default();
        (it.error_code.0, it.high_watermark, records)
    }

    /// Reads in a session; gives the code, the session, and each partition that is told with its code and the
    /// end of its log.
    async fn in_session(
        &self,
        peer: &Peer,
        (session_id, session_epoch): (i32, i32),
        wanted: &[(i32, i64)],
    ) -> (i16, i32, Vec<(i32, i16, i64)>) {
        let partitions = wanted.iter().map(|(partition, fetch_offset)| FetchPartition {
            partition: *partition,
            fetch_offset: *fetch_offset,
            partition_max_bytes: 1_000_000,
            ..Default::default()
        });
        let topic = FetchTopic {
            topic: &self.name,
            topic_id: self.id,
            partitions: partitions.collect(),
            ..Default::default()
        };
        let topics = if wanted.is_empty() { vec![] } else { vec![topic] };
        let (topics, min_bytes) = (topics.into(), 1);
        let request =
            FetchRequest { session_id, session_epoch, min_bytes, topics, ..Default::default() };
        let answer = peer.ask_newest(&request).await;
        let response = answer.response();
        let told = response.responses.iter().flat_map(|topic| {
            let partitions: Vec<_> = topic.partitions.iter().collect();
            partitions
                .into_iter()
                .map(|it| (it.partition_index, it.error_code.0, it.high_watermark))
        });
        (response.error_code.0, response.session_id, told.collect())
    }

    fn partition(&self, partition: i32) -> TopicPartition {
        TopicPartition::new(&self.name, partition)
    }
}

pub(crate) async fn a_session_tells_only_what_is_new(peer: &Peer) {
    let admin = peer.admin().await;
    let place = place(peer, &admin).await;
    let (_, id, told) = place.in_session(peer, (0, 0), &[(0, 0), (1, 0)]).await;
    assert_eq!(told, [(0, 0, 0), (1, 0, 0)]);
    assert!(id > 0);
    let ask =
        async |epoch, wanted: &[(i32, i64)]| place.in_session(peer, (id, epoch), wanted).await;
    assert_eq!(ask(1, &[]).await, (0, id, vec![]));
    place.produce(peer, 1, &RecordBatch::of(now(), &["a", "b"])).await;
    assert_eq!(ask(2, &[]).await, (0, id, vec![(1, 0, 2)]));
    assert_eq!(ask(3, &[(1, 2), (7, 0)]).await, (0, id, vec![(7, 3, -1)]));
    assert_eq!(ask(3, &[]).await, (71, 0, vec![]), "the epoch has passed");
    assert_eq!(place.in_session(peer, (id, -1), &[(0, 0)]).await, (0, 0, vec![(0, 0, 0)]));
    assert_eq!(ask(4, &[]).await, (70, 0, vec![]), "it was closed");
}

/// What the broker makes of a batch at that offset.
fn placed(batch: &RecordBatch, offset: i64) -> Vec<u8> {
    let mut bytes = batch.bytes();
    bytes[..8].copy_from_slice(&offset.to_be_bytes());
    // The epoch of the first leader.
    bytes[12..16].copy_from_slice(&[0; 4]);
    bytes
}

pub(crate) async fn what_was_produced_is_fetched_and_found_by_its_time(peer: &Peer) {
    let admin = peer.admin().await;
    let place = place(peer, &admin).await;
    let start = now() - 1000;
    let batches = [
        RecordBatch::of(start, &["a", "b", "c"]),
        RecordBatch::of(start + 500, &["d"]),
        RecordBatch::of(start + 100, &["e", "f"]),
    ];
    for (batch, offset) in batches.iter().zip([0, 3, 4]) {
        assert_eq!(place.produce(peer, 1, batch).await, (0, offset));
    }
    let all: Vec<u8> =
        batches.iter().zip([0, 3, 4]).flat_map(|(batch, offset)| placed(batch, offset)).collect();
    assert_eq!(place.fetch(peer, 1, 0).await, (0, 6, all), "batches come back as they were sent");
    let last = placed(&batches[2], 4);
    assert_eq!(place.fetch(peer, 1, 5).await, (0, 6, last), "from the batch with the offset");
    assert_eq!(place.fetch(peer, 1, 7).await, (1, -1, Vec::new()));

    let found = async |spec| {
        let wanted = [(place.partition(1), spec)];
        let listed = admin.list_offsets(&wanted).read_committed(true).await.unwrap();
        listed.one().unwrap().map(|it| (it.offset, it.timestamp.map(|time| time - start)))
    };
    for (after, expected) in [
        (0, Some((0, Some(0)))),
        (2, Some((2, Some(2)))),
        (3, Some((3, Some(500)))),
        (101, Some((3, Some(500)))),
        (501, None),
    ] {
        assert_eq!(found(OffsetSpec::AtTimestamp(start + after)).await, expected, "{after}");
    }
    assert_eq!(found(OffsetSpec::MaxTimestamp).await, Some((3, Some(500))));
    assert_eq!(found(OffsetSpec::Earliest).await, Some((0, None)));
    assert_eq!(found(OffsetSpec::Latest).await, Some((6, None)));
    assert_eq!(found(OffsetSpec::EarliestLocal).await, Some((0, None)));
    assert_eq!(found(OffsetSpec::LatestTiered).await, None);
    // Kafka 3.9 does not have this one, and says so of the item only.
    let mixed = [
        (place.partition(0), OffsetSpec::EarliestPendingUpload),
        (place.partition(1), OffsetSpec::Latest),
    ];
    let mut batch = admin.list_offsets(&mixed).await.unwrap().into_iter();
    let pending = batch.next().unwrap().1;
    assert!(
        pending.as_ref().is_ok_and(Option::is_none)
            || pending.as_ref().is_err_and(|it| it.kind() == ErrorKind::UnsupportedVersion),
        "{pending:?}"
    );
    assert_eq!(batch.next().unwrap().1.unwrap().unwrap().offset, 6);
}

pub(crate) async fn a_fetch_waits_for_what_is_produced_later(peer: &Peer) {
    let admin = peer.admin().await;
    let place = place(peer, &admin).await;
    let batch = RecordBatch::of(now(), &["late"]);
    let (fetched, produced) = tokio::join!(place.fetch(peer, 0, 0), place.produce(peer, 0, &batch));
    assert_eq!(produced, (0, 0));
    // Whether it came before or after: the fetch has it, long before its time is over.
    assert_eq!(fetched, (0, 1, placed(&batch, 0)));
}

/// The id and the epoch of a new producer. A new broker takes a moment until it has any.
async fn producer(peer: &Peer) -> (i64, i16) {
    let start = Instant::now();
    loop {
        let request = InitProducerIdRequest {
            transactional_id: None,
            transaction_timeout_ms: 60_000,
            producer_id: -1,
            producer_epoch: -1,
            ..Default::default()
        };
        let answer = peer.ask_newest(&request).await;
        let response = answer.response();
        match response.error_code {
            ErrorCode::NONE => return (response.producer_id, response.producer_epoch),
            ErrorCode::COORDINATOR_LOAD_IN_PROGRESS => {
                assert!(start.elapsed() < Duration::from_secs(30), "no producer id");
            }
            other => panic!("{other}"),
        }
    }
}

pub(crate) async fn a_batch_that_is_sent_twice_is_there_once(peer: &Peer) {
    let admin = peer.admin().await;
    let place = place(peer, &admin).await;
    let (id, epoch) = producer(peer).await;
    let batch = |sequence| RecordBatch::of(now(), &["v", "w"]).by(id, epoch, sequence);
    assert_eq!(place.produce(peer, 0, &batch(0)).await, (0, 0));
    assert_eq!(place.produce(peer, 0, &batch(2)).await, (0, 2));
    assert_eq!(place.produce(peer, 0, &batch(2)).await, (0, 2), "again");
    assert_eq!(place.produce(peer, 0, &batch(6)).await.0, 45, "two are left out");
    assert_eq!(place.produce(peer, 0, &batch(0)).await, (0, 0), "the first one again");
    let latest = [(place.partition(0), OffsetSpec::Latest)];
    let listed = admin.list_offsets(&latest).await.unwrap().one().unwrap().unwrap();
    assert_eq!(listed.offset, 4);
}

pub(crate) async fn the_oldest_records_are_deleted(peer: &Peer) {
    let admin = peer.admin().await;
    let place = place(peer, &admin).await;
    for partition in [0, 1] {
        let batch = RecordBatch::of(now(), &["a", "b", "c", "d"]);
        assert_eq!(place.produce(peer, partition, &batch).await, (0, 0));
    }
    let delete = async |partition, records| {
        let wanted = [(place.partition(partition), records)];
        let deleted = admin.delete_records(&wanted).await.unwrap().one();
        deleted.map(|it| it.low_watermark).map_err(|error| (error.code(), error.outcome()))
    };
    assert_eq!(delete(0, RecordsToDelete::Before(3)).await, Ok(3));
    assert_eq!(delete(0, RecordsToDelete::Before(1)).await, Ok(3), "they are gone");
    let beyond = (Some(ErrorCode::OFFSET_OUT_OF_RANGE), Outcome::NotApplied);
    assert_eq!(delete(0, RecordsToDelete::Before(5)).await, Err(beyond));
    assert_eq!(delete(1, RecordsToDelete::All).await, Ok(4));
    let earliest = [0, 1].map(|n| (place.partition(n), OffsetSpec::Earliest));
    let listed = admin.list_offsets(&earliest).await.unwrap().all().unwrap();
    let offsets: Vec<_> = listed.iter().map(|it| it.map(|it| it.offset)).collect();
    assert_eq!(offsets, [Some(3), Some(4)]);
    assert_eq!(place.fetch(peer, 0, 2).await.0, ErrorCode::OFFSET_OUT_OF_RANGE.0);
    assert_eq!(place.fetch(peer, 0, 3).await.0, 0);
}

pub(crate) async fn what_cannot_be_deleted_hides_nothing_else(peer: &Peer) {
    let admin = peer.admin().await;
    let place = place(peer, &admin).await;
    let compacted = interop::unique("compacted");
    let topic = NewTopic::new(&compacted).partitions(1).replication_factor(1);
    let topic = topic.config("cleanup.policy", "compact");
    admin.create_topics(&[topic]).await.unwrap().all().unwrap();
    let describe = [AclOperation::DESCRIBE];
    admin.wait_until_allowed(&compacted, &describe, Duration::from_secs(30)).await.unwrap();
    let all = RecordsToDelete::All;
    let wanted = [
        (TopicPartition::new(&compacted, 0), all),
        (place.partition(9), all),
        (TopicPartition::new("absent", 0), all),
        (TopicPartition::new("no/name", 0), all),
        (place.partition(1), RecordsToDelete::Before(-7)),
        (place.partition(0), all),
    ];
    let batch = admin.delete_records(&wanted).await.unwrap();
    let codes: Vec<_> = batch
        .iter()
        .map(|(_, result)| result.as_ref().map_err(|error| error.code()).err())
        .collect();
    let unknown = Some(Some(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION));
    let policy = Some(Some(ErrorCode::POLICY_VIOLATION));
    assert_eq!(codes, [policy, unknown, unknown, Some(None), Some(None), None]);
    // What is compacted and deleted, too, can be deleted.
    let both = ConfigChanges::of(ConfigResource::topic(&compacted))
        .set("cleanup.policy", "compact,delete");
    admin.alter_configs(&[both]).await.unwrap().all().unwrap();
    let is_so = async { while admin.delete_records(&wanted[..1]).await.unwrap().one().is_err() {} };
    tokio::time::timeout(Duration::from_secs(30), is_so).await.unwrap();
}

pub(crate) async fn kadm_shows_offsets_and_deletes_records(peer: &Peer) {
    let admin = peer.admin().await;
    let place = place(peer, &admin).await;
    let start = now() - 1000;
    assert_eq!(place.produce(peer, 0, &RecordBatch::of(start, &["a", "b", "c"])).await, (0, 0));
    assert_eq!(place.produce(peer, 1, &RecordBatch::of(start + 5, &["d"])).await, (0, 0));
    let name = place.name.as_str();

    let (code, shown) = peer.kadm(&["topic", "offsets", name]).await;
    let line = |partition, earliest, latest| {
        json!({
            "topic": name, "partition": partition, "earliest": earliest, "latest": latest,
            "count": latest - earliest, "ok": true,
        })
    };
    assert_eq!((code, &shown["partitions"]), (0, &json!([line(0, 0, 3), line(1, 0, 1)])));
    assert_eq!(shown["total"], 4);
    let time = (start + 1).to_string();
    let one = format!("{name}:0");
    let (_, shown) = peer.kadm(&["topic", "offsets", &one, "--time", &time]).await;
    assert_eq!(shown["partitions"][0]["offset"], 1, "{shown}");
    let (code, shown) = peer.kadm(&["topic", "offsets", name, "absent"]).await;
    assert_eq!((code, &shown["partitions"][2]["error"]["code"]), (1, &json!(3)), "{shown}");

    let delete = ["topic", "delete-records", &one, "--before", "2"];
    let (code, shown) = peer.kadm(&delete).await;
    assert_eq!((code, &shown["error"]["kind"]), (2, &json!("ConfirmationRequired")), "{shown}");
    assert_eq!((&shown["total"], &shown["partitions"][0]["count"]), (&json!(2), &json!(2)));
    let (code, shown) = peer.kadm(&[&delete[..], &["--yes"]].concat()).await;
    assert_eq!((code, &shown["partitions"][0]["low_watermark"]), (0, &json!(2)), "{shown}");

    let file = std::env::temp_dir().join(interop::unique("records.json"));
    let content = json!({"version": 1, "partitions": [
        {"topic": name, "partition": 0, "offset": -1},
        {"topic": name, "partition": 1, "offset": 7},
    ]});
    std::fs::write(&file, content.to_string()).unwrap();
    let path = file.to_str().unwrap();
    let (code, shown) = peer.kadm(&["topic", "delete-records", "--file", path, "--yes"]).await;
    std::fs::remove_file(&file).unwrap();
    assert_eq!((code, &shown["partitions"][0]["low_watermark"]), (1, &json!(3)), "{shown}");
    assert_eq!(shown["partitions"][1]["error"]["code"], 1, "{shown}");
    let (code, shown) =
        peer.kadm(&["topic", "delete-records", name, "--all-records", "--yes"]).await;
    let left = [&shown["partitions"][0], &shown["partitions"][1]].map(|it| &it["low_watermark"]);
    assert_eq!((code, left), (0, [&json!(3), &json!(1)]), "{shown}");
}

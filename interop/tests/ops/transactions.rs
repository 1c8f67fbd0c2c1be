//! ListTransactions, DescribeTransactions, DescribeProducers, WriteTxnMarkers, InitProducerId.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use interop::RecordBatch;
use kafka_admin::configs::{ConfigChanges, ConfigResource};
use kafka_admin::topics::TopicPartition;
use kafka_admin::transactions::{
    AbortTransactionSpec, ProducerState, TransactionDescription, TransactionFilter,
    TransactionListing, TransactionState,
};
use kafka_admin::{Admin, ApiKey, ErrorCode, ErrorKind};
use kafka_proto::CoordinatorType;
use kafka_proto::messages::add_partitions_to_txn::{
    AddPartitionsToTxnRequest, AddPartitionsToTxnTopic,
};
use kafka_proto::messages::find_coordinator::FindCoordinatorRequest;
use kafka_proto::messages::init_producer_id::InitProducerIdRequest;
use kafka_proto::messages::produce::{PartitionProduceData, ProduceRequest, TopicProduceData};
use serde_json::json;

use crate::peer::Peer;

/// The last versions where clients name topics, and say themselves what takes part in a transaction.
const PRODUCE: i16 = 11;
const ADD_PARTITIONS: i16 = 3;
const FIND: i16 = 4;
const INIT: i16 = 4;

/// The attribute of a batch of a transaction.
const TRANSACTIONAL: i16 = 1 << 4;

/// Who writes a batch, and as what.
#[derive(Clone, Copy)]
struct Producer {
    id: i64,
    epoch: i16,
}

/// What is older than this, the tests call hanging.
const AGE: Duration = Duration::from_secs(3_600);

/// As long as a broker allows by default.
const TIMEOUT_MS: i32 = 900_000;

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(since.as_millis()).unwrap()
}

/// Starts a producer; the coordinator may still be loading.
async fn init(peer: &Peer, id: Option<&str>) -> Producer {
    let keys: Vec<&str> = id.into_iter().collect();
    let find = FindCoordinatorRequest {
        key_type: CoordinatorType::TRANSACTION,
        coordinator_keys: keys.as_slice().into(),
        ..FindCoordinatorRequest::default()
    };
    let request = InitProducerIdRequest {
        transactional_id: id,
        transaction_timeout_ms: TIMEOUT_MS,
        ..InitProducerIdRequest::default()
    };
    let passes = [
        ErrorCode::COORDINATOR_LOAD_IN_PROGRESS,
        ErrorCode::COORDINATOR_NOT_AVAILABLE,
        ErrorCode::NOT_COORDINATOR,
        ErrorCode::CONCURRENT_TRANSACTIONS,
    ];
    for _ in 0..10_000 {
        peer.ask(FIND, &find).await;
        let answer = peer.ask(INIT, &request).await;
        let answer = answer.response();
        match answer.error_code {
            ErrorCode::NONE => {
                let (id, epoch) = (answer.producer_id, answer.producer_epoch);
                return Producer { id, epoch };
            }
            code => assert!(passes.contains(&code), "{code:?}"),
        }
    }
    panic!("the coordinator does not come up");
}

/// Makes a partition take part in the transaction.
async fn add(peer: &Peer, id: &str, producer: Producer, topic: &str) {
    let partitions = [0];
    let topic = AddPartitionsToTxnTopic {
        name: topic,
        partitions: (&partitions).into(),
        ..AddPartitionsToTxnTopic::default()
    };
    let request = AddPartitionsToTxnRequest {
        v3_and_below_transactional_id: id,
        v3_and_below_producer_id: producer.id,
        v3_and_below_producer_epoch: producer.epoch,
        v3_and_below_topics: vec![topic].into(),
        ..AddPartitionsToTxnRequest::default()
    };
    let answer = peer.ask(ADD_PARTITIONS, &request).await;
    let answer = answer.response();
    for topic in answer.results_by_topic_v3_and_below.iter() {
        for it in topic.results_by_partition.iter() {
            assert_eq!(it.partition_error_code, ErrorCode::NONE);
        }
    }
}

/// Writes two records into partition 0; `id` is that of a transaction.
async fn produce(
    peer: &Peer,
    id: &str,
    producer: Producer,
    topic: &str,
    timestamp: i64,
) -> ErrorCode {
    let batch = RecordBatch::of(timestamp, &["a", "b"]).by(producer.id, producer.epoch, 0);
    let records = RecordBatch { attributes: TRANSACTIONAL, ..batch }.bytes();
    let partition = PartitionProduceData {
        index: 0,
        records: Some(records.as_slice().into()),
        ..PartitionProduceData::default()
    };
    let data = TopicProduceData {
        name: topic,
        partition_data: vec![partition].into(),
        ..TopicProduceData::default()
    };
    let request = ProduceRequest {
        transactional_id: Some(id),
        acks: -1,
        timeout_ms: 30_000,
        topic_data: vec![data].into(),
        ..ProduceRequest::default()
    };
    let answer = peer.ask(PRODUCE, &request).await;
    let answer = answer.response();
    let topic = answer.responses.iter().next().unwrap();
    topic.partition_responses.iter().next().unwrap().error_code
}

/// A transaction with two records in partition 0 of a topic.
async fn open(peer: &Peer, id: &str, topic: &str) -> Producer {
    let producer = init(peer, Some(id)).await;
    add(peer, id, producer, topic).await;
    assert_eq!(produce(peer, id, producer, topic, now()).await, ErrorCode::NONE);
    producer
}

async fn described(admin: &Admin, id: &str) -> TransactionDescription {
    admin.describe_transactions(&[id]).await.unwrap().one().unwrap()
}

async fn producers(admin: &Admin, partition: &TopicPartition) -> Vec<ProducerState> {
    let of_one = std::slice::from_ref(partition);
    admin.describe_producers(of_one).await.unwrap().one().unwrap()
}

async fn listed(admin: &Admin, filter: &TransactionFilter) -> Vec<TransactionListing> {
    admin.list_transactions(filter).await.unwrap().all().unwrap().concat()
}

/// Whether the cluster knows what producers wrote; if not, the calls say so.
async fn has_records(peer: &Peer, admin: &Admin) -> bool {
    if peer.newest(ApiKey::DESCRIBE_PRODUCERS).await.is_some() {
        return true;
    }
    let topic = peer.topic(admin, "unserved").await;
    let partition = TopicPartition::new(topic, 0);
    let error = admin.describe_producers(std::slice::from_ref(&partition)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnsupportedApi, "{error}");
    let spec =
        AbortTransactionSpec { partition, producer_id: 0, producer_epoch: 0, coordinator_epoch: 0 };
    let error = admin.abort_transaction(&spec).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnsupportedApi, "{error}");
    false
}

pub(crate) async fn an_open_transaction_is_seen_and_its_producer_fenced(peer: &Peer) {
    let admin = peer.admin().await;
    let (id, topic) = (interop::unique("transaction"), peer.topic(&admin, "open").await);
    let before = now();
    let producer = init(peer, Some(&id)).await;
    add(peer, &id, producer, &topic).await;

    let seen = described(&admin, &id).await;
    assert_eq!(seen.state, TransactionState::Ongoing);
    assert_eq!((seen.producer_id, seen.producer_epoch), (producer.id, producer.epoch));
    assert_eq!(seen.timeout, Duration::from_millis(TIMEOUT_MS.unsigned_abs().into()));
    assert!(seen.start_time.is_some_and(|time| time >= before), "{seen:?}");
    assert_eq!(seen.partitions().collect::<Vec<_>>(), [TopicPartition::new(&topic, 0)]);
    is_listed(peer, &admin, &id, producer.id).await;

    let (code, _) = peer.kadm(&["producer", "fence", &id]).await;
    assert_eq!(code, 2, "it is shown, and not done");
    assert_eq!(described(&admin, &id).await.state, TransactionState::Ongoing);
    let (code, answer) = peer.kadm(&["producer", "fence", &id, "--yes"]).await;
    let fenced = &answer["producers"][0];
    assert_eq!((code, &fenced["producer_id"]), (0, &json!(producer.id)), "{answer}");
    let seen = described(&admin, &id).await;
    assert_eq!(seen.state, TransactionState::Empty);
    assert!(seen.producer_epoch > producer.epoch, "{seen:?}");
    assert_eq!(fenced["producer_epoch"], seen.producer_epoch);
}

pub(crate) async fn a_partition_knows_its_producers(peer: &Peer) {
    let admin = peer.admin().await;
    if !has_records(peer, &admin).await {
        return;
    }
    let (id, topic) = (interop::unique("transaction"), peer.topic(&admin, "producers").await);
    let producer = open(peer, &id, &topic).await;
    let partition = TopicPartition::new(&topic, 0);
    let [state] = producers(&admin, &partition).await[..] else { panic!() };
    assert_eq!((state.producer_id, state.producer_epoch), (producer.id, producer.epoch.into()));
    assert_eq!((state.last_sequence, state.coordinator_epoch), (Some(1), None));
    assert_eq!(state.transaction_start_offset, Some(0));
    let leader = admin.describe_topics(&[&topic]).await.unwrap().one().unwrap();
    let on_leader = admin.describe_producers(std::slice::from_ref(&partition));
    let on_leader = on_leader.on_broker(leader.partitions[0].leader.unwrap()).await.unwrap();
    assert_eq!(on_leader.one().unwrap(), [state]);
    let (code, answer) = peer.kadm(&["producer", "list", &topic]).await;
    let of_it = &answer["partitions"][0]["producers"][0];
    assert_eq!((code, &of_it["producer_id"]), (0, &json!(producer.id)), "{answer}");

    admin.force_terminate_transaction(&id).await.unwrap();
    let code = produce(peer, &id, producer, &topic, now()).await;
    assert_eq!(code, ErrorCode::INVALID_PRODUCER_EPOCH);
    let [state] = producers(&admin, &partition).await[..] else { panic!() };
    assert_eq!(state.transaction_start_offset, None);
    assert!(state.coordinator_epoch.is_some());

    let wrong = [(topic.as_str(), 0), (&topic, 2), ("absent", 0), ("no/name", 0), (&topic, -1)];
    let wanted = wrong.map(|(topic, index)| TopicPartition::new(topic, index));
    let batch = admin.describe_producers(&wanted).await.unwrap();
    let errors: Vec<_> = batch.failures().map(|(it, error)| (it.partition, error.code())).collect();
    let unknown = Some(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION);
    assert_eq!(errors, [(2, unknown), (0, unknown), (0, None), (-1, None)]);
}

/// By each filter, those that older brokers do not know included, and by `kadm`.
async fn is_listed(peer: &Peer, admin: &Admin, id: &str, producer_id: i64) {
    let newest = peer.newest(ApiKey::LIST_TRANSACTIONS).await.unwrap();
    let any = TransactionFilter::any;
    let of_producer = any().producer_id(producer_id).state(TransactionState::Ongoing);
    for (since, filter, is_found) in [
        (0, any().state(TransactionState::Empty).state(TransactionState::Ongoing), true),
        (0, of_producer.clone(), true),
        (0, of_producer.clone().producer_id(producer_id + 1_000_000), true),
        (0, any().producer_id(producer_id + 1_000_000), false),
        (0, any().producer_id(producer_id).state(TransactionState::PrepareAbort), false),
        (1, of_producer.clone().open_longer_than(AGE), false),
        (1, of_producer.clone().open_longer_than(Duration::ZERO), true),
        (2, any().pattern(format!("{}.*", &id[..id.len() - 1])), true),
        (2, any().pattern(&id[1..]), false),
    ] {
        if newest < since {
            let error = admin.list_transactions(&filter).await.unwrap().all().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::UnsupportedVersion, "{filter:?}: {error}");
            continue;
        }
        let found = listed(admin, &filter).await;
        let found = found.iter().find(|it| it.transactional_id == id);
        assert_eq!(found.is_some(), is_found, "{filter:?}");
        let expected = (producer_id, &TransactionState::Ongoing);
        assert!(found.is_none_or(|it| (it.producer_id, &it.state) == expected), "{found:?}");
    }
    if newest >= 2 {
        let filter = any().pattern("(");
        let error = admin.list_transactions(&filter).await.unwrap_err();
        assert_eq!(error.code(), Some(ErrorCode::INVALID_REGULAR_EXPRESSION), "{error}");
    }
    let producer = producer_id.to_string();
    let words = ["transaction", "list", "--state", "ongoing", "--producer-id", &producer];
    let (code, answer) = peer.kadm(&words).await;
    let of_it = &answer["transactions"][0];
    assert_eq!((code, &of_it["transactional_id"]), (0, &json!(id)), "{answer}");
    let (code, answer) = peer.kadm(&["transaction", "describe", id, "absent"]).await;
    assert_eq!((code, &answer["transactions"][0]["state"]), (1, &json!("Ongoing")), "{answer}");
}

pub(crate) async fn what_is_wrong_with_one_id_hides_no_other(peer: &Peer) {
    let admin = peer.admin().await;
    let [known, created] = ["known", "created"].map(interop::unique);
    let producer = init(peer, Some(&known)).await;

    let batch = admin.describe_transactions(&["", "absent", &known, &known]).await.unwrap();
    let codes: Vec<_> = batch.iter().map(|(_, it)| it.as_ref().map_err(|e| e.code())).collect();
    let absent = Err(Some(ErrorCode::TRANSACTIONAL_ID_NOT_FOUND));
    assert_eq!(codes[..2], [Err(None), absent]);
    assert_eq!(codes[2].as_ref().unwrap().state, TransactionState::Empty);
    assert_eq!(codes[3], Err(None), "named twice");

    let error = admin.force_terminate_transaction(&created).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
    let (code, answer) = peer.kadm(&["producer", "fence", &known, &created, "--yes"]).await;
    assert_eq!((code, &answer["error"]["kind"]), (2, &json!("ConfirmationRequired")), "{answer}");
    let error = admin.describe_transactions(&[&created]).await.unwrap().one().unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::TRANSACTIONAL_ID_NOT_FOUND), "none was created");

    let fenced = admin.fence_producers(&["", &known, &created]).await.unwrap();
    let fenced: Vec<_> =
        fenced.into_iter().map(|(_, it)| it.map_err(|error| error.code())).collect();
    assert_eq!(fenced[0], Err(None));
    let again = fenced[1].unwrap();
    assert_eq!((again.producer_id, again.producer_epoch), (producer.id, producer.epoch + 1));
    assert_eq!(fenced[2].unwrap().producer_epoch, 0);
    assert_eq!(described(&admin, &created).await.state, TransactionState::Empty);
    let ended = admin.force_terminate_transaction(&known).await.unwrap();
    assert_eq!(ended.producer_epoch, producer.epoch + 2);
}

/// Brokers let a producer write only what its transaction says, unless they are told not to look: then
/// anything can be left open, as by brokers before Kafka 3.6.
pub(crate) async fn a_hanging_transaction_is_found_and_aborted(peer: &Peer) {
    let admin = peer.admin().await;
    if !has_records(peer, &admin).await {
        return;
    }
    let topic = peer.topic(&admin, "hanging").await;
    let partition = TopicPartition::new(&topic, 0);
    let both = [partition.clone(), TopicPartition::new(&topic, 1)];
    let broker = admin.describe_cluster().await.unwrap().brokers[0].id;
    let verification = "transaction.partition.verification.enable";
    let of_broker = || ConfigChanges::of(ConfigResource::broker(broker));
    let lax = [of_broker().set(verification, "false")];
    admin.alter_configs(&lax).await.unwrap().one().unwrap();
    let mut producer = init(peer, None).await;
    // Brokers learn of a setting a moment later.
    let written = async {
        while produce(peer, "nobody", producer, &topic, now() - 7_200_000).await != ErrorCode::NONE
        {
            producer = init(peer, None).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), written).await.unwrap();
    let strict = [of_broker().delete(verification)];
    admin.alter_configs(&strict).await.unwrap().one().unwrap();
    let orderly = open(peer, &interop::unique("orderly"), &topic).await;

    let found = admin.find_hanging_transactions(&both, AGE).await.unwrap().all().unwrap();
    let [hanging] = found[0][..] else { panic!("{found:?}") };
    assert_eq!((hanging.producer_id, hanging.transaction_start_offset), (producer.id, Some(0)));
    assert!(found[1].is_empty());
    let young = admin.find_hanging_transactions(&both, 3 * AGE).await.unwrap().all().unwrap();
    assert!(young.concat().is_empty());
    let all = admin.find_hanging_transactions(&both, Duration::ZERO).await.unwrap().all().unwrap();
    assert_eq!(all[0].len(), 1, "the other one has an id: {all:?}");
    let (code, answer) =
        peer.kadm(&["transaction", "find-hanging", "--topic", &topic, "--longer-than", "1h"]).await;
    let of_it = &answer["partitions"][0]["producers"][0];
    assert_eq!((code, &of_it["producer_id"]), (0, &json!(producer.id)), "{answer}");

    let spec = AbortTransactionSpec::of(partition.clone(), &hanging);
    let late = AbortTransactionSpec { producer_epoch: -1, ..spec.clone() };
    let error = admin.abort_transaction(&late).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
    let abort =
        ["transaction", "abort", "--topic", &topic, "--partition", "0", "--start-offset", "0"];
    assert_eq!(peer.kadm(&abort).await.0, 2, "it is shown, and not done");
    let found = producers(&admin, &partition).await;
    assert!(found.iter().any(|it| it.transaction_start_offset == Some(0)));
    let (code, answer) = peer.kadm(&[&abort[..], &["--yes"]].concat()).await;
    assert_eq!(code, 0, "{answer}");
    // It can be repeated.
    admin.abort_transaction(&spec).await.unwrap();
    let open: Vec<_> = producers(&admin, &partition).await;
    let open = open.iter().filter(|it| it.transaction_start_offset.is_some());
    assert_eq!(open.map(|it| it.producer_id).collect::<Vec<_>>(), [orderly.id]);
}

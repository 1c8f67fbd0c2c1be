use kafka_proto::messages::fetch::{FetchPartition, FetchTopic};
use kafka_proto::{AclOperation, ResourceType};

use super::super::tests::{ask, cluster, grant, iam, read, user};
use super::*;
use crate::client::Client;
use crate::cluster::Cluster;
use crate::state::log::batch::{Framed, tests::Parts};
use crate::state::log::policy::Policy;
use crate::state::log::{LogId, validate};
use crate::state::topic::Topic;

mod sessions;

const ID: Uuid = Uuid([1; 16]);

/// Broker 1 leads partitions 0 and 1 of topic `t`, and broker 2 partition 2.
fn shop() -> Cluster {
    let cluster = cluster(2);
    let topic = Topic {
        name: "t".to_owned(),
        id: ID,
        partitions: vec![vec![1], vec![1], vec![2]],
        configs: Default::default(),
    };
    cluster.state.topics.change(|topics| topics.insert(topic));
    cluster
}

/// Appends a batch of two records; gives its size.
fn append(cluster: &Cluster, partition: i32) -> usize {
    let state = &cluster.state;
    let log = state.logs.open(&state.topics, LogId { topic: ID, partition }).unwrap();
    let policy = Policy::of(state.topics.now().get("t").unwrap(), cluster.profile);
    let bytes = Parts::of(5, &["a", "b"]).bytes();
    let (framed, _) = Framed::first(&bytes).unwrap().unwrap();
    let checked = validate::check(framed, &policy, 5, "t-0").unwrap();
    state.logs.append(&log, checked, &policy).unwrap();
    bytes.len()
}

fn from(partition: i32, fetch_offset: i64) -> FetchPartition<'static> {
    let partition_max_bytes = 1_000_000;
    FetchPartition { partition, fetch_offset, partition_max_bytes, ..Default::default() }
}

fn request(partitions: Vec<FetchPartition<'static>>) -> FetchRequest<'static> {
    let topic = FetchTopic { topic: "t", partitions: partitions.into(), ..Default::default() };
    FetchRequest { min_bytes: 1, topics: vec![topic].into(), ..Default::default() }
}

/// Partition, code, high watermark and the number of bytes.
type Summary = (i32, i16, i64, usize);

fn summary(response: &FetchResponse<'_>) -> Vec<Summary> {
    let partitions = response.responses.iter().flat_map(|topic| {
        let partitions: Vec<_> = topic.partitions.iter().collect();
        partitions
    });
    let bytes = |it: &PartitionData<'_>| it.records.map_or(usize::MAX, |records| records.len());
    partitions
        .map(|it| (it.partition_index, it.error_code.0, it.high_watermark, bytes(&it)))
        .collect()
}

fn fetch(cluster: &Cluster, client: &Client, request: &FetchRequest<'_>) -> Vec<Summary> {
    let frame = ask(cluster, client, 12, request).unwrap();
    summary(&read::<FetchRequest<'_>>(&frame, 12))
}

#[test]
fn whole_batches_come_from_the_one_with_the_offset() {
    let cluster = shop();
    let size = append(&cluster, 0);
    append(&cluster, 0);
    let fetch = |offset| fetch(&cluster, &iam(), &request(vec![from(0, offset)]));
    assert_eq!(fetch(0), [(0, 0, 4, 2 * size)]);
    assert_eq!(fetch(3), [(0, 0, 4, size)]);
    assert_eq!(fetch(4), [(0, 0, 4, 0)]);
    for outside in [-1, 5] {
        assert_eq!(fetch(outside), [(0, 1, -1, 0)]);
    }
}

#[test]
fn every_version_that_is_served_has_the_records() {
    let mut cluster = shop();
    let size = append(&cluster, 0);
    cluster.profile = crate::profile::Profile::Kafka39;
    for version in 0..=17 {
        let mut asked = request(vec![from(0, 0)]);
        if version >= TOPIC_IDS {
            let mut topic = asked.topics.iter().next().unwrap();
            (topic.topic, topic.topic_id) = ("", ID);
            asked.topics = vec![topic].into();
        }
        let frame = ask(&cluster, &iam(), version, &asked).unwrap();
        let response = read::<FetchRequest<'_>>(&frame, version);
        assert_eq!(summary(&response), [(0, 0, 2, size)], "v{version}");
    }
}

#[test]
fn the_first_partition_with_records_always_gives_one_batch() {
    let cluster = shop();
    let size = append(&cluster, 0);
    append(&cluster, 0);
    append(&cluster, 1);
    let limited =
        |max_bytes| FetchRequest { max_bytes, ..request(vec![from(0, 4), from(0, 0), from(1, 0)]) };
    let fetch = |request| fetch(&cluster, &iam(), &request);
    // The last of two counts, in the place of the first.
    assert_eq!(fetch(limited(0)), [(0, 0, 4, size), (1, 0, 2, 0)]);
    let cut = size as i32 + 5;
    assert_eq!(fetch(limited(cut)), [(0, 0, 4, size + 5), (1, 0, 2, 0)]);
    let both = 3 * size as i32;
    assert_eq!(fetch(limited(both)), [(0, 0, 4, 2 * size), (1, 0, 2, size)]);
    let small = |partition| FetchPartition { partition_max_bytes: 1, ..from(partition, 0) };
    let fetched = fetch(request(vec![small(0), small(1)]));
    assert_eq!(fetched, [(0, 0, 4, size), (1, 0, 2, 0)]);
}

#[test]
fn what_is_refused_comes_behind_what_the_log_was_asked_for() {
    let cluster = shop();
    let size = append(&cluster, 1);
    let asked = request(vec![from(7, 0), from(2, 0), from(1, 0)]);
    let expected = [(2, 6, -1, 0), (1, 0, 2, size), (7, 3, -1, 0)];
    assert_eq!(fetch(&cluster, &iam(), &asked), expected);
    grant(&cluster, AclOperation::DESCRIBE, ResourceType::TOPIC, "t");
    let denied = fetch(&cluster, &user(), &asked);
    assert!(denied.iter().all(|it| it.1 == 29));
}

#[test]
fn topics_are_found_by_id_and_leaders_are_told() {
    let cluster = shop();
    let mut asked = request(vec![from(2, 0)]);
    let named = |id| {
        let mut topic = asked.topics.iter().next().unwrap();
        (topic.topic, topic.topic_id) = ("", id);
        topic
    };
    let topics = vec![named(ID), named(Uuid([9; 16]))];
    asked.topics = topics.into();
    let frame = ask(&cluster, &iam(), 18, &asked).unwrap();
    let response = read::<FetchRequest<'_>>(&frame, 18);
    assert_eq!(summary(&response), [(2, 6, -1, 0), (2, 100, -1, 0)]);
    let topic = response.responses.iter().next().unwrap();
    assert_eq!(topic.partitions.iter().next().unwrap().current_leader.leader_id, 2);
    let endpoints: Vec<i32> = response.node_endpoints.iter().map(|it| it.node_id).collect();
    assert_eq!(endpoints, [2]);
}

#[test]
fn epochs_that_never_were_are_told() {
    let cluster = shop();
    append(&cluster, 0);
    let at = |known: i32, last: i32, offset: i64| {
        let partition = FetchPartition {
            current_leader_epoch: known,
            last_fetched_epoch: last,
            ..from(0, offset)
        };
        let frame = ask(&cluster, &iam(), 12, &request(vec![partition])).unwrap();
        let response = read::<FetchRequest<'_>>(&frame, 12);
        let topic = response.responses.iter().next().unwrap();
        let it = topic.partitions.iter().next().unwrap();
        (it.error_code.0, it.diverging_epoch.epoch, it.diverging_epoch.end_offset)
    };
    assert_eq!(at(0, 0, 2), (0, -1, -1));
    assert_eq!(at(5, -1, 0), (75, -1, -1));
    assert_eq!(at(0, 0, 999), (0, 0, 2));
    assert_eq!(at(0, 5, 0), (1, -1, -1));
}

#[test]
fn committed_is_what_is_not_in_a_transaction() {
    let cluster = shop();
    append(&cluster, 0);
    let aborted = |level: i8| {
        let isolation_level = IsolationLevel(level);
        let asked = FetchRequest { isolation_level, ..request(vec![from(0, 0)]) };
        let frame = ask(&cluster, &iam(), 12, &asked).unwrap();
        let response = read::<FetchRequest<'_>>(&frame, 12);
        let topic = response.responses.iter().next().unwrap();
        let it = topic.partitions.iter().next().unwrap();
        (response.error_code.0, it.last_stable_offset, it.aborted_transactions.map(|it| it.len()))
    };
    assert_eq!(aborted(0), (0, 2, None));
    assert_eq!(aborted(1), (0, 2, Some(0)));
    assert_eq!(aborted(9), (-1, -1, Some(0)));
}

/// The same, made by a thread that may block.
async fn shop_for_waiting() -> Cluster {
    tokio::task::spawn_blocking(shop).await.unwrap()
}

/// What the broker does with a request that may wait a minute for `min_bytes`.
fn begin(cluster: &Cluster, min_bytes: i32, partitions: Vec<FetchPartition<'static>>) -> Outcome {
    let asked = FetchRequest { max_wait_ms: 60_000, min_bytes, ..request(partitions) };
    let mut frame = Vec::new();
    kafka_proto::encode_request(&mut frame, 12, 7, None, &asked).unwrap();
    super::super::answer(cluster, &iam(), &frame[4..])
}

/// Waits; gives whether it was woken before its deadline, and what the broker does then.
async fn go_on(cluster: &Cluster, outcome: Outcome) -> (bool, Outcome) {
    let Outcome::Wait(wait) = outcome else { panic!("{outcome:?}") };
    let until = wait.until;
    let then = wait.over().await;
    let mut frame = Vec::new();
    kafka_proto::encode_request(&mut frame, 12, 7, None, &request(vec![])).unwrap();
    let woken = Instant::now() < until;
    (woken, super::super::resume(cluster, &iam(), &frame[4..], then))
}

fn answered(outcome: Outcome) -> Vec<Summary> {
    let Outcome::Reply(frame) = outcome else { panic!("{outcome:?}") };
    summary(&read::<FetchRequest<'_>>(&frame, 12))
}

#[tokio::test(start_paused = true)]
async fn a_request_waits_for_enough_bytes_in_any_of_its_partitions() {
    let cluster = shop_for_waiting().await;
    let size = append(&cluster, 0);
    let waiting = begin(&cluster, 2 * size as i32, vec![from(0, 0), from(1, 0)]);
    append(&cluster, 1);
    let (woken, outcome) = go_on(&cluster, waiting).await;
    assert!(woken);
    assert_eq!(answered(outcome), [(0, 0, 2, size), (1, 0, 2, size)]);

    let waiting = begin(&cluster, 2 * size as i32, vec![from(0, 2)]);
    append(&cluster, 0);
    let (woken, waiting) = go_on(&cluster, waiting).await;
    assert!(woken && matches!(waiting, Outcome::Wait(_)), "not enough yet");
    append(&cluster, 0);
    let (_, outcome) = go_on(&cluster, waiting).await;
    assert_eq!(answered(outcome), [(0, 0, 6, 2 * size)]);
}

#[tokio::test(start_paused = true)]
async fn a_request_is_answered_at_its_deadline_with_what_there_is() {
    let cluster = shop_for_waiting().await;
    let size = append(&cluster, 0);
    let waiting = begin(&cluster, 10_000, vec![from(0, 0)]);
    let (woken, outcome) = go_on(&cluster, waiting).await;
    assert_eq!((woken, answered(outcome)), (false, vec![(0, 0, 2, size)]));
}

#[tokio::test(start_paused = true)]
async fn a_deleted_topic_is_told_to_whom_waits_for_it() {
    let cluster = std::sync::Arc::new(shop_for_waiting().await);
    let waiting = begin(&cluster, 1, vec![from(0, 0)]);
    let same = std::sync::Arc::clone(&cluster);
    let delete = move || {
        same.state.topics.change(|topics| topics.remove(ID));
        same.state.logs.remove(ID, 3);
    };
    tokio::task::spawn_blocking(delete).await.unwrap();
    let (woken, outcome) = go_on(&cluster, waiting).await;
    assert_eq!((woken, answered(outcome)), (true, vec![(0, 3, -1, 0)]));
}

#[test]
fn there_is_no_reason_to_wait_for_nothing() {
    let cluster = shop();
    for (min_bytes, partitions) in [
        (0, vec![from(0, 0)]),
        (1, vec![]),
        (1, vec![from(7, 0)]),
        (1, vec![from(0, 9), from(1, 0)]),
    ] {
        answered(begin(&cluster, min_bytes, partitions));
    }
}

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::timeout;

use super::batch::Framed;
use super::batch::tests::Parts;
use super::policy::tests::policy;
use super::*;
use crate::state::topic::Topic;

const TOPIC: Uuid = Uuid([1; 16]);
const NOW: i64 = 1_000_000;

fn id(partition: i32) -> LogId {
    LogId { topic: TOPIC, partition }
}

/// A topic of two partitions.
fn topics() -> Shared<Topics> {
    let mut topics = Topics::default();
    topics.insert(Topic {
        name: "t".to_owned(),
        id: TOPIC,
        partitions: vec![vec![1]; 2],
        configs: BTreeMap::new(),
    });
    Shared::new(topics)
}

/// Logs of that limit, and the log of partition 0.
fn log(limit: usize) -> (Logs, Arc<Log>) {
    let logs = Logs::new(limit);
    let log = logs.open(&topics(), id(0)).unwrap();
    (logs, log)
}

fn append(logs: &Logs, log: &Log, parts: &Parts, policy: &Policy) -> Result<Appended, i16> {
    let bytes = parts.bytes();
    let (framed, _) = Framed::first(&bytes).unwrap().unwrap();
    let checked = validate::check(framed, policy, NOW, "t-0").unwrap();
    logs.append(log, checked, policy).map_err(|refused| refused.code.0)
}

/// Batches of these many records, of which the first has that timestamp.
fn fill(logs: &Logs, log: &Log, batches: &[(usize, i64)]) {
    for (count, timestamp) in batches {
        let parts = Parts::of(*timestamp, &vec!["v"; *count]);
        append(logs, log, &parts, &policy(&[])).unwrap();
    }
}

fn span(log: &Log) -> (i64, i64) {
    let Span { start, end, .. } = log.span();
    (start, end)
}

/// The base offsets of what is read.
fn read(log: &Log, offset: i64, max_bytes: usize, min_one: bool) -> Result<Vec<i64>, i16> {
    let wish = Wish { offset, max_bytes, min_one, committed: false };
    let batches = log.read(wish).map_err(|code| code.0)?.batches;
    Ok(batches.iter().map(|bytes| i64::from_be_bytes(*bytes.first_chunk().unwrap())).collect())
}

#[test]
fn batches_follow_each_other_and_are_kept_as_they_came() {
    let (logs, log) = log(DEFAULT_LIMIT);
    let parts = Parts::of(5, &["a", "b"]);
    for base_offset in [0, 2, 4] {
        let appended = append(&logs, &log, &parts, &policy(&[])).unwrap();
        assert_eq!(appended, Appended { base_offset, log_append_time: -1, start: 0 });
    }
    let wish = Wish { offset: 2, max_bytes: usize::MAX, min_one: true, committed: true };
    let Read { span, batches, aborted } = log.read(wish).unwrap();
    assert_eq!((span, aborted), (Span { start: 0, end: 6, stable: 6 }, Vec::new()));
    let mut expected = parts.bytes();
    batch::place(&mut expected, 2, 0);
    assert_eq!(batches[0], expected);
    assert!(Framed::first(&batches[1]).unwrap().unwrap().0.header().is_ok());
}

#[test]
fn a_read_begins_with_the_batch_that_has_the_offset() {
    let (logs, log) = log(DEFAULT_LIMIT);
    fill(&logs, &log, &[(2, 0), (2, 0), (1, 0)]);
    assert_eq!(read(&log, 3, usize::MAX, true), Ok(vec![2, 4]));
    assert_eq!(read(&log, 0, 0, true), Ok(vec![0]));
    assert_eq!(read(&log, 0, 0, false), Ok(vec![]));
    assert_eq!(read(&log, 0, 1, false), Ok(vec![0]));
    assert_eq!(read(&log, 5, 1, true), Ok(vec![]));
    for outside in [-1, 6, i64::MAX] {
        assert_eq!(read(&log, outside, 1, true), Err(1));
    }
}

#[test]
fn records_are_deleted_up_to_an_offset_and_their_batches_with_the_last_one() {
    let (logs, log) = log(DEFAULT_LIMIT);
    fill(&logs, &log, &[(2, 0), (2, 0)]);
    assert_eq!(logs.delete_before(&log, 1), Ok(1));
    assert_eq!(read(&log, 1, usize::MAX, true), Ok(vec![0, 2]));
    assert_eq!(read(&log, 0, usize::MAX, true), Err(1));
    assert_eq!(logs.delete_before(&log, 0), Ok(1), "it never goes back");
    for outside in [-2, 5] {
        assert_eq!(logs.delete_before(&log, outside), Err(ErrorCode::OFFSET_OUT_OF_RANGE));
    }
    assert_eq!(logs.delete_before(&log, -1), Ok(4));
    assert_eq!((span(&log), logs.room.bytes()), ((4, 4), 0));
    fill(&logs, &log, &[(1, 0)]);
    assert_eq!((span(&log), read(&log, 4, 1, true)), ((4, 5), Ok(vec![4])));
}

#[test]
fn times_are_looked_up_in_records() {
    let (logs, log) = log(DEFAULT_LIMIT);
    // Offsets 0 to 5, at 10, 11, 12, then 30, then 5, 6.
    fill(&logs, &log, &[(3, 10), (1, 30), (2, 5)]);
    let found = |timestamp| log.first_at(timestamp).map(|it| (it.offset, it.timestamp));
    assert_eq!(found(0), Some((0, 10)));
    assert_eq!(found(11), Some((1, 11)));
    assert_eq!(found(13), Some((3, 30)));
    assert_eq!(found(31), None);
    assert_eq!(log.max_timestamp(), Some(Found { offset: 3, timestamp: 30 }));
    logs.delete_before(&log, 1).unwrap();
    assert_eq!(found(0), Some((1, 11)));
    logs.delete_before(&log, -1).unwrap();
    assert_eq!((found(0), log.max_timestamp()), (None, None));
}

#[test]
fn a_compressed_batch_has_one_time_for_all() {
    let (logs, log) = log(DEFAULT_LIMIT);
    let mut parts = Parts::of(10, &["a", "b", "c"]);
    parts.header.attributes = 1;
    parts.records = b"not looked into".to_vec();
    append(&logs, &log, &parts, &policy(&[])).unwrap();
    assert_eq!(log.first_at(10), Some(Found { offset: 0, timestamp: 10 }));
    assert_eq!(log.first_at(11), Some(Found { offset: 0, timestamp: 12 }));
    assert_eq!(log.max_timestamp(), Some(Found { offset: 2, timestamp: 12 }));
}

#[test]
fn what_all_logs_keep_is_bounded_and_the_oldest_goes_first() {
    let one = Parts::of(0, &["v"]).bytes().len() + 256;
    let (logs, first) = log(3 * one);
    let second = logs.open(&topics(), id(1)).unwrap();
    fill(&logs, &first, &[(1, 0), (1, 0)]);
    fill(&logs, &second, &[(1, 0)]);
    assert_eq!((span(&first), span(&second)), ((0, 2), (0, 1)));
    fill(&logs, &second, &[(1, 0)]);
    assert_eq!((span(&first), span(&second)), ((1, 2), (0, 2)));
    fill(&logs, &second, &[(1, 0), (1, 0)]);
    assert_eq!((span(&first), span(&second)), ((2, 2), (1, 4)));
    assert_eq!(logs.room.bytes(), 3 * one);
    // Larger than all the room there is.
    let large = Parts::of(0, &["v".repeat(4 * one).as_str()]);
    let appended = append(&logs, &first, &large, &policy(&[])).unwrap();
    assert_eq!((appended.base_offset, span(&first), logs.room.bytes()), (2, (3, 3), 0));
}

#[test]
fn retention_bytes_is_obeyed_as_far_as_batches_go() {
    let (logs, log) = log(DEFAULT_LIMIT);
    let parts = Parts::of(0, &["v"]);
    let size = parts.bytes().len();
    let two = (2 * size).to_string();
    let kept = policy(&[("retention.bytes", &two)]);
    for _ in 0..5 {
        append(&logs, &log, &parts, &kept).unwrap();
    }
    assert_eq!(span(&log), (3, 5));
    append(&logs, &log, &parts, &policy(&[("retention.bytes", "0")])).unwrap();
    assert_eq!(span(&log), (5, 6), "the last one stays");
}

#[test]
fn what_is_sent_twice_is_appended_once() {
    let (logs, log) = log(DEFAULT_LIMIT);
    let parts = |sequence| Parts::of(7, &["v"]).by(4, 0, sequence);
    append(&logs, &log, &parts(0), &policy(&[])).unwrap();
    append(&logs, &log, &parts(1), &policy(&[])).unwrap();
    let again = append(&logs, &log, &parts(0), &policy(&[]));
    assert_eq!(again, Ok(Appended { base_offset: 0, log_append_time: 7, start: 0 }));
    assert_eq!(append(&logs, &log, &parts(5), &policy(&[])), Err(45));
    logs.delete_before(&log, -1).unwrap();
    assert_eq!(append(&logs, &log, &parts(0), &policy(&[])).unwrap().base_offset, 0);
    assert_eq!(span(&log), (2, 2));
}

#[test]
fn a_deleted_topic_takes_its_logs_along() {
    let (logs, log) = log(DEFAULT_LIMIT);
    let topics = topics();
    fill(&logs, &log, &[(1, 0)]);
    append(&logs, &log, &Parts::of(0, &["v"]).by(4, 0, 0), &policy(&[])).unwrap();
    topics.change(|topics| topics.remove(TOPIC));
    logs.remove(TOPIC, 2);
    assert_eq!((logs.room.bytes(), logs.get(id(0)).is_none()), (0, true));
    assert!(logs.open(&topics, id(0)).is_none(), "it does not come back");
    assert_eq!(append(&logs, &log, &Parts::of(0, &["v"]), &policy(&[])), Err(3));
    assert_eq!(logs.room.bytes(), 0);
}

/// A batch of one record in a transaction.
fn in_transaction(producer_id: i64, sequence: i32) -> Parts {
    let mut parts = Parts::of(0, &["v"]).by(producer_id, 0, sequence);
    parts.header.attributes = 1 << 4;
    parts
}

fn end(logs: &Logs, log: &Log, producer_id: i64, epoch: i16, committed: bool) -> Result<(), i16> {
    let marker = Marker { producer_id, epoch, committed, coordinator_epoch: 0, timestamp: NOW };
    logs.end(log, &marker, false).map_err(|code| code.0)
}

/// The base offsets of what is committed, and the producers and first offsets of what is aborted.
fn committed(log: &Log, offset: i64) -> (Vec<i64>, Vec<(i64, i64)>) {
    let wish = Wish { offset, max_bytes: usize::MAX, min_one: true, committed: true };
    let Read { batches, aborted, .. } = log.read(wish).unwrap();
    let base = |bytes: &Bytes| i64::from_be_bytes(*bytes.first_chunk().unwrap());
    let aborted = aborted.iter().map(|it| (it.producer_id, it.first)).collect();
    (batches.iter().map(base).collect(), aborted)
}

#[test]
fn what_is_not_decided_is_not_committed() {
    let (logs, log) = log(DEFAULT_LIMIT);
    append(&logs, &log, &in_transaction(1, 0), &policy(&[])).unwrap();
    append(&logs, &log, &in_transaction(2, 0), &policy(&[])).unwrap();
    fill(&logs, &log, &[(1, 0)]);
    assert_eq!((log.span().stable, committed(&log, 0)), (0, (vec![], vec![])));
    assert_eq!(end(&logs, &log, 1, 0, false), Ok(()));
    assert_eq!((log.span().stable, committed(&log, 0)), (1, (vec![0], vec![(1, 0)])));
    assert_eq!(end(&logs, &log, 2, 0, true), Ok(()));
    assert_eq!(log.span(), Span { start: 0, end: 5, stable: 5 });
    assert_eq!(committed(&log, 0), (vec![0, 1, 2, 3, 4], vec![(1, 0)]));
    assert_eq!(committed(&log, 4), (vec![4], vec![]), "its marker is before");
    logs.delete_before(&log, 4).unwrap();
    assert!(log.kept().aborted.is_empty());
}

#[test]
fn in_a_transaction_a_producer_writes_nothing_else() {
    let (logs, log) = log(DEFAULT_LIMIT);
    append(&logs, &log, &in_transaction(1, 0), &policy(&[])).unwrap();
    assert!(log.is_open(1, 0) && !log.is_open(1, 1));
    let plain = Parts::of(0, &["v"]).by(1, 0, 1);
    assert_eq!(append(&logs, &log, &plain, &policy(&[])), Err(48));
    end(&logs, &log, 1, 1, true).unwrap();
    assert_eq!(append(&logs, &log, &plain, &policy(&[])), Err(47), "the marker has a new epoch");
    assert_eq!(end(&logs, &log, 1, 0, true), Err(47));
    let states = log.producers();
    assert_eq!((states[0].epoch, states[0].open, states[0].last_sequence), (1, None, -1));
}

#[tokio::test(start_paused = true)]
async fn whoever_waits_for_a_log_is_woken_by_its_changes_only() {
    let (logs, log) = log(DEFAULT_LIMIT);
    let other = logs.open(&topics(), id(1)).unwrap();
    let second = Duration::from_secs(1);
    let (changed, not) = (log.changed(), other.changed());
    fill(&logs, &log, &[(1, 0)]);
    assert!(timeout(second, changed).await.is_ok());
    assert!(timeout(second, not).await.is_err());
    let deleted = log.changed();
    logs.delete_before(&log, -1).unwrap();
    assert!(timeout(second, deleted).await.is_ok());
}

/// With one lock for all this would wait for ever.
#[test]
fn whoever_writes_to_a_partition_holds_up_no_other() {
    let (logs, log) = log(DEFAULT_LIMIT);
    let other = logs.open(&topics(), id(1)).unwrap();
    let held = log.kept();
    fill(&logs, &other, &[(1, 0)]);
    assert_eq!(read(&other, 0, 1, true), Ok(vec![0]));
    drop(held);
}

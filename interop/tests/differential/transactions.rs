//! InitProducerId with a transactional id, AddPartitionsToTxn, EndTxn, ListTransactions and
//! DescribeTransactions.

use kafka_proto::messages::add_partitions_to_txn::{
    AddPartitionsToTxnRequest, AddPartitionsToTxnTopic, AddPartitionsToTxnTransaction,
};
use kafka_proto::messages::create_topics::{CreatableTopic, CreateTopicsRequest};
use kafka_proto::messages::describe_transactions::DescribeTransactionsRequest;
use kafka_proto::messages::end_txn::EndTxnRequest;
use kafka_proto::messages::find_coordinator::FindCoordinatorRequest;
use kafka_proto::messages::init_producer_id::InitProducerIdRequest;
use kafka_proto::messages::list_transactions::ListTransactionsRequest;
use kafka_proto::{CoordinatorType, ErrorCode};

use crate::{BOTH, Pair, Who};

const ID: &str = "transactional";
const TOPIC: &str = "of-transactions";

/// A producer's id and epoch.
type Producer = (i64, i16);

const NOBODY: Producer = (-1, -1);

pub(crate) fn compare(pair: &mut Pair) {
    let topic = CreatableTopic {
        name: TOPIC,
        num_partitions: 2,
        replication_factor: 1,
        ..Default::default()
    };
    let topics = vec![topic].into();
    let request = CreateTopicsRequest { topics, timeout_ms: 30_000, ..Default::default() };
    pair.write("a topic for transactions", Who::Admin, 7, &request);
    wrong_starts(pair);
    let producer = starts(pair);
    let producer = parts(pair, producer);
    ends(pair, producer);
    fences(pair);
}

fn init(id: Option<&'static str>, timeout_ms: i32, by: Producer) -> InitProducerIdRequest<'static> {
    InitProducerIdRequest {
        transactional_id: id,
        transaction_timeout_ms: timeout_ms,
        producer_id: by.0,
        producer_epoch: by.1,
        ..Default::default()
    }
}

fn wrong_starts(pair: &mut Pair) {
    let ids = [ID];
    let find = FindCoordinatorRequest {
        key_type: CoordinatorType::TRANSACTION,
        coordinator_keys: (&ids).into(),
        ..Default::default()
    };
    pair.read("who coordinates a transaction", Who::Admin, 6, &find);
    for version in 0..=5 {
        pair.write("no right", Who::User, version, &init(Some(ID), 1000, NOBODY));
        pair.write("no id", Who::Admin, version, &init(Some(""), 1000, NOBODY));
        pair.write("no id and no time", Who::Admin, version, &init(Some(""), 0, NOBODY));
        for timeout_ms in [0, -1, 900_001] {
            pair.write("a timeout", Who::Admin, version, &init(Some(ID), timeout_ms, NOBODY));
        }
    }
    for version in 3..=5 {
        for by in [(7, -1), (-1, 7)] {
            pair.write("half a producer", Who::Admin, version, &init(Some(ID), 1000, by));
            pair.write("half a producer, no time", Who::Admin, version, &init(Some(ID), 0, by));
        }
    }
    seen(pair, "nothing");
}

/// Starts a producer on both. Kafka may still be loading, or ending a transaction.
fn start(pair: &mut Pair, by: Producer) -> Producer {
    let passes = [
        ErrorCode::COORDINATOR_LOAD_IN_PROGRESS,
        ErrorCode::COORDINATOR_NOT_AVAILABLE,
        ErrorCode::NOT_COORDINATOR,
        ErrorCode::CONCURRENT_TRANSACTIONS,
    ];
    let request = init(Some(ID), 60_000, by);
    let mut both = [NOBODY; 2];
    for (peer, found) in both.iter_mut().enumerate() {
        *found = loop {
            let (code, producer) = pair.ask(peer == 0, 5, &request, |answer| {
                (answer.error_code, (answer.producer_id, answer.producer_epoch))
            });
            match code {
                ErrorCode::NONE => break producer,
                code => assert!(passes.contains(&code), "{code:?}"),
            }
        };
    }
    assert_eq!(both[0], both[1], "both count producers from 0");
    both[0]
}

fn starts(pair: &mut Pair) -> Producer {
    let first = start(pair, NOBODY);
    seen(pair, "a new id");
    let second = start(pair, NOBODY);
    assert_eq!(second, (first.0, first.1 + 1));
    for version in [3, 4, 5] {
        for by in [(first.0 + 100, 0), (first.0, 17), first] {
            pair.write("another producer", Who::Admin, version, &init(Some(ID), 1000, by));
        }
    }
    let third = start(pair, second);
    pair.write("again", Who::Admin, 5, &init(Some(ID), 60_000, second));
    seen(pair, "a producer that goes on");
    third
}

fn topic(name: &'static str, partitions: &'static [i32]) -> AddPartitionsToTxnTopic<'static> {
    AddPartitionsToTxnTopic { name, partitions: partitions.into(), ..Default::default() }
}

fn added(
    id: &'static str,
    by: Producer,
    topics: &[AddPartitionsToTxnTopic<'static>],
) -> AddPartitionsToTxnRequest<'static> {
    AddPartitionsToTxnRequest {
        v3_and_below_transactional_id: id,
        v3_and_below_producer_id: by.0,
        v3_and_below_producer_epoch: by.1,
        v3_and_below_topics: topics.to_vec().into(),
        ..Default::default()
    }
}

fn asked(
    id: &'static str,
    by: Producer,
    topics: &[AddPartitionsToTxnTopic<'static>],
    verify_only: bool,
) -> AddPartitionsToTxnRequest<'static> {
    let transaction = AddPartitionsToTxnTransaction {
        transactional_id: id,
        producer_id: by.0,
        producer_epoch: by.1,
        verify_only,
        topics: topics.to_vec().into(),
        ..Default::default()
    };
    AddPartitionsToTxnRequest { transactions: vec![transaction].into(), ..Default::default() }
}

fn parts(pair: &mut Pair, by: Producer) -> Producer {
    let both = [topic(TOPIC, &[0, 1])];
    let mixed = [topic(TOPIC, &[0, 9]), topic("absent", &[0])];
    let older = (by.0, by.1 - 1);
    for version in 0..=3 {
        pair.write("no right", Who::User, version, &added(ID, by, &both));
        pair.write("no id", Who::Admin, version, &added("", by, &both));
        pair.write("some are not there", Who::Admin, version, &added(ID, by, &mixed));
        pair.write("an unknown id", Who::Admin, version, &added("unknown", by, &both));
        for other in [older, (by.0, by.1 + 1), (by.0 + 100, by.1)] {
            pair.write("another producer", Who::Admin, version, &added(ID, other, &both));
        }
    }
    for version in [4, 5] {
        pair.write("no right", Who::User, version, &asked(ID, by, &both, true));
        pair.write("not in it", Who::Admin, version, &asked(ID, by, &both, true));
        pair.write("another producer", Who::Admin, version, &asked(ID, older, &both, true));
        pair.write("an unknown id", Who::Admin, version, &asked("unknown", by, &both, true));
    }
    for version in 0..=3 {
        pair.write("in it", Who::Admin, version, &added(ID, by, &[topic(TOPIC, &[0])]));
    }
    seen(pair, "an open transaction");
    for version in [4, 5] {
        pair.write("one is in it", Who::Admin, version, &asked(ID, by, &both, true));
        pair.write("some are not there", Who::Admin, version, &asked(ID, by, &mixed, true));
    }
    pair.write("in it too", Who::Admin, 3, &added(ID, by, &both));
    seen(pair, "an open transaction of two");
    by
}

fn end(id: &'static str, by: Producer, committed: bool) -> EndTxnRequest<'static> {
    EndTxnRequest {
        transactional_id: id,
        producer_id: by.0,
        producer_epoch: by.1,
        committed,
        ..Default::default()
    }
}

fn ends(pair: &mut Pair, by: Producer) {
    for version in 0..=5 {
        pair.write("no right", Who::User, version, &end(ID, by, true));
        pair.write("no id", Who::Admin, version, &end("", by, true));
        pair.write("an unknown id", Who::Admin, version, &end("unknown", by, true));
        for other in [(by.0, by.1 + 1), (by.0 + 100, by.1)] {
            pair.write("another producer", Who::Admin, version, &end(ID, other, true));
        }
    }
    // As before KIP-890.
    for (n, committed) in [true, false].into_iter().enumerate() {
        if n > 0 {
            pair.write("in it", Who::Admin, 3, &added(ID, by, &[topic(TOPIC, &[0])]));
        }
        pair.write("an end", Who::Admin, 4, &end(ID, by, committed));
        seen(pair, "an end");
        for again in [committed, !committed] {
            pair.write("an end again", Who::Admin, 4, &end(ID, by, again));
        }
    }
    // With KIP-890.
    let mut by = by;
    for committed in [true, false] {
        pair.write("in it", Who::Admin, 3, &added(ID, by, &[topic(TOPIC, &[1])]));
        pair.write("an end", Who::Admin, 5, &end(ID, by, committed));
        seen(pair, "an end that bumps");
        for again in [committed, !committed] {
            pair.write("an end again", Who::Admin, 5, &end(ID, by, again));
        }
        by.1 += 1;
        pair.write("nothing to commit", Who::Admin, 5, &end(ID, by, true));
        pair.write("nothing to abort", Who::Admin, 5, &end(ID, by, false));
        seen(pair, "an end of nothing");
        by.1 += 1;
    }
}

/// A new producer, while a transaction is open.
fn fences(pair: &mut Pair) {
    let by = start(pair, NOBODY);
    pair.write("in it", Who::Admin, 3, &added(ID, by, &[topic(TOPIC, &[0])]));
    pair.write("another producer", Who::Admin, 5, &init(Some(ID), 60_000, (by.0, by.1 + 5)));
    pair.write("while one is open", Who::Admin, 5, &init(Some(ID), 60_000, NOBODY));
    seen(pair, "a transaction that was aborted for another producer");
    pair.write("the old one", Who::Admin, 3, &added(ID, by, &[topic(TOPIC, &[0])]));
    pair.write("the old one", Who::Admin, 5, &end(ID, by, false));
    start(pair, NOBODY);
    seen(pair, "the next one");
}

/// States, producer ids, a duration, a pattern.
type Filter = (&'static [&'static str], &'static [i64], i64, Option<&'static str>);

/// What both say of all ids by now.
fn seen(pair: &mut Pair, case: &str) {
    let ids = [ID, "absent", ""];
    let request =
        DescribeTransactionsRequest { transactional_ids: (&ids).into(), ..Default::default() };
    for who in BOTH {
        pair.read(case, who, 0, &request);
    }
    let filters: [Filter; 9] = [
        (&[], &[], -1, None),
        (&["Ongoing", "CompleteAbort"], &[], -1, None),
        (&["Empty", "nonsense", "empty"], &[], -1, None),
        (&["nonsense"], &[], -1, None),
        (&[], &[0, 1, 2, 3], -1, None),
        (&[], &[999_999], -1, None),
        (&[], &[], 86_400_000, None),
        (&[], &[], -1, Some("trans.*")),
        (&[], &[], -1, Some("trans")),
    ];
    for (states, ids, duration_filter, pattern) in filters {
        let newest = if pattern.is_some() { 2..=2 } else { 0..=2 };
        for version in newest.filter(|version| *version > 0 || duration_filter < 0) {
            let request = ListTransactionsRequest {
                state_filters: states.into(),
                producer_id_filters: ids.into(),
                duration_filter,
                transactional_id_pattern: pattern,
                ..Default::default()
            };
            for who in BOTH {
                pair.read(case, who, version, &request);
            }
        }
    }
    let malformed =
        ListTransactionsRequest { transactional_id_pattern: Some("("), ..Default::default() };
    pair.read("a pattern that is none", Who::Admin, 2, &malformed);
}

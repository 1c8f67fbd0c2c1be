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

/// The same producer, as Kafka and as the emulator call it.
type Both = [Producer; 2];

const NOBODY: Both = [(-1, -1); 2];

/// With another id, and another epoch.
fn other(by: Both, id: i64, epoch: i16) -> Both {
    by.map(|by| (by.0 + id, by.1 + epoch))
}

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
        pair.write_each("no right", Who::User, version, NOBODY.map(|by| init(Some(ID), 1000, by)));
        pair.write_each("no id", Who::Admin, version, NOBODY.map(|by| init(Some(""), 1000, by)));
        pair.write_each(
            "no id and no time",
            Who::Admin,
            version,
            NOBODY.map(|by| init(Some(""), 0, by)),
        );
        for timeout_ms in [0, -1, 900_001] {
            pair.write_each(
                "a timeout",
                Who::Admin,
                version,
                NOBODY.map(|by| init(Some(ID), timeout_ms, by)),
            );
        }
    }
    for version in 3..=5 {
        for by in [[(7, -1); 2], [(-1, 7); 2]] {
            pair.write_each(
                "half a producer",
                Who::Admin,
                version,
                by.map(|by| init(Some(ID), 1000, by)),
            );
            pair.write_each(
                "half a producer, no time",
                Who::Admin,
                version,
                by.map(|by| init(Some(ID), 0, by)),
            );
        }
    }
    seen(pair, "nothing");
}

/// Starts a producer on both. Kafka may still be loading, or ending a transaction.
fn start(pair: &mut Pair, by: Both) -> Both {
    let passes = [
        ErrorCode::COORDINATOR_LOAD_IN_PROGRESS,
        ErrorCode::COORDINATOR_NOT_AVAILABLE,
        ErrorCode::NOT_COORDINATOR,
        ErrorCode::CONCURRENT_TRANSACTIONS,
    ];
    let mut both = by;
    for (peer, found) in both.iter_mut().enumerate() {
        let request = init(Some(ID), 60_000, *found);
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
    assert_eq!(both[0].1, both[1].1, "the epoch");
    both
}

fn starts(pair: &mut Pair) -> Both {
    let first = start(pair, NOBODY);
    seen(pair, "a new id");
    let second = start(pair, NOBODY);
    assert_eq!(second, other(first, 0, 1));
    for version in [3, 4, 5] {
        for by in [other(first, 100, 0), other(first, 0, 17), first] {
            pair.write_each(
                "another producer",
                Who::Admin,
                version,
                by.map(|by| init(Some(ID), 1000, by)),
            );
        }
    }
    let third = start(pair, second);
    pair.write_each("again", Who::Admin, 5, second.map(|by| init(Some(ID), 60_000, by)));
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

fn parts(pair: &mut Pair, by: Both) -> Both {
    let both = [topic(TOPIC, &[0, 1])];
    let mixed = [topic(TOPIC, &[0, 9]), topic("absent", &[0])];
    let older = other(by, 0, -1);
    for version in 0..=3 {
        pair.write_each("no right", Who::User, version, by.map(|by| added(ID, by, &both)));
        pair.write_each("no id", Who::Admin, version, by.map(|by| added("", by, &both)));
        pair.write_each(
            "some are not there",
            Who::Admin,
            version,
            by.map(|by| added(ID, by, &mixed)),
        );
        pair.write_each(
            "an unknown id",
            Who::Admin,
            version,
            by.map(|by| added("unknown", by, &both)),
        );
        for another in [older, other(by, 0, 1), other(by, 100, 0)] {
            pair.write_each(
                "another producer",
                Who::Admin,
                version,
                another.map(|by| added(ID, by, &both)),
            );
        }
    }
    for version in [4, 5] {
        pair.write_each("no right", Who::User, version, by.map(|by| asked(ID, by, &both, true)));
        pair.write_each("not in it", Who::Admin, version, by.map(|by| asked(ID, by, &both, true)));
        pair.write_each(
            "another producer",
            Who::Admin,
            version,
            older.map(|by| asked(ID, by, &both, true)),
        );
        pair.write_each(
            "an unknown id",
            Who::Admin,
            version,
            by.map(|by| asked("unknown", by, &both, true)),
        );
    }
    for version in 0..=3 {
        pair.write_each(
            "in it",
            Who::Admin,
            version,
            by.map(|by| added(ID, by, &[topic(TOPIC, &[0])])),
        );
    }
    seen(pair, "an open transaction");
    for version in [4, 5] {
        pair.write_each(
            "one is in it",
            Who::Admin,
            version,
            by.map(|by| asked(ID, by, &both, true)),
        );
        pair.write_each(
            "some are not there",
            Who::Admin,
            version,
            by.map(|by| asked(ID, by, &mixed, true)),
        );
    }
    pair.write_each("in it too", Who::Admin, 3, by.map(|by| added(ID, by, &both)));
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

fn ends(pair: &mut Pair, by: Both) {
    for version in 0..=5 {
        pair.write_each("no right", Who::User, version, by.map(|by| end(ID, by, true)));
        pair.write_each("no id", Who::Admin, version, by.map(|by| end("", by, true)));
        pair.write_each(
            "an unknown id",
            Who::Admin,
            version,
            by.map(|by| end("unknown", by, true)),
        );
        for another in [other(by, 0, 1), other(by, 100, 0)] {
            pair.write_each(
                "another producer",
                Who::Admin,
                version,
                another.map(|by| end(ID, by, true)),
            );
        }
    }
    // As before KIP-890.
    for (n, committed) in [true, false].into_iter().enumerate() {
        if n > 0 {
            pair.write_each(
                "in it",
                Who::Admin,
                3,
                by.map(|by| added(ID, by, &[topic(TOPIC, &[0])])),
            );
        }
        pair.write_each("an end", Who::Admin, 4, by.map(|by| end(ID, by, committed)));
        seen(pair, "an end");
        for again in [committed, !committed] {
            pair.write_each("an end again", Who::Admin, 4, by.map(|by| end(ID, by, again)));
        }
    }
    // With KIP-890.
    let mut by = by;
    for committed in [true, false] {
        pair.write_each("in it", Who::Admin, 3, by.map(|by| added(ID, by, &[topic(TOPIC, &[1])])));
        pair.write_each("an end", Who::Admin, 5, by.map(|by| end(ID, by, committed)));
        seen(pair, "an end that bumps");
        for again in [committed, !committed] {
            pair.write_each("an end again", Who::Admin, 5, by.map(|by| end(ID, by, again)));
        }
        by = other(by, 0, 1);
        pair.write_each("nothing to commit", Who::Admin, 5, by.map(|by| end(ID, by, true)));
        pair.write_each("nothing to abort", Who::Admin, 5, by.map(|by| end(ID, by, false)));
        seen(pair, "an end of nothing");
        by = other(by, 0, 1);
    }
}

/// A new producer, while a transaction is open.
fn fences(pair: &mut Pair) {
    let by = start(pair, NOBODY);
    pair.write_each("in it", Who::Admin, 3, by.map(|by| added(ID, by, &[topic(TOPIC, &[0])])));
    pair.write_each(
        "another producer",
        Who::Admin,
        5,
        other(by, 0, 5).map(|by| init(Some(ID), 60_000, by)),
    );
    pair.write_each(
        "while one is open",
        Who::Admin,
        5,
        NOBODY.map(|by| init(Some(ID), 60_000, by)),
    );
    seen(pair, "a transaction that was aborted for another producer");
    pair.write_each(
        "the old one",
        Who::Admin,
        3,
        by.map(|by| added(ID, by, &[topic(TOPIC, &[0])])),
    );
    pair.write_each("the old one", Who::Admin, 5, by.map(|by| end(ID, by, false)));
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
    let filters: [Filter; 8] = [
        (&[], &[], -1, None),
        (&["Ongoing", "CompleteAbort"], &[], -1, None),
        (&["Empty", "nonsense", "empty"], &[], -1, None),
        (&["nonsense"], &[], -1, None),
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

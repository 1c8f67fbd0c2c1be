//! Fetch sessions (KIP-227), of topics that have records: by names, and by ids.

use kafka_proto::messages::create_topics::{CreatableTopic, CreateTopicsRequest};
use kafka_proto::messages::delete_records::{
    DeleteRecordsPartition, DeleteRecordsRequest, DeleteRecordsTopic,
};
use kafka_proto::messages::delete_topics::{DeleteTopicState, DeleteTopicsRequest};
use kafka_proto::messages::fetch::{FetchPartition, FetchRequest, FetchTopic, ForgottenTopic};
use kafka_proto::messages::metadata::{MetadataRequest, MetadataRequestTopic};
use kafka_proto::{IsolationLevel, Uuid};

use crate::records::{from, of, to, two};
use crate::{BOTH, Pair, Who};

const TOPIC: &str = "ses";

pub(crate) fn compare(pair: &mut Pair) {
    create(pair, TOPIC, 3);
    let bytes = two().bytes();
    pair.write("records for sessions", Who::Admin, 12, &to(TOPIC, 0, &bytes));
    epochs(pair);
    for version in [7, 11, 12, 13, 17, 18] {
        incremental(pair, version);
    }
    for version in [12, 13] {
        others(pair, version);
        deleted(pair, version);
    }
}

fn create(pair: &mut Pair, name: &str, num_partitions: i32) {
    let replication_factor = 1;
    let topic = CreatableTopic { name, num_partitions, replication_factor, ..Default::default() };
    let topics = vec![topic].into();
    let request = CreateTopicsRequest { topics, timeout_ms: 10_000, ..Default::default() };
    pair.write("a topic for sessions", Who::Admin, 6, &request);
    let partitions = (0..num_partitions).map(|partition| from(partition, 0)).collect();
    pair.read("an empty topic", Who::Admin, 12, &of(name, partitions));
}

/// Sessions that there are not, and epochs of none.
fn epochs(pair: &mut Pair) {
    let ids =
        [0, 7, -7, i32::MIN, i32::MAX, -268_435_455, -268_435_454, 2_147_483_639, 2_147_483_640];
    for session_id in ids {
        for session_epoch in [-5, -1, 1, 3, i32::MAX] {
            for version in [6, 7, 12] {
                let one = of(TOPIC, vec![from(0, 0)]);
                let request = FetchRequest { session_id, session_epoch, ..one };
                // Older versions have no field for it.
                if version >= 7 {
                    pair.read("no session", Who::Admin, version, &request);
                }
            }
        }
        let request = FetchRequest { session_id, session_epoch: 0, ..of(TOPIC, vec![from(0, 0)]) };
        pair.read("a new session instead", Who::Admin, 12, &request);
    }
    let old = of(TOPIC, vec![from(0, 0)]);
    pair.read("a version without sessions", Who::Admin, 6, &old);
}

/// A session of both, Kafka's and the emulator's, and the ids of a topic in them.
struct Session<'t> {
    ids: [i32; 2],
    topic: &'t str,
    topic_ids: [Uuid; 2],
    version: i16,
    epoch: i32,
}

/// Partitions, and those that are forgotten.
type Asked<'a> = (&'a [FetchPartition<'static>], &'a [i32]);

impl<'t> Session<'t> {
    fn new(
        pair: &mut Pair,
        topic: &'t str,
        version: i16,
        wanted: &[FetchPartition<'static>],
    ) -> Self {
        let topic_ids = topic_ids(pair, topic);
        let mut session = Self { ids: [0, 0], topic, topic_ids, version, epoch: 0 };
        session.ids = [0, 1].map(|side| {
            let request = session.request(side, 0, (wanted, &[]));
            let ids = pair.answers(Who::Admin, version, &request, |answer| answer.session_id);
            ids[side]
        });
        session.epoch = 1;
        session
    }

    fn request(
        &self,
        side: usize,
        session_epoch: i32,
        (wanted, forgotten): Asked<'_>,
    ) -> FetchRequest<'_> {
        let has_ids = self.version >= 13;
        let topic = if has_ids { "" } else { self.topic };
        let topic_id = if has_ids { self.topic_ids[side] } else { Uuid::ZERO };
        let wanted = Some(wanted).filter(|it| !it.is_empty()).map(|partitions| FetchTopic {
            topic,
            topic_id,
            partitions: partitions.to_vec().into(),
            ..Default::default()
        });
        let forgotten = Some(forgotten).filter(|it| !it.is_empty()).map(|partitions| {
            let partitions = partitions.to_vec().into();
            ForgottenTopic { topic, topic_id, partitions, ..Default::default() }
        });
        FetchRequest {
            session_id: self.ids[side],
            session_epoch,
            topics: wanted.into_iter().collect(),
            forgotten_topics_data: forgotten.into_iter().collect(),
            ..of(self.topic, Vec::new())
        }
    }

    fn at(&self, pair: &mut Pair, case: &str, who: Who, epoch: i32, asked: Asked<'_>) {
        let requests = [0, 1].map(|side| self.request(side, epoch, asked));
        pair.write_each(case, who, self.version, requests);
    }

    fn next(&mut self, pair: &mut Pair, case: &str, asked: Asked<'_>) {
        self.at(pair, case, Who::Admin, self.epoch, asked);
        self.epoch += 1;
    }
}

fn topic_ids(pair: &mut Pair, name: &str) -> [Uuid; 2] {
    let topic = MetadataRequestTopic { name: Some(name), ..Default::default() };
    let request = MetadataRequest { topics: Some(vec![topic].into()), ..Default::default() };
    pair.answers(Who::Admin, 12, &request, |answer| {
        answer.topics.iter().next().map_or(Uuid::ZERO, |topic| topic.topic_id)
    })
}

fn incremental(pair: &mut Pair, version: i16) {
    let bytes = two().bytes();
    let mut session = Session::new(pair, TOPIC, version, &[from(0, 0), from(1, 0), from(2, 0)]);
    let ends = [0, 1, 2].map(|partition| end(pair, partition));
    let caught_up: Vec<_> =
        (0..3).map(|partition| from(partition, ends[partition as usize])).collect();
    session.next(pair, "the same again", (&[], &[]));
    session.next(pair, "nothing new", (&caught_up, &[]));
    session.next(pair, "nothing at all", (&[], &[]));
    pair.write("records for a session", Who::Admin, 12, &to(TOPIC, 1, &bytes));
    session.next(pair, "news of one", (&[], &[]));
    pair.write("records for a session", Who::Admin, 12, &to(TOPIC, 0, &bytes));
    session.next(pair, "news of two, in turns", (&[], &[]));
    session.next(pair, "in turns again", (&[], &[]));
    let ends = [0, 1].map(|partition| end(pair, partition));
    session.next(pair, "taken", (&[from(0, ends[0]), from(1, ends[1])], &[]));
    session.next(pair, "a failure", (&[from(0, 9999), from(7, 0)], &[]));
    session.next(pair, "the same failure", (&[], &[]));
    session.next(pair, "it passes", (&[from(0, ends[0])], &[7, 9]));
    session.next(pair, "it has passed", (&[], &[]));
    delete(pair, ends[0] - 1);
    session.next(pair, "another start", (&[], &[]));
    let epoch = FetchPartition { current_leader_epoch: 9, ..from(1, 0) };
    session.next(pair, "an epoch to come", (&[epoch], &[]));
    session.next(pair, "without one", (&[from(1, ends[1])], &[]));
    let diverging = FetchPartition { last_fetched_epoch: 0, ..from(1, 9999) };
    if version >= 12 {
        session.next(pair, "another past", (&[diverging], &[]));
        session.next(pair, "another past still", (&[], &[]));
    }
    session.at(pair, "an epoch that was", Who::Admin, session.epoch - 1, (&[], &[]));
    session.at(pair, "an epoch to be", Who::Admin, session.epoch + 1, (&[], &[]));
    let level = |side| FetchRequest {
        isolation_level: IsolationLevel(9),
        ..session.request(side, session.epoch, (&[], &[]))
    };
    pair.write_each("a level of isolation", Who::Admin, version, [level(0), level(1)]);
    session.epoch += 1;
    session.next(pair, "behind a refusal", (&[], &[]));
    session.next(pair, "all but one forgotten", (&[], &[0, 1]));
    session.next(pair, "the last forgotten", (&[], &[2]));
    session.at(pair, "an end", Who::Admin, session.epoch, (&[], &[]));
}

/// Who names a session that is not his, and versions of the other kind.
fn others(pair: &mut Pair, version: i16) {
    let mut session = Session::new(pair, TOPIC, version, &[from(0, 0), from(1, 0)]);
    let other = if version < 13 { 13 } else { 12 };
    let mixed = Session { version: other, ..Session::new(pair, TOPIC, version, &[from(0, 0)]) };
    for who in BOTH {
        session.at(pair, "a session of somebody", who, session.epoch, (&[from(2, 0)], &[]));
        session.epoch += 1;
        mixed.at(pair, "names and ids", who, 1, (&[], &[]));
        mixed.at(pair, "names and ids, and an epoch to be", who, 2, (&[], &[]));
    }
    session.at(pair, "closed by somebody", Who::User, -1, (&[from(0, 0)], &[]));
    session.at(pair, "closed", Who::Admin, session.epoch, (&[], &[]));
    let empty = Session::new(pair, TOPIC, version, &[]);
    empty.at(pair, "a session of nothing", Who::Admin, 1, (&[], &[]));
    let replaced = Session::new(pair, TOPIC, version, &[from(0, 0)]);
    replaced.at(pair, "a new one instead", Who::Admin, 0, (&[from(1, 0)], &[]));
    replaced.at(pair, "replaced", Who::Admin, 1, (&[], &[]));
}

fn deleted(pair: &mut Pair, version: i16) {
    let name = format!("ses-gone-{version}");
    create(pair, &name, 1);
    let mut session = Session::new(pair, &name, version, &[from(0, 0)]);
    session.next(pair, "before", (&[], &[]));
    let topic = DeleteTopicState { name: Some(&name), ..Default::default() };
    let topics = vec![topic].into();
    let request = DeleteTopicsRequest { topics, timeout_ms: 10_000, ..Default::default() };
    pair.write("a topic of a session", Who::Admin, 6, &request);
    // Until the broker knows of it.
    pair.read("a topic that is gone", Who::Admin, 12, &of(&name, vec![from(0, 0)]));
    session.next(pair, "its topic is gone", (&[], &[]));
    session.next(pair, "its topic is still gone", (&[], &[]));
    create(pair, &name, 1);
    session.next(pair, "another topic of that name", (&[], &[]));
    session.next(pair, "still another topic of that name", (&[], &[]));
}

fn end(pair: &mut Pair, partition: i32) -> i64 {
    let request = of(TOPIC, vec![from(partition, 0)]);
    let [kafka, emulator] = pair.answers(Who::Admin, 12, &request, |answer| {
        let topic = answer.responses.iter().next();
        topic.and_then(|topic| topic.partitions.iter().next()).map_or(-1, |it| it.high_watermark)
    });
    assert_eq!(kafka, emulator);
    kafka
}

fn delete(pair: &mut Pair, offset: i64) {
    let partition = DeleteRecordsPartition { offset, ..Default::default() };
    let partitions = vec![partition].into();
    let topic = DeleteRecordsTopic { name: TOPIC, partitions, ..Default::default() };
    let topics = vec![topic].into();
    let request = DeleteRecordsRequest { topics, timeout_ms: 10_000, ..Default::default() };
    pair.write("records of a session", Who::Admin, 2, &request);
}

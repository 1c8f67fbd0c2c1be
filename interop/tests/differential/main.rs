//! The same requests to Apache Kafka 4.4.0 and to the emulator, answers compared field by field, by
//! a super user and by a user with few rights. Skipped unless the environment's `KAFKA_INTEROP` is
//! set: see the README.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod acls;
mod changes;
mod cluster;
mod compare;
mod configs;
mod groups;
mod log_dirs;
mod offsets;
mod partitions;
mod peer;
mod quotas;
mod records;
mod rights;
mod sessions;
mod throttles;
mod tokens;
mod topics;
mod transactions;
mod users;

use std::collections::BTreeSet;
use std::thread::sleep;
use std::time::{Duration, Instant};

use interop::{Kafka, KafkaOptions, ScramUser, shared};
use kafka_emulator::Emulator;
use kafka_proto::messages::api_versions::ApiVersionsRequest;
use kafka_proto::{ApiKey, Request, decode_response, encode_request};

use compare::{difference, normal};
use peer::{Peer, Place};

/// The one that `interop` gives to its brokers.
const CLUSTER_ID: &str = "aW50ZXJvcC10ZXN0cy0wMQ";

/// What one broker needs for delegation tokens, and for share groups.
const PROPERTIES: [(&str, &str); 3] = [
    ("delegation.token.secret.key", "secret"),
    ("share.coordinator.state.topic.replication.factor", "1"),
    ("share.coordinator.state.topic.min.isr", "1"),
];

const USER: &str = "user";
const PASSWORD: &str = "correct horse";

/// How long Kafka may take until its broker knows what its controller has done.
const LAG: Duration = Duration::from_secs(10);

/// A difference that is known: the case it is in, a line of it, and why it stays.
struct Known {
    case: &'static str,
    line: &'static str,
    reason: &'static str,
}

const KNOWN: &[Known] = &[];

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// May do everything.
    Admin,
    /// Has the rights that ACLs give.
    User,
}

pub(crate) const BOTH: [Who; 2] = [Who::Admin, Who::User];

/// Kafka and the emulator, and what was found to differ.
pub(crate) struct Pair {
    kafka: [Peer; 2],
    emulator: [Peer; 2],
    /// The APIs that the emulator lists.
    served: Vec<i16>,
    asked: usize,
    differences: Vec<String>,
    known: BTreeSet<usize>,
}

impl Pair {
    fn new(kafka: &Kafka, emulator: &Emulator) -> Self {
        let scram = |address, authority: &str| Place::Scram {
            address,
            authority: authority.to_owned(),
            user: USER,
            password: PASSWORD,
        };
        let plaintext = emulator.plaintext_address().unwrap();
        let mut pair = Self {
            kafka: [
                Peer::new(Place::Plaintext(kafka.plaintext_address())),
                Peer::new(scram(kafka.scram_address(), kafka.ca_pem())),
            ],
            emulator: [
                Peer::new(Place::Plaintext(plaintext)),
                Peer::new(scram(emulator.scram_address(), emulator.ca_pem())),
            ],
            served: Vec::new(),
            asked: 0,
            differences: Vec::new(),
            known: BTreeSet::new(),
        };
        let request = framed(0, &ApiVersionsRequest::default());
        let answer = pair.emulator[Who::Admin as usize].ask(&request).unwrap();
        let (_, offered) = decode_response::<ApiVersionsRequest<'_>>(&answer, 0).unwrap();
        pair.served = offered.api_keys.iter().map(|api| api.api_key).collect();
        pair
    }

    /// Asks for something that changes nothing. Kafka is asked again while it differs, because its
    /// broker may still be catching up with its controller.
    pub(crate) fn read<'q, R: Request<'q>>(&mut self, case: &str, who: Who, version: i16, of: &R)
    where
        for<'r> R::Response<'r>: std::fmt::Debug,
    {
        let frame = framed(version, of);
        self.both::<R>(case, who, version, [frame.clone(), frame], differ);
    }

    /// As `read`, with a request that differs: Kafka is side 0, the emulator side 1.
    pub(crate) fn each<'q, R: Request<'q>>(
        &mut self,
        case: &str,
        who: Who,
        version: i16,
        of: impl Fn(usize) -> R,
    ) where
        for<'r> R::Response<'r>: std::fmt::Debug,
    {
        self.both::<R>(case, who, version, [0, 1].map(|side| framed(version, &of(side))), differ);
    }

    /// Asks both, and Kafka again for as long as its answer and the emulator's are such.
    fn both<'q, R: Request<'q>>(
        &mut self,
        case: &str,
        who: Who,
        version: i16,
        [theirs, ours]: [Vec<u8>; 2],
        again: fn(&str, &str) -> bool,
    ) where
        for<'r> R::Response<'r>: std::fmt::Debug,
    {
        let ours = self.text::<R>(false, who, &ours, version);
        let asked = Instant::now();
        let mut answer = self.text::<R>(true, who, &theirs, version);
        while again(&answer, &ours) && asked.elapsed() < LAG && !self.is_known(case, &answer, &ours)
        {
            sleep(Duration::from_millis(50));
            answer = self.text::<R>(true, who, &theirs, version);
        }
        self.note::<R>(case, who, version, &answer, &ours);
    }

    /// Asks for a change, once.
    pub(crate) fn write<'q, R: Request<'q>>(&mut self, case: &str, who: Who, version: i16, of: &R)
    where
        for<'r> R::Response<'r>: std::fmt::Debug,
    {
        let frame = framed(version, of);
        let theirs = self.text::<R>(true, who, &frame, version);
        let ours = self.text::<R>(false, who, &frame, version);
        self.note::<R>(case, who, version, &theirs, &ours);
    }

    /// Asks for what a quota limits, which Kafka's broker may know a moment later; until then it counts nothing.
    /// The time to wait is compared if it is `exact`.
    pub(crate) fn throttled<'q, R: Request<'q>>(
        &mut self,
        case: &str,
        version: i16,
        of: &R,
        exact: bool,
    ) where
        for<'r> R::Response<'r>: std::fmt::Debug,
    {
        let (frame, admin, asked) = (framed(version, of), Who::Admin, Instant::now());
        let ours = self.text::<R>(false, admin, &frame, version);
        let mut theirs = self.text::<R>(true, admin, &frame, version);
        while theirs.contains("throttle_time_ms: 0,") && asked.elapsed() < LAG {
            theirs = self.text::<R>(true, admin, &frame, version);
        }
        let [theirs, ours] =
            [theirs, ours].map(|it| if exact { it } else { without_throttle(&it) });
        self.note::<R>(case, admin, version, &theirs, &ours);
    }

    /// What was read of both answers is to be the same.
    pub(crate) fn same<T: std::fmt::Debug>(&mut self, case: &str, [kafka, emulator]: [T; 2]) {
        self.count(case, case, &format!("{kafka:#?}"), &format!("{emulator:#?}"));
    }

    /// Asks each of the two for a change in its own words, because they know something under different
    /// names: Kafka's, and the emulator's.
    pub(crate) fn write_each<'q, R: Request<'q>>(
        &mut self,
        case: &str,
        who: Who,
        version: i16,
        [kafka, emulator]: [R; 2],
    ) where
        for<'r> R::Response<'r>: std::fmt::Debug,
    {
        let frames = [kafka, emulator].map(|request| framed(version, &request));
        self.both::<R>(case, who, version, frames, is_still_busy);
    }

    /// What stands in the answers of Kafka and of the emulator.
    pub(crate) fn answers<'q, T, R: Request<'q>>(
        &mut self,
        who: Who,
        version: i16,
        request: &R,
        read: impl Fn(&R::Response<'_>) -> T,
    ) -> [T; 2] {
        let frame = framed(version, request);
        [&mut self.kafka, &mut self.emulator].map(|peers| {
            let answer = peers[who as usize].ask(&frame).unwrap();
            read(&decode_response::<R>(&answer, version).unwrap().1)
        })
    }

    /// The frames that answer the same request: of Kafka, then of the emulator.
    pub(crate) fn frames<'q, R: Request<'q>>(&mut self, version: i16, of: &R) -> [Vec<u8>; 2] {
        let frame = framed(version, of);
        [&mut self.kafka, &mut self.emulator]
            .map(|peers| peers[Who::Admin as usize].ask(&frame).expect("an answer"))
    }

    /// The frame with which Kafka answers; the emulator is not asked.
    pub(crate) fn kafka_only<'q, R: Request<'q>>(&mut self, version: i16, of: &R) -> Vec<u8> {
        let frame = framed(version, of);
        self.kafka[Who::Admin as usize].ask(&frame).expect("an answer")
    }

    /// Asks for something that changes nothing, and compares every byte of the answer.
    pub(crate) fn bytes<'q, R: Request<'q>>(&mut self, case: &str, who: Who, version: i16, of: &R) {
        let frame = framed(version, of);
        let hex = |answer: Option<Vec<u8>>| match answer {
            Some(frame) => frame.chunks(16).map(|line| format!("{line:02x?}\n")).collect(),
            None => "closed".to_owned(),
        };
        let theirs: String = hex(self.kafka[who as usize].ask(&frame));
        let ours = hex(self.emulator[who as usize].ask(&frame));
        self.note::<R>(case, who, version, &theirs, &ours);
    }

    /// Sends bytes that need not be a request, and compares only whether there is an answer.
    pub(crate) fn raw(&mut self, case: &str, who: Who, frame: &[u8]) {
        let answered = |answer: Option<Vec<u8>>| match answer {
            Some(frame) => format!("answered with {:?}", frame.get(..6)),
            None => "closed".to_owned(),
        };
        let theirs = answered(self.kafka[who as usize].ask(frame));
        let ours = answered(self.emulator[who as usize].ask(frame));
        self.count(&format!("{case} ({who:?})"), case, &theirs, &ours);
    }

    /// What one of the two answers.
    fn text<'q, R: Request<'q>>(
        &mut self,
        kafka: bool,
        who: Who,
        frame: &[u8],
        version: i16,
    ) -> String
    where
        for<'r> R::Response<'r>: std::fmt::Debug,
    {
        let peers = if kafka { &mut self.kafka } else { &mut self.emulator };
        let Some(answer) = peers[who as usize].ask(frame) else { return "closed".to_owned() };
        let is_refused = R::API == ApiKey::API_VERSIONS && answer.get(4..6) == Some(&[0, 35]);
        let version = if is_refused { 0 } else { version };
        match decode_response::<R>(&answer, version) {
            Ok((_, response)) => normal(&format!("{response:#?}"), &self.served),
            Err(error) => format!("undecodable: {error}"),
        }
    }

    fn note<'q, R: Request<'q>>(
        &mut self,
        case: &str,
        who: Who,
        version: i16,
        theirs: &str,
        ours: &str,
    ) {
        self.count(&format!("{} v{version}, {case} ({who:?})", R::API), case, theirs, ours);
    }

    fn count(&mut self, title: &str, case: &str, theirs: &str, ours: &str) {
        self.asked += 1;
        let left = self.unknown(case, theirs, ours);
        if !left.is_empty() {
            self.differences.push(format!("{title}\n    {}", left.join("\n    ")));
        }
    }

    fn is_known(&self, case: &str, theirs: &str, ours: &str) -> bool {
        let lines = difference(theirs, ours);
        lines.iter().all(|line| KNOWN.iter().any(|known| known.fits(case, line)))
    }

    /// The differing lines that nobody knows of.
    fn unknown(&mut self, case: &str, theirs: &str, ours: &str) -> Vec<String> {
        let mut left = difference(theirs, ours);
        for (index, known) in KNOWN.iter().enumerate() {
            let before = left.len();
            left.retain(|line| !known.fits(case, line));
            if left.len() < before {
                self.known.insert(index);
            }
        }
        left
    }

    fn finish(self) {
        let stale = KNOWN.iter().enumerate().filter(|(index, _)| !self.known.contains(index));
        let stale: Vec<String> =
            stale.map(|(_, it)| format!("{}: {} ({})", it.case, it.line, it.reason)).collect();
        assert!(
            self.differences.is_empty(),
            "{} of {} requests differ (- Kafka, + emulator):\n{}",
            self.differences.len(),
            self.asked,
            self.differences.join("\n")
        );
        assert!(stale.is_empty(), "known differences that are gone: {stale:#?}");
        assert!(self.asked >= 3000, "only {} requests were compared", self.asked);
    }
}

impl Known {
    fn fits(&self, case: &str, line: &str) -> bool {
        case.starts_with(self.case) && line.contains(self.line)
    }
}

fn differ(theirs: &str, ours: &str) -> bool {
    theirs != ours
}

/// Says only whether the client is throttled.
fn without_throttle(text: &str) -> String {
    let is_throttled = |line: &str| {
        let value = line.trim().strip_prefix("throttle_time_ms: ");
        value.is_some_and(|value| value != "0,")
    };
    let lines = text.lines().map(|line| if is_throttled(line) { "throttled" } else { line });
    lines.collect::<Vec<_>>().join("\n")
}

/// Kafka ends transactions after it has answered, and does nothing with this one until then.
fn is_still_busy(theirs: &str, ours: &str) -> bool {
    let is_busy = "CONCURRENT_TRANSACTIONS";
    theirs.contains(is_busy) && !ours.contains(is_busy)
}

/// Without its length.
fn framed<'q, R: Request<'q>>(version: i16, request: &R) -> Vec<u8> {
    let mut frame = Vec::new();
    encode_request(&mut frame, version, 7, Some("differential"), request).unwrap();
    frame.split_off(4)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_emulator_answers_as_kafka_4_4_does() {
    let options = || KafkaOptions {
        version: "4.4.0".to_owned(),
        scram_users: vec![ScramUser::new(USER, PASSWORD)],
        properties: PROPERTIES.map(|(key, value)| (key.to_owned(), value.to_owned())).to_vec(),
        ..KafkaOptions::default()
    };
    let Some(kafka) = shared(options) else { return };
    let builder = Emulator::builder().plaintext_listener(true).super_user("User:ANONYMOUS");
    let builder = builder.scram_sha_256(true).delegation_tokens(true).static_voters(true);
    let emulator = builder.scram_user(USER, PASSWORD).cluster_id(CLUSTER_ID).start().await.unwrap();
    let mut pair = Pair::new(kafka, &emulator);
    topics::compare(&mut pair);
    configs::compare(&mut pair);
    changes::compare(&mut pair);
    acls::compare(&mut pair);
    rights::compare(&mut pair);
    cluster::compare(&mut pair);
    // Before there are quotas.
    records::compare(&mut pair);
    sessions::compare(&mut pair);
    transactions::compare(&mut pair);
    users::compare(&mut pair);
    throttles::compare(&mut pair);
    quotas::compare(&mut pair);
    offsets::compare(&mut pair);
    partitions::compare(&mut pair);
    log_dirs::compare(&mut pair);
    tokens::compare(&mut pair);
    groups::compare(&mut pair);
    pair.finish();
}

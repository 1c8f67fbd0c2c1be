//! Classic groups: members that join, are told of each other, and leave. Answers that wait are awaited
//! on connections of their own.

use kafka_proto::messages::heartbeat::HeartbeatRequest;
use kafka_proto::messages::join_group::{JoinGroupRequest, JoinGroupRequestProtocol};
use kafka_proto::messages::leave_group::{LeaveGroupRequest, MemberIdentity};
use kafka_proto::messages::offset_delete::OffsetDeleteRequest;
use kafka_proto::messages::sync_group::{SyncGroupRequest, SyncGroupRequestAssignment};
use kafka_proto::{Opaque, Request, decode_response};

use super::{at, commit, delete, forget, look, of};
use crate::compare::normal;
use crate::peer::Peer;
use crate::{BOTH, Pair, Who, framed};

/// A `ConsumerProtocolSubscription` of version 1 to the topic `read`, without anything else.
const SUBSCRIPTION: &[u8] =
    &[0, 1, 0, 0, 0, 1, 0, 4, b'r', b'e', b'a', b'd', 255, 255, 255, 255, 0, 0, 0, 0];

/// A member of a group at Kafka and one at the emulator.
struct Member {
    peers: [Peer; 2],
    /// The ids that the two have given.
    ids: [String; 2],
    instance: Option<&'static str>,
    generation: [i32; 2],
}

impl Member {
    fn new(pair: &Pair, instance: Option<&'static str>) -> Self {
        let peers = [&pair.kafka, &pair.emulator].map(|peers| peers[Who::Admin as usize].another());
        Self { peers, ids: Default::default(), instance, generation: [-1; 2] }
    }

    /// Sends to both, without waiting for answers.
    fn send<'q, R: Request<'q>>(&mut self, version: i16, of: impl Fn(usize) -> R) {
        for (side, peer) in self.peers.iter_mut().enumerate() {
            peer.send(&framed(version, &of(side)));
        }
    }

    /// Takes the answers to what was sent, and compares them.
    fn receive<'q, R: Request<'q>>(
        &mut self,
        pair: &mut Pair,
        case: &str,
        version: i16,
    ) -> [Option<Vec<u8>>; 2]
    where
        for<'r> R::Response<'r>: std::fmt::Debug,
    {
        let answers = [0, 1].map(|side| self.peers[side].receive());
        let texts = answers.each_ref().map(|answer| match answer {
            None => "closed".to_owned(),
            Some(answer) => match decode_response::<R>(answer, version) {
                Ok((_, response)) => normal(&format!("{response:#?}"), &[]),
                Err(error) => format!("undecodable: {error}"),
            },
        });
        pair.note::<R>(case, Who::Admin, version, &texts[0], &texts[1]);
        answers
    }

    fn join(&mut self, group: &'static str, version: i16) {
        let (ids, instance) = (self.ids.clone(), self.instance);
        for (side, id) in ids.iter().enumerate() {
            let request = JoinGroupRequest {
                member_id: id,
                group_instance_id: instance.filter(|_| version >= 5),
                ..joining(group)
            };
            self.peers[side].send(&framed(version, &request));
        }
    }

    /// Takes the answers to JoinGroup, with ids and generations.
    fn joined(&mut self, pair: &mut Pair, case: &str, version: i16) {
        let answers = self.receive::<JoinGroupRequest<'_>>(pair, case, version);
        for (side, answer) in answers.iter().enumerate() {
            let Some(answer) = answer else { continue };
            let (_, joined) = decode_response::<JoinGroupRequest<'_>>(answer, version).unwrap();
            joined.member_id.clone_into(&mut self.ids[side]);
            self.generation[side] = joined.generation_id;
        }
    }

    /// Joins and comes back with the id, if that is asked for.
    fn enter(&mut self, pair: &mut Pair, case: &str, group: &'static str, version: i16) {
        self.join(group, version);
        if version >= 4 && self.instance.is_none() && self.ids[0].is_empty() {
            self.joined(pair, case, version);
            self.join(group, version);
        }
    }

    fn sync(&mut self, group: &'static str, version: i16, others: &[&[String; 2]]) {
        let (ids, instance, generation) = (self.ids.clone(), self.instance, self.generation);
        for (side, id) in ids.iter().enumerate() {
            let all = others.iter().map(|ids| ids[side].as_str()).zip(0_u8..);
            let bytes: Vec<(&str, [u8; 1])> = all.map(|(id, number)| (id, [number])).collect();
            let assignments = bytes.iter().map(|(member_id, bytes)| SyncGroupRequestAssignment {
                member_id,
                assignment: Opaque(bytes),
                ..Default::default()
            });
            let request = SyncGroupRequest {
                group_id: group,
                generation_id: generation[side],
                member_id: id,
                group_instance_id: instance.filter(|_| version >= 3),
                protocol_type: Some("consumer").filter(|_| version >= 5),
                protocol_name: Some("range").filter(|_| version >= 5),
                assignments: assignments.collect(),
                ..Default::default()
            };
            self.peers[side].send(&framed(version, &request));
        }
    }

    fn synced(&mut self, pair: &mut Pair, case: &str, version: i16) {
        self.receive::<SyncGroupRequest<'_>>(pair, case, version);
    }

    /// Heartbeats in all versions.
    fn beat(&mut self, pair: &mut Pair, case: &str, group: &'static str, off: i32) {
        for version in 0..=4 {
            let (ids, instance, generation) = (self.ids.clone(), self.instance, self.generation);
            pair.each(case, Who::Admin, version, |side| HeartbeatRequest {
                group_id: group,
                generation_id: generation[side] + off,
                member_id: &ids[side],
                group_instance_id: instance.filter(|_| version >= 3),
                ..Default::default()
            });
        }
    }

    fn commit(&mut self, pair: &mut Pair, case: &str, group: &'static str, off: i32) {
        let (ids, instance, generation) = (self.ids.clone(), self.instance, self.generation);
        pair.each(case, Who::Admin, 9, |side| {
            kafka_proto::messages::offset_commit::OffsetCommitRequest {
                generation_id_or_member_epoch: generation[side] + off,
                member_id: &ids[side],
                group_instance_id: instance,
                ..commit(group, vec![of("read", vec![at(0, 5, Some("by a member"))])])
            }
        });
    }

    fn leave(&mut self, pair: &mut Pair, case: &str, group: &'static str) {
        let (ids, instance) = (self.ids.clone(), self.instance);
        self.send(5, |side| {
            let ghost = MemberIdentity { member_id: "ghost", ..Default::default() };
            let nobody = MemberIdentity { group_instance_id: Some("nobody"), ..Default::default() };
            let me = MemberIdentity {
                member_id: &ids[side],
                group_instance_id: instance,
                ..Default::default()
            };
            LeaveGroupRequest {
                group_id: group,
                members: vec![me, ghost, nobody].into(),
                ..Default::default()
            }
        });
        self.receive::<LeaveGroupRequest<'_>>(pair, case, 5);
    }
}

fn protocol(name: &'static str) -> JoinGroupRequestProtocol<'static> {
    JoinGroupRequestProtocol { name, metadata: Opaque(SUBSCRIPTION), ..Default::default() }
}

fn joining(group_id: &str) -> JoinGroupRequest<'_> {
    JoinGroupRequest {
        group_id,
        session_timeout_ms: 30_000,
        rebalance_timeout_ms: 60_000,
        protocol_type: "consumer",
        protocols: vec![protocol("range"), protocol("roundrobin")].into(),
        ..Default::default()
    }
}

pub(crate) fn compare(pair: &mut Pair) {
    wrong(pair);
    for version in [0, 5, 9] {
        two(pair, version);
    }
    statics(pair);
    pair.write("after members", Who::Admin, 2, &delete(&["classic", "static"]));
}

/// What is answered at once.
fn wrong(pair: &mut Pair) {
    for who in BOTH {
        for version in 0..=9 {
            let cases: Vec<(&str, JoinGroupRequest<'_>)> = vec![
                ("no group", JoinGroupRequest { ..joining("") }),
                (
                    "a short session",
                    JoinGroupRequest { session_timeout_ms: 5999, ..joining("classic") },
                ),
                (
                    "a long session",
                    JoinGroupRequest { session_timeout_ms: 1_800_001, ..joining("classic") },
                ),
                ("an unknown group", JoinGroupRequest { member_id: "ghost", ..joining("none") }),
                ("no type", JoinGroupRequest { protocol_type: "", ..joining("classic") }),
                (
                    "no protocols",
                    JoinGroupRequest { protocols: vec![].into(), ..joining("classic") },
                ),
                (
                    "an unknown member",
                    JoinGroupRequest { member_id: "ghost", ..joining("classic") },
                ),
            ];
            for (case, request) in cases {
                pair.read(case, who, version, &request);
            }
        }
        for version in 0..=5 {
            for (group_id, named) in
                [("none", true), ("", true), ("classic", false), ("classic", true)]
            {
                let request = SyncGroupRequest {
                    group_id,
                    member_id: "ghost",
                    protocol_type: Some("consumer").filter(|_| version >= 5 && named),
                    protocol_name: Some("range").filter(|_| version >= 5),
                    ..Default::default()
                };
                pair.read("nobody", who, version, &request);
            }
        }
        for group_id in ["none", "", "classic"] {
            for version in 0..=4 {
                let request =
                    HeartbeatRequest { group_id, member_id: "ghost", ..Default::default() };
                pair.read("nobody", who, version, &request);
            }
            for version in 0..=5 {
                let ghost = MemberIdentity { member_id: "ghost", ..Default::default() };
                let members = if version >= 3 { vec![ghost] } else { vec![] };
                let member_id = if version >= 3 { "" } else { "ghost" };
                let members = members.into();
                let request =
                    LeaveGroupRequest { group_id, member_id, members, ..Default::default() };
                pair.read("nobody", who, version, &request);
            }
        }
    }
}

/// Two members come, rebalance, and go.
fn two(pair: &mut Pair, version: i16) {
    let group = "classic";
    let sync = version.min(5);
    let (mut a, mut b) = (Member::new(pair, None), Member::new(pair, None));
    a.enter(pair, "the first", group, version);
    a.joined(pair, "the first", version);
    look(pair, "before the first sync");
    a.beat(pair, "before the first sync", group, 0);
    a.commit(pair, "before the first sync", group, 0);
    a.sync(group, sync, &[&a.ids.clone()]);
    a.synced(pair, "the first sync", sync);
    a.beat(pair, "at work", group, 0);
    a.beat(pair, "in a past generation", group, -1);
    a.commit(pair, "at work", group, 0);
    a.commit(pair, "in a past generation", group, -1);
    pair.read(
        "from outside",
        Who::Admin,
        9,
        &commit(group, vec![of("read", vec![at(0, 1, None)])]),
    );
    look(pair, "one at work");
    for request in [forget(group, &["read", "other"]), OffsetDeleteRequest { ..forget(group, &[]) }]
    {
        pair.read("of a group at work", Who::Admin, 0, &request);
    }
    pair.read("of a group at work", Who::Admin, 2, &delete(&[group]));
    for (case, request) in [
        ("another type", JoinGroupRequest { protocol_type: "connect", ..joining(group) }),
        (
            "another protocol",
            JoinGroupRequest { protocols: vec![protocol("sticky")].into(), ..joining(group) },
        ),
        ("an unknown member", JoinGroupRequest { member_id: "ghost", ..joining(group) }),
    ] {
        pair.read(case, Who::Admin, version, &request);
    }
    b.enter(pair, "the second", group, version);
    // From now on the first one hears of it.
    let mut seen = Member::new(pair, None);
    seen.ids = a.ids.clone();
    seen.generation = a.generation;
    while_preparing(pair, &mut seen, group);
    a.join(group, version);
    a.joined(pair, "the first again", version);
    b.joined(pair, "the second", version);
    look(pair, "before the second sync");
    b.sync(group, sync, &[]);
    a.commit(pair, "before the second sync", group, 0);
    a.sync(group, sync, &[&a.ids.clone(), &b.ids.clone()]);
    a.synced(pair, "the leader's sync", sync);
    b.synced(pair, "the other's sync", sync);
    look(pair, "two at work");
    b.join(group, version);
    b.joined(pair, "the same again", version);
    b.sync(group, sync, &[]);
    b.synced(pair, "the same again", sync);
    b.leave(pair, "the second leaves", group);
    a.beat(pair, "after the second", group, 0);
    a.join(group, version);
    a.joined(pair, "alone again", version);
    a.leave(pair, "before the sync", group);
    look(pair, "nobody is left");
    a.beat(pair, "nobody is left", group, 0);
    pair.read("of a group that was at work", Who::Admin, 0, &forget(group, &["read"]));
}

/// The emulator and Kafka need a moment until they have the second one's request.
fn while_preparing(pair: &mut Pair, first: &mut Member, group: &'static str) {
    let is_told = |pair: &mut Pair, side: usize| {
        let request = HeartbeatRequest {
            group_id: group,
            generation_id: first.generation[side],
            member_id: &first.ids[side],
            ..Default::default()
        };
        let peers = if side == 0 { &mut pair.kafka } else { &mut pair.emulator };
        let answer = peers[Who::Admin as usize].ask(&framed(0, &request)).unwrap();
        decode_response::<HeartbeatRequest<'_>>(&answer, 0).unwrap().1.error_code.0 == 27
    };
    for side in [0, 1] {
        let begun = std::time::Instant::now();
        while !is_told(pair, side) {
            assert!(begun.elapsed() < crate::LAG * 6, "no rebalance");
        }
    }
    first.beat(pair, "while it is prepared", group, 0);
    first.commit(pair, "while it is prepared", group, 0);
    look(pair, "while it is prepared");
}

/// Static members (KIP-345) come back under a new id, and the old one is fenced.
fn statics(pair: &mut Pair) {
    let group = "static";
    for version in [5, 8, 9] {
        let mut a = Member::new(pair, Some("one"));
        a.enter(pair, "a static one", group, version);
        a.joined(pair, "a static one", version);
        a.sync(group, 5, &[&a.ids.clone()]);
        a.synced(pair, "a static one", 5);
        a.beat(pair, "a static one", group, 0);
        look(pair, "a static one");
        let mut again = Member::new(pair, Some("one"));
        again.enter(pair, "back again", group, version);
        again.joined(pair, "back again", version);
        again.sync(group, 5, &[]);
        again.synced(pair, "back again", 5);
        a.beat(pair, "fenced", group, 0);
        a.commit(pair, "fenced", group, 0);
        a.leave(pair, "fenced", group);
        a.instance = None;
        a.beat(pair, "without its instance", group, 0);
        again.instance = Some("two");
        again.beat(pair, "with another instance", group, 0);
        again.instance = Some("one");
        again.ids = Default::default();
        again.leave(pair, "by its instance", group);
        look(pair, "without static ones");
    }
}

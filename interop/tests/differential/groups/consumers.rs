//! Consumer groups (KIP-848). Kafka makes an assignment once a second at most, so a member asks until it
//! is told something new, and only that is compared.

use std::time::Instant;

use kafka_proto::messages::consumer_group_describe::ConsumerGroupDescribeRequest;
use kafka_proto::messages::consumer_group_heartbeat::{
    ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse, TopicPartitions,
};
use kafka_proto::messages::heartbeat::HeartbeatRequest;
use kafka_proto::messages::leave_group::{LeaveGroupRequest, MemberIdentity};
use kafka_proto::messages::list_groups::ListGroupsRequest;
use kafka_proto::messages::offset_commit::OffsetCommitRequest;
use kafka_proto::messages::offset_fetch::{OffsetFetchRequest, OffsetFetchRequestGroup};
use kafka_proto::{Uuid, decode_response};

use super::{at, commit, delete, forget, of, topic_ids};
use crate::compare::normal;
use crate::{BOTH, LAG, Pair, Who, framed};

const GROUP: &str = "consumer";

type Beat<'a> = ConsumerGroupHeartbeatRequest<'a>;

pub(crate) fn compare(pair: &mut Pair) {
    wrong(pair);
    two(pair);
    statics(pair);
    moved(pair);
    pair.write("after consumers", Who::Admin, 2, &delete(&[GROUP, "static", "moved"]));
}

/// Of somebody who is a member and says nothing new.
fn again(member_id: &str, member_epoch: i32) -> Beat<'_> {
    Beat {
        group_id: GROUP,
        member_id,
        member_epoch,
        rebalance_timeout_ms: -1,
        ..Default::default()
    }
}

fn joining<'a>(member_id: &'a str, names: &'a [&'a str]) -> Beat<'a> {
    Beat {
        rebalance_timeout_ms: 60_000,
        subscribed_topic_names: Some(names.into()),
        topic_partitions: Some(vec![].into()),
        ..again(member_id, 0)
    }
}

/// With what it has of the topic.
fn owning<'a>(topic_id: Uuid, partitions: &[i32], beat: Beat<'a>) -> Beat<'a> {
    let partitions = partitions.to_vec().into();
    let owned = TopicPartitions { topic_id, partitions, ..Default::default() };
    Beat { topic_partitions: Some(vec![owned].into()), ..beat }
}

/// What is refused at once.
fn wrong(pair: &mut Pair) {
    let names = ["read"];
    let join = || joining("member", &names);
    let cases: Vec<(&str, Beat<'_>)> = vec![
        ("no group", Beat { group_id: "", ..join() }),
        ("no member", Beat { member_id: "", member_epoch: 3, ..join() }),
        ("a blank member", Beat { member_id: " ", ..join() }),
        ("an empty instance", Beat { instance_id: Some(""), ..join() }),
        ("an empty rack", Beat { rack_id: Some(""), ..join() }),
        ("no timeout", Beat { rebalance_timeout_ms: -1, ..join() }),
        ("no partitions", Beat { topic_partitions: None, ..join() }),
        ("partitions", owning(Uuid([1; 16]), &[0], join())),
        ("no topics", Beat { subscribed_topic_names: None, ..join() }),
        ("an odd epoch", Beat { member_epoch: -3, ..join() }),
        ("away without an instance", Beat { member_epoch: -2, ..join() }),
        ("an unknown assignor", Beat { server_assignor: Some("zork"), ..join() }),
        ("an empty assignor", Beat { server_assignor: Some(""), ..join() }),
        ("an unknown group", again("member", 3)),
        ("out of an unknown group", again("member", -1)),
    ];
    for (case, request) in cases {
        // Version 0 lets a blank one in.
        for version in i16::from(case == "a blank member")..=1 {
            for who in BOTH {
                pair.read(case, who, version, &request);
            }
        }
    }
    describe(pair, "without a group");
}

fn describe(pair: &mut Pair, case: &str) {
    for version in 0..=1 {
        for who in BOTH {
            for include_authorized_operations in [false, true] {
                let group_ids = [GROUP, "unknown", "", "simple", "static"];
                let request = ConsumerGroupDescribeRequest {
                    group_ids: (&group_ids).into(),
                    include_authorized_operations,
                    ..Default::default()
                };
                pair.read(case, who, version, &request);
            }
        }
    }
    for types_filter in [vec!["consumer"], vec!["Classic"]] {
        let types_filter = types_filter.into();
        pair.read(case, Who::Admin, 5, &ListGroupsRequest { types_filter, ..Default::default() });
    }
    let groups = [GROUP];
    for version in [5, 6] {
        let request = kafka_proto::messages::describe_groups::DescribeGroupsRequest {
            groups: (&groups).into(),
            ..Default::default()
        };
        pair.read(case, Who::Admin, version, &request);
    }
}

/// Asks both until they have something new to say, and compares that.
pub(super) fn until<'q>(
    pair: &mut Pair,
    case: &str,
    of: impl Fn(usize) -> Beat<'q>,
    is_news: impl Fn(&ConsumerGroupHeartbeatResponse<'_>) -> bool,
) {
    let texts = [0, 1].map(|side| {
        let frame = framed(1, &of(side));
        let begun = Instant::now();
        loop {
            let peers = if side == 0 { &mut pair.kafka } else { &mut pair.emulator };
            let answer = peers[Who::Admin as usize].ask(&frame).unwrap();
            let (_, response) = decode_response::<Beat<'_>>(&answer, 1).unwrap();
            if is_news(&response) || response.error_code.0 != 0 || begun.elapsed() > LAG * 6 {
                return normal(&format!("{response:#?}"), &[]);
            }
        }
    });
    pair.note::<Beat<'_>>(case, Who::Admin, 1, &texts[0], &texts[1]);
}

/// Two members come, divide three partitions, and go.
fn two(pair: &mut Pair) {
    let (ids, names) = (topic_ids(pair, "read"), ["read"]);
    pair.read("the first joins", Who::Admin, 1, &joining("a", &names));
    pair.read("the first joins again", Who::Admin, 0, &joining("a", &names));
    describe(pair, "one member");
    for (case, beat) in [
        ("nothing new", again("a", 2)),
        ("too late an epoch", again("a", 3)),
        ("too early an epoch", again("a", 1)),
        ("a ghost", again("ghost", 2)),
        ("a ghost leaves", again("ghost", -1)),
        ("an unknown instance", Beat { instance_id: Some("nobody"), ..again("a", 2) }),
    ] {
        pair.read(case, Who::Admin, 1, &beat);
    }
    pair.each("everything", Who::Admin, 1, |side| {
        let full = Beat { member_epoch: 2, ..joining("a", &names) };
        owning(ids[side], &[0, 1, 2], full)
    });
    offsets(pair, ids);
    // From here on the first one hears that it has to give something up.
    let second = framed(1, &joining("b", &names));
    for peers in [&mut pair.kafka, &mut pair.emulator] {
        peers[Who::Admin as usize].ask(&second).unwrap();
    }
    until(pair, "the first is told", |_| again("a", 2), |it| it.assignment.is_some());
    until(pair, "the second is told", |_| joining("b", &names), |it| it.member_epoch == 3);
    describe(pair, "before partitions are given up");
    pair.read("not yet", Who::Admin, 1, &again("a", 2));
    pair.read("nothing yet", Who::Admin, 1, &again("b", 3));
    pair.each("given up", Who::Admin, 1, |side| owning(ids[side], &[0, 1], again("a", 2)));
    pair.each("not heard", Who::Admin, 1, |side| owning(ids[side], &[0], again("a", 2)));
    pair.each("not heard, and too much", Who::Admin, 1, |side| {
        owning(ids[side], &[2], again("a", 2))
    });
    until(pair, "given on", |_| again("b", 3), |it| it.assignment.is_some());
    describe(pair, "two members");
    for beat in [again("b", -1), again("b", -1), again("b", 3)] {
        pair.write("the second leaves", Who::Admin, 1, &beat);
    }
    until(pair, "all is the first one's", |_| again("a", 3), |it| it.assignment.is_some());
    describe(pair, "one is left");
    let other = ["other"];
    until(
        pair,
        "another topic",
        |_| Beat { subscribed_topic_names: Some((&other).into()), ..again("a", 4) },
        |it| it.assignment.is_some(),
    );
    pair.write("the first leaves", Who::Admin, 1, &again("a", -1));
    describe(pair, "nobody is left");
}

/// What a group of consumers makes of commits and fetches.
fn offsets(pair: &mut Pair, ids: [Uuid; 2]) {
    let members = [("a", 2), ("a", 3), ("a", 1), ("ghost", 2), ("", -1), ("a", -1)];
    for (member_id, generation_id_or_member_epoch) in members {
        for version in [2, 8, 9] {
            let topics = vec![of("read", vec![at(0, 5, None)])];
            let request = OffsetCommitRequest {
                member_id,
                generation_id_or_member_epoch,
                ..commit(GROUP, topics)
            };
            pair.read("by a consumer", Who::Admin, version, &request);
        }
        pair.each("by a consumer", Who::Admin, 10, |side| {
            let topic_id = ids[side];
            let topic = kafka_proto::messages::offset_commit::OffsetCommitRequestTopic {
                topic_id,
                ..of("", vec![at(0, 6, None)])
            };
            let topics = vec![topic];
            let by = OffsetCommitRequest { member_id, ..commit(GROUP, topics) };
            OffsetCommitRequest { generation_id_or_member_epoch, ..by }
        });
        let member_epoch = generation_id_or_member_epoch;
        let ids = [Some(member_id), None];
        for member_id in ids.into_iter().take(1 + usize::from(member_epoch < 0)) {
            let group = OffsetFetchRequestGroup {
                group_id: GROUP,
                member_id,
                member_epoch,
                topics: None,
                ..Default::default()
            };
            let request = OffsetFetchRequest { groups: vec![group].into(), ..Default::default() };
            pair.read("by a consumer", Who::Admin, 9, &request);
        }
    }
    pair.read("subscribed", Who::Admin, 0, &forget(GROUP, &["read", "other"]));
    pair.read("not empty", Who::Admin, 2, &delete(&[GROUP]));
    let beat = HeartbeatRequest { group_id: GROUP, member_id: "ghost", ..Default::default() };
    pair.read("a classic ghost", Who::Admin, 4, &beat);
}

/// Static members go for a while and come back.
fn statics(pair: &mut Pair) {
    let names = ["read"];
    let of = |beat| Beat { group_id: "static", instance_id: Some("i"), ..beat };
    pair.read("a static one", Who::Admin, 1, &of(joining("a", &names)));
    pair.read("its double", Who::Admin, 1, &of(joining("b", &names)));
    pair.read("its double, at work", Who::Admin, 1, &of(again("b", 2)));
    pair.read("its double leaves", Who::Admin, 1, &of(again("b", -2)));
    pair.write("away", Who::Admin, 1, &of(again("a", -2)));
    describe(pair, "away");
    pair.write("back", Who::Admin, 1, &of(joining("b", &names)));
    pair.read("its former self", Who::Admin, 1, &of(again("a", 2)));
    pair.read("at work", Who::Admin, 1, &of(again("b", 2)));
    describe(pair, "back");
    let leaving = |member_id, group_instance_id| MemberIdentity {
        member_id,
        group_instance_id,
        ..Default::default()
    };
    let members = [("ghost", None), ("", Some("nobody")), ("a", Some("i")), ("b", None)];
    let members = members.map(|(id, instance)| leaving(id, instance)).to_vec().into();
    let request = LeaveGroupRequest { group_id: "static", members, ..Default::default() };
    pair.write("by an administrator", Who::Admin, 5, &request);
    pair.write("for good", Who::Admin, 1, &of(again("b", -1)));
    describe(pair, "gone for good");
}

/// A group of offsets only becomes one of consumers, with its offsets.
fn moved(pair: &mut Pair) {
    let names = ["read"];
    let of_moved = |beat| Beat { group_id: "moved", ..beat };
    pair.read("before", Who::Admin, 9, &commit("moved", vec![of("read", vec![at(0, 3, None)])]));
    pair.read("without a member", Who::Admin, 1, &of_moved(again("a", 2)));
    pair.read("the first", Who::Admin, 1, &of_moved(joining("a", &names)));
    let group = OffsetFetchRequestGroup { group_id: "moved", topics: None, ..Default::default() };
    let request = OffsetFetchRequest { groups: vec![group].into(), ..Default::default() };
    pair.read("after", Who::Admin, 9, &request);
    pair.write("the first leaves", Who::Admin, 1, &of_moved(again("a", -1)));
    describe(pair, "moved");
    // Whoever is the first does not wait for a second to be over.
    for beat in [joining("a", &names), again("a", -1), joining("b", &names), again("b", -1)] {
        pair.write("one after the other", Who::Admin, 1, &of_moved(beat));
    }
}

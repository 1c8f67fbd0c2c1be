//! Consumer groups whose members subscribe by regular expressions (KIP-848). Kafka looks up what they stand for
//! after it has answered, so a member asks until it is told.

use kafka_proto::messages::consumer_group_describe::ConsumerGroupDescribeRequest;
use kafka_proto::messages::consumer_group_heartbeat::ConsumerGroupHeartbeatRequest;
use kafka_proto::messages::create_acls::AclCreation;
use kafka_proto::messages::create_topics::CreatableTopic;
use kafka_proto::messages::delete_acls::{DeleteAclsFilter, DeleteAclsRequest};
use kafka_proto::{AclOperation, AclPermissionType, PatternType, ResourceType};

use super::consumers::until;
use super::{delete, forget};
use crate::{BOTH, Pair, Who, acls, topics};

type Beat<'a> = ConsumerGroupHeartbeatRequest<'a>;

/// What Kafka has none of as well.
const WRONG: [&str; 19] = [
    "(", "a(", ")", "a)(b", "[", "[a", "[b-a]", "*", "+a", "a**", "a+*", "a{2}{3}", "a{1001}",
    "a{2,1}", "\\", "\\y", "(a)\\1", "(?=a)", "(?x)a",
];

/// Each stands for some of the topics.
const RIGHT: [&str; 22] = [
    "rx-.*",
    "rx-(one|two)",
    "^rx-one$",
    "(?i)RX-.*",
    "rx-[a-z]+",
    "rx-[^o].*",
    "rx\\-one",
    "rx-on",
    "",
    "rx-[[:alpha:]]+",
    "rx.\\w{3,5}",
    "rx-one|rx-three{1}",
    "rx-one{,2}",
    "rx-one{",
    "rx-[one[]+",
    "\\Qrx-one\\E|x",
    "(?P<name>rx)-two",
    "rx-(?:t.*)",
    "(rx-|one)*",
    "rx-o*?ne",
    "\\<rx-one\\>",
    "rx-[&&one~~]+",
];

pub(crate) fn compare(pair: &mut Pair) {
    let topic = |name| CreatableTopic { num_partitions: 2, ..topics::topic(name) };
    let made = ["rx-one", "rx-two", "rx-three"].map(topic).to_vec();
    pair.write("for expressions", Who::Admin, 7, &topics::request(made));
    for (place, regex) in WRONG.iter().enumerate() {
        let group = format!("rx-wrong-{place}");
        for who in BOTH {
            pair.write("no expression", who, 1, &joining(&group, "m", regex));
        }
        describe(pair, "no group", &group);
    }
    for (place, regex) in RIGHT.iter().enumerate() {
        right(pair, &format!("rx-{place}"), regex);
    }
    changes(pair);
    denied(pair);
}

fn again<'a>(group_id: &'a str, member_id: &'a str, member_epoch: i32) -> Beat<'a> {
    let rebalance_timeout_ms = -1;
    Beat { group_id, member_id, member_epoch, rebalance_timeout_ms, ..Default::default() }
}

fn joining<'a>(group_id: &'a str, member_id: &'a str, regex: &'a str) -> Beat<'a> {
    Beat {
        rebalance_timeout_ms: 60_000,
        subscribed_topic_regex: Some(regex),
        topic_partitions: Some(vec![].into()),
        ..again(group_id, member_id, 0)
    }
}

fn describe(pair: &mut Pair, case: &str, group: &str) {
    let group_ids = [group];
    let request =
        ConsumerGroupDescribeRequest { group_ids: (&group_ids).into(), ..Default::default() };
    pair.read(case, Who::Admin, 1, &request);
}

/// Somebody joins, is told what the expression stands for, and goes.
fn right(pair: &mut Pair, group: &str, regex: &str) {
    pair.write("an expression", Who::Admin, 1, &joining(group, "m", regex));
    let is_none = ["", "rx-on", "rx-one{", "rx-one{,2}", "\\<rx-one\\>"].contains(&regex);
    if !is_none {
        let member = |_| again(group, "m", 1);
        until(pair, "what it stands for", member, |it| it.assignment.is_some());
    }
    describe(pair, "an expression", group);
    pair.write("who had an expression goes", Who::Admin, 1, &again(group, "m", -1));
    pair.write("after an expression", Who::Admin, 2, &delete(&[group]));
}

/// Another expression, names instead, and a second member.
fn changes(pair: &mut Pair) {
    let group = "rx-changes";
    pair.write("an expression", Who::Admin, 1, &joining(group, "m", "rx-one"));
    until(pair, "it stands for one", |_| again(group, "m", 1), |it| it.assignment.is_some());
    pair.read("subscribed by it", Who::Admin, 0, &forget(group, &["rx-one", "rx-two"]));
    let names = ["rx-two"];
    let named = |epoch| Beat {
        subscribed_topic_names: Some((&names).into()),
        subscribed_topic_regex: Some(""),
        topic_partitions: Some(vec![].into()),
        ..again(group, "m", epoch)
    };
    until(pair, "names instead", |_| named(2), |it| it.member_epoch > 2);
    describe(pair, "names instead", group);
    let wrong = Beat { subscribed_topic_regex: Some("("), ..again(group, "m", 3) };
    pair.write("no expression", Who::Admin, 1, &wrong);
    describe(pair, "as before", group);
    for id in ["m", "m"] {
        pair.write("who had an expression goes", Who::Admin, 1, &again(group, id, -1));
    }
    pair.write("after an expression", Who::Admin, 2, &delete(&[group]));
}

/// What its client may not describe does not count.
fn denied(pair: &mut Pair) {
    let group = "rx-denied";
    let acl = |resource_type, resource_name, operation| AclCreation {
        resource_type,
        resource_name,
        operation,
        resource_pattern_type: PatternType::LITERAL,
        principal: "User:user",
        host: "*",
        permission_type: AclPermissionType::ALLOW,
        ..Default::default()
    };
    let rights = vec![
        acl(ResourceType::GROUP, group, AclOperation::READ),
        acl(ResourceType::TOPIC, "rx-two", AclOperation::DESCRIBE),
    ];
    pair.write("rights", Who::Admin, 3, &acls::request(rights));
    // Until Kafka's broker knows them.
    pair.read("rights", Who::User, 1, &again(group, "nobody", 1));
    pair.write("an expression", Who::User, 1, &joining(group, "m", "rx-.*"));
    until(pair, "what may be seen of it", |_| again(group, "m", 1), |it| it.assignment.is_some());
    describe(pair, "what may be seen of it", group);
    pair.write("who had an expression goes", Who::Admin, 1, &again(group, "m", -1));
    pair.write("after an expression", Who::Admin, 2, &delete(&[group]));
    let filter = DeleteAclsFilter {
        resource_type_filter: ResourceType::ANY,
        pattern_type_filter: PatternType::ANY,
        principal_filter: Some("User:user"),
        operation: AclOperation::ANY,
        permission_type: AclPermissionType::ANY,
        ..Default::default()
    };
    let request = DeleteAclsRequest { filters: vec![filter].into(), ..Default::default() };
    pair.write("rights", Who::Admin, 3, &request);
}

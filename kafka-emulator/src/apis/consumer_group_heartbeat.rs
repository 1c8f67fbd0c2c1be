//! ConsumerGroupHeartbeat: all that a member of a consumer group says (KIP-848).

mod regexes;

use std::collections::BTreeSet;
use std::time::Duration;

use kafka_proto::messages::consumer_group_heartbeat::{
    Assignment as ToldAssignment, ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse,
    TopicPartitions,
};
use kafka_proto::{AclOperation, ErrorCode};
use tokio::time::Instant;

use super::coordinator::{check_here, may, may_on_topic};
use super::{Call, Outcome};
use crate::cluster::random_uuid;
use crate::refusal::Refusal;
use crate::state::groups::{
    Assignment, Assignor, Beat, Beaten, Consumer, Group, Groups, Members, Usage,
};

/// How often members shall be heard of (`group.consumer.heartbeat.interval.ms`).
const INTERVAL_MS: i32 = 5000;

/// The version from which on members make their ids.
const WITH_OWN_IDS: i16 = 1;

/// How many members a group can have: the assignors take time.
const MAX_MEMBERS: usize = 1000;

/// The epochs of members that join, and that leave.
const JOINS: i32 = 0;
const LEAVES: i32 = -1;
const LEAVES_FOR_A_WHILE: i32 = -2;

pub(super) fn answer(call: &Call<'_>, request: &ConsumerGroupHeartbeatRequest<'_>) -> Outcome {
    if !may(call, AclOperation::READ, request.group_id) {
        return refuse(call, request, &Refusal::of(ErrorCode::GROUP_AUTHORIZATION_FAILED));
    }
    let mut names = request.subscribed_topic_names.iter().flat_map(|names| names.iter());
    if !names.all(|name| may_on_topic(call, AclOperation::DESCRIBE, name)) {
        let refusal = Refusal::of(ErrorCode::TOPIC_AUTHORIZATION_FAILED);
        return refuse(call, request, &refusal);
    }
    match beat(call, request) {
        Ok((member_id, beaten)) => reply(call, &member_id, &beaten),
        Err(refusal) => told(call, &refusal),
    }
}

/// Kafka tells the code only.
pub(super) fn refuse(
    call: &Call<'_>,
    _: &ConsumerGroupHeartbeatRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    told(call, &Refusal::wordless(refusal.code))
}

fn told(call: &Call<'_>, refusal: &Refusal) -> Outcome {
    call.reply(&ConsumerGroupHeartbeatResponse {
        error_code: refusal.code,
        error_message: refusal.message(),
        ..Default::default()
    })
}

fn reply(call: &Call<'_>, member_id: &str, beaten: &Beaten) -> Outcome {
    let stays = beaten.epoch > JOINS;
    let written = |assignment: &Assignment| ToldAssignment {
        topic_partitions: assignment
            .iter()
            .map(|(topic_id, partitions)| TopicPartitions {
                topic_id: *topic_id,
                partitions: partitions.iter().copied().collect(),
                ..Default::default()
            })
            .collect(),
        ..Default::default()
    };
    call.reply(&ConsumerGroupHeartbeatResponse {
        member_id: Some(member_id),
        member_epoch: beaten.epoch,
        heartbeat_interval_ms: if stays { INTERVAL_MS } else { 0 },
        assignment: beaten.assignment.as_ref().map(written),
        ..Default::default()
    })
}

fn beat(
    call: &Call<'_>,
    request: &ConsumerGroupHeartbeatRequest<'_>,
) -> Result<(String, Beaten), Refusal> {
    check(call, request)?;
    check_here(call, request.group_id).map_err(Refusal::of)?;
    let id = match request.member_id {
        "" => random_uuid().map_err(|_| Refusal::of(ErrorCode::UNKNOWN_SERVER_ERROR))?.to_string(),
        id => id.to_owned(),
    };
    let now = Instant::now();
    let (group_id, instance_id) = (request.group_id, request.instance_id);
    let beaten = match request.member_epoch {
        LEAVES | LEAVES_FOR_A_WHILE => call.cluster.state.groups.change(|groups| {
            let left = groups.change(group_id, now, |group| {
                let consumer = group.consumer().ok_or_else(|| not_consumers(group_id))?;
                consumer.leave(group_id, &id, instance_id, request.member_epoch)
            });
            left.unwrap_or_else(|| Err(not_found(format!("Group {group_id} not found."))))
        }),
        _ => stay(call, request, &id, now),
    };
    Ok((id, beaten?))
}

fn stay(
    call: &Call<'_>,
    request: &ConsumerGroupHeartbeatRequest<'_>,
    id: &str,
    now: Instant,
) -> Result<Beaten, Refusal> {
    let names = request.subscribed_topic_names.as_ref();
    let names: Option<BTreeSet<String>> =
        names.map(|names| names.iter().map(str::to_owned).collect());
    let owned = request.topic_partitions.as_ref().map(|owned| {
        let owned = owned.iter().map(|it| (it.topic_id, it.partitions.iter().collect()));
        owned.collect::<Assignment>()
    });
    let malformed = request.subscribed_topic_regex.and_then(regexes::malformed);
    let host = format!("/{}", call.client.host());
    let rebalance = u64::try_from(request.rebalance_timeout_ms).ok().map(Duration::from_millis);
    let beat = Beat {
        member_id: id,
        epoch: request.member_epoch,
        instance_id: request.instance_id,
        rack_id: request.rack_id,
        client_id: call.client_id(),
        client_host: &host,
        rebalance,
        topics: names.as_ref(),
        regex: request.subscribed_topic_regex,
        malformed: malformed.as_ref(),
        assignor: request.server_assignor.and_then(Assignor::named),
        owned: owned.as_ref(),
    };
    let topics = call.cluster.state.topics.now();
    let group_id = request.group_id;
    let (beaten, due) = call.cluster.state.groups.change(|groups| {
        let before = groups.get(group_id).map(|group| group.members.clone());
        enter(groups, &beat, group_id, now)?;
        let beaten = groups.change(group_id, now, |group| {
            let consumer = group.consumer().ok_or_else(|| not_consumers(group_id))?;
            let beaten = consumer.beat(group_id, &beat, &topics, now)?;
            Ok((beaten, consumer.due_regexes(topics.made(), now)))
        });
        let missing = || Err(not_found(format!("Consumer group {group_id} not found.")));
        beaten.unwrap_or_else(missing).inspect_err(|_| put_back(groups, group_id, before, now))
    })?;
    if let Some(due) = due {
        regexes::look_up(call, group_id, &due, now);
    }
    Ok(beaten)
}

/// Whoever is refused leaves nothing behind.
fn put_back(groups: &mut Groups, group_id: &str, before: Option<Members>, now: Instant) {
    match before {
        Some(members) => _ = groups.change(group_id, now, |group| group.members = members),
        None => _ = groups.remove(group_id),
    }
}

/// Makes room for whoever joins: a group that is not there, or that has nobody, becomes one of
/// consumers and keeps its offsets.
fn enter(
    groups: &mut Groups,
    beat: &Beat<'_>,
    group_id: &str,
    now: Instant,
) -> Result<(), Refusal> {
    let names = beat.topics.into_iter().flatten().map(String::len).sum::<usize>();
    let ids = [Some(beat.member_id), beat.instance_id, beat.rack_id, Some(beat.client_id)];
    let ids = ids.iter().flatten().map(|id| id.len()).sum::<usize>();
    let regex = beat.regex.unwrap_or_default();
    let known = groups.get(group_id).and_then(|group| match &group.members {
        Members::Consumer(consumer) => Some(consumer.size_of(regex)),
        _ => None,
    });
    let regex = regex.len() + known.unwrap_or_default();
    let text = names + regex + ids + beat.client_host.len();
    let more = Usage { offsets: 0, members: 1, text };
    groups.check_room(more, 0).map_err(|_| full(group_id))?;
    if beat.epoch != JOINS {
        return Ok(());
    }
    let entered = groups.make(group_id, now, |group: &mut Group| {
        if matches!(group.members, Members::Share(_) | Members::Streams(_)) {
            return Err(not_consumers(group_id));
        }
        if group.is_free() && group.consumer().is_none() {
            group.members = Members::Consumer(Consumer::default());
        }
        match group.consumer() {
            None => Err(not_found(format!(
                "Cannot upgrade classic group {group_id} to consumer group because online upgrade \
                 is disabled."
            ))),
            Some(consumer) if consumer.members().count() >= MAX_MEMBERS => Err(full(group_id)),
            Some(_) => Ok(()),
        }
    });
    entered.map_err(|_| full(group_id))?
}

/// `throwIfConsumerGroupHeartbeatRequestIsInvalid`.
fn check(call: &Call<'_>, request: &ConsumerGroupHeartbeatRequest<'_>) -> Result<(), Refusal> {
    let epoch = request.member_epoch;
    let needs_id = call.version() >= WITH_OWN_IDS || epoch > JOINS || epoch == LEAVES;
    let has_topics =
        request.subscribed_topic_names.is_some() || request.subscribed_topic_regex.is_some();
    let joins = epoch == JOINS;
    let rules = [
        (needs_id && is_blank(Some(request.member_id)), "MemberId can't be empty."),
        (is_blank(Some(request.group_id)), "GroupId can't be empty."),
        (is_blank(request.instance_id), "InstanceId can't be empty."),
        (is_blank(request.rack_id), "RackId can't be empty."),
        (
            joins && request.rebalance_timeout_ms == -1,
            "RebalanceTimeoutMs must be provided in first request.",
        ),
        (
            joins && request.topic_partitions.as_ref().is_none_or(|owned| !owned.is_empty()),
            "TopicPartitions must be empty when (re-)joining.",
        ),
        (
            joins && !has_topics,
            "Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining.",
        ),
        (epoch == LEAVES_FOR_A_WHILE && request.instance_id.is_none(), "InstanceId can't be null."),
        (epoch < LEAVES_FOR_A_WHILE, "MemberEpoch is invalid."),
    ];
    if let Some((_, text)) = rules.iter().find(|(is_broken, _)| *is_broken) {
        return Err(Refusal::new(ErrorCode::INVALID_REQUEST, *text));
    }
    if let Some(name) = request.server_assignor.filter(|name| Assignor::named(name).is_none()) {
        let text =
            format!("ServerAssignor {name} is not supported. Supported assignors: uniform, range.");
        return Err(Refusal::new(ErrorCode::UNSUPPORTED_ASSIGNOR, text));
    }
    Ok(())
}

/// As Java's `String.trim` leaves nothing.
fn is_blank(text: Option<&str>) -> bool {
    text.is_some_and(|text| text.trim_matches(|c| c <= ' ').is_empty())
}

fn not_found(text: String) -> Refusal {
    Refusal::new(ErrorCode::GROUP_ID_NOT_FOUND, text)
}

fn not_consumers(group_id: &str) -> Refusal {
    not_found(format!("Group {group_id} is not a consumer group."))
}

fn full(group_id: &str) -> Refusal {
    let text = format!("There is no room for another member of the group {group_id}.");
    Refusal::new(ErrorCode::GROUP_MAX_SIZE_REACHED, text)
}

#[cfg(test)]
mod tests {
    use kafka_proto::ResourceType;

    use super::super::tests::{ask, cluster as brokers, grant, iam, read, user};
    use super::*;
    use crate::apis::coordinator::tests::{cluster, offset, read_to};
    use crate::client::Client;
    use crate::cluster::Cluster;

    /// Code, epoch and number of partitions.
    fn beat(
        cluster: &Cluster,
        client: &Client,
        request: &ConsumerGroupHeartbeatRequest<'_>,
    ) -> (i16, i32, Option<usize>) {
        let frame = ask(cluster, client, 1, request).unwrap();
        let response = read::<ConsumerGroupHeartbeatRequest<'_>>(&frame, 1);
        let count = |it: &ToldAssignment<'_>| {
            it.topic_partitions.iter().map(|it| it.partitions.iter().count()).sum()
        };
        let partitions = response.assignment.as_ref().map(count);
        (response.error_code.0, response.member_epoch, partitions)
    }

    fn joining<'a>(names: &'a [&'a str]) -> ConsumerGroupHeartbeatRequest<'a> {
        ConsumerGroupHeartbeatRequest {
            group_id: "g",
            member_id: "m",
            rebalance_timeout_ms: 1000,
            subscribed_topic_names: Some(names.into()),
            topic_partitions: Some(vec![].into()),
            ..Default::default()
        }
    }

    #[test]
    fn a_group_of_offsets_becomes_one_of_consumers_and_keeps_them() {
        let cluster = cluster();
        read_to(&cluster, "g", 5);
        assert_eq!(beat(&cluster, &iam(), &joining(&["t"])), (0, 2, Some(2)));
        assert_eq!(offset(&cluster, "g", 0), Some((5, "m".to_owned())));
        let leaving = ConsumerGroupHeartbeatRequest { member_epoch: -1, ..joining(&[]) };
        assert_eq!(beat(&cluster, &iam(), &leaving), (0, -1, None));
        assert_eq!(beat(&cluster, &iam(), &leaving).0, 25);
    }

    #[test]
    fn what_is_wrong_is_refused_with_kafkas_codes() {
        let cluster = cluster();
        let join = || joining(&["t"]);
        let code = |request: ConsumerGroupHeartbeatRequest<'_>| beat(&cluster, &iam(), &request).0;
        assert_eq!(code(ConsumerGroupHeartbeatRequest { member_id: " ", ..join() }), 42);
        assert_eq!(code(ConsumerGroupHeartbeatRequest { member_epoch: -2, ..join() }), 42);
        assert_eq!(code(ConsumerGroupHeartbeatRequest { topic_partitions: None, ..join() }), 42);
        let zork = ConsumerGroupHeartbeatRequest { server_assignor: Some("zork"), ..join() };
        assert_eq!(code(zork), 112);
        let regex = ConsumerGroupHeartbeatRequest { subscribed_topic_regex: Some("t("), ..join() };
        assert_eq!(code(regex), 128);
        assert_eq!(code(ConsumerGroupHeartbeatRequest { member_epoch: 1, ..join() }), 69);
        assert_eq!(code(join()), 0);
        assert_eq!(beat(&brokers(4), &iam(), &join()).0, 16);
    }

    #[test]
    fn every_topic_must_be_one_to_describe() {
        let cluster = cluster();
        grant(&cluster, AclOperation::READ, ResourceType::GROUP, "g");
        grant(&cluster, AclOperation::DESCRIBE, ResourceType::TOPIC, "t");
        assert_eq!(beat(&cluster, &user(), &joining(&["t", "other"])).0, 29);
        assert_eq!(beat(&cluster, &user(), &joining(&["t"])).0, 0);
    }

    #[test]
    fn an_expression_stands_for_the_topics_that_its_client_may_see() {
        let cluster = cluster();
        grant(&cluster, AclOperation::READ, ResourceType::GROUP, "g");
        let request = |member_id, member_epoch| ConsumerGroupHeartbeatRequest {
            member_id,
            member_epoch,
            subscribed_topic_names: None,
            subscribed_topic_regex: Some("t|o.*"),
            ..joining(&[])
        };
        let again = |member_id, member_epoch| ConsumerGroupHeartbeatRequest {
            group_id: "g",
            member_id,
            member_epoch,
            ..Default::default()
        };
        assert_eq!(beat(&cluster, &user(), &request("m", 0)), (0, 1, Some(0)));
        assert_eq!(beat(&cluster, &user(), &again("m", 1)), (0, 1, None));
        let leaving = ConsumerGroupHeartbeatRequest { member_epoch: -1, ..again("m", 0) };
        beat(&cluster, &user(), &leaving);
        grant(&cluster, AclOperation::DESCRIBE, ResourceType::TOPIC, "t");
        assert_eq!(beat(&cluster, &user(), &request("n", 0)).0, 0);
        let (code, _, partitions) = beat(&cluster, &user(), &request("n", 0));
        assert_eq!((code, partitions), (0, Some(2)));
    }
}

//! ShareGroupHeartbeat: all that a member of a share group says (KIP-932).

use std::collections::BTreeSet;

use kafka_proto::messages::share_group_heartbeat::{
    Assignment as ToldAssignment, ShareGroupHeartbeatRequest, ShareGroupHeartbeatResponse,
    TopicPartitions,
};
use kafka_proto::{AclOperation, ErrorCode};
use tokio::time::Instant;

use super::coordinator::{check_here, may, may_on_topic};
use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::groups::{Groups, Members, Share, ShareBeat, ShareBeaten, Usage};

/// How often members shall be heard of (`group.share.heartbeat.interval.ms`).
const INTERVAL_MS: i32 = 5000;

/// How many members a group can have (`group.share.max.size`).
const MAX_MEMBERS: usize = 200;

/// How long the id of a member may be, in UTF-16 units: as long as a UUID.
const MAX_ID: usize = 36;

/// The epochs of members that join, and that leave.
const JOINS: i32 = 0;
const LEAVES: i32 = -1;

pub(super) fn answer(call: &Call<'_>, request: &ShareGroupHeartbeatRequest<'_>) -> Outcome {
    if !may(call, AclOperation::READ, request.group_id) {
        return refuse(call, request, &Refusal::of(ErrorCode::GROUP_AUTHORIZATION_FAILED));
    }
    if !(1..=MAX_ID).contains(&request.member_id.encode_utf16().count()) {
        return refuse(call, request, &Refusal::of(ErrorCode::INVALID_REQUEST));
    }
    let mut names = request.subscribed_topic_names.iter().flat_map(|names| names.iter());
    if !names.all(|name| may_on_topic(call, AclOperation::DESCRIBE, name)) {
        let refusal = Refusal::of(ErrorCode::TOPIC_AUTHORIZATION_FAILED);
        return refuse(call, request, &refusal);
    }
    match beat(call, request) {
        Ok(beaten) => reply(call, request.member_id, &beaten),
        Err(refusal) => told(call, &refusal),
    }
}

/// Kafka tells the code only.
pub(super) fn refuse(
    call: &Call<'_>,
    _: &ShareGroupHeartbeatRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    told(call, &Refusal::wordless(refusal.code))
}

fn told(call: &Call<'_>, refusal: &Refusal) -> Outcome {
    call.reply(&ShareGroupHeartbeatResponse {
        error_code: refusal.code,
        error_message: refusal.message(),
        ..Default::default()
    })
}

fn reply(call: &Call<'_>, member_id: &str, beaten: &ShareBeaten) -> Outcome {
    let assignment = beaten.assignment.as_ref().map(|assignment| ToldAssignment {
        topic_partitions: assignment
            .iter()
            .map(|(topic_id, partitions)| TopicPartitions {
                topic_id: *topic_id,
                partitions: partitions.iter().copied().collect(),
                ..Default::default()
            })
            .collect(),
        ..Default::default()
    });
    call.reply(&ShareGroupHeartbeatResponse {
        member_id: Some(member_id),
        member_epoch: beaten.epoch,
        heartbeat_interval_ms: if beaten.epoch == LEAVES { 0 } else { INTERVAL_MS },
        assignment,
        ..Default::default()
    })
}

fn beat(call: &Call<'_>, request: &ShareGroupHeartbeatRequest<'_>) -> Result<ShareBeaten, Refusal> {
    check(request)?;
    check_here(call, request.group_id).map_err(Refusal::of)?;
    match request.member_epoch {
        LEAVES => leave(call, request.group_id, request.member_id),
        _ => stay(call, request),
    }
}

/// `throwIfShareGroupHeartbeatRequestIsInvalid`.
fn check(request: &ShareGroupHeartbeatRequest<'_>) -> Result<(), Refusal> {
    let epoch = request.member_epoch;
    let lacks_topics = request.subscribed_topic_names.as_ref().is_none_or(|it| it.is_empty());
    let rules = [
        (is_blank(request.member_id), "MemberId can't be empty."),
        (is_blank(request.group_id), "GroupId can't be empty."),
        (request.rack_id.is_some_and(is_blank), "RackId can't be empty."),
        (epoch == JOINS && lacks_topics, "SubscribedTopicNames must be set in first request."),
        (epoch < LEAVES, "MemberEpoch is invalid."),
    ];
    match rules.iter().find(|(is_broken, _)| *is_broken) {
        Some((_, text)) => Err(Refusal::new(ErrorCode::INVALID_REQUEST, *text)),
        None => Ok(()),
    }
}

/// As Java's `String.trim` leaves nothing.
fn is_blank(text: &str) -> bool {
    text.trim_matches(|c| c <= ' ').is_empty()
}

fn leave(call: &Call<'_>, group_id: &str, member_id: &str) -> Result<ShareBeaten, Refusal> {
    let now = Instant::now();
    let left = call.cluster.state.groups.change(|groups| {
        groups.change(group_id, now, |group| {
            let share = group.share().ok_or_else(|| not_sharing(group_id))?;
            share.leave(group_id, member_id)
        })
    });
    left.unwrap_or_else(|| Err(not_found(format!("Group {group_id} not found."))))?;
    Ok(ShareBeaten { epoch: LEAVES, assignment: None })
}

fn stay(call: &Call<'_>, request: &ShareGroupHeartbeatRequest<'_>) -> Result<ShareBeaten, Refusal> {
    let names = request.subscribed_topic_names.as_ref();
    let names: Option<BTreeSet<String>> =
        names.map(|names| names.iter().map(str::to_owned).collect());
    let host = format!("/{}", call.client.host());
    let beat = ShareBeat {
        member_id: request.member_id,
        epoch: request.member_epoch,
        rack_id: request.rack_id,
        client_id: call.client_id(),
        client_host: &host,
        topics: names.as_ref(),
    };
    let topics = call.cluster.state.topics.now();
    let (group_id, now) = (request.group_id, Instant::now());
    call.cluster.state.groups.change(|groups| {
        enter(groups, &beat, group_id, now)?;
        let beaten = groups.change(group_id, now, |group| {
            let share = group.share().ok_or_else(|| not_sharing(group_id))?;
            let beaten = share.beat(group_id, &beat, &topics, now)?;
            Ok((beaten, share.without_state(&topics)))
        });
        let absent = || Err(not_found(format!("Share group {group_id} not found.")));
        let (beaten, lacking) = beaten.unwrap_or_else(absent)?;
        // What there is no room for stays without state, and so is nobody's.
        let more = Usage { offsets: lacking.len(), ..Usage::default() };
        if !lacking.is_empty() && groups.check_room(more, 0).is_ok() {
            groups.change(group_id, now, |group| {
                let share = group.share().into_iter();
                share.for_each(|share| lacking.iter().for_each(|it| share.start(it.0, it.1, None)));
            });
        }
        Ok(beaten)
    })
}

/// Makes room for whoever joins.
fn enter(
    groups: &mut Groups,
    beat: &ShareBeat<'_>,
    group_id: &str,
    now: Instant,
) -> Result<(), Refusal> {
    let names = beat.topics.into_iter().flatten().map(String::len).sum::<usize>();
    let ids = [Some(beat.member_id), beat.rack_id, Some(beat.client_id)];
    let ids = ids.iter().flatten().map(|id| id.len()).sum::<usize>();
    let text = names + ids + beat.client_host.len();
    let full = |refusal: Refusal| Refusal { code: ErrorCode::GROUP_MAX_SIZE_REACHED, ..refusal };
    groups.check_room(Usage { offsets: 0, members: 1, text }, 0).map_err(full)?;
    let is_there = groups.change(group_id, now, |_| ()).is_some();
    if !is_there && beat.epoch == JOINS {
        let become_one = |group: &mut crate::state::groups::Group| {
            group.members = Members::Share(Share::default());
        };
        groups.make(group_id, now, become_one).map_err(full)?;
    }
    let checked = groups.change(group_id, now, |group| {
        let share = group.share().ok_or_else(|| not_sharing(group_id))?;
        let mut members = share.members();
        let is_new = !members.any(|(id, _)| **id == *beat.member_id);
        match is_new && share.members().count() >= MAX_MEMBERS {
            true => Err(Refusal::new(
                ErrorCode::GROUP_MAX_SIZE_REACHED,
                format!(
                    "The share group has reached its maximum capacity of {MAX_MEMBERS} members."
                ),
            )),
            false => Ok(()),
        }
    });
    checked.unwrap_or_else(|| Err(not_found(format!("Share group {group_id} not found."))))
}

fn not_found(text: String) -> Refusal {
    Refusal::new(ErrorCode::GROUP_ID_NOT_FOUND, text)
}

fn not_sharing(group_id: &str) -> Refusal {
    not_found(format!("Group {group_id} is not a share group."))
}

#[cfg(test)]
mod tests {
    use kafka_proto::ResourceType;

    use super::super::tests::{ask, grant, iam, read, user};
    use super::*;
    use crate::apis::coordinator::tests::{cluster, read_to};
    use crate::client::Client;
    use crate::cluster::Cluster;

    /// Code, epoch and number of partitions.
    fn beat(
        cluster: &Cluster,
        client: &Client,
        request: &ShareGroupHeartbeatRequest<'_>,
    ) -> (i16, i32, Option<usize>) {
        let frame = ask(cluster, client, 1, request).unwrap();
        let response = read::<ShareGroupHeartbeatRequest<'_>>(&frame, 1);
        let count = |it: &ToldAssignment<'_>| {
            it.topic_partitions.iter().map(|it| it.partitions.iter().count()).sum()
        };
        let partitions = response.assignment.as_ref().map(count);
        (response.error_code.0, response.member_epoch, partitions)
    }

    fn joining<'a>(names: &'a [&'a str]) -> ShareGroupHeartbeatRequest<'a> {
        ShareGroupHeartbeatRequest {
            group_id: "g",
            member_id: "m",
            subscribed_topic_names: Some(names.into()),
            ..Default::default()
        }
    }

    #[test]
    fn a_member_joins_and_leaves() {
        let cluster = cluster();
        let join = joining(&["t"]);
        assert_eq!(beat(&cluster, &iam(), &join), (0, 2, Some(0)), "there is no state yet");
        let other = ShareGroupHeartbeatRequest { member_id: "ghost", member_epoch: 2, ..join };
        assert_eq!(beat(&cluster, &iam(), &other).0, 25);
        let leave = ShareGroupHeartbeatRequest { member_epoch: -1, ..joining(&[]) };
        assert_eq!(beat(&cluster, &iam(), &leave), (0, -1, None));
        assert_eq!(beat(&cluster, &iam(), &leave).0, 25);
        let unknown = ShareGroupHeartbeatRequest { group_id: "unknown", ..leave };
        assert_eq!(beat(&cluster, &iam(), &unknown).0, 69);
    }

    #[test]
    fn requests_that_make_no_sense_are_refused() {
        let cluster = cluster();
        let join = joining(&["t"]);
        let long = "m".repeat(37);
        for request in [
            ShareGroupHeartbeatRequest { member_id: "", ..join.clone() },
            ShareGroupHeartbeatRequest { member_id: &long, ..join.clone() },
            ShareGroupHeartbeatRequest { group_id: " ", ..join.clone() },
            ShareGroupHeartbeatRequest { rack_id: Some(""), ..join.clone() },
            ShareGroupHeartbeatRequest { member_epoch: -2, ..join.clone() },
            joining(&[]),
        ] {
            assert_eq!(beat(&cluster, &iam(), &request).0, 42, "{request:?}");
        }
    }

    #[test]
    fn a_group_of_another_type_is_none() {
        let cluster = cluster();
        read_to(&cluster, "g", 1);
        assert_eq!(beat(&cluster, &iam(), &joining(&["t"])).0, 69);
    }

    #[test]
    fn topics_that_may_not_be_described_cannot_be_subscribed_to() {
        let cluster = cluster();
        grant(&cluster, AclOperation::READ, ResourceType::GROUP, "g");
        assert_eq!(beat(&cluster, &user(), &joining(&["t"])).0, 29);
        grant(&cluster, AclOperation::DESCRIBE, ResourceType::TOPIC, "t");
        assert_eq!(beat(&cluster, &user(), &joining(&["t"])).0, 0);
    }

    #[test]
    fn a_group_has_so_many_members() {
        let cluster = cluster();
        for number in 0..MAX_MEMBERS {
            let id = number.to_string();
            let request = ShareGroupHeartbeatRequest { member_id: &id, ..joining(&["t"]) };
            assert_eq!(beat(&cluster, &iam(), &request).0, 0);
        }
        assert_eq!(beat(&cluster, &iam(), &joining(&["t"])).0, 81);
    }
}

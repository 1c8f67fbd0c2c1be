//! StreamsGroupHeartbeat: all that a member of a streams group says (KIP-1071).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use kafka_proto::messages::streams_group_heartbeat::{
    self as m, EndpointToPartitions, Status, StreamsGroupHeartbeatRequest,
    StreamsGroupHeartbeatResponse, TaskIds, TaskOffset, TopicPartition,
};
use kafka_proto::{AclOperation, Array, ErrorCode, ResourceType};
use tokio::time::Instant;

use super::coordinator::{check_here, may, may_on_topic};
use super::create_topics::create_internal;
use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::groups::{
    Groups, InternalTopic, MISSING_INTERNAL_TOPICS, Members, Streams, StreamsBeat, StreamsBeaten,
    Subtopology, TaskOffsets, Tasks, Topology, Usage,
};
use crate::state::topic;

/// How often members shall be heard of (`group.streams.heartbeat.interval.ms`), and how often they shall tell
/// how far their tasks are (`group.streams.task.offset.interval.ms`).
const INTERVAL_MS: i32 = 5000;
const TASK_OFFSET_INTERVAL_MS: i32 = 60_000;

/// How far behind a warm-up task may be (`group.streams.acceptable.recovery.lag`).
const ACCEPTABLE_RECOVERY_LAG: i64 = 10_000;
const LEGACY_LAG: i32 = 10_000;

/// How many members a group can have. Kafka's `group.streams.max.size` has no bound.
const MAX_MEMBERS: usize = 1_000;

/// The epochs of members that join, that leave, and that leave for a while.
const JOINS: i32 = 0;
const LEAVES: i32 = -1;
const LEAVES_FOR_A_WHILE: i32 = -2;

type Request<'q> = StreamsGroupHeartbeatRequest<'q>;

pub(super) fn answer(call: &Call<'_>, request: &Request<'_>) -> Outcome {
    if !may(call, AclOperation::READ, request.group_id) {
        return refuse(call, request, &Refusal::of(ErrorCode::GROUP_AUTHORIZATION_FAILED));
    }
    let topology = request.topology.as_ref().map(topology_of);
    let checked = match &topology {
        Some(topology) => check_topics(call, request, topology),
        None => Ok(()),
    };
    match checked.and_then(|()| beat(call, request, topology.as_ref())) {
        Ok(beaten) => reply(call, request, &make_missing(call, beaten)),
        Err(refusal) => told(call, &refusal),
    }
}

/// Kafka tells the code only.
pub(super) fn refuse(call: &Call<'_>, _: &Request<'_>, refusal: &Refusal) -> Outcome {
    told(call, &Refusal::wordless(refusal.code))
}

fn told(call: &Call<'_>, refusal: &Refusal) -> Outcome {
    call.reply(&StreamsGroupHeartbeatResponse {
        error_code: refusal.code,
        error_message: refusal.message(),
        status: Some(Array::default()),
        ..Default::default()
    })
}

fn reply(call: &Call<'_>, request: &Request<'_>, beaten: &StreamsBeaten) -> Outcome {
    let status = beaten.status.iter().map(|(status_code, status_detail)| Status {
        status_code: *status_code,
        status_detail,
        ..Default::default()
    });
    let response = StreamsGroupHeartbeatResponse {
        member_id: request.member_id,
        member_epoch: beaten.epoch,
        status: Some(status.collect()),
        ..Default::default()
    };
    if beaten.epoch < JOINS {
        return call.reply(&response);
    }
    call.reply(&StreamsGroupHeartbeatResponse {
        heartbeat_interval_ms: INTERVAL_MS,
        task_offset_interval_ms: TASK_OFFSET_INTERVAL_MS,
        acceptable_recovery_lag_legacy: if call.version() == 0 { LEGACY_LAG } else { 0 },
        acceptable_recovery_lag: ACCEPTABLE_RECOVERY_LAG,
        active_tasks: beaten.tasks.as_ref().map(told_tasks),
        standby_tasks: beaten.tasks.as_ref().map(|_| Array::default()),
        warmup_tasks: beaten.tasks.as_ref().map(|_| Array::default()),
        endpoint_information_epoch: beaten.endpoint_epoch,
        partitions_by_user_endpoint: told_endpoints(beaten),
        ..response
    })
}

fn told_tasks(tasks: &Tasks) -> Array<'_, TaskIds<'_>> {
    let told = tasks.iter().map(|(subtopology_id, partitions)| TaskIds {
        subtopology_id,
        partitions: partitions.iter().copied().collect(),
        ..Default::default()
    });
    told.collect()
}

fn told_endpoints(beaten: &StreamsBeaten) -> Option<Array<'_, EndpointToPartitions<'_>>> {
    let told = beaten.endpoints.as_ref()?.iter().map(|((host, port), topics)| {
        let topics = topics.iter().map(|(topic, partitions)| TopicPartition {
            topic,
            partitions: partitions.as_slice().into(),
            ..Default::default()
        });
        EndpointToPartitions {
            user_endpoint: m::Endpoint { host, port: *port, ..Default::default() },
            active_partitions: topics.collect(),
            ..Default::default()
        }
    });
    Some(told.collect())
}

fn topology_of(told: &m::Topology<'_>) -> Topology {
    let parts = told.subtopologies.iter();
    let parts = parts.map(|part| (Arc::from(part.subtopology_id), subtopology_of(&part)));
    Topology { epoch: told.epoch, subtopologies: parts.collect() }
}

fn subtopology_of(told: &m::Subtopology<'_>) -> Subtopology {
    let internal = |topics: &Array<'_, m::TopicInfo<'_>>| {
        topics.iter().map(|topic| internal_topic(&topic)).collect::<Vec<InternalTopic>>()
    };
    let places = |group: m::CopartitionGroup<'_>| {
        let internal = group.repartition_source_topics.iter().collect();
        (group.source_topics.iter().collect(), internal)
    };
    Subtopology {
        sources: told.source_topics.iter().map(str::to_owned).collect(),
        sinks: told.repartition_sink_topics.iter().map(str::to_owned).collect(),
        repartitions: internal(&told.repartition_source_topics),
        changelogs: internal(&told.state_changelog_topics),
        copartitions: told.copartition_groups.iter().map(places).collect(),
    }
}

fn internal_topic(told: &m::TopicInfo<'_>) -> InternalTopic {
    let configs = told.topic_configs.iter();
    InternalTopic {
        name: told.name.to_owned(),
        partitions: told.partitions,
        replication_factor: told.replication_factor,
        configs: configs.map(|it| (it.key.to_owned(), it.value.to_owned())).collect(),
    }
}

/// What is looked at before the coordinator is asked.
fn check_topics(
    call: &Call<'_>,
    request: &Request<'_>,
    topology: &Topology,
) -> Result<(), Refusal> {
    let invalid = |text: String| Err(Refusal::new(ErrorCode::STREAMS_INVALID_TOPOLOGY, text));
    let told = request.topology.iter().flat_map(|it| it.subtopologies.iter());
    let mut once = BTreeSet::new();
    let mut names: Vec<&str> = Vec::new();
    for part in told {
        let internal = part.repartition_source_topics.iter();
        let internal = internal.chain(part.state_changelog_topics.iter()).map(|it| it.name);
        let all = part.source_topics.iter().chain(part.repartition_sink_topics.iter());
        names.extend(all.chain(internal).filter(|name| once.insert(*name)));
    }
    let of = |is_wrong: &dyn Fn(&str) -> bool| {
        let wrong = names.iter().filter(|name| is_wrong(name));
        wrong.copied().collect::<Vec<&str>>().join(",")
    };
    let prohibited = of(&topic::is_internal);
    if !prohibited.is_empty() {
        return invalid(format!(
            "Use of Kafka internal topics {prohibited} in a Kafka Streams topology is prohibited."
        ));
    }
    if names.iter().any(|name| topic::validate_name(name).is_err()) {
        let wrong = of(&|name| topic::validate_name(name).is_err());
        return invalid(format!("Topic names {wrong} are not valid topic names."));
    }
    if !names.iter().all(|name| may_on_topic(call, AclOperation::DESCRIBE, name)) {
        return Err(Refusal::wordless(ErrorCode::TOPIC_AUTHORIZATION_FAILED));
    }
    topology.check_size()
}

/// Makes internal topics that are missing, or says who may not.
fn make_missing(call: &Call<'_>, mut beaten: StreamsBeaten) -> StreamsBeaten {
    let authorizer = call.authorizer();
    let create = AclOperation::CREATE;
    let may_all = authorizer.allows_on_cluster(create);
    let may = |name: &str| may_all || authorizer.allows(create, ResourceType::TOPIC, name);
    let denied = beaten.missing.iter().map(|it| it.name.as_str()).filter(|name| !may(name));
    let denied: Vec<&str> = denied.collect();
    if denied.is_empty() {
        beaten.missing.iter().for_each(|topic| create_internal(call, topic));
        return beaten;
    }
    let more = format!("; Unauthorized to CREATE on topics {}.", denied.join(", "));
    for (code, text) in &mut beaten.status {
        if *code == MISSING_INTERNAL_TOPICS {
            text.push_str(&more);
        }
    }
    beaten
}

fn beat(
    call: &Call<'_>,
    request: &Request<'_>,
    topology: Option<&Topology>,
) -> Result<StreamsBeaten, Refusal> {
    check(request)?;
    check_here(call, request.group_id).map_err(Refusal::of)?;
    let count = request.topology.as_ref().map_or(0, |it| it.subtopologies.len());
    let is_odd = topology.is_some_and(|it| it.epoch < 0 || it.subtopologies.len() < count);
    if is_odd {
        // Kafka cannot make a map of them.
        return Err(Refusal::wordless(ErrorCode::UNKNOWN_SERVER_ERROR));
    }
    let host = format!("/{}", call.client.host());
    let endpoint = request.user_endpoint.as_ref().map(|it| (Arc::from(it.host), it.port));
    let tags = request.client_tags.as_ref();
    let tags = tags.map(|tags| {
        tags.iter().map(|it| (it.key.to_owned(), it.value.to_owned())).collect::<BTreeMap<_, _>>()
    });
    let owned = [&request.active_tasks, &request.standby_tasks, &request.warmup_tasks];
    let owned = owned.iter().all(|it| it.is_some()).then(|| owned.map(tasks_of));
    let offsets = request.task_offsets.as_ref().map(offsets_of);
    let end_offsets = request.task_end_offsets.as_ref().map(offsets_of);
    let beat = StreamsBeat {
        member_id: request.member_id,
        epoch: request.member_epoch,
        endpoint_epoch: request.endpoint_information_epoch,
        instance_id: request.instance_id,
        rack_id: request.rack_id,
        client_id: call.client_id(),
        client_host: &host,
        rebalance: u64::try_from(request.rebalance_timeout_ms).ok().map(Duration::from_millis),
        topology,
        process_id: request.process_id,
        endpoint: endpoint.as_ref(),
        tags: tags.as_ref(),
        owned: owned.as_ref(),
        offsets: offsets.as_ref(),
        end_offsets: end_offsets.as_ref(),
        shuts_down: request.shutdown_application,
    };
    let groups = &call.cluster.state.groups;
    match request.member_epoch {
        LEAVES | LEAVES_FOR_A_WHILE => groups.change(|it| leave(it, request.group_id, &beat)),
        _ => groups.change(|it| stay(call, it, request.group_id, &beat)),
    }
}

fn tasks_of(told: &Option<Array<'_, TaskIds<'_>>>) -> Tasks {
    let mut tasks = Tasks::new();
    for part in told.iter().flat_map(|it| it.iter()) {
        let partitions = tasks.entry(Arc::from(part.subtopology_id)).or_default();
        partitions.extend(part.partitions.iter());
    }
    tasks
}

fn offsets_of(told: &Array<'_, TaskOffset<'_>>) -> TaskOffsets {
    told.iter().map(|it| (Arc::from(it.subtopology_id), it.partition, it.offset)).collect()
}

/// `throwIfStreamsGroupHeartbeatRequestIsInvalid`.
fn check(request: &Request<'_>) -> Result<(), Refusal> {
    let epoch = request.member_epoch;
    let parts = || request.topology.iter().flat_map(|it| it.subtopologies.iter());
    let is_joining = epoch == JOINS;
    let lacks = |tasks: &Option<Array<'_, TaskIds<'_>>>| {
        is_joining && tasks.as_ref().is_none_or(|it| !it.is_empty())
    };
    let owned = [&request.active_tasks, &request.standby_tasks, &request.warmup_tasks];
    let said = owned.iter().filter(|it| it.is_some()).count();
    let odd = format!("MemberEpoch is {epoch}, but must be greater than or equal to -2.");
    let rules = [
        (
            parts().any(|it| !it.source_topic_regex.is_empty()),
            "Regular expressions for source topics are not supported yet.",
        ),
        (is_blank(request.member_id), "MemberId can't be empty."),
        (is_blank(request.group_id), "GroupId can't be empty."),
        (request.instance_id.is_some_and(is_blank), "InstanceId can't be empty."),
        (request.rack_id.is_some_and(is_blank), "RackId can't be empty."),
        (
            is_joining && request.rebalance_timeout_ms == -1,
            "RebalanceTimeoutMs must be provided in first request.",
        ),
        (lacks(owned[0]), "ActiveTasks must be empty when (re-)joining."),
        (lacks(owned[1]), "StandbyTasks must be empty when (re-)joining."),
        (lacks(owned[2]), "WarmupTasks must be empty when (re-)joining."),
        (is_joining && request.topology.is_none(), "Topology must be non-null when (re-)joining."),
    ];
    let invalid = |text: &str| Err(Refusal::new(ErrorCode::INVALID_REQUEST, text));
    if let Some((_, text)) = rules.iter().find(|(is_broken, _)| *is_broken) {
        return invalid(text);
    }
    if is_joining {
        check_changelogs(request)?;
    }
    let rules = [
        (epoch == LEAVES_FOR_A_WHILE && request.instance_id.is_none(), "InstanceId can't be null."),
        (epoch < LEAVES_FOR_A_WHILE, odd.as_str()),
        (said > 0 && said < owned.len(), "If one task-type is non-null, all must be non-null."),
        (
            !is_joining && request.topology.is_some(),
            "Topology can only be provided when (re-)joining.",
        ),
    ];
    match rules.iter().find(|(is_broken, _)| *is_broken) {
        Some((_, text)) => invalid(text),
        None => Ok(()),
    }
}

/// As many partitions as its part has tasks, so nobody can say how many.
fn check_changelogs(request: &Request<'_>) -> Result<(), Refusal> {
    let parts = request.topology.iter().flat_map(|it| it.subtopologies.iter());
    for part in parts {
        let wrong = part.state_changelog_topics.iter().find(|topic| topic.partitions != 0);
        if let Some(topic) = wrong {
            let text = format!(
                "Changelog topic {} must have an undefined partition count, but it is set to {}.",
                topic.name, topic.partitions
            );
            return Err(Refusal::new(ErrorCode::STREAMS_INVALID_TOPOLOGY, text));
        }
    }
    Ok(())
}

/// As Java's `String.trim` leaves nothing.
fn is_blank(text: &str) -> bool {
    text.trim_matches(|c| c <= ' ').is_empty()
}

fn leave(
    groups: &mut Groups,
    group_id: &str,
    beat: &StreamsBeat<'_>,
) -> Result<StreamsBeaten, Refusal> {
    let left = groups.change(group_id, Instant::now(), |group| match &mut group.members {
        Members::Streams(streams) => streams.leave(group_id, beat),
        _ => Err(not_streams(group_id)),
    });
    left.unwrap_or_else(|| Err(not_found(format!("Group {group_id} not found."))))
}

/// Does it to a copy, which becomes the group if nothing is refused and there is room.
fn stay(
    call: &Call<'_>,
    groups: &mut Groups,
    group_id: &str,
    beat: &StreamsBeat<'_>,
) -> Result<StreamsBeaten, Refusal> {
    let now = Instant::now();
    let is_joining = beat.epoch == JOINS;
    let found = groups.change(group_id, now, |group| (group.members.clone(), group.is_empty()));
    let is_new = !matches!(found, Some((Members::Streams(_), _)));
    let (mut streams, before) = match (found, beat.topology.filter(|_| is_joining)) {
        (Some((Members::Streams(streams), _)), _) => {
            let usage = streams.usage();
            (streams, usage)
        }
        (Some((Members::Classic(_), true)) | None, Some(topology)) => {
            (Streams::new(topology.clone()), Usage::default())
        }
        (Some(_), _) => return Err(not_streams(group_id)),
        (None, None) => return Err(not_found(format!("Streams group {group_id} not found."))),
    };
    if is_joining && streams.members().count() >= MAX_MEMBERS && !streams.has(beat.member_id) {
        return Err(full());
    }
    let topics = call.cluster.state.topics.now();
    let mut beaten = streams.beat(group_id, beat, &topics, now)?;
    if is_new {
        streams.forget_endpoint_epoch();
        beaten.endpoint_epoch = 0;
    }
    let after = streams.usage();
    let more = Usage {
        offsets: 0,
        members: after.members.saturating_sub(before.members),
        text: after.text.saturating_sub(before.text),
    };
    let made = groups.check_room(more, 0).and_then(|()| {
        groups.make(group_id, now, |group| group.members = Members::Streams(streams))
    });
    made.map_err(|refusal| Refusal { code: ErrorCode::GROUP_MAX_SIZE_REACHED, ..refusal })?;
    Ok(beaten)
}

fn full() -> Refusal {
    let text =
        format!("The streams group has reached its maximum capacity of {MAX_MEMBERS} members.");
    Refusal::new(ErrorCode::GROUP_MAX_SIZE_REACHED, text)
}

fn not_found(text: String) -> Refusal {
    Refusal::new(ErrorCode::GROUP_ID_NOT_FOUND, text)
}

fn not_streams(group_id: &str) -> Refusal {
    not_found(format!("Group {group_id} is not a streams group."))
}

#[cfg(test)]
pub(super) mod tests;

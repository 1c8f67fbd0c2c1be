//! StreamsGroupDescribe: groups of streams applications (KIP-1071), and what the client may do with them.

use kafka_proto::messages::streams_group_describe::{
    Assignment, DescribedGroup, Endpoint, KeyValue, Member, StreamsGroupDescribeRequest,
    StreamsGroupDescribeResponse, Subtopology as ToldSubtopology, TaskIds, TaskOffset, TopicInfo,
    Topology as ToldTopology,
};
use kafka_proto::{AclOperation, Array, ErrorCode, ResourceType};

use super::coordinator::{Budget, may, may_on_topic};
use super::group_description::{absent, members_of};
use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::groups::{
    InternalTopic, Members, Streams, StreamsMember, Subtopology, TaskOffsets,
};

/// The assignor of all streams groups.
const ASSIGNOR: &str = "sticky";

/// There is no plugin that keeps descriptions of topologies.
const NOT_STORED: i8 = 1;

type Request<'q> = StreamsGroupDescribeRequest<'q>;

pub(super) fn answer(call: &Call<'_>, request: &Request<'_>) -> Outcome {
    let (allowed, denied): (Vec<&str>, Vec<&str>) =
        request.group_ids.iter().partition(|group| may(call, AclOperation::DESCRIBE, group));
    let mut budget = Budget::new();
    let found: Vec<Result<Streams, Refusal>> =
        allowed.iter().map(|group| find(call, group, &mut budget)).collect();
    let described = allowed.iter().zip(&found).map(|(group, found)| match found {
        Err(refusal) => refused(group, refusal.code, refusal.message()),
        Ok(streams) => {
            let authorized_operations = match request.include_authorized_operations {
                true => call.authorizer().operations(ResourceType::GROUP, group),
                false => DescribedGroup::default().authorized_operations,
            };
            let topology_description_status =
                if request.include_topology_description { NOT_STORED } else { 0 };
            DescribedGroup {
                authorized_operations,
                topology_description_status,
                ..describe(group, streams)
            }
        }
    });
    let code = ErrorCode::GROUP_AUTHORIZATION_FAILED;
    let denied = denied.iter().map(|group| refused(group, code, None));
    // Kafka puts those that it refuses in front.
    let groups = denied.chain(described).collect();
    call.reply(&StreamsGroupDescribeResponse { groups, ..Default::default() })
}

pub(super) fn refuse(call: &Call<'_>, request: &Request<'_>, refusal: &Refusal) -> Outcome {
    let groups = request.group_ids.iter().map(|group| refused(group, refusal.code, None));
    call.reply(&StreamsGroupDescribeResponse { groups: groups.collect(), ..Default::default() })
}

fn refused<'a>(
    group_id: &'a str,
    error_code: ErrorCode,
    text: Option<&'a str>,
) -> DescribedGroup<'a> {
    DescribedGroup { group_id, error_code, error_message: text, ..Default::default() }
}

fn find(call: &Call<'_>, id: &str, budget: &mut Budget) -> Result<Streams, Refusal> {
    let Members::Streams(streams) = members_of(call, id)? else {
        return Err(absent(format!("Group {id} is not a streams group.")));
    };
    budget.spend(streams.size()).map_err(Refusal::wordless)?;
    let topology = std::sync::Arc::clone(&streams.topology);
    let mut names = topology.subtopologies.values().flat_map(Subtopology::topics);
    match names.all(|name| may_on_topic(call, AclOperation::DESCRIBE, name)) {
        true => Ok(streams),
        false => Err(Refusal::new(
            ErrorCode::TOPIC_AUTHORIZATION_FAILED,
            "The described group uses topics that the client is not authorized to describe.",
        )),
    }
}

fn describe<'a>(group_id: &'a str, streams: &'a Streams) -> DescribedGroup<'a> {
    let parts = streams.topology.subtopologies.iter();
    let topology = ToldTopology {
        epoch: streams.topology.epoch,
        subtopologies: Some(parts.map(|(id, part)| subtopology(streams, id, part)).collect()),
        ..Default::default()
    };
    DescribedGroup {
        group_id,
        group_state: streams.state(),
        group_epoch: streams.epoch,
        assignment_epoch: streams.assignment_epoch,
        topology: Some(topology),
        members: streams.members().map(|(id, it)| member(streams, id, it)).collect(),
        assignor_name: Some(ASSIGNOR),
        ..Default::default()
    }
}

fn subtopology<'a>(
    streams: &'a Streams,
    subtopology_id: &'a str,
    part: &'a Subtopology,
) -> ToldSubtopology<'a> {
    ToldSubtopology {
        subtopology_id,
        source_topics: sorted(streams, &part.sources),
        repartition_sink_topics: sorted(streams, &part.sinks),
        state_changelog_topics: internal(streams, &part.changelogs),
        repartition_source_topics: internal(streams, &part.repartitions),
        ..Default::default()
    }
}

/// As a set once the topology works.
fn sorted<'a>(streams: &Streams, names: &'a [String]) -> Array<'a, &'a str> {
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.sort_unstable();
    if streams.is_ready() {
        names.dedup();
    }
    names.into()
}

/// With as many partitions as they were given, once the topology works.
fn internal<'a>(streams: &Streams, topics: &'a [InternalTopic]) -> Array<'a, TopicInfo<'a>> {
    let mut topics: Vec<&InternalTopic> = topics.iter().collect();
    topics.sort_by_key(|topic| &topic.name);
    let told = topics.into_iter().map(|topic| {
        let count = streams.configured.counts.get(&topic.name).filter(|_| streams.is_ready());
        let configs = topic.configs.iter();
        let configs = configs.map(|(key, value)| KeyValue { key, value, ..Default::default() });
        TopicInfo {
            name: &topic.name,
            partitions: count.copied().unwrap_or(topic.partitions),
            replication_factor: topic.replication_factor,
            topic_configs: configs.collect(),
            ..Default::default()
        }
    });
    told.collect()
}

fn member<'a>(streams: &'a Streams, member_id: &'a str, member: &'a StreamsMember) -> Member<'a> {
    let tags = member.tags.iter();
    let endpoint = member.endpoint.as_ref();
    Member {
        member_id,
        member_epoch: member.current.epoch,
        instance_id: member.instance_id.as_deref(),
        rack_id: member.rack_id.as_deref(),
        client_id: &member.client_id,
        client_host: &member.client_host,
        topology_epoch: member.topology_epoch,
        process_id: &member.process_id,
        user_endpoint: endpoint.map(|(host, port)| Endpoint {
            host,
            port: *port,
            ..Default::default()
        }),
        client_tags: tags
            .map(|(key, value)| KeyValue { key, value, ..Default::default() })
            .collect(),
        task_offsets: offsets(&member.offsets),
        task_end_offsets: offsets(&member.end_offsets),
        assignment: told(member.current.shown()),
        target_assignment: told(streams.target(member_id).into_iter().flat_map(|tasks| {
            tasks.iter().map(|(id, partitions)| (id, partitions.iter().copied().collect()))
        })),
        ..Default::default()
    }
}

fn offsets(offsets: &TaskOffsets) -> Array<'_, TaskOffset<'_>> {
    let told = offsets.iter().map(|(subtopology_id, partition, offset)| TaskOffset {
        subtopology_id,
        partition: *partition,
        offset: *offset,
        ..Default::default()
    });
    told.collect()
}

fn told<'a>(tasks: impl Iterator<Item = (&'a std::sync::Arc<str>, Vec<i32>)>) -> Assignment<'a> {
    let active_tasks = tasks.map(|(subtopology_id, partitions)| TaskIds {
        subtopology_id,
        partitions: partitions.into(),
        ..Default::default()
    });
    Assignment { active_tasks: active_tasks.collect(), ..Default::default() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask, grant, iam, read, user};
    use super::*;
    use crate::apis::coordinator::tests::{cluster, read_to};
    use crate::apis::streams_group_heartbeat::tests::join;
    use crate::client::Client;
    use crate::cluster::Cluster;

    /// Code, state, epochs, and how many tasks each member has.
    fn describe(
        cluster: &Cluster,
        client: &Client,
        group: &str,
    ) -> (i16, String, [i32; 2], Vec<usize>) {
        let group_ids = [group];
        let request = Request { group_ids: (&group_ids).into(), ..Default::default() };
        let frame = ask(cluster, client, 1, &request).unwrap();
        let response = read::<Request<'_>>(&frame, 1);
        let group = response.groups.iter().next().unwrap();
        let epochs = [group.group_epoch, group.assignment_epoch];
        let count = |member: Member<'_>| {
            let tasks = member.assignment.active_tasks.iter();
            tasks.map(|it| it.partitions.iter().count()).sum()
        };
        let members = group.members.iter().map(count).collect();
        (group.error_code.0, group.group_state.to_owned(), epochs, members)
    }

    #[test]
    fn groups_are_described_to_those_who_may_describe_their_topics() {
        let cluster = cluster();
        join(&cluster, "g");
        assert_eq!(describe(&cluster, &iam(), "g"), (0, "Stable".to_owned(), [2, 2], vec![2]));
        assert_eq!(describe(&cluster, &user(), "g").0, 30);
        grant(&cluster, AclOperation::DESCRIBE, ResourceType::GROUP, "g");
        assert_eq!(describe(&cluster, &user(), "g"), (29, String::new(), [0, 0], vec![]));
        grant(&cluster, AclOperation::DESCRIBE, ResourceType::TOPIC, "t");
        assert_eq!(describe(&cluster, &user(), "g").3, [2]);
    }

    #[test]
    fn other_groups_are_none() {
        let cluster = cluster();
        read_to(&cluster, "classic", 1);
        assert_eq!(describe(&cluster, &iam(), "classic").0, 69);
        assert_eq!(describe(&cluster, &iam(), "unknown").0, 69);
        assert_eq!(describe(&cluster, &iam(), "").0, 24);
    }
}

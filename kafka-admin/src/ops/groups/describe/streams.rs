//! Streams groups (KIP-1071).

use kafka_proto::ApiKey;
use kafka_proto::messages::streams_group_describe::{
    DescribedGroup, Member, StreamsGroupDescribeRequest, StreamsGroupDescribeResponse,
};

use super::{AssignedTasks, GroupDescription, GroupMember, check, coordinator_of, numbers};
use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::groups::{GroupState, GroupType};
use crate::net::connection::Effect;
use crate::{AuthorizedOperations, Result};

#[derive(Debug, Clone, Copy)]
pub(super) struct DescribeStreamsGroups;

impl Operation for DescribeStreamsGroups {
    type Item = String;
    type Key = String;
    type Value = GroupDescription;
    type Request<'a> = StreamsGroupDescribeRequest<'a>;
    const EFFECT: Effect = Effect::Read;

    fn key(&self, id: &String) -> String {
        id.clone()
    }

    fn check(&self, id: &String) -> Result<()> {
        check(id)
    }

    fn route<'a>(&self, id: &'a String) -> Route<'a> {
        coordinator_of(id)
    }

    fn request<'a>(
        &'a self,
        ids: &[&'a String],
        _: Terms,
    ) -> Result<StreamsGroupDescribeRequest<'a>> {
        Ok(StreamsGroupDescribeRequest {
            group_ids: ids.iter().map(|id| id.as_str()).collect(),
            include_authorized_operations: true,
            ..StreamsGroupDescribeRequest::default()
        })
    }

    fn answers(
        &self,
        ids: &[&String],
        response: &StreamsGroupDescribeResponse<'_>,
    ) -> Result<Vec<Result<GroupDescription>>> {
        let results = response.groups.iter().map(|it| (it.group_id, move || described(&it)));
        Ok(by_name(ids.iter().map(|id| id.as_str()), results))
    }
}

fn described(group: &DescribedGroup<'_>) -> Result<GroupDescription> {
    checked(ApiKey::STREAMS_GROUP_DESCRIBE, group.error_code, group.error_message)?;
    let mut members = Vec::with_capacity(group.members.len());
    members.extend(group.members.iter().map(|it| member(&it)));
    Ok(GroupDescription {
        group_id: group.group_id.to_owned(),
        group_type: GroupType::Streams,
        state: GroupState::told(group.group_state),
        protocol_type: "streams".to_owned(),
        assignor: group.assignor_name.filter(|it| !it.is_empty()).map(str::to_owned),
        epoch: Some(group.group_epoch),
        assignment_epoch: Some(group.assignment_epoch),
        coordinator: None,
        members,
        authorized_operations: AuthorizedOperations::from_bits(group.authorized_operations),
    })
}

fn member(member: &Member<'_>) -> GroupMember {
    let tasks = member.assignment.active_tasks.iter().map(|it| AssignedTasks {
        subtopology_id: it.subtopology_id.to_owned(),
        partitions: numbers(&it.partitions),
    });
    GroupMember {
        member_id: member.member_id.to_owned(),
        instance_id: member.instance_id.map(str::to_owned),
        client_id: member.client_id.to_owned(),
        host: member.client_host.to_owned(),
        rack: member.rack_id.map(str::to_owned),
        epoch: Some(member.member_epoch),
        is_classic: Some(member.is_classic),
        tasks: tasks.collect(),
        ..GroupMember::default()
    }
}

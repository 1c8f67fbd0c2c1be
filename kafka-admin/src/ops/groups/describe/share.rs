//! Share groups (KIP-932).

use kafka_proto::ApiKey;
use kafka_proto::messages::share_group_describe::{
    DescribedGroup, Member, ShareGroupDescribeRequest, ShareGroupDescribeResponse,
};

use super::{GroupDescription, GroupMember, assigned, check, coordinator_of, owned};
use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::groups::{GroupState, GroupType};
use crate::net::connection::Effect;
use crate::{AuthorizedOperations, Result};

#[derive(Debug, Clone, Copy)]
pub(super) struct DescribeShareGroups;

impl Operation for DescribeShareGroups {
    type Item = String;
    type Key = String;
    type Value = GroupDescription;
    type Request<'a> = ShareGroupDescribeRequest<'a>;
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
    ) -> Result<ShareGroupDescribeRequest<'a>> {
        Ok(ShareGroupDescribeRequest {
            group_ids: ids.iter().map(|id| id.as_str()).collect(),
            include_authorized_operations: true,
            ..ShareGroupDescribeRequest::default()
        })
    }

    fn answers(
        &self,
        ids: &[&String],
        response: &ShareGroupDescribeResponse<'_>,
    ) -> Result<Vec<Result<GroupDescription>>> {
        let results = response.groups.iter().map(|it| (it.group_id, move || described(&it)));
        Ok(by_name(ids.iter().map(|id| id.as_str()), results))
    }
}

fn described(group: &DescribedGroup<'_>) -> Result<GroupDescription> {
    checked(ApiKey::SHARE_GROUP_DESCRIBE, group.error_code, group.error_message)?;
    let mut members = Vec::with_capacity(group.members.len());
    members.extend(group.members.iter().map(|it| member(&it)));
    Ok(GroupDescription {
        group_id: group.group_id.to_owned(),
        group_type: GroupType::Share,
        state: GroupState::told(group.group_state),
        protocol_type: "share".to_owned(),
        assignor: Some(group.assignor_name.to_owned()).filter(|it| !it.is_empty()),
        epoch: Some(group.group_epoch),
        assignment_epoch: Some(group.assignment_epoch),
        coordinator: None,
        members,
        authorized_operations: AuthorizedOperations::from_bits(group.authorized_operations),
    })
}

fn member(member: &Member<'_>) -> GroupMember {
    let told = member.assignment.topic_partitions.iter();
    GroupMember {
        member_id: member.member_id.to_owned(),
        client_id: member.client_id.to_owned(),
        host: member.client_host.to_owned(),
        rack: member.rack_id.map(str::to_owned),
        epoch: Some(member.member_epoch),
        subscription: Some(owned(&member.subscribed_topic_names)),
        assignment: Some(told.map(|it| assigned(it.topic_name, &it.partitions)).collect()),
        ..GroupMember::default()
    }
}

//! Groups of KIP-848, where the broker assigns.

use kafka_proto::ApiKey;
use kafka_proto::messages::consumer_group_describe::{
    Assignment, ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse, DescribedGroup, Member,
};

use super::{AssignedTopic, GroupDescription, GroupMember, assigned, check, coordinator_of, owned};
use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::groups::{GroupState, GroupType};
use crate::net::connection::Effect;
use crate::{AuthorizedOperations, Result};

#[derive(Debug, Clone, Copy)]
pub(super) struct DescribeConsumerGroups;

impl Operation for DescribeConsumerGroups {
    type Item = String;
    type Key = String;
    type Value = GroupDescription;
    type Request<'a> = ConsumerGroupDescribeRequest<'a>;
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
    ) -> Result<ConsumerGroupDescribeRequest<'a>> {
        Ok(ConsumerGroupDescribeRequest {
            group_ids: ids.iter().map(|id| id.as_str()).collect(),
            include_authorized_operations: true,
            ..ConsumerGroupDescribeRequest::default()
        })
    }

    fn answers(
        &self,
        ids: &[&String],
        response: &ConsumerGroupDescribeResponse<'_>,
    ) -> Result<Vec<Result<GroupDescription>>> {
        let results = response.groups.iter().map(|it| (it.group_id, move || described(&it)));
        Ok(by_name(ids.iter().map(|id| id.as_str()), results))
    }
}

fn described(group: &DescribedGroup<'_>) -> Result<GroupDescription> {
    checked(ApiKey::CONSUMER_GROUP_DESCRIBE, group.error_code, group.error_message)?;
    let mut members = Vec::with_capacity(group.members.len());
    members.extend(group.members.iter().map(|it| member(&it)));
    Ok(GroupDescription {
        group_id: group.group_id.to_owned(),
        group_type: GroupType::Consumer,
        state: GroupState::told(group.group_state),
        protocol_type: "consumer".to_owned(),
        assignor: Some(group.assignor_name.to_owned()).filter(|it| !it.is_empty()),
        epoch: Some(group.group_epoch),
        assignment_epoch: Some(group.assignment_epoch),
        coordinator: None,
        members,
        authorized_operations: AuthorizedOperations::from_bits(group.authorized_operations),
    })
}

fn member(member: &Member<'_>) -> GroupMember {
    GroupMember {
        member_id: member.member_id.to_owned(),
        instance_id: member.instance_id.map(str::to_owned),
        client_id: member.client_id.to_owned(),
        host: member.client_host.to_owned(),
        rack: member.rack_id.map(str::to_owned),
        epoch: Some(member.member_epoch),
        // KIP-1099: -1 when the broker does not know.
        is_classic: (member.member_type >= 0).then_some(member.member_type == 0),
        subscription: Some(owned(&member.subscribed_topic_names)),
        subscribed_regex: member
            .subscribed_topic_regex
            .filter(|it| !it.is_empty())
            .map(str::to_owned),
        assignment: Some(topics(&member.assignment)),
        target_assignment: Some(topics(&member.target_assignment)),
        tasks: Vec::new(),
    }
}

fn topics(assignment: &Assignment<'_>) -> Vec<AssignedTopic> {
    let mut topics = Vec::with_capacity(assignment.topic_partitions.len());
    let told = assignment.topic_partitions.iter();
    topics.extend(told.map(|it| assigned(it.topic_name, &it.partitions)));
    topics
}

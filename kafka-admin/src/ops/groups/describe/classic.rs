//! Groups where a member assigns.

use kafka_proto::messages::describe_groups::{
    DescribeGroupsRequest, DescribeGroupsResponse, DescribedGroup, DescribedGroupMember,
};
use kafka_proto::messages::{ConsumerProtocolAssignment, ConsumerProtocolSubscription};
use kafka_proto::{ApiKey, ErrorCode, Wire, decode_front};

use super::{AssignedTopic, GroupDescription, GroupMember, assigned, check, coordinator_of, owned};
use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::groups::{GroupState, GroupType};
use crate::net::connection::Effect;
use crate::{AuthorizedOperations, Error, Result};

#[derive(Debug, Clone, Copy)]
pub(super) struct DescribeClassicGroups;

/// What consumers speak among themselves, through the broker.
const CONSUMER: &str = "consumer";
/// The newest version of that, of both messages, that this release knows.
const NEWEST_CONSUMER_PROTOCOL: i16 = 3;

impl Operation for DescribeClassicGroups {
    type Item = String;
    type Key = String;
    type Value = GroupDescription;
    type Request<'a> = DescribeGroupsRequest<'a>;
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
        terms: Terms,
    ) -> Result<DescribeGroupsRequest<'a>> {
        Ok(DescribeGroupsRequest {
            groups: ids.iter().map(|id| id.as_str()).collect(),
            // KIP-430: from v3 on.
            include_authorized_operations: terms.version >= 3,
            ..DescribeGroupsRequest::default()
        })
    }

    fn answers(
        &self,
        ids: &[&String],
        response: &DescribeGroupsResponse<'_>,
    ) -> Result<Vec<Result<GroupDescription>>> {
        let results = response.groups.iter().map(|it| (it.group_id, move || described(&it)));
        Ok(by_name(ids.iter().map(|id| id.as_str()), results))
    }
}

fn described(group: &DescribedGroup<'_>) -> Result<GroupDescription> {
    checked(ApiKey::DESCRIBE_GROUPS, group.error_code, group.error_message)?;
    let state = GroupState::told(group.group_state);
    if state == GroupState::Dead {
        // KIP-1043: before v6 that is the answer about a group that is not there.
        let code = ErrorCode::GROUP_ID_NOT_FOUND;
        return Err(Error::of_code(ApiKey::DESCRIBE_GROUPS, code, None));
    }
    let mut members = Vec::with_capacity(group.members.len());
    members.extend(group.members.iter().map(|it| member(&it, group.protocol_type)));
    Ok(GroupDescription {
        group_id: group.group_id.to_owned(),
        group_type: GroupType::Classic,
        state,
        protocol_type: group.protocol_type.to_owned(),
        assignor: Some(group.protocol_data.to_owned()).filter(|it| !it.is_empty()),
        epoch: None,
        assignment_epoch: None,
        coordinator: None,
        members,
        authorized_operations: AuthorizedOperations::from_bits(group.authorized_operations),
    })
}

fn member(member: &DescribedGroupMember<'_>, protocol_type: &str) -> GroupMember {
    let speaks = protocol_type == CONSUMER;
    GroupMember {
        member_id: member.member_id.to_owned(),
        instance_id: member.group_instance_id.map(str::to_owned),
        client_id: member.client_id.to_owned(),
        host: member.client_host.to_owned(),
        subscription: speaks.then(|| subscription(&member.member_metadata)).flatten(),
        assignment: speaks.then(|| assignment(&member.member_assignment)).flatten(),
        ..GroupMember::default()
    }
}

fn subscription(bytes: &[u8]) -> Option<Vec<String>> {
    let subscription: ConsumerProtocolSubscription<'_> = embedded(bytes)?;
    Some(owned(&subscription.topics))
}

/// No bytes are no partitions: brokers show assignments of stable groups only.
fn assignment(bytes: &[u8]) -> Option<Vec<AssignedTopic>> {
    if bytes.is_empty() {
        return Some(Vec::new());
    }
    let assignment: ConsumerProtocolAssignment<'_> = embedded(bytes)?;
    let topics = assignment.assigned_partitions.iter();
    Some(topics.map(|it| assigned(it.topic, &it.partitions)).collect())
}

/// A message behind its version. What a newer version has more stands behind what this one has.
fn embedded<'a, T: Wire<'a>>(bytes: &'a [u8]) -> Option<T> {
    let (version, rest) = bytes.split_first_chunk()?;
    let version = i16::from_be_bytes(*version);
    if version < 0 {
        return None;
    }
    let (message, _) = decode_front(rest, version.min(NEWEST_CONSUMER_PROTOCOL), false).ok()?;
    Some(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What Kafka's own consumer writes: version 1, topic `t`, partitions 0 and 2, no user data.
    const ASSIGNMENT: &[u8] =
        b"\0\x01\0\0\0\x01\0\x01t\0\0\0\x02\0\0\0\0\0\0\0\x02\xff\xff\xff\xff";

    #[test]
    fn an_assignment_is_read_whatever_its_version_is() {
        let expected = AssignedTopic { topic: "t".to_owned(), partitions: vec![0, 2] };
        assert_eq!(assignment(ASSIGNMENT).unwrap(), std::slice::from_ref(&expected));
        let mut newer = ASSIGNMENT.to_vec();
        newer[1] = 9;
        newer.extend(b"more");
        assert_eq!(assignment(&newer).unwrap(), [expected]);
        assert_eq!(assignment(b"").unwrap(), []);
    }

    #[test]
    fn a_subscription_is_read() {
        let bytes = b"\0\0\0\0\0\x02\0\x01a\0\x01b\xff\xff\xff\xff";
        assert_eq!(subscription(bytes).unwrap(), ["a", "b"]);
    }

    #[test]
    fn what_cannot_be_read_is_not_taken_for_nothing() {
        let whole = ASSIGNMENT.len();
        for cut in 1..whole {
            assert_eq!(assignment(&ASSIGNMENT[..cut]), None, "{cut} of {whole} bytes");
        }
        let endless = b"\0\0\x7f\xff\xff\xff\0\x01t";
        assert_eq!(assignment(endless), None);
        let negative = b"\xff\xff\0\0\0\0\xff\xff\xff\xff";
        assert_eq!(assignment(negative), None);
    }
}

//! Taking members out of a group.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use kafka_proto::messages::leave_group::{
    LeaveGroupRequest, LeaveGroupResponse, MemberIdentity, MemberResponse,
};
use kafka_proto::{ApiKey, CoordinatorType};

use super::describe::GroupDescription;
use super::name::validate_group_id;
use crate::call::{Operation, Route, Terms, by_name, checked};
use crate::escape::Escaped;
use crate::net::connection::Effect;
use crate::{Admin, Batch, Call, Error, ErrorKind, Layer, Result};

/// [`Admin::remove_group_members`]: takes members out of one group.
#[derive(Debug, Clone, Default)]
pub struct RemoveGroupMembers {
    reason: Option<String>,
}

/// Which member of a group. `Display` is its id.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GroupMemberId {
    /// By the id that the coordinator gave to it.
    Member(String),
    /// By its `group.instance.id`, which it keeps when it restarts (KIP-345).
    Instance(String),
}

/// A member of the group.
#[derive(Debug, Clone)]
pub struct LeavingMember {
    group: Arc<str>,
    id: GroupMemberId,
}

/// From this version on members are removed by others (KIP-345, Kafka 2.4).
const NAMED_MEMBERS: i16 = 3;

impl fmt::Display for GroupMemberId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Member(id) => write!(f, "member {}", Escaped(id)),
            Self::Instance(id) => write!(f, "instance {}", Escaped(id)),
        }
    }
}

impl Admin {
    /// Takes members out of a group, whose other members share their work. A member that still runs
    /// joins again. Needs READ on the group. Brokers before Kafka 2.4 cannot do it.
    ///
    /// # Errors
    /// The group may not be read, or there was one request and it failed as a whole. What is wrong with a
    /// member is in the [`Batch`]: UNKNOWN_MEMBER_ID (25) when there is no such member, or no such group.
    pub fn remove_group_members(
        &self,
        group_id: &str,
        members: &[GroupMemberId],
    ) -> Call<'_, RemoveGroupMembers> {
        let group: Arc<str> = group_id.into();
        let leaving = |id: &GroupMemberId| LeavingMember { group: group.clone(), id: id.clone() };
        let members = members.iter().map(leaving).collect();
        self.call(RemoveGroupMembers::default(), Cow::Owned(members))
    }

    /// Takes all members out that the group has at the moment, as
    /// [`remove_group_members`](Self::remove_group_members) does: those with an instance id by that, so
    /// that they are not kept. Needs DESCRIBE on the group, too.
    ///
    /// # Errors
    /// As those of [`describe_groups`](Self::describe_groups) and
    /// [`remove_group_members`](Self::remove_group_members).
    pub async fn remove_all_group_members(
        &self,
        group_id: &str,
    ) -> Result<Batch<GroupMemberId, ()>> {
        let deadline = self.deadline();
        let described = self.describe_groups_until(&[group_id], deadline).await?.one()?;
        let members = described.member_ids();
        self.remove_group_members(group_id, &members).until(deadline).await
    }
}

impl GroupDescription {
    /// The members, by what [`Admin::remove_group_members`] removes them by.
    pub fn member_ids(&self) -> Vec<GroupMemberId> {
        let mut ids = Vec::with_capacity(self.members.len());
        for member in &self.members {
            ids.push(match &member.instance_id {
                Some(id) => GroupMemberId::Instance(id.clone()),
                None => GroupMemberId::Member(member.member_id.clone()),
            });
        }
        ids
    }
}

impl<T> Call<'_, RemoveGroupMembers, T> {
    /// What the broker's log says about it (LeaveGroup v5, Kafka 3.2; older brokers are not told).
    /// Default: nothing.
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.operation_mut().reason = Some(reason.into());
        self
    }
}

impl Operation for RemoveGroupMembers {
    type Item = LeavingMember;
    type Key = GroupMemberId;
    type Value = ();
    type Request<'a> = LeaveGroupRequest<'a>;
    const EFFECT: Effect = Effect::Write;

    fn key(&self, member: &LeavingMember) -> GroupMemberId {
        member.id.clone()
    }

    fn check(&self, member: &LeavingMember) -> Result<()> {
        validate_group_id(&member.group)?;
        if member.group.is_empty() {
            return Err(Error::invalid("the group without a name has no members"));
        }
        match &member.id {
            GroupMemberId::Member(id) | GroupMemberId::Instance(id) if id.is_empty() => {
                Err(Error::invalid("the id of a member is not empty"))
            }
            _ => Ok(()),
        }
    }

    fn route<'a>(&self, member: &'a LeavingMember) -> Route<'a> {
        Route::Coordinator(CoordinatorType::GROUP, &member.group)
    }

    fn request<'a>(
        &'a self,
        members: &[&'a LeavingMember],
        terms: Terms,
    ) -> Result<LeaveGroupRequest<'a>> {
        if terms.version < NAMED_MEMBERS {
            let message = "this broker does not say whom it removed (LeaveGroup before v3)";
            return Err(Error::new(ErrorKind::UnsupportedVersion, Layer::Kafka, message));
        }
        Ok(LeaveGroupRequest {
            // Members of one call are of one group.
            group_id: members.first().map_or("", |member| &member.group),
            members: members.iter().map(|member| self.identity(member)).collect(),
            ..LeaveGroupRequest::default()
        })
    }

    fn answers(
        &self,
        members: &[&LeavingMember],
        response: &LeaveGroupResponse<'_>,
    ) -> Result<Vec<Result<()>>> {
        checked(ApiKey::LEAVE_GROUP, response.error_code, None)?;
        let results = response.members.iter().map(|it| {
            let code = it.error_code;
            (named(&it), move || checked(ApiKey::LEAVE_GROUP, code, None))
        });
        Ok(by_name(members.iter().map(|member| asked(member)), results))
    }
}

impl RemoveGroupMembers {
    fn identity<'a>(&'a self, member: &'a LeavingMember) -> MemberIdentity<'a> {
        let reason = self.reason.as_deref();
        match &member.id {
            GroupMemberId::Member(id) => {
                MemberIdentity { member_id: id, reason, ..Default::default() }
            }
            GroupMemberId::Instance(id) => {
                MemberIdentity { group_instance_id: Some(id), reason, ..Default::default() }
            }
        }
    }
}

/// The instance id if there is one, else the member's own.
fn asked(member: &LeavingMember) -> (Option<&str>, &str) {
    match &member.id {
        GroupMemberId::Member(id) => (None, id),
        GroupMemberId::Instance(id) => (Some(id), ""),
    }
}

/// Who is told about, as it was asked for: an instance id may be answered with the member's own.
fn named<'a>(member: &MemberResponse<'a>) -> (Option<&'a str>, &'a str) {
    match member.group_instance_id {
        Some(id) => (Some(id), ""),
        None => (None, member.member_id),
    }
}

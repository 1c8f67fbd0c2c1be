//! DescribeGroups: classic groups, and what the client may do with them (KIP-430).

use kafka_proto::messages::describe_groups::{
    DescribeGroupsRequest, DescribeGroupsResponse, DescribedGroup, DescribedGroupMember,
};
use kafka_proto::{AclOperation, ErrorCode, Opaque, ResourceType};
use tokio::time::Instant;

use super::coordinator::{Budget, check_here, may};
use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::groups::{Classic, Member, Members};

/// The state of a group that is not there (`ClassicGroupState.DEAD`).
const DEAD: &str = "Dead";

/// What is found about a group: itself, or why there is nothing to tell.
enum Found {
    Group(Classic),
    Absent(String),
    Refused(ErrorCode),
}

pub(super) fn answer(call: &Call<'_>, request: &DescribeGroupsRequest<'_>) -> Outcome {
    let (allowed, denied): (Vec<&str>, Vec<&str>) =
        request.groups.iter().partition(|group| may(call, AclOperation::DESCRIBE, group));
    let mut budget = Budget::new();
    let found: Vec<Found> = allowed.iter().map(|group| find(call, group, &mut budget)).collect();
    let described = allowed.iter().zip(&found).map(|(group, found)| {
        let described = describe(call, group, found);
        match call.version() {
            3.. if request.include_authorized_operations
                && described.error_code == ErrorCode::NONE =>
            {
                with_operations(call, described)
            }
            _ => described,
        }
    });
    let denied = denied.iter().map(|group| refused(group, ErrorCode::GROUP_AUTHORIZATION_FAILED));
    // Kafka puts those that it refuses in front.
    call.reply(&DescribeGroupsResponse {
        groups: denied.chain(described).collect(),
        ..Default::default()
    })
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &DescribeGroupsRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let groups = request.groups.iter().map(|group| refused(group, refusal.code));
    call.reply(&DescribeGroupsResponse { groups: groups.collect(), ..Default::default() })
}

fn find(call: &Call<'_>, id: &str, budget: &mut Budget) -> Found {
    if let Err(code) = check_here(call, id) {
        return Found::Refused(code);
    }
    let now = Instant::now();
    let groups = &call.cluster.state.groups;
    let group = groups.change(|groups| groups.change(id, now, |group| group.members.clone()));
    match group {
        None => Found::Absent(format!("Group {id} not found.")),
        Some(Members::Consumer(_) | Members::Share(_) | Members::Streams(_)) => {
            Found::Absent(format!("Group {id} is not a classic group."))
        }
        Some(Members::Classic(classic)) => match budget.spend(classic.usage().text) {
            Ok(()) => Found::Group(classic),
            Err(code) => Found::Refused(code),
        },
    }
}

fn describe<'a>(call: &Call<'_>, group_id: &'a str, found: &'a Found) -> DescribedGroup<'a> {
    match found {
        Found::Refused(code) => refused(group_id, *code),
        Found::Absent(message) if call.version() >= 6 => not_found(group_id, message),
        Found::Absent(_) => dead(group_id),
        Found::Group(group) => DescribedGroup {
            group_id,
            group_state: group.state(),
            protocol_type: group.protocol_type(),
            protocol_data: group.shown_protocol().unwrap_or_default(),
            members: group.members().map(|it| member(group, it)).collect(),
            ..Default::default()
        },
    }
}

/// What members say and were given. Only a stable group shows what they said.
fn member<'a>(group: &'a Classic, member: &'a Member) -> DescribedGroupMember<'a> {
    let shown = group.shown_protocol();
    let metadata = shown.and_then(|name| member.protocols.iter().find(|it| *it.name == *name));
    DescribedGroupMember {
        member_id: &member.id,
        group_instance_id: member.instance_id.as_deref(),
        client_id: &member.client_id,
        client_host: &member.client_host,
        member_metadata: Opaque(metadata.map_or(&[], |it| &it.metadata)),
        member_assignment: Opaque(&member.assignment),
        ..Default::default()
    }
}

fn with_operations<'a>(call: &Call<'_>, group: DescribedGroup<'a>) -> DescribedGroup<'a> {
    let operations = call.authorizer().operations(ResourceType::GROUP, group.group_id);
    DescribedGroup { authorized_operations: operations, ..group }
}

/// `DescribeGroupsResponse.groupError`.
fn refused(group_id: &str, error_code: ErrorCode) -> DescribedGroup<'_> {
    DescribedGroup { group_id, error_code, ..Default::default() }
}

/// Before v6 a group that is not there is no error.
fn dead(group_id: &str) -> DescribedGroup<'_> {
    DescribedGroup { group_id, group_state: DEAD, ..Default::default() }
}

/// KIP-1043: from v6 on it is one, and the operations are left out.
fn not_found<'a>(group_id: &'a str, message: &'a str) -> DescribedGroup<'a> {
    let error_code = ErrorCode::GROUP_ID_NOT_FOUND;
    DescribedGroup { error_code, error_message: Some(message), ..dead(group_id) }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask, cluster, grant, iam, read, user};
    use super::*;
    use crate::client::Client;
    use crate::cluster::Cluster;
    use crate::state::acl::Acl;

    /// Id, code, state and operations of each group in the answer.
    fn describe(
        cluster: &Cluster,
        client: &Client,
        version: i16,
        groups: &[&str],
    ) -> Vec<(String, i16, String, i32)> {
        let request = DescribeGroupsRequest {
            groups: groups.into(),
            include_authorized_operations: version >= 3,
            ..Default::default()
        };
        let frame = ask(cluster, client, version, &request).unwrap();
        let response = read::<DescribeGroupsRequest<'_>>(&frame, version);
        let group = |it: DescribedGroup<'_>| {
            (it.group_id.into(), it.error_code.0, it.group_state.into(), it.authorized_operations)
        };
        response.groups.iter().map(group).collect()
    }

    fn told(id: &str, code: i16, state: &str, operations: i32) -> (String, i16, String, i32) {
        (id.into(), code, state.into(), operations)
    }

    #[test]
    fn describe_on_the_group_is_needed_and_the_refused_come_first() {
        let cluster = cluster(1);
        grant(&cluster, AclOperation::DESCRIBE, ResourceType::GROUP, "mine");
        let expected = [told("other", 30, "", i32::MIN), told("mine", 0, "Dead", 256)];
        assert_eq!(describe(&cluster, &user(), 5, &["mine", "other"]), expected);
    }

    /// Measured on Kafka 4.4.0: READ is 264, DELETE 320, ALL 3400.
    #[test]
    fn an_absent_group_has_operations_from_v3_to_v5() {
        let cluster = cluster(1);
        grant(&cluster, AclOperation::READ, ResourceType::GROUP, "g");
        for version in 0..=6 {
            let expected = match version {
                0..3 => told("g", 0, "Dead", i32::MIN),
                3..6 => told("g", 0, "Dead", 264),
                _ => told("g", 69, "Dead", i32::MIN),
            };
            assert_eq!(describe(&cluster, &user(), version, &["g"]), [expected], "v{version}");
        }
        grant(&cluster, AclOperation::DELETE, ResourceType::GROUP, "d");
        assert_eq!(describe(&cluster, &user(), 5, &["d"]), [told("d", 0, "Dead", 320)]);
        assert_eq!(describe(&cluster, &iam(), 5, &["g"]), [told("g", 0, "Dead", 3400)]);
    }

    #[test]
    fn a_denied_read_leaves_describe() {
        let cluster = cluster(1);
        grant(&cluster, AclOperation::READ, ResourceType::GROUP, "g");
        let deny = Acl::deny("User:*", AclOperation::READ, ResourceType::GROUP, "g");
        cluster.state.acls.change(|acls| acls.insert(deny));
        assert_eq!(describe(&cluster, &user(), 5, &["g"]), [told("g", 0, "Dead", 256)]);
    }
}

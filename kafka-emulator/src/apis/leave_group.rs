//! LeaveGroup: takes members out of a group. Members of a consumer group can only be taken out by others.

use kafka_proto::messages::leave_group::{LeaveGroupRequest, LeaveGroupResponse, MemberResponse};
use kafka_proto::{AclOperation, ErrorCode};
use tokio::time::Instant;

use super::coordinator::{check_here, may};
use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::groups::Members;

/// The version from which on several members leave at once (KIP-345).
const WITH_MEMBERS: i16 = 3;

pub(super) fn answer(call: &Call<'_>, request: &LeaveGroupRequest<'_>) -> Outcome {
    let leaving: Vec<(&str, Option<&str>)> = match call.version() {
        WITH_MEMBERS.. => {
            request.members.iter().map(|it| (it.member_id, it.group_instance_id)).collect()
        }
        _ => vec![(request.member_id, None)],
    };
    match leave(call, request.group_id, &leaving) {
        Ok(codes) => reply(call, &leaving, &codes),
        Err(code) => refuse(call, request, &Refusal::of(code)),
    }
}

pub(super) fn refuse(call: &Call<'_>, _: &LeaveGroupRequest<'_>, refusal: &Refusal) -> Outcome {
    call.reply(&LeaveGroupResponse { error_code: refusal.code, ..Default::default() })
}

fn leave(
    call: &Call<'_>,
    id: &str,
    leaving: &[(&str, Option<&str>)],
) -> Result<Vec<ErrorCode>, ErrorCode> {
    if !may(call, AclOperation::READ, id) {
        return Err(ErrorCode::GROUP_AUTHORIZATION_FAILED);
    }
    if id.is_empty() {
        return Err(ErrorCode::INVALID_GROUP_ID);
    }
    check_here(call, id)?;
    let now = Instant::now();
    let left = call.cluster.state.groups.change(|groups| {
        groups.change(id, now, |group| match &mut group.members {
            Members::Classic(classic) => classic.leave(leaving, now),
            Members::Consumer(consumer) => consumer.take_out(leaving),
            Members::Share(_) | Members::Streams(_) => {
                vec![ErrorCode::UNKNOWN_MEMBER_ID; leaving.len()]
            }
        })
    });
    // Nobody is in a group that is not there.
    Ok(left.unwrap_or_else(|| vec![ErrorCode::UNKNOWN_MEMBER_ID; leaving.len()]))
}

/// Before version 3 the one member's code is that of the whole.
fn reply(call: &Call<'_>, leaving: &[(&str, Option<&str>)], codes: &[ErrorCode]) -> Outcome {
    if call.version() < WITH_MEMBERS {
        let error_code = codes.first().copied().unwrap_or(ErrorCode::NONE);
        return call.reply(&LeaveGroupResponse { error_code, ..Default::default() });
    }
    let members = leaving.iter().zip(codes).map(|((member_id, instance), code)| MemberResponse {
        member_id,
        group_instance_id: *instance,
        error_code: *code,
        ..Default::default()
    });
    call.reply(&LeaveGroupResponse { members: members.collect(), ..Default::default() })
}

#[cfg(test)]
mod tests {
    use kafka_proto::messages::leave_group::MemberIdentity;

    use super::super::tests::{ask, iam, read};
    use super::*;
    use crate::apis::coordinator::tests::{cluster, read_to};

    /// The code of the whole, then of each member.
    fn leave(version: i16, group_id: &str) -> (i16, Vec<i16>) {
        let cluster = cluster();
        read_to(&cluster, "g", 1);
        let ghost = MemberIdentity { member_id: "ghost", ..Default::default() };
        let request = match version {
            WITH_MEMBERS.. => LeaveGroupRequest {
                group_id,
                members: vec![ghost.clone(), ghost].into(),
                ..Default::default()
            },
            _ => LeaveGroupRequest { group_id, member_id: "ghost", ..Default::default() },
        };
        let frame = ask(&cluster, &iam(), version, &request).unwrap();
        let response = read::<LeaveGroupRequest<'_>>(&frame, version);
        let codes = response.members.iter().map(|it| it.error_code.0).collect();
        (response.error_code.0, codes)
    }

    #[test]
    fn before_v3_the_one_members_code_is_that_of_the_whole() {
        for group in ["g", "unknown"] {
            for version in 0..WITH_MEMBERS {
                assert_eq!(leave(version, group), (25, vec![]), "v{version}");
            }
            for version in WITH_MEMBERS..=5 {
                assert_eq!(leave(version, group), (0, vec![25, 25]), "v{version}");
            }
        }
        assert_eq!(leave(5, ""), (24, vec![]));
    }
}

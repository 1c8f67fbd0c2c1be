//! SyncGroup: waits for the assignment that the leader of a classic group hands out.

use kafka_proto::messages::sync_group::{SyncGroupRequest, SyncGroupResponse};
use kafka_proto::{AclOperation, ErrorCode, Opaque};
use tokio::time::Instant;

use super::coordinator::{check_here, may};
use super::group_wait::settle;
use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::groups::{Reply, Synced, Syncing, Usage};

/// The version from which on members say which protocol they mean.
const WITH_PROTOCOL: i16 = 5;

pub(super) fn answer(call: &Call<'_>, request: &SyncGroupRequest<'_>) -> Outcome {
    let names_protocol = request.protocol_type.is_some() && request.protocol_name.is_some();
    if call.version() >= WITH_PROTOCOL && !names_protocol {
        return refuse(call, request, &Refusal::of(ErrorCode::INCONSISTENT_GROUP_PROTOCOL));
    }
    if !may(call, AclOperation::READ, request.group_id) {
        return refuse(call, request, &Refusal::of(ErrorCode::GROUP_AUTHORIZATION_FAILED));
    }
    match sync(call, request) {
        Ok(reply) => settle(call, request.group_id, reply, write),
        Err(code) => write(call, &Synced::refused(code)),
    }
}

pub(super) fn refuse(call: &Call<'_>, _: &SyncGroupRequest<'_>, refusal: &Refusal) -> Outcome {
    write(call, &Synced::refused(refusal.code))
}

fn sync(call: &Call<'_>, request: &SyncGroupRequest<'_>) -> Result<Reply<Synced>, ErrorCode> {
    if request.group_id.is_empty() {
        return Err(ErrorCode::INVALID_GROUP_ID);
    }
    check_here(call, request.group_id)?;
    let assignments = request.assignments.iter().map(|it| (it.member_id, it.assignment.0));
    let assignments: Vec<(&str, &[u8])> = assignments.collect();
    let syncing = Syncing {
        member_id: request.member_id,
        instance_id: request.group_instance_id,
        generation: request.generation_id,
        protocol_type: request.protocol_type,
        protocol: request.protocol_name,
        assignments: &assignments,
    };
    let text = assignments.iter().map(|(_, bytes)| bytes.len()).sum();
    let now = Instant::now();
    call.cluster.state.groups.change(|groups| {
        let more = Usage { text, ..Usage::default() };
        groups.check_room(more, 0).map_err(|_| ErrorCode::UNKNOWN_SERVER_ERROR)?;
        let synced = groups
            .change(request.group_id, now, |group| Some(group.classic()?.sync(&syncing, now)));
        synced.flatten().ok_or(ErrorCode::UNKNOWN_MEMBER_ID)
    })
}

fn write(call: &Call<'_>, synced: &Synced) -> Outcome {
    call.reply(&SyncGroupResponse {
        error_code: synced.code,
        protocol_type: synced.protocol_type.as_deref(),
        protocol_name: synced.protocol.as_deref(),
        assignment: Opaque(&synced.assignment),
        ..Default::default()
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask, iam, read, user};
    use super::*;
    use crate::apis::coordinator::tests::cluster;
    use crate::client::Client;

    fn sync(client: &Client, version: i16, group_id: &str, protocol: Option<&str>) -> i16 {
        let request = SyncGroupRequest {
            group_id,
            protocol_type: Some("consumer").filter(|_| version >= WITH_PROTOCOL),
            protocol_name: protocol,
            ..Default::default()
        };
        let frame = ask(&cluster(), client, version, &request).unwrap();
        read::<SyncGroupRequest<'_>>(&frame, version).error_code.0
    }

    /// Measured on Kafka 4.4.0: whoever has no right learns of the missing protocol first.
    #[test]
    fn from_v5_on_the_protocol_is_asked_for_before_the_right() {
        assert_eq!(sync(&user(), 5, "g", None), 23);
        assert_eq!(sync(&user(), 5, "g", Some("range")), 30);
        assert_eq!(sync(&user(), 4, "g", None), 30);
        assert_eq!(sync(&iam(), 5, "", Some("range")), 24);
        assert_eq!(sync(&iam(), 5, "g", Some("range")), 25);
    }
}

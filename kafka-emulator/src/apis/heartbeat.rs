//! Heartbeat: keeps a member of a classic group alive, and tells it of rebalances.

use kafka_proto::messages::heartbeat::{HeartbeatRequest, HeartbeatResponse};
use kafka_proto::{AclOperation, ErrorCode};
use tokio::time::Instant;

use super::coordinator::{check_here, may};
use super::{Call, Outcome};
use crate::refusal::Refusal;

pub(super) fn answer(call: &Call<'_>, request: &HeartbeatRequest<'_>) -> Outcome {
    let code = beat(call, request).err().unwrap_or(ErrorCode::NONE);
    call.reply(&HeartbeatResponse { error_code: code, ..Default::default() })
}

pub(super) fn refuse(call: &Call<'_>, _: &HeartbeatRequest<'_>, refusal: &Refusal) -> Outcome {
    call.reply(&HeartbeatResponse { error_code: refusal.code, ..Default::default() })
}

fn beat(call: &Call<'_>, request: &HeartbeatRequest<'_>) -> Result<(), ErrorCode> {
    let id = request.group_id;
    if !may(call, AclOperation::READ, id) {
        return Err(ErrorCode::GROUP_AUTHORIZATION_FAILED);
    }
    if id.is_empty() {
        return Err(ErrorCode::INVALID_GROUP_ID);
    }
    check_here(call, id)?;
    let (member, instance) = (request.member_id, request.group_instance_id);
    let now = Instant::now();
    let beaten = call.cluster.state.groups.change(|groups| {
        groups.change(id, now, |group| {
            let classic = group.classic().ok_or(ErrorCode::UNKNOWN_MEMBER_ID)?;
            classic.heartbeat(member, instance, request.generation_id, now)
        })
    });
    beaten.unwrap_or(Err(ErrorCode::UNKNOWN_MEMBER_ID))
}

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

#[cfg(test)]
mod tests {
    use super::super::tests::{ask, cluster as brokers, iam, read, user};
    use super::*;
    use crate::apis::coordinator::tests::{cluster, read_to};
    use crate::client::Client;
    use crate::cluster::Cluster;

    fn beat(cluster: &Cluster, client: &Client, group_id: &str) -> i16 {
        let request = HeartbeatRequest { group_id, member_id: "ghost", ..Default::default() };
        let frame = ask(cluster, client, 4, &request).unwrap();
        read::<HeartbeatRequest<'_>>(&frame, 4).error_code.0
    }

    #[test]
    fn nobody_is_in_a_group_that_is_not_there_or_is_empty() {
        let cluster = cluster();
        read_to(&cluster, "g", 1);
        for group in ["g", "unknown"] {
            assert_eq!(beat(&cluster, &iam(), group), 25);
        }
        assert_eq!(beat(&cluster, &iam(), ""), 24);
    }

    #[test]
    fn the_right_comes_first_and_the_coordinator_next() {
        assert_eq!(beat(&brokers(4), &user(), ""), 30);
        assert_eq!(beat(&brokers(4), &iam(), "g"), 16);
    }
}

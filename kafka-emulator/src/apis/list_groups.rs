//! ListGroups. Nobody can join a group here yet, so there is none.

use kafka_proto::messages::list_groups::{ListGroupsRequest, ListGroupsResponse};

use super::{Call, Outcome};
use crate::refusal::Refusal;

/// Who may not DESCRIBE the cluster sees the groups that it may DESCRIBE: never an error.
pub(super) fn answer(call: &Call<'_>, _: &ListGroupsRequest<'_>) -> Outcome {
    call.reply(&ListGroupsResponse::default())
}

pub(super) fn refuse(call: &Call<'_>, _: &ListGroupsRequest<'_>, refusal: &Refusal) -> Outcome {
    call.reply(&ListGroupsResponse { error_code: refusal.code, ..Default::default() })
}

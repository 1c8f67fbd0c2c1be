//! What ConsumerGroupDescribe and ShareGroupDescribe have in common.

use std::collections::BTreeSet;

use kafka_proto::{AclOperation, ErrorCode, Uuid};
use tokio::time::Instant;

use super::Call;
use super::coordinator::{check_here, may_on_topic};
use crate::refusal::Refusal;
use crate::state::groups::Members;
use crate::state::topics::Topics;

/// The members of a group that this broker coordinates.
pub(super) fn members_of(call: &Call<'_>, id: &str) -> Result<Members, Refusal> {
    if id.is_empty() {
        return Err(Refusal::wordless(ErrorCode::INVALID_GROUP_ID));
    }
    check_here(call, id).map_err(Refusal::wordless)?;
    let now = Instant::now();
    let groups = &call.cluster.state.groups;
    let members = groups.change(|groups| groups.change(id, now, |group| group.members.clone()));
    members.ok_or_else(|| absent(format!("Group {id} not found.")))
}

/// There is no such group of the type that is asked for.
pub(super) fn absent(text: String) -> Refusal {
    Refusal::new(ErrorCode::GROUP_ID_NOT_FOUND, text)
}

/// Refuses who may not describe every topic that the members have.
pub(super) fn check_topics(
    call: &Call<'_>,
    ids: &BTreeSet<Uuid>,
    topics: &Topics,
) -> Result<(), Refusal> {
    let mut names = ids.iter().filter_map(|id| topics.get_by_id(*id)).map(|it| &it.name);
    match names.all(|name| may_on_topic(call, AclOperation::DESCRIBE, name)) {
        true => Ok(()),
        false => Err(Refusal::new(
            ErrorCode::TOPIC_AUTHORIZATION_FAILED,
            "The group has described topic(s) that the client is not authorized to describe.",
        )),
    }
}

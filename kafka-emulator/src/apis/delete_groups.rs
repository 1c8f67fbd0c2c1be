//! DeleteGroups: groups without members, with their offsets.

use std::collections::BTreeSet;

use kafka_proto::messages::delete_groups::{
    DeletableGroupResult, DeleteGroupsRequest, DeleteGroupsResponse,
};
use kafka_proto::{AclOperation, ErrorCode};
use tokio::time::Instant;

use super::coordinator::{check_here, may};
use super::{Call, Outcome};
use crate::refusal::Refusal;

/// Like Kafka it does each group once, and puts those behind the others that may not be deleted.
pub(super) fn answer(call: &Call<'_>, request: &DeleteGroupsRequest<'_>) -> Outcome {
    let mut seen = BTreeSet::new();
    let groups = request.groups_names.iter().filter(|group| seen.insert(*group));
    let (allowed, denied): (Vec<&str>, Vec<&str>) =
        groups.partition(|group| may(call, AclOperation::DELETE, group));
    let deleted = allowed.iter().map(|group| told(group, delete(call, group)));
    let denied = denied.iter().map(|group| told(group, Err(ErrorCode::GROUP_AUTHORIZATION_FAILED)));
    let results = deleted.chain(denied).collect();
    call.reply(&DeleteGroupsResponse { results, ..Default::default() })
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &DeleteGroupsRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    let results = request.groups_names.iter().map(|group| told(group, Err(refusal.code)));
    call.reply(&DeleteGroupsResponse { results: results.collect(), ..Default::default() })
}

fn delete(call: &Call<'_>, id: &str) -> Result<(), ErrorCode> {
    check_here(call, id)?;
    let now = Instant::now();
    call.cluster.state.groups.change(|groups| {
        let checked = groups.change(id, now, |group| group.check_delete());
        checked.unwrap_or(Err(ErrorCode::GROUP_ID_NOT_FOUND))?;
        groups.remove(id);
        Ok(())
    })
}

fn told(group_id: &str, result: Result<(), ErrorCode>) -> DeletableGroupResult<'_> {
    let error_code = result.err().unwrap_or(ErrorCode::NONE);
    DeletableGroupResult { group_id, error_code, ..Default::default() }
}

#[cfg(test)]
mod tests {
    use kafka_proto::ResourceType;

    use super::super::tests::{ask, grant, iam, read, user};
    use super::*;
    use crate::apis::coordinator::tests::{cluster, offset, read_to};
    use crate::client::Client;
    use crate::cluster::Cluster;

    fn delete(cluster: &Cluster, client: &Client, groups: &[&str]) -> Vec<(String, i16)> {
        let request = DeleteGroupsRequest { groups_names: groups.into(), ..Default::default() };
        let frame = ask(cluster, client, 2, &request).unwrap();
        let response = read::<DeleteGroupsRequest<'_>>(&frame, 2);
        response.results.iter().map(|it| (it.group_id.to_owned(), it.error_code.0)).collect()
    }

    fn told(group: &str, code: i16) -> (String, i16) {
        (group.to_owned(), code)
    }

    #[test]
    fn groups_go_with_their_offsets() {
        let cluster = cluster();
        read_to(&cluster, "g", 5);
        let codes = delete(&cluster, &iam(), &["g", "unknown", "g", ""]);
        assert_eq!(codes, [told("g", 0), told("unknown", 69), told("", 69)]);
        assert_eq!(offset(&cluster, "g", 0), None);
        assert_eq!(delete(&cluster, &iam(), &["g"]), [told("g", 69)]);
    }

    #[test]
    fn delete_on_the_group_is_needed() {
        let cluster = cluster();
        read_to(&cluster, "a", 5);
        read_to(&cluster, "b", 5);
        grant(&cluster, AclOperation::DELETE, ResourceType::GROUP, "b");
        assert_eq!(delete(&cluster, &user(), &["a", "b"]), [told("b", 0), told("a", 30)]);
        assert!(offset(&cluster, "a", 0).is_some() && offset(&cluster, "b", 0).is_none());
    }
}

//! ListGroups: the groups that the broker coordinates.

use kafka_proto::messages::list_groups::{ListGroupsRequest, ListGroupsResponse, ListedGroup};
use kafka_proto::{AclOperation, Array};
use tokio::time::Instant;

use super::coordinator::{check_here, may};
use super::{Call, Outcome};
use crate::refusal::Refusal;

/// Who may not DESCRIBE the cluster sees the groups that it may DESCRIBE: never an error.
pub(super) fn answer(call: &Call<'_>, request: &ListGroupsRequest<'_>) -> Outcome {
    let sees_all = call.authorizer().allows_on_cluster(AclOperation::DESCRIBE);
    let now = Instant::now();
    let groups = call.cluster.state.groups.change(|groups| {
        groups.settle(now);
        groups.clone()
    });
    let listed = groups.iter().filter(|(id, group)| {
        check_here(call, id).is_ok()
            && fits(&request.states_filter, str::trim, filtered(group.state()))
            && fits(&request.types_filter, |wanted| wanted, group.kind())
            && (sees_all || may(call, AclOperation::DESCRIBE, id))
    });
    let listed = listed.map(|(group_id, group)| ListedGroup {
        group_id,
        protocol_type: group.protocol_type(),
        group_state: group.state(),
        group_type: group.kind(),
        ..Default::default()
    });
    call.reply(&ListGroupsResponse { groups: listed.collect(), ..Default::default() })
}

pub(super) fn refuse(call: &Call<'_>, _: &ListGroupsRequest<'_>, refusal: &Refusal) -> Outcome {
    call.reply(&ListGroupsResponse { error_code: refusal.code, ..Default::default() })
}

/// What a filter calls a state.
fn filtered(state: &str) -> &str {
    if state == "NotReady" { "not_ready" } else { state }
}

/// No filter takes all, and what nobody is called takes nothing. Kafka trims states and not types.
fn fits(filter: &Array<'_, &str>, trim: fn(&str) -> &str, name: &str) -> bool {
    filter.is_empty() || filter.iter().any(|wanted| trim(wanted).eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use kafka_proto::ResourceType;

    use super::super::tests::{ask, cluster as brokers, grant, iam, read, user};
    use super::*;
    use crate::apis::coordinator::tests::{cluster, read_to};
    use crate::client::Client;
    use crate::cluster::Cluster;

    fn list(cluster: &Cluster, client: &Client, states: &[&str], types: &[&str]) -> Vec<String> {
        let request = ListGroupsRequest {
            states_filter: states.into(),
            types_filter: types.into(),
            ..Default::default()
        };
        let frame = ask(cluster, client, 5, &request).unwrap();
        let response = read::<ListGroupsRequest<'_>>(&frame, 5);
        assert_eq!(response.error_code.0, 0);
        response.groups.iter().map(|it| it.group_id.to_owned()).collect()
    }

    #[test]
    fn states_and_types_are_filtered_without_regard_to_case() {
        let cluster = cluster();
        read_to(&cluster, "g", 5);
        assert_eq!(list(&cluster, &iam(), &["stable", "eMPTY "], &["Classic"]), ["g"]);
        assert!(list(&cluster, &iam(), &["stable"], &[]).is_empty());
        assert!(list(&cluster, &iam(), &[], &["nonsense", " classic"]).is_empty());
    }

    #[test]
    fn whoever_may_not_describe_the_cluster_sees_its_own() {
        let cluster = cluster();
        ["a", "b"].iter().for_each(|group| read_to(&cluster, group, 5));
        assert!(list(&cluster, &user(), &[], &[]).is_empty());
        grant(&cluster, AclOperation::READ, ResourceType::GROUP, "b");
        assert_eq!(list(&cluster, &user(), &[], &[]), ["b"]);
        grant(&cluster, AclOperation::DESCRIBE, ResourceType::CLUSTER, "kafka-cluster");
        assert_eq!(list(&cluster, &user(), &[], &[]), ["a", "b"]);
    }

    #[test]
    fn a_broker_lists_the_groups_that_it_coordinates() {
        let cluster = brokers(3);
        ["a", "b", "c"].iter().for_each(|group| read_to(&cluster, group, 5));
        // The client is at the first broker, and "b" has partition 48.
        assert_eq!(list(&cluster, &iam(), &[], &[]), ["b"]);
    }
}

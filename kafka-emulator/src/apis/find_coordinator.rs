//! FindCoordinator: who keeps a group, a transactional id, or a share partition.

use kafka_proto::messages::find_coordinator::{
    Coordinator, FindCoordinatorRequest, FindCoordinatorResponse,
};
use kafka_proto::{AclOperation, CoordinatorType, ErrorCode, ResourceType, Uuid};

use super::coordinator;
use super::{Call, Outcome};
use crate::refusal::{Refusal, default_message};

pub(super) fn answer(call: &Call<'_>, request: &FindCoordinatorRequest<'_>) -> Outcome {
    let key_type = request.key_type;
    if !CoordinatorType::ALL_KNOWN.contains(&key_type) {
        return refuse(call, request, &Refusal::of(ErrorCode::INVALID_REQUEST));
    }
    if key_type == CoordinatorType::SHARE && call.version() >= 6 && !may_share(call) {
        return refuse(call, request, &Refusal::of(ErrorCode::CLUSTER_AUTHORIZATION_FAILED));
    }
    if call.version() < 4 {
        return call.reply(&single(find(call, key_type, request.key)));
    }
    let coordinators = request.coordinator_keys.iter().map(|key| find(call, key_type, key));
    call.reply(&FindCoordinatorResponse {
        coordinators: coordinators.collect(),
        ..Default::default()
    })
}

pub(super) fn refuse(
    call: &Call<'_>,
    request: &FindCoordinatorRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    if call.version() < 4 {
        let error_message = refusal.message();
        return call.reply(&FindCoordinatorResponse {
            error_message,
            ..single(no_node(request.key, refusal.code))
        });
    }
    let refused = request
        .coordinator_keys
        .iter()
        .map(|key| Coordinator { error_message: refusal.message(), ..no_node(key, refusal.code) });
    call.reply(&FindCoordinatorResponse { coordinators: refused.collect(), ..Default::default() })
}

fn find<'a>(call: &Call<'a>, key_type: CoordinatorType, key: &'a str) -> Coordinator<'a> {
    match check(call, key_type, key) {
        Some(code) => no_node(key, code),
        None => coordinator_of(call, key),
    }
}

/// What speaks against an answer.
fn check(call: &Call<'_>, key_type: CoordinatorType, key: &str) -> Option<ErrorCode> {
    match key_type {
        CoordinatorType::GROUP if !may_describe(call, ResourceType::GROUP, key) => {
            Some(ErrorCode::GROUP_AUTHORIZATION_FAILED)
        }
        CoordinatorType::TRANSACTION
            if !may_describe(call, ResourceType::TRANSACTIONAL_ID, key) =>
        {
            Some(ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED)
        }
        CoordinatorType::SHARE if call.version() < 6 || !is_share_partition(key) => {
            Some(ErrorCode::INVALID_REQUEST)
        }
        _ => None,
    }
}

fn may_describe(call: &Call<'_>, on: ResourceType, name: &str) -> bool {
    call.authorizer().allows(AclOperation::DESCRIBE, on, name)
}

/// Share coordinators are for brokers only.
fn may_share(call: &Call<'_>) -> bool {
    call.authorizer().allows_on_cluster(AclOperation::CLUSTER_ACTION)
}

/// KIP-932: `group:topic id:partition`.
fn is_share_partition(key: &str) -> bool {
    let mut parts = key.rsplitn(3, ':');
    let is_partition = parts.next().is_some_and(|text| text.parse::<u32>().is_ok());
    let is_topic = parts.next().is_some_and(|text| text.parse::<Uuid>().is_ok());
    let is_group = parts.next().is_some_and(|text| !text.is_empty());
    is_partition && is_topic && is_group
}

/// The broker that leads the key's partition of the internal topic.
fn coordinator_of<'a>(call: &Call<'a>, key: &'a str) -> Coordinator<'a> {
    let broker = coordinator::coordinator_of(call.cluster, key);
    let found = broker.and_then(|broker| Some((broker, broker.port(call.client.at.listener)?)));
    match found {
        Some((broker, port)) => Coordinator {
            key,
            node_id: broker.id,
            host: &broker.host,
            port: port.into(),
            ..Default::default()
        },
        None => no_node(key, ErrorCode::COORDINATOR_NOT_AVAILABLE),
    }
}

/// `Node.noNode()`.
fn no_node(key: &str, error_code: ErrorCode) -> Coordinator<'_> {
    Coordinator { key, node_id: -1, host: "", port: -1, error_code, ..Default::default() }
}

/// Before v4 there is one key, and even success has a text.
fn single(found: Coordinator<'_>) -> FindCoordinatorResponse<'_> {
    FindCoordinatorResponse {
        error_code: found.error_code,
        error_message: default_message(found.error_code).or(Some("NONE")),
        node_id: found.node_id,
        host: found.host,
        port: found.port,
        ..Default::default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask, cluster, grant, iam, read, user};
    use super::*;
    use crate::client::Client;
    use crate::cluster::Cluster;

    /// Code and broker for each key.
    fn find(
        cluster: &Cluster,
        client: &Client,
        version: i16,
        key_type: CoordinatorType,
        keys: &[&str],
    ) -> Vec<(i16, i32)> {
        let request = match version {
            0..4 => FindCoordinatorRequest { key: keys[0], key_type, ..Default::default() },
            _ => FindCoordinatorRequest {
                key_type,
                coordinator_keys: keys.into(),
                ..Default::default()
            },
        };
        let frame = ask(cluster, client, version, &request).unwrap();
        let response = read::<FindCoordinatorRequest<'_>>(&frame, version);
        if version < 4 {
            return vec![(response.error_code.0, response.node_id)];
        }
        response.coordinators.iter().map(|it| (it.error_code.0, it.node_id)).collect()
    }

    #[test]
    fn describe_on_the_group_is_needed() {
        let cluster = cluster(1);
        for version in 0..=6 {
            let groups =
                |client: &Client| find(&cluster, client, version, CoordinatorType::GROUP, &["g"]);
            assert_eq!(groups(&user()), [(30, -1)], "v{version}");
            assert_eq!(groups(&iam()), [(0, 1)], "v{version}");
        }
        grant(&cluster, AclOperation::READ, ResourceType::GROUP, "g");
        let found = find(&cluster, &user(), 6, CoordinatorType::GROUP, &["g", "h"]);
        assert_eq!(found, [(0, 1), (30, -1)]);
    }

    #[test]
    fn transactional_ids_and_share_partitions() {
        let find = |client: &Client, version, key_type, key| {
            find(&cluster(1), client, version, key_type, &[key]).remove(0)
        };
        assert_eq!(find(&user(), 6, CoordinatorType::TRANSACTION, "t"), (53, -1));
        assert_eq!(find(&iam(), 6, CoordinatorType::TRANSACTION, "t"), (0, 1));
        let share = "g:nas3fCkEQJKoEK4uLXJTbw:0";
        assert_eq!(find(&iam(), 6, CoordinatorType::SHARE, share), (0, 1));
        assert_eq!(find(&iam(), 5, CoordinatorType::SHARE, share), (42, -1));
        assert_eq!(find(&iam(), 6, CoordinatorType::SHARE, "x"), (42, -1));
        assert_eq!(find(&user(), 6, CoordinatorType::SHARE, share), (31, -1));
        assert_eq!(find(&iam(), 4, CoordinatorType(7), "g"), (42, -1));
        assert_eq!(find(&iam(), 1, CoordinatorType(7), "g"), (42, -1));
    }

    #[test]
    fn keys_are_spread_over_the_brokers() {
        let found = find(&cluster(3), &iam(), 6, CoordinatorType::GROUP, &["a", "b", "c"]);
        assert_eq!(found, [(0, 3), (0, 1), (0, 2)]);
    }
}

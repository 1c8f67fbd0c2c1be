//! DescribeCluster: brokers and controller (KIP-700, KIP-919).

use kafka_proto::messages::describe_cluster::{
    DescribeClusterBroker, DescribeClusterRequest, DescribeClusterResponse,
};
use kafka_proto::{AclOperation, EndpointType, ErrorCode, ResourceType};

use super::{Call, Outcome};
use crate::authorizer::OPERATIONS_OMITTED;
use crate::refusal::Refusal;
use crate::state::acl::CLUSTER_NAME;

pub(super) fn answer(call: &Call<'_>, request: &DescribeClusterRequest<'_>) -> Outcome {
    if let Some(refusal) = wrong_endpoint(request.endpoint_type) {
        return refuse(call, request, &refusal);
    }
    let operations = match request.include_cluster_authorized_operations {
        true => cluster_operations(call),
        false => OPERATIONS_OMITTED,
    };
    let cluster = call.cluster;
    let listener = call.client.at.listener;
    let up = cluster.endpoints(listener).map(|it| (it, false));
    let fenced = cluster.fenced_endpoints(listener).map(|it| (it, true));
    let fenced = fenced.filter(|_| request.include_fenced_brokers);
    let mut brokers: Vec<_> = up
        .chain(fenced)
        .map(|((broker, port), is_fenced)| DescribeClusterBroker {
            broker_id: broker.id,
            host: &broker.host,
            port: port.into(),
            is_fenced,
            ..Default::default()
        })
        .collect();
    brokers.sort_by_key(|broker| broker.broker_id);
    call.reply(&DescribeClusterResponse {
        error_message: None,
        cluster_id: &cluster.id,
        controller_id: cluster.controller_id(),
        brokers: brokers.into(),
        cluster_authorized_operations: operations,
        ..Default::default()
    })
}

pub(super) fn refuse(
    call: &Call<'_>,
    _request: &DescribeClusterRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    call.reply(&DescribeClusterResponse {
        error_code: refusal.code,
        error_message: refusal.message(),
        ..Default::default()
    })
}

/// What the client may do with the cluster: nothing, if it may not even describe it.
pub(super) fn cluster_operations(call: &Call<'_>) -> i32 {
    let authorizer = call.authorizer();
    match authorizer.allows_on_cluster(AclOperation::DESCRIBE) {
        true => authorizer.operations(ResourceType::CLUSTER, CLUSTER_NAME),
        false => 0,
    }
}

/// KIP-919: a broker is not a controller.
fn wrong_endpoint(asked: EndpointType) -> Option<Refusal> {
    match asked {
        EndpointType::BROKER => None,
        EndpointType::CONTROLLER => Some(Refusal::new(
            ErrorCode::MISMATCHED_ENDPOINT_TYPE,
            "The request was sent to an endpoint of type BROKER, but we wanted an endpoint of \
             type CONTROLLER",
        )),
        other => Some(Refusal::new(
            ErrorCode::UNSUPPORTED_ENDPOINT_TYPE,
            format!("Unsupported endpoint type {}", other.0),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{ask, cluster, iam, read, user};
    use super::*;
    use crate::client::Client;

    fn describe(client: &Client, endpoint_type: EndpointType) -> (ErrorCode, i32, Vec<i32>) {
        let request = DescribeClusterRequest {
            include_cluster_authorized_operations: true,
            endpoint_type,
            ..Default::default()
        };
        let frame = ask(&cluster(2), client, 1, &request).unwrap();
        let response = read::<DescribeClusterRequest<'_>>(&frame, 1);
        let ports = response.brokers.iter().map(|broker| broker.port).collect();
        (response.error_code, response.cluster_authorized_operations, ports)
    }

    #[test]
    fn everybody_may_ask_but_operations_need_rights() {
        let ports = vec![19_097, 19_098];
        assert_eq!(describe(&user(), EndpointType::BROKER), (ErrorCode::NONE, 0, ports.clone()));
        assert_eq!(describe(&iam(), EndpointType::BROKER), (ErrorCode::NONE, 0x1fa0, ports));
    }

    #[test]
    fn kip_919_a_broker_is_not_a_controller() {
        let code = |endpoint_type| describe(&iam(), endpoint_type).0;
        assert_eq!(code(EndpointType::CONTROLLER), ErrorCode::MISMATCHED_ENDPOINT_TYPE);
        assert_eq!(code(EndpointType(3)), ErrorCode::UNSUPPORTED_ENDPOINT_TYPE);
    }
}

//! UnregisterBroker: the cluster forgets a broker (KIP-631).

use kafka_proto::messages::unregister_broker::{UnregisterBrokerRequest, UnregisterBrokerResponse};
use kafka_proto::{AclOperation, ErrorCode};

use super::{Call, Outcome};
use crate::refusal::Refusal;

/// Like Kafka it takes a broker that is up, which then serves on and is in no list.
pub(super) fn answer(call: &Call<'_>, request: &UnregisterBrokerRequest<'_>) -> Outcome {
    if let Err(refusal) = call.require_on_cluster(AclOperation::ALTER) {
        return refuse(call, request, &refusal);
    }
    if !call.cluster.unregister(request.broker_id) {
        let text = format!("Broker ID {} is not currently registered", request.broker_id);
        let refusal = Refusal::new(ErrorCode::BROKER_ID_NOT_REGISTERED, text);
        return refuse(call, request, &refusal);
    }
    call.reply(&UnregisterBrokerResponse::default())
}

pub(super) fn refuse(
    call: &Call<'_>,
    _request: &UnregisterBrokerRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    call.reply(&UnregisterBrokerResponse {
        error_code: refusal.code,
        error_message: refusal.message(),
        ..Default::default()
    })
}

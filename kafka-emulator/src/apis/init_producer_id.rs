//! InitProducerId, for idempotent producers (KIP-98). There are no transactions.

use kafka_proto::messages::init_producer_id::{InitProducerIdRequest, InitProducerIdResponse};
use kafka_proto::{AclOperation, ErrorCode, ResourceType};

use super::{Call, Outcome};
use crate::refusal::Refusal;

pub(super) fn answer(call: &Call<'_>, request: &InitProducerIdRequest<'_>) -> Outcome {
    match check(call, request) {
        Ok(()) => call.reply(&InitProducerIdResponse {
            producer_id: call.cluster.state.logs.next_producer_id(),
            producer_epoch: 0,
            ..Default::default()
        }),
        Err(code) => refuse(call, request, &Refusal::wordless(code)),
    }
}

pub(super) fn refuse(call: &Call<'_>, _: &InitProducerIdRequest<'_>, refusal: &Refusal) -> Outcome {
    call.reply(&InitProducerIdResponse {
        error_code: refusal.code,
        producer_id: -1,
        producer_epoch: -1,
        ..Default::default()
    })
}

/// A producer without a transactional id gets a new id, whichever one it had.
fn check(call: &Call<'_>, request: &InitProducerIdRequest<'_>) -> Result<(), ErrorCode> {
    let authorizer = call.authorizer();
    match request.transactional_id {
        Some(id) if !authorizer.allows(AclOperation::WRITE, ResourceType::TRANSACTIONAL_ID, id) => {
            return Err(ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
        }
        None if !authorizer.may_write_idempotently() => {
            return Err(ErrorCode::CLUSTER_AUTHORIZATION_FAILED);
        }
        _ => {}
    }
    if (request.producer_id == -1) != (request.producer_epoch == -1) {
        return Err(ErrorCode::INVALID_REQUEST);
    }
    match request.transactional_id {
        None => Ok(()),
        Some("") => Err(ErrorCode::INVALID_REQUEST),
        Some(_) => Err(ErrorCode::UNSUPPORTED_VERSION),
    }
}

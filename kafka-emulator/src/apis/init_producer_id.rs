//! InitProducerId, for idempotent producers and those with transactions (KIP-98).

use kafka_proto::messages::init_producer_id::{InitProducerIdRequest, InitProducerIdResponse};
use kafka_proto::{AclOperation, ErrorCode};

use super::transaction::{change, check_here, may, told};
use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::transactions::Producer;

/// `transaction.max.timeout.ms`.
const MAX_TIMEOUT_MS: i32 = 900_000;

pub(super) fn answer(call: &Call<'_>, request: &InitProducerIdRequest<'_>) -> Outcome {
    match check(call, request).and_then(|()| init(call, request)) {
        Ok(Producer { id, epoch }) => call.reply(&InitProducerIdResponse {
            producer_id: id,
            producer_epoch: epoch,
            ..Default::default()
        }),
        Err(code) => refuse(call, request, &Refusal::wordless(told(code, call.version() < 4))),
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

fn check(call: &Call<'_>, request: &InitProducerIdRequest<'_>) -> Result<(), ErrorCode> {
    match request.transactional_id {
        Some(id) if !may(call, AclOperation::WRITE, id) => {
            return Err(ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
        }
        None if !call.authorizer().may_write_idempotently() => {
            return Err(ErrorCode::CLUSTER_AUTHORIZATION_FAILED);
        }
        _ => {}
    }
    match (request.producer_id == -1) == (request.producer_epoch == -1) {
        true => Ok(()),
        false => Err(ErrorCode::INVALID_REQUEST),
    }
}

/// A producer without a transactional id gets a new id, whichever one it had.
fn init(call: &Call<'_>, request: &InitProducerIdRequest<'_>) -> Result<Producer, ErrorCode> {
    let fresh = || call.cluster.state.logs.next_producer_id();
    let Some(id) = request.transactional_id else { return Ok(Producer { id: fresh(), epoch: 0 }) };
    let timeout_ms = request.transaction_timeout_ms;
    if !id.is_empty() && !(1..=MAX_TIMEOUT_MS).contains(&timeout_ms) {
        return Err(ErrorCode::INVALID_TRANSACTION_TIMEOUT);
    }
    check_here(call, id)?;
    let expected = Producer { id: request.producer_id, epoch: request.producer_epoch };
    let expected = Some(expected).filter(|it| it.id != -1);
    change(call, |transactions| transactions.init(id, timeout_ms, expected, fresh))
}

//! EndTxn: from v5 on the producer gets another epoch (KIP-890).

use kafka_proto::messages::end_txn::{EndTxnRequest, EndTxnResponse};
use kafka_proto::{AclOperation, ErrorCode, ResourceType};

use super::partition::now_ms;
use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::transactions::Producer;

/// The first version whose producers go on with another epoch.
const BUMPS: i16 = 5;

pub(super) fn answer(call: &Call<'_>, request: &EndTxnRequest<'_>) -> Outcome {
    match end(call, request) {
        Ok(producer) if call.version() >= BUMPS => call.reply(&EndTxnResponse {
            producer_id: producer.id,
            producer_epoch: producer.epoch,
            ..Default::default()
        }),
        Ok(_) => call.reply(&EndTxnResponse::default()),
        Err(code) => refuse(call, request, &Refusal::wordless(code)),
    }
}

pub(super) fn refuse(call: &Call<'_>, _: &EndTxnRequest<'_>, refusal: &Refusal) -> Outcome {
    call.reply(&EndTxnResponse { error_code: refusal.code, ..Default::default() })
}

fn end(call: &Call<'_>, request: &EndTxnRequest<'_>) -> Result<Producer, ErrorCode> {
    let id = request.transactional_id;
    if !call.authorizer().allows(AclOperation::WRITE, ResourceType::TRANSACTIONAL_ID, id) {
        return Err(ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
    }
    if id.is_empty() {
        return Err(ErrorCode::INVALID_REQUEST);
    }
    let producer = Producer { id: request.producer_id, epoch: request.producer_epoch };
    let (committed, bumps) = (request.committed, call.version() >= BUMPS);
    let ended = call.cluster.state.end_transaction(id, producer, committed, bumps, now_ms());
    ended.map_err(|code| match code {
        // Producers of before KIP-588 know only this code.
        ErrorCode::PRODUCER_FENCED if call.version() < 2 => ErrorCode::INVALID_PRODUCER_EPOCH,
        code => code,
    })
}

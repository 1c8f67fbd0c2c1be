//! EndTxn: commits or aborts a transaction (KIP-98, KIP-890).

use kafka_proto::messages::end_txn::{EndTxnRequest, EndTxnResponse};
use kafka_proto::{AclOperation, ErrorCode};

use super::transaction::{change, check_here, may, told};
use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::transactions::Producer;

/// The first version whose answer has the next epoch.
const BUMPS: i16 = 5;

pub(super) fn answer(call: &Call<'_>, request: &EndTxnRequest<'_>) -> Outcome {
    match end(call, request) {
        Ok(Producer { id, epoch }) if call.version() >= BUMPS => call.reply(&EndTxnResponse {
            producer_id: id,
            producer_epoch: epoch,
            ..Default::default()
        }),
        Ok(_) => call.reply(&EndTxnResponse::default()),
        Err(code) => refuse(call, request, &Refusal::wordless(told(code, call.version() < 2))),
    }
}

pub(super) fn refuse(call: &Call<'_>, _: &EndTxnRequest<'_>, refusal: &Refusal) -> Outcome {
    call.reply(&EndTxnResponse { error_code: refusal.code, ..Default::default() })
}

fn end(call: &Call<'_>, request: &EndTxnRequest<'_>) -> Result<Producer, ErrorCode> {
    let id = request.transactional_id;
    if !may(call, AclOperation::WRITE, id) {
        return Err(ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
    }
    check_here(call, id)?;
    let producer = Producer { id: request.producer_id, epoch: request.producer_epoch };
    let fresh = || call.cluster.state.logs.next_producer_id();
    let (commit, bumps) = (request.committed, call.version() >= BUMPS);
    change(call, |transactions| transactions.end(id, producer, commit, bumps, fresh))
}

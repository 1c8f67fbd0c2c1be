//! InitProducerId: an id for an idempotent producer, and for a transactional one an epoch too (KIP-98, KIP-360).

use kafka_proto::messages::init_producer_id::{InitProducerIdRequest, InitProducerIdResponse};
use kafka_proto::{AclOperation, ErrorCode, ResourceType};

use super::partition::now_ms;
use super::{Call, Outcome};
use crate::refusal::Refusal;
use crate::state::transactions::Producer;

/// `transaction.max.timeout.ms`.
const MAX_TIMEOUT_MS: i32 = 15 * 60 * 1000;

pub(super) fn answer(call: &Call<'_>, request: &InitProducerIdRequest<'_>) -> Outcome {
    match begin(call, request) {
        Ok(producer) => call.reply(&InitProducerIdResponse {
            producer_id: producer.id,
            producer_epoch: producer.epoch,
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

fn begin(call: &Call<'_>, request: &InitProducerIdRequest<'_>) -> Result<Producer, ErrorCode> {
    check_rights(call, request.transactional_id)?;
    let asked = Producer { id: request.producer_id, epoch: request.producer_epoch };
    if (asked.id == -1) != (asked.epoch == -1) {
        return Err(ErrorCode::INVALID_REQUEST);
    }
    let (state, timeout_ms) = (&call.cluster.state, request.transaction_timeout_ms);
    match request.transactional_id {
        // Whichever id it had, it gets a new one.
        None => Ok(Producer { id: state.logs.next_producer_id(), epoch: 0 }),
        Some("") => Err(ErrorCode::INVALID_REQUEST),
        Some(_) if !(1..=MAX_TIMEOUT_MS).contains(&timeout_ms) => {
            Err(ErrorCode::INVALID_TRANSACTION_TIMEOUT)
        }
        Some(id) => {
            let expected = Some(asked).filter(|it| it.id != -1);
            let begun = state.begin_producer(id, timeout_ms, expected, now_ms());
            begun.map_err(|code| match code {
                // Producers of before KIP-588 know only this code.
                ErrorCode::PRODUCER_FENCED if call.version() < 4 => {
                    ErrorCode::INVALID_PRODUCER_EPOCH
                }
                code => code,
            })
        }
    }
}

fn check_rights(call: &Call<'_>, id: Option<&str>) -> Result<(), ErrorCode> {
    let authorizer = call.authorizer();
    match id {
        Some(id) if !authorizer.allows(AclOperation::WRITE, ResourceType::TRANSACTIONAL_ID, id) => {
            Err(ErrorCode::TRANSACTIONAL_ID_AUTHORIZATION_FAILED)
        }
        None if !authorizer.may_write_idempotently() => {
            Err(ErrorCode::CLUSTER_AUTHORIZATION_FAILED)
        }
        _ => Ok(()),
    }
}

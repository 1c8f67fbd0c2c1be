//! What the requests about transactional ids have in common.

use kafka_proto::{AclOperation, ErrorCode, ResourceType};

use super::partition::now_ms;
use super::{Call, coordinator};
use crate::state::transactions::Transactions;

/// Whether the client may do that with the id.
pub(super) fn may(call: &Call<'_>, operation: AclOperation, id: &str) -> bool {
    call.authorizer().allows(operation, ResourceType::TRANSACTIONAL_ID, id)
}

/// Refuses what is no id, and an id that another broker coordinates.
pub(super) fn check_here(call: &Call<'_>, id: &str) -> Result<(), ErrorCode> {
    match id {
        "" => Err(ErrorCode::INVALID_REQUEST),
        _ => coordinator::check_here(call, id),
    }
}

/// All transactional ids as they are by now.
pub(super) fn settled(call: &Call<'_>) -> Transactions {
    change(call, |transactions| transactions.clone())
}

/// Changes transactional ids as they are by now.
pub(super) fn change<R>(call: &Call<'_>, change: impl FnOnce(&mut Transactions) -> R) -> R {
    call.cluster.state.transactions.change(|transactions| {
        transactions.settle(now_ms());
        change(transactions)
    })
}

/// A producer that another one has shut out, as clients of older versions are told.
pub(super) fn told(code: ErrorCode, is_old: bool) -> ErrorCode {
    match code {
        ErrorCode::PRODUCER_FENCED if is_old => ErrorCode::INVALID_PRODUCER_EPOCH,
        code => code,
    }
}

//! ListTransactions (KIP-664, KIP-994, KIP-1152): those that the broker coordinates.

use kafka_proto::messages::list_transactions::{
    ListTransactionsRequest, ListTransactionsResponse, TransactionState,
};
use kafka_proto::{AclOperation, ErrorCode};

use super::partition::now_ms;
use super::transaction::{check_here, may, settled};
use super::{Call, Outcome};
use crate::pattern::Pattern;
use crate::refusal::Refusal;
use crate::state::transactions::Transaction;

/// Every state that a filter may name.
const STATES: [&str; 8] = [
    "Empty",
    "Ongoing",
    "PrepareCommit",
    "PrepareAbort",
    "CompleteCommit",
    "CompleteAbort",
    "Dead",
    "PrepareEpochFence",
];

pub(super) fn answer(call: &Call<'_>, request: &ListTransactionsRequest<'_>) -> Outcome {
    let pattern = request.transactional_id_pattern.filter(|text| !text.is_empty());
    let Ok(pattern) = pattern.map(Pattern::parse).transpose() else {
        let refusal = Refusal::wordless(ErrorCode::INVALID_REGULAR_EXPRESSION);
        return refuse(call, request, &refusal);
    };
    let (transactions, now) = (settled(call), now_ms());
    let listed = transactions.iter().filter(|(id, it)| {
        check_here(call, id).is_ok()
            && fits(request, it, now)
            && pattern.as_ref().is_none_or(|pattern| pattern.matches(id))
            && may(call, AclOperation::DESCRIBE, id)
    });
    let listed = listed.map(|(transactional_id, it)| TransactionState {
        transactional_id,
        producer_id: it.producer.id,
        transaction_state: it.phase.name(),
        ..Default::default()
    });
    let unknown = request.state_filters.iter().filter(|state| !STATES.contains(state));
    call.reply(&ListTransactionsResponse {
        unknown_state_filters: unknown.collect(),
        transaction_states: listed.collect(),
        ..Default::default()
    })
}

pub(super) fn refuse(
    call: &Call<'_>,
    _: &ListTransactionsRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    call.reply(&ListTransactionsResponse { error_code: refusal.code, ..Default::default() })
}

fn fits(request: &ListTransactionsRequest<'_>, it: &Transaction, now_ms: i64) -> bool {
    let (states, ids) = (&request.state_filters, &request.producer_id_filters);
    let is_of_state = states.is_empty() || states.iter().any(|state| state == it.phase.name());
    let is_of_producer = ids.is_empty() || ids.iter().any(|id| id == it.producer.id);
    let age = now_ms.saturating_sub(it.started);
    is_of_state && is_of_producer && (request.duration_filter < 0 || age > request.duration_filter)
}

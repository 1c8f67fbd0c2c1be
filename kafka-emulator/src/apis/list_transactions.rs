//! ListTransactions (KIP-664, KIP-994, KIP-1152): what may not be described is left out.

use std::sync::Arc;

use kafka_proto::messages::list_transactions::{
    ListTransactionsRequest, ListTransactionsResponse, TransactionState,
};
use kafka_proto::{AclOperation, ErrorCode, ResourceType};

use super::partition::now_ms;
use super::{Call, Outcome};
use crate::pattern::Pattern;
use crate::refusal::Refusal;
use crate::state::transactions::{Stage, Transaction};

/// `TransactionState.ALL_STATES`.
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
    let pattern = request.transactional_id_pattern.filter(|pattern| !pattern.is_empty());
    let pattern = match pattern.map(Pattern::parse) {
        Some(Err(_)) => {
            return refuse(call, request, &Refusal::of(ErrorCode::INVALID_REGULAR_EXPRESSION));
        }
        pattern => pattern.and_then(Result::ok),
    };
    let now = now_ms();
    let mut all = call.cluster.state.transactions.now();
    all.retain(|(id, it)| {
        fits(request, it, now)
            && pattern.as_ref().is_none_or(|pattern| pattern.matches(id))
            && call.authorizer().allows(AclOperation::DESCRIBE, ResourceType::TRANSACTIONAL_ID, id)
    });
    let unknown = request.state_filters.iter().filter(|name| !STATES.contains(name));
    call.reply(&ListTransactionsResponse {
        unknown_state_filters: unknown.collect(),
        transaction_states: all.iter().map(listed).collect(),
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
    let is_long = request.duration_filter < 0
        || it.stage == Stage::Ongoing && now_ms - it.started_ms > request.duration_filter;
    is_long
        && (states.is_empty() || states.iter().any(|name| name == it.stage.name()))
        && (ids.is_empty() || ids.iter().any(|id| id == it.producer.id))
}

fn listed<'a>((id, it): &'a (Arc<str>, Transaction)) -> TransactionState<'a> {
    TransactionState {
        transactional_id: id,
        producer_id: it.producer.id,
        transaction_state: it.stage.name(),
        ..Default::default()
    }
}

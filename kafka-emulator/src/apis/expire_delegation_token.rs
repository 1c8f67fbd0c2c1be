//! ExpireDelegationToken: what `DelegationTokenControlManager` checks (KIP-48).

use kafka_proto::ErrorCode;
use kafka_proto::messages::expire_delegation_token::{
    ExpireDelegationTokenRequest, ExpireDelegationTokenResponse,
};

use super::delegation_token::{Changed, change, check_allowed};
use super::{Call, Outcome};
use crate::refusal::Refusal;

pub(super) fn answer(call: &Call<'_>, request: &ExpireDelegationTokenRequest<'_>) -> Outcome {
    if let Err(code) = check_allowed(call) {
        return reply(call, code, -1);
    }
    let period = request.expiry_time_period_ms;
    let expired = change(call, &request.hmac, |token, now| match period {
        // At once, also what has ended by itself.
        ..0 => Ok(Changed::Gone(now.saturating_add(period))),
        0.. if token.has_ended(now) => Err(ErrorCode::DELEGATION_TOKEN_EXPIRED),
        0.. => Ok(Changed::Ends(token.max.min(now.saturating_add(period)))),
    });
    match expired {
        Ok(expires) => reply(call, ErrorCode::NONE, expires),
        Err(code) => reply(call, code, 0),
    }
}

pub(super) fn refuse(
    call: &Call<'_>,
    _: &ExpireDelegationTokenRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    reply(call, refusal.code, 0)
}

fn reply(call: &Call<'_>, error_code: ErrorCode, expiry_timestamp_ms: i64) -> Outcome {
    call.reply(&ExpireDelegationTokenResponse {
        error_code,
        expiry_timestamp_ms,
        ..Default::default()
    })
}

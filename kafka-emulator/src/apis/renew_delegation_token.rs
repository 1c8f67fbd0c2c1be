//! RenewDelegationToken: what `DelegationTokenControlManager` checks (KIP-48).

use kafka_proto::ErrorCode;
use kafka_proto::messages::renew_delegation_token::{
    RenewDelegationTokenRequest, RenewDelegationTokenResponse,
};

use super::delegation_token::{Changed, change, check_allowed, renewed_until};
use super::{Call, Outcome};
use crate::refusal::Refusal;

pub(super) fn answer(call: &Call<'_>, request: &RenewDelegationTokenRequest<'_>) -> Outcome {
    if let Err(code) = check_allowed(call) {
        return reply(call, code, -1);
    }
    let renewed = change(call, &request.hmac, |token, now| match token.has_ended(now) {
        true => Err(ErrorCode::DELEGATION_TOKEN_EXPIRED),
        false => Ok(Changed::Ends(renewed_until(now, request.renew_period_ms, token.max))),
    });
    match renewed {
        Ok(expires) => reply(call, ErrorCode::NONE, expires),
        Err(code) => reply(call, code, 0),
    }
}

pub(super) fn refuse(
    call: &Call<'_>,
    _: &RenewDelegationTokenRequest<'_>,
    refusal: &Refusal,
) -> Outcome {
    reply(call, refusal.code, 0)
}

fn reply(call: &Call<'_>, error_code: ErrorCode, expiry_timestamp_ms: i64) -> Outcome {
    call.reply(&RenewDelegationTokenResponse {
        error_code,
        expiry_timestamp_ms,
        ..Default::default()
    })
}

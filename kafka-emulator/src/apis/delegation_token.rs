//! What the APIs of delegation tokens have in common (KIP-48).

use std::time::Duration;

use kafka_proto::ErrorCode;

use super::Call;
use crate::listener::Listener;
use crate::state::tokens::{Party, Token};

/// `delegation.token.expiry.time.ms`, and the longest renewal.
const RENEWAL: Duration = Duration::from_secs(24 * 60 * 60);

/// The client, as tokens name it.
pub(super) fn party(call: &Call<'_>) -> Party {
    let identity = call.client.identity();
    Party::new(identity.principal_type, &identity.name)
}

/// Type and name of who asked for a token, in versions that tell (KIP-373).
pub(super) fn told<'a>(call: &Call<'_>, requester: &'a Party) -> (&'a str, &'a str) {
    match call.version() {
        3.. => (&requester.kind, &requester.name),
        _ => ("", ""),
    }
}

/// `KafkaApis.allowTokenRequests`: nobody who is not logged in, or by a token.
pub(super) fn check_allowed(call: &Call<'_>) -> Result<(), ErrorCode> {
    let is_bare = matches!(call.client.at.listener, Listener::Plaintext | Listener::Tls);
    match is_bare || call.client.is_by_token() {
        true => Err(ErrorCode::DELEGATION_TOKEN_REQUEST_NOT_ALLOWED),
        false => Ok(()),
    }
}

/// Whether `delegation.token.secret.key` is set.
pub(super) fn check_enabled(call: &Call<'_>) -> Result<(), ErrorCode> {
    match call.cluster.logins.delegation_tokens {
        true => Ok(()),
        false => Err(ErrorCode::DELEGATION_TOKEN_AUTH_DISABLED),
    }
}

/// Now and so many milliseconds, a day at most; without a positive number, a day.
pub(super) fn renewed_until(now: i64, period_ms: i64, max: i64) -> i64 {
    let longest = i64::try_from(RENEWAL.as_millis()).unwrap_or(i64::MAX);
    let period = if period_ms > 0 { longest.min(period_ms) } else { longest };
    max.min(now.saturating_add(period))
}

/// Changes the token of an HMAC, and gives when it ends.
pub(super) fn change(
    call: &Call<'_>,
    hmac: &[u8],
    change: impl FnOnce(&Token, i64) -> Result<Changed, ErrorCode>,
) -> Result<i64, ErrorCode> {
    check_enabled(call)?;
    let (now, party) = (call.cluster.clock.milliseconds(), party(call));
    call.cluster.state.tokens.change(|tokens| {
        let token = tokens.by_hmac(hmac).ok_or(ErrorCode::DELEGATION_TOKEN_NOT_FOUND)?.clone();
        if !token.can_be_renewed_by(&party) {
            return Err(ErrorCode::DELEGATION_TOKEN_OWNER_MISMATCH);
        }
        match change(&token, now)? {
            Changed::Ends(expires) => {
                tokens.insert(Token { expires, ..token }).map_err(|refusal| refusal.code)?;
                Ok(expires)
            }
            Changed::Gone(ended) => {
                tokens.remove(&token.id);
                Ok(ended)
            }
        }
    })
}

/// What becomes of a token.
pub(super) enum Changed {
    /// It ends then.
    Ends(i64),
    /// It is deleted; this is what is answered.
    Gone(i64),
}

//! Renewing tokens.

use std::time::Duration;

use kafka_auth::scram::TokenHmac;
use kafka_proto::ApiKey;
use kafka_proto::messages::renew_delegation_token::{
    RenewDelegationTokenRequest, RenewDelegationTokenResponse,
};

use super::milliseconds;
use super::token::HmacBytes;
use crate::call::{Operation, Route, Terms, checked, one};
use crate::net::connection::Effect;
use crate::{Admin, Call, Result};

/// [`Admin::renew_delegation_token`]: when the token ends now.
#[derive(Debug)]
pub struct RenewDelegationToken {
    hmac: HmacBytes,
}

impl Admin {
    /// Lets a token live for so long from now on, and gives the time at which it ends, in milliseconds
    /// since 1970: never later than its [`max_timestamp`](super::DelegationToken). `None` and more than
    /// the broker's `delegation.token.expiry.time.ms` (a day) is that. Its owner and renewers may.
    ///
    /// # Errors
    /// The request failed: DELEGATION_TOKEN_NOT_FOUND, DELEGATION_TOKEN_EXPIRED, and
    /// DELEGATION_TOKEN_OWNER_MISMATCH for somebody else.
    pub fn renew_delegation_token(
        &self,
        hmac: &TokenHmac,
        period: Option<Duration>,
    ) -> Call<'_, RenewDelegationToken, i64> {
        let operation = RenewDelegationToken { hmac: HmacBytes::of(hmac) };
        // Zero would mean as long as the broker likes.
        let period = period.map(|period| period.max(Duration::from_millis(1)));
        self.call_about(operation, milliseconds(period))
    }
}

impl Operation for RenewDelegationToken {
    type Item = i64;
    type Key = &'static str;
    type Value = i64;
    type Request<'a> = RenewDelegationTokenRequest<'a>;
    const EFFECT: Effect = Effect::Write;

    fn key(&self, _: &i64) -> &'static str {
        "delegation token"
    }

    fn route<'a>(&self, _: &'a i64) -> Route<'a> {
        Route::Any
    }

    fn request<'a>(
        &'a self,
        periods: &[&'a i64],
        _: Terms,
    ) -> Result<RenewDelegationTokenRequest<'a>> {
        Ok(RenewDelegationTokenRequest {
            hmac: self.hmac.opaque(),
            renew_period_ms: periods.first().map_or(-1, |period| **period),
            ..RenewDelegationTokenRequest::default()
        })
    }

    fn answers(
        &self,
        _: &[&i64],
        response: &RenewDelegationTokenResponse<'_>,
    ) -> Result<Vec<Result<i64>>> {
        checked(ApiKey::RENEW_DELEGATION_TOKEN, response.error_code, None)?;
        one(response.expiry_timestamp_ms)
    }
}

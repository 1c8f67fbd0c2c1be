//! Ending tokens.

use std::time::Duration;

use kafka_auth::scram::TokenHmac;
use kafka_proto::ApiKey;
use kafka_proto::messages::expire_delegation_token::{
    ExpireDelegationTokenRequest, ExpireDelegationTokenResponse,
};

use super::milliseconds;
use super::token::HmacBytes;
use crate::call::{Operation, Route, Terms, checked, one};
use crate::net::connection::Effect;
use crate::{Admin, Call, Result};

/// [`Admin::expire_delegation_token`]: when the token ends.
#[derive(Debug)]
pub struct ExpireDelegationToken {
    hmac: HmacBytes,
}

impl Admin {
    /// Deletes a token at once, or with a time lets it end then, and gives when that is, in milliseconds
    /// since 1970. Its owner and renewers may. Connections that are logged in by it stay until they have
    /// to log in again.
    ///
    /// # Errors
    /// The request failed: DELEGATION_TOKEN_NOT_FOUND
    /// ([`Outcome::AlreadySo`](crate::Outcome::AlreadySo)), DELEGATION_TOKEN_EXPIRED, and
    /// DELEGATION_TOKEN_OWNER_MISMATCH for somebody else.
    pub fn expire_delegation_token(
        &self,
        hmac: &TokenHmac,
        after: Option<Duration>,
    ) -> Call<'_, ExpireDelegationToken, i64> {
        let operation = ExpireDelegationToken { hmac: HmacBytes::of(hmac) };
        self.call_about(operation, milliseconds(after))
    }
}

impl Operation for ExpireDelegationToken {
    type Item = i64;
    type Key = &'static str;
    type Value = i64;
    type Request<'a> = ExpireDelegationTokenRequest<'a>;
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
    ) -> Result<ExpireDelegationTokenRequest<'a>> {
        Ok(ExpireDelegationTokenRequest {
            hmac: self.hmac.opaque(),
            expiry_time_period_ms: periods.first().map_or(-1, |period| **period),
            ..ExpireDelegationTokenRequest::default()
        })
    }

    fn answers(
        &self,
        _: &[&i64],
        response: &ExpireDelegationTokenResponse<'_>,
    ) -> Result<Vec<Result<i64>>> {
        checked(ApiKey::EXPIRE_DELEGATION_TOKEN, response.error_code, None)?;
        one(response.expiry_timestamp_ms)
    }
}

//! Delegation tokens (KIP-48): create, list, renew and end them. [`Auth::delegation_token`](crate::Auth)
//! logs in by one.
//!
//! A broker has tokens when `delegation.token.secret.key` is set, and takes these calls from clients that
//! logged in over SASL or by a certificate, but not by a token. Amazon MSK has none.

mod create;
mod describe;
mod expire;
mod principal;
mod renew;
mod token;

pub use create::{CreateDelegationToken, NewDelegationToken};
pub use describe::DescribeDelegationTokens;
pub use expire::ExpireDelegationToken;
pub use renew::RenewDelegationToken;
pub use token::DelegationToken;

pub use kafka_auth::scram::TokenHmac;

use std::time::Duration;

/// For a field with milliseconds, where -1 leaves the time to the broker.
fn milliseconds(time: Option<Duration>) -> i64 {
    time.map_or(-1, |time| i64::try_from(time.as_millis()).unwrap_or(i64::MAX))
}

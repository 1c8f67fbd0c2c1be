//! `kadm token`.

use kafka_admin::Admin;
use kafka_admin::diagnose::Utc;
use kafka_admin::escape::Escaped;
use kafka_admin::tokens::{DelegationToken, TokenHmac};
use serde_json::{Value, json};

use crate::context::commands;
use crate::failure::{Failure, Result};

mod create;
mod expire;
mod list;
mod renew;

commands! {
    /// Create, list, renew and end delegation tokens; not on Amazon MSK, which has none.
    enum Token {
        Create(create::Create),
        List(list::List),
        Renew(renew::Renew),
        Expire(expire::Expire),
    }
}

/// The secret of a token that this client may see: nobody has to keep it for this.
async fn hmac(admin: &Admin, token_id: &str) -> Result<TokenHmac> {
    let tokens = admin.list_delegation_tokens().await?;
    match tokens.into_iter().find(|token| token.token_id == token_id) {
        Some(token) => Ok(token.hmac),
        None => Err(Failure::unexpected(format!(
            "there is no token {} that you may see",
            Escaped(token_id)
        ))
        .hint("kadm token list shows the tokens")),
    }
}

/// A token in JSON, without its secret.
fn item(token: &DelegationToken) -> Value {
    json!({
        "token_id": token.token_id,
        "owner": token.owner,
        "requester": token.requester,
        "renewers": token.renewers,
        "issue_timestamp": token.issue_timestamp,
        "expiry_timestamp": token.expiry_timestamp,
        "max_timestamp": token.max_timestamp,
    })
}

/// Milliseconds since 1970, for people.
fn moment(milliseconds: i64) -> String {
    Utc(u64::try_from(milliseconds / 1_000).unwrap_or_default()).to_string()
}

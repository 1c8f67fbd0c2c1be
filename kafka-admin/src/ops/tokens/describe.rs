//! Listing tokens.

use kafka_proto::ApiKey;
use kafka_proto::messages::describe_delegation_token::{
    DescribeDelegationTokenOwner, DescribeDelegationTokenRequest, DescribeDelegationTokenResponse,
    DescribedDelegationToken,
};

use super::DelegationToken;
use super::principal::{joined, split, validate};
use super::token::Told;
use crate::call::{Operation, Route, Terms, checked, one};
use crate::net::connection::Effect;
use crate::ops::topics::owned;
use crate::{Admin, Call, Result};

/// [`Admin::list_delegation_tokens`], [`Admin::describe_delegation_tokens`]: tokens that this client may
/// see.
#[derive(Debug, Clone, Copy)]
pub struct DescribeDelegationTokens(());

impl Admin {
    /// Every token that this client may see, sorted by id: those that it owns, asked for or may renew,
    /// and with DESCRIBE on a token, or DESCRIBE_TOKENS on its owner, that one. Each with its secret.
    ///
    /// # Errors
    /// The request failed, with DELEGATION_TOKEN_AUTH_DISABLED when the brokers have no tokens.
    pub fn list_delegation_tokens(
        &self,
    ) -> Call<'_, DescribeDelegationTokens, Vec<DelegationToken>> {
        self.call_about(DescribeDelegationTokens(()), None)
    }

    /// The same, of these owners only (`User:rudder`): of nobody, there is none.
    ///
    /// # Errors
    /// An owner is no principal, or the request failed, as above.
    pub fn describe_delegation_tokens(
        &self,
        owners: &[impl AsRef<str>],
    ) -> Call<'_, DescribeDelegationTokens, Vec<DelegationToken>> {
        self.call_about(DescribeDelegationTokens(()), Some(owned(owners)))
    }
}

impl Operation for DescribeDelegationTokens {
    /// The owners; `None` is everybody.
    type Item = Option<Vec<String>>;
    type Key = &'static str;
    type Value = Vec<DelegationToken>;
    type Request<'a> = DescribeDelegationTokenRequest<'a>;
    const EFFECT: Effect = Effect::Read;

    fn key(&self, _: &Self::Item) -> &'static str {
        "delegation tokens"
    }

    fn check(&self, owners: &Self::Item) -> Result<()> {
        owners.iter().flatten().try_for_each(|owner| validate(owner))
    }

    fn route<'a>(&self, _: &'a Self::Item) -> Route<'a> {
        Route::Any
    }

    fn request<'a>(
        &'a self,
        owners: &[&'a Self::Item],
        _: Terms,
    ) -> Result<DescribeDelegationTokenRequest<'a>> {
        let owners = owners.first().and_then(|owners| owners.as_ref());
        let owners = owners.map(|owners| owners.iter().filter_map(|it| split(it)).map(owner));
        Ok(DescribeDelegationTokenRequest {
            owners: owners.map(Iterator::collect),
            ..DescribeDelegationTokenRequest::default()
        })
    }

    fn answers(
        &self,
        _: &[&Self::Item],
        response: &DescribeDelegationTokenResponse<'_>,
    ) -> Result<Vec<Result<Vec<DelegationToken>>>> {
        checked(ApiKey::DESCRIBE_DELEGATION_TOKEN, response.error_code, None)?;
        let tokens: Result<Vec<_>> =
            response.tokens.iter().map(|token| described(&token)).collect();
        let mut tokens = tokens?;
        tokens.sort_by(|left, right| left.token_id.cmp(&right.token_id));
        one(tokens)
    }
}

fn owner<'a>(
    (principal_type, principal_name): (&'a str, &'a str),
) -> DescribeDelegationTokenOwner<'a> {
    DescribeDelegationTokenOwner {
        principal_type,
        principal_name,
        ..DescribeDelegationTokenOwner::default()
    }
}

fn described(token: &DescribedDelegationToken<'_>) -> Result<DelegationToken> {
    let renewers = token.renewers.iter().map(|it| joined(it.principal_type, it.principal_name));
    let told = Told {
        token_id: token.token_id,
        hmac: &token.hmac,
        owner: (token.principal_type, token.principal_name),
        requester: (token.token_requester_principal_type, token.token_requester_principal_name),
        renewers: renewers.collect(),
        issue_timestamp: token.issue_timestamp,
        expiry_timestamp: token.expiry_timestamp,
        max_timestamp: token.max_timestamp,
    };
    told.token()
}

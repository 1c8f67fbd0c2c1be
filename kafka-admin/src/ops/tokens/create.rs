//! Creating tokens.

use std::fmt;
use std::time::Duration;

use kafka_proto::ApiKey;
use kafka_proto::messages::create_delegation_token::{
    CreatableRenewers, CreateDelegationTokenRequest, CreateDelegationTokenResponse,
};

use super::principal::{split, validate};
use super::token::Told;
use super::{DelegationToken, milliseconds};
use crate::call::{Operation, Route, Terms, checked, one};
use crate::escape::Escaped;
use crate::net::connection::Effect;
use crate::{Admin, Call, Error, ErrorKind, Layer, Result};

/// [`Admin::create_delegation_token`]: a new token.
#[derive(Debug, Clone, Copy)]
pub struct CreateDelegationToken(());

/// A token to create: of this client itself, without renewers, for as long as the broker allows.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[must_use]
pub struct NewDelegationToken {
    owner: Option<String>,
    renewers: Vec<String>,
    max_lifetime: Option<Duration>,
}

impl NewDelegationToken {
    /// A token of this client itself.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whom it logs in as, `User:rudder` (KIP-373, Kafka 3.3 and later). For somebody else than this
    /// client it needs CREATE_TOKENS on the user. Default: this client.
    pub fn owner(mut self, principal: impl Into<String>) -> Self {
        self.owner = Some(principal.into());
        self
    }

    /// One more who may renew and end it besides the owner, `User:ops`.
    pub fn renewer(mut self, principal: impl Into<String>) -> Self {
        self.renewers.push(principal.into());
        self
    }

    /// How long it lives at most, renewals included; at least a millisecond. Default, and the most: the
    /// broker's `delegation.token.max.lifetime.ms`, 7 days.
    pub fn max_lifetime(mut self, lifetime: Duration) -> Self {
        self.max_lifetime = Some(lifetime);
        self
    }

    fn validate(&self) -> Result<()> {
        self.owner.iter().try_for_each(|owner| validate(owner))?;
        for renewer in &self.renewers {
            validate(renewer)?;
            // Kafka: INVALID_PRINCIPAL_TYPE.
            if !renewer.starts_with("User:") {
                return Err(Error::invalid("the renewers of a token are users, User:name"));
            }
        }
        match self.max_lifetime {
            Some(lifetime) if lifetime < Duration::from_millis(1) => {
                Err(Error::invalid("a token lives for a millisecond at least"))
            }
            _ => Ok(()),
        }
    }
}

impl Admin {
    /// Creates a token (CreateDelegationToken). The answer is the only place where its secret is shown to
    /// whoever may not describe it, and a token whose answer is lost
    /// ([`Outcome::Unknown`](crate::Outcome)) stays until it expires.
    ///
    /// # Errors
    /// What is asked for is refused here; or the request failed:
    /// DELEGATION_TOKEN_AUTHORIZATION_FAILED without CREATE_TOKENS on the owner,
    /// DELEGATION_TOKEN_AUTH_DISABLED when the brokers have no tokens,
    /// DELEGATION_TOKEN_REQUEST_NOT_ALLOWED over a connection without a login, or with one by a token.
    pub fn create_delegation_token(
        &self,
        token: &NewDelegationToken,
    ) -> Call<'_, CreateDelegationToken, DelegationToken> {
        self.call_about(CreateDelegationToken(()), token.clone())
    }
}

impl Operation for CreateDelegationToken {
    type Item = NewDelegationToken;
    type Key = NewDelegationToken;
    type Value = DelegationToken;
    type Request<'a> = CreateDelegationTokenRequest<'a>;
    const EFFECT: Effect = Effect::Write;

    fn key(&self, token: &NewDelegationToken) -> NewDelegationToken {
        token.clone()
    }

    fn check(&self, token: &NewDelegationToken) -> Result<()> {
        token.validate()
    }

    fn route<'a>(&self, _: &'a NewDelegationToken) -> Route<'a> {
        Route::Any
    }

    fn request<'a>(
        &'a self,
        tokens: &[&'a NewDelegationToken],
        terms: Terms,
    ) -> Result<CreateDelegationTokenRequest<'a>> {
        tokens.first().map_or_else(|| Ok(Default::default()), |token| asked(token, terms.version))
    }

    fn answers(
        &self,
        tokens: &[&NewDelegationToken],
        response: &CreateDelegationTokenResponse<'_>,
    ) -> Result<Vec<Result<DelegationToken>>> {
        checked(ApiKey::CREATE_DELEGATION_TOKEN, response.error_code, None)?;
        let renewers = tokens.first().map(|token| token.renewers.clone());
        let told = Told {
            token_id: response.token_id,
            hmac: &response.hmac,
            owner: (response.principal_type, response.principal_name),
            requester: (
                response.token_requester_principal_type,
                response.token_requester_principal_name,
            ),
            renewers: renewers.unwrap_or_default(),
            issue_timestamp: response.issue_timestamp_ms,
            expiry_timestamp: response.expiry_timestamp_ms,
            max_timestamp: response.max_timestamp_ms,
        };
        one(told.token()?)
    }
}

fn asked(token: &NewDelegationToken, version: i16) -> Result<CreateDelegationTokenRequest<'_>> {
    let owner = token.owner.as_deref().and_then(split);
    if owner.is_some() && version < 3 {
        let message = "this broker makes tokens of the client itself only (before v3)";
        return Err(Error::new(ErrorKind::UnsupportedVersion, Layer::Kafka, message));
    }
    let renewers = token.renewers.iter().filter_map(|renewer| split(renewer));
    let renewers = renewers.map(|(principal_type, principal_name)| CreatableRenewers {
        principal_type,
        principal_name,
        ..CreatableRenewers::default()
    });
    let mut request = CreateDelegationTokenRequest {
        renewers: renewers.collect(),
        max_lifetime_ms: milliseconds(token.max_lifetime),
        ..CreateDelegationTokenRequest::default()
    };
    // Older versions have no place for an owner, not even for none.
    if version >= 3 {
        request.owner_principal_type = owner.map(|(kind, _)| kind);
        request.owner_principal_name = owner.map(|(_, name)| name);
    }
    Ok(request)
}

/// `delegation token of User:rudder`.
impl fmt::Display for NewDelegationToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("delegation token")?;
        self.owner.as_ref().map_or(Ok(()), |owner| write!(f, " of {}", Escaped(owner)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_version_carries_a_token_and_only_the_last_one_an_owner() {
        let (own, of_another) =
            (NewDelegationToken::new(), NewDelegationToken::new().owner("User:a"));
        for version in 0..=3 {
            let mut frame = Vec::new();
            let request = asked(&own, version).unwrap();
            kafka_proto::encode_request(&mut frame, version, 1, None, &request).unwrap();
            assert_eq!(asked(&of_another, version).is_ok(), version == 3);
        }
    }

    #[test]
    fn what_kafka_would_refuse_is_refused_here() {
        let new = NewDelegationToken::new;
        new().owner("User:a").renewer("User:b").validate().unwrap();
        for wrong in [
            new().owner("rudder"),
            new().owner("User:"),
            new().renewer(":x"),
            new().renewer("Group:ops"),
            new().max_lifetime(Duration::from_micros(999)),
        ] {
            assert_eq!(wrong.validate().unwrap_err().kind(), ErrorKind::InvalidRequest);
        }
    }
}

//! What there is to know about a token.

use std::fmt;

use kafka_auth::AuthError;
use kafka_auth::scram::TokenHmac;
use kafka_proto::Opaque;
use zeroize::Zeroizing;

use super::principal::joined;
use crate::{Error, ErrorKind, Layer, Outcome, Result};

/// A delegation token. `Debug` does not show the HMAC.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct DelegationToken {
    /// Its id, which is no secret: the user to log in with.
    pub token_id: String,
    /// The secret that proves it.
    pub hmac: TokenHmac,
    /// Whom it logs in as, `User:rudder`.
    pub owner: String,
    /// Who asked for it, from brokers that tell (v3 of these APIs, Kafka 3.3).
    pub requester: Option<String>,
    /// Who may renew and end it besides the owner.
    pub renewers: Vec<String>,
    /// When it was made, in milliseconds since 1970.
    pub issue_timestamp: i64,
    /// When it ends unless it is renewed, in milliseconds since 1970.
    pub expiry_timestamp: i64,
    /// When it ends at the latest, in milliseconds since 1970.
    pub max_timestamp: i64,
}

/// The parts that answers have, before they are a token.
pub(super) struct Told<'a> {
    pub(super) token_id: &'a str,
    pub(super) hmac: &'a [u8],
    pub(super) owner: (&'a str, &'a str),
    pub(super) requester: (&'a str, &'a str),
    pub(super) renewers: Vec<String>,
    pub(super) issue_timestamp: i64,
    pub(super) expiry_timestamp: i64,
    pub(super) max_timestamp: i64,
}

impl Told<'_> {
    pub(super) fn token(self) -> Result<DelegationToken> {
        let Told { owner, requester, .. } = self;
        let requester = Some(requester).filter(|(kind, name)| !kind.is_empty() || !name.is_empty());
        Ok(DelegationToken {
            token_id: self.token_id.to_owned(),
            hmac: TokenHmac::from_bytes(self.hmac).map_err(|error| unusable(&error))?,
            owner: joined(owner.0, owner.1),
            requester: requester.map(|(kind, name)| joined(kind, name)),
            renewers: self.renewers,
            issue_timestamp: self.issue_timestamp,
            expiry_timestamp: self.expiry_timestamp,
            max_timestamp: self.max_timestamp,
        })
    }
}

fn unusable(error: &AuthError) -> Error {
    Error::new(ErrorKind::PeerMisbehaved, Layer::Api, error.to_string())
        .outcome_is(Outcome::Unknown)
}

/// An HMAC as it is sent. `Debug` does not show it.
pub(super) struct HmacBytes(Zeroizing<Vec<u8>>);

impl HmacBytes {
    pub(super) fn of(hmac: &TokenHmac) -> Self {
        Self(hmac.expose())
    }

    pub(super) fn opaque(&self) -> Opaque<'_> {
        Opaque(&self.0)
    }
}

impl fmt::Debug for HmacBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("redacted")
    }
}

//! What a broker says when it refuses an AWS identity.

use std::fmt;

use super::{AuthError, PeerText, write_if};

/// What the broker said about an AWS_MSK_IAM login, next to what was signed: an access-denied text
/// alone never tells a wrong region from a wrong identity or clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IamRefusal {
    /// The broker's text without the request id.
    pub text: PeerText,
    /// The handle AWS support asks for.
    pub request_id: Option<PeerText>,
    /// The access key id, all but its last four characters masked.
    pub access_key_id: String,
    /// The region in the signature's scope.
    pub region: String,
    /// The host that was signed.
    pub host: String,
    /// `X-Amz-Date`: this client's clock when it signed, UTC, `yyyyMMddTHHmmssZ`.
    pub signed_at: String,
}

/// Kafka's SASL_AUTHENTICATION_FAILED, which all four refusals share.
const SASL_AUTHENTICATION_FAILED: i16 = 58;

/// One of the four errors.
type Kind = fn(Box<IamRefusal>) -> AuthError;

/// How the broker's texts begin, without the request id, and what they are; the last is Kafka's own.
const KINDS: [(&str, Kind); 4] = [
    ("Access denied", AuthError::IamDenied),
    ("Too many connects", AuthError::IamTooManyConnects),
    ("Session too short", AuthError::IamSessionTooShort),
    ("Cannot change principals during re-authentication", AuthError::IamPrincipalChanged),
];

impl IamRefusal {
    /// What a refusal means. Four texts share error 58, and each needs something else: other
    /// rights, a pause, fresh credentials, a new connection. `self` is what was signed.
    pub(crate) fn told(&self, code: i16, text: &str) -> AuthError {
        let (request_id, words) = split_request_id(text);
        let (text, request_id) = (PeerText::new(words), request_id.map(PeerText::new));
        let known = KINDS.iter().find(|(beginning, _)| words.starts_with(beginning));
        match known.filter(|_| code == SASL_AUTHENTICATION_FAILED) {
            Some((_, kind)) => kind(Box::new(Self { text, request_id, ..self.clone() })),
            None => AuthError::ServerRefused { code: Some(code), text, request_id },
        }
    }
}

impl fmt::Display for IamRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, request_id, access_key_id, region, host, signed_at } = self;
        write!(f, "the broker refused the IAM login: {text} (access key {access_key_id}, ")?;
        write!(f, "region {region}, host {host}, signed at {signed_at}")?;
        write_if(f, ", request id ", request_id.as_ref())?;
        f.write_str(")")
    }
}

/// Takes `[<request id>]: <text>` apart; a text without id stays whole.
fn split_request_id(text: &str) -> (Option<&str>, &str) {
    match text.strip_prefix('[').and_then(|text| text.split_once("]: ")) {
        Some((request_id, words)) => (Some(request_id), words),
        None => (None, text),
    }
}

//! Why an authentication did not succeed, sorted by who is to blame.

mod iam;
mod retry;
mod text;

pub use iam::IamRefusal;
pub use retry::Retry;
pub use text::{MAX_PEER_TEXT, PeerText};

use std::borrow::Cow;
use std::fmt;
use std::ops::RangeInclusive;

use kafka_proto::ErrorCode;

use crate::oauthbearer::BearerRefusal;

/// Why an authentication did not succeed.
///
/// The variants answer "whose fault is it": ours ([`Config`](Self::Config),
/// [`CredentialsExpired`](Self::CredentialsExpired),
/// [`CredentialsTooShort`](Self::CredentialsTooShort), [`NoCredentials`](Self::NoCredentials)), the
/// peer's bytes ([`Malformed`](Self::Malformed), [`OutOfOrder`](Self::OutOfOrder)), our own limits
/// ([`PolicyRefused`](Self::PolicyRefused)), a server that does not know the password
/// ([`ServerNotAuthentic`](Self::ServerNotAuthentic)), or a server that says no (the rest).
/// Each is final: the mechanism that returned it answers nothing but errors afterwards. What may
/// come after it is [`retry`](Self::retry).
///
/// `Display` is one line without secrets; what a peer wrote is escaped and cut ([`PeerText`]).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthError {
    /// The broker answered a request around the mechanism with an error code.
    ApiRefused {
        /// Kafka's name of the API.
        api: &'static str,
        /// The code.
        code: i16,
    },
    /// OAUTHBEARER: the server refused the token.
    BearerRefused(Box<BearerRefusal>),
    /// The caller's input cannot be used: an impossible user name, host, region or credential.
    Config(String),
    /// The AWS credentials were already over when they were about to be signed with.
    CredentialsExpired {
        /// Whole seconds since they expired.
        seconds_ago: u64,
    },
    /// The AWS credentials, fresh from their provider, end too soon for a login.
    CredentialsTooShort {
        /// Whole seconds that are left.
        seconds_left: u64,
        /// Whole seconds that a login needs.
        seconds_needed: u64,
    },
    /// The broker's answer is not the Kafka message it should be.
    Decode {
        /// Kafka's name of the API.
        api: &'static str,
        /// Where it stops making sense.
        error: kafka_proto::DecodeError,
    },
    /// AWS_MSK_IAM, `Access denied`: wrong signature, region, clock, or an IAM policy.
    IamDenied(Box<IamRefusal>),
    /// AWS_MSK_IAM, `Cannot change principals during re-authentication`: needs a new connection.
    IamPrincipalChanged(Box<IamRefusal>),
    /// AWS_MSK_IAM, `Session too short`: needs fresh credentials.
    IamSessionTooShort(Box<IamRefusal>),
    /// AWS_MSK_IAM, `Too many connects`: the broker limits new IAM connections; wait and retry.
    IamTooManyConnects(Box<IamRefusal>),
    /// The peer's message breaks the RFC or KIP that defines it.
    Malformed {
        /// Which message, for example `SCRAM server-first`.
        message: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The broker does not take the mechanism on this listener (error 33). When it is among those
    /// that the broker offers all the same, the broker is not set up for it.
    MechanismNotOffered {
        /// The mechanism this client was configured for.
        wanted: &'static str,
        /// What the broker says that it offers.
        offered: Vec<PeerText>,
    },
    /// No version of an API is known to both sides.
    NoCommonVersion {
        /// Kafka's name of the API.
        api: &'static str,
        /// Lowest and highest version of this client.
        ours: (i16, i16),
        /// Lowest and highest version of the broker; `None` when it does not list the API.
        theirs: Option<(i16, i16)>,
    },
    /// A provider has no credentials to give.
    NoCredentials {
        /// Where they should have come from.
        source: Cow<'static, str>,
        /// What the provider says.
        why: PeerText,
    },
    /// A message or call that does not belong to this point of the exchange.
    OutOfOrder {
        /// What was expected here.
        expected: &'static str,
        /// What came instead.
        got: &'static str,
    },
    /// The peer obeys the protocol but asks for something this client will not do.
    PolicyRefused(Policy),
    /// The server did not prove that it knows the password: do not talk to it.
    ServerNotAuthentic {
        /// What was wrong with its proof.
        why: &'static str,
    },
    /// The server refused, in its own words.
    ServerRefused {
        /// Kafka's error code; `None` when the refusal is SCRAM's own `e=`.
        code: Option<i16>,
        /// The server's explanation, possibly empty.
        text: PeerText,
        /// The handle AWS support asks for, when the text carried one.
        request_id: Option<PeerText>,
    },
}

/// A demand of the server that this client refuses to meet.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Policy {
    /// The PBKDF2 round count is outside the accepted range: too few give the password away to
    /// whoever records the proof, too many are a way to burn this client's CPU.
    Iterations {
        /// What the server asked for.
        asked: u32,
        /// What this client accepts.
        accepted: RangeInclusive<u32>,
    },
    /// The server demands an extension with `m=`, which RFC 5802 tells every client to refuse.
    MandatoryExtension,
}

impl AuthError {
    /// A [`Malformed`](Self::Malformed) about `message`.
    pub(crate) const fn malformed(message: &'static str, why: &'static str) -> Self {
        Self::Malformed { message, why }
    }
}

impl std::error::Error for AuthError {}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ApiRefused { api, code } => {
                write!(f, "the broker answered {api} with {}", named(ErrorCode(*code)))
            }
            Self::BearerRefused(refusal) => refusal.fmt(f),
            Self::Config(why) => f.write_str(why),
            Self::CredentialsExpired { seconds_ago } => {
                write!(f, "the AWS credentials expired {seconds_ago} s ago")
            }
            Self::CredentialsTooShort { seconds_left, seconds_needed } => {
                write!(f, "the AWS credentials end in {seconds_left} s, ")?;
                write!(f, "a login needs {seconds_needed} s")
            }
            Self::Decode { api, error } => write!(f, "malformed {api} response: {error}"),
            Self::IamDenied(refusal)
            | Self::IamPrincipalChanged(refusal)
            | Self::IamSessionTooShort(refusal)
            | Self::IamTooManyConnects(refusal) => refusal.fmt(f),
            Self::Malformed { message, why } => write!(f, "malformed {message}: {why}"),
            Self::MechanismNotOffered { wanted, offered } if lists(offered, wanted) => {
                write!(f, "the broker lists {wanted} here, and refuses it")
            }
            Self::MechanismNotOffered { wanted, offered } => {
                write!(f, "the broker does not offer {wanted} here; it offers {}", list(offered))
            }
            Self::NoCommonVersion { api, ours, theirs } => {
                write!(f, "no common version of {api}: this client has {}-{}, ", ours.0, ours.1)?;
                match theirs {
                    Some((min, max)) => write!(f, "the broker {min}-{max}"),
                    None => f.write_str("the broker does not list it"),
                }
            }
            Self::NoCredentials { source, why } => write!(f, "no credentials from {source}: {why}"),
            Self::OutOfOrder { expected, got } => write!(f, "expected {expected}, got {got}"),
            Self::PolicyRefused(policy) => policy.fmt(f),
            Self::ServerNotAuthentic { why } => {
                write!(f, "the server did not prove that it knows the password: {why}")
            }
            Self::ServerRefused { code, text, request_id } => {
                f.write_str("the server refused the login")?;
                write_if(f, " with error ", code.as_ref())?;
                f.write_str(": ")?;
                text.fmt(f)?;
                write_if(f, ", request id ", request_id.as_ref())
            }
        }
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Iterations { asked, accepted } => {
                let (low, high) = (accepted.start(), accepted.end());
                write!(f, "the server asks for {asked} iterations; accepted are {low} to {high}")
            }
            Self::MandatoryExtension => {
                f.write_str("the server demands an extension (m=) that no client knows")
            }
        }
    }
}

pub(crate) fn write_if(
    f: &mut fmt::Formatter<'_>,
    label: &str,
    value: Option<&impl fmt::Display>,
) -> fmt::Result {
    match value {
        Some(value) => write!(f, "{label}{value}"),
        None => Ok(()),
    }
}

fn named(code: ErrorCode) -> String {
    match code.name() {
        Some(name) => format!("{name} ({})", code.0),
        None => format!("error code {}", code.0),
    }
}

fn lists(offered: &[PeerText], wanted: &str) -> bool {
    offered.iter().any(|name| name.as_str() == wanted)
}

fn list(names: &[PeerText]) -> String {
    match names {
        [] => "nothing".to_owned(),
        _ => names.iter().map(PeerText::as_str).collect::<Vec<_>>().join(", "),
    }
}

//! Why an authentication did not succeed, sorted by who is to blame.

use std::fmt;
use std::ops::RangeInclusive;

/// The longest text of a peer that an error keeps, in characters.
pub const MAX_PEER_TEXT: usize = 512;

/// Why an authentication did not succeed.
///
/// The variants answer "whose fault is it": ours ([`Config`](Self::Config),
/// [`CredentialsExpired`](Self::CredentialsExpired)), the peer's bytes
/// ([`Malformed`](Self::Malformed), [`OutOfOrder`](Self::OutOfOrder)), our own limits
/// ([`PolicyRefused`](Self::PolicyRefused)), a server that does not know the password
/// ([`ServerNotAuthentic`](Self::ServerNotAuthentic)), or a server that says no (the rest).
/// Each is final: the mechanism that returned it answers nothing but errors afterwards.
///
/// `Display` is one line without secrets; what a peer wrote is escaped and cut ([`PeerText`]).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AuthError {
    /// The caller's input cannot be used: an impossible user name, host, region or credential.
    Config(String),
    /// The AWS credentials were already over when they were about to be signed with.
    CredentialsExpired {
        /// Whole seconds since they expired.
        seconds_ago: u64,
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
    /// The broker does not offer the mechanism on this listener (error 33).
    MechanismNotOffered {
        /// The mechanism this client was configured for.
        wanted: &'static str,
        /// What the broker offers instead, as it said.
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

/// Text that came from a peer, made safe to print: control and invisible characters are escaped,
/// and no more than [`MAX_PEER_TEXT`] characters are kept.
///
/// ```
/// let text = kafka_auth::PeerText::new("no\r\n\u{1b}[2Jway");
/// assert_eq!(text.as_str(), "no\\r\\n\\u{1b}[2Jway");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerText(String);

impl AuthError {
    /// A [`Malformed`](Self::Malformed) about `message`.
    pub(crate) const fn malformed(message: &'static str, why: &'static str) -> Self {
        Self::Malformed { message, why }
    }
}

impl PeerText {
    /// Escapes and cuts `text`; the last kept character is `…` when something was cut.
    pub fn new(text: &str) -> Self {
        let mut shown = String::new();
        for c in text.chars().take(MAX_PEER_TEXT + 1) {
            match c {
                '"' | '\'' => shown.push(c),
                _ => shown.extend(c.escape_debug()),
            }
        }
        if shown.chars().count() > MAX_PEER_TEXT {
            shown = shown.chars().take(MAX_PEER_TEXT - 1).chain(['…']).collect();
        }
        Self(shown)
    }

    /// The safe text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PeerText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for AuthError {}

impl fmt::Display for AuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config(why) => f.write_str(why),
            Self::CredentialsExpired { seconds_ago } => {
                write!(f, "the AWS credentials expired {seconds_ago} s ago")
            }
            Self::Decode { api, error } => write!(f, "malformed {api} response: {error}"),
            Self::IamDenied(refusal)
            | Self::IamPrincipalChanged(refusal)
            | Self::IamSessionTooShort(refusal)
            | Self::IamTooManyConnects(refusal) => refusal.fmt(f),
            Self::Malformed { message, why } => write!(f, "malformed {message}: {why}"),
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

impl fmt::Display for IamRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, request_id, access_key_id, region, host, signed_at } = self;
        write!(f, "the broker refused the IAM login: {text} (access key {access_key_id}, ")?;
        write!(f, "region {region}, host {host}, signed at {signed_at}")?;
        write_if(f, ", request id ", request_id.as_ref())?;
        f.write_str(")")
    }
}

fn write_if(
    f: &mut fmt::Formatter<'_>,
    label: &str,
    value: Option<&impl fmt::Display>,
) -> fmt::Result {
    match value {
        Some(value) => write!(f, "{label}{value}"),
        None => Ok(()),
    }
}

fn list(names: &[PeerText]) -> String {
    match names {
        [] => "nothing".to_owned(),
        _ => names.iter().map(PeerText::as_str).collect::<Vec<_>>().join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peers_text_is_cut_at_the_limit_and_not_before() {
        let text = |length| PeerText::new(&"x".repeat(length)).0;
        assert_eq!(text(MAX_PEER_TEXT), "x".repeat(MAX_PEER_TEXT));
        assert_eq!(text(MAX_PEER_TEXT + 1), "x".repeat(MAX_PEER_TEXT - 1) + "…");
        assert_eq!(PeerText::new(&"\n".repeat(300)).0.chars().count(), MAX_PEER_TEXT);
    }

    #[test]
    fn what_is_invisible_in_a_peers_text_is_escaped() {
        let text = PeerText::new("é \"it's\" \u{202e}\u{7f}\0\u{9b}\\");
        assert_eq!(text.as_str(), r#"é "it's" \u{202e}\u{7f}\0\u{9b}\\"#);
    }
}

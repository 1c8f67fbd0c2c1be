//! Who the client says it is.

use std::fmt;
use std::sync::Arc;

use kafka_auth::Secret;
use kafka_auth::credentials::PasswordProvider;
use kafka_auth::oauthbearer::{Extensions, OAUTHBEARER, TokenProvider};
use kafka_auth::scram::{ScramHash, TokenHmac};

/// Who the client says it is.
///
/// Passwords and tokens come from providers, asked at every login and renewal within the connect
/// deadline, so that what was rotated is picked up. A [`Secret`] is a provider of itself.
#[derive(Clone)]
#[non_exhaustive]
#[must_use]
pub enum Auth {
    /// Nobody: the broker names such clients `User:ANONYMOUS`, or by their certificate.
    None,
    /// SCRAM (RFC 5802). Amazon MSK takes SCRAM-SHA-512 only.
    Scram {
        /// SHA-512 or SHA-256; one user may have either or both.
        hash: ScramHash,
        /// The user, ASCII.
        user: String,
        /// The password, used as it is: Kafka does not normalise it.
        password: Arc<dyn PasswordProvider>,
    },
    /// SCRAM by a delegation token (KIP-48): the client becomes the token's owner, and its session ends
    /// with the token at the latest.
    DelegationToken {
        /// Any that the listener offers.
        hash: ScramHash,
        /// The token's id.
        token_id: String,
        /// The token's secret.
        hmac: TokenHmac,
    },
    /// AWS_MSK_IAM, with the credentials of [`Config::aws_credentials`](crate::Config::aws_credentials).
    MskIam,
    /// OAUTHBEARER (RFC 7628): the token itself is sent, so only over TLS. Amazon MSK takes AWS
    /// identities in this form too, on the port of AWS_MSK_IAM, by the tokens of
    /// `kafka_auth::msk_iam::MskTokenProvider`.
    OauthBearer {
        /// Where tokens come from.
        tokens: Arc<dyn TokenProvider>,
        /// What the client tells next to its token (KIP-342).
        extensions: Extensions,
    },
    /// PLAIN (RFC 4616): the password itself is sent, so only over TLS.
    Plain {
        /// The user.
        user: String,
        /// The password.
        password: Arc<dyn PasswordProvider>,
    },
}

impl Auth {
    /// SCRAM-SHA-512, what Amazon MSK offers.
    pub fn scram_sha_512(user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self::scram(ScramHash::Sha512, user, password.into())
    }

    /// SCRAM-SHA-256.
    pub fn scram_sha_256(user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self::scram(ScramHash::Sha256, user, password.into())
    }

    /// SCRAM with a password that may change.
    pub fn scram(
        hash: ScramHash,
        user: impl Into<String>,
        password: impl PasswordProvider,
    ) -> Self {
        Self::Scram { hash, user: user.into(), password: Arc::new(password) }
    }

    /// SCRAM by a delegation token.
    pub fn delegation_token(hash: ScramHash, token_id: impl Into<String>, hmac: TokenHmac) -> Self {
        Self::DelegationToken { hash, token_id: token_id.into(), hmac }
    }

    /// OAUTHBEARER without extensions.
    pub fn oauthbearer(tokens: impl TokenProvider) -> Self {
        Self::OauthBearer { tokens: Arc::new(tokens), extensions: Extensions::default() }
    }

    /// PLAIN.
    pub fn plain(user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self::Plain { user: user.into(), password: Arc::new(password.into()) }
    }

    /// The mechanism's name on the wire, `None` without login.
    pub fn mechanism(&self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::Scram { hash, .. } | Self::DelegationToken { hash, .. } => Some(hash.mechanism()),
            Self::MskIam => Some("AWS_MSK_IAM"),
            Self::OauthBearer { .. } => Some(OAUTHBEARER),
            Self::Plain { .. } => Some("PLAIN"),
        }
    }

    /// The user, for mechanisms that have one; of a delegation token its id.
    pub fn user(&self) -> Option<&str> {
        match self {
            Self::Scram { user, .. } | Self::Plain { user, .. } => Some(user),
            Self::DelegationToken { token_id, .. } => Some(token_id),
            Self::None | Self::MskIam | Self::OauthBearer { .. } => None,
        }
    }

    /// Whether what is sent would let a listener log in.
    pub(super) fn needs_tls(&self) -> bool {
        matches!(self, Self::MskIam | Self::OauthBearer { .. } | Self::Plain { .. })
    }
}

/// `SCRAM-SHA-512 as rudder`.
impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.mechanism().unwrap_or("none"))?;
        self.user().map_or(Ok(()), |user| write!(f, " as {user:?}"))
    }
}

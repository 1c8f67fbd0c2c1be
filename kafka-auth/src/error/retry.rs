//! What may come after an error.

use super::AuthError;

/// What may come after an error. How often, and after which pause, is the caller's: full jitter
/// from a second on suits a broker that limits connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Nothing: the same login fails again.
    Never,
    /// The same login, after a pause.
    AfterPause,
    /// A login with credentials or a token that the provider has fetched anew: tell it to
    /// [`forget`](crate::AwsCredentialsProvider::forget) the ones it holds.
    WithFreshCredentials,
    /// The same login on a new connection: this one belongs to somebody else.
    OnNewConnection,
}

impl AuthError {
    /// What may come after this error.
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self {
            Self::IamTooManyConnects(_) | Self::NoCredentials { .. } => Retry::AfterPause,
            Self::IamPrincipalChanged(_) => Retry::OnNewConnection,
            Self::BearerRefused(_)
            | Self::CredentialsExpired { .. }
            | Self::CredentialsTooShort { .. }
            | Self::IamSessionTooShort(_) => Retry::WithFreshCredentials,
            _ => Retry::Never,
        }
    }
}

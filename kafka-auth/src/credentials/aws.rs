//! AWS credentials: what AWS_MSK_IAM signs with, and where a client gets it from.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use super::ProviderFuture;
use crate::error::AuthError;
use crate::secret::Secret;

/// The environment variable that holds the access key id.
pub const ACCESS_KEY_ID_VAR: &str = "AWS_ACCESS_KEY_ID";
/// The environment variable that holds the secret access key.
pub const SECRET_ACCESS_KEY_VAR: &str = "AWS_SECRET_ACCESS_KEY";
/// The environment variable that holds the session token of temporary credentials.
pub const SESSION_TOKEN_VAR: &str = "AWS_SESSION_TOKEN";

/// What AWS_MSK_IAM signs with. `Debug` masks the key id and hides the rest.
#[derive(Clone)]
#[non_exhaustive]
pub struct AwsCredentials {
    /// The access key id: not a secret by itself, but [`masked_key_id`](Self::masked_key_id) is
    /// what belongs in a log.
    pub access_key_id: String,
    /// The secret access key.
    pub secret_access_key: Secret,
    /// The session token of temporary credentials; an empty one counts as absent.
    pub session_token: Option<Secret>,
    /// When the credentials end, if known; a login never claims to be valid for longer.
    pub expires: Option<SystemTime>,
    /// Where the credentials come from, for people: `the environment`, `the profile ops`. It
    /// completes "the credentials come from ..."; no secret belongs here.
    pub source: Cow<'static, str>,
}

/// What the server side of AWS_MSK_IAM knows about an access key id.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct IamIdentity {
    /// The key that must have signed.
    pub secret_access_key: Secret,
    /// The token that must come along; `None` when none may.
    pub session_token: Option<Secret>,
    /// Who that is, for example `arn:aws:iam::123456789012:user/rudder`.
    pub arn: String,
}

/// The future of [`AwsCredentialsProvider::credentials`].
pub type CredentialsFuture<'a> = ProviderFuture<'a, AwsCredentials>;

/// Gives credentials whenever a connection logs in, so that rotated ones are picked up.
/// [`CachedCredentials`](super::CachedCredentials) makes one fetch serve many logins.
///
/// An implementation that assumes a role should keep the role's session name stable: a broker
/// refuses a re-authentication under another principal.
pub trait AwsCredentialsProvider: Send + Sync + 'static {
    /// Credentials to sign with now.
    fn credentials(&self) -> CredentialsFuture<'_>;

    /// Drops credentials that are held, because the broker refused them
    /// ([`Retry::WithFreshCredentials`](crate::Retry)). Nothing by default.
    fn forget(&self) {}
}

impl AwsCredentials {
    /// Long-lived credentials, without token and end. Nothing is checked here: the mechanism that
    /// signs with them does.
    pub fn new(access_key_id: impl Into<String>, secret_access_key: impl Into<Secret>) -> Self {
        Self {
            access_key_id: access_key_id.into(),
            secret_access_key: secret_access_key.into(),
            session_token: None,
            expires: None,
            source: Cow::Borrowed("the configuration"),
        }
    }

    /// Adds the session token of temporary credentials. Default: none.
    #[must_use]
    pub fn session_token(mut self, token: impl Into<Option<Secret>>) -> Self {
        self.session_token = token.into();
        self
    }

    /// Says when the credentials end. Default: not known.
    #[must_use]
    pub fn expires(mut self, at: impl Into<Option<SystemTime>>) -> Self {
        self.expires = at.into();
        self
    }

    /// Says where the credentials come from, for people. Default: `the configuration`.
    #[must_use]
    pub fn source(mut self, source: impl Into<Cow<'static, str>>) -> Self {
        self.source = source.into();
        self
    }

    /// Reads `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, if there, `AWS_SESSION_TOKEN`
    /// through `var`; an empty value counts as absent. The library itself never looks at the
    /// environment: pass `|name| std::env::var(name).ok()`.
    ///
    /// # Errors
    /// [`AuthError::Config`] naming the variable that is missing. One without the other is a mistake
    /// and no reason to look elsewhere, see [`are_in_vars`](Self::are_in_vars).
    pub fn from_vars(var: impl Fn(&str) -> Option<String>) -> Result<Self, AuthError> {
        let required = |name| {
            let value = var(name).filter(|value| !value.is_empty());
            value.ok_or_else(|| AuthError::Config(missing(name, Self::are_in_vars(&var))))
        };
        let token = var(SESSION_TOKEN_VAR).filter(|token| !token.is_empty());
        Ok(Self::new(required(ACCESS_KEY_ID_VAR)?, required(SECRET_ACCESS_KEY_VAR)?)
            .session_token(token.map(Secret::new))
            .source("the environment"))
    }

    /// Whether the variables of [`from_vars`](Self::from_vars) are meant: one of the two that are
    /// required is there.
    pub fn are_in_vars(var: impl Fn(&str) -> Option<String>) -> bool {
        let required = [ACCESS_KEY_ID_VAR, SECRET_ACCESS_KEY_VAR];
        required.iter().any(|name| var(name).is_some_and(|value| !value.is_empty()))
    }

    /// The access key id with all but its last four characters masked: `****************MPLE`.
    pub fn masked_key_id(&self) -> String {
        mask(&self.access_key_id)
    }
}

impl IamIdentity {
    /// Who signs with this key, and without a token.
    pub fn new(secret_access_key: impl Into<Secret>, arn: impl Into<String>) -> Self {
        let secret_access_key = secret_access_key.into();
        Self { secret_access_key, session_token: None, arn: arn.into() }
    }

    /// Sets the token that must come along. Default: none may.
    #[must_use]
    pub fn session_token(mut self, token: impl Into<Option<Secret>>) -> Self {
        self.session_token = token.into();
        self
    }
}

impl fmt::Debug for AwsCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AwsCredentials")
            .field("access_key_id", &self.masked_key_id())
            .field("session_token", &self.session_token.is_some())
            .field("expires", &self.expires)
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}

fn missing(name: &str, other_is_there: bool) -> String {
    let other = if name == ACCESS_KEY_ID_VAR { SECRET_ACCESS_KEY_VAR } else { ACCESS_KEY_ID_VAR };
    match other_is_there {
        true => format!("{other} is set, and {name} is not"),
        false => format!("{name} is not set"),
    }
}

/// The same credentials for ever.
impl AwsCredentialsProvider for AwsCredentials {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

/// What was found, or why there was nothing: told whenever a login needs it.
impl AwsCredentialsProvider for Result<AwsCredentials, AuthError> {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(std::future::ready(self.clone()))
    }
}

impl<P: AwsCredentialsProvider + ?Sized> AwsCredentialsProvider for Arc<P> {
    fn credentials(&self) -> CredentialsFuture<'_> {
        (**self).credentials()
    }

    fn forget(&self) {
        (**self).forget();
    }
}

/// Keeps the last four characters of a key id, and none of one too short to stay ambiguous.
fn mask(key_id: &str) -> String {
    let length = key_id.chars().count();
    let shown = if length < 12 { 0 } else { 4 };
    let masked = std::iter::repeat_n('*', length - shown);
    masked.chain(key_id.chars().skip(length - shown)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_the_credentials_is_named_by_both_halves() {
        let only = |there: &'static str| move |name: &str| (name == there).then(|| "x".to_owned());
        let why = |there| AwsCredentials::from_vars(only(there)).unwrap_err().to_string();
        assert_eq!(
            why(SECRET_ACCESS_KEY_VAR),
            "AWS_SECRET_ACCESS_KEY is set, and AWS_ACCESS_KEY_ID is not"
        );
        assert_eq!(
            why(ACCESS_KEY_ID_VAR),
            "AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not"
        );
        assert!(AwsCredentials::are_in_vars(only(ACCESS_KEY_ID_VAR)));
        assert!(!AwsCredentials::are_in_vars(only(SESSION_TOKEN_VAR)));
        assert!(!AwsCredentials::are_in_vars(|_| Some(String::new())));
    }
}

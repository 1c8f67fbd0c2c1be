//! The AWS SDK's own providers.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use aws_credential_types::Credentials;
use aws_credential_types::provider::ProvideCredentials;

use crate::credentials::{AwsCredentials, AwsCredentialsProvider, CredentialsFuture};
use crate::error::{AuthError, PeerText};
use crate::secret::Secret;

/// Makes any provider of the AWS SDK for Rust one of ours: the chain of `aws-config`, a profile, an
/// assumed role. Put [`CachedCredentials`](crate::credentials::CachedCredentials) in front of it
/// unless it caches itself.
///
/// Give an assumed role a fixed session name: a broker refuses a re-authentication under another
/// principal, and the name is part of it.
///
/// ```
/// use aws_credential_types::Credentials;
/// use kafka_auth::msk_iam::SdkCredentials;
///
/// let sdk = Credentials::new("AKIDEXAMPLE", "secret", None, None, "test");
/// let provider = SdkCredentials::new(sdk).named("the profile ops");
/// ```
pub struct SdkCredentials<P> {
    provider: P,
    source: Cow<'static, str>,
}

impl<P: ProvideCredentials + 'static> SdkCredentials<P> {
    /// Wraps a provider.
    pub fn new(provider: P) -> Self {
        Self { provider, source: Cow::Borrowed("the AWS SDK's providers") }
    }

    /// Says where the credentials come from, for people ([`AwsCredentials::source`]).
    pub fn named(mut self, source: impl Into<Cow<'static, str>>) -> Self {
        self.source = source.into();
        self
    }

    fn taken(&self, found: &Credentials) -> AwsCredentials {
        let secret = Secret::new(found.secret_access_key());
        AwsCredentials::new(found.access_key_id(), secret)
            .session_token(found.session_token().map(Secret::new))
            .expires(found.expiry())
            .source(self.source.clone())
    }
}

impl<P: ProvideCredentials + 'static> AwsCredentialsProvider for SdkCredentials<P> {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(async move {
            let found = self.provider.provide_credentials().await;
            found.map(|found| self.taken(&found)).map_err(|error| AuthError::NoCredentials {
                source: self.source.clone(),
                why: PeerText::new(&chain(&error)),
            })
        })
    }
}

/// The SDK's own text says little, its causes say why.
fn chain(error: &dyn Error) -> String {
    let cause = error.source().map(|cause| format!(": {}", chain(cause)));
    format!("{error}{}", cause.unwrap_or_default())
}

impl<P> fmt::Debug for SdkCredentials<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SdkCredentials").field("source", &self.source).finish_non_exhaustive()
    }
}

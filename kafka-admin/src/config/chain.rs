//! AWS credentials as AWS's own tools find them, by `aws-config`.
//!
//! The one part of this library that looks at the environment and at files by itself: the SDK does.

use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use aws_config::default_provider::credentials::DefaultCredentialsChain;
use aws_config::environment::EnvironmentVariableRegionProvider;
use aws_config::meta::ProviderChainError;
use aws_config::meta::region::{ProvideRegion, RegionProviderChain};
use aws_config::profile::{ProfileFileCredentialsProvider, ProfileFileRegionProvider};
use aws_config::provider_config::ProviderConfig;
use aws_config::sts::AssumeRoleProvider;
use aws_config::{BehaviorVersion, Region};
use aws_credential_types::Credentials;
use aws_credential_types::credential_feature::AwsCredentialFeature;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use kafka_auth::credentials::{AwsCredentialsProvider, CredentialsFuture};
use kafka_auth::msk_iam::SdkCredentials;
use kafka_auth::{AuthError, AwsCredentials, PeerText};
use tokio::time::timeout;

use super::{AwsOptions, Config, aws_http};
use crate::HostPort;
use crate::net::mechanism::region_of;

/// What all sources together may take. An instance metadata service that is not there takes 1 s.
const TIME: Duration = Duration::from_secs(8);
/// A part of the principal, so it stays the same: a broker refuses a re-authentication under another.
const SESSION_NAME: &str = "kafka-admin";
/// Where a role is assumed when nobody says, as in `aws-msk-iam-auth`.
const STS_REGION: &str = "aws-global";

/// What the SDK says.
type Found = Result<Credentials, CredentialsError>;

impl Config {
    /// Takes AWS credentials from where AWS's own tools find them: with a
    /// [`profile_name`](AwsOptions::profile_name) from that profile and nowhere else, otherwise from
    /// the environment, the shared files' profile (`AWS_PROFILE`), a web identity token, the container
    /// or the instance, the first that has any. With a [`role_arn`](AwsOptions::role_arn) that role is
    /// then assumed, as session `kafka-admin` unless another name is given. All within 8 s and the
    /// connect deadline; kept as [`Config::aws_credentials`] keeps them, which this replaces.
    ///
    /// The region of the profile becomes the last place where a region is looked for (see
    /// [`Config::aws_region`]). Roles are assumed in [`sts_region`](AwsOptions::sts_region), else in
    /// the environment's region, the profile's, the one in the name of the first bootstrap server.
    ///
    /// Unlike the rest of this library, this reads environment and files, at every fetch. A role that
    /// a profile names needs its `role_session_name` there, and a web identity `AWS_ROLE_SESSION_NAME`:
    /// the SDK makes up a new name each time otherwise, and renewing a session costs a connection.
    pub fn aws_chain(self, options: AwsOptions) -> Self {
        let host: Option<HostPort> = self.bootstrap.first().and_then(|text| text.parse().ok());
        let host_region = host.and_then(|host| region_of(host.host()));
        let chain = Arc::new(AwsChain { options, host_region, http: aws_http::client() });
        let mut config = self.aws_credentials(chain.clone());
        config.aws_chain = Some(chain);
        config
    }
}

/// Where to look. What it finds is not kept here: each fetch sees the files as they are.
pub(crate) struct AwsChain {
    options: AwsOptions,
    host_region: Option<String>,
    http: SharedHttpClient,
}

impl AwsChain {
    /// The region in the profile.
    pub(crate) async fn profile_region(&self) -> Option<String> {
        self.region_of_profile().region().await.map(|region| region.to_string())
    }

    fn region_of_profile(&self) -> ProfileFileRegionProvider {
        let builder = ProfileFileRegionProvider::builder();
        let name = self.options.profile_name.iter();
        name.fold(builder, |builder, name| builder.profile_name(name)).build()
    }

    async fn find(&self) -> Found {
        let region = self.sts_region().await;
        let base = self.base(region.clone()).await;
        let found = base.provide_credentials().await?;
        match &self.options.role_arn {
            None => Ok(found),
            Some(role) => self.assume(role, found, region).await,
        }
    }

    async fn sts_region(&self) -> Option<Region> {
        RegionProviderChain::first_try(self.options.sts_region.clone().map(Region::new))
            .or_else(EnvironmentVariableRegionProvider::new())
            .or_else(self.region_of_profile())
            .or_else(self.host_region.clone().map(Region::new))
            .or_else(STS_REGION)
            .region()
            .await
    }

    async fn base(&self, region: Option<Region>) -> SharedCredentialsProvider {
        let config = ProviderConfig::without_region()
            .with_behavior_version(Some(BehaviorVersion::latest()))
            .with_http_client(self.http.clone())
            .with_region(region.clone());
        match &self.options.profile_name {
            Some(name) => SharedCredentialsProvider::new(
                ProfileFileCredentialsProvider::builder()
                    .configure(&config)
                    .profile_name(name)
                    .build(),
            ),
            None => {
                let chain = DefaultCredentialsChain::builder().configure(config).region(region);
                SharedCredentialsProvider::new(chain.build().await)
            }
        }
    }

    async fn assume(&self, role: &str, base: Credentials, region: Option<Region>) -> Found {
        let sdk = aws_config::defaults(BehaviorVersion::latest())
            .http_client(self.http.clone())
            .credentials_provider(base)
            .region(region);
        let name = self.options.role_session_name.as_deref().unwrap_or(SESSION_NAME);
        let builder = AssumeRoleProvider::builder(role).session_name(name);
        let id = self.options.role_external_id.iter();
        let builder = id.fold(builder, |builder, id| builder.external_id(id));
        builder.configure(&sdk.load().await).build().await.provide_credentials().await
    }

    async fn in_time(
        &self,
        finding: impl Future<Output = Found>,
    ) -> Result<Credentials, AuthError> {
        match timeout(TIME, finding).await {
            Ok(found) => found.map_err(|error| self.missing(&told(&error))),
            Err(_) => Err(self.missing(&format!("no answer within {} s", TIME.as_secs()))),
        }
    }

    /// The SDK passes over half of what is in the environment, and goes on with somebody else.
    fn check_environment(&self) -> Result<(), AuthError> {
        let var = |name: &str| std::env::var(name).ok();
        match self.options.profile_name.is_none() && AwsCredentials::are_in_vars(var) {
            true => AwsCredentials::from_vars(var).map(drop),
            false => Ok(()),
        }
    }

    /// What the credentials came from, for people.
    fn source(&self, found: &Credentials) -> String {
        match &self.options {
            AwsOptions { role_arn: Some(role), .. } => format!("the role {role}"),
            AwsOptions { profile_name: Some(name), .. } => format!("the AWS profile {name}"),
            _ => link(found).to_owned(),
        }
    }

    fn missing(&self, why: &str) -> AuthError {
        AuthError::NoCredentials { source: self.asked().into(), why: PeerText::new(why) }
    }

    /// Where they should have come from, with the files.
    fn asked(&self) -> String {
        let AwsOptions { profile_name, role_arn, .. } = &self.options;
        let [config, credentials] = files().map(|path| path.display().to_string());
        let base = match profile_name {
            Some(name) => format!("the AWS profile {name} in {config} and {credentials}"),
            None => format!(
                "the environment, the AWS profile {} in {config} and {credentials}, a web identity \
                 token, the container or the instance",
                std::env::var("AWS_PROFILE").as_deref().unwrap_or("default")
            ),
        };
        role_arn.iter().fold(base, |base, role| format!("the role {role} by {base}"))
    }
}

impl AwsCredentialsProvider for AwsChain {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(async move {
            self.check_environment()?;
            let found = self.in_time(self.find()).await?;
            let source = self.source(&found);
            SdkCredentials::new(found).named(source).credentials().await
        })
    }
}

/// The link of the default chain that gave these credentials.
fn link(found: &Credentials) -> &'static str {
    use AwsCredentialFeature as Of;
    let marks = found.get_property::<Vec<AwsCredentialFeature>>().map_or(&[][..], Vec::as_slice);
    let names = [
        (Of::CredentialsProfile, "an AWS profile"),
        (Of::CredentialsEnvVarsStsWebIdToken, "a web identity token"),
        (Of::CredentialsEnvVars, "the environment"),
        (Of::CredentialsHttp, "the container"),
        (Of::CredentialsImds, "the instance metadata service"),
    ];
    let named = names.into_iter().find(|(mark, _)| marks.contains(mark));
    named.map_or("the AWS SDK's default chain", |(_, name)| name)
}

/// The shared files, as the SDK finds them.
fn files() -> [PathBuf; 2] {
    [("AWS_CONFIG_FILE", "config"), ("AWS_SHARED_CREDENTIALS_FILE", "credentials")].map(
        |(var, name)| {
            let named = std::env::var_os(var).map(PathBuf::from);
            named.unwrap_or_else(|| PathBuf::from("~/.aws").join(name))
        },
    )
}

/// One line: each source that was tried and why it had nothing, or the one that failed.
fn told(error: &CredentialsError) -> String {
    let chain = error.source().and_then(|why| why.downcast_ref::<ProviderChainError<_>>());
    let Some(chain) = chain else { return why(error) };
    let tried = chain.attempts().iter();
    let tried: Vec<_> =
        tried.map(|tried| format!("{}: {}", tried.name(), why(tried.error()))).collect();
    tried.join("; ")
}

/// The SDK's own text says little, its causes say why.
fn why(error: &CredentialsError) -> String {
    error.source().map_or_else(|| "no such profile, or no credentials in it".to_owned(), causes)
}

fn causes(error: &dyn Error) -> String {
    let cause = error.source().map(|cause| format!(": {}", causes(cause)));
    format!("{error}{}", cause.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain() -> AwsChain {
        let options = AwsOptions {
            profile_name: Some("ops".into()),
            role_arn: Some("arn:aws:iam::1:role/x".into()),
            ..AwsOptions::default()
        };
        AwsChain { options, host_region: None, http: aws_http::client() }
    }

    #[tokio::test(start_paused = true)]
    async fn sources_that_never_answer_are_given_up_and_named() {
        let error = chain().in_time(std::future::pending()).await.unwrap_err().to_string();
        assert!(error.contains("the role arn:aws:iam::1:role/x by the AWS profile ops"), "{error}");
        assert!(error.ends_with("no answer within 8 s"), "{error}");
    }

    #[test]
    fn the_link_that_gave_the_credentials_is_named() {
        let mut found = Credentials::new("AKID", "MARKER", None, None, "test");
        assert_eq!(link(&found), "the AWS SDK's default chain");
        let marks = found.get_property_mut_or_default::<Vec<AwsCredentialFeature>>();
        marks.extend([
            AwsCredentialFeature::CredentialsImds,
            AwsCredentialFeature::CredentialsProfile,
        ]);
        assert_eq!(link(&found), "an AWS profile", "its credential_source is the instance");
    }
}

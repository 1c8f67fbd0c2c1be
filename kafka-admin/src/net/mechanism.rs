//! The SASL mechanism for one login, made when the connection is there.

use std::sync::Arc;

use kafka_auth::credentials::{PasswordProvider, ProviderFuture};
use kafka_auth::oauthbearer::{BearerToken, OauthBearerClient, TokenProvider};
use kafka_auth::plain::PlainClient;
use kafka_auth::scram::{Nonce, ScramClient};
use kafka_auth::{AuthError, AwsCredentials, Mechanism, Retry, Secret};
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};

use crate::{Auth, Config, Error, ErrorKind, HostPort, Layer, Result};

/// A mechanism, and what may be told about it.
#[derive(Default)]
pub(crate) struct PreparedLogin {
    pub(crate) mechanism: Option<Box<dyn Mechanism>>,
    pub(crate) identity: Option<String>,
    pub(crate) region: Option<String>,
}

/// What a login proves: one answer of a provider, for as many logins as race.
#[derive(Clone)]
pub(crate) enum Credentials {
    None,
    Password(Secret),
    Token(BearerToken),
    /// With the region of the AWS profile, if there are profiles.
    Aws(AwsCredentials, Option<String>),
}

/// Asks the provider.
pub(crate) async fn credentials(
    config: &Config,
    auth: &Auth,
    deadline: Instant,
) -> Result<Credentials> {
    match auth {
        Auth::None => Ok(Credentials::None),
        Auth::Scram { password, .. } | Auth::Plain { password, .. } => {
            passwords(password).before(deadline).await.map(Credentials::Password)
        }
        Auth::DelegationToken { hmac, .. } => Ok(Credentials::Password(hmac.password().clone())),
        Auth::OauthBearer { tokens, .. } => {
            bearer_tokens(tokens).before(deadline).await.map(Credentials::Token)
        }
        Auth::MskIam => {
            let credentials = aws_credentials(config)?.before(deadline).await?;
            Ok(Credentials::Aws(credentials, profile_region(config).await))
        }
    }
}

/// Makes the mechanism for a login at `address`.
pub(crate) fn login(
    config: &Config,
    auth: &Auth,
    address: &HostPort,
    credentials: Credentials,
) -> Result<PreparedLogin> {
    match (auth, credentials) {
        (Auth::None, _) => Ok(PreparedLogin::default()),
        (Auth::Scram { hash, user, .. }, Credentials::Password(password)) => Nonce::random()
            .and_then(|nonce| ScramClient::new(*hash, user, password, nonce))
            .map(|client| PreparedLogin::of_user(client, user))
            .map_err(|error| Error::of_auth(error, address, None)),
        (Auth::DelegationToken { hash, token_id, .. }, Credentials::Password(password)) => {
            Nonce::random()
                .and_then(|nonce| ScramClient::new(*hash, token_id, password, nonce))
                .map(|client| PreparedLogin::of_user(client.token_auth(true), token_id))
                .map_err(|error| Error::of_auth(error, address, None))
        }
        (Auth::Plain { user, .. }, Credentials::Password(password)) => {
            PlainClient::new(user, password)
                .map(|client| PreparedLogin::of_user(client, user))
                .map_err(|error| Error::of_auth(error, address, None))
        }
        (Auth::OauthBearer { extensions, .. }, Credentials::Token(token)) => {
            OauthBearerClient::new(token, extensions)
                .map(PreparedLogin::without_name)
                .map_err(|error| Error::of_auth(error, address, None))
        }
        (Auth::MskIam, Credentials::Aws(credentials, profile)) => {
            iam(config, address, credentials, profile.as_deref())
        }
        _ => Err(Error::config("these credentials are for another mechanism")),
    }
}

/// Tells the provider that the broker refused what it gave, so that the next login gets something
/// else, if there is.
///
/// `Access denied` is what AWS_MSK_IAM answers to the credentials of a role that was revoked, and to a
/// policy that does not allow it. Then the fresh credentials are refused too, at the price of a fetch;
/// how often that may be is the cache's to say.
pub(crate) fn forget(config: &Config, auth: &Auth, error: &AuthError) {
    let is_over = error.retry() == Retry::WithFreshCredentials;
    let is_wrong = matches!(error, AuthError::ServerRefused { .. } | AuthError::IamDenied(_));
    match (auth, &config.aws_credentials) {
        (Auth::Scram { password, .. } | Auth::Plain { password, .. }, _) if is_wrong => {
            password.forget();
        }
        (Auth::OauthBearer { tokens, .. }, _) if is_over || is_wrong => tokens.forget(),
        (Auth::MskIam, Some(provider)) if is_over || is_wrong => provider.forget(),
        _ => {}
    }
}

/// The AWS region in the host's name.
#[cfg(feature = "msk-iam")]
pub(crate) fn region_of(host: &str) -> Option<String> {
    kafka_auth::msk_iam::Region::of_host(host).map(|region| region.name)
}

/// The AWS region in the host's name.
#[cfg(not(feature = "msk-iam"))]
pub(crate) fn region_of(_host: &str) -> Option<String> {
    None
}

impl PreparedLogin {
    fn of_user(mechanism: impl Mechanism + 'static, user: &str) -> Self {
        Self { identity: Some(user.into()), ..Self::without_name(mechanism) }
    }

    /// Only the broker knows whose token it is.
    fn without_name(mechanism: impl Mechanism + 'static) -> Self {
        Self { mechanism: Some(Box::new(mechanism)), identity: None, region: None }
    }
}

/// What a provider was asked for.
struct Asked<T> {
    answer: ProviderFuture<'static, T>,
    what: &'static str,
    hint: &'static str,
}

fn passwords(provider: &Arc<dyn PasswordProvider>) -> Asked<Secret> {
    let provider = provider.clone();
    Asked {
        answer: Box::pin(async move { provider.password().await }),
        what: "password",
        hint: "check where the password comes from",
    }
}

fn bearer_tokens(provider: &Arc<dyn TokenProvider>) -> Asked<BearerToken> {
    let provider = provider.clone();
    Asked {
        answer: Box::pin(async move { provider.token().await }),
        what: "bearer token",
        hint: "check where the token comes from: the token endpoint, the client's secret, for Amazon \
               MSK the AWS credentials",
    }
}

fn aws_credentials(config: &Config) -> Result<Asked<AwsCredentials>> {
    let Some(provider) = config.aws_credentials.clone() else {
        return Err(Error::config("AWS_MSK_IAM needs AWS credentials, and none are given"));
    };
    Ok(Asked {
        answer: Box::pin(async move { provider.credentials().await }),
        what: "AWS credentials",
        hint: "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile of the shared AWS files \
               (AWS_PROFILE, awsProfileName, --aws-profile of kadm); `aws sts get-caller-identity` shows \
               what AWS's own tools find",
    })
}

impl<T: Send + 'static> Asked<T> {
    /// The answer, on a task of its own, so that a provider's panic is not ours, and not for ever.
    async fn before(self, deadline: Instant) -> Result<T> {
        let Self { answer, what, hint } = self;
        let error =
            |message: String| Error::new(ErrorKind::Credentials, Layer::Sasl, message).hinted(hint);
        if deadline <= Instant::now() {
            let message = format!("no time left to ask for the {what}");
            return Err(Error::new(ErrorKind::ConnectTimeout, Layer::Sasl, message)
                .hinted("allow more time to connect"));
        }
        let mut task = JoinSet::new();
        task.spawn(answer);
        match timeout_at(deadline, task.join_next()).await {
            Ok(Some(Ok(Ok(given)))) => Ok(given),
            Ok(Some(Ok(Err(why)))) => Err(error(format!("no {what}: {why}")).caused_by(why)),
            Ok(_) => Err(error(format!("the provider of the {what} panicked"))),
            Err(_) => Err(error(format!("the provider of the {what} did not answer in time"))),
        }
    }
}

/// The region in the AWS profile, if there are profiles.
#[cfg(feature = "aws-config")]
async fn profile_region(config: &Config) -> Option<String> {
    config.aws_chain.as_ref()?.profile_region().await
}

/// The region in the AWS profile, if there are profiles.
#[cfg(not(feature = "aws-config"))]
async fn profile_region(_: &Config) -> Option<String> {
    None
}

#[cfg(feature = "msk-iam")]
fn iam(
    config: &Config,
    address: &HostPort,
    credentials: AwsCredentials,
    profile: Option<&str>,
) -> Result<PreparedLogin> {
    use kafka_auth::msk_iam::{MskIamClient, Region};

    let vars = &config.aws_region_vars;
    let explicit = config.aws_region.as_deref();
    let region = Region::resolve(explicit, address.host(), |name| vars.get(name).cloned(), profile);
    let region = region.map_err(|error| {
        Error::of_auth(error, address, None)
            .hinted("set the cluster's region: AWS_REGION, or --aws-region of kadm")
    })?;
    let identity = Some(format!("{} (from {})", credentials.masked_key_id(), credentials.source));
    let agent = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    let now = std::time::SystemTime::now();
    let client = MskIamClient::new(address.host(), &region.name, credentials, agent, now)
        .map_err(|error| Error::of_auth(error, address, None))?;
    Ok(PreparedLogin {
        mechanism: Some(Box::new(client)),
        identity,
        region: Some(region.to_string()),
    })
}

#[cfg(not(feature = "msk-iam"))]
fn iam(_: &Config, _: &HostPort, _: AwsCredentials, _: Option<&str>) -> Result<PreparedLogin> {
    Err(Error::config("this build has no AWS_MSK_IAM").hinted("build with the feature msk-iam"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn c10_a_provider_is_not_blamed_for_time_that_was_over_before_it_was_asked() {
        let (config, auth) = (Config::new(["h:1"]), Auth::plain("ops", "right"));
        let over = Instant::now() - std::time::Duration::from_millis(10);
        let error = credentials(&config, &auth, over).await.err().unwrap();
        assert_eq!((error.kind(), error.layer()), (ErrorKind::ConnectTimeout, Layer::Sasl));
        assert!(error.is_retriable());
    }
}

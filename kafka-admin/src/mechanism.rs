//! The SASL mechanism for one login, made when the connection is there.

use kafka_auth::plain::PlainClient;
use kafka_auth::scram::{Nonce, ScramClient};
use kafka_auth::{AuthError, AwsCredentials, Mechanism};
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};

use crate::{Auth, Config, Error, ErrorKind, HostPort, Layer, Result};

/// A mechanism, and what may be told about it.
#[derive(Default)]
pub(crate) struct Login {
    pub(crate) mechanism: Option<Box<dyn Mechanism>>,
    pub(crate) identity: Option<String>,
    pub(crate) region: Option<String>,
}

/// Makes the mechanism for a login at `address`.
pub(crate) async fn prepare(
    config: &Config,
    auth: &Auth,
    address: &HostPort,
    deadline: Instant,
) -> Result<Login> {
    let of_auth = |error| Error::of_auth(error, address, None);
    match auth {
        Auth::None => Ok(Login::default()),
        Auth::Scram { hash, user, password } => Nonce::random()
            .and_then(|nonce| ScramClient::new(*hash, user, password.clone(), nonce))
            .map(|client| Login::of_user(client, user))
            .map_err(of_auth),
        Auth::Plain { user, password } => PlainClient::new(user, password.clone())
            .map(|client| Login::of_user(client, user))
            .map_err(of_auth),
        Auth::MskIam => {
            let credentials = credentials(config, deadline).await?;
            iam(config, address, credentials)
        }
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

impl Login {
    fn of_user(mechanism: impl Mechanism + 'static, user: &str) -> Self {
        Self { mechanism: Some(Box::new(mechanism)), identity: Some(user.into()), region: None }
    }
}

/// Asks the provider on a task of its own, so that its panic is not ours, and not for ever.
async fn credentials(config: &Config, deadline: Instant) -> Result<AwsCredentials> {
    let Some(provider) = config.aws_credentials.clone() else {
        return Err(Error::config("AWS_MSK_IAM needs AWS credentials, and none are given"));
    };
    let mut task = JoinSet::new();
    task.spawn(async move { provider.credentials().await });
    match timeout_at(deadline, task.join_next()).await {
        Ok(Some(Ok(result))) => result.map_err(no_credentials),
        Ok(_) => Err(credentials_error("the provider of AWS credentials panicked")),
        Err(_) => Err(credentials_error("the provider of AWS credentials did not answer in time")),
    }
}

fn no_credentials(error: AuthError) -> Error {
    credentials_error(format!("no AWS credentials: {error}")).caused_by(error)
}

fn credentials_error(message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::new(ErrorKind::Credentials, Layer::Sasl, message)
        .hinted("check where the AWS credentials come from (environment, profile, role)")
}

#[cfg(feature = "msk-iam")]
fn iam(config: &Config, address: &HostPort, credentials: AwsCredentials) -> Result<Login> {
    use kafka_auth::msk_iam::{MskIamClient, Region};

    let of_auth = |error| Error::of_auth(error, address, None);
    let vars = &config.aws_region_vars;
    let explicit = config.aws_region.as_deref();
    let region = Region::resolve(explicit, address.host(), |name| vars.get(name).cloned())
        .map_err(|error| {
            of_auth(error).hinted("set the cluster's region: Config::aws_region, or AWS_REGION")
        })?;
    let identity = Some(credentials.masked_key_id());
    let agent = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
    let now = std::time::SystemTime::now();
    let client = MskIamClient::new(address.host(), &region.name, credentials, agent, now)
        .map_err(of_auth)?;
    Ok(Login { mechanism: Some(Box::new(client)), identity, region: Some(region.to_string()) })
}

#[cfg(not(feature = "msk-iam"))]
fn iam(_: &Config, _: &HostPort, _: AwsCredentials) -> Result<Login> {
    Err(Error::config("this build has no AWS_MSK_IAM").hinted("build with the feature msk-iam"))
}

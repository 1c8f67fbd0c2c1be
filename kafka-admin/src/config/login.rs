//! Which login the keys ask for.

use std::sync::Arc;

use kafka_auth::Secret;
use kafka_auth::scram::{ScramHash, TokenHmac};

use super::jaas::Module;
use super::{Auth, AwsOptions, Listener, MskPort};
use crate::{Error, Result};

/// A user and a password, from wherever.
pub(super) struct UserPassword<'a> {
    pub(super) user: Option<&'a str>,
    pub(super) password: Option<&'a str>,
    /// Whether they are the id and the HMAC of a delegation token.
    pub(super) token_auth: bool,
}

impl UserPassword<'_> {
    /// The login by a mechanism.
    pub(super) fn with(&self, mechanism: &str) -> Result<Auth> {
        match mechanism {
            "AWS_MSK_IAM" => Ok(Auth::MskIam),
            "SCRAM-SHA-512" => self.scram(ScramHash::Sha512),
            "SCRAM-SHA-256" => self.scram(ScramHash::Sha256),
            "PLAIN" => self
                .both("PLAIN")
                .map(|(user, password)| Auth::Plain { user, password: Arc::new(password) }),
            "OAUTHBEARER" => Err(Error::config("keys alone make no token for OAUTHBEARER")
                .hinted("for Amazon MSK use sasl.mechanism=AWS_MSK_IAM on the same port")),
            other => Err(Error::config(format!("the mechanism \"{other}\" is not supported"))
                .hinted("use AWS_MSK_IAM, SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN")),
        }
    }

    fn scram(&self, hash: ScramHash) -> Result<Auth> {
        let (user, password) = self.both(hash.mechanism())?;
        if self.token_auth {
            let hmac = TokenHmac::from_base64(password);
            let hmac = hmac.map_err(|error| Error::config(error.to_string()))?;
            return Ok(Auth::delegation_token(hash, user, hmac));
        }
        Ok(Auth::scram(hash, user, password))
    }

    fn both(&self, mechanism: &str) -> Result<(String, Secret)> {
        match (self.user, self.password) {
            (Some(user), Some(password)) => Ok((user.into(), Secret::new(password))),
            _ => Err(Error::config(format!("{mechanism} needs a user and a password"))
                .hinted("set sasl.username and sasl.password, or sasl.jaas.config")),
        }
    }
}

/// The mechanism that a login module, or a user together with the port, leaves no doubt about.
pub(super) fn implied_mechanism(
    jaas: Option<&Module>,
    user: Option<&str>,
    port: Option<MskPort>,
) -> Result<Option<&'static str>> {
    match (jaas.map(Module::class), user, port.map(|port| port.listener)) {
        (Some("IAMLoginModule"), ..) => Ok(Some("AWS_MSK_IAM")),
        (Some("PlainLoginModule"), ..) => Ok(Some("PLAIN")),
        (None | Some("ScramLoginModule"), Some(_), Some(Listener::Scram)) => Ok(Some("SCRAM-SHA-512")),
        (None, None, _) => Ok(None),
        (_, Some(_), Some(Listener::Iam)) => Err(no_mechanism().hinted(
            "a user and a password belong to port 9096 (9196 public) of Amazon MSK; for AWS_MSK_IAM leave them out",
        )),
        _ => Err(no_mechanism()),
    }
}

pub(super) fn no_mechanism() -> Error {
    Error::config("sasl.mechanism is missing")
        .hinted("set it to AWS_MSK_IAM, SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN; Amazon MSK has the first two")
}

pub(super) fn aws_options(jaas: &Module) -> AwsOptions {
    let option = |key| jaas.option(key).map(str::to_owned);
    AwsOptions {
        profile_name: option("awsProfileName"),
        role_arn: option("awsRoleArn"),
        role_session_name: option("awsRoleSessionName"),
        role_external_id: option("awsRoleExternalId"),
        sts_region: option("awsStsRegion"),
    }
}

/// The option that makes Java ask STS who it is, and log that.
pub(super) fn ignored_option_warning(jaas: &Module) -> Option<String> {
    let is_on = jaas.option("awsDebugCreds")?.eq_ignore_ascii_case("true");
    is_on.then(|| {
        "awsDebugCreds has no effect here: errors and sessions name key, source and region"
            .to_owned()
    })
}

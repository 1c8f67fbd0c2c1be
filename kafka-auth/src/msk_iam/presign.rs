//! The client's signature, by `aws-sigv4`.

use std::borrow::Cow;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    SignableBody, SignableRequest, SignatureLocation, SigningSettings, sign,
};
use aws_sigv4::sign::v4;
use tracing::Dispatch;
use zeroize::Zeroizing;

use super::SERVICE;
use crate::credentials::AwsCredentials;
use crate::error::{AuthError, IamRefusal, PeerText};

/// For how long a signed login is good, unless the credentials end earlier: AWS's maximum, so that
/// a clock that is some minutes off does no harm.
pub const MAX_EXPIRES: Duration = Duration::from_secs(900);

/// 10000-01-01, the first date without a form in four-digit years.
const YEAR_10000: Duration = Duration::from_secs(253_402_300_800);

/// A name and a value, which may be the session token and is wiped.
type Parameter = (&'static str, Zeroizing<String>);

/// The parameters of a presigned `GET https://<host>/?Action=kafka-cluster:Connect`, not encoded
/// and without the action.
pub(super) struct Presigned {
    parameters: Vec<Parameter>,
    expires: Duration,
}

impl Presigned {
    /// Signs, valid from `now` for [`MAX_EXPIRES`] or as long as the credentials last; `host` and
    /// `region` have been checked.
    pub(super) fn new(
        host: &str,
        region: &str,
        credentials: &AwsCredentials,
        now: SystemTime,
    ) -> Result<Self, AuthError> {
        check_credentials(credentials)?;
        check_clock(now)?;
        let expires = expires(credentials, now)?;
        let parameters = sign_parameters(host, region, credentials, expires, now)?;
        Ok(Self { parameters, expires })
    }

    /// For how long the signature is good: whole seconds.
    pub(super) fn expires(&self) -> Duration {
        self.expires
    }

    /// The parameters under the names they are signed with.
    pub(super) fn parameters(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.parameters.iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// The value of one parameter.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.parameters().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// What a refusal will be shown next to.
    pub(super) fn shown(
        &self,
        host: &str,
        region: &str,
        credentials: &AwsCredentials,
    ) -> IamRefusal {
        IamRefusal {
            text: PeerText::new(""),
            request_id: None,
            access_key_id: credentials.masked_key_id(),
            region: region.to_owned(),
            host: host.to_owned(),
            signed_at: self.value("X-Amz-Date").unwrap_or_default().to_owned(),
        }
    }
}

/// A line end in a pasted key shows as `Access denied` otherwise.
pub(super) fn check_printable(what: &str, text: &str) -> Result<(), AuthError> {
    match text.bytes().fold(false, |found, byte| found | byte.is_ascii_control()) {
        true => Err(AuthError::Config(format!("{what} has a control character or line end"))),
        false => Ok(()),
    }
}

fn check_credentials(credentials: &AwsCredentials) -> Result<(), AuthError> {
    let key_id = &credentials.access_key_id;
    // IAM's AccessKey type: 16 to 128 word characters. A slash would end it inside the scope.
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if !(1..=128).contains(&key_id.len()) || !key_id.bytes().all(allowed) {
        let why = "the access key id is not 1 to 128 letters, digits or underscores";
        return Err(AuthError::Config(why.to_owned()));
    }
    let secret = &credentials.secret_access_key;
    if secret.is_empty() {
        return Err(AuthError::Config("the secret access key is empty".to_owned()));
    }
    check_printable("the secret access key", secret.expose())?;
    let token = credentials.session_token.as_ref().map_or("", |token| token.expose());
    check_printable("the session token", token)
}

fn check_clock(now: SystemTime) -> Result<(), AuthError> {
    match now.duration_since(UNIX_EPOCH) {
        Ok(since) if since < YEAR_10000 => Ok(()),
        _ => Err(AuthError::Config("the clock is not between 1970 and 9999".to_owned())),
    }
}

/// Whole seconds, rounded down: a fraction is refused, and more than is left is a lie.
fn expires(credentials: &AwsCredentials, now: SystemTime) -> Result<Duration, AuthError> {
    let Some(end) = credentials.expires else { return Ok(MAX_EXPIRES) };
    let left = end.duration_since(now).unwrap_or_default().as_secs();
    match left {
        0 => Err(AuthError::CredentialsExpired {
            seconds_ago: now.duration_since(end).unwrap_or_default().as_secs(),
        }),
        _ => Ok(MAX_EXPIRES.min(Duration::from_secs(left))),
    }
}

fn sign_parameters(
    host: &str,
    region: &str,
    credentials: &AwsCredentials,
    expires: Duration,
    now: SystemTime,
) -> Result<Vec<Parameter>, AuthError> {
    let failed = |_| AuthError::Config("the request for AWS_MSK_IAM cannot be signed".to_owned());
    let identity = identity(credentials).into();
    let mut settings = SigningSettings::default();
    settings.signature_location = SignatureLocation::QueryParams;
    settings.expires_in = Some(expires);
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region(region)
        .name(SERVICE)
        .time(now)
        .settings(settings)
        .build()
        .map_err(|_| AuthError::Config("AWS_MSK_IAM needs all parts of a signature".to_owned()))?
        .into();
    // The action in the form it is signed in: percent-encoded.
    let uri = format!("https://{host}/?Action=kafka-cluster%3AConnect");
    let request = SignableRequest::new("GET", uri, std::iter::empty(), SignableBody::empty());
    // aws-sigv4 traces what it signs, and the session token is part of it.
    let signed = tracing::dispatcher::with_default(&Dispatch::none(), || {
        sign(request.map_err(failed)?, &parameters).map_err(failed)
    })?;
    let (_, added) = signed.into_parts().0.into_parts();
    let owned = |(name, value): (_, Cow<'static, str>)| (name, Zeroizing::new(value.into_owned()));
    Ok(added.into_iter().map(owned).collect())
}

fn identity(credentials: &AwsCredentials) -> Credentials {
    let secret = credentials.secret_access_key.expose();
    // An empty token is no token: a parameter without value would be signed and refused.
    let token = credentials.session_token.as_ref().filter(|token| !token.is_empty());
    let token = token.map(|token| token.expose().to_owned());
    Credentials::new(&credentials.access_key_id, secret, token, credentials.expires, "kafka-auth")
}

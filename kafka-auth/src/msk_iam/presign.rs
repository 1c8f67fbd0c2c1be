//! The client's signature, by `aws-sigv4`.

use std::iter;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_sigv4::sign::v4;

use super::sigv4::{ALGORITHM, Scope, canonical_request};
use super::{ACTION, SERVICE, date};
use crate::credentials::AwsCredentials;
use crate::error::{AuthError, IamRefusal, PeerText};
use crate::secret::Secret;

/// For how long a signed login is good, unless the credentials end earlier: AWS's maximum, so that
/// a clock that is some minutes off does no harm.
pub const MAX_EXPIRES: Duration = Duration::from_secs(900);

/// 10000-01-01, the first date without a form in four-digit years.
const YEAR_10000: Duration = Duration::from_secs(253_402_300_800);

/// A name and a value, which may be the session token.
type Parameter = (&'static str, Secret);

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
        let parameters = sign(host, region, credentials, expires, now);
        Ok(Self { parameters, expires })
    }

    /// For how long the signature is good: whole seconds.
    pub(super) fn expires(&self) -> Duration {
        self.expires
    }

    /// The parameters under the names they are signed with.
    pub(super) fn parameters(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        pairs(&self.parameters)
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
    let is_word = key_id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if !(1..=128).contains(&key_id.len()) || !is_word {
        let why = "the access key id is not 1 to 128 letters, digits or underscores";
        return Err(AuthError::Config(why.to_owned()));
    }
    let secret = &credentials.secret_access_key;
    if secret.is_empty() {
        return Err(AuthError::Config("the secret access key is empty".to_owned()));
    }
    check_printable("the secret access key", secret.expose())?;
    let token = credentials.session_token.as_ref().map_or("", |token| token.expose());
    // IAM's unique id prefixes: ASIA are the temporary keys of AWS STS.
    if key_id.starts_with("ASIA") && token.is_empty() {
        let why = "the access key is a temporary one (ASIA...), and its session token is missing: \
                   set AWS_SESSION_TOKEN, or aws_session_token in the profile";
        return Err(AuthError::Config(why.to_owned()));
    }
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

/// What is signed, in the order of the names, and the signature behind it.
fn sign(
    host: &str,
    region: &str,
    credentials: &AwsCredentials,
    expires: Duration,
    now: SystemTime,
) -> Vec<Parameter> {
    let date = date::format(now);
    let scope = Scope { day: &date[..8], region, service: SERVICE };
    let mut parameters = parameters(&scope, &date, credentials, expires);
    let query: Vec<_> = iter::once(("Action", ACTION)).chain(pairs(&parameters)).collect();
    let string_to_sign = scope.string_to_sign(&date, &canonical_request("GET", &query, host));
    let secret = credentials.secret_access_key.expose();
    let key = v4::generate_signing_key(secret, now, region, SERVICE);
    let signature = v4::calculate_signature(key, string_to_sign.as_bytes());
    parameters.push(("X-Amz-Signature", Secret::new(signature)));
    parameters
}

fn parameters(
    scope: &Scope<'_>,
    date: &str,
    credentials: &AwsCredentials,
    expires: Duration,
) -> Vec<Parameter> {
    // An empty token is no token: a parameter without value would be signed and refused.
    let token = credentials.session_token.clone().filter(|token| !token.is_empty());
    let credential = format!("{}/{scope}", credentials.access_key_id);
    let all = [
        ("X-Amz-Algorithm", Some(ALGORITHM.into())),
        ("X-Amz-Credential", Some(credential.into())),
        ("X-Amz-Date", Some(date.into())),
        ("X-Amz-Expires", Some(expires.as_secs().to_string().into())),
        ("X-Amz-Security-Token", token),
        ("X-Amz-SignedHeaders", Some("host".into())),
    ];
    all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

fn pairs(parameters: &[Parameter]) -> impl Iterator<Item = (&str, &str)> + Clone {
    parameters.iter().map(|(name, value)| (*name, value.expose()))
}

#[cfg(test)]
mod tests {
    use aws_credential_types::Credentials;
    use aws_sigv4::http_request::{
        SignableBody, SignableRequest, SignatureLocation, SigningSettings, sign,
    };

    use super::*;

    const HOST: &str = "b-1.demo.abc123.c2.kafka.us-east-1.amazonaws.com";
    const REGION: &str = "us-east-1";

    /// Signed whole by `aws-sigv4`: it encodes, sorts and composes by itself.
    fn by_aws_sigv4(credentials: &AwsCredentials, now: SystemTime) -> Vec<(String, String)> {
        let token = credentials.session_token.as_ref().map(|token| token.expose().to_owned());
        let (key_id, secret) = (&credentials.access_key_id, &credentials.secret_access_key);
        let identity = Credentials::new(key_id, secret.expose(), token, None, "test").into();
        let mut settings = SigningSettings::default();
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(MAX_EXPIRES);
        let parameters = v4::SigningParams::builder()
            .identity(&identity)
            .region(REGION)
            .name(SERVICE)
            .time(now)
            .settings(settings)
            .build();
        let uri = format!("https://{HOST}/?Action=kafka-cluster%3AConnect");
        let request = SignableRequest::new("GET", uri, iter::empty(), SignableBody::empty());
        let signed = sign(request.unwrap(), &parameters.unwrap().into()).unwrap();
        let (_, added) = signed.into_parts().0.into_parts();
        sorted(added.iter().map(|(name, value)| (*name, &**value)))
    }

    fn sorted<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(String, String)> {
        let mut pairs: Vec<_> =
            pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        pairs.sort();
        pairs
    }

    #[test]
    fn i13_whatever_is_signed_is_what_aws_sigv4_signs() {
        let printable: String = (' '..='~').collect();
        let tokens = ["", "aB3/+=", "é🦀\u{80}", &printable, &"FwoGZXIvYXdzEBY/+".repeat(240)];
        for (nth, token) in (1..).zip(tokens) {
            let credentials = AwsCredentials::new("AKIDEXAMPLE", Secret::new(&printable[nth..]))
                .session_token(Some(token).filter(|token| !token.is_empty()).map(Secret::new));
            let now = UNIX_EPOCH + Duration::from_millis(1_767_323_045_999 * nth as u64);
            let ours = Presigned::new(HOST, REGION, &credentials, now).unwrap();
            assert_eq!(sorted(ours.parameters()), by_aws_sigv4(&credentials, now), "{token:?}");
        }
    }
}

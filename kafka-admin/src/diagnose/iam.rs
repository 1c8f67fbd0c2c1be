//! A login by AWS_MSK_IAM, explained without a connection: what is signed, and with which secret.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use kafka_auth::AwsCredentials;
use kafka_auth::msk_iam::{MAX_EXPIRES, MskIamClient, Region};
use tokio::time::Instant;

use super::Utc;
use crate::clock::from_now;
use crate::net::mechanism::{Credentials, credentials};
use crate::{Auth, Config, Error, ErrorKind, HostPort, Layer, Result};

/// What stands where a secret is.
const MASKED: &str = "****";
/// SHA-256 of nothing: the request has no body.
const EMPTY_BODY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// What a login at one broker signs. Nothing in it opens anything: the secret key and the signature are
/// not there at all, the session token is masked, and so is the access key id but for its end.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct IamLogin {
    /// The broker's address.
    pub address: HostPort,
    /// The name that is signed: as it is dialled, without the port.
    pub host: String,
    /// The region that is signed for, and why: `us-east-1 (from the broker's name)`.
    pub region: String,
    /// The region in the broker's name, if it is a name of Amazon MSK.
    pub region_of_host: Option<String>,
    /// `****************MPLE`.
    pub access_key_id: String,
    /// Where the credentials come from.
    pub source: String,
    /// Whether there is a session token.
    pub is_temporary: bool,
    /// For how long the credentials are good, if that is known.
    pub credentials_end_in: Option<Duration>,
    /// This machine's clock as it is signed: `20260102T030405Z`.
    pub signed_at: String,
    /// For how long the signature is good.
    pub expires: Duration,
    /// `****************MPLE/20260102/us-east-1/kafka-cluster/aws4_request`.
    pub scope: String,
    /// The canonical request of Signature Version 4.
    pub canonical_request: String,
    /// The string to sign.
    pub string_to_sign: String,
    /// Why such a login cannot work, if that is plain without sending it: credentials that are
    /// malformed or over, or a region that is not the one in the broker's name.
    pub refused: Option<Error>,
}

/// Explains the login at each bootstrap server of these settings. No broker is dialled; where the
/// credentials come from a role or an instance, AWS is asked for them, within the connect timeout.
///
/// # Errors
/// The settings cannot work or are not for AWS_MSK_IAM, or there are no credentials.
pub async fn iam_logins(config: &Config) -> Result<Vec<IamLogin>> {
    let (config, resolved) = config.clone().resolve()?;
    if !matches!(resolved.auth, Auth::MskIam) {
        return Err(Error::config("these settings do not log in by AWS_MSK_IAM").hinted(
            "set sasl.mechanism=AWS_MSK_IAM, or use a port of Amazon MSK for it (9098, 9198)",
        ));
    }
    let deadline: Instant = from_now(config.connect_timeout);
    let given = credentials(&config, &resolved.auth, deadline).await?;
    let Credentials::Aws(credentials, profile) = given else {
        return Err(Error::config("these settings have no AWS credentials"));
    };
    let now = SystemTime::now();
    let explained = resolved.bootstrap.iter().map(|address| {
        let vars = &config.aws_region_vars;
        let (explicit, host) = (config.aws_region.as_deref(), address.host());
        let region =
            Region::resolve(explicit, host, |name| vars.get(name).cloned(), profile.as_deref())
                .map_err(|error| Error::of_auth(error, address, None))?;
        Ok(explain(address, &region, &credentials, now))
    });
    explained.collect()
}

fn explain(
    address: &HostPort,
    region: &Region,
    credentials: &AwsCredentials,
    now: SystemTime,
) -> IamLogin {
    let made = MskIamClient::new(address.host(), &region.name, credentials.clone(), "kadm", now);
    let left = credentials.expires.map(|end| end.duration_since(now).unwrap_or_default());
    let expires = left.map_or(MAX_EXPIRES, |left| left.min(MAX_EXPIRES));
    let token = credentials.session_token.as_ref().filter(|token| !token.is_empty());
    let key_id = credentials.masked_key_id();
    let parts = Parts {
        host: address.host(),
        region: &region.name,
        key_id: &key_id,
        token: token.map(|_| MASKED),
        date: &amz_date(now),
        expires: expires.as_secs(),
    };
    IamLogin {
        address: address.clone(),
        host: address.host().to_owned(),
        region: region.to_string(),
        region_of_host: Region::of_host(address.host()).map(|region| region.name),
        source: crate::escape::escaped(credentials.source.to_string()).into_owned(),
        is_temporary: token.is_some(),
        credentials_end_in: left,
        signed_at: parts.date.to_owned(),
        expires: Duration::from_secs(parts.expires),
        scope: parts.credential(),
        canonical_request: parts.canonical_request(),
        string_to_sign: parts.string_to_sign(),
        refused: made.map_or_else(
            |error| Some(Error::of_auth(error, address, None)),
            |_| wrong_region(address, region),
        ),
        access_key_id: key_id,
    }
}

fn wrong_region(address: &HostPort, region: &Region) -> Option<Error> {
    let real = Region::of_host(address.host()).filter(|real| real.name != region.name)?;
    let message = format!("{address} is in {}, and the login is signed for {region}", real.name);
    Some(
        Error::new(ErrorKind::IamWrongRegion, Layer::Sasl, message)
            .hinted(format!("leave the region out, or set {}", real.name)),
    )
}

/// What a signature is made of, masked or not.
struct Parts<'a> {
    host: &'a str,
    region: &'a str,
    key_id: &'a str,
    token: Option<&'a str>,
    date: &'a str,
    expires: u64,
}

impl Parts<'_> {
    fn day(&self) -> &str {
        self.date.get(..8).unwrap_or(self.date)
    }

    fn credential(&self) -> String {
        format!("{}/{}/{}/kafka-cluster/aws4_request", self.key_id, self.day(), self.region)
    }

    fn canonical_request(&self) -> String {
        let credential = encoded(&self.credential());
        let token = self.token.map(|token| format!("&X-Amz-Security-Token={}", encoded(token)));
        format!(
            "GET\n/\nAction=kafka-cluster%3AConnect&X-Amz-Algorithm=AWS4-HMAC-SHA256&\
             X-Amz-Credential={credential}&X-Amz-Date={}&X-Amz-Expires={}{}&X-Amz-SignedHeaders=host\n\
             host:{}\n\nhost\n{EMPTY_BODY}",
            self.date,
            self.expires,
            token.unwrap_or_default(),
            self.host
        )
    }

    fn string_to_sign(&self) -> String {
        format!(
            "AWS4-HMAC-SHA256\n{}\n{}/{}/kafka-cluster/aws4_request\n<SHA-256 of the canonical request>",
            self.date,
            self.day(),
            self.region
        )
    }
}

/// As Signature Version 4 encodes a value; the stars that mask one stay as they are.
fn encoded(value: &str) -> String {
    let mut text = String::new();
    for byte in value.bytes() {
        match byte {
            b'-' | b'.' | b'_' | b'~' | b'*' => text.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => text.push(char::from(byte)),
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}

/// `20260102T030405Z`.
fn amz_date(now: SystemTime) -> String {
    let seconds = now.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let digits: String = Utc(seconds).to_string().chars().filter(char::is_ascii_digit).collect();
    let (day, time) = digits.split_at_checked(8).unwrap_or((&digits, ""));
    format!("{day}T{time}Z")
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::Secret;

    /// The hashes of `aws-sigv4`'s own canonical requests.
    #[test]
    fn the_canonical_request_is_the_one_that_aws_hashes() {
        let parts = |token| Parts {
            host: "b-1.demo.abc123.c2.kafka.us-east-1.amazonaws.com",
            region: "us-east-1",
            key_id: "AKIDEXAMPLE",
            token,
            date: "20260102T030405Z",
            expires: 900,
        };
        for (token, expected) in [
            (None, "209f2dbc4ec3f91fb22b63e15e095dba09f3a6ba28d73da5a7a21286631371e2"),
            (
                Some("FwoGZXIvYXdzEXAMPLE//token+with/slash=="),
                "cf0144fd785edf4bb504b16f0bb4063cf3fadb6fc42c10d2397f79518069ec65",
            ),
        ] {
            let digest = Sha256::digest(parts(token).canonical_request());
            let hash: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(hash, expected);
        }
    }

    #[tokio::test]
    async fn i10_nothing_that_opens_anything_is_told() {
        let credentials = AwsCredentials::new("ASIAMARKERKEYID", Secret::new("MARKER-secret"))
            .session_token(Secret::new("MARKER-token"))
            .expires(SystemTime::now() + Duration::from_secs(300));
        let config = Config::new(["b-1.demo.abc.c2.kafka.eu-west-1.amazonaws.com:9198"])
            .aws_credentials(credentials);
        let login = iam_logins(&config).await.unwrap().remove(0);
        let text = format!("{login:?}");
        assert!(!text.contains("MARKER") && !text.contains("Signature="), "{text}");
        assert!(login.is_temporary && login.expires <= Duration::from_secs(300), "{text}");
        assert_eq!(login.region, "eu-west-1 (from the broker's name)");
        assert!(login.canonical_request.contains("X-Amz-Security-Token=****&"), "{text}");
        assert!(login.scope.ends_with("/eu-west-1/kafka-cluster/aws4_request"), "{text}");
        assert_eq!(login.refused.as_ref().map(ToString::to_string), None);
        let elsewhere = iam_logins(&config.aws_region("us-east-1")).await.unwrap().remove(0);
        assert_eq!(elsewhere.refused.unwrap().kind(), ErrorKind::IamWrongRegion);
        let error = iam_logins(&Config::new(["h:9092"])).await.unwrap_err();
        assert!(error.to_string().contains("AWS_MSK_IAM"), "{error}");
    }

    /// What is refused here before anything is sent is told with everything else.
    #[tokio::test]
    async fn a_temporary_key_without_its_token_is_told() {
        let credentials = AwsCredentials::new("ASIAEXAMPLE", Secret::new("MARKER"));
        let config = Config::new(["b-1.demo.abc.c2.kafka.eu-west-1.amazonaws.com:9098"])
            .aws_credentials(credentials);
        let login = iam_logins(&config).await.unwrap().remove(0);
        let refused = login.refused.unwrap().to_string();
        assert!(refused.contains("AWS_SESSION_TOKEN"), "{refused}");
    }
}

//! The client's signature, by `aws-sigv4`.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    SignableBody, SignableRequest, SignatureLocation, SigningSettings, sign,
};
use aws_sigv4::sign::v4;
use tracing::Dispatch;
use zeroize::Zeroizing;

use super::SERVICE;
use crate::credentials::AwsCredentials;
use crate::error::AuthError;

/// The parameters of a presigned `GET https://<host>/?Action=kafka-cluster:Connect`.
pub(super) struct Presigned {
    parameters: Vec<(String, Zeroizing<String>)>,
}

/// Signs; `host`, `region` and the credentials have been checked.
pub(super) fn presign(
    host: &str,
    region: &str,
    credentials: &AwsCredentials,
    expires: Duration,
    now: SystemTime,
) -> Result<Presigned, AuthError> {
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
    let output = signed.into_parts().0;
    Ok(Presigned { parameters: output.into_parts().1.into_iter().map(lower_case).collect() })
}

impl Presigned {
    /// The parameters with their names in lower case.
    pub(super) fn parameters(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value of one parameter; empty when there is none.
    pub(super) fn value(&self, name: &str) -> &str {
        self.parameters().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }
}

fn lower_case((name, value): (&str, Cow<'_, str>)) -> (String, Zeroizing<String>) {
    (name.to_ascii_lowercase(), Zeroizing::new(value.into_owned()))
}

fn identity(credentials: &AwsCredentials) -> Credentials {
    let secret = credentials.secret_access_key.expose();
    // An empty token is no token: a parameter without value would be signed and refused.
    let token = credentials.session_token.as_ref().filter(|token| !token.is_empty());
    let token = token.map(|token| token.expose().to_owned());
    Credentials::new(&credentials.access_key_id, secret, token, credentials.expires, "kafka-auth")
}

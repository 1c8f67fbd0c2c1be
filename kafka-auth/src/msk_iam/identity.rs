//! Who logs in, for people.

use std::borrow::Cow;
use std::fmt;

use super::Region;
use crate::credentials::AwsCredentials;

/// Who logs in with AWS_MSK_IAM, where those credentials come from, and which region they are
/// signed for and why: what every `Access denied` needs to be understood, and no secret.
///
/// `Display` is one line: `access key ****************MPLE from the environment, region us-east-1
/// (from the broker's name)`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Identity {
    /// The access key id, all but its last four characters masked.
    pub access_key_id: String,
    /// Whether the credentials are temporary: they have a session token.
    pub is_temporary: bool,
    /// Where the credentials come from.
    pub source: Cow<'static, str>,
    /// The region, and who said so.
    pub region: Region,
}

impl Identity {
    /// The identity behind `credentials`, signing for `region`.
    pub fn new(credentials: &AwsCredentials, region: Region) -> Self {
        let token = credentials.session_token.as_ref();
        Self {
            access_key_id: credentials.masked_key_id(),
            is_temporary: token.is_some_and(|token| !token.is_empty()),
            source: credentials.source.clone(),
            region,
        }
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { access_key_id, is_temporary, source, region } = self;
        let temporary = if *is_temporary { "temporary " } else { "" };
        write!(f, "{temporary}access key {access_key_id} from {source}, region {region}")
    }
}

//! The error a server answers a token with.

use std::fmt;

use crate::error::{PeerText, write_if};
use crate::json;

/// Why a server does not take a token: the JSON object of RFC 7628 section 3.2.2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BearerRefusal {
    /// An error of RFC 6750 section 3.1, for example `invalid_token` or `insufficient_scope`.
    pub status: PeerText,
    /// A scope that would be sufficient.
    pub scope: Option<PeerText>,
    /// Where the OpenID provider's configuration is.
    pub openid_configuration: Option<PeerText>,
}

impl BearerRefusal {
    /// A refusal with nothing but a status.
    pub fn new(status: &str) -> Self {
        Self { status: PeerText::new(status), scope: None, openid_configuration: None }
    }

    /// Reads the JSON object; `None` for anything else, and for one without status. Further
    /// members are ignored.
    pub(super) fn read(text: &[u8]) -> Option<Self> {
        let members = json::read(text).ok()?;
        let member = |name| {
            let found = members.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| PeerText::new(value))
        };
        Some(Self {
            status: member("status")?,
            scope: member("scope"),
            openid_configuration: member("openid-configuration"),
        })
    }

    /// The JSON object.
    pub(super) fn write(&self) -> Vec<u8> {
        let optional = [
            ("scope", self.scope.as_ref()),
            ("openid-configuration", self.openid_configuration.as_ref()),
        ];
        let given = optional.into_iter().filter_map(|(name, value)| Some((name, value?.as_str())));
        json::write([("status", self.status.as_str())].into_iter().chain(given)).to_vec()
    }
}

impl fmt::Display for BearerRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the server refused the token: {}", self.status)?;
        write_if(f, ", sufficient scope ", self.scope.as_ref())?;
        write_if(f, ", OpenID configuration ", self.openid_configuration.as_ref())
    }
}

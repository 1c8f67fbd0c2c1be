//! Which quotas.

use std::fmt;

use super::entity::{CLIENT_ID, IP, USER};
use crate::escape::Escaped;
use crate::{Error, Result};

/// Which quotas: those whose entities have all the parts that are named here, and perhaps others.
///
/// ```
/// use kafka_admin::quotas::ClientQuotaFilter;
///
/// let all = ClientQuotaFilter::all();
/// let of_ops = ClientQuotaFilter::all().user("ops"); // alone, and with client ids
/// let of_ops_alone = ClientQuotaFilter::all().user("ops").strict();
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[must_use]
pub struct ClientQuotaFilter {
    components: Vec<(&'static str, Match)>,
    strict: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Match {
    Exactly(String),
    Default,
    Any,
}

impl ClientQuotaFilter {
    /// Every quota.
    pub fn all() -> Self {
        Self::default()
    }

    /// Those of this user.
    pub fn user(self, name: impl Into<String>) -> Self {
        self.with(USER, Match::Exactly(name.into()))
    }

    /// Those of the default user.
    pub fn default_user(self) -> Self {
        self.with(USER, Match::Default)
    }

    /// Those of any user, the default one too.
    pub fn any_user(self) -> Self {
        self.with(USER, Match::Any)
    }

    /// Those of this client id.
    pub fn client_id(self, id: impl Into<String>) -> Self {
        self.with(CLIENT_ID, Match::Exactly(id.into()))
    }

    /// Those of the default client id.
    pub fn default_client_id(self) -> Self {
        self.with(CLIENT_ID, Match::Default)
    }

    /// Those of any client id, the default one too.
    pub fn any_client_id(self) -> Self {
        self.with(CLIENT_ID, Match::Any)
    }

    /// Those of this IP address.
    pub fn ip(self, address: impl Into<String>) -> Self {
        self.with(IP, Match::Exactly(address.into()))
    }

    /// Those of the default IP address.
    pub fn default_ip(self) -> Self {
        self.with(IP, Match::Default)
    }

    /// Those of any IP address, the default one too.
    pub fn any_ip(self) -> Self {
        self.with(IP, Match::Any)
    }

    /// Only entities that have no other part: without any part, none at all.
    pub fn strict(mut self) -> Self {
        self.strict = true;
        self
    }

    pub(super) fn is_strict(&self) -> bool {
        self.strict
    }

    /// Type, code of the match, and name.
    pub(super) fn components(&self) -> impl Iterator<Item = (&'static str, i8, Option<&str>)> {
        self.components.iter().map(|(kind, wanted)| match wanted {
            Match::Exactly(name) => (*kind, 0, Some(name.as_str())),
            Match::Default => (*kind, 1, None),
            Match::Any => (*kind, 2, None),
        })
    }

    pub(super) fn validate(&self) -> Result<()> {
        let is_address = self.components.iter().any(|(kind, _)| *kind == IP);
        match is_address && self.components.len() > 1 {
            true => Err(Error::invalid("no quota is of an IP address and of something else")),
            false => Ok(()),
        }
    }

    /// The last word on a type counts.
    fn with(mut self, kind: &'static str, wanted: Match) -> Self {
        self.components.retain(|(other, _)| *other != kind);
        self.components.push((kind, wanted));
        self
    }
}

/// `quotas of user ops, any client-id`.
impl fmt::Display for ClientQuotaFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.components.is_empty() { "all quotas" } else { "quotas of " })?;
        for (n, (kind, wanted)) in self.components.iter().enumerate() {
            f.write_str(if n == 0 { "" } else { ", " })?;
            match wanted {
                Match::Exactly(name) => write!(f, "{kind} {}", Escaped(name))?,
                Match::Default => write!(f, "{kind} <default>")?,
                Match::Any => write!(f, "any {kind}")?,
            }
        }
        f.write_str(if self.strict { " alone" } else { "" })
    }
}

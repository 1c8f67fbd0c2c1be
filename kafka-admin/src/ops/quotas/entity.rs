//! Whose quota.

use std::borrow::Cow;
use std::fmt;

use crate::escape::Escaped;
use crate::{Error, Result};

pub(super) const CLIENT_ID: &str = "client-id";
pub(super) const IP: &str = "ip";
pub(super) const USER: &str = "user";

/// Whose quota: a user, a client id, both together, or an IP address. Instead of a name each can be the
/// default, for all that have no quota of their own. `Display`: `user a, client-id default`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ClientQuotaEntity {
    /// Sorted by type.
    parts: Vec<(Cow<'static, str>, Option<String>)>,
}

impl ClientQuotaEntity {
    /// A user, without `User:` in front.
    pub fn user(name: impl Into<String>) -> Self {
        Self::default().with(USER, Some(name.into()))
    }

    /// Every user without a quota of its own.
    pub fn default_user() -> Self {
        Self::default().with(USER, None)
    }

    /// A client id, whoever the user is.
    pub fn client_id(id: impl Into<String>) -> Self {
        Self::default().with(CLIENT_ID, Some(id.into()))
    }

    /// Every client id without a quota of its own.
    pub fn default_client_id() -> Self {
        Self::default().with(CLIENT_ID, None)
    }

    /// An IP address, for `connection_creation_rate`.
    pub fn ip(address: impl Into<String>) -> Self {
        Self::default().with(IP, Some(address.into()))
    }

    /// Every IP address without a quota of its own.
    pub fn default_ip() -> Self {
        Self::default().with(IP, None)
    }

    /// Only with this client id.
    #[must_use]
    pub fn and_client_id(self, id: impl Into<String>) -> Self {
        self.with(CLIENT_ID, Some(id.into()))
    }

    /// With each client id that has no quota of its own.
    #[must_use]
    pub fn and_default_client_id(self) -> Self {
        self.with(CLIENT_ID, None)
    }

    /// Its parts by Kafka's names for their types (`client-id`, `ip`, `user`), sorted; `None` is the
    /// default of that type.
    pub fn parts(&self) -> impl ExactSizeIterator<Item = (&str, Option<&str>)> {
        self.parts.iter().map(|(kind, name)| (&**kind, name.as_deref()))
    }

    /// As a broker names it.
    pub(super) fn of<'a>(parts: impl Iterator<Item = (&'a str, Option<&'a str>)>) -> Self {
        let mut entity = Self::default();
        for (kind, name) in parts {
            let known = [CLIENT_ID, IP, USER].into_iter().find(|known| *known == kind);
            let kind = known.map_or_else(|| Cow::Owned(kind.to_owned()), Cow::Borrowed);
            entity = entity.with(kind, name.map(str::to_owned));
        }
        entity.parts.shrink_to_fit();
        entity
    }

    pub(super) fn is_address(&self) -> bool {
        self.parts.iter().any(|(kind, _)| kind == IP)
    }

    pub(super) fn validate(&self) -> Result<()> {
        match self.parts.iter().find(|(_, name)| name.as_deref() == Some("")) {
            Some((kind, _)) => Err(Error::invalid(format!("the {kind} of a quota is not empty"))),
            None if self.is_address() && self.parts.len() > 1 => {
                Err(Error::invalid("the quota of an IP address is not limited to a client id"))
            }
            None => Ok(()),
        }
    }

    fn with(mut self, kind: impl Into<Cow<'static, str>>, name: Option<String>) -> Self {
        let kind = kind.into();
        match self.parts.binary_search_by(|(other, _)| other.cmp(&kind)) {
            Ok(place) => {
                if let Some(part) = self.parts.get_mut(place) {
                    part.1 = name;
                }
            }
            Err(place) => self.parts.insert(place, (kind, name)),
        }
        self
    }
}

impl fmt::Display for ClientQuotaEntity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Users first, as people say it.
        for (n, (kind, name)) in self.parts.iter().rev().enumerate() {
            let separator = if n == 0 { "" } else { ", " };
            let name = name.as_deref().map_or("<default>", |name| name);
            write!(f, "{separator}{} {}", Escaped(kind), Escaped(name))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entity_is_the_same_in_whatever_order_it_is_told() {
        let entity = ClientQuotaEntity::user("a").and_client_id("x");
        let told = [(USER, Some("a")), (CLIENT_ID, Some("x"))];
        assert_eq!(ClientQuotaEntity::of(told.into_iter()), entity);
        assert_eq!(ClientQuotaEntity::of(told.into_iter().rev()), entity);
        assert_eq!(entity.to_string(), "user a, client-id x");
        let default = ClientQuotaEntity::default_user().and_default_client_id();
        assert_eq!(default.to_string(), "user <default>, client-id <default>");
        assert_ne!(default, ClientQuotaEntity::user("<default>").and_default_client_id());
    }

    #[test]
    fn what_no_broker_takes_is_refused() {
        ClientQuotaEntity::default_ip().validate().unwrap();
        for entity in [
            ClientQuotaEntity::user(""),
            ClientQuotaEntity::user("a").and_client_id(""),
            ClientQuotaEntity::ip("::1").and_client_id("x"),
        ] {
            entity.validate().unwrap_err();
        }
    }
}

//! What an ACL says.

use std::fmt;
use std::sync::Arc;

use kafka_proto::{AclOperation, AclPermissionType};

use super::shared::Shared;

/// Who may or may not do what, from where.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct AccessControlEntry {
    /// READ, WRITE, … or ALL.
    pub operation: AclOperation,
    /// ALLOW or DENY; DENY wins.
    pub permission: AclPermissionType,
    /// The principal and the host, one behind the other: a broker may tell of many entries whose texts
    /// are short, and each text of its own would take more memory than the rest of the entry. Entries
    /// that a broker told of in one answer share it where it repeats.
    names: Arc<str>,
    host_at: u32,
}

impl AccessControlEntry {
    /// What a principal (`Type:name`, such as `User:rudder`; `User:*` is everyone) may or may not do
    /// from a host (an IP address, or `*` for any: Kafka does not resolve names here).
    pub fn new(
        principal: &str,
        host: &str,
        operation: AclOperation,
        permission: AclPermissionType,
    ) -> Self {
        Self::told(principal, host, operation, permission, &mut Shared::default())
    }

    /// One of several that a broker told of.
    pub(super) fn told(
        principal: &str,
        host: &str,
        operation: AclOperation,
        permission: AclPermissionType,
        shared: &mut Shared,
    ) -> Self {
        let host_at = u32::try_from(principal.len()).unwrap_or(u32::MAX);
        Self { operation, permission, names: shared.names(principal, host), host_at }
    }

    /// `Type:name`, such as `User:rudder`; `User:*` is everyone.
    pub fn principal(&self) -> &str {
        self.split().0
    }

    /// An IP address, or `*` for any.
    pub fn host(&self) -> &str {
        self.split().1
    }

    fn split(&self) -> (&str, &str) {
        self.names.split_at_checked(self.host_at as usize).unwrap_or((&self.names, ""))
    }
}

impl fmt::Debug for AccessControlEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessControlEntry")
            .field("principal", &self.principal())
            .field("host", &self.host())
            .field("operation", &self.operation)
            .field("permission", &self.permission)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn principal_and_host_stay_apart() {
        let entry = |principal, host| {
            AccessControlEntry::new(principal, host, AclOperation::READ, AclPermissionType::ALLOW)
        };
        for (principal, host) in [("User:ä", "10.0.0.1"), ("", "*"), ("User:x", ""), ("", "")] {
            let entry = entry(principal, host);
            assert_eq!((entry.principal(), entry.host()), (principal, host));
        }
        assert_ne!(entry("User:a", "b"), entry("User:", "ab"));
        assert!(format!("{:?}", entry("User:a", "b")).contains("principal: \"User:a\""));
    }

    #[test]
    fn an_entry_takes_24_bytes_and_a_binding_32() {
        assert_eq!(size_of::<AccessControlEntry>(), 24);
        assert_eq!(size_of::<crate::acls::AclBinding>(), 32);
    }
}

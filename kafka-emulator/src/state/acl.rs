//! Access control lists: entries, and the filters that find them.

use kafka_proto::{AclOperation, AclPermissionType, PatternType, ResourceType};

use crate::network::Network;

/// The only name a resource of type CLUSTER can have.
pub const CLUSTER_NAME: &str = "kafka-cluster";

/// As a resource name (LITERAL) any resource, as a host any host.
pub(crate) const WILDCARD: &str = "*";

/// One access control entry with the resources it is for (`AclBinding`).
///
/// ```
/// use kafka_emulator::Acl;
/// use kafka_proto::{AclOperation, PatternType, ResourceType};
///
/// let acl = Acl::allow("User:u", AclOperation::WRITE, ResourceType::TOPIC, "events.").prefixed();
/// assert_eq!(acl.pattern_type, PatternType::PREFIXED);
/// assert_eq!(acl.host, "*");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Acl {
    /// What kind of resource.
    pub resource_type: ResourceType,
    /// Its name, or the start of its name; `*` with LITERAL is any name.
    pub resource_name: String,
    /// LITERAL or PREFIXED.
    pub pattern_type: PatternType,
    /// `User:name`; `User:*` is everybody.
    pub principal: String,
    /// An IP address, or `*`.
    pub host: String,
    /// What may (or may not) be done.
    pub operation: AclOperation,
    /// ALLOW or DENY.
    pub permission_type: AclPermissionType,
}

impl Acl {
    /// Allows `principal` an operation on one resource, from any host.
    pub fn allow(
        principal: impl Into<String>,
        operation: AclOperation,
        resource_type: ResourceType,
        resource_name: impl Into<String>,
    ) -> Self {
        Self {
            resource_type,
            resource_name: resource_name.into(),
            pattern_type: PatternType::LITERAL,
            principal: principal.into(),
            host: WILDCARD.to_owned(),
            operation,
            permission_type: AclPermissionType::ALLOW,
        }
    }

    /// As [`Acl::allow`], but denies: a DENY wins over every ALLOW.
    pub fn deny(
        principal: impl Into<String>,
        operation: AclOperation,
        resource_type: ResourceType,
        resource_name: impl Into<String>,
    ) -> Self {
        let permission_type = AclPermissionType::DENY;
        Self { permission_type, ..Self::allow(principal, operation, resource_type, resource_name) }
    }

    /// For every resource whose name starts with the given one.
    #[must_use]
    pub fn prefixed(self) -> Self {
        Self { pattern_type: PatternType::PREFIXED, ..self }
    }

    /// Only for clients with this IP address.
    #[must_use]
    pub fn from_host(self, host: impl Into<String>) -> Self {
        Self { host: host.into(), ..self }
    }

    /// What Kafka says against it, in the order and in the words of `AclControlManager.validateNewAcl`.
    pub(crate) fn check(&self) -> Result<(), String> {
        let is_cluster = self.resource_type == ResourceType::CLUSTER;
        let (pattern, permission) = (self.pattern_type, self.permission_type);
        let flaw = if is_cluster && self.resource_name != CLUSTER_NAME {
            format!("The only valid name for the CLUSTER resource is {CLUSTER_NAME}")
        } else if self.resource_name.is_empty() {
            "Invalid empty resource name".to_owned()
        } else if self.resource_type.name().is_none() {
            "Invalid resourceType UNKNOWN".to_owned()
        } else if !matches!(pattern, PatternType::LITERAL | PatternType::PREFIXED) {
            "Invalid patternType UNKNOWN".to_owned()
        } else if self.operation.name().is_none() {
            "Invalid operation UNKNOWN".to_owned()
        } else if !matches!(permission, AclPermissionType::ALLOW | AclPermissionType::DENY) {
            "Invalid permissionType UNKNOWN".to_owned()
        } else if !self.principal.contains(':') {
            format!(
                "Could not parse principal from `{}` (no colon is present separating the principal \
                 type from the principal name)",
                self.principal
            )
        } else if self.host.is_empty() {
            "Host pattern cannot be null or empty".to_owned()
        } else {
            return Network::check(&self.host);
        };
        Err(flaw)
    }

    /// How many bytes of text it has.
    pub(crate) fn text(&self) -> usize {
        self.resource_name.len() + self.principal.len() + self.host.len()
    }
}

/// Which ACLs are meant (`AclBindingFilter`), as DescribeAcls and DeleteAcls carry it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AclFilter<'a> {
    pub(crate) resource_type: ResourceType,
    pub(crate) resource_name: Option<&'a str>,
    pub(crate) pattern_type: PatternType,
    pub(crate) principal: Option<&'a str>,
    pub(crate) host: Option<&'a str>,
    pub(crate) operation: AclOperation,
    pub(crate) permission_type: AclPermissionType,
}

impl AclFilter<'_> {
    pub(crate) fn matches(&self, acl: &Acl) -> bool {
        self.matches_pattern(acl) && self.matches_entry(acl)
    }

    /// `ResourcePatternFilter.matches`.
    fn matches_pattern(&self, acl: &Acl) -> bool {
        let any_pattern = matches!(self.pattern_type, PatternType::ANY | PatternType::MATCH);
        let type_fits = matches!(self.resource_type, ResourceType::ANY)
            || self.resource_type == acl.resource_type;
        let pattern_fits = any_pattern || self.pattern_type == acl.pattern_type;
        let name_fits = match (self.resource_name, self.pattern_type) {
            (None, _) => true,
            // MATCH: whatever applies to a resource of that name.
            (Some(name), PatternType::MATCH) => match acl.pattern_type {
                PatternType::PREFIXED => name.starts_with(&acl.resource_name),
                _ => acl.resource_name == name || acl.resource_name == WILDCARD,
            },
            (Some(name), _) => name == acl.resource_name,
        };
        type_fits && pattern_fits && name_fits
    }

    /// `AccessControlEntryFilter.matches`.
    fn matches_entry(&self, acl: &Acl) -> bool {
        self.principal.is_none_or(|principal| principal == acl.principal)
            && self.host.is_none_or(|host| host == acl.host)
            && (self.operation == AclOperation::ANY || self.operation == acl.operation)
            && (self.permission_type == AclPermissionType::ANY
                || self.permission_type == acl.permission_type)
    }

    /// Whether a field says UNKNOWN (0), for which Kafka closes the connection.
    pub(crate) fn says_unknown(&self) -> bool {
        self.resource_type == ResourceType::UNKNOWN
            || self.pattern_type == PatternType::UNKNOWN
            || self.operation == AclOperation::UNKNOWN
            || self.permission_type == AclPermissionType::UNKNOWN
    }

    /// Whether resource or pattern type is a code without a name.
    pub(crate) fn has_nameless_pattern(&self) -> bool {
        self.resource_type.name().is_none() || self.pattern_type.name().is_none()
    }

    /// Whether operation or permission is a code without a name.
    pub(crate) fn has_nameless_entry(&self) -> bool {
        self.operation.name().is_none() || self.permission_type.name().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANY: AclFilter<'static> = AclFilter {
        resource_type: ResourceType::ANY,
        resource_name: None,
        pattern_type: PatternType::ANY,
        principal: None,
        host: None,
        operation: AclOperation::ANY,
        permission_type: AclPermissionType::ANY,
    };

    fn named(pattern_type: PatternType, name: &str) -> AclFilter<'_> {
        AclFilter { resource_name: Some(name), pattern_type, ..ANY }
    }

    fn acls() -> [Acl; 4] {
        let on = |name| Acl::allow("User:u", AclOperation::READ, ResourceType::TOPIC, name);
        [on("orders"), on("*"), on("ord").prefixed(), on("pay").prefixed()]
    }

    fn found(filter: AclFilter<'_>) -> Vec<String> {
        acls().into_iter().filter(|acl| filter.matches(acl)).map(|acl| acl.resource_name).collect()
    }

    #[test]
    fn match_finds_whatever_applies_to_the_name() {
        assert_eq!(found(named(PatternType::MATCH, "orders")), ["orders", "*", "ord"]);
        assert_eq!(found(named(PatternType::MATCH, "payments")), ["*", "pay"]);
        assert_eq!(found(named(PatternType::MATCH, "or")), ["*"]);
    }

    #[test]
    fn any_finds_the_exact_name_in_every_pattern() {
        assert_eq!(found(named(PatternType::ANY, "ord")), ["ord"]);
        assert_eq!(found(named(PatternType::ANY, "*")), ["*"]);
    }

    #[test]
    fn literal_and_prefixed_find_the_exact_name_in_that_pattern() {
        assert_eq!(found(named(PatternType::LITERAL, "ord")), [""; 0]);
        assert_eq!(found(named(PatternType::PREFIXED, "ord")), ["ord"]);
        assert_eq!(found(named(PatternType::LITERAL, "orders")), ["orders"]);
    }

    #[test]
    fn no_name_finds_all_of_the_pattern() {
        assert_eq!(found(ANY).len(), 4);
        assert_eq!(found(AclFilter { pattern_type: PatternType::MATCH, ..ANY }).len(), 4);
        let prefixed = AclFilter { pattern_type: PatternType::PREFIXED, ..ANY };
        assert_eq!(found(prefixed), ["ord", "pay"]);
    }

    #[test]
    fn each_field_of_the_entry_must_match() {
        let of = |filter: AclFilter<'_>| found(filter).len();
        assert_eq!(of(AclFilter { principal: Some("User:u"), ..ANY }), 4);
        assert_eq!(of(AclFilter { principal: Some("User:*"), ..ANY }), 0);
        assert_eq!(of(AclFilter { host: Some("127.0.0.1"), ..ANY }), 0);
        assert_eq!(of(AclFilter { operation: AclOperation::ALL, ..ANY }), 0);
        assert_eq!(of(AclFilter { permission_type: AclPermissionType::DENY, ..ANY }), 0);
        assert_eq!(of(AclFilter { resource_type: ResourceType::GROUP, ..ANY }), 0);
    }

    #[test]
    fn the_text_of_an_acl_is_that_of_its_three_names() {
        let acl = Acl::allow("User:u", AclOperation::READ, ResourceType::TOPIC, "orders");
        assert_eq!(acl.from_host("10.0.0.1").text(), "orders".len() + "User:u10.0.0.1".len());
    }

    #[test]
    fn codes_without_a_name_match_nothing() {
        let of = |filter: AclFilter<'_>| found(filter).len();
        assert_eq!(of(AclFilter { resource_type: ResourceType(99), ..ANY }), 0);
        assert_eq!(of(AclFilter { pattern_type: PatternType(99), ..ANY }), 0);
        assert_eq!(of(AclFilter { operation: AclOperation(99), ..ANY }), 0);
    }
}

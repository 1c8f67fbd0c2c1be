//! ACLs, as in Kafka's `org.apache.kafka.common.acl`.

use std::fmt;

use kafka_proto::{AclOperation, AclPermissionType, PatternType, ResourceType};

use crate::escape::Escaped;
use crate::{Error, Result};

mod filter;

pub use filter::{AccessControlEntryFilter, AclBindingFilter, ResourcePatternFilter};

/// The only name a cluster resource may have.
pub(crate) const CLUSTER_NAME: &str = "kafka-cluster";

/// What an ACL is about: a resource type, a name, and how the name is read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ResourcePattern {
    /// TOPIC, GROUP, CLUSTER, TRANSACTIONAL_ID, DELEGATION_TOKEN or USER.
    pub resource_type: ResourceType,
    /// The name or, for PREFIXED, its beginning. `*` with LITERAL means every name.
    pub name: String,
    /// LITERAL or PREFIXED.
    pub pattern_type: PatternType,
}

impl ResourcePattern {
    /// A resource by its exact name (LITERAL).
    pub fn literal(resource_type: ResourceType, name: impl Into<String>) -> Self {
        Self { resource_type, name: name.into(), pattern_type: PatternType::LITERAL }
    }

    /// Every resource whose name begins with `prefix` (PREFIXED).
    pub fn prefixed(resource_type: ResourceType, prefix: impl Into<String>) -> Self {
        Self { resource_type, name: prefix.into(), pattern_type: PatternType::PREFIXED }
    }

    /// One topic.
    pub fn topic(name: impl Into<String>) -> Self {
        Self::literal(ResourceType::TOPIC, name)
    }

    /// One consumer group.
    pub fn group(name: impl Into<String>) -> Self {
        Self::literal(ResourceType::GROUP, name)
    }

    /// One transactional id.
    pub fn transactional_id(name: impl Into<String>) -> Self {
        Self::literal(ResourceType::TRANSACTIONAL_ID, name)
    }

    /// The cluster itself, whose name is always `kafka-cluster`.
    pub fn cluster() -> Self {
        Self::literal(ResourceType::CLUSTER, CLUSTER_NAME)
    }
}

/// `TOPIC LITERAL:orders`, `TOPIC PREFIXED:ord`, with [hidden characters](crate::escape) escaped.
impl fmt::Display for ResourcePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}:{}", self.resource_type, self.pattern_type, Escaped(&self.name))
    }
}

/// Who may or may not do what, from where.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AccessControlEntry {
    /// `Type:name`, such as `User:rudder`; `User:*` is everyone.
    pub principal: String,
    /// An IP address, or `*` for any. Kafka does not resolve names here.
    pub host: String,
    /// READ, WRITE, … or ALL.
    pub operation: AclOperation,
    /// ALLOW or DENY; DENY wins.
    pub permission: AclPermissionType,
}

/// One ACL.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AclBinding {
    /// What it is about.
    pub pattern: ResourcePattern,
    /// What it says.
    pub entry: AccessControlEntry,
}

impl AclBinding {
    /// Allows `principal` one operation, from any host.
    pub fn allow(
        principal: impl Into<String>,
        operation: AclOperation,
        pattern: ResourcePattern,
    ) -> Self {
        Self::from_any_host(principal.into(), operation, AclPermissionType::ALLOW, pattern)
    }

    /// Denies `principal` one operation, from any host.
    pub fn deny(
        principal: impl Into<String>,
        operation: AclOperation,
        pattern: ResourcePattern,
    ) -> Self {
        Self::from_any_host(principal.into(), operation, AclPermissionType::DENY, pattern)
    }

    /// Restricts the binding to one client address.
    pub fn from_host(mut self, host: impl Into<String>) -> Self {
        self.entry.host = host.into();
        self
    }

    fn from_any_host(
        principal: String,
        operation: AclOperation,
        permission: AclPermissionType,
        pattern: ResourcePattern,
    ) -> Self {
        let entry = AccessControlEntry { principal, host: "*".into(), operation, permission };
        Self { pattern, entry }
    }

    /// Refuses what a broker would refuse, or worse, accept: with the reason, before anything is sent.
    pub(crate) fn validate(&self) -> Result<()> {
        self.reason_to_refuse()
            .map_or(Ok(()), |reason| Err(Error::invalid(format!("{self}: {reason}"))))
    }

    fn reason_to_refuse(&self) -> Option<&'static str> {
        let (pattern, entry) = (&self.pattern, &self.entry);
        let indefinite = |code: i8| code <= 1; // UNKNOWN (0) and ANY (1) in every ACL enum
        [
            (
                indefinite(pattern.resource_type.0),
                "the resource type must be one type, not ANY or UNKNOWN",
            ),
            (
                ![PatternType::LITERAL, PatternType::PREFIXED].contains(&pattern.pattern_type),
                "the pattern type must be LITERAL or PREFIXED; ANY and MATCH are for filters",
            ),
            (pattern.name.is_empty(), "the resource name is empty"),
            (
                pattern.resource_type == ResourceType::CLUSTER && pattern.name != CLUSTER_NAME,
                "the cluster resource must be named kafka-cluster",
            ),
            (
                !is_principal(&entry.principal),
                "the principal must be Type:name, for example User:rudder",
            ),
            (entry.host.is_empty(), "the host is empty; * means any"),
            (
                indefinite(entry.operation.0),
                "the operation must be one operation or ALL, not ANY or UNKNOWN",
            ),
            (
                ![AclPermissionType::ALLOW, AclPermissionType::DENY].contains(&entry.permission),
                "the permission must be ALLOW or DENY",
            ),
        ]
        .into_iter()
        .find_map(|(wrong, reason)| wrong.then_some(reason))
    }
}

/// `ALLOW WRITE on TOPIC LITERAL:orders to User:rudder from *`, with
/// [hidden characters](crate::escape) escaped.
impl fmt::Display for AclBinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let AccessControlEntry { principal, host, operation, permission } = &self.entry;
        let (principal, host) = (Escaped(principal), Escaped(host));
        write!(f, "{permission} {operation} on {} to {principal} from {host}", self.pattern)
    }
}

/// Kafka's principals are `Type:name` with neither part empty. Brokers before 4.x accept others, and
/// then fail every Metadata request for that resource: so this is checked here.
fn is_principal(text: &str) -> bool {
    text.split_once(':').is_some_and(|(kind, name)| !kind.is_empty() && !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;
    use crate::error::tests::hidden_texts;
    use crate::escape::is_hidden;

    fn binding() -> AclBinding {
        AclBinding::allow("User:rudder", AclOperation::WRITE, ResourcePattern::topic("orders"))
    }

    fn refused(change: impl FnOnce(&mut AclBinding)) -> String {
        let mut binding = binding();
        change(&mut binding);
        let error = binding.validate().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        error.to_string()
    }

    #[test]
    fn a_good_binding_passes() {
        binding().validate().unwrap();
        AclBinding::deny("User:*", AclOperation::ALL, ResourcePattern::cluster())
            .validate()
            .unwrap();
    }

    #[test]
    fn refuses_with_the_reason() {
        assert!(refused(|b| b.entry.principal = "rudder".into()).contains("Type:name"));
        assert!(refused(|b| b.entry.principal = "User:".into()).contains("Type:name"));
        assert!(
            refused(|b| b.pattern.pattern_type = PatternType::MATCH)
                .contains("LITERAL or PREFIXED")
        );
        assert!(
            refused(|b| b.pattern.pattern_type = PatternType::ANY).contains("LITERAL or PREFIXED")
        );
        assert!(refused(|b| b.pattern.resource_type = ResourceType::ANY).contains("resource type"));
        assert!(refused(|b| b.pattern.name.clear()).contains("name is empty"));
        assert!(
            refused(|b| b.pattern.resource_type = ResourceType::CLUSTER).contains("kafka-cluster")
        );
        assert!(refused(|b| b.entry.operation = AclOperation::ANY).contains("operation"));
        assert!(refused(|b| b.entry.permission = AclPermissionType::ANY).contains("ALLOW or DENY"));
        assert!(refused(|b| b.entry.host.clear()).contains("host is empty"));
    }

    #[test]
    fn nothing_in_a_binding_or_filter_reaches_the_terminal_raw() {
        for text in hidden_texts() {
            let pattern = ResourcePattern::topic(&text);
            let binding = AclBinding::allow(&text, AclOperation::READ, pattern).from_host(&text);
            let filter = AclBindingFilter::exactly(&binding);
            let refusal = AclBinding { entry: binding.entry.clone(), ..binding.clone() };
            let refusal = refusal.from_host("").validate().unwrap_err();
            let shown = [
                binding.to_string(),
                binding.pattern.to_string(),
                filter.to_string(),
                refusal.to_string(),
            ];
            for shown in shown {
                assert!(!shown.contains(is_hidden), "{shown:?}");
            }
        }
    }
}

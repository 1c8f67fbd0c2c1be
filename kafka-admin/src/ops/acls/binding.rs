//! What an ACL says.

use std::fmt;
use std::sync::Arc;

use kafka_proto::{AclOperation, AclPermissionType, PatternType, ResourceType};

use super::AccessControlEntry;
use crate::escape::Escaped;
use crate::{Error, Result};

/// The only name a cluster resource may have.
pub(crate) const CLUSTER_NAME: &str = "kafka-cluster";

/// What an ACL is about: a resource type, a name, and how the name is read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ResourcePattern {
    /// TOPIC, GROUP, CLUSTER, TRANSACTIONAL_ID, DELEGATION_TOKEN or USER.
    pub resource_type: ResourceType,
    /// The name or, for PREFIXED, its beginning. `*` with LITERAL means every name.
    pub name: Box<str>,
    /// LITERAL or PREFIXED.
    pub pattern_type: PatternType,
}

impl ResourcePattern {
    /// A resource by its exact name (LITERAL).
    pub fn literal(resource_type: ResourceType, name: impl Into<String>) -> Self {
        Self::of(resource_type, name.into(), PatternType::LITERAL)
    }

    /// Every resource whose name begins with `prefix` (PREFIXED).
    pub fn prefixed(resource_type: ResourceType, prefix: impl Into<String>) -> Self {
        Self::of(resource_type, prefix.into(), PatternType::PREFIXED)
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

    fn of(resource_type: ResourceType, name: String, pattern_type: PatternType) -> Self {
        Self { resource_type, name: name.into(), pattern_type }
    }
}

/// `TOPIC LITERAL:orders`, `TOPIC PREFIXED:ord`, with [hidden characters](crate::escape) escaped.
impl fmt::Display for ResourcePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}:{}", self.resource_type, self.pattern_type, Escaped(&self.name))
    }
}

/// One ACL.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AclBinding {
    /// What it is about. All ACLs that a broker told of one resource share it.
    pub pattern: Arc<ResourcePattern>,
    /// What it says.
    pub entry: AccessControlEntry,
}

impl AclBinding {
    /// Allows `principal` (`Type:name`) one operation, from any host.
    pub fn allow(
        principal: impl AsRef<str>,
        operation: AclOperation,
        pattern: impl Into<Arc<ResourcePattern>>,
    ) -> Self {
        Self::from_any_host(principal.as_ref(), operation, AclPermissionType::ALLOW, pattern.into())
    }

    /// Denies `principal` (`Type:name`) one operation, from any host.
    pub fn deny(
        principal: impl AsRef<str>,
        operation: AclOperation,
        pattern: impl Into<Arc<ResourcePattern>>,
    ) -> Self {
        Self::from_any_host(principal.as_ref(), operation, AclPermissionType::DENY, pattern.into())
    }

    /// Restricts the binding to one client address.
    pub fn from_host(self, host: impl AsRef<str>) -> Self {
        let AccessControlEntry { operation, permission, .. } = self.entry;
        let principal = self.entry.principal();
        let entry = AccessControlEntry::new(principal, host.as_ref(), operation, permission);
        Self { entry, ..self }
    }

    fn from_any_host(
        principal: &str,
        operation: AclOperation,
        permission: AclPermissionType,
        pattern: Arc<ResourcePattern>,
    ) -> Self {
        Self { pattern, entry: AccessControlEntry::new(principal, "*", operation, permission) }
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
                pattern.resource_type == ResourceType::CLUSTER && *pattern.name != *CLUSTER_NAME,
                "the cluster resource must be named kafka-cluster",
            ),
            (
                !is_principal(entry.principal()),
                "the principal must be Type:name, for example User:rudder",
            ),
            (entry.host().is_empty(), "the host is empty; * means any"),
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
        write!(f, "{} {} on {} ", self.entry.permission, self.entry.operation, self.pattern)?;
        let (principal, host) = (Escaped(self.entry.principal()), Escaped(self.entry.host()));
        write!(f, "to {principal} from {host}")
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
    use crate::acls::AclBindingFilter;
    use crate::error::tests::hidden_texts;
    use crate::escape::is_hidden;

    fn binding() -> AclBinding {
        AclBinding::allow("User:rudder", AclOperation::WRITE, ResourcePattern::topic("orders"))
    }

    fn refused(binding: &AclBinding) -> String {
        let error = binding.validate().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        error.to_string()
    }

    fn refused_pattern(change: impl FnOnce(&mut ResourcePattern)) -> String {
        let mut binding = binding();
        change(Arc::make_mut(&mut binding.pattern));
        refused(&binding)
    }

    fn refused_entry(change: impl FnOnce(&mut AccessControlEntry)) -> String {
        let mut binding = binding();
        change(&mut binding.entry);
        refused(&binding)
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
        let to = |principal| AclBinding::allow(principal, AclOperation::WRITE, binding().pattern);
        assert!(refused(&to("rudder")).contains("Type:name"));
        assert!(refused(&to("User:")).contains("Type:name"));
        for pattern_type in [PatternType::MATCH, PatternType::ANY] {
            let reason = refused_pattern(|pattern| pattern.pattern_type = pattern_type);
            assert!(reason.contains("LITERAL or PREFIXED"));
        }
        assert!(refused_pattern(|p| p.resource_type = ResourceType::ANY).contains("resource type"));
        assert!(refused_pattern(|p| p.name = "".into()).contains("name is empty"));
        let cluster = refused_pattern(|p| p.resource_type = ResourceType::CLUSTER);
        assert!(cluster.contains("kafka-cluster"));
        assert!(refused_entry(|e| e.operation = AclOperation::ANY).contains("operation"));
        let any = refused_entry(|e| e.permission = AclPermissionType::ANY);
        assert!(any.contains("ALLOW or DENY"));
        assert!(refused(&binding().from_host("")).contains("host is empty"));
    }

    #[test]
    fn nothing_in_a_binding_or_filter_reaches_the_terminal_raw() {
        for text in hidden_texts() {
            let pattern = ResourcePattern::topic(&text);
            let binding = AclBinding::allow(&text, AclOperation::READ, pattern).from_host(&text);
            let filter = AclBindingFilter::exactly(&binding);
            let refusal = binding.clone().from_host("").validate().unwrap_err();
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

//! Filters that select ACLs.

use std::fmt;

use kafka_proto::{AclOperation, AclPermissionType, PatternType, ResourceType};

use super::{AccessControlEntry, AclBinding, ResourcePattern};
use crate::escape::Escaped;
use crate::{Error, Result};

/// Selects resource patterns. Kafka's codes: ANY and MATCH are allowed here.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ResourcePatternFilter {
    /// One type, or ANY.
    pub resource_type: ResourceType,
    /// The name to look for; `None` is any.
    pub name: Option<String>,
    /// LITERAL or PREFIXED: patterns of that type with exactly this name. ANY: either type, exactly
    /// this name. MATCH: every pattern that *applies to* the name, so the literal one, `*` and prefixes.
    pub pattern_type: PatternType,
}

/// Selects entries.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AccessControlEntryFilter {
    /// Exactly this principal; `None` is any.
    pub principal: Option<String>,
    /// Exactly this host; `None` is any.
    pub host: Option<String>,
    /// One operation, or ANY.
    pub operation: AclOperation,
    /// ALLOW, DENY or ANY.
    pub permission: AclPermissionType,
}

/// Selects ACLs to describe or delete.
///
/// There is no default and no empty filter: one that selects everything is [`AclBindingFilter::any`],
/// and `delete_acls` refuses any other spelling of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AclBindingFilter {
    /// Which resources.
    pub pattern: ResourcePatternFilter,
    /// Which entries.
    pub entry: AccessControlEntryFilter,
    everything: bool,
}

impl AclBindingFilter {
    /// Every ACL of the cluster. The only filter with which `delete_acls` deletes them all.
    pub fn any() -> Self {
        Self { everything: true, ..Self::unrestricted() }
    }

    /// The ACLs of one principal (`Type:name`), on any resource.
    pub fn principal(principal: impl Into<String>) -> Self {
        Self::unrestricted().for_principal(principal)
    }

    /// The ACLs on exactly this pattern, of any principal.
    pub fn resource(pattern: &ResourcePattern) -> Self {
        let ResourcePattern { resource_type, name, pattern_type } = pattern.clone();
        let name = Some(name.into_string());
        let pattern = ResourcePatternFilter { resource_type, name, pattern_type };
        Self { pattern, ..Self::unrestricted() }
    }

    /// The ACLs that apply to a resource of this name: literal, `*` and prefixed ones (MATCH).
    pub fn applying_to(resource_type: ResourceType, name: impl Into<String>) -> Self {
        let pattern_type = PatternType::MATCH;
        let pattern =
            ResourcePatternFilter { resource_type, name: Some(name.into()), pattern_type };
        Self { pattern, ..Self::unrestricted() }
    }

    /// The ACLs on resources of one type.
    pub fn resource_type(resource_type: ResourceType) -> Self {
        let mut filter = Self::unrestricted();
        filter.pattern.resource_type = resource_type;
        filter
    }

    /// Exactly this ACL.
    pub fn exactly(binding: &AclBinding) -> Self {
        let AccessControlEntry { operation, permission, .. } = binding.entry;
        let principal = Some(binding.entry.principal().to_owned());
        let host = Some(binding.entry.host().to_owned());
        let entry = AccessControlEntryFilter { principal, host, operation, permission };
        Self { entry, ..Self::resource(&binding.pattern) }
    }

    /// Narrows to one principal.
    pub fn for_principal(mut self, principal: impl Into<String>) -> Self {
        self.entry.principal = Some(principal.into());
        self
    }

    /// Narrows to one host.
    pub fn for_host(mut self, host: impl Into<String>) -> Self {
        self.entry.host = Some(host.into());
        self
    }

    /// Narrows to one operation.
    pub fn operation(mut self, operation: AclOperation) -> Self {
        self.entry.operation = operation;
        self
    }

    /// Narrows to ALLOW or DENY.
    pub fn permission(mut self, permission: AclPermissionType) -> Self {
        self.entry.permission = permission;
        self
    }

    /// Whether the binding is one that this filter selects, by Kafka's rules.
    pub fn matches(&self, binding: &AclBinding) -> bool {
        self.pattern.matches(&binding.pattern) && self.entry.matches(&binding.entry)
    }

    /// Whether nothing in the filter narrows it.
    pub fn matches_everything(&self) -> bool {
        Self { everything: self.everything, ..Self::unrestricted() } == *self
            || (self.pattern.name.is_none() && self.with_any_pattern_type().is_unrestricted())
    }

    pub(crate) fn validate(&self) -> Result<()> {
        let unknown = [
            self.pattern.resource_type.0,
            self.pattern.pattern_type.0,
            self.entry.operation.0,
            self.entry.permission.0,
        ];
        match unknown.iter().any(|code| *code < 1) {
            true => Err(Error::invalid(format!("{self}: UNKNOWN (0) is not a filter; ANY (1) is"))),
            false => Ok(()),
        }
    }

    /// A delete never widens on its own.
    pub(crate) fn validate_delete(&self) -> Result<()> {
        self.validate()?;
        match self.matches_everything() && !self.everything {
            true => Err(Error::invalid("this filter selects every ACL of the cluster")
                .hinted("narrow it, or spell out that every ACL is meant: the filter any()")),
            false => Ok(()),
        }
    }

    fn unrestricted() -> Self {
        let (resource_type, pattern_type) = (ResourceType::ANY, PatternType::ANY);
        let (operation, permission) = (AclOperation::ANY, AclPermissionType::ANY);
        Self {
            pattern: ResourcePatternFilter { resource_type, name: None, pattern_type },
            entry: AccessControlEntryFilter { principal: None, host: None, operation, permission },
            everything: false,
        }
    }

    fn is_unrestricted(&self) -> bool {
        Self { everything: false, ..self.clone() } == Self::unrestricted()
    }

    /// MATCH without a name selects as much as ANY.
    fn with_any_pattern_type(&self) -> Self {
        let mut filter = self.clone();
        if filter.pattern.pattern_type == PatternType::MATCH {
            filter.pattern.pattern_type = PatternType::ANY;
        }
        filter
    }
}

impl ResourcePatternFilter {
    fn matches(&self, pattern: &ResourcePattern) -> bool {
        self.matches_type(pattern.resource_type) && self.matches_name(pattern)
    }

    fn matches_type(&self, resource_type: ResourceType) -> bool {
        self.resource_type == ResourceType::ANY || self.resource_type == resource_type
    }

    /// `ResourcePatternFilter.matches` in Kafka.
    fn matches_name(&self, pattern: &ResourcePattern) -> bool {
        let loose = [PatternType::ANY, PatternType::MATCH].contains(&self.pattern_type);
        if !loose && self.pattern_type != pattern.pattern_type {
            return false;
        }
        let Some(name) = self.name.as_deref() else { return true };
        match self.pattern_type {
            PatternType::MATCH if pattern.pattern_type == PatternType::PREFIXED => {
                name.starts_with(&*pattern.name)
            }
            PatternType::MATCH => *pattern.name == *name || *pattern.name == *"*",
            _ => *pattern.name == *name,
        }
    }
}

impl AccessControlEntryFilter {
    fn matches(&self, entry: &AccessControlEntry) -> bool {
        self.principal.as_ref().is_none_or(|principal| principal == entry.principal())
            && self.host.as_ref().is_none_or(|host| host == entry.host())
            && (self.operation == AclOperation::ANY || self.operation == entry.operation)
            && (self.permission == AclPermissionType::ANY || self.permission == entry.permission)
    }
}

/// `ANY WRITE on TOPIC MATCH:orders to User:rudder from any`, with
/// [hidden characters](crate::escape) escaped.
impl fmt::Display for AclBindingFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let AccessControlEntryFilter { principal, host, operation, permission } = &self.entry;
        let ResourcePatternFilter { resource_type, name, pattern_type } = &self.pattern;
        let name = or_any(name.as_deref());
        write!(f, "{permission} {operation} on {resource_type} {pattern_type}:{name} ")?;
        write!(f, "to {} from {}", or_any(principal.as_deref()), or_any(host.as_deref()))
    }
}

fn or_any(text: Option<&str>) -> Escaped<'_> {
    Escaped(text.unwrap_or("any"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn binding() -> AclBinding {
        on(ResourcePattern::topic("orders"))
    }

    fn on(pattern: ResourcePattern) -> AclBinding {
        AclBinding::allow("User:rudder", AclOperation::WRITE, pattern)
    }

    #[test]
    fn match_finds_what_applies_to_a_name() {
        let filter = AclBindingFilter::applying_to(ResourceType::TOPIC, "orders");
        let prefixed = ResourcePattern::prefixed(ResourceType::TOPIC, "ord");
        let patterns =
            [ResourcePattern::topic("orders"), ResourcePattern::topic("*"), prefixed.clone()];
        for pattern in patterns {
            assert!(filter.matches(&on(pattern)));
        }
        assert!(!filter.matches(&on(ResourcePattern::topic("other"))));
        let exact = AclBindingFilter::resource(&ResourcePattern::topic("orders"));
        assert!(!exact.matches(&on(prefixed)));
    }

    #[test]
    fn exactly_selects_one_binding() {
        let filter = AclBindingFilter::exactly(&binding());
        assert!(filter.matches(&binding()));
        assert!(!filter.matches(&binding().from_host("10.0.0.1")));
    }

    #[test]
    fn m08_deleting_everything_must_be_spelled_out() {
        AclBindingFilter::any().validate_delete().unwrap();
        AclBindingFilter::principal("User:x").validate_delete().unwrap();
        let accident = AclBindingFilter::resource_type(ResourceType::ANY);
        assert!(accident.validate_delete().unwrap_err().hint().unwrap().contains("any()"));
        let mut accident = AclBindingFilter::resource_type(ResourceType::ANY);
        accident.pattern.pattern_type = PatternType::MATCH;
        assert!(accident.validate_delete().is_err());
    }

    #[test]
    fn unknown_is_not_a_filter() {
        let filter = AclBindingFilter::principal("User:x").operation(AclOperation::UNKNOWN);
        assert!(filter.validate().unwrap_err().to_string().contains("UNKNOWN (0)"));
    }
}

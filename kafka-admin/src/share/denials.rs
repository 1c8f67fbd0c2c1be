//! ACLs that deny the user something: DENY wins over every ALLOW.

use kafka_proto::{AclOperation, AclPermissionType, PatternType, ResourceType};

use super::Share;
use super::report::Warning;
use crate::acls::AclBinding;
use crate::{Error, ErrorKind, Layer, Result};

/// The name that stands for every group.
pub(super) const EVERY_GROUP: &str = "*";

impl Share {
    /// What the user has to be allowed. FindCoordinator, which a consumer begins with, needs DESCRIBE
    /// on the group; an ALLOW of READ implies it, and a DENY of READ does not deny it.
    pub(super) fn needs(&self) -> Vec<(ResourceType, AclOperation)> {
        let bindings = self.bindings();
        let granted = bindings.iter().map(|acl| (acl.pattern.resource_type, acl.entry.operation));
        let implied = (ResourceType::GROUP, AclOperation::DESCRIBE);
        granted.chain(self.consumer_group.is_some().then_some(implied)).collect()
    }

    /// The operations needed on resources of one type.
    pub(super) fn needs_on(&self, resource_type: ResourceType) -> Vec<AclOperation> {
        let needs = self.needs().into_iter().filter(|(on, _)| *on == resource_type);
        needs.map(|(_, operation)| operation).collect()
    }

    /// No grant helps against a DENY of what is needed, from every host, on all that is shared.
    pub(super) fn refuse_denied(&self, applying: &[AclBinding]) -> Result<()> {
        let certain = self.denials(applying).find(|denial| self.warning_of(denial).is_none());
        let Some(denial) = certain else { return Ok(()) };
        let message = format!("an ACL stands against it, and DENY wins over ALLOW: {denial}");
        Err(Error::new(ErrorKind::AuthorizationFailed, Layer::Config, message)
            .hinted("delete that ACL first, if it is not meant any more"))
    }

    /// The denials that leave something of what is shared.
    pub(super) fn warn_of_denials(&self, applying: &[AclBinding]) -> Vec<Warning> {
        self.denials(applying).filter_map(|denial| self.warning_of(denial)).collect()
    }

    /// Every DENY for the user or for everybody, among ACLs that apply to the topic or the group.
    fn denials<'a>(&self, applying: &'a [AclBinding]) -> impl Iterator<Item = &'a AclBinding> {
        let user = self.principal();
        applying.iter().filter(move |acl| {
            acl.entry.permission == AclPermissionType::DENY
                && ["User:*", &user].contains(&acl.entry.principal())
        })
    }

    /// `None` when the denial is certain to make the share futile. Where the user will come from is
    /// not known here, so a denial for a host is not.
    fn warning_of(&self, denial: &AclBinding) -> Option<Warning> {
        let is_about = |(on, operation): &(ResourceType, AclOperation)| {
            denial.pattern.resource_type == *on
                && [AclOperation::ALL, *operation].contains(&denial.entry.operation)
        };
        let denial_of = denial.clone();
        match denial.entry.host() {
            _ if !self.needs().iter().any(is_about) => Some(Warning::DeniedOperation(denial_of)),
            "*" if self.is_about_some_groups(denial) => Some(Warning::DeniedGroup(denial_of)),
            "*" => None,
            _ => Some(Warning::DeniedFromHost(denial_of)),
        }
    }

    /// Whether every group is shared, and the denial is only about some.
    fn is_about_some_groups(&self, denial: &AclBinding) -> bool {
        let is_literal = denial.pattern.pattern_type == PatternType::LITERAL;
        denial.pattern.resource_type == ResourceType::GROUP
            && self.consumer_group.as_deref() == Some(EVERY_GROUP)
            && !(is_literal && *denial.pattern.name == *EVERY_GROUP)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acls::ResourcePattern;
    use crate::topics::NewTopic;

    fn produce() -> Share {
        Share::new(NewTopic::new("orders"), "rudder").produce()
    }

    fn consume(group: &str) -> Share {
        Share::new(NewTopic::new("orders"), "rudder").consume(group)
    }

    fn deny(principal: &str, operation: AclOperation) -> AclBinding {
        AclBinding::deny(principal, operation, ResourcePattern::topic("orders"))
    }

    fn deny_group(operation: AclOperation, group: &str) -> AclBinding {
        AclBinding::deny("User:rudder", operation, ResourcePattern::group(group))
    }

    fn refused(share: &Share, denial: &AclBinding) -> ErrorKind {
        let error = share.refuse_denied(std::slice::from_ref(denial)).unwrap_err();
        assert!(error.to_string().contains(&denial.to_string()), "{error}");
        error.kind()
    }

    #[test]
    fn what_denies_for_certain_is_refused_and_what_may_is_a_warning() {
        for certain in [deny("User:rudder", AclOperation::ALL), deny("User:*", AclOperation::WRITE)]
        {
            assert_eq!(refused(&produce(), &certain), ErrorKind::AuthorizationFailed);
        }
        let read = deny("User:rudder", AclOperation::READ);
        let from_host = deny("User:*", AclOperation::WRITE).from_host("10.0.0.1");
        let perhaps = [read.clone(), from_host.clone(), deny("User:other", AclOperation::ALL)];
        produce().refuse_denied(&perhaps).unwrap();
        assert_eq!(
            produce().warn_of_denials(&perhaps),
            [Warning::DeniedOperation(read), Warning::DeniedFromHost(from_host)]
        );
    }

    #[test]
    fn a_denial_on_the_group_is_refused_too() {
        for operation in [AclOperation::READ, AclOperation::DESCRIBE, AclOperation::ALL] {
            let denial = deny_group(operation, "billing");
            let kind = refused(&consume("billing"), &denial);
            assert_eq!(kind, ErrorKind::AuthorizationFailed);
        }
        let delete = deny_group(AclOperation::DELETE, "billing");
        consume("billing").refuse_denied(&[delete]).unwrap();
        let from_host = deny_group(AclOperation::READ, "billing").from_host("10.0.0.1");
        consume("billing").refuse_denied(std::slice::from_ref(&from_host)).unwrap();
        assert_eq!(
            consume("billing").warn_of_denials(std::slice::from_ref(&from_host)),
            [Warning::DeniedFromHost(from_host)]
        );
    }

    #[test]
    fn of_every_group_single_ones_may_be_denied() {
        let one = deny_group(AclOperation::READ, "billing");
        let prefixed = AclBinding {
            pattern: ResourcePattern::prefixed(ResourceType::GROUP, "*").into(),
            ..one.clone()
        };
        let some = [one.clone(), prefixed.clone()];
        consume("*").refuse_denied(&some).unwrap();
        assert_eq!(
            consume("*").warn_of_denials(&some),
            [Warning::DeniedGroup(one), Warning::DeniedGroup(prefixed)]
        );
        refused(&consume("*"), &deny_group(AclOperation::READ, "*"));
    }
}

//! What is not meant unless it is spelled out: internal topics, and everyone.

use kafka_admin::acls::AclBinding;
use kafka_admin::{AclPermissionType, PatternType, ResourceType};

use crate::confirm::{self, INTERNAL, SpelledOut};
use crate::failure::{Failure, Result};

const EVERYONE: &str = "User:*";

/// Refuses to allow what was not spelled out. To deny it is no gift.
pub(super) fn check_create(acls: &[AclBinding], spelled: &SpelledOut) -> Result<()> {
    match missing(acls.iter().filter(|acl| allows(acl)), spelled).as_slice() {
        [] => Ok(()),
        flags => Err(not_spelled_out("some of the ACLs to create are for", flags)),
    }
}

/// Refuses to delete what was not spelled out, DENY like ALLOW.
pub(super) fn check_delete(acls: &[AclBinding], spelled: &SpelledOut) -> Result<()> {
    match missing(acls.iter(), spelled).as_slice() {
        [] => Ok(()),
        flags => Err(not_spelled_out("some of the ACLs to delete are for", flags)),
    }
}

/// The flags that these ACLs need and that are not there.
pub(in crate::nouns) fn missing<'a>(
    acls: impl Iterator<Item = &'a AclBinding> + Clone,
    spelled: &SpelledOut,
) -> Vec<&'static str> {
    let internal = !spelled.internal && acls.clone().any(is_internal);
    let everyone = !spelled.everyone && acls.clone().any(is_for_everyone);
    let flags = [(internal, "--internal"), (everyone, "--everyone")];
    flags.into_iter().filter(|(missing, _)| *missing).map(|(_, flag)| flag).collect()
}

/// `*` names every topic and means internal ones, too.
pub(super) fn warning_of_every_topic(acls: &[AclBinding]) -> Option<String> {
    acls.iter().any(allows_every_topic).then(|| {
        "topic * is every topic, Kafka's internal ones such as __consumer_offsets too".to_owned()
    })
}

fn allows_every_topic(acl: &AclBinding) -> bool {
    acl.pattern.resource_type == ResourceType::TOPIC
        && acl.pattern.pattern_type == PatternType::LITERAL
        && *acl.pattern.name == *"*"
        && allows(acl)
}

fn allows(acl: &AclBinding) -> bool {
    acl.entry.permission == AclPermissionType::ALLOW
}

fn is_internal(acl: &AclBinding) -> bool {
    let name: &str = &acl.pattern.name;
    // A prefix may end before the second underscore.
    let covers = acl.pattern.pattern_type == PatternType::PREFIXED && INTERNAL.starts_with(name);
    acl.pattern.resource_type == ResourceType::TOPIC && (confirm::is_internal(name) || covers)
}

fn is_for_everyone(acl: &AclBinding) -> bool {
    acl.entry.principal() == EVERYONE
}

fn not_spelled_out(what: &str, flags: &[&str]) -> Failure {
    let names = flags.iter().map(|flag| match *flag {
        "--internal" => "internal topics (__...)",
        _ => "everyone (User:*)",
    });
    let names = names.collect::<Vec<_>>().join(" and ");
    Failure::unconfirmed(format!("{what} {names}"), &flags.join(" "))
}

#[cfg(test)]
mod tests {
    use kafka_admin::AclOperation;
    use kafka_admin::acls::ResourcePattern;

    use super::*;

    fn acl(principal: &str, pattern: ResourcePattern) -> AclBinding {
        AclBinding::allow(principal, AclOperation::READ, pattern)
    }

    fn flags(acl: &AclBinding) -> Vec<&'static str> {
        missing([acl].into_iter(), &SpelledOut::default())
    }

    #[test]
    fn internal_topics_and_everyone_need_their_flags() {
        let internal = acl("User:x", ResourcePattern::topic("__consumer_offsets"));
        let everyone = acl("User:*", ResourcePattern::topic("orders"));
        assert_eq!(flags(&internal), ["--internal"]);
        assert_eq!(flags(&everyone), ["--everyone"]);
        assert_eq!(
            flags(&acl("User:*", ResourcePattern::topic("__x"))),
            ["--internal", "--everyone"]
        );
        let spelled = SpelledOut { internal: true, everyone: true };
        assert!(check_create(&[internal.clone(), everyone.clone()], &spelled).is_ok());
        let failure = check_create(&[internal, everyone], &SpelledOut::default()).unwrap_err();
        assert_eq!(failure.exit, crate::USAGE);
        assert!(failure.hint.unwrap().contains("--internal --everyone"));
    }

    #[test]
    fn a_prefix_that_covers_internal_topics_is_one() {
        for (prefix, is_internal) in
            [("_", true), ("__", true), ("__c", true), ("_c", false), ("o", false)]
        {
            let acl = acl("User:x", ResourcePattern::prefixed(ResourceType::TOPIC, prefix));
            assert_eq!(flags(&acl).is_empty(), !is_internal, "{prefix}");
        }
        assert!(flags(&acl("User:x", ResourcePattern::group("__g"))).is_empty());
    }

    #[test]
    fn to_deny_everyone_is_no_gift_and_to_delete_that_denial_is_one() {
        let denial =
            AclBinding::deny("User:*", AclOperation::ALL, ResourcePattern::topic("orders"));
        check_create(std::slice::from_ref(&denial), &SpelledOut::default()).unwrap();
        check_delete(&[denial], &SpelledOut::default()).unwrap_err();
    }
}

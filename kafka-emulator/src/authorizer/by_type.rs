//! Whether a client may do something with any resource of a type at all:
//! `Authorizer.authorizeByResourceType` (KIP-679).

use std::collections::HashSet;

use kafka_proto::{AclOperation, AclPermissionType, PatternType, ResourceType};

use super::Authorizer;
use crate::network::Network;
use crate::state::acl::{Acl, WILDCARD};

/// "Check a hard-coded name to ensure that super users are granted access regardless of DENY ACLs."
const HARD_CODED: &str = "hardcode";

impl Authorizer<'_> {
    /// Whether the client may write idempotently: in the cluster, or to any topic.
    pub(crate) fn may_write_idempotently(&self) -> bool {
        // MSK's users met that WriteData alone is not enough.
        let may_by_writing = self.iam_policy().is_none()
            && self.allows_on_any(AclOperation::WRITE, ResourceType::TOPIC);
        may_by_writing || self.allows_on_cluster(AclOperation::IDEMPOTENT_WRITE)
    }

    /// Whether there can be a resource of the type with which the client may do it.
    pub(crate) fn allows_on_any(&self, operation: AclOperation, on: ResourceType) -> bool {
        if self.allows(operation, on, HARD_CODED) {
            return true;
        }
        let about = |acl: &&Acl| {
            acl.resource_type == on
                && [operation, AclOperation::ALL].contains(&acl.operation)
                && self.is_about_client(acl)
        };
        let (mut allowed, mut denied) = (Patterns::default(), Patterns::default());
        for acl in self.acls.iter().map(AsRef::as_ref).filter(about) {
            match acl.permission_type {
                AclPermissionType::ALLOW => allowed.add(acl),
                _ => denied.add(acl),
            }
        }
        let everything = |patterns: &Patterns<'_>| patterns.literal.contains(WILDCARD);
        !everything(&denied) && (everything(&allowed) || allowed.has_more_than(&denied))
    }

    fn is_about_client(&self, acl: &Acl) -> bool {
        let address = self.client.peer.ip().to_canonical();
        let is_in = |host| matches!(Network::parse(host), Some(Ok(it)) if it.contains(address));
        let host = acl.host.as_str();
        [self.client.principal(), "User:*"].contains(&acl.principal.as_str())
            && (host == WILDCARD || host == self.client.host() || is_in(host))
    }
}

/// Names of resources, and how they begin.
#[derive(Default)]
struct Patterns<'a> {
    literal: HashSet<&'a str>,
    prefixed: HashSet<&'a str>,
}

impl<'a> Patterns<'a> {
    fn add(&mut self, acl: &'a Acl) {
        let names = match acl.pattern_type {
            PatternType::PREFIXED => &mut self.prefixed,
            _ => &mut self.literal,
        };
        names.insert(&acl.resource_name);
    }

    /// "For any literal allowed, if there's no dominant literal and prefix denied, return allow. For any
    /// prefix allowed, if there's no dominant prefix denied, return allow."
    fn has_more_than(&self, denied: &Self) -> bool {
        let is_free = |name: &str| {
            let ends = name.char_indices().map(|(start, c)| start + c.len_utf8());
            !ends.into_iter().any(|end| denied.prefixed.contains(&name[..end]))
        };
        let mut literal = self.literal.iter().filter(|name| !denied.literal.contains(*name));
        literal.any(|name| is_free(name)) || self.prefixed.iter().any(|name| is_free(name))
    }
}

#[cfg(test)]
mod tests {
    use kafka_auth::Principal;

    use super::super::Policy;
    use super::*;
    use crate::client::Client;
    use crate::state::acls::Acls;

    fn may_write(list: &[Acl]) -> bool {
        let mut acls = Acls::default();
        list.iter().for_each(|acl| acls.insert(acl.clone()));
        let client = Client::test(Principal::user("u"), "10.0.0.1");
        let policy = Policy::default();
        Authorizer { policy: &policy, acls: &acls, client: &client }.may_write_idempotently()
    }

    fn allow(name: &str) -> Acl {
        Acl::allow("User:u", AclOperation::WRITE, ResourceType::TOPIC, name)
    }

    fn deny(name: &str) -> Acl {
        Acl::deny("User:*", AclOperation::ALL, ResourceType::TOPIC, name)
    }

    #[test]
    fn one_topic_is_enough_unless_it_is_denied() {
        // (ACLs, answer)
        let table = [
            (vec![], false),
            (vec![allow("t")], true),
            (vec![allow("*")], true),
            (vec![allow("t").prefixed()], true),
            (vec![allow("t"), deny("t")], false),
            (vec![allow("t"), deny("x")], true),
            (vec![allow("t"), deny("*")], false),
            (vec![allow("topic"), deny("to").prefixed()], false),
            (vec![allow("to").prefixed(), deny("topic").prefixed()], true),
            (vec![allow("to").prefixed(), deny("to")], true),
            (vec![allow("t").from_host("10.0.0.2")], false),
            (vec![allow("t").from_host("10.0.0.1")], true),
        ];
        for (acls, answer) in table {
            assert_eq!(may_write(&acls), answer, "{acls:?}");
        }
    }

    #[test]
    fn other_operations_and_resources_are_not_enough() {
        let read = Acl { operation: AclOperation::READ, ..allow("t") };
        let group = Acl { resource_type: ResourceType::GROUP, ..allow("t") };
        let other = Acl { principal: "User:v".to_owned(), ..allow("t") };
        assert!(!may_write(&[read, group, other]));
        let cluster = Acl::allow(
            "User:u",
            AclOperation::IDEMPOTENT_WRITE,
            ResourceType::CLUSTER,
            crate::state::acl::CLUSTER_NAME,
        );
        assert!(may_write(&[cluster]));
    }
}

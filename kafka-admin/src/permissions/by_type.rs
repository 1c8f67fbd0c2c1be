//! Whether a principal may do something with any resource of a type: `authorizeByResourceType`
//! (KIP-679), by which an idempotent producer gets its id.

use std::collections::HashSet;
use std::net::IpAddr;

use kafka_proto::{AclOperation, AclPermissionType, PatternType, ResourceType};

use super::rules::{EVERYONE, Question, Rules, is_same};
use crate::acls::{AclBinding, ResourcePattern};

/// The name that Kafka asks about first, for super users and for `*`.
const HARD_CODED: &str = "hardcode";

impl Rules {
    /// Whether a producer may be idempotent, as Java's is by default: with IDEMPOTENT_WRITE on the
    /// cluster, or WRITE on any topic.
    pub fn allow_idempotent_producer(&self, principal: &str, host: Option<IpAddr>) -> bool {
        let cluster = ResourcePattern::cluster();
        let write = Question::new(principal, AclOperation::IDEMPOTENT_WRITE, &cluster);
        self.allow(&write.from_host(host))
            || self.allow_on_any(
                ResourceType::TOPIC,
                &write.from_host(host).operation(AclOperation::WRITE),
            )
    }

    /// Whether there can be a resource of the type on which the operation is allowed. The question's own
    /// resource does not count.
    pub fn allow_on_any(&self, on: ResourceType, question: &Question<'_>) -> bool {
        let hard_coded = Question { resource_type: on, name: HARD_CODED, ..*question };
        if self.allow(&hard_coded) {
            return true;
        }
        let (mut allowed, mut denied) = (Names::default(), Names::default());
        for acl in self.of_type(on).iter().filter(|acl| self.is_about(acl, question)) {
            match acl.entry.permission {
                AclPermissionType::ALLOW => allowed.add(acl),
                _ => denied.add(acl),
            }
        }
        if denied.literal.contains("*") {
            return false;
        }
        let literal = allowed.literal.iter();
        allowed.literal.contains("*")
            || literal.filter(|it| !denied.literal.contains(*it)).any(|it| !denied.begin(it))
            || allowed.prefixed.iter().any(|it| !denied.begin(it))
    }

    fn is_about(&self, acl: &AclBinding, question: &Question<'_>) -> bool {
        [question.principal, EVERYONE].contains(&acl.entry.principal())
            && is_same(acl.entry.operation, question.operation)
            && self.is_from(acl, question.host)
    }
}

#[derive(Default)]
struct Names<'r> {
    literal: HashSet<&'r str>,
    prefixed: HashSet<&'r str>,
}

impl<'r> Names<'r> {
    fn add(&mut self, acl: &'r AclBinding) {
        match acl.pattern.pattern_type {
            PatternType::PREFIXED => self.prefixed.insert(&acl.pattern.name),
            _ => self.literal.insert(&acl.pattern.name),
        };
    }

    /// Whether one of the prefixes is the beginning of the name.
    fn begin(&self, name: &str) -> bool {
        (1..=name.len()).filter_map(|end| name.get(..end)).any(|it| self.prefixed.contains(it))
    }
}

//! The smallest change that turns an answer.

use kafka_proto::{AclPermissionType, PatternType};

use super::host::host_text;
use super::rules::{Question, Rules};
use super::{Answer, Reason};
use crate::acls::{AclBinding, ResourcePattern};

/// ACLs to delete and ACLs to create.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// To delete, each exactly as it is.
    pub delete: Vec<AclBinding>,
    /// To create.
    pub create: Vec<AclBinding>,
}

impl Change {
    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.delete.is_empty() && self.create.is_empty()
    }
}

impl Rules {
    /// The smallest change of ACLs that turns a yes into a no, or a no into a yes.
    ///
    /// - What is denied by ACLs is allowed when all of those are deleted. What no ACL allows then needs
    ///   one: for this principal, operation, resource by name, and the question's host.
    /// - What is allowed by just such an ACL alone is denied when that is deleted. Otherwise it takes an
    ///   ACL that denies just this.
    ///
    /// `None` where no ACL turns it: the principal is a super user.
    pub fn smallest_change(&self, question: &Question<'_>) -> Option<Change> {
        let answer = self.answer(question);
        match answer.reason {
            Reason::SuperUser => None,
            _ if answer.is_allowed() => Some(self.to_deny(question, &answer)),
            _ => Some(self.to_allow(question, &answer)),
        }
    }

    /// The rules after the change.
    #[must_use]
    pub fn after(&self, change: &Change) -> Self {
        let kept = self.acls().iter().filter(|acl| !change.delete.contains(acl));
        self.with_acls(kept.chain(&change.create).cloned())
    }

    fn to_allow(&self, question: &Question<'_>, answer: &Answer<'_>) -> Change {
        let delete: Vec<_> = answer.denying.iter().copied().cloned().collect();
        let is_bare = answer.covering == delete.len();
        let is_enough = !answer.allowing.is_empty() || (is_bare && self.allows_everyone());
        let create =
            if is_enough { vec![] } else { vec![exactly(question, AclPermissionType::ALLOW)] };
        Change { delete, create }
    }

    fn to_deny(&self, question: &Question<'_>, answer: &Answer<'_>) -> Change {
        let allowance = exactly(question, AclPermissionType::ALLOW);
        // With the last ACL of a resource goes what keeps everyone out.
        let stays_closed = answer.covering > 1 || !self.allows_everyone();
        match answer.allowing.as_slice() {
            [only] if **only == allowance && stays_closed => {
                Change { delete: vec![allowance], create: vec![] }
            }
            _ => {
                Change { delete: vec![], create: vec![exactly(question, AclPermissionType::DENY)] }
            }
        }
    }
}

/// The ACL about just this question.
fn exactly(question: &Question<'_>, permission: AclPermissionType) -> AclBinding {
    let pattern = ResourcePattern {
        resource_type: question.resource_type,
        name: question.name.into(),
        pattern_type: PatternType::LITERAL,
    };
    let acl = match permission {
        AclPermissionType::DENY => {
            AclBinding::deny(question.principal, question.operation, pattern)
        }
        _ => AclBinding::allow(question.principal, question.operation, pattern),
    };
    acl.from_host(question.host.map_or_else(|| "*".to_owned(), host_text))
}

#[cfg(test)]
mod tests {
    use kafka_proto::AclOperation as Op;

    use super::*;

    fn topic(name: &str) -> ResourcePattern {
        ResourcePattern::topic(name)
    }

    fn allow(operation: Op, name: &str) -> AclBinding {
        AclBinding::allow("User:u", operation, topic(name))
    }

    fn turned(rules: &Rules, operation: Op) -> Change {
        let orders = topic("orders");
        let question = Question::new("User:u", operation, &orders);
        let change = rules.smallest_change(&question).unwrap();
        let after = rules.after(&change);
        assert_ne!(after.allow(&question), rules.allow(&question), "{change:?}");
        change
    }

    #[test]
    fn a_change_turns_the_answer_and_is_the_smallest() {
        let everyone = AclBinding::deny("User:*", Op::ALL, topic("orders"));
        let read = allow(Op::READ, "orders");
        let change = |delete: &[&AclBinding], create: &[&AclBinding]| Change {
            delete: delete.iter().copied().cloned().collect(),
            create: create.iter().copied().cloned().collect(),
        };
        let deny = |operation| AclBinding::deny("User:u", operation, topic("orders"));
        let table = [
            (vec![], Op::READ, change(&[], &[&read])),
            (vec![read.clone()], Op::READ, change(&[&read], &[])),
            // READ allows DESCRIBE too: it is not taken away for that.
            (vec![read.clone()], Op::DESCRIBE, change(&[], &[&deny(Op::DESCRIBE)])),
            (vec![allow(Op::READ, "*")], Op::READ, change(&[], &[&deny(Op::READ)])),
            (vec![everyone.clone()], Op::READ, change(&[&everyone], &[&read])),
            (vec![everyone.clone(), allow(Op::ALL, "*")], Op::READ, change(&[&everyone], &[])),
        ];
        for (acls, operation, expected) in table {
            assert_eq!(turned(&Rules::new(acls.clone()), operation), expected, "{acls:?}");
        }
    }

    #[test]
    fn where_everyone_is_allowed_the_last_acl_keeps_them_out() {
        let everyone = |acls: &[&AclBinding]| {
            let acls = acls.iter().copied().cloned();
            Rules::new(acls).allow_everyone_if_no_acl_found(true)
        };
        let (read, denial) =
            (allow(Op::READ, "orders"), AclBinding::deny("User:u", Op::READ, topic("orders")));
        assert_eq!(turned(&everyone(&[]), Op::READ).create, std::slice::from_ref(&denial));
        assert_eq!(turned(&everyone(&[&read]), Op::READ).create, std::slice::from_ref(&denial));
        let gone = turned(&everyone(&[&denial]), Op::READ);
        assert_eq!((gone.delete, gone.create), (vec![denial], vec![]));
    }

    #[test]
    fn no_acl_is_about_a_super_user() {
        let rules = Rules::new([]).super_users(["User:u"]);
        let orders = topic("orders");
        assert_eq!(rules.smallest_change(&Question::new("User:u", Op::READ, &orders)), None);
    }
}

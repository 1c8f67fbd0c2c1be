//! The index held against the plain rules of Kafka's `StandardAuthorizer`: a scan of all ACLs.

use kafka_auth::Principal;
use kafka_proto::{AclOperation, AclPermissionType, PatternType, ResourceType};

use super::Acls;
use crate::authorizer::{Authorizer, Policy};
use crate::client::Client;
use crate::state::acl::Acl;

const OPERATIONS: [AclOperation; 14] = [
    AclOperation::READ,
    AclOperation::WRITE,
    AclOperation::CREATE,
    AclOperation::DELETE,
    AclOperation::ALTER,
    AclOperation::DESCRIBE,
    AclOperation::CLUSTER_ACTION,
    AclOperation::DESCRIBE_CONFIGS,
    AclOperation::ALTER_CONFIGS,
    AclOperation::IDEMPOTENT_WRITE,
    AclOperation::CREATE_TOKENS,
    AclOperation::DESCRIBE_TOKENS,
    AclOperation::TWO_PHASE_COMMIT,
    AclOperation::ALL,
];

/// Whose host is 10.0.0.1.
fn client() -> Client {
    Client::test(Principal::user("u"), "10.0.0.1")
}

/// The rules, one ACL after the other. Where no ACL is for the name, `None`.
fn scan(acls: &[Acl], operation: AclOperation, on: ResourceType, name: &str) -> Option<bool> {
    let (mut is_found, mut is_allowed) = (false, false);
    for acl in acls.iter().filter(|acl| acl.resource_type == on && is_for_name(acl, name)) {
        is_found = true;
        if is_for_client(acl) && is_about(acl, operation) {
            match acl.permission_type {
                AclPermissionType::ALLOW => is_allowed = true,
                _ => return Some(false),
            }
        }
    }
    is_found.then_some(is_allowed)
}

fn is_for_name(acl: &Acl, name: &str) -> bool {
    let pattern = acl.resource_name.as_str();
    if acl.pattern_type == PatternType::PREFIXED {
        return name.starts_with(pattern);
    }
    let is_long_with_star = name.starts_with('*') && name.len() > 1;
    pattern == name || pattern == "*" && !is_long_with_star
}

fn is_for_client(acl: &Acl) -> bool {
    let is_host = matches!(acl.host.as_str(), "*" | "10.0.0.1" | "10.0.0.0/8");
    matches!(acl.principal.as_str(), "User:u" | "User:*") && is_host
}

fn is_about(acl: &Acl, operation: AclOperation) -> bool {
    use AclOperation as Op;
    let implied = match operation {
        Op::DESCRIBE => matches!(acl.operation, Op::READ | Op::WRITE | Op::DELETE | Op::ALTER),
        Op::DESCRIBE_CONFIGS => acl.operation == Op::ALTER_CONFIGS,
        _ => false,
    };
    let is_allow = acl.permission_type == AclPermissionType::ALLOW;
    acl.operation == operation || acl.operation == Op::ALL || is_allow && implied
}

/// Asks both about every name and operation, under both defaults.
fn compare(list: &[Acl], index: &Acls, names: &[String]) {
    let client = client();
    for allow_everyone in [false, true] {
        let policy = Policy { allow_everyone, ..Policy::default() };
        let rights = Authorizer { policy: &policy, acls: index, client: &client };
        for name in names {
            for operation in OPERATIONS {
                for on in [ResourceType::TOPIC, ResourceType::GROUP] {
                    let expected = scan(list, operation, on, name).unwrap_or(allow_everyone);
                    let found = rights.allows(operation, on, name);
                    assert_eq!(found, expected, "{operation} on {on} {name}, of {list:?}");
                }
            }
        }
    }
}

fn index(list: &[Acl]) -> Acls {
    let mut acls = Acls::default();
    list.iter().for_each(|acl| acls.insert(acl.clone()));
    acls
}

/// Every text of up to `len` of these letters.
fn words(letters: &[&str], len: usize) -> Vec<String> {
    let mut words = vec![String::new()];
    for _ in 0..len {
        let longer =
            words.iter().flat_map(|word| letters.iter().map(move |it| format!("{word}{it}")));
        let longer: Vec<String> = longer.collect();
        words.extend(longer);
        words.sort();
        words.dedup();
    }
    words
}

/// All that differs in one ACL: names of up to two letters, both patterns, and what decides.
fn small_acls() -> Vec<Acl> {
    let mut acls = Vec::new();
    for name in words(&["*", "a"], 2).into_iter().filter(|name| !name.is_empty()) {
        for pattern_type in [PatternType::LITERAL, PatternType::PREFIXED] {
            for (operation, permission_type) in [
                (AclOperation::READ, AclPermissionType::ALLOW),
                (AclOperation::READ, AclPermissionType::DENY),
                (AclOperation::ALL, AclPermissionType::ALLOW),
                (AclOperation::DESCRIBE, AclPermissionType::DENY),
            ] {
                let acl = Acl::allow("User:u", operation, ResourceType::TOPIC, &name);
                acls.push(Acl { pattern_type, permission_type, ..acl });
            }
        }
    }
    acls
}

#[test]
fn every_pair_of_small_acls() {
    let (acls, names) = (small_acls(), words(&["*", "a"], 3));
    for first in &acls {
        for second in &acls {
            let list = [first.clone(), second.clone()];
            compare(&list, &index(&list), &names);
        }
    }
}

#[test]
fn principals_hosts_and_types() {
    let names = words(&["a"], 1);
    for principal in ["User:u", "User:*", "User:v", "user:u", "Group:*", "User:u*", "IAM:u"] {
        for host in ["*", "10.0.0.1", "10.0.0.2", "10.0.0.0/8", "11.0.0.0/8", "localhost"] {
            for on in [ResourceType::TOPIC, ResourceType::GROUP, ResourceType::CLUSTER] {
                let acl = Acl::allow(principal, AclOperation::READ, on, "a").from_host(host);
                let denied = Acl { permission_type: AclPermissionType::DENY, ..acl.clone() };
                let all = Acl::allow("User:u", AclOperation::ALL, ResourceType::TOPIC, "*");
                for list in [vec![acl.clone()], vec![acl.clone(), all.clone()], vec![denied, all]] {
                    compare(&list, &index(&list), &names);
                }
            }
        }
    }
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

fn random_acl(dice: &mut Dice, names: &[String]) -> Acl {
    let on = *dice.one(&[ResourceType::TOPIC, ResourceType::GROUP]);
    let operation = *dice.one(&OPERATIONS);
    let principal = *dice.one(&["User:u", "User:*", "User:v"]);
    let host = *dice.one(&["*", "10.0.0.1", "10.0.0.2", "10.0.0.0/8", "11.0.0.0/8"]);
    let acl = Acl::allow(principal, operation, on, dice.one(names)).from_host(host);
    Acl {
        permission_type: *dice.one(&[AclPermissionType::ALLOW, AclPermissionType::DENY]),
        pattern_type: *dice.one(&[PatternType::LITERAL, PatternType::PREFIXED]),
        ..acl
    }
}

/// ACLs come and go; what is left decides, whatever came before it.
#[test]
fn random_acls_that_come_and_go() {
    // Letters of one, two and four bytes, and `!`, which sorts before `*`.
    let names = words(&["a", "*", "!", "é", "𝄞"], 2);
    let given: Vec<String> = names.iter().filter(|name| !name.is_empty()).cloned().collect();
    for seed in 0..60 {
        let mut dice = Dice(seed);
        let (mut list, mut index) = (Vec::<Acl>::new(), Acls::default());
        for _ in 0..40 {
            if dice.below(3) == 0 && !list.is_empty() {
                let gone = list.swap_remove(dice.below(list.len()));
                assert!(index.remove(&gone) && !index.remove(&gone));
            } else {
                let acl = random_acl(&mut dice, &given);
                index.insert(acl.clone());
                if !list.contains(&acl) {
                    list.push(acl);
                }
            }
            assert_eq!(index.len(), list.len());
            assert_eq!(index.text(), list.iter().map(Acl::text).sum::<usize>());
        }
        compare(&list, &index, &names);
        list.iter().for_each(|acl| assert!(index.remove(acl)));
        assert!(index.patterns.values().all(|it| it.literal.is_empty() && it.prefixed.is_empty()));
    }
}

#[test]
fn acls_are_kept_in_the_order_they_were_created() {
    let on = |name: &str| Acl::allow("User:u", AclOperation::READ, ResourceType::TOPIC, name);
    let mut acls = index(&[on("c"), on("a"), on("b"), on("a")]);
    acls.remove(&on("c"));
    acls.insert(on("c"));
    let names: Vec<&str> = acls.iter().map(|acl| acl.resource_name.as_str()).collect();
    assert_eq!(names, ["a", "b", "c"]);
}

//! Who may do what: the rules of Kafka's `StandardAuthorizer`, with MSK's exemption of IAM.

mod by_type;

use std::collections::{HashMap, HashSet};

use kafka_auth::StoredCredential;
use kafka_proto::{AclOperation, ResourceType};

use crate::client::Client;
use crate::iam_policy::{ClusterArn, IamPolicy};
use crate::service::Service;
use crate::state::acl::CLUSTER_NAME;
use crate::state::acls::{Acls, Rules};

/// `authorizedOperations` when nothing is said about them.
pub(crate) const OPERATIONS_OMITTED: i32 = i32::MIN;

/// What the broker's configuration says about rights.
#[derive(Clone, Debug, Default)]
pub(crate) struct Policy {
    /// What there are no rights for at all.
    pub(crate) service: Service,
    /// `allow.everyone.if.no.acl.found`.
    pub(crate) allow_everyone: bool,
    /// `super.users`, as `User:name`.
    pub(crate) super_users: HashSet<String>,
    /// What identities of IAM may do, by their ARNs. Who has none may do everything.
    pub(crate) iam: HashMap<String, IamPolicy>,
    pub(crate) cluster_arn: ClusterArn,
}

impl Policy {
    /// Whether a login that is right otherwise may be one: `kafka-cluster:Connect`.
    pub(crate) fn may_connect(&self, credential: &StoredCredential<'_>) -> bool {
        let StoredCredential::Iam(identity) = credential else { return true };
        let policy = self.iam.get(&identity.arn);
        policy.is_none_or(|policy| policy.allows_connect(&self.cluster_arn))
    }
}

/// Answers for one client whether it may do something.
#[derive(Clone, Copy)]
pub(crate) struct Authorizer<'a> {
    pub(crate) policy: &'a Policy,
    pub(crate) acls: &'a Acls,
    pub(crate) client: &'a Client,
}

impl Authorizer<'_> {
    /// Whether the client may do `operation` on that resource.
    pub(crate) fn allows(&self, operation: AclOperation, on: ResourceType, name: &str) -> bool {
        self.rights(on, name).allow(operation)
    }

    /// As [`Authorizer::allows`], on the cluster.
    pub(crate) fn allows_on_cluster(&self, operation: AclOperation) -> bool {
        self.allows(operation, ResourceType::CLUSTER, CLUSTER_NAME)
    }

    /// The operations the client may do, as bits numbered by their codes (KIP-430).
    pub(crate) fn operations(&self, on: ResourceType, name: &str) -> i32 {
        let rights = self.rights(on, name);
        supported_operations(on)
            .iter()
            .filter(|operation| rights.allow(**operation))
            .fold(0, |bits, operation| bits | 1 << operation.0)
    }

    /// What limits the client if it is an identity of IAM.
    pub(crate) fn iam_policy(&self) -> Option<&IamPolicy> {
        let identity = self.client.identity();
        self.policy.iam.get(&identity.name).filter(|_| self.client.is_iam())
    }

    /// Where no ACL covers the resource at all, `allow.everyone.if.no.acl.found` decides.
    fn rights<'n>(&'n self, on: ResourceType, name: &'n str) -> Rights<'n> {
        let everything = Rights::EverythingOf(self.policy.service, on);
        if let Some(policy) = self.iam_policy() {
            let Policy { service, cluster_arn, .. } = self.policy;
            return Rights::ByIam { policy, cluster_arn, service: *service, on, name };
        }
        if self.is_exempt() {
            return everything;
        }
        match self.acls.rules(on, name, self.client) {
            Some(rules) => Rights::By(rules),
            None if self.policy.allow_everyone => everything,
            None => Rights::By(Rules::default()),
        }
    }

    /// IAM identities are outside of Kafka's authorizer: ACLs have no effect on them.
    fn is_exempt(&self) -> bool {
        self.client.is_iam() || self.policy.super_users.contains(self.client.principal())
    }
}

/// What a client may do with one resource.
enum Rights<'a> {
    /// That such a cluster has to give on that type of resource.
    EverythingOf(Service, ResourceType),
    By(Rules),
    ByIam {
        policy: &'a IamPolicy,
        cluster_arn: &'a ClusterArn,
        service: Service,
        on: ResourceType,
        name: &'a str,
    },
}

impl Rights<'_> {
    fn allow(&self, operation: AclOperation) -> bool {
        match self {
            Self::EverythingOf(service, on) => service.grants(operation, *on),
            Self::By(rules) => rules.allow(operation),
            Self::ByIam { policy, cluster_arn, service, on, name } => {
                service.grants(operation, *on) && policy.allows(cluster_arn, operation, *on, name)
            }
        }
    }
}

/// `AclEntry.supportedOperations`: what authorized operations are told about.
fn supported_operations(resource_type: ResourceType) -> &'static [AclOperation] {
    use AclOperation as Op;
    match resource_type {
        ResourceType::TOPIC => &[
            Op::READ,
            Op::WRITE,
            Op::CREATE,
            Op::DELETE,
            Op::ALTER,
            Op::DESCRIBE,
            Op::DESCRIBE_CONFIGS,
            Op::ALTER_CONFIGS,
        ],
        // Kafka 3.9 has no configurations of groups.
        ResourceType::GROUP => {
            &[Op::READ, Op::DELETE, Op::DESCRIBE, Op::DESCRIBE_CONFIGS, Op::ALTER_CONFIGS]
        }
        ResourceType::CLUSTER => &[
            Op::CREATE,
            Op::ALTER,
            Op::DESCRIBE,
            Op::CLUSTER_ACTION,
            Op::DESCRIBE_CONFIGS,
            Op::ALTER_CONFIGS,
            Op::IDEMPOTENT_WRITE,
        ],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use kafka_auth::Principal;

    use super::*;
    use crate::state::acl::Acl;

    const TOPIC: ResourceType = ResourceType::TOPIC;

    fn user(name: &str) -> Client {
        Client::test(Principal::user(name), "10.0.0.1")
    }

    fn iam() -> Client {
        Client::test(Principal::iam("arn:aws:iam::123456789012:user/admin"), "10.0.0.1")
    }

    fn index(list: &[Acl]) -> Acls {
        let mut acls = Acls::default();
        list.iter().for_each(|acl| acls.insert(acl.clone()));
        acls
    }

    fn with<T>(client: &Client, acls: &[Acl], ask: impl Fn(Authorizer<'_>) -> T) -> T {
        ask(Authorizer { policy: &Policy::default(), acls: &index(acls), client })
    }

    fn allows(acls: &[Acl], operation: AclOperation, topic: &str) -> bool {
        with(&user("u"), acls, |rights| rights.allows(operation, TOPIC, topic))
    }

    fn allow(operation: AclOperation) -> Acl {
        Acl::allow("User:u", operation, TOPIC, "t")
    }

    fn deny(operation: AclOperation) -> Acl {
        Acl::deny("User:u", operation, TOPIC, "t")
    }

    #[test]
    fn without_acls_nothing_is_allowed() {
        assert!(!allows(&[], AclOperation::READ, "t"));
    }

    #[test]
    fn implied_operations() {
        use AclOperation as Op;
        // (allowed, asked, answer)
        let table = [
            (Op::READ, Op::READ, true),
            (Op::READ, Op::WRITE, false),
            (Op::ALL, Op::DELETE, true),
            (Op::READ, Op::DESCRIBE, true),
            (Op::WRITE, Op::DESCRIBE, true),
            (Op::DELETE, Op::DESCRIBE, true),
            (Op::ALTER, Op::DESCRIBE, true),
            (Op::CREATE, Op::DESCRIBE, false),
            (Op::DESCRIBE, Op::READ, false),
            (Op::DESCRIBE_CONFIGS, Op::DESCRIBE, false),
            (Op::ALTER_CONFIGS, Op::DESCRIBE_CONFIGS, true),
            (Op::ALTER, Op::DESCRIBE_CONFIGS, false),
        ];
        for (given, asked, answer) in table {
            assert_eq!(allows(&[allow(given)], asked, "t"), answer, "{given} for {asked}");
        }
    }

    #[test]
    fn deny_wins_in_any_order() {
        for acls in [
            [allow(AclOperation::ALL), deny(AclOperation::READ)],
            [deny(AclOperation::READ), allow(AclOperation::ALL)],
        ] {
            assert!(!allows(&acls, AclOperation::READ, "t"));
            assert!(allows(&acls, AclOperation::WRITE, "t"));
        }
    }

    #[test]
    fn what_several_acls_say_is_said_once() {
        let on = |name| Acl::allow("User:*", AclOperation::READ, TOPIC, name).prefixed();
        let allowed = [allow(AclOperation::READ), on("t")];
        assert!(allows(&allowed, AclOperation::READ, "t"));
        let not = |name| Acl::deny("User:*", AclOperation::READ, TOPIC, name).prefixed();
        let denied = [allow(AclOperation::ALL), deny(AclOperation::READ), not("t")];
        assert!(!allows(&denied, AclOperation::READ, "t"));
    }

    #[test]
    fn denying_read_does_not_deny_describe() {
        let acls = [allow(AclOperation::DESCRIBE), deny(AclOperation::READ)];
        assert!(allows(&acls, AclOperation::DESCRIBE, "t"));
        assert!(!allows(
            &[allow(AclOperation::READ), deny(AclOperation::ALL)],
            AclOperation::READ,
            "t"
        ));
    }

    #[test]
    fn patterns() {
        let on = |name| Acl::allow("User:u", AclOperation::READ, TOPIC, name);
        // (acl, topic, answer)
        let table = [
            (on("t"), "t", true),
            (on("t"), "tt", false),
            (on("t").prefixed(), "tt", true),
            (on("tt").prefixed(), "t", false),
            (on("*"), "t", true),
            (on("*").prefixed(), "t", false),
        ];
        for (acl, topic, answer) in table {
            assert_eq!(
                allows(std::slice::from_ref(&acl), AclOperation::READ, topic),
                answer,
                "{acl:?} {topic}"
            );
        }
    }

    #[test]
    fn principals_and_hosts() {
        let read = |principal: &str| Acl::allow(principal, AclOperation::READ, TOPIC, "t");
        // (acl, answer) for User:u from 10.0.0.1
        let table = [
            (read("User:u"), true),
            (read("User:*"), true),
            (read("User:v"), false),
            (read("u"), false),
            (read("User:u").from_host("10.0.0.1"), true),
            (read("User:u").from_host("10.0.0.2"), false),
        ];
        for (acl, answer) in table {
            assert_eq!(
                allows(std::slice::from_ref(&acl), AclOperation::READ, "t"),
                answer,
                "{acl:?}"
            );
        }
    }

    #[test]
    fn everyone_is_allowed_only_while_no_acl_covers_the_resource() {
        let policy = Policy { allow_everyone: true, ..Policy::default() };
        let others = index(&[Acl::allow("User:v", AclOperation::READ, TOPIC, "t")]);
        let rights = Authorizer { policy: &policy, acls: &others, client: &user("u") };
        assert!(rights.allows(AclOperation::WRITE, TOPIC, "other"));
        // "With it true, the first ACL on a resource locks everyone else out of that resource."
        assert!(!rights.allows(AclOperation::WRITE, TOPIC, "t"));
    }

    #[test]
    fn iam_and_super_users_are_exempt() {
        let denied = [Acl::deny("User:*", AclOperation::ALL, TOPIC, "*")];
        assert!(with(&iam(), &denied, |rights| rights.allows(AclOperation::READ, TOPIC, "t")));
        let policy =
            Policy { super_users: HashSet::from(["User:root".to_owned()]), ..Policy::default() };
        let acls = index(&denied);
        let rights = Authorizer { policy: &policy, acls: &acls, client: &user("root") };
        assert!(rights.allows(AclOperation::READ, TOPIC, "t"));
    }

    #[test]
    fn an_identity_with_a_policy_may_do_what_it_says_and_others_everything() {
        let allowed = r#"{"Statement": {"Effect": "Allow", "Action": "kafka-cluster:DescribeTopic",
            "Resource": "arn:aws:kafka:us-east-1:1:topic/c/1/t*"}}"#;
        let cluster_arn = ClusterArn::parse("arn:aws:kafka:us-east-1:1:cluster/c/1").unwrap();
        let mut policy = Policy { cluster_arn, ..Policy::default() };
        let limited = "arn:aws:iam::123456789012:role/limited";
        policy.iam.entry(limited.to_owned()).or_default().add(allowed).unwrap();
        let acls = Acls::default();
        let limited = Client::test(Principal::iam(limited), "10.0.0.1");
        let rights = Authorizer { policy: &policy, acls: &acls, client: &limited };
        assert!(rights.allows(AclOperation::DESCRIBE, TOPIC, "t1"));
        assert!(!rights.allows(AclOperation::DESCRIBE, TOPIC, "u"));
        assert!(!rights.allows(AclOperation::READ, TOPIC, "t1"));
        assert_eq!(rights.operations(TOPIC, "t1"), 0x100);
        assert!(!rights.may_write_idempotently());
        let rights = Authorizer { policy: &policy, acls: &acls, client: &iam() };
        assert!(rights.allows(AclOperation::READ, TOPIC, "u"));
        assert!(rights.may_write_idempotently());
    }

    #[test]
    fn serverless_gives_nobody_the_cluster() {
        let policy = Policy { service: Service::MskServerless, ..Policy::default() };
        let acls = Acls::default();
        let rights = Authorizer { policy: &policy, acls: &acls, client: &iam() };
        assert!(!rights.allows_on_cluster(AclOperation::ALTER));
        assert!(rights.allows_on_cluster(AclOperation::DESCRIBE));
        assert!(rights.allows(AclOperation::ALTER, TOPIC, "t"));
    }

    #[test]
    fn operations_are_the_bits_that_kafka_was_seen_to_answer() {
        use AclOperation as Op;
        let bits = |acls: &[Acl]| with(&user("u"), acls, |rights| rights.operations(TOPIC, "t"));
        assert_eq!(bits(&[]), 0);
        assert_eq!(bits(&[allow(Op::DESCRIBE)]), 0x100);
        assert_eq!(bits(&[allow(Op::WRITE)]), 0x110);
        assert_eq!(bits(&[allow(Op::DESCRIBE), allow(Op::READ)]), 0x108);
        assert_eq!(bits(&[allow(Op::DESCRIBE), allow(Op::READ), deny(Op::READ)]), 0x100);
        assert_eq!(with(&iam(), &[], |rights| rights.operations(TOPIC, "t")), 0xdf8);
        let cluster =
            |rights: Authorizer<'_>| rights.operations(ResourceType::CLUSTER, CLUSTER_NAME);
        assert_eq!(with(&iam(), &[], cluster), 0x1fa0);
    }
}

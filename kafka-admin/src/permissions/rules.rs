//! A set of ACLs, and what it says about one question: Kafka's `StandardAuthorizer`, without a broker.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::net::IpAddr;

use kafka_proto::{AclOperation as Op, AclPermissionType, PatternType, ResourceType};

use super::answer::{Answer, Reason};
use super::host::HostPattern;
use crate::AuthorizedOperations;
use crate::acls::{AclBinding, ResourcePattern};

/// As a resource name (LITERAL) every name, with the exception that [`Rules`] tells of.
const WILDCARD: &str = "*";

/// The only principal that stands for others.
pub(super) const EVERYONE: &str = "User:*";

/// What an authorizer decides by: ACLs, super users, and what it does where no ACL is.
///
/// The rules are those of Kafka's `StandardAuthorizer`:
/// - A super user may do everything.
/// - An ACL counts when its type is that of the resource and its name covers it: LITERAL the same name,
///   PREFIXED the beginning of it, LITERAL `*` every name but those of two and more characters that begin
///   with `*` themselves.
/// - It is about a client when its principal is that of the client or `User:*`, and its host is `*`, the
///   client's address, or a network that the address is in.
/// - A DENY of the operation or of ALL wins. Without one, an ALLOW of the operation or of ALL is enough;
///   READ, WRITE, DELETE and ALTER allow DESCRIBE too, and ALTER_CONFIGS allows DESCRIBE_CONFIGS.
/// - Where no ACL covers the resource at all, `allow.everyone.if.no.acl.found` decides.
///
/// It is sorted once, in time proportional to n·log n; a question looks at the ACLs that cover its
/// resource and are for its principal only.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// By resource, then principal; each once.
    acls: Vec<AclBinding>,
    /// How long the names of PREFIXED ACLs are, in bytes.
    prefixes: BTreeMap<ResourceType, BTreeSet<usize>>,
    super_users: HashSet<String>,
    allow_everyone: bool,
    without_networks: bool,
}

/// Whether a principal may do something with one resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Question<'a> {
    /// `Type:name`, such as `User:rudder`.
    pub principal: &'a str,
    /// The address that the client comes from; `None` is one that no ACL names.
    pub host: Option<IpAddr>,
    /// One operation.
    pub operation: Op,
    /// What kind of resource.
    pub resource_type: ResourceType,
    /// Its name.
    pub name: &'a str,
}

impl<'a> Question<'a> {
    /// Asks about the resource of the pattern's type and name, from an address that no ACL names.
    #[must_use]
    pub fn new(principal: &'a str, operation: Op, resource: &'a ResourcePattern) -> Self {
        let ResourcePattern { resource_type, name, .. } = resource;
        Self { principal, host: None, operation, resource_type: *resource_type, name }
    }

    /// Asks for a client with this address.
    #[must_use]
    pub fn from_host(self, host: Option<IpAddr>) -> Self {
        Self { host, ..self }
    }

    /// Asks about another operation.
    #[must_use]
    pub fn operation(self, operation: Op) -> Self {
        Self { operation, ..self }
    }
}

impl Rules {
    /// These ACLs, no super users, and nothing allowed where there is no ACL.
    #[must_use]
    pub fn new(acls: impl IntoIterator<Item = AclBinding>) -> Self {
        let mut rules = Self { acls: acls.into_iter().collect(), ..Self::default() };
        rules.acls.sort_unstable_by(|a, b| order(a).cmp(&order(b)));
        rules.acls.dedup();
        for acl in rules.acls.iter().filter(|acl| acl.pattern.pattern_type == PatternType::PREFIXED)
        {
            let lengths = rules.prefixes.entry(acl.pattern.resource_type).or_default();
            lengths.insert(acl.pattern.name.len());
        }
        rules
    }

    /// Adds `super.users` of the brokers' configuration, each `Type:name`.
    #[must_use]
    pub fn super_users(mut self, principals: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.super_users.extend(principals.into_iter().map(Into::into));
        self
    }

    /// `allow.everyone.if.no.acl.found` of the brokers' configuration; false by default, as in Kafka.
    #[must_use]
    pub fn allow_everyone_if_no_acl_found(self, allow: bool) -> Self {
        Self { allow_everyone: allow, ..self }
    }

    /// Whether a host such as `10.0.0.0/8` is a network: true by default, as in Kafka 4.4 and later.
    /// Earlier releases keep such an ACL, and it is for nobody.
    #[must_use]
    pub fn networks(self, are_known: bool) -> Self {
        Self { without_networks: !are_known, ..self }
    }

    /// The ACLs, each once, in an order of their own.
    pub fn acls(&self) -> &[AclBinding] {
        &self.acls
    }

    /// The ACLs that cover the resource, whoever they are for: those on its name, on prefixes of it from
    /// the longest on, on `*`.
    pub fn covering_acls(&self, resource: &ResourcePattern) -> Vec<&AclBinding> {
        self.covering(resource.resource_type, &resource.name).flatten().collect()
    }

    /// Whether the principal is one of `super.users`.
    pub fn is_super_user(&self, principal: &str) -> bool {
        self.super_users.contains(principal)
    }

    /// Those ACLs changed, everything else as it is.
    #[must_use]
    pub fn with_acls(&self, acls: impl IntoIterator<Item = AclBinding>) -> Self {
        let changed = Self::new(acls);
        Self { acls: changed.acls, prefixes: changed.prefixes, ..self.clone() }
    }

    /// The answer, and everything that has to do with it.
    pub fn answer(&self, question: &Question<'_>) -> Answer<'_> {
        let (mut denying, mut allowing, mut elsewhere) = (Vec::new(), Vec::new(), Vec::new());
        for acl in self.about(question) {
            let fits = match acl.entry.permission {
                AclPermissionType::ALLOW => allows(acl.entry.operation, question.operation),
                _ => is_same(acl.entry.operation, question.operation),
            };
            match acl.entry.permission {
                _ if !fits => {}
                _ if !self.is_from(acl, question.host) => elsewhere.push(acl),
                AclPermissionType::ALLOW => allowing.push(acl),
                _ => denying.push(acl),
            }
        }
        let covering = self.covering(question.resource_type, question.name).map(<[_]>::len).sum();
        let reason = if self.super_users.contains(question.principal) {
            Reason::SuperUser
        } else if let Some(acl) = denying.first() {
            Reason::Denied(acl)
        } else if let Some(acl) = allowing.first() {
            Reason::Allowed(acl)
        } else {
            match (covering, self.allow_everyone) {
                (0, true) => Reason::AllowedWithoutAcl,
                (0, false) => Reason::NoAcl,
                _ => Reason::NoneFits,
            }
        };
        Answer { reason, denying, allowing, elsewhere, covering }
    }

    /// Whether the answer is yes.
    pub fn allow(&self, question: &Question<'_>) -> bool {
        self.answer(question).is_allowed()
    }

    /// The operations that a broker reports as authorized on a resource (KIP-430): of those that
    /// [`operations_of`] its type gives, the ones that are allowed.
    pub fn operations(&self, question: &Question<'_>) -> AuthorizedOperations {
        let operations = operations_of(question.resource_type).iter().copied();
        operations.filter(|operation| self.allow(&question.operation(*operation))).collect()
    }

    /// The ACLs that cover the resource and are for the principal, the closest first.
    fn about<'r, 'q>(
        &'r self,
        question: &Question<'q>,
    ) -> impl Iterator<Item = &'r AclBinding> + use<'r, 'q> {
        let principal = question.principal;
        self.covering(question.resource_type, question.name)
            .flat_map(move |acls| of(acls, principal).iter().chain(everyone_else(acls, principal)))
    }

    pub(super) fn allows_everyone(&self) -> bool {
        self.allow_everyone
    }

    pub(super) fn is_from(&self, acl: &AclBinding, client: Option<IpAddr>) -> bool {
        let host = HostPattern::parse(acl.entry.host());
        match (host, client) {
            (HostPattern::Any, _) => true,
            (HostPattern::Network { .. }, _) if self.without_networks => false,
            (host, Some(client)) => host.matches(client),
            (_, None) => false,
        }
    }

    /// The ACLs of each pattern that covers the resource: its name, prefixes of it from the longest on,
    /// then `*`.
    fn covering<'r, 'q>(
        &'r self,
        on: ResourceType,
        name: &'q str,
    ) -> impl Iterator<Item = &'r [AclBinding]> + use<'r, 'q> {
        let exact = self.on(on, PatternType::LITERAL, name);
        let lengths =
            self.prefixes.get(&on).into_iter().flat_map(|it| it.range(..=name.len()).rev());
        let prefixes = lengths.filter_map(|length| name.get(..*length));
        let prefixed = prefixes.map(move |prefix| self.on(on, PatternType::PREFIXED, prefix));
        // `StandardAuthorizerData` looks for LITERAL `*` among the prefixes of the name, and passes over
        // what is literal there: `*` does not cover `*x`.
        let any =
            (!name.starts_with(WILDCARD)).then(|| self.on(on, PatternType::LITERAL, WILDCARD));
        std::iter::once(exact).chain(prefixed).chain(any)
    }

    /// The ACLs of one pattern.
    fn on(&self, on: ResourceType, pattern: PatternType, name: &str) -> &[AclBinding] {
        range(&self.acls, |acl| resource(acl).cmp(&(on, pattern, name)))
    }

    /// The ACLs of a type, whatever their name.
    pub(super) fn of_type(&self, on: ResourceType) -> &[AclBinding] {
        range(&self.acls, |acl| acl.pattern.resource_type.cmp(&on))
    }
}

/// The operations that a broker can report as authorized on a resource of the type: none for
/// transactional ids, tokens and users. Kafka before 4.0 leaves out the configurations of groups.
pub fn operations_of(resource_type: ResourceType) -> &'static [Op] {
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

pub(super) fn is_same(given: Op, asked: Op) -> bool {
    given == asked || given == Op::ALL
}

/// Only an ALLOW implies something: whoever may not READ may still DESCRIBE.
fn allows(given: Op, asked: Op) -> bool {
    let implying: &[Op] = match asked {
        Op::DESCRIBE => &[Op::READ, Op::WRITE, Op::DELETE, Op::ALTER],
        Op::DESCRIBE_CONFIGS => &[Op::ALTER_CONFIGS],
        _ => &[],
    };
    is_same(given, asked) || implying.contains(&given)
}

fn resource(acl: &AclBinding) -> (ResourceType, PatternType, &str) {
    let ResourcePattern { resource_type, name, pattern_type } = &*acl.pattern;
    (*resource_type, *pattern_type, name)
}

type Order<'a> = ((ResourceType, PatternType, &'a str), &'a str, &'a str, Op, AclPermissionType);

fn order(acl: &AclBinding) -> Order<'_> {
    let entry = &acl.entry;
    (resource(acl), entry.principal(), entry.host(), entry.operation, entry.permission)
}

fn of<'r>(acls: &'r [AclBinding], principal: &str) -> &'r [AclBinding] {
    range(acls, |acl| acl.entry.principal().cmp(principal))
}

/// Those for `User:*`, unless that is who asks.
fn everyone_else<'r>(acls: &'r [AclBinding], principal: &str) -> &'r [AclBinding] {
    if principal == EVERYONE { &[] } else { of(acls, EVERYONE) }
}

/// The part of sorted ACLs that compares as equal.
fn range(
    acls: &[AclBinding],
    compare: impl Fn(&AclBinding) -> std::cmp::Ordering,
) -> &[AclBinding] {
    let start = acls.partition_point(|acl| compare(acl).is_lt());
    let rest = acls.get(start..).unwrap_or_default();
    let end = rest.partition_point(|acl| compare(acl).is_eq());
    rest.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIENT: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    fn allow(operation: Op, name: &str) -> AclBinding {
        AclBinding::allow("User:u", operation, ResourcePattern::topic(name))
    }

    fn deny(operation: Op, name: &str) -> AclBinding {
        AclBinding::deny("User:u", operation, ResourcePattern::topic(name))
    }

    fn prefixed(mut acl: AclBinding) -> AclBinding {
        std::sync::Arc::make_mut(&mut acl.pattern).pattern_type = PatternType::PREFIXED;
        acl
    }

    fn question<'a>(operation: Op, topic: &'a str) -> Question<'a> {
        let (principal, resource_type) = ("User:u", ResourceType::TOPIC);
        Question { principal, host: Some(CLIENT), operation, resource_type, name: topic }
    }

    fn bits(acls: &[AclBinding], topic: &str) -> u32 {
        Rules::new(acls.to_vec()).operations(&question(Op::DESCRIBE, topic)).bits()
    }

    /// Bits that Kafka 4.4.0 was seen to answer.
    #[test]
    fn operations_are_those_of_kafka() {
        let everyone =
            |operation, name| AclBinding::deny("User:*", operation, ResourcePattern::topic(name));
        let table = [
            (vec![], "t1", 0),
            (vec![allow(Op::ALL, "t1")], "t1", 3576),
            (vec![allow(Op::READ, "t1")], "t1", 264),
            (vec![allow(Op::WRITE, "t1")], "t1", 272),
            (vec![allow(Op::DELETE, "t1")], "t1", 320),
            (vec![allow(Op::ALTER, "t1")], "t1", 384),
            (vec![allow(Op::ALL, "t1"), deny(Op::READ, "t1")], "t1", 3568),
            (vec![allow(Op::READ, "t1"), deny(Op::ALL, "t1")], "t1", 0),
            (vec![allow(Op::ALL, "abc"), prefixed(deny(Op::WRITE, "ab"))], "abc", 3560),
            (vec![allow(Op::ALL, "*"), everyone(Op::WRITE, "t1")], "t1", 3560),
            (vec![allow(Op::ALL, "*"), everyone(Op::WRITE, "t1")], "t2", 3576),
            (vec![allow(Op::ALL, "t1"), deny(Op::WRITE, "t1").from_host("127.0.0.1")], "t1", 3560),
            (vec![allow(Op::ALL, "t1"), deny(Op::WRITE, "t1").from_host("127.0.0.2")], "t1", 3576),
            (vec![allow(Op::READ, "t1").from_host("127.0.0.0/8")], "t1", 264),
            (vec![allow(Op::READ, "t1").from_host("localhost")], "t1", 0),
            // LITERAL * does not cover *x, PREFIXED * covers nothing else.
            (vec![deny(Op::READ, "*"), allow(Op::ALL, "*x")], "*x", 3576),
            (vec![prefixed(allow(Op::READ, "*"))], "*x", 264),
            (vec![prefixed(allow(Op::READ, "*"))], "x", 0),
            (vec![allow(Op::READ, "*")], "*", 264),
        ];
        for (acls, topic, expected) in table {
            assert_eq!(bits(&acls, topic), expected, "{topic}: {acls:?}");
        }
    }

    #[test]
    fn an_answer_names_the_closest_rule_and_the_others() {
        let acls = [
            allow(Op::ALL, "*"),
            prefixed(allow(Op::READ, "or")),
            prefixed(allow(Op::WRITE, "ord")),
            allow(Op::READ, "orders").from_host("10.0.0.1"),
            AclBinding::allow("User:v", Op::READ, ResourcePattern::topic("orders")),
        ];
        let rules = Rules::new(acls.clone());
        let answer = rules.answer(&question(Op::READ, "orders"));
        assert_eq!(answer.reason, Reason::Allowed(&acls[1]));
        assert_eq!(answer.allowing, [&acls[1], &acls[0]]);
        assert_eq!((answer.elsewhere.as_slice(), answer.covering), ([&acls[3]].as_slice(), 5));
        let denied = rules.with_acls(acls.into_iter().chain([deny(Op::READ, "orders")]));
        let answer = denied.answer(&question(Op::READ, "orders"));
        assert_eq!(answer.reason, Reason::Denied(answer.denying[0]));
        assert_eq!(answer.allowing.len(), 2, "what would allow it is told all the same");
        assert!(denied.allow(&question(Op::DESCRIBE, "orders")), "DENY implies nothing");
    }

    #[test]
    fn super_users_and_what_no_acl_covers() {
        let rules = Rules::new([AclBinding::deny("User:*", Op::ALL, ResourcePattern::topic("t"))]);
        let everyone = rules.clone().allow_everyone_if_no_acl_found(true);
        let of = |rules: &Rules, topic| rules.answer(&question(Op::READ, topic)).is_allowed();
        assert_eq!((of(&rules, "t"), of(&rules, "x")), (false, false));
        assert_eq!((of(&everyone, "t"), of(&everyone, "x")), (false, true));
        assert_eq!(rules.answer(&question(Op::READ, "x")).reason, Reason::NoAcl);
        assert!(of(&rules.super_users(["User:u"]), "t"));
    }

    /// Measured on Kafka 4.4.0.
    #[test]
    fn one_topic_is_enough_for_an_idempotent_producer() {
        let all = |name| prefixed(deny(Op::ALL, name));
        let table = [
            (vec![], false),
            (vec![allow(Op::WRITE, "zzz")], true),
            (vec![allow(Op::WRITE, "zzz"), all("zz")], false),
            (vec![prefixed(allow(Op::WRITE, "zzz")), deny(Op::WRITE, "zzz")], true),
            (vec![allow(Op::WRITE, "*"), all("z")], true),
            (vec![allow(Op::WRITE, "zzz"), deny(Op::WRITE, "*")], false),
            (vec![allow(Op::READ, "zzz")], false),
        ];
        for (acls, expected) in table {
            let rules = Rules::new(acls.clone());
            assert_eq!(rules.allow_idempotent_producer("User:u", None), expected, "{acls:?}");
        }
    }

    #[test]
    fn networks_are_known_from_4_4_on() {
        let rules = Rules::new([allow(Op::READ, "t").from_host("127.0.0.0/8")]);
        assert!(rules.allow(&question(Op::READ, "t")));
        let before = rules.networks(false);
        assert!(!before.allow(&question(Op::READ, "t")));
        assert_eq!(before.answer(&question(Op::READ, "t")).elsewhere.len(), 1);
    }

    #[test]
    fn names_may_end_inside_a_prefix() {
        let rules = Rules::new([prefixed(allow(Op::READ, "ä")), prefixed(allow(Op::WRITE, "ab"))]);
        for (name, expected) in [("ä", 264), ("äb", 264), ("b", 0), ("a", 0), ("ö", 0), ("", 0)]
        {
            assert_eq!(rules.operations(&question(Op::READ, name)).bits(), expected, "{name}");
        }
    }
}

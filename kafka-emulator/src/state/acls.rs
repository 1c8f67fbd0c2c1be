//! All ACLs of the cluster, and an index that says what they mean for one client on one resource.

use std::ops::Bound;
use std::sync::Arc;

use kafka_proto::{AclOperation, AclPermissionType, PatternType, ResourceType};
use rpds::{HashTrieMapSync, RedBlackTreeMapSync};

use crate::client::Client;
use crate::network::Network;
use crate::state::acl::{Acl, WILDCARD};

#[cfg(test)]
mod oracle;

/// The principal that is everybody: "the only wildcard" of principals.
const EVERYBODY: &str = "User:*";

/// A clone shares what it has with the original, so that it costs next to nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Acls {
    /// In the order they were created; no two are equal.
    by_age: RedBlackTreeMapSync<u64, Arc<Acl>>,
    ages: HashTrieMapSync<Arc<Acl>, u64>,
    patterns: HashTrieMapSync<ResourceType, Patterns>,
    next_age: u64,
    text: usize,
}

impl Acls {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.by_age.size()
    }

    /// How many bytes of text all of them have.
    pub(crate) fn text(&self) -> usize {
        self.text
    }

    /// All of them, in the order they were created.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<Acl>> {
        self.by_age.values()
    }

    pub(crate) fn contains(&self, acl: &Acl) -> bool {
        self.ages.contains_key(acl)
    }

    /// Adds the ACL unless it is there.
    pub(crate) fn insert(&mut self, acl: Acl) {
        if self.contains(&acl) {
            return;
        }
        let acl = Arc::new(acl);
        self.by_age.insert_mut(self.next_age, Arc::clone(&acl));
        self.ages.insert_mut(Arc::clone(&acl), self.next_age);
        self.next_age += 1;
        self.text += acl.text();
        let mut patterns = self.patterns.get(&acl.resource_type).cloned().unwrap_or_default();
        patterns.change(&acl, Entries::add);
        self.patterns.insert_mut(acl.resource_type, patterns);
    }

    /// Whether it was there.
    pub(crate) fn remove(&mut self, acl: &Acl) -> bool {
        let Some(age) = self.ages.get(acl).copied() else { return false };
        self.by_age.remove_mut(&age);
        self.ages.remove_mut(acl);
        self.text -= acl.text();
        if let Some(mut patterns) = self.patterns.get(&acl.resource_type).cloned() {
            patterns.change(acl, Entries::take_back);
            self.patterns.insert_mut(acl.resource_type, patterns);
        }
        true
    }

    /// What the ACLs that cover the resource say about the client; `None` if no ACL covers it,
    /// whoever it is for.
    pub(crate) fn rules(&self, on: ResourceType, name: &str, client: &Client) -> Option<Rules> {
        let patterns = self.patterns.get(&on)?;
        let covering = patterns.covering(name).map(|entries| entries.rules(client));
        covering.reduce(Rules::and)
    }
}

/// The ACLs of one resource type, by resource name.
#[derive(Clone, Debug, Default)]
struct Patterns {
    literal: ByName,
    prefixed: ByName,
}

type ByName = RedBlackTreeMapSync<Arc<str>, Entries>;

impl Patterns {
    fn change(&mut self, acl: &Acl, change: fn(&mut Entries, &Acl)) {
        let map = match acl.pattern_type {
            PatternType::PREFIXED => &mut self.prefixed,
            _ => &mut self.literal,
        };
        let name = acl.resource_name.as_str();
        let mut entries = map.get(name).cloned().unwrap_or_default();
        change(&mut entries, acl);
        if entries.count == 0 {
            map.remove_mut(name);
        } else {
            map.insert_mut(Arc::from(name), entries);
        }
    }

    /// The entries of every pattern that covers the resource of that name.
    fn covering<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Entries> {
        let exact = self.literal.get(name);
        // `StandardAuthorizerData` takes LITERAL `*` for a literal prefix of `*x`, and passes it
        // over.
        let any = self.literal.get(WILDCARD).filter(|_| !name.starts_with(WILDCARD));
        exact.into_iter().chain(any).chain(prefixes(&self.prefixed, name))
    }
}

/// The entries of every key that the name begins with, longest first. Keys are looked for
/// downwards from the name: whatever is met instead of a prefix shows where the next one can be.
fn prefixes<'a>(map: &'a ByName, name: &'a str) -> impl Iterator<Item = &'a Entries> {
    let mut upper = Bound::Included(name);
    std::iter::from_fn(move || {
        loop {
            let (key, entries) = map.range::<str, _>((Bound::Unbounded, upper)).next_back()?;
            let common = common_prefix(name, key);
            if common.len() == key.len() {
                upper = Bound::Excluded(common);
                return Some(entries);
            }
            upper = Bound::Included(common);
        }
    })
}

fn common_prefix<'a>(name: &'a str, other: &str) -> &'a str {
    let pairs = name.chars().zip(other.chars());
    let len = pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    name.get(..len).unwrap_or_default()
}

/// The ACLs of one resource pattern, by principal.
#[derive(Clone, Debug, Default)]
struct Entries {
    count: usize,
    by_principal: HashTrieMapSync<Arc<str>, Hosts>,
}

impl Entries {
    fn add(&mut self, acl: &Acl) {
        self.count += 1;
        self.change(acl, |bits, operation| bits | operation);
    }

    fn take_back(&mut self, acl: &Acl) {
        self.count -= 1;
        self.change(acl, |bits, operation| bits & !operation);
    }

    /// ACLs are unique, so each bit is one ACL.
    fn change(&mut self, acl: &Acl, change: fn(u32, u32) -> u32) {
        let principal = acl.principal.as_str();
        let mut hosts = self.by_principal.get(principal).cloned().unwrap_or_default();
        let mut rules = hosts.by_text.get(acl.host.as_str()).copied().unwrap_or_default();
        let bits = rules.of(acl.permission_type);
        *bits = change(*bits, bit(acl.operation));
        hosts.set(&acl.host, rules);
        if hosts.by_text.is_empty() {
            self.by_principal.remove_mut(principal);
        } else {
            self.by_principal.insert_mut(Arc::from(principal), hosts);
        }
    }

    fn rules(&self, client: &Client) -> Rules {
        let principals = [client.principal(), EVERYBODY];
        let hosts = principals.iter().filter_map(|it| self.by_principal.get(*it));
        hosts.map(|hosts| hosts.rules(client)).fold(Rules::default(), Rules::and)
    }
}

/// The ACLs of one principal on one resource pattern, by host.
#[derive(Clone, Debug, Default)]
struct Hosts {
    by_text: HashTrieMapSync<Arc<str>, Rules>,
    /// Those of the texts that are networks.
    networks: HashTrieMapSync<Arc<str>, Network>,
}

impl Hosts {
    fn set(&mut self, host: &str, rules: Rules) {
        if rules == Rules::default() {
            self.by_text.remove_mut(host);
            self.networks.remove_mut(host);
            return;
        }
        self.by_text.insert_mut(Arc::from(host), rules);
        if let Some(Ok(network)) = Network::parse(host) {
            self.networks.insert_mut(Arc::from(host), network);
        }
    }

    fn rules(&self, client: &Client) -> Rules {
        let address = client.peer.ip().to_canonical();
        let networks = self.networks.iter().filter(|(_, network)| network.contains(address));
        let texts =
            [client.host(), WILDCARD].into_iter().chain(networks.map(|(it, _)| it.as_ref()));
        let found = texts.filter_map(|text| self.by_text.get(text)).copied();
        found.fold(Rules::default(), Rules::and)
    }
}

/// What is allowed and what is denied, as bits numbered by the codes of operations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rules {
    allow: u32,
    deny: u32,
}

impl Rules {
    /// One DENY is enough for a no; without one, one ALLOW is enough for a yes.
    pub(crate) fn allow(self, operation: AclOperation) -> bool {
        let same = bit(operation) | bit(AclOperation::ALL);
        self.deny & same == 0 && self.allow & (same | implying(operation)) != 0
    }

    fn and(self, other: Self) -> Self {
        Self { allow: self.allow | other.allow, deny: self.deny | other.deny }
    }

    fn of(&mut self, permission: AclPermissionType) -> &mut u32 {
        match permission {
            AclPermissionType::ALLOW => &mut self.allow,
            _ => &mut self.deny,
        }
    }
}

fn bit(operation: AclOperation) -> u32 {
    u32::try_from(operation.0).ok().and_then(|code| 1u32.checked_shl(code)).unwrap_or(0)
}

/// READ, WRITE, DELETE and ALTER imply DESCRIBE, and ALTER_CONFIGS implies DESCRIBE_CONFIGS, but
/// only when allowed: denying READ does not deny DESCRIBE.
fn implying(operation: AclOperation) -> u32 {
    use AclOperation as Op;
    match operation {
        Op::DESCRIBE => bit(Op::READ) | bit(Op::WRITE) | bit(Op::DELETE) | bit(Op::ALTER),
        Op::DESCRIBE_CONFIGS => bit(Op::ALTER_CONFIGS),
        _ => 0,
    }
}

//! From what was asked for to the fewest ACLs that allow it.

use std::collections::{BTreeMap, BTreeSet};

use kafka_admin::acls::{AclBinding, ResourcePattern};
use kafka_admin::permissions::{Question, Rules};
use kafka_admin::{AclOperation as Op, PatternType, ResourceType};

use super::line::Asked;

/// Where a line stands, and how many others say the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Proof {
    pub(super) number: u64,
    pub(super) text: String,
    pub(super) count: u64,
}

/// An ACL, and the first line that it is needed for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Learned {
    pub(super) acl: AclBinding,
    pub(super) proof: Proof,
    /// How many names were seen, where the ACL is for a prefix.
    pub(super) names: usize,
}

pub(super) type Seen = BTreeMap<Asked, Proof>;

/// One ACL for everything that was asked for and that no other of them allows. More than so many names
/// with one beginning become a prefix.
pub(super) fn learn(seen: &Seen, prefix_after: Option<usize>) -> Vec<Learned> {
    let mut learned = Vec::new();
    for ((principal, resource_type, operation), names) in by_operation(seen) {
        let mut left: BTreeSet<&str> = names.keys().copied().collect();
        if let Some(most) = prefix_after.filter(|_| resource_type != ResourceType::CLUSTER) {
            for prefix in prefixes(&left, most) {
                let of_it: Vec<&str> =
                    left.iter().copied().filter(|name| name.starts_with(&prefix)).collect();
                let proofs = of_it.iter().filter_map(|name| names.get(name).copied());
                let pattern = ResourcePattern::prefixed(resource_type, &prefix);
                let acl = AclBinding::allow(principal, operation, pattern);
                if let Some(proof) = together(proofs) {
                    learned.push(Learned { acl, proof, names: of_it.len() });
                }
                left.retain(|name| !name.starts_with(&prefix));
            }
        }
        for (name, proof) in names.into_iter().filter(|(name, _)| left.contains(name)) {
            let pattern = ResourcePattern::literal(resource_type, name);
            let acl = AclBinding::allow(principal, operation, pattern);
            learned.push(Learned { acl, proof: proof.clone(), names: 1 });
        }
    }
    without_implied(learned)
}

/// The questions that the ACLs do not answer with yes: none, unless something is wrong here.
pub(super) fn refused<'s>(learned: &[Learned], seen: &'s Seen) -> Vec<&'s Asked> {
    let rules = Rules::new(learned.iter().map(|it| it.acl.clone()));
    seen.keys().filter(|asked| !is_allowed(&rules, asked)).collect()
}

fn is_allowed(rules: &Rules, asked: &Asked) -> bool {
    let pattern = ResourcePattern::literal(asked.resource_type, &asked.name);
    rules.allow(&Question::new(&asked.principal, asked.operation, &pattern))
}

type Names<'s> = BTreeMap<&'s str, &'s Proof>;

fn by_operation(seen: &Seen) -> BTreeMap<(&str, ResourceType, Op), Names<'_>> {
    let mut by_operation: BTreeMap<_, Names<'_>> = BTreeMap::new();
    for (asked, proof) in seen {
        let key = (asked.principal.as_str(), asked.resource_type, asked.operation);
        by_operation.entry(key).or_default().insert(&asked.name, proof);
    }
    by_operation
}

/// The beginnings, up to a `.`, `-` or `_`, that more than `most` names have in common: the longest that
/// all names with the same first part have.
fn prefixes(names: &BTreeSet<&str>, most: usize) -> Vec<String> {
    let mut by_first: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for name in names {
        if let Some(end) = name.find(is_separator) {
            by_first.entry(&name[..=end]).or_default().push(name);
        }
    }
    let many = by_first.into_values().filter(|names| names.len() > most);
    many.map(|names| common(&names).to_owned()).collect()
}

fn common<'n>(names: &[&'n str]) -> &'n str {
    let (Some(first), Some(last)) = (names.first(), names.last()) else { return "" };
    // They are sorted: what the first and the last have in common, all have.
    let pairs = first.bytes().zip(last.bytes());
    let same = pairs.take_while(|(a, b)| a == b).count();
    let end = first.char_indices().take_while(|(start, _)| *start < same);
    let end = end.filter(|(_, c)| is_separator(*c)).last().map_or(0, |(start, _)| start + 1);
    &first[..end]
}

fn is_separator(c: char) -> bool {
    matches!(c, '.' | '-' | '_')
}

/// The first of the lines, which stands for all of them.
fn together<'p>(proofs: impl Iterator<Item = &'p Proof> + Clone) -> Option<Proof> {
    let count = proofs.clone().map(|proof| proof.count).sum();
    let first = proofs.min_by_key(|proof| proof.number)?;
    Some(Proof { count, ..first.clone() })
}

/// DESCRIBE and DESCRIBE_CONFIGS need no ACL where another operation allows them.
fn without_implied(learned: Vec<Learned>) -> Vec<Learned> {
    let is_implied =
        |it: &Learned| [Op::DESCRIBE, Op::DESCRIBE_CONFIGS].contains(&it.acl.entry.operation);
    let others = learned.iter().filter(|it| !is_implied(it)).map(|it| it.acl.clone());
    let others = Rules::new(others);
    let is_needed = |it: &Learned| {
        let AclBinding { pattern, entry } = &it.acl;
        let answer = others.answer(&Question::new(entry.principal(), entry.operation, pattern));
        // What is for a prefix is only allowed by one.
        let enough = |acl: &&&AclBinding| {
            [acl.pattern.pattern_type, PatternType::LITERAL].contains(&pattern.pattern_type)
        };
        !(is_implied(it) && answer.allowing.iter().any(|acl| enough(&acl)))
    };
    learned.iter().filter(|it| is_needed(it)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(asked: &[(Op, ResourceType, &str)]) -> Seen {
        let mut seen = Seen::new();
        for (number, (operation, resource_type, name)) in (1..).zip(asked) {
            let asked = Asked {
                principal: "User:x".into(),
                resource_type: *resource_type,
                name: (*name).into(),
                operation: *operation,
            };
            seen.insert(asked, Proof { number, text: String::new(), count: 1 });
        }
        seen
    }

    fn rules(seen: &Seen, prefix_after: Option<usize>) -> Vec<String> {
        let learned = learn(seen, prefix_after);
        assert!(refused(&learned, seen).is_empty());
        let shown = |it: &Learned| {
            let AclBinding { pattern, entry } = &it.acl;
            format!("{} {pattern} line {} of {}", entry.operation, it.proof.number, it.proof.count)
        };
        learned.iter().map(shown).collect()
    }

    const TOPIC: ResourceType = ResourceType::TOPIC;

    #[test]
    fn what_another_rule_allows_needs_none() {
        let seen = seen(&[
            (Op::DESCRIBE, TOPIC, "orders"),
            (Op::READ, TOPIC, "orders"),
            (Op::DESCRIBE, TOPIC, "seen"),
            (Op::READ, ResourceType::GROUP, "g"),
            (Op::DESCRIBE_CONFIGS, TOPIC, "orders"),
        ]);
        let expected = [
            "READ TOPIC LITERAL:orders line 2 of 1",
            "DESCRIBE TOPIC LITERAL:seen line 3 of 1",
            "DESCRIBE_CONFIGS TOPIC LITERAL:orders line 5 of 1",
            "READ GROUP LITERAL:g line 4 of 1",
        ];
        assert_eq!(rules(&seen, None), expected);
    }

    #[test]
    fn prefixes_are_made_of_many_names_with_one_beginning() {
        let names = ["app.eu.a", "app.eu.b", "app.eu.c", "app", "other.a", "xy", "xz", "xw"];
        let seen = seen(&names.map(|name| (Op::WRITE, TOPIC, name)));
        assert_eq!(rules(&seen, None).len(), names.len(), "not unless it is asked for");
        assert_eq!(rules(&seen, Some(3)).len(), names.len(), "three are not more than three");
        let expected = [
            "WRITE TOPIC PREFIXED:app.eu. line 1 of 3",
            "WRITE TOPIC LITERAL:app line 4 of 1",
            "WRITE TOPIC LITERAL:other.a line 5 of 1",
            "WRITE TOPIC LITERAL:xw line 8 of 1",
            "WRITE TOPIC LITERAL:xy line 6 of 1",
            "WRITE TOPIC LITERAL:xz line 7 of 1",
        ];
        assert_eq!(rules(&seen, Some(2)), expected);
    }

    #[test]
    fn a_prefix_is_not_implied_by_a_name() {
        let describe = ["a.1", "a.2"].map(|name| (Op::DESCRIBE, TOPIC, name));
        let seen = seen(&[&describe[..], &[(Op::READ, TOPIC, "a.")]].concat());
        assert_eq!(rules(&seen, Some(1)).len(), 2);
    }
}

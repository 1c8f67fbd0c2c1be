//! From what was asked for to the fewest ACLs that allow it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use kafka_admin::acls::{AclBinding, ResourcePattern};
use kafka_admin::permissions::{Question, Rules};
use kafka_admin::{AclOperation as Op, ResourceType};

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

/// What is to be allowed.
#[derive(Debug, Default)]
pub(super) struct Questions {
    pub(super) seen: Seen,
    /// Who wants to produce idempotently, which takes IDEMPOTENT_WRITE, or WRITE on any topic.
    pub(super) idempotent: BTreeMap<String, Proof>,
}

impl Questions {
    pub(super) fn count(&self) -> usize {
        self.seen.len() + self.idempotent.len()
    }
}

/// One ACL for everything that was asked for and that no other of them allows. More than so many names
/// with one beginning become a prefix.
pub(super) fn learn(questions: &Questions, prefix_after: Option<usize>) -> Vec<Learned> {
    let mut learned = Vec::new();
    for ((principal, resource_type, operation), names) in by_operation(&questions.seen) {
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
    add_idempotent(&mut learned, questions);
    only_needed(learned, &questions.seen)
}

/// The questions that the ACLs do not answer with yes: none, unless something is wrong here.
pub(super) fn refused(learned: &[Learned], questions: &Questions) -> Vec<String> {
    let rules = rules_of(learned);
    let seen = questions.seen.keys().filter(|asked| !is_allowed(&rules, asked));
    let idempotent = questions.idempotent.keys();
    let idempotent = idempotent.filter(|it| !rules.allow_idempotent_producer(it, None));
    let producer = |it| format!("{it} to produce idempotently");
    seen.map(Asked::to_string).chain(idempotent.map(producer)).collect()
}

pub(super) fn rules_of(learned: &[Learned]) -> Rules {
    Rules::new(learned.iter().map(|it| it.acl.clone()))
}

fn is_allowed(rules: &Rules, asked: &Asked) -> bool {
    let pattern = ResourcePattern::literal(asked.resource_type, &asked.name);
    rules.allow(&Question::new(&asked.principal, asked.operation, &pattern))
}

fn add_idempotent(learned: &mut Vec<Learned>, questions: &Questions) {
    let rules = rules_of(learned);
    for (principal, proof) in &questions.idempotent {
        if !rules.allow_idempotent_producer(principal, None) {
            let cluster = ResourcePattern::cluster();
            let acl = AclBinding::allow(principal, Op::IDEMPOTENT_WRITE, cluster);
            learned.push(Learned { acl, proof: proof.clone(), names: 1 });
        }
    }
    // Those of one principal stand together.
    learned.sort_by(|a, b| a.acl.entry.principal().cmp(b.acl.entry.principal()));
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

/// Leaves out what all its questions have another ACL for: first of DESCRIBE and DESCRIBE_CONFIGS, which
/// other operations allow too. What is left is needed by a question of its own.
fn only_needed(learned: Vec<Learned>, seen: &Seen) -> Vec<Learned> {
    let places: HashMap<&AclBinding, usize> =
        learned.iter().enumerate().map(|(place, it)| (&it.acl, place)).collect();
    let (rules, mut by_rule) = (rules_of(&learned), vec![Vec::new(); learned.len()]);
    let mut allowing = vec![0_usize; seen.len()];
    for ((question, asked), allowing) in seen.keys().enumerate().zip(&mut allowing) {
        let pattern = ResourcePattern::literal(asked.resource_type, &asked.name);
        let answer = rules.answer(&Question::new(&asked.principal, asked.operation, &pattern));
        *allowing = answer.allowing.len();
        for place in answer.allowing.iter().filter_map(|acl| places.get(acl)) {
            by_rule[*place].push(question);
        }
    }
    let is_implied =
        |it: &Learned| [Op::DESCRIBE, Op::DESCRIBE_CONFIGS].contains(&it.acl.entry.operation);
    let mut order: Vec<usize> = (0..learned.len()).collect();
    order.sort_by_key(|place| !is_implied(&learned[*place]));
    let mut needed = vec![true; learned.len()];
    for place in order {
        // IDEMPOTENT_WRITE has no such question, and is there only when it is needed.
        let questions = &by_rule[place];
        if !questions.is_empty() && questions.iter().all(|question| allowing[*question] > 1) {
            questions.iter().for_each(|question| allowing[*question] -= 1);
            needed[place] = false;
        }
    }
    learned.into_iter().zip(needed).filter_map(|(it, needed)| needed.then_some(it)).collect()
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
        let questions = Questions { seen: seen.clone(), idempotent: BTreeMap::new() };
        let learned = learn(&questions, prefix_after);
        assert!(refused(&learned, &questions).is_empty());
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

    /// Random questions, by a generator that is the same everywhere.
    fn random(state: &mut u64, below: usize) -> usize {
        *state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*state >> 33) as usize % below
    }

    const OPERATIONS: [Op; 9] = [
        Op::READ,
        Op::WRITE,
        Op::CREATE,
        Op::DELETE,
        Op::ALTER,
        Op::DESCRIBE,
        Op::DESCRIBE_CONFIGS,
        Op::ALTER_CONFIGS,
        Op::IDEMPOTENT_WRITE,
    ];

    fn random_questions(state: &mut u64) -> Questions {
        let names = ["a", "a.", "a.b", "a.b.c", "a.x", "a.y", "b-1", "b-2", "*x", "ä.ö", "a_b"];
        let types = [TOPIC, TOPIC, ResourceType::GROUP, ResourceType::TRANSACTIONAL_ID];
        let mut questions = Questions::default();
        for number in 1..=1 + random(state, 24) as u64 {
            let asked = Asked {
                principal: ["User:a", "User:b"][random(state, 2)].into(),
                resource_type: types[random(state, types.len())],
                name: names[random(state, names.len())].into(),
                operation: OPERATIONS[random(state, OPERATIONS.len())],
            };
            questions.seen.insert(asked, Proof { number, text: String::new(), count: 1 });
        }
        if random(state, 3) == 0 {
            let proof = Proof { number: 99, text: String::new(), count: 1 };
            questions.idempotent.insert("User:a".into(), proof);
        }
        questions
    }

    /// Everything that was asked for is allowed, and without any one of the rules something is not.
    #[test]
    fn random_sets_are_sufficient_and_minimal() {
        let mut state = 13;
        for _ in 0..500 {
            let questions = random_questions(&mut state);
            for prefix_after in [None, Some(1), Some(2)] {
                let learned = learn(&questions, prefix_after);
                assert_eq!(refused(&learned, &questions), [""; 0], "{questions:?}");
                for place in 0..learned.len() {
                    let mut fewer = learned.clone();
                    let removed = fewer.remove(place);
                    let refused = refused(&fewer, &questions);
                    assert!(!refused.is_empty(), "{} is not needed: {questions:?}", removed.acl);
                }
            }
        }
    }

    #[test]
    fn an_idempotent_producer_needs_no_rule_where_it_may_write() {
        let proof = Proof { number: 7, text: String::new(), count: 2 };
        let mut questions = Questions::default();
        questions.idempotent.insert("User:x".into(), proof);
        let learned = learn(&questions, None);
        assert_eq!(learned.len(), 1);
        assert_eq!(learned[0].acl.entry.operation, Op::IDEMPOTENT_WRITE);
        questions.seen = seen(&[(Op::WRITE, TOPIC, "orders")]);
        let learned = learn(&questions, None);
        assert_eq!(learned.len(), 1);
        assert_eq!(learned[0].acl.entry.operation, Op::WRITE);
    }
}

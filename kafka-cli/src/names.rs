//! Kafka's words as people write them: any case, `_`, `-` or `.` between them.

use kafka_admin::groups::{GroupState, GroupType};
use kafka_admin::{AclOperation, PatternType};

use crate::near::question;

/// `User:` goes in front of a name without a type, as in `rudder`.
pub(crate) fn principal(text: &str) -> Result<String, String> {
    match text.split_once(':') {
        None if text.is_empty() => Err("the principal is empty".into()),
        None => Ok(format!("User:{text}")),
        Some((kind, name)) if kind.eq_ignore_ascii_case("user") && !name.is_empty() => {
            Ok(format!("User:{name}"))
        }
        Some((kind, name)) if !kind.is_empty() && !name.is_empty() => Ok(text.into()),
        Some(_) => Err("a principal is Type:name, for example User:rudder".into()),
    }
}

/// An operation of ACLs: `Write`, `IDEMPOTENT_WRITE`, `describe-configs`.
pub(crate) fn operation(text: &str) -> Result<AclOperation, String> {
    const KNOWN: &str = "Read, Write, Create, Delete, Alter, Describe, ClusterAction, DescribeConfigs, \
                         AlterConfigs, IdempotentWrite, CreateTokens, DescribeTokens, TwoPhaseCommit, All";
    known(text, AclOperation::ANY.0, AclOperation, |operation| operation.name()).ok_or_else(|| {
        let question = question(text, KNOWN.split(", "));
        format!("the operations are {KNOWN}{question}")
    })
}

/// How a resource name is read: `literal`, `prefixed`; in filters also `any`, `match`.
pub(crate) fn pattern_type(text: &str) -> Result<PatternType, String> {
    known(text, PatternType::ANY.0, PatternType, |pattern| pattern.name()).ok_or_else(|| {
        "the pattern types are literal and prefixed; to list or delete also any and match".into()
    })
}

/// A state of groups: `Stable`, `preparing-rebalance`. Brokers take an unknown one for none.
pub(crate) fn group_state(text: &str) -> Result<GroupState, String> {
    word(GroupState::KNOWN, GroupState::name, text)
        .map_err(|known| format!("the states of groups are {known}"))
}

/// A type of groups: `classic`, `Consumer`.
pub(crate) fn group_type(text: &str) -> Result<GroupType, String> {
    word(GroupType::KNOWN, GroupType::name, text)
        .map_err(|known| format!("the types of groups are {known}"))
}

/// Finds the word with the same letters, or gives all of them.
fn word<T, const N: usize>(
    all: [T; N],
    name: impl Fn(&T) -> &str,
    text: &str,
) -> Result<T, String> {
    let words: Vec<String> = all.iter().map(|it| name(it).to_owned()).collect();
    let found = all.into_iter().find(|it| letters(name(it)) == letters(text));
    found.ok_or_else(|| words.join(", ") + &question(text, words.iter().map(String::as_str)))
}

/// Finds the code whose name has the same letters, from the lowest meaningful code on.
fn known<T: Copy>(
    text: &str,
    lowest: i8,
    code: impl Fn(i8) -> T,
    name: impl Fn(&T) -> Option<&'static str>,
) -> Option<T> {
    let wanted = letters(text);
    (lowest..=i8::MAX)
        .map(code)
        .find(|value| name(value).is_some_and(|name| letters(name) == wanted))
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '_' | '-' | '.')).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_principal_without_a_type_is_a_user() {
        assert_eq!(principal("rudder").unwrap(), "User:rudder");
        assert_eq!(principal("user:rudder").unwrap(), "User:rudder");
        assert_eq!(principal("User:*").unwrap(), "User:*");
        assert_eq!(principal("CN=a,OU=b").unwrap(), "User:CN=a,OU=b");
        assert_eq!(principal("Group:ops").unwrap(), "Group:ops");
        for wrong in ["", ":", "User:", ":x"] {
            assert!(principal(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn enums_take_any_case_and_separator() {
        for text in ["IDEMPOTENT_WRITE", "IdempotentWrite", "idempotent-write", "idempotent.write"]
        {
            assert_eq!(operation(text).unwrap(), AclOperation::IDEMPOTENT_WRITE);
        }
        assert_eq!(operation("all").unwrap(), AclOperation::ALL);
        assert!(operation("Writ").unwrap_err().ends_with(", All; did you mean Write?"));
        assert!(operation("").is_err());
        assert_eq!(pattern_type("PreFixed").unwrap(), PatternType::PREFIXED);
        assert_eq!(pattern_type("match").unwrap(), PatternType::MATCH);
        assert!(pattern_type("unknown").is_err());
        assert_eq!(group_state("preparing_rebalance").unwrap(), GroupState::PreparingRebalance);
        assert_eq!(group_type("CLASSIC").unwrap(), GroupType::Classic);
        assert!(group_state("resting").unwrap_err().contains("Reconciling, Stable"));
        assert!(group_state("Stabel").unwrap_err().ends_with("; did you mean Stable?"));
        assert!(group_type("").unwrap_err().contains("Classic, Consumer, Share, Streams"));
    }
}

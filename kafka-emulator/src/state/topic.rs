//! Topics, and the rules for their names.

use std::collections::BTreeMap;
use std::sync::Arc;

use kafka_proto::Uuid;

/// The longest name a topic can have.
const MAX_NAME: usize = 249;

/// A topic of the emulated cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Its name.
    pub name: String,
    /// Its id, made when it was created.
    pub id: Uuid,
    /// For each partition the brokers that have it; the first is the leader.
    pub partitions: Vec<Vec<i32>>,
    /// The configs that were set, with their values.
    pub configs: BTreeMap<String, String>,
}

impl Topic {
    /// How many replicas each partition has.
    pub fn replication_factor(&self) -> i16 {
        self.partitions
            .first()
            .map_or(0, |replicas| i16::try_from(replicas.len()).unwrap_or(i16::MAX))
    }

    /// How many bytes of text its configs have.
    pub(crate) fn text(&self) -> usize {
        self.configs.values().map(String::len).sum()
    }
}

/// Which topic a client means: by its name, or by its id where requests have ids.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Named {
    pub(crate) name: Arc<str>,
    /// In bytes, which have an order.
    pub(crate) id: [u8; 16],
}

impl Named {
    pub(crate) fn new(name: &str, id: Uuid) -> Self {
        Self { name: Arc::from(name), id: id.0 }
    }
}

/// Whether Kafka itself uses the topic.
pub(crate) fn is_internal(name: &str) -> bool {
    matches!(name, "__consumer_offsets" | "__transaction_state" | "__share_group_state")
}

/// `Topic.validate`; the text is Kafka's.
pub(crate) fn validate_name(name: &str) -> Result<(), String> {
    let flaw = match name {
        "" => "the empty string is not allowed".to_owned(),
        "." | ".." => format!("'{name}' is not allowed"),
        _ if name.encode_utf16().count() > MAX_NAME => {
            format!("the length of '{name}' is longer than the max allowed length {MAX_NAME}")
        }
        _ if !name.bytes().all(|c| c.is_ascii_alphanumeric() || b"._-".contains(&c)) => format!(
            "'{name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'"
        ),
        _ => return Ok(()),
    };
    Err(format!("Topic name is invalid: {flaw}"))
}

/// The name in metrics, where `.` and `_` are the same; none if it has neither.
pub(crate) fn metric_name(name: &str) -> Option<String> {
    name.contains(['.', '_']).then(|| name.replace('.', "_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_refused_in_kafkas_words() {
        // (name, what Kafka 4.4 said)
        let table = [
            ("", "the empty string is not allowed"),
            (".", "'.' is not allowed"),
            ("..", "'..' is not allowed"),
            (
                "a b",
                "'a b' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'",
            ),
        ];
        for (name, text) in table {
            assert_eq!(validate_name(name), Err(format!("Topic name is invalid: {text}")));
        }
        assert!(validate_name(&"a".repeat(250)).is_err());
        assert_eq!(validate_name(&"a".repeat(249)), Ok(()));
        assert_eq!(validate_name("A-z_0.9"), Ok(()));
        assert!(validate_name("ä").is_err());
    }

    #[test]
    fn dots_and_underscores_collide_in_metrics() {
        assert_eq!(metric_name("a.b"), metric_name("a_b"));
        assert_eq!(metric_name("ab"), None);
    }
}

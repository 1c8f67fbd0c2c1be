//! The known word that a mistyped one looks most like.

use kafka_admin::{Admin, Error, ErrorCode};

use crate::failure::Failure;

/// How many edits away from a known word a mistyped one is at most; of a short one less, a third of it.
const MAX_EDITS: usize = 3;

pub(crate) fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let edits = |known: &&str| strsim::osa_distance(word, known);
    let most = MAX_EDITS.min(word.chars().count() / 3);
    known.min_by_key(edits).filter(|it| (1..=most).contains(&edits(it)))
}

/// `; did you mean Stable?`, or nothing.
pub(crate) fn question<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> String {
    nearest(word, known).map_or_else(String::new, |it| format!("; did you mean {it}?"))
}

/// The topics that there are, if one is named that is not.
#[derive(Default)]
pub(crate) struct KnownTopics(Vec<String>);

impl KnownTopics {
    /// Asks only if one of the errors is that a topic is unknown. Who may not list them is told nothing.
    pub(crate) async fn if_unknown<'e>(
        admin: &Admin,
        mut errors: impl Iterator<Item = &'e Error>,
    ) -> Self {
        if !errors.any(is_unknown) {
            return Self::default();
        }
        let listed = admin.list_topics().await.unwrap_or_default();
        Self(listed.into_iter().map(|topic| topic.name).collect())
    }

    /// The error of a topic, with the one that may be meant.
    pub(crate) fn explain(&self, topic: &str, error: Error) -> Failure {
        let meant =
            nearest(topic, self.0.iter().map(String::as_str)).filter(|_| is_unknown(&error));
        let is_listed = !self.0.is_empty() && is_unknown(&error);
        let failure = Failure::from(error);
        match meant {
            Some(meant) => failure.hint(format!("did you mean {meant}?")),
            None if is_listed => failure.hint("check the name: kadm topic list shows the topics"),
            None => failure,
        }
    }
}

fn is_unknown(error: &Error) -> bool {
    error.code() == Some(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_word_is_near_and_another_one_is_not() {
        let known = || ["orders", "bills", "Write"].into_iter();
        for (word, expected) in [
            ("order", Some("orders")),
            ("ordres", Some("orders")),
            ("Wirte", Some("Write")),
            ("orders", None),
            ("g", None),
            ("payments", None),
        ] {
            assert_eq!(nearest(word, known()), expected, "{word}");
        }
    }
}

//! How far a transaction is.

use std::fmt;

use crate::escape::Escaped;

/// What the coordinator says of a transactional id. `Display` is Kafka's word.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransactionState {
    /// There was none since the producer started.
    Empty,
    /// It is open.
    Ongoing,
    /// It is to be committed, and the partitions are being told.
    PrepareCommit,
    /// It is to be aborted, and the partitions are being told.
    PrepareAbort,
    /// The last one was committed.
    CompleteCommit,
    /// The last one was aborted.
    CompleteAbort,
    /// The id was not used for `transactional.id.expiration.ms`, and is being forgotten.
    Dead,
    /// The producer is being fenced, and its transaction aborted.
    PrepareEpochFence,
    /// One that is newer than this release.
    Other(String),
}

/// The states that have a name here, each with Kafka's.
const NAMES: [(TransactionState, &str); 8] = [
    (TransactionState::Empty, "Empty"),
    (TransactionState::Ongoing, "Ongoing"),
    (TransactionState::PrepareCommit, "PrepareCommit"),
    (TransactionState::PrepareAbort, "PrepareAbort"),
    (TransactionState::CompleteCommit, "CompleteCommit"),
    (TransactionState::CompleteAbort, "CompleteAbort"),
    (TransactionState::Dead, "Dead"),
    (TransactionState::PrepareEpochFence, "PrepareEpochFence"),
];

impl TransactionState {
    /// Every state of this release.
    pub const ALL: [Self; 8] = [
        Self::Empty,
        Self::Ongoing,
        Self::PrepareCommit,
        Self::PrepareAbort,
        Self::CompleteCommit,
        Self::CompleteAbort,
        Self::Dead,
        Self::PrepareEpochFence,
    ];

    /// Whether there is a transaction that has not ended.
    #[must_use]
    pub fn is_open(&self) -> bool {
        use TransactionState::{Ongoing, PrepareAbort, PrepareCommit, PrepareEpochFence};
        matches!(self, Ongoing | PrepareAbort | PrepareCommit | PrepareEpochFence)
    }

    /// Kafka's word for it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Other(name) => name,
            known => NAMES.iter().find(|(state, _)| state == known).map_or("", |(_, name)| name),
        }
    }

    /// Of the same word, in Kafka's spelling.
    pub(super) fn of(name: &str) -> Self {
        let known = NAMES.into_iter().find(|(_, known)| *known == name);
        known.map_or_else(|| Self::Other(name.to_owned()), |(state, _)| state)
    }
}

impl fmt::Display for TransactionState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Escaped(self.name()), f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_has_one_word_and_other_words_are_kept() {
        for (state, (named, name)) in TransactionState::ALL.iter().zip(NAMES) {
            assert_eq!((state, state.name()), (&named, name));
            assert_eq!(TransactionState::of(name), *state);
        }
        let new = TransactionState::of("Half\u{1b}");
        assert_eq!(new.name(), "Half\u{1b}");
        assert!(!new.to_string().contains('\u{1b}'));
    }
}

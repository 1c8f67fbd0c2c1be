//! The words that Kafka has for the states and the types of groups.

use std::fmt;

/// What a group is doing. Brokers newer than this release may have more states.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GroupState {
    /// A new assignment is computed (consumer groups).
    Assigning,
    /// Classic groups: the leader's assignment is waited for.
    CompletingRebalance,
    /// It was deleted, or never was.
    Dead,
    /// It has no members; it may have offsets.
    Empty,
    /// A streams group lacks topics.
    NotReady,
    /// Classic groups: members are waited for.
    PreparingRebalance,
    /// Members move to their new assignment (consumer groups).
    Reconciling,
    /// Members have what they are to have.
    Stable,
    /// Another word of the broker.
    Other(String),
}

/// By which protocol the members of a group share its work. Brokers newer than this release may have
/// more types.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GroupType {
    /// One member assigns: consumers before KIP-848, Kafka Connect, and groups with offsets only.
    Classic,
    /// The broker assigns (KIP-848).
    Consumer,
    /// Members share partitions (KIP-932).
    Share,
    /// Kafka Streams, where the broker assigns (KIP-1071).
    Streams,
    /// Another word of the broker.
    Other(String),
}

impl GroupState {
    /// Those that this release knows, by name.
    pub const KNOWN: [Self; 8] = [
        Self::Assigning,
        Self::CompletingRebalance,
        Self::Dead,
        Self::Empty,
        Self::NotReady,
        Self::PreparingRebalance,
        Self::Reconciling,
        Self::Stable,
    ];

    /// Kafka's word, such as `Stable`.
    pub fn name(&self) -> &str {
        match self {
            Self::Assigning => "Assigning",
            Self::CompletingRebalance => "CompletingRebalance",
            Self::Dead => "Dead",
            Self::Empty => "Empty",
            Self::NotReady => "NotReady",
            Self::PreparingRebalance => "PreparingRebalance",
            Self::Reconciling => "Reconciling",
            Self::Stable => "Stable",
            Self::Other(name) => name,
        }
    }

    /// From a broker's word.
    pub(crate) fn told(word: &str) -> Self {
        known(Self::KNOWN, Self::name, word).unwrap_or_else(|| Self::Other(word.to_owned()))
    }
}

impl GroupType {
    /// Those that this release knows, by name.
    pub const KNOWN: [Self; 4] = [Self::Classic, Self::Consumer, Self::Share, Self::Streams];

    /// Kafka's word, such as `Classic`.
    pub fn name(&self) -> &str {
        match self {
            Self::Classic => "Classic",
            Self::Consumer => "Consumer",
            Self::Share => "Share",
            Self::Streams => "Streams",
            Self::Other(name) => name,
        }
    }

    /// From a broker's word.
    pub(crate) fn told(word: &str) -> Self {
        known(Self::KNOWN, Self::name, word).unwrap_or_else(|| Self::Other(word.to_owned()))
    }
}

/// KIP-518 and KIP-848: the case of these words does not matter.
fn known<T, const N: usize>(all: [T; N], name: impl Fn(&T) -> &str, word: &str) -> Option<T> {
    all.into_iter().find(|it| name(it).eq_ignore_ascii_case(word))
}

impl fmt::Display for GroupState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for GroupType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_in_any_case_and_new_ones_survive() {
        for state in GroupState::KNOWN {
            assert_eq!(GroupState::told(&state.name().to_lowercase()), state);
        }
        for kind in GroupType::KNOWN {
            assert_eq!(GroupType::told(&kind.name().to_uppercase()), kind);
        }
        assert_eq!(GroupState::told("Resting").to_string(), "Resting");
        assert_eq!(GroupType::told("Queue").to_string(), "Queue");
    }
}

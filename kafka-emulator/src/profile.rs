//! The releases of Apache Kafka that the brokers can be like.

use std::ops::RangeInclusive;

/// A release of Apache Kafka. It decides which versions of the APIs the brokers serve and which
/// features (KIP-584) they have; everything else is Kafka 4.4's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Profile {
    /// Kafka 4.4.0.
    #[default]
    Kafka44,
    /// Kafka 4.0.1.
    Kafka40,
    /// Kafka 3.9.2, the last release with the versions of before 2.1.
    Kafka39,
    /// Kafka 2.8.2, whose brokers had ZooKeeper.
    Kafka28,
}

/// Its number, as `4.4.0`.
impl std::fmt::Display for Profile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Kafka44 => "4.4.0",
            Self::Kafka40 => "4.0.1",
            Self::Kafka39 => "3.9.2",
            Self::Kafka28 => "2.8.2",
        })
    }
}

/// The versions of one API in each release, in the order of [`Profile`].
#[derive(Debug)]
pub(crate) struct Versions(pub(crate) [RangeInclusive<i16>; 4]);

/// Of an API that a release does not have.
#[allow(clippy::reversed_empty_ranges, reason = "it is to be empty")]
pub(crate) const ABSENT: RangeInclusive<i16> = 1..=0;

impl Versions {
    pub(crate) fn of(&self, profile: Profile) -> &RangeInclusive<i16> {
        let Self([kafka44, kafka40, kafka39, kafka28]) = self;
        match profile {
            Profile::Kafka44 => kafka44,
            Profile::Kafka40 => kafka40,
            Profile::Kafka39 => kafka39,
            Profile::Kafka28 => kafka28,
        }
    }
}

/// A feature with its levels.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Feature {
    pub(crate) name: &'static str,
    /// The lowest and the highest level that a broker can have.
    pub(crate) supported: (i16, i16),
    /// The level that a cluster has which was made with the release; 0 is none.
    pub(crate) finalized: i16,
}

/// The feature without which voters cannot change (KIP-853).
pub(crate) const KRAFT_VERSION: &str = "kraft.version";

/// The feature by which replicas that were among the last in sync may lead again (KIP-966).
pub(crate) const ELIGIBLE_LEADER_REPLICAS: &str = "eligible.leader.replicas.version";

impl Profile {
    /// Whether it still has the versions that Kafka 4.0 removed (KIP-896).
    pub(crate) fn is_before_4(self) -> bool {
        matches!(self, Self::Kafka39 | Self::Kafka28)
    }

    pub(crate) fn features(self) -> &'static [Feature] {
        match self {
            Self::Kafka44 => KAFKA_4_4,
            Self::Kafka40 => KAFKA_4_0,
            Self::Kafka39 => KAFKA_3_9,
            // It had none.
            Self::Kafka28 => &[],
        }
    }
}

const KAFKA_4_4: &[Feature] = &[
    finalized("group.version", (0, 1)),
    finalized(KRAFT_VERSION, (0, 1)),
    finalized("metadata.version", (7, 33)),
    finalized("share.version", (0, 2)),
    finalized("streams.version", (0, 1)),
    finalized("transaction.version", (0, 2)),
    finalized(ELIGIBLE_LEADER_REPLICAS, (0, 1)),
];

const KAFKA_4_0: &[Feature] = &[
    finalized("group.version", (0, 1)),
    finalized(KRAFT_VERSION, (0, 1)),
    finalized("metadata.version", (7, 25)),
    finalized("transaction.version", (0, 2)),
    Feature { name: ELIGIBLE_LEADER_REPLICAS, supported: (0, 1), finalized: 0 },
];

const KAFKA_3_9: &[Feature] =
    &[finalized(KRAFT_VERSION, (0, 1)), finalized("metadata.version", (1, 21))];

/// A feature at its highest level.
const fn finalized(name: &'static str, supported: (i16, i16)) -> Feature {
    Feature { name, supported, finalized: supported.1 }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) const ALL: [Profile; 4] =
        [Profile::Kafka44, Profile::Kafka40, Profile::Kafka39, Profile::Kafka28];

    /// What brokers of these releases answered to ApiVersions: key, name, and a range for each,
    /// or `-` for an API that is not there.
    const MEASURED: &str = include_str!("profile/api_versions.tsv");

    /// An API as Kafka's brokers list it, with its versions in the order of [`ALL`].
    pub(crate) struct Listed {
        pub(crate) key: i16,
        pub(crate) name: &'static str,
        pub(crate) versions: [Option<RangeInclusive<i16>>; 4],
    }

    pub(crate) fn listed_by_kafka() -> Vec<Listed> {
        MEASURED.lines().skip(1).map(listed).collect()
    }

    fn listed(line: &'static str) -> Listed {
        let fields: Vec<&str> = line.split('\t').collect();
        let [key, name, versions @ ..] = fields.as_slice() else { panic!("{line}") };
        let versions: [&str; 4] = versions.try_into().unwrap();
        Listed { key: key.parse().unwrap(), name, versions: versions.map(range) }
    }

    fn range(text: &str) -> Option<RangeInclusive<i16>> {
        let (min, max) = text.split_once("..")?;
        Some(min.parse().unwrap()..=max.parse().unwrap())
    }

    /// As brokers of these releases listed them.
    #[test]
    fn features_are_at_the_level_of_a_new_cluster() {
        let levels = |profile: Profile| -> Vec<(&str, i16)> {
            let features = profile.features().iter().filter(|it| it.name != KRAFT_VERSION);
            features.map(|it| (it.name, it.finalized)).filter(|it| it.1 > 0).collect()
        };
        let kafka_4_0 =
            [("group.version", 1), ("metadata.version", 25), ("transaction.version", 2)];
        assert_eq!(levels(Profile::Kafka40), kafka_4_0);
        assert_eq!(levels(Profile::Kafka39), [("metadata.version", 21)]);
        assert_eq!(levels(Profile::Kafka44).len(), 6);
        assert!(levels(Profile::Kafka28).is_empty());
    }
}

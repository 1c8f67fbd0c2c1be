//! What a cluster is like: MSK of a kind, or Apache Kafka of a release.

use std::str::FromStr;

use serde::Deserialize;

use crate::near::question;

/// Kinds of clusters, which the other settings change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) enum Profile {
    MskPublic,
    MskVpc,
    MskServerless,
    Kafka(Release),
}

/// A release of Apache Kafka.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Release(pub(crate) kafka_emulator::Profile);

const RELEASES: [(&str, kafka_emulator::Profile); 4] = [
    ("4.4", kafka_emulator::Profile::Kafka44),
    ("4.0", kafka_emulator::Profile::Kafka40),
    ("3.9", kafka_emulator::Profile::Kafka39),
    ("2.8", kafka_emulator::Profile::Kafka28),
];

impl Profile {
    const MSK: [(&str, Self); 3] = [
        ("msk-public", Self::MskPublic),
        ("msk-vpc", Self::MskVpc),
        ("msk-serverless", Self::MskServerless),
    ];
}

impl FromStr for Profile {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some((_, profile)) = Self::MSK.iter().find(|(name, _)| *name == text) {
            return Ok(*profile);
        }
        let release = text.strip_prefix("kafka-").and_then(|text| text.parse().ok());
        release.map(Self::Kafka).ok_or_else(|| {
            let known =
                "msk-public, msk-vpc, msk-serverless, kafka-4.4, kafka-4.0, kafka-3.9 or kafka-2.8";
            let words = known.split(", ").flat_map(|word| word.split(" or "));
            format!("{text} is not {known}{}", question(text, words))
        })
    }
}

impl FromStr for Release {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = RELEASES.iter().find(|(name, _)| *name == text);
        let unknown = || format!("{text} is not 4.4, 4.0, 3.9 or 2.8");
        found.map(|(_, release)| Self(*release)).ok_or_else(unknown)
    }
}

impl TryFrom<String> for Profile {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl TryFrom<String> for Release {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

//! Partitions of topics: which ones there are, and where they begin and end.

use std::str::FromStr;

use kafka_admin::Admin;
use kafka_admin::escape::Escaped;
use kafka_admin::topics::{ListedOffset, OffsetSpec, TopicPartition};

use crate::failure::{Failure, Result};
use crate::pattern;

/// `TOPIC`, which is all its partitions, or `TOPIC:PARTITION`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) topic: String,
    pub(super) partition: Option<i32>,
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // No topic has a colon in its name.
        let Some((topic, partition)) = text.split_once(':') else {
            return Ok(Self { topic: text.to_owned(), partition: None });
        };
        let partition = partition.parse().ok().filter(|number| *number >= 0);
        let partition = partition.ok_or("what stands behind the colon is no partition")?;
        Ok(Self { topic: topic.to_owned(), partition: Some(partition) })
    }
}

/// The partitions of the targets, each once, in order. Topics that cannot be described are errors of their
/// own.
pub(super) async fn resolve(
    admin: &Admin,
    targets: &[Target],
) -> Result<Vec<Result<TopicPartition, (String, kafka_admin::Error)>>> {
    let targets = &spelled(admin, targets).await?;
    let mut whole: Vec<&str> = Vec::new();
    for target in targets.iter().filter(|target| target.partition.is_none()) {
        if !whole.contains(&target.topic.as_str()) {
            whole.push(&target.topic);
        }
    }
    let mut found = Vec::new();
    for Target { topic, partition } in targets {
        found.extend(partition.map(|partition| Ok(TopicPartition::new(topic, partition))));
    }
    if !whole.is_empty() {
        for (name, described) in admin.describe_topics(&whole).await? {
            match described {
                Ok(topic) => found.extend(
                    topic.partitions.iter().map(|it| Ok(TopicPartition::new(&name, it.index))),
                ),
                Err(error) => found.push(Err((name, error))),
            }
        }
    }
    let mut once: Vec<Result<TopicPartition, _>> = Vec::with_capacity(found.len());
    let mut seen = std::collections::BTreeSet::new();
    for it in found {
        if it.as_ref().ok().is_none_or(|partition| seen.insert(partition.clone())) {
            once.push(it);
        }
    }
    Ok(once)
}

/// The targets, with topics in the place of each pattern.
async fn spelled(admin: &Admin, targets: &[Target]) -> Result<Vec<Target>> {
    let mut all = Vec::new();
    for Target { topic, partition } in targets {
        let topics = pattern::topics(admin, std::slice::from_ref(topic)).await?;
        all.extend(topics.into_iter().map(|topic| Target { topic, partition: *partition }));
    }
    Ok(all)
}

/// Where a partition begins and ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    pub(super) earliest: i64,
    pub(super) latest: i64,
}

impl Bounds {
    /// How many offsets lie between: records, as far as none was compacted away and none is a marker of a
    /// transaction.
    pub(super) fn count(self) -> i64 {
        self.latest.saturating_sub(self.earliest).max(0)
    }
}

/// The bounds of partitions, in their order. Both ends come from the leader, one after the other.
pub(super) async fn bounds(
    admin: &Admin,
    partitions: &[TopicPartition],
    read_committed: bool,
) -> Result<Vec<(TopicPartition, kafka_admin::Result<Bounds>)>> {
    let earliest = offsets(admin, partitions, OffsetSpec::Earliest, read_committed).await?;
    let latest = offsets(admin, partitions, OffsetSpec::Latest, read_committed).await?;
    let both = earliest.into_iter().zip(latest);
    Ok(both.map(|((name, earliest), (_, latest))| (name, bounded(earliest, latest))).collect())
}

type Listed = kafka_admin::Result<Option<ListedOffset>>;

fn bounded(earliest: Listed, latest: Listed) -> kafka_admin::Result<Bounds> {
    let offset = |listed: Option<ListedOffset>| listed.map_or(0, |it| it.offset);
    Ok(Bounds { earliest: offset(earliest?), latest: offset(latest?) })
}

/// One offset of each partition.
pub(super) async fn offsets(
    admin: &Admin,
    partitions: &[TopicPartition],
    spec: OffsetSpec,
    read_committed: bool,
) -> Result<Vec<(TopicPartition, Listed)>> {
    if partitions.is_empty() {
        return Ok(Vec::new());
    }
    let wanted: Vec<_> = partitions.iter().map(|it| (it.clone(), spec)).collect();
    let listed = admin.list_offsets(&wanted).read_committed(read_committed).await?;
    Ok(listed.into_iter().collect())
}

/// Refuses topics whose names are none, so that a typing error is one of the command line.
pub(super) fn check(targets: &[Target]) -> Result<()> {
    match targets.iter().find(|target| target.topic.is_empty()) {
        Some(_) => Err(Failure::usage("a topic without a name")),
        None => Ok(()),
    }
}

/// `orders:3`, as it can be typed again.
pub(super) fn name(partition: &TopicPartition) -> String {
    format!("{}:{}", Escaped(&partition.topic), partition.partition)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_a_topic_or_one_of_its_partitions() {
        let target = |topic: &str, partition| Ok(Target { topic: topic.to_owned(), partition });
        assert_eq!("orders".parse(), target("orders", None));
        assert_eq!("orders:3".parse(), target("orders", Some(3)));
        for wrong in ["orders:", "orders:-1", "orders:x", "orders:3:4"] {
            assert!(wrong.parse::<Target>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn bounds_that_cross_hold_nothing() {
        assert_eq!(Bounds { earliest: 3, latest: 10 }.count(), 7);
        assert_eq!(Bounds { earliest: 10, latest: 3 }.count(), 0);
    }
}

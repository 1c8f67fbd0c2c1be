//! Which partitions are meant: `--topic T[:0,1]`, `--all-topics`.

use std::collections::BTreeMap;

use clap::Args;
use kafka_admin::groups::{GroupOffsets, GroupPartitions};
use kafka_admin::topics::TopicPartition;
use kafka_admin::{Admin, Batch};

use crate::failure::Result;
use crate::near::KnownTopics;

/// Some partitions of a group.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Scope {
    /// A topic, or some of its partitions, as in orders:0,1. Repeatable.
    #[arg(long, value_name = "TOPIC[:N,N]", value_parser = topic, conflicts_with = "all_topics")]
    pub(super) topic: Vec<TopicScope>,
    /// Every partition of which the group has committed an offset.
    #[arg(long)]
    pub(super) all_topics: bool,
}

/// A topic, or some of its partitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TopicScope {
    pub(super) topic: String,
    /// None is all.
    pub(super) partitions: Vec<i32>,
}

impl Scope {
    pub(super) fn is_empty(&self) -> bool {
        self.topic.is_empty() && !self.all_topics
    }

    /// The partitions, of a topic all that it has.
    pub(super) async fn partitions(
        &self,
        admin: &Admin,
        group: &str,
    ) -> Result<Vec<TopicPartition>> {
        if self.all_topics {
            return Ok(names(&committed(admin, group).await?));
        }
        let whole: Vec<&str> = self.whole().collect();
        let mut sizes = BTreeMap::new();
        let described = admin.describe_topics(&whole).await?;
        let known = {
            let errors = described.failures().map(|(_, error)| error);
            KnownTopics::if_unknown(admin, errors).await
        };
        for (name, topic) in described {
            let topic = topic.map_err(|error| known.explain(&name, error))?;
            let indexes: Vec<i32> = topic.partitions.iter().map(|it| it.index).collect();
            sizes.insert(topic.name, indexes);
        }
        let mut partitions = Vec::new();
        for TopicScope { topic, partitions: some } in &self.topic {
            let all = if some.is_empty() { sizes.get(topic) } else { Some(some) };
            let all = all.into_iter().flatten();
            partitions.extend(all.map(|index| TopicPartition::new(topic, *index)));
        }
        Ok(once(partitions))
    }

    /// The partitions, of a topic those of which the group has committed an offset.
    pub(super) async fn committed(
        &self,
        admin: &Admin,
        group: &str,
    ) -> Result<Vec<TopicPartition>> {
        let mut committed = names(&committed(admin, group).await?);
        if self.all_topics {
            return Ok(committed);
        }
        let whole: Vec<&str> = self.whole().collect();
        committed.retain(|it| whole.contains(&it.topic.as_str()));
        for TopicScope { topic, partitions } in &self.topic {
            committed.extend(partitions.iter().map(|index| TopicPartition::new(topic, *index)));
        }
        Ok(once(committed))
    }

    /// Topics without partitions, each once.
    fn whole(&self) -> impl Iterator<Item = &str> {
        let topics = self.topic.iter().enumerate();
        let new = topics.filter(|(place, it)| !self.topic[..*place].contains(it));
        new.filter(|(_, it)| it.partitions.is_empty()).map(|(_, it)| it.topic.as_str())
    }
}

pub(super) async fn committed(admin: &Admin, group: &str) -> Result<GroupOffsets> {
    Ok(admin.list_group_offsets(&[GroupPartitions::all(group)]).await.and_then(Batch::one)?)
}

fn names(offsets: &GroupOffsets) -> Vec<TopicPartition> {
    once(offsets.iter().map(|(partition, _)| partition.clone()).collect())
}

/// By topic and number, and what overlaps once.
fn once(mut partitions: Vec<TopicPartition>) -> Vec<TopicPartition> {
    partitions.sort();
    partitions.dedup();
    partitions
}

/// `orders` or `orders:0,1`.
pub(super) fn topic(text: &str) -> Result<TopicScope, String> {
    let (topic, partitions) = text.split_once(':').unwrap_or((text, ""));
    let is_whole = topic.len() == text.len();
    let wrong = || format!("TOPIC or TOPIC:0,1 is wanted, not {text}");
    if topic.is_empty() {
        return Err(wrong());
    }
    let mut indexes = Vec::new();
    for index in partitions.split(',').filter(|_| !is_whole) {
        let index = index.parse().ok().filter(|it: &i32| *it >= 0);
        indexes.push(index.ok_or_else(wrong)?);
    }
    Ok(TopicScope { topic: topic.to_owned(), partitions: indexes })
}

/// `orders:0=1500`.
pub(super) fn offset_of(text: &str) -> Result<(TopicPartition, i64), String> {
    let found = || {
        let (partition, offset) = text.split_once('=')?;
        let (topic, index) = partition.split_once(':')?;
        let index = index.parse().ok().filter(|it: &i32| *it >= 0)?;
        let offset = offset.parse().ok().filter(|it: &i64| *it >= 0)?;
        (!topic.is_empty()).then(|| (TopicPartition::new(topic, index), offset))
    };
    found().ok_or_else(|| format!("TOPIC:0=1500 or so is wanted, not {text}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partition_and_its_offset() {
        let found = offset_of("orders:3=1500").unwrap();
        assert_eq!(found, (TopicPartition::new("orders", 3), 1500));
        for wrong in ["", "a", "a:1", "a=1", ":1=1", "a:b=1", "a:1=b", "a:-1=1", "a:1=-1", "a:1="] {
            assert!(offset_of(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_topic_or_some_of_its_partitions() {
        let of = |topic: &str, partitions: &[i32]| TopicScope {
            topic: topic.to_owned(),
            partitions: partitions.to_vec(),
        };
        assert_eq!(topic("orders").unwrap(), of("orders", &[]));
        assert_eq!(topic("orders:0,12").unwrap(), of("orders", &[0, 12]));
        for wrong in ["", ":0", "a:", "a:b", "a:0,", "a:-1", "a:1-3", "a:0:1"] {
            assert!(topic(wrong).is_err(), "{wrong:?}");
        }
    }
}

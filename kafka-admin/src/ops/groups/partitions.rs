//! Which partitions of a group are asked about.

use std::collections::{BTreeMap, HashSet};

use super::name::validate_group_id;
use crate::call::by_name;
use crate::topics::TopicPartition;
use crate::{Batch, Error, Result};

/// A group, and the partitions to tell the offsets of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupPartitions {
    group_id: String,
    partitions: Option<Vec<TopicPartition>>,
}

impl GroupPartitions {
    /// All partitions of which the group has an offset.
    pub fn all(group_id: impl Into<String>) -> Self {
        Self { group_id: group_id.into(), partitions: None }
    }

    /// These partitions, whether the group has an offset or not.
    pub fn of(
        group_id: impl Into<String>,
        partitions: impl IntoIterator<Item = TopicPartition>,
    ) -> Self {
        let partitions = Some(partitions.into_iter().collect());
        Self { group_id: group_id.into(), partitions }
    }

    pub(super) fn group_id(&self) -> &str {
        &self.group_id
    }

    pub(super) fn check(&self) -> Result<()> {
        validate_group_id(&self.group_id)
    }

    /// Each partition once: the answer to a second one could not be told from that to the first. `None` is
    /// all.
    pub(super) fn by_topic(&self) -> Option<BTreeMap<&str, Vec<i32>>> {
        let mut topics: BTreeMap<&str, Vec<i32>> = BTreeMap::new();
        for it in self.partitions.as_ref()? {
            topics.entry(&it.topic).or_default().push(it.partition);
        }
        for indexes in topics.values_mut() {
            indexes.sort_unstable();
            indexes.dedup();
        }
        Some(topics)
    }

    /// One result for each partition that was asked for, in that order, of what a broker told.
    pub(super) fn results<T>(
        &self,
        told: Vec<(TopicPartition, Result<T>)>,
    ) -> Batch<TopicPartition, T> {
        let results = match &self.partitions {
            Some(asked) => in_order(asked, told),
            None => told,
        };
        let results = results.into_iter().map(|(partition, result)| {
            let result = result.map_err(|error| error.about(&partition));
            (partition, result)
        });
        Batch::new(results.collect())
    }
}

fn in_order<T>(
    asked: &[TopicPartition],
    told: Vec<(TopicPartition, Result<T>)>,
) -> Vec<(TopicPartition, Result<T>)> {
    let (mut seen, mut once) = (HashSet::new(), Vec::with_capacity(asked.len()));
    once.extend(asked.iter().filter(|it| seen.insert(*it)));
    let told = told.into_iter().map(|(it, result)| (it, move || result));
    let mut results = by_name(once.iter().map(|it| (*it).clone()), told).into_iter();
    let mut offsets = Vec::with_capacity(asked.len());
    for partition in asked {
        let is_first = seen.remove(partition);
        let twice = || Err(Error::invalid("named twice in one call"));
        let result = if is_first { results.next() } else { Some(twice()) };
        offsets.push((partition.clone(), result.unwrap_or_else(|| Err(Error::missing_item()))));
    }
    offsets
}

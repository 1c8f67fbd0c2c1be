//! What groups have left to read.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use tokio::time::Instant;

use super::describe::{GroupDescription, GroupMember};
use super::list_offsets::{CommittedOffset, GroupOffsets};
use super::partitions::GroupPartitions;
use super::state::GroupType;
use crate::topics::{ListedOffset, OffsetSpec, TopicPartition};
use crate::{Admin, Batch, Error, ErrorKind, Result};

/// A group, and what it has left to read.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct GroupLag {
    /// The group and its members.
    pub group: GroupDescription,
    /// Every partition of the topics that it has committed offsets of, that its members have or that they
    /// subscribe to by name; by topic and number.
    pub partitions: Vec<PartitionLag>,
    /// Topics whose partitions could not be listed, so that some may be missing. A topic that does not
    /// exist has none.
    pub failed_topics: Vec<(String, Error)>,
}

/// What a group has left to read of one partition.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PartitionLag {
    /// The partition.
    pub partition: TopicPartition,
    /// The place of the member that has it in the group's list of members.
    pub member: Option<usize>,
    /// The offset that the group has committed, if it has.
    pub committed: Option<CommittedOffset>,
    /// The first offset that is there, if it could be found out.
    pub start: Option<i64>,
    /// The offset that the next record will get, if it could be found out.
    pub end: Option<i64>,
    /// How many offsets are behind the committed one, or in the whole partition when none was committed.
    /// Transactions and compaction take offsets without records. An error is what kept it from being
    /// found out.
    pub lag: Result<i64>,
}

impl GroupLag {
    /// What is left of all partitions; `None` when the lag of one is not known.
    pub fn total(&self) -> Option<i64> {
        let all_known = self.failed_topics.is_empty() && self.failures().next().is_none();
        all_known.then(|| self.known())
    }

    /// What is left of those partitions whose lag is known: at least so much is left.
    pub fn known(&self) -> i64 {
        let known = self.partitions.iter().filter_map(|it| it.lag.as_ref().ok());
        known.fold(0, |sum, lag| sum.saturating_add(*lag))
    }

    /// The partitions whose lag is not known, and why.
    pub fn failures(&self) -> impl Iterator<Item = (&TopicPartition, &Error)> {
        self.partitions.iter().filter_map(|it| Some((&it.partition, it.lag.as_ref().err()?)))
    }

    /// The member that has the partition.
    pub fn member(&self, partition: &PartitionLag) -> Option<&GroupMember> {
        self.group.members.get(partition.member?)
    }
}

impl Admin {
    /// What groups have left to read. Needs DESCRIBE on the groups and on their topics; offsets of topics
    /// that may not be described are left out by brokers without a word.
    ///
    /// Groups, offsets and ends of partitions are asked for one after the other, so the lag of a running
    /// group is that of a moment in between. It is never negative.
    ///
    /// # Errors
    /// The groups cannot be described because there was one request, and it failed as a whole. What is
    /// wrong with a group is in the [`Batch`], and what is wrong with a partition is in its
    /// [`lag`](PartitionLag::lag). Share groups commit no offsets, and are refused.
    pub async fn group_lag(&self, ids: &[impl AsRef<str>]) -> Result<Batch<String, GroupLag>> {
        let deadline = self.deadline();
        let described = self.describe_groups_until(ids, deadline).await?;
        let mut groups = Vec::with_capacity(described.len());
        for (id, result) in described {
            groups.push((id, result.and_then(with_offsets)));
        }
        self.fetch_offsets(&mut groups, deadline).await;
        let bounds = self.bounds(&groups, deadline).await;
        let mut lags = Vec::with_capacity(groups.len());
        for (id, result) in groups {
            lags.push((id, result.map(|group| group.lag(&bounds))));
        }
        Ok(Batch::new(lags))
    }

    async fn fetch_offsets(&self, groups: &mut [(String, Result<Reading>)], deadline: Instant) {
        let (mut wanted, mut readings) = (Vec::new(), Vec::new());
        for (id, result) in groups {
            if result.is_ok() {
                wanted.push(GroupPartitions::all(id.as_str()));
                readings.push(result);
            }
        }
        match self.list_group_offsets(&wanted).until(deadline).await {
            Ok(batch) => {
                for (reading, (_, offsets)) in readings.into_iter().zip(batch) {
                    match (reading, offsets) {
                        (Ok(reading), Ok(offsets)) => reading.offsets = offsets,
                        (reading, Err(error)) => *reading = Err(error),
                        (Err(_), Ok(_)) => {}
                    }
                }
            }
            Err(error) => readings.into_iter().for_each(|it| *it = Err(error.clone())),
        }
    }

    /// What there is of the partitions that the groups read.
    async fn bounds(&self, groups: &[(String, Result<Reading>)], deadline: Instant) -> Bounds {
        let (mut topics, mut partitions) = (BTreeSet::new(), BTreeSet::new());
        for group in groups.iter().filter_map(|(_, result)| result.as_ref().ok()) {
            partitions.extend(group.offsets.iter().map(|(it, _)| it.clone()));
            partitions.extend(group.assigned().map(|(it, _)| it));
            topics.extend(group.subscribed().map(str::to_owned));
        }
        topics.extend(partitions.iter().map(|it| it.topic.clone()));
        let topics: Vec<String> = topics.into_iter().collect();
        let mut bounds = Bounds::default();
        match self.describe_topics(&topics).until(deadline).await {
            Ok(batch) => {
                for (name, result) in batch {
                    match result {
                        Ok(topic) => {
                            let all = topic.partitions.iter().map(|it| it.index).collect();
                            bounds.topics.insert(name, Ok(all));
                        }
                        Err(error) => drop(bounds.topics.insert(name, Err(error))),
                    }
                }
            }
            Err(error) => {
                bounds.topics.extend(topics.into_iter().map(|name| (name, Err(error.clone()))));
            }
        }
        for (name, all) in &bounds.topics {
            for index in all.iter().flatten() {
                partitions.insert(TopicPartition::new(name, *index));
            }
        }
        let partitions: Vec<TopicPartition> = partitions.into_iter().collect();
        bounds.starts = self.offsets_of(&partitions, OffsetSpec::Earliest, deadline).await;
        bounds.ends = self.offsets_of(&partitions, OffsetSpec::Latest, deadline).await;
        bounds
    }

    /// An offset of each partition, whatever becomes of the others.
    pub(super) async fn offsets_of(
        &self,
        partitions: &[TopicPartition],
        spec: OffsetSpec,
        deadline: Instant,
    ) -> HashMap<TopicPartition, Result<Option<ListedOffset>>> {
        let wanted: Vec<_> = partitions.iter().map(|it| (it.clone(), spec)).collect();
        match self.list_offsets(&wanted).until(deadline).await {
            Ok(batch) => batch.into_iter().collect(),
            Err(error) => partitions.iter().map(|it| (it.clone(), Err(error.clone()))).collect(),
        }
    }
}

/// A group with what it has committed.
struct Reading {
    group: GroupDescription,
    offsets: GroupOffsets,
}

/// What is known of topics and partitions.
#[derive(Default)]
struct Bounds {
    topics: BTreeMap<String, Result<Vec<i32>>>,
    starts: HashMap<TopicPartition, Result<Option<ListedOffset>>>,
    ends: HashMap<TopicPartition, Result<Option<ListedOffset>>>,
}

fn with_offsets(group: GroupDescription) -> Result<Reading> {
    match group.group_type {
        GroupType::Share => Err(Error::invalid("a share group commits no offsets")
            .about(&group.group_id)
            .hinted("leave it out: what its members have acknowledged is told by the share APIs")),
        _ => Ok(Reading { group, offsets: Batch::new(Vec::new()) }),
    }
}

impl Reading {
    fn assigned(&self) -> impl Iterator<Item = (TopicPartition, usize)> {
        self.group.members.iter().enumerate().flat_map(|(place, member)| {
            let topics = member.assignment.iter().flatten();
            topics.flat_map(move |it| {
                let partitions = it.partitions.iter();
                partitions.map(move |index| (TopicPartition::new(&it.topic, *index), place))
            })
        })
    }

    fn subscribed(&self) -> impl Iterator<Item = &str> {
        let members = self.group.members.iter();
        members.flat_map(|it| it.subscription.iter().flatten()).map(String::as_str)
    }

    fn lag(self, bounds: &Bounds) -> GroupLag {
        let assigned: HashMap<TopicPartition, usize> = self.assigned().collect();
        let mut topics: BTreeSet<String> = self.subscribed().map(str::to_owned).collect();
        topics.extend(assigned.keys().map(|it| it.topic.clone()));
        let mut offsets = BTreeMap::new();
        for (partition, offset) in self.offsets {
            topics.insert(partition.topic.clone());
            offsets.insert(partition, offset);
        }
        for partition in assigned.keys() {
            offsets.entry(partition.clone()).or_insert(Ok(None));
        }
        let mut failed_topics = Vec::new();
        for name in topics {
            match bounds.topics.get(&name) {
                Some(Ok(all)) => {
                    for index in all {
                        offsets.entry(TopicPartition::new(&name, *index)).or_insert(Ok(None));
                    }
                }
                Some(Err(error)) if error.kind() == ErrorKind::NotFound => {}
                Some(Err(error)) => failed_topics.push((name, error.clone())),
                None => failed_topics.push((name, Error::missing_item())),
            }
        }
        let partitions = offsets.into_iter().map(|(partition, committed)| {
            let start = bound(&bounds.starts, &partition);
            let end = bound(&bounds.ends, &partition);
            PartitionLag {
                member: assigned.get(&partition).copied(),
                lag: lag(committed.as_ref(), start.as_ref().ok(), end.as_ref()),
                committed: committed.ok().flatten(),
                start: start.ok(),
                end: end.ok(),
                partition,
            }
        });
        GroupLag { group: self.group, partitions: partitions.collect(), failed_topics }
    }
}

fn bound(
    found: &HashMap<TopicPartition, Result<Option<ListedOffset>>>,
    partition: &TopicPartition,
) -> Result<i64> {
    match found.get(partition) {
        Some(Ok(Some(found))) => Ok(found.offset),
        Some(Err(error)) => Err(error.clone()),
        Some(Ok(None)) | None => Err(Error::missing_item().about(partition)),
    }
}

/// A group that has committed nothing of a partition has all of it left. A start that is not known is
/// taken for 0, so that nothing is left out.
fn lag(
    committed: std::result::Result<&Option<CommittedOffset>, &Error>,
    start: Option<&i64>,
    end: std::result::Result<&i64, &Error>,
) -> Result<i64> {
    let committed = committed.map_err(Error::clone)?;
    let end = end.map_err(Error::clone)?;
    let read = committed.as_ref().map(|it| it.offset).filter(|it| *it >= 0);
    let from = read.or(start.copied()).unwrap_or(0);
    Ok(end.saturating_sub(from).max(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;

    #[test]
    fn lag_is_what_is_behind_the_committed_offset_or_all() {
        let at = |offset| Some(CommittedOffset::new(offset));
        for (committed, start, end, expected) in [
            (at(4), Some(2), 10, 6),
            (at(10), Some(2), 10, 0),
            (at(12), Some(2), 10, 0),
            (at(4), None, 10, 6),
            (None, Some(2), 10, 8),
            (None, None, 10, 10),
            (at(-5), Some(2), 10, 8),
            (at(0), Some(0), i64::MAX, i64::MAX),
            (None, Some(i64::MIN), i64::MAX, i64::MAX),
        ] {
            let found = lag(Ok(&committed), start.as_ref(), Ok(&end)).unwrap();
            assert_eq!(found, expected, "{committed:?} {start:?} {end}");
        }
    }

    #[test]
    fn an_error_is_never_a_lag_of_nothing() {
        let (offset, end) = (Error::invalid("offset"), Error::invalid("end"));
        assert_eq!(lag(Err(&offset), Some(&1), Err(&end)).unwrap_err().message(), "offset");
        assert_eq!(lag(Err(&offset), Some(&1), Ok(&5)).unwrap_err().message(), "offset");
        assert_eq!(lag(Ok(&None), Some(&1), Err(&end)).unwrap_err().message(), "end");
        let nobody = bound(&HashMap::new(), &TopicPartition::new("t", 0)).unwrap_err();
        assert_eq!(nobody.kind(), ErrorKind::ResponseMismatch);
    }

    fn of(partition: i32, lag: Result<i64>) -> PartitionLag {
        let partition = TopicPartition::new("t", partition);
        PartitionLag { partition, member: None, committed: None, start: None, end: None, lag }
    }

    #[test]
    fn there_is_a_total_only_when_every_part_is_known() {
        let group = GroupDescription {
            group_id: "g".to_owned(),
            group_type: GroupType::Classic,
            state: crate::groups::GroupState::Empty,
            protocol_type: String::new(),
            assignor: None,
            epoch: None,
            assignment_epoch: None,
            coordinator: None,
            members: Vec::new(),
            authorized_operations: None,
        };
        let partitions = vec![of(0, Ok(3)), of(1, Ok(4))];
        let mut lag = GroupLag { group, partitions, failed_topics: Vec::new() };
        assert_eq!((lag.total(), lag.known()), (Some(7), 7));
        lag.partitions.push(of(2, Err(Error::invalid("no"))));
        assert_eq!((lag.total(), lag.known(), lag.failures().count()), (None, 7, 1));
        lag.partitions.pop();
        lag.failed_topics.push(("u".to_owned(), Error::invalid("no")));
        assert_eq!(lag.total(), None);
    }
}

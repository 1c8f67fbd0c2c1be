//! Finding the offsets to which a group is to be set.

mod plan;

use std::collections::HashMap;

use tokio::time::Instant;

use super::list_offsets::CommittedOffset;
use super::partitions::GroupPartitions;
use super::state::GroupType;
use crate::topics::{ListedOffset, OffsetSpec, TopicPartition};
use crate::{Admin, Batch, Error, ErrorKind, Result};

pub use plan::{OffsetReset, PlannedOffset, ResetNote};

use plan::Facts;

/// What was found of each partition.
type Found = HashMap<TopicPartition, Result<Option<ListedOffset>>>;

impl Admin {
    /// Finds the offsets to set for a group, and changes nothing: give those that are right to
    /// [`alter_group_offsets`](Self::alter_group_offsets). The group need not exist. Needs DESCRIBE on the
    /// group and on the topics.
    ///
    /// A member may come between the plan and the change. Then brokers refuse the change, with
    /// UNKNOWN_MEMBER_ID (25).
    ///
    /// # Errors
    /// The group has members, or is a share group: its offsets cannot be set. Or it cannot be asked
    /// about. What is wrong with a partition is in the [`Batch`], such as UNKNOWN_TOPIC_OR_PARTITION.
    pub async fn plan_offset_reset(
        &self,
        group_id: &str,
        wanted: &[(TopicPartition, OffsetReset)],
    ) -> Result<Batch<TopicPartition, PlannedOffset>> {
        let deadline = self.deadline();
        self.check_inactive(group_id, deadline).await?;
        let partitions: Vec<TopicPartition> = wanted.iter().map(|(it, _)| it.clone()).collect();
        let group = [GroupPartitions::of(group_id, partitions.iter().cloned())];
        let committed = self.list_group_offsets(&group).until(deadline).await?.one()?;
        let starts = self.offsets_of(&partitions, OffsetSpec::Earliest, deadline).await;
        let ends = self.offsets_of(&partitions, OffsetSpec::Latest, deadline).await;
        let times = self.offsets_at_times(wanted, deadline).await;
        let mut plans = Vec::with_capacity(wanted.len());
        for ((partition, reset), (_, committed)) in wanted.iter().zip(committed) {
            let planned = facts(partition, committed, &starts, &ends, &times);
            let planned = planned.and_then(|facts| plan::planned(*reset, facts));
            plans.push((partition.clone(), planned));
        }
        Ok(Batch::new(plans))
    }

    async fn check_inactive(&self, group_id: &str, deadline: Instant) -> Result<()> {
        let described =
            self.describe_groups_until(&[group_id], deadline).await.and_then(Batch::one);
        match described {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
            Ok(group) if group.group_type == GroupType::Share => {
                Err(Error::invalid("a share group commits no offsets").about(group_id))
            }
            Ok(group) if group.is_active() => {
                let members = group.members.len();
                let message = format!("the group is in use: {}, members: {members}", group.state);
                Err(Error::invalid(message)
                    .about(group_id)
                    .hinted("stop its members first: offsets are set only while a group has none"))
            }
            Ok(_) => Ok(()),
        }
    }

    async fn offsets_at_times(
        &self,
        wanted: &[(TopicPartition, OffsetReset)],
        deadline: Instant,
    ) -> Found {
        let mut at = Vec::new();
        for (partition, reset) in wanted {
            if let OffsetReset::AtTimestamp(time) = reset {
                at.push((partition.clone(), OffsetSpec::AtTimestamp(*time)));
            }
        }
        match self.list_offsets(&at).until(deadline).await {
            Ok(batch) => batch.into_iter().collect(),
            Err(error) => at.into_iter().map(|(it, _)| (it, Err(error.clone()))).collect(),
        }
    }
}

/// What has to be known of a partition.
fn facts(
    partition: &TopicPartition,
    committed: Result<Option<CommittedOffset>>,
    starts: &Found,
    ends: &Found,
    times: &Found,
) -> Result<Facts> {
    let start = bound(starts, partition)?;
    let end = bound(ends, partition)?;
    Ok(Facts {
        committed: committed?.map(|it| it.offset).filter(|it| *it >= 0),
        start,
        end,
        at: times.get(partition).cloned().transpose()?.flatten().map(|it| it.offset),
    })
}

fn bound(found: &Found, partition: &TopicPartition) -> Result<i64> {
    let found = found.get(partition).cloned().transpose()?.flatten();
    Ok(found.ok_or_else(|| Error::missing_item().about(partition))?.offset)
}

//! `kadm group offsets alter`.

use clap::Args;
use kafka_admin::groups::{CommittedOffset, GroupPartitions};
use kafka_admin::topics::TopicPartition;
use kafka_admin::{Admin, Batch};
use serde_json::json;

use crate::connect::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};

/// Set offsets of a group without members, as they are given: shows them first, and needs --yes. A group
/// that does not exist is created. kadm group reset finds offsets, and keeps to those that are there.
#[derive(Debug, Args)]
pub(crate) struct Alter {
    /// The group.
    group: String,
    /// A partition and its new offset, as in orders:0=1500.
    #[arg(value_name = "TOPIC:N=OFFSET", required = true, value_parser = assignment)]
    offsets: Vec<(TopicPartition, i64)>,
    /// Set them.
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Alter {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        if !self.yes {
            return self.show(&admin, context).await;
        }
        let mut news = Vec::with_capacity(self.offsets.len());
        for (partition, offset) in &self.offsets {
            news.push((partition.clone(), CommittedOffset::new(*offset)));
        }
        let results = admin.alter_group_offsets(&self.group, &news).await?;
        let mut items = context.report.items("offsets");
        for ((partition, offset), (_, result)) in self.offsets.iter().zip(results) {
            let item = json!({
                "topic": partition.topic,
                "partition": partition.partition,
                "after": offset,
            });
            match result {
                Ok(()) => items.done(&item).line(format_args!("set {partition} to {offset}")),
                Err(error) => items.failed(&item, partition, error.into()),
            }
        }
        Ok(())
    }
}

impl Alter {
    /// Shows what would be set, and refuses.
    async fn show(&self, admin: &Admin, context: &mut Context<'_, '_>) -> Result<()> {
        let partitions = self.offsets.iter().map(|(partition, _)| partition.clone());
        let group = [GroupPartitions::of(&self.group, partitions)];
        let befores = admin.list_group_offsets(&group).await.and_then(Batch::one)?;
        let mut items = context.report.items("offsets");
        for ((partition, after), (_, before)) in self.offsets.iter().zip(befores) {
            let (topic, index) = (&partition.topic, partition.partition);
            match before {
                Ok(before) => {
                    let before = before.map(|it| it.offset);
                    let item = json!({"topic": topic, "partition": index, "before": before, "after": after});
                    let before = before.map_or("nothing".to_owned(), |it| it.to_string());
                    let line = format!("would set {partition} to {after}, from {before}");
                    items.done(&item).line(line);
                }
                Err(error) => {
                    let item = json!({"topic": topic, "partition": index});
                    items.failed(&item, partition, error.into());
                }
            }
        }
        drop(items);
        Err(Failure::unconfirmed("the offsets shown would be set", "--yes"))
    }
}

/// `orders:0=1500`.
fn assignment(text: &str) -> Result<(TopicPartition, i64), String> {
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
        let found = assignment("orders:3=1500").unwrap();
        assert_eq!(found, (TopicPartition::new("orders", 3), 1500));
        for wrong in ["", "a", "a:1", "a=1", ":1=1", "a:b=1", "a:1=b", "a:-1=1", "a:1=-1", "a:1="] {
            assert!(assignment(wrong).is_err(), "{wrong:?}");
        }
    }
}

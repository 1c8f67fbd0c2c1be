//! `kadm group offsets alter`.

use clap::Args;
use kafka_admin::groups::{CommittedOffset, GroupPartitions};
use kafka_admin::topics::TopicPartition;
use kafka_admin::{Admin, Batch};
use serde_json::json;

use crate::confirm::Confirm;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;
use crate::nouns::group::scope::offset_of;

/// Set offsets of a group without members, as they are given: shows them first, and needs --yes. A group
/// that does not exist is created. kadm group reset finds offsets, and keeps to those that are there.
#[derive(Debug, Args)]
pub(crate) struct Alter {
    /// The group.
    group: String,
    /// A partition and its new offset, as in orders:0=1500.
    #[arg(value_name = "TOPIC:N=OFFSET", required = true, value_parser = offset_of)]
    offsets: Vec<(TopicPartition, i64)>,
    #[command(flatten)]
    confirm: Confirm,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Alter {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        context.report.set("dry_run", self.confirm.dry_run);
        if !self.confirm.yes {
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
    /// Shows what would be set, and does no more.
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
        self.confirm.shown("the offsets shown would be set")
    }
}

//! `kadm partition cancel`.

use clap::Args;
use kafka_admin::Admin;
use kafka_admin::partitions::NewPartitionReassignment;
use kafka_admin::topics::TopicPartition;
use serde_json::json;

use super::selection::Selection;
use crate::confirm::DryRun;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};

/// End moves of partitions: they stay where they were before.
#[derive(Debug, Args)]
pub(crate) struct Cancel {
    #[command(flatten)]
    selection: Selection,
    /// Mean every move of the cluster.
    #[arg(long, conflicts_with = "topic")]
    all: bool,
    #[command(flatten)]
    only: DryRun,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Cancel {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        if self.selection.topic.is_none() && !self.all {
            return Err(Failure::usage("nothing says which moves to end")
                .hint("say --topic, or --all; kadm partition reassignments lists them"));
        }
        let admin = context.connect(&self.connect).await?;
        let moves: Vec<_> = self.moving(&admin).await?;
        context.report.set("dry_run", self.only.dry_run);
        if self.only.dry_run {
            let mut items = context.report.items("partitions");
            for it in &moves {
                let item = json!({"topic": it.topic, "partition": it.partition});
                items.listed(&item).line(format_args!("would cancel the move of {it}"));
            }
            return Ok(());
        }
        let moves: Vec<_> = moves.into_iter().map(NewPartitionReassignment::cancel).collect();
        let results = admin.alter_partition_reassignments(&moves).await?;
        let mut items = context.report.items("partitions");
        for (it, result) in results {
            let item = json!({"topic": it.topic, "partition": it.partition});
            items.ended(&item, "cancelled the move of", &it, result);
        }
        let is_empty = items.is_empty();
        drop(items);
        if is_empty {
            context.report.line("no partition moves");
        }
        Ok(())
    }
}

impl Cancel {
    /// Partitions that are named, whether they move or not; else those that do.
    async fn moving(&self, admin: &Admin) -> Result<Vec<TopicPartition>> {
        if !self.selection.partitions.is_empty() {
            return self.selection.named(admin).await;
        }
        let mut moving = Vec::new();
        for topic in admin.list_partition_reassignments().await? {
            if self.selection.topic.as_ref().is_none_or(|wanted| *wanted == topic.topic) {
                let partitions = topic.partitions.iter();
                moving.extend(partitions.map(|it| TopicPartition::new(&topic.topic, it.partition)));
            }
        }
        Ok(moving)
    }
}

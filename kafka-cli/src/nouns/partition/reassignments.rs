//! `kadm partition reassignments`.

use clap::Args;
use kafka_admin::escape::Escaped;
use kafka_admin::partitions::{PartitionReassignment, TopicReassignments};
use serde_json::json;

use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;
use crate::nouns::topic::numbers;

/// List the partitions that move, with the brokers that they have and get.
#[derive(Debug, Args)]
pub(crate) struct Reassignments {
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Reassignments {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        let topics = admin.list_partition_reassignments().await?;
        let mut items = context.report.items("partitions");
        for (topic, it) in moving(&topics) {
            items.listed(&json!({
                "topic": topic,
                "partition": it.partition,
                "replicas": it.replicas,
                "adding": it.adding_replicas,
                "removing": it.removing_replicas,
            }));
        }
        let is_empty = items.is_empty();
        drop(items);
        if is_empty {
            context.report.line("no partition moves");
            return Ok(());
        }
        let rows = moving(&topics).map(|(topic, it)| {
            let name = format!("{}-{}", Escaped(topic), it.partition);
            let [replicas, adding, removing] =
                [&it.replicas, &it.adding_replicas, &it.removing_replicas].map(|ids| numbers(ids));
            [name, replicas, adding, removing].map(Into::into)
        });
        context.report.table(["PARTITION", "REPLICAS", "ADDING", "REMOVING"], rows);
        Ok(())
    }
}

fn moving(
    topics: &[TopicReassignments],
) -> impl Iterator<Item = (&str, &PartitionReassignment)> + Clone {
    topics.iter().flat_map(|topic| topic.partitions.iter().map(|it| (topic.topic.as_str(), it)))
}

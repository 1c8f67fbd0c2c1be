//! `kadm group share-offsets delete`.

use clap::Args;
use kafka_admin::escape::Escaped;
use kafka_admin::groups::GroupPartitions;
use kafka_admin::{Admin, Batch};
use serde_json::json;

use crate::confirm::Confirm;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;
use crate::output::Report;

/// Delete the offsets that a share group without members has of topics: shows them first, and needs --yes. It
/// then begins where its share.auto.offset.reset says.
#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// The group.
    group: String,
    /// A topic. Repeatable.
    #[arg(long, value_name = "TOPIC", required = true)]
    topic: Vec<String>,
    #[command(flatten)]
    confirm: Confirm,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Delete {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        context.report.set("dry_run", self.confirm.dry_run);
        if !self.confirm.yes {
            self.show(&admin, &mut context.report).await?;
            let what = format!(
                "the offsets of the group {} would be deleted for {}",
                Escaped(&self.group),
                Escaped(&self.topic.join(", "))
            );
            return self.confirm.shown(what);
        }
        let results = admin.delete_share_group_offsets(&self.group, &self.topic).await?;
        let mut items = context.report.items("topics");
        for (topic, result) in results {
            let item = json!({"topic": topic});
            items.ended(&item, "deleted the offsets of", Escaped(&topic), result);
        }
        Ok(())
    }
}

impl Delete {
    async fn show(&self, admin: &Admin, report: &mut Report) -> Result<()> {
        let group = [GroupPartitions::all(&self.group)];
        let offsets = admin.list_share_group_offsets(&group).await.and_then(Batch::one)?;
        let mut items = report.items("offsets");
        for (partition, offset) in offsets {
            let start = offset?.map(|it| it.start);
            if self.topic.contains(&partition.topic) {
                let item = json!({
                    "topic": partition.topic,
                    "partition": partition.partition,
                    "start": start,
                });
                let start = start.map_or("nothing".to_owned(), |start| start.to_string());
                items
                    .listed(&item)
                    .line(format_args!("would delete the offset of {partition}, {start}"));
            }
        }
        Ok(())
    }
}

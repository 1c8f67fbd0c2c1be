//! `kadm group offsets delete`.

use clap::Args;
use kafka_admin::escape::Escaped;
use serde_json::json;

use crate::confirm::Confirm;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};
use crate::nouns::group::scope::Scope;

/// Delete offsets of a group: shows them first, and needs --yes. Its consumers then begin where their
/// auto.offset.reset says.
#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// The group.
    group: String,
    #[command(flatten)]
    scope: Scope,
    #[command(flatten)]
    confirm: Confirm,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Delete {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        if self.scope.is_empty() {
            return Err(Failure::usage("which offsets are meant is not said")
                .hint("give --topic TOPIC or --topic TOPIC:0,1, or --all-topics"));
        }
        let admin = context.connect(&self.connect).await?;
        let partitions = self.scope.committed(&admin, &self.group).await?;
        context.report.set("dry_run", self.confirm.dry_run);
        if partitions.is_empty() {
            context.report.line("the group has committed no such offset");
            return Ok(());
        }
        if !self.confirm.yes {
            let mut items = context.report.items("offsets");
            for it in &partitions {
                let item = json!({"topic": it.topic, "partition": it.partition});
                items.listed(&item).line(format_args!("would delete the offset of {it}"));
            }
            drop(items);
            let what = format!(
                "the offsets shown would be deleted ({} of {})",
                partitions.len(),
                Escaped(&self.group)
            );
            return self.confirm.shown(what);
        }
        let results = admin.delete_group_offsets(&self.group, &partitions).await?;
        let mut items = context.report.items("offsets");
        for (it, result) in results {
            let item = json!({"topic": it.topic, "partition": it.partition});
            items.ended(&item, "deleted the offset of", &it, result);
        }
        Ok(())
    }
}

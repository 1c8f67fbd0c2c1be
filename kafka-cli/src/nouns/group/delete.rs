//! `kadm group delete`.

use clap::Args;
use kafka_admin::escape::Escaped;
use serde_json::json;

use super::describe;
use crate::confirm::Confirm;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;

/// Delete groups without members, and the offsets that they have committed: shows them first, and needs
/// --yes.
#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// The groups.
    #[arg(value_name = "GROUP", required = true)]
    groups: Vec<String>,
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
            let there = describe::show_all(&admin, &self.groups, &mut context.report).await?;
            if there.is_empty() {
                return Ok(());
            }
            let groups = Escaped(&there.join(", ")).to_string();
            return self.confirm.shown(format!("{groups} would be deleted, with all offsets"));
        }
        let results = admin.delete_groups(&self.groups).await?;
        let mut items = context.report.items("groups");
        for (id, result) in results {
            items.ended(&json!({"group": id}), "deleted", Escaped(&id), result);
        }
        Ok(())
    }
}

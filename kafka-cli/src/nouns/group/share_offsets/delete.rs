//! `kadm group share-offsets delete`.

use clap::Args;
use kafka_admin::escape::Escaped;
use serde_json::json;

use crate::confirm::Confirm;
use crate::connect::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};

/// Delete the offsets that a share group without members has of topics: needs --yes. It then begins where
/// its share.auto.offset.reset says.
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
        if !self.confirm.yes {
            let what = format!(
                "the offsets of the group {} would be deleted for {}",
                Escaped(&self.group),
                Escaped(&self.topic.join(", "))
            );
            return Err(Failure::unconfirmed(what, "--yes"));
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

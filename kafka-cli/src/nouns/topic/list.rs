//! `kadm topic list`.

use clap::Args;
use kafka_admin::escape::Escaped;
use serde_json::json;

use crate::connect::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;

/// List the topics you may DESCRIBE; brokers leave the others out without a word.
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for List {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        let topics = admin.list_topics().await?;
        let mut items = context.report.items("topics");
        for topic in &topics {
            let id = topic.id.map(|id| id.to_string());
            let item = json!({"name": topic.name, "id": id, "internal": topic.internal});
            items.listed(&item).line(Escaped(&topic.name));
        }
        Ok(())
    }
}

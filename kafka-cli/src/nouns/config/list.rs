//! `kadm config list`.

use clap::Args;
use kafka_admin::escape::Escaped;
use serde_json::json;

use super::kind::{self, Kind};
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;

/// List what has a configuration: all topics, brokers and loggers, and the groups and client metrics for
/// which something is set.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// What to list.
    #[arg(value_name = "TYPE", ignore_case = true)]
    kind: Kind,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for List {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        let resources = admin.list_config_resources(&[self.kind.resource_type()]).await?;
        let mut items = context.report.items("resources");
        for resource in &resources {
            let name = kind::name(resource);
            let item = json!({"type": resource.resource_type().to_string(), "name": name});
            items.listed(&item).line(Escaped(name));
        }
        Ok(())
    }
}

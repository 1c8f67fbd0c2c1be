//! `kadm cluster unregister-controller`.

use clap::Args;
use serde_json::json;

use crate::confirm::Confirm;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;

/// Take a controller that is gone for good out of the cluster (Kafka 4.4 and later): needs --yes.
#[derive(Debug, Args)]
pub(crate) struct UnregisterController {
    /// The id of the controller.
    #[arg(value_name = "NODE", value_parser = clap::value_parser!(i32).range(0..))]
    node: i32,
    #[command(flatten)]
    confirm: Confirm,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for UnregisterController {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let node = self.node;
        let what = format!("controller {node} would be taken out of the cluster");
        if !self.confirm.is_given(what, &mut context.report)? {
            return Ok(());
        }
        let admin = context.connect(&self.connect).await?;
        admin.unregister_controller(node).await?;
        context.report.set("controller", json!({"id": node}));
        context.report.line(format_args!("controller {node} is no part of the cluster any more"));
        Ok(())
    }
}

//! `kadm broker unregister`.

use clap::Args;
use serde_json::json;

use crate::confirm::Confirm;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;

/// Take a broker that is gone for good out of the cluster: needs --yes.
///
/// Kafka would do it to a broker that is up, too, which is then no part of the cluster any more. So this
/// looks first, and refuses a broker that the cluster has not fenced.
#[derive(Debug, Args)]
pub(crate) struct Unregister {
    /// The id of the broker.
    #[arg(value_name = "BROKER", value_parser = clap::value_parser!(i32).range(0..))]
    broker: i32,
    #[command(flatten)]
    confirm: Confirm,
    /// Mean a broker that is up, too.
    #[arg(long)]
    even_if_up: bool,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Unregister {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let broker = self.broker;
        let admin = context.connect(&self.connect).await?;
        if !self.confirm.yes {
            let mut cluster = admin.describe_cluster_with_fenced().await?;
            cluster.brokers.retain(|it| it.id == broker);
            super::show(&cluster, &mut context.report);
        }
        let what = format!("broker {broker} would be taken out of the cluster");
        if !self.confirm.is_given(what, &mut context.report)? {
            return Ok(());
        }
        let done = match self.even_if_up {
            true => admin.unregister_broker_unchecked(broker).await,
            false => admin.unregister_broker(broker).await,
        };
        done?;
        context.report.set("broker", json!({"id": broker}));
        context.report.line(format_args!("broker {broker} is no part of the cluster any more"));
        Ok(())
    }
}

//! `kadm broker list`.

use clap::Args;
use kafka_admin::cluster::{BrokerNode, ClusterDescription};
use kafka_admin::escape::Escaped;
use serde_json::json;

use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;
use crate::output::Report;

/// List the brokers: those that are up, and those that the cluster has fenced.
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for List {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        show(&admin.describe_cluster_with_fenced().await?, &mut context.report);
        Ok(())
    }
}

/// Every broker, also one that advertises an address which nobody can dial.
pub(in crate::nouns) fn show(cluster: &ClusterDescription, report: &mut Report) {
    let mut items = report.items("brokers");
    for broker in &cluster.brokers {
        items.listed(&json!({
            "id": broker.id,
            "address": broker.address().ok().map(|address| address.to_string()),
            "host": broker.host,
            "port": broker.port,
            "rack": broker.rack,
            "fenced": broker.is_fenced,
        }));
    }
    drop(items);
    let rows = cluster.brokers.iter().map(|broker| {
        let address = format!("{}:{}", Escaped(&broker.host), broker.port);
        let rack = broker.rack.clone().unwrap_or_else(|| "-".to_owned());
        [broker.id.to_string(), address, rack, state(broker).to_owned()].map(Into::into)
    });
    report.table(["BROKER", "ADDRESS", "RACK", "STATE"], rows);
}

fn state(broker: &BrokerNode) -> &'static str {
    if broker.is_fenced { "fenced" } else { "up" }
}

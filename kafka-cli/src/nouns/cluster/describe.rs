//! `kadm cluster describe`.

use clap::Args;
use kafka_admin::escape::Escaped;

use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;
use crate::nouns::broker;
use crate::output::strings;

/// Show the cluster's id, its controller, its brokers, and what you may do with it.
#[derive(Debug, Args)]
pub(crate) struct Describe {
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Describe {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        let cluster = admin.describe_cluster_with_fenced().await?;
        let report = &mut context.report;
        report.set("cluster_id", cluster.cluster_id.clone());
        report.set("controller", cluster.controller);
        let allowed = cluster.authorized_operations;
        report.set("authorized_operations", allowed.map(|allowed| strings(allowed.iter())));
        let id = cluster.cluster_id.as_deref().unwrap_or("unknown");
        report.line(format_args!("cluster {}", Escaped(id)));
        let controller = cluster.controller.map_or_else(|| "none".to_owned(), |id| id.to_string());
        // With KRaft any broker is named, since each of them asks the one that is.
        report.line(format_args!("controller work by broker {controller}"));
        if let Some(allowed) = allowed {
            report.line(format_args!("you may: {allowed}"));
        }
        broker::show(&cluster, report);
        Ok(())
    }
}

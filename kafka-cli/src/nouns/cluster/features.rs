//! `kadm cluster features`.

use clap::Args;
use kafka_admin::cluster::Feature;
use serde_json::json;

use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;

/// Show the features: the levels that the cluster has, and those that the broker supports.
#[derive(Debug, Args)]
pub(crate) struct Features {
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Features {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        let metadata = admin.describe_features().await?;
        context.report.set("epoch", metadata.epoch);
        let mut items = context.report.items("features");
        for it in &metadata.features {
            items.listed(&json!({
                "name": it.name,
                "level": it.level,
                "min_supported": it.supported.map(|(min, _)| min),
                "max_supported": it.supported.map(|(_, max)| max),
            }));
        }
        drop(items);
        context.report.table(["FEATURE", "LEVEL", "SUPPORTED"], metadata.features.iter().map(row));
        Ok(())
    }
}

fn row(feature: &Feature) -> [std::borrow::Cow<'_, str>; 3] {
    let level = feature.level.map_or_else(|| "off".to_owned(), |level| level.to_string());
    let supported = feature.supported;
    let supported =
        supported.map_or_else(|| "no".to_owned(), |(min, max)| format!("{min} to {max}"));
    [feature.name.as_str().into(), level.into(), supported.into()]
}

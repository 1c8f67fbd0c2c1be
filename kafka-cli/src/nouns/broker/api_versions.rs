//! `kadm broker api-versions`.

use clap::Args;
use kafka_admin::brokers::BrokerApi;
use serde_json::{Value, json};

use super::Selected;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;

/// Show which APIs brokers have, in which versions, and which of them kadm uses.
#[derive(Debug, Args)]
pub(crate) struct ApiVersions {
    /// Ids of brokers [default: all].
    #[arg(value_name = "BROKER", value_parser = clap::value_parser!(i32).range(0..))]
    brokers: Vec<i32>,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for ApiVersions {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        let brokers = Selected::of(&admin, &self.brokers).await?;
        let results = admin.describe_api_versions(&brokers.there).await?;
        let mut items = context.report.items("brokers");
        brokers.tell_missing(&mut items);
        for (id, result) in results {
            match result {
                Err(error) => {
                    items.failed(&json!({"id": id}), format_args!("broker {id}"), error.into());
                }
                Ok(apis) => {
                    let listed: Vec<_> = apis.iter().map(item).collect();
                    let report = items.done(&json!({"id": id, "apis": listed}));
                    report.line(format_args!("broker {id}"));
                    report.table(["  API", "KEY", "VERSIONS", "USED"], apis.iter().map(row));
                }
            }
        }
        Ok(())
    }
}

fn item(it: &BrokerApi) -> Value {
    json!({
        "api": it.api.name(),
        "key": it.api.0,
        "min_version": it.min_version,
        "max_version": it.max_version,
        "used_version": it.used_version,
    })
}

fn row(it: &BrokerApi) -> [std::borrow::Cow<'static, str>; 4] {
    let used = it.used_version.map_or_else(|| "none".to_owned(), |version| version.to_string());
    let name = it.api.name().unwrap_or("(unknown)");
    let versions = format!("{} to {}", it.min_version, it.max_version);
    [format!("  {name}"), it.api.0.to_string(), versions, used].map(Into::into)
}

//! `kadm config describe`.

use std::borrow::Cow;

use clap::{Args, ValueEnum};
use kafka_admin::configs::{ConfigEntry, ConfigResource};
use kafka_admin::escape::Escaped;
use serde_json::{Value, json};

use crate::connect::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};

/// Show settings: those that are not defaults, or all.
#[derive(Debug, Args)]
pub(crate) struct Describe {
    /// What the names are of.
    #[arg(value_name = "TYPE")]
    kind: Kind,
    /// Topics, or ids of brokers.
    #[arg(value_name = "NAME", required = true)]
    names: Vec<String>,
    /// Show the defaults too.
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    connect: ConnectArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Topic,
    Broker,
}

impl Run for Describe {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let mut resources = Vec::with_capacity(self.names.len());
        for name in &self.names {
            resources.push(self.kind.resource(name)?);
        }
        let admin = context.connect(&self.connect).await?;
        let results = admin.describe_configs(&resources).await?;
        let mut items = context.report.items("configs");
        for (resource, result) in results {
            let name = json!({"name": resource.name()});
            match result {
                Err(error) => items.failed(&name, &resource, error.into()),
                Ok(entries) => {
                    let shown: Vec<_> = entries.iter().filter(|it| self.shows(it)).collect();
                    let entries: Vec<_> = shown.iter().map(|entry| entry_json(entry)).collect();
                    let item = json!({"name": resource.name(), "entries": entries});
                    let report = items.done(&item);
                    report.line(&resource);
                    match shown.is_empty() {
                        true => report.line("  nothing but defaults (--all shows them)"),
                        false => report.table(["  NAME", "VALUE"], shown.into_iter().map(row)),
                    }
                }
            }
        }
        Ok(())
    }
}

impl Describe {
    fn shows(&self, entry: &ConfigEntry) -> bool {
        self.all || !entry.is_default
    }
}

impl Kind {
    fn resource(self, name: &str) -> Result<ConfigResource> {
        match self {
            Self::Topic => Ok(ConfigResource::topic(name)),
            Self::Broker => name.parse().map(ConfigResource::broker).map_err(|_| {
                Failure::usage(format!("{} is no broker's id", Escaped(name)))
                    .hint("kadm metadata -L lists the brokers with their ids")
            }),
        }
    }
}

fn entry_json(entry: &ConfigEntry) -> Value {
    json!({
        "name": entry.name,
        "value": entry.value,
        "default": entry.is_default,
        "read_only": entry.read_only,
        "sensitive": entry.sensitive,
    })
}

fn row(entry: &ConfigEntry) -> [Cow<'_, str>; 2] {
    let value = match &entry.value {
        _ if entry.sensitive => Cow::Borrowed("(withheld by the broker)"),
        Some(value) => Cow::Borrowed(value.as_str()),
        None => Cow::Borrowed("(none)"),
    };
    [Cow::Owned(format!("  {}", entry.name)), value]
}

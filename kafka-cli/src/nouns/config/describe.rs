//! `kadm config describe`.

use std::borrow::Cow;

use clap::Args;
use kafka_admin::configs::{ConfigEntry, ConfigSynonym};
use kafka_admin::escape::Escaped;
use serde_json::{Value, json};

use super::kind::{self, Kind};
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;
use crate::near::KnownTopics;
use crate::output::Report;
use crate::pattern;

/// Show settings: those that are not defaults, or all.
#[derive(Debug, Args)]
pub(crate) struct Describe {
    /// What the names are of.
    #[arg(value_name = "TYPE", ignore_case = true)]
    kind: Kind,
    /// Topics (or patterns of their names, as in 'orders-*'), ids of brokers, groups or client metrics. The
    /// broker "default" is what is set for all of them [default: all topics].
    #[arg(value_name = "NAME", required_if_eq_any = [
        ("kind", "broker"), ("kind", "broker-logger"), ("kind", "group"), ("kind", "client-metrics"),
    ])]
    names: Vec<String>,
    /// Show the defaults too.
    #[arg(long)]
    all: bool,
    /// Show where else each value could come from; what wins stands first.
    #[arg(long)]
    synonyms: bool,
    /// Show what each setting is for.
    #[arg(long)]
    docs: bool,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Describe {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        self.kind.resources(&self.names)?;
        let admin = context.connect(&self.connect).await?;
        let resources = match self.kind {
            Kind::Topic => {
                Kind::Topic.resources(&pattern::topics_or_all(&admin, &self.names).await?)?
            }
            other => other.resources(&self.names)?,
        };
        let (resources, missing) = self.kind.there(&admin, resources).await?;
        let call = admin.describe_configs(&resources).include_synonyms(self.synonyms);
        let results = call.include_documentation(self.docs).await?;
        let topics = match self.kind {
            Kind::Topic => {
                let errors = results.failures().map(|(_, error)| error);
                KnownTopics::if_unknown(&admin, errors).await
            }
            _ => KnownTopics::default(),
        };
        let mut items = context.report.items("configs");
        for it in missing {
            items.failed(&json!({"name": kind::name(&it)}), &it, kind::missing(&it));
        }
        for (resource, result) in results {
            let name = kind::name(&resource);
            match result {
                Err(error) => {
                    let failure = topics.explain(name, error);
                    items.failed(&json!({"name": name}), &resource, failure);
                }
                Ok(entries) => {
                    let shown: Vec<_> = entries.iter().filter(|it| self.shows(it)).collect();
                    let entries: Vec<_> =
                        shown.iter().map(|entry| self.entry_json(entry)).collect();
                    let report = items.done(&json!({"name": name, "entries": entries}));
                    report.line(&resource);
                    self.show(&shown, report);
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

    fn show(&self, entries: &[&ConfigEntry], report: &mut Report) {
        if entries.is_empty() {
            let all = if self.all { "" } else { " (--all shows them)" };
            return report.line(format_args!("  nothing but defaults{all}"));
        }
        let header = ["  NAME", "VALUE", "SOURCE"];
        if !self.docs {
            return report.table(header, entries.iter().flat_map(|entry| rows(entry)));
        }
        for entry in entries {
            report.table(header, rows(entry));
            let documentation = entry.documentation().unwrap_or("(not documented)");
            report.line(format_args!("    {}: {}", entry.config_type, Escaped(documentation)));
        }
    }

    fn entry_json(&self, entry: &ConfigEntry) -> Value {
        let mut json = json!({
            "name": entry.name,
            "value": entry.value,
            "default": entry.is_default,
            "read_only": entry.read_only,
            "sensitive": entry.sensitive,
            "source": entry.source.to_string(),
            "type": entry.config_type.to_string(),
        });
        if self.synonyms {
            json["synonyms"] = entry.synonyms().iter().map(synonym_json).collect();
        }
        if self.docs {
            json["documentation"] = entry.documentation().into();
        }
        json
    }
}

fn synonym_json(synonym: &ConfigSynonym) -> Value {
    let source = synonym.source.to_string();
    json!({"name": synonym.name, "value": synonym.value, "source": source})
}

/// The entry, and below it what else the value could be.
fn rows(entry: &ConfigEntry) -> impl Iterator<Item = [Cow<'_, str>; 3]> + Clone {
    let cells = |indent: &str, name: &str, value, source: String| {
        [Cow::Owned(format!("{indent}{name}")), value, Cow::Owned(source)]
    };
    let own = cells(
        "  ",
        &entry.name,
        value(entry.value.as_deref(), entry.sensitive),
        entry.source.to_string(),
    );
    let is_other = |it: &&ConfigSynonym| (&it.name, it.source) != (&entry.name, entry.source);
    let others = entry.synonyms().iter().filter(is_other).map(move |it| {
        cells(
            "    or ",
            &it.name,
            value(it.value.as_deref(), entry.sensitive),
            it.source.to_string(),
        )
    });
    std::iter::once(own).chain(others)
}

fn value(value: Option<&str>, is_sensitive: bool) -> Cow<'_, str> {
    match value {
        _ if is_sensitive => "(withheld by the broker)".into(),
        Some(value) => value.into(),
        None => "(none)".into(),
    }
}

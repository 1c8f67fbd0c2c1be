//! `kadm topic create`.

use clap::Args;
use kafka_admin::ErrorKind;
use kafka_admin::escape::Escaped;
use kafka_admin::topics::{CreatedTopic, NewTopic};
use serde_json::{Value, json};

use super::existing::{self, Wanted};
use super::known;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};

/// Create topics.
#[derive(Debug, Args)]
pub(crate) struct Create {
    /// The topics.
    #[arg(value_name = "TOPIC", required = true)]
    pub(super) topics: Vec<String>,
    /// Partitions [default: the broker's].
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(i32).range(1..))]
    pub(super) partitions: Option<i32>,
    /// Replicas of each partition [default: the broker's].
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(i16).range(1..))]
    pub(super) replication_factor: Option<i16>,
    /// A configuration of the topics, such as retention.ms=86400000. Repeatable.
    #[arg(short, long, value_name = "KEY=VALUE")]
    pub(super) config: Vec<String>,
    /// A topic that is there already is no error; what of it is not as asked for is told.
    #[arg(long)]
    pub(super) if_not_exists: bool,
    /// Only ask the broker whether it would work.
    #[arg(long)]
    pub(super) dry_run: bool,
    #[command(flatten)]
    pub(super) connect: ConnectArgs,
}

impl Run for Create {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let configs = configs(&self.config)?;
        let topics: Vec<_> =
            self.topics.iter().map(|name| new_topic(name, self, &configs)).collect();
        let admin = context.connect(&self.connect).await?;
        let verb = if self.dry_run { "would create" } else { "created" };
        context.report.set("dry_run", self.dry_run);
        let results = admin.create_topics(&topics).validate_only(self.dry_run).await?;
        let (mut items, mut warnings) = (context.report.items("topics"), Vec::new());
        for (name, result) in results {
            match result {
                Ok(topic) => {
                    items.done(&created(&topic)).line(format_args!("{verb} {}", counted(&topic)));
                }
                Err(error) if self.if_not_exists && error.kind() == ErrorKind::AlreadyExists => {
                    let differences =
                        existing::differences(&name, self.wanted(&configs), &admin).await;
                    let differences = differences.unwrap_or_else(|error| {
                        warnings
                            .push(format!("whether {name} is as asked for is unknown: {error}"));
                        Vec::new()
                    });
                    let item = json!({"name": name, "existed": true, "differences": differences});
                    items.done(&item).line(existing::line(&name, &differences));
                }
                Err(error) => {
                    let failure = known::explain(error, &configs);
                    items.failed(&json!({"name": name}), Escaped(&name), failure);
                }
            }
        }
        drop(items);
        context.report.warnings.append(&mut warnings);
        Ok(())
    }
}

impl Create {
    fn wanted<'a>(&self, configs: &'a [(&'a str, &'a str)]) -> Wanted<'a> {
        let (partitions, replication_factor) = (self.partitions, self.replication_factor);
        Wanted { partitions, replication_factor, configs }
    }
}

/// `--config KEY=VALUE`.
fn configs(texts: &[String]) -> Result<Vec<(&str, &str)>> {
    let pairs = texts.iter().map(|text| {
        text.split_once('=')
            .ok_or_else(|| Failure::usage(format!("--config takes KEY=VALUE, not {text}")))
    });
    pairs.collect()
}

fn new_topic(name: &str, args: &Create, configs: &[(&str, &str)]) -> NewTopic {
    let topic = sized(NewTopic::new(name), args.partitions, args.replication_factor);
    configs.iter().fold(topic, |topic, (key, value)| topic.config(*key, *value))
}

fn created(topic: &CreatedTopic) -> Value {
    json!({
        "name": topic.name,
        "id": topic.id.map(|id| id.to_string()),
        "partitions": topic.partitions,
        "replication_factor": topic.replication_factor,
    })
}

fn counted(topic: &CreatedTopic) -> String {
    let partitions = topic.partitions.map(|count| format!(", partitions: {count}"));
    let replicas = topic.replication_factor.map(|count| format!(", replicas: {count}"));
    let name = Escaped(&topic.name);
    format!("{name}{}{}", partitions.unwrap_or_default(), replicas.unwrap_or_default())
}

/// Counts that were not given are left to the broker.
pub(crate) fn sized(
    topic: NewTopic,
    partitions: Option<i32>,
    replication_factor: Option<i16>,
) -> NewTopic {
    let topic = partitions.into_iter().fold(topic, NewTopic::partitions);
    replication_factor.into_iter().fold(topic, NewTopic::replication_factor)
}

//! `kadm topic`.

use std::borrow::Cow;

use kafka_admin::escape::Escaped;
use kafka_admin::{CreateTopics, CreatedTopic, ErrorKind, NewTopic, Partition, TopicDescription};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::Context;
use crate::args::{self, DeleteTopics, ListTopics, TopicCommand, TopicNames};
use crate::failure::{Failure, Result};
use crate::output::{Report, strings};

mod existing;

/// Runs one of the commands.
pub(super) async fn run(command: &TopicCommand, context: &mut Context<'_, '_>) -> Result<()> {
    match command {
        TopicCommand::Create(args) => create(args, context).await,
        TopicCommand::List(args) => list(args, context).await,
        TopicCommand::Describe(args) => describe(args, context).await,
        TopicCommand::Delete(args) => delete(args, context).await,
    }
}

async fn create(args: &args::CreateTopics, context: &mut Context<'_, '_>) -> Result<()> {
    let configs = configs(args)?;
    let topics: Vec<_> = args.topics.iter().map(|name| new_topic(name, args, &configs)).collect();
    let admin = context.connect(&args.connect).await?;
    let options = CreateTopics { validate_only: args.dry_run };
    let verb = if args.dry_run { "would create" } else { "created" };
    context.report.set("dry_run", args.dry_run);
    let results = admin.create_topics(&topics, options).await?;
    let (mut items, mut warnings) = (context.report.items("topics"), Vec::new());
    for (name, result) in results {
        match result {
            Ok(topic) => {
                items.done(&created(&topic)).line(format_args!("{verb} {}", counted(&topic)));
            }
            Err(error) if args.if_not_exists && error.kind() == ErrorKind::TopicAlreadyExists => {
                let differences = existing::differences(&name, args, &configs, &admin).await;
                let differences = differences.unwrap_or_else(|error| {
                    warnings.push(format!("whether {name} is as asked for is unknown: {error}"));
                    Vec::new()
                });
                let item = json!({"name": name, "existed": true, "differences": differences});
                items.done(&item).line(existing::line(&name, &differences));
            }
            Err(error) => items.failed(&json!({"name": name}), Escaped(&name), error.into()),
        }
    }
    drop(items);
    context.report.warnings.append(&mut warnings);
    Ok(())
}

async fn list(args: &ListTopics, context: &mut Context<'_, '_>) -> Result<()> {
    let admin = context.connect(&args.connect).await?;
    let topics = admin.list_topics().await?;
    let mut items = context.report.items("topics");
    for topic in &topics {
        let id = topic.id.map(|id| id.to_string());
        let item = json!({"name": topic.name, "id": id, "internal": topic.internal});
        items.listed(&item).line(Escaped(&topic.name));
    }
    Ok(())
}

async fn describe(args: &TopicNames, context: &mut Context<'_, '_>) -> Result<()> {
    let admin = context.connect(&args.connect).await?;
    let results = admin.describe_topics(&args.topics).await?;
    let mut items = context.report.items("topics");
    for (name, result) in results {
        match result {
            Ok(topic) => show(&topic, items.done(&Described::of(&topic))),
            Err(error) => items.failed(&json!({"name": name}), Escaped(&name), error.into()),
        }
    }
    Ok(())
}

async fn delete(args: &DeleteTopics, context: &mut Context<'_, '_>) -> Result<()> {
    let names = &args.names.topics;
    refuse_internal(names, args.internal)?;
    if !args.yes {
        describe(&args.names, context).await?;
        let topics = Escaped(&names.join(", ")).to_string();
        return Err(Failure::unconfirmed(
            format!("{topics} would be deleted, with all that is in it"),
            "--yes",
        ));
    }
    let admin = context.connect(&args.names.connect).await?;
    let results = admin.delete_topics(names).await?;
    let mut items = context.report.items("topics");
    for (name, result) in results {
        let (item, name) = (json!({"name": name}), Escaped(&name));
        match result {
            Ok(()) => items.done(&item).line(format_args!("deleted {name}")),
            Err(error) => items.failed(&item, name, error.into()),
        }
    }
    Ok(())
}

/// A name that begins with two underscores is Kafka's own, or that of a tool that follows its custom.
fn refuse_internal(names: &[String], is_spelled: bool) -> Result<()> {
    match names.iter().find(|name| name.starts_with("__")) {
        Some(name) if !is_spelled => Err(Failure::unconfirmed(
            format!("{name} is an internal topic: Kafka keeps its own state in it"),
            "--internal",
        )),
        _ => Ok(()),
    }
}

/// `--config KEY=VALUE`.
fn configs(args: &args::CreateTopics) -> Result<Vec<(&str, &str)>> {
    let pairs = args.config.iter().map(|text| {
        text.split_once('=')
            .ok_or_else(|| Failure::usage(format!("--config takes KEY=VALUE, not {text}")))
    });
    pairs.collect()
}

fn new_topic(name: &str, args: &args::CreateTopics, configs: &[(&str, &str)]) -> NewTopic {
    let topic = super::sized(NewTopic::new(name), args.partitions, args.replication_factor);
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

/// A topic in JSON. Its partitions are written one by one.
#[derive(Serialize)]
pub(super) struct Described<'a> {
    name: &'a str,
    id: Option<String>,
    internal: bool,
    #[serde(serialize_with = "partitions")]
    partitions: &'a [Partition],
    authorized_operations: Option<Value>,
}

#[derive(Serialize)]
struct DescribedPartition<'a> {
    index: i32,
    leader: Option<i32>,
    replicas: &'a [i32],
    isr: &'a [i32],
}

impl<'a> Described<'a> {
    pub(super) fn of(topic: &'a TopicDescription) -> Self {
        Self {
            name: &topic.name,
            id: topic.id.map(|id| id.to_string()),
            internal: topic.internal,
            partitions: &topic.partitions,
            authorized_operations: topic
                .authorized_operations
                .map(|allowed| strings(allowed.iter())),
        }
    }
}

fn partitions<S: Serializer>(partitions: &[Partition], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(partitions.iter().map(|partition| DescribedPartition {
        index: partition.index,
        leader: partition.leader,
        replicas: &partition.replicas,
        isr: &partition.isr,
    }))
}

fn show(topic: &TopicDescription, report: &mut Report) {
    let allowed = topic.authorized_operations.map(|allowed| format!(", you may: {allowed}"));
    report.line(format_args!("{}{}", Escaped(&topic.name), allowed.unwrap_or_default()));
    report.table(["  PARTITION", "LEADER", "REPLICAS", "ISR"], topic.partitions.iter().map(row));
}

fn row(partition: &Partition) -> [Cow<'_, str>; 4] {
    let leader = partition.leader.map_or("none".into(), |leader| leader.to_string());
    let numbers = [&partition.replicas, &partition.isr].map(|ids| super::numbers(ids));
    let [replicas, isr] = numbers;
    [format!("  {}", partition.index), leader, replicas, isr].map(Cow::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_internal_topic_is_deleted_only_when_that_is_spelled_out() {
        let names = ["orders".to_owned(), "__consumer_offsets".to_owned()];
        let refused = refuse_internal(&names, false).unwrap_err();
        assert!(refused.message.contains("__consumer_offsets"), "{refused:?}");
        assert!(refused.hint.unwrap().contains("--internal"));
        refuse_internal(&names, true).unwrap();
        refuse_internal(&names[..1], false).unwrap();
    }
}

//! `kadm topic`.

use kafka_admin::{CreateTopics, CreatedTopic, ErrorKind, NewTopic, TopicDescription};
use serde_json::{Value, json};

use super::Context;
use crate::args::{self, DeleteTopics, ListTopics, TopicCommand, TopicNames};
use crate::failure::{Failure, Result};
use crate::output::{Report, Table, json_error, strings};

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
    let topics = new_topics(args)?;
    let admin = context.connect(&args.connect).await?;
    let options = CreateTopics { validate_only: args.dry_run };
    let verb = if args.dry_run { "would create" } else { "created" };
    context.report.set("dry_run", args.dry_run);
    let mut items = Items::default();
    for (name, result) in admin.create_topics(&topics, options).await? {
        match result {
            Ok(topic) => items.done(&name, created(&topic), format!("{verb} {}", counted(&topic))),
            Err(error) if args.if_not_exists && error.kind() == ErrorKind::TopicAlreadyExists => {
                items.done(&name, json!({"existed": true}), format!("{name} was there"));
            }
            Err(error) => items.failed(&name, error.into()),
        }
    }
    items.into_report(&mut context.report);
    Ok(())
}

async fn list(args: &ListTopics, context: &mut Context<'_, '_>) -> Result<()> {
    let admin = context.connect(&args.connect).await?;
    let topics = admin.list_topics().await?;
    let item = |topic: &kafka_admin::TopicListing| json!({"name": topic.name, "id": topic.id.map(|id| id.to_string()), "internal": topic.internal});
    context.report.set("topics", topics.iter().map(item).collect::<Vec<_>>());
    topics.iter().for_each(|topic| context.report.line(&topic.name));
    Ok(())
}

async fn describe(args: &TopicNames, context: &mut Context<'_, '_>) -> Result<()> {
    let admin = context.connect(&args.connect).await?;
    let mut items = Items::default();
    for (name, result) in admin.describe_topics(&args.topics).await? {
        match result {
            Ok(topic) => items.done(&name, description(&topic), described(&topic)),
            Err(error) => items.failed(&name, error.into()),
        }
    }
    items.into_report(&mut context.report);
    Ok(())
}

async fn delete(args: &DeleteTopics, context: &mut Context<'_, '_>) -> Result<()> {
    if !args.yes {
        describe(&args.names, context).await?;
        let topics = args.names.topics.join(", ");
        return Err(Failure::unconfirmed(
            format!("{topics} would be deleted, with all that is in it"),
            "--yes",
        ));
    }
    let admin = context.connect(&args.names.connect).await?;
    let mut items = Items::default();
    for (name, result) in admin.delete_topics(&args.names.topics).await? {
        match result {
            Ok(()) => items.done(&name, json!({}), format!("deleted {name}")),
            Err(error) => items.failed(&name, error.into()),
        }
    }
    items.into_report(&mut context.report);
    Ok(())
}

fn new_topics(args: &args::CreateTopics) -> Result<Vec<NewTopic>> {
    let configs = args.config.iter().map(|text| {
        text.split_once('=')
            .ok_or_else(|| Failure::usage(format!("--config takes KEY=VALUE, not {text}")))
    });
    let configs: Vec<_> = configs.collect::<Result<_>>()?;
    Ok(args.topics.iter().map(|name| new_topic(name, args, &configs)).collect())
}

fn new_topic(name: &str, args: &args::CreateTopics, configs: &[(&str, &str)]) -> NewTopic {
    let topic = super::sized(NewTopic::new(name), args.partitions, args.replication_factor);
    configs.iter().fold(topic, |topic, (key, value)| topic.config(*key, *value))
}

fn created(topic: &CreatedTopic) -> Value {
    json!({
        "id": topic.id.map(|id| id.to_string()),
        "partitions": topic.partitions,
        "replication_factor": topic.replication_factor,
    })
}

fn counted(topic: &CreatedTopic) -> String {
    let partitions = topic.partitions.map(|count| format!(", partitions: {count}"));
    let replicas = topic.replication_factor.map(|count| format!(", replicas: {count}"));
    format!("{}{}{}", topic.name, partitions.unwrap_or_default(), replicas.unwrap_or_default())
}

/// A topic in JSON.
pub(super) fn description(topic: &TopicDescription) -> Value {
    let partition = |partition: &kafka_admin::Partition| {
        json!({
            "index": partition.index,
            "leader": partition.leader,
            "replicas": partition.replicas,
            "isr": partition.isr,
        })
    };
    json!({
        "id": topic.id.map(|id| id.to_string()),
        "internal": topic.internal,
        "partitions": topic.partitions.iter().map(partition).collect::<Vec<_>>(),
        "authorized_operations": topic.authorized_operations.map(|allowed| strings(allowed.iter())),
    })
}

fn described(topic: &TopicDescription) -> String {
    let mut table = Table::new(&["  PARTITION", "LEADER", "REPLICAS", "ISR"]);
    for partition in &topic.partitions {
        let leader = partition.leader.map_or("none".into(), |leader| leader.to_string());
        let index = format!("  {}", partition.index);
        table.row([
            index,
            leader,
            super::numbers(&partition.replicas),
            super::numbers(&partition.isr),
        ]);
    }
    let allowed = topic.authorized_operations.map(|allowed| format!(", you may: {allowed}"));
    format!("{}{}\n{}", topic.name, allowed.unwrap_or_default(), table.render().trim_end())
}

/// One result per topic, as JSON and as text.
#[derive(Default)]
struct Items {
    json: Vec<Value>,
    text: String,
    failure: Option<Failure>,
}

impl Items {
    fn done(&mut self, name: &str, mut item: Value, line: String) {
        item["name"] = name.into();
        item["ok"] = true.into();
        self.json.push(item);
        self.text += &format!("{line}\n");
    }

    /// The others are still shown; the first failure decides how the command ends.
    fn failed(&mut self, name: &str, failure: Failure) {
        self.json.push(json!({"name": name, "ok": false, "error": json_error(&failure)}));
        self.text += &format!("FAILED  {name}: {}\n", failure.message);
        self.failure.get_or_insert(failure);
    }

    fn into_report(self, report: &mut Report) {
        report.set("topics", self.json);
        report.text += &self.text;
        report.failure = self.failure;
    }
}

//! `kadm topic describe`.

use std::borrow::Cow;
use std::collections::HashMap;

use clap::Args;
use kafka_admin::configs::{ConfigEntry, ConfigResource};
use kafka_admin::escape::Escaped;
use kafka_admin::topics::{BrokerIds, Partition, TopicDescription};
use kafka_admin::{Admin, Batch, ErrorKind, Uuid};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;
use crate::near::KnownTopics;
use crate::output::{Items, Report, strings};
use crate::pattern;

/// Show partitions and replicas, what is set, and what you may do.
#[derive(Debug, Args)]
pub(crate) struct Describe {
    /// The topics, or patterns of their names, as in 'orders-*' [default: all].
    #[arg(value_name = "TOPIC")]
    topics: Vec<String>,
    /// A topic's id, instead of its name. Repeatable.
    #[arg(long, value_name = "ID", conflicts_with = "topics", allow_hyphen_values = true)]
    id: Vec<Uuid>,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Describe {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        let topics = match self.id.as_slice() {
            [] => {
                let topics = pattern::topics_or_all(&admin, &self.topics).await?;
                named(admin.describe_topic_partitions(&topics).await?)
            }
            ids => named(admin.describe_topics_by_id(ids).await?),
        };
        let mut configs = configs(&admin, &topics).await;
        let known = {
            let errors = topics.iter().filter_map(|(_, it)| it.as_ref().err());
            KnownTopics::if_unknown(&admin, errors).await
        };
        let mut items = context.report.items("topics");
        let mut warnings = Vec::new();
        for (name, result) in topics {
            match result {
                Ok(topic) => {
                    let configs = configs.remove(&topic.name).unwrap_or(Ok(Vec::new()));
                    warnings.extend(described(&topic, configs, &mut items));
                }
                Err(error) => {
                    let failure = known.explain(&name, error);
                    items.failed(&json!({"name": name}), Escaped(&name), failure);
                }
            }
        }
        drop(items);
        context.report.warnings.append(&mut warnings);
        Ok(())
    }
}

/// Shows a topic and what is set for it; gives a warning when that is not known.
fn described(
    topic: &TopicDescription,
    configs: kafka_admin::Result<Vec<ConfigEntry>>,
    items: &mut Items<'_>,
) -> Option<String> {
    let settings = configs.as_deref().ok().map(settings);
    let report = items.done(&Described { configs: settings, ..Described::of(topic) });
    show(topic, report);
    match configs {
        Ok(entries) => {
            for entry in entries {
                let value = Escaped(entry.value.as_deref().unwrap_or("(withheld)"));
                report.line(format_args!("  {}={value}", Escaped(&entry.name)));
            }
            None
        }
        Err(error) if error.kind() == ErrorKind::AuthorizationFailed => {
            report.line("  what is set: you may not see it");
            None
        }
        Err(error) => {
            Some(format!("what is set for {} is not known: {error}", Escaped(&topic.name)))
        }
    }
}

type Topics = Vec<(String, kafka_admin::Result<TopicDescription>)>;

fn named<K: ToString>(topics: Batch<K, TopicDescription>) -> Topics {
    topics.into_iter().map(|(key, topic)| (key.to_string(), topic)).collect()
}

type Configs = HashMap<String, kafka_admin::Result<Vec<ConfigEntry>>>;

/// What is set for each topic itself.
async fn configs(admin: &Admin, topics: &Topics) -> Configs {
    let there = topics.iter().filter_map(|(_, topic)| topic.as_ref().ok());
    let resources: Vec<_> = there.map(|topic| ConfigResource::topic(&topic.name)).collect();
    let mut configs = Configs::new();
    match admin.describe_configs(&resources).await {
        Ok(described) => {
            for (resource, entries) in described {
                let entries = entries.map(|mut entries| {
                    entries.retain(|entry| !entry.is_default);
                    entries
                });
                configs.insert(resource.name().to_owned(), entries);
            }
        }
        Err(error) => {
            let names = resources.iter().map(|it| it.name().to_owned());
            configs.extend(names.map(|name| (name, Err(error.clone()))));
        }
    }
    configs
}

fn settings(entries: &[ConfigEntry]) -> Value {
    let pairs = entries.iter().map(|entry| (entry.name.clone(), entry.value.as_deref().into()));
    Value::Object(pairs.collect())
}

/// Shows what is there of these topics, and fails if one of them is denied or not there. Gives the names of those
/// that are shown.
pub(super) fn show_all<K: ToString>(
    topics: Batch<K, TopicDescription>,
    known: &KnownTopics,
    report: &mut Report,
) -> Vec<String> {
    let mut there = Vec::new();
    let mut items = report.items("topics");
    for (name, result) in named(topics) {
        match result {
            Ok(topic) => {
                show(&topic, items.done(&Described::of(&topic)));
                there.push(topic.name);
            }
            Err(error) => {
                let failure = known.explain(&name, error);
                items.failed(&json!({"name": name}), Escaped(&name), failure);
            }
        }
    }
    there
}

/// A topic in JSON. Its partitions are written one by one.
#[derive(Serialize)]
pub(crate) struct Described<'a> {
    name: &'a str,
    id: Option<String>,
    internal: bool,
    partition_count: usize,
    /// The same for all partitions, or none.
    replication_factor: Option<usize>,
    #[serde(serialize_with = "partitions")]
    partitions: &'a [Partition],
    authorized_operations: Option<Value>,
    /// What is set for the topic itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    configs: Option<Value>,
}

#[derive(Serialize)]
struct DescribedPartition<'a> {
    index: i32,
    leader: Option<i32>,
    replicas: &'a [i32],
    isr: &'a [i32],
    offline: &'a [i32],
    #[serde(skip_serializing_if = "Option::is_none")]
    elr: Option<&'a [i32]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_known_elr: Option<&'a [i32]>,
}

impl<'a> Described<'a> {
    pub(crate) fn of(topic: &'a TopicDescription) -> Self {
        Self {
            name: &topic.name,
            id: topic.id.map(|id| id.to_string()),
            internal: topic.internal,
            partition_count: topic.partitions.len(),
            replication_factor: topic.replication_factor(),
            configs: None,
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
        offline: &partition.offline,
        elr: partition.elr.as_deref(),
        last_known_elr: partition.last_known_elr.as_deref(),
    }))
}

fn show(topic: &TopicDescription, report: &mut Report) {
    let id = topic.id.map(|id| format!(", id: {id}")).unwrap_or_default();
    let replicas = topic.replication_factor().map(|count| format!(", replicas: {count}"));
    let (count, replicas) = (topic.partitions.len(), replicas.unwrap_or_default());
    let allowed = topic.authorized_operations.map(|allowed| format!(", you may: {allowed}"));
    let (name, allowed) = (Escaped(&topic.name), allowed.unwrap_or_default());
    report.line(format_args!("{name}, partitions: {count}{replicas}{id}{allowed}"));
    let header = ["  PARTITION", "LEADER", "REPLICAS", "ISR"];
    if topic
        .partitions
        .iter()
        .all(|it| ids(&it.elr).is_empty() && ids(&it.last_known_elr).is_empty())
    {
        return report.table(header, topic.partitions.iter().map(row));
    }
    let [partition, leader, replicas, isr] = header;
    let header = [partition, leader, replicas, isr, "ELR", "LAST KNOWN ELR"];
    report.table(header, topic.partitions.iter().map(row_with_elr));
}

fn ids(ids: &Option<BrokerIds>) -> &[i32] {
    ids.as_deref().unwrap_or_default()
}

fn row_with_elr(partition: &Partition) -> [Cow<'_, str>; 6] {
    let [index, leader, replicas, isr] = row(partition);
    let [elr, last] = [&partition.elr, &partition.last_known_elr].map(|it| numbers(ids(it)).into());
    [index, leader, replicas, isr, elr, last]
}

fn row(partition: &Partition) -> [Cow<'_, str>; 4] {
    let leader = partition.leader.map_or("none".into(), |leader| leader.to_string());
    let numbers = [&partition.replicas, &partition.isr].map(|ids| numbers(ids));
    let [replicas, isr] = numbers;
    [format!("  {}", partition.index), leader, replicas, isr].map(Cow::from)
}

/// `1,2,3`.
pub(crate) fn numbers(numbers: &[i32]) -> String {
    let mut text = String::new();
    for (index, number) in numbers.iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        text.push_str(&format!("{comma}{number}"));
    }
    text
}

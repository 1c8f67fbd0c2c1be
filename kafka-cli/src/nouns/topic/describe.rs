//! `kadm topic describe`.

use std::borrow::Cow;

use clap::Args;
use kafka_admin::Admin;
use kafka_admin::escape::Escaped;
use kafka_admin::topics::{Partition, TopicDescription};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::connect::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;
use crate::output::{Report, strings};

/// Show partitions, replicas, and what you may do.
#[derive(Debug, Args)]
pub(crate) struct Describe {
    /// The topics.
    #[arg(value_name = "TOPIC", required = true)]
    topics: Vec<String>,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Describe {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        show_all(&admin, &self.topics, &mut context.report).await
    }
}

/// Shows what is there of these topics, and fails if one of them is denied or not there.
pub(super) async fn show_all(admin: &Admin, topics: &[String], report: &mut Report) -> Result<()> {
    let results = admin.describe_topics(topics).await?;
    let mut items = report.items("topics");
    for (name, result) in results {
        match result {
            Ok(topic) => show(&topic, items.done(&Described::of(&topic))),
            Err(error) => items.failed(&json!({"name": name}), Escaped(&name), error.into()),
        }
    }
    Ok(())
}

/// A topic in JSON. Its partitions are written one by one.
#[derive(Serialize)]
pub(crate) struct Described<'a> {
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
    pub(crate) fn of(topic: &'a TopicDescription) -> Self {
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

//! `kadm producer list`.

use std::borrow::Cow;

use clap::Args;
use kafka_admin::Admin;
use kafka_admin::topics::TopicPartition;
use kafka_admin::transactions::ProducerState;
use serde_json::{Value, json};

use crate::connect::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;
use crate::nouns::transaction::since;
use crate::output::Items;

/// List the producers that partitions remember: those that are idempotent or have transactions.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// The topics.
    #[arg(value_name = "TOPIC", required = true)]
    topics: Vec<String>,
    /// Only of this partition.
    #[arg(long, value_name = "N")]
    partition: Option<i32>,
    /// Ask this broker, instead of the partitions' leaders.
    #[arg(long, value_name = "ID")]
    broker_id: Option<i32>,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for List {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        let partitions = self.partitions(&admin).await?;
        let call = admin.describe_producers(&partitions);
        let results = match self.broker_id {
            Some(id) => call.on_broker(id).await?,
            None => call.await?,
        };
        let mut items = context.report.items("partitions");
        for (partition, result) in results {
            match result {
                Ok(producers) => show(&partition, &producers, &mut items),
                Err(error) => {
                    let (topic, number) = (&partition.topic, partition.partition);
                    let item = json!({"topic": topic, "partition": number});
                    items.failed(&item, &partition, error.into());
                }
            }
        }
        Ok(())
    }
}

impl List {
    async fn partitions(&self, admin: &Admin) -> Result<Vec<TopicPartition>> {
        if let Some(partition) = self.partition {
            return Ok(self.topics.iter().map(|it| TopicPartition::new(it, partition)).collect());
        }
        let mut partitions = Vec::new();
        for topic in admin.describe_topics(&self.topics).await?.all()? {
            let of_topic = topic.partitions.iter();
            partitions.extend(of_topic.map(|it| TopicPartition::new(topic.name.clone(), it.index)));
        }
        Ok(partitions)
    }
}

/// The producers of a partition.
pub(in crate::nouns) fn show(
    partition: &TopicPartition,
    producers: &[ProducerState],
    items: &mut Items<'_>,
) {
    let members: Vec<_> = producers.iter().map(member).collect();
    let (topic, number) = (&partition.topic, partition.partition);
    let item = json!({"topic": topic, "partition": number, "producers": members});
    let report = items.done(&item);
    report.line(partition);
    let header =
        ["  PRODUCER", "EPOCH", "COORDINATOR EPOCH", "SEQUENCE", "LAST WRITTEN", "OPEN FROM"];
    match producers {
        [] => report.line("  no producers"),
        _ => report.table(header, producers.iter().map(row)),
    }
}

fn member(it: &ProducerState) -> Value {
    json!({
        "producer_id": it.producer_id,
        "producer_epoch": it.producer_epoch,
        "coordinator_epoch": it.coordinator_epoch,
        "last_sequence": it.last_sequence,
        "last_timestamp_ms": it.last_timestamp,
        "transaction_start_offset": it.transaction_start_offset,
    })
}

fn row(it: &ProducerState) -> [Cow<'_, str>; 6] {
    let none = || "-".to_owned();
    [
        format!("  {}", it.producer_id),
        it.producer_epoch.to_string(),
        it.coordinator_epoch.map_or_else(none, |epoch| epoch.to_string()),
        it.last_sequence.map_or_else(none, |sequence| sequence.to_string()),
        it.last_timestamp.map_or_else(none, |time| format!("{} ago", since(time))),
        it.transaction_start_offset.map_or_else(none, |offset| offset.to_string()),
    ]
    .map(Cow::from)
}

//! `kadm producer list`.

use clap::Args;
use kafka_admin::Admin;
use kafka_admin::topics::TopicPartition;
use serde_json::json;

use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;
use crate::nouns::transaction::show_producers;

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
                Ok(producers) => show_producers(&partition, &producers, &mut items),
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

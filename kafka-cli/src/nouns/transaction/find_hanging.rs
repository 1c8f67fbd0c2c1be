//! `kadm transaction find-hanging`.

use std::time::Duration;

use clap::Args;
use kafka_admin::Admin;
use kafka_admin::topics::TopicPartition;
use serde_json::json;

use super::show_producers;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;
use crate::span;

/// Topics that are asked about in one request: the answer about all of them may be long.
const AT_ONCE: usize = 1_000;

/// Find transactions that nothing ends by itself, so that readers of committed records are stuck.
///
/// Needs READ on the topics, and DESCRIBE on every transactional id: brokers leave out the others
/// without a word, and a transaction that nobody shows looks as if it were hanging.
#[derive(Debug, Args)]
pub(crate) struct FindHanging {
    /// Only in this topic. Repeatable. Default: in all that you may DESCRIBE.
    #[arg(long = "topic", value_name = "TOPIC")]
    topics: Vec<String>,
    /// Only in this partition of the topics.
    #[arg(long, value_name = "N", requires = "topics")]
    partition: Option<i32>,
    /// Only in partitions that this broker leads.
    #[arg(long, value_name = "ID")]
    broker_id: Option<i32>,
    /// Only where nothing was written for longer than this. No less than the brokers'
    /// transaction.max.timeout.ms, or a transaction that is ended in time is found too.
    #[arg(long, value_name = "TIME", default_value = "15m", value_parser = span::parse)]
    longer_than: Duration,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for FindHanging {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        let partitions = self.partitions(&admin).await?;
        let mut found = 0;
        let mut items = context.report.items("partitions");
        if !partitions.is_empty() {
            for (partition, result) in
                admin.find_hanging_transactions(&partitions, self.longer_than).await?
            {
                match result {
                    Ok(producers) if producers.is_empty() => {}
                    Ok(producers) => {
                        found += producers.len();
                        show_producers(&partition, &producers, &mut items);
                    }
                    Err(error) => {
                        let (topic, number) = (&partition.topic, partition.partition);
                        let item = json!({"topic": topic, "partition": number});
                        items.failed(&item, &partition, error.into());
                    }
                }
            }
        }
        drop(items);
        context.report.set("looked_at", partitions.len());
        if found == 0 {
            let count = partitions.len();
            context.report.line(format_args!("no hanging transaction in {count} partitions"));
        }
        Ok(())
    }
}

impl FindHanging {
    /// Where to look.
    async fn partitions(&self, admin: &Admin) -> Result<Vec<TopicPartition>> {
        let names = match self.topics.as_slice() {
            [] => admin.list_topics().await?.into_iter().map(|topic| topic.name).collect(),
            named => named.to_vec(),
        };
        if let Some(partition) = self.partition.filter(|_| self.broker_id.is_none()) {
            return Ok(names.iter().map(|name| TopicPartition::new(name, partition)).collect());
        }
        let mut partitions = Vec::new();
        for some in names.chunks(AT_ONCE) {
            for topic in admin.describe_topics(some).await?.all()? {
                let wanted = topic.partitions.iter().filter(|it| {
                    self.partition.is_none_or(|index| index == it.index)
                        && (self.broker_id.is_none() || self.broker_id == it.leader)
                });
                partitions
                    .extend(wanted.map(|it| TopicPartition::new(topic.name.clone(), it.index)));
            }
        }
        Ok(partitions)
    }
}

//! The partitions that flags name.

use clap::Args;
use kafka_admin::topics::TopicPartition;
use kafka_admin::{Admin, Batch};

use crate::failure::Result;

/// Partitions of a topic.
#[derive(Debug, Args)]
pub(super) struct Selection {
    /// Only the partitions of this topic.
    #[arg(long)]
    pub(super) topic: Option<String>,
    /// Only this partition of it. Repeatable.
    #[arg(long = "partition", value_name = "N", requires = "topic", value_parser = clap::value_parser!(i32).range(0..))]
    pub(super) partitions: Vec<i32>,
}

impl Selection {
    pub(super) fn means(&self, partition: i32) -> bool {
        self.partitions.is_empty() || self.partitions.contains(&partition)
    }

    /// Those that are named, or all of the topic; none without a topic.
    pub(super) async fn named(&self, admin: &Admin) -> Result<Vec<TopicPartition>> {
        let Some(topic) = &self.topic else { return Ok(Vec::new()) };
        let mut numbers = self.partitions.clone();
        if numbers.is_empty() {
            let described = admin.describe_topics(&[topic]).await.and_then(Batch::one)?;
            numbers = described.partitions.iter().map(|it| it.index).collect();
        }
        Ok(numbers.into_iter().map(|number| TopicPartition::new(topic, number)).collect())
    }
}

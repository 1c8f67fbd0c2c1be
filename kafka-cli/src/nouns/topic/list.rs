//! `kadm topic list`.

use std::collections::HashMap;

use clap::Args;
use kafka_admin::configs::ConfigResource;
use kafka_admin::escape::Escaped;
use kafka_admin::topics::{Partition, TopicDescription, TopicListing};
use kafka_admin::{Admin, Error};
use serde_json::{Value, json};

use super::numbers;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;
use crate::output::Report;
use crate::pattern;

/// How many topics are described with one request.
const AT_ONCE: usize = 500;

const MIN_INSYNC_REPLICAS: &str = "min.insync.replicas";

/// List the topics you may DESCRIBE; brokers leave the others out without a word.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only topics with such names, as in 'orders-*': * is any characters, ? is one [default: all].
    #[arg(value_name = "PATTERN")]
    patterns: Vec<String>,
    /// Leave out the topics in which Kafka keeps its own state.
    #[arg(long)]
    exclude_internal: bool,
    /// Only topics with partitions of which not every replica is in sync. Several of these flags list what
    /// any of them does.
    #[arg(long)]
    under_replicated: bool,
    /// Only topics with partitions that have fewer replicas in sync than min.insync.replicas: with acks=all
    /// nobody can write to them.
    #[arg(long)]
    under_min_isr: bool,
    /// Only topics with partitions that have no leader: nobody can read or write them.
    #[arg(long)]
    unavailable: bool,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for List {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        let mut topics = admin.list_topics().await?;
        // Not on standard output: there are names only, which scripts read.
        if topics.is_empty() {
            context.outside.warn("no topic that you may DESCRIBE".to_owned());
        }
        topics.retain(|topic| !(self.exclude_internal && topic.internal));
        topics.retain(|topic| pattern::is_meant(&self.patterns, &topic.name));
        match self.under_replicated || self.under_min_isr || self.unavailable {
            true => self.list_selected(&admin, &topics, &mut context.report).await?,
            false => list_all(topics, &mut context.report),
        }
        Ok(())
    }
}

fn list_all(topics: Vec<TopicListing>, report: &mut Report) {
    let mut items = report.items("topics");
    for topic in topics {
        let (item, name) = (item(&topic), Escaped(&topic.name).to_string());
        match topic.error {
            None => items.listed(&item).line(name),
            Some(error) => items.refused(&item, error.clone().into()).line(error),
        }
    }
}

fn item(topic: &TopicListing) -> Value {
    json!({
        "name": topic.name,
        "id": topic.id.map(|id| id.to_string()),
        "internal": topic.internal,
        "partitions": topic.partitions,
    })
}

impl List {
    /// Lists the topics of which partitions are selected by the flags, with those partitions.
    async fn list_selected(
        &self,
        admin: &Admin,
        topics: &[TopicListing],
        report: &mut Report,
    ) -> Result<()> {
        let mut items = report.items("topics");
        for topics in topics.chunks(AT_ONCE) {
            let names: Vec<&str> = topics.iter().map(|topic| topic.name.as_str()).collect();
            let needed = self.needed(admin, &names).await?;
            for (name, topic) in admin.describe_topics(&names).await? {
                let needed = needed.get(&name).cloned().unwrap_or(Ok(0));
                match topic.and_then(|topic| Ok((self.selected(&topic, needed?), topic))) {
                    Ok((selected, _)) if selected.is_empty() => {}
                    Ok((selected, topic)) => {
                        let line = format!("{}: {}", Escaped(&name), numbers(&selected));
                        items.listed(&selected_item(&topic, &selected)).line(line);
                    }
                    Err(error) => {
                        items.failed(&json!({"name": name}), Escaped(&name), error.into());
                    }
                }
            }
        }
        Ok(())
    }

    fn selected(&self, topic: &TopicDescription, needed: usize) -> Vec<i32> {
        let is_selected = |it: &&Partition| {
            (self.under_replicated && it.isr.len() < it.replicas.len())
                || (self.under_min_isr && (it.leader.is_none() || it.isr.len() < needed))
                || (self.unavailable && it.leader.is_none())
        };
        topic.partitions.iter().filter(is_selected).map(|it| it.index).collect()
    }

    /// How many replicas in sync each topic needs, if that is asked for.
    async fn needed(
        &self,
        admin: &Admin,
        names: &[&str],
    ) -> Result<HashMap<String, Result<usize, Error>>> {
        let mut needed = HashMap::new();
        if !self.under_min_isr {
            return Ok(needed);
        }
        let resources: Vec<_> = names.iter().map(|name| ConfigResource::topic(*name)).collect();
        let described = admin.describe_configs(&resources).only(&[MIN_INSYNC_REPLICAS]).await?;
        for (resource, entries) in described {
            let number = entries.map(|entries| {
                let value = entries.first().and_then(|entry| entry.value.as_deref());
                value.and_then(|value| value.parse().ok()).unwrap_or(1)
            });
            needed.insert(resource.name().to_owned(), number);
        }
        Ok(needed)
    }
}

fn selected_item(topic: &TopicDescription, selected: &[i32]) -> Value {
    json!({
        "name": topic.name,
        "id": topic.id.map(|id| id.to_string()),
        "internal": topic.internal,
        "partitions": topic.partitions.len(),
        "selected_partitions": selected,
    })
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Command {
        #[command(flatten)]
        list: List,
    }

    #[test]
    fn every_flag_is_known() {
        let words = ["x", "--exclude-internal", "--under-replicated", "--under-min-isr"];
        let list = Command::try_parse_from(words).unwrap().list;
        assert!(list.exclude_internal && list.under_replicated && list.under_min_isr);
        assert!(!list.unavailable);
    }
}

//! `kadm topic alter`.

use std::collections::BTreeMap;

use clap::Args;
use kafka_admin::escape::Escaped;
use kafka_admin::topics::{NewPartitions, TopicDescription};
use serde_json::{Value, json};

use crate::confirm::Confirm;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};
use crate::near::KnownTopics;
use crate::output::Report;
use crate::pattern;

/// Give topics more partitions: shows how many they have first, and needs --yes.
///
/// Kafka never takes a partition away again, and records with a key go to other partitions from then on.
#[derive(Debug, Args)]
pub(crate) struct Alter {
    /// The topics.
    #[arg(value_name = "TOPIC", required = true)]
    topics: Vec<String>,
    /// How many partitions each is to have in all. Kafka never takes one away.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i32).range(1..))]
    partitions: i32,
    #[command(flatten)]
    confirm: Confirm,
    #[command(flatten)]
    connect: ConnectArgs,
}

/// What moves when partitions are added.
const KEYS: &str = "records with a key go to other partitions than before, so the order of a key's records \
                    is not kept across the change";

impl Run for Alter {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        pattern::refuse(self.topics.iter().map(String::as_str))?;
        let admin = context.connect(&self.connect).await?;
        let (mut refused, mut now) = (BTreeMap::new(), BTreeMap::new());
        let described = admin.describe_topics(&self.topics).await?;
        let known = {
            let errors = described.failures().map(|(_, error)| error);
            KnownTopics::if_unknown(&admin, errors).await
        };
        for (name, topic) in described {
            match topic
                .map_err(|error| known.explain(&name, error))
                .and_then(|topic| self.grows(&topic))
            {
                Ok(count) => drop(now.insert(name, count)),
                Err(failure) => drop(refused.entry(name).or_insert(failure)),
            }
        }
        let grown: Vec<_> = self.topics.iter().filter(|name| now.contains_key(*name)).collect();
        let wanted = grown.iter().map(|name| NewPartitions::increase_to(*name, self.partitions));
        let wanted: Vec<_> = wanted.collect();
        context.report.set("dry_run", self.confirm.dry_run);
        // The broker is asked whether it would work, whoever only wants to see it.
        let call = admin.create_partitions(&wanted).validate_only(!self.confirm.yes);
        let results = call.await?;
        let done = if self.confirm.yes { "altered" } else { "would alter" };
        let mut items = context.report.items("topics");
        for (name, failure) in refused {
            items.failed(&json!({"name": name}), Escaped(&name), failure);
        }
        let mut altered = 0;
        for (name, result) in results {
            let before = now.get(&name).copied().unwrap_or_default();
            altered += usize::from(result.is_ok());
            let what = format!("{}, partitions: {before} -> {}", Escaped(&name), self.partitions);
            items.ended(&self.item(&name, before), done, what, result);
        }
        drop(items);
        self.ended(altered, &mut context.report)
    }
}

impl Alter {
    fn ended(&self, altered: usize, report: &mut Report) -> Result<()> {
        if altered == 0 {
            return Ok(());
        }
        report.warnings.push(KEYS.into());
        match self.confirm.yes {
            true => Ok(()),
            false => {
                self.confirm.shown("partitions would be added, and Kafka never takes one away")
            }
        }
    }

    /// How many partitions the topic has, when they are fewer than wanted.
    fn grows(&self, topic: &TopicDescription) -> Result<usize> {
        let count = topic.partitions.len();
        match usize::try_from(self.partitions) {
            Ok(wanted) if wanted > count => Ok(count),
            _ => Err(Failure::unexpected(format!("it has {count} partitions already"))
                .hint("Kafka never takes partitions away; ask for more than there are")),
        }
    }

    fn item(&self, name: &str, before: usize) -> Value {
        json!({"name": name, "partitions": self.partitions, "before": before})
    }
}

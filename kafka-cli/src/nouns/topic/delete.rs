//! `kadm topic delete`.

use std::collections::HashMap;

use clap::Args;
use kafka_admin::escape::Escaped;
use kafka_admin::{Admin, Uuid};
use serde_json::json;

use super::describe;
use crate::confirm::{Confirm, is_internal};
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};
use crate::near::KnownTopics;
use crate::output::Report;
use crate::pattern;

/// Delete topics and all that is in them: shows them first, and needs --yes.
#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// The topics.
    #[arg(value_name = "TOPIC", required_unless_present = "id")]
    topics: Vec<String>,
    /// A topic's id, instead of its name: never one that was made again under that name. Repeatable.
    #[arg(long, value_name = "ID", conflicts_with = "topics", allow_hyphen_values = true)]
    id: Vec<Uuid>,
    #[command(flatten)]
    confirm: Confirm,
    /// Mean internal topics, too: those whose names begin with __, where Kafka keeps its own state.
    #[arg(long)]
    internal: bool,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Delete {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        pattern::refuse(self.topics.iter().map(String::as_str))?;
        refuse_internal(self.topics.iter().map(String::as_str), self.internal)?;
        let admin = context.connect(&self.connect).await?;
        context.report.set("dry_run", self.confirm.dry_run);
        if !self.id.is_empty() {
            return self.delete_by_id(&admin, &mut context.report).await;
        }
        if !self.confirm.yes {
            let topics = admin.describe_topics(&self.topics).await?;
            let known = {
                let errors = topics.failures().map(|(_, error)| error);
                KnownTopics::if_unknown(&admin, errors).await
            };
            return match describe::show_all(topics, &known, &mut context.report).as_slice() {
                [] => Ok(()),
                there => self.confirm.shown(would_be_deleted(&there.join(", "))),
            };
        }
        let results = admin.delete_topics(&self.topics).await?;
        let mut items = context.report.items("topics");
        for (name, result) in results {
            items.ended(&json!({"name": name}), "deleted", Escaped(&name), result);
        }
        Ok(())
    }
}

impl Delete {
    /// The names have to be found out: somebody may mean an id, and not an internal topic.
    async fn delete_by_id(&self, admin: &Admin, report: &mut Report) -> Result<()> {
        let topics = admin.describe_topics_by_id(&self.id).await?;
        let there = topics.iter().filter_map(|(id, topic)| Some((*id, topic.as_ref().ok()?)));
        let names: HashMap<Uuid, String> =
            there.map(|(id, topic)| (id, topic.name.clone())).collect();
        refuse_internal(names.values().map(String::as_str), self.internal)?;
        if !self.confirm.yes {
            describe::show_all(topics, &KnownTopics::default(), report);
            let mut names: Vec<_> = names.into_values().collect();
            names.sort_unstable();
            return match names.as_slice() {
                [] => Err(Failure::unexpected("no topic has such an id")),
                names => self.confirm.shown(would_be_deleted(&names.join(", "))),
            };
        }
        let results = admin.delete_topics_by_id(&self.id).await?;
        let mut items = report.items("topics");
        for (id, result) in results {
            let name = names.get(&id);
            let what = name.map_or(id.to_string(), |name| Escaped(name).to_string());
            let item = json!({"name": name, "id": id.to_string()});
            items.ended(&item, "deleted", what, result);
        }
        Ok(())
    }
}

fn would_be_deleted(names: &str) -> String {
    format!("{} would be deleted, with all that is in it", Escaped(names))
}

/// A name that begins with two underscores is Kafka's own, or that of a tool that follows its custom.
fn refuse_internal<'n>(mut names: impl Iterator<Item = &'n str>, is_spelled: bool) -> Result<()> {
    match names.find(|name| is_internal(name)) {
        Some(name) if !is_spelled => Err(Failure::unconfirmed(
            format!("{name} is an internal topic: Kafka keeps its own state in it"),
            "--internal",
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_internal_topic_is_deleted_only_when_that_is_spelled_out() {
        let names = ["orders", "__consumer_offsets"];
        let refused = refuse_internal(names.into_iter(), false).unwrap_err();
        assert!(refused.message.contains("__consumer_offsets"), "{refused:?}");
        assert!(refused.hint.unwrap().contains("--internal"));
        refuse_internal(names.into_iter(), true).unwrap();
        refuse_internal(names[..1].iter().copied(), false).unwrap();
    }
}

//! `kadm topic delete`.

use clap::Args;
use kafka_admin::escape::Escaped;
use serde_json::json;

use super::describe;
use crate::confirm::{Confirm, is_internal};
use crate::connect::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};

/// Delete topics and all that is in them: shows them first, and needs --yes.
#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// The topics.
    #[arg(value_name = "TOPIC", required = true)]
    topics: Vec<String>,
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
        refuse_internal(&self.topics, self.internal)?;
        let admin = context.connect(&self.connect).await?;
        if !self.confirm.yes {
            describe::show_all(&admin, &self.topics, &mut context.report).await?;
            let topics = Escaped(&self.topics.join(", ")).to_string();
            return Err(Failure::unconfirmed(
                format!("{topics} would be deleted, with all that is in it"),
                "--yes",
            ));
        }
        let results = admin.delete_topics(&self.topics).await?;
        let mut items = context.report.items("topics");
        for (name, result) in results {
            items.ended(&json!({"name": name}), "deleted", Escaped(&name), result);
        }
        Ok(())
    }
}

/// A name that begins with two underscores is Kafka's own, or that of a tool that follows its custom.
fn refuse_internal(names: &[String], is_spelled: bool) -> Result<()> {
    match names.iter().find(|name| is_internal(name)) {
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
        let names = ["orders".to_owned(), "__consumer_offsets".to_owned()];
        let refused = refuse_internal(&names, false).unwrap_err();
        assert!(refused.message.contains("__consumer_offsets"), "{refused:?}");
        assert!(refused.hint.unwrap().contains("--internal"));
        refuse_internal(&names, true).unwrap();
        refuse_internal(&names[..1], false).unwrap();
    }
}

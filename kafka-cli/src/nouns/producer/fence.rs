//! `kadm producer fence`.

use clap::Args;
use kafka_admin::escape::Escaped;
use serde_json::json;

use crate::confirm::Confirm;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};
use crate::nouns::transaction;

/// Shut out the producers of transactional ids: shows them first, and needs --yes.
///
/// Their open transactions are aborted, and the programs that opened them get errors until they start
/// again. Kafka creates an id that it does not know: that has to be meant by --create.
#[derive(Debug, Args)]
pub(crate) struct Fence {
    /// The transactional ids.
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    #[command(flatten)]
    confirm: Confirm,
    /// Mean ids that the cluster does not know, too: Kafka creates them.
    #[arg(long)]
    create: bool,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Fence {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        context.report.set("dry_run", self.confirm.dry_run);
        if !(self.confirm.yes && self.create) {
            let unknown = transaction::show_all(&admin, &self.ids, &mut context.report).await?;
            if self.confirm.dry_run {
                return Ok(());
            }
            self.confirmed(&unknown)?;
        }
        let results = admin.fence_producers(&self.ids).await?;
        let mut items = context.report.items("producers");
        for (id, result) in results {
            match result {
                Ok(it) => {
                    let item = json!({
                        "transactional_id": id,
                        "producer_id": it.producer_id,
                        "producer_epoch": it.producer_epoch,
                    });
                    let (id, producer, epoch) = (Escaped(&id), it.producer_id, it.producer_epoch);
                    items.done(&item).line(format_args!(
                        "fenced {id}: producer {producer} goes on with epoch {epoch}"
                    ));
                }
                Err(error) => {
                    items.failed(&json!({"transactional_id": id}), Escaped(&id), error.into());
                }
            }
        }
        Ok(())
    }
}

impl Fence {
    fn confirmed(&self, unknown: &[String]) -> Result<()> {
        let names = Escaped(&unknown.join(", ")).to_string();
        match (unknown, self.confirm.yes, self.create) {
            ([], true, _) | (_, true, true) => Ok(()),
            ([_, ..], yes, false) => Err(Failure::unconfirmed(
                format!("the cluster does not know {names}: Kafka would create it"),
                if yes { "--create" } else { "--yes --create" },
            )),
            (_, false, _) => Err(Failure::unconfirmed(
                "the producers of the transactional ids shown would be shut out",
                "--yes",
            )),
        }
    }
}

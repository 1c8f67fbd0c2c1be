//! `kadm transaction terminate`.

use clap::Args;
use kafka_admin::escape::Escaped;
use kafka_admin::{Batch, ErrorKind};

use super::show_all;
use crate::confirm::Confirm;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};

/// End the open transaction of a transactional id, and shut out its producer: needs --yes.
///
/// The transaction is aborted, and the program that opened it gets errors until it starts again.
#[derive(Debug, Args)]
pub(crate) struct Terminate {
    /// The transactional id.
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    confirm: Confirm,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Terminate {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        context.report.set("dry_run", self.confirm.dry_run);
        let ids = std::slice::from_ref(&self.id);
        // Kafka would create one that it does not know.
        match admin.describe_transactions(ids).await.and_then(Batch::one) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Err(self.unknown()),
            _ => {}
        }
        if !self.confirm.yes {
            show_all(&admin, ids, &mut context.report).await?;
            let what = format!("the producer of {} would be shut out", Escaped(&self.id));
            return self.confirm.shown(what);
        }
        let fenced = admin.force_terminate_transaction(&self.id).await?;
        context.report.set("transactional_id", &self.id);
        context.report.set("producer_id", fenced.producer_id);
        context.report.set("producer_epoch", fenced.producer_epoch);
        context.report.line(format_args!("terminated {}", Escaped(&self.id)));
        Ok(())
    }
}

impl Terminate {
    fn unknown(&self) -> Failure {
        Failure::unexpected(format!("the cluster does not know {}", Escaped(&self.id)))
            .hint("kadm transaction list shows the transactional ids")
    }
}

//! `kadm token renew`.

use std::time::Duration;

use clap::Args;
use kafka_admin::escape::Escaped;

use super::{hmac, moment};
use crate::confirm::DryRun;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;
use crate::span;

/// Let a delegation token live longer: its owner and renewers may.
#[derive(Debug, Args)]
pub(crate) struct Renew {
    /// The token's id.
    #[arg(value_name = "TOKEN")]
    token_id: String,
    /// How long from now on, such as 12h [default, and the most: as long as the broker allows].
    #[arg(long, value_name = "TIME", value_parser = span::some)]
    period: Option<Duration>,
    #[command(flatten)]
    only: DryRun,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Renew {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        let hmac = hmac(&admin, &self.token_id).await?;
        context.report.set("dry_run", self.only.dry_run);
        if self.only.dry_run {
            context.report.line(format_args!("would renew {}", Escaped(&self.token_id)));
            return Ok(());
        }
        let ends = admin.renew_delegation_token(&hmac, self.period).await?;
        context.report.set("token_id", &self.token_id);
        context.report.set("expiry_timestamp", ends);
        let id = Escaped(&self.token_id);
        context.report.line(format_args!("renewed {id}, ends: {}", moment(ends)));
        Ok(())
    }
}

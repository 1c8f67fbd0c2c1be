//! `kadm token expire`.

use std::time::Duration;

use clap::Args;
use kafka_admin::escape::Escaped;

use super::{hmac, moment};
use crate::confirm::Confirm;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;
use crate::span;

/// End a delegation token: at once, which needs --yes, or after a time. Its owner and renewers may.
#[derive(Debug, Args)]
pub(crate) struct Expire {
    /// The token's id.
    #[arg(value_name = "TOKEN")]
    token_id: String,
    /// After this time, such as 15m [default: at once].
    #[arg(long, value_name = "TIME", value_parser = span::some)]
    after: Option<Duration>,
    #[command(flatten)]
    confirm: Confirm,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Expire {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let id = Escaped(&self.token_id);
        let admin = context.connect(&self.connect).await?;
        let hmac = hmac(&admin, &self.token_id).await?;
        let what = match self.after {
            Some(_) => format!("the token {id} would end by then"),
            None => format!("the token {id} would be deleted"),
        };
        // One that ends later can still be renewed.
        let is_final = self.after.is_none() || self.confirm.dry_run;
        if is_final && !self.confirm.is_given(what, &mut context.report)? {
            return Ok(());
        }
        let ends = admin.expire_delegation_token(&hmac, self.after).await?;
        context.report.set("token_id", &self.token_id);
        context.report.set("expiry_timestamp", ends);
        match self.after {
            None => context.report.line(format_args!("deleted {id}")),
            Some(_) => context.report.line(format_args!("{id} ends: {}", moment(ends))),
        }
        Ok(())
    }
}

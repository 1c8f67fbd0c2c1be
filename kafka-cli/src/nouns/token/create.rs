//! `kadm token create`.

use std::time::Duration;

use clap::Args;
use kafka_admin::escape::Escaped;
use kafka_admin::tokens::NewDelegationToken;

use super::{item, moment};
use crate::confirm::DryRun;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;
use crate::names::principal;
use crate::span;

/// Create a delegation token, and print its secret, this once.
///
/// Somebody logs in by it with SCRAM: the token's id is the user, the secret (hmac) the password, and
/// tokenauth=true stands in sasl.jaas.config.
#[derive(Debug, Args)]
pub(crate) struct Create {
    /// Whom it logs in as; for somebody else than you it needs CREATE_TOKENS on the user [default: you].
    #[arg(long, value_name = "PRINCIPAL", value_parser = principal)]
    owner: Option<String>,
    /// Who may renew and end it besides the owner. Repeatable.
    #[arg(long = "renewer", value_name = "PRINCIPAL", value_parser = principal)]
    renewers: Vec<String>,
    /// How long it lives at most, such as 12h or 7d [default: as long as the broker allows].
    #[arg(long, value_name = "TIME", value_parser = span::some)]
    max_lifetime: Option<Duration>,
    #[command(flatten)]
    only: DryRun,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Create {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let mut new = NewDelegationToken::new();
        if let Some(owner) = &self.owner {
            new = new.owner(owner);
        }
        for renewer in &self.renewers {
            new = new.renewer(renewer);
        }
        if let Some(lifetime) = self.max_lifetime {
            new = new.max_lifetime(lifetime);
        }
        let admin = context.connect(&self.connect).await?;
        context.report.set("dry_run", self.only.dry_run);
        if self.only.dry_run {
            let owner = self.owner.as_deref().unwrap_or("yours");
            context.report.line(format_args!("would create a token: {}", Escaped(owner)));
            return Ok(());
        }
        let token = admin.create_delegation_token(&new).await?;
        let hmac = token.hmac.password();
        let report = &mut context.report;
        report.set("token", item(&token));
        report.set("hmac", hmac.expose());
        let (id, owner) = (Escaped(&token.token_id), Escaped(&token.owner));
        report.line(format_args!("created a token of {owner}"));
        report.line(format_args!("ends: {}", moment(token.expiry_timestamp)));
        report.line(format_args!("at the latest: {}", moment(token.max_timestamp)));
        report.line(format_args!("token id: {id}"));
        report.line(format_args!("hmac: {}", hmac.expose()));
        Ok(())
    }
}

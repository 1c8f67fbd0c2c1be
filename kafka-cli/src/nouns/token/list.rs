//! `kadm token list`.

use clap::Args;
use kafka_admin::tokens::DelegationToken;

use super::{item, moment};
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;
use crate::names::principal;

/// List delegation tokens, without their secrets: your own, those that you may renew, and those on which
/// you have DESCRIBE, or DESCRIBE_TOKENS on their owners.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only tokens of this owner. Repeatable.
    #[arg(long = "owner", value_name = "PRINCIPAL", value_parser = principal)]
    owners: Vec<String>,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for List {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        let tokens = match self.owners.is_empty() {
            true => admin.list_delegation_tokens().await?,
            false => admin.describe_delegation_tokens(&self.owners).await?,
        };
        let rows: Vec<_> = tokens.iter().map(row).collect();
        let header = ["TOKEN", "OWNER", "RENEWERS", "ENDS", "AT THE LATEST"];
        context.report.table(header, rows.into_iter().map(|row| row.map(Into::into)));
        let mut items = context.report.items("tokens");
        for token in &tokens {
            items.listed(&item(token));
        }
        Ok(())
    }
}

fn row(token: &DelegationToken) -> [String; 5] {
    [
        token.token_id.clone(),
        token.owner.clone(),
        token.renewers.join(", "),
        moment(token.expiry_timestamp),
        moment(token.max_timestamp),
    ]
}

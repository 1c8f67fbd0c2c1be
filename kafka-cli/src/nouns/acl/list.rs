//! `kadm acl list`.

use std::borrow::Cow;

use clap::Args;
use kafka_admin::acls::AclBinding;

use super::filters::Filter;
use super::{filters, item, selected};
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;

/// List ACLs.
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    pub(super) filter: Filter,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for List {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        let acls = selected(&admin, &filters::from_flags(&self.filter)).await?;
        let header =
            ["RESOURCE", "PATTERN", "NAME", "PRINCIPAL", "HOST", "PERMISSION", "OPERATION"];
        context.report.table(header, acls.iter().map(row));
        let mut items = context.report.items("acls");
        for acl in &acls {
            items.listed(&item(acl));
        }
        Ok(())
    }
}

fn row(AclBinding { pattern, entry }: &AclBinding) -> [Cow<'_, str>; 7] {
    [
        pattern.resource_type.to_string().into(),
        pattern.pattern_type.to_string().into(),
        (*pattern.name).into(),
        entry.principal().into(),
        entry.host().into(),
        entry.permission.to_string().into(),
        entry.operation.to_string().into(),
    ]
}

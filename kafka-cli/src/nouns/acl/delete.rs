//! `kadm acl delete`.

use clap::Args;
use kafka_admin::Admin;
use kafka_admin::acls::AclBindingFilter;
use serde_json::json;

use super::filters::Filter;
use super::{filters, guard, item, selected, show};
use crate::confirm::{Confirm, SpelledOut};
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};

/// Delete ACLs: shows them first, and needs --yes.
#[derive(Debug, Args)]
pub(crate) struct Delete {
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    confirm: Confirm,
    /// Mean every ACL of the cluster, which nothing else does.
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    spelled: SpelledOut,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Delete {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let filters = checked(self.all, filters::from_flags(&self.filter))?;
        let admin = context.connect(&self.connect).await?;
        let acls = selected(&admin, &filters).await?;
        // Whoever means every ACL means these, too.
        let spelled = if self.all {
            SpelledOut { internal: true, everyone: true }
        } else {
            self.spelled.clone()
        };
        context.report.set("dry_run", self.confirm.dry_run);
        if self.confirm.yes {
            guard::check_delete(&acls, &spelled)?;
            return delete_matching(&admin, &filters, context).await;
        }
        show("would delete", &acls, &mut context.report);
        if self.confirm.dry_run || acls.is_empty() {
            return Ok(());
        }
        let mut flags = vec!["--yes"];
        flags.extend(guard::missing(acls.iter(), &spelled));
        let what = format!("the ACLs shown would be deleted ({})", acls.len());
        Err(Failure::unconfirmed(what, &flags.join(" ")))
    }
}

/// Everything is only meant by `--all`, and nothing else is meant by it.
fn checked(all: bool, filters: Vec<AclBindingFilter>) -> Result<Vec<AclBindingFilter>> {
    let everything = filters.iter().any(AclBindingFilter::matches_everything);
    match (everything, all) {
        (true, true) => Ok(vec![AclBindingFilter::any()]),
        (false, false) => Ok(filters),
        (true, false) => Err(Failure::usage("this selects every ACL of the cluster")
            .hint("narrow it, or say --all if that is what you want")),
        (false, true) => Err(Failure::usage(
            "--all is every ACL of the cluster, and the other flags select some",
        )
        .hint("leave out one or the other")),
    }
}

async fn delete_matching(
    admin: &Admin,
    filters: &[AclBindingFilter],
    context: &mut Context<'_, '_>,
) -> Result<()> {
    let results = admin.delete_acls(filters).await?;
    let mut items = context.report.items("acls");
    for (filter, result) in results {
        match result {
            Ok(deleted) => {
                for acl in deleted {
                    items.ended(&item(&acl.binding), "deleted", &acl.binding, acl.result);
                }
            }
            Err(error) => {
                items.failed(&json!({"filter": filter.to_string()}), &filter, error.into())
            }
        }
    }
    if items.is_empty() {
        drop(items);
        context.report.line("no ACL matches");
    }
    Ok(())
}

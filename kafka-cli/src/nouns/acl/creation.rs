//! Creating ACLs, for `kadm acl create` and `kadm acl grant`.

use std::collections::{BTreeSet, HashSet};

use kafka_admin::Admin;
use kafka_admin::acls::{AclBinding, AclBindingFilter};
use serde_json::Value;

use super::{guard, hosts, item, show};
use crate::confirm::SpelledOut;
use crate::connect_args::ConnectArgs;
use crate::context::Context;
use crate::failure::Result;

/// Creates those of the ACLs that are not there, or with `dry_run` shows them all.
pub(super) async fn create(
    acls: Vec<AclBinding>,
    spelled: &SpelledOut,
    dry_run: bool,
    connect: &ConnectArgs,
    context: &mut Context<'_, '_>,
) -> Result<()> {
    guard::check_create(&acls, spelled)?;
    context.report.warnings.extend(guard::warning_of_every_topic(&acls));
    context.report.warnings.extend(hosts::warnings(&acls));
    context.report.set("dry_run", dry_run);
    if dry_run {
        show("would create", &acls, &mut context.report);
        return Ok(());
    }
    let admin = context.connect(connect).await?;
    let existing = existing(&admin, &acls).await?;
    let absent: Vec<_> = acls.iter().filter(|acl| !existing.contains(acl)).cloned().collect();
    let mut created = match absent.as_slice() {
        [] => None,
        absent => Some(admin.create_acls(absent).await?.into_iter()),
    };
    let mut items = context.report.items("acls");
    for acl in &acls {
        if existing.contains(acl) {
            items.done(&with_state(acl, "existing")).line(format_args!("was there {acl}"));
        } else if let Some((_, result)) = created.as_mut().and_then(Iterator::next) {
            match result {
                Ok(_) => {
                    items.done(&with_state(acl, "created")).line(format_args!("created {acl}"))
                }
                Err(error) => items.failed(&item(acl), acl, error.into()),
            }
        }
    }
    Ok(())
}

/// Those of the ACLs that are there: a broker creates one that is there without a word.
async fn existing(admin: &Admin, acls: &[AclBinding]) -> Result<HashSet<AclBinding>> {
    let wanted: HashSet<&AclBinding> = acls.iter().collect();
    let principals: BTreeSet<&str> = acls.iter().map(|acl| acl.entry.principal()).collect();
    let mut existing = HashSet::new();
    for principal in principals {
        match admin.describe_acls(&AclBindingFilter::principal(principal)).await {
            Ok(found) => existing.extend(found.into_iter().filter(|acl| wanted.contains(acl))),
            // Whoever may not look may not create either, and the answer to that is the one to tell.
            Err(error) if error.is_auth() => return Ok(existing),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(existing)
}

fn with_state(acl: &AclBinding, state: &str) -> Value {
    let mut item = item(acl);
    item["state"] = state.into();
    item
}

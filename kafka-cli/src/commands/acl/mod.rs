//! `kadm acl`.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use kafka_admin::{AclBinding, AclBindingFilter, Admin, DeletedAcl};
use serde_json::{Value, json};

use super::Context;
use crate::args::{AclCommand, ConnectArgs, DeleteAcls, ListAcls, Spelled};
use crate::failure::{Failure, Result};
use crate::output::{Items, Report};

mod bindings;
mod filters;
mod guard;
mod hosts;

/// Runs one of the commands.
pub(super) async fn run(command: &AclCommand, context: &mut Context<'_, '_>) -> Result<()> {
    match command {
        AclCommand::Create(args) => {
            let acls = bindings::of_create(args)?;
            create(acls, &args.spelled, args.dry_run, &args.connect, context).await
        }
        AclCommand::Grant(args) => {
            let acls = bindings::of_grant(args)?;
            create(acls, &args.spelled, args.dry_run, &args.connect, context).await
        }
        AclCommand::List(args) => list(args, context).await,
        AclCommand::Delete(args) => delete(args, context).await,
    }
}

async fn create(
    acls: Vec<AclBinding>,
    spelled: &Spelled,
    dry_run: bool,
    connect: &ConnectArgs,
    context: &mut Context<'_, '_>,
) -> Result<()> {
    guard::of_create(&acls, spelled)?;
    context.report.warnings.extend(guard::doubts(&acls));
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

async fn list(args: &ListAcls, context: &mut Context<'_, '_>) -> Result<()> {
    let admin = context.connect(&args.connect).await?;
    let acls = selected(&admin, &filters::of(&args.filter)).await?;
    let header = ["RESOURCE", "PATTERN", "NAME", "PRINCIPAL", "HOST", "PERMISSION", "OPERATION"];
    context.report.table(header, acls.iter().map(row));
    let mut items = context.report.items("acls");
    for acl in &acls {
        items.listed(&item(acl));
    }
    Ok(())
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

async fn delete(args: &DeleteAcls, context: &mut Context<'_, '_>) -> Result<()> {
    let filters = checked(args, filters::of(&args.filter))?;
    let admin = context.connect(&args.connect).await?;
    let acls = selected(&admin, &filters).await?;
    // Whoever means every ACL means these, too.
    let spelled =
        if args.all { Spelled { internal: true, everyone: true } } else { args.spelled.clone() };
    context.report.set("dry_run", args.dry_run);
    if args.yes {
        guard::of_delete(&acls, &spelled)?;
        return delete_matching(&admin, &filters, context).await;
    }
    show("would delete", &acls, &mut context.report);
    if args.dry_run || acls.is_empty() {
        return Ok(());
    }
    let mut flags = vec!["--yes"];
    flags.extend(guard::missing(acls.iter(), &spelled));
    let what = format!("the ACLs shown would be deleted ({})", acls.len());
    Err(Failure::unconfirmed(what, &flags.join(" ")))
}

/// Everything is only meant by `--all`, and nothing else is meant by it.
fn checked(args: &DeleteAcls, filters: Vec<AclBindingFilter>) -> Result<Vec<AclBindingFilter>> {
    let everything = filters.iter().any(AclBindingFilter::matches_everything);
    match (everything, args.all) {
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
            Ok(deleted) => deleted.into_iter().for_each(|acl| tell_deleted(acl, &mut items)),
            Err(error) => items.failed(&json!({"filter": filter}), &filter, error.into()),
        }
    }
    if items.is_empty() {
        drop(items);
        context.report.line("no ACL matches");
    }
    Ok(())
}

fn tell_deleted(DeletedAcl { binding, result, .. }: DeletedAcl, items: &mut Items<'_>) {
    match result {
        Ok(()) => items.done(&item(&binding)).line(format_args!("deleted {binding}")),
        Err(error) => items.failed(&item(&binding), &binding, error.into()),
    }
}

/// What any of the filters selects, each ACL once.
async fn selected(admin: &Admin, filters: &[AclBindingFilter]) -> Result<Vec<AclBinding>> {
    let mut acls: Vec<AclBinding> = Vec::new();
    for filter in filters {
        let mut more = admin.describe_acls(filter).await?;
        let seen: HashSet<&AclBinding> = acls.iter().collect();
        more.retain(|acl| !seen.contains(acl));
        acls.append(&mut more);
    }
    Ok(acls)
}

fn show(verb: &str, acls: &[AclBinding], report: &mut Report) {
    let mut items = report.items("acls");
    for acl in acls {
        items.listed(&item(acl)).line(format_args!("{verb} {acl}"));
    }
    drop(items);
    if acls.is_empty() {
        report.line("no ACL matches");
    }
}

fn with_state(acl: &AclBinding, state: &str) -> Value {
    let mut item = item(acl);
    item["state"] = state.into();
    item
}

/// An ACL in JSON, with the names that Kafka has for everything.
pub(super) fn item(acl: &AclBinding) -> Value {
    let AclBinding { pattern, entry } = acl;
    json!({
        "resource_type": pattern.resource_type.to_string(),
        "name": pattern.name,
        "pattern_type": pattern.pattern_type.to_string(),
        "principal": entry.principal(),
        "host": entry.host(),
        "operation": entry.operation.to_string(),
        "permission": entry.permission.to_string(),
    })
}

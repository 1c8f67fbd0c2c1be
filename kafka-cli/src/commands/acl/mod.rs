//! `kadm acl`.

use kafka_admin::{AclBinding, AclBindingFilter, Admin, DeletedAcl};
use serde_json::{Value, json};

use super::Context;
use crate::args::{AclCommand, ConnectArgs, DeleteAcls, ListAcls};
use crate::failure::{Failure, Result};
use crate::output::{Report, Table, json_error};

mod bindings;
mod filters;

/// Runs one of the commands.
pub(super) async fn run(command: &AclCommand, context: &mut Context<'_, '_>) -> Result<()> {
    match command {
        AclCommand::Create(args) => {
            create(bindings::of_create(args)?, args.dry_run, &args.connect, context).await
        }
        AclCommand::Grant(args) => {
            create(bindings::of_grant(args)?, args.dry_run, &args.connect, context).await
        }
        AclCommand::List(args) => list(args, context).await,
        AclCommand::Delete(args) => delete(args, context).await,
    }
}

async fn create(
    acls: Vec<AclBinding>,
    dry_run: bool,
    connect: &ConnectArgs,
    context: &mut Context<'_, '_>,
) -> Result<()> {
    context.report.set("dry_run", dry_run);
    if dry_run {
        show("would create", &acls, &mut context.report);
        return Ok(());
    }
    let admin = context.connect(connect).await?;
    let created = admin.create_acls(&acls).await?;
    let mut items = Vec::new();
    for (acl, (_, result)) in acls.iter().zip(created) {
        let failure = result.err().map(Failure::from);
        items.push(outcome(acl, failure.as_ref()));
        match failure {
            None => context.report.line(format!("created {acl}")),
            Some(failure) => failed(acl, failure, &mut context.report),
        }
    }
    context.report.set("acls", items);
    Ok(())
}

async fn list(args: &ListAcls, context: &mut Context<'_, '_>) -> Result<()> {
    let admin = context.connect(&args.connect).await?;
    let acls = selected(&admin, &filters::of(&args.filter)).await?;
    let mut table = Table::new(&[
        "RESOURCE",
        "PATTERN",
        "NAME",
        "PRINCIPAL",
        "HOST",
        "PERMISSION",
        "OPERATION",
    ]);
    for AclBinding { pattern, entry } in &acls {
        let kind = pattern.resource_type.to_string();
        let permission = entry.permission.to_string();
        let (pattern_type, operation) =
            (pattern.pattern_type.to_string(), entry.operation.to_string());
        table.row([
            kind.as_str(),
            &pattern_type,
            &pattern.name,
            entry.principal(),
            entry.host(),
            &permission,
            &operation,
        ]);
    }
    context.report.text = table.render();
    context.report.set("acls", acls.iter().map(item).collect::<Vec<_>>());
    Ok(())
}

async fn delete(args: &DeleteAcls, context: &mut Context<'_, '_>) -> Result<()> {
    let filters = checked(args, filters::of(&args.filter))?;
    let admin = context.connect(&args.connect).await?;
    let acls = selected(&admin, &filters).await?;
    context.report.set("dry_run", args.dry_run);
    if !args.yes {
        show("would delete", &acls, &mut context.report);
    }
    match (args.yes, args.dry_run || acls.is_empty()) {
        (true, _) => delete_matching(&admin, &filters, context).await,
        (false, true) => Ok(()),
        (false, false) => Err(Failure::unconfirmed(
            format!("the ACLs shown would be deleted ({})", acls.len()),
            "--yes",
        )),
    }
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
    let mut items = Vec::new();
    for (filter, result) in admin.delete_acls(filters).await? {
        match result {
            Ok(deleted) => {
                deleted.into_iter().for_each(|acl| items.push(deletion(acl, &mut context.report)))
            }
            Err(error) => failed(&filter, error.into(), &mut context.report),
        }
    }
    if items.is_empty() && context.report.failure.is_none() {
        context.report.line("no ACL matches");
    }
    context.report.set("acls", items);
    Ok(())
}

fn deletion(acl: DeletedAcl, report: &mut Report) -> Value {
    let failure = acl.result.err().map(Failure::from);
    let item = outcome(&acl.binding, failure.as_ref());
    match failure {
        None => report.line(format!("deleted {}", acl.binding)),
        Some(failure) => failed(&acl.binding, failure, report),
    }
    item
}

/// What any of the filters selects, each ACL once.
async fn selected(admin: &Admin, filters: &[AclBindingFilter]) -> Result<Vec<AclBinding>> {
    let mut acls: Vec<AclBinding> = Vec::new();
    for filter in filters {
        let more = admin.describe_acls(filter).await?;
        acls.extend(more.into_iter().filter(|acl| !acls.contains(acl)).collect::<Vec<_>>());
    }
    Ok(acls)
}

fn show(verb: &str, acls: &[AclBinding], report: &mut Report) {
    acls.iter().for_each(|acl| report.line(format!("{verb} {acl}")));
    if acls.is_empty() {
        report.line("no ACL matches");
    }
    report.set("acls", acls.iter().map(item).collect::<Vec<_>>());
}

/// The others are still shown; the first failure decides how the command ends.
fn failed(what: &impl std::fmt::Display, failure: Failure, report: &mut Report) {
    report.line(format!("FAILED  {what}: {}", failure.message));
    report.failure.get_or_insert(failure);
}

/// What became of an ACL.
fn outcome(acl: &AclBinding, failure: Option<&Failure>) -> Value {
    let mut item = item(acl);
    item["ok"] = failure.is_none().into();
    if let Some(failure) = failure {
        item["error"] = json_error(failure);
    }
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

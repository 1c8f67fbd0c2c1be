//! `kadm acl who`.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::net::IpAddr;

use clap::Args;
use kafka_admin::AclOperation;
use kafka_admin::acls::{AclBinding, ResourcePattern};
use kafka_admin::permissions::{Change, HostPattern, Question, Rules};
use serde_json::{Value, json};

use super::asked::{On, operations_on};
use super::item;
use super::source::{Source, from_json};
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};
use crate::output::{Report, strings};

/// Everybody whom no ACL names.
const EVERYONE: &str = "User:*";

/// Show who may do what with a topic, a group, a transactional id or the cluster.
///
/// One line for each principal that an ACL on it names, and one more for each address from which it may
/// do something else. User:* is everyone else.
#[derive(Debug, Args)]
pub(crate) struct Who {
    #[command(flatten)]
    on: On,
    /// Show instead who would lose or gain what if this ACL were deleted: as kadm acl why writes it, or
    /// as JSON.
    #[arg(long, value_name = "RULE")]
    if_removed: Option<String>,
    #[command(flatten)]
    source: Source,
}

/// What somebody may do, from somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Right {
    principal: String,
    /// As ACLs write it; `*` is any address that none names.
    host: String,
    operations: Vec<AclOperation>,
}

impl Run for Who {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let resource = self.on.only()?;
        let rules = self.source.rules(&[resource.resource_type], context).await?;
        let report = &mut context.report;
        report.set("resource_type", resource.resource_type.to_string());
        report.set("name", &*resource.name);
        let who = clients(&rules, &resource, &self.source.super_users);
        match &self.if_removed {
            None => show(&rights(&rules, &resource, &who), report),
            Some(rule) => {
                let rule = find(rule, &rules, &resource)?;
                let change = removal(&rule);
                show_difference(&rule, &rules, &rules.after(&change), &resource, &who, report);
            }
        }
        Ok(())
    }
}

/// Principals and addresses that could make a difference.
fn clients(
    rules: &Rules,
    resource: &ResourcePattern,
    super_users: &[String],
) -> Vec<(String, Vec<String>)> {
    let acls = rules.covering_acls(resource);
    let principals: BTreeSet<&str> = acls
        .iter()
        .map(|acl| acl.entry.principal())
        .chain(super_users.iter().map(String::as_str))
        .chain([EVERYONE])
        .collect();
    let mut clients = Vec::new();
    for principal in principals {
        let own = acls.iter().filter(|acl| [principal, EVERYONE].contains(&acl.entry.principal()));
        let hosts: BTreeSet<&str> = own.map(|acl| acl.entry.host()).chain(["*"]).collect();
        clients.push((principal.to_owned(), hosts.into_iter().map(str::to_owned).collect()));
    }
    clients
}

/// What each of them may do. An address from which it is the same as from any is left out.
fn rights(
    rules: &Rules,
    resource: &ResourcePattern,
    clients: &[(String, Vec<String>)],
) -> Vec<Right> {
    let mut rights = Vec::new();
    for (principal, hosts) in clients {
        let from_anywhere = operations(rules, principal, None, resource);
        for host in hosts {
            let (address, is_any) = address(host);
            if address.is_none() && !is_any {
                continue;
            }
            let operations = operations(rules, principal, address, resource);
            if is_any || operations != from_anywhere {
                rights.push(Right { principal: principal.clone(), host: host.clone(), operations });
            }
        }
    }
    rights
}

fn operations(
    rules: &Rules,
    principal: &str,
    host: Option<IpAddr>,
    resource: &ResourcePattern,
) -> Vec<AclOperation> {
    let mut operations = operations_on(resource.resource_type);
    operations.retain(|operation| {
        rules.allow(&Question::new(principal, *operation, resource).from_host(host))
    });
    operations
}

/// A client that the host of an ACL stands for, and whether that is any.
fn address(host: &str) -> (Option<IpAddr>, bool) {
    match HostPattern::parse(host) {
        HostPattern::Any => (None, true),
        HostPattern::Address(address) | HostPattern::Network { address, .. } => {
            (Some(address), false)
        }
        _ => (None, false),
    }
}

fn show(rights: &[Right], report: &mut Report) {
    let able: Vec<&Right> = rights.iter().filter(|right| !right.operations.is_empty()).collect();
    let row = |right: &&Right| -> [Cow<'static, str>; 3] {
        let words: Vec<_> = right.operations.iter().map(ToString::to_string).collect();
        [right.principal.clone().into(), right.host.clone().into(), words.join(", ").into()]
    };
    if able.is_empty() {
        report.line("nobody but super users, and IAM identities on Amazon MSK");
    } else {
        report.table(["PRINCIPAL", "HOST", "MAY"], able.iter().map(row));
    }
    let mut items = report.items("who");
    for right in rights {
        items.listed(&json!({
            "principal": right.principal,
            "host": right.host,
            "operations": strings(&right.operations),
        }));
    }
}

/// The ACL that the text stands for, which has to be one of those that cover the resource.
fn find(text: &str, rules: &Rules, resource: &ResourcePattern) -> Result<AclBinding> {
    let covering = rules.covering_acls(resource);
    let wanted = match text.trim_start().starts_with('{') {
        true => from_json(text)?.to_string(),
        false => text.trim().to_owned(),
    };
    let found = covering.iter().find(|acl| acl.to_string() == wanted);
    found.copied().cloned().ok_or_else(|| {
        let known: Vec<_> = covering.iter().take(5).map(ToString::to_string).collect();
        let known = if known.is_empty() { "none covers it".into() } else { known.join("; ") };
        Failure::usage(format!("no ACL that covers {resource} is {wanted}"))
            .hint(format!("those that cover it: {known}"))
    })
}

fn removal(rule: &AclBinding) -> Change {
    let mut change = Change::default();
    change.delete.push(rule.clone());
    change
}

fn show_difference(
    rule: &AclBinding,
    before: &Rules,
    after: &Rules,
    resource: &ResourcePattern,
    clients: &[(String, Vec<String>)],
    report: &mut Report,
) {
    let mut changes = Vec::new();
    for (principal, hosts) in clients {
        let mut from_anywhere = (vec![], vec![]);
        for host in
            std::iter::once("*").chain(hosts.iter().map(String::as_str).filter(|it| *it != "*"))
        {
            let (client, is_any) = address(host);
            let was = operations(before, principal, client, resource);
            let is = operations(after, principal, client, resource);
            let missing = |from: &[AclOperation], these: &[AclOperation]| {
                from.iter().filter(|it| !these.contains(it)).copied().collect::<Vec<_>>()
            };
            let change = (missing(&was, &is), missing(&is, &was));
            if is_any {
                from_anywhere = change.clone();
            } else if client.is_none() || change == from_anywhere {
                continue;
            }
            if change != (vec![], vec![]) {
                changes.push((principal, host.to_owned(), change));
            }
        }
    }
    report.set("if_removed", item(rule));
    report.line(format_args!("without {rule}:"));
    if changes.is_empty() {
        report.line(format_args!("  nobody loses or gains anything on {resource}"));
    }
    for (principal, host, (loses, gains)) in &changes {
        for (verb, operations) in [("loses", loses), ("gains", gains)] {
            if !operations.is_empty() {
                let words: Vec<_> = operations.iter().map(ToString::to_string).collect();
                let who = kafka_admin::escape::Escaped(principal);
                let host = kafka_admin::escape::Escaped(host);
                report.line(format_args!("  {who} from {host} {verb} {}", words.join(", ")));
            }
        }
    }
    let members = changes.iter().map(|(principal, host, (loses, gains))| -> Value {
        json!({
            "principal": principal, "host": host, "loses": strings(loses), "gains": strings(gains),
        })
    });
    report.set("changes", members.collect::<Vec<_>>());
    if *rule.pattern != *resource {
        report.warnings.push(format!("this ACL covers more than {resource}"));
    }
}

//! `kadm acl`, with the flags of Kafka's own `kafka-acls`.

use std::collections::HashSet;

use kafka_admin::Admin;
use kafka_admin::acls::{AclBinding, AclBindingFilter};
use serde_json::{Value, json};

use crate::context::commands;
use crate::failure::Result;
use crate::output::Report;

mod asked;
mod can;
mod command;
mod create;
mod creation;
mod delete;
mod filters;
mod flags;
mod grant;
pub(super) mod guard;
mod hosts;
mod learn;
mod list;
mod source;
mod who;
mod why;

commands! {
    /// Create, list, delete and grant ACLs, and say what they mean.
    enum Acl {
        Create(create::Create),
        List(list::List),
        Delete(delete::Delete),
        Grant(grant::Grant),
        Why(why::Why),
        Can(can::Can),
        Who(who::Who),
        Learn(learn::Learn),
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

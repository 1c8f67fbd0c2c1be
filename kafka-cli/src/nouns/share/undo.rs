//! The commands that undo what a failed share has left behind.

use kafka_admin::ResourceType;
use kafka_admin::acls::AclBinding;
use kafka_admin::share::{Change, Created};

use crate::command_line::{connection, flag};
use crate::confirm::is_internal;
use crate::connect_args::ConnectArgs;
use crate::handover::quoted;

/// Command lines to type, the ACLs first: a user without them cannot use the topic while it goes.
/// A topic that somebody else may have created at the same time is only looked at.
pub(super) fn commands(
    changes: &[Change],
    new_user: Option<&str>,
    connect: &ConnectArgs,
) -> Vec<String> {
    let (mut acls, mut topics) = (Vec::new(), Vec::new());
    for change in changes {
        match &change.what {
            Created::Acl(acl) => acls.push(acl),
            Created::Topic(name) => topics.push(topic(name, change.certain, connect)),
            _ => {}
        }
    }
    let per_resource = acls.chunk_by(|a, b| a.pattern == b.pattern);
    let user = new_user.map(|user| delete_user(user, connect));
    per_resource.map(|acls| delete_acls(acls, connect)).chain(topics).chain(user).collect()
}

fn delete_user(user: &str, connect: &ConnectArgs) -> String {
    format!("kadm user delete --yes{} -- {}", connection(connect), quoted(user))
}

fn topic(name: &str, certain: bool, connect: &ConnectArgs) -> String {
    let (command, yes) = if certain { ("delete", " --yes") } else { ("describe", "") };
    // Behind -- a name may begin with a hyphen.
    let name = if name.starts_with('-') { format!("-- {name}") } else { name.into() };
    let internal = if certain { internal(&name) } else { "" };
    format!("kadm topic {command}{yes}{internal}{} {name}", connection(connect))
}

/// Kafka's own topics are deleted only when that is spelled out.
fn internal(topic: &str) -> &'static str {
    if is_internal(topic) { " --internal" } else { "" }
}

/// ACLs on one resource for one principal: the operations are all that tells them apart.
fn delete_acls(acls: &[&AclBinding], connect: &ConnectArgs) -> String {
    let mut line = "kadm acl delete --yes".to_owned() + &connection(connect);
    if let Some(AclBinding { pattern, entry, .. }) = acls.first() {
        let resource = match pattern.resource_type {
            ResourceType::GROUP => "--group",
            _ => "--topic",
        };
        if resource == "--topic" {
            line += internal(&pattern.name);
        }
        if entry.principal() == "User:*" {
            line += " --everyone";
        }
        line += &flag(resource, &pattern.name);
        line += &flag("--resource-pattern-type", &pattern.pattern_type.to_string());
        line += &flag("--allow-principal", entry.principal());
        line += &flag("--allow-host", entry.host());
    }
    acls.iter()
        .fold(line, |line, acl| line + &flag("--operation", &acl.entry.operation.to_string()))
}

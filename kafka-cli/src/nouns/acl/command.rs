//! The commands that create and delete just one ACL, to be run as they are.

use kafka_admin::acls::AclBinding;
use kafka_admin::permissions::Change;
use kafka_admin::{AclPermissionType, PatternType, ResourceType};

use super::guard;
use crate::command_line::{connection, flag};
use crate::confirm::SpelledOut;
use crate::connect_args::ConnectArgs;

/// One line for each ACL: what denies goes last, and what allows comes first, so that nothing works for
/// a moment that should not.
pub(super) fn lines(change: &Change, connect: &ConnectArgs) -> Vec<String> {
    let create = change.create.iter().filter_map(|acl| line("create", acl, connect));
    create
        .chain(change.delete.iter().filter_map(|acl| line("delete --yes", acl, connect)))
        .collect()
}

/// `None` for an ACL on something that has no flag: tokens, users.
fn line(verb: &str, acl: &AclBinding, connect: &ConnectArgs) -> Option<String> {
    let AclBinding { pattern, entry } = acl;
    let resource = match pattern.resource_type {
        ResourceType::TOPIC => flag("--topic", &pattern.name),
        ResourceType::GROUP => flag("--group", &pattern.name),
        ResourceType::TRANSACTIONAL_ID => flag("--transactional-id", &pattern.name),
        ResourceType::CLUSTER => " --cluster".to_owned(),
        _ => return None,
    };
    let mut line = format!("kadm acl {verb}") + &connection(connect);
    let is_gift = verb != "create" || entry.permission == AclPermissionType::ALLOW;
    for spelled in
        guard::missing([acl].into_iter(), &SpelledOut::default()).iter().filter(|_| is_gift)
    {
        line = line + " " + spelled;
    }
    line += &resource;
    if pattern.pattern_type == PatternType::PREFIXED {
        line += " --resource-pattern-type prefixed";
    }
    let (principal, host) = match entry.permission {
        AclPermissionType::DENY => ("--deny-principal", "--deny-host"),
        _ => ("--allow-principal", "--allow-host"),
    };
    line += &flag(principal, entry.principal());
    // To delete without a host is to delete for all of them.
    if entry.host() != "*" || verb != "create" {
        line += &flag(host, entry.host());
    }
    Some(line + &flag("--operation", &entry.operation.to_string()))
}

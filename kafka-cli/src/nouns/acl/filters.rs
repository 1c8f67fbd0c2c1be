//! From flags to filters, by the rules of `kafka-acls`.

use clap::Args;
use kafka_admin::acls::{
    AccessControlEntryFilter, AclBindingFilter, ResourcePattern, ResourcePatternFilter,
};
use kafka_admin::{AclOperation, AclPermissionType, PatternType, ResourceType};

use super::flags::{Entries, Resources, patterns};
use crate::names::principal;

/// Which ACLs: those that all the given flags select.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Filter {
    #[command(flatten)]
    resources: Resources,
    #[command(flatten)]
    entries: Entries,
    /// Whose ACLs, whether they allow or deny. Repeatable.
    #[arg(long = "principal", id = "principal", value_name = "PRINCIPAL", value_parser = principal)]
    principals: Vec<String>,
}

/// Every named resource with every named principal, host and operation; what is not named is any.
pub(super) fn from_flags(filter: &Filter) -> Vec<AclBindingFilter> {
    let entries = entries(filter);
    let mut filters = Vec::new();
    for pattern in pattern_filters(filter) {
        for entry in &entries {
            let mut filter = AclBindingFilter::resource_type(ResourceType::ANY);
            (filter.pattern, filter.entry) = (pattern.clone(), entry.clone());
            filters.push(filter);
        }
    }
    filters
}

/// A name without a pattern type is literal, as in `kafka-acls`.
fn pattern_filters(filter: &Filter) -> Vec<ResourcePatternFilter> {
    let pattern_type = filter.resources.resource_pattern_type;
    let named = patterns(&filter.resources, pattern_type.unwrap_or(PatternType::LITERAL));
    if named.is_empty() {
        let pattern_type = pattern_type.unwrap_or(PatternType::ANY);
        return vec![ResourcePatternFilter {
            resource_type: ResourceType::ANY,
            name: None,
            pattern_type,
        }];
    }
    let mut filters = Vec::new();
    for ResourcePattern { resource_type, name, pattern_type } in named {
        filters.push(ResourcePatternFilter {
            resource_type,
            name: Some(name.into()),
            pattern_type,
        });
    }
    filters
}

fn entries(filter: &Filter) -> Vec<AccessControlEntryFilter> {
    let given = &filter.entries;
    let mut filters = Vec::new();
    for (principals, hosts, permission) in [
        (&given.allow_principals, &given.allow_hosts, AclPermissionType::ALLOW),
        (&given.deny_principals, &given.deny_hosts, AclPermissionType::DENY),
    ] {
        if !principals.is_empty() || !hosts.is_empty() {
            filters.extend(cross(principals, hosts, &given.operations, permission));
        }
    }
    if filters.is_empty() || !filter.principals.is_empty() {
        filters.extend(cross(&filter.principals, &[], &given.operations, AclPermissionType::ANY));
    }
    filters
}

fn cross(
    principals: &[String],
    hosts: &[String],
    operations: &[AclOperation],
    permission: AclPermissionType,
) -> Vec<AccessControlEntryFilter> {
    let mut filters = Vec::new();
    for principal in or_any(principals) {
        for host in or_any(hosts) {
            for operation in or_any(operations) {
                let (principal, host) = (principal.clone(), host.clone());
                let operation = operation.unwrap_or(AclOperation::ANY);
                filters.push(AccessControlEntryFilter { principal, host, operation, permission });
            }
        }
    }
    filters
}

fn or_any<T: Clone>(values: &[T]) -> Vec<Option<T>> {
    match values {
        [] => vec![None],
        values => values.iter().cloned().map(Some).collect(),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::Cli;
    use crate::nouns::Command;
    use crate::nouns::acl::Acl;

    fn lines(args: &str) -> Vec<String> {
        filters(args).iter().map(ToString::to_string).collect()
    }

    fn filters(args: &str) -> Vec<AclBindingFilter> {
        let cli =
            Cli::try_parse_from(["kadm", "acl", "list"].into_iter().chain(args.split_whitespace()));
        match cli.unwrap().command {
            Command::Acl(Acl::List(args)) => from_flags(&args.filter),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn nothing_named_is_everything() {
        assert!(filters("")[0].matches_everything());
        assert!(filters("--resource-pattern-type match")[0].matches_everything());
        assert!(!filters("--principal x")[0].matches_everything());
    }

    #[test]
    fn a_name_is_literal_unless_said_otherwise() {
        assert_eq!(lines("--topic t"), ["ANY ANY on TOPIC LITERAL:t to any from any"]);
        assert_eq!(
            lines("--topic t --resource-pattern-type match --principal x"),
            ["ANY ANY on TOPIC MATCH:t to User:x from any"]
        );
        assert_eq!(
            lines("--cluster"),
            ["ANY ANY on CLUSTER LITERAL:kafka-cluster to any from any"]
        );
    }

    #[test]
    fn allow_and_deny_narrow_the_permission() {
        let both = lines("--topic t --allow-principal x --deny-principal y --operation read");
        assert_eq!(
            both,
            [
                "ALLOW READ on TOPIC LITERAL:t to User:x from any",
                "DENY READ on TOPIC LITERAL:t to User:y from any"
            ]
        );
        assert_eq!(lines("--topic t --group g --operation read --operation write").len(), 4);
    }
}

//! The flags of `kafka-acls` that several commands have.

use clap::Args;
use kafka_admin::acls::ResourcePattern;
use kafka_admin::{AclOperation, PatternType, ResourceType};

use crate::failure::Failure;
use crate::names::{operation, pattern_type, principal};

/// Which resources.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Resources {
    /// A topic; '*' is every topic. Repeatable.
    #[arg(long = "topic", id = "topic", value_name = "TOPIC")]
    pub(crate) topics: Vec<String>,
    /// A consumer group. Repeatable.
    #[arg(long = "group", id = "group", value_name = "GROUP")]
    pub(crate) groups: Vec<String>,
    /// The cluster itself.
    #[arg(long)]
    pub(crate) cluster: bool,
    /// A transactional id. Repeatable.
    #[arg(long = "transactional-id", id = "transactional-id", value_name = "ID")]
    pub(crate) transactional_ids: Vec<String>,
    /// How names are read: literal or prefixed; to list and delete also any and match
    /// [default: literal].
    #[arg(long, value_name = "TYPE", value_parser = pattern_type)]
    pub(crate) resource_pattern_type: Option<PatternType>,
}

/// Who, from where, what.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Entries {
    /// Who is allowed; User: goes in front of a name without a type. Repeatable.
    #[arg(long = "allow-principal", id = "allow-principal", value_name = "PRINCIPAL", value_parser = principal)]
    pub(crate) allow_principals: Vec<String>,
    /// Who is denied, which wins. Repeatable.
    #[arg(long = "deny-principal", id = "deny-principal", value_name = "PRINCIPAL", value_parser = principal)]
    pub(crate) deny_principals: Vec<String>,
    /// From which IP addresses the allowed may come; names of hosts never match. Repeatable.
    #[arg(long = "allow-host", id = "allow-host", value_name = "ADDRESS")]
    pub(crate) allow_hosts: Vec<String>,
    /// From which IP addresses the denied are denied; names of hosts never match. Repeatable.
    #[arg(long = "deny-host", id = "deny-host", value_name = "ADDRESS")]
    pub(crate) deny_hosts: Vec<String>,
    /// What: Read, Write, Describe and so on, or All, in any case. Repeatable.
    #[arg(long = "operation", id = "operation", value_name = "OPERATION", value_parser = operation)]
    pub(crate) operations: Vec<AclOperation>,
}

/// The resources that the flags name.
pub(super) fn patterns(resources: &Resources, pattern_type: PatternType) -> Vec<ResourcePattern> {
    let mut patterns = Vec::new();
    for (resource_type, names) in [
        (ResourceType::TOPIC, &resources.topics),
        (ResourceType::GROUP, &resources.groups),
        (ResourceType::TRANSACTIONAL_ID, &resources.transactional_ids),
    ] {
        patterns.extend(names.iter().map(|name| pattern(resource_type, name, pattern_type)));
    }
    if resources.cluster {
        patterns.push(ResourcePattern::cluster());
    }
    patterns
}

pub(super) fn not_definite() -> Failure {
    Failure::usage("an ACL is literal or prefixed; any and match are for listing and deleting")
}

pub(super) fn pattern(
    resource_type: ResourceType,
    name: &str,
    pattern_type: PatternType,
) -> ResourcePattern {
    ResourcePattern { resource_type, name: name.into(), pattern_type }
}

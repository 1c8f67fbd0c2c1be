//! `kadm acl`, with the flags of Kafka's own `kafka-acls`.

use clap::{Args, Subcommand};
use kafka_admin::{AclOperation, PatternType};

use super::ConnectArgs;
use super::names::{operation, pattern_type, principal};

#[derive(Debug, Subcommand)]
pub(crate) enum AclCommand {
    /// Create ACLs: every resource with every principal, host and operation.
    Create(CreateAcls),
    /// List ACLs.
    List(ListAcls),
    /// Delete ACLs: shows them first, and needs --yes.
    Delete(DeleteAcls),
    /// Grant what a producer or a consumer needs, and no more.
    Grant(GrantAcls),
}

/// What is not meant unless it is spelled out.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Spelled {
    /// Mean internal topics, too: those whose names begin with __, where Kafka keeps its own state.
    #[arg(long)]
    pub(crate) internal: bool,
    /// Mean everyone: the principal User:*.
    #[arg(long)]
    pub(crate) everyone: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CreateAcls {
    #[command(flatten)]
    pub(crate) resources: Resources,
    #[command(flatten)]
    pub(crate) entries: Entries,
    /// As kafka-acls does: WRITE, DESCRIBE and CREATE on topics, WRITE and DESCRIBE on
    /// transactional ids. Without CREATE: kadm acl grant --produce.
    #[arg(long)]
    pub(crate) producer: bool,
    /// READ and DESCRIBE on topics, READ on groups.
    #[arg(long)]
    pub(crate) consumer: bool,
    /// With --producer: IDEMPOTENT_WRITE on the cluster, which brokers before 2.8 want.
    #[arg(long, requires = "producer")]
    pub(crate) idempotent: bool,
    #[command(flatten)]
    pub(crate) spelled: Spelled,
    /// Only show what would be created.
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) connect: ConnectArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ListAcls {
    #[command(flatten)]
    pub(crate) filter: Filter,
    #[command(flatten)]
    pub(crate) connect: ConnectArgs,
}

#[derive(Debug, Args)]
pub(crate) struct DeleteAcls {
    #[command(flatten)]
    pub(crate) filter: Filter,
    /// Delete them.
    #[arg(long)]
    pub(crate) yes: bool,
    /// Mean every ACL of the cluster, which nothing else does.
    #[arg(long)]
    pub(crate) all: bool,
    #[command(flatten)]
    pub(crate) spelled: Spelled,
    /// Only show what would be deleted.
    #[arg(long, conflicts_with = "yes")]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) connect: ConnectArgs,
}

#[derive(Debug, Args)]
pub(crate) struct GrantAcls {
    /// To whom; User: goes in front of a name without a type.
    #[arg(value_name = "PRINCIPAL", value_parser = principal)]
    pub(crate) principal: String,
    /// The topic. Repeatable.
    #[arg(long = "topic", value_name = "TOPIC", required = true)]
    pub(crate) topics: Vec<String>,
    /// Read --topic as the beginning of names, or exactly.
    #[arg(long, value_name = "TYPE", value_parser = pattern_type, default_value = "literal")]
    pub(crate) resource_pattern_type: PatternType,
    /// Write: WRITE and DESCRIBE.
    #[arg(long, visible_alias = "producer", required_unless_present = "consume")]
    pub(crate) produce: bool,
    /// Read: READ and DESCRIBE, and READ on the group.
    #[arg(long, visible_alias = "consumer", requires = "groups")]
    pub(crate) consume: bool,
    /// The consumer group to read in; '*' is every group. Repeatable.
    #[arg(long = "group", id = "groups", value_name = "GROUP", requires = "consume")]
    pub(crate) groups: Vec<String>,
    /// Only from this IP address, or from Kafka 4.4 on from this range, 10.0.0.0/8.
    #[arg(long, value_name = "ADDRESS", default_value = "*")]
    pub(crate) allow_host: String,
    #[command(flatten)]
    pub(crate) spelled: Spelled,
    /// Only show what would be created.
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) connect: ConnectArgs,
}

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

/// Which ACLs: those that all the given flags select.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Filter {
    #[command(flatten)]
    pub(crate) resources: Resources,
    #[command(flatten)]
    pub(crate) entries: Entries,
    /// Whose ACLs, whether they allow or deny. Repeatable.
    #[arg(long = "principal", id = "principal", value_name = "PRINCIPAL", value_parser = principal)]
    pub(crate) principals: Vec<String>,
}

impl AclCommand {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Create(_) => "acl create",
            Self::List(_) => "acl list",
            Self::Delete(_) => "acl delete",
            Self::Grant(_) => "acl grant",
        }
    }
}

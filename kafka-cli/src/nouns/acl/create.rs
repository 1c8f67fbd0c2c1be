//! `kadm acl create`, by the rules of `kafka-acls`.

use clap::Args;
use kafka_admin::acls::{AclBinding, ResourcePattern};
use kafka_admin::{AclOperation, AclPermissionType, PatternType, ResourceType};

use super::creation;
use super::flags::{Entries, Resources, not_definite, patterns};
use crate::confirm::SpelledOut;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};

/// Create ACLs: every resource with every principal, host and operation.
#[derive(Debug, Args)]
pub(crate) struct Create {
    #[command(flatten)]
    resources: Resources,
    #[command(flatten)]
    entries: Entries,
    /// As kafka-acls does: WRITE, DESCRIBE and CREATE on topics, WRITE and DESCRIBE on
    /// transactional ids. Without CREATE: kadm acl grant --produce.
    #[arg(long)]
    producer: bool,
    /// READ and DESCRIBE on topics, READ on groups.
    #[arg(long)]
    consumer: bool,
    /// With --producer: IDEMPOTENT_WRITE on the cluster, which brokers before 2.8 want.
    #[arg(long, requires = "producer")]
    idempotent: bool,
    #[command(flatten)]
    spelled: SpelledOut,
    /// Only show what would be created.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Create {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let acls = self.bindings()?;
        creation::create(acls, &self.spelled, self.dry_run, &self.connect, context).await
    }
}

impl Create {
    /// Every resource with every principal, host and operation, each binding once.
    fn bindings(&self) -> Result<Vec<AclBinding>> {
        check(self)?;
        let wanted = wanted(self);
        let entries = Entry::all_of(&self.entries);
        let mut bindings = Vec::new();
        for (operation, pattern) in &wanted {
            for entry in &entries {
                let binding = entry.binding(*operation, pattern.clone());
                if !bindings.contains(&binding) {
                    bindings.push(binding);
                }
            }
        }
        Ok(bindings)
    }
}

fn check(args: &Create) -> Result<()> {
    let Create { resources, entries, producer, consumer, .. } = args;
    let preset = *producer || *consumer;
    let nobody = entries.allow_principals.is_empty() && entries.deny_principals.is_empty();
    let nothing = patterns(resources, PatternType::LITERAL).is_empty();
    let pattern_type = resources.resource_pattern_type.unwrap_or(PatternType::LITERAL);
    let wrong = [
        (nobody, "nobody is named: --allow-principal or --deny-principal"),
        (
            nothing && !args.idempotent,
            "no resource is named: --topic, --group, --cluster or --transactional-id",
        ),
        (
            !preset && entries.operations.is_empty(),
            "no operation is given: --operation with Read, Write, Create, Delete, Alter, Describe and so \
             on, or All if that is meant; --producer or --consumer; or kadm acl grant",
        ),
        (
            preset && !entries.operations.is_empty(),
            "--producer and --consumer stand for operations: leave --operation out",
        ),
        (
            preset && !entries.deny_principals.is_empty(),
            "--producer and --consumer allow: leave --deny-principal out",
        ),
        (
            *consumer && (resources.topics.is_empty() || resources.groups.is_empty()),
            "--consumer needs --topic and --group",
        ),
        (*producer && resources.topics.is_empty(), "--producer needs --topic"),
        (
            entries.allow_principals.is_empty() && !entries.allow_hosts.is_empty(),
            "--allow-host needs --allow-principal",
        ),
        (
            entries.deny_principals.is_empty() && !entries.deny_hosts.is_empty(),
            "--deny-host needs --deny-principal",
        ),
    ];
    if ![PatternType::LITERAL, PatternType::PREFIXED].contains(&pattern_type) {
        return Err(not_definite());
    }
    wrong.iter().find(|(wrong, _)| *wrong).map_or(Ok(()), |(_, why)| Err(Failure::usage(*why)))
}

/// Which operation on what.
fn wanted(args: &Create) -> Vec<(AclOperation, ResourcePattern)> {
    let pattern_type = args.resources.resource_pattern_type.unwrap_or(PatternType::LITERAL);
    let patterns = patterns(&args.resources, pattern_type);
    if args.producer || args.consumer {
        return preset(args, &patterns);
    }
    let mut wanted = Vec::new();
    for pattern in patterns {
        for operation in &args.entries.operations {
            wanted.push((*operation, pattern.clone()));
        }
    }
    wanted
}

fn preset(args: &Create, patterns: &[ResourcePattern]) -> Vec<(AclOperation, ResourcePattern)> {
    let mut wanted = Vec::new();
    for pattern in patterns {
        let producer = if args.producer { producer_operations(pattern.resource_type) } else { &[] };
        let consumer = if args.consumer { consumer_operations(pattern.resource_type) } else { &[] };
        for operation in producer.iter().chain(consumer) {
            wanted.push((*operation, pattern.clone()));
        }
    }
    if args.idempotent {
        wanted.push((AclOperation::IDEMPOTENT_WRITE, ResourcePattern::cluster()));
    }
    wanted
}

fn producer_operations(on: ResourceType) -> &'static [AclOperation] {
    use AclOperation as Op;
    match on {
        ResourceType::TOPIC => &[Op::WRITE, Op::DESCRIBE, Op::CREATE],
        ResourceType::TRANSACTIONAL_ID => &[Op::WRITE, Op::DESCRIBE],
        _ => &[],
    }
}

fn consumer_operations(on: ResourceType) -> &'static [AclOperation] {
    use AclOperation as Op;
    match on {
        ResourceType::TOPIC => &[Op::READ, Op::DESCRIBE],
        ResourceType::GROUP => &[Op::READ],
        _ => &[],
    }
}

/// Who, from where, and whether that is allowed.
struct Entry {
    principal: String,
    host: String,
    permission: AclPermissionType,
}

impl Entry {
    fn all_of(entries: &Entries) -> Vec<Self> {
        let allowed =
            Self::cross(&entries.allow_principals, &entries.allow_hosts, AclPermissionType::ALLOW);
        let denied =
            Self::cross(&entries.deny_principals, &entries.deny_hosts, AclPermissionType::DENY);
        [allowed, denied].into_iter().flatten().collect()
    }

    fn cross(principals: &[String], hosts: &[String], permission: AclPermissionType) -> Vec<Self> {
        let any = ["*".to_owned()];
        let hosts = if hosts.is_empty() { &any } else { hosts };
        let mut entries = Vec::new();
        for principal in principals {
            for host in hosts {
                let (principal, host) = (principal.clone(), host.clone());
                entries.push(Self { principal, host, permission });
            }
        }
        entries
    }

    fn binding(&self, operation: AclOperation, pattern: ResourcePattern) -> AclBinding {
        let binding = match self.permission {
            AclPermissionType::DENY => AclBinding::deny(&self.principal, operation, pattern),
            _ => AclBinding::allow(&self.principal, operation, pattern),
        };
        binding.from_host(&self.host)
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::Cli;
    use crate::nouns::Command;
    use crate::nouns::acl::Acl;

    fn lines(args: &str) -> Result<Vec<String>> {
        let words = args.split_whitespace();
        let cli = Cli::try_parse_from(["kadm", "acl"].into_iter().chain(words)).unwrap();
        match &cli.command {
            Command::Acl(Acl::Create(args)) => {
                Ok(args.bindings()?.iter().map(ToString::to_string).collect())
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn create_is_a_cross_product() {
        let all = lines("create --topic a --topic b --allow-principal x --allow-principal User:y --operation read --operation WRITE --allow-host 10.0.0.1").unwrap();
        assert_eq!(all.len(), 8);
        assert_eq!(all[0], "ALLOW READ on TOPIC LITERAL:a to User:x from 10.0.0.1");
        let denied = lines("create --cluster --deny-principal x --operation all").unwrap();
        assert_eq!(denied, ["DENY ALL on CLUSTER LITERAL:kafka-cluster to User:x from *"]);
    }

    #[test]
    fn presets_are_those_of_kafka_acls() {
        let producer = lines(
            "create --producer --topic t --transactional-id i --idempotent --allow-principal x",
        )
        .unwrap();
        assert_eq!(producer.len(), 6);
        assert!(producer.contains(&"ALLOW CREATE on TOPIC LITERAL:t to User:x from *".into()));
        assert!(producer[5].starts_with("ALLOW IDEMPOTENT_WRITE on CLUSTER"));
        let both =
            lines("create --producer --consumer --topic t --group g --allow-principal x").unwrap();
        assert_eq!(both.len(), 5, "DESCRIBE is there once: {both:?}");
    }

    /// kafka-acls means ALL then, which is more than almost anybody wants.
    #[test]
    fn an_acl_without_an_operation_is_refused_with_what_to_give() {
        for args in ["create --topic t --allow-principal x", "create --cluster --deny-principal x"]
        {
            let refused = lines(args).unwrap_err();
            assert_eq!(refused.exit, crate::USAGE);
            for told in ["--operation", "Read", "All", "kadm acl grant"] {
                assert!(refused.message.contains(told), "{refused:?}");
            }
        }
    }

    #[test]
    fn incomplete_flags_are_refused() {
        for args in [
            "create --topic t --operation all",
            "create --allow-principal x --operation all",
            "create --consumer --topic t --allow-principal x",
            "create --producer --group g --allow-principal x",
            "create --producer --topic t --operation read --allow-principal x",
            "create --topic t --deny-principal x --allow-host 10.0.0.1 --operation all",
            "create --topic t --allow-principal x --operation all --resource-pattern-type match",
        ] {
            assert_eq!(lines(args).unwrap_err().exit, crate::USAGE, "{args}");
        }
    }
}

//! `kadm acl grant`.

use clap::Args;
use kafka_admin::acls::{AclBinding, Grant as Granted, ResourcePattern};
use kafka_admin::{AclOperation, PatternType, ResourceType};

use super::creation;
use super::flags::{not_definite, pattern};
use crate::confirm::SpelledOut;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;
use crate::names::{pattern_type, principal};

/// Grant what a producer or a consumer needs, and no more.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true).args(["produce", "consume"]))]
pub(crate) struct Grant {
    /// To whom; User: goes in front of a name without a type.
    #[arg(value_name = "PRINCIPAL", value_parser = principal)]
    principal: String,
    /// The topic. Repeatable.
    #[arg(long = "topic", value_name = "TOPIC", required = true)]
    topics: Vec<String>,
    /// Read --topic as the beginning of names, or exactly.
    #[arg(long, value_name = "TYPE", value_parser = pattern_type, default_value = "literal")]
    resource_pattern_type: PatternType,
    /// Write: WRITE and DESCRIBE.
    #[arg(long, visible_alias = "producer")]
    produce: bool,
    /// Read: READ and DESCRIBE, and READ on the group.
    #[arg(long, visible_alias = "consumer", requires = "groups")]
    consume: bool,
    /// The consumer group to read in; '*' is every group. Repeatable.
    #[arg(long = "group", id = "groups", value_name = "GROUP", requires = "consume")]
    groups: Vec<String>,
    /// Only from this IP address, or from Kafka 4.4 on from this range, 10.0.0.0/8.
    #[arg(long, value_name = "ADDRESS", default_value = "*")]
    allow_host: String,
    #[command(flatten)]
    spelled: SpelledOut,
    /// Only show what would be created.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Grant {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let acls = self.bindings()?;
        creation::create(acls, &self.spelled, self.dry_run, &self.connect, context).await
    }
}

impl Grant {
    /// What a producer or a consumer needs.
    fn bindings(&self) -> Result<Vec<AclBinding>> {
        if ![PatternType::LITERAL, PatternType::PREFIXED].contains(&self.resource_pattern_type) {
            return Err(not_definite());
        }
        let mut grant = Granted::to(&self.principal).from_host(&self.allow_host);
        for topic in &self.topics {
            let topic = pattern(ResourceType::TOPIC, topic, self.resource_pattern_type);
            if self.produce {
                grant = allow(grant, &[AclOperation::WRITE, AclOperation::DESCRIBE], &topic);
            }
            if self.consume {
                grant = allow(grant, &[AclOperation::READ, AclOperation::DESCRIBE], &topic);
            }
        }
        let groups = self.groups.iter().map(ResourcePattern::group);
        Ok(groups
            .fold(grant, |grant, group| allow(grant, &[AclOperation::READ], &group))
            .bindings())
    }
}

fn allow(grant: Granted, operations: &[AclOperation], pattern: &ResourcePattern) -> Granted {
    operations.iter().fold(grant, |grant, operation| grant.allow(*operation, pattern.clone()))
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
            Command::Acl(Acl::Grant(args)) => {
                Ok(args.bindings()?.iter().map(ToString::to_string).collect())
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn grant_gives_what_is_needed_and_no_more() {
        let produce = lines("grant rudder --topic t --produce").unwrap();
        assert_eq!(
            produce,
            [
                "ALLOW WRITE on TOPIC LITERAL:t to User:rudder from *",
                "ALLOW DESCRIBE on TOPIC LITERAL:t to User:rudder from *"
            ]
        );
        let prefixed =
            lines("grant rudder --topic t --consumer --group g --resource-pattern-type prefixed")
                .unwrap();
        assert_eq!(prefixed[0], "ALLOW READ on TOPIC PREFIXED:t to User:rudder from *");
        assert_eq!(prefixed[2], "ALLOW READ on GROUP LITERAL:g to User:rudder from *");
    }

    #[test]
    fn an_acl_is_definite() {
        let args = "grant x --topic t --produce --resource-pattern-type any";
        assert_eq!(lines(args).unwrap_err().exit, crate::USAGE, "{args}");
    }
}

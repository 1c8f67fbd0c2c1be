//! `kadm topic`.

use clap::{Args, Subcommand};

use super::ConnectArgs;

#[derive(Debug, Subcommand)]
pub(crate) enum TopicCommand {
    /// Create topics.
    Create(CreateTopics),
    /// List the topics you may DESCRIBE; brokers leave the others out without a word.
    List(ListTopics),
    /// Show partitions, replicas, and what you may do.
    Describe(TopicNames),
    /// Delete topics and all that is in them: shows them first, and needs --yes.
    Delete(DeleteTopics),
}

#[derive(Debug, Args)]
pub(crate) struct CreateTopics {
    /// The topics.
    #[arg(value_name = "TOPIC", required = true)]
    pub(crate) topics: Vec<String>,
    /// Partitions [default: the broker's].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i32).range(1..))]
    pub(crate) partitions: Option<i32>,
    /// Replicas of each partition [default: the broker's].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i16).range(1..))]
    pub(crate) replication_factor: Option<i16>,
    /// A configuration of the topics, such as retention.ms=86400000. Repeatable.
    #[arg(long, value_name = "KEY=VALUE")]
    pub(crate) config: Vec<String>,
    /// A topic that is there already is no error; what of it is not as asked for is told.
    #[arg(long)]
    pub(crate) if_not_exists: bool,
    /// Only ask the broker whether it would work.
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) connect: ConnectArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ListTopics {
    #[command(flatten)]
    pub(crate) connect: ConnectArgs,
}

#[derive(Debug, Args)]
pub(crate) struct TopicNames {
    /// The topics.
    #[arg(value_name = "TOPIC", required = true)]
    pub(crate) topics: Vec<String>,
    #[command(flatten)]
    pub(crate) connect: ConnectArgs,
}

#[derive(Debug, Args)]
pub(crate) struct DeleteTopics {
    #[command(flatten)]
    pub(crate) names: TopicNames,
    /// Delete them.
    #[arg(long)]
    pub(crate) yes: bool,
    /// Mean internal topics, too: those whose names begin with __, where Kafka keeps its own state.
    #[arg(long)]
    pub(crate) internal: bool,
}

impl TopicCommand {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Create(_) => "topic create",
            Self::List(_) => "topic list",
            Self::Describe(_) => "topic describe",
            Self::Delete(_) => "topic delete",
        }
    }
}

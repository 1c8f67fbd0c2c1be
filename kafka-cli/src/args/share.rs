//! `kadm share`.

use std::path::PathBuf;

use clap::Args;

use super::ConnectArgs;

/// With whom to share what, and how to prove it.
#[derive(Debug, Clone, Args)]
pub(crate) struct ShareArgs {
    /// The topic.
    #[arg(value_name = "TOPIC")]
    pub(crate) topic: String,
    /// The SCRAM user to share it with.
    #[arg(long = "with", value_name = "USER")]
    pub(crate) user: String,
    /// Let the user write: WRITE and DESCRIBE [default, unless --consume is given].
    #[arg(long)]
    pub(crate) produce: bool,
    /// Let the user read: READ and DESCRIBE on the topic, READ on the group.
    #[arg(long, requires = "group")]
    pub(crate) consume: bool,
    /// The consumer group to read in; '*' is every group.
    #[arg(long, value_name = "GROUP", requires = "consume")]
    pub(crate) group: Option<String>,
    /// Partitions, if the topic is created [default: the broker's].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i32).range(1..))]
    pub(crate) partitions: Option<i32>,
    /// Replicas of each partition, if the topic is created [default: the broker's].
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i16).range(1..))]
    pub(crate) replication_factor: Option<i16>,
    /// Where the user logs in by SCRAM [default on Amazon MSK: the same hosts, 9198 becomes 9196,
    /// 9098 becomes 9096].
    #[arg(long = "user-bootstrap", value_name = "HOST:PORT", value_delimiter = ',')]
    pub(crate) user_bootstrap: Vec<String>,
    /// A file with the user's password, for the proof; - is standard input
    /// [env: KADM_USER_PASSWORD]. Without it there is no proof.
    #[arg(long, value_name = "FILE")]
    pub(crate) user_password_file: Option<PathBuf>,
    /// Share an internal topic: one whose name begins with __, where Kafka keeps its own state.
    #[arg(long)]
    pub(crate) internal: bool,
    /// Share with everyone: USER is *.
    #[arg(long)]
    pub(crate) everyone: bool,
    /// Only look, and say what would be done.
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) connect: ConnectArgs,
}

impl ShareArgs {
    /// To write is what a third party that delivers events needs, and what nobody has to spell out.
    pub(crate) fn produces(&self) -> bool {
        self.produce || !self.consume
    }
}

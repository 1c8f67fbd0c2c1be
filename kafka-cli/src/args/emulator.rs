//! `kadm emulator`.

use std::path::PathBuf;

use clap::Args;

/// What is in the cluster from the start.
#[derive(Debug, Clone, Args)]
pub(crate) struct EmulatorArgs {
    /// A topic that is there from the start. Repeatable.
    #[arg(long = "topic", value_name = "TOPIC[:PARTITIONS]")]
    pub(crate) topics: Vec<String>,
    /// The SCRAM user.
    #[arg(long, value_name = "USER", default_value = "rudder")]
    pub(crate) user: String,
    /// A file with the user's password; - is standard input [default: the password is "emulated"].
    #[arg(long, value_name = "FILE")]
    pub(crate) user_password_file: Option<PathBuf>,
    /// How many brokers.
    #[arg(long, value_name = "N", default_value = "1", value_parser = clap::value_parser!(u8).range(1..=9))]
    pub(crate) brokers: u8,
    /// Take Amazon MSK's ports for the first broker, 9196 for SCRAM and 9198 for IAM, from which
    /// clients infer the login [default: free ports].
    #[arg(long)]
    pub(crate) msk_ports: bool,
    /// Where to write the CA certificate
    /// [default: kadm-emulator-<process id>.pem in the directory for temporary files].
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_out: Option<PathBuf>,
    /// Let everybody do what no ACL is about (allow.everyone.if.no.acl.found), which MSK clusters
    /// with public access never do.
    #[arg(long)]
    pub(crate) allow_everyone: bool,
}

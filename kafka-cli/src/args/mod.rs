//! The command line.

use clap::{Args, Parser, Subcommand};

mod acl;
mod bench;
mod connect;
mod decode;
mod emulator;
mod names;
mod share;
mod topic;
mod trust;

pub(crate) use acl::{
    AclCommand, CreateAcls, DeleteAcls, Entries, Filter, GrantAcls, ListAcls, Resources, Spelled,
};
pub(crate) use bench::{BenchCommand, BenchHandshake, MechanismName, Phase};
pub(crate) use connect::ConnectArgs;
pub(crate) use decode::DecodeArgs;
pub(crate) use emulator::EmulatorArgs;
pub(crate) use share::ShareArgs;
pub(crate) use topic::{CreateTopics, DeleteTopics, ListTopics, TopicCommand, TopicNames};
pub(crate) use trust::TrustArgs;

use crate::output::Format;

/// Kafka's admin work in one program, with SCRAM and AWS_MSK_IAM over TLS.
///
/// Share a topic of an Amazon MSK cluster with a third party, and prove that it works:
///
///   kadm share orders --with rudder -b BROKER:9198 --user-password-file FILE
///
/// See it without a cluster: kadm demo
#[derive(Debug, Parser)]
#[command(name = "kadm", version, verbatim_doc_comment, max_term_width = 100)]
pub(crate) struct Cli {
    /// How the result is written: text, or json, which is one object on standard output, for errors
    /// too.
    #[arg(
        long,
        global = true,
        value_enum,
        default_value = "text",
        value_name = "FORMAT",
        hide_possible_values = true
    )]
    pub(crate) format: Format,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Share a topic with a SCRAM user: topic, ACLs, and proof by a login as that user.
    ///
    /// Connects as the administrator (on Amazon MSK by IAM), creates the topic if it is not there and
    /// the ACLs that are missing, waits until every broker knows them, logs in as the user by
    /// SCRAM-SHA-512, and lets the broker say what the user may do. Then it prints what the user needs
    /// to connect. Running it twice changes nothing the second time.
    Share(ShareArgs),
    /// Show the whole story against an emulated MSK cluster in this process.
    Demo,
    /// Run a cluster that behaves like Amazon MSK with public access, until Ctrl-C.
    ///
    /// Everything in it is made up: the passwords and keys it prints open nothing else. A password that
    /// is given with --user-password-file is not printed. It listens on
    /// this machine only, keeps its state in memory, and writes one file, the CA certificate.
    Emulator(EmulatorArgs),
    /// Create, list, describe and delete topics.
    #[command(subcommand)]
    Topic(TopicCommand),
    /// Create, list, delete and grant ACLs.
    #[command(subcommand)]
    Acl(AclCommand),
    /// Show brokers, topics and partitions, as kcat -L does.
    Metadata(MetadataArgs),
    /// Show what a captured frame says, as JSON with Kafka's own names of the fields.
    ///
    /// Takes hex in most shapes (spaces, colons, 0x, xxd, hexdump -C, Wireshark) or the bytes
    /// themselves, with or without the length in front. A request says itself what it is; for a
    /// response give what it answers: --response --api Metadata --version 12. Credentials are left
    /// out unless --show-secrets is given, and are better piped than given as arguments, which
    /// others on the machine can read.
    Decode(DecodeArgs),
    /// Show the certificates a broker presents, which clients accept them, and what to do.
    ///
    /// Nothing is sent to the broker: the connection ends when it has shown its certificates. The
    /// exit code is 0 if every family of clients accepts them.
    Trust(TrustArgs),
    /// Measure.
    #[command(subcommand)]
    Bench(BenchCommand),
}

#[derive(Debug, Args)]
pub(crate) struct MetadataArgs {
    #[command(flatten)]
    pub(crate) connect: ConnectArgs,
    /// List; there is nothing else to do, the flag is kcat's.
    #[arg(short = 'L')]
    pub(crate) list: bool,
    /// Only this topic; exit code 1 if it is denied or not there. Repeatable.
    #[arg(short, long = "topic", value_name = "TOPIC")]
    pub(crate) topics: Vec<String>,
}

impl Command {
    /// The words of the command, for the result.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Share(_) => "share",
            Self::Demo => "demo",
            Self::Emulator(_) => "emulator",
            Self::Topic(command) => command.name(),
            Self::Acl(command) => command.name(),
            Self::Metadata(_) => "metadata",
            Self::Decode(_) => "decode",
            Self::Trust(_) => "trust",
            Self::Bench(command) => command.name(),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn clap_finds_no_contradiction() {
        Cli::command().debug_assert();
    }

    /// Whoever lists processes reads arguments: no flag may take a secret.
    #[test]
    fn no_flag_takes_a_password() {
        fn check(command: &clap::Command) {
            let with_value = command.get_arguments().filter(|arg| arg.get_action().takes_values());
            let names = with_value.filter_map(|arg| arg.get_long());
            for name in names.filter(|name| name.contains("password") || name.contains("secret")) {
                assert!(name.ends_with("-file"), "--{name}");
            }
            command.get_subcommands().for_each(check);
        }
        check(&Cli::command());
    }
}

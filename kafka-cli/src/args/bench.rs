//! `kadm bench`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum};
use kafka_admin::Flight;

use super::ConnectArgs;

#[derive(Debug, Subcommand)]
pub(crate) enum BenchCommand {
    /// Measure what logins cost: TCP, TLS, SASL and the first Metadata answer.
    ///
    /// Each login is a real one, on a connection of its own. Brokers limit them: an Amazon MSK broker
    /// takes 100 new IAM connections per second, a small one 4.
    Handshake(BenchHandshake),
}

/// How many logins, where, and by what.
#[derive(Debug, Clone, Args)]
pub(crate) struct BenchHandshake {
    /// Measure against a cluster in this process; its work is in the CPU time then.
    #[arg(long, conflicts_with_all = ["bootstrap_servers", "settings", "command_config", "password_file"])]
    pub(crate) emulator: bool,
    /// How to log in [default: as the connection's settings say; with --emulator SCRAM-SHA-512].
    #[arg(long, value_enum, value_name = "MECHANISM", ignore_case = true)]
    pub(crate) mechanism: Option<MechanismName>,
    /// How many logins.
    #[arg(long, value_name = "N", default_value = "100", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) connections: u32,
    /// How many of them at the same time.
    #[arg(long, value_name = "N", default_value = "1", value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub(crate) concurrency: u32,
    /// Let no TLS session be resumed: every handshake is a whole one, as a new client's.
    #[arg(long)]
    pub(crate) no_resumption: bool,
    /// Derive the keys of the password for every login, as a new client does.
    #[arg(long)]
    pub(crate) no_key_cache: bool,
    /// Whether the frames of a login wait for each other's answers: sequential; trailing, up to the last
    /// of the login; eager; or paced:MS for frames that many milliseconds apart (paced: 5).
    #[arg(long, value_name = "POLICY", default_value = "trailing", value_parser = flight)]
    pub(crate) flight: Flight,
    /// Where each connection ends.
    #[arg(long, value_enum, value_name = "PHASE", default_value = "metadata")]
    pub(crate) until: Phase,
    /// Draw the phases into this file, as SVG.
    #[arg(long, value_name = "FILE")]
    pub(crate) chart: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) connect: ConnectArgs,
}

/// The mechanisms, under their names on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MechanismName {
    #[value(name = "SCRAM-SHA-512")]
    ScramSha512,
    #[value(name = "SCRAM-SHA-256")]
    ScramSha256,
    #[value(name = "AWS_MSK_IAM")]
    MskIam,
    #[value(name = "PLAIN")]
    Plain,
}

/// The part of a login where it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Phase {
    Tls,
    Sasl,
    Metadata,
}

impl BenchCommand {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Handshake(_) => "bench handshake",
        }
    }
}

impl MechanismName {
    /// What `sasl.mechanism` says.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::ScramSha512 => "SCRAM-SHA-512",
            Self::ScramSha256 => "SCRAM-SHA-256",
            Self::MskIam => "AWS_MSK_IAM",
            Self::Plain => "PLAIN",
        }
    }
}

fn flight(text: &str) -> Result<Flight, String> {
    let paced = |millis: &str| millis.parse().ok().map(Duration::from_millis).map(Flight::Paced);
    match text {
        "sequential" => Some(Flight::Sequential),
        "trailing" => Some(Flight::Trailing),
        "eager" => Some(Flight::Eager),
        "paced" => Some(Flight::PACED),
        _ => text.strip_prefix("paced:").and_then(paced),
    }
    .ok_or_else(|| "it is sequential, trailing, eager, paced or paced:MS, such as paced:2".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_is_in_milliseconds() {
        assert_eq!(flight("paced:2"), Ok(Flight::Paced(Duration::from_millis(2))));
        assert_eq!(flight("paced"), Ok(Flight::PACED));
        assert_eq!(flight("trailing"), Ok(Flight::Trailing));
        assert_eq!(flight("eager"), Ok(Flight::Eager));
        for wrong in ["paced:", "paced:-1", "Eager"] {
            assert!(flight(wrong).is_err(), "{wrong}");
        }
    }
}

//! `kadm trust`.

use std::path::PathBuf;

use clap::Args;
use kafka_admin::HostPort;

#[derive(Debug, Args)]
pub(crate) struct TrustArgs {
    /// A TLS port of the broker.
    #[arg(short, long = "bootstrap-server", value_name = "HOST:PORT")]
    pub(crate) broker: HostPort,
    /// Trust the certificates of this PEM file and no others, as clients with ssl.ca.location do
    /// [default: the public authorities].
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,
    /// Write a CA file that ends in a self-signed root, which every family of clients accepts, and
    /// judge that. A file that is there already is left alone.
    #[arg(long, value_name = "FILE")]
    pub(crate) export: Option<PathBuf>,
}

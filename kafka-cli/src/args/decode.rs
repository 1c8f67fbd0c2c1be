//! `kadm decode`.

use std::path::PathBuf;

use clap::Args;

/// The bytes, and what they are.
#[derive(Debug, Args)]
pub(crate) struct DecodeArgs {
    /// The bytes in hex [default: standard input].
    #[arg(value_name = "HEX")]
    pub(crate) hex: Vec<String>,
    /// A file with hex, a dump, or the bytes themselves; - is standard input.
    #[arg(short, long, value_name = "FILE", conflicts_with = "hex")]
    pub(crate) file: Option<PathBuf>,
    /// The API, by name or key; a request that is of another one is a failure.
    #[arg(long, value_name = "NAME|KEY")]
    pub(crate) api: Option<String>,
    /// The version of the request, also for its response.
    #[arg(long, value_name = "N")]
    pub(crate) version: Option<i16>,
    /// It is a response.
    #[arg(long, requires_all = ["api", "version"])]
    pub(crate) response: bool,
    /// There is no header in front of it.
    #[arg(long, requires_all = ["api", "version"])]
    pub(crate) body: bool,
    /// Show credentials too: SASL messages, SCRAM keys, token HMACs, secret configurations.
    #[arg(long)]
    pub(crate) show_secrets: bool,
}

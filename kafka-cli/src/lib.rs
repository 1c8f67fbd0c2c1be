//! `kadm` as a library: the same commands, for tests and for programs that embed them.
//!
//! [`run`] is the whole program. [`run_with`] is the same with its surroundings as values, so that a
//! test sees exactly what a user would:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let mut captured = kafka_cli::Captured::default();
//! let code = kafka_cli::run_with(["kadm", "topic", "list", "--format", "json"], captured.outside()).await;
//! assert_eq!(code, 2, "no broker is named: a usage error");
//! assert!(captured.stdout().contains(r#""kind":"Usage""#), "{}", captured.stdout());
//! # }
//! ```
//!
//! The recipe behind `kadm share` is a library call of its own: [`share`].

#![forbid(unsafe_code)]

use std::ffi::OsString;

use clap::Parser;

mod args;
mod commands;
mod connect;
mod failure;
mod handover;
mod output;
mod outside;
mod password;
mod steps;

pub use kafka_admin::share;
pub use outside::{Captured, Outside};

use args::Cli;
use failure::Failure;
use output::Format;

/// Everything went as asked.
pub const SUCCESS: u8 = 0;
/// Something failed: at least one item of what was asked.
pub const FAILURE: u8 = 1;
/// The command cannot be understood, or needs a confirmation that was not given.
pub const USAGE: u8 = 2;

/// Runs `kadm` with this process's environment and streams; the first argument is the program's
/// name. Gives the exit code: [`SUCCESS`], [`FAILURE`] or [`USAGE`].
///
/// It starts a tokio runtime, so it must not be called from within one: see [`run_with`].
pub fn run<I>(args: I) -> u8
where
    I: IntoIterator,
    I::Item: Into<OsString> + Clone,
{
    let args: Vec<OsString> = args.into_iter().map(Into::into).collect();
    match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => {
            let code = runtime.block_on(run_with(args, Outside::process()));
            // A resolver that hangs must not hold up the end.
            runtime.shutdown_background();
            code
        }
        Err(error) => {
            eprintln!("error: the runtime does not start: {error}");
            FAILURE
        }
    }
}

/// Runs `kadm` with the given surroundings, within the caller's tokio runtime.
pub async fn run_with<I>(args: I, mut outside: Outside<'_>) -> u8
where
    I: IntoIterator,
    I::Item: Into<OsString> + Clone,
{
    let args: Vec<OsString> = args.into_iter().map(Into::into).collect();
    match Cli::try_parse_from(&args) {
        Ok(cli) => commands::run(cli, &mut outside).await,
        Err(refusal) => not_understood(&refusal, Format::guess(&args), &mut outside),
    }
}

/// Help and version are answers; anything else is the user's mistake.
fn not_understood(refusal: &clap::Error, format: Format, outside: &mut Outside<'_>) -> u8 {
    if !refusal.use_stderr() {
        outside.print(&refusal.render().to_string());
        return SUCCESS;
    }
    match format {
        Format::Json => output::print_refusal(&Failure::not_understood(refusal), outside),
        Format::Text => outside.complain(&refusal.render().to_string()),
    }
    USAGE
}

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
use std::pin::Pin;

use kafka_admin::escape::escaped;

mod aws_json;
mod cli;
mod command_line;
mod confirm;
mod connect;
mod connect_args;
mod context;
mod contexts;
mod failure;
mod habit;
mod handover;
mod help_json;
mod layers;
mod moment;
mod names;
mod near;
mod nouns;
mod output;
mod outside;
mod password;
mod pattern;
mod progress;
mod requests;
mod running;
mod span;
mod steps;
mod stream;
#[cfg(test)]
mod writes;

pub use kafka_admin::share;
pub use outside::{Captured, Outside};

use clap::CommandFactory;
use cli::Cli;
use context::{Run, Threads};
use failure::Failure;
use output::{Format, Report};

/// The guide's programs are compiled, and run where they are whole.
#[cfg(doctest)]
#[doc = include_str!("../../GUIDE.md")]
struct Guide;

/// Everything went as asked. That nobody reads the result to its end, as in `kadm topic list | head
/// -1`, changes nothing about it.
pub const SUCCESS: u8 = 0;
/// Something failed: at least one item of what was asked, or writing the result, as on a full disk.
pub const FAILURE: u8 = 1;
/// The command cannot be understood, or needs a confirmation that was not given.
pub const USAGE: u8 = 2;

/// Runs `kadm` with this process's environment and streams; the first argument is the program's
/// name. Gives the exit code: [`SUCCESS`], [`FAILURE`] or [`USAGE`]; of `kadm doctor` 11 to 17 too, as its
/// help says.
///
/// It starts a tokio runtime, so it must not be called from within one: see [`run_with`].
pub fn run<I>(args: I) -> u8
where
    I: IntoIterator,
    I::Item: Into<OsString> + Clone,
{
    run_in_runtime(args.into_iter().map(Into::into).collect())
}

fn run_in_runtime(args: Vec<OsString>) -> u8 {
    let line = Line::parse(args);
    match line.threads().runtime() {
        Ok(runtime) => {
            let code = runtime.block_on(boxed(line, Outside::process()));
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
pub fn run_with<I>(args: I, outside: Outside<'_>) -> Pin<Box<dyn Future<Output = u8> + '_>>
where
    I: IntoIterator,
    I::Item: Into<OsString> + Clone,
{
    boxed(Line::parse(args.into_iter().map(Into::into).collect()), outside)
}

/// Boxed here, so that this crate compiles what a command awaits: every program that polls a future
/// without a box compiles all of it once more.
fn boxed(line: Line, outside: Outside<'_>) -> Pin<Box<dyn Future<Output = u8> + '_>> {
    Box::pin(run_line(line, outside))
}

/// A command line: the command that it is, or why it is none.
struct Line {
    args: Vec<OsString>,
    parsed: std::result::Result<(Cli, String), clap::Error>,
}

impl Line {
    fn parse(args: Vec<OsString>) -> Self {
        Self { parsed: Cli::parse_with_words(&args), args }
    }

    fn threads(&self) -> Threads {
        self.parsed.as_ref().map_or(Threads::One, |(cli, _)| cli.command.threads())
    }
}

async fn run_line(line: Line, mut outside: Outside<'_>) -> u8 {
    let Line { args, parsed } = line;
    if let Some(words) = in_front_of_flag(&args) {
        outside.stdout().line(help_json::of(&words));
        return outside.exit_code(SUCCESS);
    }
    let code = match parsed {
        Ok((cli, words)) => {
            outside.set_timeout(cli.timeout);
            context::run(&cli.command, Cli::command, &words, cli.format, &mut outside).await
        }
        Err(refusal) => {
            let refusal = escaped_refusal(&args).unwrap_or(refusal);
            not_understood(&refusal, Format::guess(&args), &outside)
        }
    };
    outside.exit_code(code)
}

/// The words in front of `--help-json`, the program's name left out.
fn in_front_of_flag(args: &[OsString]) -> Option<Vec<String>> {
    let place = args.iter().position(|arg| arg == help_json::FLAG || arg == "--")?;
    let (before, behind) = args.split_at(place);
    let words = before.iter().skip(1).map(|word| word.to_string_lossy().into_owned());
    (behind.first()? == help_json::FLAG).then(|| words.collect())
}

/// The same refusal of the same words without what acts on a terminal: clap repeats words as they are,
/// with lines of its own around them.
fn escaped_refusal(args: &[OsString]) -> Option<clap::Error> {
    let words = args.iter().map(|word| escaped(word.to_string_lossy()).into_owned());
    Cli::parse_with_words(words).err()
}

/// Help and version are answers; anything else is the user's mistake.
fn not_understood(refusal: &clap::Error, format: Format, outside: &Outside<'_>) -> u8 {
    let text = refusal.render().to_string();
    match (refusal.use_stderr(), format) {
        (false, _) => outside.stdout().line(text.trim_end()),
        (true, Format::Text | Format::Tsv | Format::TsvHeader) => {
            outside.stderr().line(text.trim_end())
        }
        (true, Format::Json) => {
            let mut report = Report::new("kadm", Format::Json, outside);
            report.fail(Failure::not_understood(refusal));
            return report.finish();
        }
    }
    if refusal.use_stderr() { USAGE } else { SUCCESS }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn threads(line: &str) -> Threads {
        let line = Line::parse(line.split(' ').map(Into::into).collect());
        assert!(line.parsed.is_ok(), "{:?}", line.args);
        line.threads()
    }

    #[test]
    fn only_what_serves_or_measures_has_a_thread_for_each_core() {
        for line in ["kadm demo", "kadm emulator", "kadm bench handshake --emulator"] {
            assert_eq!(threads(line), Threads::OnePerCore, "{line}");
        }
        for line in ["kadm topic list", "kadm topic describe demo", "kadm group delete emulator"] {
            assert_eq!(threads(line), Threads::One, "{line}");
        }
        assert_eq!(Line::parse(vec!["kadm".into()]).threads(), Threads::One);
    }
}

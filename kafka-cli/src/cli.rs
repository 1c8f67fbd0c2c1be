//! The command line.

use std::ffi::OsString;
use std::time::Duration;

use clap::error::{ContextKind, ErrorKind};
use clap::{ArgMatches, CommandFactory, FromArgMatches, Parser};

use crate::habit;
use crate::nouns::Command;
use crate::output::Format;
use crate::span;

/// Kafka's admin work in one program, with SCRAM and AWS_MSK_IAM over TLS.
///
/// Share a topic of an Amazon MSK cluster with a third party, and prove that it works:
///
///   kadm share orders --with rudder -b BROKER:9198 --user-password-file FILE
///
/// See it without a cluster: kadm demo. For programs: --help-json behind any command.
#[derive(Debug, Parser)]
#[command(name = "kadm", version, verbatim_doc_comment, max_term_width = 100)]
pub(crate) struct Cli {
    /// How the result is written: text; json, which is one object on standard output, for errors too;
    /// tsv, a row for each item with fixed columns and tabs between them; tsv-header, the same with the
    /// names of the columns first.
    #[arg(
        long,
        global = true,
        value_enum,
        ignore_case = true,
        default_value = "text",
        value_name = "FORMAT",
        hide_possible_values = true,
        help_heading = EVERYWHERE
    )]
    pub(crate) format: Format,
    /// The time for the whole command, such as 30s; what it was waiting for is told when it is over
    /// [default: 10s to connect, and 60s for each call].
    #[arg(long, global = true, value_name = "TIME", value_parser = span::some, help_heading = EVERYWHERE)]
    pub(crate) timeout: Option<Duration>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The section of what every command has: among a command's own flags it hid them.
const EVERYWHERE: &str = "Everywhere";

impl Cli {
    /// Gives the command with its words, such as `topic create`.
    pub(crate) fn parse_with_words(
        args: impl IntoIterator<Item = impl Into<OsString> + Clone>,
    ) -> Result<(Self, String), clap::Error> {
        let command = Self::command();
        let args = habit::understood(args.into_iter().map(Into::into).collect(), &command);
        let matches = command.try_get_matches_from(args).map_err(without_dashes_tip)?;
        let cli = Self::from_arg_matches(&matches)
            .map_err(|refusal| refusal.format(&mut Self::command()))?;
        Ok((cli, words(&matches)))
    }
}

/// A flag that is not there is a flag of another tool or command, never a value: clap would have it passed
/// behind `--`. What it finds similar to the flag is another tip, and stays.
fn without_dashes_tip(mut refusal: clap::Error) -> clap::Error {
    if refusal.kind() == ErrorKind::UnknownArgument {
        refusal.remove(ContextKind::Suggested);
    }
    refusal
}

fn words(mut matches: &ArgMatches) -> String {
    let mut words = Vec::new();
    while let Some((word, of_word)) = matches.subcommand() {
        words.push(word);
        matches = of_word;
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clap_finds_no_contradiction() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_words_of_a_command_are_known() {
        for line in ["kadm topic delete orders", "kadm --format json topic delete -b h:1 orders"] {
            let (_, words) = Cli::parse_with_words(line.split(' ')).unwrap();
            assert_eq!(words, "topic delete");
        }
    }

    /// Whoever lists processes reads arguments: no flag may take a secret.
    #[test]
    fn no_flag_takes_a_password() {
        fn check(command: &clap::Command) {
            let with_value = command.get_arguments().filter(|arg| arg.get_action().takes_values());
            let names = with_value.filter_map(|arg| arg.get_long());
            for name in names.filter(|name| name.contains("password") || name.contains("secret")) {
                let says_where = name.ends_with("-file") || name.ends_with("-command");
                assert!(says_where, "--{name}");
            }
            command.get_subcommands().for_each(check);
        }
        let mut kadm = Cli::command();
        kadm.build();
        check(&kadm);
    }
}

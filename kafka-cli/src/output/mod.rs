//! What a command has to say, as text or as one JSON object.

use clap::ValueEnum;
use serde_json::{Map, Value};

use crate::failure::Failure;
use crate::outside::Outside;
use crate::steps::Step;

mod json;
mod text;

pub(crate) use json::{error as json_error, strings};
pub(crate) use text::Table;

/// How the result is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Text,
    /// One JSON object on standard output, for errors too.
    Json,
}

/// The result of a command, in both formats.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// The words of the command: `topic create`.
    pub(crate) command: String,
    /// The steps, for commands that have some. They were shown already.
    pub(crate) steps: Vec<Step>,
    /// The result as JSON members.
    pub(crate) members: Map<String, Value>,
    /// The result as text.
    pub(crate) text: String,
    /// What may surprise somebody.
    pub(crate) warnings: Vec<String>,
    /// Why it failed, if it did.
    pub(crate) failure: Option<Failure>,
}

impl Report {
    pub(crate) fn new(command: &str) -> Self {
        Self { command: command.into(), ..Self::default() }
    }

    /// Adds a member to the JSON result.
    pub(crate) fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.members.insert(name.into(), value.into());
    }

    /// Adds a line to the text result.
    pub(crate) fn line(&mut self, line: impl AsRef<str>) {
        self.text.push_str(line.as_ref());
        self.text.push('\n');
    }

    /// Writes it.
    pub(crate) fn print(&self, format: Format, outside: &mut Outside<'_>) {
        match format {
            Format::Json => outside.print(&json::object(self)),
            Format::Text => {
                outside.print(&self.text);
                outside.complain(&text::remarks(self));
            }
        }
    }

    pub(crate) fn exit_code(&self) -> u8 {
        self.failure.as_ref().map_or(crate::SUCCESS, |failure| failure.exit)
    }
}

impl Format {
    /// The format somebody wants whose command line is not understood otherwise.
    pub(crate) fn guess(args: &[std::ffi::OsString]) -> Self {
        let joined = args.iter().any(|arg| arg == "--format=json");
        let apart = args.windows(2).any(|pair| pair[0] == "--format" && pair[1] == "json");
        if joined || apart { Self::Json } else { Self::Text }
    }
}

/// Writes a refusal of the command line as JSON.
pub(crate) fn print_refusal(failure: &Failure, outside: &mut Outside<'_>) {
    let report = Report { failure: Some(failure.clone()), ..Report::new("kadm") };
    report.print(Format::Json, outside);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Captured;

    fn args(words: &[&str]) -> Vec<std::ffi::OsString> {
        words.iter().map(Into::into).collect()
    }

    #[test]
    fn the_format_is_found_in_a_broken_command_line() {
        assert_eq!(Format::guess(&args(&["kadm", "x", "--format", "json"])), Format::Json);
        assert_eq!(Format::guess(&args(&["kadm", "--format=json", "x"])), Format::Json);
        assert_eq!(Format::guess(&args(&["kadm", "--format", "text"])), Format::Text);
    }

    #[test]
    fn a_failure_as_text_is_what_then_why() {
        let mut captured = Captured::default();
        let failure = Failure::usage("no broker is named").hint("-b HOST:PORT");
        let mut report = Report { failure: Some(failure), ..Report::new("topic list") };
        report.warnings.push("linger.ms has no effect here".into());
        report.print(Format::Text, &mut captured.outside());
        let expected = "warning: linger.ms has no effect here\nerror: no broker is named\n hint: -b HOST:PORT\n";
        assert_eq!(captured.stderr(), expected);
        assert_eq!((captured.stdout().as_str(), report.exit_code()), ("", crate::USAGE));
    }
}

//! The result of a command, written while it is made.

use std::borrow::Cow;
use std::fmt;
use std::io::Write;

use kafka_admin::escape::{Escaped, escaped};
use serde::Serialize;

use super::tsv::Tsv;
use super::{Format, Items, json, table};
use crate::failure::Failure;
use crate::outside::Outside;
use crate::steps::Step;
use crate::stream::Stream;

/// The version of the JSON: it changes when a member goes away or means something else. New members do not change it.
const SCHEMA_VERSION: u32 = 1;

/// The result of a command, in the format that was asked for: members of a JSON object, or lines.
/// Nothing of it is kept, so a long result takes no more memory than a short one.
///
/// Whatever is given, no character reaches a terminal that the terminal would obey, save the ends of
/// lines. A name can hold one of those, too: it is to be [`Escaped`] before it becomes a part of a line.
#[derive(Debug)]
pub(crate) struct Report {
    command: String,
    format: Format,
    tsv: Tsv,
    /// How wide a line of the terminal is, if standard output is one.
    width: Option<usize>,
    stdout: Stream,
    stderr: Stream,
    /// The steps, for commands that have some. They were shown already.
    pub(crate) steps: Vec<Step>,
    /// What may surprise somebody.
    pub(crate) warnings: Vec<String>,
    failure: Option<Failure>,
    /// Whether the failure is that of an item, which was told with the item.
    is_reported: bool,
    /// The hint that was shown last: one that helps several items is shown once.
    hint: Option<String>,
}

impl Report {
    /// Begins the result of a command, whose words are `topic create` or so.
    pub(crate) fn new(command: &str, format: Format, outside: &Outside<'_>) -> Self {
        let report = Self {
            command: command.to_owned(),
            format,
            tsv: Tsv::new(command, format == Format::TsvHeader),
            width: outside.width(),
            stdout: outside.stdout().clone(),
            stderr: outside.stderr().clone(),
            steps: Vec::new(),
            warnings: Vec::new(),
            failure: None,
            is_reported: false,
            hint: None,
        };
        if format == Format::Json {
            report.raw("{\"command\":");
            json::write(&report.stdout, &command);
            report.raw(",\"schema_version\":");
            json::write(&report.stdout, &SCHEMA_VERSION);
        }
        report
    }

    /// Adds a member to the JSON result.
    pub(crate) fn set(&mut self, name: &str, value: impl Serialize) {
        match self.format {
            Format::Text => {}
            Format::Json => {
                self.member(name);
                json::write(&self.stdout, &value);
            }
            Format::Tsv | Format::TsvHeader => {
                self.tsv.member(&self.command, name, &value, &self.stdout);
            }
        }
    }

    /// Adds a line to the text result, or several.
    pub(crate) fn line(&mut self, line: impl fmt::Display) {
        if self.format == Format::Text {
            self.stdout.line(line);
        }
    }

    /// Adds a line of two words to the text result, with a tab between them.
    pub(crate) fn tabbed(&mut self, one: &str, other: &str) {
        if self.format == Format::Text {
            let (one, other) = (Escaped(one), Escaped(other));
            let _ = writeln!(&self.stdout, "{one}\t{other}");
        }
    }

    /// Adds a table to the text result.
    pub(crate) fn table<'a, const N: usize>(
        &mut self,
        header: [&'a str; N],
        rows: impl Iterator<Item = [Cow<'a, str>; N]> + Clone,
    ) {
        if self.format == Format::Text {
            table::write(&self.stdout, self.width, header, rows);
        }
    }

    /// Begins a list of results, one per item: a member of the JSON result, lines of the text.
    pub(crate) fn items(&mut self, name: &'static str) -> Items<'_> {
        match self.format {
            Format::Text => {}
            Format::Json => {
                self.member(name);
                self.raw("[");
            }
            Format::Tsv | Format::TsvHeader => {
                self.tsv.header(&self.command, name, &self.stdout);
            }
        }
        Items::new(self, name)
    }

    /// Sets how the command ends.
    pub(crate) fn fail(&mut self, failure: Failure) {
        (self.failure, self.is_reported) = (Some(failure), false);
    }

    /// Writes the rest: steps, warnings, and the failure if it was not told yet. Gives the exit code.
    pub(crate) fn finish(mut self) -> u8 {
        match self.format {
            Format::Json => self.last_members(),
            Format::Text | Format::Tsv | Format::TsvHeader => self.print_warnings_and_failure(),
        }
        self.failure.map_or(crate::SUCCESS, |failure| failure.exit)
    }

    fn last_members(&mut self) {
        if !self.steps.is_empty() {
            self.set("steps", self.steps.iter().map(json::step).collect::<Vec<_>>());
        }
        if !self.warnings.is_empty() {
            self.set("warnings", self.warnings.clone());
        }
        if let Some(failure) = &self.failure {
            self.set("error", json::error(failure));
        }
        self.set("ok", self.failure.is_none());
        self.raw("}\n");
        let _ = (&self.stdout).flush();
    }

    /// Warnings, then the failure: on standard error, behind all that is on standard output.
    fn print_warnings_and_failure(&mut self) {
        let _ = (&self.stdout).flush();
        for warning in &self.warnings {
            self.print_to_stderr(format_args!("warning: {}", Escaped(warning)));
        }
        if let Some(failure) = self.failure.clone().filter(|_| !self.is_reported) {
            self.print_failure(failure.line(), failure.hint.as_deref());
        }
    }

    /// One line for what, one for what next.
    fn print_failure(&mut self, what: impl fmt::Display, hint: Option<&str>) {
        let _ = (&self.stdout).flush();
        self.print_to_stderr(format_args!("error: {}", escaped(what.to_string())));
        if let Some(hint) = hint.filter(|hint| self.hint.as_deref() != Some(hint)) {
            self.print_to_stderr(format_args!(" hint: {}", Escaped(hint)));
            self.hint = Some(hint.to_owned());
        }
    }

    fn print_to_stderr(&self, line: fmt::Arguments<'_>) {
        self.stderr.line(line);
        let _ = (&self.stderr).flush();
    }

    fn member(&self, name: &str) {
        self.raw(",");
        json::write(&self.stdout, &name);
        self.raw(":");
    }

    fn raw(&self, text: &str) {
        let _ = (&self.stdout).write_all(text.as_bytes());
    }
}

/// What [`Items`] needs.
impl Report {
    /// Adds an element to the list that is open.
    pub(super) fn element(&mut self, list: &str, is_first: bool, value: impl Serialize) {
        match self.format {
            Format::Text => {}
            Format::Json => {
                if !is_first {
                    self.raw(",");
                }
                json::write(&self.stdout, &value);
            }
            Format::Tsv | Format::TsvHeader => {
                self.tsv.item(&self.command, list, &value, &self.stdout);
            }
        }
    }

    /// Whether an item that failed is a part of the result: of rows it is not.
    pub(super) fn has_failed_items(&self) -> bool {
        !matches!(self.format, Format::Tsv | Format::TsvHeader)
    }

    pub(super) fn end_list(&mut self) {
        if self.format == Format::Json {
            self.raw("]");
        }
    }

    /// The other items are still shown; the first failure decides how the command ends.
    pub(super) fn item_failed(&mut self, failure: Failure) {
        if self.failure.is_none() {
            (self.failure, self.is_reported) = (Some(failure), true);
        }
    }

    /// What became of an item, or of several, for a text.
    pub(super) fn print_item_failure(&mut self, what: impl fmt::Display, hint: Option<&str>) {
        if self.format != Format::Json {
            self.print_failure(what, hint);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::Captured;
    use crate::steps::State;

    #[test]
    fn an_object_says_command_ok_and_steps() {
        let mut captured = Captured::default();
        let mut report = Report::new("share", Format::Json, &captured.outside());
        let took = std::time::Duration::from_millis(7);
        let (name, detail) = ("proof".into(), "no password".into());
        report.steps.push(Step { name, state: State::Skipped, took, detail, outcome: None });
        report.set("proved", false);
        assert_eq!(report.finish(), crate::SUCCESS);
        let text = captured.stdout();
        assert_eq!(text.lines().count(), 1);
        let value: Value = serde_json::from_str(&text).unwrap();
        let step =
            json!({"name": "proof", "ok": true, "skipped": true, "ms": 7, "detail": "no password"});
        assert_eq!(
            value,
            json!({"command": "share", "schema_version": 1, "ok": true, "proved": false, "steps": [step]})
        );
    }

    #[test]
    fn a_failure_as_text_is_what_then_why() {
        let mut captured = Captured::default();
        let failure = Failure::usage("no broker is named").hint("-b HOST:PORT");
        let mut report = Report::new("topic list", Format::Text, &captured.outside());
        report.fail(failure);
        report.warnings.push("linger.ms has no effect here".into());
        assert_eq!(report.finish(), crate::USAGE);
        let expected = "warning: linger.ms has no effect here\nerror: no broker is named\n hint: -b HOST:PORT\n";
        assert_eq!((captured.stdout().as_str(), captured.stderr().as_str()), ("", expected));
    }

    #[test]
    fn every_failed_item_is_reported_once_and_so_is_what_helps_them_all() {
        for (format, expected) in
            [(Format::Text, "error: a: no\n hint: try\nerror: b: no\n"), (Format::Json, "")]
        {
            let mut captured = Captured::default();
            let mut report = Report::new("topic create", format, &captured.outside());
            let mut items = report.items("topics");
            for name in ["a", "b"] {
                let failure = Failure::unexpected("no").hint("try");
                items.failed(&json!({"name": name}), name, failure);
            }
            items.done(&json!({"name": "c"})).line("created c");
            drop(items);
            assert_eq!(report.finish(), crate::FAILURE);
            assert_eq!(captured.stderr(), expected);
            if format == Format::Json {
                let value: Value = serde_json::from_str(&captured.stdout()).unwrap();
                let ok: Vec<_> =
                    value["topics"].as_array().unwrap().iter().map(|it| &it["ok"]).collect();
                assert_eq!(ok, [false, false, true]);
                assert_eq!(value["error"]["message"], "no");
            }
        }
    }

    #[test]
    fn no_line_and_no_member_has_a_character_that_a_terminal_obeys() {
        let name = "a\u{1b}[2J\r\u{7}\u{9b}\u{202e}\u{7f}\u{e0041}b";
        for format in [Format::Text, Format::Json] {
            let mut captured = Captured::default();
            let mut report = Report::new("x", format, &captured.outside());
            report.line(format_args!("{name}\n{name}"));
            report.table(["NAME"], [[Cow::from(name)]].into_iter());
            report.set("name", name);
            report.warnings.push(name.into());
            report.fail(Failure::unexpected(name).hint(name));
            report.finish();
            let written = captured.stdout() + &captured.stderr();
            assert!(
                !written.contains(|c: char| c != '\n' && kafka_admin::escape::is_hidden(c)),
                "{written:?}"
            );
            if format == Format::Json {
                let value: Value = serde_json::from_str(&captured.stdout()).unwrap();
                assert_eq!(value["name"], name, "escaped, not changed");
            }
        }
    }
}

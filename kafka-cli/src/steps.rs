//! The steps of a command: recorded for the result, shown while they run.

use std::time::{Duration, Instant};

use kafka_admin::escape::escaped;

use crate::output::Format;
use crate::outside::{Outside, Terminals};

/// One step that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) name: String,
    pub(crate) state: State,
    pub(crate) took: Duration,
    pub(crate) detail: String,
    /// Whether it changed the cluster, in the words of [`kafka_admin::Outcome`]; `None` where the
    /// command does not tell.
    pub(crate) outcome: Option<String>,
}

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Done,
    /// Done in part, and the next step follows.
    Incomplete,
    Failed,
    Skipped,
}

/// Records steps, and shows each on the streams where it belongs.
pub(crate) struct Steps<'a, 'b> {
    outside: &'a mut Outside<'b>,
    places: Places,
    started: Instant,
    running: bool,
    finished: Vec<Step>,
}

/// Where finished steps are shown. On a terminal they are progress, on standard error; they are a
/// part of the result too, unless that goes to the very same terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Places {
    stdout: bool,
    stderr: bool,
    colour: bool,
}

impl<'a, 'b> Steps<'a, 'b> {
    pub(crate) fn new(outside: &'a mut Outside<'b>, format: Format) -> Self {
        let colour =
            outside.var("NO_COLOR").is_none() && outside.var("TERM").as_deref() != Some("dumb");
        let places = Places::of(format, outside.terminals(), colour);
        Self { outside, places, started: Instant::now(), running: false, finished: Vec::new() }
    }

    /// For a command whose steps are the result itself: as text they always go to standard output.
    pub(crate) fn story(outside: &'a mut Outside<'b>, format: Format) -> Self {
        let mut steps = Self::new(outside, format);
        if format == Format::Text {
            steps.places = Places { stdout: true, stderr: false, colour: false };
        }
        steps
    }

    /// The steps that are over, in their order.
    pub(crate) fn into_finished(self) -> Vec<Step> {
        self.finished
    }

    /// A line between steps, shown where a text result is.
    pub(crate) fn say(&mut self, line: &str) {
        let text = format!("{line}\n");
        if self.places.stdout {
            self.outside.print_to_stdout(&text);
        } else if self.places.stderr {
            self.outside.print_to_stderr(&text);
        }
    }

    pub(crate) fn start(&mut self, name: &str) {
        self.started = Instant::now();
        self.outside.progress().begin(format!("step {name}"));
        if self.places.stderr {
            self.outside.print_to_stderr(&format!("...      {name:<10}"));
            self.running = true;
        }
    }

    pub(crate) fn end(&mut self, name: &str, state: State, detail: &str) {
        self.end_with(name, state, detail, None);
    }

    /// Ends a step of which the outcome is told too.
    pub(crate) fn end_with(
        &mut self,
        name: &str,
        state: State,
        detail: &str,
        outcome: Option<String>,
    ) {
        let took = self.started.elapsed();
        let detail = escaped(detail).into_owned();
        let step = Step { name: name.into(), state, took, detail, outcome };
        if std::mem::take(&mut self.running) {
            self.outside.print_to_stderr("\r");
        }
        if self.places.stderr {
            let line = format!("{}\n", step.line(self.places.colour));
            self.outside.print_to_stderr(&line);
        }
        if self.places.stdout {
            let line = format!("{}\n", step.line(false));
            self.outside.print_to_stdout(&line);
        }
        self.finished.push(step);
    }

    /// Tells of a step that is left out.
    pub(crate) fn skip(&mut self, name: &str, why: &str, outcome: Option<String>) {
        self.started = Instant::now();
        self.end_with(name, State::Skipped, why, outcome);
    }
}

impl Step {
    /// `ok       topic    created orders, 3 partitions`.
    pub(crate) fn line(&self, colour: bool) -> String {
        let (word, paint) = match self.state {
            State::Done => ("ok", "32"),
            State::Incomplete => ("PARTLY", "31"),
            State::Failed => ("FAILED", "31"),
            State::Skipped => ("skipped", "33"),
        };
        let word = format!("{word:<8}");
        let word = if colour { format!("\u{1b}[{paint}m{word}\u{1b}[0m") } else { word };
        format!("{word} {:<10} {}", self.name, self.detail)
    }
}

impl Places {
    fn of(format: Format, terminals: Terminals, colour: bool) -> Self {
        let shared = terminals.stdout && terminals.stderr;
        Self { stdout: format == Format::Text && !shared, stderr: terminals.stderr, colour }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Captured;

    fn places(format: Format, stdout: bool, stderr: bool) -> (bool, bool) {
        let places = Places::of(format, Terminals { stdin: false, stdout, stderr }, true);
        (places.stdout, places.stderr)
    }

    #[test]
    fn progress_goes_to_a_terminal_and_results_to_stdout_but_never_twice_to_one_screen() {
        assert_eq!(places(Format::Text, false, false), (true, false));
        assert_eq!(places(Format::Text, false, true), (true, true));
        assert_eq!(places(Format::Text, true, true), (false, true));
        assert_eq!(places(Format::Json, false, true), (false, true));
        assert_eq!(places(Format::Json, true, true), (false, true));
        assert_eq!(places(Format::Json, false, false), (false, false));
    }

    #[test]
    fn without_a_terminal_there_is_plain_ascii() {
        let mut captured = Captured::default();
        let mut outside = captured.outside();
        let mut steps = Steps::new(&mut outside, Format::Text);
        steps.start("topic");
        steps.end("topic", State::Done, "created orders");
        steps.start("proof");
        steps.end("proof", State::Failed, "no");
        assert_eq!(steps.into_finished().len(), 2);
        drop(outside);
        assert_eq!(
            captured.stdout(),
            "ok       topic      created orders\nFAILED   proof      no\n"
        );
        assert_eq!(captured.stderr(), "");
    }

    #[test]
    fn colour_wraps_the_first_word_only() {
        let step = Step {
            name: "acls".into(),
            state: State::Skipped,
            took: Duration::ZERO,
            detail: "why".into(),
            outcome: None,
        };
        assert_eq!(step.line(true), "\u{1b}[33mskipped \u{1b}[0m acls       why");
    }
}

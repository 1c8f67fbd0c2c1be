//! What surrounds the program: environment, streams, terminals.

use std::collections::HashMap;
use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::progress::Progress;
use crate::stream::Stream;

/// Looks a variable up.
type Variables<'a> = Box<dyn Fn(&str) -> Option<String> + Send + Sync + 'a>;

/// The surroundings of one run.
pub struct Outside<'a> {
    env: Variables<'a>,
    stdout: Stream,
    stderr: Stream,
    terminals: Terminals,
    is_process: bool,
    warnings: Mutex<Vec<String>>,
    progress: Arc<Progress>,
    deadline: Option<Instant>,
}

/// Which of the streams are a person's terminal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Terminals {
    pub(crate) stdin: bool,
    pub(crate) stdout: bool,
    pub(crate) stderr: bool,
}

impl Outside<'static> {
    /// This process's environment and standard streams.
    pub fn process() -> Self {
        let terminals = Terminals {
            stdin: io::stdin().is_terminal(),
            stdout: io::stdout().is_terminal(),
            stderr: io::stderr().is_terminal(),
        };
        let is_watched = terminals.stderr && std::env::var_os("TERM").is_none_or(|it| it != "dumb");
        let terminal = is_watched.then(|| Box::new(io::stderr()) as Box<dyn Write + Send>);
        let progress = Arc::new(Progress::new(terminal));
        Self {
            env: Box::new(|name| std::env::var(name).ok()),
            stdout: Stream::new(io::stdout()).behind(&progress),
            stderr: Stream::new(io::stderr()).behind(&progress),
            terminals,
            is_process: true,
            warnings: Mutex::default(),
            progress,
            deadline: None,
        }
    }
}

impl Outside<'_> {
    /// A variable of the environment; an empty one counts as absent.
    pub(crate) fn var(&self, name: &str) -> Option<String> {
        (self.env)(name).filter(|value| !value.is_empty())
    }

    /// Whether this is the process's own environment, where the AWS SDK looks for credentials too.
    pub(crate) fn is_process(&self) -> bool {
        self.is_process
    }

    pub(crate) fn terminals(&self) -> Terminals {
        self.terminals
    }

    /// How wide a line of the terminal is on which standard output is; `COLUMNS` says it, too.
    pub(crate) fn width(&self) -> Option<usize> {
        if !self.terminals.stdout {
            return None;
        }
        let said = self.var("COLUMNS").and_then(|columns| columns.parse().ok());
        said.or_else(|| {
            terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| width.0.into())
        })
    }

    /// What the command is waiting for.
    pub(crate) fn progress(&self) -> &Arc<Progress> {
        &self.progress
    }

    /// Sets the time for the whole command, from now on.
    pub(crate) fn set_timeout(&mut self, timeout: Option<Duration>) {
        self.deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
    }

    /// What is left of the time for the whole command, if there is a limit.
    pub(crate) fn time_left(&self) -> Option<Duration> {
        self.deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()))
    }

    /// From now on nobody is asked anything.
    pub(crate) fn forget_terminals(&mut self) {
        self.terminals = Terminals::default();
    }

    /// Writes to standard output at once.
    pub(crate) fn print_to_stdout(&mut self, text: &str) {
        self.stdout.say(text);
    }

    /// Writes to standard error.
    pub(crate) fn print_to_stderr(&mut self, text: &str) {
        self.stderr.say(text);
    }

    /// Gives the exit code of a command that ended with this one: a lost result is a failure, too. A
    /// reader who has gone, as in `kadm topic list | head -1`, is none, and nothing is said.
    pub(crate) fn exit_code(&self, code: u8) -> u8 {
        let Some(why) = self.stdout.lost() else { return code };
        self.stderr.line(format_args!("error: standard output cannot be written: {why}"));
        if code == crate::SUCCESS {
            self.stderr.line(" hint: all was done as asked, only the result is lost");
        }
        let _ = self.stderr.lost();
        if code == crate::SUCCESS { crate::FAILURE } else { code }
    }

    pub(crate) fn stdout(&self) -> &Stream {
        &self.stdout
    }

    pub(crate) fn stderr(&self) -> &Stream {
        &self.stderr
    }

    /// Keeps a warning about the surroundings, which is told at the end, whatever becomes of the
    /// command.
    pub(crate) fn warn(&self, warning: String) {
        self.warnings.lock().unwrap_or_else(PoisonError::into_inner).push(warning);
    }

    /// Takes the warnings so far.
    pub(crate) fn take_warnings(&self) -> Vec<String> {
        std::mem::take(&mut self.warnings.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Surroundings for a test: an environment of its own, no terminal, and what was written is kept. Clones share
/// that, so that one can look while a command runs with the other.
#[derive(Debug, Clone, Default)]
pub struct Captured {
    env: HashMap<String, String>,
    stdout: Kept,
    stderr: Kept,
}

/// Bytes that were written, for both who writes and who looks.
#[derive(Debug, Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Captured {
    /// Sets a variable of the environment, which is empty otherwise.
    pub fn var(mut self, name: &str, value: &str) -> Self {
        self.env.insert(name.into(), value.into());
        self
    }

    /// The surroundings to run with.
    pub fn outside(&mut self) -> Outside<'_> {
        Outside {
            env: Box::new(|name| self.env.get(name).cloned()),
            stdout: Stream::new(self.stdout.clone()),
            stderr: Stream::new(self.stderr.clone()),
            terminals: Terminals::default(),
            is_process: false,
            warnings: Mutex::default(),
            progress: Arc::new(Progress::new(None)),
            deadline: None,
        }
    }

    /// What was written to standard output so far.
    pub fn stdout(&self) -> String {
        self.stdout.text()
    }

    /// What was written to standard error so far.
    pub fn stderr(&self) -> String {
        self.stderr.text()
    }
}

impl Kept {
    fn text(&self) -> String {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

//! What surrounds the program: environment, streams, terminals.

use std::collections::HashMap;
use std::io::{IsTerminal, Write};

/// Looks a variable up.
type Variables<'a> = Box<dyn Fn(&str) -> Option<String> + Send + Sync + 'a>;

/// The surroundings of one run.
pub struct Outside<'a> {
    env: Variables<'a>,
    stdout: Box<dyn Write + Send + 'a>,
    stderr: Box<dyn Write + Send + 'a>,
    terminals: Terminals,
    is_process: bool,
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
        Self {
            env: Box::new(|name| std::env::var(name).ok()),
            stdout: Box::new(std::io::stdout()),
            stderr: Box::new(std::io::stderr()),
            terminals: Terminals {
                stdin: std::io::stdin().is_terminal(),
                stdout: std::io::stdout().is_terminal(),
                stderr: std::io::stderr().is_terminal(),
            },
            is_process: true,
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

    /// Writes to standard output at once. That nobody reads it any more is not an error.
    pub(crate) fn print(&mut self, text: &str) {
        let _ = self.stdout.write_all(text.as_bytes()).and_then(|()| self.stdout.flush());
    }

    /// Writes to standard error.
    pub(crate) fn complain(&mut self, text: &str) {
        let _ = self.stderr.write_all(text.as_bytes()).and_then(|()| self.stderr.flush());
    }
}

/// Surroundings for a test: an environment of its own, no terminal, and what was written is kept.
#[derive(Debug, Default)]
pub struct Captured {
    env: HashMap<String, String>,
    stdout: Vec<u8>,
    stderr: Vec<u8>,
}

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
            stdout: Box::new(&mut self.stdout),
            stderr: Box::new(&mut self.stderr),
            terminals: Terminals::default(),
            is_process: false,
        }
    }

    /// What was written to standard output so far.
    pub fn stdout(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    /// What was written to standard error so far.
    pub fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.stderr).into_owned()
    }
}

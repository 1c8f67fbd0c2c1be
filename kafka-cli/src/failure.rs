//! Why a command did not do what it was asked to, as the user meets it.

use std::path::Path;
use std::{fmt, io};

use kafka_admin::{Diagnosis, Error};
use kafka_schema::interpret::DecodeError;

use crate::{FAILURE, USAGE};

/// One failure: a line that says what, and a hint that says what next.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    pub(crate) exit: u8,
    pub(crate) message: String,
    pub(crate) hint: Option<String>,
    pub(crate) cause: Cause,
    /// What took effect of a command that does several things; `None` leaves it to the cause.
    pub(crate) applied: Option<Applied>,
}

/// How much of a command that failed took effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Applied {
    /// Everything; what failed changes nothing.
    All,
    /// Some of it.
    Part,
}

/// Whose word it is.
#[derive(Debug, Clone)]
pub(crate) enum Cause {
    /// This program's; the text is the kind.
    Here(&'static str),
    /// The library's, which knows more.
    Kafka(Error),
    /// An examination's.
    Found(Diagnosis),
    /// Of bytes that are not the message they should be.
    Bytes(DecodeError),
}

pub(crate) type Result<T, E = Failure> = std::result::Result<T, E>;

impl Failure {
    /// The command line cannot be obeyed.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { exit: USAGE, ..Self::new("Usage", message) }
    }

    /// What is about to happen has to be confirmed.
    pub(crate) fn unconfirmed(message: impl Into<String>, flag: &str) -> Self {
        Self { exit: USAGE, ..Self::new("ConfirmationRequired", message) }
            .hint(format!("repeat it with {flag} if that is what you want"))
    }

    /// Something of this machine failed: a file, a port.
    pub(crate) fn local(message: impl Into<String>) -> Self {
        Self::new("Local", message)
    }

    /// A file or a stream that something is read from.
    pub(crate) fn cannot_read(what: impl fmt::Display, error: impl fmt::Display) -> Self {
        Self::local(format!("{what} cannot be read: {error}"))
    }

    /// A file that something is written to.
    pub(crate) fn cannot_write(path: &Path, error: &io::Error) -> Self {
        Self::local(format!("{} cannot be written: {error}", path.display()))
    }

    /// Something did not turn out as it was told.
    pub(crate) fn unexpected(message: impl Into<String>) -> Self {
        Self::new("Unexpected", message)
    }

    /// The time for the whole command is over.
    pub(crate) fn timeout() -> Self {
        Self::new("Timeout", "")
    }

    /// The answer to a question of yes and no is no.
    pub(crate) fn denied(message: impl Into<String>) -> Self {
        Self::new("Denied", message)
    }

    /// clap's refusal, as one line.
    pub(crate) fn not_understood(refusal: &clap::Error) -> Self {
        let text = refusal.render().to_string();
        let what = text.lines().map(str::trim).take_while(|line| !line.starts_with("Usage:"));
        let what: Vec<_> = what.filter(|line| !line.is_empty()).collect();
        Self::usage(what.join(" ").trim_start_matches("error: "))
            .hint("see kadm --help, or --help behind any command")
    }

    /// Something that an examination found.
    pub(crate) fn found(diagnosis: Diagnosis, exit: u8, message: impl Into<String>) -> Self {
        Self { exit, cause: Cause::Found(diagnosis), ..Self::new("", message) }
    }

    /// The number under which CODES.md explains it; what the command line itself is refused for has
    /// none.
    pub(crate) fn diagnosis(&self) -> Option<Diagnosis> {
        match &self.cause {
            Cause::Kafka(error) => Some(error.diagnosis()),
            Cause::Found(diagnosis) => Some(*diagnosis),
            Cause::Here(_) | Cause::Bytes(_) => None,
        }
    }

    /// The line that is told, with the number at its end.
    pub(crate) fn line(&self) -> String {
        self.with_number(&self.message)
    }

    /// The same about another text.
    pub(crate) fn with_number(&self, message: &str) -> String {
        match self.diagnosis() {
            Some(diagnosis) => format!("{message} [{diagnosis}]"),
            None => message.to_owned(),
        }
    }

    /// Says what next.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    fn new(kind: &'static str, message: impl Into<String>) -> Self {
        Self {
            exit: FAILURE,
            message: message.into(),
            hint: None,
            cause: Cause::Here(kind),
            applied: None,
        }
    }
}

impl From<DecodeError> for Failure {
    fn from(error: DecodeError) -> Self {
        Self { cause: Cause::Bytes(error.clone()), ..Self::new("", error.to_string()) }
    }
}

impl From<kafka_admin::share::Failed> for Failure {
    fn from(failed: kafka_admin::share::Failed) -> Self {
        Error::from(failed).into()
    }
}

/// How a build that reads Java's key stores is had, where this one does not.
fn build_hint(error: &Error) -> Option<String> {
    let wants_feature = error.message().contains("the feature java-keystores");
    wants_feature.then(|| {
        "cargo install --locked --profile dist --path kafka-cli --features java-keystores"
            .to_owned()
    })
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self {
            exit: FAILURE,
            message: error.to_string(),
            hint: build_hint(&error).or_else(|| error.hint().map(str::to_owned)),
            cause: Cause::Kafka(error),
            applied: None,
        }
    }
}

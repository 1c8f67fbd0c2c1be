//! Why there is no broker.

use std::fmt;
use std::io;
use std::time::Duration;

/// Why a broker could not be started.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// Programs that this machine does not have, with what they are for.
    Missing(String),
    /// `mvn`, `javac` or `go` ran and failed; their own words.
    Preparation {
        /// The program and what it was asked for.
        step: String,
        /// What it printed.
        output: String,
    },
    /// A file could not be written or a program not be started.
    Io {
        /// What was tried.
        what: String,
        /// The system's answer.
        source: io::Error,
    },
    /// The broker ended before it served; the end of its log.
    Ended(String),
    /// The broker did not serve in time.
    TooSlow {
        /// [`KafkaOptions::start_deadline`](crate::KafkaOptions::start_deadline).
        after: Duration,
        /// The end of its log.
        log: String,
    },
}

impl StartError {
    /// No ports to choose from.
    pub(crate) fn no_ports(source: io::Error) -> Self {
        Self::Io { what: "find free ports".to_owned(), source }
    }

    /// Another process listens on a port that was free when it was chosen.
    pub(crate) fn is_port_taken(&self) -> bool {
        matches!(self, Self::Ended(log) if log.contains("Address already in use"))
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(what) => write!(f, "needs {what}"),
            Self::Preparation { step, output } => write!(f, "{step} failed:\n{output}"),
            Self::Io { what, source } => write!(f, "{what}: {source}"),
            Self::Ended(log) => write!(f, "Kafka ended before it served:\n{log}"),
            Self::TooSlow { after, log } => {
                write!(f, "Kafka did not serve within {after:?}:\n{log}")
            }
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// Names what was tried when the system refuses it.
pub(crate) trait Tried<T> {
    /// The result, with `what` in front of the system's answer.
    fn tried(self, what: impl Into<String>) -> Result<T, StartError>;
}

impl<T> Tried<T> for io::Result<T> {
    fn tried(self, what: impl Into<String>) -> Result<T, StartError> {
        self.map_err(|source| StartError::Io { what: what.into(), source })
    }
}

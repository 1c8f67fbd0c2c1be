//! What is not meant unless it is spelled out: to delete, internal topics, everyone.

use std::fmt;

use clap::Args;

use crate::failure::{Failure, Result};
use crate::output::Report;

/// How the names of internal topics begin: Kafka's own, and those of tools that follow its custom.
pub(crate) const INTERNAL: &str = "__";

/// For a command that deletes, or changes what no other change brings back: it shows what, and does it when
/// that is confirmed.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Confirm {
    /// Do it.
    #[arg(long)]
    pub(crate) yes: bool,
    /// Only show what would be done.
    #[arg(long, conflicts_with = "yes")]
    pub(crate) dry_run: bool,
}

/// For a command that only adds, or changes what can be changed back.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct DryRun {
    /// Only show what would be done.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// For a command that allows.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct SpelledOut {
    /// Mean internal topics, too: those whose names begin with __, where Kafka keeps its own state.
    #[arg(long)]
    pub(crate) internal: bool,
    /// Mean everyone: the principal User:*.
    #[arg(long)]
    pub(crate) everyone: bool,
}

impl Confirm {
    /// How a command ends that has shown what it would do, and done nothing.
    ///
    /// # Errors
    /// Somebody wanted more than to see it.
    pub(crate) fn shown(&self, what: impl Into<String>) -> Result<()> {
        match self.dry_run {
            true => Ok(()),
            false => Err(Failure::unconfirmed(what, "--yes")),
        }
    }

    /// Whether to do it, where a sentence says all that there is to show.
    ///
    /// # Errors
    /// It is neither confirmed, nor only to be shown.
    pub(crate) fn is_given(&self, what: impl fmt::Display, report: &mut Report) -> Result<bool> {
        report.set("dry_run", self.dry_run);
        if self.dry_run {
            report.line(&what);
        }
        match self.yes {
            true => Ok(true),
            false => self.shown(what.to_string()).map(|()| false),
        }
    }
}

pub(crate) fn is_internal(topic: &str) -> bool {
    topic.starts_with(INTERNAL)
}

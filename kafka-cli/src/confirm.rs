//! What is not meant unless it is spelled out: to delete, internal topics, everyone.

use clap::Args;

/// How the names of internal topics begin: Kafka's own, and those of tools that follow its custom.
pub(crate) const INTERNAL: &str = "__";

/// For a command that deletes: it shows what, and does it when this is given.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Confirm {
    /// Delete them.
    #[arg(long)]
    pub(crate) yes: bool,
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

pub(crate) fn is_internal(topic: &str) -> bool {
    topic.starts_with(INTERNAL)
}

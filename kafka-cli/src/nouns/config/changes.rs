//! The changes that the flags and the file of `kadm config alter` ask for.

use std::path::PathBuf;

use clap::Args;
use kafka_admin::Properties;
use kafka_admin::configs::{ConfigChanges, ConfigResource};
use kafka_admin::escape::Escaped;

use crate::failure::{Failure, Result};
use crate::password::{file, text};

/// What is to be changed.
#[derive(Debug, Args)]
pub(super) struct ChangeFlags {
    /// Set a value. Repeatable, as all of these.
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Go back to the default.
    #[arg(long, value_name = "KEY")]
    delete: Vec<String>,
    /// Add to a list, such as cleanup.policy=compact.
    #[arg(long, value_name = "KEY=VALUE")]
    append: Vec<String>,
    /// Take out of a list.
    #[arg(long, value_name = "KEY=VALUE")]
    subtract: Vec<String>,
    /// Set what is in this .properties file: the place for what nobody else may see.
    #[arg(long, value_name = "FILE")]
    from_file: Option<PathBuf>,
}

/// One change, which is made to every resource that is named.
#[derive(Debug, Clone)]
pub(super) struct Change {
    pub(super) key: String,
    pub(super) operation: Operation,
    /// Whether it stood among the arguments, where others see it.
    pub(super) is_argument: bool,
}

impl Change {
    pub(super) fn is_deletion(&self) -> bool {
        self.operation == Operation::Delete
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Operation {
    Set(String),
    Delete,
    Append(String),
    Subtract(String),
}

impl Operation {
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Set(_) => "SET",
            Self::Delete => "DELETE",
            Self::Append(_) => "APPEND",
            Self::Subtract(_) => "SUBTRACT",
        }
    }
}

impl ChangeFlags {
    /// All changes, each key at most once.
    pub(super) fn changes(&self) -> Result<Vec<Change>> {
        let mut changes = Vec::new();
        for (flag, texts, operation) in [
            ("--set", &self.set, Operation::Set as fn(String) -> Operation),
            ("--append", &self.append, Operation::Append),
            ("--subtract", &self.subtract, Operation::Subtract),
        ] {
            for text in texts {
                let (key, value) = pair(flag, text)?;
                let (key, operation) = (key.to_owned(), operation(value.to_owned()));
                changes.push(Change { key, operation, is_argument: true });
            }
        }
        for key in &self.delete {
            let (key, operation) = (key.clone(), Operation::Delete);
            changes.push(Change { key, operation, is_argument: true });
        }
        changes.extend(self.of_file()?);
        check(&changes)?;
        Ok(changes)
    }

    fn of_file(&self) -> Result<Vec<Change>> {
        let Some(path) = &self.from_file else { return Ok(Vec::new()) };
        let unreadable = |error| Failure::cannot_read(path.display(), error);
        let content = file(path).map_err(unreadable)?;
        let properties = Properties::parse(text(&content).map_err(unreadable)?);
        let changes = properties.iter().map(|(key, value)| Change {
            key: key.to_owned(),
            operation: Operation::Set(value.to_owned()),
            is_argument: false,
        });
        Ok(changes.collect())
    }
}

/// The same for the library.
pub(super) fn of(resource: ConfigResource, changes: &[Change]) -> ConfigChanges {
    let mut all = ConfigChanges::of(resource);
    for Change { key, operation, .. } in changes {
        all = match operation {
            Operation::Set(value) => all.set(key, value),
            Operation::Delete => all.delete(key),
            Operation::Append(value) => all.append(key, value),
            Operation::Subtract(value) => all.subtract(key, value),
        };
    }
    all
}

fn check(changes: &[Change]) -> Result<()> {
    if changes.is_empty() {
        return Err(Failure::usage("nothing is to be changed")
            .hint("say what: --set KEY=VALUE, --delete KEY, --append, --subtract, --from-file"));
    }
    for (n, Change { key, .. }) in changes.iter().enumerate() {
        if key.is_empty() {
            return Err(Failure::usage("the name of a setting is empty"));
        }
        if changes.iter().take(n).any(|earlier| earlier.key == *key) {
            return Err(Failure::usage(format!("{} is changed twice", Escaped(key)))
                .hint("Kafka takes one change of a setting at a time"));
        }
    }
    Ok(())
}

fn pair<'a>(flag: &str, text: &'a str) -> Result<(&'a str, &'a str)> {
    text.split_once('=')
        .ok_or_else(|| Failure::usage(format!("{flag} takes KEY=VALUE, not {}", Escaped(text))))
}

//! `kadm complete`: what can be typed next.

use clap::{Args, CommandFactory};
use serde_json::json;

use super::candidates::{Wanted, wanted};
use super::live;
use crate::cli::Cli;
use crate::context::{Context, Run};
use crate::failure::Result;

/// Older shells cannot hand over an empty word.
const EMPTY: &str = "--next";

/// Say what can be typed next, a line for each word. Shells ask this: see kadm completion.
#[derive(Debug, Args)]
pub(crate) struct Complete {
    /// The words of the line so far, without kadm. The last one is being typed, and may be empty.
    #[arg(value_name = "WORD", allow_hyphen_values = true, last = true)]
    words: Vec<String>,
}

impl Run for Complete {
    /// It never fails: a shell has no use for that.
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let mut kadm = Cli::command();
        kadm.build();
        let (typed, before) = match self.words.split_last() {
            Some((last, before)) if last == EMPTY => ("", before),
            Some((last, before)) => (last.as_str(), before),
            None => ("", &[][..]),
        };
        let mut found = match wanted(&kadm, before, typed) {
            Wanted::Words(words) => words,
            Wanted::Live(kind) => {
                let names = live::names(kind, before, context.outside).await;
                names.into_iter().map(|name| (name, String::new())).collect()
            }
            Wanted::File => Vec::new(),
        };
        found.retain(|(word, _)| word.starts_with(typed));
        let mut items = context.report.items("candidates");
        for (word, about) in found {
            items.listed(&json!({"word": word, "about": about})).tabbed(&word, &about);
        }
        Ok(())
    }
}

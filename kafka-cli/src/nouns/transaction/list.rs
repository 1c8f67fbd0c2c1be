//! `kadm transaction list`.

use std::borrow::Cow;
use std::time::Duration;

use clap::Args;
use kafka_admin::transactions::{TransactionFilter, TransactionListing, TransactionState};
use serde_json::json;

use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;
use crate::near::question;
use crate::span;

/// List the transactional ids you may DESCRIBE; brokers leave the others out without a word.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only in this state, such as Ongoing or PrepareCommit. Repeatable.
    #[arg(long = "state", value_name = "STATE", value_parser = state)]
    states: Vec<TransactionState>,
    /// Only of this producer's id. Repeatable.
    #[arg(long = "producer-id", value_name = "ID")]
    producer_ids: Vec<i64>,
    /// Only what is open for longer than this, such as 15m (Kafka 3.8 and later).
    #[arg(long, value_name = "TIME", value_parser = span::parse)]
    longer_than: Option<Duration>,
    /// Only ids that match this regular expression from end to end (Kafka 4.1 and later).
    #[arg(long = "transactional-id-pattern", value_name = "REGEX")]
    pattern: Option<String>,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for List {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        let mut listed = Vec::new();
        let results = admin.list_transactions(&self.filter()).await?;
        let mut items = context.report.items("brokers");
        for (id, result) in results {
            match result {
                Ok(found) => {
                    items.done(&json!({"id": id, "transactions": found.len()}));
                    listed.extend(found.into_iter().map(|it| (id, it)));
                }
                Err(error) => {
                    items.failed(&json!({"id": id}), format_args!("broker {id}"), error.into());
                }
            }
        }
        drop(items);
        listed.sort_by(|(_, a), (_, b)| a.transactional_id.cmp(&b.transactional_id));
        let mut items = context.report.items("transactions");
        for (coordinator, it) in &listed {
            items.listed(&json!({
                "transactional_id": it.transactional_id,
                "coordinator": coordinator,
                "producer_id": it.producer_id,
                "state": it.state.name(),
            }));
        }
        drop(items);
        let header = ["TRANSACTIONAL ID", "COORDINATOR", "PRODUCER", "STATE"];
        match listed.is_empty() {
            true => context.report.line("no transactional id that you may DESCRIBE"),
            false => context.report.table(header, listed.iter().map(row)),
        }
        Ok(())
    }
}

impl List {
    fn filter(&self) -> TransactionFilter {
        let mut filter = TransactionFilter::any();
        filter.states.clone_from(&self.states);
        filter.producer_ids.clone_from(&self.producer_ids);
        filter.open_longer_than = self.longer_than;
        filter.pattern.clone_from(&self.pattern);
        filter
    }
}

fn row((coordinator, it): &(i32, TransactionListing)) -> [Cow<'_, str>; 4] {
    [
        Cow::Borrowed(&it.transactional_id),
        Cow::Owned(coordinator.to_string()),
        Cow::Owned(it.producer_id.to_string()),
        Cow::Borrowed(it.state.name()),
    ]
}

/// In any case and with `-` or `_` between the words.
fn state(text: &str) -> Result<TransactionState, String> {
    let wanted = text.replace(['-', '_'], "");
    let known = TransactionState::ALL;
    let found = known.iter().find(|state| state.name().eq_ignore_ascii_case(&wanted));
    found.cloned().ok_or_else(|| {
        let names: Vec<_> = known.iter().map(TransactionState::name).collect();
        let question = question(text, names.iter().copied());
        format!("it is one of {}{question}", names.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_taken_in_any_spelling() {
        for text in ["PrepareCommit", "preparecommit", "prepare-commit", "PREPARE_COMMIT"] {
            assert_eq!(state(text), Ok(TransactionState::PrepareCommit));
        }
        assert!(state("open").unwrap_err().contains("Ongoing"));
    }
}

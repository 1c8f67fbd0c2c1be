//! One result per item of what was asked.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use super::{Report, json};
use crate::failure::Failure;

/// A list of results that is being written. It ends when it is dropped.
pub(crate) struct Items<'a> {
    report: &'a mut Report,
    name: &'static str,
    count: usize,
    refused: usize,
    /// What helps the first that was refused.
    hint: Option<String>,
}

/// What the command has to say about an item, and what became of it.
#[derive(Serialize)]
struct Item<'a, T> {
    #[serde(flatten)]
    item: &'a T,
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Value>,
}

impl<'a> Items<'a> {
    pub(super) fn new(report: &'a mut Report, name: &'static str) -> Self {
        Self { report, name, count: 0, refused: 0, hint: None }
    }

    /// Adds an item of a listing, in JSON. The text is the caller's, on the report that this gives.
    pub(crate) fn listed(&mut self, item: &impl Serialize) -> &mut Report {
        self.report.element(self.name, self.count == 0, item);
        self.count += 1;
        self.report
    }

    /// Adds an item that turned out well.
    pub(crate) fn done(&mut self, item: &impl Serialize) -> &mut Report {
        self.listed(&Item { item, ok: true, error: None })
    }

    /// Adds an item of which there is nothing to say but what became of it: `deleted orders`.
    pub(crate) fn ended(
        &mut self,
        item: &impl Serialize,
        done: &str,
        what: impl fmt::Display,
        result: kafka_admin::Result<()>,
    ) {
        match result {
            Ok(()) => self.done(item).line(format_args!("{done} {what}")),
            Err(error) => self.failed(item, what, error.into()),
        }
    }

    /// Adds an item that failed, and tells why on standard error.
    pub(crate) fn failed(
        &mut self,
        item: &impl Serialize,
        what: impl fmt::Display,
        failure: Failure,
    ) {
        // The library names the item of a batch, what is refused before that does not.
        let (what, message) = (what.to_string(), &failure.message);
        let is_said =
            message.contains(&format!("{what}: ")) || message.starts_with(&format!("{what} "));
        let told = if is_said { message.clone() } else { format!("{what}: {message}") };
        self.report.print_item_failure(failure.with_number(&told), failure.hint.as_deref());
        match self.report.has_failed_items() {
            true => self.add_failed(item, failure),
            false => self.report.item_failed(failure),
        }
    }

    /// Adds an item that failed, whose place in the text says so: only how many failed is told on
    /// standard error.
    pub(crate) fn refused(&mut self, item: &impl Serialize, failure: Failure) -> &mut Report {
        self.refused += 1;
        self.hint = self.hint.take().or_else(|| failure.hint.clone());
        self.add_failed(item, failure);
        self.report
    }

    /// Whether there is none so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }

    fn add_failed(&mut self, item: &impl Serialize, failure: Failure) {
        self.listed(&Item { item, ok: false, error: Some(json::error(&failure)) });
        self.report.item_failed(failure);
    }
}

impl Drop for Items<'_> {
    fn drop(&mut self) {
        let Self { refused, count, name, .. } = self;
        if *refused > 0 {
            let told = format!("{refused} of {count} {name} failed");
            self.report.print_item_failure(told, self.hint.as_deref());
        }
        self.report.end_list();
    }
}

//! The producers of a partition, as both nouns show them.

use std::borrow::Cow;

use kafka_admin::topics::TopicPartition;
use kafka_admin::transactions::ProducerState;
use serde_json::{Value, json};

use super::describe::since;
use crate::output::Items;

/// The producers of a partition.
pub(in crate::nouns) fn show_producers(
    partition: &TopicPartition,
    producers: &[ProducerState],
    items: &mut Items<'_>,
) {
    let members: Vec<_> = producers.iter().map(member).collect();
    let (topic, number) = (&partition.topic, partition.partition);
    let item = json!({"topic": topic, "partition": number, "producers": members});
    let report = items.done(&item);
    report.line(partition);
    let header =
        ["  PRODUCER", "EPOCH", "COORDINATOR EPOCH", "SEQUENCE", "LAST WRITTEN", "OPEN FROM"];
    match producers {
        [] => report.line("  no producers"),
        _ => report.table(header, producers.iter().map(row)),
    }
}

fn member(it: &ProducerState) -> Value {
    json!({
        "producer_id": it.producer_id,
        "producer_epoch": it.producer_epoch,
        "coordinator_epoch": it.coordinator_epoch,
        "last_sequence": it.last_sequence,
        "last_timestamp_ms": it.last_timestamp,
        "transaction_start_offset": it.transaction_start_offset,
    })
}

fn row(it: &ProducerState) -> [Cow<'_, str>; 6] {
    let none = || "-".to_owned();
    [
        format!("  {}", it.producer_id),
        it.producer_epoch.to_string(),
        it.coordinator_epoch.map_or_else(none, |epoch| epoch.to_string()),
        it.last_sequence.map_or_else(none, |sequence| sequence.to_string()),
        it.last_timestamp.map_or_else(none, |time| format!("{} ago", since(time))),
        it.transaction_start_offset.map_or_else(none, |offset| offset.to_string()),
    ]
    .map(Cow::from)
}

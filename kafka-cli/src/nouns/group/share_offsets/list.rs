//! `kadm group share-offsets list`.

use std::borrow::Cow;

use clap::Args;
use kafka_admin::escape::Escaped;
use kafka_admin::groups::{GroupPartitions, ShareGroupOffset, ShareGroupOffsets};
use kafka_admin::topics::TopicPartition;
use serde_json::{Value, json};

use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};
use crate::output::{Report, error as error_json};

/// List where share groups begin to read, and what they have left, of topics you may DESCRIBE; brokers
/// leave the others out without a word. A group that does not exist has nothing.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// The groups.
    #[arg(value_name = "GROUP", required = true)]
    groups: Vec<String>,
    #[command(flatten)]
    connect: ConnectArgs,
}

type Offset = kafka_admin::Result<Option<ShareGroupOffset>>;

impl Run for List {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        let groups: Vec<_> = self.groups.iter().map(GroupPartitions::all).collect();
        let results = admin.list_share_group_offsets(&groups).await?;
        let mut items = context.report.items("groups");
        for (id, result) in results {
            match result {
                Ok(offsets) => {
                    let all: Value = in_order(&offsets).into_iter().map(json_of).collect();
                    let item = json!({"group": id, "offsets": all});
                    let error = offsets.failures().next().map(|(_, error)| error.clone());
                    let report = match error {
                        Some(error) => items.refused(&item, error.into()),
                        None => items.done(&item),
                    };
                    show(&id, &offsets, report);
                }
                Err(error) => items.failed(&json!({"group": id}), Escaped(&id), error.into()),
            }
        }
        Ok(())
    }
}

/// By topic and number.
fn in_order(offsets: &ShareGroupOffsets) -> Vec<(&TopicPartition, &Offset)> {
    let mut all: Vec<_> = offsets.iter().collect();
    all.sort_by_key(|(partition, _)| *partition);
    all
}

fn json_of((partition, result): (&TopicPartition, &Offset)) -> Value {
    let mut value = json!({"topic": partition.topic, "partition": partition.partition});
    match result {
        Ok(offset) => {
            value["start"] = json!(offset.map(|it| it.start));
            value["leader_epoch"] = json!(offset.and_then(|it| it.leader_epoch));
            value["lag"] = json!(offset.and_then(|it| it.lag));
        }
        Err(error) => value["error"] = error_json(&Failure::from(error.clone())),
    }
    value
}

fn show(id: &str, offsets: &ShareGroupOffsets, report: &mut Report) {
    report.line(Escaped(id));
    match offsets.is_empty() {
        true => report.line("  no offsets"),
        false => report.table(
            ["  TOPIC", "PARTITION", "START", "LAG"],
            in_order(offsets).into_iter().map(row),
        ),
    }
    for (partition, error) in offsets.failures() {
        report.line(format_args!("  {partition} is not known: {error}"));
    }
}

fn row<'a>((partition, result): (&'a TopicPartition, &'a Offset)) -> [Cow<'a, str>; 4] {
    let [start, lag] = match result {
        Ok(Some(it)) => {
            let lag = it.lag.map_or_else(|| "-".to_owned(), |lag| lag.to_string());
            [it.start.to_string().into(), lag.into()]
        }
        Ok(None) => ["-".into(), "-".into()],
        Err(_) => ["?".into(), "?".into()],
    };
    let index = partition.partition.to_string();
    [format!("  {}", partition.topic).into(), index.into(), start, lag]
}

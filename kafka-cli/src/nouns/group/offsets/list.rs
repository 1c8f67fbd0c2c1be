//! `kadm group offsets list`.

use std::borrow::Cow;

use clap::Args;
use kafka_admin::escape::Escaped;
use kafka_admin::groups::{CommittedOffset, GroupOffsets, GroupPartitions};
use kafka_admin::topics::TopicPartition;
use kafka_admin::{Error, ErrorKind};
use serde_json::{Value, json};

use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};
use crate::output::{Report, error as error_json};

/// List the offsets that groups have committed, of topics you may DESCRIBE; brokers leave the others out
/// without a word. A group that does not exist has none.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// The groups.
    #[arg(value_name = "GROUP", required = true)]
    groups: Vec<String>,
    /// Fail where offsets of an open transaction are pending, instead of showing those before it.
    #[arg(long)]
    require_stable: bool,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for List {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        let groups: Vec<_> = self.groups.iter().map(GroupPartitions::all).collect();
        let results = admin.list_group_offsets(&groups).require_stable(self.require_stable).await?;
        let mut items = context.report.items("groups");
        for (id, result) in results {
            match result {
                Ok(offsets) => {
                    let item = json!({"group": id, "offsets": sorted(&offsets).collect::<Value>()});
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
fn in_order(
    offsets: &GroupOffsets,
) -> Vec<(&TopicPartition, &kafka_admin::Result<Option<CommittedOffset>>)> {
    let mut all: Vec<_> = offsets.iter().collect();
    all.sort_by_key(|(partition, _)| *partition);
    all
}

fn sorted(offsets: &GroupOffsets) -> impl Iterator<Item = Value> {
    in_order(offsets).into_iter().map(|(partition, result)| {
        let mut value = json!({"topic": partition.topic, "partition": partition.partition});
        match result {
            Ok(offset) => {
                value["offset"] = json!(offset.as_ref().map(|it| it.offset));
                value["leader_epoch"] = json!(offset.as_ref().and_then(|it| it.leader_epoch));
                value["metadata"] = json!(offset.as_ref().map(|it| &it.metadata));
            }
            Err(error) => value["error"] = error_json(&Failure::from(error.clone())),
        }
        value
    })
}

fn show(id: &str, offsets: &GroupOffsets, report: &mut Report) {
    report.line(Escaped(id));
    match offsets.is_empty() {
        true => report.line("  no offsets"),
        false => report.table(
            ["  TOPIC", "PARTITION", "OFFSET", "METADATA"],
            in_order(offsets).into_iter().map(row),
        ),
    }
}

fn row<'a>(
    (partition, result): (&'a TopicPartition, &'a kafka_admin::Result<Option<CommittedOffset>>),
) -> [Cow<'a, str>; 4] {
    let (offset, metadata) = match result {
        Ok(Some(it)) => (it.offset.to_string().into(), it.metadata.as_str().into()),
        Ok(None) => ("-".into(), "".into()),
        Err(error) => ("?".into(), why(error)),
    };
    let index = partition.partition.to_string();
    [format!("  {}", partition.topic).into(), index.into(), offset, metadata]
}

fn why(error: &Error) -> Cow<'_, str> {
    match error.kind() {
        ErrorKind::AuthorizationFailed => "you may not DESCRIBE the topic".into(),
        _ => error.message().into(),
    }
}

//! `kadm topic delete-records`.

mod file;

use std::borrow::Cow;
use std::path::PathBuf;

use clap::Args;
use kafka_admin::Admin;
use kafka_admin::escape::Escaped;
use kafka_admin::topics::{RecordsToDelete, TopicPartition};
use serde_json::json;

use super::partitions::{self, Bounds, Target};
use crate::confirm::Confirm;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};
use crate::output::Report;
use crate::pattern;

/// Delete the oldest records of partitions: shows how many first, and needs --yes.
///
/// What is deleted is gone for ever. Records of topics that are only compacted cannot be deleted so.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true).args(["before", "all_records", "file"]))]
pub(crate) struct DeleteRecords {
    /// Partitions; with --all-records also topics, which are all their partitions.
    #[arg(value_name = "TOPIC[:PARTITION]", required_unless_present = "file")]
    targets: Vec<Target>,
    /// Delete the records with a lower offset than this one. Each partition is to be named.
    #[arg(long, value_name = "OFFSET", value_parser = clap::value_parser!(i64).range(0..))]
    before: Option<i64>,
    /// Delete all records that are there now.
    #[arg(long)]
    all_records: bool,
    /// Delete what a file says, which has the form of kafka-delete-records.sh:
    /// {"version": 1, "partitions": [{"topic": "t", "partition": 0, "offset": 5}]}, where offset -1 is all
    /// records.
    #[arg(long, alias = "offset-json-file", value_name = "FILE", conflicts_with = "targets")]
    file: Option<PathBuf>,
    #[command(flatten)]
    confirm: Confirm,
    #[command(flatten)]
    connect: ConnectArgs,
}

/// What is to go.
type Wanted = Vec<(TopicPartition, RecordsToDelete)>;

impl Run for DeleteRecords {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let spelled = self.spelled()?;
        let admin = context.connect(&self.connect).await?;
        let wanted = match spelled {
            Some(wanted) => wanted,
            None => all_of(&admin, &self.targets).await?,
        };
        context.report.set("dry_run", self.confirm.dry_run);
        if !self.confirm.yes {
            let shown = show(&admin, &wanted, &mut context.report).await?;
            let what = format!("records would be deleted for ever: {shown}");
            return self.confirm.shown(what);
        }
        let results = admin.delete_records(&wanted).await?;
        let mut items = context.report.items("partitions");
        for (partition, result) in results {
            let name = partitions::name(&partition);
            let (topic, index) = (&partition.topic, partition.partition);
            match result {
                Ok(left) => {
                    let first = left.low_watermark;
                    items
                        .done(&json!({"topic": topic, "partition": index, "low_watermark": first}))
                        .line(format_args!("{name} begins at offset {first}"));
                }
                Err(error) => {
                    items.failed(&json!({"topic": topic, "partition": index}), name, error.into());
                }
            }
        }
        Ok(())
    }
}

impl DeleteRecords {
    /// What the command line or the file spells out; `None` if the cluster has to be asked for partitions.
    fn spelled(&self) -> Result<Option<Wanted>> {
        partitions::check(&self.targets)?;
        pattern::refuse(self.targets.iter().map(|it| it.topic.as_str()))?;
        if let Some(path) = &self.file {
            return file::read(path).map(Some);
        }
        let records = self.before.map_or(RecordsToDelete::All, RecordsToDelete::Before);
        let mut wanted = Vec::new();
        for Target { topic, partition } in &self.targets {
            match partition {
                Some(partition) => wanted.push((TopicPartition::new(topic, *partition), records)),
                None if self.all_records => return Ok(None),
                // One offset means something else in each partition.
                None => {
                    let topic = Escaped(topic);
                    return Err(Failure::usage(format!("--before needs a partition of {topic}"))
                        .hint(format!("{topic}:0, or --all-records")));
                }
            }
        }
        once(&wanted)?;
        Ok(Some(wanted))
    }
}

/// Two offsets for one partition cannot both be meant.
fn once(wanted: &Wanted) -> Result<()> {
    let mut seen = std::collections::BTreeSet::new();
    match wanted.iter().find(|(partition, _)| !seen.insert(partition)) {
        Some((twice, _)) => {
            Err(Failure::usage(format!("{} is there twice", partitions::name(twice))))
        }
        None => Ok(()),
    }
}

/// All records of what is named. A topic that is not there ends it: nothing is deleted then.
async fn all_of(admin: &Admin, targets: &[Target]) -> Result<Wanted> {
    let mut wanted = Vec::new();
    for partition in partitions::resolve(admin, targets).await? {
        let partition = partition.map_err(|(_, error)| error)?;
        wanted.push((partition, RecordsToDelete::All));
    }
    Ok(wanted)
}

/// Shows what would go, and says how many records it is.
async fn show(admin: &Admin, wanted: &Wanted, report: &mut Report) -> Result<i64> {
    let names: Vec<_> = wanted.iter().map(|(partition, _)| partition.clone()).collect();
    let bounds = partitions::bounds(admin, &names, false).await?;
    let mut items = report.items("partitions");
    let (mut rows, mut total) = (Vec::new(), 0_i64);
    for ((partition, bounds), (_, records)) in bounds.into_iter().zip(wanted) {
        let (topic, index) = (&partition.topic, partition.partition);
        match bounds {
            Ok(bounds) => {
                let before = end(*records, bounds);
                let count = Bounds { latest: before.min(bounds.latest), ..bounds }.count();
                total = total.saturating_add(count);
                items.done(&json!({
                    "topic": topic,
                    "partition": index,
                    "earliest": bounds.earliest,
                    "latest": bounds.latest,
                    "before": before,
                    "count": count,
                }));
                let numbers = [bounds.earliest, bounds.latest, before, count];
                rows.push(row(&partition, numbers));
            }
            Err(error) => items.failed(
                &json!({"topic": topic, "partition": index}),
                partitions::name(&partition),
                error.into(),
            ),
        }
    }
    drop(items);
    let header = ["TOPIC", "PARTITION", "EARLIEST", "LATEST", "DELETE BEFORE", "COUNT"];
    report.table(header, rows.iter().cloned());
    report.set("total", total);
    Ok(total)
}

fn end(records: RecordsToDelete, bounds: Bounds) -> i64 {
    match records {
        RecordsToDelete::Before(offset) => offset,
        _ => bounds.latest,
    }
}

fn row(partition: &TopicPartition, numbers: [i64; 4]) -> [Cow<'static, str>; 6] {
    let [earliest, latest, before, count] = numbers.map(|number| number.to_string());
    let TopicPartition { topic, partition } = partition;
    [topic.clone(), partition.to_string(), earliest, latest, before, count].map(Cow::from)
}

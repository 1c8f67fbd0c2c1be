//! `kadm topic offsets`.

use std::borrow::Cow;

use clap::Args;
use kafka_admin::escape::Escaped;
use kafka_admin::topics::{ListedOffset, OffsetSpec, TopicPartition};
use kafka_admin::{Admin, Error, ErrorCode};
use serde::Serialize;
use serde_json::json;

use super::partitions::{self, Bounds, Target};
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};
use crate::{moment, near};

/// Show where partitions begin and end, or which offset belongs to a time.
///
/// Without --time the first and the next offset are shown, and how many lie between: records, unless
/// some were compacted away or are markers of transactions.
#[derive(Debug, Args)]
pub(crate) struct Offsets {
    /// The topics or patterns of their names, as in 'orders-*', or single partitions of them.
    #[arg(value_name = "TOPIC[:PARTITION]", required = true)]
    targets: Vec<Target>,
    /// Which offset: earliest, latest, max-timestamp, earliest-local, latest-tiered,
    /// earliest-pending-upload, or a time (milliseconds since 1970, 2026-01-02,
    /// 2026-01-02T03:04:05+01:00), for the first record from then on. Repeatable.
    #[arg(long, value_name = "WHEN")]
    time: Vec<String>,
    /// Leave out what is not committed yet.
    #[arg(long)]
    read_committed: bool,
    #[command(flatten)]
    connect: ConnectArgs,
}

/// The line of a partition of which there is nothing else to say.
#[derive(Serialize)]
struct Named<'a> {
    topic: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    partition: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<&'a str>,
}

impl Run for Offsets {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        partitions::check(&self.targets)?;
        let specs = self.time.iter().map(|time| spec(time)).collect::<Result<Vec<_>>>()?;
        let admin = context.connect(&self.connect).await?;
        let (mut found, mut lost) = (Vec::new(), Vec::new());
        for partition in partitions::resolve(&admin, &self.targets).await? {
            match partition {
                Ok(partition) => found.push(partition),
                Err(error) => lost.push(error),
            }
        }
        match specs.is_empty() {
            true => self.show_bounds(&admin, &found, lost, context).await,
            false => self.show_times(&admin, &found, lost, &specs, context).await,
        }
    }
}

/// A topic that cannot be described.
type Lost = (String, kafka_admin::Error);

impl Offsets {
    async fn show_bounds(
        &self,
        admin: &Admin,
        partitions: &[TopicPartition],
        lost: Vec<Lost>,
        context: &mut Context<'_, '_>,
    ) -> Result<()> {
        let all = partitions::bounds(admin, partitions, self.read_committed).await?;
        let mut items = context.report.items("partitions");
        let (mut rows, mut total) = (Vec::new(), 0_i64);
        for (partition, bounds) in all {
            match bounds {
                Ok(bounds) => {
                    let Bounds { earliest, latest } = bounds;
                    total = total.saturating_add(bounds.count());
                    items.done(&json!({
                        "topic": partition.topic,
                        "partition": partition.partition,
                        "earliest": earliest,
                        "latest": latest,
                        "count": bounds.count(),
                    }));
                    rows.push(row(&partition, [earliest, latest, bounds.count()]));
                }
                Err(error) => {
                    let item = named(&partition.topic, Some(partition.partition), None);
                    items.failed(&item, partitions::name(&partition), explained(&partition, error));
                }
            }
        }
        for (topic, error) in lost {
            items.failed(&named(&topic, None, None), Escaped(&topic), error.into());
        }
        drop(items);
        context.report.set("total", total);
        if !rows.is_empty() {
            let header = ["TOPIC", "PARTITION", "EARLIEST", "LATEST", "COUNT"];
            context.report.table(header, rows.iter().cloned());
            context.report.line(format_args!("total: {total}, partitions: {}", rows.len()));
        }
        Ok(())
    }

    async fn show_times(
        &self,
        admin: &Admin,
        partitions: &[TopicPartition],
        lost: Vec<Lost>,
        specs: &[OffsetSpec],
        context: &mut Context<'_, '_>,
    ) -> Result<()> {
        let mut all = Vec::new();
        for (spec, time) in specs.iter().zip(&self.time) {
            let listed = partitions::offsets(admin, partitions, *spec, self.read_committed).await?;
            all.extend(listed.into_iter().map(|(partition, found)| (partition, time, found)));
        }
        let mut items = context.report.items("partitions");
        let mut rows = Vec::new();
        for (partition, time, found) in all {
            match found {
                Ok(found) => {
                    let offset = found.map(|it| it.offset);
                    items.done(&json!({
                        "topic": partition.topic,
                        "partition": partition.partition,
                        "time": time,
                        "offset": offset,
                        "timestamp": found.and_then(|it| it.timestamp),
                        "leader_epoch": found.and_then(|it| it.leader_epoch),
                    }));
                    rows.push(timed(&partition, time, found));
                }
                Err(error) => {
                    let item = named(&partition.topic, Some(partition.partition), Some(time));
                    items.failed(&item, partitions::name(&partition), explained(&partition, error));
                }
            }
        }
        for (topic, error) in lost {
            items.failed(&named(&topic, None, None), Escaped(&topic), error.into());
        }
        drop(items);
        if !rows.is_empty() {
            let header = ["TOPIC", "PARTITION", "TIME", "OFFSET", "TIMESTAMP"];
            context.report.table(header, rows.iter().cloned());
        }
        Ok(())
    }
}

fn named<'a>(topic: &'a str, partition: Option<i32>, time: Option<&'a str>) -> Named<'a> {
    Named { topic, partition, time }
}

fn row(partition: &TopicPartition, numbers: [i64; 3]) -> [Cow<'static, str>; 5] {
    let [earliest, latest, count] = numbers.map(|number| number.to_string());
    let TopicPartition { topic, partition } = partition;
    [topic.clone(), partition.to_string(), earliest, latest, count].map(Cow::from)
}

fn timed(
    partition: &TopicPartition,
    time: &str,
    found: Option<ListedOffset>,
) -> [Cow<'static, str>; 5] {
    let number = |number: Option<i64>| number.map_or("none".to_owned(), |it| it.to_string());
    let TopicPartition { topic, partition } = partition;
    let offset = number(found.map(|it| it.offset));
    let timestamp = number(found.and_then(|it| it.timestamp));
    [topic.clone(), partition.to_string(), time.to_owned(), offset, timestamp].map(Cow::from)
}

/// `--time`.
const WORDS: [&str; 6] = [
    "earliest",
    "latest",
    "max-timestamp",
    "earliest-local",
    "latest-tiered",
    "earliest-pending-upload",
];

/// A partition that is not there may be one of a topic that is.
fn explained(partition: &TopicPartition, error: Error) -> Failure {
    let is_unknown = error.code() == Some(ErrorCode::UNKNOWN_TOPIC_OR_PARTITION);
    let failure = Failure::from(error);
    match is_unknown {
        true => {
            let topic = Escaped(&partition.topic);
            failure.hint(format!("kadm topic describe {topic} shows the partitions that there are"))
        }
        false => failure,
    }
}

fn spec(time: &str) -> Result<OffsetSpec> {
    Ok(match time {
        "earliest" => OffsetSpec::Earliest,
        "latest" => OffsetSpec::Latest,
        "max-timestamp" => OffsetSpec::MaxTimestamp,
        "earliest-local" => OffsetSpec::EarliestLocal,
        "latest-tiered" => OffsetSpec::LatestTiered,
        "earliest-pending-upload" => OffsetSpec::EarliestPendingUpload,
        other => match near::nearest(other, WORDS.into_iter()) {
            Some(word) => {
                return Err(Failure::usage(format!("{} is no time", Escaped(other)))
                    .hint(format!("did you mean {word}?")));
            }
            None => OffsetSpec::AtTimestamp(moment::parse(other)?),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_a_word_or_a_moment() {
        assert_eq!(spec("latest").unwrap(), OffsetSpec::Latest);
        assert_eq!(spec("1970-01-02").unwrap(), OffsetSpec::AtTimestamp(86_400_000));
        assert_eq!(spec("latst").unwrap_err().hint.unwrap(), "did you mean latest?");
        assert_eq!(spec("lastest").unwrap_err().exit, crate::USAGE);
    }
}

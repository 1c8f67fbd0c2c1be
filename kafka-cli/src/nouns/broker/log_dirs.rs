//! `kadm broker log-dirs`.

use clap::Args;
use kafka_admin::brokers::{LogDir, LogDirReplica};
use kafka_admin::escape::Escaped;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::Selected;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};
use crate::output::{Report, error};
use crate::pattern;

/// Show what is on the disks of brokers: directories, replicas, their sizes and lags.
#[derive(Debug, Args)]
pub(crate) struct LogDirs {
    /// Ids of brokers [default: all].
    #[arg(value_name = "BROKER", value_parser = clap::value_parser!(i32).range(0..))]
    brokers: Vec<i32>,
    /// Only the replicas of this topic, or of topics with such names, as in 'orders-*'. Repeatable.
    #[arg(long = "topic", value_name = "TOPIC")]
    topics: Vec<String>,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for LogDirs {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        let brokers = Selected::of(&admin, &self.brokers).await?;
        let results = admin.describe_log_dirs(&brokers.there).await?;
        let mut items = context.report.items("brokers");
        brokers.tell_missing(&mut items);
        for (id, result) in results {
            let name = format!("broker {id}");
            let dirs = match result {
                Ok(dirs) => dirs,
                Err(error) => {
                    items.failed(&json!({"id": id}), name, error.into());
                    continue;
                }
            };
            let item = Item { id, log_dirs: Dirs { flags: self, dirs: &dirs } };
            match dirs.iter().find_map(|dir| dir.error.as_ref().map(|error| (dir, error))) {
                None => {
                    let report = items.done(&item);
                    report.line(name);
                    dirs.iter().for_each(|dir| self.show(dir, report));
                }
                // A disk that is lost fails the command, and hides no other.
                Some((dir, error)) => {
                    let mut failure = Failure::from(error.clone());
                    failure.message =
                        format!("{name}, {}: {}", Escaped(&dir.path), failure.message);
                    let report = items.refused(&item, failure);
                    report.line(name);
                    dirs.iter().for_each(|dir| self.show(dir, report));
                }
            }
        }
        Ok(())
    }
}

impl LogDirs {
    /// The replicas that are meant, with their topics.
    fn replicas<'d>(
        &'d self,
        dir: &'d LogDir,
    ) -> impl Iterator<Item = (&'d str, &'d LogDirReplica)> + Clone {
        let topics = dir.topics.iter().filter(|it| pattern::is_meant(&self.topics, &it.topic));
        topics.flat_map(|it| it.replicas.iter().map(|replica| (it.topic.as_str(), replica)))
    }

    fn show(&self, dir: &LogDir, report: &mut Report) {
        let state = match &dir.error {
            Some(error) => format!(": {}", error.message()),
            None => {
                let size =
                    self.replicas(dir).fold(0_i64, |sum, (_, it)| sum.saturating_add(it.size));
                let count = self.replicas(dir).count();
                format!(": {count} replicas, {size} bytes{}{}", space(dir), cordon(dir))
            }
        };
        report.line(format_args!("  {}{state}", Escaped(&dir.path)));
        if self.replicas(dir).next().is_some() {
            let rows = self.replicas(dir).map(|(topic, it)| {
                let name = format!("    {}-{}", Escaped(topic), it.partition);
                let copy = if it.is_future { "a copy being made" } else { "" };
                [name, it.size.to_string(), it.offset_lag.to_string(), copy.to_owned()]
                    .map(Into::into)
            });
            report.table(["    PARTITION", "BYTES", "LAG", ""], rows);
        }
    }
}

/// A broker in JSON. Its replicas are written one by one.
#[derive(Serialize)]
struct Item<'a> {
    id: i32,
    log_dirs: Dirs<'a>,
}

struct Dirs<'a> {
    flags: &'a LogDirs,
    dirs: &'a [LogDir],
}

#[derive(Serialize)]
struct Dir<'a> {
    path: &'a str,
    total_bytes: Option<u64>,
    usable_bytes: Option<u64>,
    cordoned: bool,
    error: Option<Value>,
    replicas: Replicas<'a>,
}

struct Replicas<'a> {
    flags: &'a LogDirs,
    dir: &'a LogDir,
}

#[derive(Serialize)]
struct Replica<'a> {
    topic: &'a str,
    partition: i32,
    size: i64,
    offset_lag: i64,
    future: bool,
}

impl Serialize for Dirs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.dirs.iter().map(|dir| Dir {
            path: &dir.path,
            total_bytes: dir.total_bytes,
            usable_bytes: dir.usable_bytes,
            cordoned: dir.is_cordoned,
            error: dir.error.clone().map(|it| error(&it.into())),
            replicas: Replicas { flags: self.flags, dir },
        }))
    }
}

impl Serialize for Replicas<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.flags.replicas(self.dir).map(|(topic, it)| Replica {
            topic,
            partition: it.partition,
            size: it.size,
            offset_lag: it.offset_lag,
            future: it.is_future,
        }))
    }
}

fn space(dir: &LogDir) -> String {
    match (dir.usable_bytes, dir.total_bytes) {
        (Some(usable), Some(total)) => format!(", {usable} of {total} bytes free"),
        _ => String::new(),
    }
}

fn cordon(dir: &LogDir) -> &'static str {
    if dir.is_cordoned { ", takes no new replicas" } else { "" }
}

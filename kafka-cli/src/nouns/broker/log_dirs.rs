//! `kadm broker log-dirs`.

use clap::Args;
use kafka_admin::brokers::{LogDir, LogDirReplica};
use kafka_admin::escape::Escaped;
use serde_json::{Value, json};

use super::Selected;
use crate::connect::ConnectArgs;
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
            let listed: Vec<_> = dirs.iter().map(|dir| self.item(dir)).collect();
            let item = json!({"id": id, "log_dirs": listed});
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

    fn item(&self, dir: &LogDir) -> Value {
        let replicas = self.replicas(dir).map(|(topic, it)| {
            json!({
                "topic": topic,
                "partition": it.partition,
                "size": it.size,
                "offset_lag": it.offset_lag,
                "future": it.is_future,
            })
        });
        json!({
            "path": dir.path,
            "total_bytes": dir.total_bytes,
            "usable_bytes": dir.usable_bytes,
            "cordoned": dir.is_cordoned,
            "error": dir.error.clone().map(|it| error(&it.into())),
            "replicas": replicas.collect::<Vec<_>>(),
        })
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

fn space(dir: &LogDir) -> String {
    match (dir.usable_bytes, dir.total_bytes) {
        (Some(usable), Some(total)) => format!(", {usable} of {total} bytes free"),
        _ => String::new(),
    }
}

fn cordon(dir: &LogDir) -> &'static str {
    if dir.is_cordoned { ", takes no new replicas" } else { "" }
}

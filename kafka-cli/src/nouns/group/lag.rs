//! `kadm group lag`.

use std::borrow::Cow;

use clap::Args;
use kafka_admin::Admin;
use kafka_admin::escape::Escaped;
use kafka_admin::groups::{GroupLag, GroupType, PartitionLag};
use serde_json::{Value, json};

use super::every::every;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};
use crate::output::{Report, error as error_json};

/// Show what groups have left to read of each partition, and in total. A partition of which the group has
/// committed nothing counts whole. What is not known is an error, and never 0.
#[derive(Debug, Args)]
pub(crate) struct Lag {
    /// The groups.
    #[arg(value_name = "GROUP", required_unless_present = "all", conflicts_with = "all")]
    groups: Vec<String>,
    /// All groups that you may DESCRIBE, save share groups, which commit no offsets.
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Lag {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        let groups = match self.all {
            true => all_groups(&admin, &mut context.report).await?,
            false => self.groups.clone(),
        };
        let results = admin.group_lag(&groups).await?;
        let mut items = context.report.items("groups");
        for (id, result) in results {
            match result {
                Ok(lag) => {
                    let report = match first_error(&lag) {
                        Some(error) => items.refused(&item(&lag), error.clone().into()),
                        None => items.done(&item(&lag)),
                    };
                    show(&lag, report);
                }
                Err(error) => items.failed(&json!({"group": id}), Escaped(&id), error.into()),
            }
        }
        if items.is_empty() {
            drop(items);
            context.report.line("no group has offsets");
        }
        Ok(())
    }
}

/// Groups that commit offsets.
async fn all_groups(admin: &Admin, report: &mut Report) -> Result<Vec<String>> {
    let groups = every(admin, report).await?.into_iter();
    Ok(groups.filter(|it| it.group_type != Some(GroupType::Share)).map(|it| it.group_id).collect())
}

fn first_error(lag: &GroupLag) -> Option<&kafka_admin::Error> {
    let of_partition = lag.failures().map(|(_, error)| error).next();
    of_partition.or_else(|| lag.failed_topics.first().map(|(_, error)| error))
}

fn item(lag: &GroupLag) -> Value {
    let partitions = lag.partitions.iter().map(|it| partition(lag, it));
    let topics = lag.failed_topics.iter().map(|(topic, error)| {
        json!({"topic": topic, "error": error_json(&Failure::from(error.clone()))})
    });
    json!({
        "group": lag.group.group_id,
        "type": lag.group.group_type.name(),
        "state": lag.group.state.name(),
        "members": lag.group.members.len(),
        "total_lag": lag.total(),
        "known_lag": lag.known(),
        "partitions": partitions.collect::<Value>(),
        "failed_topics": topics.collect::<Value>(),
    })
}

fn partition(lag: &GroupLag, it: &PartitionLag) -> Value {
    let member = lag.member(it);
    let mut value = json!({
        "topic": it.partition.topic,
        "partition": it.partition.partition,
        "committed": it.committed.as_ref().map(|it| it.offset),
        "start": it.start,
        "end": it.end,
        "lag": it.lag.as_ref().ok(),
        "member_id": member.map(|it| &it.member_id),
        "client_id": member.map(|it| &it.client_id),
        "host": member.map(|it| &it.host),
    });
    if let Err(error) = &it.lag {
        value["error"] = error_json(&Failure::from(error.clone()));
    }
    value
}

fn show(lag: &GroupLag, report: &mut Report) {
    let (id, state) = (Escaped(&lag.group.group_id), Escaped(lag.group.state.name()));
    let total = match lag.total() {
        Some(total) => total.to_string(),
        None => format!("at least {}, not all is known", lag.known()),
    };
    report.line(format_args!("{id}: {state}, members: {}, lag: {total}", lag.group.members.len()));
    match lag.partitions.is_empty() {
        true => report.line("  nothing committed and nothing assigned"),
        false => report.table(
            ["  TOPIC", "PARTITION", "COMMITTED", "END", "LAG", "MEMBER", "HOST"],
            lag.partitions.iter().map(|it| row(lag, it)),
        ),
    }
    for (partition, error) in lag.failures() {
        report.line(format_args!("  {partition} is not known: {error}"));
    }
    for (topic, error) in &lag.failed_topics {
        report.line(format_args!("  {} is not known: {error}", Escaped(topic)));
    }
}

fn row<'a>(lag: &'a GroupLag, it: &'a PartitionLag) -> [Cow<'a, str>; 7] {
    let number = |number: Option<i64>, none: &'static str| match number {
        Some(number) => Cow::Owned(number.to_string()),
        None => Cow::Borrowed(none),
    };
    let member = lag.member(it);
    [
        format!("  {}", it.partition.topic).into(),
        it.partition.partition.to_string().into(),
        number(it.committed.as_ref().map(|it| it.offset), "-"),
        number(it.end, "?"),
        number(it.lag.as_ref().ok().copied(), "?"),
        member.map_or("-", |it| &it.member_id).into(),
        member.map_or("-", |it| &it.host).into(),
    ]
}

//! `kadm partition clear-throttles`.

use std::collections::BTreeSet;

use clap::Args;
use kafka_admin::Admin;
use kafka_admin::configs::ConfigResource;
use serde_json::json;

use super::throttle::{self, DIRS_RATE, Throttle};
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};
use crate::near::KnownTopics;
use crate::output::Report;

/// Remove the throttles of moves from topics and brokers: shows them first, and needs --yes.
///
/// These are the settings of kadm partition reassign --throttle, and of kafka-reassign-partitions.sh, which
/// removes them in --verify.
#[derive(Debug, Args)]
pub(crate) struct ClearThrottles {
    /// Only of this topic, and of no broker. Repeatable.
    #[arg(long = "topic", value_name = "TOPIC")]
    topics: Vec<String>,
    /// Do it though something moves, which nothing limits from then on.
    #[arg(long)]
    while_moving: bool,
    /// Only show what would be removed.
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
    /// Remove them.
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for ClearThrottles {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        let report = &mut context.report;
        report.set("dry_run", self.dry_run);
        let (throttles, is_complete) =
            found(&admin, &self.resources(&admin).await?, report).await?;
        if throttles.is_empty() {
            if is_complete {
                report.line("no throttle is set");
            }
            return Ok(());
        }
        let moving = match self.while_moving {
            true => None,
            false => self.moving(&admin, &throttles).await?,
        };
        if self.yes && moving.is_none() {
            throttle::alter(&admin, &throttles, report).await?;
            return Ok(());
        }
        throttle::show(&throttles, report);
        match moving {
            _ if self.dry_run => Ok(()),
            Some(what) => Err(Failure::unconfirmed(
                format!("{what}, and nothing would limit it any more"),
                "--while-moving",
            )),
            None => Err(Failure::unconfirmed("the throttles shown would be removed", "--yes")),
        }
    }
}

impl ClearThrottles {
    async fn resources(&self, admin: &Admin) -> Result<Vec<ConfigResource>> {
        if !self.topics.is_empty() {
            return Ok(self.topics.iter().map(ConfigResource::topic).collect());
        }
        let topics = admin.list_topics().await?;
        let mut resources: Vec<_> =
            topics.iter().map(|topic| ConfigResource::topic(&topic.name)).collect();
        let brokers = admin.describe_cluster().await?.brokers;
        resources.extend(brokers.iter().map(|broker| ConfigResource::broker(broker.id)));
        Ok(resources)
    }

    /// What is still limited by these throttles.
    async fn moving(&self, admin: &Admin, throttles: &[Throttle]) -> Result<Option<String>> {
        let mut topics = admin.list_partition_reassignments().await?;
        topics.retain(|it| self.topics.is_empty() || self.topics.contains(&it.topic));
        match topics.iter().map(|topic| topic.partitions.len()).sum() {
            0 => {}
            1 => return Ok(Some("a partition still moves".to_owned())),
            count @ 2.. => return Ok(Some(format!("{count} partitions still move"))),
        }
        let limited = throttles.iter().filter(|it| it.key == DIRS_RATE);
        let brokers: BTreeSet<i32> =
            limited.filter_map(|it| it.resource.name().parse().ok()).collect();
        let brokers: Vec<i32> = brokers.into_iter().collect();
        if brokers.is_empty() {
            return Ok(None);
        }
        for (id, dirs) in admin.describe_log_dirs(&brokers).await? {
            let dirs = dirs?;
            let topics = dirs.iter().flat_map(|dir| &dir.topics);
            if topics.flat_map(|topic| &topic.replicas).any(|replica| replica.is_future) {
                return Ok(Some(format!("broker {id} still copies between its directories")));
            }
        }
        Ok(None)
    }
}

/// What is set, and whether that is all: what cannot be described fails the command, and hides no other.
async fn found(
    admin: &Admin,
    resources: &[ConfigResource],
    report: &mut Report,
) -> Result<(Vec<Throttle>, bool)> {
    let (mut throttles, mut unknown) = (Vec::new(), Vec::new());
    for (resource, there) in throttle::there(admin, resources).await? {
        match there {
            Ok(there) => throttles.extend(there),
            Err(error) => unknown.push((resource, error)),
        }
    }
    let is_complete = unknown.is_empty();
    if !is_complete {
        let known = KnownTopics::if_unknown(admin, unknown.iter().map(|(_, error)| error)).await;
        let mut items = report.items("unknown");
        for (resource, error) in unknown {
            let item =
                json!({"type": resource.resource_type().to_string(), "name": resource.name()});
            items.failed(&item, &resource, known.explain(resource.name(), error));
        }
    }
    Ok((throttles, is_complete))
}

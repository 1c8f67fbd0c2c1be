//! `kadm partition reassign`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::Args;
use kafka_admin::Admin;
use serde_json::{Value, json};

use super::plan::{Plan, Planned};
use crate::connect::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};
use crate::nouns::topic::numbers;

/// Move partitions to other brokers: shows what moves first, and needs --yes.
///
/// The plan is the file of kafka-reassign-partitions.sh:
///
///   {"version":1,"partitions":[{"topic":"orders","partition":0,"replicas":[1,2]}]}
///
/// Where the partitions are now is printed in the same format, for going back. Nothing is sent when the
/// plan names a broker that is not there, or a partition or a broker twice. The answer comes when the
/// moves begin: kadm partition reassignments lists those that are not done. No throttle is set.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Reassign {
    /// The file with the plan.
    #[arg(long, value_name = "FILE", required_unless_present = "topic")]
    plan: Option<PathBuf>,
    /// The topic, to move one partition.
    #[arg(long, requires_all = ["partition", "replicas"], conflicts_with = "plan")]
    topic: Option<String>,
    /// The number of the partition.
    #[arg(long, value_name = "N", requires = "topic", value_parser = clap::value_parser!(i32).range(0..))]
    partition: Option<i32>,
    /// The brokers that are to have it, the preferred leader first: 1,2,3.
    #[arg(long, value_name = "BROKERS", requires = "topic", value_delimiter = ',')]
    replicas: Vec<i32>,
    /// Refuse partitions that would have more or fewer replicas than now.
    #[arg(long)]
    keep_replication_factor: bool,
    /// Only show what would move.
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
    /// Move them.
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    connect: ConnectArgs,
}

/// The replicas that partitions have, without those that are still being added.
type Current = BTreeMap<(String, i32), Vec<i32>>;

impl Run for Reassign {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let plan = self.planned()?;
        refuse(plan.flaws())?;
        let admin = context.connect(&self.connect).await?;
        let (current, moving) = current(&admin, &plan).await?;
        refuse(self.unfit(&plan, &current, &brokers(&admin).await?))?;
        let back = rollback(&plan, &current);
        context.report.set("dry_run", self.dry_run);
        context.report.set("rollback", &back);
        let back = serde_json::to_string(&back).unwrap_or_default();
        context.report.line("where the partitions are now, for going back:");
        context.report.line(back);
        for name in moving {
            let warning = format!("{name} moves already: it gets the new target instead");
            context.report.warnings.push(warning);
        }
        if !self.yes {
            self.show(&plan, &current, context);
            return match self.dry_run {
                true => Ok(()),
                false => Err(unconfirmed(&plan)),
            };
        }
        self.reassign(&admin, &plan, &current, context).await
    }
}

impl Reassign {
    fn planned(&self) -> Result<Plan> {
        match (&self.plan, &self.topic, self.partition) {
            (Some(path), ..) => Plan::read(path),
            (None, Some(topic), Some(partition)) => {
                Ok(Plan::new(vec![Planned::new(topic, partition, self.replicas.clone())]))
            }
            _ => Err(Failure::usage("give --plan, or --topic with --partition and --replicas")),
        }
    }

    /// What this cluster cannot do: every reason.
    fn unfit(&self, plan: &Plan, current: &Current, brokers: &BTreeSet<i32>) -> Vec<String> {
        let mut flaws = Vec::new();
        let mut unknown: Vec<i32> =
            plan.brokers().into_iter().filter(|id| !brokers.contains(id)).collect();
        unknown.sort_unstable();
        let there: Vec<i32> = brokers.iter().copied().collect();
        for id in unknown {
            flaws.push(format!("broker {id} is not there: the brokers are {}", numbers(&there)));
        }
        for it in &plan.partitions {
            match current.get(&(it.topic.clone(), it.partition)) {
                None => flaws.push(format!("{it} is not there, or may not be described")),
                Some(now) if self.keep_replication_factor && now.len() != it.replicas.len() => {
                    let (now, new) = (now.len(), it.replicas.len());
                    flaws.push(format!("{it} has {now} replicas, and would have {new}"));
                }
                Some(_) => {}
            }
        }
        flaws
    }

    fn show(&self, plan: &Plan, current: &Current, context: &mut Context<'_, '_>) {
        let mut items = context.report.items("partitions");
        for it in &plan.partitions {
            items.listed(&item(it, now(it, current)));
        }
        drop(items);
        let rows = plan.partitions.iter().map(|it| {
            [it.to_string(), numbers(now(it, current)), numbers(&it.replicas)].map(Into::into)
        });
        context.report.table(["PARTITION", "NOW", "TO"], rows);
    }

    async fn reassign(
        &self,
        admin: &Admin,
        plan: &Plan,
        current: &Current,
        context: &mut Context<'_, '_>,
    ) -> Result<()> {
        let wanted: Vec<_> = plan.partitions.iter().map(Planned::to).collect();
        let call = admin.alter_partition_reassignments(&wanted);
        // Without the flag the request is one that every broker knows.
        let call = match self.keep_replication_factor {
            true => call.allow_replication_factor_change(false),
            false => call,
        };
        let results = call.await?;
        let mut items = context.report.items("partitions");
        for (it, (name, result)) in plan.partitions.iter().zip(results) {
            let (item, now) = (item(it, now(it, current)), numbers(now(it, current)));
            match result {
                Ok(()) => {
                    let line = format!("moving {it} from {now} to {}", numbers(&it.replicas));
                    items.done(&item).line(line);
                }
                Err(error) => items.failed(&item, name, error.into()),
            }
        }
        Ok(())
    }
}

fn refuse(flaws: Vec<String>) -> Result<()> {
    match flaws.as_slice() {
        [] => Ok(()),
        [one] => Err(Failure::usage(one)),
        several => Err(Failure::usage(several.join("; "))),
    }
    .map_err(|failure| failure.hint("correct the plan; nothing was sent"))
}

fn unconfirmed(plan: &Plan) -> Failure {
    let count = plan.partitions.len();
    Failure::unconfirmed(
        format!("{count} partitions would move, with all that is in them"),
        "--yes",
    )
}

async fn brokers(admin: &Admin) -> Result<BTreeSet<i32>> {
    Ok(admin.describe_cluster().await?.brokers.iter().map(|broker| broker.id).collect())
}

/// Where the partitions of the plan are, and the names of those that move already.
async fn current(admin: &Admin, plan: &Plan) -> Result<(Current, Vec<String>)> {
    let mut current = Current::new();
    let topics = plan.topics();
    for (name, result) in admin.describe_topics(&topics).await? {
        // What is not there is told with the rest of the plan.
        for partition in result.into_iter().flat_map(|topic| topic.partitions) {
            current.insert((name.clone(), partition.index), partition.replicas.to_vec());
        }
    }
    let mut moving = Vec::new();
    for topic in admin.list_partition_reassignments().await? {
        for partition in topic.partitions {
            let name = (topic.topic.clone(), partition.partition);
            if let Some(replicas) = current.get_mut(&name) {
                replicas.retain(|id| !partition.adding_replicas.contains(id));
            }
            let planned = plan.partitions.iter();
            let mut planned = planned.filter(|it| it.topic == name.0 && it.partition == name.1);
            moving.extend(planned.next().map(ToString::to_string));
        }
    }
    Ok((current, moving))
}

fn rollback(plan: &Plan, current: &Current) -> Plan {
    let partitions = plan.partitions.iter();
    Plan::new(
        partitions
            .map(|it| Planned::new(&it.topic, it.partition, now(it, current).to_vec()))
            .collect(),
    )
}

fn now<'a>(planned: &Planned, current: &'a Current) -> &'a [i32] {
    let name = (planned.topic.clone(), planned.partition);
    current.get(&name).map(Vec::as_slice).unwrap_or_default()
}

fn item(planned: &Planned, now: &[i32]) -> Value {
    let Planned { topic, partition, replicas, .. } = planned;
    json!({"topic": topic, "partition": partition, "from": now, "to": replicas})
}

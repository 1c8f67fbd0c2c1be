//! `kadm partition reassign`.

use std::path::PathBuf;

use clap::Args;
use kafka_admin::Admin;
use serde_json::{Value, json};

use super::log_dirs;
use super::now::{DirMove, Now};
use super::plan::{Plan, Planned};
use super::throttle::{self, Limits, Throttle};
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};
use crate::nouns::topic::numbers;
use crate::output::Report;

/// Kafka has 64 bits with a sign.
const MAX_RATE: u64 = i64::MAX as u64;

/// Move partitions to other brokers: shows what moves first, and needs --yes.
///
/// The plan is the file of kafka-reassign-partitions.sh:
///
///   {"version":1,"partitions":[{"topic":"orders","partition":0,"replicas":[1,2]}]}
///
/// With "log_dirs", one for each of the replicas, it says in which directories they are to be; "any" leaves
/// that to the broker. Replicas that stay on their broker move between its directories.
///
/// Where the partitions are now is printed in the same format, for going back. Nothing is sent when the
/// plan names a broker or a directory that is not there, or a partition or a broker twice. The answer comes
/// when the moves begin: kadm partition reassignments lists those that are not done.
///
/// Without --throttle nothing limits the traffic. A throttle stays when the moves are done: kadm partition
/// clear-throttles removes it.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Reassign {
    /// The file with the plan.
    #[arg(
        long,
        alias = "reassignment-json-file",
        value_name = "FILE",
        required_unless_present = "topic"
    )]
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
    /// The directories of these brokers that are to have it, or any: /disk1/kafka,any.
    #[arg(long, value_name = "DIRS", requires = "topic", value_delimiter = ',')]
    log_dirs: Vec<String>,
    /// Limit what each broker sends and gets for these moves, in bytes per second.
    #[arg(long, value_name = "BYTES", value_parser = rate)]
    throttle: Option<u64>,
    /// Limit what each broker copies between its directories, in bytes per second.
    #[arg(long, value_name = "BYTES", value_parser = rate)]
    replica_alter_log_dirs_throttle: Option<u64>,
    /// Refuse partitions that would have more or fewer replicas than now.
    #[arg(long)]
    keep_replication_factor: bool,
    /// Write the plan for going back to this file.
    #[arg(long, value_name = "FILE")]
    rollback: Option<PathBuf>,
    /// Only show what would move.
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
    /// Move them.
    #[arg(long, visible_alias = "execute")]
    yes: bool,
    #[command(flatten)]
    connect: ConnectArgs,
}

/// What is going to happen.
struct Moves {
    plan: Plan,
    now: Now,
    dirs: Vec<DirMove>,
    throttles: Vec<Throttle>,
}

impl Run for Reassign {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let plan = self.planned()?;
        refuse(plan.flaws())?;
        let admin = context.connect(&self.connect).await?;
        let now = Now::of(&admin, &plan).await?;
        refuse(now.unfit(&plan, self.keep_replication_factor))?;
        let dirs = now.dir_moves(&plan);
        let limits = Limits {
            between_brokers: self.throttle,
            between_dirs: self.replica_alter_log_dirs_throttle,
        };
        let throttles = throttle::planned(&admin, limits, &plan, &now, &dirs).await?;
        let moves = Moves { plan, now, dirs, throttles };
        self.tell(&moves, &mut context.report);
        if let Some(path) = &self.rollback {
            moves.now.rollback(&moves.plan).write(path)?;
        }
        if self.yes {
            return self.reassign(&admin, &moves, &mut context.report).await;
        }
        moves.show(&mut context.report);
        match self.dry_run {
            true => Ok(()),
            false => Err(unconfirmed(&moves.plan)),
        }
    }
}

impl Reassign {
    fn planned(&self) -> Result<Plan> {
        match (&self.plan, &self.topic, self.partition) {
            (Some(path), ..) => Plan::read(path),
            (None, Some(topic), Some(partition)) => {
                let planned = Planned::new(topic, partition, self.replicas.clone());
                Ok(Plan::new(vec![match self.log_dirs.is_empty() {
                    true => planned,
                    false => planned.in_dirs(self.log_dirs.clone()),
                }]))
            }
            _ => Err(Failure::usage("give --plan, or --topic with --partition and --replicas")),
        }
    }

    /// What is to be known whether it is done or shown.
    fn tell(&self, moves: &Moves, report: &mut Report) {
        let back = moves.now.rollback(&moves.plan);
        report.set("dry_run", self.dry_run);
        report.set("rollback", &back);
        report.line("where the partitions are now, for going back:");
        report.line(serde_json::to_string(&back).unwrap_or_default());
        for name in &moves.now.moving {
            let warning = format!("{name} moves already: it gets the new target instead");
            report.warnings.push(warning);
        }
        let is_limited = self.throttle.or(self.replica_alter_log_dirs_throttle).is_some();
        if moves.throttles.is_empty() && is_limited {
            let same = "no throttle is set: nothing is copied that is not limited so already";
            report.warnings.push(same.to_owned());
        }
        if !moves.throttles.is_empty() {
            let stays = "the throttles stay when the moves are done: kadm partition clear-throttles \
                         removes them";
            report.warnings.push(stays.to_owned());
        }
    }

    async fn reassign(&self, admin: &Admin, moves: &Moves, report: &mut Report) -> Result<()> {
        if throttle::alter(admin, &moves.throttles, report).await? > 0 {
            return Err(Failure::unexpected("not every throttle could be set, so nothing moves"));
        }
        log_dirs::alter(admin, &moves.dirs, report).await?;
        let wanted: Vec<_> = moves.plan.partitions.iter().map(Planned::to).collect();
        let call = admin.alter_partition_reassignments(&wanted);
        // Without the flag the request is one that every broker knows.
        let call = match self.keep_replication_factor {
            true => call.allow_replication_factor_change(false),
            false => call,
        };
        let results = call.await?;
        let mut items = report.items("partitions");
        for (it, (name, result)) in moves.plan.partitions.iter().zip(results) {
            let now = moves.now.replicas(it);
            let item = item(it, now);
            match result {
                Ok(()) => {
                    let (now, to) = (numbers(now), numbers(&it.replicas));
                    items.done(&item).line(format!("moving {it} from {now} to {to}"));
                }
                Err(error) => items.failed(&item, name, error.into()),
            }
        }
        Ok(())
    }
}

impl Moves {
    fn show(&self, report: &mut Report) {
        throttle::show(&self.throttles, report);
        log_dirs::show(&self.dirs, report);
        let mut items = report.items("partitions");
        for it in &self.plan.partitions {
            items.listed(&item(it, self.now.replicas(it)));
        }
        drop(items);
        let rows = self.plan.partitions.iter().map(|it| {
            [it.to_string(), numbers(self.now.replicas(it)), numbers(&it.replicas)].map(Into::into)
        });
        report.table(["PARTITION", "NOW", "TO"], rows);
    }
}

fn rate(text: &str) -> Result<u64, String> {
    let rate = text.parse().ok().filter(|rate| (1..=MAX_RATE).contains(rate));
    rate.ok_or_else(|| "it is bytes per second, as a whole number such as 10000000".to_owned())
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
    let what = match plan.partitions.len() {
        1 => "one partition would move, with all that is in it".to_owned(),
        count => format!("{count} partitions would move, with all that is in them"),
    };
    Failure::unconfirmed(what, "--yes")
}

fn item(planned: &Planned, now: &[i32]) -> Value {
    let Planned { topic, partition, replicas, .. } = planned;
    json!({"topic": topic, "partition": partition, "from": now, "to": replicas})
}

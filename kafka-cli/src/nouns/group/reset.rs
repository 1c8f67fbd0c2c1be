//! `kadm group reset`, with the flags of Kafka's own `kafka-consumer-groups --reset-offsets`.

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::Args;
use kafka_admin::groups::{CommittedOffset, OffsetReset, PlannedOffset, ResetNote};
use kafka_admin::topics::TopicPartition;
use kafka_admin::{Admin, Batch};
use serde_json::{Value, json};

use super::scope::Scope;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};
use crate::output::Report;
use crate::{moment, span};

mod file;

/// Set where a group without members goes on reading: shows it first, before and after, and needs --yes.
///
/// An offset that is named or counted and not there becomes the nearest one that is, with a warning. If one
/// partition cannot be set, none is.
///
/// --export writes the plan to a file that --from-file reads, and so does kafka-consumer-groups.sh. To keep
/// what is set now: --all-topics --to-current --export FILE.
#[derive(Debug, Args)]
pub(crate) struct Reset {
    /// The group. One that does not exist is created.
    group: String,
    #[command(flatten)]
    scope: Scope,
    #[command(flatten)]
    to: Target,
    /// Write what would be set to this file, as lines such as orders,0,1500. Nothing is set without --yes.
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
    /// Only show what would be set.
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
    /// Set it.
    #[arg(long, visible_alias = "execute")]
    yes: bool,
    #[command(flatten)]
    connect: ConnectArgs,
}

/// Where to go on.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Target {
    /// At the first record that is there.
    #[arg(long)]
    to_earliest: bool,
    /// At the end.
    #[arg(long)]
    to_latest: bool,
    /// Where it is; at the end where nothing was committed.
    #[arg(long)]
    to_current: bool,
    /// At this offset.
    #[arg(long, value_name = "OFFSET", value_parser = clap::value_parser!(i64).range(0..))]
    to_offset: Option<i64>,
    /// So many records later, or earlier when it is negative.
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    shift_by: Option<i64>,
    /// At the first record of this time or later, such as 2026-05-01T12:30:00Z; UTC without a zone.
    #[arg(long, value_name = "TIME", value_parser = moment::date_time)]
    to_datetime: Option<i64>,
    /// At the first record that is at most so old, such as P7D or PT1H30M.
    #[arg(long, value_name = "DURATION", value_parser = span::iso)]
    by_duration: Option<i64>,
    /// At the offsets of a file with lines such as orders,0,1500, or with the group in front.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["topic", "all_topics"])]
    from_file: Option<PathBuf>,
}

impl Run for Reset {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let from_file = match &self.to.from_file {
            Some(path) => Some(file::read(path, &self.group)?),
            None if self.scope.is_empty() => {
                return Err(Failure::usage("which partitions are meant is not said")
                    .hint("give --topic TOPIC or --topic TOPIC:0,1, or --all-topics"));
            }
            None => None,
        };
        let admin = context.connect(&self.connect).await?;
        let wanted = match from_file {
            Some(wanted) => wanted,
            None => self.wanted(&admin).await?,
        };
        context.report.set("group", &self.group);
        context.report.set("dry_run", self.dry_run);
        if wanted.is_empty() {
            context.report.line("the group has committed no offset");
            return Ok(());
        }
        let plan = admin.plan_offset_reset(&self.group, &wanted).await?;
        let is_sound = plan.failures().next().is_none();
        if let Some(path) = self.export.as_deref().filter(|_| is_sound) {
            file::write(path, &plan)?;
            context.report.set("exported", path.display().to_string());
        }
        if self.yes && is_sound {
            return self.set(&admin, &plan.all()?, &wanted, &mut context.report).await;
        }
        show(plan, &mut context.report);
        match (is_sound, self.dry_run || self.export.is_some()) {
            (false, _) | (true, true) => Ok(()),
            (true, false) => Err(Failure::unconfirmed("the offsets shown would be set", "--yes")),
        }
    }
}

impl Reset {
    async fn wanted(&self, admin: &Admin) -> Result<Vec<(TopicPartition, OffsetReset)>> {
        let reset = self.to.reset();
        let partitions = self.scope.partitions(admin, &self.group).await?;
        Ok(partitions.into_iter().map(|partition| (partition, reset)).collect())
    }

    async fn set(
        &self,
        admin: &Admin,
        plan: &[PlannedOffset],
        wanted: &[(TopicPartition, OffsetReset)],
        report: &mut Report,
    ) -> Result<()> {
        let mut news = Vec::with_capacity(plan.len());
        for ((partition, _), planned) in wanted.iter().zip(plan) {
            news.push((partition.clone(), CommittedOffset::new(planned.after)));
        }
        let results = admin.alter_group_offsets(&self.group, &news).await?;
        let mut items = report.items("offsets");
        for (planned, (partition, result)) in plan.iter().zip(results) {
            let item = item(&partition, planned);
            match result {
                Ok(()) => items.done(&item).line(line("set", &partition, planned)),
                Err(error) => items.failed(&item, &partition, error.into()),
            }
        }
        Ok(())
    }
}

impl Target {
    /// What is the same for all partitions; clap sees to it that there is exactly one.
    fn reset(&self) -> OffsetReset {
        let latest = OffsetReset::Latest;
        let by_flag = [
            (self.to_earliest, OffsetReset::Earliest),
            (self.to_latest, latest),
            (self.to_current, OffsetReset::Current),
        ];
        let by_flag = by_flag.into_iter().find(|(is_given, _)| *is_given).map(|(_, reset)| reset);
        let by_value = self.to_offset.map(OffsetReset::To).or(self.shift_by.map(OffsetReset::By));
        let at = self.to_datetime.or_else(|| Some((now() - self.by_duration?).max(0)));
        by_flag.or(by_value).or(at.map(OffsetReset::AtTimestamp)).unwrap_or(latest)
    }
}

/// In milliseconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// Shows a plan, with what is wrong in it.
fn show(plan: Batch<TopicPartition, PlannedOffset>, report: &mut Report) {
    let mut items = report.items("offsets");
    for (partition, planned) in plan {
        match planned {
            Ok(planned) => {
                let item = item(&partition, &planned);
                items.done(&item).line(line("would set", &partition, &planned));
            }
            Err(error) => {
                let item = json!({"topic": partition.topic, "partition": partition.partition});
                items.failed(&item, &partition, error.into());
            }
        }
    }
}

fn item(partition: &TopicPartition, planned: &PlannedOffset) -> Value {
    json!({
        "topic": partition.topic,
        "partition": partition.partition,
        "before": planned.before,
        "after": planned.after,
        "note": planned.note.map(note),
    })
}

/// `set orders-0 to 1500, from 1700`.
fn line(verb: &str, partition: &TopicPartition, planned: &PlannedOffset) -> String {
    let before = planned.before.map_or("nothing".to_owned(), |before| before.to_string());
    let note = planned.note.map(|it| format!(" (warning: {})", note(it)));
    format!("{verb} {partition} to {}, from {before}{}", planned.after, note.unwrap_or_default())
}

fn note(note: ResetNote) -> String {
    match note {
        ResetNote::AfterEnd(asked) => format!("{asked} is behind the end"),
        ResetNote::BeforeStart(asked) => format!("{asked} is no longer there"),
        ResetNote::NothingCommitted => "nothing was committed, this is the end".to_owned(),
        ResetNote::NothingSince => "no record is of that time or later, this is the end".to_owned(),
        _ => "not as asked for".to_owned(),
    }
}

//! `kadm config alter`.

use clap::Args;
use kafka_admin::configs::{ConfigEntry, ConfigResource};
use kafka_admin::escape::Escaped;
use kafka_admin::{Admin, Batch, Error, ErrorKind};
use serde_json::{Value, json};

use super::changes::{self, Change, ChangeFlags};
use super::kind::{self, Kind};
use super::plan::{Known, Planned};
use super::whole::{self, Kept};
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};
use crate::output::Report;

/// Change settings: shows what becomes of each, and needs --yes.
///
/// Brokers before Kafka 2.3 cannot change one setting: they replace the whole configuration, and what is
/// not named goes back to its default. --legacy does it their way, names again what is set, and shows it.
/// What somebody else changes at that moment is lost.
#[derive(Debug, Args)]
pub(crate) struct Alter {
    /// What the names are of.
    #[arg(value_name = "TYPE", ignore_case = true)]
    kind: Kind,
    /// Topics, ids of brokers, groups or client metrics. The broker "default" is what is set for all of
    /// them.
    #[arg(value_name = "NAME", required = true)]
    names: Vec<String>,
    #[command(flatten)]
    flags: ChangeFlags,
    /// Replace the whole configuration, for brokers before Kafka 2.3.
    #[arg(long)]
    legacy: bool,
    /// Only ask the broker whether it would work.
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
    /// Change them.
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    connect: ConnectArgs,
}

/// What would become of each resource, or why nothing will.
type Plans = Vec<(ConfigResource, Result<Plan>)>;

struct Plan {
    changes: Vec<Planned>,
    /// What has to be set again, when the whole is replaced.
    kept: Option<Kept>,
}

impl Run for Alter {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        if let Some(setting) = self.names.iter().find(|name| name.contains('=')) {
            let setting = Escaped(setting);
            return Err(Failure::usage(format!("{setting} is no name"))
                .hint(format!("to set it, say --set {setting}")));
        }
        let resources = self.kind.resources(&self.names)?;
        if self.legacy && self.kind == Kind::BrokerLogger {
            return Err(Failure::usage("log levels are not replaced as a whole")
                .hint("every broker that lets them be changed does it without --legacy"));
        }
        let changes = self.flags.changes()?;
        let admin = context.connect(&self.connect).await?;
        let (resources, missing) = self.kind.there(&admin, resources).await?;
        let mut plans = self.plans(&admin, &resources, &changes, &mut context.report).await?;
        plans.extend(missing.into_iter().map(|it| {
            let failure = kind::missing(&it);
            (it, Err(failure))
        }));
        context.report.set("dry_run", self.dry_run);
        show(&plans, &mut context.report);
        if !self.yes && !self.dry_run {
            let planned = plans.iter().filter(|(_, plan)| plan.is_ok()).count();
            tell(plans, &mut context.report);
            return Err(match planned {
                0 => Failure::unexpected("nothing can be changed"),
                _ => Failure::unconfirmed("settings would be changed as shown", "--yes"),
            });
        }
        self.alter(&admin, plans, &changes, &mut context.report).await
    }
}

impl Alter {
    async fn plans(
        &self,
        admin: &Admin,
        resources: &[ConfigResource],
        changes: &[Change],
        report: &mut Report,
    ) -> Result<Plans> {
        let described = admin.describe_configs(resources).include_synonyms(true).await?;
        let of_a_broker = match resources.contains(&ConfigResource::broker_default()) {
            true => Some(known_to_a_broker(admin).await?),
            false => None,
        };
        let mut plans = Vec::with_capacity(resources.len());
        for (resource, entries) in described {
            let plan = entries.map_err(Failure::from).and_then(|own| {
                let is_default_of_brokers = resource == ConfigResource::broker_default();
                let all = of_a_broker.as_deref().filter(|_| is_default_of_brokers);
                let all = all.unwrap_or(&own);
                let known = Known { kind: self.kind, is_default_of_brokers, own: &own, all };
                for warning in known.warnings(changes) {
                    if !report.warnings.contains(&warning) {
                        report.warnings.push(warning);
                    }
                }
                let changes = known.plan(changes)?;
                let kept = self.legacy.then(|| known.kept(&changes)).transpose()?;
                Ok(Plan { changes, kept })
            });
            plans.push((resource, plan));
        }
        Ok(plans)
    }

    async fn alter(
        &self,
        admin: &Admin,
        plans: Plans,
        changes: &[Change],
        report: &mut Report,
    ) -> Result<()> {
        let results = self.sent(admin, &plans, changes).await.map_err(refusal)?;
        let mut results = results.into_iter();
        let done = if self.dry_run { "would change" } else { "changed" };
        let mut items = report.items("configs");
        for (resource, plan) in plans {
            match plan {
                Err(failure) => items.failed(&item(&resource, None), &resource, failure),
                Ok(plan) => {
                    let Some((_, result)) = results.next() else { continue };
                    let item = item(&resource, Some(&plan));
                    match result {
                        Ok(()) => items.done(&item).line(format_args!("{done} {resource}")),
                        Err(error) => items.failed(&item, &resource, refusal(error)),
                    }
                }
            }
        }
        Ok(())
    }

    async fn sent(
        &self,
        admin: &Admin,
        plans: &Plans,
        changes: &[Change],
    ) -> kafka_admin::Result<Batch<ConfigResource, ()>> {
        let asked =
            plans.iter().filter_map(|(resource, plan)| Some((resource, plan.as_ref().ok()?)));
        if !self.legacy {
            let asked: Vec<_> =
                asked.map(|(resource, _)| changes::of(resource.clone(), changes)).collect();
            return admin.alter_configs(&asked).validate_only(self.dry_run).await;
        }
        let kept = |plan: &Plan| plan.kept.clone().unwrap_or_default();
        let asked: Vec<_> = asked
            .map(|(resource, plan)| whole::of(resource.clone(), &kept(plan), &plan.changes))
            .collect();
        admin.legacy_alter_configs(&asked).validate_only(self.dry_run).await
    }
}

/// What brokers can have set, from the first one.
async fn known_to_a_broker(admin: &Admin) -> Result<Vec<ConfigEntry>> {
    let brokers = admin.describe_cluster().await?.brokers;
    let first = brokers.first().map(|broker| ConfigResource::broker(broker.id));
    Ok(match first {
        Some(broker) => admin.describe_configs(&[broker]).await.and_then(Batch::one)?,
        None => Vec::new(),
    })
}

fn show(plans: &Plans, report: &mut Report) {
    for (resource, plan) in plans {
        if let Ok(plan) = plan {
            report.line(resource);
            report.table(["  NAME", "OLD", "", "NEW"], plan.changes.iter().map(Planned::row));
            if let Some(kept) = &plan.kept {
                show_kept(kept, report);
            }
        }
    }
}

/// The plans as results, when nothing is done.
fn tell(plans: Plans, report: &mut Report) {
    let mut items = report.items("configs");
    for (resource, plan) in plans {
        match plan {
            Ok(plan) => drop(items.listed(&item(&resource, Some(&plan)))),
            Err(failure) => items.failed(&item(&resource, None), &resource, failure),
        }
    }
}

fn show_kept(kept: &Kept, report: &mut Report) {
    let others = "every other setting goes back to its default";
    if kept.is_empty() {
        report.line(format_args!("  the whole configuration is replaced: {others}"));
        return;
    }
    report.line(format_args!("  the whole configuration is replaced; these stay, and {others}:"));
    for (name, value) in kept {
        report.line(format_args!("    {}={}", Escaped(name), Escaped(value)));
    }
}

/// Says what an old broker can do instead.
fn refusal(error: Error) -> Failure {
    let is_missing = error.kind() == ErrorKind::UnsupportedApi;
    let failure = Failure::from(error);
    match is_missing {
        true => failure.hint(
            "a broker before Kafka 2.3 can only replace a whole configuration: add --legacy, which \
             sets again what is set now",
        ),
        false => failure,
    }
}

fn item(resource: &ConfigResource, plan: Option<&Plan>) -> Value {
    let changes = plan.map(|plan| plan.changes.as_slice()).unwrap_or_default();
    let mut item = json!({
        "type": resource.resource_type().to_string(),
        "name": kind::name(resource),
        "changes": changes.iter().map(Planned::json).collect::<Value>(),
    });
    if let Some(kept) = plan.and_then(|plan| plan.kept.as_ref()) {
        let pairs = kept.iter().map(|(name, value)| (name.clone(), value.as_str().into()));
        item["kept"] = Value::Object(pairs.collect());
    }
    item
}

//! `kadm config alter`.

use clap::Args;
use kafka_admin::configs::{ConfigEntry, ConfigResource};
use kafka_admin::{Admin, Batch};
use serde_json::{Value, json};

use super::changes::{self, Change, ChangeFlags};
use super::kind::{self, Kind};
use super::plan::{Known, Planned};
use crate::connect::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};
use crate::output::Report;

/// Change settings: shows what becomes of each, and needs --yes.
#[derive(Debug, Args)]
pub(crate) struct Alter {
    /// What the names are of.
    #[arg(value_name = "TYPE")]
    kind: Kind,
    /// Topics, ids of brokers, groups or client metrics. The broker "default" is what is set for all of
    /// them.
    #[arg(value_name = "NAME", required = true)]
    names: Vec<String>,
    #[command(flatten)]
    flags: ChangeFlags,
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
type Plans = Vec<(ConfigResource, Result<Vec<Planned>>)>;

impl Run for Alter {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let resources = self.kind.resources(&self.names)?;
        let changes = self.flags.changes()?;
        let admin = context.connect(&self.connect).await?;
        let plans = self.plans(&admin, &resources, &changes, &mut context.report).await?;
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
                known.plan(changes)
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
        let asked = plans.iter().filter(|(_, plan)| plan.is_ok());
        let asked: Vec<_> =
            asked.map(|(resource, _)| changes::of(resource.clone(), changes)).collect();
        let results = admin.alter_configs(&asked).validate_only(self.dry_run).await?;
        let mut results = results.into_iter();
        let done = if self.dry_run { "would change" } else { "changed" };
        let mut items = report.items("configs");
        for (resource, plan) in plans {
            match plan {
                Err(failure) => items.failed(&item(&resource, &[]), &resource, failure),
                Ok(plan) => {
                    let Some((_, result)) = results.next() else { continue };
                    items.ended(&item(&resource, &plan), done, &resource, result);
                }
            }
        }
        Ok(())
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
            report.table(["  NAME", "OLD", "", "NEW"], plan.iter().map(Planned::row));
        }
    }
}

/// The plans as results, when nothing is done.
fn tell(plans: Plans, report: &mut Report) {
    let mut items = report.items("configs");
    for (resource, plan) in plans {
        match plan {
            Ok(plan) => drop(items.listed(&item(&resource, &plan))),
            Err(failure) => items.failed(&item(&resource, &[]), &resource, failure),
        }
    }
}

fn item(resource: &ConfigResource, plan: &[Planned]) -> Value {
    json!({
        "type": resource.resource_type().to_string(),
        "name": kind::name(resource),
        "changes": plan.iter().map(Planned::json).collect::<Value>(),
    })
}

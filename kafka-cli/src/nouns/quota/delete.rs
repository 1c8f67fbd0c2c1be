//! `kadm quota delete`.

use clap::Args;
use kafka_admin::Admin;
use kafka_admin::escape::Escaped;
use kafka_admin::quotas::{ClientQuotaAlteration, ClientQuotaEntity};
use serde_json::json;

use super::{Entity, entity_json};
use crate::confirm::Confirm;
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};

/// Remove quotas of one user, client id, pair of both, or IP address: shows them first, and needs
/// --yes. Needs DESCRIBE_CONFIGS and ALTER_CONFIGS on the cluster.
#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// The keys of the limits [default: all that it has].
    #[arg(value_name = "KEY")]
    keys: Vec<String>,
    #[command(flatten)]
    entity: Entity,
    #[command(flatten)]
    confirm: Confirm,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Delete {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let entity = self.entity.named()?;
        let admin = context.connect(&self.connect).await?;
        let limits = self.find(&admin, &entity).await?;
        if limits.is_empty() {
            let what = match self.keys.as_slice() {
                [] => format!("{entity} has no quotas"),
                keys => format!("{entity} has no quota {}", Escaped(&keys.join(", "))),
            };
            return Err(Failure::unexpected(what).hint("kadm quota list shows the quotas"));
        }
        let (verb, result) = match self.confirm.yes {
            true => ("removed", remove(&admin, &entity, &limits).await?),
            false => ("would remove", Ok(())),
        };
        context.report.set("dry_run", self.confirm.dry_run);
        let mut items = context.report.items("quotas");
        for (key, limit) in &limits {
            let item = json!({"entity": entity_json(&entity), "key": key, "limit": limit});
            let what = format!("{key}={limit} of {entity}");
            items.ended(&item, verb, what, result.clone());
        }
        drop(items);
        match self.confirm.yes {
            true => Ok(()),
            false => {
                self.confirm.shown(format!("the quotas shown would be removed ({})", limits.len()))
            }
        }
    }
}

impl Delete {
    /// What of it there is to remove.
    async fn find(&self, admin: &Admin, of: &ClientQuotaEntity) -> Result<Vec<(String, f64)>> {
        let filter = self.entity.filter().strict();
        let mut limits = Vec::new();
        for quota in admin.describe_client_quotas(&filter).await? {
            if quota.entity == *of {
                limits.extend(quota.values);
            }
        }
        limits.retain(|(key, _)| self.keys.is_empty() || self.keys.contains(key));
        Ok(limits)
    }
}

async fn remove(
    admin: &Admin,
    entity: &ClientQuotaEntity,
    limits: &[(String, f64)],
) -> Result<kafka_admin::Result<()>> {
    let mut changes = ClientQuotaAlteration::of(entity.clone());
    for (key, _) in limits {
        changes = changes.remove(key);
    }
    Ok(admin.alter_client_quotas(&[changes]).await?.one())
}

//! `kadm quota list`.

use clap::Args;
use kafka_admin::quotas::ClientQuota;
use serde_json::{Value, json};

use super::{Entity, entity_json};
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;

/// List quotas: all, or those that have what the flags name. Needs DESCRIBE_CONFIGS on the cluster.
#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    entity: Entity,
    /// Leave out those that have more than what the flags name: of --user those with client ids.
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for List {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let mut filter = self.entity.filter();
        if self.strict {
            filter = filter.strict();
        }
        let admin = context.connect(&self.connect).await?;
        let quotas = admin.describe_client_quotas(&filter).await?;
        let rows = quotas.iter().flat_map(|quota| quota.values.iter().map(move |it| (quota, it)));
        let rows = rows.map(|(quota, (key, limit))| {
            [quota.entity.to_string().into(), key.into(), limit.to_string().into()]
        });
        context.report.table(["ENTITY", "KEY", "LIMIT"], rows);
        let mut items = context.report.items("quotas");
        for ClientQuota { entity, values, .. } in &quotas {
            let values = values.iter().map(|(key, limit)| (key.clone(), Value::from(*limit)));
            let values = Value::Object(values.collect());
            items.listed(&json!({"entity": entity_json(entity), "values": values}));
        }
        Ok(())
    }
}

//! `kadm quota set`.

use clap::Args;
use kafka_admin::Error;
use kafka_admin::quotas::ClientQuotaAlteration;
use serde_json::json;

use super::{Entity, entity_json};
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};
use crate::near;

/// Set quotas; those that are not named stay. Needs ALTER_CONFIGS on the cluster.
#[derive(Debug, Args)]
pub(crate) struct Set {
    /// The limits: producer_byte_rate and consumer_byte_rate in bytes per second and broker,
    /// request_percentage of the time of one thread of a broker, controller_mutation_rate in partitions
    /// created or deleted per second; of IP addresses connection_creation_rate per second and broker.
    #[arg(value_name = "KEY=LIMIT", required = true, value_parser = limit)]
    limits: Vec<(String, f64)>,
    #[command(flatten)]
    entity: Entity,
    /// Only ask the broker whether it would work.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Set {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let mut changes = ClientQuotaAlteration::of(self.entity.named()?);
        for (key, limit) in &self.limits {
            changes = changes.set(key, *limit);
        }
        let admin = context.connect(&self.connect).await?;
        let done = if self.dry_run { "would limit" } else { "limited" };
        context.report.set("dry_run", self.dry_run);
        let changes = [changes];
        let results = admin.alter_client_quotas(&changes).validate_only(self.dry_run).await?;
        let mut items = context.report.items("quotas");
        for (entity, result) in results {
            let item = json!({"entity": entity_json(&entity)});
            match result {
                Ok(()) => items.done(&item).line(format_args!("{done} {entity}")),
                Err(error) => items.failed(&item, &entity, self.explain(error)),
            }
        }
        Ok(())
    }
}

impl Set {
    /// The error, with the key that may be meant.
    fn explain(&self, error: Error) -> Failure {
        let known = || super::KEYS.into_iter();
        let meant = self.limits.iter().find_map(|(key, _)| near::nearest(key, known()));
        let failure = Failure::from(error);
        match meant {
            Some(key) => failure.hint(format!("did you mean {key}?")),
            None => failure,
        }
    }
}

fn limit(text: &str) -> Result<(String, f64), String> {
    let (key, limit) = text.split_once('=').ok_or("an = is missing")?;
    let limit = limit.parse().map_err(|_| format!("{limit} is no number"))?;
    Ok((key.to_owned(), limit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_key_and_a_number() {
        assert_eq!(limit("a=1e6"), Ok(("a".to_owned(), 1_000_000.0)));
        assert!(limit("a").is_err() && limit("a=").is_err() && limit("a=x").is_err());
    }
}

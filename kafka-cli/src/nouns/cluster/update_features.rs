//! `kadm cluster update-features`.

use clap::Args;
use kafka_admin::cluster::FeatureUpdate;
use kafka_admin::escape::Escaped;
use serde_json::json;

use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};

/// Raise or lower levels of features: of all that are named, or of none. Needs --yes.
#[derive(Debug, Args)]
pub(crate) struct UpdateFeatures {
    /// Raise a feature to a level. Repeatable.
    #[arg(long, value_name = "FEATURE=LEVEL", value_parser = level)]
    upgrade: Vec<(String, i16)>,
    /// Lower a feature to a level, 0 to disable it; refused where something would be lost. Repeatable.
    #[arg(long, value_name = "FEATURE=LEVEL", value_parser = level)]
    downgrade: Vec<(String, i16)>,
    /// Lower a feature to a level also where metadata is lost by it. Repeatable.
    #[arg(long, value_name = "FEATURE=LEVEL", value_parser = level)]
    unsafe_downgrade: Vec<(String, i16)>,
    /// Only ask the cluster whether it would work.
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
    /// Do it.
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for UpdateFeatures {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let updates = self.updates();
        if updates.is_empty() {
            return Err(Failure::usage("nothing is to be changed")
                .hint("say --upgrade, --downgrade or --unsafe-downgrade FEATURE=LEVEL"));
        }
        if !self.yes && !self.dry_run {
            return Err(Failure::unconfirmed(self.consequences(), "--yes")
                .hint("ask with --dry-run, then repeat it with --yes if that is what you want"));
        }
        let admin = context.connect(&self.connect).await?;
        context.report.set("dry_run", self.dry_run);
        let results = admin.update_features(&updates).validate_only(self.dry_run).await?;
        let done = if self.dry_run { "would change" } else { "changed" };
        let mut items = context.report.items("features");
        for (name, result) in results {
            items.ended(&json!({"name": name}), done, Escaped(&name), result);
        }
        Ok(())
    }
}

impl UpdateFeatures {
    fn updates(&self) -> Vec<FeatureUpdate> {
        let upgrades = self.upgrade.iter().map(|(name, to)| FeatureUpdate::upgrade(name, *to));
        let safe = self.downgrade.iter().map(|(name, to)| FeatureUpdate::safe_downgrade(name, *to));
        let lossy = self.unsafe_downgrade.iter();
        let lossy = lossy.map(|(name, to)| FeatureUpdate::unsafe_downgrade(name, *to));
        upgrades.chain(safe).chain(lossy).collect()
    }

    fn consequences(&self) -> String {
        match self.unsafe_downgrade.as_slice() {
            [] => "features would change, which not every older broker survives".to_owned(),
            _ => "features would be lowered, and metadata that older levels lack would be lost"
                .to_owned(),
        }
    }
}

fn level(text: &str) -> std::result::Result<(String, i16), String> {
    let parsed = text.split_once('=').and_then(|(name, level)| {
        let level = level.parse::<i16>().ok().filter(|level| *level >= 0)?;
        Some((name.to_owned(), level)).filter(|(name, _)| !name.is_empty())
    });
    parsed.ok_or_else(|| "it is FEATURE=LEVEL, such as metadata.version=25".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_a_number_behind_a_name() {
        assert_eq!(level("metadata.version=25"), Ok(("metadata.version".to_owned(), 25)));
        for wrong in ["", "metadata.version", "=1", "a=-1", "a=40000", "a=x"] {
            assert!(level(wrong).is_err(), "{wrong}");
        }
    }
}

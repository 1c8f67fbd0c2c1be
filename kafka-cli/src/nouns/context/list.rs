//! `kadm context list`.

use clap::Args;
use kafka_admin::escape::escaped;
use serde_json::json;

use crate::context::{Context, Run};
use crate::contexts::Contexts;
use crate::failure::Result;

/// List the contexts.
#[derive(Debug, Args)]
pub(crate) struct List {}

impl Run for List {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let contexts = Contexts::read(context.outside)?;
        let report = &mut context.report;
        let mut rows = Vec::new();
        let mut items = report.items("contexts");
        for name in contexts.names() {
            let settings = contexts.settings(name)?;
            let servers = settings.get("bootstrap.servers").unwrap_or("-").to_owned();
            let is_current = contexts.current() == Some(name);
            items.listed(
                &json!({"name": name, "current": is_current, "bootstrap_servers": servers}),
            );
            rows.push([if is_current { "*" } else { "" }.into(), name.into(), servers.into()]);
        }
        drop(items);
        match rows.is_empty() {
            true => report.line(format_args!(
                "no context in {}",
                escaped(contexts.path().display().to_string())
            )),
            false => report.table(["CURRENT", "NAME", "BROKERS"], rows.iter().cloned()),
        }
        Ok(())
    }
}

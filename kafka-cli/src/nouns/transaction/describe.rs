//! `kadm transaction describe`.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use clap::Args;
use kafka_admin::escape::Escaped;
use kafka_admin::transactions::TransactionDescription;
use kafka_admin::{Admin, ErrorKind};
use serde_json::{Value, json};

use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;
use crate::output::Report;

/// Show the last transaction of transactional ids, as their coordinators know it.
#[derive(Debug, Args)]
pub(crate) struct Describe {
    /// The transactional ids.
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Describe {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        let mut items = context.report.items("transactions");
        for (id, result) in admin.describe_transactions(&self.ids).await? {
            match result {
                Ok(it) => show(&id, &it, items.done(&described(&id, &it))),
                Err(error) => {
                    items.failed(&json!({"transactional_id": id}), Escaped(&id), error.into());
                }
            }
        }
        Ok(())
    }
}

/// Shows what is known of these ids, and gives those that the cluster does not know.
pub(in crate::nouns) async fn show_all(
    admin: &Admin,
    ids: &[String],
    report: &mut Report,
) -> Result<Vec<String>> {
    let mut unknown = Vec::new();
    let mut items = report.items("transactions");
    for (id, result) in admin.describe_transactions(ids).await? {
        match result {
            Ok(it) => show(&id, &it, items.listed(&described(&id, &it))),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let item = json!({"transactional_id": id, "state": null});
                items.listed(&item).line(format_args!("{}: unknown", Escaped(&id)));
                unknown.push(id);
            }
            Err(error) => {
                items.failed(&json!({"transactional_id": id}), Escaped(&id), error.into());
            }
        }
    }
    Ok(unknown)
}

fn described(id: &str, it: &TransactionDescription) -> Value {
    json!({
        "transactional_id": id,
        "state": it.state.name(),
        "producer_id": it.producer_id,
        "producer_epoch": it.producer_epoch,
        "timeout_ms": u64::try_from(it.timeout.as_millis()).unwrap_or(u64::MAX),
        "start_time_ms": it.start_time,
        "partitions": it.partitions().map(|it| it.to_string()).collect::<Vec<_>>(),
    })
}

fn show(id: &str, it: &TransactionDescription, report: &mut Report) {
    let TransactionDescription { state, producer_id, producer_epoch, timeout, .. } = it;
    report.line(format_args!(
        "{}: {state}, producer {producer_id}, epoch {producer_epoch}, timeout {} s",
        Escaped(id),
        timeout.as_secs_f64()
    ));
    if let Some(start) = it.start_time.filter(|_| state.is_open()) {
        report.line(format_args!("  open for {}", since(start)));
    }
    for partition in it.partitions() {
        report.line(format_args!("  {partition}"));
    }
}

/// From then until now, by this machine's clock.
pub(in crate::nouns) fn since(millis: i64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let then = Duration::from_millis(u64::try_from(millis).unwrap_or(0));
    match now.saturating_sub(then).as_secs() {
        seconds @ 0..120 => format!("{seconds} s"),
        seconds @ 120..7_200 => format!("{} min", seconds / 60),
        seconds @ 7_200..172_800 => format!("{} h", seconds / 3_600),
        seconds => format!("{} days", seconds / 86_400),
    }
}

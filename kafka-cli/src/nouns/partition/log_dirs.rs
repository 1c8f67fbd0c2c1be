//! Moves between the directories of a broker, as a part of a plan.

use kafka_admin::brokers::{NewReplicaLogDir, TopicPartitionReplica};
use kafka_admin::escape::Escaped;
use kafka_admin::{Admin, ErrorCode};
use serde_json::{Value, json};

use super::now::DirMove;
use crate::failure::Result;
use crate::output::Report;

/// What the JSON result calls them.
const ITEMS: &str = "log_dirs";

pub(super) fn show(moves: &[DirMove], report: &mut Report) {
    if moves.is_empty() {
        return;
    }
    let mut items = report.items(ITEMS);
    for it in moves {
        items.listed(&item(it));
    }
    drop(items);
    let rows = moves.iter().map(|it| {
        let from = it.from.as_deref().unwrap_or("(not there yet)").to_owned();
        let [partition, broker] = [it.partition.to_string(), it.broker.to_string()];
        [partition, broker, from, it.to.clone()].map(Into::into)
    });
    report.table(["PARTITION", "BROKER", "DIRECTORY NOW", "TO"], rows);
}

/// Tells the brokers. One that does not have the replica yet says REPLICA_NOT_AVAILABLE, and puts it there
/// once it gets it (KIP-113): so this is to be done before partitions move.
pub(super) async fn alter(admin: &Admin, moves: &[DirMove], report: &mut Report) -> Result<()> {
    if moves.is_empty() {
        return Ok(());
    }
    let replica = |it: &DirMove| TopicPartitionReplica::new(it.partition.clone(), it.broker);
    let wanted: Vec<_> =
        moves.iter().map(|it| NewReplicaLogDir::new(replica(it), &it.to)).collect();
    let results = admin.alter_replica_log_dirs(&wanted).await?;
    let mut items = report.items(ITEMS);
    for (it, (replica, result)) in moves.iter().zip(results) {
        let (name, broker, to) = (&it.partition, it.broker, Escaped(&it.to));
        match (result, &it.from) {
            (Ok(()), _) => {
                items
                    .done(&item(it))
                    .line(format_args!("moving {name} on broker {broker} to {to}"));
            }
            (Err(error), None) if error.code() == Some(ErrorCode::REPLICA_NOT_AVAILABLE) => {
                let line = format!("broker {broker} will have {name} in {to}");
                items.done(&item(it)).line(line);
            }
            (Err(error), _) => items.failed(&item(it), &replica, error.into()),
        }
    }
    Ok(())
}

fn item(it: &DirMove) -> Value {
    json!({
        "topic": it.partition.topic,
        "partition": it.partition.partition,
        "broker": it.broker,
        "from": it.from,
        "to": it.to,
    })
}

//! `kadm cluster quorum`.

use clap::Args;
use kafka_admin::cluster::{QuorumInfo, QuorumReplica};
use serde_json::{Value, json};

use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::Result;

/// Show the KRaft quorum: who leads, who votes, and how far each is.
#[derive(Debug, Args)]
pub(crate) struct Quorum {
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Quorum {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        let quorum = admin.describe_quorum().await?;
        let report = &mut context.report;
        report.set("leader", quorum.leader);
        report.set("leader_epoch", quorum.leader_epoch);
        report.set("high_watermark", quorum.high_watermark);
        report.set("voters", listed(&quorum.voters));
        report.set("observers", listed(&quorum.observers));
        report.set("nodes", nodes(&quorum));
        let leader = quorum.leader.map_or_else(|| "nobody".to_owned(), |id| format!("node {id}"));
        let (epoch, agreed) = (quorum.leader_epoch, quorum.high_watermark);
        report.line(format_args!("{leader} leads, epoch {epoch}, agreed up to offset {agreed}"));
        let voters = quorum.voters.iter().map(|it| row(&quorum, it, "votes"));
        let observers = quorum.observers.iter().map(|it| row(&quorum, it, "observes"));
        let rows = voters.chain(observers);
        report.table(["NODE", "ROLE", "OFFSET", "BEHIND", "LATE", "DIRECTORY"], rows);
        Ok(())
    }
}

fn listed(replicas: &[QuorumReplica]) -> Vec<Value> {
    let item = |it: &QuorumReplica| {
        json!({
            "id": it.id,
            "directory_id": it.directory_id.map(|id| id.to_string()),
            "log_end_offset": it.log_end_offset,
            "last_fetch_ms": it.last_fetch_ms,
            "last_caught_up_ms": it.last_caught_up_ms,
        })
    };
    replicas.iter().map(item).collect()
}

fn nodes(quorum: &QuorumInfo) -> Vec<Value> {
    let mut nodes = Vec::with_capacity(quorum.nodes.len());
    for node in &quorum.nodes {
        let endpoints = node.endpoints.iter();
        let endpoints =
            endpoints.map(|it| json!({"name": it.name, "host": it.host, "port": it.port}));
        nodes.push(json!({"id": node.id, "endpoints": endpoints.collect::<Vec<_>>()}));
    }
    nodes
}

/// How far a node is behind the leader: in records, and in time by the leader's clock.
fn row(quorum: &QuorumInfo, it: &QuorumReplica, role: &str) -> [std::borrow::Cow<'static, str>; 6] {
    let leader = quorum.voters.iter().find(|voter| Some(voter.id) == quorum.leader);
    let unknown = || "-".to_owned();
    let difference =
        |of: fn(&QuorumReplica) -> Option<i64>| Some(of(leader?)?.saturating_sub(of(it)?).max(0));
    let behind = difference(|it| it.log_end_offset).map_or_else(unknown, |count| count.to_string());
    let late = difference(|it| it.last_caught_up_ms);
    let late = late.map_or_else(unknown, |time| format!("{time} ms"));
    let offset = it.log_end_offset.map_or_else(unknown, |offset| offset.to_string());
    let directory = it.directory_id.map_or_else(unknown, |id| id.to_string());
    [it.id.to_string(), role.to_owned(), offset, behind, late, directory].map(Into::into)
}

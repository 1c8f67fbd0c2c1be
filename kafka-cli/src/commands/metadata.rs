//! `kadm metadata -L`: the shape of `kcat -L`, with an exit code that tells the truth.

use kafka_admin::{Admin, ClusterDescription, Partition, TopicDescription};
use serde_json::{Value, json};

use super::{Context, numbers, topic};
use crate::args::MetadataArgs;
use crate::failure::{Failure, Result};
use crate::output::{Report, json_error};

pub(super) async fn run(args: &MetadataArgs, context: &mut Context<'_, '_>) -> Result<()> {
    let admin = context.connect(&args.connect).await?;
    let cluster = admin.describe_cluster().await?;
    head(&admin, &cluster, &args.topics, &mut context.report);
    brokers(&cluster, &mut context.report);
    let names = match args.topics.as_slice() {
        [] => admin.list_topics().await?.into_iter().map(|topic| topic.name).collect(),
        named => named.to_vec(),
    };
    topics(&admin, &names, &mut context.report).await
}

fn head(admin: &Admin, cluster: &ClusterDescription, named: &[String], report: &mut Report) {
    let what = if named.is_empty() { "all topics".into() } else { named.join(", ") };
    let id = cluster.cluster_id.as_deref().unwrap_or("unknown");
    report.line(format!("Metadata for {what} (from {}, cluster {id}):", admin.session().address));
    report.set("cluster_id", cluster.cluster_id.clone());
    report.set("controller", cluster.controller);
}

/// Every broker, also one that advertises an address which nobody can dial: the others are shown, and
/// the command fails.
fn brokers(cluster: &ClusterDescription, report: &mut Report) {
    report.line(format!(" {} brokers:", cluster.brokers.len()));
    let mut items = Vec::new();
    for broker in &cluster.brokers {
        let controller = if cluster.controller == Some(broker.id) { " (controller)" } else { "" };
        let rack = broker.rack.as_ref().map(|rack| format!(", rack {rack}")).unwrap_or_default();
        let mut line = format!("  {broker}{rack}{controller}");
        let mut item = json!({
            "id": broker.id,
            "address": broker.address().ok().map(|address| address.to_string()),
            "host": broker.host,
            "port": broker.port,
            "rack": broker.rack,
            "ok": true,
        });
        if let Err(why) = broker.address() {
            let failure = Failure::unexpected(format!(
                "{broker} advertises an address that nobody can dial: {why}"
            ))
            .hint("correct the advertised.listeners of that broker");
            line += &format!(": nobody can dial it: {why}");
            item["ok"] = false.into();
            item["error"] = json_error(&failure);
            report.failure.get_or_insert(failure);
        }
        report.line(line);
        items.push(item);
    }
    report.set("brokers", items);
}

async fn topics(admin: &Admin, names: &[String], report: &mut Report) -> Result<()> {
    report.line(format!(" {} topics:", names.len()));
    let mut items = Vec::new();
    for (name, result) in admin.describe_topics(names).await? {
        match result {
            Ok(topic) => items.push(described(&topic, report)),
            Err(error) => items.push(denied(&name, error.into(), report)),
        }
    }
    report.set("topics", items);
    Ok(())
}

fn described(topic: &TopicDescription, report: &mut Report) -> Value {
    report.line(format!("  topic \"{}\" with {} partitions:", topic.name, topic.partitions.len()));
    for Partition { index, leader, replicas, isr, .. } in &topic.partitions {
        let leader = leader.map_or("-1".into(), |leader| leader.to_string());
        let (replicas, isr) = (numbers(replicas), numbers(isr));
        report.line(format!(
            "    partition {index}, leader {leader}, replicas: {replicas}, isrs: {isr}"
        ));
    }
    let mut item = topic::description(topic);
    item["name"] = topic.name.clone().into();
    item["ok"] = true.into();
    item
}

/// kcat ends with 0 here.
fn denied(name: &str, failure: Failure, report: &mut Report) -> Value {
    report.line(format!("  topic \"{name}\" with 0 partitions: {}", failure.message));
    let item = json!({"name": name, "ok": false, "error": json_error(&failure)});
    report.failure.get_or_insert(failure);
    item
}

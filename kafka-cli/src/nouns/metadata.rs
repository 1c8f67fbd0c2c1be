//! `kadm metadata -L`: the shape of `kcat -L`, with an exit code that tells the truth.

use clap::Args;
use kafka_admin::cluster::{BrokerNode, ClusterDescription};
use kafka_admin::escape::Escaped;
use kafka_admin::topics::{Partition, TopicDescription};
use kafka_admin::{AddressError, Admin};
use serde_json::json;

use super::topic::{self, numbers};
use crate::connect_args::ConnectArgs;
use crate::context::{Context, Run};
use crate::failure::{Failure, Result};
use crate::output::{Items, Report};

/// Topics that are asked about in one request: the answer about all of them may be long.
const AT_ONCE: usize = 1_000;

/// Show brokers, topics and partitions, as kcat -L does.
#[derive(Debug, Args)]
pub(crate) struct Metadata {
    /// List; there is nothing else to do, the flag is kcat's.
    #[arg(short = 'L')]
    list: bool,
    /// Only this topic; exit code 1 if it is denied or not there. Repeatable.
    #[arg(short, long = "topic", value_name = "TOPIC")]
    topics: Vec<String>,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl Run for Metadata {
    async fn run(&self, context: &mut Context<'_, '_>) -> Result<()> {
        let admin = context.connect(&self.connect).await?;
        let cluster = admin.describe_cluster().await?;
        head(&admin, &cluster, &self.topics, &mut context.report);
        brokers(&cluster, &mut context.report);
        let names = match self.topics.as_slice() {
            [] => admin.list_topics().await?.into_iter().map(|topic| topic.name).collect(),
            named => named.to_vec(),
        };
        topics(&admin, &names, &mut context.report).await
    }
}

fn head(admin: &Admin, cluster: &ClusterDescription, named: &[String], report: &mut Report) {
    let what = if named.is_empty() { "all topics".into() } else { named.join(", ") };
    let (what, id) = (Escaped(&what), cluster.cluster_id.as_deref().unwrap_or("unknown"));
    let id = Escaped(id);
    report.line(format!("Metadata for {what} (from {}, cluster {id}):", admin.session().address));
    report.set("cluster_id", cluster.cluster_id.clone());
    report.set("controller", cluster.controller);
}

/// Every broker, also one that advertises an address which nobody can dial: the others are shown, and
/// the command fails.
fn brokers(cluster: &ClusterDescription, report: &mut Report) {
    report.line(format!(" {} brokers:", cluster.brokers.len()));
    let mut items = report.items("brokers");
    for broker in &cluster.brokers {
        let controller = if cluster.controller == Some(broker.id) { " (controller)" } else { "" };
        let rack = broker.rack.as_ref();
        let rack = rack.map(|rack| format!(", rack {}", Escaped(rack))).unwrap_or_default();
        let line = format!("  {broker}{rack}{controller}");
        let item = json!({
            "id": broker.id,
            "address": broker.address().ok().map(|address| address.to_string()),
            "host": broker.host,
            "port": broker.port,
            "rack": broker.rack,
        });
        match broker.address() {
            Ok(_) => items.done(&item).line(line),
            Err(why) => {
                let line = format!("{line}: nobody can dial it: {why}");
                items.refused(&item, not_dialable(broker, why)).line(line);
            }
        }
    }
}

fn not_dialable(broker: &BrokerNode, why: AddressError) -> Failure {
    let message = format!("{broker} advertises an address that nobody can dial: {why}");
    Failure::unexpected(message).hint("correct the advertised.listeners of that broker")
}

async fn topics(admin: &Admin, names: &[String], report: &mut Report) -> Result<()> {
    report.line(format!(" {} topics:", names.len()));
    let mut items = report.items("topics");
    for some in names.chunks(AT_ONCE) {
        for (name, result) in admin.describe_topics(some).await? {
            match result {
                Ok(topic) => described(&topic, &mut items),
                Err(error) => denied(&name, error.into(), &mut items),
            }
        }
    }
    Ok(())
}

fn described(topic: &TopicDescription, items: &mut Items<'_>) {
    let report = items.done(&topic::Described::of(topic));
    let (name, count) = (Escaped(&topic.name), topic.partitions.len());
    report.line(format!("  topic \"{name}\" with {count} partitions:"));
    for Partition { index, leader, replicas, isr, .. } in &topic.partitions {
        let leader = leader.map_or("-1".into(), |leader| leader.to_string());
        let (replicas, isr) = (numbers(replicas), numbers(isr));
        report.line(format!(
            "    partition {index}, leader {leader}, replicas: {replicas}, isrs: {isr}"
        ));
    }
}

/// kcat ends with 0 here.
fn denied(name: &str, failure: Failure, items: &mut Items<'_>) {
    let line = format!("  topic \"{}\" with 0 partitions: {}", Escaped(name), failure.message);
    items.refused(&json!({"name": name}), failure).line(line);
}

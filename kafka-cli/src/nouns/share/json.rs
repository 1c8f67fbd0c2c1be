//! The result of `kadm share` in JSON.

use kafka_admin::cluster::BrokerNode;
use kafka_admin::share::{AclState, Change, Created, Proof, Shared, TopicState};
use serde_json::{Value, json};

use super::words;
use crate::nouns::acl;
use crate::output::{Report, error, strings};

/// Sets what was found and done.
pub(in crate::nouns) fn set_members(shared: &Shared, name: &str, report: &mut Report) {
    let mut acls = Vec::new();
    for (binding, state) in &shared.acls {
        let mut item = acl::item(binding);
        item["state"] = state_name(*state).into();
        acls.push(item);
    }
    report.set("cluster_id", shared.cluster.cluster_id.clone());
    report.set("topic", topic(&shared.topic));
    report.set("acls", acls);
    report.set("brokers", shared.brokers.iter().map(broker).collect::<Vec<_>>());
    report.set("proved", shared.is_proved());
    report.set("proof", shared.proof.as_ref().map(proof));
    report.set("exceptions", shared.exceptions().map(acl::item).collect::<Vec<_>>());
    report.warnings.extend(shared.warnings.iter().map(|warning| words::warning(warning, name)));
}

fn topic(state: &TopicState) -> Value {
    let (state, created, differences) = match state {
        TopicState::Created(topic) => ("created", Some(topic), [].as_slice()),
        TopicState::WouldBeCreated(topic) => ("would be created", Some(topic), [].as_slice()),
        TopicState::Existing { differences } => ("existing", None, differences.as_slice()),
        _ => ("unknown", None, [].as_slice()),
    };
    json!({
        "state": state,
        "partitions": created.and_then(|topic| topic.partitions),
        "replication_factor": created.and_then(|topic| topic.replication_factor),
        "differences": strings(differences.iter().map(words::difference)),
    })
}

fn broker((broker, seen): &(BrokerNode, kafka_admin::Result<()>)) -> Value {
    let mut item = json!({
        "id": broker.id,
        "host": broker.host,
        "port": broker.port,
        "acls_visible": seen.is_ok(),
    });
    if let Err(why) = seen {
        item["error"] = error(&why.clone().into());
    }
    item
}

/// Something that stays of a share that failed.
pub(super) fn change(change: &Change) -> Value {
    let mut item = match &change.what {
        Created::Topic(name) => json!({"resource_type": "TOPIC", "name": name}),
        Created::Acl(acl) => acl::item(acl),
        _ => json!({}),
    };
    let kind = if matches!(change.what, Created::Topic(_)) { "topic" } else { "acl" };
    item["kind"] = kind.into();
    item["outcome"] = if change.certain { "applied" } else { "outcome unknown" }.into();
    item
}

fn state_name(state: AclState) -> &'static str {
    match state {
        AclState::Created => "created",
        AclState::Existing => "existing",
        AclState::WouldBeCreated => "would be created",
        _ => "unknown",
    }
}

fn proof(proof: &Proof) -> Value {
    json!({
        "user": proof.session.identity,
        "mechanism": proof.session.mechanism,
        "broker": proof.session.address.to_string(),
        "tls": proof.session.tls,
        "authorized_operations": strings(proof.operations.iter()),
        "group_authorized_operations":
            proof.group_operations.map(|allowed| strings(allowed.iter())),
    })
}

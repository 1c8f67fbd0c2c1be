//! The APIs of Amazon MSK that clients call before they connect.

use hyper::Method;
use kafka_emulator::{Listener, Service, Topic};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Answer, Asked, Control};

/// `None` if it is another API's.
pub(super) async fn answer(control: &Control, asked: &Asked) -> Option<Answer> {
    let parts = asked.path.parts();
    let arn = control.emulator.cluster_arn();
    let about = match parts.as_slice() {
        ["v1", "clusters", about, ..] | ["api", "v2", "clusters", about] => Some(*about),
        ["api", "v2", "clusters"] => None,
        _ => return None,
    };
    if about.is_some_and(|about| about != arn) {
        return Some(Answer::not_found(format!("The cluster is not there: the only one is {arn}")));
    }
    Some(match (&asked.method, &parts[2..]) {
        (&Method::GET, [_, "bootstrap-brokers"]) => Answer::json(&bootstrap_brokers(control)),
        (&Method::GET, ["clusters"]) => clusters(control, asked),
        (&Method::GET, ["clusters", _]) => Answer::json(&json!({"clusterInfo": cluster(control)})),
        (&Method::GET, [_, "scram-secrets"]) => {
            Answer::json(&json!({"secretArnList": control.secrets.associated()}))
        }
        (&Method::POST, [_, "scram-secrets"]) => associate(control, asked, true).await,
        (&Method::PATCH, [_, "scram-secrets"]) => associate(control, asked, false).await,
        (&Method::GET, [_, "topics"]) => topics(control, asked),
        (&Method::GET, [_, "topics", name]) => topic(control, name),
        _ => return None,
    })
}

/// Those of Amazon's 14 keys whose listeners there are.
fn bootstrap_brokers(control: &Control) -> Value {
    let listeners = [
        (Listener::Plaintext, "", ""),
        (Listener::Tls, "Tls", "PublicTls"),
        (Listener::Scram, "SaslScram", "PublicSaslScram"),
        (Listener::Iam, "SaslIam", "PublicSaslIam"),
    ];
    let mut brokers = Map::new();
    for (listener, within, public) in listeners {
        let addresses = control.emulator.addresses(listener);
        if !addresses.is_empty() {
            let is_public = control.emulator.service() == Service::MskPublic;
            let suffix = if is_public { public } else { within };
            brokers.insert(format!("bootstrapBrokerString{suffix}"), addresses.join(",").into());
        }
    }
    Value::Object(brokers)
}

fn clusters(control: &Control, asked: &Asked) -> Answer {
    let cluster = cluster(control);
    let name = cluster["clusterName"].as_str().unwrap_or_default();
    let is_named =
        asked.path.query("clusterNameFilter").is_none_or(|start| name.starts_with(start));
    let kind = asked.path.query("clusterTypeFilter");
    let is_of_kind = kind.is_none_or(|kind| cluster["clusterType"] == kind);
    let list = if is_named && is_of_kind { vec![cluster] } else { Vec::new() };
    Answer::json(&json!({"clusterInfoList": list}))
}

fn cluster(control: &Control) -> Value {
    let emulator = &control.emulator;
    let arn = emulator.cluster_arn();
    let name = arn.split('/').nth(1).unwrap_or_default();
    let has = |listener| !emulator.addresses(listener).is_empty();
    let iam = json!({"enabled": has(Listener::Iam)});
    let mut cluster = json!({
        "clusterArn": arn,
        "clusterName": name,
        "state": "ACTIVE",
        "currentVersion": "K3AEGXETSR30VB",
    });
    if emulator.service() == Service::MskServerless {
        cluster["clusterType"] = "SERVERLESS".into();
        cluster["serverless"] =
            json!({"vpcConfigs": [], "clientAuthentication": {"sasl": {"iam": iam}}});
        return cluster;
    }
    cluster["clusterType"] = "PROVISIONED".into();
    cluster["provisioned"] = json!({
        "brokerNodeGroupInfo": {"clientSubnets": [], "instanceType": "kafka.m5.large"},
        "numberOfBrokerNodes": emulator.broker_count(),
        "currentBrokerSoftwareInfo": {"kafkaVersion": emulator.profile().to_string()},
        "clientAuthentication": {
            "sasl": {"scram": {"enabled": has(Listener::Scram)}, "iam": iam},
            "unauthenticated": {"enabled": has(Listener::Tls) || has(Listener::Plaintext)},
        },
    });
    cluster
}

/// The body of both Batch…ScramSecret.
#[derive(Deserialize)]
struct Batch {
    #[serde(rename = "secretArnList")]
    arns: Vec<String>,
}

async fn associate(control: &Control, asked: &Asked, on: bool) -> Answer {
    let batch: Batch = match asked.json() {
        Ok(batch) => batch,
        Err(answer) => return answer,
    };
    if !(1..=10).contains(&batch.arns.len()) {
        return Answer::bad("There are 1 to 10 secrets in a request.");
    }
    let mut unprocessed = Vec::new();
    for arn in &batch.arns {
        if let Err((code, text)) = control.secrets.associate(arn, on, &control.emulator).await {
            unprocessed.push(json!({"secretArn": arn, "errorCode": code, "errorMessage": text}));
        }
    }
    let arn = control.emulator.cluster_arn();
    Answer::json(&json!({"clusterArn": arn, "unprocessedScramSecrets": unprocessed}))
}

fn topics(control: &Control, asked: &Asked) -> Answer {
    let start = asked.path.query("topicNameFilter").unwrap_or_default();
    let topics = control.emulator.topics().into_iter();
    let topics = topics.filter(|topic| topic.name.starts_with(start));
    let topics: Vec<Value> = topics.map(|topic| info(control, &topic)).collect();
    Answer::json(&json!({"topics": topics}))
}

/// Without its configs, of which the form is not known here.
fn topic(control: &Control, name: &str) -> Answer {
    let Some(topic) = control.emulator.topic(name) else {
        return Answer::not_found(format!("There is no topic {name}."));
    };
    let mut info = info(control, &topic);
    info["status"] = "ACTIVE".into();
    Answer::json(&info)
}

fn info(control: &Control, topic: &Topic) -> Value {
    let arn = control.emulator.cluster_arn().replacen(":cluster/", ":topic/", 1);
    json!({
        "topicArn": format!("{arn}/{}", topic.name),
        "topicName": topic.name,
        "partitionCount": topic.partitions.len(),
        "replicationFactor": topic.replication_factor(),
    })
}

//! `kadm share` against an emulated cluster.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod common;

use common::{Cluster, Run, USER};
use serde_json::{Value, json};

fn step(run: &Run, name: &str) -> Value {
    let json = run.json();
    let steps = json["steps"].as_array().unwrap();
    steps.iter().find(|step| step["name"] == name).cloned().unwrap_or_default()
}

#[tokio::test]
async fn shares_and_proves_it() {
    let cluster = Cluster::start().await;
    cluster.user("topic describe orders").await.fails(1);
    let run = cluster.share("orders --with rudder --partitions 3 --format json").await.succeeds();
    let json = run.json();
    assert_eq!((&json["command"], &json["ok"]), (&"share".into(), &true.into()));
    assert_eq!(json["topic"]["state"], "created");
    assert_eq!(json["proved"], true);
    assert_eq!(json["proof"]["user"], USER);
    assert_eq!(json["proof"]["mechanism"], "SCRAM-SHA-512");
    assert_eq!(json["proof"]["authorized_operations"], json!(["WRITE", "DESCRIBE"]));
    assert_eq!(json["handover"]["rudderstack"]["Username"], USER);
    let described = cluster.user("topic describe orders").await.succeeds();
    assert!(described.stdout.starts_with("orders, you may: WRITE, DESCRIBE"), "{described:?}");
}

#[tokio::test]
async fn a_second_run_changes_nothing_and_proves_it_again() {
    let cluster = Cluster::start().await;
    cluster.share("orders --with User:rudder --partitions 3").await.succeeds();
    let acls = cluster.admin("acl list").await.stdout;
    let again = cluster.share("orders --with rudder --partitions 5 --format json").await.succeeds();
    let json = again.json();
    assert_eq!(json["topic"]["state"], "existing");
    assert_eq!(json["topic"]["differences"], json!(["3 partitions, not 5"]));
    assert!(json["acls"].as_array().unwrap().iter().all(|acl| acl["state"] == "existing"));
    assert_eq!(json["proved"], true);
    assert_eq!(cluster.admin("acl list").await.stdout, acls);
}

#[tokio::test]
async fn text_says_what_was_done_and_what_to_hand_over() {
    let cluster = Cluster::start().await;
    let run = cluster.share("orders --with rudder --partitions 1").await.succeeds();
    for told in [
        "ok       topic      created orders, 1 partition",
        "WRITE, DESCRIBE on TOPIC LITERAL:orders",
        "proved: rudder may WRITE, DESCRIBE on topic orders",
        "RudderStack",
        "kcat -b localhost:",
        "ScramLoginModule required username=\"rudder\" password=\"<password>\";",
    ] {
        assert!(run.stdout.contains(told), "{told}\n{}", run.stdout);
    }
    assert_eq!(run.stderr, "");
}

#[tokio::test]
async fn a_dry_run_changes_nothing() {
    let cluster = Cluster::start().await;
    let run = cluster.share("orders --with rudder --dry-run --format json").await.succeeds();
    let json = run.json();
    assert_eq!(json["topic"]["state"], "would be created");
    assert_eq!(json["acls"][0]["state"], "would be created");
    assert_eq!((&json["proved"], &json["dry_run"]), (&false.into(), &true.into()));
    assert_eq!(step(&run, "wait")["skipped"], true);
    assert_eq!(cluster.admin("topic list --format json").await.json()["topics"], json!([]));
    assert_eq!(cluster.admin("acl list --format json").await.json()["acls"], json!([]));
}

#[tokio::test]
async fn without_the_users_password_it_is_done_and_not_proved() {
    let cluster = Cluster::start().await;
    let line = format!("share orders --with rudder --user-bootstrap {}", cluster.0.scram_address());
    let run = cluster.admin(&format!("{line} --format json")).await.succeeds();
    assert_eq!(step(&run, "proof")["skipped"], true);
    assert_eq!(run.json()["proved"], false);
    let text = cluster.admin(&line).await.succeeds().stdout;
    assert!(text.contains("NOT PROVED") && text.contains("--user-password-file"), "{text}");
    cluster.user("topic describe orders").await.succeeds();
}

#[tokio::test]
async fn a_wrong_password_of_the_user_fails_the_proof() {
    let cluster = Cluster::start().await;
    let run = cluster
        .share_with_password("orders --with rudder --format json", "MARKER-wrong")
        .await
        .fails(1);
    let json = run.json();
    assert_eq!(json["ok"], false);
    assert_eq!(json["error"]["kind"], "AuthenticationFailed");
    assert_eq!(json["error"]["layer"], "SASL");
    assert!(json["error"]["hint"].is_string(), "{json}");
    assert_eq!(step(&run, "acls")["ok"], true);
    assert_eq!(step(&run, "proof")["ok"], false);
}

#[tokio::test]
async fn a_user_who_reads_gets_the_group_too() {
    let cluster = Cluster::start().await;
    let run = cluster
        .share("orders --with rudder --consume --group billing --format json")
        .await
        .succeeds();
    let json = run.json();
    assert_eq!(json["proof"]["authorized_operations"], json!(["READ", "DESCRIBE"]));
    let group = json["acls"].as_array().unwrap().iter().find(|acl| acl["resource_type"] == "GROUP");
    assert_eq!(group.unwrap()["name"], "billing");
    assert!(json["handover"]["kcat"].as_str().unwrap().ends_with("-G billing orders"));
}

/// The story's mistake: the SCRAM user tries to do it alone.
#[tokio::test]
async fn somebody_who_may_not_learns_it_before_anything_changes() {
    let cluster = Cluster::start().await;
    let run = cluster.user("share orders --with rudder --format json").await.fails(1);
    assert_eq!(run.json()["error"]["kind"], "ClusterAuthorizationFailed");
    assert_eq!(step(&run, "check")["ok"], false);
    assert_eq!(step(&run, "topic"), Value::Null);
    assert_eq!(cluster.admin("topic list --format json").await.json()["topics"], json!([]));
}

#[tokio::test]
async fn a_denial_that_wins_is_a_warning() {
    let cluster = Cluster::start().await;
    cluster
        .admin("acl create --topic orders --deny-principal rudder --operation read")
        .await
        .succeeds();
    let run = cluster.share("orders --with rudder --format json").await.succeeds();
    assert!(run.json()["warnings"][0].as_str().unwrap().contains("DENY READ"), "{run:?}");
}

#[tokio::test]
async fn a_denial_that_makes_it_futile_is_told_before_anything_changes() {
    let cluster = Cluster::start().await;
    let deny = "acl create --topic ord --resource-pattern-type prefixed --deny-principal * --operation all";
    cluster.admin(deny).await.succeeds();
    let run = cluster.share("orders --with rudder --format json").await.fails(1);
    assert!(step(&run, "check")["detail"].as_str().unwrap().contains("DENY wins"), "{run:?}");
    assert_eq!(cluster.admin("topic list").await.stdout, "");
}

#[tokio::test]
async fn where_the_user_logs_in_has_to_be_known() {
    let cluster = Cluster::start().await;
    let run = cluster.admin("share orders --with rudder").await.fails(2);
    assert!(run.stderr.contains("--user-bootstrap"), "{run:?}");
    let run = cluster.admin("share orders --with rudder --user-bootstrap localhost").await.fails(2);
    assert!(run.stderr.contains("the port is missing"), "{run:?}");
}

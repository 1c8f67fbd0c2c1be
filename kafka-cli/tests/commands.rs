//! `kadm topic`, `kadm acl` and `kadm metadata` against an emulated cluster.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod common;

use common::Cluster;
use serde_json::json;

#[tokio::test]
async fn topics_from_creation_to_deletion() {
    let cluster = Cluster::start().await;
    let created = cluster
        .admin("topic create a b --partitions 2 --config retention.ms=1000")
        .await
        .succeeds();
    assert_eq!(
        created.stdout,
        "created a, partitions: 2, replicas: 1\ncreated b, partitions: 2, replicas: 1\n"
    );
    assert_eq!(cluster.admin("topic list").await.succeeds().stdout, "a\nb\n");
    let described = cluster.admin("topic describe a --format json").await.succeeds().json();
    assert_eq!(described["topics"][0]["partitions"].as_array().unwrap().len(), 2);
    let shown = cluster.admin("topic delete a").await.fails(2);
    assert!(shown.stdout.starts_with("a") && shown.stderr.contains("--yes"), "{shown:?}");
    assert_eq!(cluster.admin("topic delete a --yes").await.succeeds().stdout, "deleted a\n");
    assert_eq!(cluster.admin("topic list").await.stdout, "b\n");
}

#[tokio::test]
async fn one_failed_item_fails_the_command_and_hides_no_other() {
    let cluster = Cluster::start().await;
    cluster.admin("topic create b").await.succeeds();
    let run = cluster.admin("topic create a b c --format json").await.fails(1).json();
    let ok: Vec<_> =
        run["topics"].as_array().unwrap().iter().map(|topic| topic["ok"].clone()).collect();
    assert_eq!(ok, [json!(true), json!(false), json!(true)]);
    assert_eq!(run["topics"][1]["error"]["kind"], "TopicAlreadyExists");
    assert_eq!(run["topics"][1]["error"]["code"], 36);
    assert_eq!(run["error"]["kind"], "TopicAlreadyExists");
    let text = cluster.admin("topic create b d").await.fails(1);
    assert!(text.stdout.contains("FAILED  b") && text.stdout.contains("created d"), "{text:?}");
    cluster.admin("topic create b --if-not-exists").await.succeeds();
}

#[tokio::test]
async fn a_dry_run_creates_no_topic_and_no_acl() {
    let cluster = Cluster::start().await;
    cluster.admin("topic create a --dry-run").await.succeeds();
    cluster.admin("acl create --topic a --allow-principal x --dry-run").await.succeeds();
    cluster.admin("acl grant x --topic a --produce --dry-run").await.succeeds();
    assert_eq!(cluster.admin("topic list").await.stdout, "");
    assert_eq!(cluster.admin("acl list --format json").await.json()["acls"], json!([]));
}

#[tokio::test]
async fn acls_from_creation_to_deletion() {
    let cluster = Cluster::start().await;
    cluster.admin("acl grant rudder --topic orders --produce --consume --group g").await.succeeds();
    cluster
        .admin("acl create --cluster --allow-principal ops --operation describe")
        .await
        .succeeds();
    let all = cluster.admin("acl list --format json").await.succeeds().json();
    assert_eq!(all["acls"].as_array().unwrap().len(), 5);
    let listed = cluster
        .admin("acl list --topic orders --principal rudder --operation write")
        .await
        .succeeds();
    let cells: Vec<_> = listed.stdout.lines().nth(1).unwrap().split_whitespace().collect();
    assert_eq!(cells, ["TOPIC", "LITERAL", "orders", "User:rudder", "*", "ALLOW", "WRITE"]);
    let shown = cluster.admin("acl delete --principal rudder --format json").await.fails(2).json();
    assert_eq!(shown["acls"].as_array().unwrap().len(), 4);
    assert_eq!(shown["error"]["kind"], "ConfirmationRequired");
    let deleted = cluster.admin("acl delete --principal rudder --yes").await.succeeds();
    assert_eq!(deleted.stdout.lines().count(), 4);
    assert_eq!(
        cluster.admin("acl list --format json").await.json()["acls"].as_array().unwrap().len(),
        1
    );
}

#[tokio::test]
async fn a_delete_never_means_everything_by_accident() {
    let cluster = Cluster::start().await;
    cluster.admin("acl grant rudder --topic orders --produce").await.succeeds();
    let refused = cluster.admin("acl delete --yes").await.fails(2);
    assert!(refused.stderr.contains("--all"), "{refused:?}");
    cluster.admin("acl delete --all --topic orders --yes").await.fails(2);
    cluster.admin("acl delete --all").await.fails(2);
    cluster.admin("acl delete --all --dry-run").await.succeeds();
    cluster.admin("acl delete --all --yes").await.succeeds();
    assert_eq!(cluster.admin("acl list --format json").await.json()["acls"], json!([]));
}

#[tokio::test]
async fn a_user_without_rights_is_told_code_and_next_step() {
    let cluster = Cluster::start().await;
    let run = cluster.user("acl create --topic t --allow-principal rudder").await.fails(1);
    assert!(run.stderr.contains("CLUSTER_AUTHORIZATION_FAILED (31)"), "{run:?}");
    assert!(run.stderr.contains(" hint: "), "{run:?}");
    let json = cluster.user("topic create t --format json").await.fails(1).json();
    assert_eq!(
        (&json["error"]["code"], &json["error"]["code_name"]),
        (&29.into(), &"TOPIC_AUTHORIZATION_FAILED".into())
    );
}

#[tokio::test]
async fn metadata_has_kcats_shape_and_an_honest_exit_code() {
    let cluster = Cluster::start().await;
    cluster.share("orders --with rudder --partitions 2").await.succeeds();
    cluster.admin("topic create hidden").await.succeeds();
    let all = cluster.admin("metadata -L").await.succeeds().stdout;
    assert!(all.contains(" 1 brokers:\n  broker ") && all.contains(" 2 topics:\n"), "{all}");
    assert!(
        all.contains("  topic \"orders\" with 2 partitions:\n    partition 0, leader "),
        "{all}"
    );
    let denied = cluster.user("metadata -L -t orders -t hidden").await.fails(1);
    assert!(denied.stdout.contains("topic \"orders\" with 2 partitions"), "{denied:?}");
    assert!(denied.stdout.contains("topic \"hidden\" with 0 partitions"), "{denied:?}");
    assert!(denied.stdout.contains("TOPIC_AUTHORIZATION_FAILED (29)"), "{denied:?}");
}

#[tokio::test]
async fn a_wrong_password_is_told_as_such() {
    let cluster = Cluster::start().await;
    let run = cluster.user_with_password("topic list", "MARKER-wrong").await.fails(1);
    assert!(run.stderr.starts_with("error: ") && run.stderr.contains("\n hint: "), "{run:?}");
}

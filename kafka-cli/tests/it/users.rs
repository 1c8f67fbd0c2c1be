//! `kadm user` against an emulated cluster.

use crate::common::{Cluster, Run, USER};

const NEW_PASSWORD: &str = "MARKER-new-password";

async fn with_password(cluster: &Cluster, line: &str) -> Run {
    cluster.admin_with(line, |captured| captured.var("KADM_USER_PASSWORD", NEW_PASSWORD)).await
}

#[tokio::test]
async fn users_from_creation_to_deletion() {
    let cluster = Cluster::start().await;
    let created = with_password(&cluster, "user create ops --mechanism sha-512").await.succeeds();
    assert_eq!(created.stdout, "created ops (SCRAM-SHA-512)\n");
    let listed = cluster.admin("user list").await.succeeds().stdout;
    let rows: Vec<Vec<&str>> = listed.lines().map(|it| it.split_whitespace().collect()).collect();
    assert_eq!(rows[1..], [["ops", "SCRAM-SHA-512", "4096"], [USER, "SCRAM-SHA-512", "4096"]]);
    let again = with_password(&cluster, "user create ops").await.fails(1);
    assert!(again.stderr.contains("kadm user alter"), "{again:?}");
    let line = format!("user alter {USER} --iterations 16384");
    with_password(&cluster, &line).await.succeeds();
    cluster.user_with_password("topic list", NEW_PASSWORD).await.succeeds();
    cluster.user("topic list").await.fails(1);

    let shown = cluster.admin("user delete ops").await.fails(2);
    assert_eq!(shown.stdout, "would delete ops (SCRAM-SHA-512)\n");
    assert!(shown.stderr.contains("--yes"), "{shown:?}");
    let deleted = cluster.admin("user delete ops nobody --yes").await.fails(1);
    assert_eq!(deleted.stdout, "deleted ops (SCRAM-SHA-512)\n");
    assert!(deleted.stderr.contains("nobody: RESOURCE_NOT_FOUND (91)"), "{deleted:?}");
    assert_eq!(cluster.admin("user list").await.succeeds().stdout.lines().count(), 2);
}

#[tokio::test]
async fn a_password_that_is_made_is_shown_once_and_works() {
    let cluster = Cluster::start().await;
    let altered = cluster.admin(&format!("user alter {USER} --generate")).await.succeeds();
    let password = altered.stdout.lines().last().unwrap().strip_prefix("password: ").unwrap();
    cluster.user_with_password("topic list", password).await.succeeds();
}

#[tokio::test]
async fn without_a_password_nothing_is_sent() {
    let cluster = Cluster::start().await;
    let run = cluster.admin("user create ops").await.fails(2);
    assert!(run.stderr.contains("--generate"), "{run:?}");
    cluster.admin("user create ops --iterations 4095 --generate").await.fails(2);
    cluster.admin("user create ops --mechanism plain --generate").await.fails(2);
    let odd = ["kadm", "user", "create", "ä", "--generate"].map(str::to_owned);
    cluster.admin_words(&odd).await.fails(1);
    assert!(!cluster.admin("user list").await.succeeds().stdout.contains("ops"));
}

#[tokio::test]
async fn somebody_without_the_right_is_told_which() {
    let cluster = Cluster::start().await;
    let run = cluster.user("user list").await.fails(1);
    assert!(run.stderr.contains("CLUSTER_AUTHORIZATION_FAILED"), "{run:?}");
    assert!(run.stderr.contains("hint: "), "{run:?}");
}

//! `kadm quota` against an emulated cluster.

use crate::common::Cluster;

#[tokio::test]
async fn quotas_from_setting_to_removal() {
    let cluster = Cluster::start().await;
    let set = cluster.admin("quota set --user a --client-id x producer_byte_rate=1000000").await;
    assert_eq!(set.succeeds().stdout, "limited user a, client-id x\n");
    cluster.admin("quota set --user-default request_percentage=12.5").await.succeeds();
    cluster.admin("quota set --ip 10.0.0.1 connection_creation_rate=7").await.succeeds();
    let listed = cluster.admin("quota list").await.succeeds().stdout;
    let rows: Vec<String> =
        listed.lines().map(|row| row.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let expected = [
        "ENTITY KEY LIMIT",
        "user a, client-id x producer_byte_rate 1000000",
        "ip 10.0.0.1 connection_creation_rate 7",
        "user <default> request_percentage 12.5",
    ];
    assert_eq!(rows, expected);

    let shown = cluster.admin("quota delete --user-default").await.fails(2);
    assert_eq!(shown.stdout, "would remove request_percentage=12.5 of user <default>\n");
    cluster.admin("quota delete --user-default --yes").await.succeeds();
    let gone = cluster.admin("quota delete --user-default --yes").await.fails(1);
    assert!(gone.stderr.contains("user <default> has no quotas"), "{gone:?}");
    let left = cluster.admin("quota list --user a").await.succeeds().stdout;
    assert_eq!(left.lines().count(), 2);
    assert_eq!(cluster.admin("quota list --user a --strict").await.stdout.lines().count(), 1);
}

#[tokio::test]
async fn what_cannot_be_meant_is_refused() {
    let cluster = Cluster::start().await;
    for line in [
        "quota set producer_byte_rate=1",
        "quota set --user a",
        "quota set --user a producer_byte_rate",
        "quota set --user a --user-default producer_byte_rate=1",
        "quota set --ip 10.0.0.1 --client-id x connection_creation_rate=1",
        "quota delete",
    ] {
        cluster.admin(line).await.fails(2);
    }
    for line in [
        "quota set --user a producer_byte_rate=0",
        "quota set --user a producer_byte_rate=1.5",
        "quota set --user a connection_creation_rate=1",
        "quota set --user a nope=1",
    ] {
        cluster.admin(line).await.fails(1);
    }
    assert_eq!(cluster.admin("quota list").await.succeeds().stdout.lines().count(), 1);
}

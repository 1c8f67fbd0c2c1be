//! `kadm group` as people see it, on an emulated cluster.

use crate::common::Cluster;

/// A cluster with the topic `orders` of two partitions, and a group that has committed an offset.
async fn with_a_group() -> Cluster {
    let cluster = Cluster::start().await;
    cluster.admin("topic create orders --partitions 2").await.succeeds();
    let set = cluster.admin("group offsets alter g orders:0=0 --yes").await.succeeds();
    assert_eq!(set.stdout, "set orders-0 to 0\n");
    cluster
}

#[tokio::test]
async fn groups_are_listed_and_described() {
    let cluster = with_a_group().await;
    let list = cluster.admin("group list").await.succeeds();
    assert_eq!(
        list.stdout,
        "GROUP  TYPE     STATE  PROTOCOL  COORDINATOR\n\
         g      Classic  Empty  -         1\n"
    );
    let none = cluster.admin("group list --state stable").await.succeeds();
    assert_eq!(none.stdout, "no group matches\n");
    let wrong = cluster.admin("group list --type queue").await.fails(2);
    assert!(wrong.stderr.contains("Classic, Consumer, Share, Streams"), "{wrong:?}");
    let described = cluster.admin("group describe g").await.succeeds();
    assert!(described.stdout.starts_with("g: Classic, Empty, coordinator 1, you may: "));
    assert!(described.stdout.ends_with("\n  no members\n"), "{described:?}");
    let absent = cluster.admin("group describe absent").await.fails(1);
    assert!(absent.stderr.contains("GROUP_ID_NOT_FOUND (69)"), "{absent:?}");
    assert!(absent.stderr.contains(" hint: list the groups"), "{absent:?}");
}

#[tokio::test]
async fn lag_and_offsets_are_tables() {
    let cluster = with_a_group().await;
    let lag = cluster.admin("group lag g").await.succeeds();
    assert_eq!(
        lag.stdout,
        "g: Empty, members: 0, lag: 0\n  \
         TOPIC   PARTITION  COMMITTED  END  LAG  MEMBER  HOST\n  \
         orders  0          0          0    0    -       -\n  \
         orders  1          -          0    0    -       -\n"
    );
    let all = cluster.admin("group lag --all").await.succeeds();
    assert_eq!(all.stdout, lag.stdout);
    let offsets = cluster.admin("group offsets list g absent").await.succeeds();
    assert_eq!(
        offsets.stdout,
        "g\n  \
         TOPIC   PARTITION  OFFSET  METADATA\n  \
         orders  0          0\n\
         absent\n  \
         no offsets\n"
    );
    cluster.admin("group lag").await.fails(2);
    cluster.admin("group lag g --all").await.fails(2);
}

#[tokio::test]
async fn a_reset_is_shown_before_it_is_made() {
    let cluster = with_a_group().await;
    let plan = "would set orders-0 to 0, from 0 (warning: 9 is behind the end)\n\
                would set orders-1 to 0, from nothing (warning: 9 is behind the end)\n";
    let shown = cluster.admin("group reset g --topic orders --to-offset 9").await.fails(2);
    assert_eq!(shown.stdout, plan);
    assert!(shown.stderr.contains("repeat it with --yes"), "{shown:?}");
    let dry = cluster.admin("group reset g --topic orders --to-offset 9 --dry-run").await;
    assert_eq!(dry.succeeds().stdout, plan);
    let set = cluster.admin("group reset g --topic orders:1 --to-latest --yes").await.succeeds();
    assert_eq!(set.stdout, "set orders-1 to 0, from nothing\n");
    let absent = cluster.admin("group reset g --topic orders:7 --to-latest --yes").await.fails(1);
    assert!(absent.stderr.contains("orders-7"), "{absent:?}");
    let nothing = cluster.admin("group reset g --to-latest").await.fails(2);
    assert!(nothing.stderr.contains("--topic TOPIC:0,1, or --all-topics"), "{nothing:?}");
    cluster.admin("group reset g --topic orders").await.fails(2);
}

#[tokio::test]
async fn what_deletes_is_shown_and_confirmed() {
    let cluster = with_a_group().await;
    let shown = cluster.admin("group offsets delete g --all-topics").await.fails(2);
    assert_eq!(shown.stdout, "would delete the offset of orders-0\n");
    let shown = cluster.admin("group delete g").await.fails(2);
    assert!(shown.stdout.starts_with("g: Classic, Empty"), "{shown:?}");
    assert!(shown.stderr.contains("g would be deleted, with all offsets"), "{shown:?}");
    assert_eq!(cluster.admin("group delete g --yes").await.succeeds().stdout, "deleted g\n");
    let gone = cluster.admin("group delete g --yes").await.fails(1);
    assert!(gone.stderr.contains("GROUP_ID_NOT_FOUND"), "{gone:?}");
    let nobody = cluster.admin("group remove-members g --all --yes").await.fails(1);
    assert!(nobody.stderr.contains("GROUP_ID_NOT_FOUND"), "{nobody:?}");
}

#[tokio::test]
async fn whoever_may_not_is_told_what_is_missing() {
    let cluster = with_a_group().await;
    for line in ["group describe g", "group lag g", "group offsets list g", "group delete g --yes"]
    {
        let denied = cluster.user(line).await.fails(1);
        assert!(denied.stderr.contains("GROUP_AUTHORIZATION_FAILED (30)"), "{line}: {denied:?}");
        assert!(denied.stderr.contains(" hint: "), "{line}: {denied:?}");
    }
    let listed = cluster.user("group list").await.succeeds();
    assert_eq!(
        listed.stdout, "no group that you may DESCRIBE\n",
        "brokers leave it out without a word"
    );
}

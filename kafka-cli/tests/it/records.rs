//! `kadm topic offsets` and `kadm topic delete-records` against an emulated cluster, as people read them.

use crate::common::Cluster;

#[tokio::test]
async fn offsets_are_a_table_with_a_total() {
    let cluster = Cluster::start().await;
    cluster.admin("topic create a --partitions 2").await.succeeds();
    let shown = cluster.admin("topic offsets a").await.succeeds().stdout;
    let expected = "\
TOPIC  PARTITION  EARLIEST  LATEST  COUNT
a      0          0         0       0
a      1          0         0       0
total: 0, partitions: 2
";
    assert_eq!(shown, expected);
    let words = "topic offsets a:1 a:1 --time latest --time max-timestamp --read-committed";
    let expected = "\
TOPIC  PARTITION  TIME           OFFSET  TIMESTAMP
a      1          latest         0       none
a      1          max-timestamp  none    none
";
    assert_eq!(cluster.admin(words).await.succeeds().stdout, expected);
    let run = cluster.admin("topic offsets a:7 absent a:0").await.fails(1);
    assert!(run.stdout.contains("a      0 ") && run.stderr.contains("absent: "), "{run:?}");
}

#[tokio::test]
async fn records_are_shown_before_they_are_deleted() {
    let cluster = Cluster::start().await;
    cluster.admin("topic create a").await.succeeds();
    let run = cluster.admin("topic delete-records a --all-records").await.fails(2);
    let table = "\
TOPIC  PARTITION  EARLIEST  LATEST  DELETE BEFORE  COUNT
a      0          0         0       0              0
";
    assert_eq!(run.stdout, table);
    assert!(run.stderr.contains("deleted for ever: 0") && run.stderr.contains("--yes"), "{run:?}");
    let run = cluster.admin("topic delete-records a --all-records --yes").await.succeeds();
    assert_eq!(run.stdout, "a:0 begins at offset 0\n");
    let run = cluster.admin("topic delete-records a:0 a:3 --before 5 --yes").await.fails(1);
    assert!(run.stderr.contains("OFFSET_OUT_OF_RANGE"), "{run:?}");
}

#[tokio::test]
async fn what_is_not_spelled_out_deletes_nothing() {
    let cluster = Cluster::start().await;
    for words in [
        "topic delete-records a",
        "topic delete-records --all-records",
        "topic delete-records a --before 5 --yes",
        "topic delete-records a:0 --before -1 --yes",
        "topic delete-records a:0 a:0 --before 1 --yes",
        "topic delete-records a:0 --before 1 --all-records --yes",
        "topic delete-records a:0 --file x.json --yes",
        "topic delete-records a:x --all-records --yes",
        "topic offsets",
        "topic offsets a --time yesterday",
    ] {
        cluster.admin(words).await.fails(2);
    }
    let run = cluster.admin("topic delete-records a absent --all-records --yes").await;
    run.fails(1);
}

//! `--format tsv` beside `--format json`.

use crate::common::Cluster;

const STATE: [&str; 5] = [
    "topic create a --partitions 2 --config retention.ms=5",
    "acl grant b --topic a --produce",
    "group offsets alter g a:0=0 --yes",
    "quota set producer_byte_rate=1 --user a",
    "producer fence t --yes --create",
];

/// Verbs that have rows on that cluster, and how many at least.
const VERBS: &[(&str, usize)] = &[
    ("acl list", 2),
    ("acl who --topic a", 1),
    ("broker api-versions", 40),
    ("broker list", 1),
    ("broker log-dirs", 2),
    ("cluster features", 5),
    ("cluster quorum", 1),
    ("config describe topic a", 1),
    ("config list topic", 1),
    ("group describe g", 1),
    ("group lag g", 2),
    ("group list", 1),
    ("group offsets list g", 1),
    ("metadata -L -t a", 2),
    ("producer list a", 2),
    ("quota list", 1),
    ("topic describe a", 2),
    ("topic list", 1),
    ("topic offsets a", 2),
    ("transaction describe t", 1),
    ("transaction list", 1),
    ("user list", 1),
];

/// Columns that only rows without an element below them have, or other flags.
const ELSEWHERE: [(&str, &str); 3] = [
    ("group describe", "member_id instance_id client_id host"),
    (
        "producer list",
        "producer_id producer_epoch last_sequence last_timestamp_ms transaction_start_offset",
    ),
    ("topic offsets", "time offset timestamp leader_epoch"),
];

/// Nobody sees from a column of hyphens that its name is wrong.
#[tokio::test]
async fn each_column_is_a_member_of_the_json() {
    let cluster = Cluster::start().await;
    for line in STATE {
        cluster.admin(line).await.succeeds();
    }
    for (line, least) in VERBS {
        let json = cluster.admin(&format!("{line} --format json")).await.succeeds();
        assert!(json.stdout.contains(r#","schema_version":1,"#), "{json:?}");
        let rows = cluster.admin(&format!("{line} --format tsv-header")).await.succeeds().stdout;
        let mut rows = rows.lines();
        let header: Vec<&str> = rows.next().unwrap().split('\t').collect();
        let elsewhere = ELSEWHERE.iter().find(|(verb, _)| line.starts_with(verb));
        let elsewhere: Vec<_> = elsewhere.map_or("", |(_, columns)| columns).split(' ').collect();
        for column in header.iter().map(|column| column.to_lowercase()) {
            let is_there = json.stdout.contains(&format!("\"{column}\":"))
                || elsewhere.contains(&column.as_str())
                || (*line == "quota list" && column != "entity");
            assert!(is_there, "{line}: {column} {}", json.stdout);
        }
        let rows: Vec<_> = rows.collect();
        assert!(rows.len() >= *least, "{line}: {rows:?}");
        assert!(rows.iter().all(|row| row.split('\t').count() == header.len()), "{line}: {rows:?}");
        let bare = cluster.admin(&format!("{line} --format tsv")).await.succeeds().stdout;
        assert_eq!(bare.lines().count(), rows.len(), "{line}");
    }
}

#[tokio::test]
async fn an_item_that_fails_has_no_row_and_is_told_on_standard_error() {
    let cluster = Cluster::start().await;
    cluster.admin("topic create a").await.succeeds();
    let run = cluster.admin("topic describe a absent --format tsv").await.fails(1);
    assert_eq!(run.stdout.lines().count(), 1, "{run:?}");
    assert!(run.stdout.starts_with("a\t0\t1\t1\t1\t-"), "{run:?}");
    assert!(run.stderr.starts_with("error: ") && run.stderr.contains("absent"), "{run:?}");
    let usage = cluster.admin("topic describe --nonsense --format tsv").await.fails(2);
    assert!(usage.stdout.is_empty() && usage.stderr.contains("--nonsense"), "{usage:?}");
    let whoami = cluster.admin("whoami --format tsv").await.succeeds();
    assert!(whoami.stdout.contains("\nmechanism\tAWS_MSK_IAM\n"), "{whoami:?}");
}

//! `kadm completion` and what it asks, and `kadm man`.

use kafka_cli::Captured;

use crate::common::{self, Cluster, Run};

/// The words that are offered.
fn offered(run: &Run) -> Vec<&str> {
    run.stdout.lines().map(|line| line.split('\t').next().unwrap()).collect()
}

#[tokio::test]
async fn names_of_the_cluster_are_offered_where_they_belong() {
    let cluster = Cluster::start().await;
    cluster.admin("topic create orders-eu orders-us bills").await.succeeds();
    cluster.admin("group offsets alter billing bills:0=0 --yes").await.succeeds();
    for (line, expected) in [
        ("complete -- topic describe orders", &["orders-eu", "orders-us"][..]),
        ("complete -- group lag --next", &["billing"]),
        ("complete -- user delete ru", &["rudder"]),
        ("complete -- topic des", &["describe"]),
        ("complete -- topic create b", &[]),
    ] {
        let run = cluster.admin(line).await.succeeds();
        assert_eq!(offered(&run), expected, "{line}: {run:?}");
    }
    let flags = cluster.admin("complete -- topic create --par").await.succeeds();
    assert_eq!(flags.stdout, "--partitions\tPartitions [default: the broker's]\n");
}

/// A group may be called anything, and a shell puts it into the line as it is.
#[tokio::test]
async fn a_name_that_means_something_to_a_shell_is_not_offered() {
    let cluster = Cluster::start().await;
    cluster.admin("topic create a").await.succeeds();
    let words = ["kadm", "group", "offsets", "alter", "$(touch x)", "a:0=0", "--yes"];
    cluster.admin_words(&words.map(str::to_owned)).await.succeeds();
    let run = cluster.admin("complete -- group lag --next").await.succeeds();
    assert_eq!(run.stdout, "", "{run:?}");
}

/// Whoever presses Tab is not told what is wrong, and does not wait.
#[tokio::test]
async fn without_a_cluster_nothing_is_offered_and_nothing_fails() {
    for line in [
        "complete -- topic describe --next",
        "complete -- topic describe -b localhost:1 --next",
        "complete -- topic describe --context absent --next",
        "complete -- topic list -X nonsense --next",
        "complete",
    ] {
        let run = common::run(line, Captured::default()).await.succeeds();
        assert!(run.stderr.is_empty(), "{line}: {run:?}");
    }
}

#[tokio::test]
async fn each_shell_has_a_script_that_asks_kadm() {
    for shell in ["bash", "zsh", "Fish", "powershell"] {
        let run = common::run(&format!("completion {shell}"), Captured::default()).await.succeeds();
        assert!(run.stdout.contains("kadm complete -- "), "{run:?}");
    }
    common::run("completion tcsh", Captured::default()).await.fails(2);
}

#[tokio::test]
async fn the_manual_has_a_page_for_each_command() {
    let folder = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("man");
    let _ = std::fs::remove_dir_all(&folder);
    let line = format!("man {}", folder.display());
    common::run(&line, Captured::default()).await.succeeds();
    let pages = std::fs::read_dir(&folder).unwrap().count();
    assert!(pages > 80, "{pages}");
    let page = std::fs::read_to_string(folder.join("kadm-group-offsets-alter.1")).unwrap();
    assert!(page.contains(".SH SYNOPSIS") && page.contains("\\-\\-yes"), "{page}");
}

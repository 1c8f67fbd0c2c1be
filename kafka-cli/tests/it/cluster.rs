//! `kadm cluster`, `kadm broker` and `kadm partition` as people read them, against an emulated cluster.

use crate::common::Cluster;

/// The words of each line.
fn words(text: &str) -> Vec<Vec<&str>> {
    text.lines().map(|line| line.split_whitespace().collect()).collect()
}

#[tokio::test]
async fn the_cluster_and_its_brokers_are_shown() {
    let cluster = Cluster::start().await;
    let described = cluster.admin("cluster describe").await.succeeds().stdout;
    assert!(described.starts_with(&format!("cluster {}\n", cluster.0.cluster_id())), "{described}");
    assert!(described.contains("you may: CREATE, ALTER, DESCRIBE"), "{described}");
    let listed = cluster.admin("broker list").await.succeeds().stdout;
    assert!(described.ends_with(&listed), "{described}");
    let address = cluster.0.iam_address();
    let expected = [vec!["BROKER", "ADDRESS", "RACK", "STATE"], vec!["1", &address, "-", "up"]];
    assert_eq!(words(&listed), expected);
    let features = cluster.admin("cluster features").await.succeeds().stdout;
    assert!(
        words(&features).contains(&vec!["metadata.version", "33", "7", "to", "33"]),
        "{features}"
    );
    let apis = cluster.admin("broker api-versions 1").await.succeeds().stdout;
    assert!(words(&apis).contains(&vec!["Metadata", "3", "0", "to", "13", "13"]), "{apis}");
}

#[tokio::test]
async fn disks_are_shown() {
    let cluster = Cluster::start().await;
    cluster.admin("topic create a b --partitions 2").await.succeeds();
    let shown = cluster.admin("broker log-dirs --topic b").await.succeeds().stdout;
    let lines = words(&shown);
    assert_eq!(lines[0], ["broker", "1"]);
    assert!(shown.contains(": 2 replicas, 0 bytes, "), "{shown}");
    assert_eq!(
        lines[2..],
        [vec!["PARTITION", "BYTES", "LAG"], vec!["b-0", "0", "0"], vec!["b-1", "0", "0"]]
    );
    let missing = cluster.admin("broker log-dirs 7").await.fails(1);
    assert!(missing.stderr.contains("broker 7 is not in the cluster's list"), "{missing:?}");
    assert!(missing.stderr.contains("kadm broker list"), "{missing:?}");
}

#[tokio::test]
async fn a_move_is_shown_before_it_is_made() {
    let cluster = Cluster::start().await;
    cluster.admin("topic create a").await.succeeds();
    let line = "partition reassign --topic a --partition 0 --replicas 1";
    let shown = cluster.admin(line).await.fails(2);
    let back = r#"{"version":1,"partitions":[{"topic":"a","partition":0,"replicas":[1],"log_dirs":["any"]}]}"#;
    let lines: Vec<&str> = shown.stdout.lines().collect();
    assert_eq!(lines[..2], ["where the partitions are now, for going back:", back]);
    assert_eq!(words(&shown.stdout)[3], ["a-0", "1", "1"]);
    assert!(shown.stderr.contains("repeat it with --yes"), "{shown:?}");
    let made = cluster.admin(&format!("{line} --yes")).await.succeeds().stdout;
    assert!(made.ends_with("moving a-0 from 1 to 1\n"), "{made}");
    let refused = cluster.admin("partition reassign --topic a --partition 0 --replicas 1,9").await;
    let refused = refused.fails(2);
    assert!(refused.stderr.contains("broker 9 is not there: the brokers are 1"), "{refused:?}");
    assert!(refused.stderr.contains("nothing was sent"), "{refused:?}");
    let moving = cluster.admin("partition reassignments").await.succeeds().stdout;
    assert_eq!(moving, "no partition moves\n");
    let nothing = cluster.admin("partition cancel --topic a --partition 0").await.fails(1);
    assert!(nothing.stderr.contains("there is nothing to cancel"), "{nothing:?}");
    assert_eq!(
        cluster.admin("partition cancel --all").await.succeeds().stdout,
        "no partition moves\n"
    );
}

#[tokio::test]
async fn an_unclean_election_says_what_it_costs() {
    let cluster = Cluster::start().await;
    cluster.admin("topic create a").await.succeeds();
    let asked = cluster.admin("partition elect --type unclean").await.fails(2);
    assert!(asked.stderr.contains("records, which are then lost for good"), "{asked:?}");
    let done = cluster.admin("partition elect --type preferred --topic a").await.succeeds();
    assert_eq!(done.stdout, "a-0: nothing to do\n");
    let none = cluster.admin("partition elect --type preferred").await.succeeds().stdout;
    assert_eq!(none, "no partition needs an election\n");
}

#[tokio::test]
async fn a_broker_is_not_taken_out_by_the_way() {
    let cluster = Cluster::start().await;
    let asked = cluster.admin("broker unregister 1").await.fails(2);
    assert!(asked.stderr.contains("--yes"), "{asked:?}");
    let up = cluster.admin("broker unregister 1 --yes").await.fails(1);
    assert!(up.stderr.contains("broker 1 is alive"), "{up:?}");
    let nothing = cluster.admin("cluster update-features").await.fails(2);
    assert!(nothing.stderr.contains("--unsafe-downgrade"), "{nothing:?}");
    let lossy = cluster.admin("cluster update-features --unsafe-downgrade a=0").await.fails(2);
    assert!(lossy.stderr.contains("would be lost"), "{lossy:?}");
}

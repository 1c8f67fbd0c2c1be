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
async fn a_throttle_is_shown_set_and_cleared() {
    let cluster = Cluster::of_brokers(3).await;
    cluster.admin("topic create a --replication-factor 1").await.succeeds();
    let line = "partition reassign --topic a --partition 0 --replicas 2 --throttle 5000";
    let shown = cluster.admin(line).await.fails(2);
    let rows = words(&shown.stdout);
    assert_eq!(rows[2], ["THROTTLE", "OF", "SETTING", "NOW", "TO"], "{shown:?}");
    let of_topic = "leader.replication.throttled.replicas";
    assert_eq!(rows[3], ["topic", "a", of_topic, "(none)", "0:1"], "{shown:?}");
    let of_broker = ["broker", "2", "follower.replication.throttled.rate", "(none)", "5000"];
    assert_eq!(rows[8], of_broker, "{shown:?}");
    assert!(shown.stderr.contains("kadm partition clear-throttles"), "{shown:?}");
    let none = cluster.admin("partition clear-throttles --yes").await.succeeds().stdout;
    assert_eq!(none, "no throttle is set\n");

    cluster.0.hold_reassignments(true).await;
    let done = cluster.admin(&format!("{line} --yes")).await.succeeds();
    let set = "set leader.replication.throttled.rate of broker 1 to 5000\n";
    assert!(done.stdout.contains(set), "{done:?}");
    let asked = cluster.admin("partition clear-throttles --yes").await.fails(2);
    assert!(asked.stderr.contains("a partition still moves, and nothing would limit"), "{asked:?}");
    assert!(asked.stderr.contains("--while-moving"), "{asked:?}");
    let tried = cluster.admin("partition clear-throttles --dry-run").await.succeeds().stdout;
    assert!(words(&tried).contains(&vec!["topic", "a", of_topic, "0:1", "(none)"]), "{tried}");
    cluster.0.hold_reassignments(false).await;
    let moved = async {
        while !cluster.admin("partition reassignments").await.stdout.starts_with("no ") {}
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), moved).await.unwrap();
    let asked = cluster.admin("partition clear-throttles --topic a").await.fails(2);
    assert_eq!(words(&asked.stdout).len(), 3, "{asked:?}");
    assert!(asked.stderr.contains("repeat it with --yes"), "{asked:?}");
    let cleared = cluster.admin("partition clear-throttles --yes").await.succeeds();
    assert_eq!(cleared.stdout.lines().count(), 6, "{cleared:?}");
    assert!(cleared.stdout.contains("of broker 2\n"), "{cleared:?}");
    let none = cluster.admin("partition clear-throttles").await.succeeds().stdout;
    assert_eq!(none, "no throttle is set\n");
    cluster
        .admin("partition reassign --topic a --partition 0 --replicas 2 --throttle 0")
        .await
        .fails(2);
}

#[tokio::test]
async fn a_replica_goes_only_to_a_directory_that_its_broker_has() {
    let cluster = Cluster::of_brokers(2).await;
    cluster.admin("topic create a --replication-factor 1").await.succeeds();
    let dirs = cluster.admin("broker log-dirs 2 --format json").await.succeeds().json();
    let dir = dirs["brokers"][0]["log_dirs"][0]["path"].as_str().unwrap().to_owned();
    let reassign = "partition reassign --topic a --partition 0 --replicas";
    let wrong = cluster.admin(&format!("{reassign} 2 --log-dirs /nowhere --yes")).await.fails(2);
    let told = format!("broker 2 has no directory /nowhere: it has {dir}");
    assert!(wrong.stderr.contains(&told), "{wrong:?}");
    let wrong = cluster.admin(&format!("{reassign} 2,1 --log-dirs any --yes")).await.fails(2);
    assert!(wrong.stderr.contains("it has 2 replicas, and 1 directories"), "{wrong:?}");
    let line = format!("{reassign} 1,2 --log-dirs {dir},{dir}");
    let shown = cluster.admin(&line).await.fails(2);
    let row = vec!["a-0", "2", "(not", "there", "yet)", &*dir];
    assert!(words(&shown.stdout).contains(&row), "{shown:?}");
    let back = format!(r#""replicas":[1],"log_dirs":["{dir}"]"#);
    assert!(shown.stdout.contains(&back), "{shown:?}");
    let done = cluster.admin(&format!("{line} --yes")).await.succeeds();
    assert!(done.stdout.contains(&format!("broker 2 will have a-0 in {dir}\n")), "{done:?}");
    assert!(done.stdout.ends_with("moving a-0 from 1 to 1,2\n"), "{done:?}");
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

//! `kadm topic`, `kadm acl` and `kadm metadata` against an emulated cluster.

use crate::common::Cluster;
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
async fn a_topic_with_many_partitions_is_described_page_by_page() {
    let cluster = Cluster::start().await;
    cluster.admin("topic create wide --partitions 4500 --config retention.ms=5").await.succeeds();
    let described = cluster.admin("topic describe wide --format json").await.succeeds().json();
    let topic = &described["topics"][0];
    let numbers = topic["partitions"].as_array().unwrap().iter().map(|it| it["index"].as_i64());
    assert!(numbers.eq((0..4500).map(Some)), "{}", topic["partition_count"]);
    assert_eq!(
        (&topic["partition_count"], &topic["replication_factor"]),
        (&4500.into(), &1.into())
    );
    assert_eq!(topic["configs"], json!({"retention.ms": "5"}));
    let text = cluster.admin("topic describe wide").await.succeeds().stdout;
    assert!(text.starts_with("wide, partitions: 4500, replicas: 1, id: "), "{text:.80}");
    assert!(text.ends_with("  retention.ms=5\n"), "{}", text.len());
}

#[tokio::test]
async fn a_change_of_settings_is_shown_and_needs_a_yes() {
    let cluster = Cluster::start().await;
    cluster.admin("topic create a").await.succeeds();
    let line = "config alter topic a --set retention.ms=5 --append cleanup.policy=compact";
    let shown = cluster.admin(line).await.fails(2);
    let expected = "topic a\n  NAME            OLD                  NEW\n  retention.ms    \
                    604800000 (default)  ->  5\n  cleanup.policy  delete (default)     ->  \
                    delete,compact\n";
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(squeezed(&shown.stdout), squeezed(expected));
    assert!(shown.stderr.contains("--yes"), "{shown:?}");
    let done = cluster.admin(&format!("{line} --yes")).await.succeeds();
    assert!(done.stdout.ends_with("changed topic a\n"), "{done:?}");
    let secret = "config alter broker default --set my.secret=MARKER --yes";
    let warned = cluster.admin(secret).await.succeeds();
    assert!(!warned.stdout.contains("MARKER") && !warned.stderr.contains("MARKER"), "{warned:?}");
    assert!(warned.stderr.contains("--from-file"), "{warned:?}");
    let described = cluster.admin("config describe broker default").await.succeeds();
    assert!(described.stdout.contains("withheld") && !described.stdout.contains("MARKER"));

    let file = std::env::temp_dir().join(format!("kadm-{}.properties", std::process::id()));
    std::fs::write(&file, "# comment\nretention.ms = 7\nsegment.ms:8\n").unwrap();
    let line = format!("config alter topic a --from-file {} --yes", file.display());
    cluster.admin(&line).await.succeeds();
    std::fs::remove_file(&file).unwrap();
    let described = cluster.admin("config describe topic a --docs --synonyms").await.succeeds();
    assert!(described.stdout.contains("(not documented)"), "{described:?}");
    let described = cluster.admin("config describe topic a --format json").await.json();
    let values = described["configs"][0]["entries"].as_array().unwrap().iter();
    let values: Vec<_> = values.map(|entry| entry["value"].as_str().unwrap()).collect();
    assert_eq!(values, ["delete,compact", "7", "8"]);
    cluster.admin("config alter topic a --from-file /nowhere --yes").await.fails(1);
}

/// What each line of a first hour with kadm, with a mistake in it, is to be told.
#[tokio::test]
async fn a_mistyped_word_is_answered_with_the_one_that_is_meant() {
    let cluster = Cluster::start().await;
    cluster.admin("topic create orders").await.succeeds();
    for (line, code, told) in [
        ("topic describe order", 1, "did you mean orders?"),
        ("topic alter ordrs --partitions 3", 1, "did you mean orders?"),
        ("topic create b --config retenion.ms=5", 1, "did you mean retention.ms?"),
        ("topic create b --config segment.sm=5 --dry-run", 1, "did you mean segment.ms?"),
        ("config describe topic oders", 1, "did you mean orders?"),
        ("topic offsets orders --time latst", 2, "did you mean latest?"),
        ("group list --state Stabel", 2, "did you mean Stable?"),
        ("transaction list --state ongoin", 2, "did you mean Ongoing?"),
        ("acl create --topic a --allow-principal b --operation Wirte", 2, "did you mean Write?"),
        ("quota set producer_byterate=1 --user a", 1, "did you mean producer_byte_rate?"),
        ("config alter topic orders retention.ms=5", 2, "say --set retention.ms=5"),
        ("acl grant a --topic orders", 2, "<--produce|--consume>"),
        ("quota delete --user nobody", 1, "user nobody has no quotas"),
        ("group reset g --topic oders --to-latest", 1, "did you mean orders?"),
        ("partition clear-throttles --topic oders", 1, "did you mean orders?"),
        ("topic delete oders", 1, "did you mean orders?"),
        ("topic delete payments", 1, "kadm topic list shows the topics"),
        ("topic offsets orders:9", 1, "kadm topic describe orders shows the partitions"),
        ("transaction terminate t --yes", 1, "kadm transaction list shows"),
        ("transaction abort --topic a --partition 0", 2, "<--start-offset <OFFSET>|--producer-id"),
        ("partition reassign --topic a --partition 0 --replicas 1 --throttle 1MB", 2, "10000000"),
    ] {
        let run = cluster.admin(line).await.fails(code);
        assert!(run.stderr.contains(told), "{line}: {run:?}");
    }
    let right = cluster.admin("topic describe absent").await.fails(1);
    assert!(!right.stderr.contains("did you mean"), "{right:?}");
}

/// To wait for it took a minute, and then said nothing of it.
#[tokio::test]
async fn a_broker_that_is_not_there_is_told_at_once() {
    let cluster = Cluster::start().await;
    for line in [
        "config describe broker 7 1",
        "config describe broker-logger 7",
        "config alter broker 7 --set log.cleaner.threads=2 --yes",
        "broker log-dirs 7",
    ] {
        let run = cluster.admin(line).await.fails(1);
        let told = "error: broker 7 is not in the cluster's list\n hint: kadm broker list";
        let told_of_loggers = "broker-logger 7: broker 7 is not in the cluster's list";
        assert!(run.stderr.contains(told) || run.stderr.contains(told_of_loggers), "{run:?}");
    }
}

/// There was an error that it is not there, and then the question whether to delete it.
#[tokio::test]
async fn nobody_is_asked_about_what_is_not_there() {
    let cluster = Cluster::start().await;
    for line in ["topic delete absent", "group delete absent", "topic alter absent --partitions 9"]
    {
        let run = cluster.admin(line).await.fails(1);
        assert!(!run.stderr.contains("--yes"), "{line}: {run:?}");
    }
    cluster.admin("topic create a").await.succeeds();
    let run = cluster.admin("topic delete a absent").await.fails(2);
    assert!(run.stderr.contains("error: a would be deleted"), "{run:?}");
}

/// It said nothing, and set nothing.
#[tokio::test]
async fn a_throttle_that_limits_nothing_is_told() {
    let cluster = Cluster::start().await;
    cluster.admin("topic create a").await.succeeds();
    let line = "partition reassign --topic a --partition 0 --replicas 1 --throttle 5 --dry-run";
    let run = cluster.admin(line).await.succeeds();
    assert!(run.stderr.contains("warning: no throttle is set: nothing is copied"), "{run:?}");
}

/// Kafka takes a setting that it does not know for a secret, so a mistyped one was called a secret.
#[tokio::test]
async fn a_mistyped_setting_of_a_broker_is_no_secret() {
    let cluster = Cluster::start().await;
    let run =
        cluster.admin("config alter broker default --set log.cleaner.thread=2").await.fails(2);
    assert!(run.stderr.contains("did you mean log.cleaner.threads?"), "{run:?}");
    assert!(!run.stderr.contains("is a secret, and"), "{run:?}");
}

/// Without a login a truststore is of no use: the warning suggested the very word that was there.
#[tokio::test]
async fn no_warning_suggests_the_word_that_is_there() {
    let captured = kafka_cli::Captured::default();
    let line =
        "topic list -b localhost:1 -X security.protocol=PLAINTEXT -X ssl.truststore.location=/a";
    let run = crate::common::run(line, captured).await.fails(1);
    assert!(run.stderr.contains("ssl.truststore.location has no effect here\n"), "{run:?}");
}

#[tokio::test]
async fn what_reads_takes_patterns_and_what_deletes_takes_names() {
    let cluster = Cluster::start().await;
    cluster.admin("topic create orders-eu orders-us bills").await.succeeds();
    let listed = cluster.admin("topic list orders-*").await.succeeds().stdout;
    assert_eq!(listed, "orders-eu\norders-us\n");
    let described = cluster.admin("topic describe b?lls orders-e*").await.succeeds().stdout;
    assert!(described.contains("bills, partitions") && described.contains("orders-eu, "));
    assert!(!described.contains("orders-us"), "{described}");
    let offsets = cluster.admin("topic offsets orders-*:0").await.succeeds().stdout;
    assert_eq!(offsets.lines().count(), 4, "{offsets}");
    cluster.admin("config alter topic bills --set retention.ms=5 --yes").await.succeeds();
    let configs = cluster.admin("config describe topic *l*").await.succeeds().stdout;
    assert!(configs.starts_with("topic bills\n"), "{configs}");
    let dirs = cluster.admin("broker log-dirs --topic bill*").await.succeeds().stdout;
    assert!(dirs.contains("bills-0") && !dirs.contains("orders"), "{dirs}");
    let none = cluster.admin("topic describe nothing-*").await.fails(1);
    assert!(none.stderr.contains("no topic is of the pattern nothing-*"), "{none:?}");
    for line in [
        "topic delete orders-* --yes",
        "topic alter orders-* --partitions 9 --yes",
        "topic delete-records orders-* --all-records --yes",
    ] {
        let refused = cluster.admin(line).await.fails(2);
        assert!(refused.stderr.contains("kadm topic list 'orders-*' lists"), "{refused:?}");
    }
    assert_eq!(cluster.admin("topic list").await.succeeds().stdout.lines().count(), 3);
}

/// Before Kafka 2.3 a broker replaces whole configurations.
#[tokio::test]
async fn an_old_broker_is_told_by_a_hint_and_a_secret_that_would_be_lost_is_named() {
    use kafka_proto::messages::describe_configs::{
        DescribeConfigsResourceResult, DescribeConfigsResponse, DescribeConfigsResult,
    };
    use kafka_proto::{ApiKey, ConfigResourceType, ConfigSource};
    use test_support::broker::{all_apis, broker, offer};

    let address = broker(|asked| match asked.api {
        ApiKey::API_VERSIONS => {
            let mut apis = all_apis();
            apis.retain(|(api, ..)| {
                ![ApiKey::INCREMENTAL_ALTER_CONFIGS, ApiKey::DESCRIBE_CLUSTER].contains(api)
            });
            asked.answer(&offer(&apis))
        }
        ApiKey::DESCRIBE_CONFIGS => {
            let entry = |name, value, is_sensitive| DescribeConfigsResourceResult {
                name,
                value,
                is_sensitive,
                config_source: ConfigSource::DYNAMIC_BROKER_CONFIG,
                ..Default::default()
            };
            let configs = vec![
                entry("log.cleaner.threads", Some("1"), false),
                entry("ssl.key.password", None, true),
            ];
            let result = DescribeConfigsResult {
                resource_type: ConfigResourceType::BROKER,
                resource_name: "1",
                configs: configs.into(),
                ..Default::default()
            };
            let results = vec![result].into();
            asked.answer(&DescribeConfigsResponse { results, ..Default::default() })
        }
        _ => asked.ordinary(),
    })
    .await;
    let kadm = async |more: &str| {
        let line = format!(
            "config alter broker 1 --set log.cleaner.threads=2 {more} -b {address} -X \
             security.protocol=PLAINTEXT"
        );
        crate::common::run(&line, kafka_cli::Captured::default()).await
    };
    let run = kadm("--yes").await.fails(1);
    assert!(run.stderr.contains("add --legacy, which sets again"), "{run:?}");
    let run = kadm("--legacy --yes").await.fails(1);
    assert!(run.stderr.contains("ssl.key.password is set to a secret"), "{run:?}");
    assert!(run.stderr.contains("--delete"), "{run:?}");
    let run = kadm("--legacy --delete ssl.key.password").await.fails(2);
    assert!(run.stdout.contains("every other setting goes back to its default\n"), "{run:?}");
    let loggers = "config alter broker-logger 1 --set root=INFO --legacy --yes -b localhost:1";
    crate::common::run(loggers, kafka_cli::Captured::default()).await.fails(2);
}

/// A broker refuses to describe or change another one.
#[tokio::test]
async fn each_broker_is_asked_for_its_own_settings_and_log_levels() {
    let cluster = Cluster::of_brokers(3).await;
    let value = async |kind: &str, name: &str, key: &str| {
        let line = format!("config describe {kind} {name} --all --format json");
        let described = cluster.admin(&line).await.succeeds().json();
        let entries = described["configs"][0]["entries"].as_array().unwrap().clone();
        let entry = entries.into_iter().find(|entry| entry["name"] == key);
        entry.map(|entry| entry["value"].as_str().unwrap().to_owned())
    };
    let backoff = "log.cleaner.backoff.ms";
    let line = format!("config alter broker 2 3 --set {backoff}=16000 --yes");
    let changed = cluster.admin(&line).await.succeeds();
    assert!(changed.stdout.ends_with("changed broker 2\nchanged broker 3\n"), "{changed:?}");
    for (id, expected) in [("1", "15000"), ("2", "16000"), ("3", "16000")] {
        assert_eq!(value("broker", id, backoff).await.as_deref(), Some(expected), "{id}");
    }
    cluster.admin("config alter broker-logger 3 --set root=DEBUG --yes").await.succeeds();
    for (id, expected) in [("1", "ERROR"), ("3", "DEBUG")] {
        assert_eq!(value("broker-logger", id, "root").await.as_deref(), Some(expected), "{id}");
    }
    let listed = cluster.admin("config list broker").await.succeeds();
    assert_eq!(listed.stdout, "1\n2\n3\n");
    cluster.admin("config describe broker x").await.fails(2);
    cluster.admin("config describe broker-logger default").await.fails(2);
}

#[tokio::test]
async fn one_failed_item_fails_the_command_and_hides_no_other() {
    let cluster = Cluster::start().await;
    cluster.admin("topic create b").await.succeeds();
    let run = cluster.admin("topic create a b c --format json").await.fails(1).json();
    let ok: Vec<_> =
        run["topics"].as_array().unwrap().iter().map(|topic| topic["ok"].clone()).collect();
    assert_eq!(ok, [json!(true), json!(false), json!(true)]);
    assert_eq!(run["topics"][1]["error"]["kind"], "AlreadyExists");
    assert_eq!(run["topics"][1]["error"]["code_name"], "TOPIC_ALREADY_EXISTS");
    assert_eq!(run["topics"][1]["error"]["code"], 36);
    assert_eq!(run["error"]["kind"], "AlreadyExists");
    let text = cluster.admin("topic create b d").await.fails(1);
    assert!(
        text.stderr.contains(": b: TOPIC_ALREADY_EXISTS (36)")
            && text.stdout == "created d, partitions: 1, replicas: 1\n",
        "{text:?}"
    );
    cluster.admin("topic create b --if-not-exists").await.succeeds();
}

#[tokio::test]
async fn a_dry_run_creates_no_topic_and_no_acl() {
    let cluster = Cluster::start().await;
    cluster.admin("topic create a --dry-run").await.succeeds();
    cluster
        .admin("acl create --topic a --allow-principal x --operation all --dry-run")
        .await
        .succeeds();
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
async fn an_acl_that_is_there_is_told_as_such() {
    let cluster = Cluster::start().await;
    let line = "acl create --topic t --allow-principal x --operation read";
    let created = cluster.admin(line).await.succeeds().stdout;
    assert!(created.starts_with("created ALLOW READ on TOPIC"), "{created}");
    let again = cluster.admin(&format!("{line} --operation write")).await.succeeds().stdout;
    let verbs: Vec<_> = again.lines().map(|line| line.split(" ALLOW").next().unwrap()).collect();
    assert_eq!(verbs, ["was there", "created"], "{again}");
    let json = cluster.admin(&format!("{line} --format json")).await.succeeds().json();
    assert_eq!(
        (&json["acls"][0]["state"], &json["acls"][0]["ok"]),
        (&"existing".into(), &true.into())
    );
}

#[tokio::test]
async fn what_an_existing_topic_is_not_is_told() {
    let cluster = Cluster::start().await;
    cluster.admin("topic create a --partitions 2 --config retention.ms=1000").await.succeeds();
    let line = "topic create a b --if-not-exists";
    let same = cluster.admin(&format!("{line} --partitions 2")).await.succeeds().stdout;
    assert!(same.starts_with("a was there\ncreated b"), "{same}");
    let other = format!("{line} --partitions 5 --replication-factor 1 --config retention.ms=2000");
    let told = cluster.admin(&other).await.succeeds().stdout;
    let expected =
        "a was there and is left as it is: partitions: 2, not 5; retention.ms=1000, not 2000";
    assert_eq!(told.lines().next(), Some(expected));
    let json = cluster.admin(&format!("{other} --format json")).await.succeeds().json();
    assert_eq!(json["topics"][0]["differences"].as_array().unwrap().len(), 2, "{json}");
}

#[tokio::test]
async fn internal_topics_and_everyone_have_to_be_spelled_out() {
    let cluster = Cluster::start().await;
    for (line, flag) in [
        ("topic delete __consumer_offsets --yes", "--internal"),
        ("acl create --topic __x --allow-principal x --operation read", "--internal"),
        ("acl create --topic t --allow-principal * --operation read", "--everyone"),
        ("acl grant * --topic t --produce", "--everyone"),
        ("acl grant x --topic _ --resource-pattern-type prefixed --produce", "--internal"),
    ] {
        let refused = cluster.admin(line).await.fails(2);
        assert!(refused.stderr.contains(&format!("with {flag}")), "{refused:?}");
    }
    assert_eq!(cluster.admin("acl list --format json").await.json()["acls"], json!([]));
    let spelled = "acl create --topic t --allow-principal * --operation read --everyone";
    cluster.admin(spelled).await.succeeds();
    cluster.admin("acl create --topic t --allow-principal x --operation read").await.succeeds();
    let shown = cluster.admin("acl delete --topic t").await.fails(2);
    assert!(shown.stderr.contains("--yes --everyone"), "{shown:?}");
    let refused = cluster.admin("acl delete --topic t --yes").await.fails(2);
    assert!(refused.stderr.contains("with --everyone"), "{refused:?}");
    let listed = cluster.admin("acl list --format json").await.json();
    assert_eq!(listed["acls"].as_array().unwrap().len(), 2, "nothing was deleted");
    cluster.admin("acl delete --topic t --yes --everyone").await.succeeds();
}

#[tokio::test]
async fn a_host_that_never_matches_gets_a_warning() {
    let cluster = Cluster::start().await;
    for command in ["acl create --operation read --allow-principal x", "acl grant x --produce"] {
        let line = format!("{command} --topic t --allow-host client.example.com");
        let run = cluster.admin(&line).await.succeeds();
        assert!(run.stderr.contains("warning: client.example.com never matches"), "{run:?}");
    }
    let run = cluster.admin("acl grant x --produce --topic t --allow-host 10.0.0.1").await;
    assert_eq!(run.succeeds().stderr, "");
}

#[tokio::test]
async fn warnings_are_told_when_the_command_fails_too() {
    let cluster = Cluster::start().await;
    let run = cluster.admin("topic describe gone -X linger.ms=5 -X sasl.mechanims=PLAIN").await;
    let run = run.fails(1);
    for told in
        ["linger.ms has no effect here\n", "did you mean sasl.mechanism", ": gone: UNKNOWN_TOPIC"]
    {
        assert!(run.stderr.contains(told), "{told}: {run:?}");
    }
    let refused = cluster.user("topic list -X sasl.mechanism=NONE -X linger.ms=5").await.fails(1);
    assert!(refused.stderr.starts_with("warning: linger.ms has no effect"), "{refused:?}");
}

/// Once on standard error, where scripts look for it, and not on standard output, too.
#[tokio::test]
async fn each_failed_item_is_told_once() {
    let cluster = Cluster::start().await;
    let run = cluster.admin("topic delete a b --yes").await.fails(1);
    assert_eq!(run.stdout, "", "{run:?}");
    assert_eq!(run.stderr.matches("UNKNOWN_TOPIC_OR_PARTITION").count(), 2, "{run:?}");
    assert_eq!(run.stderr.matches("error: ").count(), 2, "{run:?}");
    assert_eq!(run.stderr.matches(" a: ").count(), 1, "{run:?}");
    assert_eq!(run.stderr.matches(" hint: ").count(), 1, "{run:?}");
    let run = cluster.admin("metadata -L -t a").await.fails(1);
    let both = format!("{}{}", run.stdout, run.stderr);
    assert_eq!(both.matches("UNKNOWN_TOPIC_OR_PARTITION").count(), 1, "{run:?}");
    assert!(run.stderr.starts_with("error: 1 of 1 topics failed\n hint: "), "{run:?}");
}

#[tokio::test]
async fn a_user_without_rights_is_told_code_and_next_step() {
    let cluster = Cluster::start().await;
    let run = cluster
        .user("acl create --topic t --allow-principal rudder --operation all")
        .await
        .fails(1);
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

/// A flag of another tool is no value: clap's tip to pass it as one led to the next error.
#[tokio::test]
async fn a_flag_that_is_not_there_is_not_taken_for_a_value() {
    let cluster = Cluster::start().await;
    for line in ["config alter topic orders --add a=1", "quota set --user a --producer-byte-rate 1"]
    {
        let run = cluster.admin(line).await.fails(2);
        assert!(run.stderr.contains("unexpected argument"), "{run:?}");
        assert!(!run.stderr.contains("as a value"), "{run:?}");
    }
    let run = cluster.admin("topic create a --partition 3").await.fails(2);
    assert!(run.stderr.contains("--partitions"), "{run:?}");
}

/// Nothing at all left open whether there is nothing.
#[tokio::test]
async fn a_list_without_a_topic_says_so_beside_the_names() {
    let cluster = Cluster::start().await;
    let run = cluster.admin("topic list").await.succeeds();
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains("no topic that you may DESCRIBE"), "{run:?}");
    cluster.admin("topic create orders").await.succeeds();
    let run = cluster.admin("topic list").await.succeeds();
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("orders\n", ""));
}

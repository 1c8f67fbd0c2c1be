//! `kadm share` against an emulated cluster.

use crate::common::{Cluster, PASSWORD, Run, USER};
use kafka_admin::{AclOperation, ApiKey, ErrorCode, ResourceType};
use kafka_emulator::{Acl, Fault};
use serde_json::{Value, json};

fn step(run: &Run, name: &str) -> Value {
    let json = run.json();
    let steps = json["steps"].as_array().unwrap();
    steps.iter().find(|step| step["name"] == name).cloned().unwrap_or_default()
}

#[tokio::test]
async fn shares_and_proves_it() {
    let cluster = Cluster::start().await;
    cluster.user("topic describe orders").await.fails(1);
    let run = cluster.share("orders --with rudder --partitions 3 --format json").await.succeeds();
    let json = run.json();
    assert_eq!((&json["command"], &json["ok"]), (&"share".into(), &true.into()));
    assert_eq!(json["topic"]["state"], "created");
    assert_eq!(json["proved"], true);
    assert_eq!(json["proof"]["user"], USER);
    assert_eq!(json["proof"]["mechanism"], "SCRAM-SHA-512");
    assert_eq!(json["proof"]["authorized_operations"], json!(["WRITE", "DESCRIBE"]));
    assert_eq!(json["handover"]["rudderstack"]["Username"], USER);
    let described = cluster.user("topic describe orders").await.succeeds();
    assert!(described.stdout.contains(", you may: WRITE, DESCRIBE"), "{described:?}");
}

#[tokio::test]
async fn a_second_run_changes_nothing_and_proves_it_again() {
    let cluster = Cluster::start().await;
    cluster.share("orders --with User:rudder --partitions 3").await.succeeds();
    let acls = cluster.admin("acl list").await.stdout;
    let again = cluster.share("orders --with rudder --partitions 5 --format json").await.succeeds();
    let json = again.json();
    assert_eq!(json["topic"]["state"], "existing");
    assert_eq!(json["topic"]["differences"], json!(["3 partitions, not 5"]));
    assert!(json["acls"].as_array().unwrap().iter().all(|acl| acl["state"] == "existing"));
    assert_eq!(json["proved"], true);
    assert_eq!(cluster.admin("acl list").await.stdout, acls);
}

#[tokio::test]
async fn text_says_what_was_done_and_what_to_hand_over() {
    let cluster = Cluster::start().await;
    let run = cluster.share("orders --with rudder --partitions 1").await.succeeds();
    for told in [
        "ok       topic      created orders, 1 partition",
        "WRITE, DESCRIBE on TOPIC LITERAL:orders",
        "proved: rudder may WRITE, DESCRIBE on topic orders",
        "RudderStack",
        "kcat -b localhost:",
        "ScramLoginModule required username=\"rudder\" password=\"<password>\";",
    ] {
        assert!(run.stdout.contains(told), "{told}\n{}", run.stdout);
    }
    assert_eq!(run.stderr, "");
}

#[tokio::test]
async fn a_dry_run_changes_nothing() {
    let cluster = Cluster::start().await;
    let run = cluster.share("orders --with rudder --dry-run --format json").await.succeeds();
    let json = run.json();
    assert_eq!(json["topic"]["state"], "would be created");
    assert_eq!(json["acls"][0]["state"], "would be created");
    assert_eq!((&json["proved"], &json["dry_run"]), (&false.into(), &true.into()));
    assert_eq!(step(&run, "wait")["skipped"], true);
    assert_eq!(cluster.admin("topic list --format json").await.json()["topics"], json!([]));
    assert_eq!(cluster.admin("acl list --format json").await.json()["acls"], json!([]));
}

#[tokio::test]
async fn without_the_users_password_it_is_done_and_not_proved() {
    let cluster = Cluster::start().await;
    let line = format!("share orders --with rudder --user-bootstrap {}", cluster.0.scram_address());
    let run = cluster.admin(&format!("{line} --format json")).await.succeeds();
    assert_eq!(step(&run, "proof")["skipped"], true);
    assert_eq!(run.json()["proved"], false);
    let text = cluster.admin(&line).await.succeeds().stdout;
    assert!(text.contains("NOT PROVED") && text.contains("--user-password-file"), "{text}");
    cluster.user("topic describe orders").await.succeeds();
}

/// A login needs no ACL, so it is tried first.
#[tokio::test]
async fn a_wrong_password_of_the_user_changes_nothing() {
    let cluster = Cluster::start().await;
    let run = cluster
        .share_with_password("orders --with rudder --format json", "MARKER-wrong")
        .await
        .fails(1);
    let json = run.json();
    assert_eq!(json["ok"], false);
    assert_eq!(json["error"]["kind"], "AuthenticationFailed");
    assert_eq!(json["error"]["layer"], "SASL");
    assert_eq!(json["error"]["outcome"], "not sent");
    assert!(json["error"]["message"].as_str().unwrap().contains("user rudder"), "{json}");
    assert!(json["error"]["hint"].is_string(), "{json}");
    assert_eq!(step(&run, "login")["ok"], false);
    assert_eq!(step(&run, "topic"), Value::Null);
    assert_eq!(json["undo"], Value::Null);
    nothing_is_there(&cluster).await;
}

async fn nothing_is_there(cluster: &Cluster) {
    assert_eq!(cluster.admin("topic list --format json").await.json()["topics"], json!([]));
    assert_eq!(cluster.admin("acl list --format json").await.json()["acls"], json!([]));
}

#[tokio::test]
async fn a_user_who_reads_gets_the_group_too_and_it_is_proved() {
    let cluster = Cluster::start().await;
    let line = "orders --with rudder --consume --group billing";
    let run = cluster.share(&format!("{line} --format json")).await.succeeds();
    let json = run.json();
    assert_eq!(json["proved"], true);
    assert_eq!(json["proof"]["authorized_operations"], json!(["READ", "DESCRIBE"]));
    assert_eq!(json["proof"]["group_authorized_operations"], json!(["READ", "DESCRIBE"]));
    let group = json["acls"].as_array().unwrap().iter().find(|acl| acl["resource_type"] == "GROUP");
    assert_eq!(group.unwrap()["name"], "billing");
    assert!(json["handover"]["kcat"].as_str().unwrap().ends_with("-G billing orders"));
    let text = cluster.share(line).await.succeeds().stdout;
    let proved =
        "proved: rudder may READ, DESCRIBE on topic orders, and READ, DESCRIBE in group billing\n";
    assert!(text.contains(proved), "{text}");
}

#[tokio::test]
async fn a_denial_on_the_group_is_told_before_anything_changes() {
    let on =
        |principal, operation, group| Acl::deny(principal, operation, ResourceType::GROUP, group);
    for denied in [
        on("User:rudder", AclOperation::READ, "billing"),
        on("User:rudder", AclOperation::READ, "bill").prefixed(),
        on("User:*", AclOperation::ALL, "*"),
        on("User:*", AclOperation::DESCRIBE, "billing"),
    ] {
        let cluster = Cluster::start_with(std::slice::from_ref(&denied)).await;
        let line = "orders --with rudder --consume --group billing --format json";
        let run = cluster.share(line).await.fails(1);
        let json = run.json();
        assert_eq!(json["error"]["kind"], "AuthorizationFailed", "{denied:?}");
        assert_eq!(json["error"]["outcome"], "not sent", "{denied:?}");
        assert_eq!(step(&run, "check")["ok"], false, "{denied:?}");
        assert_eq!(cluster.0.acls().len(), 1, "{denied:?}");
        assert!(cluster.0.topics().is_empty(), "{denied:?}");
    }
}

/// Where the user will come from is not known here.
#[tokio::test]
async fn a_denial_for_a_host_qualifies_the_proof() {
    let cluster = Cluster::start().await;
    let deny =
        "acl create --group billing --deny-principal rudder --deny-host 10.0.0.1 --operation read";
    cluster.admin(deny).await.succeeds();
    let line = "orders --with rudder --consume --group billing";
    let json = cluster.share(&format!("{line} --format json")).await.succeeds().json();
    assert_eq!((&json["proved"], &json["ok"]), (&false.into(), &true.into()));
    assert_eq!(json["exceptions"][0]["host"], "10.0.0.1");
    assert_eq!(json["proof"]["group_authorized_operations"], json!(["READ", "DESCRIBE"]));
    let text = cluster.share(line).await.succeeds().stdout;
    assert!(!text.contains("\nproved: "), "{text}");
    assert!(text.contains("proved from this machine"), "{text}");
    assert!(text.contains("NOT PROVED, and refused, where this says so: DENY READ"), "{text}");
}

#[tokio::test]
async fn of_every_group_one_may_be_denied() {
    let cluster = Cluster::start().await;
    let deny = "acl create --group billing --deny-principal rudder --operation read";
    cluster.admin(deny).await.succeeds();
    let line = "orders --with rudder --consume --group * --format json";
    let json = cluster.share(line).await.succeeds().json();
    assert_eq!(json["proved"], false);
    assert_eq!(json["exceptions"][0]["name"], "billing");
    assert_eq!(json["proof"]["group_authorized_operations"], json!(["READ", "DESCRIBE"]));
}

/// The words of a command line, as a shell reads them.
fn shell_words(line: &str) -> Vec<String> {
    let script = format!("printf '%s\\n' {line}");
    let output = std::process::Command::new("sh").args(["-c", &script]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[tokio::test]
async fn what_a_failed_share_leaves_behind_is_listed_and_the_printed_commands_undo_it() {
    let cluster = Cluster::start().await;
    let mine = "acl create --topic orders --allow-principal rudder --operation create";
    cluster.admin(mine).await.succeeds();
    // The wait for the ACLs begins with the second DescribeCluster.
    let fault = Fault::fail(ApiKey::DESCRIBE_CLUSTER, ErrorCode::UNKNOWN_SERVER_ERROR).after(1);
    cluster.0.inject(fault.clone());
    let line = format!(
        "orders --with rudder --produce --consume --group * -b {} -X client.id=it's",
        cluster.0.iam_address()
    );
    let run = cluster.share(&format!("{line} --format json")).await.fails(1);
    let json = run.json();
    assert_eq!(json["error"]["outcome"], "applied in part");
    assert_eq!(step(&run, "topic")["outcome"], "applied");
    assert_eq!(step(&run, "acls")["outcome"], "applied");
    assert_eq!(step(&run, "wait")["outcome"], "nothing to change");
    let changes = json["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 5, "{json}");
    assert!(changes.iter().all(|change| change["outcome"] == "applied"), "{json}");

    // Again, for the text: now everything was there, so nothing is left behind by this run.
    cluster.0.inject(fault.clone());
    let again = cluster.share(&line).await.fails(1);
    assert!(!again.stdout.contains("kadm topic delete"), "{again:?}");

    for command in json["undo"].as_array().unwrap() {
        let words = shell_words(command.as_str().unwrap());
        assert_eq!(words[0], "kadm");
        cluster.admin_words(&words).await.succeeds();
    }
    let left: Vec<_> = cluster.0.acls().iter().map(|acl| acl.operation).collect();
    assert_eq!(left, [AclOperation::CREATE], "what was there before is kept");
    assert!(cluster.0.topics().is_empty());

    cluster.0.inject(fault);
    let text = cluster.share(&line).await.fails(1).stdout;
    assert!(text.contains("  created: topic orders\n"), "{text}");
    assert!(text.contains("  kadm topic delete --yes -b localhost:"), "{text}");
}

#[tokio::test]
async fn acls_that_are_refused_leave_the_topic_behind_and_say_so() {
    let cluster = Cluster::start().await;
    let refusal = Fault::fail(ApiKey::CREATE_ACLS, ErrorCode::CLUSTER_AUTHORIZATION_FAILED);
    cluster.0.inject(refusal);
    let run = cluster.share("orders --with rudder --format json").await.fails(1);
    let json = run.json();
    assert_eq!(step(&run, "acls")["outcome"], "not applied");
    assert_eq!(json["error"]["outcome"], "applied in part");
    assert_eq!(json["changes"].as_array().unwrap().len(), 1, "{json}");
    assert_eq!(json["undo"], json!(["kadm topic delete --yes orders"]));
}

/// The story's mistake: the SCRAM user tries to do it alone.
#[tokio::test]
async fn somebody_who_may_not_learns_it_before_anything_changes() {
    let cluster = Cluster::start().await;
    let run = cluster.user("share orders --with rudder --format json").await.fails(1);
    assert_eq!(run.json()["error"]["code_name"], "CLUSTER_AUTHORIZATION_FAILED");
    assert_eq!(step(&run, "check")["ok"], false);
    assert_eq!(step(&run, "topic"), Value::Null);
    assert_eq!(cluster.admin("topic list --format json").await.json()["topics"], json!([]));
}

#[tokio::test]
async fn a_denial_that_wins_is_a_warning() {
    let cluster = Cluster::start().await;
    cluster
        .admin("acl create --topic orders --deny-principal rudder --operation read")
        .await
        .succeeds();
    let run = cluster.share("orders --with rudder --format json").await.succeeds();
    assert!(run.json()["warnings"][0].as_str().unwrap().contains("DENY READ"), "{run:?}");
}

#[tokio::test]
async fn a_denial_that_makes_it_futile_is_told_before_anything_changes() {
    let cluster = Cluster::start().await;
    let deny = "acl create --topic ord --resource-pattern-type prefixed --deny-principal * --operation all";
    cluster.admin(deny).await.succeeds();
    let run = cluster.share("orders --with rudder --format json").await.fails(1);
    assert!(step(&run, "check")["detail"].as_str().unwrap().contains("DENY wins"), "{run:?}");
    assert_eq!(cluster.admin("topic list").await.stdout, "");
}

#[tokio::test]
async fn everyone_and_internal_topics_have_to_be_spelled_out() {
    let cluster = Cluster::start().await;
    for (line, flag) in [
        ("orders --with *", "--everyone"),
        ("orders --with User:*", "--everyone"),
        ("__consumer_offsets --with rudder --consume --group g", "--internal"),
    ] {
        let server = cluster.0.scram_address();
        let line = format!("share {line} --user-bootstrap {server}");
        let run = cluster.admin(&line).await.fails(2);
        assert!(run.stderr.contains(flag), "{run:?}");
        assert!(cluster.0.acls().is_empty() && cluster.0.topics().is_empty(), "{line}");
        cluster.admin(&format!("{line} {flag} --dry-run")).await.succeeds();
    }
}

#[tokio::test]
async fn where_the_user_logs_in_has_to_be_known() {
    let cluster = Cluster::start().await;
    let run = cluster.admin("share orders --with rudder").await.fails(2);
    assert!(run.stderr.contains("--user-bootstrap"), "{run:?}");
    let run = cluster.admin("share orders --with rudder --user-bootstrap localhost").await.fails(2);
    assert!(run.stderr.contains("the port is missing"), "{run:?}");
}

const NEW_PASSWORD: &str = "MARKER-password-of-a-new-user";

#[tokio::test]
async fn a_user_that_is_not_there_is_created_and_proved() {
    let cluster = Cluster::start().await;
    let line = "orders --with new --create-user --format json";
    let dry = cluster.share_with_password(&format!("{line} --dry-run"), NEW_PASSWORD).await;
    assert_eq!(step(&dry.succeeds(), "user")["detail"], "would create new");
    assert!(!cluster.admin("user list").await.succeeds().stdout.contains("new"));
    let run = cluster.share_with_password(line, NEW_PASSWORD).await.succeeds();
    assert_eq!(run.json()["proved"], true);
    let user = step(&run, "user");
    let told = (user["detail"].as_str(), user["outcome"].as_str());
    assert_eq!(told, (Some("created new (SCRAM-SHA-512)"), Some("applied")));
    let again = cluster.share_with_password(line, NEW_PASSWORD).await.succeeds();
    assert_eq!(step(&again, "user")["outcome"], "already so");
    let wrong = cluster.share_with_password(line, "another").await.fails(1);
    assert_eq!(step(&wrong, "user")["outcome"], "already so", "its password stays");
}

#[tokio::test]
async fn what_a_failed_share_says_of_the_user_that_it_created() {
    let cluster = Cluster::start().await;
    let fault = Fault::fail(ApiKey::CREATE_TOPICS, ErrorCode::POLICY_VIOLATION);
    cluster.0.inject(fault);
    let line = "orders --with new --create-user --format json";
    let run = cluster.share_with_password(line, NEW_PASSWORD).await.fails(1).json();
    assert_eq!((&run["user_created"], &run["changes"]), (&json!(true), &json!([])));
    let words = run["undo"][0].as_str().unwrap().split_whitespace().map(str::to_owned);
    cluster.admin_words(&words.collect::<Vec<_>>()).await.succeeds();
    assert!(!cluster.admin("user list").await.succeeds().stdout.contains("new"));
}

#[tokio::test]
async fn a_user_is_created_only_with_a_name_and_a_password() {
    let cluster = Cluster::start().await;
    let bootstrap = cluster.0.scram_address();
    let line = format!("share orders --with new --create-user --user-bootstrap {bootstrap}");
    let run = cluster.admin(&line).await.fails(2);
    assert!(run.stderr.contains("--user-password-file"), "{run:?}");
    let line = "orders --with * --everyone --create-user";
    cluster.share_with_password(line, NEW_PASSWORD).await.fails(2);
    assert_eq!(cluster.admin("topic list").await.succeeds().stdout, "");
}

fn unshare(line: &str, cluster: &Cluster) -> String {
    format!("unshare {line} --user-bootstrap {}", cluster.0.scram_address())
}

#[tokio::test]
async fn what_was_shared_is_taken_back_and_proved_to_be_gone() {
    let cluster = Cluster::start().await;
    cluster.share("other --with rudder --partitions 1").await.succeeds();
    cluster.admin("topic create kept --partitions 1").await.succeeds();
    let before = cluster.admin("acl list").await.stdout;
    cluster
        .share("orders --with rudder --produce --consume --group g --partitions 1")
        .await
        .succeeds();
    let shown = cluster.admin("unshare orders --with rudder --group g").await.fails(2);
    for told in ["WRITE", "READ", "DESCRIBE"] {
        let line =
            format!("would delete ALLOW {told} on TOPIC LITERAL:orders to User:rudder from *");
        assert!(shown.stdout.contains(&line), "{shown:?}");
    }
    assert!(shown.stdout.contains("would delete ALLOW READ on GROUP LITERAL:g"), "{shown:?}");
    assert!(shown.stderr.contains("repeat it with --yes"), "{shown:?}");
    cluster.user("topic describe orders").await.succeeds();

    let line = unshare("orders --with rudder --group g --yes --format json", &cluster);
    let with_password =
        |captured: kafka_cli::Captured| captured.var("KADM_USER_PASSWORD", PASSWORD);
    let json = cluster.admin_with(&line, with_password).await.succeeds().json();
    assert_eq!(json["acls"].as_array().unwrap().len(), 4, "{json}");
    assert_eq!((&json["gone_everywhere"], &json["still_allowed"]), (&true.into(), &json!([])));
    assert_eq!(json["proof"]["operations"], json!([]));
    cluster.user("topic describe orders").await.fails(1);
    assert_eq!(cluster.admin("acl list").await.stdout, before, "nothing else is gone");
    cluster.user("topic describe other").await.succeeds();

    let again = cluster.admin(&unshare("orders --with rudder --yes", &cluster)).await.succeeds();
    assert!(again.stdout.contains("nothing that kadm share has given"), "{again:?}");
}

#[tokio::test]
async fn what_other_acls_still_allow_is_told_and_fails() {
    let acl = Acl::allow("User:rudder", AclOperation::WRITE, ResourceType::TOPIC, "or").prefixed();
    let hosts = Acl::allow("User:*", AclOperation::READ, ResourceType::TOPIC, "orders");
    let cluster = Cluster::start_with(&[acl, hosts.from_host("10.0.0.1")]).await;
    cluster.share("orders --with rudder --partitions 1").await.succeeds();
    let line = unshare("orders --with rudder --yes --format json", &cluster);
    let with_password =
        |captured: kafka_cli::Captured| captured.var("KADM_USER_PASSWORD", PASSWORD);
    let json = cluster.admin_with(&line, with_password).await.fails(1).json();
    assert_eq!(json["proof"]["operations"], json!(["WRITE", "DESCRIBE"]), "{json}");
    let still = json["still_allowed"].to_string();
    assert!(still.contains("may still WRITE by ALLOW WRITE on TOPIC PREFIXED:or"), "{json}");
    assert!(
        still.contains(
            "may still READ by ALLOW READ on TOPIC LITERAL:orders to User:* from 10.0.0.1"
        )
    );
    assert_eq!(cluster.0.acls().len(), 2, "they are not deleted");
}

#[tokio::test]
async fn what_belongs_to_everyone_or_to_kafka_is_not_unshared_in_passing() {
    let everyone = Acl::allow("User:*", AclOperation::READ, ResourceType::TOPIC, "orders");
    let internal = Acl::allow("User:rudder", AclOperation::READ, ResourceType::TOPIC, "__x");
    let cluster = Cluster::start_with(&[everyone, internal]).await;
    for (line, flag) in [("orders --with *", "--everyone"), ("__x --with rudder", "--internal")] {
        let refused = cluster.admin(&format!("unshare {line} --yes")).await.fails(2);
        assert!(refused.stderr.contains(flag), "{refused:?}");
    }
    assert_eq!(cluster.0.acls().len(), 2);
    cluster.admin("unshare orders --with * --yes --everyone").await.succeeds();
    assert_eq!(cluster.0.acls().len(), 1);
}

#[tokio::test]
async fn whoami_tells_what_the_broker_says() {
    let cluster = Cluster::start().await;
    cluster.share("orders --with rudder --partitions 1").await.succeeds();
    let user = cluster.user("whoami --topic orders").await.succeeds().stdout;
    for told in [
        "principal: User:rudder",
        "login:     SCRAM-SHA-512 as rudder at localhost:",
        "cluster:   no operation is told, which takes DESCRIBE on the cluster",
        "topic orders: you may WRITE, DESCRIBE",
    ] {
        assert!(user.contains(told), "{told}\n{user}");
    }
    let json = cluster.user("whoami --topic orders --topic x --format json").await.fails(1).json();
    assert_eq!(
        (&json["principal"], &json["mechanism"]),
        (&"User:rudder".into(), &"SCRAM-SHA-512".into())
    );
    assert_eq!(json["topics"][0]["operations"], json!(["WRITE", "DESCRIBE"]));
    assert_eq!(json["topics"][1]["ok"], false);
    let admin = cluster.admin("whoami").await.succeeds().stdout;
    for told in
        ["principal: an IAM identity", "region:    us-east-1", "you may CREATE, ALTER, DESCRIBE"]
    {
        assert!(admin.contains(told), "{told}\n{admin}");
    }
}

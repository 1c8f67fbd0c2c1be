//! `kadm` against Apache Kafka: the commands a user types, with what they print as JSON.

use std::time::Duration;

use interop::{Kafka, unique};
use kafka_cli::{Captured, run_with};
use serde_json::Value;

use crate::{KEY_ID, PASSWORD, SECRET_KEY, kafka};

#[tokio::test]
async fn share_turns_a_refused_user_into_a_proven_one() {
    let Some(kafka) = kafka() else { return };
    let topic = unique("shared");
    let scram = kafka.scram_address();
    let share =
        ["share", &topic, "--with", "kadm", "--partitions", "3", "--user-bootstrap", &scram];

    assert_eq!(refused(as_user(kafka, &["topic", "describe", &topic]).await), 29);
    assert_eq!(
        refused(
            as_user(kafka, &["acl", "grant", "User:kadm", "--topic", &topic, "--produce"]).await
        ),
        31
    );

    let shared = done(as_admin(kafka, &share).await);
    assert_eq!(names(&shared), ["connect", "login", "check", "topic", "acls", "wait", "proof"]);
    assert!(detail(&shared, "topic").contains("created"), "{shared}");
    assert!(detail(&shared, "proof").contains("WRITE, DESCRIBE"), "{shared}");

    done(as_user(kafka, &["topic", "describe", &topic]).await);
    let again = done(as_admin(kafka, &share).await);
    assert!(detail(&again, "topic").contains("was there"), "{again}");
    assert!(detail(&again, "acls").contains("were there"), "{again}");
}

#[tokio::test]
async fn kafkas_own_producer_writes_with_what_is_handed_over() {
    let Some(kafka) = kafka() else { return };
    let topic = unique("shared");
    let scram = kafka.scram_address();
    let share = ["share", &topic, "--with", "kadm", "--user-bootstrap", &scram];
    let shared = done(as_admin(kafka, &share).await);
    let java = shared["handover"]["java"].as_str().expect("Java properties");
    let properties = java.replace("<password>", PASSWORD);
    let sent = kafka.java_client(&properties, &["send", &topic, "an order"]).unwrap();
    assert!(sent.starts_with(&topic) && sent.ends_with("@0"), "{sent}");
}

#[tokio::test]
async fn metadata_of_a_denied_topic_fails() {
    let Some(kafka) = kafka() else { return };
    assert_eq!(refused(as_user(kafka, &["metadata", "-L", "-t", &unique("denied")]).await), 29);
}

/// In the tests of the operations brokers have one disk.
#[tokio::test]
async fn a_replica_moves_to_the_other_disk_of_its_broker_and_back_by_the_plan() {
    let Some(kafka) = kafka() else { return };
    let topic = unique("disks");
    done(as_admin(kafka, &["topic", "create", &topic]).await);
    let place = placed(kafka, &topic, |_| true).await;
    let other = match place.strip_suffix("-2") {
        Some(first) => first.to_owned(),
        None => format!("{place}-2"),
    };
    let plan = std::env::temp_dir().join(unique(&format!("plan-{}.json", std::process::id())));
    let file = plan.to_str().expect("a path in UTF-8");
    let words = ["partition", "reassign", "--topic", &topic, "--partition", "0", "--replicas", "1"];
    let more = ["--log-dirs", &other, "--replica-alter-log-dirs-throttle", "10000000"];
    let moved = [&words[..], &more, &["--rollback", file, "--yes"]].concat();
    let moved = done(as_admin(kafka, &moved).await);
    assert_eq!(moved["log_dirs"][0]["from"], place.as_str(), "{moved}");
    assert_eq!(moved["log_dirs"][0]["to"], other.as_str(), "{moved}");
    placed(kafka, &topic, |place| place == other).await;
    let back = done(as_admin(kafka, &["partition", "reassign", "--plan", file, "--yes"]).await);
    assert_eq!(back["log_dirs"][0]["to"], place.as_str(), "{back}");
    placed(kafka, &topic, |found| found == place).await;
    std::fs::remove_file(&plan).unwrap();
    let cleared = done(as_admin(kafka, &["partition", "clear-throttles", "--yes"]).await);
    let key = "replica.alter.log.dirs.io.max.bytes.per.second";
    assert_eq!(cleared["throttles"][0]["key"], key, "{cleared}");
}

/// The one directory in which the topic's replica is, once it is as expected.
async fn placed(kafka: &Kafka, topic: &str, is_expected: impl Fn(&str) -> bool) -> String {
    let found = async {
        loop {
            let dirs = done(as_admin(kafka, &["broker", "log-dirs", "--topic", topic]).await);
            let dirs = dirs["brokers"][0]["log_dirs"].as_array().expect("directories").clone();
            let with = |it: &&Value| it["replicas"].as_array().is_some_and(|all| !all.is_empty());
            let with: Vec<&Value> = dirs.iter().filter(with).collect();
            if let [dir] = with.as_slice() {
                let path = dir["path"].as_str().expect("a path");
                if is_expected(path) {
                    return path.to_owned();
                }
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(60), found).await.expect("the replica moves")
}

/// Exit code and the one object on standard output.
type Answer = (u8, Value);

async fn as_admin(kafka: &Kafka, command: &[&str]) -> Answer {
    let login = ["sasl.mechanism=AWS_MSK_IAM"];
    kadm(kafka, &kafka.iam_address(), &login, command).await
}

async fn as_user(kafka: &Kafka, command: &[&str]) -> Answer {
    let login = ["sasl.mechanism=SCRAM-SHA-512", "sasl.username=kadm"];
    kadm(kafka, &kafka.scram_address(), &login, command).await
}

async fn kadm(kafka: &Kafka, address: &str, login: &[&str], command: &[&str]) -> Answer {
    let ca = format!("ssl.ca.location={}", kafka.ca_file().display());
    let settings = ["security.protocol=SASL_SSL", &ca].into_iter().chain(login.iter().copied());
    let mut args = vec!["kadm"];
    args.extend(command);
    args.extend(["-b", address, "--format", "json"]);
    args.extend(settings.flat_map(|setting| ["-X", setting]));
    let mut captured = surroundings();
    let code = run_with(args, captured.outside()).await;
    let text = captured.stdout() + &captured.stderr();
    for secret in [PASSWORD, SECRET_KEY] {
        assert!(!text.contains(secret), "{text}");
    }
    (
        code,
        serde_json::from_str(&captured.stdout()).unwrap_or_else(|error| panic!("{error}: {text}")),
    )
}

fn surroundings() -> Captured {
    Captured::default()
        .var("AWS_ACCESS_KEY_ID", KEY_ID)
        .var("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
        .var("AWS_REGION", "us-east-1")
        .var("KAFKA_SASL_PASSWORD", PASSWORD)
        .var("KADM_USER_PASSWORD", PASSWORD)
}

fn done((code, answer): Answer) -> Value {
    assert_eq!((code, &answer["ok"]), (0, &Value::Bool(true)), "{answer}");
    answer
}

/// Kafka's code of the error that ended the command.
fn refused((code, answer): Answer) -> i64 {
    assert_eq!((code, &answer["ok"]), (1, &Value::Bool(false)), "{answer}");
    answer["error"]["code"].as_i64().unwrap_or_else(|| panic!("no code: {answer}"))
}

fn names(answer: &Value) -> Vec<&str> {
    let steps = answer["steps"].as_array().map(Vec::as_slice).unwrap_or_default();
    steps.iter().filter_map(|step| step["name"].as_str()).collect()
}

fn detail<'a>(answer: &'a Value, name: &str) -> &'a str {
    let steps = answer["steps"].as_array().map(Vec::as_slice).unwrap_or_default();
    let step = steps.iter().find(|step| step["name"] == name);
    step.and_then(|step| step["detail"].as_str()).unwrap_or_default()
}

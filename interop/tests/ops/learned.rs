//! `kadm acl learn` on what Kafka's own producers and consumers do.

use std::time::Duration;

use interop::{ClientError, Kafka, KafkaOptions};
use kafka_admin::acls::{AclBinding, ResourcePattern};
use kafka_admin::users::{UserScramCredential, UserScramCredentialAlteration};
use kafka_admin::{AclOperation as Op, Admin, ResourceType as On, ScramHash};
use tokio::task::spawn_blocking;

use crate::peer::Peer;
use crate::permissions::{remove, rules_of};

/// A busy machine takes its time.
const LONG: Duration = Duration::from_secs(30);
const PASSWORD: &str = "correct horse";
/// TOPIC_, GROUP_, CLUSTER_ and TRANSACTIONAL_ID_AUTHORIZATION_FAILED.
const REFUSALS: [i16; 4] = [29, 30, 31, 53];

/// Somebody with every right plays a session of producers and a consumer. The ACLs that are learned from
/// Kafka's authorizer log are enough for somebody new, and without any one of them the session fails.
#[tokio::test]
async fn what_java_did_is_learned_and_enough_and_not_too_much() {
    let Some(peer) = Peer::kafka() else { return };
    let kafka = peer.apache().unwrap();
    let admin = peer.admin().await;
    for &protocol in protocols() {
        let (first, fresh) = (user(&admin).await, user(&admin).await);
        let topic = peer.topic(&admin, "session").await;
        let group = interop::unique("session-group");
        let everything = [On::TOPIC, On::GROUP, On::TRANSACTIONAL_ID].map(|on| {
            let principal = format!("User:{first}");
            AclBinding::allow(principal, Op::ALL, ResourcePattern::literal(on, "*"))
        });
        create(&admin, &everything).await;
        let play = |user: &str| play(kafka, login(kafka, user, protocol), &topic, &group);
        assert_eq!(play(&first).await.unwrap(), "last");

        // The last thing that a consumer does.
        let last = format!("resource = Group:LITERAL:{group} for request = LeaveGroup");
        let last = if protocol == "classic" {
            last
        } else {
            last.replace("LeaveGroup", "ConsumerGroupHeartbeat")
        };
        let learned = learn(&peer.log_with(&last), &first).await;
        let expected = [
            (Op::READ, ResourcePattern::topic(&topic)),
            (Op::WRITE, ResourcePattern::topic(&topic)),
            (Op::READ, ResourcePattern::group(&group)),
            (Op::WRITE, ResourcePattern::transactional_id(&group)),
        ];
        let of = |user: &str| {
            let acl = |(operation, pattern): &(Op, ResourcePattern)| {
                AclBinding::allow(format!("User:{user}"), *operation, pattern.clone())
            };
            expected.iter().map(acl).collect::<Vec<_>>()
        };
        assert_eq!(learned, of(&first));

        let acls = of(&fresh);
        create(&admin, &acls).await;
        assert_eq!(play(&fresh).await.unwrap(), "last", "they are enough");
        for acl in &acls {
            let one = std::slice::from_ref(acl);
            remove(&admin, one).await;
            let refused = play(&fresh).await.unwrap_err();
            assert!(REFUSALS.contains(&refused.code), "without {acl}: {refused}");
            create(&admin, one).await;
        }
        assert_eq!(play(&fresh).await.unwrap(), "last", "each was needed");
    }
}

/// The same session through `kadm tap`: Java comes back to it for the broker and the coordinators, and its log
/// gives the same four ACLs, which a replay on the emulator proves.
#[tokio::test]
async fn what_java_did_through_the_tap_is_learned_and_proved() {
    let Some(peer) = Peer::kafka() else { return };
    let kafka = peer.apache().unwrap();
    let admin = peer.admin().await;
    for &protocol in protocols() {
        let user = user(&admin).await;
        let topic = peer.topic(&admin, "tapped").await;
        let group = interop::unique("tapped-group");
        let principal = format!("User:{user}");
        let on = |operation, pattern| AclBinding::allow(&principal, operation, pattern);
        let acls = [
            on(Op::READ, ResourcePattern::topic(&topic)),
            on(Op::WRITE, ResourcePattern::topic(&topic)),
            on(Op::READ, ResourcePattern::group(&group)),
            on(Op::WRITE, ResourcePattern::transactional_id(&group)),
        ];
        create(&admin, &acls).await;
        let log = tapped(kafka, &user, protocol, &topic, &group).await;
        assert!(!log.contains(PASSWORD), "{log}");
        assert!(log.contains(r#""broker":1"#), "by the listener for the broker");
        let (learned, proof) = learned_from(&log, &user, &["--prove"]).await;
        assert_eq!(learned, acls);
        assert_eq!(proof["rules_proved_by_emulator"], 4, "{proof}");
        assert_eq!(proof["refused"], serde_json::json!([]), "{proof}");
        println!("{protocol}: {proof}");
    }
}

/// What the tap writes about a session.
async fn tapped(
    kafka: &'static Kafka,
    user: &str,
    protocol: &str,
    topic: &str,
    group: &str,
) -> String {
    let path = std::env::temp_dir().join(format!("{user}-{}.ndjson", std::process::id()));
    let mut captured = kafka_cli::Captured::default()
        .var("KAFKA_BOOTSTRAP_SERVERS", &kafka.scram_address())
        .var("KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
        .var("KAFKA_SASL_MECHANISM", "SCRAM-SHA-512")
        .var("KAFKA_SASL_USERNAME", user)
        .var("KAFKA_SASL_PASSWORD", PASSWORD)
        .var("KAFKA_SSL_TRUSTSTORE_LOCATION", &kafka.ca_file().display().to_string());
    let told = captured.clone();
    let log = format!("--log-requests={}", path.display());
    let tap = kafka_cli::run_with(["kadm", "tap", "--format", "json", &log], captured.outside());
    let session = async {
        let line = until(|| Some(told.stdout()).filter(|it| it.ends_with('\n'))).await;
        let line: serde_json::Value = serde_json::from_str(&line).unwrap();
        let properties = login(kafka, user, protocol)
            .replace(&kafka.scram_address(), line["address"].as_str().unwrap())
            .replace("SASL_SSL", "SASL_PLAINTEXT");
        assert_eq!(play(kafka, properties, topic, group).await.unwrap(), "last");
        // The last thing that a consumer does.
        let last = if protocol == "classic" { "LeaveGroup" } else { r#""memberEpoch":-1"# };
        let read = || std::fs::read_to_string(&path).ok();
        until(|| read().filter(|it| it.contains(last) && it.ends_with('\n'))).await
    };
    let text = tokio::select! {
        code = tap => panic!("the tap has ended: {code} {}{}", told.stdout(), told.stderr()),
        text = session => text,
    };
    std::fs::remove_file(&path).unwrap();
    text
}

/// What others make, at most half a minute later.
async fn until<T>(look: impl Fn() -> Option<T>) -> T {
    let started = std::time::Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(started.elapsed() < LONG, "it does not come");
        tokio::task::yield_now().await;
    }
}

/// Those of groups; the newer one is off by default before Kafka 4.0.
fn protocols() -> &'static [&'static str] {
    let is_old = KafkaOptions::default().version.starts_with("3.");
    if is_old { &["classic"] } else { &["classic", "consumer"] }
}

async fn user(admin: &Admin) -> String {
    let user = interop::unique("learner");
    let upsert = UserScramCredentialAlteration::upsert(&user, ScramHash::Sha512, PASSWORD);
    admin.alter_scram_users(&[upsert]).await.unwrap().all().unwrap();
    let credential = UserScramCredential::new(&user, ScramHash::Sha512);
    admin.wait_for_scram_user(&credential, LONG).await.unwrap();
    user
}

async fn create(admin: &Admin, acls: &[AclBinding]) {
    admin.create_acls(acls).await.unwrap().all().unwrap();
    admin.wait_for_acls(acls, LONG).await.unwrap();
}

fn login(kafka: &Kafka, user: &str, protocol: &str) -> String {
    format!(
        "bootstrap.servers={}\nsecurity.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\n\
         sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \
         username=\"{user}\" password=\"{PASSWORD}\";\nssl.truststore.type=PEM\n\
         ssl.truststore.location={}\ngroup.protocol={protocol}\n",
        kafka.scram_address(),
        kafka.ca_file().display(),
    )
}

async fn play(
    kafka: &'static Kafka,
    properties: String,
    topic: &str,
    group: &str,
) -> Result<String, ClientError> {
    let (topic, group) = (topic.to_owned(), group.to_owned());
    let run = move || kafka.java_client(&properties, &["session", &topic, &group]);
    spawn_blocking(run).await.unwrap()
}

/// What `kadm acl learn` makes of a log.
async fn learn(log: &str, user: &str) -> Vec<AclBinding> {
    learned_from(log, user, &[]).await.0
}

/// And of the proof, if that is asked for.
async fn learned_from(
    log: &str,
    user: &str,
    flags: &[&str],
) -> (Vec<AclBinding>, serde_json::Value) {
    let path = std::env::temp_dir().join(format!("{user}-{}.log", std::process::id()));
    std::fs::write(&path, log).unwrap();
    let mut captured = kafka_cli::Captured::default();
    let file = path.display().to_string();
    let words = ["kadm", "acl", "learn", &file, "--principal", user, "--format", "json"];
    let words = words.iter().chain(flags);
    let code = kafka_cli::run_with(words, captured.outside()).await;
    std::fs::remove_file(&path).unwrap();
    assert_eq!(code, 0, "{}{}", captured.stdout(), captured.stderr());
    let mut learned: serde_json::Value = serde_json::from_str(&captured.stdout()).unwrap();
    (rules_of(&learned), learned["proof"].take())
}

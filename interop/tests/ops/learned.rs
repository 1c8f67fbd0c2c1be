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
    let path = std::env::temp_dir().join(format!("{user}-{}.log", std::process::id()));
    std::fs::write(&path, log).unwrap();
    let mut captured = kafka_cli::Captured::default();
    let file = path.display().to_string();
    let words = ["kadm", "acl", "learn", &file, "--principal", user, "--format", "json"];
    let code = kafka_cli::run_with(words, captured.outside()).await;
    std::fs::remove_file(&path).unwrap();
    assert_eq!(code, 0, "{}", captured.stderr());
    rules_of(&serde_json::from_str(&captured.stdout()).unwrap())
}

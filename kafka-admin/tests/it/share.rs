//! The proof of a consumer group against the emulator's faults.

use std::time::Duration;

use kafka_admin::acls::Grant;
use kafka_admin::share::{Created, Found, Progress, Share, Step, TopicState};
use kafka_admin::topics::NewTopic;
use kafka_admin::{
    AclOperation, Admin, ApiKey, Auth, AwsCredentials, Config, ErrorCode, Secret, Tls, TlsRoots,
};
use kafka_emulator::{Emulator, Fault};

const KEY: &str = "AKIDEXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG";
const PATIENCE: Duration = Duration::from_secs(10);

async fn emulator() -> Emulator {
    let arn = "arn:aws:iam::123456789012:user/admin";
    let builder = Emulator::builder().scram_user("rudder", "right");
    builder.iam_identity(KEY, SECRET, None, arn).brokers(3).start().await.unwrap()
}

fn roots(emulator: &Emulator) -> Tls {
    Tls::Roots(TlsRoots::Pem(emulator.ca_pem().into()))
}

fn iam(emulator: &Emulator) -> Config {
    Config::new([emulator.iam_address()])
        .tls(roots(emulator))
        .auth(Auth::MskIam)
        .aws_credentials(AwsCredentials::new(KEY, Secret::new(SECRET)))
        .aws_region("us-east-1")
}

fn scram(emulator: &Emulator) -> Config {
    let auth = Auth::scram_sha_512("rudder", "right");
    Config::new([emulator.scram_address()]).tls(roots(emulator)).auth(auth)
}

async fn granted(emulator: &Emulator) -> Admin {
    let admin = Admin::connect(iam(emulator)).await.unwrap();
    let acls = Grant::to("User:rudder").consume("orders", "billing").bindings();
    admin.create_acls(&acls).await.unwrap().all().unwrap();
    Admin::connect(scram(emulator)).await.unwrap()
}

const READ: [AclOperation; 1] = [AclOperation::READ];

/// The first group of a cluster lets it create `__consumer_offsets`; then the coordinator loads, and
/// may have moved.
#[tokio::test]
async fn a_coordinator_that_is_not_ready_is_waited_for() {
    let emulator = emulator().await;
    let user = granted(&emulator).await;
    for (api, code) in [
        (ApiKey::FIND_COORDINATOR, ErrorCode::COORDINATOR_NOT_AVAILABLE),
        (ApiKey::DESCRIBE_GROUPS, ErrorCode::COORDINATOR_LOAD_IN_PROGRESS),
        (ApiKey::DESCRIBE_GROUPS, ErrorCode::NOT_COORDINATOR),
        (ApiKey::DESCRIBE_GROUPS, ErrorCode::GROUP_AUTHORIZATION_FAILED),
    ] {
        emulator.inject(Fault::fail(api, code).times(2));
        let allowed = user.wait_until_allowed_on_group("billing", &READ, PATIENCE).await.unwrap();
        assert_eq!(allowed.to_string(), "READ, DESCRIBE", "{code:?}");
    }
}

#[tokio::test]
async fn what_waiting_does_not_change_is_told_at_once() {
    let emulator = emulator().await;
    let user = granted(&emulator).await;
    emulator.inject(Fault::fail(ApiKey::DESCRIBE_GROUPS, ErrorCode::INVALID_GROUP_ID));
    let forever = Duration::from_secs(3600);
    let error = user.wait_until_allowed_on_group("billing", &READ, forever).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::INVALID_GROUP_ID));
    assert!(error.to_string().contains("group billing"), "{error}");
}

#[tokio::test]
async fn a_group_that_was_not_granted_is_refused_with_what_is_missing() {
    let emulator = emulator().await;
    let user = granted(&emulator).await;
    let short = Duration::from_millis(500);
    let error = user.wait_until_allowed_on_group("other", &READ, short).await.unwrap_err();
    assert_eq!(error.code(), Some(ErrorCode::GROUP_AUTHORIZATION_FAILED));
    let wanted = [AclOperation::READ, AclOperation::DELETE];
    let error = user.wait_until_allowed_on_group("billing", &wanted, short).await.unwrap_err();
    let told = "group billing: DELETE missing, allowed: READ, DESCRIBE";
    assert!(error.to_string().contains(told), "{error}");
}

fn consume(emulator: &Emulator) -> Share {
    let topic = NewTopic::new("orders").partitions(1).replication_factor(1);
    let share = Share::new(topic, "rudder").consume("billing").prove_as(scram(emulator));
    share.patience(Duration::from_millis(200))
}

/// Nobody knows then whether it was applied, so it is listed as such.
#[tokio::test]
async fn a_write_without_an_answer_is_listed_as_perhaps_done() {
    let emulator = emulator().await;
    emulator.inject(Fault::cut(ApiKey::CREATE_TOPICS, 5));
    let failed = consume(&emulator).run(iam(&emulator), |_| ()).await.unwrap_err();
    assert_eq!(failed.step, Some(Step::Topic));
    assert_eq!(failed.changes.len(), 1);
    assert_eq!(failed.changes[0].what, Created::Topic("orders".into()));
    assert!(!failed.changes[0].certain);

    emulator.inject(Fault::close(ApiKey::CREATE_ACLS));
    let failed = consume(&emulator).run(iam(&emulator), |_| ()).await.unwrap_err();
    assert_eq!(failed.step, Some(Step::Acls));
    assert_eq!(failed.changes.len(), 3, "the ACLs, and not the topic that was there: {failed:?}");
    assert!(failed.changes.iter().all(|change| !change.certain));
}

#[tokio::test]
async fn a_refused_group_fails_the_proof_and_says_what_stays() {
    let emulator = emulator().await;
    let refusal = ErrorCode::GROUP_AUTHORIZATION_FAILED;
    emulator.inject(Fault::fail(ApiKey::DESCRIBE_GROUPS, refusal).times(1000));
    let failed = consume(&emulator).run(iam(&emulator), |_| ()).await.unwrap_err();
    assert_eq!((failed.step, failed.error.code()), (Some(Step::Proof), Some(refusal)));
    assert!(failed.error.to_string().contains("user rudder: group billing"), "{failed}");
    assert_eq!(failed.changes.len(), 4, "{failed:?}");
}

#[tokio::test]
async fn each_step_tells_what_it_found_as_data() {
    let emulator = emulator().await;
    let mut told = Vec::new();
    let observe = |progress: Progress<'_>| match progress {
        Progress::Done(step, Found::Session(session)) => {
            told.push(format!("{step} by {}", session.mechanism.unwrap_or_default()));
        }
        Progress::Done(step, Found::Cluster { cluster, applying }) => {
            told.push(format!("{step} {} {}", cluster.brokers.len(), applying.len()));
        }
        Progress::Done(step, Found::Topic(TopicState::Created(topic))) => {
            told.push(format!("{step} {}", topic.name));
        }
        Progress::Done(step, Found::Acls(acls)) => told.push(format!("{step} {}", acls.len())),
        Progress::Done(step, Found::Brokers(brokers)) => {
            told.push(format!("{step} {}", brokers.len()));
        }
        Progress::Done(step, Found::Proof(proof)) => {
            told.push(format!("{step} {}", proof.group_operations.unwrap_or_default()));
        }
        Progress::Started(_) => {}
        other => panic!("{other:?}"),
    };
    let share = consume(&emulator).patience(PATIENCE);
    assert!(share.run(iam(&emulator), observe).await.unwrap().is_proved());
    let expected = [
        "connect by AWS_MSK_IAM",
        "login by SCRAM-SHA-512",
        "check 3 0",
        "topic orders",
        "acls 3",
        "wait 3",
        "proof READ, DESCRIBE",
    ];
    assert_eq!(told, expected);
}

/// A dry run looks, so it also tells a wrong password.
#[tokio::test]
async fn a_dry_run_tries_the_login_and_changes_nothing() {
    let emulator = emulator().await;
    let share = consume(&emulator).dry_run(true);
    let shared = share.run(iam(&emulator), |_| ()).await.unwrap();
    assert!(matches!(shared.topic, TopicState::WouldBeCreated(_)) && !shared.is_proved());
    let wrong = scram(&emulator).auth(Auth::scram_sha_512("rudder", "wrong"));
    let failed = share.prove_as(wrong).run(iam(&emulator), |_| ()).await.unwrap_err();
    assert_eq!(failed.step, Some(Step::Login));
    assert!(emulator.topics().is_empty() && emulator.acls().is_empty());
}

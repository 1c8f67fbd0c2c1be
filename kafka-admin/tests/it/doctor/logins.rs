//! Logins that fail, and what a login may not do, against the emulator.

use std::time::Duration;

use kafka_admin::diagnose::{Checkup, Stage, State};
use kafka_admin::{
    Admin, Auth, AwsCredentials, Config, Diagnosis, HostPort, Secret, Tls, TlsRoots,
};
use kafka_emulator::{Acl, Builder, Emulator, Fault};
use kafka_proto::messages::sasl_handshake::SaslHandshakeResponse;
use kafka_proto::{AclOperation, ApiKey, ErrorCode, ResourceType};
use test_support::broker::broker;

use super::peers::{plaintext, without_login};
use super::{SHORT, examined, found, is};

const KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET: &str = "MARKER-secret-key";
const HOST: &str = "b-1.demo.abc123.c2.kafka.us-east-1.amazonaws.com";

fn builder() -> Builder {
    let arn = "arn:aws:iam::111122223333:user/administrator";
    Emulator::builder()
        .scram_user("ops", "MARKER-password")
        .iam_identity(KEY_ID, SECRET, None, arn)
        .topic("orders", 1)
}

fn roots(emulator: &Emulator) -> Tls {
    Tls::Roots(TlsRoots::Pem(emulator.ca_pem().into()))
}

fn scram(emulator: &Emulator, password: &str) -> Config {
    Config::new([emulator.scram_address()])
        .tls(roots(emulator))
        .auth(Auth::scram_sha_512("ops", password))
}

fn iam(emulator: &Emulator, secret: &str) -> Config {
    let credentials = AwsCredentials::new(KEY_ID, Secret::new(secret));
    Config::new([emulator.iam_address()])
        .tls(roots(emulator))
        .auth(Auth::MskIam)
        .aws_credentials(credentials)
        .aws_region("us-east-1")
}

fn refusal(text: &str) -> Fault {
    Fault::fail(ApiKey::SASL_AUTHENTICATE, ErrorCode::SASL_AUTHENTICATION_FAILED)
        .message(format!("[0f6e2e2c-9a3c-4b1b-8a0e-5d2f3c4b5a69]: {text}"))
        .times(100)
}

#[tokio::test]
async fn a_wrong_password_and_a_mechanism_that_is_not_there() {
    let emulator = builder().start().await.unwrap();
    let seen = found(scram(&emulator, "MARKER-wrong"), Diagnosis::PASSWORD, Stage::Login).await;
    assert!(!format!("{seen:?}").contains("MARKER"), "{seen:?}");
    let wrong = scram(&emulator, "x").bootstrap_servers([emulator.iam_address()]);
    found(wrong, Diagnosis::MECHANISM, Stage::Mechanism).await;
}

/// Trying a password at each broker may lock the user out.
#[tokio::test]
async fn a_password_that_was_refused_is_not_tried_at_the_next_broker() {
    let emulator = builder().brokers(3).start().await.unwrap();
    let addresses = emulator.addresses(kafka_emulator::Listener::Scram);
    let seen = examined(scram(&emulator, "wrong").bootstrap_servers(addresses)).await;
    let logins: Vec<_> =
        seen.bootstrap.iter().map(|way| way.check(Stage::Login).unwrap().state()).collect();
    assert_eq!(logins, [State::Broken, State::Skipped, State::Skipped], "{seen:#?}");
}

#[tokio::test]
async fn a_broker_that_drops_the_login_or_says_nothing() {
    let emulator = builder().start().await.unwrap();
    emulator.inject(Fault::close(ApiKey::SASL_AUTHENTICATE).times(100));
    found(scram(&emulator, "x"), Diagnosis::LOGIN_CLOSED, Stage::Login).await;
    let emulator = builder().start().await.unwrap();
    emulator.inject(Fault::delay(ApiKey::SASL_AUTHENTICATE, Duration::from_secs(60)).times(100));
    found(scram(&emulator, "x"), Diagnosis::LOGIN_SILENT, Stage::Login).await;
}

#[tokio::test]
async fn a_login_at_a_listener_that_takes_none() {
    let address = broker(without_login).await;
    let config = plaintext(address).auth(Auth::scram_sha_512("ops", "x"));
    found(config, Diagnosis::NO_LOGIN, Stage::Mechanism).await;
    let broken = broker(|asked| match asked.api {
        ApiKey::SASL_HANDSHAKE => asked.answer(&SaslHandshakeResponse {
            error_code: ErrorCode::UNSUPPORTED_SASL_MECHANISM,
            mechanisms: vec!["SCRAM-SHA-512"].into(),
            ..Default::default()
        }),
        _ => without_login(asked),
    });
    let config = plaintext(broken.await).auth(Auth::scram_sha_512("ops", "x"));
    found(config, Diagnosis::MECHANISM_BROKEN, Stage::Mechanism).await;
}

/// Error 58 has four texts, and each of them another number.
#[tokio::test]
async fn the_four_refusals_of_iam() {
    for (text, diagnosis) in [
        ("Access denied", Diagnosis::IAM_DENIED),
        ("Too many connects", Diagnosis::IAM_TOO_MANY_CONNECTS),
        ("Session too short", Diagnosis::IAM_SESSION_TOO_SHORT),
        (
            "Cannot change principals during re-authentication from IAM.a: IAM.b",
            Diagnosis::IAM_PRINCIPAL_CHANGED,
        ),
    ] {
        let emulator = builder().start().await.unwrap();
        emulator.inject(refusal(text));
        let seen = found(iam(&emulator, SECRET), diagnosis, Stage::Login).await;
        let login = seen.bootstrap[0].check(Stage::Login).unwrap();
        assert_eq!(login.value("access_key_id"), Some("****************MPLE"), "{login:?}");
        assert!(login.value("region").unwrap().starts_with("us-east-1"), "{login:?}");
        assert!(!format!("{seen:?}").contains("MARKER"));
    }
}

#[tokio::test]
async fn a_wrong_key_is_denied_and_so_is_a_wrong_region_which_the_name_tells() {
    let emulator = builder().host(HOST).start().await.unwrap();
    let address: HostPort = emulator.iam_address().parse().unwrap();
    let local = HostPort::new("127.0.0.1", address.port()).unwrap();
    let config = |region: &str, secret| {
        iam(&emulator, secret).aws_region(region).dial_instead(address.clone(), local.clone())
    };
    found(config("us-east-1", "MARKER-wrong"), Diagnosis::IAM_DENIED, Stage::Login).await;
    found(config("eu-west-1", SECRET), Diagnosis::IAM_WRONG_REGION, Stage::Login).await;
    let seen = examined(config("us-east-1", SECRET)).await;
    assert!(seen.verdict().is_none(), "{seen:#?}");
}

/// A wrong clock shows as Access denied and nothing else: the Date of a web server tells.
#[tokio::test]
async fn a_clock_that_is_off_is_told_next_to_the_denial() {
    let head = "HTTP/1.1 403 Forbidden\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n";
    let server = test_support::broker::says(head.as_bytes(), false).await;
    let server = HostPort::new("127.0.0.1", server.port()).unwrap();
    let emulator = builder().start().await.unwrap();
    let look = |secret| {
        let config = iam(&emulator, secret).connect_timeout(SHORT);
        Checkup::new(config).clock(server.clone(), Tls::Disabled).run()
    };
    let seen = look("MARKER-wrong").await;
    is(&seen, Diagnosis::IAM_DENIED, Stage::Login);
    assert!(seen.findings().any(|(_, it)| it.diagnosis == Diagnosis::CLOCK), "{seen:#?}");
    let good = look(SECRET).await;
    assert_eq!(good.findings().count(), 0, "{good:#?}");
}

#[tokio::test]
async fn credentials_that_are_missing_or_over() {
    let emulator = builder().start().await.unwrap();
    let none = Config::new([emulator.iam_address()]).tls(roots(&emulator)).auth(Auth::MskIam);
    found(none, Diagnosis::CREDENTIALS, Stage::Settings).await;
    let over = AwsCredentials::new(KEY_ID, Secret::new(SECRET))
        .expires(std::time::SystemTime::now() - Duration::from_secs(60));
    let seen = examined(iam(&emulator, SECRET).aws_credentials(over)).await;
    let found = seen.verdict().unwrap().diagnosis;
    assert!([Diagnosis::CREDENTIALS, Diagnosis::CREDENTIALS_EXPIRED].contains(&found), "{seen:#?}");
}

#[tokio::test]
async fn settings_that_cannot_work() {
    let bare = Config::new(["h:1"]).tls(Tls::Disabled).auth(Auth::plain("u", "MARKER"));
    found(bare, Diagnosis::BARE_SECRET, Stage::Settings).await;
    let port = Config::new([format!("{HOST}:9198")]).auth(Auth::scram_sha_512("u", "MARKER"));
    found(port, Diagnosis::MSK_PORT, Stage::Settings).await;
    found(Config::new(["nowhere"]), Diagnosis::SETTINGS, Stage::Settings).await;
}

/// The story's own error, with what the ACLs say, before and after.
#[tokio::test]
async fn what_the_user_may_not_do_with_topic_and_group() {
    let emulator = builder().start().await.unwrap();
    let look =
        |config: Config| Checkup::new(config.connect_timeout(SHORT)).topic("orders").group("g");
    let seen = look(scram(&emulator, "MARKER-password")).run().await;
    is(&seen, Diagnosis::TOPIC_DENIED, Stage::Rights);
    let all: Vec<_> = seen.findings().map(|(_, it)| it.diagnosis).collect();
    assert_eq!(all, [Diagnosis::TOPIC_DENIED, Diagnosis::GROUP_DENIED], "{seen:#?}");
    let judged = look(iam(&emulator, SECRET)).judge("User:ops").run().await;
    is(&judged, Diagnosis::TOPIC_DENIED, Stage::Rights);

    let allow = |op, on, name: &str| Acl::allow("User:ops", op, on, name);
    let seeing = [
        allow(AclOperation::DESCRIBE, ResourceType::TOPIC, "orders"),
        allow(AclOperation::DESCRIBE, ResourceType::GROUP, "g"),
    ];
    let emulator = seeing.into_iter().fold(builder(), Builder::acl).start().await.unwrap();
    let seen = look(scram(&emulator, "MARKER-password")).run().await;
    is(&seen, Diagnosis::TOPIC_UNUSABLE, Stage::Rights);
    let judged = look(iam(&emulator, SECRET)).judge("User:ops").run().await;
    let all: Vec<_> = judged.findings().map(|(_, it)| it.diagnosis).collect();
    assert_eq!(all, [Diagnosis::TOPIC_UNUSABLE, Diagnosis::GROUP_UNUSABLE], "{judged:#?}");

    let using = [
        allow(AclOperation::READ, ResourceType::TOPIC, "orders"),
        allow(AclOperation::READ, ResourceType::GROUP, "g"),
    ];
    let emulator = using.into_iter().fold(builder(), Builder::acl).start().await.unwrap();
    let seen = look(scram(&emulator, "MARKER-password")).run().await;
    assert!(seen.verdict().is_none(), "{seen:#?}");
    let judged = look(iam(&emulator, SECRET)).judge("User:ops").run().await;
    assert!(judged.verdict().is_none(), "{judged:#?}");
}

#[tokio::test]
async fn a_change_of_acls_by_a_user_is_denied_on_the_cluster() {
    let emulator = builder().start().await.unwrap();
    let admin = Admin::connect(scram(&emulator, "MARKER-password")).await.unwrap();
    let acls = kafka_admin::acls::Grant::to("User:ops").produce("orders").bindings();
    let error = admin.create_acls(&acls).await.and_then(kafka_admin::Batch::all).unwrap_err();
    assert_eq!(error.diagnosis(), Diagnosis::CLUSTER_DENIED, "{error}");
}

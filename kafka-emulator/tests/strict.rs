//! What Apache Kafka was seen to refuse, refused in the same way.
#![allow(clippy::unwrap_used, reason = "a test fails by it")]

mod support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use kafka_auth::handshake::{ApiVersions, Flight, Handshake, HandshakeConfig};
use kafka_auth::scram::ScramHash;
use kafka_auth::{AuthError, Mechanism, SaltedPassword, Secret};
use kafka_emulator::{Emulator, Fault, Profile, Unserved};
use kafka_proto::messages::alter_user_scram_credentials::{
    AlterUserScramCredentialsRequest, ScramCredentialDeletion, ScramCredentialUpsertion,
};
use kafka_proto::messages::api_versions::ApiVersionsRequest;
use kafka_proto::messages::describe_cluster::DescribeClusterRequest;
use kafka_proto::messages::get_telemetry_subscriptions::GetTelemetrySubscriptionsRequest;
use kafka_proto::messages::metadata::MetadataRequest;
use kafka_proto::messages::sasl_authenticate::SaslAuthenticateRequest;
use kafka_proto::messages::sasl_handshake::SaslHandshakeRequest;
use kafka_proto::{ApiKey, ErrorCode, Opaque, ScramMechanism};
use support::{Client, emulator, iam, iam_for, scram, scram_with};

async fn on_scram(emulator: &Emulator) -> Client {
    Client::tls(emulator, &emulator.scram_address()).await
}

async fn log_in_by_scram(
    emulator: &Emulator,
    mechanism: Box<dyn Mechanism>,
) -> Result<(), AuthError> {
    on_scram(emulator).await.log_in(mechanism).await
}

async fn log_in_by_iam(
    emulator: &Emulator,
    mechanism: Box<dyn Mechanism>,
) -> Result<(), AuthError> {
    Client::tls(emulator, &emulator.iam_address()).await.log_in(mechanism).await
}

fn all_topics() -> MetadataRequest<'static> {
    MetadataRequest { topics: None, ..Default::default() }
}

fn frame(length: i32) -> [u8; 4] {
    length.to_be_bytes()
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_user_get_the_same_words() {
    let emulator = emulator().start().await.unwrap();
    for mechanism in [scram("wrong"), scram_with(ScramHash::Sha512, "nobody", "pencil")] {
        let error = log_in_by_scram(&emulator, mechanism).await.unwrap_err();
        let AuthError::ServerRefused { code, text, .. } = error else { panic!("{error}") };
        assert_eq!(code, Some(58));
        assert_eq!(
            text.to_string(),
            "Authentication failed during authentication due to invalid credentials with SASL \
             mechanism SCRAM-SHA-512"
        );
    }
}

#[tokio::test]
async fn msk_offers_sha_512_only_but_others_offer_both() {
    let wrong = || scram_with(ScramHash::Sha256, "rudder", "pencil");
    let msk = emulator().start().await.unwrap();
    let error = log_in_by_scram(&msk, wrong()).await.unwrap_err();
    assert!(error.to_string().contains("SCRAM-SHA-512"), "{error}");
    let both = emulator().scram_sha_256(true).start().await.unwrap();
    log_in_by_scram(&both, wrong()).await.unwrap();
    log_in_by_scram(&both, scram("pencil")).await.unwrap();
}

#[tokio::test]
async fn iam_logins_are_verified() {
    let emulator = emulator().start().await.unwrap();
    let secret_key = support::SECRET_KEY;
    for mechanism in [
        iam_for("localhost", "us-east-1", "not the secret key"),
        iam_for("localhost", "eu-west-1", secret_key),
        iam_for("b-1.other.kafka.us-east-1.amazonaws.com", "us-east-1", secret_key),
    ] {
        let error = log_in_by_iam(&emulator, mechanism).await.unwrap_err();
        assert!(matches!(error, AuthError::IamDenied { .. }), "{error:?}");
    }
    log_in_by_iam(&emulator, iam()).await.unwrap();
}

#[tokio::test]
async fn mechanisms_stay_on_their_listeners() {
    let emulator = emulator().start().await.unwrap();
    assert!(log_in_by_scram(&emulator, iam()).await.is_err());
    assert!(log_in_by_iam(&emulator, scram("pencil")).await.is_err());
}

#[tokio::test]
async fn nothing_but_the_login_is_answered_before_it() {
    let emulator = emulator().start().await.unwrap();
    let mut client = on_scram(&emulator).await;
    assert!(client.try_ask(12, &all_topics()).await.is_none());
    let mut client = on_scram(&emulator).await;
    assert!(client.try_ask(1, &SaslAuthenticateRequest::default()).await.is_none());
    let mut client = on_scram(&emulator).await;
    assert!(client.try_ask(0, &DescribeClusterRequest::default()).await.is_none());
}

#[tokio::test]
async fn api_versions_is_answered_once_before_the_login() {
    let emulator = emulator().start().await.unwrap();
    let mut client = on_scram(&emulator).await;
    let request = ApiVersionsRequest {
        client_software_name: "test",
        client_software_version: "1",
        ..Default::default()
    };
    client.send(&[0, 0, 0, 11, 0, 18, 0, 99, 0, 0, 0, 7, 255, 255, 0]).await;
    let v0 = [0, 0, 0, 7, 0, 35, 0, 0, 0, 1, 0, 18, 0, 0, 0, 5];
    assert_eq!(client.frame().await.as_deref(), Some(&v0[..]));
    let answer = client.ask(3, &request).await;
    assert_eq!(answer.read::<ApiVersionsRequest<'_>>().error_code, ErrorCode::NONE);
    assert!(client.try_ask(3, &request).await.is_none());
}

#[tokio::test]
async fn metadata_during_the_login_is_answered_empty() {
    let emulator = emulator().topic("orders", 1).start().await.unwrap();
    let mut client = on_scram(&emulator).await;
    let handshake = SaslHandshakeRequest { mechanism: "SCRAM-SHA-512", ..Default::default() };
    client.ask(1, &handshake).await;
    let answer = client.ask(12, &all_topics()).await;
    let response = answer.read::<MetadataRequest<'_>>();
    assert!(response.brokers.is_empty() && response.topics.is_empty());
    assert!(client.frame().await.is_none());
}

/// librdkafka leaves three bytes behind "all topics" in Metadata v13. Before the login, during it and
/// after it, Kafka ignores what is behind a request.
#[tokio::test]
async fn bytes_behind_a_request_are_ignored() {
    let emulator = emulator().topic("orders", 1).start().await.unwrap();
    let mut client = Client::scram(&emulator).await;
    client.trailing = vec![1, 2, 3];
    let answer = client.ask(13, &all_topics()).await;
    assert_eq!(answer.read::<MetadataRequest<'_>>().error_code, ErrorCode::NONE);

    let mut client = on_scram(&emulator).await;
    client.trailing = vec![0; 7];
    let request = ApiVersionsRequest {
        client_software_name: "test",
        client_software_version: "1",
        ..Default::default()
    };
    client.ask(3, &request).await;
    let handshake = SaslHandshakeRequest { mechanism: "SCRAM-SHA-512", ..Default::default() };
    let answer = client.ask(1, &handshake).await;
    assert_eq!(answer.read::<SaslHandshakeRequest<'_>>().error_code, ErrorCode::NONE);
    let first = SaslAuthenticateRequest {
        auth_bytes: kafka_proto::Opaque(b"n,,n=rudder,r=abc"),
        ..Default::default()
    };
    let answer = client.ask(2, &first).await;
    assert_eq!(answer.read::<SaslAuthenticateRequest<'_>>().error_code, ErrorCode::NONE);
}

#[tokio::test]
async fn a_cluster_like_kafka_3_9_has_its_versions() {
    let builder = emulator().plaintext_listener(true).profile(Profile::Kafka39);
    let emulator = builder.start().await.unwrap();
    let mut client = Client::plaintext(&emulator.plaintext_address().unwrap()).await;
    let answer = client.ask(0, &ApiVersionsRequest::default()).await;
    let listed = answer.read::<ApiVersionsRequest<'_>>();
    let find = |key: ApiKey| listed.api_keys.iter().find(|api| api.api_key == key.0).unwrap();
    assert_eq!(find(ApiKey::CREATE_TOPICS).min_version, 0);
    assert_eq!(find(ApiKey::METADATA).max_version, 12);
    client.ask(12, &all_topics()).await;
    assert!(client.try_ask(13, &all_topics()).await.is_none());
}

#[tokio::test]
async fn a_user_that_an_administrator_creates_can_log_in_until_it_is_deleted() {
    let emulator = emulator().start().await.unwrap();
    let log_in = async |password: &str| {
        let mechanism = scram_with(ScramHash::Sha512, "new", password);
        log_in_by_scram(&emulator, mechanism).await.is_ok()
    };
    let mut admin = Client::iam(&emulator).await;
    for password in ["first", "second"] {
        assert!(!log_in(password).await);
        let salted =
            SaltedPassword::derive(ScramHash::Sha512, &Secret::new(password), b"salt", 4096);
        let upsertion = ScramCredentialUpsertion {
            name: "new",
            mechanism: ScramMechanism::SCRAM_SHA_512,
            iterations: 4096,
            salt: Opaque(b"salt"),
            salted_password: Opaque(salted.expose()),
            ..Default::default()
        };
        let upsertions = vec![upsertion].into();
        admin.ask(0, &AlterUserScramCredentialsRequest { upsertions, ..Default::default() }).await;
        assert!(log_in(password).await);
    }
    assert!(!log_in("first").await);
    let mechanism = ScramMechanism::SCRAM_SHA_512;
    let deletion = ScramCredentialDeletion { name: "new", mechanism, ..Default::default() };
    let deletions = vec![deletion].into();
    admin.ask(0, &AlterUserScramCredentialsRequest { deletions, ..Default::default() }).await;
    assert!(!log_in("second").await);
}

#[tokio::test]
async fn whoever_asks_for_what_is_not_served_is_told_about() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&told);
    let hook = move |unserved: &Unserved| kept.lock().unwrap().push(unserved.to_string());
    let emulator = emulator().plaintext_listener(true).on_unserved(hook).start().await.unwrap();
    for name in ["librdkafka", "librdkafka", "sarama"] {
        let mut client = Client::plaintext(&emulator.plaintext_address().unwrap()).await;
        let request = ApiVersionsRequest {
            client_software_name: name,
            client_software_version: "1",
            ..Default::default()
        };
        client.ask(3, &request).await;
        assert!(client.try_ask(0, &GetTelemetrySubscriptionsRequest::default()).await.is_none());
    }
    // A login begins with ApiVersions, and its name counts.
    let mut client = Client::scram(&emulator).await;
    assert!(client.try_ask(0, &GetTelemetrySubscriptionsRequest::default()).await.is_none());
    let expected = [
        "a client (librdkafka) asked for GetTelemetrySubscriptions, which is not served",
        "a client (sarama) asked for GetTelemetrySubscriptions, which is not served",
        "a client (kafka-auth) asked for GetTelemetrySubscriptions, which is not served",
    ];
    assert_eq!(*told.lock().unwrap(), expected);
}

/// Each of them was added to an instant, which panicked.
#[tokio::test]
async fn the_longest_durations_are_taken() {
    let longest = Duration::MAX;
    let emulator = emulator()
        .session_lifetime(longest)
        .login_deadline(longest)
        .failure_delay(longest)
        .fault(Fault::delay(ApiKey::METADATA, longest).after(3))
        .start()
        .await
        .unwrap();
    let mut client = Client::scram(&emulator).await;
    client.ask(12, &all_topics()).await;
    client.drive(again(scram("pencil"))).await.unwrap();
    client.ask(12, &all_topics()).await;
    Client::iam(&emulator).await.ask(12, &all_topics()).await;
}

fn again(mechanism: Box<dyn Mechanism>) -> Handshake {
    let table: ApiVersions =
        [(ApiKey::SASL_HANDSHAKE, 0..=1), (ApiKey::SASL_AUTHENTICATE, 0..=2)].into_iter().collect();
    Handshake::reauthenticate(
        HandshakeConfig::default().flight(Flight::Sequential),
        table,
        mechanism,
    )
    .unwrap()
}

#[tokio::test]
async fn frames_have_limits() {
    let emulator = emulator().start().await.unwrap();
    for length in [-1, i32::MIN, i32::MAX, 524_289] {
        let mut client = on_scram(&emulator).await;
        client.send(&frame(length)).await;
        assert!(client.frame().await.is_none(), "{length}");
    }
    for length in [-1, 100 * 1024 * 1024 + 1] {
        let mut client = Client::scram(&emulator).await;
        client.send(&frame(length)).await;
        assert!(client.frame().await.is_none(), "{length}");
    }
}

#[tokio::test]
async fn a_plaintext_client_on_a_tls_port_gets_an_alert() {
    let emulator = emulator().start().await.unwrap();
    let mut client = Client::plaintext(&emulator.scram_address()).await;
    client.send(&[0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 7, 255, 255]).await;
    // A TLS alert is seven bytes, which a Kafka client reads as a length of 352,518,912 or so.
    assert_eq!(client.bytes_until_close().await, 7);
}

#[tokio::test]
async fn sasl_after_the_login_is_out_of_order() {
    let emulator = emulator().start().await.unwrap();
    let mut client = Client::scram(&emulator).await;
    let handshake = SaslHandshakeRequest { mechanism: "SCRAM-SHA-512", ..Default::default() };
    let answer = client.ask(1, &handshake).await;
    let code = answer.read::<SaslHandshakeRequest<'_>>().error_code;
    assert_eq!(code, ErrorCode::ILLEGAL_SASL_STATE);
    client.ask(12, &all_topics()).await;
}

#[tokio::test]
async fn kip_368_a_login_can_be_renewed_in_band() {
    let lifetime = Duration::from_secs(3600);
    let emulator = emulator().session_lifetime(lifetime).start().await.unwrap();
    let mut client = Client::scram(&emulator).await;
    client.drive(again(scram("pencil"))).await.unwrap();
    client.ask(12, &all_topics()).await;
    let mut client = Client::scram(&emulator).await;
    assert!(client.drive(again(scram("wrong"))).await.is_err());
    assert!(client.frame().await.is_none());
}

#[tokio::test]
async fn one_connection_too_many_is_closed_at_once() {
    let emulator = emulator().plaintext_listener(true).max_connections(1).start().await.unwrap();
    let address = emulator.plaintext_address().unwrap();
    let mut first = Client::plaintext(&address).await;
    first.ask(12, &all_topics()).await;
    let mut second = Client::plaintext(&address).await;
    assert!(second.frame().await.is_none());
    first.ask(12, &all_topics()).await;
}

#[tokio::test]
async fn faults_strike_on_the_wire() {
    let emulator = emulator().plaintext_listener(true).start().await.unwrap();
    let address = emulator.plaintext_address().unwrap();
    let fail = Fault::fail(ApiKey::DESCRIBE_CLUSTER, ErrorCode::BROKER_NOT_AVAILABLE);
    emulator.inject(fail.message("not now").after(1));
    let mut client = Client::plaintext(&address).await;
    let request = DescribeClusterRequest::default();
    let code = async |client: &mut Client| {
        let answer = client.ask(1, &request).await;
        answer.read::<DescribeClusterRequest<'_>>().error_code
    };
    assert_eq!(code(&mut client).await, ErrorCode::NONE);
    assert_eq!(code(&mut client).await, ErrorCode::BROKER_NOT_AVAILABLE);
    assert_eq!(code(&mut client).await, ErrorCode::NONE);

    emulator.inject(Fault::cut(ApiKey::DESCRIBE_CLUSTER, 9));
    client.send_request(1, &request).await;
    assert_eq!(client.bytes_until_close().await, 9);

    emulator.inject(Fault::close(ApiKey::METADATA));
    let mut client = Client::plaintext(&address).await;
    assert!(client.try_ask(12, &all_topics()).await.is_none());
}

#[tokio::test]
async fn a_login_can_be_refused_in_msks_other_words() {
    let emulator = emulator().start().await.unwrap();
    let fault = Fault::fail(ApiKey::SASL_AUTHENTICATE, ErrorCode::SASL_AUTHENTICATION_FAILED);
    emulator.inject(fault.message("[0f6e2e2c]: Too many connects"));
    let error = log_in_by_iam(&emulator, iam()).await.unwrap_err();
    assert!(matches!(error, AuthError::IamTooManyConnects { .. }), "{error:?}");
    log_in_by_iam(&emulator, iam()).await.unwrap();
}

//! What Apache Kafka refuses, and what we make of it: a kind of its own for each mistake, with the
//! layer it belongs to, and no secret in any text.

use std::time::{Duration, Instant};

use interop::Kafka;
use kafka_admin::{
    Admin, Auth, AwsCredentials, Config, Error, ErrorKind, Layer, Secret, Tls, TlsRoots,
};

use crate::{KEY_ID, PASSWORD, SECRET_KEY, TEMPORARY_KEY_ID, TOKEN, iam, kafka, scram, trusting};

/// The default connect deadline with room for a busy machine.
const DEADLINE: Duration = Duration::from_secs(15);
const MARKER: &str = "MARKER-of-a-secret";

#[tokio::test]
async fn wrong_password() {
    let Some(kafka) = kafka() else { return };
    let error = refused(scram(kafka, "refused").auth(Auth::scram_sha_512("refused", MARKER))).await;
    assert_eq!(
        (error.kind(), error.layer()),
        (ErrorKind::AuthenticationFailed, Layer::Sasl),
        "{error}"
    );
}

#[tokio::test]
async fn unknown_user_is_answered_like_a_wrong_password() {
    let Some(kafka) = kafka() else { return };
    let error = refused(scram(kafka, "nobody")).await;
    assert_eq!(
        (error.kind(), error.layer()),
        (ErrorKind::AuthenticationFailed, Layer::Sasl),
        "{error}"
    );
}

#[tokio::test]
async fn scram_on_the_iam_listener_names_what_is_offered() {
    let Some(kafka) = kafka() else { return };
    let user = Auth::scram_sha_512("refused", PASSWORD);
    let error = refused(trusting(kafka, kafka.iam_address()).auth(user)).await;
    assert_eq!(
        (error.kind(), error.layer()),
        (ErrorKind::SaslMechanismNotOffered, Layer::Sasl),
        "{error}"
    );
    assert!(error.to_string().contains("AWS_MSK_IAM"), "{error}");
}

#[tokio::test]
async fn iam_on_the_scram_listener_names_what_is_offered() {
    let Some(kafka) = kafka() else { return };
    let error = refused(iam(kafka).bootstrap_servers([kafka.scram_address()])).await;
    assert_eq!(
        (error.kind(), error.layer()),
        (ErrorKind::SaslMechanismNotOffered, Layer::Sasl),
        "{error}"
    );
    assert!(error.to_string().contains("SCRAM-SHA-512"), "{error}");
}

#[tokio::test]
async fn wrong_secret_key_keeps_the_request_id() {
    let Some(kafka) = kafka() else { return };
    let wrong = AwsCredentials::new(KEY_ID, Secret::new(MARKER));
    let error = refused(iam(kafka).aws_credentials(wrong)).await;
    assert_eq!((error.kind(), error.layer()), (ErrorKind::IamAccessDenied, Layer::Sasl), "{error}");
    assert_logged(kafka, &error, "signature");
}

#[tokio::test]
async fn wrong_region() {
    let Some(kafka) = kafka() else { return };
    let error = refused(iam(kafka).aws_region("eu-central-1")).await;
    assert_eq!((error.kind(), error.layer()), (ErrorKind::IamAccessDenied, Layer::Sasl), "{error}");
    assert_logged(kafka, &error, "scope");
}

#[tokio::test]
async fn temporary_credentials_need_their_token() {
    let Some(kafka) = kafka() else { return };
    let mut credentials = AwsCredentials::new(TEMPORARY_KEY_ID, Secret::new(SECRET_KEY));
    let error = refused(iam(kafka).aws_credentials(credentials.clone())).await;
    assert_eq!((error.kind(), error.layer()), (ErrorKind::Config, Layer::Config), "{error}");
    assert!(error.to_string().contains("set AWS_SESSION_TOKEN"), "{error}");
    credentials.session_token = Some(Secret::new("of another session"));
    let error = refused(iam(kafka).aws_credentials(credentials.clone())).await;
    assert_eq!((error.kind(), error.layer()), (ErrorKind::IamAccessDenied, Layer::Sasl), "{error}");
    assert_logged(kafka, &error, "session token");
    credentials.session_token = Some(Secret::new(TOKEN));
    Admin::connect(iam(kafka).aws_credentials(credentials)).await.unwrap();
}

#[tokio::test]
async fn a_certificate_of_an_unknown_authority() {
    let Some(kafka) = kafka() else { return };
    let error = refused(scram(kafka, "refused").tls(Tls::Roots(TlsRoots::Public))).await;
    assert_eq!((error.kind(), error.layer()), (ErrorKind::TlsUntrusted, Layer::Tls), "{error}");
}

#[tokio::test]
async fn plaintext_on_a_tls_port() {
    let Some(kafka) = kafka() else { return };
    let error = refused(scram(kafka, "refused").tls(Tls::Disabled)).await;
    assert_eq!(error.kind(), ErrorKind::PeerIsTls, "{error}");
}

#[tokio::test]
async fn tls_on_a_plaintext_port() {
    let Some(kafka) = kafka() else { return };
    let error = refused(trusting(kafka, kafka.plaintext_address()).auth(Auth::None)).await;
    assert_eq!(error.kind(), ErrorKind::PeerNotTls, "{error}");
}

/// Connecting fails within the deadline, and says nothing that was secret.
async fn refused(config: Config) -> Error {
    let started = Instant::now();
    let error = Admin::connect(config).await.expect_err("a refusal");
    assert!(started.elapsed() < DEADLINE, "{:?}", started.elapsed());
    let text = format!("{error} {error:?}");
    for secret in [MARKER, PASSWORD, SECRET_KEY, TOKEN] {
        assert!(!text.contains(secret), "{text}");
    }
    assert!(error.hint().is_some(), "no next step: {error}");
    error
}

/// The broker logged its reason under the request id that the client kept.
fn assert_logged(kafka: &Kafka, error: &Error, reason: &str) {
    let id = error.request_id().expect("a request id");
    let line = kafka.log_line(id, DEADLINE).unwrap_or_else(|| panic!("{id} in {}", kafka.log()));
    assert!(line.contains(reason), "{line}");
}

//! What holds a secret is allocated once: a buffer that grew would leave an unwiped copy behind.

use kafka_auth::handshake::{ApiVersions, Handshake, HandshakeConfig};
use kafka_auth::oauthbearer::{BearerToken, Extensions, MAX_MESSAGE, OauthBearerClient};
use kafka_auth::plain::PlainClient;
use kafka_auth::scram::{Nonce, ScramClient, ScramHash};
use kafka_auth::{AuthError, Mechanism, Secret, Step};
use kafka_proto::messages::SaslHandshakeResponse;
use kafka_proto::{ApiKey, Array, correlation_id, encode_response};

use crate::support::derive;

fn secret() -> Secret {
    Secret::new("secret")
}

#[track_caller]
fn assert_exact(step: Result<Step, AuthError>) {
    match step.unwrap() {
        Step::Send(message) => assert_eq!(message.capacity(), message.len()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn plain_and_oauthbearer() {
    assert_exact(PlainClient::new("user", secret()).unwrap().start());
    let extensions = Extensions::new([("a", "secret"), ("b", "x")]).unwrap();
    let token = BearerToken::new(secret()).unwrap();
    assert_exact(OauthBearerClient::new(token, &extensions).unwrap().start());
}

#[test]
fn the_scram_proof() {
    for (hash, salt) in [(ScramHash::Sha256, "c2FsdA=="), (ScramHash::Sha512, "YQ==")] {
        let nonce = Nonce::from_text("c").unwrap();
        let mut client = ScramClient::new(hash, "user", secret(), nonce).unwrap();
        client.start().unwrap();
        let step = client.challenge(format!("r=cs,s={salt},i=4096").as_bytes());
        assert_exact(derive(&mut client, step));
    }
}

/// The largest message there is, under the longest client id, in each encoding: the buffer asserts
/// on its own that it did not grow.
#[test]
fn the_frame_around_a_message() {
    for sasl_authenticate in 0..=2 {
        let table: ApiVersions = [
            (ApiKey::SASL_HANDSHAKE, 1..=1),
            (ApiKey::SASL_AUTHENTICATE, sasl_authenticate..=sasl_authenticate),
        ]
        .into_iter()
        .collect();
        let token = BearerToken::new(Secret::new("x".repeat(MAX_MESSAGE - 18))).unwrap();
        let client = OauthBearerClient::new(token, &Extensions::default()).unwrap();
        let config = HandshakeConfig::default().client_id("i".repeat(32_767));
        let mut handshake = Handshake::reauthenticate(config, table, Box::new(client)).unwrap();
        let asked = handshake.poll_transmit().unwrap();
        let mut answer = Vec::new();
        let mechanisms = Array::from(vec!["OAUTHBEARER"]);
        let response = SaslHandshakeResponse { mechanisms, ..Default::default() };
        // Behind length, API and version.
        let id = correlation_id(&asked[8..]).unwrap();
        encode_response(&mut answer, 1, id, &response).unwrap();
        handshake.handle_frame(&answer[4..]).unwrap();
        let frame = handshake.poll_transmit().unwrap();
        assert!(frame.len() > MAX_MESSAGE + 32_767);
        assert!(frame.capacity() < frame.len() + 64, "it did not grow by doubling");
    }
}

#[cfg(feature = "msk-iam")]
#[test]
fn the_aws_msk_iam_payload() {
    use kafka_auth::AwsCredentials;
    use kafka_auth::msk_iam::MskIamClient;

    let long = "FwoGZXIvYXdzEBY/+".repeat(44);
    for token in ["a+b/c==", "\"\\\"", "é", "", &long] {
        let credentials =
            AwsCredentials::new("AKIDEXAMPLE", secret()).session_token(Secret::new(token));
        let now = crate::support::at("20260102T030405Z");
        let client = MskIamClient::new("localhost", "us-east-1", credentials, "a \"b\"", now);
        assert_exact(client.unwrap().start());
    }
}

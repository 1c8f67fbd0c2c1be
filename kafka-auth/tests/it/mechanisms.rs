//! What a driver asks every mechanism, whatever it does.

use kafka_auth::oauthbearer::{BearerToken, Extensions, OauthBearerClient, OauthBearerServer};
use kafka_auth::plain::{PlainClient, PlainServer};
use kafka_auth::scram::{Nonce, ScramClient, ScramHash, ScramServer};
use kafka_auth::{AuthError, LookupKey, Mechanism, Policy, Principal, Secret, ServerMechanism};

use crate::support::derive;

fn nonce() -> Nonce {
    Nonce::from_text("c").unwrap()
}

fn scram(hash: ScramHash) -> ScramClient {
    ScramClient::new(hash, "user", Secret::new("pencil"), nonce()).unwrap()
}

fn plain() -> PlainClient {
    PlainClient::new("user", Secret::new("pencil")).unwrap()
}

fn oauthbearer() -> OauthBearerClient {
    let token = BearerToken::new(Secret::new("token")).unwrap();
    OauthBearerClient::new(token, &Extensions::default()).unwrap()
}

#[test]
fn names_are_those_of_the_wire() {
    for hash in [ScramHash::Sha256, ScramHash::Sha512] {
        let name = hash.mechanism();
        let names = [scram(hash).name(), ScramServer::new(hash, nonce()).name()];
        assert_eq!((names, hash.to_string()), ([name; 2], name.to_owned()));
    }
    assert_eq!([scram(ScramHash::Sha512).name(), plain().name()], ["SCRAM-SHA-512", "PLAIN"]);
    assert_eq!([PlainServer::new().name(), oauthbearer().name()], ["PLAIN", "OAUTHBEARER"]);
    assert_eq!(OauthBearerServer::new().name(), "OAUTHBEARER");
}

/// Whether requests may follow without waiting, before the start and behind each answer.
fn last_at(mut client: impl Mechanism, answers: &[&[u8]]) -> Vec<bool> {
    let mut seen = vec![client.is_last()];
    client.start().unwrap();
    seen.push(client.is_last());
    for answer in answers {
        let _ = client.challenge(answer);
        seen.push(client.is_last());
    }
    seen
}

#[test]
fn requests_follow_the_last_message_only() {
    assert_eq!(last_at(plain(), &[b""]), [false, true, false]);
    assert_eq!(last_at(oauthbearer(), &[b""]), [false, true, false]);
    // An error is acknowledged, and that is not followed by requests.
    let refusal = br#"{"status":"invalid_token"}"#;
    assert_eq!(last_at(oauthbearer(), &[refusal, b""]), [false, true, false, false]);

    let first = b"r=cs,s=c2FsdA==,i=4096";
    assert_eq!(last_at(scram(ScramHash::Sha256), &[first]), [false; 3]);
    let mut client = scram(ScramHash::Sha256);
    client.start().unwrap();
    let step = client.challenge(first);
    derive(&mut client, step).unwrap();
    assert!(client.is_last());
    client.challenge(b"v=AAAA").unwrap_err();
    assert!(!client.is_last());
}

#[test]
fn a_lookup_key_shows_how_long_it_is() {
    assert_eq!(format!("{:?}", LookupKey::from("token")), "LookupKey(5 bytes, redacted)");
}

/// The form that ACLs use.
#[test]
fn a_principal_is_written_with_its_type() {
    let principals = [Principal::user("rudder"), Principal::iam("arn:aws:iam::1:user/a")];
    assert_eq!(principals.map(|one| one.to_string()), ["User:rudder", "IAM:arn:aws:iam::1:user/a"]);
}

#[test]
fn refusals_say_what_was_asked_and_what_is_offered() {
    for (error, words) in [
        (
            AuthError::PolicyRefused(Policy::Iterations { asked: 1, accepted: 4096..=100_000 }),
            "the server asks for 1 iterations; accepted are 4096 to 100000",
        ),
        (
            AuthError::PolicyRefused(Policy::MandatoryExtension),
            "the server demands an extension (m=) that no client knows",
        ),
    ] {
        assert_eq!(error.to_string(), words);
    }
    let nothing = AuthError::MechanismNotOffered { wanted: "PLAIN", offered: Vec::new() };
    assert!(nothing.to_string().contains("nothing"), "{nothing}");
}

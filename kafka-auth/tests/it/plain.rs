//! PLAIN, client and server.

use kafka_auth::plain::{PlainClient, PlainServer};
use kafka_auth::{
    AuthError, Mechanism, Principal, Secret, ServerMechanism, ServerStep, Step, StoredCredential,
};

use crate::support::{log_in, sent};

fn client(user: &str, password: &str) -> PlainClient {
    PlainClient::new(user, Secret::new(password)).unwrap()
}

fn reject(text: &str) -> ServerStep {
    ServerStep::Reject(text.to_owned())
}

#[test]
fn the_message_is_rfc_4616s() {
    assert_eq!(sent(client("tim", "tanstaaftanstaaf").start()), b"\0tim\0tanstaaftanstaaf");
}

#[test]
fn our_client_and_our_server_agree() {
    let password = Secret::new("pässword");
    let stored = Some(StoredCredential::Plain(&password));
    let mut client = client("ursel@example.org", "pässword");
    let (principal, _) = log_in(&mut client, &mut PlainServer::new(), stored).unwrap();
    assert_eq!(principal, Principal::user("ursel@example.org"));
}

#[test]
fn a_wrong_password_and_an_unknown_user_get_kafkas_words() {
    let password = Secret::new("right");
    for stored in [Some(StoredCredential::Plain(&password)), None] {
        let error = log_in(&mut client("u", "wrong"), &mut PlainServer::new(), stored).unwrap_err();
        assert!(matches!(error, AuthError::ServerRefused { code: Some(58), text, .. }
            if text.as_str() == "Authentication failed: Invalid username or password"));
    }
}

#[test]
fn user_and_password_without_nul_are_needed() {
    for (user, password) in [("", "pw"), ("u", ""), ("u\0", "pw"), ("u", "p\0w")] {
        let client = PlainClient::new(user, Secret::new(password));
        assert!(matches!(client, Err(AuthError::Config(_))));
    }
}

#[test]
fn the_server_reads_exactly_three_parts() {
    let words = "Authentication failed during authentication due to invalid credentials with SASL \
                 mechanism PLAIN";
    for message in [&b""[..], b"\0", b"\0u", b"\0u\0", b"\0\0pw", b"\0u\0p\0w", b"\0u\0\xff"] {
        assert_eq!(PlainServer::new().respond(message), reject(words));
    }
    assert_eq!(PlainServer::new().respond(b"\0u\0pw"), ServerStep::Lookup("u".into()));
}

#[test]
fn nobody_acts_as_somebody_else() {
    let password = Secret::new("pw");
    let stored = || Some(StoredCredential::Plain(&password));
    let mut server = PlainServer::new();
    server.respond(b"root\0u\0pw");
    assert!(matches!(server.credential(stored()), ServerStep::Reject(text)
        if text.contains("authorization id")));
    let mut server = PlainServer::new();
    server.respond(b"u\0u\0pw");
    assert!(matches!(server.credential(stored()), ServerStep::Accept { .. }));
    assert!(matches!(server.credential(stored()), ServerStep::Reject(_)));
}

#[test]
fn s20_the_client_takes_one_empty_answer() {
    let mut done = client("u", "pw");
    sent(done.start());
    assert!(matches!(done.challenge(b""), Ok(Step::Done(_))));
    assert!(matches!(done.challenge(b""), Err(AuthError::OutOfOrder { .. })));
    let mut told = client("u", "pw");
    sent(told.start());
    assert!(matches!(told.challenge(b"x"), Err(AuthError::Malformed { .. })));
    let mut early = client("u", "pw");
    assert!(matches!(early.challenge(b""), Err(AuthError::OutOfOrder { .. })));
    assert!(matches!(early.start(), Err(AuthError::OutOfOrder { .. })));
}

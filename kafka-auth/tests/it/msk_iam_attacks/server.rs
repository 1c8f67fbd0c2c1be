//! What the server makes of payloads that are not what a client sends.

use kafka_auth::msk_iam::{Denial, MskIamServer};
use kafka_auth::{IamIdentity, Mechanism, Secret, ServerMechanism, ServerStep, StoredCredential};
use serde_json::Value;

use super::{
    HOST, KEY_ID, NOW, REGION, client_at, denial_of, identity, new_client, payload, with_token,
};
use crate::support::{at, sent};

#[test]
fn the_server_checks_every_member() {
    let good = payload(Ok(client_at(at(NOW))));
    let denial = |change: &dyn Fn(&mut Value)| {
        let mut payload = good.clone();
        change(&mut payload);
        denial_of(&payload.to_string(), at(NOW), Some(&identity()))
    };
    assert_eq!(denial(&|_| ()), None);
    let scope = |text: &str| format!("{KEY_ID}/{text}");
    for (name, value, expected) in [
        ("version", "2020_10_23".to_owned(), Denial::Version),
        ("action", "kafka-cluster:connect".to_owned(), Denial::Action),
        ("x-amz-algorithm", "AWS4-ECDSA-P256-SHA256".to_owned(), Denial::Algorithm),
        ("x-amz-signedheaders", "host;x".to_owned(), Denial::SignedHeaders),
        ("host", format!("{HOST}."), Denial::Host),
        ("host", HOST.to_ascii_uppercase(), Denial::Host),
        ("host", format!("{HOST}:9098"), Denial::Host),
        ("x-amz-credential", KEY_ID.to_owned(), Denial::Scope),
        ("x-amz-credential", scope("20260103/us-east-1/kafka-cluster/aws4_request"), Denial::Scope),
        ("x-amz-credential", scope("2026/us-east-1/kafka-cluster/aws4_request"), Denial::Scope),
        ("x-amz-credential", scope("20260102/us-east-1/kafka/aws4_request"), Denial::Scope),
        ("x-amz-credential", scope("20260102/us-east-1/kafka-cluster/aws4"), Denial::Scope),
        (
            "x-amz-credential",
            scope("20260102/us-east-1/kafka-cluster/aws4_request/"),
            Denial::Scope,
        ),
        (
            "x-amz-credential",
            scope("20260102/us-east-2/kafka-cluster/aws4_request"),
            Denial::Region,
        ),
        (
            "x-amz-credential",
            "/20260102/us-east-1/kafka-cluster/aws4_request".to_owned(),
            Denial::Scope,
        ),
        (
            "x-amz-credential",
            "OTHER/20260102/us-east-1/kafka-cluster/aws4_request".to_owned(),
            Denial::Signature,
        ),
        ("x-amz-date", "20260102T030406Z".to_owned(), Denial::Signature),
        ("x-amz-date", "20260102T0304056".to_owned(), Denial::Date),
        ("x-amz-date", "20260102".to_owned(), Denial::Date),
        ("x-amz-expires", "899".to_owned(), Denial::Signature),
        (
            "x-amz-signature",
            good["x-amz-signature"].as_str().unwrap().to_ascii_uppercase(),
            Denial::Signature,
        ),
        ("x-amz-signature", String::new(), Denial::Signature),
        ("x-amz-security-token", "surplus".to_owned(), Denial::Token),
        ("x-amz-security-token", String::new(), Denial::Token),
        ("x-amz-extra", String::new(), Denial::Malformed("a JSON name that no client sends")),
    ] {
        let changed = denial(&|payload| payload[name] = value.clone().into());
        assert_eq!(changed, Some(expected), "{name} = {value}");
    }
    for (name, expected) in [
        ("version", Denial::Version),
        ("host", Denial::Host),
        ("action", Denial::Action),
        ("x-amz-algorithm", Denial::Algorithm),
        ("x-amz-credential", Denial::Scope),
        ("x-amz-date", Denial::Scope),
        ("x-amz-expires", Denial::Expires),
        ("x-amz-signedheaders", Denial::SignedHeaders),
        ("x-amz-signature", Denial::Signature),
    ] {
        let cut = denial(&|payload| drop(payload.as_object_mut().unwrap().remove(name)));
        assert_eq!(cut, Some(expected), "without {name}");
    }
    assert_eq!(denial(&|payload| payload["user-agent"] = "other, it is not signed".into()), None);
    assert_eq!(
        denial(&|payload| drop(payload.as_object_mut().unwrap().remove("user-agent"))),
        None
    );
}

#[test]
fn the_server_knows_keys_secrets_and_tokens_apart() {
    let plain = payload(Ok(client_at(at(NOW)))).to_string();
    let temporary = payload(new_client(HOST, with_token("token"))).to_string();
    let holder = |token: &str| identity().session_token(Secret::new(token));
    let other_secret = IamIdentity::new("other", identity().arn);
    for (payload, identity, denial) in [
        (&plain, None, Some(Denial::UnknownKey)),
        (&plain, Some(&other_secret), Some(Denial::Signature)),
        (&plain, Some(&holder("token")), Some(Denial::Token)),
        (&plain, Some(&holder("")), None),
        (&temporary, Some(&identity()), Some(Denial::Token)),
        (&temporary, Some(&holder("toke")), Some(Denial::Token)),
        (&temporary, Some(&holder("token2")), Some(Denial::Token)),
        (&temporary, Some(&holder("token")), None),
    ] {
        assert_eq!(denial_of(payload, at(NOW), identity), denial);
    }
}

#[test]
fn the_server_takes_one_payload() {
    let payload = payload(Ok(client_at(at(NOW)))).to_string();
    let mut server = MskIamServer::new(None, at(NOW));
    assert!(matches!(server.respond(payload.as_bytes()), ServerStep::Lookup(_)));
    assert!(matches!(server.respond(payload.as_bytes()), ServerStep::Reject(_)));
    assert_eq!(server.denial(), Some(Denial::OutOfOrder));
    let mut server = MskIamServer::new(None, at(NOW));
    assert!(matches!(server.credential(None), ServerStep::Reject(_)));
}

#[test]
fn every_cut_and_every_changed_byte_is_survived_and_denied() {
    let good = sent(client_at(at(NOW)).start());
    let user_agent = good.windows(8).position(|window| window == b"test/1.0").unwrap();
    let denied = |payload: &[u8]| {
        let mut server = MskIamServer::new(Some(REGION), at(NOW)).hosts(&[HOST]);
        let mut step = server.respond(payload);
        if let ServerStep::Lookup(_) = step {
            step = server.credential(Some(StoredCredential::Iam(&identity())));
        }
        matches!(step, ServerStep::Reject(_))
    };
    assert!(!denied(&good));
    for index in 0..good.len() {
        assert!(denied(&good[..index]));
        if (user_agent..user_agent + 8).contains(&index) {
            continue;
        }
        for byte in [0x00, b'"', b'~', 0x80, 0xff] {
            let mut changed = good.clone();
            changed[index] = byte;
            assert!(changed == good || denied(&changed), "byte {index} = {byte:#x}");
        }
    }
}

//! What the interpreter refuses, and what it says.

use kafka_schema::interpret::{Api, DecodeErrorKind, EncodeErrorKind, decode_body, encode_body};
use kafka_schema::model::Direction::{Itself, Request, Response};
use serde_json::{Value as Json, json};

/// JSON → bytes, or the error.
fn encode(api: &str, version: i16, json: &Json) -> Result<Vec<u8>, String> {
    let encoded = encode_body(kafka_schema::embedded(), api, Request, version, json);
    encoded.map_err(|error| error.to_string())
}

#[test]
fn apis_go_by_name_in_any_case_or_by_key() {
    let schema = kafka_schema::embedded();
    for api in ["SaslHandshake", "saslhandshake", "17"] {
        assert!(decode_body(schema, api, Request, 1, b"\0\0").is_ok(), "{api}");
    }
    assert!(decode_body(schema, 17, Request, 1, b"\0\0").is_ok());
    assert_eq!(Api::from("-1"), Api::Key(-1));
    assert!(decode_body(schema, "ResponseHeader", Itself, 0, &[0; 4]).is_ok());
    for (api, direction) in [("17", Itself), ("ResponseHeader", Response), ("95", Request)] {
        let error = decode_body(schema, api, direction, 0, b"").unwrap_err();
        assert!(matches!(error.kind, DecodeErrorKind::UnknownMessage(_)), "{error}");
    }
}

#[test]
fn a_field_is_named_as_it_stands_in_the_json() {
    let body = b"\0\0\0\x01\0\x01t\0\0\0\x01\0\x02\0\0\0\0\0\0\0\x01\0\x01c\xff";
    let error =
        decode_body(kafka_schema::embedded(), "CreateTopics", Request, 0, body).unwrap_err();
    assert_eq!(error.path.to_string(), "topics[0].configs[0].value");
    assert_eq!(error.kind, DecodeErrorKind::UnexpectedEnd { needed: 2, left: 1 });
    assert_eq!(error.offset, 24);
}

#[test]
fn a_claim_reserves_nothing() {
    let claims: [(i16, &[u8]); 2] = [(0, b"\x7f\xff\xff\xff"), (12, b"\xff\xff\xff\xff\x0f")];
    for (version, claim) in claims {
        let decoded = decode_body(kafka_schema::embedded(), "Metadata", Request, version, claim);
        let kind = decoded.unwrap_err().kind;
        assert!(matches!(kind, DecodeErrorKind::CountTooLarge { left: 0, .. }), "{kind}");
    }
}

#[test]
fn what_is_missing_or_unknown_is_an_error() {
    let topic = json!({
        "name": "t", "numPartitions": 1, "replicationFactor": 1, "assignments": [], "configs": [],
    });
    let request = |topic: &Json| json!({ "topics": [topic], "timeoutMs": 1, "validateOnly": true });
    assert!(encode("CreateTopics", 1, &request(&topic)).is_ok());
    for (field, value, expected) in [
        ("nmae", json!("t"), "topics[0].nmae: there is no such field"),
        ("name", Json::Null, "topics[0].name: null where this version has none"),
        ("name", json!(1), "topics[0].name: should be a string"),
        ("name", json!("x".repeat(32_768)), "topics[0].name: too long (32768)"),
        (
            "numPartitions",
            json!(1i64 << 31),
            "topics[0].numPartitions: should be a number of its type",
        ),
        ("numPartitions", json!(1.5), "topics[0].numPartitions: should be a number of its type"),
        ("configs", json!({}), "topics[0].configs: should be an array"),
        ("configs", json!([7]), "topics[0].configs[0]: should be an object"),
        ("configs", json!([{}]), "topics[0].configs[0].name: is missing"),
    ] {
        let mut wrong = topic.clone();
        wrong[field] = value;
        assert_eq!(encode("CreateTopics", 1, &request(&wrong)), Err(expected.to_owned()));
    }
    let error = encode_body(kafka_schema::embedded(), 19, Request, 99, &Json::Null).unwrap_err();
    assert_eq!(error.kind, EncodeErrorKind::UnknownVersion(99));
}

#[test]
fn a_field_of_another_version_may_have_its_default() {
    let request = |only: bool| json!({ "topics": [], "timeoutMs": 1, "validateOnly": only });
    assert_eq!(encode("CreateTopics", 0, &request(false)), Ok(vec![0, 0, 0, 0, 0, 0, 0, 1]));
    let expected = "validateOnly: set, but version 0 has no such field";
    assert_eq!(encode("CreateTopics", 0, &request(true)), Err(expected.to_owned()));
}

#[test]
fn unknown_tags_are_written_in_order_and_once() {
    let tags = |tags: Json| json!({ "maxWaitMs": 0, "_unknownTaggedFields": tags });
    let request = |json: Json| {
        let mut request =
            json!({ "groupId": "g", "generationId": 0, "memberId": "m", "groupInstanceId": null });
        request["_unknownTaggedFields"] = json["_unknownTaggedFields"].clone();
        request
    };
    let both = tags(json!([{ "tag": 300, "data": "FFfe" }, { "tag": 1, "data": "" }]));
    let bytes = encode("Heartbeat", 4, &request(both)).unwrap();
    assert!(bytes.ends_with(&[2, 1, 0, 0xac, 2, 2, 0xff, 0xfe]), "{bytes:02x?}");
    for (list, expected) in [
        (json!([{ "tag": 1, "data": "" }, { "tag": 1, "data": "00" }]), "tag 1 stands twice"),
        (json!([{ "tag": 1, "data": "0" }]), "should be {tag, data in hex}"),
        (json!([{ "tag": -1, "data": "00" }]), "should be {tag, data in hex}"),
        (json!(7), "should be an array"),
    ] {
        let expected = format!("_unknownTaggedFields: {expected}");
        assert_eq!(encode("Heartbeat", 4, &request(tags(list))), Err(expected));
    }
    let classic = encode("Heartbeat", 0, &request(tags(json!([]))));
    assert_eq!(classic.unwrap_err(), "_unknownTaggedFields: set, but version 0 has no such field");
}

#[test]
fn a_known_tag_has_no_place_among_the_unknown() {
    let json = json!({
        "maxWaitMs": 0, "minBytes": 0, "maxBytes": 0, "isolationLevel": 0, "sessionId": 0,
        "sessionEpoch": 0, "topics": [], "forgottenTopicsData": [], "rackId": "",
        "_unknownTaggedFields": [{ "tag": 0, "data": "00" }],
    });
    let error = encode("Fetch", 15, &json).unwrap_err();
    assert_eq!(error, "_unknownTaggedFields: tag 0 stands twice");
}

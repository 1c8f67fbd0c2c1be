//! What cannot be sent is refused before a byte leaves, and the error names the field.

use kafka_proto::messages::create_acls::{AclCreation, CreateAclsRequest, CreateAclsResponse};
use kafka_proto::messages::create_topics::{
    CreatableTopic, CreateTopicsRequest, CreateTopicsResponse,
};
use kafka_proto::messages::metadata::{MetadataRequest, MetadataRequestTopic};
use kafka_proto::{
    Array, EncodeErrorKind as Kind, Message, PatternType, encode_request, encode_response,
};

/// The field at fault and what is wrong with it.
fn error<'a>(message: &impl Message<'a>, version: i16) -> (&'static str, Kind) {
    let error = message.encode(&mut Vec::new(), version).unwrap_err();
    (error.field(), error.kind())
}

fn is_fine<'a>(message: &impl Message<'a>, version: i16) -> bool {
    message.encode(&mut Vec::new(), version).is_ok()
}

/// A dry run must not become a real one because the broker is old.
#[test]
fn validate_only_in_create_topics_v0() {
    let request = CreateTopicsRequest { validate_only: true, ..Default::default() };
    assert_eq!(error(&request, 0), ("validate_only", Kind::NotInVersion { version: 0 }));
    assert!(is_fine(&request, 1));
    assert!(is_fine(&CreateTopicsRequest::default(), 0));
}

/// A prefix must not become a literal name because the broker is old (KIP-290).
#[test]
fn pattern_type_in_create_acls_v0() {
    let request = |pattern| {
        let creation = AclCreation { resource_pattern_type: pattern, ..Default::default() };
        CreateAclsRequest { creations: vec![creation].into(), ..Default::default() }
    };
    let prefixed = request(PatternType::PREFIXED);
    let refused = ("resource_pattern_type", Kind::NotInVersion { version: 0 });
    assert_eq!(error(&prefixed, 0), refused);
    assert!(is_fine(&prefixed, 1));
    assert!(is_fine(&request(PatternType::LITERAL), 0));
}

/// What is ignorable is left out where a version lacks it.
#[test]
fn ignorable_fields_vanish_without_an_error() {
    let response = CreateTopicsResponse { throttle_time_ms: 5, ..Default::default() };
    let mut out = Vec::new();
    response.encode(&mut out, 1).unwrap();
    assert_eq!(out, [0; 4]);
}

#[test]
fn unknown_tags_in_a_version_without_tags() {
    let tagged = [0, 0, 0, 0, 1, 1, 9, 0];
    let response = CreateAclsResponse::decode(&tagged, 2).unwrap();
    assert_eq!(error(&response, 1), ("unknown_tagged_fields", Kind::NotInVersion { version: 1 }));
    assert!(is_fine(&response, 3));
}

#[test]
fn strings_above_32767_bytes() {
    let long = "x".repeat(32_768);
    for version in [4, 7] {
        let request = |name| CreateTopicsRequest {
            topics: vec![CreatableTopic { name, ..Default::default() }].into(),
            ..Default::default()
        };
        assert_eq!(error(&request(&long), version), ("name", Kind::TooLong(32_768)));
        assert!(is_fine(&request(&long[1..]), version));
    }
}

#[test]
fn null_where_a_version_has_none() {
    let all = MetadataRequest { topics: None, ..Default::default() };
    assert_eq!(error(&all, 0), ("topics", Kind::NullNotAllowed { version: 0 }));
    assert!(is_fine(&all, 1));
    let by_id = MetadataRequestTopic { name: None, ..Default::default() };
    let request = MetadataRequest { topics: Some(vec![by_id].into()), ..Default::default() };
    assert_eq!(error(&request, 9), ("name", Kind::NullNotAllowed { version: 9 }));
    assert!(is_fine(&request, 10));
}

#[test]
fn versions_that_do_not_exist() {
    for version in [-1, 8, i16::MIN, i16::MAX] {
        let refused = ("version", Kind::UnsupportedVersion { version });
        assert_eq!(error(&CreateTopicsRequest::default(), version), refused);
    }
}

/// The first of several errors is told.
#[test]
fn a_refused_frame_leaves_nothing_behind() {
    let mut out = vec![1, 2, 3];
    let request = CreateTopicsRequest {
        topics: Array::from(vec![CreatableTopic::default(); 10]),
        validate_only: true,
        ..Default::default()
    };
    let error = encode_request(&mut out, 0, 1, Some("me"), &request).unwrap_err();
    assert_eq!(error.to_string(), "validate_only: set, but version 0 has no such field");
    let client_id = "x".repeat(40_000);
    let error = encode_request(&mut out, 0, 1, Some(&client_id), &request).unwrap_err();
    assert_eq!((error.field(), error.kind()), ("client_id", Kind::TooLong(40_000)));
    encode_response(&mut out, 9, 1, &CreateTopicsResponse::default()).unwrap_err();
    assert_eq!(out, [1, 2, 3]);
}

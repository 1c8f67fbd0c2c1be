//! The broker's side against a scripted client: what Apache Kafka answers.

use std::time::Duration;

use kafka_auth::handshake::{Reply, ServerHandshake, ServerHandshakeConfig};
use kafka_auth::plain::PlainServer;
use kafka_auth::scram::{Nonce, ScramHash, ScramServer};
use kafka_auth::{Principal, Secret, ServerMechanism, StoredCredential};
use kafka_proto::messages::{
    ApiVersionsRequest, ApiVersionsResponse, CreateTopicsRequest, MetadataRequest,
    MetadataResponse, SaslAuthenticateRequest, SaslAuthenticateResponse, SaslHandshakeRequest,
    SaslHandshakeResponse,
};
use kafka_proto::{
    ApiKey, ErrorCode, Message, Opaque, Request, correlation_id, decode_response, encode_request,
};

use super::unframed;

const ID: i32 = 77;

fn config() -> ServerHandshakeConfig {
    let api_versions = super::broker();
    ServerHandshakeConfig::new(api_versions).session_lifetime(Duration::from_secs(4))
}

fn mechanisms() -> Vec<Box<dyn ServerMechanism>> {
    let nonce = Nonce::random().unwrap();
    vec![Box::new(PlainServer::new()), Box::new(ScramServer::new(ScramHash::Sha512, nonce))]
}

fn server() -> ServerHandshake {
    ServerHandshake::new(config(), mechanisms())
}

fn ask<'q, R: Request<'q>>(server: &mut ServerHandshake, version: i16, request: &R) -> Reply {
    let mut frame = Vec::new();
    encode_request(&mut frame, version, ID, Some("client"), request).unwrap();
    server.handle_frame(unframed(&frame))
}

fn choose(server: &mut ServerHandshake, version: i16, mechanism: &str) -> Reply {
    ask(server, version, &SaslHandshakeRequest { mechanism, ..Default::default() })
}

fn authenticate(server: &mut ServerHandshake, version: i16, message: &[u8]) -> Reply {
    let auth_bytes = Opaque(message);
    ask(server, version, &SaslAuthenticateRequest { auth_bytes, ..Default::default() })
}

fn api_versions<'a>() -> ApiVersionsRequest<'a> {
    ApiVersionsRequest {
        client_software_name: "test",
        client_software_version: "1",
        ..Default::default()
    }
}

fn read<'q, 'f, R: Request<'q>>(frame: &'f [u8], version: i16) -> R::Response<'f> {
    let (id, response) = decode_response::<R>(unframed(frame), version).unwrap();
    assert_eq!(id, ID);
    response
}

fn plain_lookup(name: &str) -> Reply {
    Reply::Lookup { mechanism: "PLAIN", name: name.into() }
}

fn sent(reply: Reply) -> Vec<u8> {
    match reply {
        Reply::Send(frame) => frame,
        reply => panic!("{reply:?}"),
    }
}

fn last_words(reply: Reply) -> Vec<u8> {
    match reply {
        Reply::Close { frame: Some(frame), .. } => frame,
        reply => panic!("{reply:?}"),
    }
}

fn is_silent_close(reply: &Reply) -> bool {
    matches!(reply, Reply::Close { frame: None, .. })
}

/// After SaslHandshake v1 for PLAIN.
fn chosen() -> ServerHandshake {
    let mut server = server();
    sent(choose(&mut server, 1, "PLAIN"));
    server
}

#[test]
fn api_versions_answers_the_table_in_every_version() {
    for version in 0..=4 {
        let mut server = server();
        let frame = sent(ask(&mut server, version, &api_versions()));
        let response: ApiVersionsResponse<'_> = read::<ApiVersionsRequest<'_>>(&frame, version);
        assert_eq!(response.error_code, ErrorCode::NONE);
        assert_eq!(response.api_keys, super::listed(super::BROKER));
    }
}

#[test]
fn api_versions_is_optional() {
    let mut server = server();
    let frame = sent(choose(&mut server, 1, "PLAIN"));
    let response: SaslHandshakeResponse<'_> = read::<SaslHandshakeRequest<'_>>(&frame, 1);
    let names: Vec<_> = response.mechanisms.iter().collect();
    assert_eq!((response.error_code, names), (ErrorCode::NONE, vec!["PLAIN", "SCRAM-SHA-512"]));
}

#[test]
fn an_unknown_version_of_api_versions_may_be_asked_again() {
    let mut server = server();
    for version in [5, 99] {
        let frame = [&[0, 18, 0, version][..], &ID.to_be_bytes(), &[255, 255, 0, 9, 9]].concat();
        let frame = sent(server.handle_frame(&frame));
        let response: ApiVersionsResponse<'_> = read::<ApiVersionsRequest<'_>>(&frame, 0);
        assert_eq!(response.error_code, ErrorCode::UNSUPPORTED_VERSION);
        assert_eq!(response.api_keys, super::listed([(ApiKey::API_VERSIONS, 0..=4)]));
    }
    sent(ask(&mut server, 0, &api_versions()));
}

#[test]
fn kip_511_a_software_name_outside_of_the_rule_may_be_asked_again() {
    let mut server = server();
    let request = ApiVersionsRequest { client_software_name: "my_app", ..api_versions() };
    let frame = sent(ask(&mut server, 3, &request));
    let response: ApiVersionsResponse<'_> = read::<ApiVersionsRequest<'_>>(&frame, 3);
    assert_eq!(response.error_code, ErrorCode::INVALID_REQUEST);
    assert!(response.api_keys.is_empty());
    sent(ask(&mut server, 3, &api_versions()));
}

#[test]
fn api_versions_twice_is_closed_without_an_answer() {
    let mut server = server();
    sent(ask(&mut server, 3, &api_versions()));
    assert!(is_silent_close(&ask(&mut server, 3, &api_versions())));
    assert!(is_silent_close(&choose(&mut server, 1, "PLAIN")), "closed is closed");
}

#[test]
fn anything_else_before_the_handshake_is_closed_without_an_answer() {
    assert!(is_silent_close(&ask(&mut server(), 9, &MetadataRequest::default())));
    assert!(is_silent_close(&authenticate(&mut server(), 2, b"\0user\0pencil")));
    assert!(is_silent_close(&ask(&mut server(), 7, &CreateTopicsRequest::default())));
    for junk in [&b""[..], b"x", b"GET / HTTP/1.1\r\n\r\n", &[0xff; 64]] {
        assert!(is_silent_close(&server().handle_frame(junk)), "{junk:?}");
    }
}

#[test]
fn sasl_handshake_v2_is_closed_without_an_answer() {
    let frame = [&[0, 17, 0, 2][..], &ID.to_be_bytes(), &[255, 255, 0, 0]].concat();
    assert!(is_silent_close(&server().handle_frame(&frame)));
}

#[test]
fn h01_a_mechanism_that_is_not_enabled_gets_the_list_and_no_second_try() {
    for name in ["OAUTHBEARER", "", "plain"] {
        let mut server = server();
        let frame = last_words(choose(&mut server, 1, name));
        let response: SaslHandshakeResponse<'_> = read::<SaslHandshakeRequest<'_>>(&frame, 1);
        assert_eq!(response.error_code, ErrorCode::UNSUPPORTED_SASL_MECHANISM);
        assert_eq!(response.mechanisms.len(), 2);
        assert!(is_silent_close(&choose(&mut server, 1, "PLAIN")));
    }
}

#[test]
fn after_sasl_handshake_other_requests_get_their_own_refusal() {
    let frame = last_words(ask(&mut chosen(), 3, &api_versions()));
    let response: ApiVersionsResponse<'_> = read::<ApiVersionsRequest<'_>>(&frame, 3);
    assert_eq!(response.error_code, ErrorCode::ILLEGAL_SASL_STATE);

    let frame = last_words(choose(&mut chosen(), 1, "PLAIN"));
    let response: SaslHandshakeResponse<'_> = read::<SaslHandshakeRequest<'_>>(&frame, 1);
    assert_eq!(response.error_code, ErrorCode::ILLEGAL_SASL_STATE);

    let frame = last_words(ask(&mut chosen(), 9, &MetadataRequest::default()));
    let response: MetadataResponse<'_> = read::<MetadataRequest<'_>>(&frame, 9);
    assert_eq!(response, MetadataResponse::default());

    assert!(is_silent_close(&ask(&mut chosen(), 7, &CreateTopicsRequest::default())));
}

#[test]
fn sasl_authenticate_v9_is_closed_without_an_answer() {
    let frame = [&[0, 36, 0, 9][..], &ID.to_be_bytes(), &[255, 255, 0, 1, 0]].concat();
    assert!(is_silent_close(&chosen().handle_frame(&frame)));
}

#[test]
fn a_login_is_accepted_with_its_lifetime() {
    for (version, lifetime) in [(0, 0), (1, 4_000), (2, 4_000)] {
        let mut server = chosen();
        let lookup = authenticate(&mut server, version, b"\0user\0pencil");
        assert_eq!(lookup, plain_lookup("user"));
        let password = Secret::new("pencil");
        let reply = server.credential(Some(StoredCredential::Plain(&password)));
        let Reply::Accept { frame, principal, mechanism } = reply else { panic!("{reply:?}") };
        assert_eq!((principal, mechanism), (Principal::user("user"), "PLAIN"));
        let response: SaslAuthenticateResponse<'_> =
            read::<SaslAuthenticateRequest<'_>>(&frame, version);
        assert_eq!(response.error_code, ErrorCode::NONE);
        assert_eq!(response.session_lifetime_ms, lifetime);
        assert!(is_silent_close(&authenticate(&mut server, version, b"again")));
    }
}

#[test]
fn h10_a_wrong_password_and_an_unknown_user_get_the_same_words() {
    let password = Secret::new("other");
    let refusal = |found| {
        let mut server = chosen();
        authenticate(&mut server, 2, b"\0user\0pencil");
        let frame = last_words(server.credential(found));
        let response: SaslAuthenticateResponse<'_> = read::<SaslAuthenticateRequest<'_>>(&frame, 2);
        assert_eq!(response.error_code, ErrorCode::SASL_AUTHENTICATION_FAILED);
        response.error_message.unwrap().to_owned()
    };
    assert_eq!(refusal(Some(StoredCredential::Plain(&password))), refusal(None));
}

#[test]
fn the_login_is_over_when_calls_come_out_of_order() {
    let mut server = chosen();
    assert!(is_silent_close(&server.credential(None)), "nothing was looked up");

    let mut server = chosen();
    authenticate(&mut server, 2, b"\0user\0pencil");
    assert!(is_silent_close(&authenticate(&mut server, 2, b"\0user\0pencil")));
    let password = Secret::new("pencil");
    assert!(is_silent_close(&server.credential(Some(StoredCredential::Plain(&password)))));
}

#[test]
fn sasl_handshake_v0_is_followed_by_bare_tokens() {
    let mut server = server();
    sent(choose(&mut server, 0, "PLAIN"));
    assert_eq!(server.handle_frame(b"\0user\0pencil"), plain_lookup("user"));
    let password = Secret::new("pencil");
    match server.credential(Some(StoredCredential::Plain(&password))) {
        Reply::Accept { frame, .. } => assert_eq!(frame, [0, 0, 0, 0]),
        reply => panic!("{reply:?}"),
    }
}

#[test]
fn a_failed_login_with_bare_tokens_is_closed_without_an_answer() {
    let mut server = server();
    sent(choose(&mut server, 0, "PLAIN"));
    server.handle_frame(b"\0user\0pencil");
    assert!(is_silent_close(&server.credential(None)));
}

fn reauthentication() -> ServerHandshake {
    let (principal, mechanism) = (Principal::user("user"), "PLAIN");
    ServerHandshake::reauthenticate(config(), mechanisms(), principal, mechanism)
}

#[test]
fn kip_368_a_reauthentication_of_the_same_user() {
    let mut server = reauthentication();
    sent(choose(&mut server, 1, "PLAIN"));
    authenticate(&mut server, 2, b"\0user\0pencil");
    let password = Secret::new("pencil");
    let reply = server.credential(Some(StoredCredential::Plain(&password)));
    assert!(matches!(reply, Reply::Accept { .. }));
}

#[test]
fn kip_368_another_principal_is_refused_in_kafkas_words() {
    let mut server = reauthentication();
    sent(choose(&mut server, 1, "PLAIN"));
    authenticate(&mut server, 2, b"\0other\0pencil");
    let password = Secret::new("pencil");
    let frame = last_words(server.credential(Some(StoredCredential::Plain(&password))));
    let response: SaslAuthenticateResponse<'_> = read::<SaslAuthenticateRequest<'_>>(&frame, 2);
    assert_eq!(
        response.error_message,
        Some("Cannot change principals during re-authentication from User.user: User.other")
    );
    assert_eq!(response.error_code, ErrorCode::SASL_AUTHENTICATION_FAILED);
}

#[test]
fn kip_368_another_mechanism_is_closed() {
    let mut server = reauthentication();
    last_words(choose(&mut server, 1, "SCRAM-SHA-512"));
    assert!(is_silent_close(&authenticate(&mut server, 2, b"n,,n=user,r=abc")));
}

#[test]
fn kip_368_a_wrong_password_says_which_login_failed() {
    let user = Principal::user("user");
    let mut server = ServerHandshake::reauthenticate(config(), mechanisms(), user, "SCRAM-SHA-512");
    sent(choose(&mut server, 1, "SCRAM-SHA-512"));
    authenticate(&mut server, 2, b"n,,n=user,r=abc");
    let frame = last_words(server.credential(None));
    let response: SaslAuthenticateResponse<'_> = read::<SaslAuthenticateRequest<'_>>(&frame, 2);
    assert!(response.error_message.unwrap().contains("failed during re-authentication due to"));
}

#[test]
fn kip_368_api_versions_does_not_start_a_reauthentication() {
    assert!(is_silent_close(&ask(&mut reauthentication(), 3, &api_versions())));
}

#[test]
fn f09_requests_cut_at_every_byte_are_never_accepted() {
    let mut frame = Vec::new();
    encode_request(&mut frame, 4, ID, Some("client"), &api_versions()).unwrap();
    for end in 4..frame.len() {
        let reply = server().handle_frame(&frame[4..end]);
        assert!(is_silent_close(&reply), "{end}: {reply:?}");
    }
    let mut frame = Vec::new();
    let auth_bytes = Opaque(b"\0user\0pencil");
    let request = SaslAuthenticateRequest { auth_bytes, ..Default::default() };
    encode_request(&mut frame, 2, ID, None, &request).unwrap();
    for end in 4..frame.len() {
        let reply = chosen().handle_frame(&frame[4..end]);
        assert!(is_silent_close(&reply), "{end}: {reply:?}");
    }
}

#[test]
fn answers_carry_the_correlation_id_of_their_request() {
    let frame = sent(choose(&mut server(), 1, "PLAIN"));
    assert_eq!(correlation_id(unframed(&frame)), Some(ID));
}

#[test]
fn known_versions_are_those_of_the_wire_library() {
    for (api, range) in super::BROKER {
        let info = api.info().unwrap();
        assert!(*range.start() >= info.min_version && *range.end() <= info.max_version);
    }
    assert_eq!(ApiVersionsRequest::VERSIONS.start(), &0);
}

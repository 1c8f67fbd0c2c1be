//! The client against a scripted broker.

use std::ops::RangeInclusive;
use std::time::Duration;

use kafka_auth::handshake::{ApiVersions, Authenticated, Handshake, SASL_CORRELATION_IDS, Stage};
use kafka_auth::msk_iam::MskIamClient;
use kafka_auth::scram::ScramHash;
use kafka_auth::{
    AuthError, AwsCredentials, Evidence, Mechanism, PeerText, SaltedPassword, Secret, Step,
};
use kafka_proto::messages::{
    ApiVersionsRequest, ApiVersionsResponse, SaslAuthenticateRequest, SaslAuthenticateResponse,
    SaslHandshakeRequest,
};
use kafka_proto::{ApiKey, ErrorCode, Message, encode_response};

use super::broker::{
    Broker, authenticated, next_request, not_authenticated, offer, unknown_version,
};
use super::{Scripted, hello, listed, refused, scram, sequential, unframed};

fn iam() -> Box<dyn Mechanism> {
    let credentials = AwsCredentials::new("AKIDEXAMPLE", Secret::new("secret"));
    let now = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_323_045);
    Box::new(MskIamClient::new("b-1.example", "us-east-1", credentials, "test", now).unwrap())
}

#[test]
fn without_a_mechanism_it_is_api_versions_alone() {
    let mut broker = Broker::meets(None);
    assert_eq!((broker.asked.api, broker.asked.version), (ApiKey::API_VERSIONS, 3));
    let api_keys = listed(super::BROKER);
    broker.answer(&ApiVersionsResponse { api_keys, ..Default::default() }).unwrap();
    assert!(broker.handshake.is_done());
    let Authenticated { api_versions, session_lifetime, request_id, .. } =
        broker.handshake.finish().unwrap();
    assert!(!api_versions.is_empty());
    assert_eq!((api_versions, session_lifetime, request_id), (super::broker(), None, None));
}

#[test]
fn kip_511_software_names_are_made_valid() {
    let config = sequential().client_id("ci/1").software("my_app", "1.0 (beta)");
    let broker = Broker::watches(Handshake::new(config, None).unwrap());
    assert_eq!(broker.asked.client_id.as_deref(), Some("ci/1"));
    let request = ApiVersionsRequest::decode(&broker.asked.body, 3).unwrap();
    assert_eq!(request.client_software_name, "my-app");
    assert_eq!(request.client_software_version, "1.0--beta");
}

#[test]
fn a_client_id_that_does_not_fit_is_a_config_error() {
    let config = sequential().client_id("x".repeat(32_768));
    let error = Handshake::new(config, None).err().unwrap();
    assert!(matches!(error, AuthError::Config(_)), "{error}");
}

#[test]
fn first_versions_out_of_range_are_brought_into_it() {
    for (first_version, version) in [(i16::MIN, 0), (0, 0), (3, 3), (i16::MAX, 5)] {
        let config = sequential().first_version(first_version);
        let broker = Broker::watches(Handshake::new(config, None).unwrap());
        assert_eq!(broker.asked.version, version);
    }
}

#[test]
fn kip_35_a_broker_that_lists_nothing_is_asked_again_with_v0() {
    let mut broker = Broker::meets(None);
    let first = broker.asked.correlation_id;
    let refusal = broker.frame(0, &unknown_version([]));
    broker.send(&refusal).unwrap();
    assert_eq!((broker.asked.api, broker.asked.version), (ApiKey::API_VERSIONS, 0));
    assert_ne!(broker.asked.correlation_id, first);
}

#[test]
fn kip_511_the_next_version_is_the_highest_that_is_listed() {
    // MSK Serverless offers ApiVersions 2-3 and SaslHandshake 1-1.
    let config = sequential().first_version(5);
    let mut broker = Broker::watches(Handshake::new(config, Some(Scripted::easy())).unwrap());
    let refusal = broker.frame(0, &unknown_version([(ApiKey::API_VERSIONS, 2..=3)]));
    broker.send(&refusal).unwrap();
    assert_eq!(broker.asked.version, 3);
    let api_keys = listed([
        (ApiKey::API_VERSIONS, 2..=3),
        (ApiKey::SASL_HANDSHAKE, 1..=1),
        (ApiKey::SASL_AUTHENTICATE, 0..=2),
    ]);
    broker.answer(&ApiVersionsResponse { api_keys, ..Default::default() }).unwrap();
    assert_eq!((broker.asked.api, broker.asked.version), (ApiKey::SASL_HANDSHAKE, 1));
}

#[test]
fn f28_code_35_for_ever_ends_after_one_downgrade() {
    for table in [listed([]), listed([(ApiKey::API_VERSIONS, 0..=5)])] {
        let refusal = ApiVersionsResponse {
            error_code: ErrorCode::UNSUPPORTED_VERSION,
            api_keys: table,
            ..Default::default()
        };
        let mut broker = Broker::meets(None);
        let frame = broker.frame(0, &refusal);
        broker.send(&frame).unwrap();
        assert!(broker.asked.version < 5);
        let frame = broker.frame(0, &refusal);
        let error = broker.send(&frame).unwrap_err();
        assert!(matches!(error, AuthError::NoCommonVersion { api: "ApiVersions", .. }), "{error}");
        assert!(broker.over());
    }
}

#[test]
fn f28_code_35_with_versions_that_we_do_not_have() {
    for range in [7..=9, RangeInclusive::new(3, 1), -5..=-1] {
        let mut broker = Broker::meets(None);
        let frame = broker.frame(0, &unknown_version([(ApiKey::API_VERSIONS, range.clone())]));
        let outcome = broker.send(&frame);
        // Upside down counts as not listed: v0 is tried.
        assert_eq!(outcome.is_ok(), range.is_empty(), "{range:?}");
    }
}

#[test]
fn f28_code_35_to_version_0_is_the_end() {
    let config = sequential().first_version(0);
    let mut broker = Broker::watches(Handshake::new(config, None).unwrap());
    let error = broker.answer(&unknown_version([])).unwrap_err();
    assert!(matches!(error, AuthError::NoCommonVersion { .. }));
}

#[test]
fn f28_upside_down_ranges_duplicates_and_nothing() {
    let mut broker = Broker::meets(None);
    let api_keys = listed([
        (ApiKey::METADATA, RangeInclusive::new(9, 3)),
        (ApiKey::CREATE_ACLS, 1..=2),
        (ApiKey::CREATE_ACLS, 0..=9),
        (ApiKey(32_000), -7..=i16::MAX),
    ]);
    broker.answer(&ApiVersionsResponse { api_keys, ..Default::default() }).unwrap();
    let table = broker.handshake.finish().unwrap().api_versions;
    assert_eq!(table.pick(ApiKey::METADATA, 0..=13), None);
    assert_eq!(table.range(ApiKey::CREATE_ACLS), Some(1..=2));
    assert_eq!(table.pick(ApiKey(32_000), 0..=2), Some(2));
    assert_eq!(table.ranges().len(), 2);

    let mut broker = Broker::meets(None);
    broker.answer(&ApiVersionsResponse::default()).unwrap();
    assert!(broker.handshake.finish().unwrap().api_versions.is_empty());
}

#[test]
fn f29_versions_in_common_are_a_value() {
    let api = ApiKey::CREATE_TOPICS;
    let table: ApiVersions = [(api, 2..=5)].into_iter().collect();
    for (ours, picked) in [
        (0..=7, Some(5)),
        (0..=3, Some(3)),
        (5..=9, Some(5)),
        (0..=2, Some(2)),
        (0..=1, None),
        (6..=7, None),
    ] {
        assert_eq!(table.pick(api, ours), picked);
    }
    assert_eq!(table.pick(ApiKey::DELETE_TOPICS, 0..=6), None);
}

#[test]
fn f29_h04_no_common_version_of_what_a_login_needs() {
    let handshake = |range| [(ApiKey::SASL_HANDSHAKE, range)];
    for (table, theirs) in [(handshake(0..=0), Some((0, 0))), (handshake(2..=3), Some((2, 3)))] {
        let error = Broker::after_versions(Scripted::easy(), table).err().unwrap();
        let (api, ours) = ("SaslHandshake", (1, 1));
        assert_eq!(error, AuthError::NoCommonVersion { api, ours, theirs });
    }
    let error = Broker::after_versions(Scripted::easy(), []).err().unwrap();
    assert!(matches!(error, AuthError::NoCommonVersion { theirs: None, .. }), "{error}");

    let mut broker = Broker::after_versions(Scripted::easy(), handshake(0..=1)).unwrap();
    let error = broker.answer(&offer(ErrorCode::NONE, &["SCRIPTED"])).unwrap_err();
    assert!(matches!(error, AuthError::NoCommonVersion { api: "SaslAuthenticate", .. }), "{error}");
}

#[test]
fn other_codes_are_refusals_by_name() {
    let mut broker = Broker::meets(None);
    let error_code = ErrorCode::INVALID_REQUEST;
    let refusal = ApiVersionsResponse { error_code, ..Default::default() };
    let error = broker.answer(&refusal).unwrap_err();
    assert!(refused(error_code)(&error));
    assert_eq!(error.to_string(), "the broker answered ApiVersions with INVALID_REQUEST (42)");

    let mut broker = Broker::after_versions(Scripted::easy(), super::BROKER).unwrap();
    let error = broker.answer(&offer(ErrorCode::ILLEGAL_SASL_STATE, &["SCRIPTED"])).unwrap_err();
    assert!(refused(ErrorCode::ILLEGAL_SASL_STATE)(&error));
    assert_eq!(broker.handshake.stage(), Stage::SaslHandshake);
    assert!(broker.over());
}

#[test]
fn f09_answers_cut_at_every_byte_are_errors() {
    for (start, whole) in good_answers() {
        assert!(start().send(&whole).is_ok());
        for end in 0..whole.len() {
            let mut broker = start();
            let error = broker.send(&whole[..end]).unwrap_err();
            let kind = matches!(error, AuthError::Decode { .. } | AuthError::OutOfOrder { .. });
            assert!(kind, "{end}: {error}");
            assert!(broker.over());
        }
    }
}

#[test]
fn any_byte_of_an_answer_may_be_wrong() {
    for (start, whole) in good_answers() {
        for (at, flip) in (0..whole.len()).flat_map(|at| [1, 0x80, 0xff].map(|flip| (at, flip))) {
            let mut changed = whole.clone();
            changed[at] ^= flip;
            let mut broker = start();
            if broker.send(&changed).is_err() {
                assert!(broker.over());
            }
        }
    }
}

type Start = fn() -> Broker;

/// One for each state and layout.
fn good_answers() -> [(Start, Vec<u8>); 4] {
    let versions: Start = || Broker::meets(Some(Scripted::easy()));
    let handshake: Start = || Broker::after_versions(Scripted::easy(), super::BROKER).unwrap();
    let login: Start = || Broker::after_handshake(Scripted::easy());
    let api_keys = listed(super::BROKER);
    let table = ApiVersionsResponse { api_keys, ..Default::default() };
    let lower = unknown_version([(ApiKey::API_VERSIONS, 0..=3)]);
    let offer = offer(ErrorCode::NONE, &["PLAIN", "SCRIPTED"]);
    [
        (versions, versions().frame(5, &table)),
        (versions, versions().frame(0, &lower)),
        (handshake, handshake().frame(1, &offer)),
        (login, login().frame(2, &authenticated(b"welcome", 1))),
    ]
}

#[test]
fn f11_another_correlation_id_is_refused_at_every_stage() {
    for start in [
        || Broker::meets(Some(Scripted::easy())),
        || Broker::after_versions(Scripted::easy(), super::BROKER).unwrap(),
        || Broker::after_handshake(Scripted::easy()),
    ] {
        for shift in [1, -1, i32::MIN] {
            let mut broker = start();
            let stage = broker.handshake.stage();
            broker.asked.correlation_id = broker.asked.correlation_id.wrapping_add(shift);
            let frame = broker.frame(2, &authenticated(b"", 0));
            let error = broker.send(&frame).unwrap_err();
            assert!(matches!(error, AuthError::OutOfOrder { .. }), "{error}");
            assert_eq!(broker.handshake.stage(), stage);
            assert!(broker.over());
        }
    }
}

#[test]
fn f12_an_answer_before_the_request_left_is_refused() {
    let mut handshake = Handshake::new(sequential(), None).unwrap();
    let early = [SASL_CORRELATION_IDS.start().to_be_bytes().as_slice(), &[0; 20]].concat();
    let error = handshake.handle_frame(&early).unwrap_err();
    assert!(matches!(error, AuthError::OutOfOrder { .. }), "{error}");
    assert!(handshake.poll_transmit().is_none(), "nothing is sent after an error");
}

/// The right answer in each state, one moment too soon: nothing but the moment is wrong with it.
#[test]
fn f12_a_good_answer_before_its_request_left_is_refused_in_every_state() {
    let id = |nth| SASL_CORRELATION_IDS.start() + nth;
    let table = ApiVersionsResponse { api_keys: listed(super::BROKER), ..Default::default() };
    let offer = offer(ErrorCode::NONE, &["SCRIPTED"]);
    let welcome = authenticated(b"", 0);
    let versions = Handshake::new(sequential(), Some(Scripted::easy())).unwrap();
    let handshake = {
        let mut broker = Broker::meets(Some(Scripted::easy()));
        broker.handshake.handle_frame(&broker.frame(3, &table)).unwrap();
        broker.handshake
    };
    let login = {
        let mut broker = Broker::after_versions(Scripted::easy(), super::BROKER).unwrap();
        broker.handshake.handle_frame(&broker.frame(1, &offer)).unwrap();
        broker.handshake
    };
    for (stage, mut early, frame) in [
        (Stage::ApiVersions, versions, answer(3, id(0), &table)),
        (Stage::SaslHandshake, handshake, answer(1, id(1), &offer)),
        (Stage::SaslAuthenticate, login, answer(2, id(2), &welcome)),
    ] {
        assert_eq!(early.stage(), stage);
        let error = early.handle_frame(&frame).unwrap_err();
        assert!(matches!(error, AuthError::OutOfOrder { .. }), "{stage:?}: {error}");
        assert!(early.poll_transmit().is_none() && early.finish().is_err(), "{stage:?}");
    }
}

fn answer<'r, R: Message<'r>>(version: i16, correlation_id: i32, response: &R) -> Vec<u8> {
    let mut frame = Vec::new();
    encode_response(&mut frame, version, correlation_id, response).unwrap();
    unframed(&frame).to_vec()
}

#[test]
fn f12_two_answers_to_one_request() {
    let mut broker = Broker::after_handshake(Scripted::easy());
    broker.answer(&authenticated(b"", 0)).unwrap();
    assert!(broker.handshake.is_done());
    let frame = broker.frame(2, &authenticated(b"", 0));
    let error = broker.handshake.handle_frame(&frame).unwrap_err();
    let is_over = matches!(error, AuthError::OutOfOrder { expected: "nothing more", .. });
    assert!(is_over, "{error}");
    assert!(broker.handshake.finish().is_err());
}

#[test]
fn h01_what_the_broker_offers_instead_is_listed_and_never_tried() {
    let mechanism = scram(ScramHash::Sha512, "user", "pencil");
    let mut broker = Broker::after_versions(mechanism, super::BROKER).unwrap();
    let refusal = offer(ErrorCode::UNSUPPORTED_SASL_MECHANISM, &["PLAIN", "SCRAM-SHA-256"]);
    let error = broker.answer(&refusal).unwrap_err();
    let wanted = "SCRAM-SHA-512";
    let offered = vec![PeerText::new("PLAIN"), PeerText::new("SCRAM-SHA-256")];
    assert_eq!(error, AuthError::MechanismNotOffered { wanted, offered });
    assert!(broker.over());
}

#[test]
fn h01_a_refusal_that_lists_our_mechanism_is_still_one() {
    let mut broker = Broker::after_versions(Scripted::easy(), super::BROKER).unwrap();
    let refusal = offer(ErrorCode::UNSUPPORTED_SASL_MECHANISM, &["SCRIPTED"]);
    assert!(broker.answer(&refusal).is_err());
}

#[test]
fn h02_code_0_with_a_list_that_lacks_ours_is_refused() {
    for list in [&[][..], &["PLAIN"], &["scripted"], &["SCRIPTED "]] {
        let mut broker = Broker::after_versions(Scripted::easy(), super::BROKER).unwrap();
        let error = broker.answer(&offer(ErrorCode::NONE, list)).unwrap_err();
        assert!(matches!(error, AuthError::MechanismNotOffered { .. }), "{list:?}: {error}");
        assert!(broker.over());
    }
}

#[test]
fn h02_a_list_of_two_billion_or_of_none_is_an_error() {
    for count in [i32::MAX, -1, i32::MIN] {
        let mut broker = Broker::after_versions(Scripted::easy(), super::BROKER).unwrap();
        let id = broker.asked.correlation_id.to_be_bytes();
        let frame = [&id[..], &[0, 33], &count.to_be_bytes()].concat();
        assert!(matches!(broker.send(&frame), Err(AuthError::Decode { .. })), "{count}");
    }
}

#[test]
fn h02_a_long_offer_is_shortened_and_escaped() {
    let names = vec!["EVIL\r\n\u{1b}[2J"; 1_000];
    let mut broker = Broker::after_versions(Scripted::easy(), super::BROKER).unwrap();
    let error = broker.answer(&offer(ErrorCode::NONE, &names)).unwrap_err();
    let AuthError::MechanismNotOffered { offered, .. } = &error else { panic!("{error}") };
    assert_eq!(offered.len(), 16);
    assert!(!error.to_string().contains(['\r', '\n', '\u{1b}']));
}

#[test]
fn h05_session_lifetimes() {
    let year = Duration::from_secs(365 * 86_400);
    for (milliseconds, lifetime) in [
        (0, None),
        (-5, None),
        (i64::MIN, None),
        (1, Some(Duration::from_millis(1))),
        (4_000, Some(Duration::from_secs(4))),
        (i64::MAX, Some(year)),
    ] {
        let mut broker = Broker::after_handshake(Scripted::easy());
        broker.answer(&authenticated(b"", milliseconds)).unwrap();
        assert_eq!(broker.handshake.finish().unwrap().session_lifetime, lifetime);
    }
}

#[test]
fn h05_the_last_answer_decides() {
    let mechanism = Scripted::of(|message| match message {
        b"more" => Ok(hello()),
        _ => Ok(Step::Done(Evidence::default())),
    });
    let mut broker = Broker::after_handshake(mechanism);
    broker.answer(&authenticated(b"more", 99)).unwrap();
    broker.answer(&authenticated(b"", 0)).unwrap();
    assert_eq!(broker.handshake.finish().unwrap().session_lifetime, None);
}

#[test]
fn sasl_authenticate_goes_in_the_highest_common_version() {
    for (range, version) in [(0..=0, 0), (0..=1, 1), (0..=2, 2), (1..=9, 2)] {
        let table = [(ApiKey::SASL_HANDSHAKE, 0..=1), (ApiKey::SASL_AUTHENTICATE, range)];
        let mut broker = Broker::after_versions(Scripted::easy(), table).unwrap();
        let request = SaslHandshakeRequest::decode(&broker.asked.body, 1).unwrap();
        assert_eq!(request.mechanism, "SCRIPTED");
        broker.answer(&offer(ErrorCode::NONE, &["SCRIPTED"])).unwrap();
        let request = SaslAuthenticateRequest::decode(&broker.asked.body, version).unwrap();
        assert_eq!((broker.asked.version, &*request.auth_bytes), (version, &b"hello"[..]));
        broker.answer(&authenticated(b"", 7)).unwrap();
        let lifetime = broker.handshake.finish().unwrap().session_lifetime;
        assert_eq!(lifetime.is_some(), version > 0, "v0 has no field for it");
    }
}

#[test]
fn h09_a_refused_login_keeps_the_brokers_words() {
    let text = "Authentication failed during authentication due to invalid credentials";
    let mut broker = Broker::after_handshake(scram(ScramHash::Sha512, "user", "pencil"));
    let error = broker.answer(&not_authenticated(text)).unwrap_err();
    assert!(refused(ErrorCode::SASL_AUTHENTICATION_FAILED)(&error));
    assert!(error.to_string().contains(text), "{error}");
    assert_eq!(broker.handshake.stage(), Stage::SaslAuthenticate);
    assert!(broker.over());
}

#[test]
fn s19_code_58_wins_over_data_and_code_0_over_a_text() {
    let text = "Authentication failed during authentication due to invalid credentials";
    let good = SaslAuthenticateResponse {
        error_message: Some(text),
        ..authenticated(b"r=never parsed,s=,i=", 900_000)
    };
    let refusal = SaslAuthenticateResponse {
        error_code: ErrorCode::SASL_AUTHENTICATION_FAILED,
        ..good.clone()
    };
    let mut broker = Broker::after_handshake(scram(ScramHash::Sha512, "user", "pencil"));
    let error = broker.answer(&refusal).unwrap_err();
    assert!(refused(ErrorCode::SASL_AUTHENTICATION_FAILED)(&error), "{error}");
    assert!(broker.over());
    // The other way round the data decides, which here is nothing that SCRAM could take.
    let mut broker = Broker::after_handshake(scram(ScramHash::Sha512, "user", "pencil"));
    assert!(matches!(broker.answer(&good), Err(AuthError::Malformed { .. })));
    let mut broker = Broker::after_handshake(Scripted::easy());
    broker
        .answer(&SaslAuthenticateResponse { error_message: Some(text), ..authenticated(b"", 0) })
        .unwrap();
    assert!(broker.handshake.is_done());
}

#[test]
fn i08_the_four_texts_of_code_58_are_four_kinds() {
    let kind = |text: &str| {
        let mut broker = Broker::after_handshake(iam());
        broker.answer(&not_authenticated(text)).unwrap_err()
    };
    assert!(matches!(kind("[a-b]: Access denied"), AuthError::IamDenied(_)));
    assert!(matches!(kind("[a-b]: Too many connects"), AuthError::IamTooManyConnects(_)));
    assert!(matches!(kind("[a-b]: Session too short"), AuthError::IamSessionTooShort(_)));
    let changed = "Cannot change principals during re-authentication from IAM.a: IAM.b";
    assert!(matches!(kind(changed), AuthError::IamPrincipalChanged(_)));
    assert!(refused(ErrorCode::SASL_AUTHENTICATION_FAILED)(&kind("something else")));
}

#[test]
fn an_iam_login_keeps_the_request_id() {
    let mut broker = Broker::after_handshake(iam());
    broker.answer(&authenticated(br#"{"version":"2020_10_22","request-id":"r-1"}"#, 9)).unwrap();
    let outcome = broker.handshake.finish().unwrap();
    assert_eq!(outcome.request_id, Some(PeerText::new("r-1")));
}

#[test]
fn an_empty_answer_where_one_is_required_is_an_error() {
    for mechanism in [scram(ScramHash::Sha256, "user", "pencil"), iam()] {
        let mut broker = Broker::after_handshake(mechanism);
        broker.answer(&authenticated(b"", 0)).unwrap_err();
        assert!(broker.over());
    }
}

#[test]
fn a_broker_that_challenges_for_ever_runs_out_of_ids() {
    let mut broker = Broker::after_handshake(Scripted::of(|_| Ok(hello())));
    let mut rounds = 0;
    let error = loop {
        match broker.answer(&authenticated(b"more", 0)) {
            Ok(()) => rounds += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, AuthError::OutOfOrder { .. }), "{error}");
    assert!(rounds < 8);
    assert!(broker.over());
}

#[test]
fn a_login_without_a_message_is_none() {
    let first = Some(Step::Done(Evidence::default()));
    let mechanism = Box::new(Scripted { first, then: |_| Ok(hello()) });
    let mut broker = Broker::after_versions(mechanism, super::BROKER).unwrap();
    let error = broker.answer(&offer(ErrorCode::NONE, &["SCRIPTED"])).unwrap_err();
    assert!(matches!(error, AuthError::OutOfOrder { .. }), "{error}");
    assert!(broker.over());
}

/// A SCRAM handshake whose key is to be derived.
fn deriving() -> Handshake {
    let mut broker = Broker::after_handshake(scram(ScramHash::Sha256, "user", "pencil"));
    let request = SaslAuthenticateRequest::decode(&broker.asked.body, 2).unwrap();
    let first = String::from_utf8(request.auth_bytes.to_vec()).unwrap();
    let nonce = first.rsplit("r=").next().unwrap();
    let challenge = format!("r={nonce}server,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
    let frame = broker.frame(2, &authenticated(challenge.as_bytes(), 0));
    broker.handshake.handle_frame(&frame).unwrap();
    broker.handshake
}

#[test]
fn the_derivation_is_handed_out_once_and_its_answer_goes_on() {
    let mut handshake = deriving();
    assert!(handshake.poll_transmit().is_none());
    let derivation = handshake.poll_derive().unwrap();
    assert_eq!(derivation.iterations(), 4096);
    assert!(handshake.poll_derive().is_none());
    handshake.derived(derivation.run()).unwrap();
    assert_eq!(next_request(&mut handshake).api, ApiKey::SASL_AUTHENTICATE);
    assert_eq!(handshake.stage(), Stage::SaslAuthenticate);
}

#[test]
fn a_frame_during_the_derivation_is_refused() {
    let mut handshake = deriving();
    let derivation = handshake.poll_derive().unwrap();
    let error = handshake.handle_frame(&[0; 16]).unwrap_err();
    let expected = "nothing before the next request";
    let is_early = matches!(error, AuthError::OutOfOrder { expected: it, .. } if it == expected);
    assert!(is_early, "{error}");
    assert!(handshake.derived(derivation.run()).is_err());
}

#[test]
fn keys_that_nobody_asked_for_or_of_another_hash_are_refused() {
    let keys =
        |hash: ScramHash| SaltedPassword::from_bytes(hash, &vec![7; hash.output_len()]).unwrap();
    let mut broker = Broker::after_handshake(scram(ScramHash::Sha256, "user", "pencil"));
    broker.handshake.derived(keys(ScramHash::Sha256)).unwrap_err();
    assert!(broker.over());
    let mut handshake = deriving();
    handshake.derived(keys(ScramHash::Sha512)).unwrap_err();
    assert!(handshake.finish().is_err());
}

#[test]
fn kip_368_a_reauthentication_starts_at_sasl_handshake() {
    let config = sequential();
    let handshake = Handshake::reauthenticate(config, super::broker(), Scripted::easy()).unwrap();
    assert_eq!(handshake.stage(), Stage::SaslHandshake);
    let mut broker = Broker::watches(handshake);
    assert_eq!((broker.asked.api, broker.asked.version), (ApiKey::SASL_HANDSHAKE, 1));
    broker.answer(&offer(ErrorCode::NONE, &["SCRIPTED"])).unwrap();
    broker.answer(&authenticated(b"", 5_000)).unwrap();
    let outcome = broker.handshake.finish().unwrap();
    assert_eq!(outcome.session_lifetime, Some(Duration::from_secs(5)));
    assert_eq!(outcome.api_versions, super::broker());
}

#[test]
fn kip_368_a_reauthentication_needs_the_same_versions() {
    let (config, nothing) = (sequential(), ApiVersions::default());
    let error = Handshake::reauthenticate(config, nothing, Scripted::easy()).err().unwrap();
    assert!(matches!(error, AuthError::NoCommonVersion { api: "SaslHandshake", .. }), "{error}");
}

#[test]
fn finish_before_the_end_is_an_error() {
    let stages = [
        Handshake::new(sequential(), None).unwrap(),
        Broker::after_versions(Scripted::easy(), super::BROKER).unwrap().handshake,
        Broker::after_handshake(Scripted::easy()).handshake,
        deriving(),
    ];
    for handshake in stages {
        assert!(!handshake.is_done());
        assert!(matches!(handshake.finish(), Err(AuthError::OutOfOrder { .. })));
    }
}

#[test]
fn a_handshake_can_move_to_another_thread() {
    fn is_send<T: Send>(_: &T) {}
    is_send(&Handshake::new(sequential(), Some(Scripted::easy())).unwrap());
}

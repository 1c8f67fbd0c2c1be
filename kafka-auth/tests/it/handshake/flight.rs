//! Frames that do not wait for the answers to those before them.

use std::time::Duration;

use kafka_auth::handshake::{Flight, Handshake, HandshakeConfig};
use kafka_auth::plain::PlainClient;
use kafka_auth::scram::{ScramCredential, ScramHash, ScramServer};
use kafka_auth::{
    AuthError, Mechanism, PeerText, Secret, ServerMechanism, ServerStep, Step, StoredCredential,
};
use kafka_proto::frame::{MAX_FRAME, MAX_FRAME_BEFORE_AUTH};
use kafka_proto::messages::{
    ApiVersionsResponse, SaslAuthenticateRequest, SaslAuthenticateResponse, SaslHandshakeResponse,
};
use kafka_proto::{ApiKey, ErrorCode, Message, decode_request_header, encode_response};

use super::broker::{authenticated, not_authenticated, offer, unknown_version};
use super::{Scripted, listed, scram, unframed};

const GAP: Duration = Duration::from_millis(1);

/// A request that is on its way.
struct Asked {
    api: ApiKey,
    version: i16,
    id: i32,
    body: Vec<u8>,
}

impl Asked {
    fn answer<'r, R: Message<'r>>(&self, response: &R) -> Vec<u8> {
        self.answer_in(self.version, response)
    }

    fn answer_in<'r, R: Message<'r>>(&self, version: i16, response: &R) -> Vec<u8> {
        let mut frame = Vec::new();
        encode_response(&mut frame, version, self.id, response).unwrap();
        unframed(&frame).to_vec()
    }

    fn auth_bytes(&self) -> Vec<u8> {
        let request = SaslAuthenticateRequest::decode(&self.body, self.version).unwrap();
        request.auth_bytes.to_vec()
    }
}

fn config(flight: Flight) -> HandshakeConfig {
    HandshakeConfig::default().flight(flight)
}

fn flying(flight: Flight, mechanism: Box<dyn Mechanism>) -> Handshake {
    Handshake::new(config(flight), Some(mechanism)).unwrap()
}

fn plain() -> Box<dyn Mechanism> {
    Box::new(PlainClient::new("user", Secret::new("pencil")).unwrap())
}

/// All that may be sent now.
fn sent(handshake: &mut Handshake) -> Vec<Asked> {
    std::iter::from_fn(|| next_sent(handshake)).collect()
}

/// The first frame of that.
fn next_sent(handshake: &mut Handshake) -> Option<Asked> {
    let frame = handshake.poll_transmit()?;
    let (header, body) = decode_request_header(unframed(&frame)).unwrap();
    Some(Asked {
        api: ApiKey(header.request_api_key),
        version: header.request_api_version,
        id: header.correlation_id,
        body: body.to_vec(),
    })
}

fn names(asked: &[Asked]) -> Vec<(ApiKey, i16)> {
    asked.iter().map(|asked| (asked.api, asked.version)).collect()
}

const HANDSHAKE: (ApiKey, i16) = (ApiKey::SASL_HANDSHAKE, 1);
const AUTHENTICATE: (ApiKey, i16) = (ApiKey::SASL_AUTHENTICATE, 1);
const API_VERSIONS: (ApiKey, i16) = (ApiKey::API_VERSIONS, 3);

fn table() -> ApiVersionsResponse<'static> {
    ApiVersionsResponse { api_keys: listed(super::BROKER), ..Default::default() }
}

fn offered() -> SaslHandshakeResponse<'static> {
    offer(ErrorCode::NONE, &["PLAIN"])
}

#[test]
fn one_message_takes_one_round_trip() {
    let mut handshake = flying(Flight::Eager, plain());
    let asked = sent(&mut handshake);
    assert_eq!(names(&asked), [HANDSHAKE, AUTHENTICATE, API_VERSIONS]);
    handshake.handle_frame(&asked[0].answer(&offered())).unwrap();
    handshake.handle_frame(&asked[1].answer(&authenticated(b"", 4000))).unwrap();
    assert!(!handshake.is_done());
    handshake.handle_frame(&asked[2].answer(&table())).unwrap();
    let done = handshake.finish().unwrap();
    assert_eq!(done.api_versions, super::broker());
    assert_eq!(done.session_lifetime, Some(Duration::from_secs(4)));
}

#[test]
fn scram_takes_two_round_trips() {
    let mut handshake = flying(Flight::Eager, scram(ScramHash::Sha256, "user", "pencil"));
    let asked = sent(&mut handshake);
    assert_eq!(names(&asked), [HANDSHAKE, AUTHENTICATE]);
    handshake.handle_frame(&asked[0].answer(&offer(ErrorCode::NONE, &["SCRAM-SHA-256"]))).unwrap();
    assert!(sent(&mut handshake).is_empty());
    let mut server = Server::new();
    let first = server.answer(&asked[1].auth_bytes());
    handshake.handle_frame(&asked[1].answer(&authenticated(&first, 0))).unwrap();
    let derivation = handshake.poll_derive().unwrap();
    handshake.derived(derivation.run()).unwrap();
    let asked = sent(&mut handshake);
    assert_eq!(names(&asked), [AUTHENTICATE, API_VERSIONS]);
    let last = server.answer(&asked[0].auth_bytes());
    handshake.handle_frame(&asked[0].answer(&authenticated(&last, 0))).unwrap();
    handshake.handle_frame(&asked[1].answer(&table())).unwrap();
    assert!(handshake.is_done());
}

/// Kafka stalls where two frames reach it before it knows the client, and not behind that.
#[test]
fn trailing_sends_one_frame_at_a_time_up_to_the_last_of_the_login() {
    let mut handshake = Handshake::new(early(Flight::Trailing), Some(plain())).unwrap();
    let asked = sent(&mut handshake);
    assert_eq!(names(&asked), [HANDSHAKE]);
    assert_eq!(handshake.poll_timeout(), None, "however long it takes");
    handshake.handle_frame(&asked[0].answer(&offered())).unwrap();
    let asked = sent(&mut handshake);
    assert_eq!(names(&asked[..2]), [AUTHENTICATE, API_VERSIONS]);
    assert_eq!(asked.len(), 3, "and the early request");
    assert_eq!(handshake.poll_timeout(), None, "nothing is to be woken");
    handshake.handle_frame(&asked[0].answer(&authenticated(b"", 0))).unwrap();
    handshake.handle_frame(&asked[1].answer(&table())).unwrap();
    handshake.handle_frame(&EARLY_ANSWER).unwrap();
    assert!(handshake.is_done());
}

#[test]
fn trailing_sends_nothing_behind_a_mechanism_that_was_refused() {
    let mut handshake = flying(Flight::Trailing, plain());
    let asked = sent(&mut handshake);
    let refusal = offer(ErrorCode::UNSUPPORTED_SASL_MECHANISM, &["AWS_MSK_IAM"]);
    assert!(handshake.handle_frame(&asked[0].answer(&refusal)).is_err());
    assert!(sent(&mut handshake).is_empty(), "no secret leaves");
}

struct Server(ScramServer);

impl Server {
    fn new() -> Self {
        Self(ScramServer::new(
            ScramHash::Sha256,
            kafka_auth::scram::Nonce::from_text("server").unwrap(),
        ))
    }

    fn answer(&mut self, message: &[u8]) -> Vec<u8> {
        let password = Secret::new("pencil");
        let user = ScramCredential::from_password(ScramHash::Sha256, &password, b"salt", 4096);
        let mut step = self.0.respond(message);
        if let ServerStep::Lookup(_) = step {
            step = self.0.credential(Some(StoredCredential::Scram(&user)));
        }
        match step {
            ServerStep::Send(bytes) => bytes,
            ServerStep::Accept { message, .. } => message,
            step => panic!("{step:?}"),
        }
    }
}

/// A Metadata request, v7, of the client itself.
const EARLY: [u8; 14] = [0, 0, 0, 10, 0, 3, 0, 7, 0, 0, 0, 9, 0xff, 0xff];

/// Only its id matters.
const EARLY_ANSWER: [u8; 5] = [0, 0, 0, 9, 1];

fn early(flight: Flight) -> HandshakeConfig {
    config(flight).early_request(EARLY.to_vec())
}

#[test]
fn an_early_request_leaves_behind_the_login_and_its_answer_is_handed_on() {
    let mut handshake = Handshake::new(early(Flight::Paced(GAP)), Some(plain())).unwrap();
    let mut asked = sent(&mut handshake);
    handshake.handle_timeout().unwrap();
    asked.extend(sent(&mut handshake));
    assert_eq!(names(&asked), [HANDSHAKE, AUTHENTICATE, API_VERSIONS, (ApiKey::METADATA, 7)]);
    log_in(&mut handshake, &asked);
    handshake.handle_frame(&asked[2].answer(&table())).unwrap();
    assert!(!handshake.is_done());
    handshake.handle_frame(&EARLY_ANSWER).unwrap();
    let done = handshake.finish().unwrap();
    assert_eq!(done.early_answer.as_deref(), Some(&EARLY_ANSWER[..]));
    assert_eq!(done.api_versions, super::broker());
}

/// A request and its answer in order: SaslHandshake and the only SaslAuthenticate.
fn log_in(handshake: &mut Handshake, asked: &[Asked]) {
    handshake.handle_frame(&asked[0].answer(&offered())).unwrap();
    handshake.handle_frame(&asked[1].answer(&authenticated(b"", 0))).unwrap();
}

/// As [`log_in`], but the broker is woken in between.
fn log_in_late(handshake: &mut Handshake, asked: &[Asked]) -> Vec<Asked> {
    handshake.handle_frame(&asked[0].answer(&offered())).unwrap();
    handshake.handle_timeout().unwrap();
    let again = sent(handshake);
    handshake.handle_frame(&asked[1].answer(&authenticated(b"", 0))).unwrap();
    again
}

#[test]
fn a_stalled_broker_is_woken_behind_an_early_request() {
    let mut handshake = Handshake::new(early(Flight::Eager), Some(plain())).unwrap();
    let asked = sent(&mut handshake);
    let again = log_in_late(&mut handshake, &asked);
    assert_eq!(names(&again), [API_VERSIONS]);
    handshake.handle_frame(&asked[2].answer(&table())).unwrap();
    assert!(!handshake.is_done());
    handshake.handle_frame(&EARLY_ANSWER).unwrap();
    assert!(!handshake.is_done());
    handshake.handle_frame(&again[0].answer(&table())).unwrap();
    let done = handshake.finish().unwrap();
    assert_eq!(done.early_answer.as_deref(), Some(&EARLY_ANSWER[..]));
    assert_eq!(done.api_versions, super::broker());
}

/// The login has succeeded then, and the answer to Metadata may be long.
#[test]
fn only_the_answer_to_the_early_request_may_be_long() {
    let mut handshake = Handshake::new(early(Flight::Eager), Some(plain())).unwrap();
    let asked = sent(&mut handshake);
    assert_eq!(handshake.max_frame(), MAX_FRAME_BEFORE_AUTH);
    let again = log_in_late(&mut handshake, &asked);
    assert_eq!(handshake.max_frame(), MAX_FRAME_BEFORE_AUTH);
    let refusal = unknown_version([(ApiKey::API_VERSIONS, 0..=2)]);
    handshake.handle_frame(&asked[2].answer_in(0, &refusal)).unwrap();
    assert_eq!(handshake.max_frame(), MAX_FRAME);
    handshake.handle_frame(&EARLY_ANSWER).unwrap();
    assert_eq!(handshake.max_frame(), MAX_FRAME_BEFORE_AUTH);
    handshake.handle_frame(&again[0].answer_in(0, &refusal)).unwrap();
    assert_eq!(handshake.max_frame(), MAX_FRAME_BEFORE_AUTH);
}

#[test]
fn a_login_that_was_refused_is_not_waited_out_for_what_came_behind() {
    let mut handshake = Handshake::new(early(Flight::Eager), Some(plain())).unwrap();
    let asked = sent(&mut handshake);
    handshake.handle_frame(&asked[0].answer(&offered())).unwrap();
    handshake.handle_timeout().unwrap();
    assert_eq!(names(&sent(&mut handshake)), [API_VERSIONS]);
    let error = handshake.handle_frame(&asked[1].answer(&not_authenticated("no"))).unwrap_err();
    assert!(matches!(error, AuthError::ServerRefused { code: Some(58), .. }), "{error}");
    assert_eq!(handshake.max_frame(), MAX_FRAME_BEFORE_AUTH);
}

#[test]
fn f11_behind_api_versions_comes_the_early_answer_and_nothing_else() {
    for wrong in [i32::MAX, 1] {
        let mut handshake = Handshake::new(early(Flight::Eager), Some(plain())).unwrap();
        let asked = sent(&mut handshake);
        let again = log_in_late(&mut handshake, &asked);
        handshake.handle_frame(&asked[2].answer(&table())).unwrap();
        let instead = Asked { id: wrong, ..Asked { body: Vec::new(), ..again[0] } };
        let error = handshake.handle_frame(&instead.answer(&table())).unwrap_err();
        assert!(matches!(error, AuthError::OutOfOrder { .. }), "{error}");
        assert!(handshake.handle_frame(&EARLY_ANSWER).is_err(), "an error is final");
    }
    let mut handshake = Handshake::new(early(Flight::Eager), Some(plain())).unwrap();
    let asked = sent(&mut handshake);
    let again = log_in_late(&mut handshake, &asked);
    handshake.handle_frame(&asked[2].answer(&table())).unwrap();
    handshake.handle_frame(&EARLY_ANSWER).unwrap();
    let error = handshake.handle_frame(&EARLY_ANSWER).unwrap_err();
    assert!(matches!(error, AuthError::OutOfOrder { .. }), "twice: {error}");
    assert!(handshake.handle_frame(&again[0].answer(&table())).is_err(), "an error is final");
}

/// A broker of Kafka 2.2, and it stalls.
#[test]
fn f28_code_35_is_asked_again_behind_an_early_request_and_a_stall() {
    let mut handshake = Handshake::new(early(Flight::Eager), Some(plain())).unwrap();
    let asked = sent(&mut handshake);
    let again = log_in_late(&mut handshake, &asked);
    let refusal = unknown_version([(ApiKey::API_VERSIONS, 0..=2)]);
    handshake.handle_frame(&asked[2].answer_in(0, &refusal)).unwrap();
    let lower = sent(&mut handshake);
    assert_eq!(names(&lower), [(ApiKey::API_VERSIONS, 2)]);
    handshake.handle_frame(&EARLY_ANSWER).unwrap();
    handshake.handle_frame(&again[0].answer_in(0, &refusal)).unwrap();
    handshake.handle_frame(&lower[0].answer(&table())).unwrap();
    let done = handshake.finish().unwrap();
    assert_eq!(done.early_answer.as_deref(), Some(&EARLY_ANSWER[..]));
    assert_eq!(done.api_versions, super::broker());
}

#[test]
fn an_early_request_that_is_no_frame_is_refused_at_once() {
    let config = config(Flight::Eager).early_request(vec![0; 11]);
    let error = Handshake::new(config, Some(plain())).err().unwrap();
    assert!(matches!(error, AuthError::Config(_)), "{error}");
}

#[test]
fn an_early_request_stays_here_where_frames_wait() {
    let mut sequential = Handshake::new(early(Flight::Sequential), Some(plain())).unwrap();
    assert_eq!(names(&sent(&mut sequential)), [API_VERSIONS]);
    let mut nobody = Handshake::new(early(Flight::Eager), None).unwrap();
    let asked = sent(&mut nobody);
    nobody.handle_frame(&asked[0].answer(&table())).unwrap();
    assert_eq!(nobody.finish().unwrap().early_answer, None);
    let again = Handshake::reauthenticate(early(Flight::Eager), super::broker(), plain());
    assert_eq!(sent(&mut again.unwrap()).len(), 2);
}

#[test]
fn an_answer_to_the_early_request_before_the_end_is_refused() {
    let mut handshake = Handshake::new(early(Flight::Eager), Some(plain())).unwrap();
    let asked = sent(&mut handshake);
    let error = handshake.handle_frame(&asked[3].id.to_be_bytes()).unwrap_err();
    assert!(matches!(error, AuthError::OutOfOrder { .. }), "{error}");
}

/// It is ready, and nobody has sent it.
#[test]
fn f12_an_answer_to_an_early_request_that_has_not_left_is_refused() {
    let mut handshake = Handshake::new(early(Flight::Eager), Some(plain())).unwrap();
    let asked: Vec<Asked> = (0..3).map(|_| next_sent(&mut handshake).unwrap()).collect();
    log_in(&mut handshake, &asked);
    handshake.handle_frame(&asked[2].answer(&table())).unwrap();
    let error = handshake.handle_frame(&EARLY_ANSWER).unwrap_err();
    assert!(matches!(error, AuthError::OutOfOrder { .. }), "{error}");
    assert!(handshake.poll_transmit().is_none() && !handshake.is_done());
}

/// Only SaslAuthenticate is kept apart: what follows the last one is served without a stall.
#[test]
fn paced_frames_wait_for_their_time() {
    let mut handshake = flying(Flight::Paced(GAP), plain());
    assert_eq!(handshake.poll_timeout(), None);
    assert_eq!(names(&sent(&mut handshake)), [HANDSHAKE]);
    assert_eq!(handshake.poll_timeout(), Some(GAP));
    assert!(sent(&mut handshake).is_empty());
    handshake.handle_timeout().unwrap();
    assert_eq!(handshake.poll_timeout(), None);
    assert_eq!(names(&sent(&mut handshake)), [AUTHENTICATE, API_VERSIONS]);
}

#[test]
fn an_answer_ends_the_wait() {
    let mut handshake = flying(Flight::Paced(GAP), plain());
    let asked = sent(&mut handshake);
    handshake.handle_frame(&asked[0].answer(&offered())).unwrap();
    assert_eq!(handshake.poll_timeout(), None);
    assert_eq!(names(&sent(&mut handshake)), [AUTHENTICATE, API_VERSIONS]);
}

#[test]
fn sequential_frames_wait_for_answers() {
    let mut handshake = flying(Flight::Sequential, plain());
    assert_eq!(names(&sent(&mut handshake)), [API_VERSIONS]);
    assert_eq!(handshake.poll_timeout(), None);
}

#[test]
fn without_a_mechanism_there_is_nothing_to_hurry() {
    let mut handshake = Handshake::new(config(Flight::Eager), None).unwrap();
    assert_eq!(names(&sent(&mut handshake)), [API_VERSIONS]);
}

/// A mechanism that does not say which message is its last.
#[test]
fn api_versions_come_last_when_in_doubt() {
    let mut handshake = flying(Flight::Eager, Scripted::easy());
    let asked = sent(&mut handshake);
    assert_eq!(names(&asked), [HANDSHAKE, AUTHENTICATE]);
    handshake.handle_frame(&asked[0].answer(&offer(ErrorCode::NONE, &["SCRIPTED"]))).unwrap();
    handshake.handle_frame(&asked[1].answer(&authenticated(b"x", 4000))).unwrap();
    let asked = sent(&mut handshake);
    assert_eq!(names(&asked), [API_VERSIONS]);
    handshake.handle_frame(&asked[0].answer(&table())).unwrap();
    assert_eq!(handshake.finish().unwrap().session_lifetime, Some(Duration::from_secs(4)));
}

/// A mechanism that says that its first message is the last one, and then has another.
struct GoesOn;

impl Mechanism for GoesOn {
    fn name(&self) -> &'static str {
        "PLAIN"
    }

    fn start(&mut self) -> Result<Step, AuthError> {
        Ok(super::hello())
    }

    fn challenge(&mut self, _: &[u8]) -> Result<Step, AuthError> {
        Ok(super::hello())
    }

    fn is_last(&self) -> bool {
        true
    }
}

/// What left behind the last message is answered to a client that is logged in, or not at all.
#[test]
fn a_login_that_goes_on_behind_its_last_message_is_refused() {
    let mut handshake = Handshake::new(early(Flight::Eager), Some(Box::new(GoesOn))).unwrap();
    let asked = sent(&mut handshake);
    handshake.handle_frame(&asked[0].answer(&offered())).unwrap();
    let error = handshake.handle_frame(&asked[1].answer(&authenticated(b"more", 0))).unwrap_err();
    assert!(matches!(error, AuthError::OutOfOrder { .. }), "{error}");
    assert_eq!(handshake.max_frame(), MAX_FRAME_BEFORE_AUTH);
}

#[test]
fn f28_code_35_behind_the_login_is_asked_again() {
    let mut handshake = flying(Flight::Eager, plain());
    let asked = sent(&mut handshake);
    handshake.handle_frame(&asked[0].answer(&offered())).unwrap();
    handshake.handle_frame(&asked[1].answer(&authenticated(b"", 4000))).unwrap();
    let refusal = unknown_version([(ApiKey::API_VERSIONS, 0..=2)]);
    handshake.handle_frame(&asked[2].answer_in(0, &refusal)).unwrap();
    let asked = sent(&mut handshake);
    assert_eq!(names(&asked), [(ApiKey::API_VERSIONS, 2)]);
    handshake.handle_frame(&asked[0].answer(&table())).unwrap();
    assert_eq!(handshake.finish().unwrap().session_lifetime, Some(Duration::from_secs(4)));
}

#[test]
fn h01_a_refused_mechanism_ends_it() {
    let mut handshake = flying(Flight::Paced(GAP), plain());
    let asked = sent(&mut handshake);
    let refusal = offer(ErrorCode::UNSUPPORTED_SASL_MECHANISM, &["SCRAM-SHA-512"]);
    let error = handshake.handle_frame(&asked[0].answer(&refusal)).unwrap_err();
    let offered = vec![PeerText::new("SCRAM-SHA-512")];
    assert_eq!(error, AuthError::MechanismNotOffered { wanted: "PLAIN", offered });
    assert!(sent(&mut handshake).is_empty(), "the password stays here");
    assert_eq!(handshake.poll_timeout(), None);
}

#[test]
fn a_refused_password_is_one_whatever_came_behind() {
    let mut handshake = flying(Flight::Eager, plain());
    let asked = sent(&mut handshake);
    handshake.handle_frame(&asked[0].answer(&offered())).unwrap();
    let error = handshake.handle_frame(&asked[1].answer(&not_authenticated("no"))).unwrap_err();
    assert!(matches!(error, AuthError::ServerRefused { code: Some(58), .. }), "{error}");
}

#[test]
fn answers_must_come_in_order() {
    for first in [1, 2] {
        let mut handshake = flying(Flight::Eager, plain());
        let asked = sent(&mut handshake);
        let answer = asked[first].answer_in(1, &SaslAuthenticateResponse::default());
        let error = handshake.handle_frame(&answer).unwrap_err();
        assert!(matches!(error, AuthError::OutOfOrder { .. }), "{error}");
    }
}

#[test]
fn an_answer_to_a_frame_that_was_not_sent_yet_is_refused() {
    let mut handshake = flying(Flight::Paced(GAP), plain());
    let asked = sent(&mut handshake);
    handshake.handle_frame(&asked[0].answer(&offered())).unwrap();
    let early = Asked { id: asked[0].id + 1, ..Asked { body: Vec::new(), ..asked[0] } };
    let error = handshake.handle_frame(&early.answer(&authenticated(b"", 0))).unwrap_err();
    assert!(matches!(error, AuthError::OutOfOrder { .. }), "{error}");
}

/// The table is known, and an authenticated connection does not stall.
#[test]
fn kip_368_a_reauthentication_needs_no_gap() {
    let config = config(Flight::Paced(GAP));
    let mut handshake = Handshake::reauthenticate(config, super::broker(), plain()).unwrap();
    let asked = sent(&mut handshake);
    assert_eq!(names(&asked), [HANDSHAKE, (ApiKey::SASL_AUTHENTICATE, 2)]);
    handshake.handle_frame(&asked[0].answer(&offered())).unwrap();
    handshake.handle_frame(&asked[1].answer(&authenticated(b"", 0))).unwrap();
    assert!(handshake.is_done());
}

const PATIENCE: Duration = Duration::from_millis(5);

/// SCRAM's next frame cannot be known yet, but how it begins.
#[test]
fn a_stalled_broker_is_woken_by_the_first_byte_of_the_next_frame() {
    let mut handshake = flying(Flight::Paced(GAP), scram(ScramHash::Sha256, "user", "pencil"));
    let mut asked = sent(&mut handshake);
    handshake.handle_timeout().unwrap();
    asked.extend(sent(&mut handshake));
    assert_eq!(names(&asked), [HANDSHAKE, AUTHENTICATE]);
    assert_eq!(handshake.poll_timeout(), None, "not before there is an answer to the first");
    handshake.handle_frame(&asked[0].answer(&offer(ErrorCode::NONE, &["SCRAM-SHA-256"]))).unwrap();
    assert_eq!(handshake.poll_timeout(), Some(GAP + PATIENCE));
    handshake.handle_timeout().unwrap();
    assert_eq!(handshake.poll_transmit().unwrap()[..], [0]);
    assert_eq!((handshake.poll_transmit(), handshake.poll_timeout()), (None, None), "once");
    let mut server = Server::new();
    let first = server.answer(&asked[1].auth_bytes());
    handshake.handle_frame(&asked[1].answer(&authenticated(&first, 0))).unwrap();
    let derivation = handshake.poll_derive().unwrap();
    handshake.derived(derivation.run()).unwrap();
    let rest = handshake.poll_transmit().unwrap();
    let frame = [&[0][..], &rest].concat();
    let (header, _) = decode_request_header(unframed(&frame)).unwrap();
    assert_eq!(ApiKey(header.request_api_key), ApiKey::SASL_AUTHENTICATE);
    assert_eq!(names(&sent(&mut handshake)), [API_VERSIONS]);
}

#[test]
fn a_stalled_broker_is_woken_by_api_versions_once_more() {
    let mut handshake = flying(Flight::Eager, plain());
    let asked = sent(&mut handshake);
    handshake.handle_frame(&asked[0].answer(&offered())).unwrap();
    assert_eq!(handshake.poll_timeout(), Some(PATIENCE));
    handshake.handle_timeout().unwrap();
    let again = sent(&mut handshake);
    assert_eq!((names(&again), handshake.poll_timeout()), (vec![API_VERSIONS], None));
    handshake.handle_frame(&asked[1].answer(&authenticated(b"", 4000))).unwrap();
    handshake.handle_frame(&asked[2].answer(&table())).unwrap();
    assert!(!handshake.is_done(), "the answer to what woke it is still to come");
    handshake.handle_frame(&again[0].answer(&table())).unwrap();
    let done = handshake.finish().unwrap();
    assert_eq!(done.session_lifetime, Some(Duration::from_secs(4)));
}

#[test]
fn an_answer_in_time_wakes_nobody() {
    let mut handshake = flying(Flight::Eager, plain());
    let asked = sent(&mut handshake);
    handshake.handle_frame(&asked[0].answer(&offered())).unwrap();
    handshake.handle_frame(&asked[1].answer(&authenticated(b"", 0))).unwrap();
    assert_eq!(handshake.poll_timeout(), None);
    handshake.handle_timeout().unwrap();
    assert!(handshake.poll_transmit().is_none());
}

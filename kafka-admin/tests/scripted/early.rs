//! The Metadata request that leaves behind a login without waiting for its answer.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use kafka_admin::{Admin, Auth, Config, ErrorKind, Flight, Layer, Outcome, Tls, TlsRoots};
use kafka_emulator::Emulator;
use kafka_proto::frame::MAX_FRAME_BEFORE_AUTH;
use kafka_proto::messages::describe_cluster::DescribeClusterResponse;
use kafka_proto::messages::metadata::{MetadataResponse, MetadataResponseBroker};
use kafka_proto::messages::sasl_authenticate::SaslAuthenticateResponse;
use kafka_proto::messages::sasl_handshake::SaslHandshakeResponse;
use kafka_proto::{ApiKey, ErrorCode, Opaque};

use crate::support::{Asked, Do, broker, plaintext, refused};
use crate::tls::{Authority, config};

/// The version in which it leaves.
const EARLY: i16 = 7;

#[tokio::test]
async fn nothing_but_the_login_leaves_early_without_tls() {
    let versions: Arc<Mutex<Vec<i16>>> = Arc::default();
    let seen = versions.clone();
    let address = broker(move |asked| match asked.api {
        ApiKey::SASL_HANDSHAKE => asked.answer(&offered()),
        ApiKey::SASL_AUTHENTICATE => asked.answer(&SaslAuthenticateResponse::default()),
        ApiKey::METADATA => {
            seen.lock().unwrap().push(asked.version);
            asked.ordinary()
        }
        _ => asked.ordinary(),
    })
    .await;
    let auth = Auth::plain("ops", "right");
    let config = plaintext(address).auth(auth).dangerously_allow_secrets_without_tls();
    Admin::connect(config.flight(Flight::Eager)).await.unwrap();
    let versions = versions.lock().unwrap();
    assert!(!versions.is_empty() && versions.iter().all(|it| *it > EARLY), "{versions:?}");
}

#[tokio::test]
async fn a_refused_login_refuses_what_followed_it() {
    let emulator = Emulator::builder().scram_user("rudder", "right").start().await.unwrap();
    for flight in [Flight::Eager, Flight::PACED] {
        let roots = Tls::Roots(TlsRoots::Pem(emulator.ca_pem().into()));
        let config = Config::new([emulator.scram_address()]).tls(roots).flight(flight);
        let login = |password| config.clone().auth(Auth::scram_sha_512("rudder", password));
        let error = Admin::connect(login("wrong")).await.unwrap_err();
        assert_eq!((error.kind(), error.layer()), (ErrorKind::AuthenticationFailed, Layer::Sasl));
        assert_eq!(error.outcome(), Outcome::NotSent);
        Admin::connect(login("right")).await.unwrap();
    }
}

fn offered() -> SaslHandshakeResponse<'static> {
    SaslHandshakeResponse { mechanisms: vec!["PLAIN"].into(), ..Default::default() }
}

/// A login by one message to a peer behind TLS, all frames at once.
fn eager(authority: &Authority, address: SocketAddr) -> Config {
    config(address, authority.roots()).auth(Auth::plain("ops", "right")).flight(Flight::Eager)
}

/// Answers SaslHandshake alone until ApiVersions comes for the second time, as Apache Kafka may.
fn stalls(
    mut wake: impl FnMut(&[Asked]) -> Do + Send + 'static,
) -> impl FnMut(Asked) -> Do + Send + 'static {
    let mut held: Vec<Asked> = Vec::new();
    move |asked| match asked.api {
        ApiKey::SASL_HANDSHAKE => asked.answer(&offered()),
        ApiKey::DESCRIBE_CLUSTER => asked.answer(&DescribeClusterResponse::default()),
        api => {
            held.push(asked);
            let is_woken = held.iter().filter(|it| it.api == ApiKey::API_VERSIONS).count() > 1;
            match is_woken && api == ApiKey::API_VERSIONS {
                true => wake(&std::mem::take(&mut held)),
                false => Do::Nothing,
            }
        }
    }
}

fn bytes(action: Do) -> Vec<u8> {
    match action {
        Do::Send(bytes) => bytes,
        _ => panic!("no answer"),
    }
}

fn in_order(held: &[Asked]) -> Do {
    let answer = |asked: &Asked| match asked.api {
        ApiKey::SASL_AUTHENTICATE => bytes(asked.answer(&SaslAuthenticateResponse::default())),
        _ => bytes(asked.ordinary()),
    };
    Do::Send(held.iter().flat_map(answer).collect())
}

#[tokio::test]
async fn a_stalled_broker_is_woken_and_what_it_owes_is_dropped() {
    let authority = Authority::new();
    let seen: Arc<Mutex<Vec<ApiKey>>> = Arc::default();
    let apis = seen.clone();
    let address = authority
        .scripted(stalls(move |held| {
            apis.lock().unwrap().extend(held.iter().map(|asked| asked.api));
            in_order(held)
        }))
        .await;
    let admin = Admin::connect(eager(&authority, address)).await.unwrap();
    admin.describe_cluster().await.unwrap();
    let expected =
        [ApiKey::SASL_AUTHENTICATE, ApiKey::API_VERSIONS, ApiKey::METADATA, ApiKey::API_VERSIONS];
    assert_eq!(*seen.lock().unwrap(), expected);
    assert_eq!(admin.session().mechanism, Some("PLAIN"));
}

#[tokio::test]
async fn a_stalled_broker_that_refuses_the_login_and_closes_is_one_that_refuses_it() {
    let authority = Authority::new();
    let address = authority
        .scripted(stalls(|held| {
            let refusal = SaslAuthenticateResponse {
                error_code: ErrorCode::SASL_AUTHENTICATION_FAILED,
                error_message: Some("no"),
                ..Default::default()
            };
            Do::SendThenClose(bytes(held[0].answer(&refusal)))
        }))
        .await;
    let error = refused(eager(&authority, address)).await;
    assert_eq!((error.kind(), error.layer()), (ErrorKind::AuthenticationFailed, Layer::Sasl));
}

/// A login and its first answer, in order.
async fn answers_early(
    authority: &Authority,
    mut metadata: impl FnMut(&Asked) -> Do + Send + 'static,
) -> SocketAddr {
    authority
        .scripted(move |asked| match asked.api {
            ApiKey::SASL_HANDSHAKE => asked.answer(&offered()),
            ApiKey::SASL_AUTHENTICATE => asked.answer(&SaslAuthenticateResponse::default()),
            ApiKey::METADATA => metadata(&asked),
            _ => asked.ordinary(),
        })
        .await
}

/// A cluster whose racks have names too long for any answer of a login.
fn long(asked: &Asked) -> Do {
    let rack = "r".repeat(30_000);
    let broker = |node_id| MetadataResponseBroker {
        node_id,
        host: "kafka.test",
        port: 9094,
        rack: Some(&rack),
        ..Default::default()
    };
    let brokers = (0..20).map(broker).collect();
    asked.answer(&MetadataResponse { brokers, controller_id: 1, ..Default::default() })
}

#[tokio::test]
async fn the_early_answer_may_be_longer_than_those_of_the_login() {
    let authority = Authority::new();
    let versions: Arc<Mutex<Vec<i16>>> = Arc::default();
    let seen = versions.clone();
    let address = answers_early(&authority, move |asked| {
        let Do::Send(frame) = long(asked) else { panic!("no answer") };
        assert!(frame.len() > MAX_FRAME_BEFORE_AUTH);
        seen.lock().unwrap().push(asked.version);
        Do::Send(frame)
    })
    .await;
    Admin::connect(eager(&authority, address)).await.unwrap();
    assert_eq!(*versions.lock().unwrap(), [EARLY]);
}

/// The early request is on its way, but the peer is nobody yet.
#[tokio::test]
async fn f03_a_login_that_was_not_answered_yet_takes_no_long_answer() {
    let authority = Authority::new();
    let address = authority
        .scripted(|asked| match asked.api {
            ApiKey::SASL_HANDSHAKE => asked.answer(&offered()),
            ApiKey::SASL_AUTHENTICATE => {
                let auth_bytes = vec![0; MAX_FRAME_BEFORE_AUTH];
                let auth_bytes = Opaque(&auth_bytes);
                asked.answer(&SaslAuthenticateResponse { auth_bytes, ..Default::default() })
            }
            _ => asked.ordinary(),
        })
        .await;
    let error = refused(eager(&authority, address)).await;
    assert_eq!(error.kind(), ErrorKind::PeerMisbehaved, "{error}");
    assert!(error.to_string().contains(&MAX_FRAME_BEFORE_AUTH.to_string()), "{error}");
}

#[tokio::test]
async fn a_broker_that_never_answers_the_early_request_is_not_waited_for_beyond_the_deadline() {
    let authority = Authority::new();
    let address = answers_early(&authority, |_| Do::Nothing).await;
    let limit = Duration::from_millis(300);
    let error = refused(eager(&authority, address).connect_timeout(limit)).await;
    assert!(matches!(error.kind(), ErrorKind::ConnectTimeout | ErrorKind::Timeout), "{error}");
}

//! Several brokers, of which some are dead, silent, stopped or held back.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use kafka_admin::{Admin, Auth, Config, ErrorKind, Layer, Tls};
use kafka_proto::messages::sasl_authenticate::SaslAuthenticateResponse;
use kafka_proto::messages::sasl_handshake::SaslHandshakeResponse;
use kafka_proto::{ApiKey, ErrorCode};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Barrier;

use crate::support::{Asked, Do, broker, peer, read_request};

/// Accepts, and never says anything.
async fn silent() -> SocketAddr {
    peer(|stream| async move {
        std::future::pending::<()>().await;
        drop(stream);
    })
    .await
}

/// Nothing listens there.
async fn dead() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap()
}

fn config(addresses: &[SocketAddr]) -> Config {
    Config::new(addresses.iter().map(SocketAddr::to_string)).tls(Tls::Disabled)
}

fn with_password(config: Config, password: &str) -> Config {
    config.auth(Auth::plain("ops", password)).dangerously_allow_secrets_without_tls()
}

/// A broker with a login that anybody passes.
async fn open_to_all() -> SocketAddr {
    broker(|asked| match asked.api {
        ApiKey::SASL_HANDSHAKE => asked.answer(&plain_offered()),
        ApiKey::SASL_AUTHENTICATE => asked.answer(&SaslAuthenticateResponse::default()),
        _ => asked.ordinary(),
    })
    .await
}

fn plain_offered() -> SaslHandshakeResponse<'static> {
    SaslHandshakeResponse { mechanisms: vec!["PLAIN"].into(), ..Default::default() }
}

#[tokio::test]
async fn dead_and_silent_bootstrap_servers_cost_no_more_than_a_moment() {
    for count in [2, 6, 30] {
        let mut addresses = Vec::new();
        for n in 1..count {
            addresses.push(if n % 3 == 0 { dead().await } else { silent().await });
        }
        addresses.push(open_to_all().await);
        let config = with_password(config(&addresses), "right");
        let start = Instant::now();
        Admin::connect(config.connect_timeout(Duration::from_secs(60))).await.unwrap();
        // Each of them had a share of the minute before: the last one's turn came after 30 to 58 s.
        assert!(start.elapsed() < Duration::from_secs(15), "{count}: {:?}", start.elapsed());
    }
}

/// Answers SaslHandshake when all have come that far, and then does as told.
async fn ready_together(
    ready: Arc<Barrier>,
    authenticate: impl Fn(&Asked) -> Do + Clone + Send + 'static,
) -> SocketAddr {
    peer(move |mut stream: TcpStream| {
        let (ready, authenticate) = (ready.clone(), authenticate.clone());
        async move {
            let address = stream.local_addr().unwrap();
            while let Some(asked) = read_request(&mut stream, address).await {
                let action = match asked.api {
                    ApiKey::SASL_HANDSHAKE => {
                        ready.wait().await;
                        asked.answer(&plain_offered())
                    }
                    ApiKey::SASL_AUTHENTICATE => authenticate(&asked),
                    _ => asked.ordinary(),
                };
                match action {
                    Do::Send(bytes) => stream.write_all(&bytes).await.unwrap(),
                    _ => std::future::pending().await,
                }
            }
        }
    })
    .await
}

#[tokio::test]
async fn a_password_that_one_server_refuses_is_not_shown_to_those_that_race_with_it() {
    let (ready, shown) = (Arc::new(Barrier::new(3)), Arc::new(AtomicUsize::new(0)));
    let mut addresses = Vec::new();
    for _ in 0..3 {
        let shown = shown.clone();
        let refuse = move |asked: &Asked| {
            shown.fetch_add(1, Ordering::SeqCst);
            asked.answer(&SaslAuthenticateResponse {
                error_code: ErrorCode::SASL_AUTHENTICATION_FAILED,
                error_message: Some("no"),
                ..Default::default()
            })
        };
        addresses.push(ready_together(ready.clone(), refuse).await);
    }
    let error = Admin::connect(with_password(config(&addresses), "wrong")).await.unwrap_err();
    assert_eq!((error.kind(), error.layer()), (ErrorKind::AuthenticationFailed, Layer::Sasl));
    assert_eq!(shown.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_server_that_stops_in_the_middle_of_a_login_does_not_hold_up_the_next() {
    let ready = Arc::new(Barrier::new(2));
    let stops = ready_together(ready.clone(), |_| Do::Nothing).await;
    let answers = |asked: &Asked| asked.answer(&SaslAuthenticateResponse::default());
    let goes_on = ready_together(ready, answers).await;
    let config = with_password(config(&[stops, goes_on]), "right");
    let start = Instant::now();
    let admin = Admin::connect(config.connect_timeout(Duration::from_secs(60))).await.unwrap();
    assert_eq!(admin.session().address.to_string(), goes_on.to_string());
    assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
}

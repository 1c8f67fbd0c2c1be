//! Sessions that end, on a broker that takes up one request after the other, as Kafka does.

use std::sync::atomic::{AtomicUsize, Ordering};

use kafka_auth::oauthbearer::{BearerToken, TokenFuture, TokenProvider};
use kafka_auth::{AuthError, Secret};
use kafka_proto::messages::{SaslAuthenticateResponse, SaslHandshakeResponse};
use kafka_proto::{Message, encode_response};

use super::*;
use crate::net::authenticator::{Authenticator, Renewal};
use crate::{Auth, Config, Tls};

/// Those of the test on a real cluster of which no renewal came in time.
const LIFETIME: Duration = Duration::from_secs(5);
const RENEWALS: usize = 4;

/// Gives tokens, or not, after a while.
struct Tokens {
    take: Duration,
    fail: bool,
}

impl TokenProvider for Tokens {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(async {
            sleep(self.take).await;
            match self.fail {
                true => Err(AuthError::Config("there is none".to_owned())),
                false => BearerToken::new(Secret::new("token")),
            }
        })
    }
}

/// What the broker saw.
#[derive(Default)]
struct Seen {
    requests: AtomicUsize,
    renewals: AtomicUsize,
}

/// A session that began just now.
fn session(tokens: Tokens) -> (Arc<Connection>, Peer) {
    session_of(Config::new(["b:1"]), tokens)
}

fn session_of(config: Config, tokens: Tokens) -> (Arc<Connection>, Peer) {
    let config = config.tls(Tls::Disabled).auth(Auth::oauthbearer(tokens));
    let (config, resolved) = config.dangerously_allow_secrets_without_tls().resolve().unwrap();
    let versions = [(ApiKey::SASL_HANDSHAKE, 0..=1), (ApiKey::SASL_AUTHENTICATE, 0..=2)];
    let renewal = Renewal {
        address: resolved.bootstrap[0].clone(),
        authenticator: Arc::new(Authenticator::new(config, resolved.auth.clone())),
        versions: versions.into_iter().collect(),
    };
    let lease = Some(Lease::since(Instant::now(), LIFETIME, renewal));
    pair_of(ROOM, |stream| Opened { lease, ..opened(stream) })
}

/// Serves until a request is taken up after the session's end. Each takes so long.
async fn serve(mut peer: Peer, each: Duration, seen: Arc<Seen>) {
    let mut ends = Instant::now() + LIFETIME;
    while let Some((api, id)) = peer.try_next().await {
        match api {
            ApiKey::SASL_HANDSHAKE => {
                let mechanisms = vec!["OAUTHBEARER"].into();
                respond(
                    &mut peer,
                    1,
                    id,
                    &SaslHandshakeResponse { mechanisms, ..Default::default() },
                )
                .await;
            }
            ApiKey::SASL_AUTHENTICATE => {
                ends = Instant::now() + LIFETIME;
                seen.renewals.fetch_add(1, Ordering::Relaxed);
                let session_lifetime_ms = LIFETIME.as_millis().try_into().unwrap();
                let response =
                    SaslAuthenticateResponse { session_lifetime_ms, ..Default::default() };
                respond(&mut peer, 2, id, &response).await;
            }
            _ if Instant::now() >= ends => return,
            _ => {
                seen.requests.fetch_add(1, Ordering::Relaxed);
                sleep(each).await;
                peer.answer(id).await;
            }
        }
    }
}

async fn respond<'a, M: Message<'a>>(peer: &mut Peer, version: i16, id: i32, response: &M) {
    let mut frame = Vec::new();
    encode_response(&mut frame, version, id, response).unwrap();
    peer.0.write_all(&frame).await.unwrap();
}

/// Calls without a pause until there were so many renewals, or an error.
fn callers(connection: &Arc<Connection>, effect: Effect, seen: &Arc<Seen>) -> Call {
    let (connection, seen) = (connection.clone(), seen.clone());
    tokio::spawn(async move {
        loop {
            let frame = connection.encode(1, &MetadataRequest::default())?;
            let answer = connection.send(ApiKey::METADATA, frame, effect, after(60)).await?;
            if seen.renewals.load(Ordering::Relaxed) >= RENEWALS {
                return Ok(answer);
            }
        }
    })
}

/// 45 calls a second with as many as the connection takes: each waits 1.4 s at the broker.
#[tokio::test(start_paused = true)]
async fn h06_a_renewal_wins_against_a_full_queue() {
    against_a_full_queue(Duration::from_millis(22)).await;
}

/// Each waits 3.2 s.
#[tokio::test(start_paused = true)]
async fn h06_a_renewal_comes_earlier_where_answers_are_slow() {
    against_a_full_queue(Duration::from_millis(50)).await;
}

async fn against_a_full_queue(each: Duration) {
    let (connection, peer) = session(Tokens { take: Duration::ZERO, fail: false });
    let seen = Arc::new(Seen::default());
    let broker = tokio::spawn(serve(peer, each, seen.clone()));
    let reads = (0..2 * MAX_IN_FLIGHT).map(|_| callers(&connection, Effect::Read, &seen));
    let writes = (0..MAX_IN_FLIGHT).map(|_| callers(&connection, Effect::Write, &seen));
    for call in reads.chain(writes).collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
    assert!(!broker.is_finished() && connection.is_usable());
    assert!(seen.renewals.load(Ordering::Relaxed) >= RENEWALS);
}

/// A request that is taken up in time may take longer than the session: the renewal waits for it.
#[tokio::test(start_paused = true)]
async fn h06_a_renewal_follows_a_request_that_outlasts_the_session() {
    let (connection, peer) = session(Tokens { take: Duration::ZERO, fail: false });
    let seen = Arc::new(Seen::default());
    let broker = tokio::spawn(serve(peer, 3 * LIFETIME, seen.clone()));
    sleep(Duration::from_secs(2)).await;
    let slow = write(&connection, after(60));
    sleep(Duration::from_secs(1)).await;
    let next = read(&connection, after(60));
    slow.await.unwrap().unwrap();
    next.await.unwrap().unwrap();
    assert!(!broker.is_finished());
    assert_eq!(seen.renewals.load(Ordering::Relaxed), 1);
}

/// While credentials are on their way requests flow, but none waits at the broker for another.
#[tokio::test(start_paused = true)]
async fn h06_slow_credentials_hold_nobody_up_and_lose_nothing() {
    let (connection, peer) = session(Tokens { take: Duration::from_secs(3), fail: false });
    let seen = Arc::new(Seen::default());
    let broker = tokio::spawn(serve(peer, Duration::from_millis(22), seen.clone()));
    let calls: Vec<_> =
        (0..2 * MAX_IN_FLIGHT).map(|_| callers(&connection, Effect::Read, &seen)).collect();
    sleep(Duration::from_millis(2_600)).await;
    let before = seen.requests.load(Ordering::Relaxed);
    sleep(Duration::from_millis(2_000)).await;
    let meanwhile = seen.requests.load(Ordering::Relaxed) - before;
    assert!(meanwhile >= 80, "{meanwhile} requests in 2 s, of which each takes 22 ms");
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert!(!broker.is_finished());
}

#[tokio::test(start_paused = true)]
async fn h11_without_credentials_the_session_serves_to_its_end() {
    let (connection, peer) = session(Tokens { take: Duration::ZERO, fail: true });
    let broker = tokio::spawn(serve(peer, Duration::from_millis(22), Arc::default()));
    let start = Instant::now();
    let error = loop {
        if let Err(error) = read(&connection, after(60)).await.unwrap() {
            break error;
        }
    };
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Disconnected, Outcome::NotSent));
    assert!(start.elapsed() >= Duration::from_millis(4_750), "{:?}", start.elapsed());
    assert!(start.elapsed() < LIFETIME && !connection.is_usable());
    drop(connection);
    broker.await.unwrap();
}

/// As in Java.
#[tokio::test(start_paused = true)]
async fn an_unused_connection_does_not_log_in_again() {
    let (connection, peer) = session(Tokens { take: Duration::ZERO, fail: false });
    let seen = Arc::new(Seen::default());
    let _broker = tokio::spawn(serve(peer, Duration::from_millis(22), seen.clone()));
    sleep(10 * LIFETIME).await;
    assert_eq!(seen.renewals.load(Ordering::Relaxed), 0);
    read(&connection, after(60)).await.unwrap().unwrap();
    assert_eq!(seen.renewals.load(Ordering::Relaxed), 1);
}

#[tokio::test(start_paused = true)]
async fn no_timeout_of_a_renewal_overflows() {
    for connect_timeout in [Duration::ZERO, Duration::MAX] {
        let config = Config::new(["b:1"]).connect_timeout(connect_timeout);
        let tokens = Tokens { take: Duration::from_millis(1), fail: false };
        let (connection, peer) = session_of(config, tokens);
        let _broker = tokio::spawn(serve(peer, Duration::from_millis(22), Arc::default()));
        sleep(LIFETIME).await;
        let answer = read(&connection, after(60)).await.unwrap();
        assert_eq!(answer.is_ok(), connect_timeout > Duration::ZERO);
    }
}

//! Every mechanism that Apache Kafka has of its own, on one listener. Skipped unless the
//! environment's `KAFKA_INTEROP` is set: see the README.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use interop::{Kafka, KafkaOptions, Proxy, ScramUser, shared};
use kafka_admin::bench::{HandshakeBench, handshake};
use kafka_admin::{
    Admin, Auth, BearerToken, Config, ErrorCode, ErrorKind, Extensions, Flight, Secret, Tls,
    TlsRoots, TokenFuture, TokenProvider,
};
use tokio::task::JoinSet;

const PASSWORD: &str = "correct horse";
const MODULES: [(&str, &str, &str); 3] = [
    ("scram-sha-256", "scram.ScramLoginModule", ""),
    ("plain", "plain.PlainLoginModule", "user_ops=\"correct horse\""),
    // The token's signature is not checked: alg is none.
    (
        "oauthbearer",
        "oauthbearer.OAuthBearerLoginModule",
        "unsecuredLoginStringClaim_sub=\"kafka\"",
    ),
];
/// A token's, and so the session's: Kafka tells without `connections.max.reauth.ms` too.
const TOKEN_LIFETIME: Duration = Duration::from_secs(5);
const CALLERS: usize = 8;

fn kafka() -> Option<&'static Kafka> {
    let mut properties = vec![(
        "listener.name.scram.sasl.enabled.mechanisms".into(),
        "SCRAM-SHA-512,SCRAM-SHA-256,PLAIN,OAUTHBEARER".into(),
    )];
    properties.extend(MODULES.map(|(mechanism, module, options)| {
        let key = format!("listener.name.scram.{mechanism}.sasl.jaas.config");
        (key, format!("org.apache.kafka.common.security.{module} required {options};"))
    }));
    shared(|| KafkaOptions {
        scram_users: vec![ScramUser::new("ops", PASSWORD)],
        allow_everyone: true,
        properties: properties.clone(),
        ..KafkaOptions::default()
    })
}

fn config(kafka: &Kafka, auth: Auth) -> Config {
    Config::new([kafka.scram_address()])
        .tls(Tls::Roots(TlsRoots::PemFile(kafka.ca_file())))
        .auth(auth)
}

/// An unsecured JWS (RFC 7515 appendix A.5) of `ops` that ends so many seconds from now.
fn token(seconds: i64) -> BearerToken {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let end = now.checked_add_signed(seconds).unwrap();
    let claims = format!(r#"{{"sub":"ops","iat":{},"exp":{end}}}"#, now.min(end) - 1);
    let part = |json: &str| URL_SAFE_NO_PAD.encode(json);
    BearerToken::new(Secret::new(format!("{}.{}.", part(r#"{"alg":"none"}"#), part(&claims))))
        .unwrap()
}

/// Fresh tokens of the same subject, and how many.
struct Issuer(AtomicU64);

impl TokenProvider for Issuer {
    fn token(&self) -> TokenFuture<'_> {
        self.0.fetch_add(1, Ordering::Relaxed);
        let token = token(TOKEN_LIFETIME.as_secs().cast_signed());
        Box::pin(std::future::ready(Ok(token)))
    }
}

fn mechanisms() -> [Auth; 5] {
    let extensions = Extensions::new([("traceId", "123")]).unwrap();
    [
        Auth::scram_sha_512("ops", PASSWORD),
        Auth::scram_sha_256("ops", PASSWORD),
        Auth::plain("ops", PASSWORD),
        Auth::oauthbearer(token(600)),
        Auth::OauthBearer { tokens: Arc::new(token(600)), extensions },
    ]
}

#[tokio::test]
async fn each_mechanism_logs_in_with_each_flight() {
    let Some(kafka) = kafka() else { return };
    for auth in mechanisms() {
        let paced = Flight::Paced(Duration::from_millis(1));
        for flight in [Flight::Sequential, Flight::Trailing, paced, Flight::Eager] {
            let admin = Admin::connect(config(kafka, auth.clone()).flight(flight)).await.unwrap();
            assert_eq!(admin.session().mechanism, auth.mechanism());
            admin.describe_cluster().await.unwrap();
        }
    }
}

#[tokio::test]
async fn each_mechanism_refuses_the_wrong_secret() {
    let Some(kafka) = kafka() else { return };
    for auth in [
        Auth::scram_sha_512("ops", "wrong"),
        Auth::scram_sha_256("ops", "wrong"),
        Auth::plain("ops", "wrong"),
        Auth::oauthbearer(token(-60)),
    ] {
        for flight in [Flight::Sequential, Flight::Trailing, Flight::PACED, Flight::Eager] {
            let config = config(kafka, auth.clone()).flight(flight);
            let error = Admin::connect(config).await.map(|_| ()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::AuthenticationFailed, "{auth:?}: {error}");
            assert_eq!(error.code(), Some(ErrorCode::SASL_AUTHENTICATION_FAILED), "{auth:?}");
        }
    }
}

/// SaslHandshake and SaslAuthenticate always meet in one read here. Without what wakes it, the broker
/// would end each login by itself, late and in one round trip.
#[tokio::test]
async fn a_broker_that_stalls_is_woken_behind_an_early_request() {
    let Some(kafka) = kafka() else { return };
    let config = config(kafka, Auth::plain("ops", PASSWORD)).flight(Flight::Eager);
    let bench = HandshakeBench::default().connections(20);
    let report = handshake(config, bench).await.unwrap();
    assert!(report.login.unwrap().round_trips > 1.0, "never");
}

#[tokio::test]
async fn h06_sessions_that_end_with_their_token_are_renewed_in_band() {
    let Some(kafka) = kafka() else { return };
    let proxy = Proxy::start(kafka.scram_address(), Duration::ZERO).unwrap();
    let instead = proxy.address().to_string().parse().unwrap();
    let issuer = Arc::new(Issuer(AtomicU64::new(0)));
    let config = config(kafka, Auth::oauthbearer(issuer.clone()))
        .dial_instead(kafka.scram_address().parse().unwrap(), instead);
    let admin = Admin::connect(config).await.unwrap();
    assert!(admin.session().lifetime.unwrap() <= TOKEN_LIFETIME);
    let end = Instant::now() + 2 * TOKEN_LIFETIME;
    let mut callers = JoinSet::new();
    for _ in 0..CALLERS {
        let admin = admin.clone();
        callers.spawn(async move {
            while Instant::now() < end {
                admin.describe_cluster().await.unwrap();
            }
        });
    }
    callers.join_all().await;
    assert_eq!(proxy.connections(), 1);
    assert!(issuer.0.load(Ordering::Relaxed) >= 3);
}

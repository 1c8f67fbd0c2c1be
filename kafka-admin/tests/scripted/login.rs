//! Logins that succeed, and those that a broker refuses, breaks or never answers.

use std::io::Cursor;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use bytes::BytesMut;
use kafka_admin::{
    Admin, Auth, AwsCredentials, AwsCredentialsProvider, BearerToken, Config, CredentialsFuture,
    Error, ErrorKind, Flight, HostPort, Layer, PasswordFuture, PasswordProvider, Secret, Tls,
    TokenFuture, TokenProvider,
};
use kafka_auth::handshake::{ApiVersions, Reply, ServerHandshake, ServerHandshakeConfig};
use kafka_auth::msk_iam::MskIamServer;
use kafka_auth::oauthbearer::OauthBearerServer;
use kafka_auth::plain::PlainServer;
use kafka_auth::scram::{Nonce, ScramCredential, ScramHash, ScramServer};
use kafka_auth::{IamIdentity, Principal, ServerMechanism, StoredCredential};
use kafka_proto::frame::{FrameDecoder, MAX_FRAME};
use kafka_proto::messages::sasl_authenticate::SaslAuthenticateResponse;
use kafka_proto::messages::sasl_handshake::SaslHandshakeResponse;
use kafka_proto::{ApiKey, ErrorCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

mod again;

use crate::support::{Asked, Do, all_apis, broker, peer, plaintext, refused, serve};

const MSK: &str = "b-1.demo.abc123.c2.kafka.us-east-1.amazonaws.com";
const KEY: &str = "AKIDEXAMPLE";

/// A listener with one user and these mechanisms, and how often it was asked to log in.
#[derive(Clone)]
struct Listener {
    mechanisms: &'static [&'static str],
    lifetime: Option<Duration>,
    logins: Arc<Mutex<usize>>,
}

impl Listener {
    fn new(mechanisms: &'static [&'static str]) -> Self {
        Self { mechanisms, lifetime: None, logins: Arc::default() }
    }

    async fn start(self) -> SocketAddr {
        peer(move |stream| self.clone().serve(stream)).await
    }

    async fn serve(self, mut stream: TcpStream) {
        *self.logins.lock().unwrap() += 1;
        let address = stream.local_addr().unwrap();
        if let Some(received) = self.log_in(&mut stream).await {
            let script = Arc::new(Mutex::new(|asked: Asked| match asked.api {
                ApiKey::DESCRIBE_CLUSTER => asked.answer(
                    &kafka_proto::messages::describe_cluster::DescribeClusterResponse::default(),
                ),
                ApiKey::SASL_HANDSHAKE => Do::Close,
                _ => asked.ordinary(),
            }));
            let (read, write) = stream.into_split();
            let read = Cursor::new(received).chain(read);
            serve(tokio::io::join(read, write), address, script).await;
        }
    }

    /// When the client is in: what it sent behind its login.
    async fn log_in(&self, stream: &mut TcpStream) -> Option<BytesMut> {
        let api_versions: ApiVersions =
            all_apis().into_iter().map(|(api, min, max)| (api, min..=max)).collect();
        let config = ServerHandshakeConfig::new(api_versions).session_lifetime(self.lifetime);
        let mechanisms = self.mechanisms.iter().map(|name| server(name)).collect();
        let mut handshake = ServerHandshake::new(config, mechanisms);
        let (mut decoder, mut received) = (FrameDecoder::new(MAX_FRAME), BytesMut::new());
        loop {
            let Some(frame) = decoder.decode(&mut received).ok()? else {
                if stream.read_buf(&mut received).await.ok()? == 0 {
                    return None;
                }
                continue;
            };
            let mut reply = handshake.handle_frame(&frame);
            if let Reply::Lookup { mechanism, name } = reply {
                reply = look_up(&mut handshake, mechanism, &name);
            }
            match reply {
                Reply::Send(bytes) => stream.write_all(&bytes).await.ok()?,
                Reply::Accept { frame, .. } => {
                    stream.write_all(&frame).await.ok()?;
                    return Some(received);
                }
                Reply::Close { frame, .. } => {
                    stream.write_all(&frame.unwrap_or_default()).await.ok()?;
                    return None;
                }
                Reply::Lookup { .. } => unreachable!(),
            }
        }
    }
}

fn server(mechanism: &str) -> Box<dyn ServerMechanism> {
    match mechanism {
        "AWS_MSK_IAM" => Box::new(MskIamServer::new(Some("us-east-1"), SystemTime::now())),
        "OAUTHBEARER" => Box::new(OauthBearerServer::new()),
        "PLAIN" => Box::new(PlainServer::new()),
        name => Box::new(ScramServer::new(
            ScramHash::from_mechanism(name).unwrap(),
            Nonce::random().unwrap(),
        )),
    }
}

fn look_up(handshake: &mut ServerHandshake, mechanism: &str, name: &str) -> Reply {
    let password = Secret::new("right");
    let identity = IamIdentity::new(password.clone(), "arn:aws:iam::123456789012:user/ops");
    let hash = ScramHash::from_mechanism(mechanism).unwrap_or(ScramHash::Sha512);
    let scram = ScramCredential::from_password(hash, &password, b"salt", 4096);
    let principal = Principal::user("ops");
    let credential = match mechanism {
        "OAUTHBEARER" => StoredCredential::Bearer(Ok(&principal)),
        "AWS_MSK_IAM" => StoredCredential::Iam(&identity),
        "PLAIN" => StoredCredential::Plain(&password),
        _ => StoredCredential::Scram(&scram),
    };
    handshake.credential(Some(credential).filter(|_| [KEY, "ops"].contains(&name)))
}

fn scram(address: SocketAddr, user: &str, password: &str) -> Config {
    plaintext(address).auth(Auth::scram_sha_512(user, password))
}

fn bearer(address: SocketAddr, token: &str) -> Config {
    plaintext(address)
        .dangerously_allow_secrets_without_tls()
        .auth(Auth::oauthbearer(BearerToken::new(Secret::new(token)).unwrap()))
}

/// A login by IAM at an MSK host name, which leads to the listener.
fn iam(address: SocketAddr, secret: &str) -> Config {
    let msk: HostPort = format!("{MSK}:9098").parse().unwrap();
    Config::new([msk.to_string()])
        .dial_instead(msk, address.to_string().parse().unwrap())
        .tls(Tls::Disabled)
        .dangerously_allow_secrets_without_tls()
        .aws_credentials(AwsCredentials::new(KEY, Secret::new(secret)))
}

fn kinds(error: &Error) -> (ErrorKind, Layer) {
    (error.kind(), error.layer())
}

#[tokio::test]
async fn each_mechanism_logs_in() {
    let mechanisms = &["SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN", "AWS_MSK_IAM", "OAUTHBEARER"];
    let address = Listener::new(mechanisms).start().await;
    let logins = [
        (scram(address, "ops", "right"), "SCRAM-SHA-512"),
        (plaintext(address).auth(Auth::scram_sha_256("ops", "right")), "SCRAM-SHA-256"),
        (
            plaintext(address)
                .auth(Auth::plain("ops", "right"))
                .dangerously_allow_secrets_without_tls(),
            "PLAIN",
        ),
    ];
    for (config, mechanism) in logins {
        let admin = Admin::connect(config).await.unwrap();
        let session = admin.session();
        assert_eq!(
            (session.mechanism, session.identity.as_deref()),
            (Some(mechanism), Some("ops"))
        );
    }
    let admin = Admin::connect(bearer(address, "ops")).await.unwrap();
    let session = admin.session();
    assert_eq!((session.mechanism, session.identity.as_deref()), (Some("OAUTHBEARER"), None));
    let admin = Admin::connect(iam(address, "right")).await.unwrap();
    let session = admin.session();
    assert_eq!(session.region.as_deref(), Some("us-east-1 (from the broker's name)"));
    assert!(session.request_id.is_some());
    assert_eq!(session.identity.as_deref(), Some("*********** (from the configuration)"));
}

#[tokio::test]
async fn wrong_password_and_unknown_user() {
    let listener = Listener::new(&["SCRAM-SHA-512"]);
    let logins = listener.logins.clone();
    let address = listener.start().await;
    for (user, password) in [("ops", "MARKER"), ("nobody", "MARKER")] {
        // Two addresses: a refused password is not tried at the second one.
        let config = scram(address, user, password)
            .bootstrap_servers([address.to_string(), address.to_string()]);
        let error = refused(config).await;
        assert_eq!(kinds(&error), (ErrorKind::AuthenticationFailed, Layer::Sasl));
        assert!(!error.is_retriable());
        assert!(!format!("{error} {error:?} {:?}", error.hint()).contains("MARKER"));
    }
    assert_eq!(*logins.lock().unwrap(), 2);
}

#[tokio::test]
async fn wrong_mechanism_for_the_port() {
    let address = Listener::new(&["AWS_MSK_IAM"]).start().await;
    let error = refused(scram(address, "ops", "right")).await;
    assert_eq!(kinds(&error), (ErrorKind::SaslMechanismNotOffered, Layer::Sasl));
    assert!(error.to_string().contains("AWS_MSK_IAM"), "{error}");
    assert!(error.hint().unwrap().contains("port 9096"), "{error:?}");
}

#[tokio::test]
async fn wrong_region() {
    let address = Listener::new(&["AWS_MSK_IAM"]).start().await;
    let error = refused(iam(address, "right").aws_region("eu-west-1")).await;
    assert_eq!(kinds(&error), (ErrorKind::IamWrongRegion, Layer::Sasl));
    assert!(error.hint().unwrap().contains("us-east-1"), "{error:?}");
}

#[tokio::test]
async fn wrong_secret_key() {
    let address = Listener::new(&["AWS_MSK_IAM"]).start().await;
    let error = refused(iam(address, "MARKER")).await;
    assert_eq!(kinds(&error), (ErrorKind::IamAccessDenied, Layer::Sasl));
    let text = format!("{error} {error:?}");
    assert!(text.contains(MSK) && text.contains("us-east-1") && !text.contains("MARKER"), "{text}");
    assert!(!text.contains(KEY), "the key id is masked: {text}");
    assert!(error.request_id().is_some());
}

#[tokio::test]
async fn i03_no_region_anywhere() {
    let config = Config::new(["localhost:9098"])
        .tls(Tls::Disabled)
        .dangerously_allow_secrets_without_tls()
        .aws_credentials(AwsCredentials::new(KEY, Secret::new("x")));
    let address = Listener::new(&["AWS_MSK_IAM"]).start().await;
    let config = config
        .dial_instead("localhost:9098".parse().unwrap(), address.to_string().parse().unwrap());
    let error = refused(config.clone()).await;
    assert_eq!(kinds(&error), (ErrorKind::Config, Layer::Config));
    assert!(error.to_string().contains("AWS_REGION"), "{error}");
    let config =
        config.aws_region_from_vars(|name| (name == "AWS_REGION").then(|| "us-east-1".into()));
    assert_eq!(refused(config).await.kind(), ErrorKind::IamAccessDenied);
}

/// A broker whose SaslAuthenticate answers as told.
async fn authenticating(
    answer: impl Fn() -> Option<SaslAuthenticateResponse<'static>> + Send + 'static,
) -> SocketAddr {
    broker(move |asked| match asked.api {
        ApiKey::SASL_HANDSHAKE => {
            let mechanisms = vec!["SCRAM-SHA-512", "AWS_MSK_IAM"].into();
            asked.answer(&SaslHandshakeResponse { mechanisms, ..Default::default() })
        }
        ApiKey::SASL_AUTHENTICATE => match answer() {
            Some(response) => asked.answer(&response),
            None => Do::Nothing,
        },
        _ => asked.ordinary(),
    })
    .await
}

fn refusal(text: &'static str) -> SaslAuthenticateResponse<'static> {
    let error_code = ErrorCode::SASL_AUTHENTICATION_FAILED;
    SaslAuthenticateResponse { error_code, error_message: Some(text), ..Default::default() }
}

#[tokio::test]
async fn i08_the_four_texts_of_code_58() {
    let texts = [
        ("[4e5f]: Access denied", ErrorKind::IamAccessDenied, false),
        ("[4e5f]: Too many connects", ErrorKind::IamTooManyConnects, true),
        ("[4e5f]: Session too short", ErrorKind::IamSessionTooShort, true),
        (
            "Cannot change principals during re-authentication from IAM.a: IAM.b",
            ErrorKind::IamPrincipalChanged,
            false,
        ),
    ];
    for (text, kind, retriable) in texts {
        let address = authenticating(move || Some(refusal(text))).await;
        let error = refused(iam(address, "right").connect_timeout(Duration::from_secs(1))).await;
        assert_eq!((error.kind(), error.is_retriable()), (kind, retriable), "{text}");
    }
}

#[tokio::test]
async fn s18_an_empty_success_is_none() {
    let address = authenticating(|| Some(SaslAuthenticateResponse::default())).await;
    let error = refused(scram(address, "ops", "right")).await;
    assert_eq!(kinds(&error), (ErrorKind::PeerMisbehaved, Layer::Sasl));
}

#[tokio::test]
async fn s24_the_brokers_text_is_escaped() {
    let address = authenticating(|| Some(refusal("no\r\n\x1b[2Jway"))).await;
    let error = refused(scram(address, "ops", "right")).await;
    assert!(!error.to_string().contains(['\r', '\n', '\x1b']), "{error}");
}

#[tokio::test]
async fn silence_in_the_middle_of_a_login() {
    let address = authenticating(|| None).await;
    let error =
        refused(scram(address, "ops", "right").connect_timeout(Duration::from_millis(300))).await;
    assert_eq!(kinds(&error), (ErrorKind::ConnectTimeout, Layer::Sasl));
}

#[tokio::test]
async fn h09_a_login_that_ends_without_an_answer() {
    let address = broker(|asked| match asked.api {
        ApiKey::SASL_HANDSHAKE => Do::Close,
        _ => asked.ordinary(),
    })
    .await;
    let error = refused(scram(address, "ops", "right")).await;
    assert_eq!(kinds(&error), (ErrorKind::Disconnected, Layer::Sasl));
    assert!(error.to_string().contains("agreeing on a mechanism"), "{error}");
}

#[tokio::test]
async fn a_refused_token() {
    let address = Listener::new(&["OAUTHBEARER"]).start().await;
    let error = refused(bearer(address, "MARKER")).await;
    assert_eq!(kinds(&error), (ErrorKind::AuthenticationFailed, Layer::Sasl));
    assert_eq!(error.code(), Some(ErrorCode::SASL_AUTHENTICATION_FAILED));
    assert!(error.hint().unwrap().contains("token"), "{error:?}");
    assert!(!format!("{error} {error:?}").contains("MARKER"));
}

/// Never answers.
struct Silent;

/// Has a mistake of its own.
struct Panicking;

impl AwsCredentialsProvider for Silent {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(std::future::pending())
    }
}

impl PasswordProvider for Silent {
    fn password(&self) -> PasswordFuture<'_> {
        Box::pin(std::future::pending())
    }
}

impl TokenProvider for Silent {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(std::future::pending())
    }
}

impl AwsCredentialsProvider for Panicking {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(async { panic!("the provider's own") })
    }
}

impl PasswordProvider for Panicking {
    fn password(&self) -> PasswordFuture<'_> {
        Box::pin(async { panic!("the provider's own") })
    }
}

impl TokenProvider for Panicking {
    fn token(&self) -> TokenFuture<'_> {
        Box::pin(async { panic!("the provider's own") })
    }
}

#[tokio::test]
async fn h11_m05_a_provider_that_hangs_or_panics_is_an_error_in_time() {
    let address = Listener::new(&["AWS_MSK_IAM", "OAUTHBEARER", "SCRAM-SHA-512"]).start().await;
    let scram = |auth| plaintext(address).auth(auth);
    let token = |auth| scram(auth).dangerously_allow_secrets_without_tls();
    for config in [
        iam(address, "x").aws_credentials(Silent),
        iam(address, "x").aws_credentials(Panicking),
        scram(Auth::scram(ScramHash::Sha512, "ops", Silent)),
        scram(Auth::scram(ScramHash::Sha512, "ops", Panicking)),
        token(Auth::oauthbearer(Silent)),
        token(Auth::oauthbearer(Panicking)),
    ] {
        let error = refused(config.connect_timeout(Duration::from_millis(300))).await;
        assert_eq!(kinds(&error), (ErrorKind::Credentials, Layer::Sasl));
    }
}

/// Passwords one after the other, the next one once a broker has refused one.
struct Rotating {
    passwords: [&'static str; 2],
    refused: AtomicUsize,
}

impl PasswordProvider for Rotating {
    fn password(&self) -> PasswordFuture<'_> {
        let password = self.passwords[self.refused.load(Ordering::Relaxed).min(1)];
        Box::pin(std::future::ready(Ok(Secret::new(password))))
    }

    fn forget(&self) {
        self.refused.fetch_add(1, Ordering::Relaxed);
    }
}

#[tokio::test]
async fn h11_a_rotated_password_is_asked_for_again_once_the_old_one_is_refused() {
    let address = Listener::new(&["SCRAM-SHA-512"]).start().await;
    let provider = Arc::new(Rotating { passwords: ["old", "right"], refused: AtomicUsize::new(0) });
    let config = plaintext(address).auth(Auth::scram(ScramHash::Sha512, "ops", provider.clone()));
    assert_eq!(refused(config.clone()).await.kind(), ErrorKind::AuthenticationFailed);
    Admin::connect(config).await.unwrap();
    assert_eq!(provider.refused.load(Ordering::Relaxed), 1);
}

/// Gives the right password once.
struct Spoiled(AtomicUsize);

impl PasswordProvider for Spoiled {
    fn password(&self) -> PasswordFuture<'_> {
        let password = if self.0.fetch_add(1, Ordering::Relaxed) == 0 { "right" } else { "wrong" };
        Box::pin(std::future::ready(Ok(Secret::new(password))))
    }
}

#[tokio::test]
async fn h10_a_thousand_calls_with_a_wrong_password_are_a_few_logins() {
    let lifetime = Some(Duration::from_millis(1100));
    let listener = Listener { lifetime, ..Listener::new(&["SCRAM-SHA-512"]) };
    let logins = listener.logins.clone();
    let address = listener.start().await;
    let password = Spoiled(AtomicUsize::new(0));
    let auth = Auth::scram(ScramHash::Sha512, "ops", password);
    let admin = Admin::connect(plaintext(address).auth(auth)).await.unwrap();
    let mut calls = 0;
    while calls < 1_000 {
        if let Err(error) = admin.describe_cluster().await {
            assert_eq!(kinds(&error), (ErrorKind::AuthenticationFailed, Layer::Sasl));
            calls += 1;
        }
    }
    let logins = *logins.lock().unwrap();
    assert!(logins <= 5, "{logins} logins");
}

#[tokio::test]
async fn h08_a_broker_that_cannot_renew_a_session_is_dialled_again_before_it_ends() {
    let lifetime = Some(Duration::from_millis(1100));
    let listener = Listener { lifetime, ..Listener::new(&["SCRAM-SHA-512"]) };
    let logins = listener.logins.clone();
    let address = listener.start().await;
    let admin = Admin::connect(scram(address, "ops", "right")).await.unwrap();
    assert_eq!(admin.session().lifetime, lifetime);
    admin.describe_cluster().await.unwrap();
    assert_eq!(*logins.lock().unwrap(), 1);
    while *logins.lock().unwrap() == 1 {
        admin.describe_cluster().await.unwrap();
    }
}

/// A broker that lets everybody in for so many milliseconds, and how often it was asked to.
async fn lasting(session_lifetime_ms: i64) -> (Admin, Arc<Mutex<Vec<Instant>>>) {
    let logins: Arc<Mutex<Vec<Instant>>> = Arc::default();
    let seen = logins.clone();
    let address = broker(move |asked| match asked.api {
        ApiKey::SASL_HANDSHAKE => {
            let mechanisms = vec!["PLAIN"].into();
            asked.answer(&SaslHandshakeResponse { mechanisms, ..Default::default() })
        }
        ApiKey::SASL_AUTHENTICATE => {
            seen.lock().unwrap().push(Instant::now());
            asked.answer(&SaslAuthenticateResponse { session_lifetime_ms, ..Default::default() })
        }
        ApiKey::DESCRIBE_CLUSTER => asked
            .answer(&kafka_proto::messages::describe_cluster::DescribeClusterResponse::default()),
        _ => asked.ordinary(),
    })
    .await;
    let config = plaintext(address)
        .auth(Auth::plain("ops", "right"))
        .dangerously_allow_secrets_without_tls();
    (Admin::connect(config).await.unwrap(), logins)
}

#[tokio::test]
async fn h05_lifetimes_of_nothing_less_and_far_too_much_do_not_end() {
    let year = Some(Duration::from_secs(365 * 86_400));
    for (milliseconds, lifetime) in [(0, None), (-5, None), (i64::MAX, year)] {
        let (admin, logins) = lasting(milliseconds).await;
        assert_eq!(admin.session().lifetime, lifetime);
        for _ in 0..100 {
            admin.describe_cluster().await.unwrap();
        }
        assert_eq!(logins.lock().unwrap().len(), 1, "{milliseconds}");
    }
}

#[tokio::test]
async fn h05_a_lifetime_of_a_millisecond_is_renewed_once_a_second() {
    let (admin, logins) = lasting(1).await;
    while logins.lock().unwrap().len() < 3 {
        admin.describe_cluster().await.unwrap();
    }
    let logins = logins.lock().unwrap();
    for (earlier, later) in logins.iter().zip(logins.iter().skip(1)) {
        assert!(later.duration_since(*earlier) >= Duration::from_secs(1));
    }
}

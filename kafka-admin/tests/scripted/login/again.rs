//! Logins that are tried again: another way, with other credentials, or later.

use super::*;

/// What a proxy that wants to see ApiVersions first does about another beginning, and the first frame of
/// each connection to it.
async fn strict(mut reaction: impl FnMut() -> Do + Send + 'static) -> (Config, Firsts) {
    let firsts: Firsts = Arc::default();
    let seen = firsts.clone();
    let address = peer_by_connection(move |asked, frames| {
        if frames == 0 {
            seen.lock().unwrap().push(asked.api);
        }
        match asked.api {
            ApiKey::SASL_HANDSHAKE if frames == 0 => reaction(),
            ApiKey::SASL_HANDSHAKE => {
                let mechanisms = vec!["PLAIN"].into();
                asked.answer(&SaslHandshakeResponse { mechanisms, ..Default::default() })
            }
            ApiKey::SASL_AUTHENTICATE => asked.answer(&SaslAuthenticateResponse::default()),
            // The connection is lost.
            ApiKey::DESCRIBE_CLUSTER => Do::Close,
            _ => asked.ordinary(),
        }
    })
    .await;
    let config = plaintext(address)
        .auth(Auth::plain("ops", "right"))
        .dangerously_allow_secrets_without_tls()
        .connect_timeout(Duration::from_secs(1))
        .call_timeout(Duration::from_secs(2));
    (config, firsts)
}

type Firsts = Arc<Mutex<Vec<ApiKey>>>;

/// A broker that is told how many frames came before on the same connection.
async fn peer_by_connection(
    script: impl FnMut(&Asked, usize) -> Do + Send + 'static,
) -> SocketAddr {
    let script = Arc::new(Mutex::new(script));
    peer(move |stream| {
        let script = script.clone();
        let mut frames = 0;
        let script = Arc::new(Mutex::new(move |asked: Asked| {
            frames += 1;
            (script.lock().unwrap())(&asked, frames - 1)
        }));
        async move {
            let address = stream.local_addr().unwrap();
            serve(stream, address, script).await;
        }
    })
    .await
}

#[tokio::test]
async fn a_broker_that_is_strict_about_the_order_is_asked_one_frame_at_a_time_from_then_on() {
    for flight in [Flight::Eager, Flight::Trailing] {
        let (config, firsts) = strict(|| Do::Close).await;
        let admin = Admin::connect(config.flight(flight)).await.unwrap();
        let connected = firsts.lock().unwrap().len();
        assert_eq!(*firsts.lock().unwrap(), [ApiKey::SASL_HANDSHAKE, ApiKey::API_VERSIONS]);
        // Each new connection begins as the broker likes it.
        admin.describe_cluster().await.unwrap_err();
        let firsts = firsts.lock().unwrap();
        assert!(firsts.len() > connected, "{firsts:?}");
        assert!(firsts[connected..].iter().all(|api| *api == ApiKey::API_VERSIONS), "{firsts:?}");
    }
}

#[tokio::test]
async fn silence_is_tried_one_frame_at_a_time_and_not_remembered() {
    let (config, firsts) = strict(|| Do::Nothing).await;
    let admin = Admin::connect(config).await.unwrap();
    assert_eq!(*firsts.lock().unwrap(), [ApiKey::SASL_HANDSHAKE, ApiKey::API_VERSIONS]);
    admin.describe_cluster().await.unwrap_err();
    assert_eq!(firsts.lock().unwrap()[2], ApiKey::SASL_HANDSHAKE);
}

/// A broker that goes down closes every connection, however its logins begin.
#[tokio::test]
async fn a_close_that_one_frame_at_a_time_does_not_cure_is_not_remembered() {
    let mut closed = 0;
    let firsts: Firsts = Arc::default();
    let seen = firsts.clone();
    let address = peer_by_connection(move |asked, frames| {
        if frames == 0 {
            seen.lock().unwrap().push(asked.api);
            closed += 1;
        }
        match asked.api {
            _ if (2..4).contains(&closed) => Do::Close,
            ApiKey::SASL_HANDSHAKE => {
                let mechanisms = vec!["PLAIN"].into();
                asked.answer(&SaslHandshakeResponse { mechanisms, ..Default::default() })
            }
            ApiKey::SASL_AUTHENTICATE => asked.answer(&SaslAuthenticateResponse::default()),
            ApiKey::DESCRIBE_CLUSTER if closed == 1 => Do::Close,
            ApiKey::DESCRIBE_CLUSTER => asked.answer(
                &kafka_proto::messages::describe_cluster::DescribeClusterResponse::default(),
            ),
            _ => asked.ordinary(),
        }
    })
    .await;
    let config = plaintext(address)
        .auth(Auth::plain("ops", "right"))
        .dangerously_allow_secrets_without_tls();
    Admin::connect(config).await.unwrap().describe_cluster().await.unwrap();
    let (unusual, sequential) = (ApiKey::SASL_HANDSHAKE, ApiKey::API_VERSIONS);
    assert_eq!(*firsts.lock().unwrap(), [unusual, unusual, sequential, unusual]);
}

/// Credentials of a role: they last, so they are kept, until somebody says that they were refused.
struct Role {
    secrets: [&'static str; 2],
    forgotten: Arc<AtomicUsize>,
}

impl AwsCredentialsProvider for Role {
    fn credentials(&self) -> CredentialsFuture<'_> {
        let secret = self.secrets[self.forgotten.load(Ordering::Relaxed).min(1)];
        let end = SystemTime::now() + Duration::from_secs(3600);
        let mut credentials = AwsCredentials::new(KEY, Secret::new(secret));
        credentials.expires = Some(end);
        Box::pin(std::future::ready(Ok(credentials)))
    }

    fn forget(&self) {
        self.forgotten.fetch_add(1, Ordering::Relaxed);
    }
}

#[tokio::test]
async fn h11_credentials_of_a_role_that_was_revoked_are_fetched_again() {
    let address = Listener::new(&["AWS_MSK_IAM"]).start().await;
    let forgotten = Arc::new(AtomicUsize::new(0));
    let role = Role { secrets: ["revoked", "right"], forgotten: forgotten.clone() };
    let config = iam(address, "").aws_credentials(role);
    assert_eq!(refused(config.clone()).await.kind(), ErrorKind::IamAccessDenied);
    Admin::connect(config).await.unwrap();
    assert_eq!(forgotten.load(Ordering::Relaxed), 1);
}

/// Tokens one after the other, the next one once a broker has refused one.
struct Tokens(AtomicUsize);

impl TokenProvider for Tokens {
    fn token(&self) -> TokenFuture<'_> {
        let token = ["nobody", "ops"][self.0.load(Ordering::Relaxed).min(1)];
        Box::pin(std::future::ready(BearerToken::new(Secret::new(token))))
    }

    fn forget(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[tokio::test]
async fn h11_a_refused_token_is_asked_for_again() {
    let address = Listener::new(&["OAUTHBEARER"]).start().await;
    let tokens = Arc::new(Tokens(AtomicUsize::new(0)));
    let config = plaintext(address)
        .dangerously_allow_secrets_without_tls()
        .auth(Auth::oauthbearer(tokens.clone()));
    assert_eq!(refused(config.clone()).await.kind(), ErrorKind::AuthenticationFailed);
    Admin::connect(config).await.unwrap();
    assert_eq!(tokens.0.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn i09_after_too_many_connects_the_next_login_is_a_second_away() {
    let logins: Arc<Mutex<Vec<Instant>>> = Arc::default();
    let seen = logins.clone();
    let address = authenticating(move || {
        let mut seen = seen.lock().unwrap();
        seen.push(Instant::now());
        Some(refusal(match seen.len() {
            1 => "[4e5f]: Too many connects",
            _ => "[4e5f]: Access denied",
        }))
    })
    .await;
    assert_eq!(refused(iam(address, "right")).await.kind(), ErrorKind::IamAccessDenied);
    let logins = logins.lock().unwrap();
    assert_eq!(logins.len(), 2);
    assert!(logins[1].duration_since(logins[0]) >= Duration::from_secs(1));
}

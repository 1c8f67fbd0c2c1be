//! Sessions that end, and their renewal in band (KIP-368), against the emulator.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use kafka_admin::topics::NewTopic;
use kafka_admin::{
    Admin, ApiKey, Auth, AwsCredentials, AwsCredentialsProvider, Config, CredentialsFuture,
    ErrorCode, ErrorKind, Flight, Layer, Secret, Tls, TlsRoots,
};
use kafka_auth::AuthError;
use kafka_auth::msk_iam::{MskTokenProvider, MskTokenSigner};
use kafka_emulator::{Builder, Emulator, Fault};
use tokio::task::JoinSet;

/// Short, but 85 % of it are more than the second that Kafka wants between two renewals.
const LIFETIME: Duration = Duration::from_secs(3);
const IN_FLIGHT: usize = 10;
const ANSWERS_AFTER: Duration = Duration::from_millis(20);
const ALWAYS: u32 = 99_999;
const KEYS: [&str; 2] = ["AKIDFIRST", "AKIDSECOND"];

fn emulator() -> Builder {
    let arn = |key| format!("arn:aws:iam::123456789012:user/{key}");
    let builder = Emulator::builder().scram_user("rudder", "right").session_lifetime(LIFETIME);
    KEYS.iter().fold(builder.allow_everyone(true), |builder, key| {
        builder.iam_identity(*key, "secret", None, arn(key))
    })
}

async fn scram(emulator: &Emulator) -> Admin {
    scram_in(emulator, Flight::Sequential).await
}

async fn scram_in(emulator: &Emulator, flight: Flight) -> Admin {
    let roots = Tls::Roots(TlsRoots::Pem(emulator.ca_pem().into()));
    let auth = Auth::scram_sha_512("rudder", "right");
    let config = Config::new([emulator.scram_address()]).tls(roots).auth(auth);
    Admin::connect(config.flight(flight)).await.unwrap()
}

async fn iam(emulator: &Emulator, provider: impl AwsCredentialsProvider) -> Admin {
    let roots = Tls::Roots(TlsRoots::Pem(emulator.ca_pem().into()));
    let config = Config::new([emulator.iam_address()]).tls(roots).auth(Auth::MskIam);
    Admin::connect(config.aws_credentials(provider).aws_region("us-east-1")).await.unwrap()
}

/// Many callers, none of whom may notice anything, until something has happened. Some of them always wait for
/// their answers, which take the broker a while and no processor.
async fn ask_until(emulator: &Arc<Emulator>, admin: &Admin, happened: fn(&Emulator) -> bool) {
    emulator.inject(Fault::delay(ApiKey::DESCRIBE_CLUSTER, ANSWERS_AFTER).times(ALWAYS));
    ask_at_once(IN_FLIGHT, emulator, admin, happened).await;
}

async fn ask_at_once(
    callers: usize,
    emulator: &Arc<Emulator>,
    admin: &Admin,
    happened: fn(&Emulator) -> bool,
) {
    let mut asking = JoinSet::new();
    for _ in 0..callers {
        let (admin, emulator) = (admin.clone(), emulator.clone());
        asking.spawn(async move {
            while !happened(&emulator) {
                admin.describe_cluster().await.unwrap();
            }
        });
    }
    while let Some(caller) = asking.join_next().await {
        caller.unwrap();
    }
}

fn counts(emulator: &Emulator) -> (u64, u64) {
    let again = emulator.reauthentications();
    (emulator.logins() - again, again)
}

/// What a provider does at its nth call.
struct Provider<F> {
    calls: Arc<AtomicUsize>,
    give: F,
}

impl<F: Fn(usize) -> Result<&'static str, AuthError> + Send + Sync + 'static> AwsCredentialsProvider
    for Provider<F>
{
    fn credentials(&self) -> CredentialsFuture<'_> {
        let key = (self.give)(self.calls.fetch_add(1, Ordering::Relaxed));
        Box::pin(async { Ok(AwsCredentials::new(key?, Secret::new("secret"))) })
    }
}

fn provider<F>(give: F) -> (Provider<F>, Arc<AtomicUsize>)
where
    F: Fn(usize) -> Result<&'static str, AuthError>,
{
    let calls = Arc::new(AtomicUsize::new(0));
    (Provider { calls: calls.clone(), give }, calls)
}

#[tokio::test]
async fn h06_scram_is_renewed_in_band_with_requests_in_flight_and_nothing_is_lost() {
    let emulator = Arc::new(emulator().start().await.unwrap());
    let admin = scram(&emulator).await;
    assert_eq!(admin.session().lifetime, Some(LIFETIME));
    ask_until(&emulator, &admin, |it| it.reauthentications() >= 2).await;
    let (first, again) = counts(&emulator);
    assert!(first == 1 && again >= 2, "on one connection: {first}, {again}");
    assert!(admin.metrics().renewals >= 1);
}

/// As many requests on the way as a connection takes, each of which takes the broker a while.
#[tokio::test]
async fn h06_a_renewal_wins_against_a_full_queue() {
    let lifetime = Duration::from_secs(5);
    let emulator = Arc::new(emulator().session_lifetime(lifetime).start().await.unwrap());
    let admin = scram(&emulator).await;
    emulator
        .inject(Fault::delay(ApiKey::DESCRIBE_CLUSTER, Duration::from_millis(15)).times(ALWAYS));
    ask_at_once(100, &emulator, &admin, |it| it.logins() >= 3).await;
    // On a busy machine what was asked last may take longer than a session.
    let (first, again) = counts(&emulator);
    assert!(first == 1 && again >= 2, "on one connection: {first}, {again}");
}

/// The broker's session begins before its answer arrives: on a long way, or a busy machine, that
/// counts.
#[tokio::test]
async fn h06_a_session_that_began_long_before_its_answer_came_is_renewed_in_time() {
    let emulator = Arc::new(emulator().start().await.unwrap());
    let late = Fault::delay(ApiKey::SASL_AUTHENTICATE, Duration::from_millis(500));
    emulator.inject(late.after(1));
    let admin = scram(&emulator).await;
    ask_until(&emulator, &admin, |it| it.logins() >= 2).await;
    assert_eq!(counts(&emulator), (1, 1), "on one connection");
}

#[tokio::test]
async fn h06_iam_is_renewed_in_band_with_fresh_credentials_each_time() {
    let emulator = Arc::new(emulator().start().await.unwrap());
    let (provider, calls) = provider(|_| Ok(KEYS[0]));
    let admin = iam(&emulator, provider).await;
    ask_until(&emulator, &admin, |it| it.reauthentications() >= 2).await;
    assert_eq!(counts(&emulator), (1, 2));
    assert_eq!(calls.load(Ordering::Relaxed), 3);
}

/// The tokens of MSK's signers, by credentials that are fetched once.
#[tokio::test]
async fn h06_an_aws_identity_behind_a_token_is_renewed_with_fresh_tokens() {
    let emulator = Arc::new(emulator().start().await.unwrap());
    let signer = MskTokenSigner::new("us-east-1", "test").unwrap();
    let credentials = AwsCredentials::new(KEYS[0], Secret::new("secret"));
    let tokens = MskTokenProvider::new(signer, credentials, SystemTime::now);
    let roots = Tls::Roots(TlsRoots::Pem(emulator.ca_pem().into()));
    let config = Config::new([emulator.iam_address()]).tls(roots);
    let admin = Admin::connect(config.auth(Auth::oauthbearer(tokens))).await.unwrap();
    ask_until(&emulator, &admin, |it| it.reauthentications() >= 1).await;
    assert_eq!(counts(&emulator), (1, 1));
    // IAM identities are exempt from ACLs, however they logged in.
    let topic = [NewTopic::new("t").partitions(1).replication_factor(1)];
    admin.create_topics(&topic).await.unwrap().all().unwrap();
}

#[tokio::test]
async fn h06_a_session_that_ended_while_idle_is_renewed_before_the_next_request() {
    let emulator = Arc::new(emulator().start().await.unwrap());
    let (idle, busy) = (scram(&emulator).await, scram(&emulator).await);
    // The renewals of another client are this test's clock.
    ask_until(&emulator, &busy, |it| it.reauthentications() >= 2).await;
    idle.describe_cluster().await.unwrap();
    assert_eq!(counts(&emulator), (2, 3));
}

#[tokio::test]
async fn h07_a_refused_renewal_takes_one_new_connection() {
    let emulator = Arc::new(emulator().start().await.unwrap());
    let admin = scram(&emulator).await;
    let code = ErrorCode::SASL_AUTHENTICATION_FAILED;
    emulator.inject(Fault::fail(ApiKey::SASL_AUTHENTICATE, code));
    ask_until(&emulator, &admin, |it| it.logins() >= 2).await;
    assert_eq!(counts(&emulator), (2, 0));
}

#[tokio::test]
async fn h07_and_then_it_is_an_error() {
    let emulator = Arc::new(emulator().start().await.unwrap());
    let admin = scram(&emulator).await;
    let code = ErrorCode::SASL_AUTHENTICATION_FAILED;
    emulator.inject(Fault::fail(ApiKey::SASL_AUTHENTICATE, code).times(2));
    emulator.inject(Fault::delay(ApiKey::DESCRIBE_CLUSTER, ANSWERS_AFTER).times(ALWAYS));
    let error = loop {
        if let Err(error) = admin.describe_cluster().await {
            break error;
        }
    };
    assert_eq!((error.kind(), error.layer()), (ErrorKind::AuthenticationFailed, Layer::Sasl));
    assert_eq!(counts(&emulator), (1, 0));
}

#[tokio::test]
async fn h07_another_principal_takes_a_new_connection() {
    let emulator = Arc::new(emulator().start().await.unwrap());
    let (provider, _) = provider(|call| Ok(KEYS[call.min(1)]));
    let admin = iam(&emulator, provider).await;
    ask_until(&emulator, &admin, |it| it.logins() >= 2).await;
    assert_eq!(counts(&emulator), (2, 0));
}

#[tokio::test]
async fn h08_a_renewal_that_comes_too_early_takes_a_new_connection() {
    let emulator = Arc::new(emulator().start().await.unwrap());
    let admin = scram(&emulator).await;
    emulator.inject(Fault::fail(ApiKey::SASL_HANDSHAKE, ErrorCode::ILLEGAL_SASL_STATE));
    ask_until(&emulator, &admin, |it| it.logins() >= 2).await;
    assert_eq!(counts(&emulator), (2, 0));
}

/// What waits for the renewal was not sent, so even what changes the cluster is repeated.
#[tokio::test]
async fn h08_a_broker_that_closes_first_loses_nothing_that_was_not_sent() {
    let emulator = Arc::new(emulator().start().await.unwrap());
    let admin = scram(&emulator).await;
    emulator.inject(Fault::close(ApiKey::SASL_HANDSHAKE));
    emulator.inject(Fault::delay(ApiKey::CREATE_TOPICS, ANSWERS_AFTER).times(ALWAYS));
    let mut created = 0;
    while emulator.logins() < 2 {
        let topic = [NewTopic::new(format!("t-{created}")).partitions(1).replication_factor(1)];
        admin.create_topics(&topic).await.unwrap().all().unwrap();
        created += 1;
    }
    assert_eq!(emulator.topics().len(), created);
}

#[tokio::test]
async fn h11_without_fresh_credentials_the_old_session_serves_on() {
    let emulator = Arc::new(emulator().start().await.unwrap());
    let (provider, calls) = provider(|call| match call {
        1 => Err(AuthError::Config("the second call fails".into())),
        _ => Ok(KEYS[0]),
    });
    let admin = iam(&emulator, provider).await;
    ask_until(&emulator, &admin, |it| it.logins() >= 2).await;
    assert!(calls.load(Ordering::Relaxed) >= 3);
}

#[tokio::test]
async fn h06_flying_logins_are_renewed_flying() {
    for flight in [Flight::Eager, Flight::Paced(Duration::from_millis(1))] {
        let emulator = Arc::new(emulator().start().await.unwrap());
        let admin = scram_in(&emulator, flight).await;
        ask_until(&emulator, &admin, |it| it.reauthentications() >= 1).await;
        assert_eq!(counts(&emulator), (1, 1));
    }
}

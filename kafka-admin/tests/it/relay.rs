//! A relay between the client and the emulator.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use kafka_admin::groups::GroupPartitions;
use kafka_admin::relay::{Became, Builder, Passed, Relay};
use kafka_admin::topics::NewTopic;
use kafka_admin::{
    Admin, ApiKey, Auth, AwsCredentials, Config, ErrorKind, Layer, Secret, Tls, TlsRoots,
};
use kafka_emulator::Emulator;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const KEY: &str = "AKIDEXAMPLE";

/// ApiVersions v0, correlation id 7, no client id.
const API_VERSIONS: [u8; 14] = [0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 7, 255, 255];

async fn emulator() -> Emulator {
    Emulator::builder()
        .brokers(3)
        .plaintext_listener(true)
        .scram_user("ops", "right")
        .iam_identity(KEY, "secret", None, "arn:aws:iam::123456789012:user/ops")
        .allow_everyone(true)
        .start()
        .await
        .unwrap()
}

fn config(emulator: &Emulator, auth: Auth) -> Config {
    let address = match auth {
        Auth::MskIam => emulator.iam_address(),
        _ => emulator.scram_address(),
    };
    Config::new([address])
        .tls(Tls::Roots(TlsRoots::Pem(emulator.ca_pem().into())))
        .auth(auth)
        .aws_credentials(AwsCredentials::new(KEY, Secret::new("secret")))
        .aws_region("us-east-1")
}

fn ops(password: &str) -> Auth {
    Auth::scram_sha_512("ops", password)
}

/// What was seen, and why clients were closed.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<(Vec<Passed>, Vec<kafka_admin::Error>)>>);

impl Seen {
    fn watch(&self, builder: Builder) -> Builder {
        let (requests, failures) = (self.clone(), self.clone());
        builder
            .on_request(move |passed| requests.0.lock().unwrap().0.push(passed))
            .on_failure(move |_, error| failures.0.lock().unwrap().1.push(error.clone()))
    }

    fn failures(&self) -> Vec<(ErrorKind, Layer)> {
        self.0.lock().unwrap().1.iter().map(|error| (error.kind(), error.layer())).collect()
    }
}

async fn relay(config: Config) -> (Relay, Seen) {
    let seen = Seen::default();
    (seen.watch(Relay::builder(config)).start().await.unwrap(), seen)
}

fn through(relay: &Relay, auth: Auth) -> Config {
    Config::new([relay.address().to_string()])
        .tls(Tls::Disabled)
        .auth(auth)
        .connect_timeout(Duration::from_secs(60))
}

/// Several things that lead to every broker.
async fn work(admin: &Admin) {
    let topic = NewTopic::new("orders").partitions(6).replication_factor(1);
    admin.create_topics(&[topic]).await.unwrap().all().unwrap();
    let offsets = admin.list_topics().await.unwrap();
    assert_eq!(offsets.len(), 1);
    for group in ["a", "b", "c", "d"] {
        let _ = admin.list_group_offsets(&[GroupPartitions::all(group)]).await.unwrap();
    }
    let _ = admin.list_groups().await.unwrap();
}

#[tokio::test]
async fn clients_come_back_to_the_relay_for_every_broker() {
    let emulator = emulator().await;
    let (relay, seen) = relay(config(&emulator, ops("right"))).await;
    assert_eq!(relay.principal(), Some("User:ops"));
    assert_eq!(relay.mechanisms(), ["SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN"]);
    let admin = Admin::connect(through(&relay, ops("right"))).await.unwrap();
    work(&admin).await;
    let cluster = admin.describe_cluster().await.unwrap();
    let real = emulator.addresses(kafka_emulator::Listener::Scram);
    let told: Vec<String> =
        cluster.brokers.iter().map(|it| format!("{}:{}", it.host, it.port)).collect();
    assert!(told.iter().all(|it| it.starts_with("127.0.0.1:") && !real.contains(it)), "{told:?}");
    assert_eq!(told.iter().collect::<BTreeSet<_>>().len(), 3);
    admin.close().await;
    relay.shutdown().await;

    let (passed, failures) = &*seen.0.lock().unwrap();
    assert!(failures.is_empty(), "{failures:?}");
    let brokers: BTreeSet<_> = passed.iter().map(|it| it.broker).collect();
    assert_eq!(brokers, BTreeSet::from([None, Some(1), Some(2), Some(3)]));
    assert!(passed.iter().all(|it| it.principal.as_deref() == Some("User:ops")));
    let created = passed.iter().find(|it| it.request.starts_with(&[0, 19])).unwrap();
    assert!(matches!(&created.outcome, Became::Answered(answer) if answer.len() > 4));
    let is_login = |it: &&Passed| it.request.starts_with(&[0, ApiKey::SASL_HANDSHAKE.0 as u8]);
    assert!(passed.iter().filter(is_login).all(|it| it.is_before_login));
}

/// The client signs for where it dials, the relay for the broker's name.
#[tokio::test]
async fn iam_is_signed_for_the_brokers_own_name() {
    let emulator = emulator().await;
    let (relay, seen) = relay(config(&emulator, Auth::MskIam)).await;
    assert_eq!((relay.principal(), relay.mechanisms()), (None, &["AWS_MSK_IAM"][..]));
    let client = |secret: &str| {
        through(&relay, Auth::MskIam)
            .dangerously_allow_secrets_without_tls()
            .aws_credentials(AwsCredentials::new(KEY, Secret::new(secret)))
            .aws_region("us-east-1")
    };
    let admin = Admin::connect(client("secret")).await.unwrap();
    work(&admin).await;
    let error = Admin::connect(client("wrong")).await.unwrap_err();
    assert_eq!(error.layer(), Layer::Sasl, "{error}");
    assert_eq!(seen.failures(), [(ErrorKind::AuthenticationFailed, Layer::Sasl)]);
}

#[tokio::test]
async fn nobody_gets_in_by_another_secret_or_none() {
    let emulator = emulator().await;
    let (relay, seen) = relay(config(&emulator, ops("right"))).await;
    let wrong = Admin::connect(through(&relay, ops("wrong"))).await.unwrap_err();
    assert_eq!(wrong.kind(), ErrorKind::AuthenticationFailed, "{wrong}");
    let other = Auth::scram_sha_512("other", "right");
    let other = Admin::connect(through(&relay, other)).await.unwrap_err();
    assert_eq!(other.kind(), ErrorKind::AuthenticationFailed, "{other}");
    let none = Admin::connect(through(&relay, Auth::None)).await.unwrap_err();
    assert_eq!(none.kind(), ErrorKind::Disconnected, "{none}");
    relay.shutdown().await;
    let refused = (ErrorKind::AuthenticationFailed, Layer::Sasl);
    assert_eq!(seen.failures()[..2], [refused, refused]);
    assert!(seen.failures()[2..].iter().all(|it| *it == (ErrorKind::PeerMisbehaved, Layer::Kafka)));
    let passed = &seen.0.lock().unwrap().0;
    let apis: BTreeSet<_> = passed.iter().map(|it| it.request[1]).collect();
    assert_eq!(apis, BTreeSet::from([17, 18, 36]), "nothing but logins has passed");
}

#[tokio::test]
async fn a_client_without_a_login_is_let_in_when_that_is_spelled_out() {
    let emulator = emulator().await;
    let builder = Relay::builder(config(&emulator, ops("right"))).without_client_login();
    let relay = builder.start().await.unwrap();
    assert!(relay.mechanisms().is_empty());
    work(&Admin::connect(through(&relay, Auth::None)).await.unwrap()).await;
}

#[tokio::test]
async fn without_a_login_of_its_own_it_passes_on_what_clients_say() {
    let emulator = emulator().await;
    let config = Config::new([emulator.plaintext_address().unwrap()]).tls(Tls::Disabled);
    let (relay, _) = relay(config).await;
    assert_eq!(relay.principal(), Some("User:ANONYMOUS"));
    work(&Admin::connect(through(&relay, Auth::None)).await.unwrap()).await;
}

#[tokio::test]
async fn a_wrong_password_of_its_own_is_told_before_it_listens() {
    let emulator = emulator().await;
    let error = Relay::builder(config(&emulator, ops("wrong"))).start().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AuthenticationFailed, "{error}");
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let builder = Relay::builder(config(&emulator, ops("right")));
    let error = builder.listen(taken.local_addr().unwrap()).start().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config, "{error}");
}

async fn answers(address: SocketAddr) -> Option<TcpStream> {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(&API_VERSIONS).await.ok()?;
    let length = stream.read_u32().await.ok()?;
    stream.read_exact(&mut vec![0; length as usize]).await.ok()?;
    Some(stream)
}

#[tokio::test]
async fn one_client_too_many_is_closed_and_has_its_turn_later() {
    let emulator = emulator().await;
    let builder = Relay::builder(config(&emulator, ops("right"))).connections(1);
    let relay = builder.without_client_login().start().await.unwrap();
    let first = answers(relay.address()).await.unwrap();
    assert!(answers(relay.address()).await.is_none());
    drop(first);
    let mut later = None;
    while later.is_none() {
        later = answers(relay.address()).await;
    }
}

/// What it does not take is not kept for it, and others are served.
#[tokio::test]
async fn a_client_that_takes_no_answers_holds_up_nobody_but_itself() {
    let emulator = emulator().await;
    let builder = Relay::builder(config(&emulator, ops("right")));
    let relay = builder.without_client_login().start().await.unwrap();
    let mut greedy = TcpStream::connect(relay.address()).await.unwrap();
    let requests = API_VERSIONS.repeat(1_024);
    let mut sent = 0;
    // Of a hundred times as many answers the buffers of the operating system hold some megabytes.
    let wait = Duration::from_secs(1);
    while let Ok(written) = tokio::time::timeout(wait, greedy.write(&requests)).await {
        sent += written.unwrap();
        assert!(sent < 64 << 20, "nobody holds it up");
    }
    assert!(answers(relay.address()).await.is_some());
}

/// A length that no request has, and bytes that are none.
#[tokio::test]
async fn what_is_no_request_closes_its_own_connection_only() {
    let emulator = emulator().await;
    let (relay, seen) = relay(config(&emulator, ops("right"))).await;
    for bytes in
        [&[0x7f, 255, 255, 255][..], &[0, 0, 0, 5, 1, 2, 3, 4, 5], b"GET / HTTP/1.1\r\n\r\n"]
    {
        let mut stream = TcpStream::connect(relay.address()).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest).await;
        assert!(rest.is_empty());
    }
    // They are told a moment after the end of the connection.
    while seen.failures().len() < 3 {
        tokio::task::yield_now().await;
    }
    Admin::connect(through(&relay, ops("right"))).await.unwrap().list_topics().await.unwrap();
    relay.shutdown().await;
}

/// A session that the broker limits ends before its time, and clients go on by another.
#[tokio::test]
async fn a_session_that_ends_is_left_before() {
    let emulator = Emulator::builder()
        .scram_user("ops", "right")
        .allow_everyone(true)
        .session_lifetime(Duration::from_secs(1))
        .start()
        .await
        .unwrap();
    let (relay, seen) = relay(config(&emulator, ops("right"))).await;
    let admin = Admin::connect(through(&relay, ops("right"))).await.unwrap();
    let first = emulator.logins();
    while emulator.logins() < first + 2 {
        admin.list_topics().await.unwrap();
    }
    relay.shutdown().await;
    assert_eq!(seen.failures(), []);
}

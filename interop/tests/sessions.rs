//! Sessions of five seconds on Apache Kafka, renewed in band (KIP-368) under load. On a broker of
//! their own. Skipped unless the environment's `KAFKA_INTEROP` is set: see the README.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::time::{Duration, Instant};

use interop::{IamIdentity, Kafka, KafkaOptions, Proxy, ScramUser, shared, unique};
use kafka_admin::topics::NewTopic;
use kafka_admin::{Admin, Auth, AwsCredentials, Config, Secret, Tls, TlsRoots};
use tokio::task::JoinSet;

const SESSION: Duration = Duration::from_secs(5);
/// Long enough for two renewals.
const LOAD: Duration = Duration::from_millis(9_700);
const CALLERS: usize = 8;
const KEY_ID: &str = "AKIDEXAMPLE";
const SECRET: &str = "correct horse";

fn kafka() -> Option<&'static Kafka> {
    shared(|| KafkaOptions {
        scram_users: vec![ScramUser::new("sessions", SECRET)],
        iam_identities: vec![IamIdentity::new(KEY_ID, SECRET, "arn:aws:iam::1:user/admin")],
        allow_everyone: true,
        properties: vec![("connections.max.reauth.ms".into(), SESSION.as_millis().to_string())],
        ..KafkaOptions::default()
    })
}

fn through(kafka: &Kafka, proxy: &Proxy, address: String) -> Config {
    let instead = proxy.address().to_string().parse().unwrap();
    Config::new([address.clone()])
        .tls(Tls::Roots(TlsRoots::PemFile(kafka.ca_file())))
        .dial_instead(address.parse().unwrap(), instead)
}

#[tokio::test]
async fn h06_scram_sessions_are_renewed_in_band_under_load_and_nothing_is_lost() {
    let Some(kafka) = kafka() else { return };
    let proxy = Proxy::start(kafka.scram_address(), Duration::ZERO).unwrap();
    let config = through(kafka, &proxy, kafka.scram_address());
    load(Admin::connect(config.auth(Auth::scram_sha_512("sessions", SECRET))).await.unwrap()).await;
    assert_eq!(proxy.connections(), 1);
}

/// The broker's session begins half a second before the client hears of it.
#[tokio::test]
async fn h06_sessions_over_a_long_link_are_renewed_in_time() {
    let Some(kafka) = kafka() else { return };
    let proxy = Proxy::start(kafka.scram_address(), Duration::from_millis(400)).unwrap();
    let config = through(kafka, &proxy, kafka.scram_address());
    load(Admin::connect(config.auth(Auth::scram_sha_512("sessions", SECRET))).await.unwrap()).await;
    assert_eq!(proxy.connections(), 1);
}

#[tokio::test]
async fn h06_iam_sessions_are_renewed_in_band_under_load_and_nothing_is_lost() {
    let Some(kafka) = kafka() else { return };
    let proxy = Proxy::start(kafka.iam_address(), Duration::ZERO).unwrap();
    let config = through(kafka, &proxy, kafka.iam_address()).auth(Auth::MskIam);
    let credentials = AwsCredentials::new(KEY_ID, Secret::new(SECRET));
    let config = config.aws_credentials(credentials).aws_region("us-east-1");
    load(Admin::connect(config).await.unwrap()).await;
    assert_eq!(proxy.connections(), 1);
}

/// Readers, and one who creates topics, none of whom may notice anything.
async fn load(admin: Admin) {
    assert_eq!(admin.session().lifetime, Some(SESSION));
    let end = Instant::now() + LOAD;
    let mut callers = JoinSet::new();
    for _ in 0..CALLERS {
        let admin = admin.clone();
        callers.spawn(async move {
            let mut calls = 0;
            while Instant::now() < end {
                admin.describe_cluster().await.unwrap();
                calls += 1;
            }
            calls
        });
    }
    let created = create_topics(&admin, end).await;
    let calls: usize = callers.join_all().await.into_iter().sum();
    let there = admin.list_topics().await.unwrap();
    assert!(created.iter().all(|name| there.iter().any(|topic| topic.name == *name)));
    println!("{calls} requests answered, {} topics created", created.len());
}

async fn create_topics(admin: &Admin, end: Instant) -> Vec<String> {
    let mut created = Vec::new();
    while Instant::now() < end {
        let name = unique("session");
        let topic = [NewTopic::new(&name).partitions(1).replication_factor(1)];
        admin.create_topics(&topic).await.unwrap().all().unwrap();
        created.push(name);
        // Each is a file on the broker's disk: a few hundred are enough.
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    created
}

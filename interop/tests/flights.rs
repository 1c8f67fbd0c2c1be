//! What each way to spend a login's round trips costs on Apache Kafka over a long link. A measurement,
//! so only on request: `KAFKA_INTEROP=1 cargo test -p interop --release --test flights -- --ignored
//! --nocapture`, with `FLIGHT_TRIES` for more than 30 tries each.

#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on has failed")]

use std::env;
use std::time::Duration;

use interop::{IamIdentity, Kafka, KafkaOptions, Proxy, ScramUser, shared};
use kafka_admin::bench::{HandshakeBench, HandshakeReport, handshake};
use kafka_admin::{Admin, Auth, AwsCredentials, Config, Flight, Secret, Tls, TlsRoots};

const KEY_ID: &str = "AKIDEXAMPLE";
const SECRET: &str = "correct horse";
const GAPS: [u64; 3] = [1, 3, 5];

fn kafka() -> Option<&'static Kafka> {
    shared(|| KafkaOptions {
        scram_users: vec![ScramUser::new("flights", SECRET)],
        iam_identities: vec![IamIdentity::new(KEY_ID, SECRET, "arn:aws:iam::1:user/admin")],
        allow_everyone: true,
        ..KafkaOptions::default()
    })
}

fn login(kafka: &Kafka, address: String, is_iam: bool) -> Config {
    let config = Config::new([address]).tls(Tls::Roots(TlsRoots::PemFile(kafka.ca_file())));
    match is_iam {
        false => config.auth(Auth::scram_sha_512("flights", SECRET)),
        true => config
            .auth(Auth::MskIam)
            .aws_credentials(AwsCredentials::new(KEY_ID, Secret::new(SECRET)))
            .aws_region("us-east-1"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "a measurement"]
async fn flights() {
    let Some(kafka) = kafka() else { return };
    let tries = env::var("FLIGHT_TRIES").ok().and_then(|tries| tries.parse().ok()).unwrap_or(30);
    println!("{tries} tries each; SASL p50/p99, SASL + Metadata p50 (ms), resumed TLS");
    for (round_trip, is_busy) in [(0, false), (20, false), (100, false), (20, true), (100, true)] {
        let neighbours = neighbours(kafka, is_busy).await;
        for is_iam in [true, false] {
            let mut flights = vec![Flight::Sequential];
            flights.extend(GAPS.map(|gap| Flight::Paced(Duration::from_millis(gap))));
            flights.push(Flight::Eager);
            for flight in flights {
                let report = measure(kafka, round_trip, is_iam, flight, tries).await;
                let mechanism = if is_iam { "IAM" } else { "SCRAM-SHA-512" };
                let broker = if is_busy { "busy" } else { "idle" };
                println!(
                    "| {round_trip} | {broker} | {mechanism} | {flight:?} | {} |",
                    row(&report)
                );
            }
        }
        neighbours.iter().for_each(tokio::task::JoinHandle::abort);
    }
}

async fn measure(
    kafka: &Kafka,
    round_trip: u64,
    is_iam: bool,
    flight: Flight,
    tries: u32,
) -> HandshakeReport {
    let address = if is_iam { kafka.iam_address() } else { kafka.scram_address() };
    let proxy = Proxy::start(&address, Duration::from_millis(round_trip) / 2).unwrap();
    let instead = proxy.address().to_string().parse().unwrap();
    let config = login(kafka, address.clone(), is_iam).flight(flight);
    let bench = HandshakeBench { connections: tries, ..HandshakeBench::default() };
    handshake(config.dial_instead(address.parse().unwrap(), instead), bench).await.unwrap()
}

/// Clients that keep the broker's network threads awake: one request each, every 20 ms.
async fn neighbours(kafka: &Kafka, is_busy: bool) -> Vec<tokio::task::JoinHandle<()>> {
    let mut neighbours = Vec::new();
    for index in 0..if is_busy { 8 } else { 0 } {
        let is_iam = index % 2 == 0;
        let address = if is_iam { kafka.iam_address() } else { kafka.scram_address() };
        let admin = Admin::connect(login(kafka, address, is_iam)).await.unwrap();
        neighbours.push(tokio::spawn(async move {
            loop {
                admin.describe_cluster().await.unwrap();
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }));
    }
    neighbours
}

fn row(report: &HandshakeReport) -> String {
    let millis = |time: Duration| format!("{:.1}", time.as_secs_f64() * 1e3);
    let (sasl, metadata) = (report.sasl.unwrap(), report.metadata.unwrap());
    let both = millis(sasl.p50 + metadata.p50);
    format!("{} | {} | {both}", millis(sasl.p50), millis(sasl.p99))
}

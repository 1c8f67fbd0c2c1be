//! What each way to spend a login's round trips costs on Apache Kafka over a long link, with and
//! without jitter, beside an idle and a busy broker.
//!
//! ```text
//! KAFKA_INTEROP=1 cargo bench -p interop --bench flights        FLIGHT_TRIES=200 for more than 30 each
//! ```

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

/// What stands between client and broker.
#[derive(Clone, Copy)]
struct Scene {
    /// Both in milliseconds; jitter is one way, and at most that.
    round_trip: u64,
    jitter: u64,
    is_busy: bool,
}

const SCENES: [Scene; 7] = [
    Scene { round_trip: 0, jitter: 0, is_busy: false },
    Scene { round_trip: 20, jitter: 0, is_busy: false },
    Scene { round_trip: 100, jitter: 0, is_busy: false },
    Scene { round_trip: 20, jitter: 5, is_busy: false },
    Scene { round_trip: 100, jitter: 20, is_busy: false },
    Scene { round_trip: 20, jitter: 0, is_busy: true },
    Scene { round_trip: 100, jitter: 20, is_busy: true },
];

fn main() {
    let Some(kafka) = kafka() else { return };
    let tries = env::var("FLIGHT_TRIES").ok().and_then(|tries| tries.parse().ok()).unwrap_or(30);
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.unwrap().block_on(flights(kafka, tries));
}

async fn flights(kafka: &Kafka, tries: u32) {
    println!("{tries} tries each, resumed TLS, milliseconds");
    println!(
        "| round trip | jitter | broker | mechanism | flight | SASL p50 | SASL p99 | + Metadata |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    for scene in SCENES {
        let neighbours = neighbours(kafka, scene.is_busy).await;
        for is_iam in [true, false] {
            for flight in ways() {
                let report = measure(kafka, scene, is_iam, flight, tries).await;
                println!("{}", row(scene, is_iam, flight, &report));
            }
        }
        neighbours.iter().for_each(tokio::task::JoinHandle::abort);
    }
}

fn ways() -> Vec<Flight> {
    let paced = GAPS.map(|gap| Flight::Paced(Duration::from_millis(gap)));
    [&[Flight::Sequential][..], &paced, &[Flight::Eager]].concat()
}

async fn measure(
    kafka: &Kafka,
    scene: Scene,
    is_iam: bool,
    flight: Flight,
    tries: u32,
) -> HandshakeReport {
    let address = if is_iam { kafka.iam_address() } else { kafka.scram_address() };
    let one_way = Duration::from_millis(scene.round_trip) / 2;
    let jitter = Duration::from_millis(scene.jitter);
    let proxy = Proxy::jittery(&address, one_way, jitter).unwrap();
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

fn row(scene: Scene, is_iam: bool, flight: Flight, report: &HandshakeReport) -> String {
    let Scene { round_trip, jitter, is_busy } = scene;
    let broker = if is_busy { "busy" } else { "idle" };
    let mechanism = if is_iam { "AWS_MSK_IAM" } else { "SCRAM-SHA-512" };
    let millis = |time: Duration| format!("{:.1}", time.as_secs_f64() * 1e3);
    let (sasl, metadata) = (report.sasl.unwrap(), report.metadata.unwrap());
    let (p50, p99, both) = (millis(sasl.p50), millis(sasl.p99), millis(sasl.p50 + metadata.p50));
    format!(
        "| {round_trip} | {jitter} | {broker} | {mechanism} | {flight:?} | {p50} | {p99} | {both} |"
    )
}

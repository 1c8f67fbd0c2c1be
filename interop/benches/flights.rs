//! What each way to spend a login's round trips costs on Apache Kafka over a long link.
//!
//! ```text
//! KAFKA_INTEROP=1 cargo bench -p interop --bench flights        FLIGHT_TRIES=200 for more than 30 each
//! ```
//! `FLIGHT_ONLY='| 100 |,idle,IAM'` measures only the lines with all of these parts, so that several
//! processes, each with a broker of its own, can share the work: most of it is waiting.

#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on has failed")]

use std::env;
use std::fmt;
use std::time::Duration;

use interop::{Delay, IamIdentity, Kafka, KafkaOptions, Proxy, ScramUser, shared};
use kafka_admin::bench::{HandshakeBench, HandshakeReport, handshake};
use kafka_admin::{Admin, Auth, AwsCredentials, Config, Flight, Secret, Tls, TlsRoots};
use tokio::task::JoinSet;

const KEY_ID: &str = "AKIDEXAMPLE";
const SECRET: &str = "correct horse";

const FLIGHTS: [Flight; 7] =
    [Flight::Sequential, Flight::Trailing, paced(1), paced(2), paced(3), paced(5), Flight::Eager];

/// Added round trip, and how much more each way may take.
const LINKS: [(u64, u64); 6] = [(0, 0), (0, 2), (20, 0), (20, 2), (100, 0), (100, 2)];

const fn paced(millis: u64) -> Flight {
    Flight::Paced(Duration::from_millis(millis))
}

/// Under which circumstances.
#[derive(Clone, Copy)]
struct Case {
    round_trip: u64,
    jitter: u64,
    is_busy: bool,
    is_iam: bool,
}

impl Case {
    fn all() -> impl Iterator<Item = Self> {
        LINKS.into_iter().flat_map(|(round_trip, jitter)| {
            [(false, true), (false, false), (true, true), (true, false)]
                .map(|(is_busy, is_iam)| Self { round_trip, jitter, is_busy, is_iam })
        })
    }

    fn delay(&self) -> Delay {
        let millis = Duration::from_millis;
        Delay { one_way: millis(self.round_trip) / 2, jitter: millis(self.jitter) }
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { round_trip, jitter, is_busy, is_iam } = self;
        let broker = if *is_busy { "busy" } else { "idle" };
        let mechanism = if *is_iam { "IAM" } else { "SCRAM" };
        write!(f, "{round_trip} | {jitter} | {broker} | {mechanism}")
    }
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let Some(kafka) = shared(options) else { return };
    let tries = env::var("FLIGHT_TRIES").ok().and_then(|tries| tries.parse().ok()).unwrap_or(30);
    println!("{tries} tries each, ms after TLS until the first Metadata answer");
    println!("| round trip | jitter | broker | mechanism | flight | p50 | p90 | p99 |");
    println!("|--:|--:|---|---|---|--:|--:|--:|");
    for case in Case::all() {
        let flights = FLIGHTS.map(|flight| (flight, format!("| {case} | {} |", name(flight))));
        let wanted: Vec<_> = flights.into_iter().filter(|(_, line)| is_wanted(line)).collect();
        let _neighbours = neighbours(kafka, case.is_busy && !wanted.is_empty()).await;
        for (flight, line) in wanted {
            println!("{line} {} |", row(&measure(kafka, case, flight, tries).await));
        }
    }
}

/// `FLIGHT_ONLY` holds parts of the line, apart by commas.
fn is_wanted(line: &str) -> bool {
    env::var("FLIGHT_ONLY").is_ok_and(|only| only.split(',').all(|part| line.contains(part)))
        || env::var_os("FLIGHT_ONLY").is_none()
}

fn options() -> KafkaOptions {
    KafkaOptions {
        scram_users: vec![ScramUser::new("flights", SECRET)],
        iam_identities: vec![IamIdentity::new(KEY_ID, SECRET, "arn:aws:iam::1:user/admin")],
        allow_everyone: true,
        ..KafkaOptions::default()
    }
}

fn login(kafka: &Kafka, is_iam: bool) -> Config {
    let address = if is_iam { kafka.iam_address() } else { kafka.scram_address() };
    let config = Config::new([address]).tls(Tls::Roots(TlsRoots::PemFile(kafka.ca_file())));
    match is_iam {
        false => config.auth(Auth::scram_sha_512("flights", SECRET)),
        true => config
            .auth(Auth::MskIam)
            .aws_credentials(AwsCredentials::new(KEY_ID, Secret::new(SECRET)))
            .aws_region("us-east-1"),
    }
}

async fn measure(kafka: &Kafka, case: Case, flight: Flight, tries: u32) -> HandshakeReport {
    let address = if case.is_iam { kafka.iam_address() } else { kafka.scram_address() };
    let proxy = Proxy::start(&address, case.delay()).unwrap();
    let instead = proxy.address().to_string().parse().unwrap();
    let config = login(kafka, case.is_iam).flight(flight);
    let bench = HandshakeBench::default().connections(tries);
    handshake(config.dial_instead(address.parse().unwrap(), instead), bench).await.unwrap()
}

/// Clients that keep the broker's network threads awake: one request each, every 20 ms. They end
/// with what is returned.
async fn neighbours(kafka: &Kafka, is_busy: bool) -> JoinSet<()> {
    let mut neighbours = JoinSet::new();
    for index in 0..if is_busy { 8 } else { 0 } {
        let admin = Admin::connect(login(kafka, index % 2 == 0)).await.unwrap();
        neighbours.spawn(async move {
            loop {
                admin.describe_cluster().await.unwrap();
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
    }
    neighbours
}

fn name(flight: Flight) -> String {
    match flight {
        Flight::Sequential => "sequential".into(),
        Flight::Trailing => "trailing".into(),
        Flight::Paced(gap) => format!("paced {} ms", gap.as_millis()),
        Flight::Eager => "eager".into(),
    }
}

fn row(report: &HandshakeReport) -> String {
    let login = report.login.unwrap();
    let times = [login.p50, login.p90, login.p99];
    times.map(|time| format!("{:.1}", time.as_secs_f64() * 1e3)).join(" | ")
}

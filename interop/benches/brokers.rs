//! What dead, silent and stopped brokers cost, on three brokers of Apache Kafka.
//!
//! ```text
//! KAFKA_INTEROP=1 cargo bench -p interop --bench brokers
//! ```
//! `CONNECT_TRIES=50` for more than 9 connects of each kind, `READS_SECONDS=60` for more than 20 s of reads.

#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on has failed")]

use std::env;
use std::net::{Ipv4Addr, TcpListener};
use std::time::{Duration, Instant};

use interop::{Broker, IamIdentity, Kafka, KafkaOptions, Proxy, shared};
use kafka_admin::{Admin, Auth, AwsCredentials, Config, Secret, Tls, TlsRoots};
use tokio::task::JoinSet;
use tokio::time::interval;

const KEY_ID: &str = "AKIDEXAMPLE";
const SECRET: &str = "correct horse";
/// Half of a round trip to the server that answers.
const ONE_WAY: Duration = Duration::from_millis(125);
/// 40 reads a second.
const READ_EVERY: Duration = Duration::from_millis(25);

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let Some(kafka) = shared(options) else { return };
    connects(kafka).await;
    reads(kafka).await;
}

fn options() -> KafkaOptions {
    KafkaOptions {
        brokers: 3,
        iam_identities: vec![IamIdentity::new(KEY_ID, SECRET, "arn:aws:iam::1:user/admin")],
        ..KafkaOptions::default()
    }
}

fn login(kafka: &Kafka, servers: Vec<String>) -> Config {
    Config::new(servers)
        .tls(Tls::Roots(TlsRoots::PemFile(kafka.ca_file())))
        .auth(Auth::MskIam)
        .aws_credentials(AwsCredentials::new(KEY_ID, Secret::new(SECRET)))
        .aws_region("us-east-1")
}

/// A server that answers, after many that do not.
async fn connects(kafka: &Kafka) {
    let far = Proxy::start(kafka.iam_address(), ONE_WAY).unwrap();
    let far = format!("localhost:{}", far.address().port());
    let listeners: Vec<_> = (0..29).map(|_| listen()).collect();
    let silent: Vec<_> = listeners.iter().map(address).collect();
    let dead: Vec<_> = (0..29).map(|_| address(&listen())).collect();
    let tries = setting("CONNECT_TRIES", 9);
    println!("connect, ms, {tries} tries each; the last server answers, 250 ms of round trip away");
    println!("| servers | median | slowest | failed |\n|---|--:|--:|--:|");
    for (name, before) in [
        ("1", Vec::new()),
        ("6, all answer", vec![far.clone(); 5]),
        ("5 dead + 1", dead[..5].to_vec()),
        ("5 silent + 1", silent[..5].to_vec()),
        ("29 dead + 1", dead.clone()),
        ("29 silent + 1", silent.clone()),
    ] {
        let servers = || before.iter().chain([&far]).cloned().collect();
        let mut times = Times::default();
        for _ in 0..tries {
            let begun = Instant::now();
            let is_ok = Admin::connect(login(kafka, servers())).await.is_ok();
            times.add(begun.elapsed(), is_ok);
        }
        println!(
            "| {name} | {} | {} | {} |",
            times.percentile(50),
            times.percentile(100),
            times.failed
        );
    }
}

/// Reads while the broker is stopped that the client connected to first.
async fn reads(kafka: &Kafka) {
    let servers = kafka.brokers().iter().map(Broker::iam_address).collect();
    let admin = Admin::connect(login(kafka, servers)).await.unwrap();
    let first = admin.session().address.to_string();
    let stopped = kafka.brokers().iter().find(|broker| broker.iam_address() == first).unwrap();
    println!("\n40 reads a second, ms\n| brokers | reads | p50 | p99 | slowest | failed |");
    println!("|---|--:|--:|--:|--:|--:|");
    print_reads("all three answer", read(&admin).await);
    stopped.stop().unwrap();
    print_reads("one of three is stopped", read(&admin).await);
    stopped.resume().unwrap();
}

async fn read(admin: &Admin) -> Times {
    let (mut reads, mut ticks) = (JoinSet::new(), interval(READ_EVERY));
    for _ in 0..40 * setting("READS_SECONDS", 20) {
        ticks.tick().await;
        let (admin, begun) = (admin.clone(), Instant::now());
        reads.spawn(async move {
            let is_ok = admin.describe_cluster().await.is_ok();
            (begun.elapsed(), is_ok)
        });
    }
    let mut times = Times::default();
    for (time, is_ok) in reads.join_all().await {
        times.add(time, is_ok);
    }
    times
}

fn print_reads(name: &str, times: Times) {
    let [p50, p99, slowest] = [50, 99, 100].map(|it| times.percentile(it));
    println!("| {name} | {} | {p50} | {p99} | {slowest} | {} |", times.all.len(), times.failed);
}

#[derive(Default)]
struct Times {
    all: Vec<Duration>,
    failed: usize,
}

impl Times {
    fn add(&mut self, time: Duration, is_ok: bool) {
        self.all.push(time);
        self.all.sort();
        self.failed += usize::from(!is_ok);
    }

    /// In milliseconds.
    fn percentile(&self, percent: usize) -> u128 {
        let last = self.all.len() - 1;
        self.all[last * percent / 100].as_millis()
    }
}

/// Who connects hears nothing.
fn listen() -> TcpListener {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap()
}

fn address(listener: &TcpListener) -> String {
    format!("localhost:{}", listener.local_addr().unwrap().port())
}

fn setting(name: &str, default: u32) -> u32 {
    env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

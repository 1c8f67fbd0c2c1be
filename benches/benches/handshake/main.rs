//! What logins cost, ours and others', against one Apache Kafka broker and against the emulator.
//!
//! ```text
//! benches/peers/handshake/run.sh            # builds the other clients, then runs this
//! cargo bench -p benches --bench handshake  # with the other clients that are built
//! cargo bench -p benches --bench handshake -- rsa
//! cargo bench -p benches --bench handshake -- far   # over a link of 100 ms: round trips
//! cargo bench -p benches --bench handshake --features aws-lc-rs -- providers  # ours alone, by either
//! ```
//! The subjects take turns, in several rounds, and the medians of the rounds are shown: on a machine
//! that does something else too, compare rows of one run only.

use std::env;
use std::error::Error;

use interop::{Kafka, KafkaOptions, ScramUser};
use tokio::runtime::Runtime;

mod broker;
mod chart;
mod emulator;
mod far;
mod goals;
mod ours;
mod peers;
#[cfg(feature = "aws-lc-rs")]
mod providers;
mod row;

use broker::{Broker, Target};
use row::medians;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const ROUNDS: usize = 7;
/// New clients per round, and as many before them that are not measured.
const CLIENTS: u32 = 100;
/// Logins before the first round: until then the broker's virtual machine still compiles.
const BROKER_WARMUP: u32 = 1_500;

fn main() -> Result<()> {
    let args: Vec<String> = env::args().collect();
    // Cargo says whether this is a benchmark, or only to be seen to run, as a part of the tests.
    if !args.iter().any(|arg| arg == "--bench") {
        return Ok(());
    }
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let runtime = builder.worker_threads(2).enable_all().build()?;
    let has = |word: &str| args.iter().any(|arg| arg == word);
    let keys = if has("rsa") { "RSA-2048" } else { "ECDSA P-256" };
    if !has("far") && !has("providers") {
        runtime.block_on(emulator::run())?;
    }
    let broker = Broker::start(has("rsa"))?;
    println!(
        "\nApache Kafka {}, {keys} certificate, SCRAM-SHA-512 with 4,096 rounds\n",
        broker.version
    );
    runtime.block_on(ours::warm(&broker.target, BROKER_WARMUP))?;
    #[cfg(feature = "aws-lc-rs")]
    if has("providers") {
        return runtime.block_on(providers::run(&broker.target));
    }
    match has("far") {
        true => far::run(&runtime, &broker.target),
        false => near(&runtime, &broker.target, keys),
    }
}

/// All subjects beside the broker.
fn near(runtime: &Runtime, target: &Target, keys: &str) -> Result<()> {
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let mut rows = runtime.block_on(ours::rows(target))?;
        rows.extend(peers::rows(target, CLIENTS)?);
        rounds.push(rows);
    }
    let rows = medians(&rounds);
    print!("{}", row::table(&rows));
    goals::print(&rows);
    chart::write(&rows, keys)
}

/// What every subject logs in as.
const USER: &str = "rudder";
const PASSWORD: &str = "bench-password-of-rudder";

fn options() -> KafkaOptions {
    KafkaOptions {
        scram_users: vec![ScramUser::new(USER, PASSWORD)],
        // No -XX:TieredStopAtLevel=1: a broker in production compiles as well as it can.
        java_options: vec!["-Xmx768m".into(), "-XX:+UseSerialGC".into()],
        ..KafkaOptions::default()
    }
}

fn start(options: &KafkaOptions) -> Result<Kafka> {
    Ok(Kafka::start(options)?)
}

//! kafka-producer-perf-test, Kafka's own, against the emulator and Apache Kafka in turn.

use std::path::PathBuf;
use std::process::Command;

use interop::{Kafka, KafkaOptions};

use crate::child::Child;
use crate::{Kind, ROUNDS, Result, goal, median};

/// Bytes of a record, and how many there are: half a gigabyte.
const SHAPES: [(usize, usize); 2] = [(100, 5_000_000), (1_000, 500_000)];

/// The folder with Kafka's tools, which `peers/producer/run.sh` fetches.
const TOOLS: &str = "KAFKA_TOOLS";

pub(crate) fn run() -> Result<()> {
    let Some(tools) = std::env::var_os(TOOLS).map(PathBuf::from) else {
        println!("left out: benches/peers/producer/run.sh has Kafka's tools, and sets {TOOLS}");
        return Ok(());
    };
    let child = Child::start(Kind::Open)?;
    let java = ["-Xmx1g", "-XX:+UseG1GC"].map(str::to_owned).to_vec();
    let kafka = Kafka::start(&KafkaOptions { java_options: java, ..KafkaOptions::default() })?;
    make_topic(&kafka)?;
    println!(
        "| record | emulator, MB/s | Apache Kafka, MB/s | ratio | emulator's CPU for 100 MB, s |"
    );
    println!("|---|--:|--:|--:|--:|");
    let mut least = f64::MAX;
    for (size, count) in SHAPES {
        let (mut ours, mut theirs, mut costs) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let before = child.cpu()?;
            ours.push(produce(&tools, &child.plaintext, size, count)?);
            let used = (child.cpu()? - before).as_secs_f64();
            costs.push(used * 1e8 / (size * count) as f64);
            theirs.push(produce(&tools, &kafka.plaintext_address(), size, count)?);
        }
        let (ours, theirs) = (median(ours), median(theirs));
        let (ratio, cost) = (ours / theirs, median(costs));
        println!("| {size} B | {ours:.1} | {theirs:.1} | {ratio:.2} | {cost:.2} |");
        least = least.min(ours);
    }
    println!();
    goal("Produce, the slower", least, "MB/s", least >= 100.0, "100");
    Ok(())
}

/// MB (10^6 bytes) of values in a second.
fn produce(tools: &std::path::Path, servers: &str, size: usize, count: usize) -> Result<f64> {
    let output = Command::new("java")
        .args(["-Xmx512m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp"])
        .arg(tools.join("*"))
        .args(["org.apache.kafka.tools.ProducerPerformance", "--topic", "orders"])
        .args(["--throughput", "-1", "--bootstrap-server", servers])
        .args(["--record-size", &size.to_string(), "--num-records", &count.to_string()])
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let last = text.lines().rfind(|line| line.contains("records sent")).unwrap_or_default();
    let rate = last.split(" records/sec").next().and_then(|it| it.rsplit(' ').next());
    let rate: f64 = rate
        .and_then(|it| it.parse().ok())
        .ok_or_else(|| format!("{last}\n{text}\n{}", String::from_utf8_lossy(&output.stderr)))?;
    Ok(rate * size as f64 / 1e6)
}

/// As the emulator's.
fn make_topic(kafka: &Kafka) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let topic = kafka_admin::topics::NewTopic::new("orders").partitions(3).replication_factor(1);
    runtime.block_on(async {
        let config = kafka_admin::Config::new([kafka.plaintext_address()]);
        let admin = kafka_admin::Admin::connect(config.tls(kafka_admin::Tls::Disabled)).await?;
        admin.create_topics(&[topic]).await?.one()?;
        Ok(())
    })
}

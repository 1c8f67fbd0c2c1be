//! krafka: new clients, one after the other. See ../README.md.

use std::env::var;
use std::error::Error;
use std::time::Instant;

use krafka::Kafka;
use krafka::auth::{AuthConfig, TlsConfig};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?
        .block_on(run())
}

async fn run() -> Result<()> {
    for _ in 0..var("PEER_WARMUP")?.parse::<u32>()? {
        login().await?;
    }
    let (mut times, before) = (Vec::new(), cpu_ms()?);
    for _ in 0..var("PEER_CONNECTIONS")?.parse::<u32>()? {
        let started = Instant::now();
        login().await?;
        times.push((started.elapsed().as_secs_f64() * 1e3).to_string());
    }
    let (cpu, times) = (cpu_ms()? - before, times.join(","));
    println!(r#"{{"client":"krafka 0.28.1","cpu_ms":{cpu},"times_ms":[{times}]}}"#);
    Ok(())
}

async fn login() -> Result<()> {
    let tls = TlsConfig::new().with_ca_cert(var("PEER_CA")?);
    let auth =
        AuthConfig::sasl_scram_sha512(var("PEER_USER")?, var("PEER_PASSWORD")?).with_tls(tls);
    // It asks for Metadata by itself, and closes when it is dropped.
    Kafka::builder(var("PEER_BOOTSTRAP")?).security(auth).connect().await?;
    Ok(())
}

/// User and system time of this process, to 10 ms.
fn cpu_ms() -> Result<u64> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let (_, rest) = stat.rsplit_once(')').ok_or("no name in /proc/self/stat")?;
    let ticks = rest.split_whitespace().skip(11).take(2).map(str::parse::<u64>);
    Ok(ticks.sum::<std::result::Result<u64, _>>()? * 10)
}

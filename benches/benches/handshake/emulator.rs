//! Logins per second against the emulator, both sides in this process.

use kafka_admin::bench::{HandshakeBench, Until, handshake};
use kafka_admin::{Auth, Config, Tls, TlsRoots};
use kafka_emulator::Emulator;

use crate::{PASSWORD, Result, USER};

/// Enough to keep both sides busy on two processors.
const CONCURRENCY: u32 = 8;

/// Measures first and repeated logins, the best of three short runs each.
pub(crate) async fn run() -> Result<()> {
    let emulator = Emulator::builder().scram_user(USER, PASSWORD).start().await?;
    let repeated =
        HandshakeBench::default().connections(3_000).concurrency(CONCURRENCY).until(Until::Login);
    let first = repeated.connections(600).resumption(false).key_cache(false);
    println!(
        "The emulator, both sides in one process, {CONCURRENCY} at a time, best and median of 3:"
    );
    for (name, bench) in [("first", first), ("repeated", repeated)] {
        let (mut rates, mut last) = (Vec::new(), None);
        for _ in 0..3 {
            let report = handshake(config(&emulator), bench).await?;
            rates.push(report.per_second());
            last = Some(report);
        }
        rates.sort_by(f64::total_cmp);
        let cpu = last.and_then(|report| report.cpu_per_login()).unwrap_or_default();
        println!(
            "  {name:<9} {:>6.0} / {:>6.0} logins per second, {:.2} ms of CPU each, both sides",
            rates[2],
            rates[1],
            cpu.as_secs_f64() * 1e3
        );
    }
    emulator.shutdown().await;
    Ok(())
}

fn config(emulator: &Emulator) -> Config {
    Config::new([emulator.scram_address()])
        .tls(Tls::Roots(TlsRoots::Pem(emulator.ca_pem().as_bytes().to_vec())))
        .auth(Auth::scram_sha_512(USER, PASSWORD))
}

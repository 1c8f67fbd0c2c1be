//! Logins by AWS_MSK_IAM, eight at a time.

use kafka_admin::bench::{HandshakeBench, Until, handshake};

use crate::child::cpu;
use crate::{Child, Kind, ROUNDS, Result, goal, median};

const LOGINS: u32 = 2_000;

pub(crate) fn run() -> Result<()> {
    let child = Child::start(Kind::Open)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let repeated = HandshakeBench::default().connections(LOGINS).concurrency(8).until(Until::Login);
    for (name, config, bench) in [
        ("IAM, TLS resumed", child.iam(), repeated),
        ("IAM, whole TLS handshakes", child.iam(), repeated.resumption(false)),
        ("SCRAM, repeated, TLS resumed", child.scram(), repeated),
    ] {
        let (mut rates, mut costs) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let before = child.cpu()? + cpu("self")?;
            rates.push(runtime.block_on(handshake(config.clone(), bench))?.per_second());
            let used = child.cpu()? + cpu("self")? - before;
            costs.push(used.as_secs_f64() * 1e3 / f64::from(LOGINS));
        }
        let rate = median(rates);
        println!("{name}: {:.2} ms of CPU each, both sides", median(costs));
        let least = if name.starts_with("IAM") { 20_000.0 } else { 5_000.0 };
        goal(name, rate, "logins a second, both sides here", rate >= least, &least.to_string());
    }
    Ok(())
}

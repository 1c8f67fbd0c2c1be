//! krafka: admin calls. See ../README.md.

use std::env::var;
use std::error::Error;
use std::sync::Arc;

use krafka::Kafka;
use krafka::admin::{AclFilter, AdminClient};
use krafka::auth::{AuthConfig, TlsConfig};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(run())
}

async fn run() -> Result<()> {
    let (work, calls) = (var("PEER_WORK")?, var("PEER_CALLS")?.parse::<usize>()?);
    let builder = Kafka::builder(var("PEER_BOOTSTRAP")?);
    let builder = match var("PEER_SECURITY")?.as_str() {
        "PLAINTEXT" => builder,
        _ => {
            let tls = TlsConfig::new().with_ca_cert(var("PEER_CA")?);
            let (user, password) = (var("PEER_USER")?, var("PEER_PASSWORD")?);
            builder.security(AuthConfig::sasl_scram_sha512(user, password).with_tls(tls))
        }
    };
    let kafka = builder.connect().await?;
    let admin = Arc::new(kafka.admin());
    repeat(&admin, &work, calls / 10).await?;
    let before = cpu_ns()?;
    repeat(&admin, &work, calls).await?;
    let cpu_us = (cpu_ns()? - before) as f64 / 1e3 / calls as f64;
    println!(r#"{{"client":"krafka 0.28.1","cpu_us":{cpu_us},"peak_kb":{}}}"#, peak_kb()?);
    Ok(())
}

async fn repeat(admin: &Arc<AdminClient>, work: &str, calls: usize) -> Result<()> {
    let all: Vec<String> = (0..1000).map(|n| format!("topic-{n:06}")).collect();
    match work {
        "describe-1" => {
            for n in 0..calls {
                describe(admin, &all[n % 1000..=n % 1000]).await?;
            }
        }
        "describe-64" => {
            for _ in 0..calls / 64 {
                let mut tasks = tokio::task::JoinSet::new();
                for name in all.iter().take(64) {
                    let (admin, name) = (admin.clone(), name.clone());
                    tasks.spawn(async move {
                        describe(&admin, &[name]).await.unwrap();
                    });
                }
                while let Some(done) = tasks.join_next().await {
                    done?;
                }
            }
        }
        "describe-1000" => {
            for _ in 0..calls {
                describe(admin, &all).await?;
            }
        }
        "list-topics" => {
            for _ in 0..calls {
                assert!(admin.list_topics(Default::default()).await?.len() >= 10_000);
            }
        }
        "describe-acls" => {
            for _ in 0..calls {
                let acls = admin.describe_acls(AclFilter::all(), Default::default()).await?;
                assert!(acls.len() >= 10_000);
            }
        }
        _ => std::process::exit(3),
    }
    Ok(())
}

async fn describe(admin: &AdminClient, names: &[String]) -> Result<()> {
    let described = admin.describe_topics(names, Default::default()).await?;
    assert!(described.len() == names.len() && described.values().all(|it| it.is_ok()));
    Ok(())
}

/// Of the only busy thread.
fn cpu_ns() -> Result<u64> {
    let stat = std::fs::read_to_string("/proc/self/schedstat")?;
    Ok(stat.split_whitespace().next().ok_or("no figure in /proc/self/schedstat")?.parse()?)
}

fn peak_kb() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    Ok(line.and_then(|line| line.split_whitespace().next()).ok_or("no VmHWM")?.parse()?)
}

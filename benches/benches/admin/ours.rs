//! Our own client, by the public API alone.

use std::env::var;
use std::path::PathBuf;
use std::time::Duration;

use kafka_admin::acls::AclBindingFilter;
use kafka_admin::{Admin, Auth, Config, Tls, TlsRoots};

use crate::Result;
use crate::server::{PASSWORD, USER, topic};
use crate::work::{LARGE, Work};

/// Does what the environment says, and prints what it cost.
pub(crate) fn run() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let work = Work::of(&var("PEER_WORK")?).ok_or("unknown work")?;
    let calls: u32 = var("PEER_CALLS")?.parse()?;
    let plaintext = Config::new([var("PEER_BOOTSTRAP")?]).tls(Tls::Disabled);
    let config = match var("PEER_SECURITY")?.as_str() {
        "PLAINTEXT" => plaintext,
        _ => secured(plaintext, var("PEER_CA")?.into()),
    };
    let admin = runtime.block_on(Admin::connect(config))?;
    runtime.block_on(repeat(&admin, work, calls / 10))?;
    let before = cpu()?;
    runtime.block_on(repeat(&admin, work, calls))?;
    cost(before, calls)
}

pub(crate) fn secured(config: Config, ca_file: PathBuf) -> Config {
    config.tls(Tls::Roots(TlsRoots::PemFile(ca_file))).auth(Auth::scram_sha_512(USER, PASSWORD))
}

/// Prints what each of these calls has cost.
pub(crate) fn cost(before: Duration, calls: u32) -> Result<()> {
    let cpu_us = cpu()?.saturating_sub(before).as_secs_f64() * 1e6 / f64::from(calls);
    println!(r#"{{"cpu_us":{cpu_us},"peak_kb":{}}}"#, peak_kb()?);
    Ok(())
}

pub(crate) async fn repeat(admin: &Admin, work: Work, calls: u32) -> Result<()> {
    let all: Vec<String> = (0..LARGE).map(topic).collect();
    match work {
        Work::DescribeOne => {
            for n in 0..calls as usize {
                describe(admin, &all[n % LARGE..=n % LARGE]).await?;
            }
        }
        Work::Describe64 => describe_64(admin, &all, calls).await?,
        Work::Describe1000 => {
            for _ in 0..calls {
                describe(admin, &all).await?;
            }
        }
        Work::ListTopics => {
            for _ in 0..calls {
                assert!(admin.list_topics().await?.len() >= LARGE);
            }
        }
        Work::DescribeAcls => {
            for _ in 0..calls {
                assert!(admin.describe_acls(&AclBindingFilter::any()).await?.len() >= LARGE);
            }
        }
    }
    Ok(())
}

async fn describe(admin: &Admin, names: &[String]) -> kafka_admin::Result<()> {
    let described = admin.describe_topics(names).await?.all()?;
    assert_eq!(described.len(), names.len());
    Ok(())
}

/// As many tasks as calls at a time.
async fn describe_64(admin: &Admin, all: &[String], calls: u32) -> Result<()> {
    for _ in 0..calls / 64 {
        let mut tasks = tokio::task::JoinSet::new();
        for name in all.iter().take(64) {
            let (admin, name) = (admin.clone(), name.clone());
            tasks.spawn(async move { describe(&admin, &[name]).await });
        }
        while let Some(done) = tasks.join_next().await {
            done??;
        }
    }
    Ok(())
}

/// What this process has used, in nanoseconds: the first number of Linux's `schedstat` of its only
/// busy thread. 0 where there is none.
pub(crate) fn cpu() -> Result<Duration> {
    let stat = std::fs::read_to_string("/proc/self/schedstat")?;
    let nanos = stat.split_whitespace().next().ok_or("no figure in /proc/self/schedstat")?;
    Ok(Duration::from_nanos(nanos.parse()?))
}

fn peak_kb() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    Ok(line.and_then(|line| line.split_whitespace().next()).ok_or("no VmHWM")?.parse()?)
}

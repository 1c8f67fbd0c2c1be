//! The command line, from its start to its end.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use kafka_admin::bench::process_cpu;

use crate::Result;
use crate::row::median;
use crate::server::{PASSWORD, Server, USER, target_folder};

/// `USER_HZ`: 100 on every Linux that Rust runs on.
const MILLIS_PER_TICK: u64 = 10;

/// What one run of `kadm` costs.
pub(crate) struct Start {
    pub(crate) cpu_ms: f64,
    pub(crate) wall_ms: f64,
}

/// Lists the topics of a small cluster, by SCRAM over TLS, so many times; `None` when there is no `kadm`.
pub(crate) fn topic_list(server: &Server, runs: u32) -> Result<Option<Start>> {
    let program = program();
    if !program.is_file() {
        eprintln!("kadm is left out: cargo build --profile dist --bin kadm builds it");
        return Ok(None);
    }
    let command = || -> Result<()> {
        // Without `taskset`, whose start would count.
        let mut command = Command::new(&program);
        command.args(["topic", "list", "-b", &server.small.address]).stdout(Stdio::null());
        for (key, value) in [
            ("security.protocol", "SASL_SSL"),
            ("sasl.mechanism", "SCRAM-SHA-512"),
            ("sasl.username", USER),
            ("ssl.ca.location", &server.small.ca_file.display().to_string()),
        ] {
            command.args(["-X", &format!("{key}={value}")]);
        }
        succeeded(command.env("KAFKA_SASL_PASSWORD", PASSWORD))
    };
    command()?;
    let (mut times, before) = (Vec::new(), children()?);
    for _ in 0..runs {
        let started = Instant::now();
        command()?;
        times.push(started.elapsed().as_secs_f64() * 1e3);
    }
    let cpu_ms = (children()? - before).as_secs_f64() * 1e3 / f64::from(runs);
    Ok(Some(Start { cpu_ms, wall_ms: median(times).unwrap_or(f64::NAN) }))
}

fn program() -> PathBuf {
    target_folder().join("dist").join("kadm")
}

fn succeeded(command: &mut Command) -> Result<()> {
    let status = command.status()?;
    if status.success() { Ok(()) } else { Err(format!("kadm topic list: {status}").into()) }
}

/// What this process's children that have ended used. proc_pid_stat(5): `cutime` and `cstime` are fields
/// 16 and 17; field 2, in brackets, may hold blanks and brackets.
fn children() -> Result<Duration> {
    // Says whether there is such a file here at all.
    process_cpu().ok_or("no /proc/self/stat")?;
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let (_, rest) = stat.rsplit_once(')').ok_or("no name in /proc/self/stat")?;
    let mut ticks = 0;
    for field in rest.split_whitespace().skip(13).take(2) {
        ticks += field.parse::<u64>()?;
    }
    Ok(Duration::from_millis(ticks * MILLIS_PER_TICK))
}

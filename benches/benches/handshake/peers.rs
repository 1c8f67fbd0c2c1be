//! The other clients: programs that `benches/peers/handshake` builds.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::broker::Target;
use crate::row::{Row, open_connections};
use crate::{PASSWORD, Result, USER};

/// One round of all that are built, with so many clients each.
pub(crate) fn rows(target: &Target, clients: u32) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for peer in ["librdkafka", "java", "krafka", "franz-go"] {
        let program = folder().join(peer).join("login");
        if !program.is_file() {
            eprintln!("{peer} is left out: benches/peers/handshake/run.sh builds it");
            continue;
        }
        rows.push(row(&program, target, clients, false)?);
        // The one of them that can be told to resume TLS sessions between clients.
        if peer == "franz-go" {
            rows.push(row(&program, target, clients, true)?);
        }
    }
    Ok(rows)
}

fn folder() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    root.join(target).join("peers").join("handshake")
}

/// The password goes through the environment: arguments are visible to everybody.
fn row(program: &Path, target: &Target, clients: u32, resume: bool) -> Result<Row> {
    let opened = open_connections();
    let output = Command::new(program)
        .env("PEER_BOOTSTRAP", &target.address)
        .env("PEER_USER", USER)
        .env("PEER_PASSWORD", PASSWORD)
        .env("PEER_CA", &target.ca_file)
        .env("PEER_WARMUP", clients.to_string())
        .env("PEER_CONNECTIONS", clients.to_string())
        .env("PEER_RESUME", if resume { "1" } else { "" })
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(format!("{}: {}", program.display(), output.status).into());
    }
    let connections = (open_connections() - opened) / f64::from(2 * clients);
    let said: Value = serde_json::from_slice(&output.stdout)?;
    let times = said["times_ms"].as_array().into_iter().flatten().filter_map(Value::as_f64);
    let name = said["client"].as_str().unwrap_or("?");
    let cpu = said["cpu_ms"].as_f64().unwrap_or(f64::NAN);
    Ok(Row { connections: Some(connections), ..Row::of(name, cpu, times.collect()) })
}

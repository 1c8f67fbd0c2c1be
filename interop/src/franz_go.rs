//! franz-go, a client for Go: the program that the benchmark of handshakes compares us with.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::client::ClientError;
use crate::error::{StartError, Tried};
use crate::gate;
use crate::toolchain::{cache, find, fingerprint, once, run};

/// The program of `benches/peers/handshake/franz-go`, built.
pub struct FranzGo(PathBuf);

/// Built into this crate so that a change of theirs is seen.
const SOURCES: &[(&str, &str)] = &[
    ("go.mod", include_str!("../../benches/peers/handshake/franz-go/go.mod")),
    ("main.go", include_str!("../../benches/peers/handshake/franz-go/main.go")),
];

impl FranzGo {
    /// The program, built by the first test that asks; `None` where the tests do not run, as in
    /// [`shared`](crate::shared), with Go in the place of Java.
    ///
    /// # Panics
    /// As [`shared`](crate::shared).
    pub fn build() -> Option<Self> {
        gate::is_on().then(prepare).and_then(gate::pass).map(Self)
    }

    /// One login, up to the answer to Metadata, with these variables: see
    /// `benches/peers/handshake/README.md`.
    ///
    /// # Errors
    /// What it reported, or what kept it from running (code -1).
    pub fn log_in(&self, variables: &[(&str, &str)]) -> Result<(), ClientError> {
        let failed = |message: String| ClientError { code: -1, message };
        let mut login = Command::new(&self.0);
        login.envs([("PEER_WARMUP", "0"), ("PEER_CONNECTIONS", "1")]);
        let output = login.envs(variables.iter().copied()).output();
        let output = output.map_err(|error| failed(error.to_string()))?;
        match output.status.success() {
            true => Ok(()),
            false => Err(failed(String::from_utf8_lossy(&output.stderr).into_owned())),
        }
    }
}

/// The first run downloads about 80 MB, and a newer Go where `go.mod` asks for one.
fn prepare() -> Result<PathBuf, StartError> {
    let folder = cache("franz-go").join(format!("{:016x}", fingerprint(SOURCES)));
    if !folder.is_dir() && find("go").is_none() {
        return Err(StartError::Missing(
            "go (1.21 or later, to build franz-go's client)".to_owned(),
        ));
    }
    once(&folder, build)?;
    Ok(folder.join("login"))
}

fn build(target: &Path) -> Result<(), StartError> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../benches/peers/handshake/franz-go");
    let target = target.canonicalize().tried("find the folder for franz-go's client")?;
    let mut command = Command::new(source.join("build.sh"));
    command.arg(target);
    run(command, "go build (franz-go)".to_owned())
}

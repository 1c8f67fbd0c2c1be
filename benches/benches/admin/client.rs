//! A client: a program that does the work once, in a process of its own on the first core.

use std::path::PathBuf;
use std::process::Stdio;

use serde_json::Value;

use crate::Result;
use crate::row::Cost;
use crate::server::{PASSWORD, Server, USER, Way, pinned, target_folder};
use crate::work::Work;

/// Ours is this program itself; the others are built by `benches/peers/admin`.
pub(crate) struct Client {
    name: String,
    program: PathBuf,
    arguments: &'static [&'static str],
}

impl Client {
    pub(crate) fn ours() -> Result<Self> {
        let program = std::env::current_exe()?;
        Ok(Self { name: "ours".to_owned(), program, arguments: &["ours"] })
    }

    /// This program again, as a client that does nothing else.
    pub(crate) fn blocking() -> Result<Self> {
        Ok(Self { name: "blocking".to_owned(), arguments: &["blocking"], ..Self::ours()? })
    }

    /// Ours, and the others that are built.
    pub(crate) fn all() -> Result<Vec<Self>> {
        let mut clients = vec![Self::ours()?];
        for peer in ["krafka", "franz-go", "java", "librdkafka"] {
            let program = target_folder().join("peers").join("admin").join(peer).join("admin");
            match program.is_file() {
                true => clients.push(Self { name: peer.to_owned(), program, arguments: &[] }),
                false => eprintln!("{peer} is left out: benches/peers/admin/run.sh builds it"),
            }
        }
        Ok(clients)
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// `None` when it cannot do that.
    pub(crate) fn run(&self, server: &Server, way: Way, work: Work) -> Result<Option<Cost>> {
        let mut command = pinned(0, &self.program);
        command
            .args(self.arguments)
            .env("PEER_BOOTSTRAP", server.address(way))
            .env("PEER_SECURITY", if way == Way::Scram { "SASL_SSL" } else { "PLAINTEXT" })
            .env("PEER_USER", USER)
            .env("PEER_PASSWORD", PASSWORD)
            .env("PEER_CA", &server.large.ca_file)
            .env("PEER_WORK", work.word())
            .env("PEER_CALLS", work.calls().to_string())
            .stderr(Stdio::inherit());
        let output = command.output()?;
        if output.status.code() == Some(3) {
            return Ok(None);
        }
        if !output.status.success() {
            return Err(format!("{}: {work}: {}", self.name, output.status).into());
        }
        let said: Value = serde_json::from_slice(&output.stdout)?;
        let figure = |name: &str| said[name].as_f64();
        Ok(Some(Cost {
            cpu_us: figure("cpu_us").ok_or("no cpu_us")?,
            requests: !(self.name == "franz-go" && work.is_cached_by_franz_go()),
            peak_kb: figure("peak_kb").ok_or("no peak_kb")?,
        }))
    }
}

//! A client: a process that is given an address, a time, and no more.

use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};

use kafka_admin::escape::escaped;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::process::Command;
use tokio::time::timeout;

use crate::failure::{Failure, Result};

/// How much of what it says is kept, of each stream.
const KEPT: usize = 64 * 1024;
/// How much of its last line is shown.
const SHOWN: usize = 100;

pub(super) struct Client {
    program: String,
    arguments: Vec<String>,
}

/// How it ended.
#[derive(Debug)]
pub(super) struct Ended {
    /// None when it was stopped because its time was over.
    pub(super) status: Option<ExitStatus>,
    pub(super) took: Duration,
    /// Whether it wrote an escape character.
    pub(super) wrote_escape: bool,
    pub(super) last_words: String,
}

impl Client {
    /// A command line, in which `{address}` stands for this address.
    pub(super) fn new(command: &[String], address: &str) -> Self {
        let mut words = command.iter().map(|word| word.replace("{address}", address));
        Self { program: words.next().unwrap_or_default(), arguments: words.collect() }
    }

    pub(super) async fn run(self, limit: Duration) -> Result<Ended> {
        let started = Instant::now();
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| Failure::local(format!("{} cannot be run: {error}", self.program)))?;
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let said = tokio::spawn(async { tokio::join!(kept(stdout), kept(stderr)) });
        let status = timeout(limit, child.wait()).await;
        let took = started.elapsed();
        let status = match status {
            Ok(status) => Some(status.map_err(|error| Failure::cannot_read(&self.program, error))?),
            Err(_) => {
                let _ = child.kill().await;
                None
            }
        };
        // A process that it left behind may hold the streams open.
        let said = timeout(Duration::from_secs(5), said).await;
        let (stdout, stderr) = said.ok().and_then(|it| it.ok()).unwrap_or_default();
        let wrote_escape = stdout.contains(&0x1b) || stderr.contains(&0x1b);
        let last_words = last_line(if stderr.is_empty() { &stdout } else { &stderr });
        Ok(Ended { status, took, wrote_escape, last_words })
    }
}

/// The first part of a stream, which is read to its end.
async fn kept(stream: Option<impl AsyncRead + Unpin>) -> Vec<u8> {
    let mut kept = Vec::new();
    if let Some(mut stream) = stream {
        let _ = (&mut stream).take(KEPT as u64).read_to_end(&mut kept).await;
        let _ = tokio::io::copy(&mut stream, &mut tokio::io::sink()).await;
    }
    kept
}

fn last_line(said: &[u8]) -> String {
    let text = String::from_utf8_lossy(said);
    let line = text.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
    escaped(line.chars().take(SHOWN).collect::<String>()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_is_shown_escaped_and_cut() {
        assert_eq!(last_line(b"one\ntwo\x1b[31m\n\n"), "two\\u{1b}[31m");
        assert_eq!(last_line("x".repeat(500).as_bytes()).len(), SHOWN);
        assert_eq!(last_line(b""), "");
    }
}
